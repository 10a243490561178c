"""Motion -> Action: f-curves written in bulk, for Actions with and without slots.

Below Blender 4.4 an Action owns its f-curves. From 4.4 on a slot's channel bag in a layer's strip does, and since 5.0
there is no other way to them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import bpy
import numpy as np

from .kinds import Action, Object

if TYPE_CHECKING:
    from .rig import Channel

META = "motif_take"
PROMPT, SEED, WEIGHTS = "motif_prompt", "motif_seed", "motif_weights"
_LINEAR, _BEZIER, _AUTO_CLAMPED = 1, 2, 4
_BONE_PATH = re.compile(r'pose\.bones\["((?:[^"\\]|\\.)*)"\]')
_NAME_BYTES = 55  # a datablock's name holds 63 bytes; leave room for .001


def scene_fps(scene: Any) -> float:
    """Frames a second of the scene: 23.976 is 24 over a base of 1.001."""
    return scene.render.fps / scene.render.fps_base


def write(armature: Object, channels: Sequence[Channel], start: int, name: str, meta: Mapping[str, Any]) -> Action:
    """A new Action with `channels` keyed on whole frames from `start`; the armature's own Action stays assigned.

    `name` is cut to what a datablock's name can hold. `meta` is the take's JSON-able record, kept on the Action.
    """
    action = bpy.data.actions.new(short_name(name))
    try:
        owner = _curve_owner(action, armature)
        groups: dict[str, Any] = {}
        for channel in channels:
            if channel.group not in groups:
                groups[channel.group] = owner.groups.new(channel.group)
            for component in range(channel.values.shape[1]):
                curve = owner.fcurves.new(channel.path, index=component)
                curve.group = groups[channel.group]
                _fill(curve, channel.values[:, component], start)
        put_meta(action, meta)
    except Exception:
        bpy.data.actions.remove(action)
        raise
    action.use_fake_user = True
    return action


def short_name(text: str) -> str:
    """`text` on one line, cut at a character (never inside one) to fit a datablock's name."""
    text = " ".join(text.split()) or "Motif"
    while len(text.encode()) > _NAME_BYTES:
        text = text[:-1]
    return text.rstrip()


def _curve_owner(action: Any, armature: Object) -> Any:
    """What has `fcurves` and `groups`: the Action itself, or its slot's channel bag."""
    if not hasattr(action, "slots"):
        action.id_root = "OBJECT"
        return action
    slot = action.slots.new(id_type="OBJECT", name=armature.name)
    strip = action.layers.new("Layer").strips.new(type="KEYFRAME")
    return strip.channelbag(slot, ensure=True)


def _fill(curve: Any, values: Any, start: int) -> None:
    """Keys of one curve in one go. Dense keys follow the motion; handles make them kind to edit."""
    count = len(values)
    curve.keyframe_points.add(count)
    points = np.empty((count, 2), np.float32)
    points[:, 0] = np.arange(start, start + count)
    points[:, 1] = values
    keys = curve.keyframe_points
    keys.foreach_set("co", points.ravel())
    keys.foreach_set("interpolation", np.full(count, _BEZIER, np.int32))
    handles = np.full(count, _AUTO_CLAMPED, np.int32)
    keys.foreach_set("handle_left_type", handles)
    keys.foreach_set("handle_right_type", handles)
    generated = _generated_type()
    if generated is not None:
        keys.foreach_set("type", np.full(count, generated, np.int32))
    curve.update()


def _generated_type() -> int | None:
    """The key type for keys made by a machine, None in a Blender that has none."""
    kinds: Any = bpy.types.Keyframe.bl_rna.properties["type"]
    item = kinds.enum_items.get("GENERATED")
    return None if item is None else item.value


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


def frame_range(action: Any) -> tuple[int, int]:
    """First and last keyed frame."""
    first, last = action.frame_range
    return round(first), round(last)


def moved_bones(armature: Object) -> set[str]:
    """Names of the bones that the armature's Action has keys for."""
    return {bone_of(curve.data_path) for curve in curves_of(armature)} - {""}


def bone_prefix(bone: str) -> str:
    """What the RNA paths of a pose bone's properties begin with."""
    return f'pose.bones["{bpy.utils.escape_identifier(bone)}"]'


def bone_of(path: str) -> str:
    """The pose bone that an RNA path leads to, "" for the object's own properties."""
    match = _BONE_PATH.match(path)
    return bpy.utils.unescape_identifier(match[1]) if match else ""
