"""Motif without a window: `motif-blender`, `blender --command motif`, and `blender -b FILE --python batch.py -- ...`.

Exit status 0 when done, 1 when it failed (one sentence on stderr), 2 for a command line that makes no sense.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

if not __package__:  # run as a script: find the add-on's folder and go on as a module of it
    _here = Path(__file__).absolute().parent
    if not (_here / "engine").exists():  # a bare checkout, where engine/ lies beside this folder
        sys.path.insert(0, str(_here.parent))
        _here = importlib.import_module("tools.packaging").link()
    sys.path.insert(0, str(_here.parent))
    importlib.import_module(f"{_here.name}.batch").run_as_script()

import argparse
import json
import os
import shutil
import time
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

import bpy

from . import registration
from .animation import actions as keys
from .cli import install, manifest, settings
from .cli import options as batch_options
from .cli import report as telling
from .engine.installer.plan import InstallError
from .engine.protocol.request import EngineError, engine_version
from .keying import splice, write
from .retarget.mapping import presets
from .retarget.motion import Motion, resample
from .retarget.quality import compare
from .rig import binding as rig
from .rig import importing
from .rig.importing import FileError
from .session import session
from .takes import takes

_FAILURES = (FileError, rig.RigError, EngineError, InstallError)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    try:
        options = _parser().parse_args(sys.argv[1:] if argv is None else list(argv))
        settings.check_source(options)
    except SystemExit as stop:  # argparse has said why
        return int(stop.code or 0) if isinstance(stop.code, int) else 2
    registered_here = not hasattr(bpy.types.Scene, "motif")
    if registered_here:
        registration.register()
    try:
        report = options.run(options)
        telling.write_report(report, options.report)
        sys.stdout.flush()
        print(json.dumps(report, ensure_ascii=False) if options.json else options.summary(report), flush=True)
        return 1 if report.get("failed") else 0
    except _FAILURES as error:
        print(f"motif-blender: {error}", file=sys.stderr, flush=True)
        if options.json:
            print(json.dumps({"error": str(error)}, ensure_ascii=False), flush=True)
        return 1
    except Exception as error:
        traceback.print_exc()
        print(f"motif-blender: something unforeseen went wrong ({error!s:.160}).", file=sys.stderr, flush=True)
        return 1
    finally:
        session.end_engine()
        if registered_here:
            registration.unregister()


def run_as_script() -> None:
    """For `blender -b FILE --python batch.py -- ARGUMENTS`; ends the process with the exit status."""
    _end(main(sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else []))


def run_as_program() -> None:
    """`motif-blender` on the bpy wheel; ends the process with the exit status."""
    _end(main())


def _end(status: int) -> None:
    """Without Blender's own way out: it would end with 0 and talk after the last line, and its wheels crash (4.2) or
    hang (4.5) there."""
    sys.stdout.flush()
    sys.stderr.flush()
    shutil.rmtree(bpy.app.tempdir, ignore_errors=True)
    os._exit(status)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="motif-blender", description="Text or motion to keyframes on a rig.")
    parser.add_argument("--version", action="version", version=f"motif {engine_version()}")
    parser.set_defaults(summary=telling.summary, report=None)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    batch_options.add_to(commands, _RUN)
    install.add_to(commands)
    manifest.add_to(commands, manifest.Rows(_parser, {**_RUN, "retarget": _retarget_here}))
    return parser


def _generate(options: argparse.Namespace) -> dict[str, Any]:
    clock = time.perf_counter()
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
    own_map = _read_map(options, armature)
    binding = rig.read(armature, scene, own_map)
    session.set_device(options.device)
    with splice.at(scene, options.at):
        wish, request = options.ask(options, armature, scene, own_map)
        job = session.Job(takes.Target.of(armature, scene), wish, request, own_map)
        opened = time.perf_counter()
        actions = session.generate_now(job, telling.progress if sys.stderr.isatty() else None)
    if wish.keying.into == "nla":
        takes.keep(armature, clear=False)
    _fit_range(scene, actions)
    made = time.perf_counter()
    target = options.save or options.scene
    if target is not None:
        importing.save_blend(target)
    metas = [keys.read_meta(action) or {} for action in actions]
    return {
        **_map_report(binding),
        "takes": [
            {"action": action.name, "seed": meta.get("seed"), **_base_seed(meta),
             "frames": list(keys.frame_range(action)), "quality": meta.get("quality", {})}
            for action, meta in zip(actions, metas, strict=True)
        ],
        "quality": metas[0].get("quality", {}),
        "seconds": {"open": opened - clock, "generate": made - opened, "save": time.perf_counter() - made},
        "out": str(target) if target else None,
    }  # fmt: skip


def _base_seed(meta: Mapping[str, Any]) -> dict[str, int]:
    """Of a take around a pose: what it may share with others beside its seed."""
    found = meta.get("request", {}).get("base_seeds") or ()
    return {"base_seed": found[0]} if found else {}


def _fit_range(scene: Any, actions: Sequence[Any]) -> None:
    """An imported rig's scene is new: it lasts as long as what is on the rig."""
    if not bpy.data.filepath:
        scene.frame_end = max([scene.frame_start, *(keys.frame_range(action)[1] for action in actions)])


def _retarget(options: argparse.Namespace) -> dict[str, Any]:
    """A motion on one rig, or on each of a folder's."""
    clock = time.perf_counter()
    settings.keying_of(options)  # says what is wrong before anything is opened
    motion = importing.read_motion(options.motion)
    if not options.rig.is_dir():
        return _retarget_one(options, motion, options.rig, options.out)
    found = sorted(path for path in options.rig.iterdir() if path.suffix.lower() in importing.RIG_FILES)
    if not found:
        raise FileError(f"{options.rig} holds no rig: put {', '.join(importing.RIG_FILES)} files there.")
    if options.out.suffix.lower() == ".blend":
        raise FileError(f"{options.rig} is a folder, so --out must be one too, not {options.out.name}.")
    rigs = {path.name: _attempt(options, motion, path) for path in found}
    failed = [name for name, report in rigs.items() if "error" in report]
    seconds = {"all": time.perf_counter() - clock}
    return {"rigs": rigs, "failed": failed, "seconds": seconds, "out": str(options.out)}


def _attempt(options: argparse.Namespace, motion: Motion, path: Path) -> dict[str, Any]:
    """One rig of a folder: its report, or why it has none; the others go on."""
    try:
        return _retarget_one(options, motion, path, options.out / f"{path.name}.blend")
    except _FAILURES as error:
        print(f"motif-blender: {path.name}: {error}", file=sys.stderr, flush=True)
        return {"error": str(error)}


def _retarget_one(options: argparse.Namespace, motion: Motion, rig_file: Path, out: Path) -> dict[str, Any]:
    clock = time.perf_counter()
    importing.open_rig(rig_file)
    opened = time.perf_counter()
    report = _retarget_here(options, motion)
    written = time.perf_counter()
    importing.save_blend(out)
    seconds = {"open": opened - clock, **report["seconds"], "save": time.perf_counter() - written}
    return {**report, "seconds": seconds, "out": str(out)}


def _retarget_here(options: argparse.Namespace, motion: Motion | None = None) -> dict[str, Any]:
    """A motion on a rig of the file that is open."""
    clock, keying = time.perf_counter(), settings.keying_of(options)
    motion = motion or importing.read_motion(options.motion)
    scene = bpy.context.scene
    armature = importing.pick_armature(options.armature)
    takes.check_writable(armature)
    binding = rig.read(armature, scene, _read_map(options, armature))
    motion = resample(motion, keys.scene_fps(scene))
    moved = binding.retarget(motion, in_place=options.in_place, foot_lock=options.foot_lock)
    solved = time.perf_counter()
    start = settings.start_of(options, scene)
    meta = {"request": {"prompts": []}, "motion": options.motion.name}
    source = armature.animation_data.action if armature.animation_data else None
    action = write.write(armature, scene, binding, moved, start, options.motion.stem, meta, keying, source)
    keys.show(armature, action, keying.into, source)
    _fit_range(scene, [action])
    return {
        **_map_report(binding),
        "takes": [{"action": action.name, "frames": list(keys.frame_range(action))}],
        "notes": (keys.read_meta(action) or {}).get("notes", []),
        "quality": {name: round(value, 4) for name, value in compare(motion, moved, binding.body).items()},
        "seconds": {"retarget": solved - clock, "keys": time.perf_counter() - solved},
    }  # fmt: skip


_RUN = {**dict.fromkeys(("generate", "inbetween", "around", "poses"), _generate), "retarget": _retarget}


def _read_map(options: argparse.Namespace, armature: Any) -> dict[str, str]:
    """--map over the map kept on the armature; values are bones, or objects with a "bone" as in a report."""
    own = takes.overrides(armature)
    if options.map is None:
        return own
    try:
        given = presets.parse(options.map.read_text(encoding="utf-8"))
        fits, _ = presets.fitted(given, [bone.name for bone in armature.data.bones])
        return {**own, **given, **fits}  # a bone that isn't there is refused with its name
    except (OSError, ValueError) as error:
        example = '{"left_knee": "shin.L"}'
        raise FileError(f"{options.map} is not a bone map ({error!s:.100}): give JSON such as {example}.") from error


def _map_report(binding: rig.RigBinding) -> dict[str, Any]:
    found = binding.bone_map
    return {
        "armature": binding.armature,
        "family": found.family,
        "map": found.to_json(),
        "missing": list(found.missing),
    }
