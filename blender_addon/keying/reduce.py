"""Reduces a rig's channels to few keys, within an error measured on the rig's own bones in the world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..bpy_types import Object
from ..retarget.keyframes.curves import Curve
from ..retarget.keyframes.error import LOCATION, Body, Tolerance, Track
from ..retarget.keyframes.reduce import contact_edges, pose_frames, reduce
from ..retarget.motion import Motion

if TYPE_CHECKING:
    from ..animation.channels import Channel
    from ..rig.binding import RigBinding

_ENDS = ("left_wrist", "right_wrist", "left_ankle", "right_ankle", "left_foot", "right_foot")
_PROPERTIES = ("location", "rotation_quaternion", "rotation_euler", "rotation_axis_angle")
_CONTROL_SHARE = 0.4  # of the error for each control: how controls carry one another isn't modelled here


def reduce_channels(
    armature: Object, binding: RigBinding, motion: Motion, channels: Sequence[Channel], tolerance: Tolerance,
    pins: Sequence[int] = (),
) -> dict[str, Curve]:  # fmt: skip
    """Return channel's path -> reduced curve, frame 0 first, for transforms that move; other channels are left out.

    motion: the motion of the channels, on the rig's skeleton. `pins` (frames from 0) and the first and last frames of
    the feet's contacts are keyed on every bone that moves; a leg also where its heel's or toes' contact changes.
    """
    known = [_track(armature, binding, channel) for channel in channels]
    tracks = {channel.path: track for channel, track in zip(channels, known, strict=True) if track is not None}
    if not tracks:
        return {}
    poses = pose_frames(motion.contacts, pins)
    found = reduce(list(tracks.values()), _body(binding, motion), tolerance, poses, _contact_changes(binding, motion))
    return dict(zip(tracks, found.curves, strict=True))


def _track(armature: Object, binding: RigBinding, channel: Channel) -> Track | None:
    prop = channel.path.rpartition(".")[2]
    if len(channel.values) < 2 or prop not in _PROPERTIES:
        return None
    names = binding.skeleton.names
    joint = names.index(channel.group) if channel.group in names else -1
    pose = armature.pose.bones.get(channel.group)
    share = _CONTROL_SHARE if joint < 0 and getattr(binding, "controls", None) is not None else 1.0
    if prop != "location":
        mode = armature.rotation_mode if pose is None else pose.rotation_mode
        return Track(channel.group, channel.values, mode, joint, share=share)
    metres = binding.scale * (binding.joints[joint].stretch if joint >= 0 else 1.0)
    if channel.path == "location":  # the object's own, in its parent's units
        metres /= max(float(np.cbrt(abs(np.linalg.det(binding.object_axes)))), 1e-12)
    if channel.path == "location" or channel.group in _carriers(binding):
        joint = 0  # the whole body moves with it
    return Track(channel.group, channel.values, LOCATION, joint, metres, share)


def _carriers(binding: RigBinding) -> set[str]:
    """Return the bones above the hips that carry travel or height."""
    return {root.name for root in (binding.root, binding.lift) if root is not None}


def _body(binding: RigBinding, motion: Motion) -> Body:
    """Describe the rig's joints and how they carry one another, to measure errors on."""
    pos, rot = motion.globals()
    anchors = [joint.anchor for joint in binding.joints]
    joint = binding.skeleton.role_joint
    ends = [joint[role] for role in _ENDS if role in joint]
    return Body(
        pos.astype(np.float64), rot.astype(np.float64), anchors, [j.inherits_rotation for j in binding.joints], ends
    )


def _contact_changes(binding: RigBinding, motion: Motion) -> Mapping[str, np.ndarray]:
    """Map each bone of a leg to the frames at which its heel's or toes' contact changes."""
    joint, names = binding.skeleton.role_joint, binding.skeleton.names
    found = {}
    for column, side in ((0, "left"), (2, "right")):
        edges = contact_edges(motion.contacts[:, column]) | contact_edges(motion.contacts[:, column + 1])
        for part in ("hip", "knee", "ankle", "foot"):
            if f"{side}_{part}" in joint:
                found[names[joint[f"{side}_{part}"]]] = edges
    return found
