"""`motif-blender retarget`: writes a motion file to one rig, or to each rig of a folder."""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import bpy

from ..animation import actions, nla
from ..engine import files
from ..keying import write
from ..retarget import loop
from ..retarget.motion import Motion, resample
from ..rig import evaluated, importing
from ..rig.binding import read_rig
from ..rig.importing import FileError
from ..takes.target import check_writable
from . import exporting, settings
from .report import FAILURES, map_report

Noted = tuple[Motion, tuple[str, ...]]


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Retarget to one rig or each of a folder's; returns the report. Raises FileError, RigError or EngineError."""
    clock = time.perf_counter()
    settings.keying_of(options)  # refuses wrong options before anything is opened
    if not options.rig.is_dir():
        settings.check_files(options, {"--out": [options.out]})
        exporting.check(options.out)
    motion = importing.read_noted(options.motion, options.fps, options.up or "")
    if not options.rig.is_dir():
        return _one_rig(options, motion, options.rig, options.out)
    found = sorted(path for path in options.rig.iterdir() if path.suffix.lower() in importing.RIG_FILES)
    if not found:
        raise FileError(f"{options.rig} holds no rig: put {', '.join(importing.RIG_FILES)} files there.")
    if options.out.suffix.lower() == ".blend":
        raise FileError(f"{options.rig} is a folder, so --out must be one too, not {options.out.name}.")
    outs = [options.out / f"{path.name}.blend" for path in found]
    settings.check_files(options, {"--out": outs})
    if wrong := files.clash({"--out": outs}, {f"--rig {path.name}": path for path in found}):
        raise FileError(wrong)
    rigs = {path.name: _attempt(options, motion, path) for path in found}
    failed = [name for name, report in rigs.items() if "error" in report]
    seconds = {"all": time.perf_counter() - clock}
    return {"rigs": rigs, "failed": failed, "seconds": seconds, "out": str(options.out)}


def _attempt(options: argparse.Namespace, motion: Noted, path: Path) -> dict[str, Any]:
    """Retarget to one rig of a folder; returns its report, or its error, and the others go on."""
    try:
        return _one_rig(options, motion, path, options.out / f"{path.name}.blend")
    except FAILURES as error:
        said = str(error)
    except Exception as error:  # one rig never ends the others
        traceback.print_exc()
        said = f"something unforeseen went wrong ({error!s:.160})."
    print(f"motif-blender: {path.name}: {said}", file=sys.stderr, flush=True)
    return {"error": said}


def _one_rig(options: argparse.Namespace, motion: Noted, rig_file: Path, out: Path) -> dict[str, Any]:
    clock = time.perf_counter()
    importing.open_rig(rig_file)
    opened = time.perf_counter()
    report = run_here(options, motion)
    written = time.perf_counter()
    exporting.save(out, bpy.data.objects[report["armature"]], [bpy.data.actions[report["takes"][0]["action"]]])
    seconds = {"open": opened - clock, **report["seconds"], "save": time.perf_counter() - written}
    return {**report, "seconds": seconds, "out": str(out)}


def run_here(options: argparse.Namespace, read: Noted | None = None) -> dict[str, Any]:
    """Retarget to a rig of the file that is open; returns the report. read: the motion and its notes, where it was."""
    clock, keying = time.perf_counter(), settings.keying_of(options)
    motion, said = read or importing.read_noted(options.motion, options.fps, options.up or "")
    scene = bpy.context.scene
    armature = importing.pick_armature(options.armature)
    check_writable(armature, scene)
    binding = read_rig(armature, scene, settings.read_map(options, armature))
    motion = resample(motion, actions.scene_fps(scene))
    moved = binding.retarget(motion, in_place=options.in_place, foot_lock=options.foot_lock)
    solved = time.perf_counter()
    start = settings.start_of(options, scene)
    meta = {"request": {"prompts": []}, "motion": options.motion.name, "notes": list(said)}
    source = armature.animation_data.action if armature.animation_data else None
    action = write.write(armature, scene, binding, moved, start, options.motion.stem, meta, keying, source)
    nla.show(armature, action, keying.into, source)
    importing.fit_range(scene, [action])
    keyed = time.perf_counter()
    ease = write.ease_frames(moved) if keying.into == "replace" else -1
    shown = moved if keying.loop == "none" else loop.close(moved)
    quality = evaluated.measure(armature, binding, motion, shown, start, ease)
    return {
        **map_report(binding),
        "takes": [{"action": action.name, "frames": list(actions.frame_range(action, armature))}],
        "notes": (actions.read_meta(action) or {}).get("notes", []),
        "quality": {name: round(value, 4) for name, value in quality.items()},
        "seconds": {"retarget": solved - clock, "keys": keyed - solved, "measure": time.perf_counter() - keyed},
    }  # fmt: skip
