"""`motif-blender generate`, `inbetween`, `around` and `poses`: write takes to an armature of a scene or rig."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping
from typing import Any

import bpy

from ..animation import actions
from ..keying import splice
from ..rig import importing, saving
from ..rig.binding import read_rig
from ..rig.importing import FileError
from ..session import session
from ..takes import takes
from ..takes.target import check_writable
from .report import map_report, progress
from .settings import check_files, read_map


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Generate takes and save the file; returns the report. Raises FileError, RigError or EngineError."""
    clock = time.perf_counter()
    check_files(options, {"--save": [options.save]})
    if options.rig is not None:
        if options.save is None:
            raise FileError("A rig's file stays as it is: say where the result goes with --save OUT.blend.")
        importing.open_rig(options.rig)
    elif options.scene is not None:
        importing.open_blend(options.scene)
    elif not bpy.data.filepath and not bpy.context.scene.objects:
        raise FileError("No scene is open: give one with --scene FILE.blend.")
    scene = bpy.context.scene
    armature = importing.pick_armature(options.armature)
    check_writable(armature, scene)
    bone_map = read_map(options, armature)
    binding = read_rig(armature, scene, bone_map)
    session.set_device(options.device)
    with splice.at_frame(scene, options.at):
        placement, request = options.ask(options, armature, scene, bone_map)
        job = session.Job(placement, request)
        opened = time.perf_counter()
        written = session.generate_now(job, progress if sys.stderr.isatty() else None)
    if placement.keying.into == "nla":
        takes.keep(armature, clear=False)
    importing.fit_range(scene, written)
    made = time.perf_counter()
    target = options.save or options.scene
    if target is not None:
        saving.save_blend(target)
    metas = [actions.read_meta(action) or {} for action in written]
    return {
        **map_report(binding),
        "takes": [
            {"action": action.name, "seed": meta.get("seed"), **_base_seed(meta),
             "frames": list(actions.frame_range(action, armature)), "quality": meta.get("quality", {})}
            for action, meta in zip(written, metas, strict=True)
        ],
        "notes": list(dict.fromkeys(note for meta in metas for note in meta.get("notes", []))),
        "quality": metas[0].get("quality", {}),
        "seconds": {"open": opened - clock, "generate": made - opened, "save": time.perf_counter() - made},
        "out": str(target) if target else None,
    }  # fmt: skip


def _base_seed(meta: Mapping[str, Any]) -> dict[str, int]:
    """Return the base seed of a take around a pose, {} for other takes."""
    found = meta.get("request", {}).get("base_seeds") or ()
    return {"base_seed": found[0]} if found else {}
