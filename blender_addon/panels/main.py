"""Panels: what is drawn, from what is already known. The same panels stand in the 3D view and the Dope Sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bpy.types import Context, Panel, UILayout, UIList

from ..bpy_types import Icon
from ..i18n.translations import tr
from ..paths import PACKAGE
from ..properties.settings import MotifTake
from ..rig import active
from ..rig.binding import in_words
from ..session import installation, session
from ..takes import takes
from ..takes.settings import says_audio
from . import inbetween, pose, prompts, sound
from .widgets import paragraph, progress_bar


class _Body:
    """What a panel draws; `_panel` makes it one."""

    if TYPE_CHECKING:
        layout: UILayout


class _ForArmature(_Body):
    """Panels that have nothing to show without an armature."""

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Only with an armature."""
        return active.find(context) is not None


class MOTIF_UL_takes(UIList):
    """Takes: name, length, seed, and a mark."""

    def draw_item(
        self, context: Context, layout: UILayout, data: Any, item: MotifTake, icon: int, active_data: Any,
        active_property: str, index: int = 0, flt_flag: int = 0,
    ) -> None:  # fmt: skip
        """One row."""
        if item.action is None:
            layout.label(text="Its Action was deleted", icon="ERROR")
            return
        row = layout.row()
        row.label(text=item.action.name, translate=False)
        facts = row.row(align=True)
        facts.alignment = "RIGHT"
        for text, units in ((f"#{item.seed}", 2.6), (f"{item.frames}", 1.6)):
            cell = facts.row()
            cell.ui_units_x = units
            cell.alignment = "RIGHT"
            cell.label(text=text, translate=False)
        # By this measure feet slide in a fifth to a third of captured frames too.
        facts.label(text="", icon=_mark(item.quality, 0.5, 0.7))


class MOTIF_UL_bones(UIList):
    """Bone map: role, bone, how sure."""

    def draw_item(
        self, context: Context, layout: UILayout, data: Any, item: Any, icon: int, active_data: Any,
        active_property: str, index: int = 0, flt_flag: int = 0,
    ) -> None:  # fmt: skip
        """One row."""
        row = layout.split(factor=0.32)
        row.label(text=_short(item.name), translate=False)
        bone = row.row(align=True)
        if index == data.chosen_bone:  # which leaves room for a name and nothing else
            bone.prop_search(item, "bone", data.id_data.data, "bones", text="")
            return
        # A prefix that all bones share would push the names out of sight.
        bone.label(text=item.bone.rpartition(":")[2] or "–", translate=False)
        sure = bone.row()
        sure.ui_units_x = 1.9
        sure.alignment = "RIGHT"
        sure.label(text=f"{100 * item.confidence:.0f}%" if item.bone else "", translate=False)
        bone.label(text="", icon=_mark(item.confidence, 0.6, 0.8) if item.bone else "BLANK1")


def _mark(value: float, low: float, high: float) -> Icon:
    """A red, blue or green mark: poor, fair, good."""
    return ("KEYTYPE_EXTREME_VEC", "KEYTYPE_BREAKDOWN_VEC", "KEYTYPE_JITTER_VEC")[(value >= low) + (value >= high)]


def _short(role: str) -> str:
    """ "left_knee" -> "Knee L", translated."""
    side, _, part = role.rpartition("_")
    word = tr(in_words(part).capitalize())
    return f"{word} {side[0].upper()}" if side else word


class _Main(_Body):
    """Ask for a take."""

    bl_label = "Motif"

    def draw(self, context: Context) -> None:
        """Engine, armature, words, Generate."""
        layout = self.layout
        settings = active.settings(context)
        self._engine(layout, context)
        self._armature(layout, context)
        # Four words are too many for one row of a sidebar as wide as Blender opens it.
        layout.grid_flow(row_major=True, columns=2, even_columns=True, align=True).prop(settings, "source", expand=True)
        if settings.source == "audio":
            sound.draw_source(layout, context)
        elif settings.source == "inbetween":
            inbetween.draw_source(layout, context)
        elif settings.source == "pose":
            pose.draw_source(layout, context)
        else:
            prompts.draw_source(layout, context)
        self._numbers(layout, settings)
        self._generate(layout, context)

    @staticmethod
    def _engine(layout: UILayout, context: Context) -> None:
        state, news = session.status(), installation.news()
        if news is not None:
            progress_bar(layout, context, news.fraction, f"{news.doing}: {news.message}", "motif.cancel_install")
            return
        row = layout.row()
        if state.kind == "stopped":
            row = layout.column(align=True)
            paragraph(row, context, state.text, state.icon)
        else:
            row.label(text=state.text, icon=state.icon, translate=False)
        if state.kind == "missing":
            preferences = row.operator("preferences.addon_show", text="", icon="PREFERENCES", emboss=False)
            preferences.module = PACKAGE
            text = "Resume" if installation.state().kind == "unfinished" else "Install Engine"
            layout.operator("motif.install_engine", text=text, icon="IMPORT")
        elif state.kind == "stopped":
            row.operator("motif.start_engine", text="Restart", icon="FILE_REFRESH")
        elif state.kind == "idle":
            row.operator("motif.start_engine", text="", icon="PLAY", emboss=False)

    @staticmethod
    def _armature(layout: UILayout, context: Context) -> None:
        armature = active.find(context)
        if armature is None:
            layout.label(text="Select an armature", icon="ARMATURE_DATA")
            return
        known = active.summary(armature)
        column = layout.column(align=True)
        column.label(text=armature.name, icon="ARMATURE_DATA", translate=False)
        if known.problem:
            paragraph(column, context, known.problem, "ERROR")
            return
        family = known.family or tr("unknown rig")
        text = tr("{0}, {1} of 22 bones").format(family, known.found)
        column.label(text=text, icon="BLANK1", translate=False)

    @staticmethod
    def _numbers(layout: UILayout, settings: Any) -> None:
        column = layout.column()
        column.use_property_split = True
        column.use_property_decorate = False
        if settings.source == "text" and not settings.prompts:
            length = column.column(align=True)
            length.row(heading="Length").prop(settings, "automatic", text="Automatic")
            if not settings.automatic:
                length.prop(settings, "frames")
            if not says_audio(settings.prompt):  # else it lies where its sound does
                length.prop(settings, "start")
        row = column.row(align=True)
        row.prop(settings, "seed")
        row.operator("motif.dice", text="", icon="FILE_REFRESH")
        row.prop(settings, "lock_seed", text="", icon="LOCKED" if settings.lock_seed else "UNLOCKED")
        column.prop(settings, "takes")
        layout.row(align=True).prop(settings, "quality", expand=True)

    @staticmethod
    def _generate(layout: UILayout, context: Context) -> None:
        jobs = session.jobs()
        if jobs:
            _progress(layout, context, jobs[0])
        elif session.hearings():
            row = layout.row(align=True)
            row.scale_y = 1.8
            row.label(text="Listening", icon="SORTTIME")
            row.operator("motif.cancel", text="", icon="X")
        else:
            button = layout.row()
            button.scale_y = 1.8
            button.operator("motif.generate", text="Generate", icon="PLAY")
        note = session.notice()
        if note is not None:
            paragraph(layout, context, note.text, note.kind)


def _progress(layout: UILayout, context: Context, job: session.Job) -> None:
    """A bar with the step and the time left, and Cancel."""
    text = tr(job.message) if job.message else tr("Starting")
    if job.seconds_left is not None:
        text += tr(", {0:.0f} s left").format(max(job.seconds_left, 0))
    progress_bar(layout, context, job.fraction, text, "motif.cancel", tall=1.8)


class _Takes(_ForArmature):
    """Choose among takes."""

    bl_label = "Takes"

    def draw(self, context: Context) -> None:
        """The list, and what can be done with a take."""
        layout, armature = self.layout, active.active(context)
        store = armature.motif
        if not store.takes:
            layout.label(text="No takes yet", icon="INFO")
            if store.before is not None:
                text = tr("Before: {0}").format(store.before.name)
                layout.operator("motif.take_before", text=text, icon="LOOP_BACK", translate=False)
        else:
            rows = min(max(len(store.takes), 3), 6)
            layout.template_list("MOTIF_UL_takes", "", store, "takes", store, "chosen", rows=rows)
            row = layout.row(align=True)
            row.operator("motif.take_keep", text="Keep")
            row.operator("motif.take_reroll", text="Re-roll")
            row.operator("motif.take_discard", text="Discard")
            if 0 <= store.chosen < len(store.takes):
                pose.draw_family(layout, store.takes[store.chosen])
            self._compare(layout, armature)

    @staticmethod
    def _compare(layout: UILayout, armature: Any) -> None:
        """The name of what the button brings."""
        store = armature.motif
        if takes.shown(armature):
            text = tr("Before: {0}").format(store.before.name if store.before else tr("rest pose"))
        else:
            row = store.takes[min(store.compared, len(store.takes) - 1)]
            text = tr("Take: {0}").format(row.action.name if row.action else "–")
        layout.operator("motif.take_compare", text=text, icon="UV_SYNC_SELECT", translate=False)


class _Blend(_ForArmature):
    """Mix two takes."""

    bl_label = "Blend"
    parent = "takes"
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Only with takes."""
        armature = active.find(context)
        return armature is not None and bool(armature.motif.takes)

    def draw(self, context: Context) -> None:
        """The other take, how much of it, and the button."""
        armature = active.active(context)
        store, column = armature.motif, self.layout.column(align=True)
        column.prop_search(store, "blend_with", store, "takes", text="With", icon="ACTION")
        row = column.row(align=True)
        row.prop(store, "blend", text="", slider=True)
        blend = row.operator("motif.take_blend", text="Blend")
        blend.other, blend.factor = store.blend_with, store.blend


class _Advanced(_Body):
    """What is seldom changed."""

    bl_label = "Advanced"
    parent = "main"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: Context) -> None:
        """Sampling, feet, device."""
        layout, settings = self.layout, active.settings(context)
        layout.use_property_split = True
        layout.use_property_decorate = False
        sampling = layout.column(align=True)
        sampling.prop(settings, "guidance")
        sampling.prop(settings, "variety")
        sampling.prop(settings, "steps")
        layout.prop(settings, "clean_up")
        feet = layout.column()
        feet.active = settings.clean_up
        feet.prop(settings, "foot_lock")
        layout.prop(settings, "in_place")
        layout.prop(settings, "loop")
        prefs = session.preferences()
        if prefs is not None:
            layout.prop(prefs, "device")


class _Keys(_ForArmature):
    """How takes are keyed."""

    bl_label = "Keys"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: Context) -> None:
        """How many keys, where they go, what carries the character."""
        layout, armature = self.layout, active.active(context)
        store = armature.motif
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.prop(store, "keys")
        if store.keys == "sparse":
            error = layout.column(align=True)
            error.prop(store, "key_degrees", text="Degrees")
            error.prop(store, "key_millimetres", text="mm")
        layout.prop(store, "keys_into")
        layout.prop(store, "root_motion")
        if active.summary(armature).controls:
            layout.row().prop(store, "lead", expand=True)
        files = layout.column(align=True)
        files.operator("motif.import_motion", text="Import Motion", icon="IMPORT")
        files.operator("motif.import_smpl", text="SMPL-X Body", icon="ARMATURE_DATA")


class _Bones(_ForArmature):
    """Which bone plays which part."""

    bl_label = "Bone Map"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: Context) -> None:
        """Detect, mirror, presets, and a row a role."""
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
        else:
            hint = tr("Bones are matched by names and structure. Press Detect to see and change the match.")
            paragraph(layout, context, hint)
        if known.missing and not known.problem:
            words = ", ".join(in_words(role) for role in known.missing)
            paragraph(layout, context, tr("Without: {0}").format(words), "INFO")


def _panel(name: str, body: type, space: str, suffix: str) -> type[Panel]:
    """A panel in one editor's sidebar. Classes of their own: Blender mixes up a registered class and its heirs."""
    own: dict[str, Any] = {
        "bl_idname": f"MOTIF_PT_{name}{suffix}",
        "bl_space_type": space,
        "bl_region_type": "UI",
        "bl_category": "Motif",
        "__doc__": body.__doc__,
        "__module__": __name__,
    }
    if hasattr(body, "parent"):
        own["bl_parent_id"] = f"MOTIF_PT_{body.parent}{suffix}"
    return type(own["bl_idname"], (body, Panel), own)


_BODIES = {
    "main": _Main, "advanced": _Advanced, "takes": _Takes, "blend": _Blend, "beats": sound.Beats, "keys": _Keys,
    "bones": _Bones,
}  # fmt: skip
_EDITORS = {"VIEW_3D": "", "DOPESHEET_EDITOR": "_dope"}
CLASSES = (
    MOTIF_UL_takes,
    MOTIF_UL_bones,
    *(_panel(name, body, space, suffix) for space, suffix in _EDITORS.items() for name, body in _BODIES.items()),
)
