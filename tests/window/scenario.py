"""An artist's first minutes in a real window: runs inside Blender, `blender --python scenario.py -- REPORT FOLDER`.

Generate and watch, cancel, generate again, take another take, undo, redo, save, open: each through the window's own
event loop, with what can be seen kept as screenshots. How often the window can draw is counted at rest and at work.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import bpy

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.window.stage import Steps, Window, play

COUNT_S = 4.0  # for which redraws are counted


def scenario(window: Window, found: dict[str, Any]) -> Steps:
    """Steps; what is yielded is waited for: a condition, or seconds. Raises AssertionError where one goes wrong."""
    from tests.blender import helpers as h

    session = h.part("session.session")
    for item in list(bpy.data.objects):
        bpy.data.objects.remove(item)
    armature = h.build("mixamo", "Hero")
    bpy.ops.object.mode_set(mode="POSE")
    yield from window.show_panel()
    settings = bpy.context.scene.motif
    settings.prompt, settings.lock_seed, settings.seed, settings.takes = "a person walks forward", True, 5, 2
    yield from count(window, found, "at rest")

    assert window.call(bpy.ops.motif.generate) == {"FINISHED"}
    assert len(session.jobs()) == 1, "the window is not kept waiting"
    window.shoot("at-work")
    yield lambda: not session.jobs()
    assert session.notice() is None or session.notice().kind != "ERROR", session.notice()
    assert [t.seed for t in rig().takes] == ["5", "6"]
    window.redraw()
    yield 0.5
    window.shoot("done")

    settings = bpy.context.scene.motif
    settings.takes, settings.quality, settings.automatic, settings.frames = 8, "best", False, 600
    yield from at_work(window, found, "at work", session)
    yield from at_work(window, found, "at work, none asked for", session, ask=False)
    if priority_can_be_raised():
        raise_priority(session._State.client.pid)
        yield from at_work(window, found, "at work, the engine as urgent as the window", session)
    assert len(rig().takes) == 2, "a cancelled job leaves nothing"

    settings.takes, settings.quality, settings.automatic, settings.seed = 2, "normal", True, 8
    began = time.monotonic()
    window.call(bpy.ops.motif.generate)
    yield lambda: not session.jobs()
    found["two takes, s"] = round(time.monotonic() - began, 2)
    assert [t.seed for t in rig().takes][-2:] == ["8", "9"], [t.seed for t in rig().takes]
    first = armature.animation_data.action.name
    bpy.context.view_layer.objects.active.motif.chosen = len(rig().takes) - 1
    with bpy.context.temp_override(**window.place):
        bpy.ops.ed.undo_push(message="another take")
    yield 0.3
    second = bpy.data.objects["Hero"].animation_data.action.name
    assert second != first
    with bpy.context.temp_override(**window.place):
        bpy.ops.ed.undo()
    yield 0.5
    assert bpy.data.objects["Hero"].animation_data.action.name == first
    with bpy.context.temp_override(**window.place):
        bpy.ops.ed.redo()
    yield 0.5
    assert bpy.data.objects["Hero"].animation_data.action.name == second

    path = window.folder / "scene.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(path))
    count_before = len(rig().takes)
    with bpy.context.temp_override(window=window.place["window"]):
        bpy.ops.wm.open_mainfile(filepath=str(path))
    yield 2.0
    assert len(rig().takes) == count_before and bpy.context.scene.motif.prompt == "a person walks forward"
    assert bpy.data.objects["Hero"].animation_data.action.name == second
    yield from window.show_panel()
    window.shoot("opened-again")


def rig() -> Any:
    """What the add-on keeps on the armature; looked up anew, since undo and files replace it."""
    return bpy.data.objects["Hero"].motif


def at_work(window: Window, found: dict[str, Any], name: str, session: Any, ask: bool = True) -> Steps:
    """As `count`, with a job of its own, which is cancelled: one job would be done before the last was counted."""
    window.call(bpy.ops.motif.generate)
    yield lambda: session.jobs()[0].fraction > 0
    yield from count(window, found, name, session, ask)
    window.call(bpy.ops.motif.cancel)
    yield lambda: not session.jobs()


def count(window: Window, found: dict[str, Any], name: str, session: Any = None, ask: bool = True) -> Steps:
    """Redraws a second, with one asked for at each tick; and what share of the job `session` has open was done in a
    second meanwhile. ask: False to leave the window alone."""
    done = [session.jobs()[0].fraction] if session else []
    drawn, began = window.drawn, time.monotonic()
    while time.monotonic() - began < COUNT_S:
        if ask:
            window.redraw()
        yield 0.0
    seconds = time.monotonic() - began
    found[f"redraws a second, {name}"] = round((window.drawn - drawn) / seconds, 1)
    if session:
        assert session.jobs(), "the job was done before the redraws were counted"
        found[f"done a second, {name}"] = round((session.jobs()[0].fraction - done[0]) / seconds, 4)


def priority_can_be_raised() -> bool:
    """To compare with an engine that doesn't step back: Linux lets its administrator."""
    return sys.platform == "linux" and os.geteuid() == 0


def raise_priority(pid: int) -> None:
    """All threads of a process to this one's own priority; each has one of its own."""
    for thread in os.listdir(f"/proc/{pid}/task"):
        os.setpriority(os.PRIO_PROCESS, int(thread), os.getpriority(os.PRIO_PROCESS, 0))


if __name__ == "__main__":
    play(scenario)
