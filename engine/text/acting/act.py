"""A step as motion: its body, with what it lacks made by rule, its gesture laid over, its manner over all."""

from __future__ import annotations

from dataclasses import replace

from engine.motion import blend
from engine.motion.canonical import FPS
from engine.motion.posing import head
from engine.motion.posing.keyed import playing
from engine.motion.posing.varying import varied
from engine.protocol.plan.lengths import OPEN_SECONDS
from engine.protocol.plan.steps import Facts, Step
from engine.protocol.plan.waiting import waits
from engine.text.acting.body import ON, Act, Draw, body_of, specs
from engine.text.acting.gesture import FADE_S, with_gesture
from engine.text.judging import manners, named, posing
from engine.text.judging.mending import fitted, held
from engine.text.judging.seen import Seen
from engine.text.networks import Settings, TakeSpec, TextNetworks
from engine.text.parts import Part
from engine.text.ways import going

ALIVE_S = 1.0  # that somebody rests in a posture for it to be kept up so, to and fro; else the last pose is held
# The planner's postures, by what `Seen` calls them.
_POSTURES = {"upright": "standing", "sitting": "sitting", "floor": "sitting", "lying": "lying", "kneeling": "kneeling",
             "low": "crouching"}  # fmt: skip
_GAITS = {
    "forward": "a person walks forward", "backward": "a person walks backwards",
    "left": "a person steps sideways to the left", "right": "a person steps sideways to the right",
    "sideways": "a person steps sideways",
}  # fmt: skip
# What hands do alone, of somebody who stands unless another posture was said.
STANDING = frozenset({"clap", "wave", "point", "circle", *head.ACTIONS})
# Lying down, which getting up is the other way round, by what is lain on.
_LIES_DOWN = {
    on: Step(text, facts=Facts("lie", begin="standing", end="lying", lying=on), natural=3.0)
    for on, text in (
        ("back", "a person lies down on the back slowly"), ("front", "crouches, then lies face down"),
        ("left", "a person lies down on the left side"), ("right", "a person lies down on the right side"),
        ("side", "a person lies down on the side"),
    )
}  # fmt: skip
_STANDS_UP = Step("stands up from a crouch", facts=Facts("rise", begin="crouching", end="standing"), natural=2.0)


def posture_of(seen: str) -> str | None:
    """The planner's posture for one that is seen; None for others."""
    return _POSTURES.get(seen)


def act_of(model: TextNetworks, step: Step, frames: int | None, seed: int, settings: Settings) -> Act:
    """The act of one step with so many frames, None for as long as it takes of itself."""
    (spec,) = specs(model, [Part(step, frames)], seed)
    return drawn_act(
        model, step, frames, spec, lambda one: model.draw([one], settings, lambda takes: None)[0], settings
    )


def drawn_act(
    model: TextNetworks, step: Step, frames: int | None, spec: TakeSpec, draw: Draw, settings: Settings
) -> Act:  # fmt: skip
    """The act of one step: a move by key poses, or a body with what hands hold, a gesture and a manner laid over it in
    this order. spec: what the network is asked for; draw: its take of that, where it is needed."""
    if step.facts.move is not None:
        count = manners.unhurried(step.facts, frames)
        move = playing.played(step.facts.move, step.facts.side, step.facts.count, count, spec.seed)
        return Act(move if step.facts.end == "lying" else manners.in_manner(step, move, frames))
    if frames is None and step.gesture_facts.handles and step.facts.action not in ON:
        frames = round((step.natural or OPEN_SECONDS) * FPS)  # as long as the hands take, not as somebody stood once
    whole, holding, asked_for = step, step.facts, frames
    frames = manners.unhurried(step.facts, frames)
    step = replace(step, facts=replace(holding, handles=None, hand=None) if holding.handles else holding)
    body = _posed(model, step, frames, spec, draw, settings)
    if holding.handles:
        body = Act(varied(posing.handled(holding, body.motion), spec.seed))
    elif posing.done_by_rule(step.facts):
        body = Act(varied(body.motion, spec.seed))
    if model.library is not None and step.gesture is not None:
        if frames is None and step.gesture_facts.hands and step.facts.end not in (None, "standing"):
            # Where hands are is seen once the posture is reached.
            body = Act(held(body.motion, len(body.motion) + round(ALIVE_S * FPS)))
        body = Act(with_gesture(model, body.motion, step.gesture, step.gesture_facts, spec.seed, settings))
    made = manners.in_manner(whole, body.motion, asked_for)
    return body if made is body.motion else Act(made)


def _posed(
    model: TextNetworks, step: Step, frames: int | None, spec: TakeSpec, draw: Draw, settings: Settings
) -> Act:  # fmt: skip
    """What the body does, with what it lacks of what was asked made by rule."""
    if step.facts.action in STANDING:
        begin = step.facts.begin or "standing"
        step = replace(step, facts=replace(step.facts, begin=begin, end=step.facts.end or begin, direction="none"))
    elif step.facts.action == "fall" and step.facts.begin is None:
        step = replace(step, facts=replace(step.facts, begin="standing"))
    asked, carrier = step.facts, _carrier(step)
    if named.over_legs(asked) and frames is None:
        frames = round(named.seconds_of(asked) * FPS)
    body = _body(model, step, carrier, frames, spec, draw, settings)
    seconds = posing.needs(asked) if frames is None else None
    if seconds and posing.lacks(asked, body.motion, "count", "action", good=0.99):
        still = Facts(begin=asked.begin, end=asked.end)
        body = Act(fitted(still, body.motion, round(seconds * FPS), goes_on=True).motion)
    if named.over_legs(asked):
        return Act(named.over(asked, body.motion, led=not asked.still))
    motion = posing.posed(asked, body.motion, led=not step.open_ended)
    if posing.rises_from_lying(asked) and frames is None and posture_of(Seen(motion).ends) != "standing":
        up = body_of(
            model, _STANDS_UP, None, replace(spec, text=model.encoder.encode([_STANDS_UP.text])), draw, settings
        )
        motion = blend.place(motion, up.motion, FADE_S)
    return body if motion is body.motion else Act(motion)


def _body(
    model: TextNetworks, step: Step, carrier: Step | None, frames: int | None, spec: TakeSpec, draw: Draw,
    settings: Settings,
) -> Act:  # fmt: skip
    """The body that is edited by rule: laid along the way that is asked for, of the carrier, or of the step itself."""
    asked = step.facts
    if model.library is not None and going.laid_out(asked) and (carrier is None or posing.goes_crouched(asked)):
        return Act(going.gone(model, step, frames, spec.seed))
    if carrier is None:
        act = body_of(model, replace(step, facts=posing.without_rules(asked)), frames, spec, draw, settings)
        if model.library is None:
            return act
        if going.turns_on_spot(asked) and not going.turns_well(asked, act.motion):
            still = waits("standing")
            needed = going.turn_frames(asked) if frames is None else frames
            stand = body_of(
                model, still, needed, replace(spec, text=model.encoder.encode([still.text])), draw, settings
            )
            return Act(going.turned_on_spot(stand.motion, asked, spec.seed))
        return _as_counted(model, step, act, spec.seed) if frames is None else act
    count = frames
    if count is None and carrier.open_ended:
        count = round((posing.needs(asked) or step.natural or OPEN_SECONDS) * FPS)
    return body_of(model, carrier, count, replace(spec, text=model.encoder.encode([carrier.text])), draw, settings)


def _as_counted(model: TextNetworks, step: Step, act: Act, seed: int) -> Act:
    """So many steps, or a round, as they were captured; laid, where what was captured is not what was asked."""
    asked = step.facts
    if asked.figure and posing.lacks(asked, act.motion, "turn", "action"):
        return Act(going.gone(model, step, None, seed))
    steps = asked.action in ("walk", "step") and asked.count and asked.direction in (None, "forward", "backward")
    if steps and not going.counts(asked, act.motion):
        made = going.counted(model, step, seed)
        return act if made is None else Act(made)
    return act


def _carrier(step: Step) -> Step | None:
    """What a step is made from by rule, whatever was captured under its words; None where nothing has to be made."""
    if posing.stands_for_itself(step.facts):
        return waits("standing")
    if named.over_legs(step.facts):
        return waits(step.facts.begin or "standing")
    if step.facts.action in head.ACTIONS:
        return waits(step.facts.begin or "standing")
    if step.facts.action == "march" and step.facts.direction == "none":
        return Step(_GAITS["forward"], facts=Facts("walk", direction="forward", begin="standing", end="standing"))
    if posing.goes_crouched(step.facts):
        way = step.facts.direction or (None if step.facts.turn else "forward")
        facts = replace(step.facts, direction=way, begin="standing", end="standing")
        text = _GAITS.get(way or "", step.text)
        return Step(text.replace("walks", "runs") if step.facts.action == "run" else text, facts=facts)
    if step.facts.action == "stumble":
        way = "forward" if step.facts.direction == "forward" else "backward"
        return Step(_GAITS[way], facts=Facts("walk", direction=way, begin="standing", end="standing"))
    if posing.rises_from_lying(step.facts):
        return _LIES_DOWN[step.facts.lying or "back"]
    return waits("standing") if posing.done_by_rule(step.facts) else None
