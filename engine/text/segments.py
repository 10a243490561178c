"""A request's prompts as passages at the model's frame rate, which fill its frames from the first to the last."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.motion.canonical import FPS
from engine.protocol.prompt import Prompt


@dataclass(frozen=True)
class Passage:
    """text: what happens, "" where no prompt says. first: frame at 30 fps. frames: how many; None, of the last one
    alone: as many as the words ask for."""

    text: str
    first: int
    frames: int | None


def passages(prompts: Sequence[Prompt], frames: int | None, fps: float) -> list[Passage]:
    """In order, without gaps; a prompt holds for its own frames, and what lies between two has no words.

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
    return _at_the_models_rate(marks, fps)


def _at_the_models_rate(marks: list[tuple[int, int | None, str]], fps: float) -> list[Passage]:
    """(first, end, text) in the request's frames -> passages; one frame more than asked for at the far end, so that
    resampling needs no guess beyond it."""
    firsts = [round(first * FPS / fps) for first, _, _ in marks]
    end = marks[-1][1]
    ends: list[int | None] = [*firsts[1:], None if end is None else math.ceil(end * FPS / fps - 1e-6)]
    return [
        Passage(text, first, None if end is None else max(1, end - first))
        for (_, _, text), first, end in zip(marks, firsts, ends, strict=True)
        if end is None or end > first
    ]


def runs(found: Sequence[Passage], least: int) -> list[list[Passage]]:
    """Passages with words that go on from one another; a wordless one of `least` frames or more parts two runs, a
    shorter one is the transition inside one. Runs begin and end with words."""
    out: list[list[Passage]] = []
    for before, passage in pairwise([None, *found]):
        assert passage is not None
        if not passage.text:
            continue
        if out and before is not None and not before.text and (before.frames or 0) < least:
            out[-1] += [before, passage]
        elif out and before is not None and before.text:
            out[-1].append(passage)
        else:
            out.append([passage])
    return out
