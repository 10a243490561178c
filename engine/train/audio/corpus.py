"""Training data of the audio model in memory: tracks of motion and sound, and batches of windows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from torch import Tensor

from engine.audio import PRESETS
from engine.models.lda import POSE_DIM, Condition, Config
from engine.motion import features
from engine.train.audio.pairs import AudioPairs

# Features that the shipped model is conditioned on: rhythm and loudness. Timbre and harmony of synthesised music differ
# from real tracks, and would identify the recording.
FEATURES = ("flux", "onset", "rms", "beat_activation", "beat_cos", "beat_sin")
_BEAT = ("beat_activation", "beat_cos", "beat_sin")
_ENERGY_SMOOTH = 25.0  # frames
_LEAST = 30  # frames of a window that must be real
# Augmentation of a window's sound, so that the model is robust to real tracks.
_GAIN, _JITTER, _NO_BEAT = 0.3, 0.1, 0.15


@dataclass(frozen=True)
class Track:
    """A motion with its sound. rows: (T, FEATURE_DIM). audio: (T, F), the preset "motif". style: index of its name."""

    rows: NDArray[np.floating]
    audio: NDArray[np.floating]
    style: int


def tracks_of(pairs: AudioPairs, split: str) -> list[Track]:
    """The pairs of a split, as views of their arrays."""
    starts = pairs.starts
    spans = {i: slice(starts[i], starts[i] + pairs.lengths[i]) for i in pairs.of_split(split)}
    return [Track(pairs.motion[span], pairs.audio[span], int(pairs.style[i])) for i, span in spans.items()]


@dataclass(frozen=True)
class Batch:
    """poses (B, T, POSE_DIM) in their units, what goes with them, and present (B, T) bool, False past a clip's end."""

    poses: Tensor
    condition: Condition
    present: Tensor

    def to(self, device: str) -> Batch:
        seen = {f: getattr(self.condition, f).to(device) for f in self.condition.__dataclass_fields__}
        return Batch(self.poses.to(device), Condition(**seen), self.present.to(device))


@dataclass(frozen=True)
class Scales:
    """Means and scales to standardise by: of poses (POSE_DIM,), of audio features (A,), and of log speed by style
    (S, 2)."""

    pose: tuple[NDArray[np.float32], NDArray[np.float32]]
    audio: tuple[NDArray[np.float32], NDArray[np.float32]]
    energy: NDArray[np.float32]


class AudioCorpus:
    """Tracks with their energy and probabilities. scales: the training split's; None to measure them here.

    Raises ValueError without tracks.
    """

    def __init__(self, tracks: Sequence[Track], config: Config, scales: Scales | None = None) -> None:
        if not tracks:
            raise ValueError("There is no motion with sound to learn from.")
        self.tracks, self.config = tracks, config
        self.columns = [PRESETS["motif"].index(name) for name in config.audio]
        self.styles = np.array([track.style for track in tracks])
        speeds = [log_speed(track.rows) for track in tracks]
        self.scales = scales or measure_scales(tracks, self.columns, speeds, len(config.styles))
        mean, spread = self.scales.energy[self.styles].T
        self.energy = [(v - m) / s for v, m, s in zip(speeds, mean, spread, strict=True)]
        self.weights = draw_weights(np.array([len(track.rows) for track in tracks]), self.styles)

    def __len__(self) -> int:
        return len(self.tracks)

    def batches(self, size: int, seed: int, *, altered: bool = True) -> Iterator[Batch]:
        """Endless batches of random windows of the config's length; altered: half of the motion is mirrored, and the
        sound is augmented."""
        rng = np.random.default_rng(seed)
        while True:
            picks = rng.choice(len(self), size, p=self.weights)
            yield self.batch([(i, self._start(i, rng)) for i in picks], rng if altered else None)

    def _start(self, index: int, rng: np.random.Generator) -> int:
        count, window = len(self.tracks[index].rows), self.config.window
        return int(rng.integers(0, max(1, count - window + 1 + (window - _LEAST) // 4)))

    def batch(self, windows: Sequence[tuple[int, int]], rng: np.random.Generator | None = None) -> Batch:
        """A batch of windows (track, first frame), augmented where `rng` is given."""
        length, count = self.config.window, len(windows)
        poses = np.zeros((count, length, POSE_DIM), np.float32)
        audio = np.zeros((count, length, self.config.audio_dim), np.float32)
        energy, present = np.zeros((count, length), np.float32), np.zeros((count, length), bool)
        for row, (index, start) in enumerate(windows):
            track = self.tracks[index]
            real = min(length, len(track.rows) - start)
            span = slice(start, start + real)
            rows = track.rows[span].astype(np.float32)
            if rng is not None and rng.random() < 0.5:
                rows = features.mirror_rows(rows)
            poses[row, :real], audio[row, :real] = poses_of(rows), track.audio[span][:, self.columns]
            poses[row, real:] = poses[row, real - 1]
            energy[row, :real] = self.energy[index][span]
            present[row, :real] = True
        if rng is not None:
            audio = alter(audio, self.config.audio, self.scales.audio[1], rng)
        style = torch.eye(len(self.config.styles))[self.styles[[i for i, _ in windows]]]
        given = torch.ones(count, dtype=torch.bool)  # the model itself drops conditions in training
        condition = Condition(
            torch.from_numpy(audio), style[:, None].expand(-1, length, -1), torch.from_numpy(energy), given, given
        )
        return Batch(torch.from_numpy(poses), condition, torch.from_numpy(present))


def poses_of(rows: NDArray[np.floating]) -> NDArray[np.float32]:
    """Feature rows (T, FEATURE_DIM) -> (T, POSE_DIM): what determines the motion, and contacts."""
    rows = np.asarray(rows, np.float32)
    return np.concatenate([rows[:, : features.MOTION_DIM], rows[:, features.CONTACTS]], axis=1)


def log_speed(rows: NDArray[np.floating]) -> NDArray[np.float32]:
    """Log of the mean joint speed (m/s) around each frame (T,), smoothed over about two seconds."""
    velocity = np.asarray(rows[:, features.VELOCITIES], np.float32).reshape(len(rows), features.JOINTS, 3)
    speed = gaussian_filter1d(np.linalg.norm(velocity, axis=-1).mean(axis=1), _ENERGY_SMOOTH, mode="nearest")
    return np.log(speed + 0.02).astype(np.float32)


def measure_scales(tracks: Sequence[Track], columns: Sequence[int], speeds: Sequence[NDArray], styles: int) -> Scales:
    """Means and scales over all frames. A pose channel gets at least a third of the mean scale of its group, so that
    tiny movements do not weigh as much as large ones."""
    mean, scale = _moments([poses_of(track.rows) for track in tracks])
    groups = [g for g in features.GROUPS if g.stop <= features.MOTION_DIM]
    for group in (*groups, slice(features.MOTION_DIM, POSE_DIM)):
        scale[group] = np.maximum(scale[group], max(float(scale[group].mean()) / 3, 1e-3))
    sound, loudness = _moments([np.asarray(track.audio, np.float32)[:, columns] for track in tracks])
    energy = np.tile(np.array([np.concatenate(speeds).mean(), 0.5], np.float32), (styles, 1))
    for style in {track.style for track in tracks}:
        speed = np.concatenate([v for v, track in zip(speeds, tracks, strict=True) if track.style == style])
        energy[style] = speed.mean(), max(float(speed.std()), 0.1)
    return Scales((mean, scale), (sound, np.maximum(loudness, 1e-3)), energy)


def _moments(blocks: Sequence[NDArray]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean and standard deviation (D,) over the rows of all blocks, one block in double precision at a time."""
    count = sum(len(block) for block in blocks)
    mean = sum(block.sum(axis=0, dtype=np.float64) for block in blocks) / count
    variance = sum(((block - mean) ** 2).sum(axis=0) for block in blocks) / count
    return np.asarray(mean, np.float32), np.asarray(np.sqrt(variance), np.float32)


def draw_weights(lengths: NDArray, styles: NDArray) -> NDArray[np.float64]:
    """Probability of each track: by length within a style, by the square root of the total length for a style."""
    total = np.bincount(styles, weights=lengths)
    weights = lengths / np.sqrt(total[styles])
    return weights / weights.sum()


def alter(audio: NDArray, names: Sequence[str], scale: NDArray, rng: np.random.Generator) -> NDArray[np.float32]:
    """Augment windows (B, T, A): a gain for each channel, noise, and in some windows no beat features."""
    count, length, width = audio.shape
    pulse = np.array([name in _BEAT for name in names])
    gain = np.where(pulse, 1.0, 1 + rng.uniform(-_GAIN, _GAIN, (count, 1, width)))
    noise = _JITTER * scale * rng.standard_normal((count, length, width))
    lost = (rng.random((count, 1, 1)) < _NO_BEAT) & pulse
    return np.where(lost, 0.0, audio * gain + noise).astype(np.float32)
