"""Recordings cut into single actions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.motion import facts
from engine.motion.events import signals
from engine.train.data.clips import Clip
from engine.train.labels import segments
from tests.engine.train.puppet import real, stand, walk


def pieces(clip: str) -> list[tuple[segments.Segment, Clip]]:
    return [(s, c) for c in real(clip) for s in segments.segments(c)]


def labels(clip: str) -> set[str]:
    return {x for s, _ in pieces(clip) for x in s.labels}


def own(motion, text: str = "walk") -> Clip:
    return Clip("x", motion, text, "walk", "studio", "", "x")


def test_short_clips_are_one_piece():
    found = segments.segments(own(walk(45)))
    assert (found[0].start, found[0].end) == (0, 45)
    assert "walks" in found[0].labels
    assert "forward" in found[0].labels[0] or "ahead" in found[0].labels[0]


def test_long_clips_become_windows():
    found = segments.segments(own(walk(600)))
    assert len(found) > 6
    assert all(0 <= s.start < s.end <= 600 for s in found)
    assert max(s.end - s.start for s in found) <= 8 * 30


def test_segments_are_the_same_every_time():
    clip = own(walk(300, turn=0.3))
    assert segments.segments(clip) == segments.segments(clip)


@pytest.mark.parametrize(
    ("clip", "expected"),
    [
        ("cmu_13_29", {"does jumping jacks", "squats", "bends over"}),
        ("cmu_14_06", {"does jumping jacks", "squats", "jogs on the spot", "raises the left arm"}),
        ("cmu_14_31", {"sits down", "stands up", "sits"}),
        ("cmu_13_33", {"climbs up a ladder", "climbs down a ladder"}),
        ("cmu_14_21", {"walks up the stairs", "walks down the stairs"}),
        ("cmu_14_24", {"waves with the right hand", "waves with both hands"}),
        ("cmu_135_04", {"kicks with the left leg", "kicks with the right leg"}),
        ("cmu_49_02", {"hops on the left leg", "hops on the right leg", "jumps up"}),
        ("cmu_10_01", {"kicks a ball with the right foot"}),
        ("cmu_127_02", {"raises the left knee", "raises the right knee", "squats"}),
        ("cmu_69_70", {"squats down and picks something up", "walks carrying something"}),
    ],
)
def test_recordings_are_cut_by_what_happens(clip, expected):
    missing = expected - labels(clip)
    assert not missing, f"{clip}: {missing} not among {sorted(labels(clip))}"


def test_pieces_show_what_they_say():
    for piece, clip in pieces("cmu_14_31"):
        s = signals(clip.motion.cut(piece.start, piece.end))
        if piece.labels[0] == "sits down":
            assert s.pelvis[-1] < 0.7 < s.pelvis[0]
        elif piece.labels[0] == "stands up":
            assert s.pelvis[0] < 0.7 < s.pelvis[-1]
    for piece, clip in pieces("cmu_13_29"):
        if piece.labels[0] == "squats":
            assert signals(clip.motion.cut(piece.start, piece.end)).pelvis.min() < 0.6


def test_styled_gaits_are_called_what_they_are():
    slow, quick = (replace(own(walk(90, speed=v)), description="running forward, style: chicken") for v in (1.2, 3.0))
    assert all(x.startswith("walks") for x in segments.segments(slow)[0].labels)
    assert all(x.startswith(("runs", "jogs")) for x in segments.segments(quick)[0].labels)
    side = replace(own(walk(90, way=(1, 0))), description="side-stepping, style: drunk")
    assert all("to the left" in x for x in segments.segments(side)[0].labels)


def test_a_clip_that_would_teach_something_false_is_left_out():
    assert segments.segments(replace(own(stand()), id="kaykit_sit_chair_down")) == []


def test_loops_go_on():
    cycle = walk(31)
    longer = segments.loop_clip(cycle, 4.0)
    assert longer.seconds >= 4.0
    assert facts.measure(longer).direction == "forward"
    step = np.linalg.norm(np.diff(longer.root_pos[:, [0, 2]], axis=0), axis=1)
    np.testing.assert_allclose(step, 1.2 / 30, atol=2e-3)
