"""The take list: a row for each take, Keep, Re-roll and Discard, the switch to compare, and the Blend panel."""

from __future__ import annotations

import re

from bpy.types import Context, UILayout, UIList

from ..bpy_types import Object
from ..drawing import ghosts
from ..i18n.translations import tr
from ..properties.settings import MotifRig, MotifTake
from ..rig import active
from ..takes import own_pose, takes
from . import pose, strips
from .widgets import ArmaturePanelBody, mark

_SHARED = re.compile(r"^(a|the) (person|man|woman|figure|character) |\.\d{3}$", re.IGNORECASE)


class MOTIF_UL_takes(UIList):
    """The list of takes: name, a strip of its poses, length in frames, and a mark for planted feet."""

    def draw_item(
        self, context: Context, layout: UILayout, data: MotifRig, item: MotifTake, icon: int, active_data: MotifRig,
        active_property: str, index: int = 0, flt_flag: int = 0,
    ) -> None:  # fmt: skip
        """Draw one take's row."""
        if item.action is None:
            layout.label(text="Its Action was deleted", icon="ERROR")
            return
        column = layout.column(align=True)
        column.label(
            text=f"{index + 1}  {_short(item.action.name)}", translate=False
        )  # those of a prompt are called alike
        line = column.row(align=True)
        for icon_value in strips.icons(item.figures):
            line.template_icon(icon_value=icon_value, scale=1.4)
        facts = line.row(align=True)
        facts.alignment = "RIGHT"
        facts.label(text=str(item.frames), translate=False)
        # By this measure feet slide in a fifth to a third of captured frames too.
        facts.label(text="", icon=mark(item.quality, 0.5, 0.7))


def _before(armature: Object) -> str:
    """Return what Before brings back: an Action, the artist's pose, or rest."""
    own = tr("your pose") if own_pose.held(armature) else tr("rest pose")
    return tr("Before: {0}").format(armature.motif.before.name if armature.motif.before else own)


def _short(name: str) -> str:
    """Return a take's name without what all of them share: who moves, and the number that Blender adds."""
    return " + ".join(_SHARED.sub("", part) or part for part in name.split(" + "))


class TakesPanel(ArmaturePanelBody):
    """Choose among takes."""

    bl_label = "Takes"

    def draw(self, context: Context) -> None:
        """Draw the list and the buttons for the chosen take."""
        layout, armature = self.layout, active.active(context)
        store = armature.motif
        if not store.takes:
            layout.label(text="No takes yet", icon="INFO")
            if store.before is not None:
                text = _before(armature)
                layout.operator("motif.take_before", text=text, icon="LOOP_BACK", translate=False)
        else:
            row = layout.row(align=True)  # above the list, which can reach below the window's edge
            row.operator("motif.take_play", text="", icon="PLAY")
            row.operator("motif.take_keep", text="Keep")
            row.operator("motif.take_reroll", text="Re-roll")
            row.operator("motif.take_discard", text="Discard")
            rows = min(max(len(store.takes), 2), 4)  # one alone has a second's room: Blender draws no fewer
            layout.template_list("MOTIF_UL_takes", "", store, "takes", store, "chosen", rows=rows)
            self._facts(layout, armature)
            if 0 <= store.chosen < len(store.takes):
                pose.draw_family(layout, store.takes[store.chosen])
            self._compare(layout, armature)
            row = layout.row(align=True)
            row.operator("motif.take_fit_range", text="Fit Range")
            row.prop(active.settings(context), "follow", text="", toggle=True, icon="PREVIEW_RANGE")
            row.operator("motif.take_ghosts", text="", icon="GHOST_ENABLED", depress=ghosts.on())
            if ghosts.on():
                row.operator("motif.take_ghosts_pin", text="", icon="PINNED", depress=bool(ghosts.pinned()))
            row.operator_menu_enum("motif.take_export", "kind", text="", icon="EXPORT")

    @staticmethod
    def _facts(layout: UILayout, armature: Object) -> None:
        """Draw what the list has no room for: the chosen take's frames and its seed."""
        row = takes.chosen(armature)
        if row is None or row.action is None or not row.frames:
            return
        text = tr("Frames {0} to {1}").format(row.first, row.first + row.frames - 1)
        layout.label(text=f"{text} · #{row.seed}" if row.seed else text, translate=False)

    @staticmethod
    def _compare(layout: UILayout, armature: Object) -> None:
        """Draw the button that switches between take and original, named after what a click brings."""
        store = armature.motif
        if takes.shown(armature):
            text = _before(armature)
        else:
            row = store.takes[min(store.compared, len(store.takes) - 1)]
            text = tr("Take: {0}").format(row.action.name if row.action else "–")
        layout.operator("motif.take_compare", text=text, icon="UV_SYNC_SELECT", translate=False)


class BlendPanel(ArmaturePanelBody):
    """Mix two takes."""

    bl_label = "Blend"
    parent = "takes"
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Return whether there is an armature with takes."""
        armature = active.find(context)
        return armature is not None and bool(armature.motif.takes)

    def draw(self, context: Context) -> None:
        """Draw the other take, its share, and the button."""
        armature = active.active(context)
        store, column = armature.motif, self.layout.column(align=True)
        column.prop_search(store, "blend_with", store, "takes", text="With", icon="ACTION")
        row = column.row(align=True)
        row.prop(store, "blend", text="", slider=True)
        blend = row.operator("motif.take_blend", text="Blend")
        blend.other, blend.factor = store.blend_with, store.blend


CLASSES = (MOTIF_UL_takes,)
