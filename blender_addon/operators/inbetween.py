"""Operators for in-betweening: read the span from the selection, and generate it."""

from __future__ import annotations

from typing import Any

from bpy.types import Context, Operator

from ..animation import actions
from ..bpy_types import Object
from ..engine.protocol.errors import EngineError
from ..keying import span, splice
from ..rig import active
from ..rig.binding import RigError, read_rig
from ..takes.target import shown_action
from . import common, generate

NOTHING = "Select keys, set a preview range, or select two markers first."


def choose(armature: Object, context: Context) -> bool:
    """Set the panel to the selected frames, pinned poses and body parts; returns False where no frames are selected."""
    settings, scene = active.settings(context).span, context.scene
    source = shown_action(armature)
    if source is None:
        return False
    with splice.with_action(armature, source):
        found = span.gather(armature, scene)
        if found is None:
            return False
        begin, end = actions.frame_range(source, armature)
        if found[0] <= end and found[1] >= begin:  # a marker named End lies a frame after it
            found = max(found[0], begin), min(found[1], end)
        pins = span.key_poses(armature, *found)
        settings.choose(*found, pins, _parts(armature, context))
    return True


def _parts(armature: Object, context: Context) -> tuple[str, ...]:
    """Return the body parts of the bones selected in Pose Mode, () for none."""
    if context.mode != "POSE":
        return ()
    chosen = {bone.name for bone in context.selected_pose_bones or () if bone.id_data == armature}
    if not chosen:
        return ()
    binding = read_rig(armature, context.scene, active.overrides(armature))
    if binding.controls is not None:
        chosen = {control.joint for control in binding.controls.controls if control.name in chosen} | chosen
    return span.parts_of_bones(binding.skeleton, chosen)


class MOTIF_OT_use_selection(Operator):
    """Take frames from the selected keys, else the preview range, else two selected markers; pins from the key poses
    among them; body parts from the selected bones"""

    bl_idname = "motif.use_selection"
    bl_label = "Motif: Use Selection for In-between"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled for an armature that can be animated."""
        return common.refuse(cls, active.problem(context))

    def execute(self, context: Context) -> set[Any]:
        """Set the panel's fields."""
        armature = active.active(context)
        try:
            if not choose(armature, context):
                return common.fail(self, RigError(NOTHING))
        except (RigError, EngineError) as error:
            return common.fail(self, error)
        return {"FINISHED"}


class MOTIF_OT_inbetween(Operator):
    """Make the selected frames anew, of the selected bones' body parts; all else stays. Without a selection, the
    frames in the panel"""

    bl_idname = "motif.inbetween"
    bl_label = "Motif: In-between"

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled where takes can be generated."""
        return common.ready(cls, context)

    def execute(self, context: Context) -> set[Any]:
        """Read the selection, where there is one, and generate."""
        armature = active.active(context)
        try:
            choose(armature, context)
        except (RigError, EngineError) as error:
            return common.fail(self, error)
        active.settings(context).source = "inbetween"
        return generate.generate(self, context)


CLASSES: tuple[Any, ...] = (MOTIF_OT_use_selection, MOTIF_OT_inbetween)
