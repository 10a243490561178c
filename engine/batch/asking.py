"""A row's options as a request to the engine, with the motion that it is a part of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine import take_files
from engine.inbetween.options import edit_request
from engine.pose.options import around_request, pose_request
from engine.protocol.couple import couple_of
from engine.protocol.options import check_sound, request_of
from engine.protocol.request import Request
from retarget.motion import Motion


def asked(command: str, options: Mapping[str, Any]) -> tuple[tuple[Request, ...], Motion | None]:
    """The request of a row that the engine makes, of two dancers both, and the motion that its file holds. Raises
    EngineError.

    command, options: as `options.command_of` and `options.given` tell them.
    """
    if "motion" not in options:
        check_sound(options)
        request = request_of(options)
        return (request,) if options.get("dancers", 1) == 1 else couple_of(options, request), None
    motion = take_files.load_motion(Path(options["motion"]), options.get("fps"), options.get("up", ""))[0]
    ways = {"inbetween": edit_request, "around": around_request, "poses": pose_request}
    return (ways[command](motion, _filled(options)),), motion


def _filled(options: Mapping[str, Any]) -> dict[str, Any]:
    """What requests of a motion read: lists as words with commas, one take from seed 0."""
    lists = {name: ",".join(options[name]) for name in ("parts", "pins", "given") if name in options}
    return {"seed": 0, "takes": 1, **options, **lists}
