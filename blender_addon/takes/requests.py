"""Requests with their placements, as the panel, the command line and Re-roll build them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path as FilePath

from ..bpy_types import Object, Scene
from ..engine.protocol.path import Path
from ..engine.protocol.prompt import Prompt
from ..engine.protocol.request import AroundRequest, InbetweenRequest, PoseRequest, TextRequest
from ..engine.protocol.sampling import Sampling
from ..engine.protocol.sound import Mix
from ..keying.span import Span
from ..rig.binding import RigError, read_rig
from ..sources import inbetween, poses, prompts
from ..sources.path import Asked, Way, path_of, targets_of
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
    placement: Placement, armature: Object, scene: Scene, span: Span, text: str, sampling: Sampling,
    way: Way | Path | None = None, asked: Sequence[Asked] | None = None,
) -> tuple[Placement, InbetweenRequest]:  # fmt: skip
    """A span of the armature's animation generated anew; text "" leaves what happens to the model. way: what is gone
    along there. asked: what is reached there, None for the placement's targets. Raises RigError or EngineError."""
    span, request = inbetween.request(armature, scene, span, text, sampling, placement.map_for(armature), way)
    targets = placement.targets if asked is None else targets_of(asked, scene, span.start)
    for target in targets:
        if not span.generated[target.first : target.last + 1].all() or target.last >= span.count:
            raise RigError(
                f"The target {target.label(span.start)} lies outside the frames that are made anew, {span.first} to "
                f"{span.last} without the pins: move it there."
            )
    return replace(placement, span=span, title=text, targets=tuple(targets)), request


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


def on_path(placement: Placement, armature: Object, scene: Scene, way: Way) -> Path:
    """A path of the scene for takes on the armature. Raises RigError or EngineError."""
    if placement.keying.into == "replace":
        raise RigError("A take on a path has a place of its own: choose New Action or NLA Strip under Keys.")
    return path_of(way, read_rig(armature, scene, placement.map_for(armature)), placement.start)


def with_targets(placement: Placement, request: TextRequest) -> TextRequest:
    """The request, whose take is long enough for the placement's targets. Raises RigError where it can't be."""
    last = max((target.last for target in placement.targets), default=-1)
    if request.frames is not None and last >= request.frames:
        raise RigError(
            f"A target lies at frame {placement.start + last} and the take's last frame is "
            f"{placement.start + request.frames - 1}: move it or lengthen the take."
        )
    if request.frames is None and last >= 0 and request.path is None:
        return replace(request, frames=last + round(request.sampling.fps))  # a second to come back from it
    return request


def sound_title(mix: Mix) -> str:
    """The name of takes that follow a sound: its strips, speakers or file."""
    names = list(dict.fromkeys(piece.name or FilePath(piece.path).stem for piece in mix.pieces))
    return " and ".join(names[:2]) + (", …" if len(names) > 2 else "")
