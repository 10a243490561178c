"""Operators of paths and targets: draw a path on the floor, add and remove targets."""

from __future__ import annotations

import contextlib
from typing import Any

import bpy
from bpy.types import Context, Operator

from ..rig import active
from . import common


class MOTIF_OT_path_draw(Operator):
    """Draw the path: a new curve on the floor, seen from above. Press and drag from where the character is to begin"""

    bl_idname = "motif.path_draw"
    bl_label = "Motif: Draw Path"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled in Object Mode and in Pose Mode."""
        busy = context.mode not in ("OBJECT", "POSE")
        return common.refuse(cls, "Leave this mode first: a path is drawn from Object or Pose Mode." if busy else "")

    def execute(self, context: Context) -> set[Any]:
        """Add an empty curve at the character's place and enter its draw mode."""
        armature, settings = active.find(context), active.settings(context)
        data = bpy.data.curves.new("Path", "CURVE")
        data.dimensions = "3D"
        curve = bpy.data.objects.new("Path", data)
        context.scene.collection.objects.link(curve)
        if armature is not None:
            curve.location = armature.matrix_world.translation
            context.scene.cursor.location = curve.location
        settings.way.curve = curve
        if context.mode == "POSE":
            bpy.ops.object.mode_set(mode="OBJECT")
        for obj in context.view_layer.objects.selected:
            obj.select_set(False)
        curve.select_set(True)
        context.view_layer.objects.active = curve
        bpy.ops.object.mode_set(mode="EDIT")
        context.scene.tool_settings.curve_paint_settings.depth_mode = "CURSOR"
        if context.space_data is not None and context.space_data.type == "VIEW_3D":
            with contextlib.suppress(RuntimeError):  # a view that is fixed stays as it is
                bpy.ops.view3d.view_axis(type="TOP")
            bpy.ops.wm.tool_set_by_id(name="builtin.draw")
        return {"FINISHED"}


class MOTIF_OT_target_add(Operator):
    """Add a target: the selected object, reached in the current frame"""

    bl_idname = "motif.target_add"
    bl_label = "Motif: Add Target"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: Context) -> set[Any]:
        """Append a row."""
        way, armature = active.settings(context).way, active.find(context)
        row = way.targets.add()
        row.first = row.last = context.scene.frame_current
        others = [
            obj for obj in context.selected_objects if obj not in (armature, way.curve) and obj.type != "ARMATURE"
        ]
        row.object = others[0] if others else None
        way.chosen = len(way.targets) - 1
        return {"FINISHED"}


class MOTIF_OT_target_remove(Operator):
    """Remove this target from the list"""

    bl_idname = "motif.target_remove"
    bl_label = "Motif: Remove Target"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled where the list has a row."""
        empty = not active.settings(context).way.targets
        return common.refuse(cls, "The list of targets is empty: add one first." if empty else "")

    def execute(self, context: Context) -> set[Any]:
        """Remove the row."""
        way = active.settings(context).way
        way.targets.remove(min(way.chosen, len(way.targets) - 1))
        way.chosen = max(0, min(way.chosen, len(way.targets) - 1))
        return {"FINISHED"}


CLASSES: tuple[Any, ...] = (MOTIF_OT_path_draw, MOTIF_OT_target_add, MOTIF_OT_target_remove)
