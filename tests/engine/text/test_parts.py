"""Prompts become parts along the timeline, whose frames add up."""

from __future__ import annotations

import pytest

from engine.text.parts import parts_of
from engine.text.segments import Segment


def frames(text: str, count: int | None, **options) -> list[int | None]:
    return [part.frames for part in parts_of([Segment(text, 0, count)], **options)]


@pytest.mark.parametrize("count", [1, 2, 7, 30, 121, 900])
def test_the_steps_of_a_prompt_fill_its_frames(count) -> None:
    found = frames("a person walks forward, then sits down, then waves", count)
    assert (len(found) > 1 or count < 3) and all(n is not None and n > 0 for n in found)
    assert sum(n or 0 for n in found) == count


def test_open_lengths() -> None:
    assert frames("a person walks forward", None) == [120]
    assert frames("kicks with the left leg", None) == [None]
    assert frames("walks for three seconds, then sits down", None)[0] == 90
    assert frames("zorps the glorb", None) == [None]
    assert frames("a person walks forward, then sits down", None) == [90, None]
    assert frames("walks, waits and runs away", None) == [75, 60, 75]  # a moment of each: more is to come


def test_whole_prompts_are_one_part_without_facts() -> None:
    (part,) = parts_of([Segment("walks forward, then sits down", 0, 90)], apart=False)
    assert part.step is not None and part.step.text == "walks forward, then sits down" and not part.step.facts.said()


def test_stretches_without_words_are_transitions() -> None:
    found = parts_of([Segment("a person walks", 0, 30), Segment("", 30, 12), Segment("someone waves", 42, 30)])
    assert [p.step is None for p in found] == [False, True, False] and [p.frames for p in found] == [30, 12, 30]
