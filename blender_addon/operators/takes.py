"""Operators of the take list: keep, discard or re-roll the chosen take, show the Action from before."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.types import Context, Operator

from ..animation import actions
from ..rig import active
from ..rig.binding import RigError
from ..session.session import Job
from ..takes import takes
from ..takes.reroll import reroll
from . import common

NO_RECORD = "This take was not generated but blended or brought in: re-roll one of those that it comes from."


class _TakeOperator:
    """Operators on the chosen take."""

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled where a take is chosen."""
        armature = active.find(context)
        if armature is None:
            return common.refuse(cls, active.NO_ARMATURE)  # type: ignore[arg-type]
        row = takes.chosen(armature)
        sentence = "" if row is not None else "Choose a take in the list first."
        return common.refuse(cls, sentence)  # type: ignore[arg-type]


class MOTIF_OT_take_keep(_TakeOperator, Operator):
    """Keep this take as the armature's Action, and delete the other takes but for those that something else uses"""

    bl_idname = "motif.take_keep"
    bl_label = "Motif: Keep Take"
    bl_options = {"REGISTER", "UNDO"}

    clear: bpy.props.BoolProperty(name="Clear Others", description="Delete the other takes", default=True)

    def execute(self, context: Context) -> set[Any]:
        """Keep the chosen take."""
        armature = active.active(context)
        try:
            action = takes.keep(armature, self.clear)
        except RigError as error:
            return common.fail(self, error)
        common.tell(self, f"“{action.name}” is kept on “{armature.name}”")
        return {"FINISHED"}


class MOTIF_OT_take_discard(_TakeOperator, Operator):
    """Delete this take and show the next one, or what was there before"""

    bl_idname = "motif.take_discard"
    bl_label = "Motif: Discard Take"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: Context) -> set[Any]:
        """Delete the chosen take."""
        armature = active.active(context)
        row = takes.chosen(armature)
        name = row.action.name if row is not None and row.action is not None else ""
        try:
            gone = takes.discard(armature)
        except RigError as error:
            return common.fail(self, error)
        if not gone:
            common.tell(self, f"“{name}” left the list; something else uses it, so it stays in the file")
        return {"FINISHED"}


class MOTIF_OT_take_reroll(_TakeOperator, Operator):
    """Make this take again with the same words and settings and another seed"""

    bl_idname = "motif.take_reroll"
    bl_label = "Motif: Re-roll Take"

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled where takes can be generated and a take is chosen."""
        if not (common.ready(cls, context) and super().poll(context)):
            return False
        row = takes.chosen(active.active(context))
        meta = actions.read_meta(row.action) if row is not None else None
        again = meta is not None and isinstance(meta.get("request"), dict) and "seeds" in meta["request"]
        return common.refuse(cls, "" if again else NO_RECORD)

    def execute(self, context: Context) -> set[Any]:
        """Submit the chosen take's request with another seed."""
        armature = active.active(context)
        try:
            job = Job(*reroll(armature, context.scene, takes.chosen_action(armature), (common.draw(),)))
        except common.FAILURES as error:
            return common.fail(self, error)
        return common.run(self, job)


class MOTIF_OT_take_before(Operator):
    """Put back the Action that was on the armature before the takes; the takes stay in the list"""

    bl_idname = "motif.take_before"
    bl_label = "Motif: Show Action from Before"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled where an armature is active."""
        armature = active.find(context)
        return common.refuse(cls, active.NO_ARMATURE if armature is None else "")

    def execute(self, context: Context) -> set[Any]:
        """Assign the Action."""
        armature = active.active(context)
        takes.show_before(armature)
        return {"FINISHED"}


CLASSES: tuple[Any, ...] = (MOTIF_OT_take_keep, MOTIF_OT_take_discard, MOTIF_OT_take_reroll, MOTIF_OT_take_before)
