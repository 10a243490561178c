"""What an animator once stumbled over, tried again in a window: each finding's own steps, and whether they go well now.

`python tests/window/run.py --play findings`. Numbers are those of docs/results/panel.md.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import bpy

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.window.stage import Steps, Window, play


class Trial:
    """The window with a character, and what was found so far."""

    def __init__(self, window: Window, found: dict[str, Any]) -> None:
        from tests.blender import helpers as h

        self.window, self.found, self.part = window, found, h.part
        self.session = h.part("session.session")
        for item in list(bpy.data.objects):
            bpy.data.objects.remove(item)
        self.hero = h.build("mixamo", "Hero")
        bpy.ops.object.mode_set(mode="POSE")
        self.settings = bpy.context.scene.motif

    def note(self, name: str, well: bool, said: Any = "") -> None:
        """Note whether a finding is mended."""
        self.found[name] = {"well": bool(well), **({"said": str(said)} if said else {})}

    def generate(self, **settings: Any) -> Steps:
        """Set the scene's settings, press Generate and wait."""
        for name, value in settings.items():
            setattr(self.settings, name, value)
        try:
            self.window.call(bpy.ops.motif.generate)
        except RuntimeError:  # a refusal, which the notice tells
            return
        yield lambda: not self.session.jobs()
        yield 0.2

    def told(self) -> str:
        """Return what the panel says, "" for nothing."""
        note = self.session.notice()
        return note.text if note else ""

    def discard_all(self) -> None:
        while self.hero.motif.takes:
            self.hero.motif.chosen = 0
            bpy.ops.motif.take_discard()


def scenario(window: Window, found: dict[str, Any]) -> Steps:
    """Each finding in turn."""
    trial = Trial(window, found)
    yield from window.show_panel()
    trial.settings.quality = "draft"
    yield from _pose(trial)
    yield from _takes(trial)
    yield from _notices(trial)
    yield from _inbetween(trial)
    yield from _prompts(trial)
    yield from _rest(trial)
    yield from _space(trial)
    yield from _gone(trial)


def _pose(trial: Trial) -> Steps:
    """1: a pose set by hand and not keyed. 7: frames before 0 are told."""
    bone = trial.hero.pose.bones["mixamorig:LeftArm"]
    bone.rotation_mode = "QUATERNION"
    bone.rotation_quaternion = (0.9, 0.3, 0.2, 0.1)
    before = tuple(bone.rotation_quaternion)
    bpy.context.scene.frame_set(20)
    bone.rotation_quaternion = before
    trial.settings.pose.kind, trial.settings.pose.frames, trial.settings.pose.place = "motion", 60, "middle"
    yield from trial.generate(source="pose", prompt="", takes=1)
    row = trial.hero.motif.takes[0]
    trial.note("7 frames before 0 are told", row.first >= 0 or str(row.first) in trial.told(), trial.told())
    bpy.ops.motif.take_compare()
    back = tuple(bone.rotation_quaternion)
    trial.note("1 the pose is back with Before", all(abs(a - b) < 1e-6 for a, b in zip(before, back)), back)
    bpy.ops.motif.take_compare()
    trial.discard_all()
    back = tuple(bone.rotation_quaternion)
    trial.note("1 and after Discard", all(abs(a - b) < 1e-6 for a, b in zip(before, back)), back)
    bone.rotation_quaternion = (1, 0, 0, 0)


def _takes(trial: Trial) -> Steps:
    """2, 7, 9, 12: frames of the list, ranges, names, Re-roll of a blended take."""
    yield from trial.generate(source="text", prompt="a person walks forward", takes=2, automatic=True)
    hero, actions = trial.hero, trial.part("animation.actions")
    ranges = [actions.frame_range(row.action, hero) for row in hero.motif.takes]
    counts = [row.frames for row in hero.motif.takes]
    trial.note("2 the list counts the Action's frames", counts == [b - a + 1 for a, b in ranges], counts)
    bpy.ops.motif.take_fit_range()
    scene = bpy.context.scene
    chosen = ranges[hero.motif.chosen]
    trial.note("7 the scene is as long as the take", (scene.frame_start, scene.frame_end) == chosen, chosen)
    hero.motif.blend_with = hero.motif.takes[1].name
    bpy.ops.motif.take_blend(other=hero.motif.takes[1].name, factor=0.5)
    trial.note("12 a blended take offers no Re-roll", not bpy.ops.motif.take_reroll.poll())
    trial.window.redraw()
    yield 0.7
    trial.window.shoot("takes")
    names = [row.name for row in hero.motif.takes]
    trial.note("9 takes have names of their own", len(set(names)) == len(names), names)


def _notices(trial: Trial) -> Steps:
    """4: a message goes with what it speaks of."""
    yield from trial.generate(prompt="")
    said = trial.told()
    trial.settings.prompt = "a person waves"
    trial.note("4 a refusal goes once one types", bool(said) and not trial.told(), said)
    trial.settings.source, trial.settings.span.first, trial.settings.span.last = "inbetween", 1, 1
    yield from trial.generate()
    said = trial.told()
    trial.settings.source = "audio"
    trial.note("4 and with another source", bool(said) and not trial.told(), said)
    trial.note("6 an in-between of no frames is refused", "No frames are chosen" in said, said)


def _inbetween(trial: Trial) -> Steps:
    """11: a pin outside is told; the eyedropper stays within the Action."""
    span = trial.settings.span
    trial.settings.source, span.first, span.last, span.pins = "inbetween", 10, 30, "20, 90"
    trial.window.redraw()
    yield 2.0
    trial.window.shoot("pin-outside")
    first, last = trial.part("animation.actions").frame_range(trial.hero.animation_data.action, trial.hero)
    for frame in (first, last + 1):  # a scene's End lies after an Action's last frame
        bpy.context.scene.timeline_markers.new("End", frame=frame).select = True
    bpy.ops.motif.use_selection()
    trial.note(
        "11 the eyedropper stays within the Action", (span.first, span.last) == (first, last), (span.first, span.last)
    )
    span.pins = ""


def _prompts(trial: Trial) -> Steps:
    """8: a list in order; an empty one is named by its frames."""
    settings = trial.settings
    settings.source = "text"
    for words, first, last in (("a person waves", 61, 100), ("a person walks", 1, 60), ("", 101, 140)):
        row = settings.prompts.add()
        row.text, row.first, row.last = words, first, last
    trial.window.redraw()
    yield 0.7
    trial.window.shoot("prompts")
    yield from trial.generate(takes=1)
    trial.note("8 an empty prompt is told by its frames", "101 to 140" in trial.told(), trial.told())
    settings.prompts.clear()


def _rest(trial: Trial) -> Steps:
    """16: the rest of a pose is named after what it stands in."""
    hero = trial.hero
    hero.motif.chosen = 0
    action = hero.animation_data.action
    bpy.ops.motif.take_keep(clear=True)
    for bone in hero.pose.bones:
        select = bone if bpy.app.version >= (5, 0) else bone.bone
        select.select = bone.name == "mixamorig:LeftArm"
    trial.settings.pose.kind, trial.settings.pose.given = "rest", "selected"
    bpy.context.scene.frame_set(20)
    yield from trial.generate(source="pose", prompt="", takes=1)
    names = [row.name for row in hero.motif.takes]
    trial.note("16 a pose is named after its Action", names and names[0].startswith(action.name[:20]), names)
    trial.discard_all()


def _space(trial: Trial) -> Steps:
    """15: Generate at twice the scale and in a Dope Sheet. 14: Motion without an armature. 10: search."""
    trial.settings.source, trial.settings.prompt = "text", "a person walks forward"
    view = bpy.context.preferences.view
    view.ui_scale = 2.0
    yield 1.5
    trial.window.shoot("twice-the-scale")
    view.ui_scale = 1.0
    yield 1.0
    yield from _dope_sheet(trial)
    bpy.context.view_layer.objects.active = None
    trial.settings.source = "motion"
    trial.window.redraw()
    yield 0.7
    trial.window.shoot("motion-without-armature")
    trial.note("14 an SMPL-X body without an armature", bpy.ops.motif.import_smpl.poll())
    bpy.context.view_layer.objects.active = trial.hero
    entries = trial.part("panels.menus")._ENTRIES
    names = {name for names in entries.values() for name in names}
    trial.note("10 commands stand in menus, where F3 finds them", len(names) > 8, sorted(names))


def _dope_sheet(trial: Trial) -> Steps:
    """15: the tab in a Dope Sheet of usual height."""
    screen = bpy.context.window_manager.windows[0].screen
    area = next(a for a in screen.areas if a.type == "DOPESHEET_EDITOR")
    view = trial.window.place["area"]
    kind, view_kind = area.ui_type, view.ui_type
    view.ui_type = "DOPESHEET"  # the 3D view's place, halved
    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0], area=view):
        bpy.ops.screen.area_split(direction="HORIZONTAL", factor=0.4)
    dope = min((a for a in screen.areas if a.ui_type == "DOPESHEET"), key=lambda a: a.y)
    dope.spaces[0].show_region_ui = True
    yield 1.5
    if bpy.app.version >= (4, 2):
        next(r for r in dope.regions if r.type == "UI").active_panel_category = "Motif"
    yield 1.5
    trial.window.shoot("dope-sheet")
    for other in (a for a in screen.areas if a.ui_type == "DOPESHEET"):
        other.ui_type = view_kind
    area.ui_type = kind
    yield 0.5


def _gone(trial: Trial) -> Steps:
    """3: Actions of takes that nobody kept go with their character."""
    yield from trial.generate(source="text", prompt="a person waves", takes=2)
    made = [row.action.name for row in trial.hero.motif.takes]
    bpy.data.objects.remove(trial.hero)
    bpy.ops.outliner.orphans_purge(do_recursive=True)
    left = [name for name in made if name in bpy.data.actions]
    trial.note("3 takes go with their character", made and not left, left)


if __name__ == "__main__":
    play(scenario, 900.0)
