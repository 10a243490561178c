"""`motif around` and `motif poses`: the options as requests."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from engine.protocol.options import AROUND_SECONDS, PLACES, VARIES, family, request_of
from engine.protocol.request import FrameMask, Prompt, Request, bad_request
from retarget.motion import Motion, still


def around_request(motion: Motion | None, options: Mapping[str, Any]) -> Request:
    """Motion around a frame of `motion`, or around a pose of the model's own where there is none.

    options: at (the frame, from 0), place (one of PLACES), seconds, text, seed, base_seed, takes, vary (one of VARIES:
    what differs between takes) and how to sample. Raises EngineError with a sentence for what can't be.
    """
    place, vary = options.get("place", "middle"), options.get("vary", "both")
    for name, value, known in (("place", place, tuple(PLACES)), ("vary", vary, VARIES)):
        if value not in known:
            raise bad_request(f"“{value!s:.40}” is no {name}: choose {', '.join(known[:-1])} or {known[-1]}.")
    if vary == "pose" and motion is not None:
        raise bad_request("Takes that differ in their pose are made around poses of the model's own: give no motion.")
    seconds = AROUND_SECONDS if options.get("seconds") is None else options["seconds"]
    if not math.isfinite(seconds) or seconds <= 0:
        raise bad_request(f"The length is {seconds:g} seconds: give more than 0.")
    fps = options["fps"] if motion is None else motion.fps
    request = _shared(options, fps, "decomposed", max(2, round(seconds * fps)))
    seeds, bases = family(options["seed"], options.get("base_seed"), options["takes"], vary)
    request = replace(request, seeds=seeds, base_seeds=bases)
    if motion is None:
        return request
    assert request.frames is not None
    at = round(PLACES[place] * (request.frames - 1))
    pose = frame_of(motion, options.get("at", 0))
    return replace(request, source=still(pose, request.frames), mask=FrameMask(np.arange(request.frames) == at))


def pose_request(motion: Motion, options: Mapping[str, Any]) -> Request:
    """The pose at a frame of `motion` completed. options: at, given (roles and body parts), text, seed, takes."""
    given = tuple(name.strip() for name in options["given"].split(",") if name.strip())
    request = _shared(options, motion.fps, "poses", 1)
    return replace(request, source=frame_of(motion, options.get("at", 0)), given=given)


def frame_of(motion: Motion, at: int) -> Motion:
    """One frame of a motion; raises EngineError for one that it doesn't have."""
    if not 0 <= at < len(motion):
        raise bad_request(f"The motion has no frame {at}: give one from 0 to {len(motion) - 1}.")
    return motion.cut(at, at + 1)


def _shared(options: Mapping[str, Any], fps: float, model: str, frames: int) -> Request:
    """How to sample and what is said, as for `generate`."""
    words: Sequence[str] = ("seed", "takes", "guidance", "steps", "temperature", "foot_lock", "no_clean_up")
    text = options.get("text")
    own = {name: options[name] for name in words if name in options}
    request = request_of({**own, "text": text or "moves", "fps": fps})
    condition = replace(request.condition, prompts=(Prompt(text),) if text else ())
    return replace(request, model=model, frames=frames, condition=condition)
