"""Measures an armature's animation on its own bones, in scene frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..animation import actions
from ..bpy_types import Action, Object, Scene
from ..retarget.checks import problems
from ..retarget.checks.figure import Asked
from ..retarget.checks.problems import Problem
from ..retarget.motion import Motion
from ..rig import active, reading
from ..rig.binding import RigBinding, RigError, read_rig
from ..rig.scenes import check_time

MARKER = "Beat"  # the start of the names of markers on beats


@dataclass(frozen=True)
class Measured:
    """An Action as it moves its armature from scene frame `start` on. problems: in scene frames, worst first. over:
    kind -> (T,) measure over limit."""

    armature: str
    action: str
    binding: RigBinding
    motion: Motion
    start: int
    asked: Asked
    problems: tuple[Problem, ...]
    over: dict[str, NDArray[np.float64]]


def check(armature: Object, scene: Scene, bone_map: dict[str, str] | None = None) -> Measured:
    """Measure what shows on an armature: its Action, or its NLA strips. bone_map: role -> bone, over what is detected.

    Raises RigError where there is nothing to measure.
    """
    check_time(scene)
    binding = read_rig(armature, scene, active.overrides(armature) if bone_map is None else bone_map)
    start, _ = reading.frame_range(armature)
    motion = reading.read_motion(armature, binding, scene)
    asked = Asked(beats=[frame - start for frame in beats(scene)])
    found = problems.check(motion, binding.body, asked)
    return Measured(
        armature.name, shown(armature), binding, motion, start, asked, tuple(p.moved(start) for p in found.problems),
        dict(found.over),
    )  # fmt: skip


def shown(armature: Object) -> str:
    """Name of the Action that shows on an armature, "" for none."""
    data = armature.animation_data
    return data.action.name if data is not None and data.action is not None else ""


def beats(scene: Scene) -> Sequence[float]:
    """Frames of the markers that Add Beat Markers has set."""
    return sorted(float(marker.frame) for marker in scene.timeline_markers if marker.name.startswith(MARKER))


def own_action(armature: Object) -> Action:
    """The Action that shows on the armature and can be changed. Raises RigError for none."""
    data = armature.animation_data
    action = data.action if data is not None else None
    if action is None or not len(actions.curves_of(armature)):
        raise RigError(f"“{armature.name}” has no Action of its own to change: give it one, or bake its NLA strips.")
    return action


def bones(found: Measured, roles: Sequence[str]) -> list[str]:
    """Names of the rig's bones (of a control rig its controls too) that play these roles."""
    joint, names = found.binding.skeleton.role_joint, found.binding.skeleton.names
    joints = [names[joint[role]] for role in roles if role in joint]
    if found.binding.controls is None:
        return joints
    return [control.name for control in found.binding.controls.controls if control.joint in joints] or joints
