"""A sentence of several things or of rules, as somebody captured it whole.

A plan takes a sentence apart, and its steps are found, made by rule and joined. Where a caption says nearly the whole
of it, somebody did all of it in one go: the captured motion is taken in place of what was joined, if the critic, who
reads the whole sentence, likes it better and no less of what was asked is seen in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch

from engine.protocol.plan.parse import plan_of
from engine.protocol.plan.steps import Facts, Plan, Step
from engine.text.codes import encoded
from engine.text.judging.fulfilment import fulfilment
from engine.text.judging.mending import fitted
from engine.text.judging.seen import Seen
from engine.text.networks import TextNetworks
from engine.text.proposals import Proposal, likings, propose
from engine.text.segments import Segment
from retarget.motion import Motion

NEAR = 0.9  # cosine from which on a caption says the whole sentence; below it artists are served better by its parts
SAID = 0.97  # and from which on it is the sentence
BETTER = 0.1  # how much better the critic has to like it
SURER = 0.3  # the same where the plan knows what can't be measured: a manner, a move or a posture by its name
AS_GOOD = 0.08  # those that are liked within so much of the best take turns with the seeds
LACKS = 0.05  # of the facts asked for, what may be seen less
SHORTER, LONGER = 0.6, 2.0  # times as long as what was joined, where no length is asked for: else a scrap, or much else
_AROUND = 0.5  # of its own share of the time, by which a step may come earlier or later
_UNMEASURED = frozenset({"move", "named", "manners"})
# What may be made by rule, whatever else is said.
_RULES = _UNMEASURED | {"handles", "hands", "hand", "legs", "lean", "aim"}


def sentence_of(segments: Sequence[Segment]) -> tuple[Plan, Segment] | None:
    """The plan of a take that is one sentence, of several things or with something that is made by rule; else None."""
    if len(segments) != 1 or not segments[0].text:
        return None
    plan = plan_of(segments[0].text)
    timed = any(step.seconds is not None for step in plan)
    ruled = any(step.facts.said().keys() & _RULES for step in plan)
    return (plan, segments[0]) if plan.understood and not timed and (plan.apart or ruled) else None


def or_whole(model: TextNetworks, plan: Plan, segment: Segment, joined: Motion, seed: int, found: int) -> Motion:
    """What was joined for a sentence, or what was captured of the whole of it. found: captured motions looked at."""
    if model.library is None or model.critic is None:
        return joined
    text = model.encoder.encode([segment.text])
    if float(model.library.nearness(text.sentence[0].cpu()).max()) < NEAR:
        return joined
    proposals = propose(model, text, Facts(), None, found, torch.Generator().manual_seed(seed))
    some = [_with_length(one, segment.frames) for one in proposals if one.nearness >= NEAR]
    some = [one for one in some if segment.frames or SHORTER <= len(one.motion) / len(joined) <= LONGER]
    liked = likings(model, text, [encoded(model, motion) for motion in (joined, *(one.motion for one in some))])
    least, seen = _least(plan, liked[0]), done(plan.steps, joined)
    good = [(like, one.motion) for like, one in zip(liked[1:], some, strict=True)
            if like > (liked[0] - BETTER if one.nearness >= SAID else least)
            and done(plan.steps, one.motion) >= seen - LACKS]  # fmt: skip
    if not good:
        return joined
    best = max(like for like, _ in good)
    turns = [motion for like, motion in good if like >= best - AS_GOOD]
    return turns[seed % len(turns)]


def _least(plan: Plan, liked: float) -> float:
    """How much the critic has to like a captured motion that is to take the place of one that it likes so much."""
    unmeasured = any((step.facts.said().keys() | step.gesture_facts.said().keys()) & _UNMEASURED for step in plan)
    return liked + (SURER if unmeasured else BETTER)


def _with_length(one: Proposal, frames: int | None) -> Proposal:
    return one if frames is None else replace(one, judged=fitted(Facts(), one.motion, frames, goes_on=False))


def done(steps: Sequence[Step], motion: Motion) -> float:
    """How far the steps are seen in a motion, 0 to 1: each in all of it or in its own share of the time and around."""
    share, scores = len(motion) / len(steps), list[float]()
    for number, step in enumerate(steps):
        first, last = max(0, round((number - _AROUND) * share)), round((number + 1 + _AROUND) * share)
        places = {(0, len(motion)), (first, min(len(motion), last))}
        seen = [Seen(motion.cut(*place)) for place in places]
        facts = [one for one in (step.facts, step.gesture_facts) if one != Facts()]
        scores += [max(fulfilment(one, place) for place in seen) for one in facts]
    return float(np.mean(scores)) if scores else 1.0
