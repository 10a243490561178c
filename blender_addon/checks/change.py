"""Mends a problem, or cleans an Action: a new Action beside the old one, in the list of takes."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from ..animation import actions
from ..bpy_types import Action, Object, Scene
from ..keying import splice, write
from ..keying.span import Span
from ..keying.write import Keying
from ..retarget.checks import cleaning, mending
from ..retarget.checks.cleaning import CleanUp
from ..retarget.checks.problems import Problem
from ..retarget.mask import PARTS, roles_of
from ..retarget.motion import Motion
from ..rig.binding import RigError
from ..takes import takes
from ..takes.target import check_writable
from . import measure
from .measure import Measured

# Part of the body that a joint of a problem belongs to; what hangs on the hips is the whole body's.
_PART_OF = {role: part for part, roles in PARTS.items() for role in roles}


def parts_of(problem: Problem) -> tuple[str, ...]:
    """Body parts that an in-between of a problem makes anew: the joint's own, or of the hips and spine all."""
    part = _PART_OF.get(problem.joint, "root")
    return tuple(PARTS) if part in ("root", "torso") else (part,)


def roles_in(problem: Problem) -> tuple[str, ...]:
    """Roles of these parts."""
    return tuple(role for part in parts_of(problem) for role in roles_of(part))


def mend(armature: Object, scene: Scene, found: Measured, problem: Problem) -> mending.Mended:
    """Mend one problem in a copy of the Action, which is shown; all keys and values outside its frames stay to the bit.

    Returns what was done, in scene frames. Raises RigError where it can't be done.
    """
    check_writable(armature, scene)
    action = measure.own_action(armature)
    if action.name != found.action:
        raise RigError(f"“{action.name}” shows now, and “{found.action}” was measured: press Check again.")
    made = mending.mend(found.motion, problem.moved(-found.start), found.binding.body, found.asked)
    changed = _changed_parts(found.motion, made.motion)
    if not changed:
        raise RigError("Nothing here can be held or smoothed: select its frames and in-between them.")
    first, last = made.first + found.start, made.last + found.start
    span = Span(first, last, changed, (), action.name, found.start, len(found.motion))
    meta = {"mended": [*_mended_before(action), {"kind": problem.kind, "first": first, "last": last}]}
    title = f"{_plain(action.name)} mended"
    new = splice.write(armature, scene, found.binding, made.motion, span, title, meta)
    _without_span(new)
    _show(armature, action, new)
    return replace(made, first=first, last=last)


def _mended_before(action: Action) -> list[Any]:
    before = (actions.read_meta(action) or {}).get("mended")
    return before if isinstance(before, list) else []


def _plain(name: str) -> str:
    """An Action's name without what mending and cleaning have added."""
    for word in (" mended", " clean"):
        name = name.split(word)[0]
    return name


def _without_span(action: Action) -> None:
    """Take the span out of the record: an in-between of this Action changes it, and not the one that it was mended
    from."""
    meta = actions.read_meta(action) or {}
    meta.pop("span", None)
    actions.put_meta(action, meta)


def _changed_parts(motion: Motion, other: Motion) -> tuple[str, ...]:
    """Body parts whose joints differ, and the root where its place does."""
    changed = {
        _PART_OF.get(role, "root")
        for role, turned in zip(motion.skeleton.roles, (motion.rot != other.rot).any(axis=(0, 2)), strict=True)
        if turned
    }
    if (motion.root_pos != other.root_pos).any():
        changed.add("root")
    return tuple(part for part in PARTS if part in changed)


def clean(
    armature: Object, scene: Scene, how: CleanUp, keying: Keying, bone_map: dict[str, str] | None = None
) -> tuple[Action, dict[str, float], dict[str, float]]:
    """Clean the Action that shows, in a copy that is shown instead; its other keys stay.

    Returns the copy, and the measures before and after, of the motions. Raises RigError where it can't be done.
    """
    check_writable(armature, scene)
    action = measure.own_action(armature)
    found = measure.check(armature, scene, bone_map)
    body, motion = found.binding.body, found.motion
    made = replace(cleaning.clean(motion, how, body), contacts=motion.contacts)
    if not _changed_parts(motion, made):
        raise RigError("There is nothing to clean: turn on a step, or give it more strength.")
    span = Span(found.start, found.start + len(motion) - 1, tuple(PARTS), (), action.name, found.start, len(motion))
    splice.check(armature, found.binding, made, span)
    carried = splice.carried(armature, scene, found.binding, made, span)
    lead = "both" if found.binding.controls is not None else "fk"
    channels = [c for c in found.binding.channels(carried, "hips", lead) if c.group in _named(found, action, armature)]
    new = write.put(
        armature, found.binding, carried, channels, found.start, f"{_plain(action.name)} clean",
        {"cleaned": asdict(how)}, replace(keying, into="replace", loop="none", root="hips", lead=lead), action,
    )  # fmt: skip
    _show(armature, action, new)
    return new, cleaning.measured(motion, body), cleaning.measured(made, body)


def _named(found: Measured, action: Action, armature: Object) -> set[str]:
    """Bones that cleaning may key: the rig's joints or controls, and what the Action moves already."""
    controls = found.binding.controls
    joints = set(found.binding.skeleton.names) if controls is None else {c.name for c in controls.controls}
    return joints | actions.moved_bones(armature)


def _show(armature: Object, before: Action, new: Action) -> None:
    """List the new Action beside the takes and show it; the Action from before stays one click away."""
    store = armature.motif
    if before not in [row.action for row in store.takes]:
        before.use_fake_user = True
        store.before = before
    takes.add(armature, new, "", 1.0)
