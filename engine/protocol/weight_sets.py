"""Named sets of weights: networks that an artist imported or had learn, by the names of their folders. Standard library
only.

A list of them lies in the user's own data folder, so that every Blender and the command line know the same sets.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .. import files
from .errors import EngineError

VARIABLE = "MOTIF_DATA"  # another folder for the list
_LIST = "weight-sets.json"
CARD = "learnt.json"  # in a set that was learnt from an artist's own motion: what it is


def list_file() -> Path:
    """Where the names are kept."""
    return home() / _LIST


def home() -> Path:
    """The user's own data folder."""
    if told := os.environ.get(VARIABLE):
        return Path(told)
    if sys.platform == "win32":
        above = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        above = Path.home() / "Library" / "Application Support"
    else:
        above = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return above / "motif"


def known() -> dict[str, str]:
    """Name -> folder of each set whose folder is there; a list that can't be read knows none."""
    try:
        told = json.loads(list_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    found = told.items() if isinstance(told, dict) else ()
    return {str(name): str(folder) for name, folder in found if isinstance(folder, str) and Path(folder).is_dir()}


def remember(folder: Path) -> str:
    """Keep a folder as the set of its own name, which is returned."""
    folder = folder.resolve()
    path = list_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write_json(path, dict(sorted({**known(), folder.name: str(folder)}.items())), indent=2)
    return folder.name


def folder_of(name: str) -> Path:
    """The folder of a set by its name, or `name` itself where it is a folder; raises EngineError for neither."""
    if Path(name).is_dir():
        return Path(name)
    sets = known()
    if name in sets:
        return Path(sets[name])
    others = f": choose {' or '.join(sets)}" if sets else ": make one with “motif learn” or “motif import”"
    raise EngineError("weights_missing", f"No folder and no set of weights is called “{name:.80}”{others}.")


def is_learnt(folder: Path) -> bool:
    """Whether a folder holds a set that was learnt from an artist's own motion."""
    return (folder / CARD).is_file()


def card_of(folder: Path) -> Mapping[str, Any]:
    """What a learnt set's card says; empty where it can't be read."""
    try:
        told = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def delete(name: str) -> None:
    """Delete a learnt set, its folder with it. Raises EngineError for one that is imported, or none."""
    folder = folder_of(name)
    if name not in known() or not is_learnt(folder):
        raise EngineError("bad_request", f"“{name:.80}” is no set that was learnt here: its folder is left alone.")
    shutil.rmtree(folder)
    files.write_json(list_file(), {n: f for n, f in known().items() if n != name}, indent=2)
