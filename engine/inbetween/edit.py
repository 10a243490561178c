"""An in-between request answered: its gaps filled along its prompts, on the motion's own skeleton."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from engine.inbetween import regenerate
from engine.motion.canonical import FPS, canonical, with_roles
from engine.path.reach import goal_of
from engine.protocol.errors import bad_request
from engine.protocol.path import Path
from engine.protocol.request import InbetweenRequest
from engine.protocol.targets import Target
from retarget import constraints
from retarget.mask import Mask
from retarget.motion import Motion
from retarget.reach.meet import meet
from retarget.smooth import runs
from retarget.solve import rest_alignment


def edit(
    request: InbetweenRequest, seed: int, model: Any, words: Callable[[], Any], on_step: Callable[[], None]
) -> Motion:
    """One take: the request's motion with what its mask doesn't keep generated, on the motion's own skeleton.

    model: an InbetweenModel. words: gives the text model. on_step may raise to stop.

    Raises EngineError for a mask that leaves nothing to do and for a skeleton that is no figure's.
    """
    source, mask = request.source, request.mask
    if not isinstance(source, Motion) or not isinstance(mask, Mask):
        raise bad_request("A part of a motion is made anew from a mask and the motion: give both.")
    source, sampling = with_roles(source), request.sampling
    if abs(source.fps - sampling.fps) > 1e-3 or len(source) != request.frames:
        raise bad_request("The motion to change and the request have different frame rates or lengths: match them.")
    if mask.joints.shape[1] != len(source.skeleton):
        raise bad_request("The mask and the motion to change have different joints: give the mask of that motion.")
    if mask.everything:
        raise bad_request("Nothing is to be made anew: choose frames and body parts that may change.")

    def fill(motion: Motion, known: Mask) -> Motion:
        if request.path is not None:
            from engine.path import between  # loads torch, which nothing needs until something is made

            path, said = _on_figure(request.path, source), ", ".join(prompt.text for prompt in request.prompts)
            return between.fill(words(), motion, known, path, said, seed, sampling.fps)
        return _along(request, motion, known, lambda m, k, text: model.fill(
            m, k, text, seed, words=words, steps=sampling.steps, temperature=sampling.temperature,
            guidance=sampling.guidance, on_step=on_step,
        ))  # fmt: skip

    made = regenerate.regenerate(source, mask, fill, sampling.applied_foot_lock)
    return _reached(made, source, mask, request.targets) if request.targets else made


def _on_figure(path: Path, source: Motion) -> Path:
    """A path on the source's ground for the canonical figure, which goes as much further as its legs are longer."""
    scale = rest_alignment(canonical()).leg / rest_alignment(source.skeleton).leg
    points = tuple((x * scale, z * scale) for x, z in path.points)
    face = path.face if isinstance(path.face, str) else (path.face[0] * scale, path.face[1] * scale)
    return replace(path, points=points, face=face)


def _reached(made: Motion, source: Motion, mask: Mask, targets: Sequence[Target]) -> Motion:
    """The motion with its targets met, where the mask leaves the frames around them free; what is kept stays."""
    for first, last in runs(~mask.frames):
        inside = [target for target in targets if first <= target.first and target.last < last]
        if inside:
            made, _ = meet(made, [goal_of(target) for target in inside], (first, last))
    return constraints.restored(made, source, mask)


def _along(
    request: InbetweenRequest, motion: Motion, keep: Mask, fill: Callable[[Motion, Mask, str], Motion]
) -> Motion:
    """The gaps of a canonical motion filled in order of time, each stretch by its own prompt; without prompts at once.

    A stretch that a later prompt fills is unknown while an earlier one is filled, which then has an open end.
    """
    prompts = request.prompts
    if not prompts:
        return fill(motion, keep, "")
    free = ~keep.frames
    owner = np.full(len(motion), -1)
    for number, prompt in enumerate(prompts):
        first = round(prompt.start * FPS / request.sampling.fps)
        last = len(motion) if prompt.end is None else round(prompt.end * FPS / request.sampling.fps)
        owner[first:last] = number
    stretches = [(n, free & (owner == n)) for n in dict.fromkeys(owner[free].tolist())]
    for place, (number, free_here) in enumerate(stretches):
        later = (
            np.any([frames for _, frames in stretches[place + 1 :]], axis=0)
            if place + 1 < len(stretches)
            else np.zeros_like(free)
        )
        beyond = np.flatnonzero(later)
        end = int(beyond[beyond > free_here.argmax()][0]) if (beyond > free_here.argmax()).any() else len(motion)
        stretch_mask = Mask(*(np.where(_like(free_here, part), part, True)[:end] for part in (keep.root, keep.joints)))
        if stretch_mask.everything:
            continue
        filled = fill(motion.cut(0, end), stretch_mask, prompts[number].text if number >= 0 else "")
        filled = constraints.conform(filled, motion.cut(0, end), stretch_mask)
        motion = replace(
            motion,
            root_pos=np.concatenate([filled.root_pos, motion.root_pos[end:]]),
            rot=np.concatenate([filled.rot, motion.rot[end:]]),
            contacts=np.concatenate([filled.contacts, motion.contacts[end:]]),
        )
    return motion


def _like(frames: np.ndarray, part: np.ndarray) -> np.ndarray:
    """(T,) broadcast over the joints of (T, J)."""
    return frames if part.ndim == 1 else np.broadcast_to(frames[:, None], part.shape)
