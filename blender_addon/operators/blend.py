"""Operators that compare a take with the Action from before, and blend two takes."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.types import Context, Operator

from ..animation import actions
from ..bpy_types import Action, Object
from ..keying import blend
from ..rig import active
from ..rig.binding import RigError
from ..takes import takes
from ..takes.target import check_writable
from . import common


class MOTIF_OT_take_compare(Operator):
    """Change between the take and the Action that was on the armature before: press again to change back"""

    bl_idname = "motif.take_compare"
    bl_label = "Motif: Compare Take"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled for an armature with takes."""
        armature = active.find(context)
        if armature is None:
            return common.refuse(cls, active.NO_ARMATURE)
        return common.refuse(cls, "" if armature.motif.takes else "There is no take to compare: generate one first.")

    def execute(self, context: Context) -> set[Any]:
        """Toggle between take and Action."""
        armature = active.active(context)
        try:
            takes.compare(armature)
        except RigError as error:
            return common.fail(self, error)
        return {"FINISHED"}


class MOTIF_OT_take_blend(Operator):
    """Mix the chosen take with another one, or with the Action from before, into a new take"""

    bl_idname = "motif.take_blend"
    bl_label = "Motif: Blend Takes"
    bl_options = {"REGISTER", "UNDO"}

    other: bpy.props.StringProperty(
        name="With", description="The other take; empty for the Action from before the takes"
    )
    factor: bpy.props.FloatProperty(
        name="Share", description="0 is the chosen take, 1 the other one", default=0.5, min=0, max=1, subtype="FACTOR"
    )

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled for a chosen take with another take or Action to blend it with."""
        armature = active.find(context)
        if armature is None:
            return common.refuse(cls, active.NO_ARMATURE)
        store = armature.motif
        if takes.chosen(armature) is None:
            return common.refuse(cls, "Choose a take in the list first.")
        alone = len(store.takes) < 2 and store.before is None
        return common.refuse(cls, "There is nothing to blend it with: make another take first." if alone else "")

    def execute(self, context: Context) -> set[Any]:
        """Blend, add the result to the list and show it."""
        armature = active.active(context)
        try:
            chosen, quality = takes.chosen_action(armature), armature.motif.takes[armature.motif.chosen].quality
            check_writable(armature)
            other = _other(armature, self.other, chosen)
            action = _blend(armature, chosen, other, self.factor)
        except RigError as error:
            return common.fail(self, error)
        takes.add(armature, action, f"{self.factor:.0%}", quality)
        common.tell(self, f"“{chosen.name}” and “{other.name}” are blended")
        return {"FINISHED"}


def _other(armature: Object, name: str, chosen: Action) -> Action:
    """Return the Action of the take `name`, for "" the one from before the takes. Raises RigError."""
    store = armature.motif
    if not name:
        if store.before is None:
            raise RigError("Nothing was on the armature before: choose the other take first.")
        return store.before
    found = next((row.action for row in store.takes if row.action is not None and name in _names(row)), None)
    if found is None:
        raise RigError(f"The take “{name}” is gone: choose another one to blend with.")
    if found == chosen:
        raise RigError("A take can't be blended with itself: choose another one.")
    return found


def _names(row: Any) -> tuple[str, str]:
    return row.name, row.action.name


def _blend(armature: Object, first: Action, second: Action, factor: float) -> Action:
    mine, theirs = (actions.read_meta(action) or {} for action in (first, second))
    meta = blend.record(mine, theirs, (first.name, second.name), factor)
    return blend.blend(armature, first, second, factor, f"{first.name} + {second.name}", meta)


CLASSES: tuple[Any, ...] = (MOTIF_OT_take_compare, MOTIF_OT_take_blend)
