"""An artist's first minutes in a real window: runs inside Blender, `blender --python scenario.py -- REPORT FOLDER`.

Generate and watch, cancel, generate again, take another take, undo, redo, save, open: each through the window's own
event loop, with what can be seen kept as screenshots. How often the window can draw is counted at rest and at work.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import bpy

HERE = Path(__file__).resolve().parent
LINK = HERE.parents[1] / "build" / "link"
sys.path[:0] = [str(HERE.parents[1]), str(LINK), str(LINK / "motif")]

TICK_S = 0.02
COUNT_S = 4.0  # for which redraws are counted
PATIENCE_S = 240.0
Wait = Callable[[], bool]


class Window:
    """The scenario's one 3D view, its screenshots and its redraws."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.drawn = folder, 0
        self.folder.mkdir(parents=True, exist_ok=True)
        bpy.types.SpaceView3D.draw_handler_add(self._count, (), "UI", "POST_PIXEL")

    def _count(self) -> None:
        self.drawn += 1

    @property
    def place(self) -> dict[str, Any]:
        window = bpy.context.window_manager.windows[0]
        area = next(a for a in window.screen.areas if a.type == "VIEW_3D")
        region = next(r for r in area.regions if r.type == "WINDOW")
        return {"window": window, "area": area, "region": region}

    def call(self, operator: Any, *args: Any, **options: Any) -> Any:
        """An operator as a click calls it."""
        with bpy.context.temp_override(**self.place):
            return operator("INVOKE_DEFAULT", *args, **options)

    def show_panel(self) -> Generator[float, None, None]:
        """Open the sidebar, then its tab: before a region is drawn it has none."""
        self.place["area"].spaces[0].show_region_ui = True
        with bpy.context.temp_override(**self.place):
            bpy.ops.view3d.view_all()
        yield 1.0
        area = self.place["area"]
        if bpy.app.version >= (4, 2):
            next(r for r in area.regions if r.type == "UI").active_panel_category = "Motif"
        else:  # older ones can only be clicked; of a window of 1280 x 800 with nothing else installed
            subprocess.run(["xdotool", "mousemove", "1044", "318", "click", "1"], check=False)
        yield 1.0

    def shoot(self, name: str) -> None:
        """The screen as it is: Blender's own screenshots are black where it draws in software (5.2)."""
        grab = f"from PIL import ImageGrab; ImageGrab.grab().save({str(self.folder / (name + '.png'))!r})"
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run([os.environ["MOTIF_ENGINE_PYTHON"], "-c", grab], check=False, timeout=30)

    def redraw(self) -> None:
        for region in self.place["area"].regions:
            if region.type == "UI":
                region.tag_redraw()


def scenario(window: Window, found: dict[str, Any]) -> Generator[Wait | float, None, None]:
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
    window.call(bpy.ops.motif.generate)
    yield lambda: session.jobs()[0].fraction > 0
    yield from count(window, found, "at work", session)
    yield from count(window, found, "at work, none asked for", session, ask=False)
    if priority_can_be_raised():
        raise_priority(session._State.client.pid)
        yield from count(window, found, "at work, the engine as urgent as the window", session)
    window.call(bpy.ops.motif.cancel)
    yield lambda: not session.jobs()
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


def count(
    window: Window, found: dict[str, Any], name: str, session: Any = None, ask: bool = True
) -> Generator[Wait | float, None, None]:
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


def main() -> None:
    """Register the add-on, play the scenario on a timer and quit; the report says how it went."""
    report, folder = (Path(word) for word in sys.argv[sys.argv.index("--") + 1 :][:2])
    import addon_utils

    addon_utils.enable("motif", default_set=True)
    bpy.context.preferences.view.show_splash = False
    found: dict[str, Any] = {"blender": bpy.app.version_string, "error": ""}
    window = Window(folder)
    steps = scenario(window, found)
    waiting: dict[str, Any] = {"for": 0.0, "since": time.monotonic()}

    def tick() -> float | None:
        try:
            wanted, since = waiting["for"], time.monotonic() - waiting["since"]
            if since > PATIENCE_S:
                raise TimeoutError("a step took too long")
            if wanted() if callable(wanted) else since >= wanted:
                waiting["for"], waiting["since"] = next(steps), time.monotonic()
            return TICK_S
        except StopIteration:
            pass
        except Exception:  # whatever it is, Blender must not stay open
            found["error"] = traceback.format_exc()
            window.shoot("failed")
        report.write_text(json.dumps(found), encoding="utf-8")
        bpy.ops.wm.quit_blender()
        return None

    bpy.app.timers.register(tick, first_interval=2.0, persistent=True)


main()
