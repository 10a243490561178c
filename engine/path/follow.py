"""Takes along a path: the parts of a take that travel, each with a gait of its own, and what is done in between.

Parts that travel share the path in proportion to their time and pace; what is done in place stands where the one before
arrived. Where nothing but an action of the upper body is asked for, it is laid over a walk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.motion import blend
from engine.motion.canonical import FPS
from engine.path import quarters, standing
from engine.protocol.errors import bad_request
from engine.protocol.path import Path
from engine.protocol.plan.steps import Facts
from engine.strides.curve import Curve, curve_of
from engine.strides.gait import Gait
from engine.strides.lay import lay
from engine.strides.speed import Timing, kept, natural
from engine.text import acting
from engine.text.judging.mending import held
from engine.text.networks import Settings, TextNetworks
from engine.text.parts import Part, parts_of
from engine.text.segments import Segment
from engine.text.ways.choose import FASTEST, TRAVELS, Wanted, gait_for
from retarget.motion import Motion

Array = NDArray[np.float64]
_STRIDE = 7919  # between the seeds of one take's parts
_JOIN_S = 0.4  # in which one part that travels goes over into the next
_EASILY = 1.2  # times its own pace, what a gait is hurried by without showing it
_TRIES, _PUNCTUAL_S = 4, 0.01  # at passing points in their frames, and what is near enough
_AROUND_S, _HERE_M = 1.0, 0.005  # around its frame that a point is looked for, and how near is nearest
_SLOWEST = 2.0  # times its own time, the most that a way takes; what is left is waited at its end


@dataclass(frozen=True)
class _Leg:
    """One part's share of a curve, m, from first to last. speeds: m/s at its ends, None for its own."""

    gait: Gait
    first: float
    last: float
    speeds: tuple[float | None, float | None]
    frames: int | None


def perform(
    model: TextNetworks, segments: Sequence[Segment], path: Path, fps: float, seeds: Sequence[int], settings: Settings,
    *, apart: bool = True, on_step: Callable[[int, int], None] = lambda done, total: None,
) -> list[Motion]:  # fmt: skip
    """Segments with their prompts along a path, as one canonical motion at 30 fps for each seed.

    fps: of the path's frames. Raises EngineError for a speed that the gait hasn't.
    """
    parts, curve, motions = parts_of(segments, apart=apart), curve_of(path), list[Motion]()
    for number, seed in enumerate(seeds):
        motions.append(_take(model, parts, segments, path, curve, fps, seed, settings))
        on_step(number + 1, len(seeds))
    return motions


def _take(
    model: TextNetworks, parts: Sequence[Part], segments: Sequence[Segment], path: Path, curve: Curve, fps: float,
    seed: int, settings: Settings,
) -> Motion:  # fmt: skip
    frames = None if segments[-1].frames is None else segments[-1].first + segments[-1].frames
    travels = [part.step is not None and part.step.facts.action in TRAVELS for part in parts]
    if path.frames is not None or sum(part.step is not None for part in parts) == 1 or not any(travels):
        return _one_way(model, parts, path, curve, fps, frames, seed, settings)
    return _in_turn(model, parts, travels, path, curve, frames, seed, settings)


def _one_way(
    model: TextNetworks, parts: Sequence[Part], path: Path, curve: Curve, fps: float, frames: int | None, seed: int,
    settings: Settings,
) -> Motion:  # fmt: skip
    """The whole path with one gait, by the path's own frames where it has them; the rest is done over it."""
    steps = [part.step for part in parts if part.step is not None]
    first = next((step for step in steps if step.facts.action in TRAVELS), None)
    speed = None if frames is None else curve.length / (frames / FPS)
    points, seconds = np.array([point for point, _ in path.timed], int), np.array([f for _, f in path.timed]) / fps
    if len(points):
        speed = _needed(curve.marks[points], seconds, fps)
    alone = first or (steps[0] if len(steps) == 1 and steps[0].facts.action is None else None)
    wanted = Wanted(alone.text, alone.facts, speed) if alone else Wanted("", Facts(), speed)
    if path.face == "along":
        gait = gait_for(model, wanted, seed)
        facing, stretches = curve.facing(path.face, gait.heading), None
        walked, pace = [gait], gait.pace
    else:
        facing = curve.facing(path.face, quarters.heading_of(wanted))
        stretches = quarters.stretches(curve, facing)
        walked = quarters.gaits(stretches, wanted, lambda asked: gait_for(model, asked, seed))
        gait, pace = min(walked, key=lambda one: one.pace), quarters.pace_of(curve, stretches, walked)
    rests = np.array([] if path.closed else [0.0, curve.length])

    def laid(timing: Timing, count: int) -> Motion:
        if stretches is None:
            return lay(gait, curve, facing, timing, count, seed)
        return quarters.lay_in_turn(stretches, walked, curve, facing, timing, count, seed)

    if len(points):
        marks = curve.marks[points]
        own = natural(curve, facing, pace, np.concatenate([rests, marks[1:][np.diff(marks) < 1e-6]]))
        check_speed(marks, np.round(seconds * fps).astype(int), fps, gait, wanted)
        count = frames or int(np.ceil(kept(curve, own, marks, seconds).seconds[-1] * FPS)) + 1
        body = _on_time(lambda timing: laid(timing, count), curve, own, marks, seconds)
    else:
        timing = timed(curve, natural(curve, facing, pace, rests), frames, gait, wanted)
        body = laid(timing, frames or int(np.ceil(timing.seconds[-1] * FPS)) + 1)
    return _with_gestures(model, parts, body, seed, settings, alone=first is None)


def _needed(marks: Array, seconds: Array, fps: float) -> float | None:
    """The speed, m/s, of a gait that passes `marks` (P,) m at `seconds` (P,): their mean, or nearly that of the fastest
    stretch, as steps are shortened with more ease than hurried. None where nothing is walked between them."""
    pace = np.diff(marks) / np.maximum(np.diff(seconds), 1 / fps)
    mean = float(np.ptp(marks) / max(seconds[-1] - seconds[0], 1 / fps))
    return max(mean, float(pace.max(initial=0.0)) / _EASILY) or None


def _on_time(
    laid: Callable[[Timing], Motion], curve: Curve, own: Timing, marks: Array, seconds: Array
) -> Motion:  # fmt: skip
    """What is laid with times that pass `marks` (P,) m at `seconds` (P,): the pelvis itself.

    It goes to and fro over the feet, most in slow gaits, so that one led evenly passes a point sooner or later than
    asked: the times that it is led by are moved by as much.
    """
    aimed, best = seconds.copy(), list[tuple[float, Motion]]()
    gaps = np.diff(seconds)
    free = np.zeros(len(marks), bool)  # not where it stands: at the ends, and where it waits
    free[1:-1] = np.minimum(np.diff(marks)[1:], np.diff(marks)[:-1]) > 1e-6
    for _ in range(_TRIES):
        timing = kept(curve, own, marks, aimed)
        body = laid(timing)
        late = np.where(free, _late(body, curve, timing, marks, seconds), 0.0)
        best.append((float(np.abs(late).max(initial=0.0)), body))
        if best[-1][0] < _PUNCTUAL_S:
            break
        aimed = aimed - late
        aimed[1:-1] = np.clip(aimed[1:-1], seconds[1:-1] - 0.4 * gaps[:-1], seconds[1:-1] + 0.4 * gaps[1:])
    return min(best, key=lambda one: one[0])[1]


def _late(body: Motion, curve: Curve, timing: Timing, marks: Array, seconds: Array) -> Array:
    """Seconds (P,) by which the pelvis itself is first at so many metres (P,) along the curve too late; where it turns
    round on the spot and passes nothing, by which it is nearest."""
    at = np.arange(len(body)) / body.fps
    led, ground = timing.along(curve, at), body.root_pos[:, [0, 2]]
    yaw, off = curve.direction(led), ground - curve.place(led)
    along = led + off[:, 0] * np.sin(yaw) + off[:, 1] * np.cos(yaw)
    passed = np.interp(marks, np.maximum.accumulate(along) + 1e-9 * np.arange(len(at)), at) - seconds
    for i, (place, asked) in enumerate(zip(curve.place(marks), seconds, strict=True)):
        away = np.where(np.abs(at - asked) < _AROUND_S, np.linalg.norm(ground - place, axis=1), np.inf)
        here = at[away < away.min() + _HERE_M] - asked
        if len(here):
            passed[i] = min(passed[i], float(here[np.abs(here).argmin()]), key=abs)
    return passed


def timed(curve: Curve, own: Timing, frames: int | None, gait: Gait, wanted: Wanted) -> Timing:
    """Its own times, or stretched to a length in frames."""
    if frames is None:
        return own
    seconds = max((frames - 1) / FPS, 1 / FPS)
    share = min(seconds / own.seconds[-1], _SLOWEST)
    if curve.length / seconds > FASTEST * gait.pace:
        raise _too_fast(curve.length / seconds, f"in {frames} frames", gait, wanted)
    return Timing(own.seconds * share, own.speed / share)


def check_speed(marks: Array, frames: NDArray[np.int_], fps: float, gait: Gait, wanted: Wanted) -> None:
    """Raises EngineError for a stretch between two of the path's points that the gait is too slow for."""
    if len(frames) < 2:
        return
    pace = np.diff(marks) / np.maximum(np.diff(frames) / fps, 1e-6)
    worst = int(pace.argmax())
    if pace[worst] > FASTEST * gait.pace:
        raise _too_fast(float(pace[worst]), f"between frames {frames[worst]} and {frames[worst + 1]}", gait, wanted)


def _too_fast(speed: float, where: str, gait: Gait, wanted: Wanted) -> Exception:
    runs = wanted.facts.action == "run" or not wanted.text
    return bad_request(
        f"The path asks for {speed:.1f} m/s {where}, and “{wanted.text or 'a person runs'}” goes at most "
        f"{FASTEST * gait.pace:.1f}: give it more frames{'' if runs else ', or say that they run'}."
    )


def _with_gestures(
    model: TextNetworks, parts: Sequence[Part], body: Motion, seed: int, settings: Settings, *, alone: bool
) -> Motion:  # fmt: skip
    """What the upper body does over the way: gestures, and steps that don't travel."""
    at, steps = 0, [part for part in parts if part.step is not None]
    for number, part in enumerate(parts):
        frames = len(body) - at if part.frames is None or len(steps) == 1 else part.frames
        span = slice(at, min(len(body), at + frames))
        at = span.stop
        step = part.step
        if step is None or span.stop - span.start < 8:
            continue
        text, facts = step.gesture, step.gesture_facts
        if step.facts.action not in TRAVELS and (step.facts.action is not None or not alone):
            text, facts = step.text, replace(step.facts, begin=None, end=None)
        if text is not None:
            piece = acting.with_gesture(model, body.cut(span.start, span.stop), text, facts, seed + number, settings)
            body = blend.lay(piece, body, span.start, blend.UPPER_BODY, acting.FADE_S)
    return body


def _in_turn(
    model: TextNetworks, parts: Sequence[Part], travels: Sequence[bool], path: Path, curve: Curve, frames: int | None,
    seed: int, settings: Settings,
) -> Motion:  # fmt: skip
    """Parts one after another: those that travel share the path, the others are done where it has led to."""
    parts, travels = _risen(parts, travels)
    legs = _legs(model, parts, travels, path, curve, frames, seed)
    out: Motion | None = None
    posture, along, heading = None, 0.0, next(leg.gait.heading for leg in legs if leg is not None)
    stood = False  # whether what came last was done in place
    for number, (part, leg) in enumerate(zip(parts, legs, strict=True)):
        if leg is not None:
            join = standing.joined if stood else _going_on
            own = _leg_motion(leg, path, curve, part, seed + number, out if stood else None)
            along, heading, stood = leg.last, leg.gait.heading, False
        elif part.step is not None:
            join, stood = standing.joined, True
            turns = part.step.facts.turn is not None
            act = standing.act(model, part.step, part.frames, posture, seed + _STRIDE * number, settings)
            facing = float(np.interp(along, curve.at, curve.facing(path.face, heading)))
            own = standing.put(act, out, curve.place(np.array([along]))[0], facing, turns=turns)
        elif out is not None and part.frames:
            out = held(out, len(out) + part.frames)
            continue
        else:
            continue
        posture = None if part.step is None else part.step.facts.end
        out = own if out is None else join(out, own)
    assert out is not None
    if frames is not None and len(out) != frames:
        out = held(out, frames) if len(out) < frames else out.cut(0, frames)
    return out


def _risen(parts: Sequence[Part], travels: Sequence[bool]) -> tuple[list[Part], list[bool]]:
    """The parts, those that travel after one that ends sitting or lying preceded by getting up, in their own time."""
    out, posture = list[tuple[Part, bool]](), None
    for part, on in zip(parts, travels, strict=True):
        rise = standing.rise_from(posture) if on else None
        if rise is not None:
            step, seconds = rise
            frames = round(seconds * FPS) if part.frames is None else min(round(seconds * FPS), part.frames // 2)
            out.append((Part(step, frames), False))
            part = replace(part, frames=None if part.frames is None else part.frames - frames)
        out.append((part, on))
        posture = posture if part.step is None else part.step.facts.end
    return [part for part, _ in out], [on for _, on in out]


def _going_on(a: Motion, b: Motion) -> Motion:
    return quarters.joined(a, b, _JOIN_S)


def _legs(
    model: TextNetworks, parts: Sequence[Part], travels: Sequence[bool], path: Path, curve: Curve, frames: int | None,
    seed: int,
) -> list[_Leg | None]:  # fmt: skip
    """Each travelling part's share of the curve, by its time and pace; None for the others."""
    gaits: list[Gait | None] = []
    for part, on in zip(parts, travels, strict=True):
        step = part.step
        gaits.append(gait_for(model, Wanted(step.text, step.facts), seed) if on and step is not None else None)
    share = np.array([g.pace * (p.frames or 90) if g else 0.0 for g, p in zip(gaits, parts, strict=True)])
    ends = np.cumsum(share) / share.sum() * curve.length
    out: list[_Leg | None] = []
    for i, gait in enumerate(gaits):
        if gait is None:
            out.append(None)
            continue
        edge = [gaits[i - 1] if i else None, gaits[i + 1] if i + 1 < len(gaits) else None]
        # At rest beside what is done in place and at the take's ends; else no faster than the slower gait.
        speeds = [min(gait.pace, other.pace) if other else 0.0 for other in edge]
        if path.closed:
            speeds = [gait.pace if i == 0 else speeds[0], gait.pace if i == len(gaits) - 1 else speeds[1]]
        length = parts[i].frames if frames is not None else None
        out.append(_Leg(gait, float(ends[i] - share[i] / share.sum() * curve.length), float(ends[i]),
                        (speeds[0], speeds[1]), length))  # fmt: skip
    return out


def _leg_motion(leg: _Leg, path: Path, curve: Curve, part: Part, first: int, before: Motion | None) -> Motion:
    """A part that travels. before: what was done in place before it, from whose facing and feet it sets out."""
    assert part.step is not None
    piece = curve.part(leg.first, leg.last)
    facing = np.interp(leg.first + piece.at, curve.at, curve.facing(path.face, leg.gait.heading))
    if before is not None:
        facing = standing.turned_from(before, facing, piece.at)
    own = natural(piece, facing, leg.gait.pace, np.zeros(0), leg.speeds)
    timing = timed(piece, own, leg.frames, leg.gait, Wanted(part.step.text, part.step.facts))
    count = leg.frames or int(np.ceil(timing.seconds[-1] * FPS)) + 1
    if before is not None:
        starts = range(max(1, len(leg.gait.rests())))
        first = min(starts, key=lambda at: standing.apart(before, lay(leg.gait, piece, facing, timing, 2, at)))
    return lay(leg.gait, piece, facing, timing, count, first)
