"""A take's request and placement made again from the record on its Action."""

from __future__ import annotations

from dataclasses import replace

from ..animation import actions
from ..bpy_types import Action, Object, Scene
from ..engine.protocol.messages import request_from_json
from ..engine.protocol.request import AudioRequest, Request, TextRequest
from ..engine.protocol.sound import Mix
from ..keying import splice
from ..keying.span import Span
from ..keying.write import Keying
from ..rig.binding import RigError
from ..rig.fitting import RigTarget
from ..sources import sound
from ..sources.poses import PoseAnchor
from . import requests
from .placement import Placement
from .target import Target


def reroll(
    armature: Object, scene: Scene, action: Action, seeds: tuple[int, ...], base_seeds: tuple[int, ...] = (),
    same_pose: bool = True,
) -> tuple[Placement, Request]:  # fmt: skip
    """Build the request and placement of the take in `action` with other seeds; the motion of an in-between and the
    pose of a take from a pose are read again. Raises RigError for an Action without a record, and what `requests`
    raises.

    base_seeds: of a take around a pose. same_pose: False draws the pose from the base seeds.
    """
    placement, request = _recorded(armature, scene, action, seeds, base_seeds)
    sampling, text = request.sampling, ", ".join(prompt.text for prompt in request.prompts)
    if placement.span is not None:
        return requests.between(placement, armature, scene, placement.span, text, sampling, request.path)  # type: ignore[union-attr]
    if placement.pose is None or not same_pose:
        return replace(placement, pose=None), request
    with splice.with_action(armature, action), splice.at_frame(scene, placement.pose.frame):
        return requests.from_pose(
            placement, armature, scene, placement.pose, text, request.frames, sampling, base_seeds
        )


def _recorded(
    armature: Object, scene: Scene, action: Action, seeds: tuple[int, ...], base_seeds: tuple[int, ...]
) -> tuple[Placement, Request]:
    """Read the take's record, with other seeds; the request has no motion and no mask, which a record doesn't keep."""
    meta = actions.read_meta(action)
    if meta is None or not isinstance(meta.get("request"), dict):
        raise RigError(f"“{action.name}” holds no record of how it was made: generate anew from the prompt.")
    request = request_from_json({**meta["request"], "seeds": seeds, "base_seeds": base_seeds})
    title = ", ".join(prompt.text for prompt in request.prompts)
    if isinstance(request, (TextRequest, AudioRequest)) and isinstance(request.audio, Mix):
        mix = sound.find_again(request.audio)
        request = replace(request, audio=mix)
        title = title or requests.sound_title(mix)
    start = meta.get("start", 1)
    if type(start) is not int:
        raise RigError(f"The record of “{action.name}” is damaged: generate anew from the prompt.")
    placement = Placement(
        Target.of(armature, scene), start, Keying.from_meta(meta), title,
        bool(meta.get("in_place")), span=Span.from_meta(meta), pose=PoseAnchor.from_meta(meta),
        targets=tuple(RigTarget.from_json(target) for target in meta.get("targets", ())),
    )  # fmt: skip
    return placement, request
