"""The acts of a take one after another, each beginning in the posture in which the one before ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.motion import blend
from engine.motion.canonical import FPS
from engine.motion.posing import head
from engine.motion.posing.varying import POSED, varied
from engine.protocol.plan.lengths import OPEN_SECONDS
from engine.protocol.plan.steps import Facts, Step
from engine.protocol.plan.waiting import STAYS, waits
from engine.text.acting.act import ALIVE_S, STANDING, drawn_act, posture_of
from engine.text.acting.body import Act, Draw
from engine.text.acting.gesture import FADE_S, with_gesture
from engine.text.acting.heights import left_on, lifted
from engine.text.acting.unread import or_own
from engine.text.judging import named, posing
from engine.text.judging.mending import held, settled
from engine.text.judging.seen import Seen
from engine.text.networks import Settings, TakeSpec, TextNetworks
from engine.text.parts import Part
from retarget.motion import Motion

MEET_M = 0.25  # that joints are apart on average where two acts in one posture go over into one another
_REST_S = 1.5  # that somebody stands where he has come to, where nothing says how long
_STILL = waits("standing").facts
_LIKE = {"kneeling": "crouching", "crouching": "kneeling"}  # who crouches may have a knee on the floor


@dataclass(frozen=True)
class _Before:
    """What stands before a part. act: the last one, None for none. posture: the planner's, in which that ends. facts:
    of its step. stood: whether it only stood by (`stands_by`). high: m over the floor of what it leaves the body on."""

    act: Act | None = None
    posture: str | None = None
    facts: Facts | None = None
    stood: bool = False
    high: float = 0.0


def acts(
    model: TextNetworks, parts: Sequence[Part], asked: Sequence[TakeSpec], draw: Draw, settings: Settings
) -> list[Act | int]:  # fmt: skip
    """The acts of a take's parts, one after another, each beginning in the posture in which the one before ends; the
    frames of transitions between them. What goes on in a posture is one act with what took it up, so that nobody gets
    up in between. asked: `specs` of the parts. draw: the network's take of one (codes), where it is needed."""
    out, before, remaining = list[Act | int](), _Before(), iter(asked)
    for number, part in enumerate(parts):
        if part.step is None:
            out.append(part.frames or 0)
            continue
        step, spec = _behind(part.step, before), next(remaining)
        if stands_by(step):  # the same stand in all of a take
            spec = replace(spec, seed=asked[0].seed)
        following = next((p.step.facts for p in parts[number + 1 : number + 2] if p.step is not None), None)
        straight = bool(before.facts and named.straight(step.facts, before.facts, before.posture))
        rests = _rests(step, before)
        act = Act(_kept_up(rests, part.frames or round(_REST_S * FPS))) if rests is not None else None
        straight = straight or rests is not None
        act = act or _posture(model, step, part.frames, before, following, spec.seed, settings, straight=straight)
        act = act or _out_of_seat(drawn_act(model, step, part.frames, spec, draw, settings), step, before)
        if not part.understood:
            act = or_own(model, act, spec, draw, part.frames)
        if part.frames is None and (rested := settled(act.motion)) is not act.motion:
            act = Act(rested)
        last, posture = before.act, posture_of(Seen(act.motion).ends)
        meets = last is not None and out[-1] is last
        high = left_on(act.motion, before.high if meets else 0.0)
        if meets and before.high:
            act = Act(lifted(act.motion, before.high))
        stays = before.stood and stands_by(step)
        told = part.step.facts != Facts()
        if (
            last is not None
            and meets
            and (before.high or (told and (straight or _meet(last.motion, act.motion, stays=stays))))
        ):
            out[-1] = act = Act(blend.place(last.motion, act.motion, FADE_S), rest=act.rest)
        else:
            out.append(act)
        before = _Before(act, posture, step.facts, stands_by(step), high)
    return out


def _rests(step: Step, before: _Before) -> Motion | None:
    """The way of so many metres or steps, behind which somebody just stands where it has led; None for all else."""
    done = before.facts
    way = done is not None and (done.distance or (done.count and done.action in ("walk", "step")))
    stays = step.gesture is None and step.facts == _STILL
    return before.act.motion if way and stays and before.act is not None and before.posture == "standing" else None


def _behind(step: Step, before: _Before) -> Step:
    """The step in the posture that the act before ends in; who gets up does so from the side that is lain on."""
    step = going_on(step, before.posture)
    if _from_the_floor(step, before):  # captured seats have legs: up from the floor is lying down, played backwards
        return replace(step, facts=replace(step.facts, begin="lying", lying="back"))
    if before.act is not None and posing.rises_from_lying(step.facts):
        front = Seen(before.act.motion).chest[0] < 0
        return replace(step, facts=replace(step.facts, lying="front" if front else "back"))
    return step


def _from_the_floor(step: Step, before: _Before) -> bool:
    """Whether somebody gets up who sits on the floor."""
    if step.facts.action != "rise" or before.act is None or before.posture != "sitting":
        return False
    return Seen(before.act.motion).ends == "floor"


def _out_of_seat(act: Act, step: Step, before: _Before) -> Act:
    """The act of who gets up from a seat on the floor, from where it comes by the pose in which he sits."""
    if before.act is None or before.posture != "sitting" or not posing.rises_from_lying(step.facts):
        return act
    last, half = before.act.motion, act.motion.cut(0, max(1, len(act.motion) // 2))
    first = int(np.argmin(blend.seam_cost(last.cut(len(last) - 1, len(last)), half)[0]))
    return Act(act.motion.cut(first, len(act.motion)))


def _posture(
    model: TextNetworks, step: Step, frames: int | None, before: _Before, following: Facts | None, seed: int,
    settings: Settings, *, straight: bool,
) -> Act | None:  # fmt: skip
    """The act of a named posture, or of what hands and head do in one that is kept up; None for all others. following:
    the facts of the next step. straight: whether it is gone into from the pose in which the act before ends."""
    if named.by_rule(step.facts) and not named.over_legs(step.facts):
        last = before.act and before.act.motion
        made = named.made(step.facts, frames, last, before.facts, following, straight=straight)
        made = made if straight else varied(made, seed, POSED)
        if step.gesture is None or model.library is None:
            return Act(made)
        return Act(with_gesture(model, made, step.gesture, step.gesture_facts, seed, settings))
    over = _over(step, before.posture) if before.act is not None else None
    if before.act is None or over is None:
        return None
    seconds = posing.needs(over[1]) or step.natural or OPEN_SECONDS
    body = _kept_up(before.act.rest or before.act.motion, frames or round(seconds * FPS))
    rest = body if over[1].action in head.ACTIONS else None
    return Act(with_gesture(model, body, *over, seed, settings), rest=rest)


def stands_by(step: Step) -> bool:
    """Whether somebody only stands while hands use things or are held: one stand all the way, else feet shuffle."""
    return step.facts.action == "stand" and (step.gesture_facts.handles or step.facts.hands) is not None


def _over(step: Step, posture: str | None) -> tuple[str, Facts] | None:
    """The words and facts of what hands and head do in a posture that is kept (not standing); None for all else."""
    if posture in (None, "standing"):
        return None
    if step.gesture is not None:
        return (step.gesture, step.gesture_facts) if step.facts.action == STAYS[posture].action else None
    asked = step.facts
    hands = asked.action in STANDING or (asked.action == "raise" and asked.limb in (None, "hand", "arm"))
    hands = hands or (asked.action is None and asked.hands is not None) or named.over_legs(asked)
    kept = asked.begin and asked.begin in (posture, _LIKE.get(posture or "")) and asked.end in (None, asked.begin)
    return (step.text, replace(asked, begin=None, end=None)) if hands and kept else None


def _kept_up(before: Motion, frames: int) -> Motion:
    """The end of a motion, kept up for so many frames: its rest to and fro, or its last pose."""
    moving = np.flatnonzero(Seen(before).moving)
    first = int(moving[-1]) + 1 if len(moving) else 0
    if len(before) - first > ALIVE_S * FPS:
        rest = before.cut(first, len(before))
        return blend.to_and_fro(blend.reverse(rest), frames / FPS).cut(0, frames)
    return held(before, len(before) + frames).cut(len(before), len(before) + frames)


def _meet(a: Motion, b: Motion, *, stays: bool = False) -> bool:
    """Whether one ends in much the pose in which the other begins, in a posture that is not standing; of who stays
    where he stands, also in that."""
    postures = posture_of(Seen(a).ends), posture_of(Seen(b).begins)
    if postures[0] != postures[1] or postures[0] is None or (postures[0] == "standing" and not stays):
        return False
    return float(blend.seam_cost(a.cut(len(a) - 1, len(a)), b.cut(0, 1))[0, 0]) < MEET_M


def going_on(step: Step, posture: str | None) -> Step:
    """The step, beginning in the posture that the one before ended in, unless it says another."""
    if posture is None or step.facts.begin is not None:
        return step
    if posture == "crouching" and step.facts.action not in STANDING:
        return step  # who walks or jumps on gets up by the way
    return replace(step, facts=replace(step.facts, begin=posture))
