"""Actions: writing channels as f-curves, assigning, NLA strips, and the record of a take.

Below Blender 4.4 an Action owns its f-curves. From 4.4 on they are in the channel bag of a slot, in a layer's strip;
since 5.0 there is no other access to them. A legacy Action and a channel bag have the same `fcurves` and `groups`, so
both are typed as ActionChannelbag here.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

import bpy
from bpy.types import Action, FCurve, Scene

from ..bpy_types import ArmatureObject
from ..engine import files
from ..retarget.keyframes.curves import Curve
from . import keyframes
from .channels import Channel, bone_of

META = "motif_take"
INFLUENCES = "influences"  # of a take's record: RNA path -> the value that its property has without the take
PROMPT, SEED, WEIGHTS = "motif_prompt", "motif_seed", "motif_weights"
TRANSFORMS = ("location", "rotation_quaternion", "rotation_euler", "rotation_axis_angle", "scale")
_NAME_BYTES = 55  # a datablock's name holds 63 bytes; leave room for .001
_Take = TypeVar("_Take")

if TYPE_CHECKING:
    from bpy.types import ActionChannelbag, ActionGroup, ActionKeyframeStrip, ActionSlot


def scene_fps(scene: Scene | None) -> float:
    """Return the scene's frame rate in frames per second; 23.976 is 24 over a base of 1.001.

    The scene must not be None, as which `Context.scene` is typed.
    """
    return scene.render.fps / scene.render.fps_base


def write(
    armature: ArmatureObject, channels: Sequence[Channel], start: int, name: str, meta: Mapping[str, Any],
    curves: Mapping[str, Curve] | None = None,
) -> Action:  # fmt: skip
    """Create an Action with `channels` keyed from frame `start`; the armature's present Action stays assigned.

    Channels whose path is in `curves` get the keyframes of that fitted curve, the others one keyframe a frame. `name`
    is cut to what a datablock's name can hold. `meta` is the take's JSON-able record, stored on the Action.
    """
    with finished(bpy.data.actions.new(short_name(name)), meta) as action:
        for fcurve, points, _ in _planned(_new_channelbag(action, armature), channels, start, curves):
            keyframes.put(fcurve, points)
    return action


def write_into(
    source: Action, armature: ArmatureObject, channels: Sequence[Channel], start: int, name: str,
    meta: Mapping[str, Any], curves: Mapping[str, Curve] | None = None,
) -> Action:  # fmt: skip
    """Copy `source` and replace its keyframes with `channels`, from frame `start` for as long as they last.

    Keyframes outside that range stay bit-identical. A property without an f-curve gets keyframes with its present
    value just before and after the range, on the sides where `source` has frames. Other arguments as for `write`.
    """
    last = start + max(len(channel.values) for channel in channels) - 1
    first_old, last_old = frame_range(source, armature)
    with finished(source.copy(), meta) as action:
        action.name = short_name(name)
        for fcurve, points, new in _planned(channelbag_of(action, armature), channels, start, curves):
            keyframes.replace(fcurve, points, start, last)
            if new and len(points) > 1:
                beside = ((start - 1, first_old < start), (last + 1, last_old > last))
                _hold(fcurve, present_value(armature, fcurve), [frame for frame, needed in beside if needed])
    return action


def all_or_none(write: Callable[[_Take], Action], takes: Iterable[_Take]) -> list[Action]:
    """Write an Action for each take; where one fails, remove those written before and raise its error."""
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
    """Yield a new Action to be filled; then store `meta` on it and keep it, or remove it where filling raised."""
    try:
        yield action
        put_meta(action, meta)
    except Exception:
        bpy.data.actions.remove(action)
        raise


def delete_unused(action: Action) -> bool:
    """Delete an Action unless something uses it: an object, a strip, another list of takes, a fake user, an asset
    library, or the file that it is linked from. Returns whether it is gone.
    """
    if action.library is not None or action.asset_data is not None or action.users > 0:
        return False
    bpy.data.actions.remove(action)
    return True


def _planned(
    bag: ActionChannelbag, channels: Sequence[Channel], start: int, curves: Mapping[str, Curve] | None
) -> Iterator[tuple[FCurve, keyframes.Points, bool]]:
    """Yield for each component of each channel its f-curve in `bag`, its keyframes, and whether the f-curve is new."""
    groups: dict[str, ActionGroup] = {group.name: group for group in bag.groups}
    present = {(fcurve.data_path, fcurve.array_index): fcurve for fcurve in bag.fcurves}
    for channel in channels:
        if channel.group not in groups:
            groups[channel.group] = bag.groups.new(channel.group)
        fitted = (curves or {}).get(channel.path)
        for component in range(channel.values.shape[1]):
            fcurve = present.get((channel.path, component))
            new = fcurve is None
            if fcurve is None:
                fcurve = bag.fcurves.new(channel.path, index=component)
                fcurve.group = groups[channel.group]
            if fitted is None:
                points = keyframes.dense(channel.values[:, component], start)
            else:
                points = keyframes.sparse(fitted, component, start)
            yield fcurve, points, new


@dataclass(frozen=True)
class FCurveAddress:
    """RNA path and component of an f-curve that may not exist yet."""

    data_path: str
    array_index: int


def present_value(armature: ArmatureObject, address: FCurve | FCurveAddress) -> float:
    """Return the present value of the property that an f-curve is for. Raises ValueError for a path to nothing."""
    value: Any = armature.path_resolve(address.data_path)
    return float(value[address.array_index] if hasattr(value, "__len__") else value)


def _hold(fcurve: FCurve, value: float, frames: Sequence[int]) -> None:
    """Insert keyframes of one value at `frames`."""
    for frame in frames:
        fcurve.keyframe_points.insert(frame, value)


def short_name(text: str) -> str:
    """Return `text` on one line, cut between characters to fit a datablock's name, which is counted in bytes."""
    text = " ".join(files.plain(text).split()) or "Motif"
    while len(text.encode()) > _NAME_BYTES:
        text = text[:-1]
    return text.rstrip()


def _new_channelbag(action: Action, armature: ArmatureObject) -> ActionChannelbag:
    """Give an Action a slot for the armature, and return that slot's channel bag; a legacy Action itself.

    The slot gets the identifier of the one that the armature used last, by which Blender finds it when the Action is
    assigned, also by hand: a renamed object's slots keep their old names.
    """
    if not hasattr(action, "slots"):
        legacy: Any = action
        legacy.id_root = "OBJECT"
        return legacy
    last = armature.animation_data.last_slot_identifier if armature.animation_data is not None else ""
    slot = action.slots.new(id_type="OBJECT", name=last[2:] if last.startswith("OB") and last[2:] else armature.name)
    if not action.layers:
        action.layers.new("Layer")
    strips = action.layers[0].strips
    strip = cast("ActionKeyframeStrip", strips[0] if strips else strips.new(type="KEYFRAME"))
    return strip.channelbag(slot, ensure=True)


def channelbag_of(action: Action, armature: ArmatureObject) -> ActionChannelbag:
    """Return the channel bag in `action` of the slot that animates the armature, made where there is none.

    A legacy Action is returned itself.
    """
    if not hasattr(action, "slots"):
        return cast("ActionChannelbag", action)
    slot = slot_of(action, armature)
    if slot is None or not action.layers or not action.layers[0].strips:
        return _new_channelbag(action, armature)
    return cast("ActionKeyframeStrip", action.layers[0].strips[0]).channelbag(slot, ensure=True)


def slot_of(action: Action, armature: ArmatureObject) -> ActionSlot | None:
    """Return the slot of an Action that animates the armature, None for a legacy Action and where there is none.

    That is the one assigned to it, else the one that a strip of its NLA plays, else the one that it used last, else
    the one with its name; else one with keys for its bones that no other object uses.
    """
    if not hasattr(action, "slots"):
        return None
    data = armature.animation_data
    names = [f"OB{armature.name}"]
    if data is not None:
        if data.action == action and data.action_slot is not None:
            return data.action_slot
        played = [strip for track in data.nla_tracks for strip in track.strips if strip.action == action]
        names = [*(s.action_slot.identifier for s in played if s.action_slot), data.last_slot_identifier, *names]
    fitting = [slot for slot in action.slots if slot.target_id_type in {"OBJECT", "UNSPECIFIED"}]
    for name in names:
        named = next((slot for slot in fitting if slot.identifier == name), None)
        if named is not None:
            return named
    bones = set(armature.pose.bones.keys()) if armature.pose is not None else set()
    free = [slot for slot in fitting if not [user for user in slot.users() if user != armature]]
    return next((s for s in free if {bone_of(c.data_path) for c in action_curves(action, s)} & bones), None)


def repeat(action: Action) -> None:
    """Add cycles modifiers to the Action's f-curves; locations are repeated with an offset, so that travel goes on."""
    for fcurve in action_curves(action):
        travels = fcurve.data_path.rpartition(".")[2] == "location"
        modifier = cast("bpy.types.FModifierCycles", fcurve.modifiers.new(type="CYCLES"))
        modifier.mode_before = modifier.mode_after = "REPEAT_OFFSET" if travels else "REPEAT"


def put_meta(action: Action, meta: Mapping[str, Any]) -> None:
    """Store a take's record on its Action: as JSON, and prompts, seed and weights also as properties of their own."""
    prompts = meta.get("request", {}).get("prompts", [])
    action[META] = files.plain(json.dumps(meta, ensure_ascii=False, separators=(",", ":")))
    action[PROMPT] = files.plain(", then ".join(prompt["text"] for prompt in prompts))
    action[SEED] = str(meta.get("seed", ""))  # a seed can be larger than an ID property's integer
    action[WEIGHTS] = str(meta.get("weights_digest", ""))


def read_meta(action: Action | None) -> dict[str, Any] | None:
    """Return a take's record, None for no Action, one that Motif did not make, or one whose record is damaged."""
    try:
        meta = json.loads(cast("Any", action)[META])
    except (KeyError, TypeError, ValueError, RecursionError):
        return None
    return meta if isinstance(meta, dict) else None


def assign(armature: ArmatureObject, action: Action | None) -> None:
    """Assign `action` to the armature, with a slot for objects; None unassigns the present one.

    The Action assigned before gets a fake user where nothing else uses it, so that it is saved with the file.
    """
    if action is None and armature.animation_data is None:
        return
    # Before assigning, which makes Blender forget the slot that was used last.
    slot = slot_of(action, armature) if action is not None else None
    data = armature.animation_data or armature.animation_data_create()
    previous = data.action
    if previous is not None and previous != action:
        if previous.users < 2 and previous.library is None:
            previous.use_fake_user = True
        restore_influences(armature)
    data.action = action
    if action is not None and hasattr(action, "slots"):
        fitting = [s for s in action.slots if s.target_id_type in {"OBJECT", "UNSPECIFIED"}]
        if slot is not None:
            data.action_slot = slot
        elif data.action_slot is None and fitting:
            data.action_slot = fitting[0]


def restore_influences(armature: ArmatureObject) -> None:
    """Set influences that takes on the armature key to their values without them: Blender keeps the last one played."""
    data = armature.animation_data
    played = [strip.action for track in data.nla_tracks for strip in track.strips] if data is not None else []
    records = [influences_of(action) for action in (*played, data.action if data is not None else None)]
    set_influences(armature, {path: value for record in records for path, value in record.items()})


def influences_of(action: Action | None) -> dict[str, float]:
    """Return the influences that a take switches off, RNA path -> the value without it; {} for what is no take."""
    kept = (read_meta(action) or {}).get(INFLUENCES)
    items = kept.items() if isinstance(kept, dict) else ()
    return {path: float(value) for path, value in items if isinstance(value, (int, float))}


def set_influences(armature: ArmatureObject, influences: Mapping[str, float]) -> None:
    """Set influences, RNA path -> value, of the constraints that are still there."""
    for path, value in influences.items():
        owner, _, prop = path.rpartition(".")
        with contextlib.suppress(ValueError, AttributeError):  # of a constraint that is gone
            setattr(armature.path_resolve(owner), prop, value)


def switch_off(
    action: Action, armature: ArmatureObject, influences: Mapping[str, float], runs: Sequence[tuple[int, int]],
    forever: bool = False,
) -> None:  # fmt: skip
    """Key influences (RNA path -> value outside) to 0 in each run of frames, first and last included; beside it they
    keep the Action's own values, or these. forever: to 0 on all frames, for an Action that repeats."""
    bag = channelbag_of(action, armature)
    for path, value in influences.items():
        curve = next((c for c in bag.fcurves if c.data_path == path), None) or bag.fcurves.new(path)
        group = bone_of(path)
        curve.group = next((g for g in bag.groups if g.name == group), None) or bag.groups.new(group)
        own = bool(len(curve.keyframe_points))
        for first, last in runs:
            outside = [(f, curve.evaluate(f) if own else value) for f in (first - 1, last + 1)]
            off = [(first, 0.0), (last, 0.0)]
            keyframes.step(curve, off if forever else [outside[0], *off, outside[1]])


def play(armature: ArmatureObject, frame: float) -> None:
    """Set what the armature's Action animates to its values at `frame`, as Blender does for an armature that shows."""
    for curve in curves_of(armature):
        owner, _, prop = curve.data_path.rpartition(".")
        if curve.mute or prop not in TRANSFORMS:
            continue
        with contextlib.suppress(ValueError, KeyError):  # of a bone that is gone
            target: Any = armature.path_resolve(owner) if owner else armature
            getattr(target, prop)[curve.array_index] = curve.evaluate(frame)


def curves_of(armature: ArmatureObject) -> Sequence[FCurve]:
    """Return the f-curves of the armature's Action, those of the assigned slot only."""
    data = armature.animation_data
    action = data.action if data else None
    if data is None or action is None:
        return ()
    return action_curves(action, data.action_slot if hasattr(data, "action_slot") else None)


def action_curves(action: Action, slot: ActionSlot | None = None) -> list[FCurve]:
    """Return an Action's f-curves: those of `slot`, else of its first slot."""
    if not hasattr(action, "layers"):
        return list(cast("ActionChannelbag", action).fcurves)
    slot = slot or (action.slots[0] if action.slots else None)
    if slot is None:
        return []
    bags = [strip.channelbag(slot) for strip in _strips(action)]
    return [fcurve for bag in bags if bag for fcurve in bag.fcurves]


def channelbags(action: Action) -> list[ActionChannelbag]:
    """Return the channel bags of all slots of an Action; of a legacy Action itself."""
    if not hasattr(action, "layers"):
        return [cast("ActionChannelbag", action)]
    return [bag for strip in _strips(action) for bag in strip.channelbags]


def _strips(action: Action) -> list[ActionKeyframeStrip]:
    """Return the strips of all layers: Blender has no kind but keyframe strips yet."""
    return [cast("ActionKeyframeStrip", strip) for layer in action.layers for strip in layer.strips]


def frame_range(action: Action, armature: ArmatureObject | None = None) -> tuple[int, int]:
    """Return the first and last keyed frame, rounded; of an Action with several slots, those of the armature's."""
    first, last = exact_range(action, armature)
    return round(first), round(last)


def exact_range(action: Action, armature: ArmatureObject | None = None) -> tuple[float, float]:
    """Return the first and last frame of an Action, or of what it holds for the armature."""
    slot = slot_of(action, armature) if armature is not None else None
    keyed = [curve.range() for curve in action_curves(action, slot) if len(curve.keyframe_points)] if slot else []
    if not keyed or action.use_frame_range:
        first, last = action.frame_range
    else:
        first, last = min(pair[0] for pair in keyed), max(pair[1] for pair in keyed)
    return float(first), float(last)


def moved_bones(armature: ArmatureObject) -> set[str]:
    """Return the names of the bones that the armature's Action has f-curves for."""
    return {bone_of(fcurve.data_path) for fcurve in curves_of(armature)} - {""}
