"""What `motif bench` measures inside Blender; prints one JSON object. Run by the interpreter that has the bpy wheel.

Uses the linked add-on, which `build.py link` makes: what is measured is what ships.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bpy
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
FRAMES = (196, 3000)


def seconds(call: Callable[[], Any], repeats: int) -> float:
    """Median time of a call."""
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def build_armature(skeleton: Any) -> Any:
    """The canonical figure as an armature: one bone a joint, Z up."""
    pos, _ = skeleton.rest_globals()
    pos = np.stack([pos[:, 0], -pos[:, 2], pos[:, 1] + 0.95], axis=1).astype(float)
    data = bpy.data.armatures.new("bench")
    armature = bpy.data.objects.new("bench", data)
    bpy.context.collection.objects.link(armature)  # type: ignore[union-attr]
    bpy.context.view_layer.objects.active = armature  # type: ignore[union-attr]
    bpy.ops.object.mode_set(mode="EDIT")
    bones = []
    for j, name in enumerate(skeleton.names):
        bone = data.edit_bones.new(name)
        child = next((k for k, parent in enumerate(skeleton.parents) if parent == j), None)
        bone.head = pos[j]
        bone.tail = pos[j] + (0, 0, 0.1) if child is None else pos[child]
        if skeleton.parents[j] >= 0:
            bone.parent = bones[skeleton.parents[j]]
        bones.append(bone)
    bpy.ops.object.mode_set(mode="OBJECT")
    return armature


def main(repeats: int) -> None:
    """Register, bind, retarget and write keys."""
    sys.path.append(str(ROOT))
    from tools import packaging

    sys.path.insert(0, str(packaging.link().parent))
    loaded = set(sys.modules)
    start = time.perf_counter()
    import motif  # type: ignore[import-not-found]

    motif.register()
    register = time.perf_counter() - start
    heavy = sorted({"torch", "scipy", "transformers"} & (set(sys.modules) - loaded))
    from motif.animation import actions  # type: ignore[import-not-found]
    from motif.retarget.motion import Motion, canonical_skeleton  # type: ignore[import-not-found]
    from motif.rig import binding as rig_binding  # type: ignore[import-not-found]

    from engine.bench.command import swaying

    result: dict[str, Any] = {"register_s": register, "register_imports": heavy}
    armature = build_armature(canonical_skeleton())
    binding = rig_binding.read_rig(armature)
    result["bind_rig_s"] = seconds(lambda: rig_binding.read_rig(armature), repeats)
    for frames in FRAMES:
        motion = Motion.from_arrays(swaying(frames).to_arrays())
        moved = binding.retarget(motion)
        channels = binding.channels(moved)
        result[f"blender_retarget_{frames}_s"] = seconds(lambda m=motion: binding.retarget(m), repeats)
        result[f"blender_channels_{frames}_s"] = seconds(lambda m=moved: binding.channels(m), repeats)
        result[f"write_keys_{frames}_s"] = seconds(
            lambda c=channels: actions.write(armature, c, 1, "bench", {}), repeats
        )
    motif.unregister()
    print(json.dumps(result))


if __name__ == "__main__":
    bpy.ops.wm.read_factory_settings(use_empty=True)
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
