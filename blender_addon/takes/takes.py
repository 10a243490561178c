"""The list of takes on an armature: delivered, shown, compared, kept, discarded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import bpy

from ..animation import actions as keys
from ..bpy_types import Action, Object
from ..controls import probing
from ..engine.protocol.messages import Take
from ..engine.protocol.request import AroundRequest
from ..keying import splice, write
from ..keying.span import Span
from ..retarget.motion import resample
from ..rig.active import overrides
from ..rig.binding import RigError, read_rig
from ..sources import inbetween, poses
from .settings import Wish
from .target import Target, check_writable, made_of, own_action


def deliver(target: Target, wish: Wish, made: Sequence[Take], own_map: Mapping[str, str] | None = None) -> list[Action]:
    """Write takes to the target as Actions, list them, and show the first. All of them or, on any error, none."""
    armature, scene = target.find(), target.find_scene()
    check_writable(armature)
    given = overrides(armature) if own_map is None else own_map
    if wish.span is not None:
        actions = inbetween.deliver(armature, scene, wish.span, wish.text, made, given, wish.keying.into)
        return _list(armature, actions, made)
    source = own_action(armature)
    if wish.pose is not None:
        actions = poses.deliver(armature, scene, wish.pose, wish.text, made, given, wish.keying, wish.in_place, source)
        return _list(armature, actions, made)
    binding = read_rig(armature, scene, given)
    fps = keys.scene_fps(scene)
    lock = wish.foot_lock if wish.clean_up else "none"

    def one(take: Take) -> Action:
        motion = binding.retarget(resample(take.motion, fps), in_place=wish.in_place, foot_lock=lock)
        meta = {**take.meta(), "in_place": wish.in_place}
        return write.write(armature, scene, binding, motion, wish.start, wish.text, meta, wish.keying, source)

    return _list(armature, keys.all_or_none(one, made), made)


def _list(armature: Object, actions: list[Action], made: Sequence[Take]) -> list[Action]:
    """Put new Actions into the list and show the first; where that fails, none of them stays. Returns them."""
    store = armature.motif
    _forget_lost(armature)
    present = armature.animation_data.action if armature.animation_data else None
    if present is not None and present not in [row.action for row in store.takes]:
        present.use_fake_user = True
        store.before = present
    first = len(store.takes)
    try:
        for action, take in zip(actions, made, strict=True):
            row = store.takes.add()
            row.name, row.action, row.seed = action.name, action, str(take.seed)
            row.frames = len(take.motion)
            row.quality = quality_mark(take.quality)
            row.family = isinstance(take.request, AroundRequest)
    except Exception:
        while len(store.takes) > first:
            store.takes.remove(first)
        for action in actions:
            bpy.data.actions.remove(action)
        raise
    store.chosen = first  # shows it
    return actions


def add(armature: Object, action: Action, seed: str, quality: float) -> None:
    """List an Action as a take and show it."""
    store = armature.motif
    row = store.takes.add()
    first, last = keys.frame_range(action)
    row.name, row.action, row.seed, row.frames, row.quality = action.name, action, seed, last - first + 1, quality
    store.chosen = len(store.takes) - 1


def quality_mark(measures: Mapping[str, float]) -> float:
    """0 to 1 for a take's mark in the list: the share of frames in which no planted foot slides."""
    return max(0.0, min(1.0, 1.0 - float(measures.get("skate_share", 0.0))))


def _forget_lost(armature: Object) -> None:
    """Drop rows whose Action was deleted elsewhere."""
    rows = armature.motif.takes
    for index in reversed(range(len(rows))):
        if rows[index].action is None:
            rows.remove(index)


def show_chosen(armature: Object) -> None:
    """Put the chosen take on the armature."""
    row = chosen(armature)
    if row is not None and row.action is not None:
        check_writable(armature)
        keys.assign(armature, row.action)


def chosen(armature: Object) -> Any | None:
    """The chosen row of the list, None where there is none."""
    store = armature.motif
    return store.takes[store.chosen] if 0 <= store.chosen < len(store.takes) else None


def chosen_action(armature: Object) -> Action:
    """The chosen take's Action; raises RigError where there is none."""
    row = chosen(armature)
    if row is None:
        raise RigError("Choose a take in the list first.")
    if row.action is None:
        raise RigError("This take's Action was deleted: discard it and generate anew.")
    return row.action


def keep(armature: Object, clear: bool = True) -> Action:
    """Make the chosen take the armature's own Action, or a strip in its NLA where the take was made for that; `clear`
    takes the others away.
    """
    action, store = chosen_action(armature), armature.motif
    meta = keys.read_meta(action) or {}
    under = None
    if write.Keying.from_meta(meta).into == "nla":
        under = made_of(action) or store.before
        keys.to_nla(armature, splice.strip_of(action) if Span.from_meta(meta) else action, under)
    else:
        keys.assign(armature, action)
    others = [r.action for r in store.takes if r.action not in (None, action, under)] if clear else []
    if clear:
        store.takes.clear()
    else:
        store.takes.remove(store.chosen)
    for other in others:
        bpy.data.actions.remove(other)
    store["chosen"] = -1
    return action


def discard(armature: Object) -> None:
    """Delete the chosen take and show the one beside it, else the Action from before."""
    row = chosen(armature)
    if row is None:
        raise RigError("There is no take to discard: choose one in the list.")
    store, index, action = armature.motif, armature.motif.chosen, row.action
    store.takes.remove(index)
    if store.takes:
        store.chosen = min(index, len(store.takes) - 1)
    else:
        show_before(armature)
    if action is not None:
        bpy.data.actions.remove(action)


def show_before(armature: Object) -> None:
    """Put the Action from before the takes back; without one, the bones that a take moved return to rest."""
    store = armature.motif
    moved = keys.moved_bones(armature)
    _switch_back(armature)
    store["chosen"] = -1
    keys.assign(armature, store.before)
    if store.before is None:
        probing.to_rest(armature, moved & set(armature.pose.bones.keys()))


def shown(armature: Object) -> bool:
    """Whether one of the takes is on the armature."""
    present = armature.animation_data.action if armature.animation_data else None
    return present is not None and present in [row.action for row in armature.motif.takes]


def compare(armature: Object) -> None:
    """Show the Action from before where a take shows, and that take again where the Action does."""
    store = armature.motif
    if shown(armature):
        store.compared = max(store.chosen, 0)
        show_before(armature)
    elif store.takes:
        store.chosen = min(store.compared, len(store.takes) - 1)


def _switch_back(armature: Object) -> None:
    """Give a control rig's switches the values that they had before the present take."""
    data = armature.animation_data
    meta = keys.read_meta(data.action) if data and data.action else None
    for bone, setting, value in (meta or {}).get("settings", []):
        pose = armature.pose.bones.get(bone)
        if pose is not None and setting in pose:
            pose[setting] = type(pose[setting])(value)
