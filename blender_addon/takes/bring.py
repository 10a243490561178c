"""A motion that was not generated, onto a rig as a take: retargeted, keyed as the panel says, listed and shown."""

from __future__ import annotations

from collections.abc import Sequence

from ..animation import actions
from ..bpy_types import Action, Object, Scene
from ..drawing import strip
from ..keying import write
from ..retarget.motion import Motion, resample
from ..rig.binding import read_rig
from . import takes
from .settings import placement_of
from .target import check_writable, own_action


def bring(
    armature: Object, scene: Scene, motion: Motion, title: str, notes: Sequence[str] = (), come_from: str = ""
) -> Action:
    """Write a motion with roles to the armature as a take and show it. notes: sentences on what was assumed of it.
    come_from: the file or armature that its record names. Raises RigError."""
    check_writable(armature, scene)
    placement = placement_of(armature, scene)
    binding = read_rig(armature, scene, placement.map_for(armature))
    settings = scene.motif
    lock = settings.foot_lock if settings.clean_up else "none"
    moved = binding.retarget(resample(motion, actions.scene_fps(scene)), in_place=placement.in_place, foot_lock=lock)
    meta = {"request": {"prompts": []}, "motion": come_from or title, "notes": list(notes)}
    source = own_action(armature)
    action = write.write(armature, scene, binding, moved, placement.start, title, meta, placement.keying, source)
    takes.add(armature, action, "", 1.0, strip.figures(moved))
    return action
