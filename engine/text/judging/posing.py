"""Motions posed until they do what was asked, where nobody captured it: hands, feet, knees, trunk, steps on the spot.

What is done here is measured like everything else, and kept only where more of what was asked for is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from engine.motion import blend
from engine.motion.events import SIDES
from engine.motion.posing import arms, cycles, floor, handling, head, legs, moves, stepping
from engine.motion.posing.places import PLACES
from engine.protocol.plan.steps import Facts
from engine.text.judging.fulfilment import fulfilment, shares
from engine.text.judging.seen import Seen
from retarget.motion import Motion

KNEES_M = 0.22  # that feet are lifted higher by in marching on the spot than in walking
STOOP = 30.0  # degrees that somebody old or hunched is bent forward by
_RESTS = 0.3  # m/s below which somebody stands or sits about, and may look aside already
_STANDS_M = 0.3  # of way, up to which somebody stands
GOOD = 0.8  # a share of a fact that needs no help
_TRAVELS = frozenset({"walk", "run", "march", "skip", "jump", "hop", "dance", "step"})
# Where hands are held in captured motion.
_CAPTURED = frozenset({"raised", "hips", "clapping", "spread", "crossed"})
# What is done by rule so many times, and how long one of it takes.
_SECONDS = {
    **cycles.SECONDS, **head.SECONDS, "push-up": floor.PUSH_UP_S, "sit-up": floor.SIT_UP_S, "stamp": stepping.STAMP_S,
    "bow": moves.BOW_S, "step": stepping.STEP_S, "lunge": stepping.LUNGE_S,
}  # fmt: skip
Edit = Callable[[Facts, Motion], Motion | None]


def stands_for_itself(asked: Facts) -> bool:
    """Whether a posture is made from somebody who just stands, whatever was captured under such words."""
    sits = asked.begin in ("sitting", "kneeling", "lying", "crouching")
    bends = asked.lean in ("left", "right", "backward") or (asked.hands == "knees" and not sits)
    captured = asked.hands in _CAPTURED and asked.hand is None  # one hand alone is somewhere by rule
    rests = asked.hands is not None and not captured and asked.action in (None, "stand")
    kneels = asked.legs == "knees" and asked.begin == "kneeling" and not asked.lean
    return bends or kneels or asked.legs in ("wide", "together") or (rests and not sits)


def without_rules(asked: Facts) -> Facts:
    """What a body is chosen by: without the stoop or crouch of who walks, which any walk is given, and without where
    one hand alone is, which is by rule: of those who walk so captured ones only stand."""
    if goes_crouched(asked):
        asked = replace(asked, begin="standing", end="standing")
    if asked.hand and asked.action in _TRAVELS:
        asked = replace(asked, hands=None, hand=None)
    return replace(asked, lean=None) if asked.lean == "forward" and asked.action in _TRAVELS else asked


def ruled(asked: Facts, motion: Motion) -> Motion | None:
    """What the head does, what is handled and where one hand alone is, over a body, always by rule; None for others."""
    if asked.action in head.ACTIONS:
        return turned_head(asked, motion)
    if asked.handles:
        return handled(asked, motion)
    return with_hands(asked, motion) if asked.hand and asked.action is None else None


def over(asked: Facts, motion: Motion, best: float) -> Motion | None:
    """A gesture by rule over a body, where it does better what was asked than `best`; None where it does not."""
    made = with_hands(asked, motion) if best < GOOD else None
    return made if made is not None and fulfilment(asked, Seen(made)) > best else None


def posed(asked: Facts, motion: Motion, *, led: bool = False) -> Motion:
    """The motion with what it lacks of what was asked, as far as postures go. led: arms and trunk go there first."""
    if len(motion) < 4:
        return motion
    if asked.action == "hop" and (asked.side or asked.limb):
        motion = moves.hopping(motion, Seen(motion).signals.sole.min(axis=1))
    motion = _exercised(asked, motion) or motion
    for edit in (_on_the_spot, _feet, _knees, _side):
        motion = _kept(asked, motion, edit(asked, motion))
    motion = _trunk(asked, motion, led)
    return _kept(asked, motion, with_hands(asked, motion, led=led))


def _kept(asked: Facts, motion: Motion, made: Motion | None) -> Motion:
    if made is None or fulfilment(asked, Seen(made)) < fulfilment(asked, Seen(motion)) + 0.02:
        return motion
    return made


def lacks(asked: Facts, motion: Motion, *names: str, good: float = GOOD) -> bool:
    """Whether facts of these names are not seen well enough."""
    return any(share < good for name, share in shares(asked, Seen(motion)) if name in names)


def done_by_rule(asked: Facts) -> bool:
    """Whether what is done is made by rule from somebody who stands or goes backwards, where nobody captured it or
    captured motion is of no use: bows that end half way up or with the hands alone, steps to a side that nobody can
    count."""
    if asked.action == "step":
        return asked.count is not None and asked.direction in ("left", "right", "sideways")
    if asked.action == "lunge":
        return asked.direction in (*stepping.WAYS, "sideways")
    return asked.action in ("bow", "push-up", "sit-up", "stamp", "stumble", "recoil") or rises_from_lying(asked)


def rises_from_lying(asked: Facts) -> bool:
    """Whether somebody gets to the feet who lies: lying down was captured, and is played backwards."""
    return asked.action == "rise" and asked.begin == "lying"


def _exercised(asked: Facts, motion: Motion) -> Motion | None:
    if goes_crouched(asked):
        return moves.crouched(motion)
    return _DONE[asked.action or ""](asked, motion) if done_by_rule(asked) else None


def _bowing(asked: Facts, motion: Motion) -> Motion:
    return moves.bowing(motion, moves.DEEP_BOW if asked.height == "low" else moves.BOW, asked.count or 1)


def _stamping(asked: Facts, motion: Motion) -> Motion:
    sides = SIDES if asked.side == "both" else (asked.side or "right",)
    return stepping.stamping(motion, sides, asked.count)


def _stepping(asked: Facts, motion: Motion) -> Motion:
    ways = SIDES if asked.direction in (None, "sideways") else (asked.direction,)
    return stepping.side_steps(motion, ways, asked.count)


def _lunging(asked: Facts, motion: Motion) -> Motion:
    way = _way(asked)
    sides = (way,) if way in SIDES else (asked.side,) if asked.side in SIDES else SIDES[::-1]
    return stepping.lunging(motion, way, sides, asked.count or (1 if motion.seconds < 3.5 else None))


def _way(asked: Facts) -> str:
    return "left" if asked.direction in (None, "sideways") else asked.direction


_DONE: Mapping[str, Callable[[Facts, Motion], Motion]] = {
    "push-up": lambda asked, motion: floor.push_ups(motion, asked.count),
    "sit-up": lambda asked, motion: floor.sit_ups(motion, asked.count),
    "bow": _bowing, "stamp": _stamping, "step": _stepping, "lunge": _lunging,
    "rise": lambda asked, motion: blend.reverse(motion),
    "stumble": lambda asked, motion: moves.stumbling(motion, forward=asked.direction == "forward"),
    "recoil": lambda asked, motion: moves.jolted(motion),
}  # fmt: skip


def goes_crouched(asked: Facts) -> bool:
    """Whether somebody is on his way crouched, which any gait is made to."""
    return asked.action in ("walk", "run", "step", "march") and asked.begin == asked.end == "crouching"


def _on_the_spot(asked: Facts, motion: Motion) -> Motion | None:
    if asked.direction != "none" or asked.action not in _TRAVELS or not lacks(asked, motion, "direction", "action"):
        return None
    return legs.on_the_spot(motion, KNEES_M if asked.action == "march" else 0.0)


def _feet(asked: Facts, motion: Motion) -> Motion | None:
    if asked.legs not in ("wide", "together", "shifting") or Seen(motion).away > 0.5:
        return None
    if asked.legs == "shifting":
        return legs.shifting_weight(motion) if lacks(asked, motion, "legs") else None
    return legs.feet_apart(motion, legs.WIDE_M if asked.legs == "wide" else legs.TOGETHER_M)


def _knees(asked: Facts, motion: Motion) -> Motion | None:
    return legs.on_both_knees(motion, gets_down=asked.begin == "standing") if asked.legs == "knees" else None


def _side(asked: Facts, motion: Motion) -> Motion | None:
    """Somebody who lies, turned onto a side; falls and lying down are left as they were captured."""
    if asked.lying not in ("left", "right", "side") or asked.begin != "lying" or asked.end != "lying":
        return None
    return legs.on_the_side(motion, "right" if asked.lying == "right" else "left")


def _trunk(asked: Facts, motion: Motion, led: bool) -> Motion:
    """The motion with the trunk leant as asked. led: it goes there first."""
    weight = arms.eased(motion, 0.9) if led else None
    if asked.hands == "knees" and asked.begin not in ("sitting", "kneeling") and Seen(motion).begins == "upright":
        return legs.hands_on_knees(motion, weight)
    if asked.lean in ("left", "right", "backward"):
        return legs.leant(motion, asked.lean, 22.0 if asked.lean == "backward" else 28.0, weight=weight)
    if asked.lean == "forward" and asked.action in _TRAVELS:
        lacking = STOOP - float(np.degrees(np.median(Seen(motion).signals.lean[:, 1])))
        return legs.leant(motion, "forward", lacking) if lacking > 5 else motion
    return motion


def handled(asked: Facts, motion: Motion, *, led: bool = False) -> Motion:
    """The motion with hands that hold or use what is asked for, on planted feet where they belong to it."""
    assert asked.handles is not None
    stance = handling.USES[asked.handles].stance
    seen = Seen(motion)
    if stance and seen.begins == seen.ends == "upright" and seen.away < _STANDS_M:
        motion = legs.feet_apart(motion, *stance)
    return handling.handled(motion, asked.handles, asked.hand, asked.count, led=led)


def with_hands(asked: Facts, motion: Motion, *, led: bool = False) -> Motion | None:
    """The motion with hands that are held, point, clap, wave or circle by rule; None where nothing of it is asked."""
    if asked.action == "point" and asked.aim:
        side = asked.side if asked.side in SIDES else asked.aim if asked.aim in SIDES else "right"
        return arms.pointing(motion, side, asked.aim, led=led)
    if asked.action in head.ACTIONS:
        return turned_head(asked, motion)
    if asked.action in cycles.SECONDS:
        return _cycled(asked, motion, led)
    if asked.hands and asked.hands in PLACES and not (asked.hands == "knees" and Seen(motion).begins == "upright"):
        return arms.held(motion, asked.hands, (asked.hand,) if asked.hand else SIDES, led=led)
    return None


def turned_head(asked: Facts, motion: Motion) -> Motion:
    """The motion with a head that looks somewhere, nods or is shaken, from where the body faces."""
    seen = Seen(motion)
    if seen.begins in ("upright", "sitting") and seen.stir < _RESTS:
        motion = head.faced(motion, float(np.median(seen.gaze[:, 0])))
    if asked.action == "nod":
        return head.nodding(motion, asked.count)
    if asked.action == "shake":
        return head.shaking(motion, asked.count)
    return head.looking(motion, asked.aim or "around", asked.side)


def _cycled(asked: Facts, motion: Motion, led: bool) -> Motion:
    """Claps, circles and waves, as often as asked. led: arms go there first."""
    if asked.action == "clap":
        return cycles.claps(motion, asked.count, overhead=asked.height == "high", led=led)
    sides = (asked.side,) if asked.side in SIDES else ("right",) if asked.action == "wave" else SIDES
    if asked.action == "circle":
        return cycles.circles(motion, asked.count, sides, led=led)
    for side in SIDES if asked.side == "both" else sides:
        motion = cycles.wave(motion, side, asked.count, led=led)
    return motion


def needs(asked: Facts) -> float | None:
    """Seconds that what hands do so many times takes; None where it isn't counted."""
    captured = asked.action in ("step", "lunge") and not done_by_rule(asked)
    seconds = None if captured else _SECONDS.get(asked.action or "")
    return asked.count * seconds + 0.9 if seconds and asked.count else None


def low_end(asked: Facts, motion: Motion) -> Motion:
    """A squat that is held, up to where it is lowest: what follows is getting up again."""
    if asked.end != "crouching" or asked.action not in ("squat", "crouch", "lunge") or asked.begin == "crouching":
        return motion
    pelvis = Seen(motion).signals.pelvis
    lowest = int(np.argmin(pelvis))
    sinks = np.flatnonzero(pelvis[: lowest + 1] < pelvis[: lowest + 1].max() - 0.08)
    first = max(0, int(sinks[0]) - round(0.4 * motion.fps)) if len(sinks) else 0
    return motion.cut(first, lowest + 1) if lowest > first + 4 else motion
