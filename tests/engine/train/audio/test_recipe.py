"""Pairs as batches for the audio model, and a short training that learns from them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from engine.audio import PRESETS
from engine.models import lda
from engine.motion import features
from engine.protocol import styles
from engine.train import loop
from engine.train.audio import corpus as audio_corpus
from engine.train.audio import recipe
from engine.train.audio.corpus import FEATURES, AudioCorpus, Track

CONFIG = replace(
    lda.Config.shipped(FEATURES, styles.NAMES), width=32, layers=2, feed=48, kernels=5, step_dim=16, step_hidden=24,
    window=40,
)  # fmt: skip


def tracks(lengths=(100, 25, 60), kinds=(1, 7, 1), seed: int = 0) -> list[Track]:
    """Figures that stand, their first arm joint turning with the sound's onsets."""
    rng = np.random.default_rng(seed)
    made = []
    for count, style in zip(lengths, kinds, strict=True):
        rows = np.zeros((count, features.FEATURE_DIM), np.float16)
        rows[:, 3] = 0.95
        rows[:, 4 : features.MOTION_DIM] = np.tile([1, 0, 0, 0, 1, 0], 22)
        audio = rng.random((count, len(PRESETS["motif"]))).astype(np.float16)
        rows[:, 4 + 16 * 6 + 1] = audio[:, PRESETS["motif"].index("onset")]
        rows[:, features.VELOCITIES] = rng.random((count, 66)) * (1 + style)
        rows[:, features.CONTACTS] = 1
        made.append(Track(rows, audio, style))
    return made


def test_windows_hold_the_motion_with_its_own_sound_and_mark_what_lies_past_the_end():
    corpus = AudioCorpus(tracks(), CONFIG)
    batch = corpus.batch([(0, 30), (1, 5), (2, 0)])
    assert batch.poses.shape == (3, 40, lda.POSE_DIM) and batch.condition.audio.shape == (3, 40, len(FEATURES))
    assert batch.present.sum(1).tolist() == [40, 20, 40]
    onset = batch.condition.audio[..., FEATURES.index("onset")]
    torch.testing.assert_close(batch.poses[..., 4 + 16 * 6 + 1][batch.present], onset[batch.present])
    assert (batch.condition.audio[1, 20:] == 0).all() and torch.equal(batch.poses[1, 20], batch.poses[1, 19])
    assert batch.condition.style.sum(-1).eq(1).all() and batch.condition.style[1, 0].argmax() == 7


def test_altered_windows_are_mirrored_half_of_the_time_and_differ_in_sound():
    corpus = AudioCorpus(tracks(), CONFIG)
    plain = corpus.batch([(0, 30)])
    rng = np.random.default_rng(0)
    altered = [corpus.batch([(0, 30)], rng) for _ in range(60)]
    same = [torch.allclose(b.poses, plain.poses) for b in altered]
    assert 15 < sum(same) < 45
    assert not any(torch.allclose(b.condition.audio, plain.condition.audio) for b in altered)
    lost = [bool((b.condition.audio[..., 3:] == 0).all()) for b in altered]
    assert 1 <= sum(lost) <= 25, "in some no beat is found"


def test_energy_is_measured_against_the_styles_usual():
    corpus = AudioCorpus(tracks((300, 300), (1, 7)), CONFIG)
    for energy in corpus.energy:
        assert abs(float(energy.mean())) < 1e-3, "a fast style is not lively for being fast"
    other = AudioCorpus(tracks((300,), (7,), seed=3), CONFIG, corpus.scales)
    assert np.array_equal(other.scales.energy, corpus.scales.energy)


def test_styles_with_few_frames_are_drawn_more_often_than_their_share():
    weights = audio_corpus.draw_weights(np.array([1000, 3000, 40]), np.array([0, 0, 1]))
    assert weights.sum() == pytest.approx(1)
    assert weights[1] == pytest.approx(3 * weights[0])
    assert weights[2] == pytest.approx((40**0.5) / (40**0.5 + 4000**0.5))


def test_scales_leave_quiet_channels_quiet():
    mean, scale = AudioCorpus(tracks(), CONFIG).scales.pose
    assert np.isfinite(mean).all() and (scale >= 1e-3 - 1e-9).all()
    moving = 4 + 16 * 6 + 1
    assert scale[moving] == scale[features.GROUPS[4]].max() > scale[moving + 1] > 0


def test_an_empty_split_is_refused():
    with pytest.raises(ValueError, match="no motion with sound"):
        AudioCorpus([], CONFIG)


def test_a_short_training_learns_and_leaves_weights_that_load(tmp_path):
    """Two passes over the recipe: the second goes on where the first ended."""
    torch.manual_seed(0)
    train = AudioCorpus(tracks((200, 200), (1, 7)), CONFIG)
    model, after = recipe.train_tracks(train, train, 10, False, tmp_path, "cpu", most_steps=100)
    losses = loop.read_table(tmp_path / "log.csv")["loss"]
    assert losses[1] < losses[0]
    assert {"val clean", "val clean, deaf"} <= set(after)
    assert (tmp_path / "checkpoint.pt").exists()
    torch.testing.assert_close(model.pose_mean, torch.from_numpy(train.scales.pose[0]))
    again, _ = recipe.train_tracks(train, train, 10, True, tmp_path, "cpu", most_steps=5)
    moved = (again.enter.weight - model.enter.weight).abs().max()
    assert 0 < moved.item() < (again.enter.weight - _fresh(train).enter.weight).abs().max().item()


def _fresh(corpus: AudioCorpus) -> lda.LDA:
    model = lda.LDA(CONFIG)
    recipe.fit_scales(model, corpus)
    return model.eval()
