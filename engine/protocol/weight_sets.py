"""Named sets of weights: networks that an artist imported, by the names of their folders. Standard library only.

A list of them lies in the user's own data folder, so that every Blender and the command line know the same sets.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from .. import files
from .errors import EngineError

VARIABLE = "MOTIF_DATA"  # another folder for the list
_LIST = "weight-sets.json"


def list_file() -> Path:
    """Where the names are kept."""
    if told := os.environ.get(VARIABLE):
        return Path(told) / _LIST
    if sys.platform == "win32":
        home = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        home = Path.home() / "Library" / "Application Support"
    else:
        home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return home / "motif" / _LIST


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
    others = f": choose {' or '.join(sets)}" if sets else ": import one with “motif import”"
    raise EngineError("weights_missing", f"No folder and no set of weights is called “{name:.80}”{others}.")
