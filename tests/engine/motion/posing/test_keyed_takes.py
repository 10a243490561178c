"""Moves from key poses as takes: seeds differ, blows flow, bodies turn over, climb and go where they are asked to."""

from __future__ import annotations

import numpy as np
import pytest

from engine.motion.posing.keyed.keys import STANCES, timeline
from engine.motion.posing.keyed.playing import played
from engine.motion.posing.keyed.tables import MOVES
from engine.motion.posing.postures.solve import standing
from engine.motion.posing.varying import Chance, paced, varied
from engine.text.parts import parts_of
from engine.text.segments import Segment
from retarget.motion import ROLE_INDEX as R
from retarget.smooth import runs


def test_seeds_differ_and_one_seed_is_one_take() -> None:
    """Another seed is another take of the same blows; the same one is the same to the bit."""
    one, other, again = (played("jab+cross", seed=seed) for seed in (1, 2, 1))
    assert np.array_equal(one.rot, again.rot)
    assert len(one) != len(other) or not np.allclose(one.rot, other.rot, atol=0.01)
    steady = varied(standing(90), None)
    assert np.array_equal(steady.rot, standing(90).rot)


@pytest.mark.parametrize("seed", range(6))
def test_seeds_keep_sides_counts_and_feet(seed: int) -> None:
    """Whatever the seed, the side and the count that are asked for are met, and feet that stand stay there."""
    pos = played("jack", count=3, seed=seed).globals()[0]
    over = np.minimum(pos[:, R["left_wrist"], 1], pos[:, R["right_wrist"], 1]) > pos[:, R["head"], 1] + 0.1
    assert len(runs(over)) == 3
    for side in ("left", "right"):
        kick = played("front kick", side, seed=seed).globals()[0]
        assert kick[:, R[f"{side}_ankle"], 1].max() > 0.7 > kick[:, R["left_ankle" if side == "right" else
                                                                   "right_ankle"], 1].max()  # fmt: skip
    moved = varied(standing(120), seed).globals()[0]
    assert np.ptp(moved[:, R["left_ankle"]], axis=0).max() < 0.01


def test_a_take_begins_with_either_side() -> None:
    """What goes from side to side begins on either, by its seed."""
    first = {bool(played("side lunges", count=1, seed=seed).root_pos[:, 0].max() > 0.3) for seed in range(12)}
    assert first == {True, False}


def test_time_is_uneven_and_as_long() -> None:
    """A take's clock never stands and ends where it did."""
    at = np.arange(90) / 30.0
    clock = paced(at, Chance(4))
    assert clock[0] == 0 and clock[-1] == pytest.approx(at[-1]) and np.diff(clock).min() > 0.5 / 30
    assert not np.allclose(clock, at, atol=0.02)


def test_a_blow_leads_into_the_next() -> None:
    """Between two blows nobody stands still on guard, and both feet are where the next one begins."""
    motion = played("cross+hook")
    chest = np.linalg.norm(np.diff(motion.globals()[0][:, R["spine3"]], axis=0), axis=-1)
    turned = np.linalg.norm(np.diff(motion.rot[:, R["spine3"]], axis=0), axis=-1)
    hit, next_hit = (round((0.45 + at) * motion.fps) for at in (0.29, 0.64 + 0.30))
    assert (chest + turned)[hit + 1 : next_hit].min() > 0.001
    row = timeline([(MOVES["cross"], False), (MOVES["hook"], False)])
    assert row.seconds < MOVES["cross"].seconds + MOVES["hook"].seconds + 1.4
    assert sum(key.rfoot == STANCES["guard"].rfoot for key in row.keys) >= 3


def test_blows_of_two_steps_are_one_row() -> None:
    """A hook and then an uppercut are thrown from one guard; other steps stay apart."""
    joined = parts_of([Segment("throws a left hook then an uppercut", 0, None)])
    assert [part.step.facts.move for part in joined if part.step] == ["hook:left+uppercut"]
    apart = parts_of([Segment("does a front kick, then sits down", 0, None)])
    assert len(apart) == 2


@pytest.mark.parametrize(("name", "way"), [("backflip", -1), ("frontflip", 1)])
def test_flips_begin_and_end_on_the_feet(name: str, way: int) -> None:
    """The head goes under the hips once, in the air, and both ends stand."""
    motion = played(name)
    pos = motion.globals()[0]
    under = runs(pos[:, R["head"], 1] < pos[:, 0, 1])
    assert len(under) == 1 and pos[under[0][0] : under[0][1], :, 1].min() > 0.2
    assert pos[0, R["head"], 1] > 1.4 and pos[-1, R["head"], 1] > 1.4
    # Backward the feet go up ahead of the hips, forward behind them.
    first = under[0][0]
    assert way * (pos[first, R["left_ankle"], 2] - pos[first, 0, 2]) < 0


def test_a_ladder_is_climbed_rung_by_rung() -> None:
    """Hands and feet rest on rungs 0.3 m apart, hands in turn; down the other way ends on the floor."""
    up, down = played("ladder", count=4), played("ladder down", count=4)
    assert up.root_pos[-1, 1] == pytest.approx(up.root_pos[0, 1] + 1.45, abs=0.1)
    assert down.root_pos[-1, 1] == pytest.approx(up.root_pos[0, 1], abs=0.05)
    pos = up.globals()[0]
    ankle = pos[:, R["left_ankle"]]
    speed = np.linalg.norm(np.gradient(ankle, axis=0), axis=-1)
    rests = [float(np.median(ankle[a:b, 1])) for a, b in runs(speed < 3e-4) if b - a > 4]
    assert len(rests) >= 2 and all(abs((rest - 0.08) / 0.3 - round((rest - 0.08) / 0.3)) < 0.1 for rest in rests)
    assert not up.contacts[len(up) // 2 :].any()


def test_who_climbs_a_ledge_stands_on_it_and_lunges_go_somewhere() -> None:
    """Feet end on the ledge under the hips; walking lunges go ahead by a step each."""
    pos = played("ledge").globals()[0]
    assert pos[-1, R["left_ankle"], 1] > 1.5 and pos[-1, 0, 1] - pos[-1, R["left_ankle"], 1] > 0.8
    assert played("walking lunges", count=3).root_pos[-1, 2] == pytest.approx(3 * 0.86, abs=0.1)


def test_who_works_is_at_it_from_the_first_frame() -> None:
    """A spade is in both hands at once and to the end, and the hands go low and high."""
    pos = played("dig", frames=120).globals()[0]
    apart = np.linalg.norm(pos[:, R["left_wrist"]] - pos[:, R["right_wrist"]], axis=-1)
    assert apart[0] < 0.6 and apart[-1] < 0.6
    assert pos[:, R["left_wrist"], 1].min() < 0.55 and pos[:, R["left_wrist"], 1].max() > 0.9
