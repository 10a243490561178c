"""From the zip to the first take, as a user does it who has never seen the add-on: presses and seconds.

`python3 build.py zip`, then `python tests/window/run.py --play zip`. The user's folders are new and empty. The engine's
environment is the one of MOTIF_ENGINE_PYTHON, so that nothing is downloaded: without it, one press more (OK, beside the
size) and the download. Blender 4.2 and later take the zip as it is dropped on the window; before, it goes the way of
the preferences, which is five presses whatever the add-on.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import bpy

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.window.stage import ROOT, Steps, Window, play

BY_PREFERENCES = 5  # Edit, Preferences, Install, the zip (a double click), the tick
DROPPED = bpy.app.version >= (4, 2)


def scenario(window: Window, found: dict[str, Any]) -> Steps:
    """Drop the zip or choose it in the preferences, then press First Take."""
    zips = sorted((ROOT / "dist").glob("motif-*.zip"), key=lambda path: path.stat().st_mtime)
    assert zips, "python3 build.py zip comes first"
    found["zip"] = {"name": zips[-1].name, "MB": round(zips[-1].stat().st_size / 1e6, 1)}
    began, own = time.monotonic(), 0
    if DROPPED:
        with bpy.context.temp_override(**window.place):
            bpy.ops.extensions.package_install_files("INVOKE_DEFAULT", url=str(zips[-1]))
        yield 1.0
        window.shoot("dropped")
        window.key("Return")  # OK
        own += 1
    else:
        bpy.ops.screen.userpref_show("INVOKE_DEFAULT")
        bpy.context.preferences.active_section = "ADDONS"
        yield 0.5
        bpy.ops.preferences.addon_install(filepath=str(zips[-1]))
        bpy.ops.preferences.addon_enable(module="motif")
        own += BY_PREFERENCES
    yield lambda: hasattr(bpy.types.Scene, "motif")
    found["seconds of installing"] = round(time.monotonic() - began, 1)
    yield 1.5  # the sidebar opens itself
    window.shoot("installed")
    session = next(module for name, module in sys.modules.items() if name.endswith("motif.session.session"))
    assert bpy.ops.motif.first_take.poll(), session.problem()
    assert window.call(bpy.ops.motif.first_take) == {"FINISHED"}
    yield lambda: not session.jobs()
    armature = bpy.context.view_layer.objects.active
    assert armature is not None and len(armature.motif.takes) == bpy.context.scene.motif.takes, session.notice()
    found["first take from the zip"] = {
        "presses": own + 1, "of them any add-on's": own, "seconds": round(time.monotonic() - began, 1),
    }  # fmt: skip
    yield 1.0
    window.shoot("first-take")


if __name__ == "__main__":
    play(scenario, enabled=False)
