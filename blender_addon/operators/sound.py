"""Operators for sound: edit the list of styles, set markers on beats, snap accents to beats or markers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import bpy
from bpy.types import Context, Operator

from ..animation import actions
from ..bpy_types import Scene
from ..engine.protocol.sound import SoundAnalysis
from ..keying.snap import snap
from ..properties.sound import STYLES
from ..rig import active
from ..rig.binding import RigError
from ..session import session
from ..session.session import SoundJob
from ..sources import sound
from ..takes.target import Target, check_writable
from . import common

MARKER, SECTION = "Beat", "Section"


def _busy() -> str:
    return "Motif is busy: wait for it, or cancel it." if session.jobs() or session.sound_jobs() else ""


def _listen(operator: Operator, job: SoundJob) -> set[Any]:
    """Submit a sound to be analysed; in background, wait for the result."""
    try:
        if bpy.app.background:
            common.tell(operator, session.analyse_now(job))
        else:
            session.submit_analysis(job)
    except common.FAILURES as error:
        return common.fail(operator, error)
    return {"FINISHED"}


class MOTIF_OT_style_add(Operator):
    """Add a style to the list"""

    bl_idname = "motif.style_add"
    bl_label = "Motif: Add Style"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: Context) -> set[Any]:
        """Append the first style that is not listed."""
        settings = active.settings(context).sound
        used = {row.style for row in settings.styles}
        row = settings.styles.add()
        row.style = next((name for name, *_ in STYLES if name not in used), STYLES[0][0])
        settings.chosen = len(settings.styles) - 1
        return {"FINISHED"}


class MOTIF_OT_style_remove(Operator):
    """Take this style off the list"""

    bl_idname = "motif.style_remove"
    bl_label = "Motif: Remove Style"
    bl_options = {"REGISTER", "UNDO"}

    index: bpy.props.IntProperty(name="Number", min=0)

    def execute(self, context: Context) -> set[Any]:
        """Remove the row; keys on later rows' weights stay with the rows' numbers."""
        settings = active.settings(context).sound
        if not 0 <= self.index < len(settings.styles):
            return {"CANCELLED"}
        settings.styles.remove(self.index)
        return {"FINISHED"}


class MOTIF_OT_add_beat_markers(Operator):
    """Put a timeline marker on each beat of the sound. Beat markers from before are replaced, your own stay"""

    bl_idname = "motif.add_beat_markers"
    bl_label = "Motif: Add Beat Markers"  # without UNDO: what is heard later pushes the one step
    bl_options = {"REGISTER"}

    @classmethod
    def poll(cls, _context: Context) -> bool:
        """Enabled where an engine is installed and idle."""
        return common.refuse(cls, _busy() or session.problem())

    def execute(self, context: Context) -> set[Any]:
        """Have the sound analysed, then set the markers."""
        return _mark(self, context.scene, add_markers, "Motif: Add Beat Markers")


class MOTIF_OT_add_section_markers(Operator):
    """Put a timeline marker where the music goes over into something else; sections that sound alike share a letter.
    Section markers from before are replaced, your own stay"""

    bl_idname = "motif.add_section_markers"
    bl_label = "Motif: Add Section Markers"
    bl_options = {"REGISTER"}

    @classmethod
    def poll(cls, _context: Context) -> bool:
        """Enabled where an engine is installed and idle."""
        return common.refuse(cls, _busy() or session.problem())

    def execute(self, context: Context) -> set[Any]:
        """Have the sound analysed, then set the markers."""
        return _mark(self, context.scene, add_sections, "Motif: Add Section Markers")


def _mark(
    operator: Operator, scene: Scene, add: Callable[[Scene, SoundAnalysis, int, float], str], undo: str
) -> set[Any]:
    """Have the scene's chosen sound analysed, then set markers by `add`."""
    try:
        mix, start, _ = sound.chosen(scene)
    except common.FAILURES as error:
        return common.fail(operator, error)
    name, fps = scene.name, actions.scene_fps(scene)
    return _listen(operator, SoundJob(mix, lambda found: add(bpy.data.scenes[name], found, start, fps), undo))


def add_markers(scene: Scene, found: SoundAnalysis, start: int, fps: float) -> str:
    """Replace the beat markers; returns a sentence for the artist. Raises RigError for a sound without a steady
    beat."""
    if not found.steady:
        raise RigError("No steady beat is heard, as in speech: set markers of your own and snap to them.")
    _remove(scene, MARKER)
    for number, time in enumerate(found.beats, 1):
        scene.timeline_markers.new(f"{MARKER} {number}", frame=start + round(time * fps))
    return f"{len(found.beats)} beats, {found.tempo:.0f} a minute"


def add_sections(scene: Scene, found: SoundAnalysis, start: int, fps: float) -> str:
    """Replace the section markers; returns a sentence for the artist. Raises RigError for a sound without a steady
    beat."""
    if not found.sections:
        raise RigError("No bars are heard, which sections are made of: set markers of your own.")
    _remove(scene, SECTION)
    for time, letter in found.sections:
        scene.timeline_markers.new(f"{SECTION} {letter}", frame=start + round(time * fps))
    return f"{len(found.sections)} sections, {len({letter for _, letter in found.sections})} of them different"


def _remove(scene: Scene, name: str) -> None:
    for marker in [m for m in scene.timeline_markers if m.name.startswith(name)]:
        scene.timeline_markers.remove(marker)


class MOTIF_OT_snap(Operator):
    """Bend the take's time a little, so that its steps and gestures end on the beats or on your markers. Feet that
    stand stay where they are"""

    bl_idname = "motif.snap"
    bl_label = "Motif: Snap to Beats or Markers"
    bl_options = {"REGISTER"}

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled for an armature with an Action; for beats where the engine is idle."""
        armature = active.find(context)
        if armature is None:
            return common.refuse(cls, active.NO_ARMATURE)
        data = armature.animation_data
        none = "Generate a take first, or give the armature an Action." if data is None or data.action is None else ""
        beats = active.settings(context).sound.snap_to == "beats"
        return common.refuse(cls, none or _busy() or (session.problem() if beats else ""))

    def execute(self, context: Context) -> set[Any]:
        """Snap to markers at once; to beats after the sound is analysed."""
        armature, scene = active.active(context), context.scene
        settings = active.settings(context).sound
        try:
            check_writable(armature)
            if settings.snap_to == "markers":
                text = snap(armature, scene, [float(m.frame) for m in scene.timeline_markers], settings.reach)
                common.tell(self, text)
                session.notify(text)
                session.push_undo("Motif: Snap to Markers")
                return {"FINISHED"}
            mix, start, _ = sound.chosen(scene)
        except common.FAILURES as error:
            return common.fail(self, error)
        target, fps, reach = Target.of(armature, scene), actions.scene_fps(scene), settings.reach

        def snap_to_beats(found: SoundAnalysis) -> str:
            if not found.steady:
                raise RigError("No steady beat is heard, as in speech: set markers and snap to them.")
            frames = [start + float(time) * fps for time in found.beats]
            return snap(target.find(), target.find_scene(), frames, reach)

        return _listen(self, SoundJob(mix, snap_to_beats, "Motif: Snap to Beats"))


CLASSES: tuple[Any, ...] = (
    MOTIF_OT_style_add, MOTIF_OT_style_remove, MOTIF_OT_add_beat_markers, MOTIF_OT_add_section_markers, MOTIF_OT_snap,
)  # fmt: skip
