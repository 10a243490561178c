"""The words in which a take is asked for outside Python: the command line's options and a manifest's keys."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from .request import (
    AUDIO_WORD,
    DEFAULT_GUIDANCE,
    MAX_AUDIO_SECONDS,
    MAX_SECONDS,
    MAX_TAKES,
    MAX_TIMELINE_SECONDS,
    Condition,
    Prompt,
    Request,
    audio_request,
    bad_request,
    text_request,
)
from .sound import file_mix, style_weights

PLACES: Mapping[str, float] = {"first": 0.0, "middle": 0.5, "last": 1.0}  # of the pose in the motion around it
AROUND_SECONDS = 3.0  # of such a motion where its length is left open
VARIES = ("both", "motion", "pose")  # what differs between takes around a pose


def request_of(options: Mapping[str, Any]) -> Request:
    """generate's options, from the command line or a manifest's row, as a request."""
    audio, text, prompts = options.get("audio"), options.get("text"), prompts_of(options.get("spans") or ())
    hears = AUDIO_WORD in str(text).lower()
    if audio and text and not hears:
        raise bad_request(
            f"Give a text or a sound, not both, or write {AUDIO_WORD} in the text for the sound to be heard; beside a "
            "sound, give texts frames of their own with --span."
        )
    if text and prompts:
        raise bad_request("Give one text for all frames or texts with frames of their own, not both.")
    if audio and text and (options.get("style") or options.get("energy") is not None):
        raise bad_request("Styles and energy are for motion to a sound alone: leave them out, or leave out the text.")
    if not audio and (options.get("style") or options.get("energy") is not None):
        raise bad_request("Styles and energy are for motion to a sound: give the sound with --audio.")
    fps, seconds, frames = options.get("fps", 30.0), options.get("seconds"), None
    takes, seed = options.get("takes", 1), options.get("seed", 0)
    for name, value in (("seed", seed), ("takes", takes)):
        if not isinstance(value, int) or isinstance(value, bool):
            raise bad_request(f"The {name} must be a whole number, not {value!r:.40}.")
    if not 1 <= takes <= MAX_TAKES:
        raise bad_request(f"The number of takes is {takes}: give 1 to {MAX_TAKES}.")
    if seconds is not None:
        alone = MAX_TIMELINE_SECONDS if len(prompts) > 1 else MAX_SECONDS
        most = MAX_AUDIO_SECONDS if audio and not text else alone
        if not isinstance(seconds, (int, float)) or not math.isfinite(seconds) or not 0 < seconds <= most:
            raise bad_request(f"The length is {seconds} seconds: give more than 0 and at most {most:g}.")
        frames = max(1, round(seconds * fps)) if isinstance(fps, (int, float)) and math.isfinite(fps) else None
    shared: dict[str, Any] = {
        "guidance": options.get("guidance", DEFAULT_GUIDANCE),
        "frames": frames,
        "fps": fps,
        "seeds": tuple(range(seed, seed + takes)),
        "steps": options.get("steps"),
        "candidates": options.get("candidates"),
        "temperature": options.get("temperature", 1.0),
        "clean_up": not options.get("no_clean_up", False),
        "foot_lock": options.get("foot_lock", "keep"),
    }
    if not audio and prompts:
        shared["frames"] = frames or prompts[-1].end
        return Request(condition=Condition(prompts, guidance=shared.pop("guidance")), **shared)
    if text or not audio:  # with both, the sound is what the text's <audio> means
        heard = file_mix(str(audio)) if audio else None
        return text_request(text, audio=heard, **shared)  # type: ignore[arg-type]  # checked there, with the sentence
    energy = options.get("energy")
    return audio_request(
        file_mix(str(audio)), style_weights=style_weights(options.get("style") or ()),
        energy=1.0 if energy is None else energy, prompts=prompts, **shared,
    )  # fmt: skip


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
