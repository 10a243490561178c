"""What the commands print and write: reports, summaries, a progress bar; and the errors that end a command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..engine import files
from ..engine.installer.plan import InstallError
from ..engine.protocol.errors import EngineError
from ..rig.binding import RigBinding, RigError
from ..rig.importing import FileError

# What ends a command with one sentence for the artist.
FAILURES = (FileError, RigError, EngineError, InstallError)


def write_report(report: dict[str, Any], path: Path | None) -> None:
    """Round the report's seconds, and write it to `path` where one is given. Raises FileError."""
    for part in (report, *report.get("rigs", {}).values()):
        if isinstance(part.get("seconds"), float):
            continue
        part["seconds"] = {name: round(value, 4) for name, value in part.get("seconds", {}).items()}
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write_json(path, report)
    except OSError as error:
        raise FileError(files.why_not(path, error)) from error


def summary(report: dict[str, Any]) -> str:
    """Summarise a report, a line for each file."""
    if "rigs" in report:
        lines = [summary(one) for one in report["rigs"].values() if "error" not in one]
        done, seconds = len(lines), sum(report["seconds"].values())
        return "\n".join([*lines, f"{done} of {len(report['rigs'])} rigs in {report['out']} ({seconds:.1f} s)"])
    made = ", ".join(f"“{take['action']}”" for take in report["takes"])
    written = report.get("files") or ([report["out"]] if report["out"] else [])
    where = f" in {', '.join(written)}" if written else ""
    seconds = sum(report["seconds"].values())
    return f"{made} on “{report['armature']}”{where} ({len(report['map'])} of 22 bones, {seconds:.1f} s)"


def notes(report: dict[str, Any]) -> Iterator[str]:
    """Yield what is told of a result, a line each: of a motion's file, constraints, sides; with the rig's file before
    it where there are several."""
    yield from report.get("notes", [])
    for file, one in report.get("rigs", {}).items():
        yield from (f"{file}: {note}" for note in one.get("notes", []))


def map_report(binding: RigBinding) -> dict[str, Any]:
    """Report a rig's bone map: its family, role -> bone, and the roles without one."""
    found = binding.bone_map
    return {
        "armature": binding.armature,
        "family": found.family,
        "map": found.to_json(),
        "missing": list(found.missing),
    }
