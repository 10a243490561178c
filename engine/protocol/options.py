"""The words in which a take is asked for outside Python: the command line's options and a manifest's keys."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from .errors import bad_request
from .limits import MAX_AUDIO_SECONDS, MAX_SECONDS, MAX_TAKES, MAX_TIMELINE_SECONDS
from .prompt import AUDIO_TAG, Prompt, has_audio_tag
from .request import AudioRequest, TextRequest
from .sampling import DEFAULT_GUIDANCE, Sampling
from .sound import file_mix, style_weights

PLACES: Mapping[str, float] = {"first": 0.0, "middle": 0.5, "last": 1.0}  # of the pose in the motion around it
AROUND_SECONDS = 3.0  # of such a motion where its length is left open
VARIES = ("both", "motion", "pose")  # what differs between takes around a pose


def request_of(options: Mapping[str, Any]) -> TextRequest | AudioRequest:
    """generate's options, from the command line or a manifest's row, as a request."""
    audio, text, prompts = options.get("audio"), options.get("text"), prompts_of(options.get("spans") or ())
    _check_source(options, bool(prompts))
    fps = options.get("fps", 30.0)
    sampling = sampling_of(options, fps)
    if audio and not text:
        longest = MAX_AUDIO_SECONDS
    else:
        longest = MAX_TIMELINE_SECONDS if len(prompts) > 1 else MAX_SECONDS
    frames = _frames_of(options.get("seconds"), longest, fps)
    candidates = options.get("candidates")
    if audio and not text:
        energy = options.get("energy")
        return AudioRequest(
            file_mix(str(audio)), frames, sampling, prompts, style_weights(options.get("style") or ()),
            1.0 if energy is None else energy, candidates,
        )  # fmt: skip
    if prompts:
        return TextRequest(prompts, frames or prompts[-1].end, sampling, candidates=candidates)
    heard = file_mix(str(audio)) if audio else None  # what the audio tag in the text means
    return TextRequest((Prompt(text),), frames, sampling, heard, candidates)  # type: ignore[arg-type]  # Prompt checks


def sampling_of(options: Mapping[str, Any], fps: float) -> Sampling:
    """What every command has in common: takes from a seed on, and how they are sampled and finished."""
    takes, seed = options.get("takes", 1), options.get("seed", 0)
    for name, value in (("seed", seed), ("takes", takes)):
        if not isinstance(value, int) or isinstance(value, bool):
            raise bad_request(f"The {name} must be a whole number, not {value!r:.40}.")
    if not 1 <= takes <= MAX_TAKES:
        raise bad_request(f"The number of takes is {takes}: give 1 to {MAX_TAKES}.")
    return Sampling(
        seeds=tuple(range(seed, seed + takes)),
        fps=fps,
        steps=options.get("steps"),
        temperature=options.get("temperature", 1.0),
        guidance=options.get("guidance", DEFAULT_GUIDANCE),
        clean_up=not options.get("no_clean_up", False),
        foot_lock=options.get("foot_lock", "keep"),
    )


def _check_source(options: Mapping[str, Any], timeline: bool) -> None:
    """Raises EngineError for a text, a sound and texts with frames of their own that don't go together."""
    audio, text = options.get("audio"), options.get("text")
    styled = bool(options.get("style")) or options.get("energy") is not None
    if audio and text and not has_audio_tag(str(text)):
        raise bad_request(
            f"Give a text or a sound, not both, or write {AUDIO_TAG} in the text for the sound to be heard; beside a "
            "sound, give texts frames of their own with --span."
        )
    if text and timeline:
        raise bad_request("Give one text for all frames or texts with frames of their own, not both.")
    if audio and text and styled:
        raise bad_request("Styles and energy are for motion to a sound alone: leave them out, or leave out the text.")
    if not audio and styled:
        raise bad_request("Styles and energy are for motion to a sound: give the sound with --audio.")


def _frames_of(seconds: Any, longest: float, fps: Any) -> int | None:
    """A length in seconds as frames at `fps`; None stays open."""
    if seconds is None:
        return None
    if not isinstance(seconds, (int, float)) or not math.isfinite(seconds) or not 0 < seconds <= longest:
        raise bad_request(f"The length is {seconds} seconds: give more than 0 and at most {longest:g}.")
    return max(1, round(seconds * fps))


def prompts_of(spans: Sequence[Any]) -> tuple[Prompt, ...]:
    """Pairs of "A-B" (frames from 0, both included) and a text, in any order, as prompts in order of time."""
    prompts = []
    for span in spans:
        if isinstance(span, str) or not isinstance(span, Sequence) or len(span) != 2:
            raise bad_request(f"The span {span!s:.60} is not a pair of frames and a text, such as 0-59 and “walks”.")
        first, last = frame_range(str(span[0]))
        prompts.append(Prompt(span[1], first, last + 1))
    return tuple(sorted(prompts, key=lambda prompt: prompt.start))


def frame_range(text: str) -> tuple[int, int]:
    """ "A-B" or "A" -> first and last frame; raises EngineError."""
    found = re.fullmatch(r"\s*(\d{1,9})\s*(?:(?:-|\.\.|:)\s*(\d{1,9})\s*)?", text)
    if not found:
        raise bad_request(f"The frames “{text:.40}” are not A-B, such as 30-60.")
    first, last = int(found[1]), int(found[2] or found[1])
    if last < first:
        raise bad_request(f"The frames {first}-{last} go backwards: give the first one first.")
    return first, last


def family(seed: int, base_seed: int | None, takes: int, vary: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Seeds and base seeds of takes that share a base pose (vary "motion"), their motion ("pose"), nothing ("both")."""
    base = seed if base_seed is None else base_seed
    steps = range(takes)
    seeds = tuple(seed + (i if vary != "pose" else 0) for i in steps)
    return seeds, tuple(base + (i if vary != "motion" else 0) for i in steps)
