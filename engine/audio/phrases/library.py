"""The captured dances that phrases are cut from, as they lie in their weights file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from engine.motion import blend, features, stops
from engine.runtime.weights import load_weights
from retarget.motion import Motion, mirror

FILE = "phrases.safetensors"
BAR = 4  # beats
TALK = "gesture"  # the style whose recordings have strokes of talking hands in place of beats; one without any idles
_NEAR_S = 0.05  # how far from a beat a moment is nearly on it
SPEED_SHARE = 0.08  # s: what a difference in speed counts beside one in place
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Marks:
    """What is seen at every beat of all dances and their mirror images, (N,) rows in order of time within a dance.

    dance: index of it. mirrored: 0 or 1. time: s into it. pose: (N, D) places and speeds of the joints, seen from the
    root. rest: how far that is from a stand, mean square. ground: (N, 2) m. yaw: rad. before, after: beats of the dance
    before this one and after it; last: whether these are fewer than a bar's. Of the bar that follows: speed of the
    joints, m/s, turn, deg/s, and how near steps and stops are to its beats, 0 to 1; period: s a beat of the dance.
    """

    dance: NDArray[np.int64]
    mirrored: NDArray[np.int64]
    time: Floats
    pose: NDArray[np.float32]
    rest: Floats
    ground: Floats
    yaw: Floats
    before: NDArray[np.int64]
    after: NDArray[np.int64]
    last: NDArray[np.bool_]
    speed: Floats
    turn: Floats
    steps: Floats
    stops: Floats
    period: Floats


@dataclass(frozen=True)
class Phrases:
    """rows: (N, MOTION_DIM + 4) features and contacts of all dances end to end. lengths, style: (P,). beats: (K,) ms of
    all dances end to end, counts (P,). stand: (MOTION_DIM + 4,) somebody who stands."""

    rows: Tensor
    lengths: Tensor
    style: Tensor
    beats: Tensor
    counts: Tensor
    stand: Tensor
    styles: tuple[str, ...]

    @classmethod
    def load(cls, folder: Path) -> Phrases | None:
        """From a folder of weights; None where it has none. Raises EngineError where the file is unsound."""
        if not (folder / FILE).exists():
            return None
        stored = load_weights(folder / FILE)
        return cls(**stored.state, styles=tuple(stored.config["styles"]))

    def tensors(self) -> Mapping[str, Tensor]:
        """As they stand in the weights file."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "styles"}

    def motion(self, dance: int, mirrored: int) -> Motion:
        """A dance as captured, or its mirror image."""
        first = int(self.lengths[:dance].sum())
        found = decoded(self.rows[first : first + int(self.lengths[dance])].float().numpy())
        return mirror(found) if mirrored else found

    def standing(self) -> Motion:
        """One frame of somebody who stands."""
        return decoded(self.stand.float().numpy()[None])

    def beats_of(self, dance: int) -> Floats:
        """Beats of a dance, s."""
        last = int(self.counts[: dance + 1].sum())
        return self.beats[last - int(self.counts[dance]) : last].double().numpy() / 1000

    @cached_property
    def _marks(self) -> dict[str, Marks]:
        return {}

    def marks(self, style: str) -> Marks:
        """Of the dances of a style; kept once they are made. Empty (0,) without any."""
        if style not in self._marks:
            index = self.styles.index(style)
            self._marks[style] = _marks(self, np.flatnonzero(self.style.numpy() == index).tolist())
        return self._marks[style]


def decoded(rows: NDArray) -> Motion:
    """Rows (T, MOTION_DIM + 4) -> motion with contacts."""
    return features.decode(rows, rows[:, features.MOTION_DIM :] > 0.5)


def _marks(phrases: Phrases, dances: list[int]) -> Marks:
    found = [_marks_of(phrases, dance, mirrored) for dance in dances for mirrored in (0, 1)]
    names = list(Marks.__dataclass_fields__)
    if not any(found):
        nothing = {"pose": np.zeros((0, 0), np.float32), "ground": np.zeros((0, 2)), "last": np.zeros(0, bool)}
        whole = {name: np.zeros(0, int) for name in ("dance", "mirrored", "before", "after")}
        return Marks(**{name: nothing.get(name, whole.get(name, np.zeros(0))) for name in names})
    return Marks(**{name: np.concatenate([one[name] for one in found if one]) for name in names})


def _marks_of(phrases: Phrases, dance: int, mirrored: int) -> dict[str, NDArray]:
    """The columns of Marks for a dance; empty where it has less than a bar."""
    beats, motion = phrases.beats_of(dance), phrases.motion(dance, mirrored)
    inside = beats[(beats > 0.05) & (beats < motion.seconds - 0.05)]
    count = len(inside)
    if count <= BAR:
        return {}
    frames = np.clip(np.round(inside * motion.fps).astype(int), 0, len(motion) - 1)
    ends = np.maximum(frames[np.minimum(np.arange(count) + BAR, count - 1)], frames + 1)
    pose = _poses(motion)[frames]
    yaw = features.heading(motion.rot[:, 0])
    rate = np.degrees(np.abs(np.diff(yaw, append=yaw[-1:]))) * motion.fps
    return {
        "dance": np.full(count, dance), "mirrored": np.full(count, mirrored), "time": inside,
        "pose": pose, "rest": ((pose - _poses(phrases.standing())) ** 2).mean(axis=1).astype(np.float64),
        "ground": motion.root_pos[frames][:, [0, 2]].astype(np.float64), "yaw": yaw[frames].astype(np.float64),
        "before": np.arange(count), "after": np.arange(count)[::-1], "last": np.arange(count) + BAR >= count,
        "speed": _means(stops.speed(motion), frames, ends), "turn": _means(rate, frames, ends),
        "steps": _nearness(stops.footfalls(motion), inside), "stops": _nearness(stops.dips(motion)[0], inside),
        "period": np.full(count, np.median(np.diff(inside))),
    }  # fmt: skip


def _poses(motion: Motion) -> NDArray[np.float32]:
    """(T, D) places and speeds of the joints, seen from the root."""
    local, speed = blend.pose_features(motion)
    rows = np.concatenate([local, SPEED_SHARE * speed], axis=1)
    return rows.reshape(len(motion), -1).astype(np.float32)


def _means(values: Floats, firsts: NDArray[np.intp], ends: NDArray[np.intp]) -> Floats:
    """Means (N,) of values (T,) from each first frame to before its end."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    return (sums[ends] - sums[firsts]) / (ends - firsts)


def _nearness(times: Floats, beats: Floats) -> Floats:
    """How near (N,) the moments of the bar after each beat are to its beats, as `metrics.beat_alignment` has it; that
    of all where a bar has none."""
    if not len(times):
        return np.zeros(len(beats))
    near = np.exp(-(np.abs(times[:, None] - beats).min(axis=1) ** 2) / (2 * _NEAR_S**2))
    firsts = np.searchsorted(times, beats - _NEAR_S)
    ends = np.searchsorted(times, np.append(beats, np.full(BAR, beats[-1]))[BAR:] - _NEAR_S)
    sums = np.concatenate([[0.0], np.cumsum(near)])
    count = ends - firsts
    return np.where(count > 0, (sums[ends] - sums[firsts]) / np.maximum(count, 1), near.mean())
