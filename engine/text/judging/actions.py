"""How well an action is seen in a motion, 0 to 1, for each of the planner's actions that joint positions show."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from engine.motion.events import SIDES, Event
from engine.motion.peaks import find_peaks
from engine.protocol.plan.steps import Facts
from engine.text.judging.seen import HEAD_SWINGS, Seen

_FALL_MPS = 1.5  # that the hips of who falls come down by, at the fastest
_LIES_M = 0.25, 0.5  # over the floor, where the feet of who fell lie and where they are in the air
_FALL_S = 0.6, 1.3  # that a scrap of a fall takes, and a whole one, from the stand to the floor
_OVER = 0.4, 0.8  # how far the trunk of who falls may be upside down, 1 on the head
_SEATED_M = 0.72  # that the hips of who sits are over the floor at most
_HARD_MPS = 1.8  # by which an arm that punches is stretched, on the median


def toward(value: float, least: float) -> float:
    """1 from `least` on, in proportion below it."""
    return float(np.clip(value / least, 0.0, 1.0))


def under(value: float, good: float, bad: float) -> float:
    """1 up to `good`, 0 from `bad` on."""
    return float(np.clip((bad - value) / (bad - good), 0.0, 1.0))


def sides_of(side: str | None) -> tuple[str, ...]:
    """The sides that have to be seen."""
    return SIDES if side == "both" else (side,) if side else ()


def by_side(found: list[Event], side: str | None) -> list[Event]:
    """The events of a side; of either where none is asked for."""
    return found if side is None else [e for e in found if e.side in (*sides_of(side), "both")]


def _seen(
    kind: str, fallback: Callable[[Seen, Facts], float] = lambda seen, asked: 0.0
) -> Callable[[Seen, Facts], float]:
    """1 where an event of the kind is found on the side that is asked for, else part of what nearly is one."""

    def rule(seen: Seen, asked: Facts) -> float:
        found = seen.events(kind)
        if asked.side == "both" and kind in ("kick", "punch", "wave", "raise"):
            return sum(bool(by_side(found, side)) for side in SIDES) / 2
        return 1.0 if by_side(found, asked.side) else 0.3 if found else 0.5 * fallback(seen, asked)

    return rule


def _walk(seen: Seen, asked: Facts) -> float:
    """Upright, on the level, with both feet, and not at a run."""
    if asked.direction == "none":
        return min(toward(seen.steps() / max(seen.seconds, 0.5), 1.2), under(seen.away, 0.5, 1.2))
    upright = float(np.mean((seen.signals.upright > 0.3) & (seen.signals.pelvis > 0.55)))
    slow = 0.25 if asked.speed == "slow" else 0.45
    calm = 0.6 + 0.4 * under(float(np.percentile(seen.signals.speed, 75)), 2.0, 2.6)
    air = 0.5 if seen.events("jump") else 1.0
    level = under(abs(float(seen.signals.pelvis[-1] - seen.signals.pelvis[0])), 0.12, 0.4)  # else it is a stair
    return toward(seen.path / max(seen.seconds, 0.5), slow) * upright * calm * air * (0.4 + 0.6 * level)


def _run(seen: Seen, asked: Facts) -> float:
    if asked.direction == "none":
        return min(toward(seen.steps() / max(seen.seconds, 0.5), 2.0), under(seen.away, 0.5, 1.2))
    return toward(float(np.percentile(seen.signals.speed, 75)), 2.0)


def _crawl(seen: Seen, asked: Facts) -> float:
    hands = np.maximum(seen.height("left_wrist"), seen.height("right_wrist")) < 0.45
    knees = np.maximum(seen.height("left_knee"), seen.height("right_knee")) < 0.4
    return toward(float(np.mean(hands & knees & (seen.signals.pelvis < 0.62))), 0.7) * toward(seen.path, 0.3)


def _step(seen: Seen, asked: Facts) -> float:
    return toward(seen.steps(), asked.count or 1) * toward(seen.path, 0.25)


def _jump(seen: Seen, asked: Facts) -> float:
    if seen.events("jump"):
        return 1.0
    return 0.4 * toward(float(seen.signals.sole.min(axis=1).max()), 0.07)


def _hop(seen: Seen, asked: Facts) -> float:
    found = seen.events("jump")
    if asked.limb in ("leg", "foot") or asked.side:
        one_leg = [e for e in seen.events("hop") if e.side in (sides_of(asked.side) or SIDES)]
        return 1.0 if one_leg else 0.4 * bool(found)
    return 1.0 if found else _jump(seen, asked)


def _skip(seen: Seen, asked: Facts) -> float:
    return 0.5 * toward(seen.path, 1.0) + 0.5 * toward(float(np.ptp(seen.signals.pelvis)), 0.12)


def _nearly_kicks(seen: Seen, asked: Facts) -> float:
    sides = sides_of(asked.side) or SIDES
    return toward(max(float(seen.height(f"{side}_ankle").max()) for side in sides), 0.6)


def _nearly_punches(seen: Seen, asked: Facts) -> float:
    sides = sides_of(asked.side) or SIDES
    return toward(max(float(seen.out(f"{s}_wrist", f"{s}_shoulder")[:, 2].max()) for s in sides), 0.5)


def _punch(seen: Seen, asked: Facts) -> float:
    """As other events are, and less where fists are only put forward."""
    found = by_side(seen.events("punch"), asked.side)
    hard = toward(float(np.median([e.size for e in found])), _HARD_MPS) if found and asked.speed != "slow" else 1.0
    return _seen("punch", _nearly_punches)(seen, asked) * (0.6 + 0.4 * hard)


def _wave(seen: Seen, asked: Facts) -> float:
    found = _seen("wave")(seen, asked)
    if asked.side in SIDES and found == 1.0:
        other = SIDES[1 - SIDES.index(asked.side)]
        return 1.0 if np.mean(seen.above(f"{other}_wrist", f"{other}_shoulder") > 0) < 0.5 else 0.7
    return found


def _clap(seen: Seen, asked: Facts) -> float:
    return toward(seen.claps(), 3)


def _raise(seen: Seen, asked: Facts) -> float:
    """A limb over the height that it is raised to."""
    if asked.limb in ("leg", "foot", "knee"):
        sides = sides_of(asked.side) or SIDES
        joint = "knee" if asked.limb == "knee" else "ankle"
        least = 0.75 if joint == "knee" else 0.35
        return toward(max(float(seen.height(f"{s}_{joint}").max()) for s in sides), least)
    sides = sides_of(asked.side) or (SIDES if asked.limb == "arm" else ())
    share = [float(np.mean(seen.above(f"{s}_wrist", f"{s}_shoulder") > 0.02)) for s in (sides or SIDES)]
    return toward(min(share) if asked.side == "both" else max(share), 0.3)


def _squat(seen: Seen, asked: Facts) -> float:
    return 1.0 if seen.events("dip") else 0.5 * toward(float(np.ptp(seen.signals.pelvis)), 0.3)


def _lunge(seen: Seen, asked: Facts) -> float:
    feet = np.abs(seen.out("left_ankle", "right_ankle")[:, 2])
    place = 1.0 if asked.direction else under(seen.away, 0.6, 1.4)
    return min(toward(float(feet.max()), 0.65), toward(float(np.ptp(seen.signals.pelvis)), 0.12)) * place


def _jack(seen: Seen, asked: Facts) -> float:
    if seen.events("jack"):
        return 1.0
    hands = np.minimum(seen.above("left_wrist", "head"), seen.above("right_wrist", "head"))
    feet = seen.apart("left_ankle", "right_ankle")
    up, apart = toward(float(hands.max()) + 0.3, 0.35), toward(float(np.ptp(feet)), 0.3)
    return 0.8 * min(up, apart, toward(-float(hands.min()), 0.4))


def _bend(seen: Seen, asked: Facts) -> float:
    return toward(float(np.degrees(seen.signals.lean[:, 1].max())), 40)


def _bow(seen: Seen, asked: Facts) -> float:
    lean = np.degrees(seen.signals.lean[:, 1])
    up = under(float(lean[-seen.end_frames :].mean()), 15, 35)
    deep = toward(float(lean.max()), 55 if asked.height == "low" else 25)
    return deep * under(seen.away, 0.6, 1.5) * (0.5 + 0.5 * up)


def _turn(seen: Seen, asked: Facts) -> float:
    yaw = np.degrees(seen.signals.yaw)
    near = 0.35 if asked.turn and abs(asked.turn) < 200 else 0.7  # a half turn takes a step or two, a pirouette more
    place = 1.0 if asked.direction not in (None, "none") else under(seen.away, near, 1.1 + near)
    return toward(float(np.ptp(yaw)), min(60.0, 0.8 * abs(asked.turn or 90)) if asked.action == "turn" else 200) * (
        0.4 + 0.6 * place
    )


def _posture(*names: str) -> Callable[[Seen, Facts], float]:
    return lambda seen, asked: 1.0 if seen.ends in names or (not asked.end and seen.begins in names) else 0.0


def _sit(seen: Seen, asked: Facts) -> float:
    keeps = asked.begin == asked.end == "sitting"  # and doesn't get up in between
    seated = toward(float(np.mean(seen.signals.pelvis < _SEATED_M)), 0.95) if keeps else 1.0
    return _posture("sitting", "floor")(seen, asked) * (0.4 + 0.6 * under(seen.seat(), 0.62, 0.72)) * seated


def _rise(seen: Seen, asked: Facts) -> float:
    n = seen.end_frames
    return toward(float(np.median(seen.signals.pelvis[-n:]) - np.median(seen.signals.pelvis[:n])), 0.25)


def _crouch(seen: Seen, asked: Facts) -> float:
    return toward(1.0 - float(np.percentile(seen.signals.pelvis, 15)), 0.4) * float(seen.signals.upright.min() > -0.3)


def _stand(seen: Seen, asked: Facts) -> float:
    upright = float(np.mean((seen.signals.upright > 0.6) & (seen.signals.pelvis > 0.75)))
    return upright * under(seen.away, 0.35, 1.2)


def _throw(seen: Seen, asked: Facts) -> float:
    """A hand at shoulder height or above it that moves quickly about the body."""

    def one(side: str) -> float:
        wrist = seen.out(f"{side}_wrist", "pelvis")
        speed = np.linalg.norm(np.gradient(wrist, axis=0), axis=1) * seen.signals.fps
        high = seen.above(f"{side}_wrist", f"{side}_shoulder") > -0.2
        return toward(float(speed[high].max(initial=0)), 2.6)

    return max(one(side) for side in (sides_of(asked.side) or SIDES))


def _point(seen: Seen, asked: Facts) -> float:
    def one(side: str) -> float:
        arm = seen.out(f"{side}_wrist", f"{side}_shoulder")
        straight = (np.linalg.norm(arm, axis=1) > 0.46) & (arm[:, 1] > -0.2)
        return toward(float(np.sum(straight)) / seen.signals.fps, 0.5)

    return max(one(side) for side in (sides_of(asked.side) or SIDES))


def _over(seen: Seen, asked: Facts) -> float:
    """Heels over head."""
    return toward(0.6 - float(seen.signals.upright.min()), 0.9)


def _dance(seen: Seen, asked: Facts) -> float:
    stands_still = under(seen.longest_still, 0.7, 1.5)  # a short piece that is held to its length is no dance
    return toward(sum(seen.busy("hand")) + sum(seen.busy("foot")), 0.7) * under(seen.away, 2.5, 5.0) * stands_still


def _fall(seen: Seen, asked: Facts) -> float:
    pelvis = seen.signals.pelvis
    down = -np.gradient(pelvis) * seen.signals.fps  # who lowers himself to the floor is half as fast
    quick = 0.7 + 0.3 * toward(float(down.max()), _FALL_MPS)
    # A scrap of a fall begins or ends in it: with the body bent already, with legs in the air.
    feet = np.maximum(seen.height("left_ankle"), seen.height("right_ankle"))[-seen.end_frames :]
    lies, upside = under(float(feet.mean()), *_LIES_M), -float(seen.signals.upright.min())
    whole = lies * (1 - under(seen.seconds, *_FALL_S)) * under(upside, *_OVER)
    return toward(float(pelvis[0] - np.median(pelvis[-seen.end_frames :])), 0.35) * quick * (0.3 + 0.7 * whole)


def _lift(seen: Seen, asked: Facts) -> float:
    hand = np.minimum(seen.height("left_wrist"), seen.height("right_wrist"))
    low = int(np.argmin(hand))
    return under(float(hand[low]), 0.45, 0.75) * toward(float(hand[low:].max() - hand[low]), 0.25)


def _reach(seen: Seen, asked: Facts) -> float:
    sides = sides_of(asked.side) or SIDES
    return toward(
        max(float(np.linalg.norm(seen.out(f"{s}_wrist", f"{s}_shoulder"), axis=1).max()) for s in sides), 0.47
    )


def _push_up(seen: Seen, asked: Facts) -> float:
    flat = (seen.signals.upright < 0.45) & (seen.signals.pelvis < 0.55)
    neck = seen.height("neck")[flat]
    ways = (
        len(find_peaks(neck, prominence=0.08)[0]) + len(find_peaks(-neck, prominence=0.08)[0]) if len(neck) > 4 else 0
    )
    return float(np.mean(flat)) * (0.3 + 0.7 * toward(ways, 2))


def _sit_up(seen: Seen, asked: Facts) -> float:
    low = float(np.mean(seen.signals.pelvis < 0.4))
    return low * toward(float(np.ptp(seen.signals.upright)), 0.5)


def _march(seen: Seen, asked: Facts) -> float:
    knees = [int(np.sum(np.diff((seen.height(f"{s}_knee") > 0.62).astype(int)) > 0)) for s in SIDES]
    return 0.5 * toward(seen.steps(), 3) + 0.5 * toward(min(knees), 1)


def _stop(seen: Seen, asked: Facts) -> float:
    n = seen.end_frames
    return under(float(seen.signals.speed[-n:].mean()), 0.2, 0.8) * toward(float(seen.signals.speed.max()), 0.6)


def _circle(seen: Seen, asked: Facts) -> float:
    """Hands that pass over the shoulders and under them, ahead of them and behind."""

    def one(side: str) -> float:
        way = seen.out(f"{side}_wrist", f"{side}_shoulder")
        high, low = toward(float(way[:, 1].max()), 0.33), toward(-float(way[:, 1].min()), 0.33)
        return min(high, low, toward(float(way[:, 2].max()), 0.18), toward(-float(way[:, 2].min()) + 0.1, 0.15))

    return min(one(side) for side in (sides_of(asked.side) or SIDES))


def _climb(seen: Seen, asked: Facts) -> float:
    n = seen.end_frames
    return toward(float(np.median(seen.signals.pelvis[-n:]) - np.median(seen.signals.pelvis[:n])), 0.5)


def _look(seen: Seen, asked: Facts) -> float:
    """Whether the head shows for a moment where is looked to, from the heading."""
    aside, up = np.sort(seen.gaze, axis=0).T
    edge = max(1, min(len(aside) // 8, round(0.3 * seen.signals.fps)))
    left, right, high, low = aside[-edge], -aside[edge - 1], up[-edge], -up[edge - 1]
    behind = {"left": left, "right": right}.get(asked.side or "", max(left, right))
    return {
        "left": toward(left, 28), "right": toward(right, 28), "backward": toward(behind, 50), "up": toward(high, 18),
        "down": toward(low, 18), "around": min(toward(left, 28), toward(right, 28)),
    }.get(asked.aim or "", 1.0)  # fmt: skip


def _nod(seen: Seen, asked: Facts) -> float:
    return toward(seen.head_swings(*HEAD_SWINGS["nod"]), asked.count or 2)


def _shake(seen: Seen, asked: Facts) -> float:
    return toward(seen.head_swings(*HEAD_SWINGS["shake"]), asked.count or 2)


def _stamp(seen: Seen, asked: Facts) -> float:
    """A foot lifted and driven down on the spot."""

    def one(side: str) -> float:
        height = seen.height(f"{side}_ankle")
        down = -np.gradient(height) * seen.signals.fps
        return min(toward(float(np.ptp(height)), 0.15), toward(float(down.max()), 1.2))

    best = [one(side) for side in SIDES if side in (sides_of(asked.side) or SIDES)]
    return (min(best) if asked.side == "both" else max(best)) * under(seen.away, 0.5, 1.0)


def _stumble(seen: Seen, asked: Facts) -> float:
    """Thrown off the spot with the trunk out of line."""
    lean = np.degrees(np.linalg.norm(seen.signals.lean, axis=1))
    return toward(seen.path, 0.5) * toward(float(lean.max()), 14) * float(np.mean(seen.signals.upright > 0.5))


def _recoil(seen: Seen, asked: Facts) -> float:
    """Trunk and head jerked out of where they were while somebody stays about where he is."""
    head = seen.out("head", "pelvis")
    speed = np.linalg.norm(np.gradient(head, axis=0), axis=1) * seen.signals.fps
    brief = under(seen.seconds, 2.5, 5.0)
    return toward(float(speed.max(initial=0)), 0.7) * float(np.mean(seen.signals.upright > 0.6)) * brief


ACTIONS: Mapping[str, Callable[[Seen, Facts], float]] = {
    "walk": _walk, "run": _run, "crawl": _crawl, "step": _step, "jump": _jump, "hop": _hop, "skip": _skip,
    "kick": _seen("kick", _nearly_kicks), "punch": _punch, "wave": _wave, "clap": _clap,
    "raise": _raise, "squat": _squat, "lunge": _lunge, "jack": _jack, "bend": _bend, "bow": _bow, "turn": _turn,
    "spin": _turn, "twist": _seen("twist"), "sit": _sit, "rise": _rise,
    "lie": _posture("lying"), "kneel": _posture("kneeling"), "crouch": _crouch, "stand": _stand, "throw": _throw,
    "point": _point, "roll": _over, "cartwheel": _over, "flip": _over, "dance": _dance, "fall": _fall, "lift": _lift,
    "reach": _reach, "push-up": _push_up, "sit-up": _sit_up, "march": _march, "stop": _stop,
    "circle": _circle, "climb": _climb, "look": _look, "nod": _nod, "shake": _shake,
    "stamp": _stamp, "stumble": _stumble, "recoil": _recoil,
}  # fmt: skip
