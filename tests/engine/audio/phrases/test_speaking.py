"""Captured strokes chosen for a voice: on its stresses, idle between, from a stand into one, the rest the network's."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from engine.audio.conditioning import conditioning
from engine.audio.dancing import composed
from engine.audio.on_beat import Pulse
from engine.audio.phrases.energy import energies
from engine.audio.phrases.gesturing import choose
from engine.audio.phrases.library import Phrases
from engine.audio.phrases.speaking import Voice, spoken
from engine.audio.phrases.talkers import Strokes, strokes_of
from engine.motion import features, stops
from engine.protocol.dance import Dance
from engine.protocol.sound import AudioClip
from retarget import quat
from retarget.motion import ROLE_INDEX, Motion, canonical_skeleton
from tests.engine.requests import audio_request

FPS, SECONDS = 30.0, 12.0
STYLES = ("salsa", "gesture")
UNEVEN = np.array([0.0, 0.7, 0.6, 0.8, 1.1, 0.7, 0.9, 0.6, 0.8, 1.0, 0.7, 0.9])
STRESSES = 1.2 + np.cumsum(UNEVEN[[0, 3, 1, 5, 2, 4, 7, 6, 9]])


def told(reach: float, side: str, gaps: np.ndarray) -> Motion:
    """Somebody whose arm swings `reach` rad to and fro, fastest after each of `gaps` s, and hangs else."""
    times = 0.8 + np.cumsum(gaps)
    clock = np.arange(round(SECONDS * FPS)) / FPS
    signs = np.where(np.arange(len(times)) % 2, -1.0, 1.0)
    angle = reach * sum(s / (1 + np.exp(-(clock - t) / 0.06)) for s, t in zip(signs, times, strict=True))
    rot = np.tile(quat.IDENTITY, (len(clock), 22, 1)).astype(np.float32)
    for arm in ("left", "right"):
        down = -1.3 if arm == "left" else 1.3
        swing = angle * (-np.sign(down)) if arm == side else np.zeros(len(clock))
        rot[:, ROLE_INDEX[f"{arm}_shoulder"]] = quat.from_axis_angle(np.array([0, 0, 1.0]), down + swing)
    root = np.tile(np.array([0, 0.93, 0], np.float32), (len(clock), 1))
    return Motion(canonical_skeleton(), FPS, root, rot, np.ones((len(clock), 4), bool))


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    """A calm talker, a lively one, and somebody who stands."""
    talks = [told(0.5, "right", UNEVEN), told(1.4, "left", UNEVEN[::-1] + 0.05), told(0.0, "left", UNEVEN)]
    rows = [features.encode(m) for m in talks]
    kept = [np.concatenate([r[:, : features.MOTION_DIM], r[:, features.CONTACTS]], axis=1) for r in rows]
    beats = [stops.strokes(m) for m in talks]
    return Phrases(
        torch.from_numpy(np.concatenate(kept)), torch.tensor([len(k) for k in kept]),
        torch.full((len(talks),), STYLES.index("gesture"), dtype=torch.int32),
        torch.from_numpy(1000 * np.concatenate(beats)), torch.tensor([len(b) for b in beats]),
        torch.from_numpy(kept[2][0]), STYLES,
    )  # fmt: skip


def pulse(times=STRESSES, strength: Any = 0.5) -> Pulse:
    return Pulse(times, True, np.broadcast_to(strength, len(times)).astype(float))


def talkers(phrases: Phrases) -> Strokes:
    found = strokes_of(phrases)
    assert found is not None
    return found


def no_network(*args, **more):
    raise AssertionError("the network is not needed")


def takes(phrases, seeds=(0,), voice=None, sample=no_network, frames=300, variation=0.0) -> list[Motion]:
    made = spoken(phrases, Voice(voice or pulse(), frames, np.ones(frames), variation), seeds, sample)
    assert made is not None
    return made


def test_strokes_fall_on_stresses_from_a_stand_into_a_stand(phrases):
    met = []
    for seed, motion in enumerate(takes(phrases, range(6))):
        assert len(motion) == 300 and np.isfinite(motion.rot).all()
        said = choose(talkers(phrases), pulse(), 10.0, np.ones(len(STRESSES)), np.random.default_rng([seed, 17]))
        wanted, found = STRESSES[list(said.stresses)], stops.strokes(motion)
        met += (np.abs(found[:, None] - wanted).min(axis=0) < 0.07).tolist()
        assert len(wanted) >= 5 and len(found) <= len(wanted) + 4  # hands that sink or change are strokes, too
        pace = stops.speed(motion)
        assert pace[:6].max() < 0.05 and pace[-6:].max() < 0.05 < pace.max()
    assert np.mean(met) > 0.7


def test_a_pause_is_stood_through(phrases):
    times = np.concatenate([STRESSES[:4], STRESSES[:4] + 7.5])
    (motion,) = takes(phrases, voice=pulse(times), frames=420)
    pause = stops.hand_speed(motion)[round((times[3] + 2.0) * FPS) : round((times[4] - 1.2) * FPS)]
    assert len(pause) > 10 and pause.max() < 0.1


def test_a_seed_gives_the_same_take_and_others_other_takes(phrases):
    one, again = takes(phrases, [3])[0], takes(phrases, [3])[0]
    assert np.array_equal(one.rot, again.rot)
    assert any(not np.allclose(one.rot, other.rot, atol=1e-3) for other in takes(phrases, [4, 5, 6]))


def test_loud_stresses_get_lively_strokes(phrases):
    strokes, ranks = talkers(phrases), []
    for level in (0.0, 1.0):
        energy = energies(np.full(len(STRESSES), level), 1.0, 1.0)
        said = [choose(strokes, pulse(strength=level), 10.0, energy, np.random.default_rng(seed)) for seed in range(6)]
        ranks.append(np.mean([strokes.rank[list(one.strokes)].mean() for one in said]))
    assert ranks[1] > ranks[0] + 0.2


def test_without_a_stress_somebody_stands_and_without_talkers_there_is_no_take(phrases):
    (motion,) = takes(phrases, voice=pulse(np.zeros(0)))
    assert len(motion) == 300 and stops.speed(motion).max() < 0.05
    no_talkers = Phrases(**{**phrases.tensors(), "counts": torch.zeros(3, dtype=torch.int32)}, styles=STYLES)
    assert spoken(no_talkers, Voice(pulse(), 300, np.ones(300), 0.0), [0], no_network) is None


def test_the_network_makes_its_share_between_a_stand_and_a_stand(phrases):
    asked = []

    def sample(seeds, pinned):
        asked.append(pinned.keep.all(axis=1))
        return [told(0.5, "left", UNEVEN).cut(0, 300)]

    takes(phrases, variation=0.5, sample=sample)
    (kept,) = asked
    assert kept[:6].all() and kept[-15:].all() and 0.2 < 1 - kept.mean() < 0.7


@pytest.mark.parametrize(("styles", "talks"), [({"gesture": 1.0}, True), ({"gesture": 0.5, "salsa": 0.5}, False)])
def test_gestures_alone_are_a_voices_even_where_it_is_as_steady_as_music(phrases, styles, talks):
    clock = np.arange(12 * 16000) / 16000
    drum = np.sin(400 * clock) * np.exp(-30 * (clock % 0.5))
    request = audio_request(AudioClip(drum.astype(np.float32), 16000), fps=30, frames=330, style_weights=styles)
    condition = conditioning(request, STYLES, 330)
    assert condition.talks == condition.pulse.spoken == talks and (condition.bars is None) == talks
    asked = []

    def sample(seeds, pinned=None):
        asked.append(seeds)
        return [told(0.5, "left", UNEVEN)]

    model = SimpleNamespace(phrases=phrases, styles=STYLES)
    (motion,) = composed(model, replace(request, dance=Dance()), condition, [0], sample)
    assert bool(asked) != talks and len(motion) >= 330
    composed(model, replace(request, dance=Dance(variation=1.0)), condition, [1], sample)
    assert asked[-1] == [1]
