"""The order of a manifest's rows: those whose files others read come first. Standard library only.

Rows that write into one .blend copy are made together, so they stand in the order as one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar, cast

from .. import files
from ..protocol.errors import bad_request
from .cells import at


class _Row(Protocol):
    """What of a manifest's row is looked at here; a dataclass with `needs` too."""

    @property
    def line(self) -> int: ...
    @property
    def key(self) -> str: ...
    @property
    def out(self) -> Path: ...


R = TypeVar("R", bound=_Row)
Written = Sequence[Path]
Read = Sequence[tuple[str, Path]]  # with the names of the options


@dataclass
class _Unit(Generic[R]):
    """Rows of one output. rows: each with the outputs whose files it reads. needs: all of these."""

    rows: list[tuple[R, tuple[Any, ...]]]
    needs: set[Any]


def ordered(manifest: Path, rows: Sequence[tuple[R, Written, Read]]) -> list[R]:
    """The rows (each with the files that it writes and reads) so that each comes after those whose files it reads,
    otherwise in their order. Raises EngineError for rows that wait for one another.

    Rows that read others' files get those in `needs`, and keys that also say what these say.
    """
    writers = {files.identity(path): files.identity(row.out) for row, written, _ in rows for path in written}
    units: dict[Any, _Unit[R]] = {}
    for row, _, read in rows:
        own = files.identity(row.out)
        makers = (writers.get(files.identity(path)) for _name, path in read)
        needs = tuple(maker for maker in makers if maker is not None and maker != own)  # its own is refused elsewhere
        unit = units.setdefault(own, _Unit([], set()))
        unit.rows.append((row, needs))
        unit.needs.update(needs)
    if not any(unit.needs for unit in units.values()):
        return [row for row, _, _ in rows]
    done: dict[Any, list[R]] = {}
    for name in _sorted(manifest, units):
        done[name] = [_after(row, [other for need in needs for other in done[need]]) for row, needs in units[name].rows]
    return [row for unit in done.values() for row in unit]


def _after(row: R, needed: Sequence[R]) -> R:
    """A row with those that it needs."""
    if not needed:
        return row
    key = hashlib.sha256("".join([row.key, *(other.key for other in needed)]).encode()).hexdigest()[:20]
    return cast("R", replace(cast(Any, row), key=key, needs=tuple(sorted({other.line for other in needed}))))


def _sorted(manifest: Path, units: Mapping[Any, _Unit[R]]) -> list[Any]:
    """Outputs so that each comes after those it needs, always the first of those that are free."""
    number = {name: n for n, name in enumerate(units)}
    sorter = TopologicalSorter({name: unit.needs for name, unit in units.items()})
    try:
        sorter.prepare()
    except CycleError as error:
        raise _goes_round(manifest, units, error.args[1]) from error
    free, order = list[Any](), list[Any]()
    while sorter.is_active():
        free = sorted([*free, *sorter.get_ready()], key=number.__getitem__)
        order.append(free.pop(0))
        sorter.done(order[-1])
    return order


def _goes_round(manifest: Path, units: Mapping[Any, _Unit[R]], circle: Sequence[Any]) -> Exception:
    """The error of rows that wait for one another, with their lines."""
    lines = sorted({row.line for one in circle for row, _ in units[one].rows})
    said = (
        f"lines {', '.join(map(str, lines))} read one another's files in a circle: let one of them read another file."
    )
    return at(manifest, lines[0])(bad_request(said))
