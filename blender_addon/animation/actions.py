"""Motion -> Action: f-curves written in bulk, for Actions with and without slots.

Below Blender 4.4 an Action owns its f-curves. From 4.4 on a slot's channel bag in a layer's strip does, and since 5.0
there is no other way to them.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import bpy

from ..bpy_types import Action, Object
from ..retarget.keyframes.curves import Curve
from . import keyframes
from .channels import Channel, bone_of

META = "motif_take"
PROMPT, SEED, WEIGHTS = "motif_prompt", "motif_seed", "motif_weights"
_NAME_BYTES = 55  # a datablock's name holds 63 bytes; leave room for .001


def scene_fps(scene: Any) -> float:
    """Frames a second of the scene: 23.976 is 24 over a base of 1.001."""
    return scene.render.fps / scene.render.fps_base


def write(
    armature: Object, channels: Sequence[Channel], start: int, name: str, meta: Mapping[str, Any],
    curves: Mapping[str, Curve] | None = None,
) -> Action:  # fmt: skip
    """A new Action with `channels` keyed from frame `start`; the armature's own Action stays assigned.

    Channels whose path is in `curves` get that curve's keys, the others a key a frame. `name` is cut to what a
    datablock's name can hold. `meta` is the take's JSON-able record, kept on the Action.
    """
    with finished(bpy.data.actions.new(short_name(name)), meta) as action:
        for curve, made, _ in _each(_new_owner(action, armature), channels, start, curves):
            keyframes.put(curve, made)
    return action


def write_into(
    source: Action, armature: Object, channels: Sequence[Channel], start: int, name: str, meta: Mapping[str, Any],
    curves: Mapping[str, Curve] | None = None,
) -> Action:  # fmt: skip
    """A copy of `source` in which `channels` take the place of its keys, from frame `start` as long as they last.

    Keys outside that range stay to the bit. A property that had no keys gets its present value beside the range,
    where the Action has other frames there.
    """
    last = start + max(len(channel.values) for channel in channels) - 1
    first_old, last_old = frame_range(source)
    with finished(source.copy(), meta) as action:
        action.name = short_name(name)
        for curve, made, new in _each(owner_in(action, armature), channels, start, curves):
            keyframes.replace(curve, made, start, last)
            if new and len(made) > 1:
                frames = [f for f, there in ((start - 1, first_old < start), (last + 1, last_old > last)) if there]
                _hold(curve, present_value(armature, curve), frames)
    return action


def all_or_none(write: Callable[[Any], Action], takes: Iterable[Any]) -> list[Action]:
    """An Action for each take; where one can't be written, none stays."""
    actions: list[Action] = []
    try:
        for take in takes:
            actions.append(write(take))
    except Exception:
        for action in actions:
            bpy.data.actions.remove(action)
        raise
    return actions


@contextlib.contextmanager
def finished(action: Action, meta: Mapping[str, Any]) -> Iterator[Action]:
    """A new Action to be filled: kept with its record, or gone where that failed."""
    try:
        yield action
        put_meta(action, meta)
    except Exception:
        bpy.data.actions.remove(action)
        raise
    action.use_fake_user = True


def _each(
    owner: Any, channels: Sequence[Channel], start: int, curves: Mapping[str, Curve] | None
) -> Iterator[tuple[Any, keyframes.Points, bool]]:
    """Each channel's f-curves in `owner`, with the keys they shall have, and whether they are new."""
    groups: dict[str, Any] = {group.name: group for group in owner.groups}
    there = {(curve.data_path, curve.array_index): curve for curve in owner.fcurves}
    for channel in channels:
        if channel.group not in groups:
            groups[channel.group] = owner.groups.new(channel.group)
        for component in range(channel.values.shape[1]):
            curve = there.get((channel.path, component))
            new = curve is None
            if curve is None:
                curve = owner.fcurves.new(channel.path, index=component)
                curve.group = groups[channel.group]
            few = (curves or {}).get(channel.path)
            values = channel.values[:, component]
            yield curve, keyframes.dense(values, start) if few is None else keyframes.sparse(few, component, start), new


class Place:
    """An f-curve's address, for one that isn't there yet."""

    def __init__(self, path: str, index: int) -> None:
        self.data_path, self.array_index = path, index


def present_value(armature: Object, curve: Any) -> float:
    """What a property without keys stands at."""
    value = armature.path_resolve(curve.data_path)
    return float(value[curve.array_index] if hasattr(value, "__len__") else value)


def _hold(curve: Any, value: float, frames: Sequence[int]) -> None:
    """Keys of one value on an f-curve, which stays as it is between the others."""
    for frame in frames:
        curve.keyframe_points.insert(frame, value)


def short_name(text: str) -> str:
    """`text` on one line, cut at a character (never inside one) to fit a datablock's name."""
    text = " ".join(text.split()) or "Motif"
    while len(text.encode()) > _NAME_BYTES:
        text = text[:-1]
    return text.rstrip()


def _new_owner(action: Any, armature: Object) -> Any:
    """What has `fcurves` and `groups`: the Action itself, or its slot's channel bag."""
    if not hasattr(action, "slots"):
        action.id_root = "OBJECT"
        return action
    slot = action.slots.new(id_type="OBJECT", name=armature.name)
    strip = action.layers.new("Layer").strips.new(type="KEYFRAME")
    return strip.channelbag(slot, ensure=True)


def owner_in(action: Any, armature: Object) -> Any:
    """The same of an Action that has keys already, for the slot that moves the armature."""
    if not hasattr(action, "slots"):
        return action
    if not action.slots or not action.layers or not action.layers[0].strips:
        return _new_owner(action, armature)
    data = armature.animation_data
    present = data.action_slot.identifier if data is not None and data.action_slot is not None else ""
    fitting = [slot for slot in action.slots if slot.target_id_type in {"OBJECT", "UNSPECIFIED"}] or list(action.slots)
    slot = next((slot for slot in fitting if slot.identifier == present), fitting[0])
    return action.layers[0].strips[0].channelbag(slot, ensure=True)


def push_to_nla(armature: Object, action: Action) -> Any:
    """The Action as a strip on a new track above the others; outside its frames what lies below shows. Returns it."""
    data = armature.animation_data or armature.animation_data_create()
    track = data.nla_tracks.new()
    track.name = action.name
    first, _ = frame_range(action)
    strip = track.strips.new(action.name, first, action)
    strip.blend_type, strip.extrapolation = "REPLACE", "NOTHING"
    if hasattr(strip, "action_slot") and strip.action_slot is None and action.slots:
        strip.action_slot = action.slots[0]
    return strip


def show(armature: Object, action: Action, into: str, before: Action | None) -> None:
    """Make an Action the armature's, or for into "nla" a strip over `before`."""
    if into == "nla":
        to_nla(armature, action, before)
    else:
        assign(armature, action)


def to_nla(armature: Object, action: Action, before: Action | None) -> None:
    """Put a take above what is in the NLA, and under it the Action from before, which would hide it otherwise."""
    if before is not None and before is not action and not _in_nla(armature, before):
        push_to_nla(armature, before)
    assign(armature, None)
    push_to_nla(armature, action)


def _in_nla(armature: Object, action: Action) -> bool:
    tracks = armature.animation_data.nla_tracks if armature.animation_data else ()
    return any(strip.action == action for track in tracks for strip in track.strips)


def repeat(action: Action) -> None:
    """Have the Action's keys go round and round; where a location ends elsewhere than it began, each round goes on
    from there.
    """
    for curve in action_curves(action):
        travels = curve.data_path.rpartition(".")[2] == "location"
        modifier = curve.modifiers.new(type="CYCLES")
        modifier.mode_before = modifier.mode_after = "REPEAT_OFFSET" if travels else "REPEAT"


def put_meta(action: Any, meta: Mapping[str, Any]) -> None:
    """Keep how a take was made on its Action: all of it as JSON, and the parts that people look for beside it."""
    prompts = meta.get("request", {}).get("prompts", [])
    action[META] = json.dumps(meta, ensure_ascii=False, separators=(",", ":"))
    action[PROMPT] = ", then ".join(prompt["text"] for prompt in prompts)
    action[SEED] = str(meta.get("seed", ""))  # a seed can be larger than an ID property's integer
    action[WEIGHTS] = str(meta.get("weights_digest", ""))


def read_meta(action: Any) -> dict[str, Any] | None:
    """The take's record, None for an Action that Motif did not make or whose record is damaged."""
    try:
        meta = json.loads(action[META])
    except (KeyError, TypeError, ValueError):
        return None
    return meta if isinstance(meta, dict) else None


def assign(armature: Object, action: Any | None) -> None:
    """Make `action` the armature's, with the slot that moves it; None takes the present one away."""
    if action is None and armature.animation_data is None:
        return
    data = armature.animation_data or armature.animation_data_create()
    previous = data.action
    if previous is not None and previous is not action:
        previous.use_fake_user = True
    data.action = action
    if action is not None and hasattr(action, "slots") and data.action_slot is None:
        slots = [slot for slot in action.slots if slot.target_id_type in {"OBJECT", "UNSPECIFIED"}]
        if slots:
            data.action_slot = slots[0]


def curves_of(armature: Object) -> Iterable[Any]:
    """The f-curves of the armature's Action, of its own slot only."""
    data = armature.animation_data
    action = data.action if data else None
    if data is None or action is None:
        return ()
    return action_curves(action, data.action_slot if hasattr(data, "action_slot") else None)


def action_curves(action: Any, slot: Any = None) -> list[Any]:
    """An Action's f-curves; of the given slot, else of its first."""
    if not hasattr(action, "layers"):
        return list(action.fcurves)
    slot = slot or (action.slots[0] if action.slots else None)
    if slot is None:
        return []
    bags = [strip.channelbag(slot) for layer in action.layers for strip in layer.strips]
    return [curve for bag in bags if bag for curve in bag.fcurves]


def bags(action: Any) -> list[Any]:
    """Everything that holds f-curves of an Action: itself, or the channel bags of all its slots."""
    if not hasattr(action, "layers"):
        return [action]
    return [bag for layer in action.layers for strip in layer.strips for bag in strip.channelbags]


def frame_range(action: Any) -> tuple[int, int]:
    """First and last keyed frame."""
    first, last = action.frame_range
    return round(first), round(last)


def moved_bones(armature: Object) -> set[str]:
    """Names of the bones that the armature's Action has keys for."""
    return {bone_of(curve.data_path) for curve in curves_of(armature)} - {""}
