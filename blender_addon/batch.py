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
import dataclasses
import json
import os
import shutil
import time
import traceback
from collections.abc import Sequence
from typing import Any

import bpy

from . import (
    batch_wish,
    importing,
    install_command,
    keys,
    manifest_command,
    registration,
    rig,
    session,
    takes,
    telling,
    writing,
)
from .controls import LEADS
from .engine.installer.plan import InstallError
from .engine.protocol import DEFAULT_GUIDANCE, FOOT_LOCKS, EngineError
from .importing import FileError
from .retarget import presets
from .retarget.motion import Motion, resample
from .retarget.quality import compare

_RIG_KINDS = ", ".join(importing.RIG_FILES)
_FAILURES = (FileError, rig.RigError, EngineError, InstallError)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    try:
        options = _parser().parse_args(sys.argv[1:] if argv is None else list(argv))
        batch_wish.check_source(options)
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
    parser.set_defaults(summary=telling.summary, report=None)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _generate_options(commands.add_parser("generate", help="takes from text on an armature of a scene"))
    _inbetween_options(commands.add_parser("inbetween", help="part of an animation made anew"))
    _retarget_options(commands.add_parser("retarget", help="a motion file on a rig"))
    install_command.add_to(commands)
    manifest_command.add_to(commands, manifest_command.Rows(_parser, _RUN_HERE))
    return parser


def _shared_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--armature", metavar="NAME", help="by default the one most like a body")
    parser.add_argument("--map", type=Path, metavar="MAP.json", help="role -> bone, over what is detected")
    parser.add_argument("--start", type=int, metavar="FRAME", help="of the first key; default: the scene's first")
    parser.add_argument("--in-place", action="store_true", help="without travel over the ground")
    parser.add_argument("--root", choices=rig.ROOT_MOTIONS, default="hips", help="what carries the travel")
    parser.add_argument("--controls", choices=LEADS, default="fk", help="of a control rig: which get keys; default fk")
    parser.add_argument("--keys", default="every", metavar="every|sparse[:DEG,MM]",
                        help="a key a frame, or few within an error; default of sparse: 0.2 degrees, 1 mm")  # fmt: skip
    parser.add_argument("--into", choices=writing.INTO, default="new",
                        help="a new Action, the frames of the present one, or a strip in the NLA")  # fmt: skip
    parser.add_argument("--loop", choices=writing.LOOPS, default="none",
                        help="last frame as the first; repeat: and round and round")  # fmt: skip
    parser.add_argument("--report", type=Path, metavar="OUT.json")
    parser.add_argument("--json", action="store_true", help="the report as JSON on the last line")


def _generate_options(parser: argparse.ArgumentParser) -> None:
    opened = parser.add_mutually_exclusive_group()
    opened.add_argument("--scene", type=Path, metavar="FILE.blend", help="by default the file that is open in Blender")
    opened.add_argument("--rig", type=Path, metavar="FILE", help=f"a rig in place of a scene: {_RIG_KINDS}")
    parser.add_argument("--text", help="what the character does; <audio> in it is the sound of --audio")
    parser.add_argument("--audio", metavar="scene|FILE", help="what the scene plays in its frame range, or a file")
    along = parser.add_mutually_exclusive_group()
    along.add_argument("--span", dest="spans", nargs=2, action="append", default=[], metavar=("A-B", "T"),
                       help="what happens in the scene's frames A-B; again for what comes next. Beside --audio the "
                       "sound leads elsewhere")  # fmt: skip
    along.add_argument("--markers", action="store_true", help="the same from the timeline's markers, by their names")
    parser.add_argument("--style", action="append", default=[], metavar="NAME[:WEIGHT]", help="style, for --audio")
    parser.add_argument("--energy", type=float, default=1.0, metavar="E", help="for --audio: 0 calm to 2 lively")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--seconds", type=float)
    length.add_argument("--frames", type=int, help="of the scene")
    length.add_argument("--range", metavar="A-B", help="first and last frame of the scene")
    _sampling_options(parser)
    parser.set_defaults(run=_generate, usage=parser.error)


def _inbetween_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--scene", type=Path, metavar="FILE.blend", help="by default the file that is open in Blender")
    parser.add_argument("--frames", dest="span", required=True, metavar="A-B", help="of the scene, both included")
    parser.add_argument("--parts", default="body", metavar="upper,left_arm,..", help="default: the whole body")
    parser.add_argument("--pins", default="", metavar="30,45", help="frames whose poses stay")
    parser.add_argument("--text", help="what happens there")
    _sampling_options(parser)
    parser.set_defaults(
        run=_generate,
        rig=None,
        audio=None,
        style=[],
        energy=1.0,
        frames=None,
        seconds=None,
        range=None,
        spans=[],
        markers=False,
    )


def _sampling_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--takes", type=int, default=1)
    parser.add_argument("--guidance", type=float, default=DEFAULT_GUIDANCE)
    parser.add_argument("--steps", type=int, default=None)
    parser.add_argument("--candidates", type=int, default=None)
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--foot-lock", choices=FOOT_LOCKS, default="keep")
    parser.add_argument("--no-clean-up", action="store_true")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default=None)
    parser.add_argument("--save", type=Path, metavar="OUT.blend", help="by default over --scene")
    _shared_options(parser)


def _retarget_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--motion", type=Path, required=True, metavar="FILE", help=".npz or .bvh")
    parser.add_argument("--rig", type=Path, required=True, metavar="FILE", help=f"{_RIG_KINDS}; or a folder of them")
    parser.add_argument("--out", type=Path, required=True, metavar="OUT.blend", help="a folder where --rig is one")
    parser.add_argument("--foot-lock", choices=FOOT_LOCKS, default="keep", help="default keep")
    _shared_options(parser)
    parser.set_defaults(run=_retarget)


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
    fps = keys.scene_fps(scene)
    wish = batch_wish.wish_of(options, scene, fps)
    session.set_device(options.device)
    if getattr(options, "span", None):
        wish = dataclasses.replace(wish, span=batch_wish.span_of(options, armature))
    wish, request = takes.ask(armature, scene, wish, own_map)
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
            {"action": action.name, "seed": meta.get("seed"), "frames": list(keys.frame_range(action)),
             "quality": meta.get("quality", {})}
            for action, meta in zip(actions, metas, strict=True)
        ],
        "quality": metas[0].get("quality", {}),
        "seconds": {"open": opened - clock, "generate": made - opened, "save": time.perf_counter() - made},
        "out": str(target) if target else None,
    }  # fmt: skip


def _fit_range(scene: Any, actions: Sequence[Any]) -> None:
    """An imported rig's scene is new: it lasts as long as what is on the rig."""
    if not bpy.data.filepath:
        scene.frame_end = max([scene.frame_start, *(keys.frame_range(action)[1] for action in actions)])


def _retarget(options: argparse.Namespace) -> dict[str, Any]:
    """A motion on one rig, or on each of a folder's."""
    clock = time.perf_counter()
    batch_wish.keying_of(options)  # says what is wrong before anything is opened
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
    clock, keying = time.perf_counter(), batch_wish.keying_of(options)
    motion = motion or importing.read_motion(options.motion)
    scene = bpy.context.scene
    armature = importing.pick_armature(options.armature)
    takes.check_writable(armature)
    binding = rig.read(armature, scene, _read_map(options, armature))
    motion = resample(motion, keys.scene_fps(scene))
    moved = binding.retarget(motion, in_place=options.in_place, foot_lock=options.foot_lock)
    solved = time.perf_counter()
    start = batch_wish.start_of(options, scene)
    meta = {"request": {"prompts": []}, "motion": options.motion.name}
    source = armature.animation_data.action if armature.animation_data else None
    action = writing.write(armature, scene, binding, moved, start, options.motion.stem, meta, keying, source)
    keys.show(armature, action, keying.into, source)
    _fit_range(scene, [action])
    return {
        **_map_report(binding),
        "takes": [{"action": action.name, "frames": list(keys.frame_range(action))}],
        "notes": (keys.read_meta(action) or {}).get("notes", []),
        "quality": {name: round(value, 4) for name, value in compare(motion, moved, binding.body).items()},
        "seconds": {"retarget": solved - clock, "keys": time.perf_counter() - solved},
    }  # fmt: skip


# How a manifest's rows are run on the file that is open.
_RUN_HERE = {"generate": _generate, "inbetween": _generate, "retarget": _retarget_here}


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
