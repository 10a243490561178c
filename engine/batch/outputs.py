"""What a manifest may not write over, found by the files themselves and before anything is made. Standard library only.

A row's file may be no other row's, nothing that any row reads, not the manifest, its journal or its report, and no file
that some other program or person made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import files
from ..protocol.errors import bad_request
from . import report
from .cells import at
from .journal import Journal, old_path_for, path_for
from .manifest import Row, inputs


@dataclass(frozen=True)
class Plan:
    """What a run writes. rows: all of the manifest, each with its files. reports: the report and its table."""

    manifest: Path
    rows: Sequence[tuple[Row, Sequence[Path]]]
    reports: Sequence[Path]

    def own(self) -> Mapping[str, Path]:
        """What belongs to the manifest itself, in words."""
        kinds = ("report", "blender-report")
        reports = [*self.reports, *(p for kind in kinds for p in report.places(report.path_for(self.manifest, kind)))]
        own = {
            "the manifest": self.manifest,
            "the manifest's journal": path_for(self.manifest),
            "an earlier version's journal": old_path_for(self.manifest),
        }
        return {**own, **{f"the report {path.name}": path for path in reports}}


def check(plan: Plan) -> None:
    """Raise EngineError, naming the line, where a file would be written that is something else to this manifest."""
    own = {files.identity(path): what for what, path in plan.own().items()}
    read: dict[Any, list[tuple[Row, str, Path]]] = {}
    for row, _ in plan.rows:
        for name, path in inputs(row):
            read.setdefault(files.identity(path), []).append((row, name, path))
    _check_reports(plan, read)
    writers: dict[Any, tuple[Row, Path]] = {}
    for row, paths in plan.rows:
        for path in paths:
            key, wrong = files.identity(path), ""
            other, other_path = writers.setdefault(key, (row, path))
            if key in own:
                wrong = f"“out” is {own[key]} ({path.name}): name another file."
            elif clash := next((one for one in read.get(key, ()) if row.line not in one[0].needs), None):
                reader, name, source = clash
                whose = "its own" if reader is row else f"line {reader.line}'s"
                wrong = f"“out” is {whose} {name} ({source.name}), which stays as it is: name another file."
            elif other is not row and not (row.in_blender and other.in_blender and row.out == other.out):
                wrong = f"line {other.line} writes {_both(path, other_path)} too: name another file."
            elif path.is_dir() or files.is_device(path):
                wrong = f"{path} is no file: name another."
            if wrong:
                raise at(plan.manifest, row.line)(bad_request(wrong))


def check_there(plan: Plan, todo: Sequence[tuple[Row, Sequence[Path]]], journal: Journal, overwrite: bool) -> None:
    """Raise EngineError where rows that are to be made would replace a file that no run of this manifest left so, or
    one that may not be replaced at all."""
    read = {files.identity(path): (row, name, path) for row, _ in plan.rows for name, path in inputs(row)}
    for row, paths in todo:
        for path in paths:
            reader, name, source = read.get(files.identity(path), (row, "", path))
            if name and source.exists() and not journal.wrote(source):
                wrong = (
                    f"“out” is line {reader.line}'s {name} ({source.name}), which stays as it is: name another file."
                )
                raise at(plan.manifest, row.line)(bad_request(wrong))
            try:
                files.check_replaceable(path)
            except OSError as error:
                raise at(plan.manifest, row.line)(bad_request(files.why_not(path, error))) from error
            if path.exists() and not overwrite and not journal.wrote(path):
                wrong = (
                    f"{path} is there, and no run of this manifest made it so: name another file, or add --overwrite."
                )
                raise at(plan.manifest, row.line)(bad_request(wrong))
    for path in plan.reports:
        if path.exists() and not overwrite and not report.is_one(path):
            raise bad_request(f"{path} is there and is no report: name another with --report, or add --overwrite.")


def _check_reports(plan: Plan, read: Mapping[Any, Sequence[tuple[Row, str, Path]]]) -> None:
    taken = {files.identity(path): what for what, path in list(plan.own().items())[:3]}
    for path in plan.reports:
        if (key := files.identity(path)) in taken:
            raise bad_request(f"The report {path} would be written over {taken[key]}: name another with --report.")
        if key in read:
            row, name, _ = read[key][0]
            raise bad_request(
                f"The report {path} would be written over line {row.line}'s {name}: name another with --report."
            )


def _both(path: Path, other: Path) -> str:
    return path.name if path == other else f"{path}, which is {other.name},"
