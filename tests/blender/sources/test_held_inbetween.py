"""In-between and takes around a pose on rigs whose legs constraints hold: read and written as Blender shows them."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
import pytest

from tests.blender import helpers as h
from tests.blender.keying import held_rigs as rigs
from tests.blender.rig.test_reading import put

FIRST, LAST = 15, 28
ROLES = ("pelvis", "left_knee", "left_ankle", "right_knee", "right_ankle")


def points(armature: Any, frames: range, muted: bool = False) -> np.ndarray:
    """Joints in the world (J, T, 3) as Blender shows them, or as the keys alone have them."""
    constraints = [c for pose in armature.pose.bones for c in pose.constraints]
    for constraint in constraints:
        constraint.mute = muted
    found = h.pose_points(armature, {role: rigs.named(role) for role in ROLES}, frames)
    for constraint in constraints:
        constraint.mute = False
    return np.stack([found[role] for role in ROLES])


def changed(armature: Any, parts: tuple[str, ...] = ()) -> Any:
    """Generate the span anew; returns the Action."""
    s = bpy.context.scene.motif
    s.source, s.lock_seed, s.seed, s.takes, s.prompt = "inbetween", True, 5, 1, ""
    s.span.first, s.span.last, s.span.pins = FIRST, LAST, ""
    for part in h.part("retarget.mask").PARTS:
        setattr(s.span, part, not parts or part in parts)
    with h.engine():
        assert bpy.ops.motif.generate() == {"FINISHED"}
    return armature.animation_data.action


@pytest.mark.parametrize("parts", [(), ("left_leg", "right_leg")])
@pytest.mark.parametrize("kind", ["ik", "ik_poles", "mmd", "pinned"])
def test_the_legs_follow_in_the_span_and_stay_outside(kind, parts):
    armature = h.build()
    getattr(rigs, kind)(armature)
    put(armature)
    before = points(armature, range(1, 46))
    action = changed(armature, parts)
    after, keys = points(armature, range(1, 46)), points(armature, range(1, 46), muted=True)
    inside = slice(FIRST - 1, LAST)
    assert np.abs(after[:, inside] - keys[:, inside]).max() < 0.004  # what is keyed is what shows
    assert np.abs(after[2, inside] - before[2, inside]).max() > 0.03  # and it isn't what was there
    for outside in (slice(0, FIRST - 1), slice(LAST, 45)):
        assert np.abs(after[:, outside] - before[:, outside]).max() < 1e-4
    assert h.part("animation.actions").read_meta(action)["notes"]


def test_a_take_around_a_held_pose_starts_in_it_and_moves_the_feet():
    armature = h.build()
    rigs.ik(armature)
    put(armature)
    bpy.context.scene.frame_set(20)
    s = bpy.context.scene.motif
    s.source, s.lock_seed, s.seed, s.takes, s.prompt = "pose", True, 3, 1, ""
    s.pose.kind, s.pose.place = "motion", "first"
    shown = points(armature, range(20, 21))
    with h.engine():
        assert bpy.ops.motif.generate() == {"FINISHED"}
    assert np.abs(points(armature, range(20, 21)) - shown).max() < 0.004
    frames = range(20, 40)
    assert np.abs(points(armature, frames) - points(armature, frames, muted=True)).max() < 0.004
