"""The first minute and My Motion in a real window: an empty scene, Examples, a first take, then what is learnt.

`python tests/window/run.py --play lessons`. Presses and seconds of the first take and of learning, a picture a state.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import bpy

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.window.stage import Steps, Window, play
from tests.window.tasks import Clock

MINUTES = 1.5  # of learning, to see its states; a pause comes at a step, and one is many seconds on a busy machine


def scenario(window: Window, found: dict[str, Any]) -> Steps:
    """From an empty scene to a set that was learnt."""
    from tests.blender import helpers as h

    os.environ["MOTIF_DATA"] = str(window.folder / "data")
    session, learning = h.part("session.session"), h.part("session.learning")
    learning.refresh()
    for item in list(bpy.data.objects):
        bpy.data.objects.remove(item)
    _close("lessons")  # Blender keeps that a panel was drawn closed: it is opened once it is looked at
    yield from window.show_panel()
    if bpy.app.version < (4, 2):  # without an object the sidebar has no tab Item: the others are higher up
        subprocess.run(["xdotool", "mousemove", "1044", "197", "click", "1"], check=False)
        yield 1.0
    window.shoot("empty-scene")
    clock, settings = Clock(window, found), bpy.context.scene.motif
    clock.press(bpy.ops.motif.examples)
    with bpy.context.temp_override(**window.place):
        bpy.ops.view3d.view_selected()
    yield 0.7
    window.shoot("examples")
    clock.press(bpy.ops.motif.generate)
    yield lambda: any(job.message.startswith("Step") for job in session.jobs()) or not session.jobs()
    window.shoot("thinking")
    yield lambda: not session.jobs()
    clock.done("first take from an empty scene")
    yield 0.5
    window.shoot("first-take")
    settings.prompt = ""
    yield 0.5
    window.shoot("empty-prompt")
    yield from _learn(window, clock, settings.learning, learning)


_LESSONS: list[Any] = []


def _close(*names: str) -> None:
    """Take panels out of the sidebar, keeping My Motion's class to put it back; those inside others first."""
    kinds = [getattr(bpy.types, f"MOTIF_PT_{name}") for name in names]
    for kind in sorted(kinds, key=lambda kind: not getattr(kind, "bl_parent_id", "")):
        bpy.utils.unregister_class(kind)
        if kind.__name__ == "MOTIF_PT_lessons":
            _LESSONS.append(kind)


def _learn(window: Window, clock: Clock, table: Any, learning: Any) -> Steps:
    """The table, learning, a pause, and the menu of weights."""
    mannequin = bpy.context.view_layer.objects.active
    folder = window.folder / "mocap"
    folder.mkdir(exist_ok=True)
    for number in (1, 2):
        bpy.ops.motif.take_export(kind="bvh", filepath=str(folder / f"robot_walk_{number:02d}.bvh"))
    panels = [name.removeprefix("MOTIF_PT_") for name in dir(bpy.types) if name.startswith("MOTIF_PT_")]
    _close(*panels)  # out of the way: a sidebar of 800 pixels is full
    _LESSONS[0].bl_options = set()
    bpy.utils.register_class(_LESSONS[0])
    window.redraw()  # as a press of a button does
    yield 0.7
    window.shoot("my-motion-empty", "UI")
    bpy.ops.motif.lessons_files(directory=str(folder))
    clock.press(None)  # Files, and the folder in the browser
    clock.press(None)
    table.title, table.minutes = "robot", MINUTES
    assert [row.caption for row in table.lessons] == ["robot walk", "robot walk"], mannequin
    window.redraw()  # as a press of a button does
    yield 0.7
    window.shoot("my-motion-table", "UI")
    clock.press(bpy.ops.motif.learn)
    yield lambda: learning.progress().state == "learning"
    window.redraw()  # as a press of a button does
    yield 1.0
    window.shoot("my-motion-learning", "UI")
    bpy.ops.motif.learn_pause()
    yield lambda: not learning.running()
    window.redraw()  # as a press of a button does
    yield 0.7
    window.shoot("my-motion-paused", "UI")
    bpy.ops.motif.learn_resume()
    yield lambda: not learning.running()
    assert learning.sets() == ("robot",), learning.progress()
    clock.done(f"learn a style, {MINUTES:g} minutes of learning")
    window.redraw()  # as a press of a button does
    yield 0.7
    window.shoot("my-motion-learnt", "UI")


if __name__ == "__main__":
    play(scenario, 900.0)
