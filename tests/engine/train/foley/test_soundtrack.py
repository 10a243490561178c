"""Sounds of a body: they fall where the motion makes them, differ, and one seed always sounds the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.audio.spectra import RATE
from engine.motion import events as kinematics
from engine.train.audio_token import items
from engine.train.audio_token.items import KINDS, NAMES, Sounding
from engine.train.foley import counting, soundtrack, strikes
from engine.train.foley import events as sound_events
from engine.train.labels.compose import Labelled
from engine.train.motion.gestures import laid_over
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion
from tests.engine.train.puppet import about, moved, stand, walk


def walking(frames: int = 90) -> Motion:
    """A walk whose feet take turns on the ground, half a second each."""
    motion = walk(frames)
    left = np.arange(frames) // 15 % 2 == 0
    return replace(motion, contacts=np.stack([left, left, ~left, ~left], axis=1))


def clapping(frames: int = 120) -> Motion:
    return laid_over(stand(frames), np.random.default_rng(3), True, "clap")[0]


def hopping(frames: int = 90) -> Motion:
    """Two hops of 0.4 s on a ballistic path."""
    base = stand(frames)
    t = np.arange(frames) / 30
    height = np.zeros(frames)
    for start in (0.8, 1.9):
        air = np.clip(t - start, 0, 0.4)
        height += 4.905 * air * (0.4 - air)
    root = base.root_pos + np.stack([0 * t, height, 0 * t], -1).astype(np.float32)
    contacts = np.repeat(height[:, None] < 0.01, 4, 1)
    return Motion(base.skeleton, 30.0, root, base.rot, contacts)


def piece(kind: str, motion: Motion, trial: str = "t") -> Sounding:
    return Sounding(motion, ("a person moves",), "a person moves", NAMES.index(kind), trial)


def trial_of(split: str) -> str:
    return next(t for t in map(str, range(99)) if items.split_of(t) == split)


def onsets_match(samples: np.ndarray, times: list[float]) -> bool:
    """Whether it is much louder just after each time than just before."""
    level = np.abs(samples)
    for time in times:
        first = round(time * RATE)
        before, after = level[max(0, first - 1600) : max(1, first - 200)], level[first : first + 1200]
        if len(after) and len(before) and after.mean() < 2 * before.mean():
            return False
    return True


def test_steps_fall_where_feet_come_down():
    motion = walking()
    found = sound_events.footsteps(motion)
    feet = motion.contacts[:, :2].any(1), motion.contacts[:, 2:].any(1)
    landings = sorted(f / 30 for foot in feet for f in (np.flatnonzero(foot[1:] & ~foot[:-1]) + 1).tolist())
    assert [h.time for h in found] == pytest.approx(landings) and len(found) >= 3
    assert all(0 < h.force <= 1 for h in found)
    events, sounds = soundtrack.Scene(motion, "walk").events("wood", np.random.default_rng(0))
    assert [time for time, *_ in events] == pytest.approx(landings) and sounds == {"steps", "wood"}


def test_claps_fall_where_hands_meet():
    motion = clapping()
    found = sound_events.claps(kinematics.signals(motion))
    assert len(found) >= 4
    body = kinematics.signals(motion).body
    apart = np.linalg.norm(body[:, R["left_wrist"]] - body[:, R["right_wrist"]], axis=-1)
    assert max(apart[round(h.time * 30)] for h in found) < 0.22
    assert not sound_events.claps(kinematics.signals(stand())), "hands at rest are no clap"


def test_hops_are_heard_when_they_land():
    found = sound_events.landings(kinematics.signals(hopping()))
    assert [h.time for h in found] == pytest.approx([1.2, 2.3], abs=0.08)
    assert not sound_events.landings(kinematics.signals(walk()))


def test_a_blow_is_heard_after_the_swing_that_leads_up_to_it():
    hit = sound_events.SoundEvent(1.0, 0.8, 0.2)
    for seed in range(20):
        events, sounds = soundtrack._blows([hit], [], np.random.default_rng(seed))
        starts = sorted(time for time, *_ in events)
        assert starts[0] < 0.95 and sounds >= {"whoosh"}
        assert (starts[-1] == 1.0) == ("fist" in sounds)


@pytest.mark.parametrize(("kind", "motion"), [("walk", walking()), ("jump", hopping()), ("clap", clapping())])
def test_a_recording_is_loud_where_something_happens(kind, motion):
    s = kinematics.signals(motion)
    times = {
        "walk": [h.time for h in sound_events.footsteps(motion)],
        "jump": [h.time for h in sound_events.landings(s)],
        "clap": [h.time for h in sound_events.claps(s)],
    }[kind]
    events, _ = soundtrack.Scene(motion, kind).events("stone", np.random.default_rng(1))
    dry = soundtrack.mixing.lay(events, motion.seconds)
    assert len(dry) == int(motion.seconds * RATE)
    inside = [t for t in times if t < motion.seconds - 0.1 and kind != "jump"] or times
    assert onsets_match(dry, inside)


def test_a_seed_always_sounds_the_same_and_another_does_not():
    scene = soundtrack.Scene(walking(), "walk")
    one, again, other = (scene.record("wood", np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert one and again and other
    assert np.array_equal(one.samples, again.samples) and not np.array_equal(one.samples, other.samples)
    assert one.samples.dtype == np.float32 and np.abs(one.samples).max() < 1


def test_a_motion_without_its_sound_gives_none():
    rng = np.random.default_rng(0)
    for kind in ("clap", "jump", "punch", "kick", "walk"):
        assert soundtrack.Scene(stand(60), kind).record("wood", rng) is None
    quiet = soundtrack.Scene(stand(60), "still").record("wood", rng)
    assert quiet is not None and quiet.sounds == ("air",)


def test_floors_sound_unlike_one_another():
    """Mean frequency of a step, over many pairs of shoes."""
    centre = {}
    for floor in strikes.FLOORS:
        rng = np.random.default_rng(0)
        steps = [strikes.Shoe(floor, rng).step(0.7) for _ in range(12)]
        spectra = [np.abs(np.fft.rfft(step, 8192)) ** 2 for step in steps]
        hz = np.fft.rfftfreq(8192, 1 / RATE)
        centre[floor] = np.median([(hz * s).sum() / s.sum() for s in spectra])
    assert centre["carpet"] < centre["wood"] < centre["stone"] < centre["tile"] * 1.5
    assert len({round(c, -1) for c in centre.values()}) >= 6


def test_a_count_is_on_the_beat(monkeypatch):
    beats = np.arange(0.5, 4, 0.5)
    monkeypatch.setattr(counting.speech, "available", lambda: False)
    events, name = counting.events(beats, np.random.default_rng(0))
    assert name == "clicks" and [time for time, *_ in events] == pytest.approx(beats)
    assert {gain for *_, gain in events} == {1.0, 0.6}, "the first of a bar is louder"


def test_a_coach_counts_with_the_stress_on_the_beat():
    if not counting.speech.available():
        pytest.skip("espeak-ng is not installed here")
    words = counting.numbers(0)
    assert len(words) == 8
    monkey = np.random.default_rng(0)
    while True:
        events, name = counting.events(np.arange(1.0, 6.0), monkey)
        if name == "counting":
            break
    assert all(time < beat for (time, *_), beat in zip(events, np.arange(1.0, 6.0), strict=True))


def test_kinds_are_told_by_what_is_said_and_where():
    def of(phrase: str, category: str = "other") -> str:
        from engine.motion.facts import measure

        return items.kind_of(Labelled(stand(30), (phrase,), measure(stand(30)), category))

    assert of("walks forward") == "walk" and of("jogs in a circle") == "run" and of("hops on the left leg") == "jump"
    assert of("does a roundhouse kick") == "kick" and of("punches with the left hand") == "punch"
    assert of("kicks a ball with the right foot") == of("walks up the stairs") == of("sits down") == ""
    assert of("dances salsa", "salsa dance") == "salsa" and of("squats", "exercise") == "exercise"
    assert of("stands still", "exercise") == "still"
    assert set(soundtrack.DANCES) <= set(NAMES) and len(set(NAMES)) == len(KINDS)


def test_test_pieces_are_heard_on_floors_that_training_never_hears():
    for split, unheard in (("train", False), ("val", False), ("test", True)):
        own = piece("walk", walking(), trial_of(split))
        made = list(items.recordings(own, 6, np.random.default_rng(0)))
        assert len(made) == 6 and len({m.floor for m in made}) > 1
        assert all((m.floor in strikes.UNHEARD) == unheard for m in made)


def test_arms_that_only_hang_are_no_blows():
    quick = moved(stand(60), "left_shoulder", about("z", np.linspace(-1.35, -1.0, 60)))
    assert not sound_events.punches(kinematics.signals(quick)) and not sound_events.kicks(kinematics.signals(quick))
