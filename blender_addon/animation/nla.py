"""The NLA: a take's Action as a strip above what was there, with the armature's own slot."""

from __future__ import annotations

import numpy as np
from bpy.types import Action, NlaStrip

from ..bpy_types import ArmatureObject
from . import actions
from .channels import Channel, bone_of


def push_to_nla(armature: ArmatureObject, action: Action) -> NlaStrip:
    """Add the Action as a strip on a new track above the others, and return the strip.

    Outside the strip's frames the tracks below show.
    """
    slot = actions.slot_of(action, armature)
    data = armature.animation_data or armature.animation_data_create()
    track = data.nla_tracks.new()
    track.name = action.name
    first, last = actions.frame_range(action, armature)
    strip = track.strips.new(action.name, first, action)
    strip.blend_type, strip.extrapolation = "REPLACE", "NOTHING"
    if slot is not None:
        strip.action_slot = slot
    # Blender measures a strip of an Action with several slots before it knows which one is played.
    strip.action_frame_end, strip.action_frame_start = max(last, first + 1), first
    strip.frame_start, strip.frame_end = first, max(last, first + 1)
    return strip


def show(armature: ArmatureObject, action: Action, into: str, before: Action | None) -> None:
    """Assign an Action to the armature, or, if `into` is "nla", add it as a strip above `before`."""
    if into == "nla":
        to_nla(armature, action, before)
    else:
        actions.assign(armature, action)


def to_nla(armature: ArmatureObject, action: Action, before: Action | None) -> None:
    """Push a take's Action to the NLA, and first `before`: an Action left assigned would hide the strips."""
    if before is not None and before is not action and not _in_nla(armature, before):
        push_to_nla(armature, before)
    actions.assign(armature, None)
    _hold_influences(armature, action)
    push_to_nla(armature, action)


def _hold_influences(armature: ArmatureObject, action: Action) -> None:
    """Put a strip below a take's that holds its influences where it doesn't play: Blender keeps the last value."""
    kept = (actions.read_meta(action) or {}).get(actions.INFLUENCES) or {}
    data = armature.animation_data or armature.animation_data_create()
    played = [strip.action for track in data.nla_tracks for strip in track.strips if strip.action]
    curves = [actions.action_curves(other, actions.slot_of(other, armature)) for other in played]
    there = {curve.data_path for each in curves for curve in each}
    missing = {path: value for path, value in kept.items() if path not in there}
    if missing:
        held = [Channel(path, bone_of(path), np.full((1, 1), value, np.float32)) for path, value in missing.items()]
        first, name = actions.frame_range(action)[0], f"{action.name} constraints"
        push_to_nla(armature, actions.write(armature, held, first, name, {}))
        data.nla_tracks[-1].strips[0].extrapolation = "HOLD"


def _in_nla(armature: ArmatureObject, action: Action) -> bool:
    """Return whether a strip of the armature's NLA plays `action`."""
    tracks = armature.animation_data.nla_tracks if armature.animation_data else ()
    return any(strip.action == action for track in tracks for strip in track.strips)
