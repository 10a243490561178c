"""A motion as the measures see it: joint positions, feet, size, floor, and what it was asked to meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import quat, solve
from ..body import Body
from ..feet import contact
from ..feet.legs import Leg, foot_points, legs_of
from ..motion import F32, Bool, Motion, canonical_skeleton

_ON_THE_FLOOR = 0.15  # m, of an adult: feet that rest this near to Y = 0 stand on it, and are too low or too high


@dataclass(frozen=True)
class Target:
    """A place that a joint was to reach. joint: a role. frame: in the motion. place: (3,) m, NaN along an axis that is
    free. within: m."""

    joint: str
    frame: int
    place: Sequence[float] | NDArray[Any]
    within: float = 0.05


@dataclass(frozen=True)
class Asked:
    """What a motion was to meet. beats: (N,) frames, fractions too. path: (N, 2) m, x and z of points on the ground
    that the pelvis goes along. targets: places of joints."""

    beats: Sequence[float] = ()
    path: NDArray[Any] | None = None
    targets: Sequence[Target] = ()


@dataclass(frozen=True)
class Figure:
    """A motion with what is derived of it once. body: the rig's skin, where it is known. Raises ValueError (in `legs`)
    naming leg roles that the skeleton lacks."""

    motion: Motion
    body: Body | None = None
    asked: Asked = Asked()

    @cached_property
    def legs(self) -> tuple[Leg, Leg]:
        """Both legs."""
        return legs_of(self.motion.skeleton, self.body.soles if self.body else None)

    @cached_property
    def scale(self) -> float:
        """Size against an adult of 1.7 m: leg length over the canonical one."""
        return max((self.legs[0].scale + self.legs[1].scale) / 2, 1e-6)

    @cached_property
    def globals(self) -> tuple[F32, F32]:
        """World positions (T, J, 3) m and rotations (T, J, 4)."""
        return self.motion.globals()

    @cached_property
    def points(self) -> F32:
        """Positions (T, 4, 3) m of ankles and toe bases."""
        return foot_points(self.motion, self.legs)

    @cached_property
    def floor(self) -> float:
        """Height of the floor, m: 0, but for a figure that stands clearly above or below that."""
        found = contact.floor_height(self.motion)
        return 0.0 if abs(found) < _ON_THE_FLOOR * self.scale else found

    @cached_property
    def contacts(self) -> Bool:
        """Contacts (T, 4) as they are seen, whatever the motion says."""
        return contact.detect(self.motion, self.floor, self.body)

    @cached_property
    def hub(self) -> Motion:
        """The same on the canonical skeleton, whose rotations can be compared between rigs."""
        return solve.retarget(self.motion, canonical_skeleton())

    @property
    def stride(self) -> int:
        """Frames in about 1/30 s: differences over these don't depend on the frame rate."""
        return max(1, round(self.motion.fps / 30))

    def at(self, role: str) -> NDArray[Any] | None:
        """Positions (T, 3) m of a role's joint; None for a rig without one."""
        joint = self.motion.skeleton.role_joint.get(role)
        return None if joint is None else self.globals[0][:, joint].astype(np.float64)

    def sole(self, side: int) -> NDArray[Any]:
        """Heights (T,) m of the lowest point of a foot's sole over the floor. side: 0 left, 1 right."""
        pos, rot = self.globals
        parts = [
            (pos[:, joint, None] + quat.rotate(rot[:, joint, None], points))[..., 1].min(axis=1)
            for joint, points in self.legs[side].sole
        ]
        return np.min(parts, axis=0) - self.floor
