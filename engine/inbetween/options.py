"""`motif inbetween`'s options as a request: which frames of a motion, which parts of the body, which pinned poses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.protocol.options import frame_range, request_of
from engine.protocol.request import FrameMask, Prompt, Request, bad_request
from retarget.mask import parts_of
from retarget.motion import Motion


def edit_request(motion: Motion, options: Mapping[str, Any]) -> Request:
    """The request for part of `motion` made anew.

    options: frames "A-B" (from 0, both included), parts "upper,left_arm", pins "30,45", text, seed, takes and how to
    sample, as for `generate`. Raises EngineError with a sentence for what doesn't fit the motion.
    """
    if options.get("audio"):
        raise bad_request("In-betweening follows a prompt, not a sound: leave out --audio.")
    again = frames_again(str(options["frames"]), options.get("pins"), len(motion))
    text = options.get("text")
    given = {k: v for k, v in options.items() if k not in ("audio", "style", "energy", "seconds", "frames", "spans")}
    request = request_of({**given, "text": text or "moves", "fps": motion.fps})
    prompts = (Prompt(text),) if text else ()
    condition = replace(request.condition, prompts=prompts)
    return replace(
        request, model="inbetween", frames=len(motion), condition=condition, source=motion,
        mask=FrameMask(*_masked(~again, options.get("parts"))),
    )  # fmt: skip


def frames_again(frames: str, pins: str | None, count: int) -> NDArray[np.bool_]:
    """(T,) bool: "A-B" of a motion of `count` frames without its pins."""
    first, last = frame_range(frames)
    if first >= count:
        raise bad_request(f"The frames {first}-{last} lie after the motion's last, {count - 1}: choose others.")
    again = np.zeros(count, bool)
    again[first : last + 1] = True
    for pin in (pins or "").split(","):
        if not pin.strip():
            continue
        if not pin.strip().isdigit() or int(pin) >= count:
            raise bad_request(
                f"The pin “{pin.strip():.20}” is no frame of the motion: give numbers from 0 to {count - 1}."
            )
        again[int(pin)] = False
    if not again.any():
        raise bad_request("All frames of the range are pinned, so nothing is to be made anew: leave out some pins.")
    return again


def _masked(kept: NDArray[np.bool_], parts: str | None) -> tuple[NDArray[np.bool_], dict[str, NDArray[np.bool_]]]:
    """FrameMask's arguments: parts that aren't named keep all frames."""
    names = [p.strip() for p in (parts or "").split(",") if p.strip()]
    if not names:
        return kept, {}
    try:
        chosen = parts_of(names)
    except ValueError as error:
        raise bad_request(f"{str(error)[0].upper()}{str(error)[1:]}.") from error
    return np.ones(len(kept), bool), dict.fromkeys(chosen, kept)
