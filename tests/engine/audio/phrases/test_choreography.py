"""Captured bars chosen for music: on its beats, within the stage, a chorus brought back, the rest the network's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import torch

from engine.audio.phrases.assembly import FILLED, assembled
from engine.audio.phrases.bars import Bars, at_dance_tempo
from engine.audio.phrases.choosing import choose
from engine.audio.phrases.choreography import Asked, choreographed
from engine.audio.phrases.library import BAR, Phrases, decoded
from engine.audio.stage import Stage
from engine.motion import features, stops
from retarget import quat
from retarget.motion import ROLE_INDEX, Motion, canonical_skeleton

FPS, PERIOD, BEATS = 30.0, 0.5, 21
STYLES = ("salsa", "folk")


def danced(way: float, swing: float) -> np.ndarray:
    """Rows (T, MOTION_DIM + 4): arms that rest on every beat, travelling `way` m a bar."""
    clock = np.arange(round(BEATS * PERIOD * FPS) + 1) / FPS
    angle = swing * np.cos(np.pi * np.floor(clock / PERIOD) + np.pi * (1 - np.cos(np.pi * (clock / PERIOD % 1))) / 2)
    rot = np.tile(quat.IDENTITY, (len(clock), 22, 1)).astype(np.float32)
    for side in ("left", "right"):
        rot[:, ROLE_INDEX[f"{side}_shoulder"]] = quat.from_axis_angle(np.array([0, 0, 1.0]), angle)
    root = np.stack([np.zeros(len(clock)), np.full(len(clock), 0.93), way * clock / (BAR * PERIOD)], axis=1)
    motion = Motion(canonical_skeleton(), FPS, root.astype(np.float32), rot, np.ones((len(clock), 4), bool))
    rows = features.encode(motion)
    return np.concatenate([rows[:, : features.MOTION_DIM], rows[:, features.CONTACTS]], axis=1)


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    """Three dances of salsa: one that travels, a lively and a calm one on the spot."""
    dances = [danced(1.0, 0.6), danced(0.0, 0.9), danced(0.0, 0.3)]
    beats = PERIOD * np.arange(1, BEATS)
    counts = [len(beats)] * len(dances)
    return Phrases(
        torch.from_numpy(np.concatenate(dances)), torch.tensor([len(d) for d in dances]),
        torch.zeros(len(dances), dtype=torch.int32), torch.from_numpy(np.tile(1000 * beats, len(dances))),
        torch.tensor(counts), torch.from_numpy(dances[2][0]), STYLES,
    )  # fmt: skip


def bars(count=6, step=0.48, again: Sequence[int] | None = None) -> Bars:
    found = np.full(count, -1) if again is None else np.array(again)
    return Bars(0.6 + step * np.arange(BAR * count + 1), np.full(count, 0.5), found)


def asked(music, **changed) -> Asked:
    frames = round((music.beats[-1] + 1.5) * FPS)
    return Asked(
        music,
        frames,
        **{"weights": {"salsa": 1.0}, "stage": circle(1.5), "energy": np.ones(frames), "variation": 0.0, **changed},
    )


def even(count, energy=1.0):
    """The same energy for every bar."""
    return np.full(count, energy)


def circle(radius):
    return Stage(radius, np.zeros((0, 2)))


def no_network(*args, **more):
    raise AssertionError("the network is not needed")


def takes(phrases: Phrases, music: Bars, seeds: Sequence[int]) -> list[Motion]:
    made = choreographed(phrases, asked(music), seeds, no_network)
    assert made is not None
    return made


def test_a_take_dances_on_the_beats_from_a_stand_into_a_stand(phrases):
    music = bars()
    (motion,) = takes(phrases, music, [3])
    assert len(motion) == asked(music).frames and np.isfinite(motion.rot).all()
    found = stops.dips(motion)[0]
    inner = music.beats[2:-4]
    missed = np.abs(inner[:, None] - found).min(axis=1) > 0.05
    assert missed.mean() < 0.2  # a seam may come between
    pace = stops.speed(motion)
    assert pace[:5].max() < 0.05 and pace[-8:].max() < 0.05 < pace[len(pace) // 2 - 10 :][:20].max()


def test_beats_before_the_first_bar_and_after_the_last_are_danced_to(phrases):
    plain = bars(4)
    music = replace(plain, lead=plain.beats[0] - 0.48 * np.array([2.0, 1.0]) + 1, beats=plain.beats + 1)
    music = replace(music, tail=music.beats[-1] + 0.48 * np.array([1.0, 2.0]))
    marks = phrases.marks("salsa")
    chosen = [int(np.flatnonzero((marks.dance == 1) & (marks.before == 2))[0]) + BAR * bar for bar in range(4)]
    found = stops.dips(assembled(phrases, marks, chosen, music, 420))[0]
    for beat in (music.lead[1], music.beats[0], music.tail[0]):
        assert np.abs(found - beat).min() < 0.11  # seams with a stand are about the first and the last
    # A dance that has no beats of its own before begins with the bar, and one that is over stands.
    late = assembled(phrases, marks, [0], replace(music, beats=music.beats[: BAR + 1], tail=music.tail[:0]), 420)
    pace = stops.speed(late)
    assert pace[: int(music.lead[1] * FPS)].max() < 0.05 and pace[int((music.beats[BAR] + 1) * FPS) :].max() < 0.05


def test_bars_that_are_not_over_in_time_leave_their_beats():
    music = replace(bars(4), lead=np.array([0.12]), tail=0.6 + 0.48 * np.array([17.0, 18.0]))
    assert len(music.within(0.0, 20.0)) == 4 and len(music.within(0.0, 20.0).tail) == 2
    fewer = music.within(0.2, music.beats[14] + 0.01)
    assert len(fewer) == 3 and len(fewer.beats) == 13 and not len(fewer.lead)
    assert np.array_equal(fewer.tail, music.beats[13:15])
    assert len(music.within(0.0, 0.3)) == 1
    assert np.array_equal(music.later().lead, music.beats[3:4]) and len(music.later()) == 3


def test_a_dance_begins_and_ends_near_a_stand(phrases):
    marks = with_bars(phrases.marks("salsa"), rest=[0.0, 0.0, 0.4], speed=[1.0, 1.0, 1.0], turn=[0.0, 0.0, 0.0])
    for seed in range(6):
        chosen = choose(marks, bars(6), None, even(6), np.random.default_rng(seed))
        assert marks.dance[chosen[0]] != 2 and marks.dance[chosen[-1]] != 2


def test_a_seed_gives_the_same_take_and_another_seed_another(phrases):
    music = bars()
    one, again, other = (takes(phrases, music, [seed])[0] for seed in (1, 1, 2))
    assert np.array_equal(one.rot, again.rot)
    assert any(not np.array_equal(one.rot, takes(phrases, music, [s])[0].rot) for s in (2, 3, 4))
    assert len(other) == len(one)


def test_seams_are_filled_up_to_the_beat_on_which_a_phrase_begins(phrases):
    music, spans = bars(4), list[tuple[int, int]]()
    marks = phrases.marks("salsa")
    calm, lively = (int(np.flatnonzero((marks.dance == d) & ~marks.last)[0]) for d in (2, 1))
    chosen = [calm, calm + BAR, lively, calm]

    def join(motion: Motion, found: Sequence[tuple[int, int]]) -> Motion:
        spans.extend(found)
        return motion

    motion = assembled(phrases, marks, chosen, music, 340, join)
    assert [end for _, end in spans] == [int(np.ceil(music.beats[BAR * bar] * FPS)) for bar in (0, 2, 3)]
    assert all(FILLED <= end - first <= 2 * FILLED for first, end in spans)
    assembled(phrases, replace(marks, pose=marks.pose + 0.3 * (marks.dance == 1)[:, None]), chosen, music, 340, join)
    assert spans[4][1] - spans[4][0] == 2 * FILLED  # a pose far from the one before
    # What follows a seam is as it was captured at once, where without `join` it takes a while to get there.
    eased = assembled(phrases, marks, chosen, music, 340)
    end, shoulder = spans[1][1], ROLE_INDEX["left_shoulder"]
    apart = np.abs(motion.rot - eased.rot)[:, shoulder].max(axis=1)
    assert apart[end] > 0.02 and apart[end + 25] < 1e-4 and apart[60 : spans[1][0]].max() < 1e-4


def test_the_stage_is_kept_to(phrases):
    marks = phrases.marks("salsa")
    travels = marks.dance == 0
    for seed in range(4):
        free = choose(marks, bars(8), None, even(8), np.random.default_rng(seed))
        kept = choose(marks, bars(8), circle(1.0), even(8), np.random.default_rng(seed))
        assert len(free) == len(kept) == 8 and travels[kept].sum() <= 2
        motion = assembled(phrases, marks, kept, bars(8), round((bars(8).beats[-1] + 1.5) * FPS))
        assert np.linalg.norm((motion.root_pos - motion.root_pos[0])[:, [0, 2]], axis=1).max() < 1.6


def with_bars(marks, **changed):
    """The marks of three dances with what their bars are like changed: a value a dance."""
    return replace(marks, **{name: np.array(values)[marks.dance] for name, values in changed.items()})


def test_a_style_is_turned_in_as_much_as_its_captured_dances_do(phrases):
    marks = with_bars(phrases.marks("salsa"), turn=[10.0, 190.0, 40.0])
    mean = marks.turn[~marks.last].mean()
    for seed in range(4):
        chosen = choose(marks, bars(12), None, even(12), np.random.default_rng(seed))
        assert 0.6 * mean < marks.turn[chosen].mean() < 1.4 * mean


def test_bars_that_lie_well_on_beats_but_hardly_move_do_not_make_up_a_dance(phrases):
    marks = with_bars(phrases.marks("salsa"), speed=[0.9, 1.0, 0.2], steps=[0.0, 0.0, 0.6])
    for seed in range(4):
        chosen = choose(marks, bars(12), None, even(12), np.random.default_rng(seed))
        assert (marks.dance[chosen] != 2).mean() > 0.4


@pytest.mark.parametrize("what", ["steps", "stops"])
def test_bars_whose_own_moments_lie_on_beats_are_preferred(phrases, what):
    plain, told = (with_bars(phrases.marks("salsa"), speed=[1.0, 1, 1], **{what: v}) for v in ([0, 0, 0], [0, 0, 1.0]))
    share = [
        np.mean(
            [
                (marks.dance[choose(marks, bars(10), None, even(10), np.random.default_rng(s))] == 2).mean()
                for s in range(4)
            ]
        )
        for marks in (plain, told)
    ]
    assert share[1] > share[0] + 0.2


def test_marks_see_how_much_a_bar_turns_and_how_near_its_stops_are(phrases):
    marks = phrases.marks("salsa")
    assert np.abs(marks.turn).max() < 1 and marks.stops[marks.dance == 1].min() > 0.8
    assert len(marks.steps) == len(marks.time) and phrases.marks("folk").pose.size == 0


def test_a_canon_is_the_same_dance_a_bar_later(phrases):
    music = bars(8)
    energy = np.linspace(0, 2, asked(music).frames)
    (first,), (second,) = (
        choreographed(phrases, asked(music, canon=canon, energy=energy), [3], no_network) or []
        for canon in (False, True)
    )
    later = round(BAR * 0.48 * FPS)
    inner = slice(60, 200)
    assert len(first) == len(second)
    assert np.abs(second.rot[later:][inner] - first.rot[inner]).mean() < 0.01
    assert stops.speed(second)[: round((music.beats[BAR] - 0.5) * FPS)].max() < 0.05


def test_bars_are_danced_as_lively_as_their_energy(phrases):
    marks = phrases.marks("salsa")
    speeds = [
        marks.speed[choose(marks, bars(), circle(1.5), even(6, energy), np.random.default_rng(0))].mean()
        for energy in (0.0, 2.0)
    ]
    assert speeds[1] > 1.3 * speeds[0]


def test_the_bar_of_a_chorus_comes_back_with_it(phrases):
    marks = phrases.marks("salsa")
    again = [-1] * 10 + [0, 1]
    for seed in range(4):
        chosen = choose(marks, bars(12, again=again), circle(1.5), even(12), np.random.default_rng(seed))
        assert chosen[10] == chosen[0]


def test_variation_is_the_share_that_the_network_makes(phrases):
    taken = []

    def network(seeds, *, pinned):
        taken.append((~pinned.keep[:, 0]).mean())
        return [decoded(np.pad(pinned.rows, ((0, 0), (0, 4))))]

    for variation in (0.3, 0.7):
        choreographed(phrases, asked(bars(10), variation=variation), [0], network)
    assert 0.1 < taken[0] < taken[1] < 0.9


@pytest.mark.parametrize(("weights", "step"), [({"folk": 1.0}, 0.5), ({}, 0.5), ({"salsa": 1.0}, 0.9)])
def test_where_no_phrase_fits_the_network_dances(phrases, weights, step):
    assert choreographed(phrases, asked(bars(step=step), weights=weights), [0], no_network) is None


def test_beats_too_fast_or_too_slow_to_dance_to_are_halved_or_doubled():
    assert np.allclose(np.diff(at_dance_tempo(0.3 * np.arange(9))), 0.6)
    assert np.allclose(np.diff(at_dance_tempo(0.9 * np.arange(9))), 0.45)
    assert np.allclose(np.diff(at_dance_tempo(0.5 * np.arange(9))), 0.5)
