"""The add-on's tree: as links for development, and as the zip that Blender installs."""

from __future__ import annotations

import json
import os
import shutil
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

from .console import BUILD, LOG, ROOT, VENV, Stop, clean_environment, run_logged, shown, step, venv_python

LINK = BUILD / "link" / "motif"
DIST = ROOT / "dist"
ADDON = ROOT / "blender_addon"
MANUAL = ROOT / "docs" / "manual"
# Beside the linked add-on: the interpreter that it starts the engine with.
INTERPRETER_FILE = "engine_python.txt"
# Parts of the engine that only training, evaluation and measuring use.
LEFT_OUT = ("engine/train/", "engine/evaluate/", "engine/bench/", "engine/metrics/")
# Weights that only evaluation reads.
WEIGHTS_LEFT_OUT = ("evaluator",)
# Inside a zip every file carries the same date, so that equal trees make equal bytes.
DATE = (2020, 1, 1, 0, 0, 0)


def version() -> str:
    """The version in blender_manifest.toml, its only source."""
    manifest = ADDON / "blender_manifest.toml"
    try:
        return tomllib.loads(manifest.read_text(encoding="utf-8"))["version"]
    except (OSError, ValueError, KeyError) as error:
        raise Stop(f"{shown(manifest)} can't be read for the version: {error}") from error


def link() -> Path:
    """Make build/link/motif hold the add-on's files with engine/ and retarget/ beside them; returns that folder.

    Links where the system makes them, copies elsewhere. Running it again mends what changed and leaves the rest.
    """
    wanted = {entry.name: entry for entry in sorted(ADDON.iterdir()) if entry.name != "__pycache__"}
    wanted |= {"engine": ROOT / "engine", "retarget": ROOT / "retarget", "manual": MANUAL}
    LINK.mkdir(parents=True, exist_ok=True)
    for entry in LINK.iterdir():
        if entry.name not in {*wanted, INTERPRETER_FILE, "__pycache__"}:
            _remove(entry)
    for name, source in wanted.items():
        _link_or_copy(source, LINK / name)
    interpreter = f"{venv_python()}\n"
    note = LINK / INTERPRETER_FILE
    if not note.exists() or note.read_text(encoding="utf-8") != interpreter:
        note.write_text(interpreter, encoding="utf-8")
    return LINK


def _link_or_copy(source: Path, target: Path) -> None:
    if target.is_symlink() and Path(os.readlink(target)) == source:
        return
    _remove(target)
    try:
        target.symlink_to(source, target_is_directory=source.is_dir())
    except OSError:  # Windows without developer mode
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def shipped() -> Iterator[tuple[str, Path]]:
    """What the zip holds: (name inside the zip's folder, file), sorted by name."""
    found: dict[str, Path] = {"LICENSE": ROOT / "LICENSE"}
    folders = {"": ADDON, "retarget/": ROOT / "retarget", "engine/": ROOT / "engine", "manual/": MANUAL}
    for prefix, top in folders.items():
        for file in top.rglob("*"):
            name = prefix + file.relative_to(top).as_posix()
            if file.is_file() and _ships(name, file):
                found[name] = file
    yield from sorted(found.items())


def _ships(name: str, file: Path) -> bool:
    if "__pycache__" in file.parts or any(part.startswith(".") for part in Path(name).parts):
        return False
    if name.startswith(LEFT_OUT):
        return False
    if name.startswith("engine/weights/"):
        if any(word in file.name for word in WEIGHTS_LEFT_OUT):
            return False
        # The models' cards carry the credits that the data's terms ask for.
        return file.suffix in {".py", ".md"} or file.name == "registry.json" or file.name in _registered()
    return True


def _registered() -> set[str]:
    registry = ROOT / "engine" / "weights" / "registry.json"
    try:
        entries = json.loads(registry.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Stop(f"{shown(registry)} can't be read: {error}") from error
    return {entry["file"] for entry in entries.values()}


def zip_addon() -> Path:
    """Write dist/motif-VERSION.zip, have Blender's own tools check it, install it both ways; returns its path."""
    target = DIST / f"motif-{version()}.zip"
    with step(f"write {shown(target)}"):
        write_zip(target)
    with step("validate as an extension"):
        validate(target)
    for kind in ("add-on", "extension"):
        with step(f"install as an {kind} in Blender"):
            try_install(target, kind)
    with step("make a take with the engine inside"):
        try_engine(target)
    names = zipfile.ZipFile(target).namelist()
    print(f"{shown(target)}: {target.stat().st_size / 1e6:.1f} MB, {len(names)} files")
    return target


def write_zip(target: Path) -> None:
    """The zip alone: one folder motif/, names sorted, one date, so the bytes follow from the tree."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".part")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, file in shipped():
            info = zipfile.ZipInfo(f"motif/{name}", DATE)
            info.external_attr = 0o644 << 16
            info.create_system = 3
            info.compress_type = zipfile.ZIP_STORED if file.suffix == ".safetensors" else zipfile.ZIP_DEFLATED
            archive.writestr(info, file.read_bytes())
    unfinished.replace(target)


def validate(target: Path) -> None:
    """Blender's own check of an extension; Stop with its complaint."""
    checker = "site-packages/bpy/*/scripts/addons_core/bl_pkg/cli/blender_ext.py"
    found = sorted([*VENV.glob(f"lib/*/{checker}"), *VENV.glob(f"Lib/{checker}")])
    if not found:
        raise Stop("Blender's extension checker is not in .venv: run `python3 build.py setup`")
    log = LOG / "validate.log"
    status, output = run_logged([venv_python(), found[-1], "validate", target], log)
    if status:
        raise Stop(f"Blender's extension check refuses {shown(target)}: {_last_line(output)}")


_INSTALL = """
import sys
import bpy
zip_path, kind = sys.argv[-2:]
if kind == "add-on":
    bpy.ops.preferences.addon_install(filepath=zip_path, overwrite=True)
    name = "motif"
    bpy.ops.preferences.addon_enable(module=name)
else:
    bpy.ops.extensions.package_install_files(filepath=zip_path, repo="user_default", enable_on_install=True)
    name = "bl_ext.user_default.motif"
import addon_utils
assert addon_utils.check(name)[1], f"{name} is not enabled"
assert hasattr(bpy.types, "MOTIF_OT_generate"), "the Generate operator is not registered"
assert "torch" not in sys.modules, "registering imported torch"
addon_utils.disable(name)
print("installed", name)
"""


def try_install(target: Path, kind: str) -> None:
    """Install and enable the zip in .venv's Blender under a home of its own; Stop with what went wrong."""
    home = BUILD / "install-test" / kind
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    places = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "BLENDER_USER_RESOURCES": str(home / "user")}
    log = LOG / f"install-{kind}.log"
    command = [venv_python(), "-c", _INSTALL, target, kind]
    status, output = run_logged(command, log, clean_environment(places))
    if status or "installed " not in output:
        raise Stop(f"Blender can't install {shown(target)} as {kind} ({shown(log)}): {_last_line(output)}")


def try_engine(target: Path) -> None:
    """A take from the unpacked zip alone, with .venv's interpreter: nothing that it needs was left out."""
    folder = BUILD / "install-test" / "unpacked"
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(target) as archive:
        archive.extractall(folder)
    log, out = LOG / "zip-engine.log", folder / "take.npz"
    words = ["generate", "--text", "a person walks forward", "--seconds", "1", "--out", out]
    paths = clean_environment({"PYTHONPATH": str(folder / "motif"), "PYTHONDONTWRITEBYTECODE": "1"})
    status, output = run_logged([venv_python(), "-P", "-m", "engine", *words], log, paths)
    if status or not out.exists():
        raise Stop(f"the engine inside {shown(target)} makes no take ({shown(log)}): {_last_line(output)}")


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"


def addon_ready() -> None:
    """Stop with a sentence when the add-on's sources are not all here."""
    if not (ADDON / "__init__.py").exists():
        raise Stop(f"{shown(ADDON)} holds no __init__.py: this checkout is not whole")
