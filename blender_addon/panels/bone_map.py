"""The Bone Map panel: a row for each role with its bone and the confidence of the match, and the presets."""

from __future__ import annotations

from bpy.types import Context, UILayout, UIList

from ..i18n.translations import tr
from ..properties.settings import MotifBone, MotifRig
from ..rig import active
from ..rig.binding import in_words
from .widgets import ArmaturePanelBody, mark, paragraph


class MOTIF_UL_bones(UIList):
    """The bone map: role, bone, and the confidence of the match."""

    def draw_item(
        self, context: Context, layout: UILayout, data: MotifRig, item: MotifBone, icon: int, active_data: MotifRig,
        active_property: str, index: int = 0, flt_flag: int = 0,
    ) -> None:  # fmt: skip
        """Draw one role's row."""
        row = layout.split(factor=0.32)
        row.label(text=short_label(item.name), translate=False)
        bone = row.row(align=True)
        # A prefix that all bones share would push the names out of sight.
        bone.label(text=item.bone.rpartition(":")[2] or "–", translate=False)
        confidence = bone.row()
        confidence.ui_units_x = 1.9
        confidence.alignment = "RIGHT"
        confidence.label(text=f"{100 * item.confidence:.0f}%" if item.bone else "", translate=False)
        twice = item.bone and sum(other.bone == item.bone for other in data.bones) > 1
        sure = mark(item.confidence, 0.6, 0.8) if item.bone else "BLANK1"
        bone.label(text="", icon="ERROR" if twice else sure)

    def filter_items(self, context: Context, data: MotifRig, property: str) -> tuple[list[int], list[int]]:
        """List the trunk from the hips up, then each limb from the body outwards."""
        return [], [_ORDER.get(row.name, len(_ORDER)) for row in data.bones]


_TRUNK = ("pelvis", "spine1", "spine2", "spine3", "neck", "head")
_LIMBS = (("collar", "shoulder", "elbow", "wrist"), ("hip", "knee", "ankle", "foot"))
_ORDER = {
    role: place
    for place, role in enumerate(
        [*_TRUNK, *(f"{side}_{part}" for limb in _LIMBS for side in ("left", "right") for part in limb)]
    )
}


def short_label(role: str) -> str:
    """Return a role's short label: "left_knee" -> "Knee L", translated."""
    side, _, part = role.rpartition("_")
    word = tr(in_words(part).capitalize())
    return f"{word} {side[0].upper()}" if side else word


class BoneMapPanel(ArmaturePanelBody):
    """Which bone plays which part."""

    bl_label = "Bone Map"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: Context) -> None:
        """Draw the buttons, the presets and the list of roles."""
        layout, armature = self.layout, active.active(context)
        store = armature.motif
        known = active.summary(armature)
        row = layout.row(align=True)
        row.operator("motif.detect_bones", text="Detect", icon="VIEWZOOM")
        row.operator("motif.mirror_bones", text="Mirror", icon="MOD_MIRROR").source = "chosen"
        row = layout.row(align=True)
        row.operator("motif.save_bones", text="Save Preset")
        row.menu("MOTIF_MT_bone_presets", text="Load Preset")
        if store.bones:
            layout.template_list("MOTIF_UL_bones", "", store, "bones", store, "chosen_bone", rows=11)
            if 0 <= store.chosen_bone < len(store.bones):  # below the list, where the whole name has room
                chosen = store.bones[store.chosen_bone]
                field = layout.column(align=True)
                field.label(text=short_label(chosen.name), translate=False)
                field.prop_search(chosen, "bone", armature.data, "bones", text="")
        else:
            hint = tr("Bones are matched by names and structure. Press Detect to see and change the match.")
            paragraph(layout, context, hint)
        if known.missing and not known.problem:
            words = ", ".join(short_label(role) for role in known.missing)
            paragraph(layout, context, tr("Without: {0}").format(words), "INFO")


CLASSES = (MOTIF_UL_bones,)
