"""What the panel's tasks take in a real window: presses and seconds, and redraws with strips and ghosts on.

`python tests/window/run.py --play tasks`. Presses are of buttons, rows and choices; typing is none. Seconds run from
the first press to what was asked for being on the character; on a machine that does nothing else.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import bpy

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.window.stage import Steps, Window, play

COUNT_S = 5.0  # for which redraws are counted
SETTLE_S = 4.0  # before that: the view is smoothed step by step, and a part of Blender is translated when first used
PUSHED_CM = 20.0  # that a standing foot is made to slide


class Clock:
    """Counts presses, and seconds from the first one."""

    def __init__(self, window: Window, found: dict[str, Any]) -> None:
        self.window, self.found = window, found
        self.presses, self.began = 0, 0.0

    def press(self, what: Any, **options: Any) -> None:
        """Press a button, or make a choice with what is called."""
        if not self.presses:
            self.began = time.monotonic()
        self.presses += 1
        if what is None:
            return
        done = self.window.call(what, **options)
        assert done == {"FINISHED"}, (what, done)

    def choose(self, group: Any, name: str, value: Any) -> None:
        """Make a choice in a menu, a row of buttons or a list."""
        self.press(None)
        setattr(group, name, value)

    def done(self, task: str) -> None:
        """Note the task, and begin with another."""
        self.found[task] = {"presses": self.presses, "seconds": round(time.monotonic() - self.began, 2)}
        self.presses = 0


def scenario(window: Window, found: dict[str, Any]) -> Steps:
    """The tasks, one after another, on a Mixamo skeleton and on another one beside it."""
    from tests.blender import helpers as h

    session = h.part("session.session")
    for item in list(bpy.data.objects):
        bpy.data.objects.remove(item)
    other = h.build("rigify", "Other")
    other.location.x = 2
    hero = h.build("mixamo", "Hero")
    bpy.ops.object.mode_set(mode="POSE")
    yield from window.show_panel()
    clock = Clock(window, found)
    yield from redraws(window, found, "no takes")
    settings = bpy.context.scene.motif
    settings.prompt = "a person walks forward"
    for name in ("first take of a session, three to choose from", "three takes, engine running"):
        clock.press(bpy.ops.motif.generate)
        yield lambda: not session.jobs()
        clock.done(name)
    clock.choose(hero.motif, "chosen", 1)
    clock.done("another take")
    clock.press(bpy.ops.motif.take_compare)
    clock.done("back to what was there before")
    hero.motif.chosen = 2
    clock.press(bpy.ops.motif.take_play)
    clock.done("play a take in its own frames")
    bpy.ops.screen.animation_cancel(restore_frame=False)
    yield 0.3
    yield from redraws(window, found, "strips")
    clock.press(bpy.ops.motif.take_ghosts)
    clock.done("ghosts of a take")
    yield from redraws(window, found, "strips and ghosts")
    bpy.ops.motif.take_ghosts()
    yield from _mend(clock, hero)
    yield from _retarget(clock, window, hero, other, settings)


def _mend(clock: Clock, hero: Any) -> Steps:
    """A foot slides in the chosen take, by hand; it is found and mended."""
    frames = _slide(hero)
    clock.press(bpy.ops.motif.check)
    store = bpy.context.window_manager.motif_check
    slides = [n for n, row in enumerate(store.problems) if row.kind == "slide" and row.last >= frames[0]]
    assert slides, [(row.kind, row.first, row.last) for row in store.problems]
    clock.found["the slide's place in the list"] = slides[0] + 1
    if slides[0] != store.chosen:
        clock.choose(store, "chosen", slides[0])
    before = store.problems[slides[0]].worst
    clock.press(bpy.ops.motif.problem_mend)
    left = [row.worst for row in store.problems if row.kind == "slide" and row.last >= frames[0]]
    clock.found["slide before and after, cm/s"] = [round(before, 3), round(max(left, default=0.0), 3)]
    clock.done("find and mend a sliding foot")
    yield 0.2


def _slide(hero: Any) -> tuple[int, int]:
    """Push the hips of the Action aside by PUSHED_CM within eight frames; returns the frames."""
    from tests.blender import helpers as h

    row = hero.motif.takes[hero.motif.chosen]
    middle = row.first + row.frames // 2
    bag = h.part("animation.actions").channelbag_of(row.action, hero)
    hips = h.bone_name("mixamo", "pelvis")
    for curve in bag.fcurves:
        if curve.data_path.startswith(f'pose.bones["{hips}"].location') and curve.array_index == 0:
            for key in curve.keyframe_points:
                share = min(max((key.co[0] - middle) / 8, 0.0), 1.0)
                key.co[1] += share * PUSHED_CM / 100
            curve.update()
    return middle, middle + 8


def _retarget(clock: Clock, window: Window, hero: Any, other: Any, settings: Any) -> Steps:
    """A .bvh, a folder's, and another armature's animation."""
    folder = window.folder / "mocap"
    folder.mkdir(exist_ok=True)
    path = folder / "walk.bvh"
    bpy.ops.motif.take_export(kind="bvh", filepath=str(path))
    yield 0.2
    clock.choose(settings, "source", "motion")
    clock.choose(settings.motion, "file", str(path))
    clock.press(bpy.ops.motif.apply_motion)
    clock.done("a .bvh onto the rig")
    clock.choose(settings.motion, "kind", "folder")
    clock.choose(settings.motion, "folder", str(folder))
    clock.choose(settings.motion, "chosen", 0)
    clock.press(bpy.ops.motif.apply_motion)
    clock.done("one of a folder")
    bpy.context.view_layer.objects.active = other
    with bpy.context.temp_override(**window.place):
        bpy.ops.object.mode_set(mode="POSE")
    clock.choose(settings.motion, "kind", "armature")
    clock.choose(settings.motion, "armature", hero)
    clock.press(bpy.ops.motif.apply_motion)
    clock.done("from another armature")
    assert other.motif.takes


def redraws(window: Window, found: dict[str, Any], name: str) -> Steps:
    """Note redraws a second and the processor time of one: of the sidebar, of all of the 3D view, and of that with the
    character posed anew each time. The view has SETTLE_S first: Blender draws it several times over after a change."""
    scene = bpy.context.scene
    yield SETTLE_S
    for what in ("sidebar", "3D view", "3D view, playing"):
        drawn, began, busy = window.drawn, time.monotonic(), time.process_time()
        while time.monotonic() - began < COUNT_S:
            if what == "3D view, playing":
                scene.frame_set(1 + (scene.frame_current % 60))
            if what == "sidebar":
                window.redraw()
            else:
                window.redraw_all()
            yield 0.0
        count, seconds = window.drawn - drawn, time.monotonic() - began
        cost = round(1000 * (time.process_time() - busy) / max(count, 1))
        found[f"{name}: {what}"] = {"redraws a second": round(count / seconds, 1), "processor ms": cost}


if __name__ == "__main__":
    play(scenario)
