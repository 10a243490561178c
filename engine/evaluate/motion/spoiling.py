"""Motions spoilt on purpose, to see whether `retarget.checks` finds it: a slide, a sinking, a jolt, a snapping knee."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from retarget import quat
from retarget.feet import contact
from retarget.motion import Motion


@dataclass(frozen=True)
class Spoilt:
    """A motion with a fault put into frames first..last. kinds: what it may be called; the first is the plainest."""

    motion: Motion
    kinds: tuple[str, ...]
    first: int
    last: int


def slid(motion: Motion, rng: np.random.Generator) -> Spoilt:
    """The whole figure pushed 20 to 35 cm along the floor within 0.35 s, while a foot stands."""
    length = round(0.35 * motion.fps)
    first = _standing(motion, length, rng)
    way = rng.uniform(0, 2 * np.pi)
    push = rng.uniform(0.20, 0.35) * np.array([np.cos(way), 0, np.sin(way)])
    root = motion.root_pos + _ramp(len(motion), first, length)[:, None] * push
    return Spoilt(replace(motion, root_pos=root), ("slide",), first, first + length)


def sunk(motion: Motion, rng: np.random.Generator) -> Spoilt:
    """The whole figure lowered by 5 to 10 cm for half a second, softly."""
    length = round(0.5 * motion.fps)
    first = _standing(motion, length, rng)
    dip = np.zeros(len(motion))
    dip[first : first + length] = np.sin(np.linspace(0, np.pi, length)) ** 2
    root = motion.root_pos - (dip * rng.uniform(0.05, 0.10))[:, None] * np.array([0, 1, 0])
    return Spoilt(replace(motion, root_pos=root), ("sink",), first, first + length)


def jolted(motion: Motion, rng: np.random.Generator) -> Spoilt:
    """One frame's upper arm, or spine, turned by 25 to 40 degrees."""
    joint = motion.skeleton.role_joint[str(rng.choice(["left_shoulder", "right_shoulder", "spine2"]))]
    frame = int(rng.integers(8, len(motion) - 8))
    axis = quat.normalize(rng.normal(size=3))
    rot = motion.rot.copy()
    turn = quat.from_axis_angle(axis, np.radians(rng.uniform(25, 40)))
    rot[frame, joint] = quat.multiply(rot[frame, joint], turn)
    return Spoilt(replace(motion, rot=rot), ("jolt",), frame - 2, frame + 2)


def snapped(motion: Motion, rng: np.random.Generator) -> Spoilt:
    """A bent knee stretched out at once, for a tenth of a second."""
    side = str(rng.choice(["left", "right"]))
    joint = motion.skeleton.role_joint[f"{side}_knee"]
    bent = quat.angle_between(motion.rot[:, joint], quat.IDENTITY)
    first = int(rng.choice(8 + np.argsort(bent[8:-12])[-max(1, len(motion) // 3) :]))
    length = max(3, round(0.1 * motion.fps))
    rot = motion.rot.copy()
    rot[first : first + length, joint] = quat.IDENTITY
    return Spoilt(replace(motion, rot=rot), ("knee", "jolt"), first - 2, first + length + 2)


SPOILING: Mapping[str, Callable[[Motion, np.random.Generator], Spoilt]] = {
    "slide": slid, "sink": sunk, "jolt": jolted, "knee": snapped,
}  # fmt: skip


def noisy(motion: Motion, rng: np.random.Generator) -> Motion:
    """As from a camera: joints shake (0.6 degrees) and the root (4 mm), a spike a second, feet that drift and sink."""
    count, joints = motion.rot.shape[:2]
    shake = quat.from_rotvec(rng.normal(size=(count, joints, 3)) * np.radians(0.6))
    rot = quat.multiply(motion.rot, shake)
    for frame in range(round(motion.fps / 2), count - 2, round(motion.fps)):
        joint = int(rng.integers(1, joints))
        axis = quat.normalize(rng.normal(size=3))
        rot[frame, joint] = quat.multiply(rot[frame, joint], quat.from_axis_angle(axis, np.radians(30)))
    time = np.arange(count)[:, None] / motion.fps
    drift = 0.05 * np.concatenate([np.sin(5.1 * time), 0.4 * np.sin(3.3 * time), np.cos(4.4 * time)], axis=1)
    root = motion.root_pos + drift + rng.normal(size=(count, 3)) * 0.004
    return replace(motion, root_pos=root, rot=quat.continuous(rot), contacts=np.zeros((count, 4), bool))


def _standing(motion: Motion, length: int, rng: np.random.Generator) -> int:
    """A frame from which on a foot stands for `length` frames; any frame where none does."""
    planted = contact.detect(motion, floor=0.0)
    ends = len(motion) - length - 2
    if ends < 3:
        return 1
    good = [f for f in range(2, ends) if planted[f : f + length, :2].all() or planted[f : f + length, 2:].any(1).all()]
    return int(rng.choice(good)) if good else int(rng.integers(2, ends))


def _ramp(count: int, first: int, length: int) -> NDArray[np.float64]:
    """0 before `first`, 1 after `length` frames more, a smoothstep in between, (count,)."""
    t = np.clip((np.arange(count) - first) / length, 0, 1)
    return t * t * (3 - 2 * t)
