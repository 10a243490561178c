"""Segments: a request's prompts at the model's frame rate, which fill its frames from the first to the last."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.motion.canonical import FPS
from engine.protocol.prompt import Prompt


@dataclass(frozen=True)
class Segment:
    """A stretch of a take. text: its prompt, "" for none. first: frame at 30 fps. frames: how many; None, of the last
    one alone: as many as the model predicts."""

    text: str
    first: int
    frames: int | None


def segments_of(prompts: Sequence[Prompt], frames: int | None, fps: float) -> list[Segment]:
    """Segments in order, without gaps; a prompt holds for its own frames, and what lies between two has no text.

    The last prompt of a request that is longer than it ends where it says; one without an end goes on to the request's.
    """
    marks: list[tuple[int, int | None, str]] = []
    at = 0
    for prompt, after in zip(prompts, [*prompts[1:], None], strict=True):
        if prompt.start > at:
            marks.append((at, prompt.start, ""))
        end = prompt.end if after is not None or prompt.end is not None else frames
        end = end if end is None or frames is None else min(end, frames)
        marks.append((prompt.start, end, prompt.text))
        at = end or at
    if frames is not None and 0 < at < frames:
        marks.append((at, frames, ""))
    return _at_model_rate(marks, fps)


def _at_model_rate(marks: list[tuple[int, int | None, str]], fps: float) -> list[Segment]:
    """(first, end, text) in the request's frames -> segments; one frame more than asked for at the far end, so that
    resampling needs no guess beyond it."""
    firsts = [round(first * FPS / fps) for first, _, _ in marks]
    end = marks[-1][1]
    ends: list[int | None] = [*firsts[1:], None if end is None else math.ceil(end * FPS / fps - 1e-6)]
    return [
        Segment(text, first, None if end is None else max(1, end - first))
        for (_, _, text), first, end in zip(marks, firsts, ends, strict=True)
        if end is None or end > first
    ]


def runs(segments: Sequence[Segment], least: int) -> list[list[Segment]]:
    """Segments with text that go on from one another; one without text of `least` frames or more parts two runs, a
    shorter one is the transition inside one. Runs begin and end with text."""
    out: list[list[Segment]] = []
    for before, segment in pairwise([None, *segments]):
        assert segment is not None
        if not segment.text:
            continue
        if out and before is not None and not before.text and (before.frames or 0) < least:
            out[-1] += [before, segment]
        elif out and before is not None and before.text:
            out[-1].append(segment)
        else:
            out.append([segment])
    return out
