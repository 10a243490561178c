"""`motif-blender generate`, `inbetween`, `around` and `poses`: write takes to an armature of a scene or rig."""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from typing import Any

import bpy

from ..animation import actions
from ..bpy_types import Action, Object
from ..engine.commands.progress import Bar
from ..keying import splice
from ..rig import importing
from ..rig.binding import read_rig
from ..session import session
from ..takes import takes
from ..takes.target import check_writable
from . import exporting
from .report import map_report
from .settings import check_files, dancers_of, read_map

Written = tuple[Object, list[Action]]  # an armature and its takes


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Generate takes and save the file; returns the report. Raises FileError, RigError or EngineError."""
    clock = time.perf_counter()
    named = exporting.paths(options.out, options.takes) if options.out else []
    if options.out and getattr(options, "dancers", 1) == 2:
        named += exporting.paths(exporting.of_second(options.out), options.takes)
    check_files(options, {"--out": named})
    out = exporting.where(options)
    exporting.check(out)
    if options.rig is not None:
        importing.open_rig(options.rig)
    elif options.scene is not None:
        importing.open_blend(options.scene)
    opened = time.perf_counter()
    report, written = run_here(options)
    made = time.perf_counter()
    files = exporting.save(out, *written[0])
    for armature, actions_of in written[1:] if out.suffix.lower() != ".blend" else ():
        files += exporting.save(exporting.of_second(out), armature, actions_of)
    seconds = {"open": opened - clock, "generate": made - opened, "save": time.perf_counter() - made}
    many = {"files": [str(file) for file in files]} if len(files) > 1 else {}
    return {**report, "seconds": seconds, "out": str(out), **many}


def run_row(options: argparse.Namespace) -> dict[str, Any]:
    """Generate takes in the file that is open, which is not saved; returns the report. Raises as `run` does."""
    return run_here(options)[0]


def run_here(options: argparse.Namespace) -> tuple[dict[str, Any], list[Written]]:
    """Generate takes in the file that is open; returns the report, and what was written on each armature. Raises as
    `run` does."""
    clock = time.perf_counter()
    scene = bpy.context.scene
    armature = importing.pick_armature(options.armature)
    check_writable(armature, scene)
    bone_map = read_map(options, armature)
    binding = read_rig(armature, scene, bone_map)
    session.set_device(options.device)
    with splice.at_frame(scene, options.at):
        asked = dancers_of(options, armature, scene, *options.ask(options, armature, scene, bone_map))
        with Bar("Generating") as bar:
            written = session.generate_together([session.Job(*one) for one in asked], bar)
    done: list[Written] = []
    for (placement, _), some in zip(asked, written, strict=True):
        dancer = placement.target.find()
        if placement.keying.into == "nla":
            takes.keep(dancer, clear=False)
        importing.fit_range(scene, some)
        done.append((dancer, some))
    report = {**map_report(binding), **_report(*done[0])}
    for second, some in done[1:]:
        report["second"] = {"armature": second.name, **_report(second, some)}
    return {**report, "seconds": {"generate": time.perf_counter() - clock}}, done


def _report(armature: Object, written: Sequence[Action]) -> dict[str, Any]:
    """What is told of an armature's takes."""
    metas = [actions.read_meta(action) or {} for action in written]
    return {
        "takes": [
            {"action": action.name, "seed": meta.get("seed"), **_base_seed(meta),
             "frames": list(actions.frame_range(action, armature)), "quality": meta.get("quality", {})}
            for action, meta in zip(written, metas, strict=True)
        ],
        "notes": list(dict.fromkeys(note for meta in metas for note in meta.get("notes", []))),
        "quality": metas[0].get("quality", {}),
    }  # fmt: skip


def _base_seed(meta: Mapping[str, Any]) -> dict[str, int]:
    """Return the base seed of a take around a pose, {} for other takes."""
    found = meta.get("request", {}).get("base_seeds") or ()
    return {"base_seed": found[0]} if found else {}
