"""Splices a generated span into a copy of an Action: new keys inside the span only, of the chosen parts only.

Keys outside the span, and the values that Blender plays there, stay to the bit: where an f-curve between two of the
artist's keys reaches into the span, keys on its frames outside hold their values.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import bpy
import numpy as np
from bpy.types import FCurve
from numpy.typing import NDArray

from ..animation import actions, keyframes
from ..animation.channels import Channel, notes
from ..animation.fcurve_pose import bone_matrices, follows_keys_only, object_matrices
from ..animation.rotations import nearest_turns
from ..bpy_types import Action, Object, Scene
from ..controls.movements import rotation_of
from ..retarget import quat
from ..retarget.motion import Motion
from ..rig import holds, reading
from ..rig.binding import RigBinding, RigError
from .span import Span
from .through import Through, through

if TYPE_CHECKING:
    from bpy.types import ActionChannelbag

_NEAR = 1e-4  # of a frame


@contextlib.contextmanager
def with_action(armature: Object, action: Action) -> Iterator[None]:
    """Assign `action` to the armature inside the context."""
    data = armature.animation_data
    present, slot = (data.action, getattr(data, "action_slot", None)) if data else (None, None)
    actions.assign(armature, action)
    bpy.context.view_layer.update()
    try:
        yield
    finally:
        actions.assign(armature, present)
        if slot is not None:
            armature.animation_data.action_slot = slot


@contextlib.contextmanager
def at_frame(scene: Scene, frame: int | None) -> Iterator[None]:
    """Set the scene to `frame` inside the context; None leaves it, and a pose without keys, as it is."""
    if frame is None:
        yield
        return
    now, between = scene.frame_current, scene.frame_subframe
    scene.frame_set(frame)
    try:
        yield
    finally:
        scene.frame_set(now, subframe=between)


def write(
    armature: Object, scene: Scene, binding: RigBinding, motion: Motion, span: Span, name: str, meta: Mapping[str, Any]
) -> Action:
    """Create a copy of the armature's present Action with the span's frames of `motion`, which is on the binding's
    skeleton and begins at span.start. Raises RigError for f-curves that must not be changed."""
    source = armature.animation_data.action
    motion = carried(armature, scene, binding, motion, span)
    channels = _chosen(armature, binding, motion, span)
    _check(armature, channels)
    held = _through(armature, binding, motion, channels, span)
    _check(armature, held.channels)
    channels = [*channels, *held.channels]
    paths = [channel.path for channel in channels] + list(held.influences)
    said = [*notes(armature, channels), *held.notes]
    meta = {**meta, "notes": [*meta.get("notes", ()), *said], "span": {**span.to_meta(), "paths": paths}}
    meta |= {actions.INFLUENCES: held.influences} if held.influences else {}
    action = _copied(source, armature, channels, span, name, meta)
    actions.switch_off(action, armature, held.influences, span.runs)
    return action


def _copied(
    source: Action, armature: Object, channels: Sequence[Channel], span: Span, name: str, meta: Mapping[str, Any]
) -> Action:
    """Copy an Action with the span's runs of the channels in it."""
    whole = actions.exact_range(source, armature)
    with actions.finished(source.copy(), meta) as action:
        action.name = actions.short_name(name)
        bag = actions.channelbag_of(action, armature)
        for channel in channels:
            _splice(armature, bag, channel, span, whole)
    return action


def _through(armature: Object, binding: RigBinding, motion: Motion, channels: Sequence[Channel], span: Span) -> Through:
    """Find what constraints need so that the span's joints follow the keys."""
    source = armature.animation_data.action
    keyed = {channel.group for channel in channels}
    joints = [j for j, name in enumerate(binding.skeleton.names) if name in keyed]
    rows = np.flatnonzero(span.generated).tolist()

    def make(more: list[Channel]) -> Action:
        return _copied(source, armature, [*channels, *more], span, "Trial", {})

    return through(armature, binding, motion, "hips", span.start, rows, make, joints)


def check(armature: Object, binding: RigBinding, motion: Motion, span: Span) -> None:
    """Raise RigError where `write` would refuse a motion of this span."""
    _check(armature, _chosen(armature, binding, motion, span))


def strip_of(action: Action) -> Action:
    """Copy an in-between's Action with the keys of its span and parts only, to lie over the original in the NLA."""
    meta = actions.read_meta(action) or {}
    span = Span.from_meta(meta)
    assert span is not None
    paths = set(meta["span"].get("paths", ()))
    alone = action.copy()
    alone.name = actions.short_name(f"{action.name} strip")
    for bag in actions.channelbags(alone):
        for curve in list(bag.fcurves):
            if curve.data_path not in paths:
                bag.fcurves.remove(curve)
                continue
            points = keyframes.read(curve)
            inside = (points.frames > span.first - 1 + _NEAR) & (points.frames < span.last + 1 - _NEAR)
            keyframes.put(curve, points.where(inside), settle=False)
    return alone


# -- what is written


def _chosen(armature: Object, binding: RigBinding, motion: Motion, span: Span) -> list[Channel]:
    """Convert the motion to channels of the bones of the span's parts, a row for each frame from span.start."""
    keep = span.keep(binding.skeleton)
    joints = {name for name, kept in zip(binding.skeleton.names, keep.joints.all(axis=0), strict=True) if not kept}
    if binding.controls is not None:  # both kinds of control: the artist's own switches decide which one shows
        named = {control.name for control in binding.controls.controls if control.joint in joints}
        channels = binding.channels(motion, "hips", "both")
    else:
        moved = actions.moved_bones(armature)
        spread = {
            t.name for t in binding.secondary.twists if {binding.skeleton.names[j] for j in (t.start, t.end)} & joints
        }
        lift = {binding.lift.name} if binding.lift is not None and not keep.root.all() else set()
        named = joints | lift | (spread & moved)
        channels = binding.channels(motion)
    return [c for c in channels if c.group in named and len(c.values) == len(motion)]


def carried(armature: Object, scene: Scene, binding: RigBinding, motion: Motion, span: Span) -> Motion:
    """Express the motion relative to what carries the hips in this Action (a root bone, the object) and keeps its
    keys."""
    frames = np.arange(span.start, span.start + span.count)
    carrier = _carrier(armature, binding)
    bones = [carrier] if carrier else []
    if binding.controls is None and follows_keys_only(armature, bones):
        pose, world = bone_matrices(armature, bones, frames), object_matrices(armature, frames)
    else:
        pose, world = reading.stepped(armature, bones, frames)
    now = np.broadcast_to(binding.carried, world.shape)
    if carrier:
        now = pose[carrier] @ np.linalg.inv(np.array(armature.data.bones[carrier].matrix_local, np.float64))
        now = now @ binding.carried if binding.controls is not None else now
    seen = np.linalg.inv(now) @ np.linalg.inv(world) @ binding.world @ binding.carried
    if np.abs(seen - np.eye(4)).max() < 1e-6:
        return motion
    rest = binding.skeleton.rest[0].astype(np.float64)
    turn, back = (q.astype(np.float64) for q in (binding.turn, quat.inverse(binding.turn)))
    axes = rotation_of(seen)
    place = binding.origin + quat.rotate(turn, motion.root_pos.astype(np.float64)) / binding.scale
    place = np.einsum("tij,tj->ti", seen[:, :3, :3], place) + seen[:, :3, 3]
    own = quat.multiply(turn, quat.multiply(rest, motion.rot[:, 0].astype(np.float64)))
    rot = motion.rot.copy()
    rot[:, 0] = quat.multiply(quat.inverse(rest), quat.multiply(back, quat.multiply(axes, own)))
    root = quat.rotate(back, place - binding.origin) * binding.scale
    return replace(motion, root_pos=root.astype(np.float32), rot=quat.continuous(rot).astype(np.float32))


def _carrier(armature: Object, binding: RigBinding) -> str:
    """Return the bone whose keys carry the whole body, "" for none."""
    if binding.controls is not None:
        moved = actions.moved_bones(armature)
        return next((c.name for c in binding.controls.controls if c.kind == "root" and c.name in moved), "")
    return holds.carrier_of(armature, binding)


def _check(armature: Object, channels: Sequence[Channel]) -> None:
    """Raise RigError for channels that are locked, driven, or have f-curve modifiers."""
    paths = {channel.path: channel.group for channel in channels}
    for curve in actions.curves_of(armature):
        bone = paths.get(curve.data_path)
        if bone is None:
            continue
        if curve.lock or (curve.group is not None and curve.group.lock):
            raise RigError(
                f"The channels of “{bone}” are locked in the Dope Sheet: unlock them, or leave its part out."
            )
        if any(not modifier.mute for modifier in curve.modifiers):
            raise RigError(
                f"The channels of “{bone}” have f-curve modifiers: bake or mute them first, or leave its part out."
            )
    for driver in armature.animation_data.drivers:
        if driver.data_path in paths and not driver.mute:
            bone = paths[driver.data_path]
            raise RigError(f"“{bone}” is moved by a driver: remove or mute it first, or leave its part out.")


# -- how it is written


def _splice(armature: Object, bag: ActionChannelbag, channel: Channel, span: Span, whole: tuple[float, float]) -> None:
    """Put the span's runs of a channel into the copy's f-curves. whole: first and last frame of the Action."""
    there = {curve.array_index: curve for curve in bag.fcurves if curve.data_path == channel.path}
    frames = np.arange(span.start, span.start + span.count)
    size = channel.values.shape[1]
    old = np.empty((len(frames), size))
    for i in range(size):
        curve = there.get(i)
        if curve is None:
            value = actions.present_value(armature, actions.FCurveAddress(channel.path, i))
            curve = there[i] = bag.fcurves.new(channel.path, index=i)
            curve.group = bag.groups.get(channel.group) or bag.groups.new(channel.group)
            old[:, i] = value
        else:
            old[:, i] = [curve.evaluate(float(frame)) for frame in frames]
    values = channel.values.astype(np.float64)
    for first, last in span.runs:
        run = slice(first - span.start, last - span.start + 1)
        mode = armature.pose.bones[channel.group].rotation_mode
        values[run] = _continued(channel.path, mode, values, old, run)
    for i in range(size):
        held = float(old[0, i]) if not len(there[i].keyframe_points) else None
        _put(there[i], values[:, i], span, whole, held)


def _continued(path: str, mode: str, values: NDArray, old: NDArray, run: slice) -> NDArray:
    """Return a run's rows in the representation (quaternion sign, whole turns) that continues the values beside it."""
    beside = run.start - 1 if run.start else run.stop
    prop = path.rpartition(".")[2]
    if beside >= len(values):
        return values[run]
    if prop == "rotation_quaternion":
        return values[run] * (1 if values[beside] @ old[beside] >= 0 else -1)
    if prop == "rotation_euler":
        return nearest_turns(values, mode, beside, old[beside])[run]
    return values[run]


def _put(curve: FCurve, values: NDArray, span: Span, whole: tuple[float, float], held: float | None) -> None:
    """Key one f-curve on the span's runs; values (count,). held: the property's value, for a curve without keys.

    Guard keys beside the runs, and where the curve would change elsewhere, hold the values outside.
    """
    before = keyframes.read(curve)
    stays = np.ones(len(before), bool)
    for first, last in span.runs:
        stays &= (before.frames <= first - 1 + _NEAR) | (before.frames >= last + 1 - _NEAR)
    kept = before.where(stays)
    around = _around(kept, span, whole)
    old = {f: float(curve.evaluate(float(f))) if held is None else held for f in around}
    fixed = {edge for first, last in span.runs for edge in (first - 1, last + 1)}
    new = {f: values[f - span.start] for first, last in span.runs for f in range(first, last + 1)}
    for _ in range(2):
        keyed = {round(float(f)) for f in kept.frames if abs(f - round(float(f))) < _NEAR}
        guards = {f: old[f] for f in fixed if f in old and f not in keyed}
        _merge(curve, kept, {**new, **guards})
        missed = {f for f, value in old.items() if curve.evaluate(float(f)) != value}
        if not missed:
            return
        fixed |= {frame for stretch in _stretches(sorted(old), keyed) if missed & stretch for frame in stretch}


def _stretches(frames: Sequence[int], keyed: set[int]) -> list[set[int]]:
    """Split frames (in order) wherever one has a key or the next one is missing."""
    out: list[set[int]] = []
    for before, frame in zip([None, *frames], frames):
        if before is None or frame != before + 1 or {before, frame} & keyed:
            out.append(set())
        out[-1].add(frame)
    return out


def _around(kept: keyframes.Points, span: Span, whole: tuple[float, float]) -> list[int]:
    """List the frames outside the span whose value its keys can change: up to the kept keys (or ends) on either
    side."""
    runs = span.runs
    left = kept.frames[kept.frames <= runs[0][0] - 1 + _NEAR]
    right = kept.frames[kept.frames >= runs[-1][1] + 1 - _NEAR]
    first = int(np.ceil(left[-1] - _NEAR)) if len(left) else int(np.ceil(whole[0] - _NEAR))
    last = int(np.floor(right[0] + _NEAR)) if len(right) else int(np.floor(whole[1] + _NEAR))
    generated = {f for a, b in runs for f in range(a, b + 1)}
    return [frame for frame in range(first, last + 1) if frame not in generated]


def _merge(curve: FCurve, kept: keyframes.Points, values: Mapping[int, float]) -> None:
    """Set the f-curve's keys to the kept ones, to the bit, and new ones at `values` (frame -> value)."""
    frames = np.array(sorted(values), np.float64)
    keyframes.put(curve, keyframes.keyed(frames, np.array([values[int(f)] for f in frames])))
    merged = kept.then(keyframes.read(curve))
    keyframes.put(curve, merged.where(np.argsort(merged.frames, kind="stable")), settle=False)
