"""A step of a plan as motion: the best proposal for its words, brought to its length, with its gesture laid over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from engine.motion import blend
from engine.motion.canonical import FPS
from engine.motion.posing import head
from engine.motion.posing.keyed import playing
from engine.motion.posing.varying import POSED, varied
from engine.protocol.plan.content import content_of, usual_of
from engine.protocol.plan.lengths import OPEN_SECONDS
from engine.protocol.plan.reasons import reasons
from engine.protocol.plan.steps import Facts, Step
from engine.protocol.prompt import AUDIO_TAG
from engine.text.codes import decoded
from engine.text.judging import manners, named, posing
from engine.text.judging.fulfilment import fulfilment
from engine.text.judging.mending import briefly, fitted, held, settled
from engine.text.judging.seen import Seen
from engine.text.networks import Settings, TakeSpec, TextNetworks
from engine.text.parts import Part
from engine.text.proposals import FOUND, Proposal, Words, in_turn, propose
from engine.text.sampling import CANDIDATES, LEAST_TOKENS
from retarget.motion import Motion

CONSIDERED = 4  # proposals that are brought to the length asked for, before one is kept
FROZEN = 0.5  # what is taken off for who should go on and is held in the midst of a step
HURRY = 0.8  # what is taken off for a motion that is next to nothing of what a step takes of itself
DRAG = 0.2  # what is taken off for each doubling of a motion's length, from twice what a step takes of itself on
USUAL_S = 3.0  # that something takes of which nothing says how long
LONG, SHORTER = 1.4, 0.05  # from so many times as long on it is cut, where as much of what was asked is seen in it
LINGER = 1.7  # from so many times as long as a step takes of itself on, it is cut to where it is done
FADE_S = 0.3  # in which a gesture begins and ends where it is shorter than what it is laid over
ALIVE_S = 1.0  # that somebody rests in a posture for it to be kept up so, to and fro; else the last pose is held
MEET_M = 0.25  # that joints are apart on average where two acts in one posture go over into one another
_SAME = 1e-3  # that rotations and metres differ by in one motion met twice
_STRIDE = 7919  # between the seeds of one take's parts, so that they aren't those of the next take
_TAG = AUDIO_TAG[:-1]  # an audio tag, numbered or not
_POSTURES = {"upright": "standing", "sitting": "sitting", "floor": "sitting", "lying": "lying", "kneeling": "kneeling",
             "low": "crouching"}  # fmt: skip
_LIKE = {"kneeling": "crouching", "crouching": "kneeling"}  # who crouches may have a knee on the floor
_OF_LEGS = frozenset({"travel", "turn", "jump", "kick"})  # what of a gesture is not seen over other legs
_STANDS = "a person stands still"
_GAITS = {
    "forward": "a person walks forward", "backward": "a person walks backwards",
    "left": "a person steps sideways to the left", "right": "a person steps sideways to the right",
    "sideways": "a person steps sideways",
}  # fmt: skip
# What hands do alone, of somebody who stands unless another posture was said.
_STANDING = frozenset({"clap", "wave", "point", "circle", *head.ACTIONS})
# Who waits in a posture, while the head alone moves.
_WAITS = {
    "standing": Step(_STANDS, facts=Facts("stand", begin="standing", end="standing", still=True)),
    "sitting": Step("a person sits still", facts=Facts("sit", begin="sitting", end="sitting", still=True)),
    "crouching": Step("a person stays crouched", facts=Facts("crouch", begin="crouching", end="crouching", still=True)),
    "kneeling": Step("a person kneels", facts=Facts("kneel", begin="kneeling", end="kneeling", still=True)),
    "lying": Step("a person lies still", facts=Facts("lie", begin="lying", end="lying", still=True)),
}  # fmt: skip
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
_ON = frozenset({"walk", "run", "march", "skip", "crawl"})  # what never is a scrap, unless it was counted

Draw = Callable[[TakeSpec], Tensor]


@dataclass(frozen=True)
class Act:
    """What a part became. codes (L, levels): those of the motion, where it is just as it was decoded. rest: the posture
    in it, where only the head moves over that."""

    motion: Motion
    codes: Tensor | None = None
    rest: Motion | None = None


def specs(model: TextNetworks, parts: Sequence[Part], seed: int) -> list[TakeSpec]:
    """What the network is asked for in a take: one for each part with a step."""
    stride, out = model.tokenizer.config.stride, list[TakeSpec]()
    for number, part in enumerate(parts):
        if part.step is not None:
            tokens = None if part.frames is None else max(LEAST_TOKENS, -(-part.frames // stride))
            out.append(
                TakeSpec(model.encoder.encode([part.step.plain or part.step.text]), tokens, seed + _STRIDE * number)
            )
    return out


def acts(
    model: TextNetworks, parts: Sequence[Part], asked: Sequence[TakeSpec], draw: Draw, settings: Settings
) -> list[Act | int]:  # fmt: skip
    """The acts of a take's parts, one after another, each beginning in the posture in which the one before ends; the
    frames of transitions between them. What goes on in a posture is one act with what took it up, so that nobody gets
    up in between. asked: `specs` of the parts. draw: the network's take of one (codes), where it is needed."""
    out, before, remaining, stood, done = list[Act | int](), None, iter(asked), False, None
    for number, part in enumerate(parts):
        if part.step is None:
            out.append(part.frames or 0)
            continue
        step, spec = going_on(part.step, before), next(remaining)
        if stands_by(step):
            spec = replace(spec, seed=asked[0].seed)
        last = next((one for one in reversed(out) if isinstance(one, Act)), None)
        if last is not None and posing.rises_from_lying(step.facts):
            front = Seen(last.motion).chest[0] < 0
            step = replace(step, facts=replace(step.facts, lying="front" if front else "back"))
        over = _over(step, before) if last is not None else None
        behind = next((p.step.facts for p in parts[number + 1 : number + 2] if p.step is not None), None)
        straight = bool(last and done and named.straight(step.facts, done, before))
        if named.by_rule(step.facts) and not named.over_legs(step.facts):
            made = named.made(step.facts, part.frames, last and last.motion, done, behind, straight=straight)
            made = made if straight else varied(made, spec.seed, POSED)
            over = (step.gesture, step.gesture_facts) if step.gesture and model.library is not None else None
            act = Act(with_gesture(model, made, *over, spec.seed, settings) if over else made)
        elif last is not None and over is not None:
            seconds = posing.needs(over[1]) or step.natural or OPEN_SECONDS
            body = _kept_up(last.rest or last.motion, part.frames or round(seconds * FPS))
            rest = body if over[1].action in head.ACTIONS else None
            act = Act(with_gesture(model, body, *over, spec.seed, settings), rest=rest)
        else:
            act = _act(model, step, part.frames, spec, draw, settings)
        if part.frames is None and (rested := settled(act.motion)) is not act.motion:
            act = Act(rested)
        meets = last is not None and out[-1] is last and part.step.facts != Facts()
        if last is not None and meets and (straight or _meet(last.motion, act.motion, stays=stood and stands_by(step))):
            out[-1] = act = Act(blend.place(last.motion, act.motion, FADE_S), rest=act.rest)
        else:
            out.append(act)
        before, done, stood = _POSTURES.get(Seen(act.motion).ends), step.facts, stands_by(step)
    return out


def stands_by(step: Step) -> bool:
    """Whether somebody only stands while hands use things or are held: one stand all the way, else feet shuffle."""
    return step.facts.action == "stand" and (step.gesture_facts.handles or step.facts.hands) is not None


def _over(step: Step, posture: str | None) -> tuple[str, Facts] | None:
    """The words and facts of what hands and head do in a posture that is kept (not standing); None for all else."""
    if posture in (None, "standing"):
        return None
    if step.gesture is not None:
        return (step.gesture, step.gesture_facts) if step.facts.action == _WAITS[posture].facts.action else None
    asked = step.facts
    hands = asked.action in _STANDING or (asked.action == "raise" and asked.limb in (None, "hand", "arm"))
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
    postures = _POSTURES.get(Seen(a).ends), _POSTURES.get(Seen(b).begins)
    if postures[0] != postures[1] or postures[0] is None or (postures[0] == "standing" and not stays):
        return False
    return float(blend.seam_cost(a.cut(len(a) - 1, len(a)), b.cut(0, 1))[0, 0]) < MEET_M


def going_on(step: Step, posture: str | None) -> Step:
    """The step, beginning in the posture that the one before ended in, unless it says another."""
    if posture is None or step.facts.begin is not None:
        return step
    if posture == "crouching" and step.facts.action not in _STANDING:
        return step  # who walks or jumps on gets up by the way
    return replace(step, facts=replace(step.facts, begin=posture))


def act_of(model: TextNetworks, step: Step, frames: int | None, seed: int, settings: Settings) -> Act:
    """The act of one step with so many frames, None for as long as it takes of itself."""
    (spec,) = specs(model, [Part(step, frames)], seed)
    return _act(model, step, frames, spec, lambda one: model.draw([one], settings, lambda takes: None)[0], settings)


def _act(
    model: TextNetworks, step: Step, frames: int | None, spec: TakeSpec, draw: Draw, settings: Settings
) -> Act:  # fmt: skip
    if step.facts.move is not None:
        count = manners.unhurried(step.facts, frames)
        move = playing.played(step.facts.move, step.facts.side, step.facts.count, count, spec.seed)
        return Act(move if step.facts.end == "lying" else manners.in_manner(step, move, frames))
    if frames is None and step.gesture_facts.handles and step.facts.action not in _ON:
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
    if step.facts.action in _STANDING:
        begin = step.facts.begin or "standing"
        step = replace(step, facts=replace(step.facts, begin=begin, end=step.facts.end or begin, direction="none"))
    elif step.facts.action == "fall" and step.facts.begin is None:
        step = replace(step, facts=replace(step.facts, begin="standing"))
    asked, carrier = step.facts, _carrier(step)
    if named.over_legs(asked) and frames is None:
        frames = round(named.seconds_of(asked) * FPS)
    if carrier is not None:
        count = frames
        if count is None and carrier.open_ended:
            count = round((posing.needs(asked) or step.natural or OPEN_SECONDS) * FPS)
        body = _body(model, carrier, count, replace(spec, text=model.encoder.encode([carrier.text])), draw, settings)
    else:
        body = _body(model, replace(step, facts=posing.without_rules(asked)), frames, spec, draw, settings)
    seconds = posing.needs(asked) if frames is None else None
    if seconds and posing.lacks(asked, body.motion, "count", "action", good=0.99):
        still = Facts(begin=asked.begin, end=asked.end)
        body = Act(fitted(still, body.motion, round(seconds * FPS), goes_on=True).motion)
    if named.over_legs(asked):
        return Act(named.over(asked, body.motion, led=not asked.still))
    motion = posing.posed(asked, body.motion, led=not step.open_ended)
    if posing.rises_from_lying(asked) and frames is None and _POSTURES.get(Seen(motion).ends) != "standing":
        up = _body(model, _STANDS_UP, None, replace(spec, text=model.encoder.encode([_STANDS_UP.text])), draw, settings)
        motion = blend.place(motion, up.motion, FADE_S)
    return body if motion is body.motion else Act(motion)


def _carrier(step: Step) -> Step | None:
    """What a step is made from by rule, whatever was captured under its words; None where nothing has to be made."""
    if posing.stands_for_itself(step.facts):
        return _WAITS["standing"]
    if named.over_legs(step.facts):
        return _WAITS[step.facts.begin or "standing"]
    if step.facts.action in head.ACTIONS:
        return _WAITS[step.facts.begin or "standing"]
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
    return _WAITS["standing"] if posing.done_by_rule(step.facts) else None


def _goes_on(step: Step) -> bool:
    """Whether somebody travels until something else happens: for OPEN_SECONDS where no length is asked for."""
    return step.open_ended and step.facts.action in _ON and not step.facts.count


def _untimely(step: Step, motion: Motion) -> float:
    """What is taken off for a motion that is shorter than half of what the step takes of itself, a scrap cut from the
    midst, or so much longer that most of it must be something else."""
    usual = OPEN_SECONDS if _goes_on(step) else step.natural or USUAL_S
    longer = 0.0 if _goes_on(step) else float(np.log2(motion.seconds / (2 * usual)))
    return HURRY * max(0.0, 1.0 - motion.seconds / (0.5 * usual)) + DRAG * max(0.0, longer)


def _once(step: Step) -> float:
    """Seconds that a step takes of itself, where it does: never so few that nothing is seen of it."""
    return max(1.2, (step.natural or 0.0) * (1.6 if step.facts.speed == "slow" else 1.0))


def with_gesture(
    model: TextNetworks, body: Motion, text: str, asked: Facts, seed: int, settings: Settings
) -> Motion:  # fmt: skip
    """A captured gesture laid over what the body does: the one that shows best there; the head's are by rule, so that
    the arms go on."""
    if (ruled := posing.ruled(asked, body)) is not None:
        return ruled
    if named.over_legs(asked):
        return named.over(asked, body, led=not asked.still)
    count, generator = FOUND * (settings.candidates or CANDIDATES), torch.Generator().manual_seed(seed + 1)
    words = _words(model, text, asked, _OF_LEGS)
    found = propose(model, model.encoder.encode([text]), asked, None, count, generator, words)
    found = in_turn(found, generator.initial_seed())
    stride, goes_on = model.tokenizer.config.stride, asked.count is None
    tried: list[tuple[float, Motion]] = []
    for proposal in found[:CONSIDERED]:
        one = _with_length(asked, proposal, len(body), stride, goes_on=goes_on)
        motion = laid_over(body, one.motion, asked)
        tried.append((proposal.merit - proposal.judged.score + fulfilment(asked, Seen(motion)), motion))
    best = max(tried, key=lambda pair: pair[0], default=(0.0, body))[1]  # without a library nothing is found
    made = posing.over(asked, body, fulfilment(asked, Seen(best)))
    return best if made is None else made


def _body(
    model: TextNetworks, step: Step, frames: int | None, spec: TakeSpec, draw: Draw, settings: Settings
) -> Act:  # fmt: skip
    """The best proposal for what the body does, with so many frames."""
    if _TAG in step.text:  # a sound is nothing that a caption tells
        own = draw(spec)
        motion = decoded(model, own)
        return Act(motion if frames is None else motion.cut(0, frames), own)
    generator = torch.Generator().manual_seed(spec.seed)
    count = FOUND * (settings.candidates or CANDIDATES)
    words = _words(model, step.text, step.facts)
    found = propose(model, spec.text, step.facts, lambda: draw(spec), count, generator, words)
    if frames is None:
        best = max(in_turn(found, spec.seed), key=lambda one: one.merit - _untimely(step, one.motion))
        if _goes_on(step) and not OPEN_SECONDS <= best.motion.seconds <= LONG * OPEN_SECONDS:
            frames = round(OPEN_SECONDS * FPS)
            usual = fitted(step.facts, best.motion, frames, goes_on=True)
            if "held" in usual.edits:
                return _best(model, step.facts, found, frames, spec.seed, goes_on=True)
            if best.motion.seconds < OPEN_SECONDS or usual.score >= best.judged.score - SHORTER:
                return Act(usual.motion)
        if step.natural and best.motion.seconds > LINGER * _once(step):
            brief = briefly(step.facts, best.motion, round(LONG * _once(step) * FPS))
            if brief.score >= best.judged.score - SHORTER:
                return Act(brief.motion)
        return Act(best.motion, best.codes)
    return _best(model, step.facts, found, frames, spec.seed, goes_on=step.open_ended)


def _words(model: TextNetworks, text: str, asked: Facts, given: frozenset[str] = frozenset()) -> Words:
    """What more is known of a step's words. given: reasons beside those that they give."""
    content, usual = content_of(text), usual_of(asked.action)
    vectors = model.encoder.encode([content, usual] if usual else [content]).sentence.cpu()
    return Words(reasons(text, asked) | given, vectors[0], vectors[1] if usual else None)


def _best(
    model: TextNetworks, asked: Facts, found: Sequence[Proposal], frames: int, seed: int, *, goes_on: bool
) -> Act:  # fmt: skip
    """The best of the first proposals once they have so many frames; who is as good then takes turns with the seeds."""
    stride, first = model.tokenizer.config.stride, in_turn(found, 0)[:CONSIDERED]  # mirror images are not among them
    tried = list[Proposal]()
    for one in (_with_length(asked, one, frames, stride, goes_on=goes_on) for one in first):
        if not any(_same(one.motion, other.motion) for other in tried):  # pieces of one recording, cut alike
            tried.append(one)
    best = in_turn(tried, seed)[0]
    return Act(best.motion, best.codes)


def _same(a: Motion, b: Motion) -> bool:
    return (
        len(a) == len(b) and np.allclose(a.rot, b.rot, atol=_SAME) and np.allclose(a.root_pos, b.root_pos, atol=_SAME)
    )


def _with_length(asked: Facts, proposal: Proposal, frames: int, stride: int, *, goes_on: bool) -> Proposal:
    """A proposal brought to a length, judged anew."""
    low = posing.low_end(asked, proposal.motion)
    whole = low is proposal.motion
    if whole and proposal.codes is not None and 0 <= len(low) - frames < stride:
        cut = replace(proposal.judged, motion=low.cut(0, frames))
        return replace(proposal, judged=cut, natural=len(proposal.motion))
    made = fitted(asked, low, frames, goes_on=goes_on and whole)
    if whole and goes_on and "held" in made.edits and (asked.action in _ON or asked == Facts()):
        made = replace(made, score=made.score - FROZEN)
    merit = proposal.merit - proposal.judged.score + made.score
    return replace(proposal, judged=made, merit=merit, codes=None, natural=len(proposal.motion))


def laid_over(body: Motion, gesture: Motion, asked: Facts) -> Motion:
    """A gesture's arms over another motion of the same length: one arm where the gesture is of one side."""
    one = asked.side in ("left", "right") and asked.limb in (None, "hand", "arm")
    joints = blend.arm_of(asked.side) if one and asked.side else blend.UPPER_BODY
    return blend.lay(gesture, body, 0, joints, FADE_S)
