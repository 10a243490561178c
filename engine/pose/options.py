"""`motif around` and `motif poses`: the options as requests."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from engine.protocol.errors import bad_request
from engine.protocol.options import AROUND_SECONDS, PLACES, VARIES, family, sampling_of
from engine.protocol.prompt import Prompt
from engine.protocol.request import AroundRequest, PoseRequest
from retarget.mask import Mask
from retarget.motion import Motion, still


def around_request(motion: Motion | None, options: Mapping[str, Any]) -> AroundRequest:
    """Motion around a frame of `motion`, or around a pose of the model's own where there is none.

    options: at (the frame, from 0), place (one of PLACES), seconds, text, seed, base_seed, takes, vary (one of VARIES:
    what differs between takes) and how to sample. Raises EngineError with a sentence for what can't be.
    """
    place, vary = options.get("place") or "middle", options.get("vary", "both")
    for name, value, known in (("place", place, tuple(PLACES)), ("vary", vary, VARIES)):
        if value not in known:
            raise bad_request(f"“{value!s:.40}” is no {name}: choose {', '.join(known[:-1])} or {known[-1]}.")
    if vary == "pose" and motion is not None:
        raise bad_request("Takes that differ in their pose are made around poses of the model's own: give no motion.")
    seconds = AROUND_SECONDS if options.get("seconds") is None else options["seconds"]
    if not math.isfinite(seconds) or seconds <= 0:
        raise bad_request(f"The length is {seconds:g} seconds: give more than 0.")
    fps = (options.get("fps") or 30.0) if motion is None else motion.fps
    frames, prompts = max(2, round(seconds * fps)), _prompts(options)
    seeds, bases = family(options["seed"], options.get("base_seed"), options["takes"], vary)
    sampling = replace(sampling_of(options, fps), seeds=seeds)
    request = AroundRequest(None, None, sampling, prompts, bases, frames)
    if motion is None:
        return request
    at = round(PLACES[place] * (frames - 1))
    source = still(frame_of(motion, options.get("at") or 0), frames)
    return replace(request, source=source, mask=Mask.of_frames(np.arange(frames) == at, len(source.skeleton)))


def pose_request(motion: Motion, options: Mapping[str, Any]) -> PoseRequest:
    """The pose at a frame of `motion` completed. options: at, given (roles and body parts), text, seed, takes."""
    given = tuple(name.strip() for name in options["given"].split(",") if name.strip())
    sampling, prompts = sampling_of(options, motion.fps), _prompts(options)
    return PoseRequest(frame_of(motion, options.get("at") or 0), given, sampling, prompts)


def frame_of(motion: Motion, at: int) -> Motion:
    """One frame of a motion; raises EngineError for one that it doesn't have."""
    if not 0 <= at < len(motion):
        raise bad_request(f"The motion has no frame {at}: give one from 0 to {len(motion) - 1}.")
    return motion.cut(at, at + 1)


def _prompts(options: Mapping[str, Any]) -> tuple[Prompt, ...]:
    """The text as a prompt for all frames, none where there is no text."""
    text = options.get("text")
    return (Prompt(text),) if text else ()
