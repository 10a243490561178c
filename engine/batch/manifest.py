"""Manifests: lists of takes to make, as JSON lines or CSV, with the command line's options. Standard library only.

`{"text": "a person walks", "seconds": 4, "takes": 3, "seed": 7, "out": "walk.npz"}` on a line of its own, or a table
whose first line has the names. A row with a scene or a rig is made by Blender (`motif-blender batch`), any other by
`motif batch`. Paths count from the manifest's folder. Everything is checked before anything is made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import files
from ..protocol.errors import EngineError, bad_request
from . import cells
from .cells import at
from .options import PATHS, allowed, as_span, command_of, given

MAX_ROWS = 100_000


@dataclass(frozen=True)
class Row:
    """One row, checked as far as it can be without opening its files.

    line: of the manifest. command: generate, inbetween or retarget. options: name -> value, paths whole. out: the file
    to write. key: what the row says, as a digest; rows that say the same have the same, wherever they stand.
    """

    line: int
    command: str
    options: Mapping[str, Any]
    out: Path
    key: str

    @property
    def in_blender(self) -> bool:
        """Whether it takes a Blender to make it."""
        return "scene" in self.options or "rig" in self.options

    @property
    def source(self) -> Path | None:
        """The scene or rig that is opened for it."""
        found = self.options.get("scene") or self.options.get("rig")
        return Path(found) if found else None


def read(manifest: Path) -> list[Row]:
    """The rows of a manifest; raises EngineError naming the first line that is wrong."""
    manifest = Path(manifest)
    rows = []
    for number, (line, given_cells) in enumerate(cells.read(manifest)):
        if number >= MAX_ROWS:
            raise bad_request(f"The manifest {manifest} has more than {MAX_ROWS:,} rows: split it.")
        with_line = at(manifest, line)
        try:
            rows.append(_row(line, given_cells, manifest.parent.absolute()))
        except EngineError as error:
            raise with_line(error) from error
    if not rows:
        raise bad_request(f"The manifest {manifest} has no rows: write one JSON object a line, or a table as CSV.")
    _check_outputs(manifest, rows)
    return rows


def _row(line: int, written: Mapping[str, Any], folder: Path) -> Row:
    text = json.dumps(written, ensure_ascii=False)
    if files.plain(text) != text or "\\u0000" in text:
        raise bad_request("the row holds bytes that are no characters: write it again as UTF-8 text.")
    options = given(written)
    key = hashlib.sha256(json.dumps(options, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:20]
    if "out" not in options:
        raise bad_request("the row names no file to write: give “out”.")
    command = command_of(options)
    in_blender = "scene" in options or "rig" in options
    _check_fit(command, in_blender, options)
    out = folder / options.pop("out")
    for name in PATHS & options.keys():
        if in_blender and (name == "path" or (name == "audio" and options[name] == "scene")):
            continue  # an object of the scene, or what it plays
        path = options[name] = folder / options[name]
        if not path.is_file():
            raise bad_request(f"there is no file {path} for “{name}”: check the name.")
    options = {name: str(value) if isinstance(value, Path) else value for name, value in options.items()}
    if in_blender:
        _check_copy(out, options)
    return Row(line, command, options, out, key)


def _check_fit(command: str, in_blender: bool, options: Mapping[str, Any]) -> None:
    """Options that go with the command."""
    unfit = [name for name in options if name not in allowed(command, in_blender)]
    if not unfit:
        return
    name = unfit[0]
    if not in_blender and name in allowed(command, True):
        raise bad_request(f"“{name}” is for rows with a scene or a rig: add one, or leave it out.")
    where = "on a scene or a rig" if in_blender else "into a motion file"
    raise bad_request(f"“{name}” does not go with {command} {where}: leave it out.")


def _check_copy(out: Path, options: Mapping[str, Any]) -> None:
    if out.suffix.lower() != ".blend":
        raise bad_request(f"“{out.name}” is not a .blend: rows with a scene or a rig are saved as .blend copies.")
    for name in ("scene", "rig"):
        if name in options and Path(options[name]).resolve() == out.resolve():
            raise bad_request(f"“out” is the {name} itself: name another file, the {name} stays as it is.")
    if "range" in options:
        as_span(str(options["range"]), "range")


def _check_outputs(manifest: Path, rows: Sequence[Row]) -> None:
    """A file is written by one row, a .blend by all rows that open the same scene or rig for it."""
    first: dict[Path, Row] = {}
    for row in rows:
        other = first.setdefault(row.out, row)
        if other is row:
            continue
        if not (row.in_blender and other.in_blender):
            raise at(manifest, row.line)(
                bad_request(f"line {other.line} writes {row.out.name} too: name another file.")
            )
        if row.source != other.source:
            raise at(manifest, row.line)(
                bad_request(f"line {other.line} writes {row.out.name} from another scene or rig: name another file.")
            )
        if row.key == other.key:
            raise at(manifest, row.line)(bad_request(f"line {other.line} says the same: leave one of them out."))
