"""The Check panel: what is wrong in the animation, worst first, and what to do about it; and Clean Up."""

from __future__ import annotations

from bpy.types import Context, UILayout, UIList

from ..bpy_types import Icon
from ..i18n.translations import tr
from ..properties.check import MotifCheck, MotifProblem, store_of
from ..retarget.checks import mending
from ..retarget.checks.problems import number
from ..rig import active
from .bone_map import short_label
from .widgets import ArmaturePanelBody, paragraph

# Kind -> how the list calls it.
LABELS = {
    "slide": "Foot slides", "sink": "Foot sinks", "jolt": "Jolt", "knee": "Knee snaps", "range": "Bent too far",
    "hand": "Hand in body", "beat": "Off the beat", "path": "Off the path", "target": "Off the target",
}  # fmt: skip
_BAD = 1.6  # severity: 1 at the limit, 2 as bad as captured motion ever is
_STEPS = ("spikes", "jitter", "floor", "feet")


class MOTIF_UL_problems(UIList):
    """The problems: how bad, what, where, and in which frames."""

    def draw_item(
        self, context: Context, layout: UILayout, data: MotifCheck, item: MotifProblem, icon: int,
        active_data: MotifCheck, active_property: str, index: int = 0, flt_flag: int = 0,
    ) -> None:  # fmt: skip
        """Draw one problem's row."""
        row = layout.row()
        row.label(text=_what(item), icon=_icon(item.severity), translate=False)
        facts = row.row()
        facts.alignment = "RIGHT"
        frames = f"{item.first}" if item.first == item.last else f"{item.first}–{item.last}"
        facts.label(text=frames, translate=False)


def _what(item: MotifProblem) -> str:
    """Return what is wrong, and with which joint."""
    return f"{tr(LABELS[item.kind])}, {short_label(item.joint)}" if item.joint else tr(LABELS[item.kind])


def _icon(severity: float) -> Icon:
    """Return a red mark for what captured motion hardly ever does, else a yellow one."""
    return "KEYTYPE_EXTREME_VEC" if severity > _BAD else "KEYTYPE_KEYFRAME_VEC"


class CheckPanel(ArmaturePanelBody):
    """What is wrong in the animation, and where."""

    bl_label = "Check"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: Context) -> None:
        """Draw the button, the list, and what can be done with the chosen problem."""
        layout, armature = self.layout, active.active(context)
        store = store_of(context)
        row = layout.row(align=True)
        row.operator("motif.check", text="Check", icon="VIEWZOOM")
        row.prop(store, "strips", text="", icon="SEQ_STRIP_DUPLICATE", toggle=True)
        if store.armature != armature.name:
            return
        if not store.fits(armature):
            paragraph(layout, context, tr("Measured on “{0}”: press Check again").format(store.action), "INFO")
            return
        if not store.problems:
            layout.label(text="Nothing is wrong", icon="CHECKMARK")
            return
        rows = min(max(len(store.problems), 3), 6)
        layout.template_list("MOTIF_UL_problems", "", store, "problems", store, "chosen", rows=rows)
        if not 0 <= store.chosen < len(store.problems):
            return
        one = store.problems[store.chosen]
        told = tr("{0} {2}, where {1} {2} is usual").format(number(one.worst), number(one.limit), one.unit)
        paragraph(layout, context, f"{_what(one)}: {told}")  # the list may have cut its name
        row = layout.row(align=True)
        row.operator("motif.problem_next", text="Next")
        row.operator("motif.problem_select", text="Select")
        row.operator("motif.problem_mend", text="Mend" if mending.can_mend(one.kind) else "In-between")


class CleanUpPanel(ArmaturePanelBody):
    """Clean captured motion."""

    bl_label = "Clean Up"
    parent = "check"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: Context) -> None:
        """Draw the steps with their strengths, how keys are written, the button, and what was done."""
        layout, armature = self.layout, active.active(context)
        store = store_of(context)
        steps = layout.column(align=True)
        for name in _STEPS:
            row = steps.row(align=True)
            row.prop(store, name, toggle=True)
            strength = row.row(align=True)
            strength.enabled = getattr(store, name)
            strength.prop(store, f"{name}_strength", text="", slider=True)
        layout.row().prop(armature.motif, "keys", expand=True)
        layout.operator("motif.clean_up", text="Clean Up", icon="BRUSH_DATA")
        if store.told and store.fits(armature):
            paragraph(layout, context, tr(store.told), "CHECKMARK")


CLASSES = (MOTIF_UL_problems,)
