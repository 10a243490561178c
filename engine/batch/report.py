"""The report on a manifest: every row with its takes, their quality and their times. Standard library only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .. import files
from ..protocol.errors import bad_request

# made: in this run. there: by an earlier one. failed. left: for the other program.
STATES = ("made", "there", "failed", "left")
_MOST_MEASURES = 5
_HEAD = ["line", "state", "out", "seed", "frames", "seconds", "tries"]  # of the table
Result = Mapping[str, Any]


def path_for(manifest: Path, name: str = "report") -> Path:
    """`shots.jsonl` -> `shots.jsonl.report.json`; the table is the same name with .txt."""
    return manifest.with_name(f"{manifest.name}.{name}.json")


def short(report: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """What a command prints as JSON: counts, failures, and where the whole report is."""
    counts = {name: value for name, value in report.items() if name not in ("results", "failures")}
    failed = [{name: row[name] for name in ("line", "code", "message")} for row in report["failures"]]
    return {**counts, "failed": failed, "said": sentence(report), "report": str(path)}


def summary(manifest: Path, results: Iterable[Result], seconds: float, workers: int, where: str) -> dict[str, Any]:
    """The report as JSON.

    results: {"line", "state", "out"} each; made ones with "takes" ({"seed", "frames", "quality", ..}), "seconds",
    "timings", "tries" and "worker", failed ones with "code", "message" and "tries". where: what made them, in words.
    """
    rows = sorted(({**r, "out": _short(r["out"], manifest.parent)} for r in results), key=lambda row: row["line"])
    count = Counter(row["state"] for row in rows)
    return {
        "manifest": manifest.name, "rows": len(rows), **{state: count[state] for state in STATES},
        "failures": [row for row in rows if row["state"] == "failed"],
        "tries_again": sum(row.get("tries", 1) - 1 for row in rows if row["state"] in ("made", "failed")),
        "seconds": round(seconds, 3), "workers": workers, "where": where, "results": rows,
    }  # fmt: skip


def _short(out: str, folder: Path) -> str:
    """A path below the manifest's folder counts from there, as it stands in the manifest."""
    path = Path(out)
    return path.relative_to(folder.absolute()).as_posix() if path.is_relative_to(folder.absolute()) else out


def table(report: Mapping[str, Any]) -> str:
    """The report to be read: a line for each take."""
    measures = _measures(report["results"])
    head = [*_HEAD, *measures]
    lines = [head]
    for row in report["results"]:
        start = [str(row["line"]), row["state"], row["out"]]
        cost = [f"{row['seconds']:.1f}" if "seconds" in row else "", str(row.get("tries", ""))]
        if row["state"] == "failed":
            lines.append([*start, "", "", *cost, *[""] * len(measures)])
        for number, take in enumerate(row.get("takes", ())):
            lead = start if number == 0 else ["", "", ""]
            quality = take.get("quality", {})
            numbers = [f"{quality[name]:.4g}" if name in quality else "" for name in measures]
            lines.append([*lead, str(take.get("seed", "")), _frames(take.get("frames", "")), *cost, *numbers])
            cost = ["", ""]
    written = _aligned(lines)
    written += [f"line {row['line']}: {row['message']}" for row in report["failures"]]
    return "\n".join([*written, "", sentence(report)]) + "\n"


def sentence(report: Mapping[str, Any]) -> str:
    """How it went, in one line."""
    parts = [f"{report['made']} rows made" if report["made"] != 1 else "1 row made"]
    words = {"there": "there already", "failed": "failed", "left": "for the other program"}
    parts += [f"{report[state]} {said}" for state, said in words.items() if report[state]]
    retried = f", {report['tries_again']} tried again" if report["tries_again"] else ""
    return f"{', '.join(parts)}, of {report['rows']}{retried}; {report['seconds']:.1f} s on {report['where']}"


def places(path: Path) -> tuple[Path, Path]:
    """The files of a report: JSON, and the table beside it."""
    return path, path.with_suffix(".txt")


def write(report: Mapping[str, Any], path: Path) -> None:
    """As JSON, and as a table beside it; raises EngineError where the place takes no files."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write_json(path, report)
        files.write_text(places(path)[1], table(report))
    except (OSError, ValueError) as error:
        raise bad_request(f"The run is over, but its report can't be written: {files.why_not(path, error)}") from error


def is_one(path: Path) -> bool:
    """Whether a file is a report that an earlier run wrote, as JSON or as a table; or a device, which keeps nothing."""
    if files.is_device(path):
        return True
    try:
        text = path.read_text(encoding="utf-8")
        return set(json.loads(text)) >= {"manifest", "rows", "results"} if path.suffix != ".txt" else _is_table(text)
    except (OSError, ValueError, TypeError):
        return False


def _is_table(text: str) -> bool:
    return text.split()[: len(_HEAD)] == _HEAD


def _measures(rows: Sequence[Result]) -> list[str]:
    """Names of the measures to show: those that takes have, in the order in which they come."""
    found = {name: None for row in rows for take in row.get("takes", ()) for name in take.get("quality", {})}
    return [*found][:_MOST_MEASURES]


def _frames(frames: Any) -> str:
    return f"{frames[0]}-{frames[1]}" if isinstance(frames, (list, tuple)) else str(frames)


def _aligned(lines: Sequence[Sequence[str]]) -> list[str]:
    """Columns under one another, numbers to the right."""
    width = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    left = {1, 2}
    return [
        "  ".join(
            cell.ljust(w) if i in left else cell.rjust(w) for i, (cell, w) in enumerate(zip(line, width))
        ).rstrip()
        for line in lines
    ]
