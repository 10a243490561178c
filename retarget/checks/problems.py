"""Finds what is wrong in a motion: the frames in which a measure goes past captured motion's, worst first."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..body import Body
from ..motion import CANONICAL_NAMES, Motion
from ..smooth import runs
from .figure import Asked, Figure
from .measures import MEASURES, UNITS, Track

CAPTURED = Path(__file__).with_name("captured.json")
_JOINED_S = 0.12  # s: spells nearer to one another are one problem
KINDS = tuple(MEASURES)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. kind: of KINDS. joint: its role. first, last: frames, both included. at: the worst one.
    worst, limit: the measure there and what captured motion keeps to, in `unit`. severity: 1 at the limit, 2 as bad as
    captured motion ever is."""

    kind: str
    joint: str
    first: int
    last: int
    at: int
    worst: float
    limit: float
    unit: str
    severity: float

    def moved(self, frames: int) -> Problem:
        """The same, `frames` later."""
        return Problem(**{**asdict(self), **{name: getattr(self, name) + frames for name in ("first", "last", "at")}})

    def to_json(self) -> dict[str, Any]:
        """JSON-able."""
        return asdict(self)


@dataclass(frozen=True)
class Report:
    """problems: worst first. over: kind -> (T,) measure over limit, the largest of its joints; 1 is the limit."""

    problems: tuple[Problem, ...]
    over: Mapping[str, NDArray[np.float64]]

    def to_json(self) -> dict[str, Any]:
        """JSON-able: the problems, how many of each kind, and where the limits come from."""
        count = {kind: sum(p.kind == kind for p in self.problems) for kind in self.over}
        return {"problems": [p.to_json() for p in self.problems], "counts": count, "limits": _told()}


@lru_cache(maxsize=1)
def captured() -> Mapping[str, Any]:
    """What captured motion keeps to, kind by kind, as `motif evaluate limits` measured it."""
    return json.loads(CAPTURED.read_text(encoding="utf-8"))


def _told() -> dict[str, Any]:
    known = captured()
    return {"from": known["from"], "percentiles": {kind: known["kinds"][kind]["percentile"] for kind in known["kinds"]}}


def check(motion: Motion, body: Body | None = None, asked: Asked | None = None, kinds: Sequence[str] = KINDS) -> Report:
    """Measure a motion. body: the rig's skin, where it is known. asked: what it was to meet. kinds: what is looked for.

    Raises ValueError naming leg roles that the skeleton lacks.
    """
    figure, known = Figure(motion, body, asked or Asked()), captured()["kinds"]
    found: list[Problem] = []
    over: dict[str, NDArray[np.float64]] = {}
    for kind in kinds:
        tracks = MEASURES[kind](figure, known[kind])
        shares = [_share(track, known[kind]) for track in tracks]
        if tracks:
            over[kind] = np.max(shares, axis=0)
        for track, part in zip(tracks, shares):
            found += _problems(figure, track, part, known[kind])
    return Report(tuple(sorted(found, key=lambda p: (-p.severity, p.first, p.kind, p.joint))), over)


def _share(track: Track, known: Mapping[str, Any]) -> NDArray[np.float64]:
    """The measure over its limit, (T,)."""
    ends = 1.0 if track.ends is None else track.ends
    return track.values / np.maximum(ends * known["limit"], 1e-9)


def _problems(figure: Figure, track: Track, part: NDArray[Any], known: Mapping[str, Any]) -> list[Problem]:
    """Problems of one track, in order of time."""
    unit, factor, grows = UNITS[track.kind]
    factor *= figure.scale if grows else 1.0
    joined = part > 1
    for first, last in runs(~joined):
        if first > 0 and last < len(part) and last - first <= round(_JOINED_S * figure.motion.fps):
            joined[first:last] = True
    found: list[Problem] = []
    for first, last in runs(joined):
        at = first + int(np.argmax(part[first:last]))
        joint = track.joint if track.joints is None else CANONICAL_NAMES[int(track.joints[at])]
        worst = float(track.values[at]) * factor
        severity = 1 + np.log(part[at]) / max(np.log(known["extreme"] / known["limit"]), 1e-3)
        found.append(
            Problem(track.kind, joint, first, last - 1, at, round(worst, 3), round(worst / float(part[at]), 3), unit,
                    round(float(severity), 3))
        )  # fmt: skip
    return found


def number(value: float) -> str:
    """A measure as it is read: three digits, or all before the point."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def table(problems: Sequence[Problem]) -> list[str]:
    """Problems as lines of text, worst first."""
    if not problems:
        return ["nothing is wrong: no measure goes past what captured motion keeps to"]
    rows = [("problem", "joint", "frames", "worst", "limit", "")]
    rows += [
        (p.kind, p.joint, f"{p.first}-{p.last}", number(p.worst), number(p.limit), p.unit) for p in problems
    ]  # fmt: skip
    widths = [max(len(row[i]) for row in rows) for i in range(6)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
