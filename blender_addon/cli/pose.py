"""`motif-blender around` and `motif-blender poses`: what the Pose side of the panel makes, without a window."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace

from ..animation import actions
from ..bpy_types import Object, Scene
from ..engine.protocol.options import AROUND_SECONDS, family
from ..engine.protocol.prompt import prompt_of
from ..engine.protocol.request import AroundRequest, Request
from ..rig import binding
from ..sources import poses
from ..sources.poses import PoseWish
from ..takes.settings import Wish, ask
from . import settings


def ask_around(
    options: argparse.Namespace, armature: Object, scene: Scene, own_map: Mapping[str, str]
) -> tuple[Wish, Request]:
    """Motion around the pose that is shown; where takes are to differ in their pose, around poses of the model's own.
    Raises EngineError, RigError or FileError with a sentence for what can't be."""
    fps = actions.scene_fps(scene)
    wish = settings.wish_of(options, scene, fps)
    seeds, bases = family(options.seed, options.base_seed, options.takes, options.vary)
    wish = replace(wish, frames=max(2, wish.frames or round(AROUND_SECONDS * fps)), seeds=seeds, base_seeds=bases)
    wish = replace(wish, pose=_placed(options, scene.frame_current, wish))
    if options.vary != "pose":
        return ask(armature, scene, wish, own_map)
    assert wish.pose is not None
    start = poses.start_of(wish.pose, wish.frames or 2)
    wish = replace(wish, text=wish.text or "Around a pose", start=start, pose=None)
    return wish, _around_own(options, wish, fps)


def ask_poses(
    options: argparse.Namespace, armature: Object, scene: Scene, own_map: Mapping[str, str]
) -> tuple[Wish, Request]:
    """The rest of the pose that is shown, proposed. Raises as `ask_around` does."""
    wish = settings.wish_of(options, scene, actions.scene_fps(scene))
    if options.keyed:
        given = poses.given_bones(armature, scene, "keyed")
    else:
        given = poses.named_bones(armature, scene, options.given.split(","), own_map)
    return ask(armature, scene, replace(wish, pose=PoseWish(scene.frame_current, "rest", given)), own_map)


def _placed(options: argparse.Namespace, frame: int, wish: Wish) -> PoseWish:
    """The pose's place: what --place says, or where it lies in --range."""
    if options.range is None:
        return PoseWish(frame, place=options.place or "middle")
    if options.place is not None:
        raise binding.RigError("--range says where the pose lies in the motion: leave out --place, or give a length.")
    last = wish.start + (wish.frames or 2) - 1
    if not wish.start <= frame <= last:
        raise binding.RigError(
            f"The pose's frame {frame} lies outside the frames {wish.start} to {last}: choose --at or --range anew."
        )
    return PoseWish(frame, place="range", start=wish.start)


def _around_own(options: argparse.Namespace, wish: Wish, fps: float) -> AroundRequest:
    prompts = prompt_of(options.text or "")
    return AroundRequest(None, None, wish.sampling(fps), prompts, wish.base_seeds, wish.frames)
