"""A rig's body beyond its 22 joints, in the rest pose: foot soles, palms, finger curl, shares of twist.

Everything is measured from positions alone, in the skeleton's own frame (m, Y up): bones' names and rolls are not used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import quat

# Flexion in rad of a relaxed hand at the knuckle, middle and end joint of a finger. The little finger curls most.
RELAXED = tuple(np.radians(angle) for angle in (16.0, 26.0, 16.0))
_RELAXED_THUMB = tuple(np.radians(angle) for angle in (4.0, 8.0, 12.0))
_MOST_TO_LITTLE = 0.5  # by how much more the last finger curls than the first
_THUMB_APART = np.radians(18)  # a chain that leaves the hand at such an angle from the others is its thumb


@dataclass(frozen=True)
class Sole:
    """One foot's skin in the rest pose: points (N, 3) that follow the ankle and (M, 3) that follow the toe base, m."""

    heel: NDArray[Any]
    tip: NDArray[Any]

    @property
    def floor(self) -> float:
        """Height of the lowest point, m."""
        return float(np.concatenate([self.heel, self.tip])[:, 1].min())


@dataclass(frozen=True)
class Hand:
    """A hand in the rest pose: unit vectors (3,) from the wrist along it, and out of its palm."""

    along: NDArray[Any]
    palm: NDArray[Any]


@dataclass(frozen=True)
class Body:
    """Skin and hands of a rig. soles: left and right, None without a mesh. hands: "left", "right", where known."""

    soles: tuple[Sole, Sole] | None = None
    hands: Mapping[str, Hand] = field(default_factory=dict[str, Hand])

    @property
    def floor(self) -> float | None:
        """Height of the floor that the rest pose stands on, m; None without a mesh."""
        return None if self.soles is None else min(sole.floor for sole in self.soles)


def find_thumb(wrist: NDArray[Any], chains: Sequence[NDArray[Any]]) -> int | None:
    """Find the thumb: an index into `chains`, joints (N, 3) each from the knuckle on; None where none stands out.

    wrist: (3,). A thumb points away from the mean direction of the other fingers by more than `_THUMB_APART`.
    """
    if len(chains) < 2:
        return None
    ways = np.stack([quat.normalize(chain[-1] - chain[0]) if len(chain) > 1 else np.zeros(3) for chain in chains])
    bases = np.stack([chain[0] for chain in chains])
    reach = np.linalg.norm(bases - wrist, axis=-1)
    apart: list[float] = []
    for i in range(len(chains)):
        others = quat.normalize(np.delete(ways, i, axis=0).mean(axis=0))
        angle = float(np.arccos(np.clip(ways[i] @ others, -1, 1)))
        # A thumb also starts nearer to the wrist than the fingers do: that counts as half a radian.
        apart.append(angle + (0.5 if reach[i] < 0.8 * np.median(np.delete(reach, i)) else 0.0))
    best = int(np.argmax(apart))
    return best if apart[best] > _THUMB_APART else None


def hand_of(side: str, wrist: NDArray[Any], chains: Sequence[NDArray[Any]]) -> Hand | None:
    """Measure a hand from its finger chains, joints (N, 3) each from the knuckle on; None where there is no thumb.

    side: "left" or "right". The thumb decides the palm's side: seen from the back, a left hand's is on its right.
    """
    thumb = find_thumb(wrist, chains)
    if thumb is None:
        return None
    near = chains[thumb][0]
    fingers = sorted((c for i, c in enumerate(chains) if i != thumb), key=lambda c: float(np.linalg.norm(c[0] - near)))
    # Along: to the middle of the knuckles. Across: from the last knuckle to the one beside the thumb, made orthogonal.
    along = quat.normalize(np.mean([c[0] for c in fingers], axis=0) - wrist)
    across = fingers[0][0] - fingers[-1][0] if len(fingers) > 1 else chains[thumb][-1] - wrist
    across = across - (across @ along) * along
    if np.linalg.norm(across) < 1e-3 * np.linalg.norm(fingers[0][0] - wrist):
        return None
    palm = np.cross(along, quat.normalize(across))
    return Hand(along, palm if side == "left" else -palm)


def relaxed_fingers(hand: Hand, wrist: NDArray[Any], chains: Sequence[NDArray[Any]]) -> list[list[NDArray[Any]]]:
    """Compute rotations of the finger joints that bring a hand from its rest pose to a relaxed pose.

    chains: (N + 1, 3) joints of each finger and its tip. Returns N quaternions (4,) for each, in the rest pose's world
    frame, to be applied from the knuckle on, each also carried along by those before it. A finger that rests bent is
    bent only by the difference; none is straightened.
    """
    thumb = find_thumb(wrist, [c[:-1] for c in chains])
    near = wrist if thumb is None else chains[thumb][0]
    order = sorted(
        (i for i in range(len(chains)) if i != thumb), key=lambda i: float(np.linalg.norm(chains[i][0] - near))
    )
    # Ordered from the thumb's side: the curl grows linearly from the first finger to the last.
    share = {i: k / max(1, len(order) - 1) for k, i in enumerate(order)}
    out: list[Any] = []
    for i, points in enumerate(chains):
        want = _RELAXED_THUMB if i == thumb else RELAXED
        more = 1.0 if i == thumb else 1 + _MOST_TO_LITTLE * (share[i] - 0.5)
        out.append(_curl(points, hand, [more * a for a in want], i == thumb))
    return out


def _curl(points: NDArray[Any], hand: Hand, want: Sequence[float], is_thumb: bool) -> list[NDArray[Any]]:
    """Rotations (4,) of one finger's joints towards the palm. points: (N + 1, 3) with its tip. want: flexions, rad."""
    ways = quat.normalize(np.diff(points, axis=0))
    towards = hand.palm
    if is_thumb:  # a thumb closes across the palm, towards the fingers as much as out of the palm
        towards = quat.normalize(hand.palm + hand.along)
    before = hand.along
    turns: list[NDArray[Any]] = []
    for i, way in enumerate(ways):
        axis = np.cross(way, towards)
        if np.linalg.norm(axis) < 0.2:  # it points at the palm: closed already
            turns.append(quat.IDENTITY.astype(np.float64))
            continue
        axis = quat.normalize(axis)
        # The bend at rest, about the same axis, is subtracted. A thumb's first joint has none: it rests across.
        bent = 0.0 if is_thumb and i == 0 else float(np.arctan2(np.cross(before, way) @ axis, before @ way))
        turns.append(quat.from_axis_angle(axis, np.array(max(0.0, want[min(i, len(want) - 1)] - max(0.0, bent)))))
        before = way
    return turns


def twist_shares(start: NDArray[Any], end: NDArray[Any], heads: Sequence[NDArray[Any]]) -> list[float]:
    """Compute the share, 0 to 1, of a segment's twist for each twist bone, by where along it the bone starts.

    start, end: (3,) ends of the segment. heads: (3,) each. Where all start near its first joint, within 0.15 of its
    length, the shares are spread evenly instead.
    """
    along = end - start
    at = [float((head - start) @ along / max(along @ along, 1e-12)) for head in heads]
    if len(at) and max(at) < 0.15:
        at = [(k + 1) / (len(at) + 1) for k in range(len(at))]
    return [float(np.clip(a, 0, 1)) for a in at]
