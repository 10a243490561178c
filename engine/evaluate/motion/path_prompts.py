"""`motif evaluate path --timelines`: prompts along the timeline on ten curves: what is done in place stays and faces as
asked, what travels keeps to the path."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.evaluate import harness
from engine.metrics import path as measures
from engine.motion import cleanup, events
from engine.protocol.path import Path
from engine.protocol.prompt import Prompt
from engine.protocol.request import TextRequest
from engine.protocol.sampling import Sampling
from engine.text.parts import Part, parts_of
from engine.text.segments import segments_of
from engine.text.ways.choose import TRAVELS
from retarget.feet.legs import foot_points, legs_of
from retarget.motion import Motion

CURVES = (
    "straight 8 m", "S, 5 m", "S, 10 m", "right angle left", "square", "zigzag", "circle 2 m", "circle 3 m, half",
    "U-turn, wide", "figure eight 1.2 m",
)  # fmt: skip
Texts = Sequence[tuple[str, float]]
# Metres of the path -> prompts with their seconds.
TIMELINES: Mapping[str, Callable[[float], Texts]] = {
    "walks, stops and waves, walks on": lambda m: [
        ("a person walks forward", max(2.5, m / 2)), ("a person stops and waves", 3.5),
        ("a person walks on", max(2.5, m / 2))],
    "jogs, stands, sits down": lambda m: [
        ("a person jogs forward", max(2, m / 2)), ("a person stands still", 1.5), ("a person sits down", 3)],
    "walks, looks around, bows, jogs": lambda m: [
        ("a person walks forward", max(2.5, m / 2.4)), ("a person looks around", 2.5), ("a person bows", 2.5),
        ("a person jogs", max(2, m / 3.4))],
    "backwards, sits down, walks": lambda m: [
        ("a person walks backwards", max(2.5, m / 1.6)), ("a person sits down", 2.5),
        ("a person walks forward", max(5, 2 + m / 2))],
}  # fmt: skip
_JOINED = 15, 12  # frames at either end of a part in which one motion goes over into the next
_CORNER = 20  # samples of a line, 20 cm, around a corner at which any direction between the two is along it


def timelines(args: argparse.Namespace) -> harness.Part:
    """A row for each timeline, the mean over the curves."""
    from engine.api import Engine

    engine = Engine(args.weights, args.device)
    lines = [
        "| | facing in place, degrees | feet drift, m/s | feet stray, cm | facing on the way | pelvis to path, cm "
        "| worst | short of the end, cm | skating frames | mm a frame | jerk, m/s³ | at a seam, m/s² |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    numbers: dict[str, Any] = {}
    for name, texts in TIMELINES.items():
        rows = [_measured(engine, texts, Path(measures.CURVES[curve]), args.seed) for curve in CURVES]
        row = {key: float(np.mean([one[key] for one in rows])) for key in rows[0]}
        row |= {key: max(one[key] for one in rows) for key in ("worst", "stray", "seam")}
        numbers[name] = row
        lines.append(
            f"| {name} | {row['facing']:.1f} | {row['drift']:.3f} | {100 * row['stray']:.1f} | {row['going']:.1f} "
            f"| {100 * row['apart']:.1f} | {100 * row['worst']:.0f} | {100 * row['short']:.0f} "
            f"| {row['skate_share']:.3f} | {row['skate']:.1f} | {row['jerk']:.0f} | {row['seam']:.0f} |"
        )
    return lines, numbers


def _measured(engine: Any, texts: Callable[[float], Texts], path: Path, seed: int) -> dict[str, float]:
    prompts, at = list[Prompt](), 0
    for text, seconds in texts(path.length):
        prompts.append(Prompt(text, at, at + round(30 * seconds)))
        at += round(30 * seconds)
    motion = engine.generate(TextRequest(tuple(prompts), at, Sampling((seed,)), path=path))[0].motion
    return measured(motion, path, parts_of(segments_of(prompts, at, 30.0)))


def measured(motion: Motion, path: Path, parts: Sequence[Part]) -> dict[str, float]:
    """facing, drift (of the middle between the feet, m/s) and stray (m): while something is done in place. going
    (degrees), apart, worst (m): while it travels. seam: the largest acceleration within 10 frames of where one part
    goes over into the next, m/s2."""
    line = measures.line_of(path)
    apart, near = measures.followed(motion, line)
    feet = foot_points(motion, legs_of(motion.skeleton))[:, [1, 3]].mean(axis=1)[:, [0, 2]].astype(float)
    middle = measures.evened(feet, measures.SWAY_S * motion.fps)
    speed = np.linalg.norm(np.gradient(middle, axis=0), axis=1) * motion.fps
    goes, facing, stays, ends = np.zeros(len(motion), bool), np.zeros(len(motion)), list[slice](), list[int]()
    at, heading, rises = 0, 0.0, 0
    for part in parts:
        first, at = at, at + (part.frames or 0)
        ends.append(at)
        step = part.step
        if step is None or step.facts.action not in TRAVELS:
            stays.append(slice(first + _JOINED[0], max(first + _JOINED[0] + 1, at - _JOINED[1])))
            rises = 60 if step is not None and step.facts.end == "sitting" else 0
        else:
            heading = np.pi if step.facts.direction == "backward" else 0.0
            goes[first + min(rises, (at - first) // 2) : at] = True
            rises = 0
        facing[first:at] = heading
    off, joints = _askew(motion, line, near, facing), motion.globals()[0]
    jolts = np.linalg.norm(np.diff(joints, 2, axis=0), axis=-1).max(axis=1) * motion.fps**2
    strayed = [np.linalg.norm(middle[one] - middle[one].mean(axis=0), axis=1).max() for one in stays]
    return {
        "facing": float(np.mean([off[one].mean() for one in stays])), "going": float(off[goes].mean()),
        "drift": float(np.mean([speed[one].mean() for one in stays])), "stray": float(max(strayed)),
        "apart": float(apart[goes].mean()), "worst": float(apart[goes].max()),
        "short": float(line.at[-1] - line.at[near[np.flatnonzero(goes)[-1]]]),
        "seam": float(max(jolts[max(0, end - 10) : end + 10].max() for end in ends[:-1])),
        **cleanup.measure(motion),
    }  # fmt: skip


def _askew(
    motion: Motion, line: measures.Line, near: NDArray[np.int_], facing: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Degrees (T,) between the body's facing and the line's direction turned by `facing` (T,) rad."""
    yaw = measures.evened(events.signals(motion).yaw[:, None], measures.SWAY_S * motion.fps)[:, 0]
    around = [line.yaw[max(0, i - _CORNER) : i + _CORNER + 1] for i in near.tolist()]
    low, high = (np.array([pick(some) for some in around]) for pick in (np.min, np.max))
    off = np.abs(np.angle(np.exp(1j * (yaw - (low + high) / 2 - facing))))
    return np.degrees(np.maximum(0.0, off - (high - low) / 2))
