"""Gestures by construction: the hand arrives, the facts agree, the rest of the body is left alone."""

from __future__ import annotations

import numpy as np
import pytest

from engine.motion import blend, facts
from engine.train.motion import gestures
from retarget import quat
from retarget.motion import ROLE_INDEX as R
from tests.engine.train.puppet import stand, walk


def made(name: str, side: str, base=None, seed: int = 0):
    base = stand(90) if base is None else base
    gesture = gestures._MAKERS[name][0](np.random.default_rng(seed), side)
    return gestures.perform(base, gesture, side, gestures.envelope(len(base), 15, len(base) - 10, 12))


def test_the_hand_gets_there():
    target = np.array([[0.1, 0.3, 0.2], [0.4, -0.1, 0.1], [0.0, 0.0, 0.9]])
    upper, fore = gestures.two_bone(target, np.array([0.3, -1.0, 0.0]), 0.27, 0.25)
    hand = 0.27 * upper + 0.25 * fore
    np.testing.assert_allclose(hand[:2], target[:2], atol=1e-6)
    np.testing.assert_allclose(hand[2], [0, 0, 0.995 * 0.52], atol=1e-6, err_msg="out of reach: straight towards it")


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("base", [stand(90), walk(90)], ids=["standing", "walking"])
def test_measures_confirm_the_wave(side, base):
    for seed in range(4):
        known = facts.measure(made("wave", side, base, seed))
        assert known.wave == side
        assert known.gait == facts.measure(base).gait or known.gait == "stands"


def test_raised_arms_are_raised():
    assert facts.measure(made("raise", "right")).raised == "right"
    both = facts.measure(made("raise both", "left"))
    assert (both.raised, both.raised_high) == ("both", True)


def test_hands_meet_when_clapping():
    for seed in range(4):
        pos, _ = made("clap", "left", seed=seed).globals()
        apart = np.linalg.norm(pos[:, R["left_wrist"]] - pos[:, R["right_wrist"]], axis=1)[30:75]
        assert apart.min() < 0.10
        assert np.ptp(apart) > 0.12


def test_only_the_arm_moves():
    base = walk(90)
    after = made("point", "right", base)
    others = [j for name, j in R.items() if name not in ("right_shoulder", "right_elbow")]
    np.testing.assert_allclose(quat.angle_between(after.rot[:, others], base.rot[:, others]), 0, atol=1e-3)
    np.testing.assert_array_equal(after.root_pos, base.root_pos)


def test_gestures_are_no_faster_than_people():
    rng = np.random.default_rng(0)
    for _ in range(40):
        motion, words = gestures.laid_over(stand(100), rng, still=True)
        pos, _ = motion.globals()
        change = np.linalg.norm(np.diff(pos, 2, axis=0), axis=-1).max() * motion.fps**2
        assert change < 1.5 * blend.MOST_ACCELERATION, words[0]
        assert "SIDE" not in " ".join(words)


def test_the_seed_decides():
    a, b = (gestures.laid_over(stand(60), np.random.default_rng(4), still=True) for _ in range(2))
    np.testing.assert_array_equal(a[0].rot, b[0].rot)
    assert a[1] == b[1]
