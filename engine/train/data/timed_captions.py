"""Captions with times: what somebody saw in a stretch of a recording.

A file of them holds one JSON object a line: `id` of the recording, `start` and `end` in seconds, `captions`, the
plainest first.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class TimedCaption:
    """Frames start..end-1 of a motion, and sentences that are true of them."""

    start: int
    end: int
    captions: tuple[str, ...]


def read(path: Path) -> dict[str, list[tuple[float, float, tuple[str, ...]]]]:
    """Recording id -> (start s, end s, captions) of a file of captions; empty where there is no such file.

    Raises ValueError naming the line that is wrong.
    """
    found: dict[str, list[tuple[float, float, tuple[str, ...]]]] = defaultdict(list)
    if not path.exists():
        return found
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            span = float(row["start"]), float(row["end"]), tuple(_tidy(c) for c in row["captions"])
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path.name}, line {number}: id, start, end and captions are needed.") from error
        if span[1] > span[0] and span[2]:
            found[row["id"]].append(span)
    return found


def _tidy(caption: str) -> str:
    return re.sub(r"\s+", " ", caption).strip().rstrip(".").strip()


def within(
    told: Iterable[tuple[float, float, tuple[str, ...]]], start: float, frames: int, fps: float, slack: int = 3
) -> tuple[TimedCaption, ...]:
    """What is told of the `frames` frames from `start` s of a recording on, in frames of that piece.

    A stretch that reaches more than `slack` frames out of the piece is left out: its words would not be true.
    """
    out = []
    for first, last, captions in told:
        a, b = round((first - start) * fps), round((last - start) * fps)
        if a >= -slack and b <= frames + slack and min(b, frames) - max(a, 0) >= 3:
            out.append(TimedCaption(max(a, 0), min(b, frames), captions))
    return tuple(out)
