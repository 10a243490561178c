"""What the body does in a step: the best of what is proposed for its words, brought to its length."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from engine.motion.canonical import FPS
from engine.protocol.plan.content import content_of, usual_of
from engine.protocol.plan.lengths import OPEN_SECONDS
from engine.protocol.plan.reasons import reasons
from engine.protocol.plan.steps import Facts, Step
from engine.protocol.prompt import AUDIO_TAG
from engine.text.codes import decoded
from engine.text.judging import posing
from engine.text.judging.mending import briefly, fitted
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
_SAME = 1e-3  # that rotations and metres differ by in one motion met twice
_STRIDE = 7919  # between the seeds of one take's parts, so that they aren't those of the next take
_TAG = AUDIO_TAG[:-1]  # an audio tag, numbered or not
ON = frozenset({"walk", "run", "march", "skip", "crawl"})  # what never is a scrap, unless it was counted
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


def _goes_on(step: Step) -> bool:
    """Whether somebody travels until something else happens: for OPEN_SECONDS where no length is asked for."""
    return step.open_ended and step.facts.action in ON and not step.facts.count


def _untimely(step: Step, motion: Motion) -> float:
    """What is taken off for a motion that is shorter than half of what the step takes of itself, a scrap cut from the
    midst, or so much longer that most of it must be something else."""
    usual = OPEN_SECONDS if _goes_on(step) else step.natural or USUAL_S
    longer = 0.0 if _goes_on(step) else float(np.log2(motion.seconds / (2 * usual)))
    return HURRY * max(0.0, 1.0 - motion.seconds / (0.5 * usual)) + DRAG * max(0.0, longer)


def _once(step: Step) -> float:
    """Seconds that a step takes of itself, where it does: never so few that nothing is seen of it."""
    return max(1.2, (step.natural or 0.0) * (1.6 if step.facts.speed == "slow" else 1.0))


def body_of(
    model: TextNetworks, step: Step, frames: int | None, spec: TakeSpec, draw: Draw, settings: Settings
) -> Act:  # fmt: skip
    """The best proposal for what the body does, with so many frames."""
    if _TAG in step.text:  # a sound is nothing that a caption tells
        own = draw(spec)
        motion = decoded(model, own)
        return Act(motion if frames is None else motion.cut(0, frames), own)
    generator = torch.Generator().manual_seed(spec.seed)
    count = FOUND * (settings.candidates or CANDIDATES)
    words = words_of_step(model, step.text, step.facts)
    found = propose(model, spec.text, step.facts, lambda: draw(spec), count, generator, words)
    if frames is None:
        best = max(in_turn(found, spec.seed), key=lambda one: one.merit - _untimely(step, one.motion))
        if _goes_on(step) and not OPEN_SECONDS <= best.motion.seconds <= LONG * OPEN_SECONDS:
            frames = round(OPEN_SECONDS * FPS)
            usual = fitted(step.facts, best.motion, frames, goes_on=True)
            if "held" in usual.edits:
                return best_of(model, step.facts, found, frames, spec.seed, goes_on=True)
            if best.motion.seconds < OPEN_SECONDS or usual.score >= best.judged.score - SHORTER:
                return Act(usual.motion)
        if step.natural and best.motion.seconds > LINGER * _once(step):
            brief = briefly(step.facts, best.motion, round(LONG * _once(step) * FPS))
            if brief.score >= best.judged.score - SHORTER:
                return Act(brief.motion)
        return Act(best.motion, best.codes)
    return best_of(model, step.facts, found, frames, spec.seed, goes_on=step.open_ended)


def words_of_step(model: TextNetworks, text: str, asked: Facts, given: frozenset[str] = frozenset()) -> Words:
    """What more is known of a step's words. given: reasons beside those that they give."""
    content, usual = content_of(text), usual_of(asked.action)
    vectors = model.encoder.encode([content, usual] if usual else [content]).sentence.cpu()
    return Words(reasons(text, asked) | given, vectors[0], vectors[1] if usual else None)


def best_of(
    model: TextNetworks, asked: Facts, found: Sequence[Proposal], frames: int, seed: int, *, goes_on: bool
) -> Act:  # fmt: skip
    """The best of the first proposals once they have so many frames; who is as good then takes turns with the seeds."""
    stride, first = model.tokenizer.config.stride, in_turn(found, 0)[:CONSIDERED]  # mirror images are not among them
    tried = list[Proposal]()
    for one in (with_length(asked, one, frames, stride, goes_on=goes_on) for one in first):
        if not any(_same(one.motion, other.motion) for other in tried):  # pieces of one recording, cut alike
            tried.append(one)
    best = in_turn(tried, seed)[0]
    return Act(best.motion, best.codes)


def _same(a: Motion, b: Motion) -> bool:
    return (
        len(a) == len(b) and np.allclose(a.rot, b.rot, atol=_SAME) and np.allclose(a.root_pos, b.root_pos, atol=_SAME)
    )


def with_length(asked: Facts, proposal: Proposal, frames: int, stride: int, *, goes_on: bool) -> Proposal:
    """A proposal brought to a length, judged anew."""
    low = posing.low_end(asked, proposal.motion)
    whole = low is proposal.motion
    if whole and proposal.codes is not None and 0 <= len(low) - frames < stride:
        cut = replace(proposal.judged, motion=low.cut(0, frames))
        return replace(proposal, judged=cut, natural=len(proposal.motion))
    made = fitted(asked, low, frames, goes_on=goes_on and whole)
    if whole and goes_on and "held" in made.edits and (asked.action in ON or asked == Facts()):
        made = replace(made, score=made.score - FROZEN)
    merit = proposal.merit - proposal.judged.score + made.score
    return replace(proposal, judged=made, merit=merit, codes=None, natural=len(proposal.motion))
