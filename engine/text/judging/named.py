"""Steps of named postures as motion: which way is gone into them and out, from what stands before and behind."""

from __future__ import annotations

from engine.motion.canonical import FPS
from engine.motion.posing import arms
from engine.motion.posing.arms import SIDES
from engine.motion.posing.places import PLACES
from engine.motion.posing.postures import playing
from engine.motion.posing.postures.solve import standing
from engine.protocol.plan.steps import Facts
from retarget.motion import Motion, still

_GETS_UP_WITH_WHAT_IS_NEXT = ("standing", "squat")  # bases that no step of its own gets up from


def by_rule(asked: Facts) -> bool:
    """Whether a step is a named posture, or getting up from one."""
    return asked.named in playing.FORMS


def over_legs(asked: Facts) -> bool:
    """Whether it is of arms and head alone, over whatever the legs do."""
    return asked.named is not None and asked.named in playing.FORMS and playing.FORMS[asked.named].carried


def changes(asked: Facts, before: Facts) -> bool:
    """Whether a posture is gone into straight from that of the step before."""
    named = by_rule(asked) and by_rule(before) and before.action != "rise" and asked.action != "rise"
    return named and playing.follows(asked.named or "", before.named or "")


def goes_on(asked: Facts, before: Facts) -> bool:
    """Whether a step begins in the very pose in which the one before ends."""
    rises = by_rule(before) and asked.action == "rise" and asked.named == before.named
    return rises or changes(asked, before)


def straight(asked: Facts, done: Facts, before: str | None) -> bool:
    """Whether a named posture is gone into from the pose in which the step before ended. before: its posture."""
    if not by_rule(asked) or over_legs(asked):
        return False
    stays = asked.end == before != "standing" and asked.action != "rise" and before is not None
    return goes_on(asked, done) or (stays and not by_rule(done))


def _asked(asked: Facts, before: Facts | None, behind: Facts | None) -> playing.Asked:
    """before, behind: the facts of the steps around it, None for none."""
    assert asked.named
    if asked.action == "rise":
        return playing.Asked(asked.named, asked.side, leaves=True)
    if before is not None and changes(asked, before):
        after = (before.named or "", before.side)
        return playing.Asked(asked.named, asked.side, after=after, leaves=_leaves(asked, behind))
    enters = not asked.still or before is not None
    return playing.Asked(asked.named, asked.side, enters=enters, leaves=_leaves(asked, behind))


def _leaves(asked: Facts, behind: Facts | None) -> bool:
    """Whether it is left again before the next step begins."""
    if behind is None or goes_on(behind, asked):
        return False
    base = playing.FORMS[asked.named or ""].base
    return base in _GETS_UP_WITH_WHAT_IS_NEXT or (by_rule(behind) and not over_legs(behind))


def seconds_of(asked: Facts, before: Facts | None = None, behind: Facts | None = None) -> float:
    """How long it takes of itself: its ways, and some rest where it is gone into."""
    whole = playing.seconds_of(_asked(asked, before, behind))
    return whole if asked.action == "rise" else whole + playing.REST_S


def played(asked: Facts, motion: Motion, before: Facts | None = None, behind: Facts | None = None) -> Motion:
    """The posture for as long as a motion lasts, where that begins; hands that it doesn't say as asked."""
    one = _asked(asked, before, behind)
    made = playing.played(one, motion)
    if asked.hands in PLACES and asked.action != "rise":
        led = one.enters or one.after is not None
        made = arms.held(made, asked.hands or "", (asked.hand,) if asked.hand else SIDES, led=led)
    return made


def over(asked: Facts, motion: Motion, *, led: bool = False) -> Motion:
    """Arms and head of a posture over a body. led: they go there first."""
    return playing.over(playing.Asked(asked.named or "", asked.side, enters=led), motion)


def from_pose(
    asked: Facts, last: Motion, frames: int, before: Facts | None, behind: Facts | None = None
) -> Motion:  # fmt: skip
    """The posture gone into from the last pose of a motion, of somebody who sits or lies already."""
    end = last.cut(len(last) - 1, len(last))
    if before is not None and goes_on(asked, before):
        return played(asked, still(end, frames), before, behind)
    held = playing.played(playing.Asked(asked.named or "", asked.side), still(end, frames))
    return playing.taken_from(end, held)


def made(
    asked: Facts, frames: int | None, last: Motion | None, before: Facts | None, behind: Facts | None, *, straight: bool
) -> Motion:  # fmt: skip
    """A posture's step by rule. frames: None for as long as it takes. last: the motion before it; straight: whether it
    begins in the pose in which that ends. before, behind: the facts of the steps around it."""
    count = frames or round(seconds_of(asked, before, behind) * FPS)
    if last is not None and straight:
        return from_pose(asked, last, count, before, behind)
    return played(asked, standing(count), before, behind)
