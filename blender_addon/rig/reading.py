"""Reads an armature's animation over a range of frames as a Motion on its binding's skeleton.

Bones that only follow their own keys are evaluated from the f-curves, the whole clip at once. With constraints,
drivers, NLA strips or a control rig, the frames are stepped through and Blender's evaluated pose is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import bpy
import numpy as np
from bpy.types import FCurve
from numpy.typing import NDArray

from ..animation import actions
from ..animation.channels import bone_of
from ..animation.fcurve_pose import bone_matrices, follows_keys_only, object_matrices
from ..animation.stage import hides_pose, on_stage
from ..bpy_types import Object, Scene
from ..controls.movements import rotation_of
from ..retarget import quat
from ..retarget.feet import contact
from ..retarget.motion import Motion, local_rotations
from .binding import RigBinding, RigError

MAX_FRAMES = 100_000


def read_motion(
    armature: Object, binding: RigBinding, scene: Scene, first: int | None = None, last: int | None = None
) -> Motion:
    """Read the scene's frames first..last, both included, at the scene's frame rate; default: the animation's frames.

    Contacts are detected. The scene is left on its frame. Raises RigError where there is nothing to read.
    """
    start, end = frame_range(armature)
    start, end = start if first is None else first, end if last is None else last
    if end < start:
        raise RigError(f"Frames {start} to {end} of “{armature.name}” are none: give a first frame before the last.")
    if end - start >= MAX_FRAMES:
        raise RigError(f"Frames {start} to {end} of “{armature.name}” are too many: read at most {MAX_FRAMES}.")
    frames = np.arange(start, end + 1)
    seen = seen_bones(binding)
    if binding.controls is None and follows_keys_only(armature, list(seen.values())):
        pose = bone_matrices(armature, list(seen.values()), frames)
        world = object_matrices(armature, frames)
    else:
        pose, world = stepped(armature, list(seen.values()), frames)
    return _motion(armature, binding, pose, world, seen, actions.scene_fps(scene))


def read_pose(armature: Object, binding: RigBinding, scene: Scene) -> Motion:
    """Read the present pose, keyed or not, as a Motion of one frame on the binding's skeleton.

    Where Blender doesn't evaluate it, that is the pose of the scene's frame.
    """
    bpy.context.view_layer.update()
    seen = seen_bones(binding)
    if hides_pose(armature):
        frame = scene.frame_current + scene.frame_subframe
        pose, world = stepped(armature, list(seen.values()), np.array([frame]))
    else:
        shown = armature.evaluated_get(bpy.context.evaluated_depsgraph_get())
        pose = {bone: np.array(shown.pose.bones[bone].matrix, np.float64)[None] for bone in seen.values()}
        world = np.array(shown.matrix_world, np.float64)[None]
    return _motion(armature, binding, pose, world, seen, actions.scene_fps(scene))


def frame_range(armature: Object) -> tuple[int, int]:
    """First and last whole frame of what animates the armature: its Action, else its NLA strips.

    Raises RigError for an armature without animation.
    """
    data = armature.animation_data
    if data is not None and data.action is not None and len(actions.action_curves(data.action, _slot(data))):
        first, last = actions.exact_range(data.action, armature)
        return int(np.floor(first + 1e-3)), int(np.ceil(last - 1e-3))
    strips = _strips(data)
    if not strips:
        raise RigError(f"“{armature.name}” has no animation to read: give it an Action with keys.")
    return int(np.floor(min(s.frame_start for s in strips))), int(np.ceil(max(s.frame_end for s in strips)))


def keyed_frames(armature: Object, first: float, last: float) -> dict[str, tuple[float, ...]]:
    """Map each bone ("" for the object) to the frames of first..last on which it has a key, in ascending order.

    Keys between frames count; keys of NLA strips count at the scene frames on which they are played.
    """
    found: dict[str, set[float]] = {}
    data = armature.animation_data
    if data is not None and data.action is not None:
        _collect(found, actions.action_curves(data.action, _slot(data)), lambda frame: [frame])
    for strip in _strips(data):
        if strip.action is not None:
            slot = getattr(strip, "action_slot", None)
            _collect(found, actions.action_curves(strip.action, slot), lambda frame, strip=strip: _played(strip, frame))
    inside = {bone: sorted(f for f in frames if first <= f <= last) for bone, frames in found.items()}
    return {bone: tuple(frames) for bone, frames in inside.items() if frames}


def seen_bones(binding: RigBinding) -> dict[str, str]:
    """Map each joint to the bone whose pose is read for it.

    On a control rig a limb is read from the bones that both its FK and IK controls move; the spine, which has no such
    pair, from its controls, since the bones that follow them share their twist.
    """
    seen = {joint.name: joint.name for joint in binding.joints}
    rig = binding.controls
    if rig is None:
        return seen
    in_limbs = {role for limb in rig.limbs for role in (*limb.roles, limb.toe_role) if role}
    turning = {control.joint: control.name for control in rig.controls if control.kind == "rotate"}
    controls = {control.name for control in rig.controls}
    for role, match in rig.body.bones.items():
        if role not in in_limbs:
            seen[match.name] = turning.get(match.name, match.name)
        elif match.name in controls:
            seen[match.name] = rig.deform[role] or match.name
    return seen


def stepped(armature: Object, bones: list[str], frames: NDArray) -> tuple[dict[str, NDArray], NDArray]:
    """Step through frames on a stage; returns bone -> evaluated poses (T, 4, 4) in armature space, and the object's
    world matrices (T, 4, 4)."""
    pose = {bone: np.empty((len(frames), 4, 4)) for bone in bones}
    world = np.empty((len(frames), 4, 4))
    with on_stage(armature) as stage:
        for row, frame in enumerate(frames):
            stage.at(float(frame))
            found, world[row] = stage.pose(bones)
            for bone, matrix in found.items():
                pose[bone][row] = matrix
    return pose, world


def read_shown(
    armature: Object, binding: RigBinding, frames: NDArray, like: Motion
) -> tuple[Motion, NDArray, NDArray]:  # fmt: skip
    """Read what Blender shows on these frames, evaluated on a stage.

    Returns the motion, with the frame rate and contacts of `like`, and the joints' positions (T, J, 3), m, and
    rotations (T, J, 4) in the skeleton's frame: constraints may also move a joint away from its parent.
    """
    seen = seen_bones(binding)
    pose, world = stepped(armature, list(seen.values()), frames)
    pos, rot = _globals(armature, binding, pose, world, seen)
    local = local_rotations(binding.skeleton, rot.astype(np.float32))
    return Motion(binding.skeleton, like.fps, pos[:, 0].astype(np.float32), local, like.contacts), pos, rot


def _motion(
    armature: Object, binding: RigBinding, pose: Mapping[str, NDArray], world: NDArray, seen: Mapping[str, str],
    fps: float,
) -> Motion:  # fmt: skip
    """Convert poses in armature space to a Motion: the inverse of `RigBinding.channels`."""
    pos, rot = _globals(armature, binding, pose, world, seen)
    local = local_rotations(binding.skeleton, rot.astype(np.float32))
    motion = Motion(binding.skeleton, fps, pos[:, 0].astype(np.float32), local)
    return Motion(motion.skeleton, fps, motion.root_pos, motion.rot, contact.detect(motion))


def _globals(
    armature: Object, binding: RigBinding, pose: Mapping[str, NDArray], world: NDArray, seen: Mapping[str, str]
) -> tuple[NDArray, NDArray]:
    """Convert poses in armature space to the joints' positions (T, J, 3) and rotations (T, J, 4)."""
    to_rest = np.linalg.inv(binding.world @ binding.carried) @ world  # (T, 4, 4) armature to rest space
    back = quat.inverse(binding.turn.astype(np.float64))
    pos = np.empty((len(world), len(binding.joints), 3))
    rot = np.empty((len(world), len(binding.joints), 4))
    for j, joint in enumerate(binding.joints):
        matrix = to_rest @ pose[seen[joint.name]]
        rest = np.array(armature.data.bones[seen[joint.name]].matrix_local, np.float64)
        turned = quat.multiply(rotation_of(matrix), quat.inverse(rotation_of(rest)))
        head = matrix[:, :3, 3] + quat.rotate(turned, joint.head - rest[:3, 3])
        pos[:, j] = quat.rotate(back, head - binding.origin) * binding.scale
        rot[:, j] = quat.multiply(back, quat.multiply(turned, joint.rest))
    return pos, rot


def _slot(data: Any) -> Any:
    return getattr(data, "action_slot", None)


def _strips(data: Any) -> list[Any]:
    """Return the NLA strips that play, topmost last."""
    if data is None or not data.use_nla:
        return []
    solo = [track for track in data.nla_tracks if track.is_solo]
    tracks = solo or [track for track in data.nla_tracks if not track.mute]
    return [strip for track in tracks for strip in track.strips if not strip.mute]


def _played(strip: Any, frame: float) -> list[float]:
    """Return the scene frames on which a strip plays a frame of its Action."""
    first, last = strip.action_frame_start, strip.action_frame_end
    if not first <= frame <= last:
        return []
    length = (last - first) * strip.scale
    into = (last - frame if strip.use_reverse else frame - first) * strip.scale
    times = [strip.frame_start + into + turn * length for turn in range(int(np.ceil(strip.repeat)))]
    return [time for time in times if time <= strip.frame_end + 1e-6]


def _collect(
    found: dict[str, set[float]], curves: Sequence[FCurve], played: Callable[[float], Sequence[float]]
) -> None:
    for curve in curves:
        points = np.empty(2 * len(curve.keyframe_points), np.float32)
        curve.keyframe_points.foreach_get("co", points)
        frames = found.setdefault(bone_of(curve.data_path), set())
        for frame in points[::2].tolist():
            frames.update(round(time, 4) for time in played(frame))
