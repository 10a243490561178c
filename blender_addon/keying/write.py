"""Writes a motion on a rig as an Action: density of keys, destination and looping as in Keying."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import bpy
import numpy as np
from bpy.types import FCurve

from ..animation import actions
from ..animation.channels import Channel, notes
from ..animation.stage import on_stage
from ..bpy_types import Action, Object, Scene
from ..controls.movements import rotation_of
from ..retarget import loop, quat
from ..retarget.keyframes.error import Tolerance
from ..retarget.motion import Motion
from ..rig import reading
from ..rig.binding import RigBinding, RigError
from . import reduce, splice
from .through import Through, through

INTO = ("new", "replace", "nla")
LOOPS = ("none", "match", "repeat")
_EASE_S = 0.2  # seconds in which replaced frames lead over from and to the keys beside them


@dataclass(frozen=True)
class Keying:
    """How takes are keyed.

    sparse: few keys within `degrees` and, at hands and feet, `millimetres`, else a key a frame. into: one of INTO.
    loop: one of LOOPS. root: one of binding.ROOT_MOTIONS. lead: one of control_rig.LEADS.
    """

    sparse: bool = False
    degrees: float = 0.2
    millimetres: float = 1.0
    into: str = "new"
    loop: str = "none"
    root: str = "hips"
    lead: str = "fk"

    @classmethod
    def from_meta(cls, meta: Mapping[str, Any]) -> Keying:
        """Read a take's record; what it lacks is as by default."""
        kept = meta.get("keys")
        kept = kept if isinstance(kept, Mapping) else {}
        plain = asdict(cls())
        kinds = {name: (int, float) if isinstance(value, float) else (type(value),) for name, value in plain.items()}
        known = {name: kept[name] for name in plain if type(kept.get(name)) in kinds[name]}
        return cls(**{"root": str(meta.get("root_motion", "hips")), "lead": str(meta.get("lead", "fk")), **known})

    @classmethod
    def parse(cls, text: str) -> Keying:
        """Parse "every", "sparse", "sparse:DEG" or "sparse:DEG,MM"; raises ValueError with a sentence."""
        mode, colon, numbers = text.partition(":")
        try:
            given = [float(n) for n in numbers.split(",")] if colon else []
        except ValueError:
            given = [-1.0]
        fits = mode == "sparse" or (mode == "every" and not colon)
        if not fits or len(given) > 2 or not all(np.isfinite(n) and n > 0 for n in given):
            raise ValueError(
                f"The keys are “{text}”: give every, sparse, or sparse with degrees and mm such as sparse:0.5,2."
            )
        return cls(mode == "sparse", **dict(zip(("degrees", "millimetres"), given)))


def write(
    armature: Object, scene: Scene, binding: RigBinding, motion: Motion, start: int, name: str,
    meta: Mapping[str, Any], keying: Keying, source: Action | None = None,
) -> Action:  # fmt: skip
    """Create an Action of `motion`, which is on the rig's skeleton, from scene frame `start`; the armature keeps its
    own.

    meta: the take's record. source: for into="replace", the Action whose copy gets the frames; RigError for none.
    """
    if keying.loop != "none":
        motion = loop.close(motion)
    replacing = keying.into == "replace"
    if replacing and source is None:
        raise RigError(f"“{armature.name}” has no Action to replace frames of: choose New Action under Keys.")
    if replacing:
        motion = _moved_to(armature, binding, motion, start, source)
    channels = binding.channels(motion, keying.root, keying.lead)
    return put(armature, binding, motion, channels, start, name, meta, keying, source if replacing else None)


def put(
    armature: Object, binding: RigBinding, motion: Motion, channels: list[Channel], start: int, name: str,
    meta: Mapping[str, Any], keying: Keying, source: Action | None = None, pin: int | None = None,
) -> Action:  # fmt: skip
    """Create an Action of channels (of `motion`), or with a source a copy of it with the channels in it. pin: a row
    that gets an exact key, however few keys there are."""
    meta = {**meta, "root_motion": keying.root, "lead": keying.lead, "start": start, "keys": asdict(keying)}
    held = _through(armature, binding, motion, channels, start, keying, source)
    channels = [*channels, *held.channels]
    said = [*meta.get("notes", ()), *binding.bone_map.notes, *notes(armature, channels), *held.notes]
    meta |= {"notes": list(dict.fromkeys(said)), "settings": _settings_before(armature, binding)}
    meta |= {actions.INFLUENCES: held.influences} if held.influences else {}
    if source is not None:
        ease = ease_frames(motion)
        room = ease if pin is None else min(ease, pin, len(motion) - 1 - pin)
        if room:
            shown = _shown(armature, binding, source, held, start, len(motion), keying.root)
            channels = _eased(armature, source, channels, start, room, shown)
    curves = {}
    if keying.sparse:
        tolerance = Tolerance(keying.degrees, keying.millimetres / 1000)
        pins = () if pin is None else (pin,)
        curves = reduce.reduce_channels(armature, binding, motion, channels, tolerance, pins)
    runs = [(start, start + len(motion) - 1)]
    # An Action of its own holds the body's first and last pose beside the take: what constrains it stays off there too.
    alone = source is None and (keying.into != "nla" or keying.loop == "repeat")
    if source is not None:
        action = actions.write_into(source, armature, channels, start, name, meta, curves)
    else:
        action = actions.write(armature, channels, start, name, meta, curves)
        if keying.loop == "repeat":
            actions.repeat(action)
        if held.influences and not alone:  # whose keys beside the take are no frames of it
            action.use_frame_range, action.frame_start, action.frame_end = True, *map(float, runs[0])
    actions.switch_off(action, armature, held.influences, runs, forever=alone)
    return action


def ease_frames(motion: Motion) -> int:
    """Return the frames at either end in which replaced frames lead over from and to the keys beside them."""
    return max(1, round(_EASE_S * motion.fps))


def _through(
    armature: Object, binding: RigBinding, motion: Motion, channels: Sequence[Channel], start: int, keying: Keying,
    source: Action | None,
) -> Through:  # fmt: skip
    """Find what constraints need so that the joints follow the keys."""

    def make(more: list[Channel]) -> Action:
        if source is None:
            return actions.write(armature, [*channels, *more], start, "Trial", {})
        return actions.write_into(source, armature, [*channels, *more], start, "Trial", {})

    return through(armature, binding, motion, keying.root, start, range(len(motion)), make)


def _settings_before(armature: Object, binding: RigBinding) -> list[list[Any]]:
    """Return [bone, setting, value] of a control rig's switches as they were before the first take."""
    data = armature.animation_data
    kept = (actions.read_meta(data.action) or {}).get("settings") if data and data.action else None
    if kept or binding.controls is None:
        return kept or []
    pose = armature.pose.bones
    return [[s.bone, s.name, float(pose[s.bone][s.name])] for s in binding.controls.settings]


# --- replacing frames of an Action -------------------------------------------------------------------------------


def _moved_to(armature: Object, binding: RigBinding, motion: Motion, start: int, source: Action) -> Motion:
    """Move the motion to begin at the place and heading that `source` has at frame `start`."""
    if actions.frame_range(source, armature)[0] >= start:
        return motion
    pos, world = _hips_at(armature, binding, start, source)
    rest = binding.skeleton.rest[0].astype(np.float64)
    own = quat.multiply(rest, motion.rot[:, 0].astype(np.float64))
    turn = quat.twist(quat.multiply(world, quat.inverse(own[0])), np.array([0.0, 1.0, 0.0]))
    root = quat.rotate(turn, (motion.root_pos - motion.root_pos[0] * (1, 0, 1)).astype(np.float64)) + pos * (1, 0, 1)
    rot = motion.rot.copy()
    rot[:, 0] = quat.multiply(quat.inverse(rest), quat.multiply(turn, own))
    return replace(motion, root_pos=root, rot=quat.continuous(rot))


def _hips_at(armature: Object, binding: RigBinding, frame: int, source: Action) -> tuple[np.ndarray, np.ndarray]:
    """Return the hips' position (3,) m and rotation (4,) in the skeleton's frame, as `source` poses them."""
    hips = binding.skeleton.names[0]
    with splice.with_action(armature, source), on_stage(armature, frame) as stage:
        matrix = np.linalg.inv(binding.carried) @ stage.pose([hips])[0][hips]
        moved = np.array(stage.seen().location, np.float64) - binding.object_location
    back = quat.inverse(binding.turn.astype(np.float64))
    there = matrix[:3, 3] + np.linalg.solve(binding.object_axes.astype(np.float64), moved) - binding.origin
    return quat.rotate(back, there) * binding.scale, quat.multiply(back, rotation_of(matrix))


def _shown(
    armature: Object, binding: RigBinding, source: Action, held: Through, start: int, count: int, root: str
) -> dict[str, np.ndarray]:
    """Return RNA path -> values (T, C) that `source` shows where its keys don't say it: of bones that are keyed for
    constraints and have no keys there, and of joints whose constraints are switched off."""
    out = {}
    for channel in held.channels:
        address = [actions.FCurveAddress(channel.path, i) for i in range(channel.values.shape[1])]
        out[channel.path] = np.tile([actions.present_value(armature, each) for each in address], (count, 1))
    for curve in actions.action_curves(source, actions.slot_of(source, armature)):
        out.pop(curve.data_path, None)
    if held.released:
        with splice.with_action(armature, source):
            seen = reading.read_motion(armature, binding, bpy.context.scene, start, start + count - 1)
        joints = [c for c in binding.channels(seen, root) if c.group in held.released and len(c.values) == count]
        out |= {channel.path: channel.values.astype(np.float64) for channel in joints}
    return out


def _eased(
    armature: Object, source: Action, channels: Sequence[Channel], start: int, frames: int,
    shown: Mapping[str, np.ndarray],
) -> list[Channel]:  # fmt: skip
    """Blend channels with the Action's own values over `frames` at both ends, where it has keys beyond them. shown:
    RNA path -> values (T, C) to be taken in place of its keys'."""
    count = max(len(channel.values) for channel in channels)
    first, last = actions.frame_range(source, armature)
    found = actions.action_curves(source, actions.slot_of(source, armature))
    curves = {(curve.data_path, curve.array_index): curve for curve in found}
    n = min(frames, count // 2)
    weight = np.ones(count)
    t = np.arange(n) / max(n, 1)
    ramp = t * t * (3 - 2 * t)
    if first < start:
        weight[:n] = ramp
    if last > start + count - 1:
        weight[count - n :] = ramp[::-1]
    at = np.flatnonzero(weight < 1)
    if not len(at):
        return list(channels)
    return [_toward(channel, curves, start, at, weight, shown.get(channel.path)) for channel in channels]


def _toward(
    channel: Channel, curves: Mapping[tuple[str, int], FCurve], start: int, at: np.ndarray, weight: np.ndarray,
    shown: np.ndarray | None = None,
) -> Channel:  # fmt: skip
    """Blend a channel's frames `at` (N,) with f-curves, by path and component, or with `shown` (T, C). weight (T,): of
    the channel, 0 to 1."""
    if len(channel.values) < 2:
        return channel
    values = channel.values.astype(np.float64)
    old = values[at]
    for c in range(values.shape[1]):
        curve = curves.get((channel.path, c))
        if shown is not None:
            old[:, c] = shown[at, c]
        elif curve is not None:
            old[:, c] = [curve.evaluate(start + int(frame)) for frame in at]
    prop = channel.path.rpartition(".")[2]
    if prop == "rotation_quaternion":
        values *= 1 if old[0] @ values[at[0]] >= 0 else -1
        old *= np.where(np.sum(old * values[at], axis=1) < 0, -1, 1)[:, None]
    elif prop == "rotation_euler":
        values += 2 * np.pi * np.round((old[0] - values[at[0]]) / (2 * np.pi))
        old += 2 * np.pi * np.round((values[at] - old) / (2 * np.pi))
    values[at] = weight[at, None] * values[at] + (1 - weight[at, None]) * old
    if prop == "rotation_quaternion":
        values = quat.normalize(values)
    return replace(channel, values=values.astype(np.float32))
