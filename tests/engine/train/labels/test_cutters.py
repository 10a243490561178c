"""Cutters on motions made by hand: segments lie where the action is, and name its side."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from engine.motion.events import signals
from engine.train.labels import cut_heights, cutters, cutting
from retarget.motion import Motion
from tests.engine.train.puppet import jump, stand, walk, wave


def labels(found: list[cutting.Segment]) -> set[str]:
    return {label for segment in found for label in segment.labels}


def sinking(low: float = 0.45) -> Motion:
    """Stands for a second, goes down, stays down for two seconds, comes up again and stands."""
    motion = stand(210)
    path = np.interp(np.arange(210), [0, 40, 60, 130, 150, 209], [0.98, 0.98, low, low, 0.98, 0.98])
    root = motion.root_pos.copy()
    root[:, 1] = path
    return replace(motion, root_pos=root)


def test_a_label_belongs_to_one_family():
    def cutter(label: str) -> str:
        return next(cut.__name__ for pattern, cut in cutters.CUTTERS if re.search(pattern, label))

    assert cutter("jumping jacks, side twists, squats") == "exercise"
    assert cutter("direct traffic, wave, point") == "gestures"
    assert cutter("walk, pick up object") == "pick_up"
    assert cutter("forward jumps, turn around") == "jumping"
    assert cutter("hop on one leg, jump") == "one_jump"
    assert cutter("walk on stepping stones") == "travel"


@pytest.mark.parametrize("side", ["left", "right"])
def test_waves_are_found_with_their_side(side: str):
    found = cutters.gestures(signals(wave(side, 150)), ("directs traffic",))
    waves = [s for s in found if any("waves" in label for label in s.labels)]
    assert waves and all(any(side in label for label in s.labels) for s in waves)
    other = {"left": "right", "right": "left"}[side]
    assert not any(f"{other} hand" in label for s in waves for label in s.labels)


def test_one_jump_keeps_the_clips_own_words_for_the_piece_around_it():
    motion = jump(0.35)
    found = cutters.one_jump(signals(motion), ("jumps up high",))
    assert "jumps up high" in labels(found)
    top = int(np.argmax(motion.root_pos[:, 1]))
    assert all(segment.start < top < segment.end for segment in found)


def test_a_motion_without_jumps_has_no_piece_of_them():
    assert cutters.one_jump(signals(walk(90)), ("jumps",)) == []
    assert cutters.jumping(signals(walk(90)), ("jumps",)) == []


def test_sitting_has_the_way_down_the_seat_and_the_way_up():
    kinds = [kind for kind, _, _ in cut_heights.levels(signals(sinking()))]
    assert kinds == ["high", "down", "low", "up", "high"]
    found = labels(cut_heights.sitting(signals(sinking()), ("sits on a chair",)))
    assert {"sits down", "stands up"} <= found
    assert cut_heights.levels(signals(stand(90))) == [], "a pelvis of one height goes nowhere"


def test_windows_cover_a_long_clip_and_carry_its_words():
    found = cutting.windows(signals(walk(300)), ("walks",))
    assert found[0].start == 0 and max(s.end for s in found) == 300
    assert all(s.labels == ("walks",) for s in found)
    assert cutting.windows(signals(walk(100)), ("walks",)) == []


def test_turns_of_a_walk_name_their_side():
    motion = walk(240, turn=0.0)
    assert cutting.turns(signals(motion), ("walks",)) == []
    bent = [s for s in cutting.turns(signals(walk(60, turn=0.9)), ("walks",)) if any("left" in x for x in s.labels)]
    assert bent, "51 degrees in two seconds"


def test_events_that_follow_closely_are_one_group():
    from engine.motion.events import Event, chains

    found = cutting.grouped([Event("step", 0, 5), Event("step", 8, 12), Event("step", 40, 45)], 10)
    assert [len(group) for group in found] == [2, 1]
    assert chains([1, 4, 9, 30, 33], 6) == [[1, 4, 9], [30, 33]]
