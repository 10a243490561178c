"""Strokes of captured talkers, and how each goes on from another: what a speaker's gestures are chosen from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.audio.phrases.library import SPEED_SHARE, TALK, Phrases
from engine.motion import blend, features, stops
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion, still

_MOST_S = 0.9  # of a gesture before its stroke, and after it
_LEAST_S = 0.1
_ENDS = [R[f"{side}_{joint}"] for side in ("left", "right") for joint in ("wrist", "ankle", "foot")]
_OF_ENDS = 2.0
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Strokes:
    """Every stroke of all talkers and their mirror images, (N,) rows in order of time within a recording.

    talk: index of it. mirrored: 0 or 1. time: s into it. ahead, after: s from where the hands set off to the stroke,
    and from it to where they rest. gap: s to the stroke that follows, infinite without one. rank: how fast it is among
    all, 0 to 1. same: a number that a stroke and its mirror image share. yaw: (N, 3) rad, at the start, the stroke and
    the end. seam: (N, N) how far apart the end of one and the start of another are, mean square over joints, m2; stand:
    (N, 2) the same of its start and end to a stand.
    """

    talk: NDArray[np.int64]
    mirrored: NDArray[np.int64]
    time: Floats
    ahead: Floats
    after: Floats
    gap: Floats
    rank: Floats
    same: NDArray[np.int64]
    yaw: Floats
    seam: Floats
    stand: Floats

    def __len__(self) -> int:
        return len(self.time)


@lru_cache(maxsize=1)
def strokes_of(phrases: Phrases) -> Strokes | None:
    """The strokes of the talkers among the phrases, kept once they are found; None where there are none."""
    talks = [i for i in _talks(phrases) if int(phrases.counts[i]) > 1]
    if not talks:
        return None
    rows = [_rows(phrases, talk, mirrored) for talk in talks for mirrored in (0, 1)]
    firsts = np.cumsum([0, *(len(row["time"]) for row in rows[::2])])
    same = [first + np.arange(len(row["time"])) for first, row in zip(np.repeat(firsts[:-1], 2), rows, strict=True)]
    found = {name: np.concatenate([row[name] for row in rows]) for name in rows[0]}
    start, end = found.pop("start"), found.pop("end")
    rest = _poses(phrases.standing())[0]
    speed = found.pop("speed")
    return Strokes(
        **found, rank=np.argsort(np.argsort(speed)) / max(1, len(speed) - 1),
        same=np.concatenate(same), seam=_apart(end, start),
        stand=np.stack([_apart(start, rest[None])[:, 0], _apart(end, rest[None])[:, 0]], axis=1),
    )  # fmt: skip


def idling(phrases: Phrases) -> Motion:
    """Somebody who stands and has nothing to say; a still stand where nobody was recorded so."""
    idle = [i for i in _talks(phrases) if not int(phrases.counts[i])]
    return phrases.motion(idle[0], 0) if idle else still(phrases.standing(), 2)


def _talks(phrases: Phrases) -> list[int]:
    return (
        np.flatnonzero(phrases.style.numpy() == phrases.styles.index(TALK)).tolist() if TALK in phrases.styles else []
    )


def _rows(phrases: Phrases, talk: int, mirrored: int) -> dict[str, NDArray]:
    """The columns of Strokes for a recording, and poses at the start and end of each gesture."""
    motion, times = phrases.motion(talk, mirrored), phrases.beats_of(talk)
    pace, fps, count = stops.hand_speed(motion), motion.fps, len(times)
    frames = np.clip(np.round(times * fps).astype(int), 0, len(motion) - 1)
    most, least = round(_MOST_S * fps), round(_LEAST_S * fps)
    # Hands are slowest where a gesture begins and where it ends.
    first = np.array([_slowest(pace, max(frames[max(i - 1, 0)] if i else 0, f - most), f - least)
                      for i, f in enumerate(frames)])  # fmt: skip
    edge = [*frames[1:].tolist(), len(motion) - 1]
    last = np.array([_slowest(pace, f + least, min(edge[i], f + most)) for i, f in enumerate(frames)])
    poses, yaw = _poses(motion), features.heading(motion.rot[:, 0])
    return {
        "talk": np.full(count, talk), "mirrored": np.full(count, mirrored), "time": times,
        "ahead": np.maximum(times - first / fps, 1 / fps), "after": np.maximum(last / fps - times, 1 / fps),
        "gap": np.append(np.diff(times), np.inf), "speed": pace[frames],
        "yaw": np.stack([yaw[first], yaw[frames], yaw[last]], axis=1).astype(np.float64),
        "start": poses[first], "end": poses[last],
    }  # fmt: skip


def _slowest(pace: Floats, first: int, last: int) -> int:
    first, last = max(0, first), min(len(pace) - 1, last)
    return first if last <= first else first + int(pace[first : last + 1].argmin())


def _poses(motion: Motion) -> Floats:
    """(T, D) places and speeds of the joints, seen from the root; what hands and feet do counts more."""
    local, speed = blend.pose_features(motion)
    both = np.stack([local, SPEED_SHARE * speed], axis=1)
    both[:, :, _ENDS] *= _OF_ENDS
    return both.reshape(len(motion), -1)


def _apart(a: Floats, b: Floats) -> Floats:
    """Mean squares (N, M) of the differences of rows (N, D) and (M, D)."""
    square = (a**2).sum(1)[:, None] + (b**2).sum(1) - 2 * a @ b.T
    return np.maximum(square, 0) / a.shape[1]
