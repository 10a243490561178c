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
_SPEED_SHARE = 0.08  # s: what a difference in speed counts beside one in place
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Marks:
    """What is seen at every beat of all dances and their mirror images, (N,) rows in order of time within a dance.

    dance: index of it. mirrored: 0 or 1. time: s into it. pose: (N, D) places and speeds of the joints, seen from the
    root. ground: (N, 2) m. yaw: rad. speed: mean joint speed over the following bar, m/s. last: whether fewer than a
    bar's beats follow.
    """

    dance: NDArray[np.int64]
    mirrored: NDArray[np.int64]
    time: Floats
    pose: NDArray[np.float32]
    ground: Floats
    yaw: Floats
    speed: Floats
    last: NDArray[np.bool_]
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
    rows: list[tuple] = []
    poses: list[NDArray] = []
    for dance in dances:
        beats = phrases.beats_of(dance)
        for mirrored in (0, 1):
            motion = phrases.motion(dance, mirrored)
            inside = beats[(beats > 0.05) & (beats < motion.seconds - 0.05)]
            if len(inside) <= BAR:
                continue
            frames = np.clip(np.round(inside * motion.fps).astype(int), 0, len(motion) - 1)
            local, speed = blend.pose_features(motion)
            yaw = features.heading(motion.rot[:, 0])
            pace = stops.speed(motion)
            period = float(np.median(np.diff(inside)))
            for k, frame in enumerate(frames):
                end = frames[min(k + BAR, len(frames) - 1)]
                lively = float(pace[frame : max(end, frame + 1)].mean())
                last = k + BAR >= len(frames)
                rows.append(
                    (dance, mirrored, inside[k], *motion.root_pos[frame, [0, 2]], yaw[frame], lively, last, period)
                )
                poses.append(np.concatenate([local[frame].ravel(), _SPEED_SHARE * speed[frame].ravel()]))
    table = np.array(rows, np.float64).reshape(-1, 9)
    pose = np.array(poses, np.float32).reshape(len(table), len(poses[0]) if poses else 0)
    return Marks(table[:, 0].astype(int), table[:, 1].astype(int), table[:, 2], pose, table[:, 3:5], table[:, 5],
                 table[:, 6], table[:, 7] > 0.5, table[:, 8])  # fmt: skip
