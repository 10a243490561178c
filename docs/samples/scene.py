"""Makes shot.blend in this folder again, in the oldest Blender that is supported, so that every later one opens it:

`blender --background --factory-startup --python docs/samples/scene.py` with Blender 3.4, after `python3 build.py link`.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path

import bpy

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parents[1] / "build" / "link"))
batch = importlib.import_module("motif.batch")


def main() -> None:
    """Write shot.blend: Hero walks, Guard stands, there is a curve, an object to reach and a sound; frames 1 to 240."""
    with tempfile.TemporaryDirectory() as folder:
        walked = Path(folder) / "walked.blend"
        words = ["--motion", FOLDER / "walk.bvh", "--rig", FOLDER / "rig.bvh", "--keys", "sparse", "--out", walked]
        batch.run_command(["retarget", *map(str, words)])
        bpy.ops.wm.open_mainfile(filepath=str(walked), load_ui=False)
    scene = bpy.context.scene
    hero = next(one for one in scene.objects if one.type == "ARMATURE")
    hero.name = hero.data.name = "Hero"
    guard = bpy.data.objects.new("Guard", hero.data.copy())
    guard.data.name, guard.location, guard.rotation_mode = "Guard", (2.0, 0.0, 0.0), hero.rotation_mode
    guard.rotation_euler, guard.scale = hero.rotation_euler, hero.scale
    scene.collection.objects.link(guard)
    line = bpy.data.curves.new("Curve", "CURVE")
    line.dimensions = "3D"
    spline = line.splines.new("BEZIER")
    spline.bezier_points.add(2)
    for point, place in zip(spline.bezier_points, ((0, 0, 0), (1.0, -2.5, 0), (0, -5.0, 0))):
        point.co, point.handle_left_type, point.handle_right_type = place, "AUTO", "AUTO"
    cup = bpy.data.objects.new("Cup", None)
    cup.location, cup.empty_display_size = (-0.3, -5.35, 1.0), 0.1
    for one in (bpy.data.objects.new("Curve", line), cup):
        scene.collection.objects.link(one)
    scene.frame_start, scene.frame_end, scene.render.fps = 1, 240, 30
    for frame, name in ((1, "a person walks"), (61, "a person sits down"), (121, "End")):
        scene.timeline_markers.new(name, frame=frame)
    bpy.ops.outliner.orphans_purge(do_recursive=True)
    bpy.context.preferences.filepaths.save_version = 0
    bpy.ops.wm.save_as_mainfile(filepath=str(FOLDER / "shot.blend"))
    scene.sequence_editor_create().sequences.new_sound("loop", "//loop.ogg", 1, 1)  # found once the scene has a place
    bpy.ops.wm.save_as_mainfile(compress=True)


main()
