"""The rows of a manifest's text, as names and values that are not checked yet: JSON lines, a JSON list, or a table."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ..protocol.errors import bad_request
from ..protocol.options import ALIASES
from .options import KINDS

Cells = tuple[int, dict[str, Any]]  # the line, and name -> value as it stands there
# Longer marks first: UTF-32's begins as UTF-16's does.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_DECODER = json.JSONDecoder()


def at(manifest: Path, line: int) -> Any:
    """What turns an error into one that names the manifest's line."""
    return lambda error: bad_request(f"Line {line} of {Path(manifest).name}: {error.message}", error.hint)


def read(manifest: Path) -> Iterator[Cells]:
    """Every row that isn't empty. Raises EngineError naming the line that is wrong."""
    try:
        raw = manifest.read_bytes()
    except OSError as error:
        raise bad_request(f"The manifest {manifest} can't be read ({error.strerror}): check its name.") from error
    text = _decoded(manifest, raw)
    if manifest.suffix.lower() in (".csv", ".tsv"):
        return _from_table(manifest, text)
    return _from_list(manifest, text) if text.lstrip().startswith("[") else _from_lines(manifest, text)


def _decoded(manifest: Path, raw: bytes) -> str:
    """The text, in UTF-8 or in what its first bytes say; Excel writes such a mark."""
    mark, encoding = next(((m, e) for m, e in _MARKS if raw.startswith(m)), (b"", "utf-8"))
    raw = raw[len(mark) :]
    if not mark and b"\0" in raw[:200]:  # UTF-16 without its mark: every other byte of plain letters is 0
        encoding = "utf-16-le" if raw[1:2] == b"\0" else "utf-16-be"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode(encoding, "replace")
        line, word = before.count("\n") + 1, before.rpartition("\n")[2][-30:]
        raise at(manifest, line)(
            bad_request(
                f"after “{word}” stands a byte that is no {encoding.upper()} text (0x{raw[error.start]:02X}): save the "
                "manifest as UTF-8."
            )
        ) from error


def _from_lines(manifest: Path, text: str) -> Iterator[Cells]:
    """One JSON object after another, each from a line of its own on."""
    end, line = 0, 1
    while (place := _skip(text, end)) < len(text):
        line += text.count("\n", end, place)
        cells, end = _decode(manifest, text, place, line)
        if _line(text, end).strip():
            raise at(manifest, line)(bad_request(_not_json(line, _line(text, place))))
        yield line, _named(manifest, line, cells)
        line += text.count("\n", place, end)


def _from_list(manifest: Path, text: str) -> Iterator[Cells]:
    """The objects of one JSON list."""
    end, line = text.index("[") + 1, 1
    line += text.count("\n", 0, end)
    while text[(place := _skip(text, end)) : place + 1] != "]":
        line += text.count("\n", end, place)
        cells, end = _decode(manifest, text, place, line)
        yield line, _named(manifest, line, cells)
        line += text.count("\n", place, end)
        after = _skip(text, end)
        if text[after : after + 1] == ",":
            line, end = line + text.count("\n", end, after), after + 1
        elif text[after : after + 1] != "]":
            raise at(manifest, line)(bad_request("after this row a comma is missing, or the list's end."))
    if text[place + 1 :].strip():
        raise at(manifest, line)(bad_request("something follows after the list's end: leave it out."))


def _line(text: str, place: int) -> str:
    """The rest of the line from a place on."""
    end = text.find("\n", place)
    return text[place : end if end >= 0 else len(text)]


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _decode(manifest: Path, text: str, place: int, line: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, place)
    except (ValueError, RecursionError):
        raise at(manifest, line)(bad_request(_not_json(line, _line(text, place)))) from None


def _not_json(line: int, content: str) -> str:
    if line == 1 and "," in content and not content.startswith(("{", "[")):
        return "this is not JSON; a table needs a name that ends in .csv."
    return "this is not JSON."


def _named(manifest: Path, line: int, cells: Any) -> dict[str, Any]:
    if not isinstance(cells, dict):
        raise at(manifest, line)(
            bad_request('a row is a JSON object such as {"text": "a person walks", "out": "walk.npz"}.')
        )
    return {_name(name): value for name, value in cells.items()}


def _from_table(manifest: Path, text: str) -> Iterator[Cells]:
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
    name = str(written).strip().lower().removeprefix("--").replace("-", "_")
    return ALIASES.get(name, name)
