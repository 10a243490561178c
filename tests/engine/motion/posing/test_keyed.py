"""Moves from key poses: over the floor, as often and as long as asked, on the side that is asked for, fast blows."""

from __future__ import annotations

import numpy as np
import pytest

from engine.motion.posing.keyed.curves import curve, take_off
from engine.motion.posing.keyed.keys import FLOOR, STAND, mirrored, on, timeline
from engine.motion.posing.keyed.playing import played
from engine.motion.posing.keyed.solving import solved
from engine.motion.posing.keyed.tables import MOVES
from engine.protocol.plan.moves.blows import BLOWS, COMBOS, NUMBERED, ON_THE_WAY
from engine.protocol.plan.moves.feats import FEATS
from engine.protocol.plan.moves.names import NAMES
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion
from retarget.smooth import runs

NAMES_IN_ORDER = sorted(MOVES)


def _speed(motion: Motion, joint: str) -> float:
    return float(np.linalg.norm(np.diff(motion.globals()[0][:, R[joint]], axis=0), axis=-1).max() * motion.fps)


@pytest.mark.parametrize("part", range(8))
def test_every_move_is_whole_and_over_the_floor(part: int) -> None:
    """Nothing is under the floor, what is in contact stays, and who doesn't stay where it ends stands again."""
    for name in NAMES_IN_ORDER[part::8]:
        move = MOVES[name]
        motion = solved(timeline([(move, False)]))
        pos = motion.globals()[0]
        assert np.isfinite(motion.rot).all() and np.isfinite(pos).all(), name
        assert pos[..., 1].min() > -0.08, name
        for column, joint in ((1, "left_foot"), (3, "right_foot")):
            for first, last in runs(motion.contacts[:, column]):
                slid = np.ptp(pos[first:last, R[joint]], axis=0)[[0, 2]].max() if last - first > 1 else 0.0
                assert slid < 0.06, (name, joint, first, last)
        if not move.stays and not move.begun and move.stance not in FLOOR:
            assert pos[-1, R["head"], 1] - pos[-1, R["left_foot"], 1] > 1.4, name


def test_what_is_named_is_in_the_tables_with_its_length() -> None:
    """Names of the planner are moves of the tables; lengths of single ones are theirs."""
    for name in (*FEATS, *NAMES, *BLOWS):
        moves = [MOVES[one.split(":")[0]] for one in name.move.split("+")]
        assert name.seconds == pytest.approx(sum(one.seconds for one in moves), abs=0.7), name.move
    told = [one for row in (*COMBOS.values(), tuple(NUMBERED.values())) for one in row]
    assert {one.split(":")[0] for one in told} <= set(MOVES)


@pytest.mark.parametrize("name", ["death front", "death back", "death side", "death"])
def test_who_is_killed_lies_still_on_the_floor(name: str) -> None:
    """No limb is in the air, nothing holds the body up, and nothing moves any more."""
    motion = played(name)
    pos = motion.globals()[0][-10:]
    pelvis = 0.28 if name == "death side" else 0.2  # a shoulder's width, or what a body is thick
    assert pos[:, R["pelvis"], 1].max() < pelvis
    assert pos[:, [R[f"{side}_{joint}"] for side in ("left", "right") for joint in ("ankle", "wrist")], 1].max() < 0.25
    assert np.abs(np.diff(pos, axis=0)).max() * motion.fps < 0.05


def test_a_roll_to_a_side_goes_there_and_shows_ahead_again() -> None:
    for side, sign in (("left", 1), ("right", -1)):
        root = played("roll side", side).root_pos
        assert sign * (root[-1, 0] - root[0, 0]) > 1.0
        assert abs(root[-1, 2] - root[0, 2]) < 0.2


@pytest.mark.parametrize("count", [1, 3, 7])
def test_repeats_are_exact(count: int) -> None:
    """Hands are over the head once in each jumping jack."""
    pos = played("jack", count=count).globals()[0]
    over = np.minimum(pos[:, R["left_wrist"], 1], pos[:, R["right_wrist"], 1]) > pos[:, R["head"], 1] + 0.1
    assert len(runs(over)) == count


@pytest.mark.parametrize(
    ("name", "joint"), [("jab", "left_wrist"), ("cross", "right_wrist"), ("roundhouse", "right_ankle")]
)
def test_blows_are_fast_and_brief(name: str, joint: str) -> None:
    """A blow's limb is as fast as a captured one's, and the other way round where the other side is asked for."""
    assert 4.0 < _speed(played(name), joint) < 13.0
    own, part = joint.split("_")
    side = "left" if own == "right" else "right"
    other = f"{side}_{part}"
    assert _speed(played(name, side), other) > 1.4 * _speed(played(name, side), joint) or "ankle" in joint
    assert played(name).seconds < 2.6


def test_blows_follow_one_another_from_the_guard() -> None:
    """Left, right, left: each fist goes out in its turn."""
    motion = played("jab+cross+jab")
    pos = motion.globals()[0]
    out = {s: np.linalg.norm(pos[:, R[f"{s}_wrist"]] - pos[:, R[f"{s}_shoulder"]], axis=-1) for s in ("left", "right")}
    ahead = {s: (pos[:, R[f"{s}_wrist"], 2] - pos[:, 0, 2]) > 0.45 for s in out}
    begins = [(first, s) for s in out for first, _ in runs((out[s] > 0.46) & ahead[s])]
    assert [s for _, s in sorted(begins)] == ["left", "right", "left"]


@pytest.mark.parametrize("frames", [40, 75, 150, 300])
def test_frames_are_those_that_are_asked_for(frames: int) -> None:
    """Whatever the length, a move has so many frames; what goes on is done more often in a longer one."""
    for name in ("golf", "jack", "death back", "jab"):
        assert len(played(name, frames=frames)) == frames
    over = [played("jack", frames=n).globals()[0][:, R["left_wrist"], 1] > 1.7 for n in (90, 300)]
    assert len(runs(over[1])) > len(runs(over[0]))


def test_a_leap_is_ballistic() -> None:
    """Hips in the air are on a parabola, and the floor is left at its speed."""
    motion = played("vertical")
    height = motion.root_pos[:, 1].astype(np.float64)
    top = int(np.argmax(height))
    bend = np.diff(height[top - 3 : top + 4], n=2) * motion.fps**2
    assert np.allclose(bend, -9.81, atol=0.6)
    assert take_off((0.0, 0.5)) == pytest.approx(2.45, abs=0.01)


def test_curves_pass_their_keys_and_rest_at_turns() -> None:
    """A curve meets its keys, doesn't overshoot where it turns back, and begins and ends at rest."""
    at = np.linspace(0, 1, 101)
    values = curve([0.0, 0.4, 1.0], np.array([[0.0], [1.0], [0.0]]), at)[:, 0]
    assert values[[0, 40, 100]] == pytest.approx([0.0, 1.0, 0.0])
    assert values.max() <= 1.0 + 1e-9
    assert abs(values[1] - values[0]) < 1e-3


def test_the_mirror_image_twice_is_the_key() -> None:
    """Mirroring swaps sides and undoes itself; moves end where the next one begins."""
    assert mirrored(mirrored(STAND)) == STAND
    assert mirrored(STAND).rfoot == on(-0.11, 0.0, -8.0)
    long = MOVES["long"]
    assert solved(timeline([(long, False), (long, False)])).root_pos[-1, 2] == pytest.approx(3.68, abs=0.02)


def test_blows_on_the_way_step_forward_and_hands_do_the_same() -> None:
    """Each passing step goes as far as the stance is long, over a foot that stays."""
    far = [
        float(played("+".join(["slash forward"] * count)).root_pos[-1, 2] - played("slash").root_pos[-1, 2])
        for count in (1, 2)
    ]
    assert 0.4 < far[0] < 0.55 and far[1] == pytest.approx(2 * far[0], abs=0.05)
    row = timeline([(MOVES["slash forward"], False), (MOVES["slash forward"], True)])
    motion = solved(row).cut(15, round(30 * (row.seconds - 1)))
    assert motion.contacts.any(axis=1).mean() > 0.95
    assert {f"{name} forward" for name in ON_THE_WAY} <= set(MOVES)
