"""What a body that stands or walks does by rule: bows, goes crouched, is hit and stumbles back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.motion.posing.arms import SIDES, brought
from engine.motion.posing.counting import times
from engine.motion.posing.legs import leant
from engine.motion.posing.places import PLACES, Place
from retarget import smooth
from retarget.motion import Motion, sample_at

Array = NDArray[np.float64]
BOW_S = 2.6  # of one
BOW, DEEP_BOW = 62.0, 80.0  # degrees
CROUCHED_M, CROUCHED = 0.68, 28.0  # height of the hips and degrees that the trunk leans, of who goes crouched
JOLT_S = 0.25  # from a blow until the trunk is farthest back
JOLT = 30.0  # degrees
HOP_M, _OFF_M = 0.11, 0.03  # of a hop, and from which height on a foot has left the floor
_FLUNG = Place("side_shoulder", (0, 0, 0), (0.3, -0.6, -0.7), None, "ground")


def bowing(motion: Motion, degrees: float = BOW, count: int | None = 1) -> Motion:
    """Somebody who stands, the trunk bent forward over straight legs, kept there for a moment and up again."""
    weight = _there_and_back(times(motion, BOW_S, count) % 1.0, 0.38)
    bent = leant(motion, "forward", degrees, weight=weight)
    for side in SIDES:
        bent = brought(bent, side, PLACES["sides"], np.tile(PLACES["sides"].at, (len(motion), 1)), weight)
    return bent


def _there_and_back(done: Array, share: float) -> Array:
    """From 0 to 1 in a share of one time, and back in the last one (T,)."""
    return np.asarray(smooth.minimum_jerk(np.clip(np.minimum(done, 1 - done) / share, 0, 1)), np.float64)


def crouched(motion: Motion) -> Motion:
    """A gait with its hips brought down over the steps that it takes, and the trunk forward."""
    sink = float(np.median(motion.root_pos[:, 1])) - CROUCHED_M
    return leant(motion, "forward", CROUCHED, sink=sink) if sink > 0 else motion


def jolted(motion: Motion, degrees: float = JOLT) -> Motion:
    """A blow from ahead: trunk and head thrown back in a moment, over to the front, and up again; arms flung out."""
    time = np.arange(len(motion)) / motion.fps
    # A spring that is struck: farthest back after JOLT_S, half as far over the other way.
    swing = np.exp(-time / 0.45) * np.sin(0.5 * np.pi * time / JOLT_S) / np.exp(-JOLT_S / 0.45)
    made = leant(motion, "backward", degrees, weight=swing * (1 - smooth.minimum_jerk((time - 1.2) / 0.5)))
    flung = smooth.minimum_jerk(time / 0.3) * (1 - smooth.minimum_jerk((time - 0.45) / 0.9))
    at = np.stack([0.30 + 0 * time, -0.28 + 0.16 * flung, 0.12 + 0.2 * flung], axis=-1)
    for side in SIDES:
        made = brought(made, side, _FLUNG, at, 0.85 * np.asarray(flung, np.float64))
    return made


def hopping(motion: Motion, sole: NDArray[np.floating]) -> Motion:
    """Captured hops brought to HOP_M where they are lower: what is some centimetres high, the lock of feet takes for a
    stand. sole: (T,) m of the lower foot over the floor."""
    root, contacts = motion.root_pos.astype(np.float64), motion.contacts.copy()
    for first, last in smooth.runs(sole > _OFF_M):
        lacking = HOP_M - float(sole[first:last].max())
        if last - first < 3 or lacking <= 0:
            continue
        share = (np.arange(last - first) + 1) / (last - first + 1)
        root[first:last, 1] += 4 * lacking * share * (1 - share)
        contacts[first:last] = False
    return replace(motion, root_pos=root.astype(np.float32), contacts=contacts)


def stumbling(motion: Motion, *, forward: bool = False) -> Motion:
    """A walk backwards as stumbling: thrown back by a blow, steps quick at first, slower and to a stand. forward: a
    walk forward, of who is pushed from behind."""
    both = np.flatnonzero(motion.contacts[:, :2].any(axis=1) & motion.contacts[:, 2:].any(axis=1))
    first, last = (int(both[0]), int(both[-1])) if len(both) > 1 else (0, len(motion) - 1)
    share = np.linspace(0, 1, len(motion))
    slowing = 1 - (1 - share) ** 2.2
    return jolted(sample_at(motion, first + (last - first) * slowing, motion.fps), -JOLT if forward else JOLT)
