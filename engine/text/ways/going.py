"""Steps that say how far or along which figure somebody goes, walked with a captured gait until the ground is covered.

A gait that was captured goes as far as it was captured. What is asked for in metres, as a number of steps, between two
quarters or along a figure is laid (`engine.strides`): every step is set down on the way, and it ends where it should.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.motion import cleanup
from engine.motion.canonical import FPS
from engine.motion.events import SIDES
from engine.protocol.plan.facts.ways import length_of, without_way
from engine.protocol.plan.lengths import OPEN_SECONDS
from engine.protocol.plan.steps import DIAGONALS, Facts, Step
from engine.strides.curve import Curve
from engine.strides.gait import Gait
from engine.strides.lay import lay
from engine.strides.speed import Timing, natural
from engine.strides.turning import seconds_of, turned
from engine.text.judging import named
from engine.text.judging.fulfilment import count_seen
from engine.text.judging.mending import held
from engine.text.judging.seen import Seen
from engine.text.networks import TextNetworks
from engine.text.ways.choose import FASTEST, Wanted, gait_for
from engine.text.ways.figures import figure, heading_of, straight
from retarget.motion import Motion

Array = NDArray[np.float64]
_FIGHTS = re.compile(r"\b(?:fight|box|opponent|enem|foe|rival|adversar|wrestl|duel)", re.IGNORECASE)
_GUARD = Facts(named="guard")
_ON_FEET = frozenset({None, "walk", "run", "step", "march", "crawl", "skip"})  # what a way is gone in
_SLOWEST = 2.0  # times its own time, the most that a way takes; what is left is waited at its end
_SIZED = (0.6, 1.6)  # times its usual length, that a figure may have to fit the time that there is
_COUNT_TRIED = (-0.5, -1.0, 0.0, 0.5, -1.5, 1.0, 1.5)  # steps more than are counted that a way is long for
_OFF_DEG, _OFF_SHARE = 8.0, 0.1  # that a captured turn may be off by
_LEANT, _HANDS_M, _STRAYS_M = np.radians(22), -0.32, 0.6  # rad; m of the hands over the shoulders; m from the spot
_MOST_TURN = 200.0  # degrees: who turns further spins
_PACES = {"slow": 1.7, "fast": 0.75}  # times the seconds that a turn takes of itself
_STANDS_S = 0.4  # that who has come where he goes is seen standing there
_LONGEST_M = 1.0  # of a step
_LEAST_M = 0.35  # of one step
_PLAIN = {
    "forward": "a person walks forward", "backward": "a person walks backwards",
    "left": "a person steps sideways to the left", "right": "a person steps sideways to the right",
}  # fmt: skip
_USUAL_MPS = {"forward": 1.15}  # m/s of who walks, unless the words say otherwise
_FACES = 0.5  # share of the angle between the way and where is faced by which the body turns to a way between quarters


def laid_out(asked: Facts) -> bool:
    """Whether the words say a way that is laid, whatever was captured under them."""
    if asked.action not in _ON_FEET or asked.direction == "none":
        return False
    return bool(asked.distance or asked.direction in DIAGONALS or asked.figure)


def gone(model: TextNetworks, step: Step, frames: int | None, seed: int) -> Motion:
    """The way of a step with so many frames, None for as many as it takes. Raises EngineError where the model has no
    captured motion."""
    asked = replace(step.facts, action=step.facts.action or "walk")
    metres = asked.distance
    speed = None if metres is None or frames is None else metres / max(frames / FPS - 0.8, 0.5)
    gait = _gait(model, step, asked, speed, seed)
    if asked.figure:
        seconds = None if frames is None or metres else frames / FPS
        usual = length_of(asked.figure, asked.action)
        curve = figure(asked, metres or _fitting(usual, gait, seconds))
    else:
        seconds = OPEN_SECONDS if frames is None else frames / FPS
        curve = straight(metres or gait.pace * seconds, heading_of(asked.direction))
    rests = np.array([0.0, curve.length]) if metres else np.zeros(0)
    motion = walked(gait, curve, _facing(asked, curve, gait), rests, frames, seed)
    return named.over(_GUARD, motion) if asked.figure == "around" and _FIGHTS.search(step.text) else motion


def counted(model: TextNetworks, step: Step, seed: int) -> Motion | None:
    """So many steps ahead or back, from a stand to a stand; None where no way shows just so many."""
    asked, want = step.facts, step.facts.count
    assert want
    gait = _gait(model, step, replace(asked, action="walk"), None, seed)
    stride = gait.length / max(1, gait.steps)
    for more in _COUNT_TRIED:
        curve = straight(max(_LEAST_M, (want + more) * stride), heading_of(asked.direction))
        motion = walked(gait, curve, _facing(asked, curve, gait), np.array([0.0, curve.length]), None, seed)
        if counts(asked, motion):
            return motion
    return None


def counts(asked: Facts, motion: Motion) -> bool:
    """Whether just so many steps are seen once feet stand still, and no stride is longer than somebody's."""
    seen = Seen(cleanup.clean(motion))
    return count_seen(asked, seen) == asked.count and seen.path < _LONGEST_M * (asked.count or 1)


def turns_well(asked: Facts, motion: Motion) -> bool:
    """Whether a captured turn on the spot is what was asked to a few degrees, upright, by steps and with hands down."""
    assert asked.turn is not None
    seen = Seen(motion)
    off = abs(abs(seen.turned) - abs(asked.turn)) if asked.turn_either else abs(seen.turned - asked.turn)
    hands = max(float(np.percentile(seen.above(f"{side}_wrist", f"{side}_shoulder"), 90)) for side in SIDES)
    upright = seen.begins == seen.ends == "upright" and float(np.abs(seen.signals.lean).max()) < _LEANT
    exact = off < max(_OFF_DEG, _OFF_SHARE * abs(asked.turn)) * (2 if asked.turn_about else 1)
    return exact and upright and hands < _HANDS_M and seen.steps() >= 2 and seen.away < _STRAYS_M


def turns_on_spot(asked: Facts) -> bool:
    """Whether somebody who stands is asked to turn and to do nothing else."""
    once = asked.count in (None, 1) and asked.direction in (None, "none") and not asked.handles and not asked.hands
    stands = asked.begin in (None, "standing") and asked.end in (None, "standing") and not asked.limb
    return asked.action == "turn" and asked.turn is not None and abs(asked.turn) <= _MOST_TURN and once and stands


def turn_frames(asked: Facts) -> int:
    """Frames that such a turn takes of itself."""
    return round(seconds_of(float(np.radians(asked.turn or 0.0))) * _PACES.get(asked.speed or "", 1.0) * FPS)


def turned_on_spot(stand: Motion, asked: Facts, seed: int) -> Motion:
    """Somebody who stands turning as far as is asked, in as many of the stand's frames as that takes."""
    angle = float(np.radians(asked.turn or 0.0)) * (-1 if asked.turn_either and seed % 2 else 1)
    made = turned(stand.cut(0, min(turn_frames(asked), len(stand))), angle)
    return made if len(made) >= len(stand) else held(made, len(stand))


def walked(gait: Gait, curve: Curve, facing: Array, rests: Array, frames: int | None, seed: int) -> Motion:
    """A gait along a curve. rests: (R,) m where it stands. frames: None for as many as it takes of itself."""
    own = natural(curve, facing, gait.pace, rests)
    if frames is not None:
        least = own.seconds[-1] / FASTEST
        share = float(np.clip((frames - 1) / FPS, least, _SLOWEST * own.seconds[-1])) / own.seconds[-1]
        own = Timing(own.seconds * share, own.speed / share)
    stands = round(_STANDS_S * FPS) if len(rests) else 1
    return lay(gait, curve, facing, own, frames or int(np.ceil(own.seconds[-1] * FPS)) + stands, seed)


def _gait(model: TextNetworks, step: Step, asked: Facts, speed: float | None, seed: int) -> Gait:
    """A captured gait for the quarter that the way lies in."""
    direction = asked.direction.split()[0] if asked.direction in DIAGONALS else asked.direction
    text = without_way(step.plain or step.text)
    if asked.action != "run" and (direction in ("left", "right") or step.facts.action in (None, "step")):
        text = _PLAIN.get(direction or "forward", text)
    facts = Facts(asked.action, direction=direction or "forward", speed=asked.speed)
    if speed is None and asked.speed is None and asked.action in ("walk", "step"):
        speed = _USUAL_MPS.get(direction or "forward", 0.8)
    return gait_for(model, Wanted(text, facts, speed), seed)


def _fitting(usual: float, gait: Gait, seconds: float | None) -> float:
    """Metres of a figure that is walked in so many seconds, as far as it may be smaller or bigger than usual."""
    least, most = (usual * share for share in _SIZED)
    return usual if seconds is None else float(np.clip(gait.pace * seconds, least, most))


def _facing(asked: Facts, curve: Curve, gait: Gait) -> Array:
    """Where the body faces (N,) rad at a curve's samples: along it in the gait's own quarter; on a way between two
    quarters part of the way round to it."""
    if asked.direction in DIAGONALS and not asked.figure:
        return np.full(len(curve.yaw), _FACES * _off(curve.yaw[0] + gait.heading))
    return curve.yaw + gait.heading


def _off(angle: float) -> float:
    return float(np.angle(np.exp(1j * angle)))
