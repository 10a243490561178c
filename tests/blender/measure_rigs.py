"""Every rig of a folder doing the same motions: errors, feet and seconds as JSON, and a picture of them side by side.

    .venv/bin/python tests/blender/measure_rigs.py --rigs FOLDER --motions DIR --out OUT.json --sheet SHEET.png

Measured on what Blender evaluates: pose bones, and the vertices of the feet where a mesh is there. `rigs.json` in the
folder, where there is one, gives the true bone of each role to judge the map by; `--truth` also solves with it.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from mathutils import Vector

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.blender import helpers as h

HERE = Path(__file__).resolve().parent
LINK = HERE.parents[1] / "build" / "link"
BENT = np.radians(25)
HINGES = {
    "elbow": ("shoulder", "elbow", "wrist"),
    "knee": ("hip", "knee", "ankle"),
}


def load(path: Path) -> Any:
    """The rig's file in an empty scene; returns its armature."""
    importing = h.part("rig.importing")
    importing.open_rig(path)
    bpy.context.scene.render.fps, bpy.context.scene.render.fps_base = 30, 1.0
    armature = importing.pick_armature(None)
    if armature.animation_data:
        armature.animation_data.action = None
    return armature


def truth_of(folder: Path, file: str) -> dict[str, Any] | None:
    """rigs.json's entry of a file."""
    listed = folder / "rigs.json"
    if not listed.exists():
        return None
    entries = json.loads(listed.read_text(encoding="utf-8"))["rigs"]
    return next((entry for entry in entries if entry["file"] == file), None)


def put(armature: Any, motion: Any, own_map: dict | None, foot_lock: str) -> tuple[Any, Any, dict[str, float]]:
    """Bind, solve and key; returns the binding, the motion on the rig and the processor seconds each took."""
    rig, keys = h.part("rig.binding"), h.part("animation.actions")
    clock = [time.process_time()]
    binding = rig.read_rig(armature, bpy.context.scene, own_map)
    clock.append(time.process_time())
    moved = binding.retarget(motion, foot_lock=foot_lock)
    clock.append(time.process_time())
    action = keys.write(armature, binding.channels(moved), 1, "measured", {"request": {"prompts": []}})
    clock.append(time.process_time())
    keys.assign(armature, action)
    return binding, moved, dict(zip(("bind", "solve", "keys"), np.diff(clock).round(4).tolist()))


def evaluate(armature: Any, roles: dict[str, str], frames: range) -> tuple[dict, dict]:
    """World heads (T, 3) and rotations (T, 3, 3), unscaled, of each role's bone."""
    heads: dict[str, list] = {role: [] for role in roles}
    turns: dict[str, list] = {role: [] for role in roles}
    for frame in frames:
        bpy.context.scene.frame_set(frame)
        seen = armature.evaluated_get(bpy.context.evaluated_depsgraph_get())
        for role, bone in roles.items():
            matrix = seen.matrix_world @ seen.pose.bones[bone].matrix
            heads[role].append(matrix.translation[:])
            turns[role].append(np.array(matrix.to_quaternion().to_matrix()))
    return {r: np.array(v) for r, v in heads.items()}, {r: np.array(v) for r, v in turns.items()}


def unit(v: np.ndarray) -> np.ndarray:
    """Vectors (..., 3) of length one."""
    return v / np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), 1e-9)


def degrees_between(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Angles between unit vectors (..., 3)."""
    return np.degrees(np.arctan2(np.linalg.norm(np.cross(a, b), axis=-1), np.sum(a * b, axis=-1)))


def limb_errors(heads: dict, source: dict, turn: np.ndarray) -> tuple[float, float]:
    """Mean and worst angle in degrees between limbs on the rig and in the source."""
    angles = []
    for a, b in h.LIMBS:
        if a in heads and b in heads:
            angles.append(degrees_between(unit(heads[b] - heads[a]), unit((source[b] - source[a]) @ turn.T)))
    return float(np.mean(angles)), float(np.max(angles))


def bend_errors(armature: Any, roles: dict[str, str], heads: dict, turns: dict, axes: np.ndarray) -> dict[str, float]:
    """How far the bend of elbows and knees lies from the hinge that the rest pose gives them, 90th percentile.

    axes: (3, 3) world columns left, up, forward of the character in rest.
    """
    out: dict[str, float] = {}
    rest = {role: armature.matrix_world @ armature.data.bones[bone].matrix_local for role, bone in roles.items()}
    head = {role: np.array(matrix.translation) for role, matrix in rest.items()}
    for name, parts in HINGES.items():
        errors = []
        for side in ("left", "right"):
            a, b, c = (f"{side}_{part}" for part in parts)
            if not {a, b, c} <= roles.keys():
                continue
            upper, lower = unit(head[b] - head[a]), unit(head[c] - head[b])
            hinge = np.cross(upper, lower)
            if np.linalg.norm(hinge) < np.sin(np.radians(12)):
                forward = axes[:, 2] * (1 if name == "elbow" else -1)
                hinge = np.cross(upper, forward)
            local = np.array(rest[a].to_quaternion().to_matrix()).T @ unit(hinge)
            along, beyond = unit(heads[b] - heads[a]), unit(heads[c] - heads[b])
            normal = np.cross(along, beyond)
            bent = np.linalg.norm(normal, axis=-1) > np.sin(BENT)
            have = turns[a] @ local
            errors += degrees_between(have[bent], unit(normal[bent])).tolist()
        out[name] = float(np.percentile(errors, 90)) if errors else 0.0
    return out


def foot_vertices(armature: Any, roles: dict[str, str]) -> list[tuple[Any, np.ndarray, np.ndarray]]:
    """Meshes with the vertices that mostly follow the left and the right foot."""
    below: dict[str, set[str]] = {}
    for side in ("left", "right"):
        bone = armature.data.bones[roles[f"{side}_ankle"]]
        below[side] = {bone.name, *(child.name for child in bone.children_recursive)}
    found = []
    for obj in bpy.context.scene.objects:
        if obj.type != "MESH" or obj.find_armature() is not armature:
            continue
        picked = []
        for side in ("left", "right"):
            groups = {obj.vertex_groups[name].index for name in below[side] if name in obj.vertex_groups}
            weights = [sum(g.weight for g in v.groups if g.group in groups) for v in obj.data.vertices]
            picked.append(np.flatnonzero(np.array(weights) > 0.7))
        if any(len(p) for p in picked):
            found.append((obj, *picked))
    return found


def lowest(meshes: list, frames: range) -> np.ndarray:
    """Lowest world height of each foot's vertices (T, 2); nan without a mesh."""
    out = np.full((len(frames), 2), np.nan)
    for row, frame in enumerate(frames):
        bpy.context.scene.frame_set(frame)
        graph = bpy.context.evaluated_depsgraph_get()
        for obj, *picked in meshes:
            seen = obj.evaluated_get(graph)
            mesh = seen.to_mesh()
            points = np.empty(len(mesh.vertices) * 3, np.float32)
            mesh.vertices.foreach_get("co", points)
            world = np.array(seen.matrix_world)
            z = points.reshape(-1, 3) @ world[2, :3] + world[2, 3]
            for side, chosen in enumerate(picked):
                if len(chosen):
                    out[row, side] = np.nanmin([out[row, side], z[chosen].min()])
            seen.to_mesh_clear()
    return out


def measure(armature: Any, motion: Any, binding: Any, moved: Any, turn: np.ndarray, step: int) -> dict[str, Any]:
    """Everything about one motion on one rig."""
    roles = {role: match.name for role, match in binding.bone_map.bones.items()}
    frames = range(1, len(moved) + 1)
    meshes = [obj for obj in bpy.context.scene.objects if obj.type == "MESH"]
    for obj in meshes:
        obj.hide_viewport = True
    heads, turns = evaluate(armature, roles, frames)
    for obj in meshes:
        obj.hide_viewport = False
    source = h.source_points(motion)
    mean, worst = limb_errors(heads, source, turn)
    left_up_forward = turn @ np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])
    out: dict[str, Any] = {"limbs": [round(mean, 3), round(worst, 3)]}
    out |= {k: round(v, 1) for k, v in bend_errors(armature, roles, heads, turns, left_up_forward).items()}
    solve = h.part("retarget.solve")
    leg = solve.rest_alignment(binding.skeleton).leg
    out["leg"] = round(leg, 3)
    contacts = moved.contacts
    both = contacts[1:] & contacts[:-1]
    slides = []
    for column, role in enumerate(("left_ankle", "left_foot", "right_ankle", "right_foot")):
        if role in heads and both[:, column].any():
            slides += np.linalg.norm(np.diff(heads[role][:, :2], axis=0), axis=-1)[both[:, column]].tolist()
    unit_scale = 0.82 / leg  # of a person's size
    out["slide_mm"] = [round(1000 * unit_scale * f(slides), 2) if slides else 0.0 for f in (np.mean, np.max)]
    feet = foot_vertices(armature, roles)
    if feet:
        some = range(1, len(moved) + 1, step)
        floor = (armature.matrix_world @ Vector(binding.origin)).z  # under the rest pose's own feet
        low = (lowest(feet, some) - floor) * unit_scale
        held = np.stack([contacts[::step, :2].any(1), contacts[::step, 2:].any(1)], 1)
        out["sunk_cm"] = round(100 * max(0.0, -float(np.nanmin(low))), 2)
        out["planted_cm"] = (
            [round(100 * float(f(low[held])), 2) for f in (np.nanmin, np.nanmedian, np.nanmax)] if held.any() else None
        )
    hips = (heads["left_hip"] + heads["right_hip"]) / 2
    want = (source["left_hip"] + source["right_hip"]) / 2
    out["hips_ratio"] = round(float(np.median(hips[:, 2] / leg) / np.median(want[:, 2] / 0.82)), 3)
    return out


# Rest poses, rolls, units and scales made by code: what `helpers.build` takes, and how the object is placed.
VARIANTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "T-pose": ({}, {}),
    "A-pose, 50 degrees": ({"arms": 50}, {}),
    "arms at the sides": ({"arms": 85}, {}),
    "rolls of 37 degrees": ({"arms": 50, "roll": 37}, {}),
    "rolls of 140 degrees, Mixamo names": ({"family": "mixamo", "roll": 140}, {}),
    "root bone above the hips": ({"family": "unreal", "root": True, "roll": 20}, {}),
    "Y-up data": ({"family": "mixamo", "y_up": True}, {"rotation": (90, 0, 0)}),
    "centimetres, object scale 0.01": ({"family": "mixamo", "unit": 0.01, "y_up": True},
                                       {"rotation": (90, 0, 0), "scale": 0.01}),
    "object scale 100": ({"unit": 100.0}, {"scale": 100.0}),
    "object turned and moved": ({"arms": 30}, {"location": (3, -2, 0), "rotation": (0, 0, 180)}),
    "40 cm tall": ({"size": 0.25}, {}),
    "Euler rotation": ({"mode": "XYZ", "roll": 15}, {}),
    "no toes, no neck, no collars": (
        {"leave_out": ("left_foot", "right_foot", "neck", "left_collar", "right_collar")}, {}),
}  # fmt: skip


def variant(name: str) -> Any:
    """A figure made by code in an empty scene."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.context.scene.render.fps = 30
    how, where = VARIANTS[name]
    armature = h.build(**how)
    h.place(armature, **where)
    return armature


def main() -> int:
    """The table as JSON, and the sheet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rigs", type=Path, help="a folder; without it, variants of a figure made by code")
    parser.add_argument("--motions", type=Path, required=True, nargs="+")
    parser.add_argument("--only", default="")
    parser.add_argument("--foot-lock", default="keep")
    parser.add_argument("--truth", action="store_true")
    parser.add_argument("--step", type=int, default=3)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--tiles", default="0.3,0.7", help="where in each motion a picture is taken, 0 to 1")
    parser.add_argument("--side", type=float, default=35.0, help="degrees of the camera from straight ahead")
    options = parser.parse_args()
    sys.path[:0] = [str(LINK), str(LINK / "motif")]
    h.motif().register()
    motion = h.part("retarget.motion")
    clips = {p.stem: motion.resample(h.part("rig.importing").read_motion(p), 30.0) for p in options.motions}
    report: dict[str, Any] = {}
    rows = []
    kinds = (".glb", ".vrm", ".fbx", ".bvh", ".blend")
    paths = sorted(p for p in options.rigs.iterdir() if p.suffix in kinds) if options.rigs else map(Path, VARIANTS)
    for path in paths:
        if options.only not in path.name:
            continue
        armature = load(path) if options.rigs else variant(path.name)
        entry = truth_of(options.rigs, path.name) if options.rigs else None
        own = {r: b or "" for r, b in entry["joints"].items()} if entry and options.truth else None
        backwards = (entry and entry["facing_after_import"] == "+Y") or path.name == "object turned and moved"
        turn = np.diag([-1.0, -1, 1]) if backwards else np.eye(3)
        tiles: list = []
        report[path.name] = {}
        for name, clip in clips.items():
            binding, moved, seconds = put(armature, clip, own, options.foot_lock)
            found = measure(armature, clip, binding, moved, turn, options.step) if options.out else {}
            report[path.name][name] = found | {"seconds": seconds}
            print(path.name, name, report[path.name][name], flush=True)
            if options.sheet:
                from tests.blender import rig_pictures

                at = [1 + round(float(t) * (len(moved) - 1)) for t in options.tiles.split(",")]
                tiles += rig_pictures.shoot(armature, binding, turn, at, options.side)
        rows.append((path.stem if options.rigs else path.name, tiles))
    if options.out:
        options.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    if options.sheet:
        from tests.blender import rig_pictures

        rig_pictures.compose(rows, options.sheet)
    return 0


if __name__ == "__main__":
    sys.exit(main())
