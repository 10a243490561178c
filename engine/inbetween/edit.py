"""A request to make part of a motion anew, carried out: its mask, its prompts along the gap, its seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from engine.inbetween import regenerate
from engine.motion.canonical import FPS, with_roles
from engine.protocol.request import Request, bad_request
from retarget import constraints
from retarget.mask import Mask
from retarget.motion import Motion


def step_counter(report: Callable[[float, str], None], stop: Callable[[], bool]) -> Callable[[], None]:
    """To be called at every sampler step: reports progress towards an unknown end, and raises once told to stop."""
    done = 0

    def step() -> None:
        nonlocal done
        if stop():
            raise InterruptedError
        done += 1
        report(1 - 0.95**done, f"Step {done}")

    return step


def edit(request: Request, seed: int, model: Any, words: Callable[[], Any], on_step: Callable[[], None]) -> Motion:
    """The request's motion with what its mask doesn't keep made anew, on the motion's own skeleton.

    Raises EngineError for a mask that leaves nothing to do and for a skeleton that is no figure's.
    """
    source, mask = request.source, request.mask
    if not isinstance(source, Motion) or mask is None:
        raise bad_request("A part of a motion is made anew from a mask and the motion: give both.")
    source = with_roles(source)
    if abs(source.fps - request.fps) > 1e-3 or len(source) != request.frames:
        raise bad_request("The motion to change and the request have different frame rates or lengths: match them.")
    keep = regenerate.keep_of(mask, source.skeleton)
    if keep.everything:
        raise bad_request("Nothing is to be made anew: choose frames and body parts that may change.")

    def fill(motion: Motion, known: Mask) -> Motion:
        return _along(request, motion, known, lambda m, k, text: model.fill(
            m, k, text, seed, words=words, steps=request.steps, temperature=request.temperature,
            guidance=request.condition.guidance, on_step=on_step,
        ))  # fmt: skip

    return regenerate.regenerate(source, keep, fill, request.foot_lock if request.clean_up else "none")


def _along(request: Request, motion: Motion, keep: Mask, fill: Callable[[Motion, Mask, str], Motion]) -> Motion:
    """The gaps filled from the first frame on, each stretch by the prompt that holds there; without prompts at once.

    What a later prompt is to fill is not there yet while an earlier one is filled: that stretch has an open end.
    """
    prompts = request.condition.prompts
    if not prompts:
        return fill(motion, keep, "")
    free = ~keep.frames
    owner = np.full(len(motion), -1)
    for number, prompt in enumerate(prompts):
        first = round(prompt.start * FPS / request.fps)
        last = len(motion) if prompt.end is None else round(prompt.end * FPS / request.fps)
        owner[first:last] = number
    stretches = [(n, free & (owner == n)) for n in dict.fromkeys(owner[free].tolist())]
    for place, (number, again) in enumerate(stretches):
        later = (
            np.any([a for _, a in stretches[place + 1 :]], axis=0)
            if place + 1 < len(stretches)
            else np.zeros_like(free)
        )
        beyond = np.flatnonzero(later)
        end = int(beyond[beyond > again.argmax()][0]) if (beyond > again.argmax()).any() else len(motion)
        own = Mask(*(np.where(_like(again, part), part, True)[:end] for part in (keep.root, keep.joints)))
        if own.everything:
            continue
        made = fill(motion.cut(0, end), own, prompts[number].text if number >= 0 else "")
        made = constraints.conform(made, motion.cut(0, end), own)
        motion = replace(
            motion,
            root_pos=np.concatenate([made.root_pos, motion.root_pos[end:]]),
            rot=np.concatenate([made.rot, motion.rot[end:]]),
            contacts=np.concatenate([made.contacts, motion.contacts[end:]]),
        )
    return motion


def _like(frames: np.ndarray, part: np.ndarray) -> np.ndarray:
    """(T,) broadcast over the joints of (T, J)."""
    return frames if part.ndim == 1 else np.broadcast_to(frames[:, None], part.shape)
