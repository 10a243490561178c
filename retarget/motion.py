"""Skeleton and Motion: the types, forward kinematics, resampling, mirroring, and arrays to store them.

Metres, seconds, radians; right-handed, Y up, a figure in rest pose faces +Z with its left side towards +X.
Rotations are local and relative to the rest pose:

    G[j] = G[parent] * rest[j] * rot[j]          pos[j] = pos[parent] + G[parent] * offsets[j]

so identity everywhere is the rest pose, and `rest` is identity for BVH, SMPL and the canonical skeleton.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import quat

F32 = NDArray[np.float32]
I16 = NDArray[np.int16]
Bool = NDArray[np.bool_]

# SMPL's first 22 joints, in its order, named as in smplx.joint_names. They are also the roles a rig's bones play.
CANONICAL_NAMES = (
    "pelvis", "left_hip", "right_hip", "spine1", "left_knee", "right_knee", "spine2", "left_ankle", "right_ankle",
    "spine3", "left_foot", "right_foot", "neck", "left_collar", "right_collar", "head", "left_shoulder",
    "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist",
)  # fmt: skip
CANONICAL_PARENTS = (-1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 14, 16, 17, 18, 19)
ROLE_INDEX: Mapping[str, int] = {name: i for i, name in enumerate(CANONICAL_NAMES)}
# The order of a motion's four contact columns.
CONTACT_ROLES = ("left_ankle", "left_foot", "right_ankle", "right_foot")

# Proportions of an adult 1.7 m tall in a straight T-pose (metres, from the parent), close to the mean of the
# captured subjects; every training clip is brought onto these, so that a network never sees bone lengths.
_CANONICAL_OFFSETS = {
    "pelvis": (0.0, 0.0, 0.0), "left_hip": (0.09, -0.08, 0.0), "left_knee": (0.0, -0.41, 0.0),
    "left_ankle": (0.0, -0.41, 0.0), "left_foot": (0.0, -0.06, 0.13), "spine1": (0.0, 0.1, -0.01),
    "spine2": (0.0, 0.12, 0.0), "spine3": (0.0, 0.1, 0.0), "neck": (0.0, 0.17, -0.01), "head": (0.0, 0.09, 0.02),
    "left_collar": (0.05, 0.1, 0.0), "left_shoulder": (0.13, 0.0, 0.0), "left_elbow": (0.27, 0.0, 0.0),
    "left_wrist": (0.25, 0.0, 0.0),
}  # fmt: skip
# Height of a joint above the ground when the foot stands flat on it: ankle, toe base.
STANDING_HEIGHT = {"ankle": 0.08, "foot": 0.02}


@dataclass(frozen=True)
class Skeleton:
    """Joints in their rest pose.

    names: (J,) str. parents: (J,) int16, -1 for the root, a parent before its child. offsets: (J, 3) float32 m,
    from the parent in the parent's frame. rest: (J, 4) float32 wxyz, local rest rotations. roles: (J,) str, a name
    of CANONICAL_NAMES or "" for a joint that plays none.
    """

    names: tuple[str, ...]
    parents: I16
    offsets: F32
    rest: F32 = field(default_factory=lambda: np.zeros((0, 4), np.float32))
    roles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        count = len(self.names)
        put = object.__setattr__
        put(self, "names", tuple(str(n) for n in self.names))
        put(self, "parents", np.asarray(self.parents, np.int16))
        put(self, "offsets", np.asarray(self.offsets, np.float32))
        rest = np.asarray(self.rest, np.float32)
        put(self, "rest", rest if rest.size else np.tile(quat.IDENTITY, (count, 1)))
        put(self, "roles", tuple(self.roles) or ("",) * count)
        for name, shape in {"parents": (count,), "offsets": (count, 3), "rest": (count, 4)}.items():
            if getattr(self, name).shape != shape:
                raise ValueError(f"skeleton {name} has shape {getattr(self, name).shape}, expected {shape}")
        if len(self.roles) != count:
            raise ValueError(f"skeleton has {len(self.roles)} roles for {count} joints")
        if count == 0 or self.parents[0] != -1:
            raise ValueError("a skeleton's first joint must be its root, with parent -1")
        late = [self.names[j] for j in range(1, count) if not 0 <= self.parents[j] < j]
        if late:
            raise ValueError(f"joints must come after their parents: {', '.join(late[:5])}")

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def digest(self) -> str:
        """sha256 over names, parents, offsets and rest: equal skeletons have equal digests."""
        h = hashlib.sha256("\0".join(self.names).encode())
        for array in (self.parents, self.offsets, self.rest):
            h.update(np.ascontiguousarray(array).tobytes())
        return h.hexdigest()

    @cached_property
    def role_joint(self) -> dict[str, int]:
        """Role -> index of the joint that plays it (the first one, where several claim it)."""
        found: dict[str, int] = {}
        for j, role in enumerate(self.roles):
            if role:
                found.setdefault(role, j)
        return found

    def rest_globals(self) -> tuple[F32, F32]:
        """Rest pose in the skeleton's own frame: positions (J, 3) m and rotations (J, 4), root at its offset."""
        pos, rot = self._rest
        return pos.copy(), rot.copy()

    @cached_property
    def _rest(self) -> tuple[F32, F32]:
        identity = np.tile(quat.IDENTITY, (1, len(self), 1))
        pos, rot = forward_kinematics(self, self.offsets[None, 0], identity)
        return pos[0], rot[0]

    @cached_property
    def levels(self) -> list[list[int]]:
        """Joints by depth, without the root: the parents of a level all lie in earlier ones."""
        depth = np.zeros(len(self), int)
        for j in range(1, len(self)):
            depth[j] = depth[self.parents[j]] + 1
        return [np.flatnonzero(depth == d).tolist() for d in range(1, depth.max(initial=0) + 1)]


@dataclass(frozen=True)
class Motion:
    """A clip on a skeleton.

    root_pos: (T, 3) float32 m, world. rot: (T, J, 4) float32 wxyz, local, relative to rest, signs continuous in
    time. contacts: (T, 4) bool in CONTACT_ROLES' order.
    """

    skeleton: Skeleton
    fps: float
    root_pos: F32
    rot: F32
    contacts: Bool = field(default_factory=lambda: np.zeros((0, 4), bool))

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "fps", float(self.fps))
        put(self, "root_pos", np.asarray(self.root_pos, np.float32))
        put(self, "rot", np.asarray(self.rot, np.float32))
        frames = len(self.root_pos)
        contacts = np.asarray(self.contacts, bool)
        put(self, "contacts", contacts if contacts.size or not frames else np.zeros((frames, 4), bool))
        shapes = {"root_pos": (frames, 3), "rot": (frames, len(self.skeleton), 4), "contacts": (frames, 4)}
        for name, shape in shapes.items():
            if getattr(self, name).shape != shape:
                raise ValueError(f"motion {name} has shape {getattr(self, name).shape}, expected {shape}")
        if frames == 0:
            raise ValueError("a motion needs at least one frame")
        if not (np.isfinite(self.fps) and self.fps > 0):
            raise ValueError(f"a motion needs a positive frame rate, not {self.fps}")

    def __len__(self) -> int:
        return len(self.root_pos)

    @property
    def seconds(self) -> float:
        """Duration: frames over frame rate."""
        return len(self) / self.fps

    def globals(self) -> tuple[F32, F32]:
        """Compute world positions (T, J, 3) m and rotations (T, J, 4)."""
        return forward_kinematics(self.skeleton, self.root_pos, self.rot)

    def cut(self, first: int, last: int) -> Motion:
        """Return frames first to last - 1."""
        span = slice(first, last)
        return replace(self, root_pos=self.root_pos[span], rot=self.rot[span], contacts=self.contacts[span])

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Convert to the arrays of a take's .npz, rest rotations folded into `rot`; `from_arrays` reads them."""
        return {
            "names": np.array(self.skeleton.names),
            "parents": self.skeleton.parents,
            "offsets": self.skeleton.offsets,
            "fps": np.float64(self.fps),  # type: ignore[dict-item]
            "root_pos": self.root_pos,
            "rot": quat.continuous(quat.multiply(self.skeleton.rest, self.rot)).astype(np.float32),
            "contacts": self.contacts,
        }

    def pack(self) -> dict[str, NDArray[Any]]:
        """Convert to arrays, rest rotations and roles included; `unpack` restores exactly the same motion."""
        bones = self.skeleton
        return {
            "names": np.array(bones.names), "parents": bones.parents, "offsets": bones.offsets, "rest": bones.rest,
            "roles": np.array(bones.roles), "fps": np.array(self.fps), "root_pos": self.root_pos, "rot": self.rot,
            "contacts": self.contacts,
        }  # fmt: skip

    @classmethod
    def unpack(cls, arrays: Mapping[str, NDArray[Any]]) -> Motion:
        """Inverse of `pack`; raises KeyError or ValueError for what isn't a motion."""
        names, roles = (tuple(str(n) for n in arrays[key]) for key in ("names", "roles"))
        skeleton = Skeleton(names, arrays["parents"], arrays["offsets"], arrays["rest"], roles)
        return cls(skeleton, float(arrays["fps"]), arrays["root_pos"], arrays["rot"], arrays["contacts"])

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], roles: tuple[str, ...] | None = None) -> Motion:
        """Inverse of `to_arrays`; raises ValueError naming what is missing or mis-shaped.

        Without `roles`, joints that carry a canonical name play that role.
        """
        missing = {"names", "parents", "offsets", "fps", "root_pos", "rot"} - set(arrays)
        if missing:
            raise ValueError(f"the motion lacks {', '.join(sorted(missing))}")
        names = tuple(str(n) for n in arrays["names"])
        roles = roles or tuple(n if n in ROLE_INDEX else "" for n in names)
        skeleton = Skeleton(names, arrays["parents"], arrays["offsets"], roles=roles)
        contacts = arrays["contacts"] if "contacts" in arrays else np.zeros((0, 4), bool)
        return cls(skeleton, float(arrays["fps"]), arrays["root_pos"], arrays["rot"], contacts)


def canonical_skeleton() -> Skeleton:
    """Build the hub of every conversion: SMPL's 22 joints in a straight T-pose, with identity rest rotations."""
    offsets: list[tuple[float, ...]] = []
    for name in CANONICAL_NAMES:
        side = _CANONICAL_OFFSETS[name.replace("right_", "left_")]
        offsets.append((-side[0], *side[1:]) if name.startswith("right_") else side)
    return Skeleton(CANONICAL_NAMES, np.array(CANONICAL_PARENTS), np.array(offsets), roles=CANONICAL_NAMES)


def forward_kinematics(skeleton: Skeleton, root_pos: F32, rot: F32) -> tuple[F32, F32]:
    """Local rotations (T, J, 4) and root (T, 3) m -> world positions (T, J, 3) m and rotations (T, J, 4).

    All joints of the same depth at once, from the root down: G = G_parent rest rot, pos = pos_parent + G_parent offset.
    """
    local = quat.multiply(skeleton.rest, rot)
    pos = np.empty((*rot.shape[:2], 3), np.float32)
    out = np.empty(rot.shape, np.float32)
    pos[:, 0], out[:, 0] = root_pos, local[:, 0]
    for joints in skeleton.levels:
        up = skeleton.parents[joints]
        out[:, joints] = quat.multiply(out[:, up], local[:, joints])
        pos[:, joints] = pos[:, up] + quat.rotate(out[:, up], skeleton.offsets[joints])
    return pos, out


def local_rotations(skeleton: Skeleton, global_rot: F32) -> F32:
    """World rotations (T, J, 4) -> local ones relative to rest: rest^-1 G_parent^-1 G, signs continuous in time."""
    up = skeleton.parents[1:]
    local = global_rot.copy()
    local[:, 1:] = quat.multiply(quat.inverse(global_rot[:, up]), global_rot[:, 1:])
    return quat.continuous(quat.normalize(quat.multiply(quat.inverse(skeleton.rest), local))).astype(np.float32)


def resample(motion: Motion, fps: float) -> Motion:
    """Resample to another frame rate: positions linear, rotations by slerp, contacts from the nearest frame.

    Frame i of the result lies at i / fps seconds; the duration stays, less a rest shorter than a frame. Raises
    ValueError for a rate that is not above zero.
    """
    if fps == motion.fps:
        return motion
    if not (np.isfinite(fps) and fps > 0):
        raise ValueError(f"a frame rate must be positive, not {fps}")
    count = max(1, int(np.floor((len(motion) - 1) * fps / motion.fps + 1e-6)) + 1)
    return sample_at(motion, np.arange(count) * (motion.fps / fps), fps)


def sample_at(motion: Motion, frames: NDArray[Any], fps: float) -> Motion:
    """Sample a motion at fractional frames (N,), clamped to the clip; `fps` is the result's frame rate."""
    # Each frame lies between `low` and `high`, at t in [0, 1] of the way.
    frames = np.clip(np.asarray(frames, np.float64), 0, len(motion) - 1)
    low = np.minimum(frames.astype(int), max(len(motion) - 2, 0))
    high = np.minimum(low + 1, len(motion) - 1)
    t = (frames - low).astype(np.float32)
    root = motion.root_pos[low] * (1 - t[:, None]) + motion.root_pos[high] * t[:, None]
    rot = quat.slerp(motion.rot[low], motion.rot[high], np.broadcast_to(t[:, None], motion.rot[low].shape[:2]))
    return Motion(motion.skeleton, fps, root, quat.continuous(rot), motion.contacts[np.where(t < 0.5, low, high)])


def still(pose: Motion, frames: int) -> Motion:
    """Repeat the first frame of a motion `frames` times."""
    root, rot, contacts = (np.repeat(part[:1], frames, axis=0) for part in (pose.root_pos, pose.rot, pose.contacts))
    return replace(pose, root_pos=root, rot=rot, contacts=contacts)


def mirror_names(names: tuple[str, ...]) -> list[int]:
    """Find each joint's left-right partner by name: (J,) indices, its own where it has none."""
    index = {name: i for i, name in enumerate(names)}
    swaps = (("left", "right"), ("Left", "Right"), ("LEFT", "RIGHT"))
    partner = list(range(len(names)))
    for i, name in enumerate(names):
        for a, b in swaps:
            other = name.replace(a, b) if a in name else name.replace(b, a)
            if other != name and other in index:
                partner[i] = index[other]
    return partner


def mirror(motion: Motion) -> Motion:
    """Reflect across the YZ plane, left becoming right; the skeleton must be symmetric, with identity rest."""
    partner = mirror_names(motion.skeleton.names)
    reflect = np.array([1, 1, -1, -1], np.float32)  # a rotation seen in the mirror keeps w and x
    return replace(
        motion,
        root_pos=motion.root_pos * np.array([-1, 1, 1], np.float32),
        rot=quat.continuous(motion.rot[:, partner] * reflect),
        contacts=motion.contacts[:, [2, 3, 0, 1]],
    )
