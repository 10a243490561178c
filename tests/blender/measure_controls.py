"""Control rigs doing captured motions: errors of the bones that move the mesh, and seconds; and a picture.

    .venv/bin/python tests/blender/measure_controls.py --motions FOLDER --out OUT.json [--sheet SHEET.png]

FOLDER holds canonical takes (.npz). Prints a Markdown table.
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

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.blender import control_rigs as c
from tests.blender import helpers as h
from tests.blender import rig_pictures as pictures

PARTS = {
    "limbs": ("hip", "knee", "shoulder", "elbow"),
    "hands and feet": ("ankle", "wrist", "foot"),
    "torso and head": ("pelvis", "spine1", "spine2", "spine3", "neck", "head"),
}
RIGS = {"Rigify": c.rigify, "Auto-Rig Pro style": c.auto_rig_pro}


def fresh() -> None:
    """An empty scene with the add-on."""
    h.motif().unregister()
    bpy.ops.wm.read_factory_settings(use_empty=True)
    h.motif().register()
    bpy.context.scene.render.fps = 30


def measure(name: str, lead: str, motion: Any) -> dict[str, Any]:
    """One rig, one way of keying, one motion: errors and processor seconds."""
    fresh()
    armature, own_map = RIGS[name]()
    rig, keys, reading = h.part("rig.binding"), h.part("animation.actions"), h.part("rig.reading")
    clock = [time.process_time()]
    binding = rig.read_rig(armature, bpy.context.scene, own_map)
    clock.append(time.process_time())
    moved = binding.retarget(motion)
    clock.append(time.process_time())
    action = keys.write(armature, binding.channels(moved, "hips", lead), 1, "measured", {"request": {"prompts": []}})
    clock.append(time.process_time())
    keys.assign(armature, action)
    errors = c.deform_errors(armature, binding, moved, step=max(1, len(moved) // 40))
    seconds = dict(zip(("bind", "solve", "keys"), np.diff(clock).round(3).tolist()))
    began = time.process_time()
    read = reading.read_motion(armature, binding, bpy.context.scene, 1, min(len(moved), 60))
    seconds["read a frame"] = round((time.process_time() - began) / len(read), 4)
    (pos, rot), (pos_w, rot_w) = read.globals(), moved.cut(0, len(read)).globals()
    turned = np.degrees(h.part("retarget.quat").angle_between(rot.astype(float), rot_w.astype(float)))
    return {
        "frames": len(moved), "errors": errors, "seconds": seconds,
        "keys": len(h.part("animation.actions").action_curves(action)),
        "read": {"degrees": float(turned.max()), "mm": float(1000 * np.linalg.norm(pos - pos_w, axis=-1).max())},
    }  # fmt: skip


def row(name: str, lead: str, clip: str, found: dict[str, Any]) -> str:
    """A line of the table."""
    errors = found["errors"]

    def worst(part: str, what: str) -> float:
        return max((v[what] for role, v in errors.items() if role.endswith(PARTS[part])), default=0.0)

    limbs = [v["direction"] for role, v in errors.items() if role.endswith(PARTS["limbs"])]
    cells = [
        name, lead, clip, found["frames"], f"{np.mean(limbs):.2f} / {max(limbs):.2f}",
        f"{worst('hands and feet', 'turn'):.2f}", f"{worst('torso and head', 'direction'):.2f}",
        f"{max(worst('limbs', 'place'), worst('hands and feet', 'place')):.1f}",
        f"{found['read']['degrees']:.2f} / {found['read']['mm']:.2f}",
        " / ".join(str(found["seconds"][k]) for k in ("bind", "solve", "keys")), found["seconds"]["read a frame"],
    ]  # fmt: skip
    return "| " + " | ".join(map(str, cells)) + " |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--motions", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sheet", type=Path)
    options = parser.parse_args(sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else None)
    h.motif().register()
    all_found, sheet = {}, []
    for path in sorted(options.motions.glob("*.npz")):
        with np.load(path) as arrays:
            motion = h.part("retarget.motion").Motion.from_arrays(dict(arrays))
        for name in RIGS:
            for lead in ("fk", "ik", "both"):
                found = measure(name, lead, motion)
                all_found[f"{name} {lead} {path.stem}"] = found
                print(row(name, lead, path.stem, found), flush=True)
                if options.sheet and lead != "both" and name == "Rigify":
                    armature = bpy.data.objects["rig"]
                    binding = h.part("rig.binding").read_rig(
                        armature, bpy.context.scene, c.full_map(c.RIGIFY_MAP, ("L", "R"))
                    )
                    frames = np.linspace(1, len(motion), 7)[:-1].astype(int).tolist()
                    tiles = pictures.shoot(armature, binding, np.eye(3), frames, 35)
                    sheet.append((f"Rigify, {path.stem}, keys on {lead.upper()}", tiles))
    options.out.write_text(json.dumps(all_found, indent=1) + "\n", encoding="utf-8")
    if options.sheet:
        pictures.compose(sheet, options.sheet)
    h.motif().unregister()
    return 0


if __name__ == "__main__":
    sys.path[:0] = [str(h.LINK), str(h.LINK / "motif")]
    sys.exit(main())
