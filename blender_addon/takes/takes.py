"""The list of takes on an armature: delivers, shows, compares, keeps and discards them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import bpy

from ..animation import actions, nla
from ..bpy_types import Action, Object, Scene
from ..drawing import strip
from ..engine.protocol.messages import Take
from ..engine.protocol.request import Request
from ..engine.protocol.targets import missed as sentences
from ..keying import splice, write
from ..keying.span import Span
from ..retarget.motion import resample
from ..rig.binding import RigError, read_rig
from ..rig.fitting import fit, to_meta
from ..sources import inbetween, poses
from . import own_pose
from .placement import Placement
from .target import check_writable, own_action, source_of


def deliver(placement: Placement, made: Sequence[Take]) -> list[Action]:
    """Write takes as Actions, list them, and show the first. All of them or, on any error, none."""
    armature, scene = placement.target.find(), placement.target.find_scene()
    check_writable(armature, scene)
    _remember(armature)  # before writing, for which Blender plays the Action over a pose that is set on it
    own = armature.motif.own_pose
    written = _list(armature, _write(placement, armature, scene, made), made)
    armature.motif.own_pose = own
    return written


def _write(placement: Placement, armature: Object, scene: Scene, takes: Sequence[Take]) -> list[Action]:
    """Write takes of any kind as Actions, on the rig as it is now."""
    bone_map, keying, title = placement.map_for(armature), placement.keying, placement.title
    if placement.span is not None:
        return inbetween.deliver(
            armature, scene, placement.span, title, takes, bone_map, keying.into, placement.targets
        )
    source = own_action(armature)
    if placement.pose is not None:
        in_place = placement.in_place
        return poses.deliver(armature, scene, placement.pose, title, takes, bone_map, keying, in_place, source)
    binding = read_rig(armature, scene, bone_map)
    fps = actions.scene_fps(scene)

    def one(take: Take) -> Action:
        made = resample(take.motion, fps)
        late = [target for target in placement.targets if target.last >= len(made)]
        if late:
            last = placement.start + len(made) - 1
            raise RigError(f"The target {late[0].label(placement.start)} lies after the take's last frame, {last}.")
        motion, missed = fit(
            binding, made, in_place=placement.in_place, targets=placement.targets, start=placement.start,
            foot_lock=take.request.sampling.applied_foot_lock, placed=_has_place(take.request),
        )  # fmt: skip
        meta = {**take.meta(), "in_place": placement.in_place}
        if placement.targets:
            meta |= {**to_meta(placement.targets), "notes": sentences(missed)}
            meta["quality"] = {**meta["quality"], **missed}
        return write.write(armature, scene, binding, motion, placement.start, title, meta, keying, source)

    return actions.all_or_none(one, takes)


def _list(armature: Object, written: list[Action], made: Sequence[Take]) -> list[Action]:
    """Add new Actions to the list and show the first; on any error none of them stays. Returns them."""
    store = armature.motif
    _forget_lost(armature)
    first = len(store.takes)
    try:
        for action, take in zip(written, made, strict=True):
            row = store.takes.add()
            row.name, row.action, row.seed = action.name, action, str(take.seed)
            row.first, last = actions.frame_range(action, armature)
            row.frames = last - row.first + 1
            row.quality = quality_mark(take.quality)
            row.figures = strip.figures(take.motion)
            row.family = take.request.model == "decomposed"
    except Exception:
        while len(store.takes) > first:
            store.takes.remove(first)
        for action in written:
            bpy.data.actions.remove(action)
        raise
    store.chosen = first  # shows it
    return written


def add(armature: Object, action: Action, seed: str, quality: float, figures: str = "") -> None:
    """Add an Action to the list and show it. figures: its strip."""
    store = armature.motif
    _remember(armature)
    row = store.takes.add()
    first, last = actions.frame_range(action, armature)
    row.name, row.action, row.seed, row.quality = action.name, action, seed, quality
    row.first, row.frames, row.figures = first, last - first + 1, figures
    store.chosen = len(store.takes) - 1


def _has_place(request: Request) -> bool:
    """Return whether a take lies where it is meant to: on a path, or as a second dancer's."""
    dance = getattr(request, "dance", None)
    return getattr(request, "path", None) is not None or (dance is not None and any(dance.place))


def quality_mark(measures: Mapping[str, float]) -> float:
    """Return a take's quality for the list, 0 to 1: the share of frames in which no planted foot slides."""
    return max(0.0, min(1.0, 1.0 - float(measures.get("skate_share", 0.0))))


def _remember(armature: Object) -> None:
    """Keep what is on the armature before a take shows: its Action, and its pose as it is set. While a take shows there
    is nothing of the artist's to keep."""
    store = armature.motif
    present = armature.animation_data.action if armature.animation_data else None
    if present is not None and present in [row.action for row in store.takes]:
        return
    if present is not None:
        if present.library is None:
            present.use_fake_user = True
        store.before = present
    own_pose.remember(armature)


def _forget_lost(armature: Object) -> None:
    """Remove rows whose Action was deleted elsewhere."""
    rows = armature.motif.takes
    for index in reversed(range(len(rows))):
        if rows[index].action is None:
            rows.remove(index)


def show_chosen(armature: Object) -> None:
    """Assign the chosen take to the armature."""
    row = chosen(armature)
    if row is not None and row.action is not None:
        check_writable(armature)
        _remember(armature)
        actions.assign(armature, row.action)


def chosen(armature: Object) -> Any | None:
    """Return the chosen row of the list, None for none."""
    store = armature.motif
    return store.takes[store.chosen] if 0 <= store.chosen < len(store.takes) else None


def chosen_action(armature: Object) -> Action:
    """Return the chosen take's Action; raises RigError for none."""
    row = chosen(armature)
    if row is None:
        raise RigError("Choose a take in the list first.")
    if row.action is None:
        raise RigError("This take's Action was deleted: discard it and generate anew.")
    return row.action


def keep(armature: Object, clear: bool = True) -> Action:
    """Make the chosen take the armature's own Action, or a strip in its NLA where it was keyed for that; `clear`
    deletes the others but for those that something else uses.
    """
    action, store = chosen_action(armature), armature.motif
    meta = actions.read_meta(action) or {}
    under = None
    if write.Keying.from_meta(meta).into == "nla":
        under = source_of(action) or store.before
        nla.to_nla(armature, splice.strip_of(action) if Span.from_meta(meta) else action, under)
    else:
        actions.assign(armature, action)
    others = [r.action for r in store.takes if r.action not in (None, action, under)] if clear else []
    if clear:
        store.takes.clear()
    else:
        store.takes.remove(store.chosen)
    for other in others:
        actions.delete_unused(other)
    if action.library is None:
        action.use_fake_user = True  # it stays in the file when another Action is shown
    store.chosen = -1
    return action


def discard(armature: Object) -> bool:
    """Take the chosen take from the list and show the one beside it, else the Action from before. Its Action is deleted
    unless something else uses it; returns whether it is gone.
    """
    row = chosen(armature)
    if row is None:
        raise RigError("There is no take to discard: choose one in the list.")
    store, index, action = armature.motif, armature.motif.chosen, row.action
    protected = action is not None and action.use_fake_user
    if len(store.takes) > 1:  # before the row goes, by which its Action is known for a take
        store.chosen = index + 1 if index + 1 < len(store.takes) else index - 1
    else:
        show_before(armature)
    store.takes.remove(index)
    store.chosen = min(index, len(store.takes) - 1)
    if action is None:
        return True
    if action.library is None:
        action.use_fake_user = protected  # what was shown got one when it made room
    return actions.delete_unused(action)


def show_before(armature: Object) -> None:
    """Assign the Action from before the takes, and pose the armature as it was posed then."""
    store = armature.motif
    took = shown(armature)
    moved = actions.moved_bones(armature)
    _switch_back(armature)
    store.chosen = -1
    actions.assign(armature, store.before)
    if took:
        own_pose.put_back(armature, moved)


def frames(row: Any) -> tuple[int, int]:
    """Return the first and last frame of a row's Action; a row of an earlier version doesn't say."""
    if row.action is None:
        return row.first, row.first + max(row.frames, 1) - 1
    return actions.frame_range(row.action)


def preview(scene: Scene, first: int, last: int) -> None:
    """Set the scene's preview range."""
    scene.use_preview_range = True
    scene.frame_preview_start, scene.frame_preview_end = first, max(first, last)
    scene.frame_preview_start = first  # which an end before it would have moved


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
    """Set a control rig's switches to their values before the takes."""
    data = armature.animation_data
    meta = actions.read_meta(data.action) if data and data.action else None
    for bone, setting, value in (meta or {}).get("settings", []):
        pose = armature.pose.bones.get(bone)
        if pose is not None and setting in pose:
            pose[setting] = type(pose[setting])(value)
