"""`motif-blender check` and `clean`: what is wrong in an armature's animation, and its Action cleaned in a copy."""

from __future__ import annotations

import argparse
import time
from typing import Any

import bpy

from ..animation import actions
from ..checks import change, measure
from ..engine.protocol.options import CLEANING
from ..keying.write import Keying
from ..retarget.checks import cleaning, problems
from ..retarget.checks.cleaning import CleanUp
from ..rig import importing
from ..rig.importing import FileError
from . import exporting
from .report import map_report
from .settings import check_files, read_map


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measure what shows on an armature; returns the report. Raises FileError or RigError."""
    clock = time.perf_counter()
    check_files(options, {"--report": [options.report]})
    armature = _opened(options)
    opened = time.perf_counter()
    found = measure.check(armature, bpy.context.scene, read_map(options, armature))
    told = problems.Report(found.problems, found.over).to_json()
    return {
        **map_report(found.binding),
        "action": found.action,
        "frames": [found.start, found.start + len(found.motion) - 1],
        "fps": found.motion.fps,
        **told,
        "seconds": {"open": opened - clock, "measure": time.perf_counter() - opened},
    }


def summary(report: dict[str, Any]) -> str:
    """Summarise a report of `run`: a line for each problem, worst first."""
    found = [problems.Problem(**one) for one in report["problems"]]
    return "\n".join(problems.table(found))


def run_clean(options: argparse.Namespace) -> dict[str, Any]:
    """Clean an armature's Action in a copy and save the file; returns the report. Raises FileError or RigError."""
    clock = time.perf_counter()
    try:
        how = CleanUp(**{name: getattr(options, name) for name in CLEANING})
        keying = Keying.parse(options.keys)
    except ValueError as error:
        raise FileError(str(error)) from error
    check_files(options, {"--out": [options.out]})
    out = exporting.where(options)
    exporting.check(out)
    armature = _opened(options)
    opened = time.perf_counter()
    bone_map = read_map(options, armature)
    action, before, after = change.clean(armature, bpy.context.scene, how, keying, bone_map)
    cleaned = time.perf_counter()
    exporting.save(out, armature, [action])
    return {
        "armature": armature.name,
        "action": action.name,
        "frames": list(actions.frame_range(action, armature)),
        "before": {name: round(value, 3) for name, value in before.items()},
        "after": {name: round(value, 3) for name, value in after.items()},
        "seconds": {"open": opened - clock, "clean": cleaned - opened, "save": time.perf_counter() - cleaned},
        "out": str(out),
    }


def summary_clean(report: dict[str, Any]) -> str:
    """Summarise a report of `run_clean`."""
    where = f" in {report['out']}" if report["out"] else ""
    told = cleaning.told(report["before"], report["after"])
    return f"“{report['action']}” on “{report['armature']}”{where}: {told}"


def _opened(options: argparse.Namespace) -> Any:
    """Open the scene where one is named; returns the armature."""
    if options.scene is not None:
        importing.open_blend(options.scene)
    elif not bpy.data.filepath and not bpy.context.scene.objects:
        raise FileError("No scene is open: give one with --scene FILE.blend.")
    return importing.pick_armature(options.armature)
