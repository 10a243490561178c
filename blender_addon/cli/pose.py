"""What `motif-blender around` and `motif-blender poses` make, as a request and its placement."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace

from ..bpy_types import Object, Scene
from ..engine.protocol.options import AROUND_SECONDS, family
from ..engine.protocol.prompt import prompt_of
from ..engine.protocol.request import AroundRequest, PoseRequest
from ..rig.binding import RigError
from ..sources import poses
from ..sources.poses import PoseAnchor
from ..takes import requests
from ..takes.placement import Placement
from . import settings


def ask_around(
    options: argparse.Namespace, armature: Object, scene: Scene, bone_map: Mapping[str, str]
) -> tuple[Placement, AroundRequest | PoseRequest]:
    """Motion around the pose that is shown; with --vary pose around poses of the model's own. Raises EngineError,
    RigError or FileError."""
    placement, frames, sampling = settings.read_options(options, armature, scene, bone_map)
    seeds, bases = family(options.seed, options.base_seed, options.takes, options.vary)
    frames = max(2, frames or round(AROUND_SECONDS * sampling.fps))
    sampling, text = replace(sampling, seeds=seeds), options.text or ""
    anchor = _anchor(options, scene.frame_current, placement.start, frames)
    if options.vary != "pose":
        return requests.from_pose(placement, armature, scene, anchor, text, frames, sampling, bases)
    placement = replace(placement, title=text or "Around a pose", start=poses.start_of(anchor, frames))
    return placement, AroundRequest(None, None, sampling, prompt_of(text), bases, frames)


def ask_poses(
    options: argparse.Namespace, armature: Object, scene: Scene, bone_map: Mapping[str, str]
) -> tuple[Placement, AroundRequest | PoseRequest]:
    """The rest of the pose that is shown. Raises as `ask_around` does."""
    placement, _, sampling = settings.read_options(options, armature, scene, bone_map)
    if options.keyed:
        given = poses.given_bones(armature, scene, "keyed")
    else:
        given = poses.named_bones(armature, scene, options.given.split(","), bone_map)
    anchor = PoseAnchor(scene.frame_current, "rest", given)
    return requests.from_pose(placement, armature, scene, anchor, options.text or "", None, sampling)


def _anchor(options: argparse.Namespace, frame: int, start: int, frames: int) -> PoseAnchor:
    """The pose on `frame`, placed by --place, or where it lies in --range. Raises RigError where they don't agree."""
    if options.range is None:
        return PoseAnchor(frame, place=options.place or "middle")
    if options.place is not None:
        raise RigError("--range says where the pose lies in the motion: leave out --place, or give a length.")
    last = start + frames - 1
    if not start <= frame <= last:
        raise RigError(
            f"The pose's frame {frame} lies outside the frames {start} to {last}: choose --at or --range anew."
        )
    return PoseAnchor(frame, place="range", start=start)
