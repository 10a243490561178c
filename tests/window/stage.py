"""A real window for a scenario: the add-on registered, one 3D view, screenshots, redraws counted, a timer that goes on.

Runs inside Blender, `blender --python SCENARIO.py -- REPORT FOLDER`; `run.py` starts it.
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

ROOT = Path(__file__).resolve().parents[2]
LINK = ROOT / "build" / "link"
GRAB = Path(__file__).resolve().parent / "grab.py"

TICK_S = 0.02
Wait = Callable[[], bool]
Steps = Generator[Wait | float, None, None]


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

    def key(self, name: str) -> None:
        """Have a key pressed by `run.py`, since a chroot has no xdotool."""
        part = self.folder / "key.part"
        part.write_text(name, encoding="utf-8")
        part.rename(self.folder / "key")

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

    def shoot(self, name: str, region: str = "", colours: int = 0) -> None:
        """The screen as it is: Blender's own screenshots are black where it draws in software (5.2). region: only this
        one of the 3D view, "AREA" for all of it."""
        if region:
            self.shoot_box(name, self.box(region), colours)
        else:
            self._grab(str(self.folder / f"{name}.png"))

    def shoot_box(self, name: str, box: tuple[int, ...], colours: int) -> None:
        """A part of the screen: left, top, right and bottom."""
        self._grab(str(self.folder / f"{name}.png"), *(str(round(edge)) for edge in box), str(colours))

    def box(self, region: str) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of a region of the 3D view on the screen."""
        area, window = self.place["area"], self.place["window"]
        found = area if region == "AREA" else next(r for r in area.regions if r.type == region)
        top = window.height - found.y - found.height
        return found.x, top, found.x + found.width, top + found.height

    def film(self, name: str, width: int, ms: int, frames: list[str]) -> None:
        """Make pictures that were shot into one that moves."""
        self._grab(str(self.folder / f"{name}.webp"), str(width), str(ms), *frames)

    def _grab(self, *words: str) -> None:
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run([os.environ["MOTIF_ENGINE_PYTHON"], str(GRAB), *words], check=False, timeout=120)

    def redraw(self) -> None:
        for region in self.place["area"].regions:
            if region.type == "UI":
                region.tag_redraw()

    def redraw_all(self) -> None:
        for region in self.place["area"].regions:
            region.tag_redraw()


def play(
    scenario: Callable[[Window, dict[str, Any]], Steps], patience_s: float = 240.0, *, enabled: bool = True
) -> None:
    """Register the add-on, play the scenario on a timer and quit; the report says how it went. patience_s: for one
    step. enabled: False for a scenario that installs the add-on itself."""
    report, folder = (Path(word) for word in sys.argv[sys.argv.index("--") + 1 :][:2])
    if enabled:
        sys.path[:0] = [str(LINK), str(LINK / "motif")]
        import addon_utils

        addon_utils.enable("motif", default_set=True)
        addon = bpy.context.preferences.addons["motif"]
        addon.preferences.welcomed = True  # the scenarios open the sidebar themselves
    bpy.context.preferences.view.show_splash = False
    found: dict[str, Any] = {"blender": bpy.app.version_string, "error": ""}
    window = Window(folder)
    steps = scenario(window, found)
    waiting: dict[str, Any] = {"for": 0.0, "since": time.monotonic()}

    def tick() -> float | None:
        try:
            wanted, since = waiting["for"], time.monotonic() - waiting["since"]
            if since > patience_s:
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
