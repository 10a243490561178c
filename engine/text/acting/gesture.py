"""What the upper body does over the legs: a captured gesture laid over them, or made by rule."""

from __future__ import annotations

import torch

from engine.motion import blend
from engine.protocol.plan.steps import Facts
from engine.text.acting.body import CONSIDERED, with_length, words_of_step
from engine.text.judging import named, posing
from engine.text.judging.fulfilment import fulfilment
from engine.text.judging.seen import Seen
from engine.text.networks import Settings, TextNetworks
from engine.text.proposals import FOUND, in_turn, propose
from engine.text.sampling import CANDIDATES
from retarget.motion import Motion

FADE_S = 0.3  # in which a gesture begins and ends where it is shorter than what it is laid over
_OF_LEGS = frozenset({"travel", "turn", "jump", "kick"})  # what of a gesture is not seen over other legs


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
    words = words_of_step(model, text, asked, _OF_LEGS)
    found = propose(model, model.encoder.encode([text]), asked, None, count, generator, words)
    found = in_turn(found, generator.initial_seed())
    stride, goes_on = model.tokenizer.config.stride, asked.count is None
    tried: list[tuple[float, Motion]] = []
    for proposal in found[:CONSIDERED]:
        one = with_length(asked, proposal, len(body), stride, goes_on=goes_on)
        motion = laid_over(body, one.motion, asked)
        tried.append((proposal.merit - proposal.judged.score + fulfilment(asked, Seen(motion)), motion))
    best = max(tried, key=lambda pair: pair[0], default=(0.0, body))[1]  # without a library nothing is found
    made = posing.over(asked, body, fulfilment(asked, Seen(best)))
    return best if made is None else made


def laid_over(body: Motion, gesture: Motion, asked: Facts) -> Motion:
    """A gesture's arms over another motion of the same length: one arm where the gesture is of one side."""
    one = asked.side in ("left", "right") and asked.limb in (None, "hand", "arm")
    joints = blend.arm_of(asked.side) if one and asked.side else blend.UPPER_BODY
    return blend.lay(gesture, body, 0, joints, FADE_S)
