"""How something is asked to be done, laid over the motion that was found for it, and never over what has it already."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.motion.manners import laying
from engine.motion.posing import head
from engine.motion.posing.uses import USES
from engine.protocol.plan.steps import Facts, Step
from retarget.motion import Motion, sample_at

# What is done by the legs alone, so that arms hang, swing or are held as the manner has them.
_LEGS = frozenset({
    "walk", "run", "march", "step", "stand", "sit", "turn", "rise", "skip", "kneel", "crouch", "climb", "stumble",
    "stop", "look", "nod", "shake", "hop",
})  # fmt: skip
_BESIDE = 0.7  # how much of a manner shows in what arms or the whole body do
_RUNS = 1.35  # and of who runs, whose arms and trunk go farther of themselves
_ONE_WAY = frozenset({"lie", "fall", "crawl", "roll", "cartwheel", "flip", "push-up", "sit-up"})  # only their time
_NO_TIME = frozenset({"jump", "fall", "flip", "cartwheel", "hop"})  # what falls no slower for whom is sad


def unhurried(asked: Facts, frames: int | None) -> int | None:
    """How many frames are made of what is asked for, that a manner then plays in `frames`."""
    tempo = _tempo(asked)
    return frames if frames is None or tempo == 1 else max(4, round(frames * tempo))


def in_manner(step: Step, motion: Motion, frames: int | None) -> Motion:
    """The motion in the manners that a step asks for, with so many frames; None: as many as its tempo makes."""
    asked = step.facts
    if not asked.manners:
        return motion
    if asked.action not in _ONE_WAY:
        legs = asked.action in _LEGS
        amount = _RUNS if asked.action == "run" else 1.0 if legs else _BESIDE
        manners = [replace(one, amount=one.amount * amount) for one in asked.manners]
        motion = laying.laid(motion, manners, _free(step), hands=legs, waves=asked.action == "wave")
    count = frames if frames is not None else max(4, round(len(motion) / _tempo(asked)))
    return motion if count == len(motion) else sample_at(motion, np.linspace(0, len(motion) - 1, count), motion.fps)


def _tempo(asked: Facts) -> float:
    """How much faster it is done; as it was found where the words say a speed or gravity does."""
    return 1.0 if asked.speed or asked.action in _NO_TIME or not asked.manners else laying.tempo_of(asked.manners)


def _free(step: Step) -> tuple[bool, bool]:
    """Whether the left and the right arm do nothing of their own."""
    asked, over = step.facts, step.gesture_facts
    left = right = asked.action in _LEGS and not asked.hands and not asked.handles
    if asked.handles or over.handles:
        use = USES[asked.handles or over.handles or ""]
        one = (asked.hand or over.hand) if not (use.left and use.right) else None
        left = left and not (use.left if one is None else one == "left")
        right = right and not (use.right if one is None else one == "right")
    elif step.gesture is not None and over.action not in head.ACTIONS:
        left, right = (left and over.side == "right", right and over.side == "left")
    return left, right
