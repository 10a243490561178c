"""The engine's folder: its layout, its state as a stamp file says it, its size, its removal.

- motif-engine.json: the stamp, with state, build and packages; written before and after every change
- env/: the virtual environment
- cache/: pip's downloads, kept only while an installation is unfinished
- install.log: everything that pip said
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import files
from .plan import InstallError

STAMP = "motif-engine.json"
_UNFINISHED_STAMP = ".motif-engine*.part.json"  # of an installer that was killed while it wrote
# Bumped when the engine needs other packages: an older environment is then offered a repair.
NEEDS = 1


@dataclass(frozen=True)
class State:
    """kind: absent, unfinished, damaged, outdated or ready. text: a sentence where it is not ready."""

    kind: str
    text: str = ""
    build: str = ""
    python: str = ""
    size: int = 0


def interpreter(folder: Path) -> Path:
    """The environment's Python, existing or not."""
    return folder / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def read(folder: Path) -> State:
    """What is known of the folder; reads one small file."""
    stamp = read_stamp(folder)
    if stamp is None:
        if (folder / "env").exists():
            return State("unfinished", "The installation was interrupted: press Resume, or Remove.")
        return State("absent")
    words = {name: str(stamp.get(name, "")) for name in ("build", "python")}
    known: dict[str, Any] = {**words, "size": _whole(stamp, "size")}
    if stamp.get("state") != "ready":
        return State("unfinished", str(stamp.get("why") or "The installation was interrupted: press Resume."), **known)
    if not interpreter(folder).exists():
        return State("damaged", "The Python that the engine was installed with is gone: press Repair.", **known)
    if _whole(stamp, "needs") != NEEDS:
        return State("outdated", "This version of Motif needs other packages: press Repair.", **known)
    if stamp.get("damaged"):
        names = ", ".join(map(str, stamp["damaged"][:3]))
        return State("damaged", f"Files of {names} are missing or altered: press Repair.", **known)
    return State("ready", "", **known)


def _whole(stamp: Mapping[str, Any], name: str) -> int:
    value = stamp.get(name, 0)
    return value if isinstance(value, int) else 0


def read_stamp(folder: Path) -> dict[str, Any] | None:
    """The stamp's contents, None where there is none that can be read."""
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return stamp if isinstance(stamp, dict) else None


def write_stamp(folder: Path, **values: Any) -> None:
    """Replace the stamp in one step; raises InstallError where the folder can't be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files.write_json(folder / STAMP, values)
    except OSError as error:
        raise unwritable(folder, error) from error


def unwritable(folder: Path, error: OSError) -> InstallError:
    """The sentence for a folder that can't be written."""
    if error.errno == 28:
        return InstallError("The disk is full: free some space and press Resume.")
    return InstallError(f"{folder} can't be written ({error.strerror}): check its permissions.")


def check_room(folder: Path, needed: int) -> None:
    """Raises InstallError where the disk has not `needed` bytes left."""
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    free = shutil.disk_usage(place).free
    if free < needed:
        raise InstallError(
            f"The engine needs {needed / 1e9:.1f} GB and {place} has {free / 1e9:.1f} GB left: free some space."
        )


def size(folder: Path) -> int:
    """Bytes of all files below, links not followed."""
    total, waiting = 0, [folder]
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                    else:
                        total += entry.stat(follow_symlinks=False).st_size
    return total


def remove(folder: Path) -> None:
    """Delete the engine's folder and nothing else. Raises InstallError for a folder that is not one of ours."""
    if folder.is_symlink() or not folder.exists():
        folder.unlink(missing_ok=True)
        return
    ours = {STAMP, STAMP + ".part", "env", "cache", "install.log"}
    strangers = {e.name for e in folder.iterdir() if not e.match(_UNFINISHED_STAMP)} - ours
    if strangers:
        raise InstallError(f"{folder} holds files that are not the engine's ({min(strangers)}): delete it by hand.")
    mend: dict[str, Any] = {"onexc" if sys.version_info >= (3, 12) else "onerror": _make_writable}
    shutil.rmtree(folder, **mend)
    if folder.exists():
        raise InstallError(f"{folder} could not be deleted whole: close what uses it and press Remove again.")


def _make_writable(call: Any, path: str, _info: Any) -> None:
    """Windows refuses to delete what is marked read-only."""
    with contextlib.suppress(OSError):
        os.chmod(path, stat.S_IWRITE | stat.S_IREAD | stat.S_IEXEC)
        call(path)
