"""The options of `motif inbetween` as a request: frames, body parts and pinned poses as a mask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.motion.canonical import with_roles
from engine.protocol.errors import bad_request
from engine.protocol.options import frame_range, path_of, sampling_of
from engine.protocol.prompt import Prompt
from engine.protocol.request import InbetweenRequest
from engine.protocol.targets import targets_of
from retarget.mask import Mask, keep_all_but, parts_of
from retarget.motion import Motion


def edit_request(motion: Motion, options: Mapping[str, Any]) -> InbetweenRequest:
    """The request to generate part of `motion` anew.

    options: frames "A-B" (from 0, both included), parts "upper,left_arm", pins "30,45", text, seed, takes and how to
    sample, as for `generate`. Raises EngineError with a sentence for what doesn't fit the motion.
    """
    if options.get("audio"):
        raise bad_request("In-betweening follows a prompt, not a sound: leave out --audio.")
    free = free_frames(str(options["frames"]), options.get("pins"), len(motion))
    text = options.get("text")
    sampling = sampling_of(options, motion.fps)
    prompts = (Prompt(text),) if text else ()
    path, targets = path_of(options.get("path")), targets_of(options.get("reach"))
    for target in targets:
        if target.last < len(motion) and not free[target.first : target.last + 1].all():
            raise bad_request(f"The target {target.label} lies outside the frames that are made anew: move it there.")
    mask = _mask(motion, free, options.get("parts"))
    return InbetweenRequest(motion, mask, sampling, prompts, path=path, targets=targets)


def free_frames(frames: str, pins: str | None, count: int) -> NDArray[np.bool_]:
    """(count,) bool: the frames "A-B" of a motion of `count` frames, without those of `pins` ("20,35")."""
    first, last = frame_range(frames)
    if first >= count:
        raise bad_request(f"The frames {first}-{last} lie after the motion's last, {count - 1}: choose others.")
    free = np.zeros(count, bool)
    free[first : last + 1] = True
    for pin in (pins or "").split(","):
        if not pin.strip():
            continue
        if not pin.strip().isdigit() or int(pin) >= count:
            raise bad_request(
                f"The pin “{pin.strip():.20}” is no frame of the motion: give numbers from 0 to {count - 1}."
            )
        free[int(pin)] = False
    if not free.any():
        raise bad_request("All frames of the range are pinned, so nothing is to be made anew: leave out some pins.")
    return free


def cut_away(frames: str, pins: str | None, count: int) -> list[str]:
    """What of the frames "A-B" and the pins says nothing for a motion of `count` frames: a sentence each."""
    first, last = frame_range(frames)
    past = f"The frames {first}-{last} go past the motion's last: {first}-{count - 1} are made anew."
    said = [past] if last >= count else []
    outside = [int(pin) for pin in (pins or "").split(",") if pin.strip() and not first <= int(pin) <= last]
    return said + [f"The pin {pin} lies outside the frames {first}-{last}: its pose stays anyway." for pin in outside]


def _mask(motion: Motion, free: NDArray[np.bool_], parts: str | None) -> Mask:
    """The mask that frees `parts` (names with commas; None: the whole body) in the frames `free` (T,)."""
    names = [p.strip() for p in (parts or "").split(",") if p.strip()]
    if not names:
        return Mask.of_frames(~free, len(motion.skeleton))
    try:
        chosen = parts_of(names)
    except ValueError as error:
        raise bad_request(f"{str(error)[0].upper()}{str(error)[1:]}.") from error
    return keep_all_but(with_roles(motion).skeleton, free, chosen)
