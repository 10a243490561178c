"""What is done at a place of the way: the body stays there, faces as asked, and its feet go on from where they stood.

A captured act strays and turns a little, and begins with its feet elsewhere than a walk has left them. What it strays
by is taken out, feet that hardly leave the floor are held, and where one motion goes over into the next each foot
keeps its place until it is lifted.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.motion import blend, events
from engine.protocol.plan.steps import Facts, Step
from engine.strides.feet import Foot, feet_of, on_feet
from engine.text import acting
from engine.text.judging.seen import Seen
from engine.text.networks import Settings, TextNetworks
from retarget import quat, smooth
from retarget.feet.legs import legs_of
from retarget.motion import Motion

Array = NDArray[np.float64]
_UP = np.array([0.0, 1.0, 0.0])
_STRAYS_S = 0.6  # standard deviation of the mean that straying is told from swaying by
_RAISED_M = 0.10  # above its lowest: a ball of a foot that is never higher doesn't leave the floor for good
_TURNS = np.radians(10)  # that the trunk turns to either side for a while, by and by
_ASKEW, _TURN_M = np.radians(25), 0.9  # from where on it turns back by steps, and over how many metres
_EASE_S = 0.4  # in which pelvis and arms go over
_SAME_M, _SAME_TURN = 0.25, np.radians(35)  # a foot that stands so near to where it is wanted stays where it is
_STEP_S, _LIFT_M = 0.4, 0.05  # of a step that is taken for its place alone
_LEAST_SWING = 8  # frames in which a foot gets from the one place to the other
_STANDS = Step("a person stands still", facts=Facts("stand", begin="standing", end="standing", still=True))
_RISES = {"sitting": 2.0, "crouching": 1.5, "kneeling": 2.0, "lying": 3.0}  # s, from a posture that can't be walked in
_ON_FEET = ("upright", "sitting", "low")


def rise_from(posture: str | None) -> tuple[Step, float] | None:
    """The step that gets up from a posture before a walk, and its seconds; None where it can be walked from."""
    seconds = _RISES.get(posture or "")
    if seconds is None:
        return None
    return Step("a person stands up", facts=Facts("rise", begin=posture, end="standing"), natural=seconds), seconds


def act(
    model: TextNetworks, step: Step, frames: int | None, before: str | None, seed: int, settings: Settings
) -> Motion:  # fmt: skip
    """What is done, on the spot and at its own place. before: the posture it begins in, of POSTURES."""
    facts = step.facts
    if facts.action == "stop":  # who has come along the path stands already
        step, facts = _STANDS, _STANDS.facts
    step = acting.going_on(replace(step, facts=replace(facts, direction=facts.direction or "none")), before)
    return stood(acting.act_of(model, step, frames, seed, settings).motion, turns=facts.turn is not None)


def stood(motion: Motion, *, turns: bool = False) -> Motion:
    """The motion without what it strays and turns by, its feet held where they never leave the floor for good; as it
    is where it isn't done on feet. turns: it is asked to turn."""
    seen = Seen(motion)
    if seen.begins not in _ON_FEET or seen.ends not in _ON_FEET:
        return motion
    feet, sigma = feet_of(motion), _STRAYS_S * motion.fps
    still = not turns and all((foot.ball[:, 1] - foot.ball[:, 1].min()).max() < _RAISED_M for foot in feet)
    centre = np.mean([foot.ball for foot in feet], axis=0) * (1, 0, 1)
    strayed = _evened(centre, sigma) - centre.mean(axis=0)
    root = motion.root_pos - strayed.astype(np.float32)
    if not still:
        return replace(motion, root_pos=root)
    # A trunk that turns away for long is turned back, as far as it is more than a look aside.
    yaw = _evened(events.signals(motion).yaw[:, None], sigma)[:, 0]
    away = yaw - yaw.mean()
    rot = motion.rot.copy()
    rot[:, 0] = quat.multiply(_yaw(_TURNS * np.tanh(away / _TURNS) - away), rot[:, 0])
    placed = replace(motion, root_pos=root, rot=quat.continuous(rot).astype(np.float32))
    placed_feet = list[Foot]()
    for foot, leg in zip(feet, legs_of(motion.skeleton), strict=True):
        place = (foot.ball - strayed).mean(axis=0)
        place[1] = leg.stand[1]
        turn = quat.twist(_mean(foot.turn), _UP)
        placed_feet.append(Foot(np.broadcast_to(place, foot.ball.shape), np.broadcast_to(turn, foot.turn.shape)))
    return replace(on_feet(placed, placed_feet), contacts=np.ones_like(motion.contacts))


def put(motion: Motion, before: Motion | None, spot: Array, facing: float, *, turns: bool = False) -> Motion:
    """The motion turned to a facing, rad, its feet around those that another motion ends with, or a ground point (2,).
    turns: it faces that way at its beginning, else in the mean."""
    yaw = events.signals(motion).yaw
    turn = quat.from_axis_angle(blend.UP, np.float32(facing - (yaw[0] if turns else yaw.mean())))
    centre = _centre(motion, 0)
    to = np.array([spot[0], 0.0, spot[1]]) if before is None else _centre(before, -1)
    return blend.turned(motion, turn, centre.astype(np.float32), to.astype(np.float32))


def turned_from(before: Motion, facing: Array, at: Array) -> Array:
    """A facing (N,) rad over metres `at` (N,) of a way, that begins as the body faces at a motion's end: who was turned
    elsewhere turns back within his first steps."""
    yaw = float(events.signals(before.cut(max(0, len(before) - 8), len(before))).yaw.mean())
    off = float(np.angle(np.exp(1j * (yaw - facing[0]))))
    off = off if abs(off) > _ASKEW else 0.0
    return facing + off * (1 - smooth.minimum_jerk(np.clip(at / min(_TURN_M, 0.5 * at[-1]), 0, 1)))


def joined(a: Motion, b: Motion) -> Motion:
    """a, then b at its own place: pelvis and arms go over, and each foot stays where a leaves it until b lifts it."""
    eased = _kept_feet(a, b, _with_legs(a, b, blend.inertialise(a, b, _EASE_S)))
    return replace(
        a,
        root_pos=np.concatenate([a.root_pos, eased.root_pos]),
        rot=quat.continuous(np.concatenate([a.rot, eased.rot])).astype(np.float32),
        contacts=np.concatenate([a.contacts, eased.contacts]),
    )


def _with_legs(a: Motion, b: Motion, eased: Motion) -> Motion:
    """eased with legs that go over evenly: carried on at a's speed a straight knee would bend the wrong way."""
    rot, done = eased.rot.copy(), smooth.minimum_jerk(np.clip(np.arange(len(b)) / (_EASE_S * b.fps), 0, 1))
    for joint in [j for leg in legs_of(b.skeleton) for j in (leg.hip, leg.knee, leg.ankle)]:
        rot[:, joint] = quat.slerp(np.broadcast_to(a.rot[-1, joint], b.rot[:, joint].shape), b.rot[:, joint], done)
    return replace(eased, rot=rot)


def apart(a: Motion, b: Motion) -> float:
    """Metres by which the feet of a's end and of b's beginning lie apart, in the mean."""
    last, first = feet_of(a.cut(len(a) - 1, len(a))), feet_of(b.cut(0, 1))
    return float(np.mean([np.linalg.norm((y.ball - x.ball)[0, [0, 2]]) for x, y in zip(last, first)]))


def _kept_feet(a: Motion, b: Motion, eased: Motion) -> Motion:
    """eased, which is b from a's last pose on, with b's own feet, which begin where a's last were."""
    last, own = feet_of(a.cut(len(a) - 1, len(a))), feet_of(b)
    contacts, steps = b.contacts.copy(), 0
    kept = list[Foot]()
    for side, (before, foot) in enumerate(zip(last, own, strict=True)):
        off = before.ball[0] - foot.ball[0]
        turn = quat.twist(quat.multiply(before.turn[0], quat.inverse(foot.turn[0])), _UP)
        turn = turn if turn[0] >= 0 else -turn
        held = contacts[:, 2 * side : 2 * side + 2]
        weight, lift = _weight(held, off, turn, steps, b.fps)
        steps += bool(lift.any())
        sunk = 1 - smooth.minimum_jerk(np.clip(np.arange(len(b)) / (0.2 * b.fps), 0, 1))
        shift = np.stack([weight * off[0], sunk * off[1] + lift, weight * off[2]], axis=1)
        held[lift > 0] = False
        whole = quat.IDENTITY + np.zeros((len(b), 1))
        turned = quat.slerp(whole, np.broadcast_to(turn, whole.shape), weight)
        kept.append(Foot(foot.ball + shift, quat.multiply(turned, foot.turn)))
    return replace(on_feet(eased, kept), contacts=contacts)


def _weight(held: NDArray[np.bool_], off: Array, turn: Array, steps: int, fps: float) -> tuple[Array, Array]:
    """How much (T,) of what a foot is off by, in place (3,) m and turn (4,), is left, and how much higher it is (T,) m.

    It goes while the foot is up. A foot that isn't lifted stays, or steps, where it is far off. held: (T, 2) contacts.
    steps: such steps that are taken before.
    """
    frames, planted = np.arange(len(held), dtype=np.float64), held.any(axis=1)
    away, lift = float(np.hypot(off[0], off[2])), np.zeros(len(held))
    near = away < _SAME_M and 2 * np.arccos(min(abs(float(turn[0])), 1.0)) < _SAME_TURN
    spans = smooth.runs(~planted)
    if spans and spans[0][0] < 1.5 * fps:
        first, last = spans[0]
    elif near:
        return lift + 1.0, lift
    else:
        first = round((0.1 + steps * _STEP_S) * fps)
        last = first + round(_STEP_S * fps)
        t = np.clip((frames - first) / (last - first), 0, 1)
        lift = _LIFT_M * min(1.0, away / 0.2) * np.sin(np.pi * t) ** 2
    last = max(last, first + _LEAST_SWING)
    gone = np.clip((frames - first) / (last - first), 0, 1)
    return np.asarray(1 - smooth.minimum_jerk(gone), np.float64), lift


def _centre(motion: Motion, frame: int) -> Array:
    """The ground point (3,) m between the balls of the feet."""
    return np.mean([foot.ball[frame] for foot in feet_of(motion)], axis=0) * (1, 0, 1)


def _evened(values: Array, sigma: float) -> Array:
    """(T, N) smoothed along time, its ends where they were."""
    reach = min(len(values) - 1, int(4 * sigma))
    padded = np.concatenate([2 * values[0] - values[reach:0:-1], values, 2 * values[-1] - values[-2 : -2 - reach : -1]])
    return smooth.gaussian(padded, sigma)[reach : reach + len(values)]


def _mean(rot: Array) -> Array:
    """Mean rotation (4,) of (T, 4) that lie near one another."""
    return quat.normalize((rot * np.where((rot * rot[:1]).sum(-1, keepdims=True) < 0, -1.0, 1.0)).mean(axis=0))


def _yaw(angle: Array) -> Array:
    return quat.from_axis_angle(_UP, angle)
