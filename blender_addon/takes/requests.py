"""Requests with their placements, as the panel, the command line and Re-roll build them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..bpy_types import Object, Scene
from ..engine.protocol.prompt import Prompt
from ..engine.protocol.request import AroundRequest, InbetweenRequest, PoseRequest
from ..engine.protocol.sampling import Sampling
from ..engine.protocol.sound import Mix
from ..keying.span import Span
from ..sources import inbetween, poses, prompts
from ..sources.poses import PoseAnchor
from ..sources.prompts import Line
from .placement import Placement


def along(placement: Placement, lines: Sequence[Line]) -> tuple[Placement, tuple[Prompt, ...], int]:
    """Prompts along the timeline: the placement from where the first begins, the prompts, and the frames they reach
    over. Raises RigError or EngineError for prompts without frames."""
    start, count = prompts.reach(lines)
    placement = replace(placement, start=start, title=prompts.title(lines))
    return placement, prompts.as_prompts(lines, start, count), count


def between(
    placement: Placement, armature: Object, scene: Scene, span: Span, text: str, sampling: Sampling
) -> tuple[Placement, InbetweenRequest]:
    """A span of the armature's animation generated anew; text "" leaves what happens to the model. Raises RigError or
    EngineError."""
    span, request = inbetween.request(armature, scene, span, text, sampling, placement.map_for(armature))
    return replace(placement, span=span, title=text), request


def from_pose(
    placement: Placement, armature: Object, scene: Scene, anchor: PoseAnchor, text: str, frames: int | None,
    sampling: Sampling, base_seeds: tuple[int, ...] = (),
) -> tuple[Placement, AroundRequest | PoseRequest]:  # fmt: skip
    """Motion of `frames` frames around the pose that is shown, or the rest of that pose. Raises RigError or
    EngineError."""
    anchor, request = poses.request(
        armature, scene, anchor, text, sampling, placement.map_for(armature), frames, base_seeds
    )
    return replace(placement, pose=anchor, start=anchor.start, title=text), request


def sound_title(mix: Mix) -> str:
    """The name of takes that follow a sound: its strips, speakers or file."""
    names = list(dict.fromkeys(piece.name or Path(piece.path).stem for piece in mix.pieces))
    return " and ".join(names[:2]) + (", …" if len(names) > 2 else "")
