"""Manifests: lists of takes to make, as JSON lines or CSV, with the command line's options. Standard library only.

`{"text": "a person walks", "seconds": 4, "takes": 3, "seed": 7, "out": "walk.npz"}` on a line of its own, or a table
whose first line has the names. A row with a scene or a rig is made by Blender (`motif-blender batch`), any other by
`motif batch`. Paths count from the manifest's folder. Everything is checked before anything is made.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..protocol.errors import EngineError, bad_request
from .options import KINDS, PATHS, allowed, as_span, command_of, given

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
    for line, cells in _cells(manifest):
        with_line = at(manifest, line)
        try:
            rows.append(_row(line, cells, manifest.parent.absolute()))
        except EngineError as error:
            raise with_line(error) from error
    if not rows:
        raise bad_request(f"The manifest {manifest} has no rows: write one JSON object a line, or a table as CSV.")
    _check_outputs(manifest, rows)
    return rows


def at(manifest: Path, line: int) -> Any:
    """What turns an error into one that names the manifest's line."""
    return lambda error: bad_request(f"Line {line} of {Path(manifest).name}: {error.message}", error.hint)


def _cells(manifest: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line, name -> value as it stands there) of every row that isn't empty."""
    try:
        text = manifest.read_text(encoding="utf-8-sig")  # Excel begins with a mark
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise bad_request(f"The manifest {manifest} can't be read ({reason}): check its name.") from error
    found = _from_csv(manifest, text) if manifest.suffix.lower() in (".csv", ".tsv") else _from_json(manifest, text)
    for number, (line, cells) in enumerate(found):
        if number >= MAX_ROWS:
            raise bad_request(f"The manifest {manifest} has more than {MAX_ROWS:,} rows: split it.")
        yield line, cells


def _from_json(manifest: Path, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, content in enumerate(text.split("\n"), 1):
        if not content.strip():
            continue
        try:
            cells = json.loads(content)
        except ValueError:
            cells = None
            if line == 1 and "," in content and not content.lstrip().startswith(("{", "[")):
                wrong = "this is not JSON; a table needs a name that ends in .csv."
            else:
                wrong = "this is not JSON."
            raise at(manifest, line)(bad_request(wrong)) from None
        if not isinstance(cells, dict):
            raise at(manifest, line)(
                bad_request('a row is a JSON object such as {"text": "a person walks", "out": "walk.npz"}.')
            )
        yield line, {_name(name): value for name, value in cells.items()}


def _from_csv(manifest: Path, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    head = text.partition("\n")[0]
    # Spreadsheets write semicolons where the comma is the decimal mark.
    mark = max((",", ";", "\t"), key=head.count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    names: list[str] | None = None
    first = 1
    while True:
        try:
            cells = next(table, None)
        except csv.Error as error:
            raise at(manifest, first)(bad_request(f"this can't be read as CSV ({error}).")) from error
        if cells is None:
            return
        line, first = first, table.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        if names is None:
            names = [_name(cell) for cell in cells]
            _check_names(manifest, line, names)
            continue
        if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            wrong = f"it has {len(cells)} cells where the first line names {len(names)}: quote cells that hold a comma."
            raise at(manifest, line)(bad_request(wrong))
        yield line, {name: cell.strip() for name, cell in zip(names, cells) if name and cell.strip()}


def _check_names(manifest: Path, line: int, names: Sequence[str]) -> None:
    """The first line of a table."""
    unknown = [name for name in names if name and name not in KINDS]
    if unknown or "out" not in names:
        wrong = f"the column “{unknown[0]:.40}” is unknown" if unknown else "there is no column “out”"
        raise at(manifest, line)(bad_request(f"{wrong}: the first line names the columns, such as text,seconds,out."))
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice:
        raise at(manifest, line)(bad_request(f"two columns are called “{twice}”: keep one."))


def _name(written: Any) -> str:
    """`Foot-Lock` -> `foot_lock`."""
    return str(written).strip().lower().removeprefix("--").replace("-", "_")


def _row(line: int, cells: Mapping[str, Any], folder: Path) -> Row:
    options = given(cells)
    key = hashlib.sha256(json.dumps(options, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:20]
    if "out" not in options:
        raise bad_request("the row names no file to write: give “out”.")
    command = command_of(options)
    in_blender = "scene" in options or "rig" in options
    _check_fit(command, in_blender, options)
    out = folder / options.pop("out")
    for name in PATHS & options.keys():
        if name == "audio" and in_blender and options[name] == "scene":
            continue
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
