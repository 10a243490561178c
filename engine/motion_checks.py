"""`motif check` and `motif clean`: what is wrong in a motion file, and the file cleaned."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine import files
from engine.protocol.errors import bad_request
from engine.protocol.options import CLEANING, add_options

if TYPE_CHECKING:
    from retarget.checks.figure import Asked
    from retarget.motion import Motion

_CHECK = """Measure a motion frame by frame: feet that slide or sink, jolts, snapping knees, joints past their range,
hands in the body; with --audio accents off the beat, and of a take along a path how far it strays. Limits come from
captured motion. Problems stand worst first, frames count from 0."""
_ARRIVES = 0.25  # m from a path's point on its frame
_CLEAN = """Clean captured motion: take out spikes, smooth jitter, bring feet to the floor, hold standing feet. Each has
a strength from 0 (left alone) to 1."""


def add_to(commands: Any) -> None:
    """Add both commands to the parser's."""
    check = commands.add_parser("check", help="what is wrong in a motion", description=_CHECK)
    check.add_argument("motion", type=Path, metavar="FILE", help="a take, .bvh, AMASS file or another generator's")
    add_options(check, "audio", help="sound whose beats the motion is held against")
    _reading(check)
    check.set_defaults(run=_check)

    clean = commands.add_parser("clean", help="a motion file cleaned", description=_CLEAN)
    clean.add_argument("motion", type=Path, metavar="FILE", help="a take, .bvh, AMASS file or another generator's")
    add_options(clean, "out", required=True)
    add_options(clean, *CLEANING)
    _reading(clean)
    clean.set_defaults(run=_clean)


def _reading(parser: Any) -> None:
    add_options(parser, "up", "fps", "json")


def _check(args: argparse.Namespace) -> dict[str, Any]:
    from engine import take_files
    from retarget.checks import problems

    motion, meta = take_files.load_motion(args.motion, args.fps, args.up or "")
    found = problems.check(_with_legs(motion, args.motion), asked=_asked(motion, meta, args.audio))
    told = {"motion": str(args.motion), "frames": len(motion), "fps": motion.fps, **found.to_json()}
    if not args.json:
        print("\n".join(problems.table(found.problems)))
    return told


def _asked(motion: Motion, meta: Mapping[str, Any], audio: Path | None) -> Asked:
    """What the motion was to meet: the path in a take's record, and the beats of a sound that starts with it."""
    import numpy as np

    from engine.protocol.path import Path as GroundPath
    from engine.protocol.targets import Target as Reached
    from retarget.checks.figure import Asked, Target

    beats: list[float] = []
    if audio is not None:
        from engine.audio.sources import listen
        from engine.protocol.sound import file_mix

        heard = listen(file_mix(str(audio)))
        if not heard.steady:
            raise bad_request(f"No steady beat is heard in {audio.name}, as in speech: check without --audio.")
        beats = [float(time) * motion.fps for time in heard.beats]
    request = meta.get("request")
    if not isinstance(request, Mapping):
        return Asked(beats)
    pace = motion.fps / float(request.get("fps") or motion.fps)
    points, targets = None, []
    if request.get("path"):
        way = GroundPath.from_json(request["path"])
        points = [*way.points, way.points[0]] if way.closed else list(way.points)
        for i, frame in way.timed:
            place = (way.points[i][0], float("nan"), way.points[i][1])
            targets.append(Target("pelvis", round(frame * pace), place, _ARRIVES))
    for one in map(Reached.from_json, request.get("targets") or ()):
        if one.joint != "look":
            span = range(one.first, one.last + 1)
            places = one.place * len(span) if len(one.place) == 1 else one.place
            targets += [Target(one.role, round(f * pace), p) for f, p in zip(span, places, strict=True)]
    return Asked(beats, None if points is None else np.array(points), targets)


def _clean(args: argparse.Namespace) -> dict[str, Any]:
    from engine import take_files
    from retarget.checks import cleaning

    (out,) = take_files.take_paths(args.out, 1)
    if wrong := files.clash({"--out": [out]}, {"FILE": args.motion}):
        raise bad_request(wrong)
    try:
        how = cleaning.CleanUp(**{name: getattr(args, name) for name in CLEANING})
    except ValueError as error:
        raise bad_request(f"--{error}") from error
    take_files.check_writable(files.target_of(out).parent)
    motion, meta = take_files.load_motion(args.motion, args.fps, args.up or "")
    cleaned = cleaning.clean(_with_legs(motion, args.motion), how)
    before, after = cleaning.measured(motion), cleaning.measured(cleaned)
    take_files.save_motion(cleaned, out, {**meta, "cleaned": {name: getattr(how, name) for name in CLEANING}})
    print(f"{out}: {cleaning.told(before, after)}", file=sys.stderr)
    return {"out": str(out), "frames": len(cleaned), "before": _short(before), "after": _short(after)}


def _with_legs(motion: Motion, path: Path) -> Motion:
    """The motion; raises EngineError for a figure without legs."""
    from retarget.feet.legs import legs_of

    try:
        legs_of(motion.skeleton)
    except ValueError as error:
        raise bad_request(f"{path.name} has no legs to measure by ({error}): give a motion of a whole body.") from error
    return motion


def _short(measures: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in measures.items()}
