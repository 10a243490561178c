"""The wheel and the source archive of `python -m build` and pip (PEP 517), without a build library.

The wheel holds one package, `motif`: the add-on's tree with engine/ and retarget/ inside, as the zip has it, and with
what trains and measures. Equal trees make equal bytes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from . import packaging
from .console import ROOT, Stop, shown

SCRIPTS = {"motif": "motif.programs:motif", "motif-blender": "motif.programs:motif_blender"}
_TAG = "py3-none-any"
# Of a folder without git's list: what is no source.
_NO_SOURCE = {".venv", ".git", "build", "dist", "runs", "shared", "__pycache__", ".pytest_cache", ".ruff_cache"}


def project() -> Mapping[str, Any]:
    """The table [project] of pyproject.toml."""
    import tomllib

    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def get_requires_for_build_wheel(config_settings: Mapping[str, Any] | None = None) -> list[str]:
    """Nothing but Python."""
    return []


get_requires_for_build_sdist = get_requires_for_build_wheel


def build_wheel(
    wheel_directory: str, config_settings: Mapping[str, Any] | None = None, metadata_directory: str | None = None
) -> str:
    """Write motif-VERSION-py3-none-any.whl; returns its name."""
    about = f"motif-{packaging.version()}"
    name = f"{about}-{_TAG}.whl"
    target = Path(wheel_directory) / name
    contents = {f"motif/{inside}": file.read_bytes() for inside, file in packaging.shipped(whole=True)}
    contents |= {f"{about}.dist-info/{inside}": text.encode() for inside, text in _about().items()}
    contents[f"{about}.dist-info/licenses/LICENSE"] = (ROOT / "LICENSE").read_bytes()
    record = f"{about}.dist-info/RECORD"
    lines = [f"{inside},sha256={_digest(data)},{len(data)}" for inside, data in contents.items()]
    contents[record] = "\n".join([*lines, f"{record},,", ""]).encode()
    packaging.write_archive(target, contents)
    return name


def build_sdist(sdist_directory: str, config_settings: Mapping[str, Any] | None = None) -> str:
    """Write motif-VERSION.tar.gz of what is under version control; returns its name."""
    about = f"motif-{packaging.version()}"
    target = Path(sdist_directory) / f"{about}.tar.gz"
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        contents = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in _sources()}
        for name, data in {**contents, "PKG-INFO": _metadata().encode()}.items():
            entry = tarfile.TarInfo(f"{about}/{name}")
            entry.size, entry.mode = len(data), 0o644
            archive.addfile(entry, io.BytesIO(data))
    target.write_bytes(gzip.compress(packed.getvalue(), 6, mtime=0))
    return target.name


def _sources() -> Iterator[Path]:
    """Files of the project, sorted: git's list, or where there is no git all but what is made."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        paths = [ROOT / name for name in listed.decode().split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        paths = [path for path in ROOT.rglob("*") if not _NO_SOURCE & set(path.relative_to(ROOT).parts)]
    yield from sorted(path for path in paths if path.is_file() and not path.is_symlink())


def _about() -> dict[str, str]:
    """The files that say what the wheel is."""
    scripts = "\n".join(f"{name} = {where}" for name, where in SCRIPTS.items())
    return {
        "METADATA": _metadata(),
        "WHEEL": f"Wheel-Version: 1.0\nGenerator: motif\nRoot-Is-Purelib: true\nTag: {_TAG}\n",
        "entry_points.txt": f"[console_scripts]\n{scripts}\n",
    }


def _metadata() -> str:
    found = project()
    lines = ["Metadata-Version: 2.1", f"Name: {found['name']}", f"Version: {packaging.version()}",
             f"Summary: {found['description']}", f"License: {found['license']['text']}",
             f"Requires-Python: {found['requires-python']}"]  # fmt: skip
    lines += [f"Requires-Dist: {requirement}" for requirement in found["dependencies"]]
    for extra, requirements in found["optional-dependencies"].items():
        lines += [f"Provides-Extra: {extra}"]
        lines += [f'Requires-Dist: {requirement}; extra == "{extra}"' for requirement in requirements]
    lines += ["Description-Content-Type: text/markdown"]
    return "\n".join(lines) + "\n\n" + (ROOT / found["readme"]).read_text(encoding="utf-8")


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def main(folder: Path, sdist: bool = False) -> None:
    """Write the wheel, and where asked the source archive, for `build.py wheel` and `python -m build`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        made = [folder / build_sdist(str(folder))] if sdist else []
        made.append(folder / build_wheel(str(folder)))
    except OSError as error:
        raise Stop(f"{folder} takes no files ({error.strerror}): give another with --out") from error
    for target in made:
        print(f"{shown(target)}: {target.stat().st_size / 1e6:.1f} MB")
