"""Manifests: lists of takes to make, as JSON lines or CSV, with the command line's options. Standard library only.

`{"text": "a person walks", "seconds": 4, "takes": 3, "seed": 7, "out": "walk.npz"}` on a line of its own, or a table
whose first line has the names. A row with a scene or a rig is made by Blender (`motif-blender batch`), any other by
`motif batch`. Paths count from the manifest's folder. Everything is checked before anything is made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import files
from ..protocol.dance import file_of_second
from ..protocol.errors import EngineError, bad_request
from ..protocol.limits import MAX_TAKES
from ..protocol.options import OF_SCENE
from . import cells, order
from .cells import at
from .options import PATHS, allowed, as_span, command_of, given

MAX_ROWS = 100_000
AMASS = "_amass"  # a file called TAKE_amass.npz holds AMASS's arrays


@dataclass(frozen=True)
class Row:
    """One row, checked as far as it can be without opening its files.

    line: of the manifest. command: generate, inbetween or retarget. options: name -> value, paths whole. out: the file
    to write. key: what the row says, as a digest; rows that say the same have the same, wherever they stand. needs:
    lines of the rows whose files it reads, which stand before it.
    """

    line: int
    command: str
    options: Mapping[str, Any]
    out: Path
    key: str
    needs: tuple[int, ...] = ()

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
    """The rows of a manifest, those whose files others read before these; raises EngineError naming the first line
    that is wrong."""
    manifest = Path(manifest)
    folder = manifest.parent.absolute()
    found, broken = _cells(manifest)
    made = {place for _, written in found for place in _promised(written, folder)}
    rows = []
    for line, given_cells in found:
        with_line = at(manifest, line)
        try:
            rows.append(_row(line, given_cells, folder, made))
        except EngineError as error:
            raise with_line(error) from error
    if broken is not None:
        raise broken
    if not rows:
        raise bad_request(f"The manifest {manifest} has no rows: write one JSON object a line, or a table as CSV.")
    _check_outputs(manifest, rows)
    return order.ordered(manifest, [(row, files_of(row.out, row.options), inputs(row)) for row in rows])


def _cells(manifest: Path) -> tuple[list[cells.Cells], EngineError | None]:
    """The rows as they are written, up to one that is none, and the error of that one: what is wrong before it is told
    first."""
    found: list[cells.Cells] = []
    try:
        for one in cells.read(manifest):
            if len(found) == MAX_ROWS:
                raise bad_request(f"The manifest {manifest} has more than {MAX_ROWS:,} rows: split it.")
            found.append(one)
    except EngineError as error:
        return found, error
    return found, None


def files_of(out: Path, options: Mapping[str, Any]) -> list[Path]:
    """The files that a row writes; several takes of a motion have numbers in their names, a second dancer's are beside
    the first one's, a .blend holds them all."""
    takes = options.get("takes", 1)
    if out.suffix.lower() == ".blend":
        return [out]
    if options.get("dancers") == 2:
        alone = {**options, "dancers": 1}
        return [*files_of(out, alone), *files_of(file_of_second(out), alone)]
    if takes < 2:
        return [out]
    amassed = out.suffix.lower() == ".npz" and out.stem.lower().endswith(AMASS)
    stem, end = (out.stem[: -len(AMASS)], out.stem[-len(AMASS) :]) if amassed else (out.stem, "")
    return [out.with_name(f"{stem}-{number}{end}{out.suffix}") for number in range(1, min(takes, MAX_TAKES) + 1)]


def _promised(written: Mapping[str, Any], folder: Path) -> list[Any]:
    """The files that a row would write, by their identities, before it is checked; none of one that is wrong."""
    try:
        options = given(written)
        return [files.identity(path) for path in files_of(folder / options["out"], options)] if "out" in options else []
    except (EngineError, ValueError):
        return []


def inputs(row: Row) -> list[tuple[str, Path]]:
    """The files that a row reads, by their options' names."""
    names = sorted(PATHS & row.options.keys())
    return [(name, Path(row.options[name])) for name in names if not _of_scene(name, row.options)]


def _of_scene(name: str, options: Mapping[str, Any]) -> bool:
    """Whether an option that is a file elsewhere is something in the scene: a curve, or what the scene plays."""
    in_blender = "scene" in options or "rig" in options
    return in_blender and (name == "path" or (name == "audio" and options[name] == "scene"))


def _row(line: int, written: Mapping[str, Any], folder: Path, made: Set[Any]) -> Row:
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
        if _of_scene(name, options):
            continue
        if name == "audio" and options[name] == OF_SCENE and not (folder / OF_SCENE).is_file():
            raise bad_request("“scene” is the sound of a row's scene: add one, or name a sound file.")
        path = options[name] = folder / options[name]
        if not path.is_file() and files.identity(path) not in made:
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
