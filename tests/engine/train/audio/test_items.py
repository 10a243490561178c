"""Pairs: motion that keeps time with the sound made for it, and the arrays that training reads."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine import audio
from engine.metrics import beat_alignment
from engine.motion import features, stops
from engine.protocol import styles
from engine.train.audio import items
from engine.train.audio import pairs as audio_pairs
from engine.train.band import speech
from engine.train.data.clips import Clip
from retarget.motion import mirror, still
from tests.engine.train.motion.test_tempo import uneven, waving

needs_espeak = pytest.mark.skipif(not speech.available(), reason="espeak-ng is not installed")


def clip(name, category="salsa dance", description="salsa dance", seed=0, count=14, **more):
    stops = uneven(seed, count=count)
    motion = waving(stops, stops[-1] + 0.4)
    return Clip(name, motion, description, category, "test", "s", name, **more)


def make_pairs(clips, rng, soundtracks):
    return (pair for piece in items.pieces(clips) for pair in items.soundtracks_for(piece, soundtracks, rng))


def test_styles_by_what_a_recording_holds():
    style = items.style_of
    assert style(clip("a")) == "salsa"
    assert style(clip("a", "ballet and modern dance", "dance, whirling round")) == "folk"
    assert style(clip("a", "combat and martial arts", "Bassai")) == "martial"
    assert style(clip("a", "combat and martial arts", "swordplay")) is None
    assert style(clip("a", "stylised locomotion", "standing idle, style: angry")) is None
    assert style(clip("a", "exercise", "jumping jacks", hand_made=True)) is None
    assert style(clip("a", "exercise", "jumping jacks", hand_made=True, flags=("loop",))) == "exercise"
    assert style(clip("a", "golf", "golf")) is None


def test_every_style_has_music_of_its_own():
    from engine.train.band.genres import GENRES, HOME

    names = {g.name for g in GENRES}
    assert set(HOME) == set(styles.NAMES)
    assert all(set(own) <= names for own in HOME.values())
    with pytest.raises(ValueError, match="no style called 'polka'"):
        styles.index_of("polka")


def test_pieces_are_cut_to_length_and_short_ones_left_out():
    long = clip("long", count=80)
    found = items.pieces([long, clip("short", count=3), clip("golf", "golf", "golf")])
    assert {p.clip for p in found} == {"long"}
    assert sum(len(p.motion) for p in found) == len(items.without_standing(long.motion)) > len(long.motion) - 15
    assert all(p.motion.seconds <= items.LONGEST_S + 0.1 for p in found)


def test_standing_before_and_after_is_no_piece_of_a_dance():
    inner = clip("c", count=14).motion
    ends = still(inner.cut(0, 1), 90), still(inner.cut(len(inner) - 1, len(inner)), 150)
    rot = np.concatenate([ends[0].rot, inner.rot, ends[1].rot])
    whole = replace(
        inner, rot=rot, root_pos=np.tile(inner.root_pos[:1], (len(rot), 1)), contacts=np.ones((len(rot), 4), bool)
    )
    moved = items.without_standing(whole)
    assert len(inner) - 15 < len(moved) < len(inner) + 25
    moving = stops.speed(moved) > 0.15
    assert moving[:15].any() and moving[-15:].any()
    (piece,) = items.pieces([replace(clip("c"), motion=whole)])
    assert len(piece.motion) == len(moved)
    standing = still(inner.cut(0, 1), 90)
    assert items.without_standing(standing) is standing


def test_of_exercises_done_over_and_over_there_are_as_many_as_of_others():
    clips = [clip(f"uiprmd_{i}", "exercise", "squats") for i in range(40)] + [clip("cmu_1", "exercise", "squats")]
    found = [p.clip for p in items.pieces(clips)]
    assert len(found) == len(set(found)) == 25 and {"uiprmd_0", "uiprmd_39", "cmu_1"} < set(found)


def test_motion_and_its_music_align_better_than_with_another_piece_of_music():
    clips = [clip(f"c{i}", seed=i) for i in range(4)]
    pairs = list(make_pairs(clips, np.random.default_rng(0), soundtracks=2))
    assert len(pairs) == 8
    own, others = [], []
    for i, pair in enumerate(pairs):
        beats = beat_alignment.kinematic_beats(pair.motion)
        own.append(beat_alignment.agreement(beats, pair.beats))
        others.append(beat_alignment.agreement(beats, pairs[(i + 3) % len(pairs)].beats))
        assert pair.samples.dtype == np.float32
        assert len(pair.samples) / pair.sample_rate == pytest.approx(pair.motion.seconds, abs=1 / 30)
    assert np.mean(own) > 0.75 and np.mean(own) > np.mean(others) + 0.25
    assert len({p.genre for p in pairs}) > 2


def test_the_generator_decides_everything():
    clips = [clip("c")]
    one, two, other = (next(make_pairs(clips, np.random.default_rng(s), 1)) for s in (1, 1, 2))
    assert np.array_equal(one.samples, two.samples) and np.array_equal(one.motion.rot, two.motion.rot)
    assert len(one.samples) != len(other.samples) or not np.array_equal(one.samples, other.samples)


def test_energy_follows_the_motion():
    lively, calm = uneven(1, 0.4), uneven(1, 0.4)[-1] + 0.4 + 1.5 * np.arange(5)
    motion = waving(np.concatenate([lively, calm]), calm[-1] + 0.3)
    level = items.energy(motion, np.array([2.0, 4.0, calm[2], calm[3]]))
    assert level[:2].min() > level[2:].max()
    assert level.min() >= 0 and level.max() <= 1


@needs_espeak
def test_speech_is_stressed_on_strokes():
    strokes = np.array([1.0, 2.2, 2.4, 4.0, 5.5])
    samples, stresses = speech.speak(strokes, 7.0, seed=3)
    assert len(samples) == 7 * speech.RATE and np.abs(samples).max() < 1
    assert set(stresses) <= set(strokes) and len(stresses) >= 3
    assert [len(part) for part in speech.speak(strokes[:0], 7.0, seed=3)] == [len(samples), 0]
    again, _ = speech.speak(strokes, 7.0, seed=3)
    assert np.array_equal(samples, again)
    level = np.array(
        [np.abs(samples[int((t - 0.1) * speech.RATE) : int((t + 0.1) * speech.RATE)]).mean() for t in stresses]
    )
    assert level.mean() > 1.5 * np.abs(samples).mean()


@needs_espeak
def test_phrases_are_told_apart_by_their_pauses():
    phrases = speech.say_all(0)
    assert len(phrases) == len(speech._PHRASES)
    assert all(0.1 < p.seconds < 4 and 0 <= p.stress < p.seconds for p in phrases)
    assert speech.split(np.zeros(1000, np.float32)) == []


@needs_espeak
def test_gestures_are_spoken_to():
    pairs = list(make_pairs([clip("g", "gesture and signals", "wave")], np.random.default_rng(0), 4))
    assert [p.genre == "speech" for p in pairs] == [True, True, True, False]


def test_a_missing_synthesiser_leaves_music(monkeypatch):
    monkeypatch.setattr(speech, "available", lambda: False)
    pairs = list(make_pairs([clip("g", "gesture and signals", "wave")], np.random.default_rng(0), 2))
    assert all(p.genre != "speech" for p in pairs)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RuntimeError, match="install it"):
        speech.say("no", "en", 50, 150)


@pytest.fixture(scope="module")
def arrays(tmp_path_factory):
    path = tmp_path_factory.mktemp("pairs") / "audio-pairs.npz"
    clips = [clip(f"c{i}", "salsa dance" if i % 2 else "exercise", "x", seed=i) for i in range(6)]
    return audio_pairs.make_pairs(clips, path, 1, 0), path, clips


def test_arrays_survive_the_file(arrays):
    made, path, clips = arrays
    again = audio_pairs.make_pairs(clips, path, 1, 99)  # what is there is used, whatever the seed
    assert all(np.array_equal(getattr(made, k), getattr(again, k)) for k in vars(made))
    assert made.motion.shape == (made.lengths.sum(), features.FEATURE_DIM)
    assert made.audio.shape == (made.lengths.sum(), len(audio.PRESETS["motif"]))
    assert sum(len(made.of_split(s)) for s in ("train", "val", "test")) == len(made)
    beats = made.beats_of(2)
    assert (np.diff(beats) > 0).all() and beats[-1] < made.lengths[2] / 30
    with pytest.raises(FileNotFoundError, match="no audio pairs"):
        audio_pairs.AudioPairs.load(path.with_name("none.npz"))


def test_mirrored_rows_are_those_of_the_mirrored_motion():
    motion = waving(uneven(4), 6.0)
    rng = np.random.default_rng(0)
    from retarget import quat

    shaken = quat.normalize(motion.rot + 0.2 * rng.normal(size=motion.rot.shape)).astype(np.float32)
    path = np.cumsum(rng.normal(0, 0.02, motion.root_pos.shape), axis=0).astype(np.float32)
    contacts = rng.random((len(motion), 4)) < 0.5
    motion = replace(motion, rot=quat.continuous(shaken), root_pos=motion.root_pos + path, contacts=contacts)
    rows = features.encode(motion)
    assert np.allclose(features.mirror_rows(rows), features.encode(mirror(motion)), atol=1e-4)
    assert not np.allclose(rows, features.mirror_rows(rows), atol=0.1)
