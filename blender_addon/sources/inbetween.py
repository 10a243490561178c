"""In-between: reads a span of an armature's animation for the engine, and splices the takes into copies of its
Action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import bpy
import numpy as np

from ..animation import actions
from ..bpy_types import Action, Object, Scene
from ..engine.protocol.limits import MAX_SECONDS
from ..engine.protocol.messages import Take
from ..engine.protocol.path import Path
from ..engine.protocol.prompt import prompt_of
from ..engine.protocol.request import InbetweenRequest
from ..engine.protocol.sampling import Sampling
from ..engine.protocol.targets import missed as sentences
from ..keying import splice
from ..keying.span import Span, settle
from ..retarget import quat
from ..retarget.motion import Motion
from ..rig import reading
from ..rig.binding import RigBinding, RigError, read_rig
from ..rig.fitting import RigTarget, reached, to_meta
from .path import Way, path_of

_AROUND_S = 4.0  # of the animation on either side that is sent to the engine


def request(
    armature: Object, scene: Scene, span: Span, text: str, sampling: Sampling, overrides: Mapping[str, str],
    way: Way | Path | None = None,
) -> tuple[Span, InbetweenRequest]:  # fmt: skip
    """Read the span's animation; returns the span with the frames that are read, and the request.

    text: what happens in the span, "" to leave it to the model. way: what is gone along there, of the scene or of a
    take's record. Raises RigError for an armature or a span that can't be
    read or written, EngineError for what can't be requested.
    """
    action = _action(armature, span)
    span = replace(span, action=action.name)
    with splice.with_action(armature, action):
        animated = reading.frame_range(armature)
        span = settle(span, animated, int(MAX_SECONDS * sampling.fps), round(_AROUND_S * sampling.fps))
        binding = read_rig(armature, scene, overrides)
        source = reading.read_motion(armature, binding, scene, span.start, span.start + span.count - 1)
        splice.check(armature, binding, source, span)
        path = path_of(way, binding, span.start, on_rig=True) if isinstance(way, Way) else way
    return span, InbetweenRequest(source, span.keep(source.skeleton), sampling, prompt_of(text), path=path)


def deliver(
    armature: Object, scene: Scene, span: Span, text: str, made: Sequence[Take], overrides: Mapping[str, str],
    into: str, targets: Sequence[RigTarget] = (),
) -> list[Action]:  # fmt: skip
    """Write each take as a copy of the Action with the span replaced and its targets met. All of them or, on any error,
    none."""
    action = _action(armature, span)
    name = f"{text.strip() or 'In-between'} {span.first}-{span.last}"  # not what the rest of the Action is
    with splice.with_action(armature, action):
        binding = read_rig(armature, scene, overrides)

        def one(take: Take) -> Action:
            motion = on_rig(binding, take.motion, span.count)
            motion, missed = reached(binding, motion, targets, span.start, span.keep(binding.skeleton))
            meta = {**take.meta(), "start": span.first, "keys": {"into": into}, **to_meta(targets)}
            meta |= {"notes": sentences(missed), "quality": {**meta["quality"], **missed}}
            return splice.write(armature, scene, binding, motion, span, name, meta)

        return actions.all_or_none(one, made)


def _action(armature: Object, span: Span) -> Action:
    action = bpy.data.actions.get(span.action)
    if span.action and action is None:
        raise RigError(f"The Action “{span.action}” is gone: give “{armature.name}” an Action and try again.")
    if action is not None:
        return action
    data = armature.animation_data
    if data is not None and data.use_nla and any(track.strips for track in data.nla_tracks):
        raise RigError(
            f"“{armature.name}” plays NLA strips and has no Action of its own: bake them to one (NLA, Edit, Bake "
            "Action) first."
        )
    raise RigError(f"“{armature.name}” has no animation to change: give it an Action with keys.")


def on_rig(binding: RigBinding, made: Motion, count: int) -> Motion:
    """Convert a generated motion to the binding's skeleton, whose rest rotations the engine's lacks. Raises RigError
    where the rig's bones or the length differ."""
    skeleton = binding.skeleton
    if made.skeleton.names != skeleton.names or len(made) != count:
        raise RigError(f"The bones of “{binding.armature}” have changed meanwhile: press Generate again.")
    rot = quat.multiply(quat.inverse(skeleton.rest), made.rot)
    return Motion(skeleton, made.fps, made.root_pos, rot.astype(np.float32), made.contacts)
