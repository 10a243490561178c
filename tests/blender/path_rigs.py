"""Six gaits along a Bezier curve on two rigs of other proportions, one with a target: distances as JSON, and a picture.

    .venv/bin/python tests/blender/path_rigs.py --out OUT.json --sheet SHEET.png

Takes are made by the add-on's command line with the engine's own Python; what is measured is what Blender evaluates.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from mathutils.geometry import interpolate_bezier

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.blender import helpers as h

ROOT = Path(__file__).resolve().parents[2]
LINK = ROOT / "build" / "link"
# Name -> family, times the canonical figure, metres in a unit of the armature.
RIGS = {
    "Mixamo bones, 1.25 times as tall": ("mixamo", 1.25, 0.01),
    "Rigify bones, 0.75 times as tall": ("rigify", 0.75, 1.0),
}
GAITS = {
    "walks": "a person walks forward", "jogs": "a person jogs forward", "runs": "a person runs forward",
    "sneaks": "a person sneaks forward", "backwards": "a person walks backwards",
    "sideways": "a person walks sideways to the left",
}  # fmt: skip
TAKEN = 60  # the frame in which the walker's hand is at the object
TILES, TILE = 9, 130


def scene_of(family: str, size: float, unit: float) -> Any:
    """An empty file with the rig, a curve that winds away from it, and an object beside the curve; the rig."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.context.scene.render.fps, bpy.context.scene.render.fps_base = 30, 1.0
    hero = h.build(family, "Hero", arms=30, size=size, unit=unit)
    if unit != 1.0:
        h.place(hero, scale=unit)
    data = bpy.data.curves.new("Way", "CURVE")
    data.dimensions = "3D"
    spline = data.splines.new("BEZIER")
    spline.bezier_points.add(2)
    for point, place in zip(spline.bezier_points, ((0, 0), (1.2, -2.4), (0.2, -4.6)), strict=True):
        point.co = (place[0] * size, place[1] * size, 0)
        point.handle_left_type = point.handle_right_type = "AUTO"
    bpy.context.scene.collection.objects.link(bpy.data.objects.new("Way", data))
    cup = bpy.data.objects.new("Cup", None)
    cup.location = (0.55 * size, -1.9 * size, 1.15 * size)
    bpy.context.scene.collection.objects.link(cup)
    bpy.context.view_layer.update()
    return hero


def line() -> np.ndarray:
    """The curve as Blender draws it (N, 2) m."""
    points = bpy.data.objects["Way"].data.splines[0].bezier_points
    out = [interpolate_bezier(a.co, a.handle_right, b.handle_left, b.co, 200) for a, b in zip(points, list(points)[1:])]
    return np.array([(p.x, p.y) for part in out for p in part])


def made(folder: Path, rig: tuple[str, float, float], gait: str) -> tuple[Any, float, float, float]:
    """The rig with a gait's take; metres of the hips from the curve, mean and most, and of the hand from the object."""
    scene_of(*rig)
    before, after = folder / "before.blend", folder / "after.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(before))
    words = ["generate", "--scene", before, "--armature", "Hero", "--text", GAITS[gait], "--path", "Way"]
    words += ["--reach", f"left_hand@{TAKEN}=Cup"] if gait == "walks" else []
    status = h.part("batch").main([str(word) for word in [*words, "--save", after]])
    if status:
        raise SystemExit(status)
    bpy.ops.wm.open_mainfile(filepath=str(after))
    hero = bpy.data.objects["Hero"]
    roles = {role: h.bone_name(rig[0], role) for role in ("pelvis", "left_wrist")}
    first, last = (round(v) for v in hero.animation_data.action.frame_range)
    points = h.pose_points(hero, roles, range(first, last + 1))
    apart = np.linalg.norm(points["pelvis"][:, None, :2] - line()[None], axis=-1).min(axis=1)
    cup = np.array(bpy.data.objects["Cup"].matrix_world.translation)
    return (
        hero,
        float(apart.mean()),
        float(apart.max()),
        float(np.linalg.norm(points["left_wrist"][TAKEN - first] - cup)),
    )


def main() -> int:
    """Takes, numbers and the sheet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--gaits", nargs="+", choices=tuple(GAITS), default=tuple(GAITS))
    options = parser.parse_args()
    sys.path[:0] = [str(LINK), str(LINK / "motif")]
    h.motif().register()
    from tests.blender import rig_pictures

    found, rows = dict[str, Any](), []
    with tempfile.TemporaryDirectory() as folder, h.engine(str(ROOT / ".venv" / "bin" / "python")):
        for name, rig in RIGS.items():
            for gait in options.gaits:
                hero, mean, most, hand = made(Path(folder), rig, gait)
                numbers = {"mean": mean, "most": most} | ({"hand": hand} if gait == "walks" else {})
                found[f"{name}: {gait}"] = numbers
                print(name, gait, {k: round(v, 5) for k, v in numbers.items()}, flush=True)
                if options.sheet:
                    reaching = f", the left hand at an object in frame {TAKEN}" if "hand" in numbers else ""
                    rows.append((f"{name}: {gait}{reaching}", _tiles(rig_pictures, hero, "hand" in numbers)))
    if options.out:
        options.out.write_text(json.dumps(found, indent=1) + "\n")
    if options.sheet:
        rig_pictures.WIDE = rig_pictures.HIGH = TILE
        rig_pictures.compose(rows, options.sheet)
    return 0


def _tiles(pictures: Any, hero: Any, reaching: bool) -> list[Any]:
    first, last = (round(v) for v in hero.animation_data.action.frame_range)
    frames = np.linspace(first, last, TILES).round().astype(int)
    if reaching:
        frames[np.abs(frames - TAKEN).argmin()] = TAKEN
        mesh = bpy.data.meshes.new("Shown")
        corners = [(0.04 * x, 0.04 * y, 0.04 * z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]
        sides = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
        mesh.from_pydata(corners, [], sides)
        shown = bpy.data.objects.new("Shown", mesh)
        shown.location = bpy.data.objects["Cup"].location
        bpy.context.scene.collection.objects.link(shown)
    binding = h.part("rig.binding").read_rig(hero, bpy.context.scene, None)
    return [tile.resize((TILE, TILE)) for tile in pictures.shoot(hero, binding, np.eye(3), frames.tolist(), 35.0)]


if __name__ == "__main__":
    sys.exit(main())
