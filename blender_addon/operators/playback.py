"""Operators that play the chosen take in its own frames, and fit the scene to it."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.types import Context, Operator

from ..drawing import ghosts
from ..rig import active
from ..rig.binding import RigError
from ..takes import takes
from . import common


def _poll(cls: Any, context: Context) -> bool:
    armature = active.find(context)
    if armature is None:
        return common.refuse(cls, active.NO_ARMATURE)
    row = takes.chosen(armature)
    gone = row is None or row.action is None
    return common.refuse(cls, "Choose a take in the list first." if gone else "")


class MOTIF_OT_take_play(Operator):
    """Play the chosen take round and round in its own frames, by the preview range; press again to stop"""

    bl_idname = "motif.take_play"
    bl_label = "Motif: Play Take"

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled where a take is chosen."""
        return _poll(cls, context)

    def execute(self, context: Context) -> set[Any]:
        """Set the preview range and start, or stop."""
        scene, screen = context.scene, context.screen
        if screen is not None and screen.is_animation_playing:
            bpy.ops.screen.animation_cancel(restore_frame=False)
            return {"FINISHED"}
        first, last = takes.frames(takes.chosen(active.active(context)))
        takes.preview(scene, first, last)
        if not first <= scene.frame_current <= last:
            scene.frame_set(first)
        if screen is not None and not bpy.app.background:
            bpy.ops.screen.animation_play()
        return {"FINISHED"}


class MOTIF_OT_take_fit_range(Operator):
    """Let the scene begin and end with the chosen take"""

    bl_idname = "motif.take_fit_range"
    bl_label = "Motif: Fit Range to Take"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled where a take is chosen."""
        return _poll(cls, context)

    def execute(self, context: Context) -> set[Any]:
        """Set the scene's first and last frame."""
        scene = context.scene
        first, last = takes.frames(takes.chosen(active.active(context)))
        if last < 0:
            return common.fail(
                self, RigError("The whole take lies before frame 0, where no scene can begin: move it to later frames.")
            )
        scene.frame_start, scene.frame_end = max(first, 0), last
        if first < 0:
            common.tell(self, f"The take begins at frame {first}, and a scene can't begin before 0", warning=True)
        return {"FINISHED"}


class MOTIF_OT_take_ghosts(Operator):
    """Show the chosen take as figures along its way, with the paths of feet and hands; press again to hide them"""

    bl_idname = "motif.take_ghosts"
    bl_label = "Motif: Ghosts of Take"

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled where a take is chosen, and to hide what shows."""
        return ghosts.on() or _poll(cls, context)

    def execute(self, context: Context) -> set[Any]:
        """Show or hide them."""
        if ghosts.on():
            ghosts.hide()
            return {"FINISHED"}
        armature = active.active(context)
        try:
            ghosts.show(armature, takes.chosen_action(armature))
        except RigError as error:
            return common.fail(self, error)
        return {"FINISHED"}


class MOTIF_OT_take_ghosts_pin(Operator):
    """Let this take's ghosts stay while another is chosen, to compare two; press again on it to let them go"""

    bl_idname = "motif.take_ghosts_pin"
    bl_label = "Motif: Keep Ghosts of Take"

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled where a take is chosen."""
        return _poll(cls, context)

    def execute(self, context: Context) -> set[Any]:
        """Pin or unpin the chosen take."""
        armature = active.active(context)
        try:
            ghosts.pin(armature, takes.chosen_action(armature))
        except RigError as error:
            return common.fail(self, error)
        return {"FINISHED"}


CLASSES: tuple[Any, ...] = (
    MOTIF_OT_take_ghosts,
    MOTIF_OT_take_ghosts_pin,
    MOTIF_OT_take_play,
    MOTIF_OT_take_fit_range,
)
