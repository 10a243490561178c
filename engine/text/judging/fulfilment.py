"""How far a motion does what was asked, by facts that are measured on joint positions.

Networks judge what a motion is like; they tell left from right in two of three pairs and can't count. What is measured
here is certain, and says nothing of what is not asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine.motion.events import SIDES, Event
from engine.motion.posing import arms, handling
from engine.motion.posing.places import AIMS
from engine.protocol.plan.steps import Facts
from engine.text.judging.actions import ACTIONS, by_side, sides_of, toward, under
from engine.text.judging.seen import HEAD_SWINGS, Seen
from retarget.smooth import runs

POSTURES = {
    "standing": ("upright",), "sitting": ("sitting", "floor"), "crouching": ("low", "kneeling"),
    "kneeling": ("kneeling",), "lying": ("lying",),
}  # fmt: skip
# What goes on by being done again where no count is told.
EXERCISES = frozenset(
    {"lunge", "circle", "jack", "squat", "push-up", "sit-up", "twist", "dance", "punch", "kick", "jump", "hop", "skip"}
)
# What is done and over, so that who rests before it or behind it does something else there.
BRIEF = EXERCISES | frozenset(
    {"throw", "clap", "wave", "step", "roll", "cartwheel", "flip", "bow", "lift", "rise", "turn", "spin"}
)
NEARLY = {"crouching": ("sitting", "floor"), "kneeling": ("low",), "sitting": ("low",), "lying": ("floor", "other")}
# The events that an action is counted by.
COUNTED = {
    "jump": "jump", "hop": "jump", "kick": "kick", "punch": "punch", "squat": "dip", "step": "lift", "walk": "lift",
    "jack": "one jack", "march": "lift", "lunge": "lunge",
}  # fmt: skip
# What a wrong fact leaves of the whole: the action itself and its side weigh most.
_FLOORS = {
    "action": 0.1,
    "side": 0.25,
    "direction": 0.25,
    "turn": 0.3,
    "count": 0.4,
    "one leg": 0.2,
    "lying": 0.3,
    "begin": 0.4,
    "end": 0.3,
}
_FLOOR = 0.5
_OVER_M = 0.1  # that wrists are over the head joint, which lies at the ears, where hands are over the head
_LEVEL_M = 0.3  # that wrists are over or under the shoulders at most where arms are spread
_NEAR_M = 0.13  # of a hand to where it is held
_BOTH_AT = frozenset({"spread", "crossed", "raised", "over", "hips", "front"})  # that are measured otherwise
_LIFTED_M = 0.15  # that a foot is higher than the one that is stood on


def fulfilment(asked: Facts, seen: Seen) -> float:
    """0 to 1: the product over all facts, each of which leaves at least its floor."""
    return float(np.prod([_FLOORS.get(name, _FLOOR) * (1 - share) + share for name, share in shares(asked, seen)]))


def shares(asked: Facts, seen: Seen) -> Iterator[tuple[str, float]]:
    """How far each fact that is asked for is seen, 0 to 1."""
    if asked.action is not None and asked.action in ACTIONS:
        yield "action", ACTIONS[asked.action](seen, asked)
    if asked.limb in ("leg", "foot") and asked.side != "both" and asked.action in (None, "stand"):
        yield "one leg", _one_leg(asked.side, seen)
    elif asked.side and asked.action != "look":
        yield "side", _side(asked, seen)
    if asked.direction and asked.action != "lunge":  # which goes out and comes back
        yield "direction", _direction(asked.direction, seen)
    if asked.turn is not None:
        yield "turn", _turn(asked, seen)
    elif asked.action in ("walk", "run", "crawl", "march", "step", "kick", "jump") and asked.direction:
        yield "straight", under(abs(seen.turned), 30, 100)
    if asked.count:
        yield "count", _count(asked, seen)
    if asked.speed:
        yield "speed", _speed(asked, seen)
    if asked.begin:
        yield "begin", posture(asked.begin, seen.begins)
    if asked.end:
        yield "end", posture(asked.end, seen.ends)
    if asked.height and asked.action not in ("bow", "bend"):  # whose depth is the trunk's
        yield "height", _height(asked, seen)
    if asked.still:
        yield "still", under(seen.stir, 0.12, 0.5) * under(seen.away, 0.3, 1.0)
    if asked.hands:
        yield "hands", _hands(asked.hands, seen, asked.hand)
    if asked.legs:
        yield "legs", _legs(asked.legs, seen)
    if asked.lean:
        yield "lean", _lean(asked.lean, seen)
    if asked.lying and asked.action != "rise":
        yield "lying", _lies_on(asked.lying, seen)
    if asked.handles:
        yield "hands", handling.followed(seen.motion, asked.handles, asked.hand)
    if asked.aim and asked.action != "look":
        yield "aim", _aim(asked, seen)


def posture(asked: str, seen: str) -> float:
    """1 for the posture asked for, part of it for one that is like it."""
    return 1.0 if seen in POSTURES[asked] else 0.5 if seen in NEARLY.get(asked, ()) else 0.0


def _one_leg(side: str | None, seen: Seen) -> float:
    """Whether it stands on one leg, that of a side if one is asked for: the longest stretch with the other foot up."""
    gap, fps = seen.above("left_ankle", "right_ankle"), seen.signals.fps
    lifted = [gap > _LIFTED_M] if side == "right" else [gap < -_LIFTED_M] if side == "left" else [
        gap > _LIFTED_M, gap < -_LIFTED_M]  # fmt: skip
    longest = max((last - first for one in lifted for first, last in runs(one)), default=0)
    return toward(longest / fps, min(2.0, 0.6 * seen.seconds)) * under(seen.away, 0.5, 1.2)


def _side(asked: Facts, seen: Seen) -> float:
    """Whether the limb that is asked for does it: by the events of the action, else by which one moves more."""
    kind = {"kick": "kick", "punch": "punch", "wave": "wave"}.get(asked.action or "")
    if kind and seen.events(kind):
        found = seen.events(kind)
        if asked.side == "both":
            each = [len(by_side(found, side)) for side in SIDES]
            up = min(float(np.mean(seen.above(f"{s}_wrist", f"{s}_shoulder") > -0.1)) for s in SIDES)
            return toward(min(each) / max(each), 0.6) * (toward(up, 0.6) if kind == "wave" else 1.0)
        return len(by_side(found, asked.side)) / len(found)
    limb = "foot" if asked.limb in ("leg", "foot", "knee") else "hand"
    busy = seen.busy(limb)
    if asked.action in ("raise", "point", "reach") and limb == "hand":
        busy = tuple(float(np.mean(seen.above(f"{s}_wrist", f"{s}_shoulder") > -0.05)) + 0.1 * b
                     for s, b in zip(SIDES, busy, strict=True))  # fmt: skip
    if asked.action == "hop":
        busy = busy[::-1]  # the foot that hops stays under the body
    if asked.side == "both":
        return toward(min(busy), 0.5 * max(*busy, 1e-6))
    own = busy[SIDES.index(asked.side)] if asked.side in SIDES else 0.0
    return toward(own / max(sum(busy), 1e-6) - 0.4, 0.2)


def _direction(asked: str, seen: Seen) -> float:
    if asked == "none":
        return under(seen.away, 0.4, 1.2)
    gone = {"forward": seen.ahead, "backward": -seen.ahead, "left": seen.aside, "right": -seen.aside,
            "sideways": abs(seen.aside)}[asked]  # fmt: skip
    return toward(gone / max(seen.path, 0.3), 0.7)


def _turn(asked: Facts, seen: Seen) -> float:
    """Right where the angle is within a seventh and 10 degrees of what was asked, half more where it was not told."""
    assert asked.turn is not None
    turned = abs(seen.turned) if asked.turn_either else seen.turned * np.sign(asked.turn)
    away, size = abs(turned - abs(asked.turn)), abs(asked.turn)
    slack = (0.15 * size + 10) * (1.5 if asked.turn_about else 1.0)
    return under(away, slack, max(slack + 60, 0.8 * size))


def count_seen(asked: Facts, seen: Seen) -> int | None:
    """How often the action is done, as far as that can be seen."""
    if asked.action == "clap":
        return seen.claps()
    if asked.action in HEAD_SWINGS:
        return seen.head_swings(*HEAD_SWINGS[asked.action])
    found = counted(asked, seen)
    return None if found is None else len(found)


def counted(asked: Facts, seen: Seen) -> list[Event] | None:
    """The events that an action is counted by; None where there are none of its kind. Hops on one leg are those of that
    leg, steps to a side those of the foot that leads."""
    kind = COUNTED.get(asked.action or "")
    if kind is None:
        return None
    if asked.action == "hop" and (asked.side or asked.limb):
        kind = "hop"
    leads = asked.direction if kind == "lift" and asked.direction in SIDES else None
    return by_side(seen.events(kind), asked.side or leads)


def _count(asked: Facts, seen: Seen) -> float:
    assert asked.count is not None
    found = count_seen(asked, seen)
    return 0.5 if found is None else max(0.0, 1.0 - abs(found - asked.count) / asked.count)


def _speed(asked: Facts, seen: Seen) -> float:
    pace = float(np.median(seen.signals.speed))
    if asked.action == "run":
        return toward(pace, 3.0) if asked.speed == "fast" else under(pace, 2.2, 3.5)
    if asked.action in ("walk", "march", "step", "crawl"):
        return toward(pace, 1.4) if asked.speed == "fast" else under(pace, 0.85, 1.4)
    return toward(seen.stir, 0.6) if asked.speed == "fast" else under(seen.stir, 0.5, 1.2)


def _height(asked: Facts, seen: Seen) -> float:
    """How high a jump, kick or arm goes, or how low somebody sits, crouches or lunges."""
    if asked.action in ("jump", "hop", "skip"):
        rise = float(seen.signals.pelvis.max() - np.median(seen.signals.pelvis))
        return toward(rise, 0.22) if asked.height == "high" else under(rise, 0.15, 0.35)
    if asked.action == "kick":
        top = max(float(seen.height(f"{side}_ankle").max()) for side in SIDES)
        return toward(top - 0.65, 0.5) if asked.height == "high" else under(top, 0.7, 1.1)
    if asked.action == "sit":
        return under(seen.seat(), 0.3, 0.5)
    if asked.action == "clap":
        return toward(float(np.mean(held_hands("over", seen))), 0.6)
    if asked.action == "raise":
        sides = SIDES if asked.side is None else sides_of(asked.side)
        least = _OVER_M if asked.hands == "raised" else -0.02
        up = [float(np.mean(seen.above(f"{side}_wrist", "head") > least)) for side in sides]
        return toward(max(up) if asked.side is None else min(up), 0.5 if asked.hands == "raised" else 0.2)
    return toward(float(1.0 - seen.signals.pelvis.min()), 0.35)


def _hands(asked: str, seen: Seen, hand: str | None) -> float:
    if asked == "clapping":
        return toward(seen.claps(), 3)
    return toward(float(np.mean(held_hands(asked, seen, hand))), 0.5 if asked == "front" else 0.55)


def _legs(asked: str, seen: Seen) -> float:
    """Whether feet are apart or together, knees on the floor or the weight shifts."""
    if asked == "knees":
        knees = np.maximum(seen.height("left_knee"), seen.height("right_knee"))
        return under(float(np.median(knees[-seen.end_frames :])), 0.16, 0.35)
    if asked == "shifting":
        return toward(seen.shifts(), max(1.0, seen.seconds / 3.0))
    apart = seen.apart("left_ankle", "right_ankle")
    return float(np.mean(apart > 0.55 if asked == "wide" else apart < 0.25))


def _lean(asked: str, seen: Seen) -> float:
    aside, ahead = np.degrees(seen.signals.lean).T
    way = {"forward": ahead, "backward": -ahead, "left": aside, "right": -aside}[asked]
    return toward(float(np.percentile(way, 80)), 25 if asked == "forward" else 12)


def _aim(asked: Facts, seen: Seen) -> float:
    """Whether a stretched arm shows that way for a while."""
    way = np.array(AIMS[asked.aim or "forward"])
    way /= np.linalg.norm(way)

    def one(side: str) -> float:
        arm = seen.out(f"{side}_wrist", f"{side}_shoulder")
        far = np.linalg.norm(arm, axis=1)
        return float(np.sum((far > 0.42) & (arm @ way / np.maximum(far, 1e-6) > 0.75))) / seen.signals.fps

    return toward(max(one(side) for side in (sides_of(asked.side) or SIDES)), min(1.0, 0.4 * seen.seconds))


def _lies_on(asked: str, seen: Seen) -> float:
    """Whether somebody lies at the end on the back, the front or a side."""
    front, left = seen.chest
    up = {"back": front, "front": -front, "left": -left, "right": left, "side": abs(left)}[asked]
    return toward(up, 0.6) * posture("lying", seen.ends)


def held_hands(asked: str, seen: Seen, hand: str | None = None) -> NDArray[np.bool_]:
    """Frames (T,) in which both hands, or the one and not the other, are where they are asked to be."""
    if hand or asked not in _BOTH_AT:
        pos, rot = seen.motion.globals()
        there = {s: arms.off(pos, rot, asked, s) < _NEAR_M for s in SIDES}
        return np.all([there[s] if hand in (None, s) else ~there[s] for s in SIDES], axis=0)
    if asked == "spread":
        level = [np.abs(seen.above(f"{s}_wrist", f"{s}_shoulder")) < _LEVEL_M for s in SIDES]
        return np.all([*level, seen.apart("left_wrist", "right_wrist") > 1.0], axis=0)
    if asked == "crossed":
        return np.all([seen.apart(f"{a}_wrist", f"{b}_elbow") < 0.27 for a, b in (SIDES, SIDES[::-1])], axis=0)
    if asked == "raised":
        return np.all([seen.above(f"{s}_wrist", f"{s}_shoulder") > 0.05 for s in SIDES], axis=0)
    if asked == "over":
        return np.all([seen.above(f"{s}_wrist", "head") > _OVER_M for s in SIDES], axis=0)
    if asked == "hips":
        near = [seen.apart(f"{s}_wrist", f"{s}_hip") < 0.3 for s in SIDES]
        return np.all([*near, *(seen.apart(f"{s}_elbow", "spine2") > 0.25 for s in SIDES)], axis=0)
    if asked == "front":
        return np.all([_ahead_of_shoulder(seen, s) for s in SIDES], axis=0)
    raise KeyError(asked)


def _ahead_of_shoulder(seen: Seen, side: str) -> NDArray[np.bool_]:
    """Where an arm reaches out in front, about level."""
    wrist, shoulder = f"{side}_wrist", f"{side}_shoulder"
    return (seen.out(wrist, shoulder)[:, 2] > 0.36) & (np.abs(seen.above(wrist, shoulder)) < 0.35)


def kept_up(asked: Facts, seen: Seen) -> float:
    """How much of the time an exercise goes on that has no end of its own, 1 for all else and from two thirds on."""
    return 0.5 + 0.5 * toward(float(np.mean(seen.moving)), 0.65) if exercised(asked) else 1.0


def exercised(asked: Facts) -> bool:
    """Whether what is asked for is movement that is done again and again, and no posture."""
    return asked.action in EXERCISES and asked.count is None and not asked.still


def brief(asked: Facts) -> bool:
    """Whether what is asked for is an action that is done and over, not one that ends in a posture which is held."""
    posture = asked.end not in (None, "standing") or asked.hands is not None
    return asked.action in BRIEF and not asked.still and not posture


def repeats(asked: Facts, seen: Seen) -> float:
    """How far what is done again and again is: something that is counted every second and a half, 1 for all else."""
    found = count_seen(asked, seen)
    if found is None or asked.count is not None or asked.action in ("walk", "step"):
        return 1.0
    return 0.6 + 0.4 * toward(found, max(1.0, seen.seconds / 1.5))
