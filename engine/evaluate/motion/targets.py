"""`motif evaluate targets`: hands, feet, head and hips brought to places in captured takes and in-betweens.

Places are laid out around the figure as it stands in the frame itself, so that every take gets the same eight kinds.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.evaluate import harness
from engine.inbetween.options import edit_request
from engine.motion import blend
from engine.path import reach
from engine.protocol.errors import EngineError
from engine.protocol.prompt import Prompt
from engine.protocol.request import TextRequest
from engine.protocol.sampling import Sampling
from engine.protocol.targets import Target
from retarget import quat, smooth
from retarget.motion import ROLE_INDEX, Motion

Array = NDArray[np.float64]
SENTENCES = (
    "a person stands and waits", "a person walks forward", "a person jogs forward", "a person walks backwards",
    "a person dances", "a person boxes", "a person waves with the right hand", "a person sits down",
    "a person walks in a circle to the left", "a person looks around",
)  # fmt: skip
FRAMES, _AT, _AROUND = 150, 75, 10
_FOLLOWED = 20  # frames for which moving places are followed, and others held
_SWAY_S = 0.2  # by which the figure's own way is evened out for what goes along
_TURN = 0.5  # rad about the vertical and about the forward axis that a turned hand is brought round by
# Kind -> its targets: joint, metres to the left, up and ahead of the figure, and whether it is turned too, goes
# along with the figure and to the side, or stays for a while.
KINDS: Mapping[str, tuple[tuple[str, tuple[float, float, float], str], ...]] = {
    "a hand, near": (("right_hand", (-0.2, 1.2, 0.45), ""),),
    "a hand, near, turned": (("left_hand", (0.25, 1.1, 0.4), "turned"),),
    "a hand, down": (("right_hand", (-0.2, 0.3, 0.4), ""),),
    "a hand, a step away": (("left_hand", (0.5, 1.1, 1.2), ""),),
    "a foot": (("left_foot", (0.15, 0.35, 0.4), ""),),
    "the head": (("head", (0.05, 1.35, 0.2), ""),),
    "the hips": (("hips", (0.0, 0.75, 0.05), ""),),
    "a place that goes along": (("right_hand", (-0.3, 1.2, 0.4), "moves"),),
    "a place held in passing": (("right_hand", (-0.45, 1.1, 0.3), "stays"),),
    "several at once": (("left_hand", (0.25, 1.0, 0.45), ""), ("right_hand", (-0.25, 1.3, 0.4), "turned"),
                        ("look", (0.0, 1.3, 1.5), "")),
}  # fmt: skip


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `motif evaluate targets`."""
    harness.add(parser, "out")
    parser.add_argument("--only", choices=("takes", "inbetween"), help="one half of it")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Measure, print and write the tables."""
    return harness.report(args, evaluate_targets, _heading, "targets", "# Targets")


def _heading(args: argparse.Namespace, seconds: float) -> Sequence[str]:
    count = f"{len(KINDS)} kinds of targets in {len(SENTENCES)} takes"
    return [f"{count}, seed {args.seed}, measured in {seconds:.0f} s (`motif evaluate targets`).", ""]


def evaluate_targets(args: argparse.Namespace) -> harness.Part:
    """Tables of takes with targets laid on them, and of frames made anew with targets inside."""
    from engine.api import Engine

    engine = Engine(args.weights, args.device)
    takes = [
        engine.generate(TextRequest((Prompt(text),), FRAMES, Sampling((args.seed,))))[0].motion for text in SENTENCES
    ]

    def laid(motion: Motion, targets: Sequence[Target]) -> Motion:
        return reach.met(motion, targets)

    def between(motion: Motion, targets: Sequence[Target]) -> Motion:
        span = f"{_AT - 45}-{_AT + _FOLLOWED + 30}"
        request = edit_request(motion, {"frames": span, "reach": targets, "seed": args.seed})
        return engine.generate(request)[0].motion

    halves = {"takes": ("Targets in captured takes", laid), "inbetween": ("Targets in frames made anew", between)}
    lines, numbers = list[str](), dict[str, Any]()
    for name, (title, make) in halves.items():
        if args.only in (None, name):
            rows = {kind: [_measured(make, take, kind) for take in takes] for kind in KINDS}
            lines += ["", f"## {title}", "", *_table(rows)]
            numbers[name] = rows
    return lines, numbers


def targets_of(motion: Motion, kind: str) -> tuple[Target, ...]:
    """A kind's targets, around the figure as it is in the middle of a motion."""
    pose = motion.cut(_AT, _AT + 1)
    face = blend.heading(pose.rot[0, 0]).astype(np.float64)
    ground = pose.root_pos[0].astype(np.float64) * (1, 0, 1)
    turn = quat.multiply(
        quat.from_axis_angle(np.array([0.0, 1.0, 0.0]), _TURN), quat.from_axis_angle(np.array([0.0, 0.0, 1.0]), _TURN)
    )
    out = list[Target]()
    for joint, place, how in KINDS[kind]:
        last = _AT + (_FOLLOWED if how in ("moves", "stays") else 0)
        at = np.repeat((ground + quat.rotate(face, np.array(place)))[None], last - _AT + 1, axis=0)
        if how == "moves":
            gone = smooth.gaussian(motion.root_pos * np.array([1, 0, 1]), _SWAY_S * motion.fps)[_AT : last + 1]
            aside = quat.rotate(face, np.array([0.2, 0.15, 0.0]))
            at = at + gone - gone[0] + np.linspace(0, 1, len(at))[:, None] * aside
        turns = (tuple(map(float, quat.multiply(face, turn))),) if how == "turned" else ()
        out.append(Target(joint, _AT, last, tuple(tuple(map(float, one)) for one in at), turns))  # type: ignore[arg-type]
    return tuple(out)


def _measured(make: Any, take: Motion, kind: str) -> dict[str, float]:
    """One take with targets of a kind. missed: m. turned: degrees off. most, own: the largest acceleration of any
    joint, m/s2, within 10 frames of them, and that of the take itself there."""
    targets = targets_of(take, kind)
    try:
        motion = make(take, targets)
    except EngineError:
        return {"missed": np.nan, "turned": np.nan, "most": np.nan, "own": np.nan}
    span = slice(_AT - _AROUND, max(t.last for t in targets) + _AROUND + 1)
    return {
        "missed": max([0.0, *reach.misses(motion, targets).values()]),
        "turned": max([0.0, *(_off(motion, target) for target in targets if target.turn)]),
        "most": float(accelerations(motion)[span].max()),
        "own": float(accelerations(take)[span].max()),
    }


def accelerations(motion: Motion) -> Array:
    """The largest of any joint in each frame (T - 2,), m/s2."""
    return np.linalg.norm(np.diff(motion.globals()[0], n=2, axis=0), axis=-1).max(axis=1) * motion.fps**2


def _off(motion: Motion, target: Target) -> float:
    """Degrees between a joint and how it is to be turned."""
    joint = ROLE_INDEX[target.role]
    wanted = quat.multiply(np.array(target.turn[0]), motion.skeleton.rest_globals()[1][joint])
    return float(np.degrees(quat.angle_between(motion.globals()[1][target.first, joint], wanted)))


def _table(rows: Mapping[str, Sequence[Mapping[str, float]]]) -> list[str]:
    lines = [
        f"| | missed at most, cm | over 1 cm | turned off, degrees | acceleration, mean, m/s² | most | over "
        f"{blend.MOST_ACCELERATION:.0f} and over the take's own |",
        "|---|---|---|---|---|---|---|",
    ]
    every = [row for found in rows.values() for row in found]
    for kind, found in [*rows.items(), ("all", every)]:
        missed, turned, most, own = (np.array([row[k] for row in found]) for k in ("missed", "turned", "most", "own"))
        over = most > np.maximum(blend.MOST_ACCELERATION, own)
        lines.append(
            f"| {kind} | {100 * missed.max():.1f} | {(missed > 0.01).sum()} of {len(found)} | {turned.max():.1f} "
            f"| {most.mean():.0f} | {most.max():.0f} | {over.sum()} of {len(found)} |"
        )
    return lines
