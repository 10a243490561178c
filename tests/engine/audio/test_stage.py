"""A stage: how far out a place is, and a walk that is turned back before its edge without its feet sliding more."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from engine.audio import dancing
from engine.audio.stage import Stage, held
from engine.protocol.dance import AS_BEFORE, Dance, box_of, pair, place_of
from retarget import quat
from retarget.motion import Motion, canonical_skeleton

FPS, SECONDS = 30.0, 12.0


def walking(speed=0.6):
    """Somebody who glides straight ahead with the feet marked as on a walk, one of them in the air in turn."""
    frames = round(SECONDS * FPS)
    clock = np.arange(frames) / FPS
    root = np.stack([np.zeros(frames), np.full(frames, 0.93), speed * clock], axis=1)
    contacts = np.zeros((frames, 4), bool)
    phase = clock % 1.0
    contacts[:, :2] = (phase < 0.6)[:, None]
    contacts[:, 2:] = ((phase > 0.5) | (phase < 0.1))[:, None]
    rot = np.tile(quat.IDENTITY, (frames, 22, 1)).astype(np.float32)
    return Motion(canonical_skeleton(), FPS, root.astype(np.float32), rot, contacts)


def corners(*points):
    return Stage(0.0, np.array(Dance(corners=points).corners))


def test_out_is_nothing_in_the_middle_and_one_at_the_edge():
    circle, box = Stage(2.0, np.zeros((0, 2))), corners((-1, -2), (3, -2), (3, 2), (-1, 2))
    assert np.allclose(circle.out(np.array([[0.0, 0], [0, 1], [2, 0]])), [0, 0.5, 1])
    assert np.allclose(box.out(np.array([[1.0, 0], [3, 1], [-1, 0], [1, 1], [1, 4]])), [0, 1, 1, 0.5, 2])
    assert Stage.of(AS_BEFORE) is None


@pytest.mark.parametrize("stage", [Stage(2.0, np.zeros((0, 2))), corners((-2, -1), (2, -1), (2, 2), (-2, 2))])
def test_a_walk_off_the_stage_is_turned_back(stage):
    motion = walking()
    kept = held(motion, stage)
    assert stage.out(motion.root_pos[:, [0, 2]].astype(float)).max() > 3
    assert stage.out(kept.root_pos[:, [0, 2]].astype(float)).max() < 1.15
    # Every step is as long as it was, and all that is changed is which way it goes.
    assert np.allclose(kept.root_pos[:, 1], motion.root_pos[:, 1])
    step = np.linalg.norm(np.diff(kept.root_pos, axis=0), axis=1)
    assert np.abs(step - 0.6 / FPS).max() < 0.04
    assert np.abs(kept.rot[:, 1:] - motion.rot[:, 1:]).max() < 1e-6


def test_who_stays_in_the_middle_is_left_alone():
    motion = walking(0.02)
    assert held(motion, Stage(1.5, np.zeros((0, 2)))) is motion


def test_a_partner_is_mirrored_and_stands_in_its_place():
    motion = walking(0.1)
    dance = Dance(on_beat=0.0, stage=0.0, partner="mirrored", place=place_of("facing", 2.0))
    request: Any = SimpleNamespace(dance=dance, sampling=SimpleNamespace(fps=FPS), prompts=(), style_weights={})
    condition: Any = SimpleNamespace(pulse=None)
    out = dancing.finished(motion, request, condition)
    assert np.allclose(out.root_pos[0, [0, 2]], [0, 2], atol=1e-5)
    assert out.root_pos[-1, 2] < 1.0 and np.array_equal(out.contacts[:, :2], motion.contacts[:, 2:])


def test_two_dancers_keep_to_their_own_side():
    for partner in ("mirrored", "canon", "other"):
        first, second = pair(Dance(), partner, place_of("beside", 2.0))
        assert second.partner == partner and second.place == (2.0, 0.0, 0.0)
        assert max(x for x, _ in first.corners) == pytest.approx(0.7) and min(z for _, z in first.corners) < -1.3
    assert min(x for x, _ in second.corners) == pytest.approx(-0.7)
    _, facing = pair(Dance(corners=box_of("4x3")), "other", place_of("facing", 2.0))
    # What lies to the first one's left lies to the right of one who faces it; the middle is ahead of both.
    assert max(z for _, z in facing.corners) == pytest.approx(0.7)
    assert sorted({round(x, 6) for x, _ in facing.corners}) == [-2, 2]
