"""The measures of upper-body edits: real motion is its own best answer, and standing about answers no prompt."""

from __future__ import annotations

import argparse

import numpy as np
import pytest

from engine.evaluate.motion import upper_body
from engine.evaluate.motion.upper_body import EDGE, EDITS
from engine.metrics.figure import Figure
from engine.motion import features
from retarget import constraints, quat
from retarget.mask import Mask
from retarget.motion import ROLE_INDEX, Motion, canonical_skeleton
from tests.engine.inbetween.test_regenerate import walk


def standing(frames: int = 90, **turns: tuple[float, float, float]) -> Motion:
    """Upright with hanging arms; turns: joint -> rotation vector."""
    rot = np.tile(quat.IDENTITY, (frames, 22, 1))
    hanging = {"left_shoulder": (0, 0, -1.4), "right_shoulder": (0, 0, 1.4)}
    for name, turn in {**hanging, **turns}.items():
        rot[:, ROLE_INDEX[name]] = quat.from_rotvec(np.array(turn, float))
    return Motion(canonical_skeleton(), 30.0, np.tile([0, 0.98, 0], (frames, 1)), rot)


def nodding(frames: int) -> Motion:
    """A walk that bends the neck and the back to and fro."""
    motion = walk(frames)
    rot = motion.rot.copy()
    rot[:, [3, 12]] = quat.from_rotvec(np.outer(0.3 * np.sin(np.arange(frames) / 5), [1.0, 0, 0]))[:, None]
    return Motion(motion.skeleton, 30.0, motion.root_pos, rot)


def passing(motion: Motion) -> set[int]:
    return {i for i, (_, rule) in enumerate(EDITS) if rule(Figure(motion))}


def test_standing_and_walking_answer_no_prompt() -> None:
    assert passing(standing()) == set()
    assert passing(walk(90)) == set()


def test_hands_up_answer_those_prompts_that_ask_for_it() -> None:
    up = standing(left_shoulder=(0, 0, 1.4), right_shoulder=(0, 0, -1.4))
    assert passing(up) == {2, 3}
    assert passing(standing(right_shoulder=(0, 0, -1.4))) == {3}


def test_waving_is_told_by_its_side() -> None:
    waving = standing(right_shoulder=(0, 0, -0.3))
    turn = quat.from_rotvec(np.outer(0.6 * np.sin(np.arange(90) / 30 * 9), [0, 0, 1.0]))
    rot = waving.rot.copy()
    rot[:, ROLE_INDEX["right_elbow"]] = turn
    found = passing(Motion(waving.skeleton, 30.0, waving.root_pos, rot))
    assert 0 in found and 1 not in found


def test_captured_motion_is_as_near_to_itself_as_can_be() -> None:
    real = [nodding(80), nodding(70)]
    row = upper_body.moves(real, real)
    assert row["upper joints, mm"] == 0 and row["speed / GT"] == pytest.approx(1)
    still = [constraints.interpolate(m, upper_body.upper_mask(m)) for m in real]
    worse = upper_body.moves(still, real)
    assert worse["upper joints, mm"] > 10


def test_only_the_upper_body_between_the_ends_is_made_anew() -> None:
    motion = walk(80)

    def noise(source: Motion, keep: Mask, text: str) -> Motion:
        rng = np.random.default_rng(0)
        turned = quat.multiply(source.rot, quat.from_rotvec(rng.normal(size=(80, 22, 3)) * 0.2))
        return Motion(source.skeleton, 30.0, source.root_pos + 0.1, turned)

    made = upper_body.regenerated_upper(motion, "waves", noise)
    legs = [j for j in range(22) if j not in features.UPPER_JOINTS]
    assert np.array_equal(made.rot[:, legs], motion.rot[:, legs]) and np.array_equal(made.root_pos, motion.root_pos)
    assert np.array_equal(made.rot[:EDGE], motion.rot[:EDGE]) and np.array_equal(made.rot[-EDGE:], motion.rot[-EDGE:])
    assert not np.allclose(made.rot[40, 16], motion.rot[40, 16], atol=1e-3)


def test_other_prompts_are_counted(tmp_path) -> None:
    motions = [walk(90), standing(90)]
    up = standing(left_shoulder=(0, 0, 1.4), right_shoulder=(0, 0, -1.4)).rot

    def raised(source: Motion, keep: Mask, text: str) -> Motion:
        rot = source.rot.copy()
        rot[:, [16, 17]] = up[0, [16, 17]]
        return Motion(source.skeleton, 30.0, source.root_pos, rot)

    ways = {upper_body.BEFORE: lambda m, k, t: m, upper_body.PROMPTED: raised}
    args = argparse.Namespace(bases=1, split="test", sheet=tmp_path / "sheet.png")
    lines, numbers = upper_body.something_else(ways, motions, args)
    assert numbers["else"][upper_body.BEFORE] == 0
    assert numbers["else"][upper_body.PROMPTED] == pytest.approx(2 / len(EDITS))
    assert any("2/2" in line for line in lines) and (tmp_path / "sheet.png").exists()
