"""An influence that a take switches off is the artist's again once the take goes, however it goes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import bpy
import pytest

from tests.blender import helpers as h
from tests.blender.keying import held_rigs as rigs
from tests.blender.takes.test_takes import _ask

FRAME = 20


def _takes():
    """A rig with an IK to an Empty, an Action of its own and two takes, the first of them shown in its middle."""
    armature = h.build()
    rigs.pinned(armature)
    for frame in (1, 60):
        armature.pose.bones[rigs.named("pelvis")].keyframe_insert("location", frame=frame)
    own = armature.animation_data.action
    _ask(takes=2, start=1)
    with h.engine():
        bpy.ops.motif.generate()
    _seen(armature, 0.0)
    return armature, own


def _seen(armature, value):
    bpy.context.scene.frame_set(FRAME)
    assert armature.pose.bones[rigs.named("left_knee")].constraints["IK"].influence == value


def test_before_and_compare():
    armature, _ = _takes()
    takes = h.part("takes.takes")
    takes.compare(armature)
    _seen(armature, 1.0)
    takes.compare(armature)
    _seen(armature, 0.0)
    armature.motif.chosen = 1
    _seen(armature, 0.0)
    takes.show_before(armature)
    _seen(armature, 1.0)


def test_the_last_take_discarded():
    armature, _ = _takes()
    takes = h.part("takes.takes")
    takes.discard(armature)
    _seen(armature, 0.0)
    takes.discard(armature)
    _seen(armature, 1.0)


@pytest.mark.parametrize("other", ["own", "none", "new"])
def test_an_action_swapped_by_hand(other):
    armature, own = _takes()
    data, take = armature.animation_data, armature.animation_data.action
    data.action = {"own": own, "none": None, "new": bpy.data.actions.new("New")}[other]
    bpy.context.view_layer.update()
    _seen(armature, 1.0)
    data.action = take
    if hasattr(data, "action_slot") and data.action_slot is None:
        data.action_slot = take.slots[0]
    bpy.context.view_layer.update()
    _seen(armature, 0.0)


def test_an_action_swapped_in_a_file_that_was_saved_with_the_take():
    armature, own = _takes()
    name, mine = armature.name, own.name
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "shot.blend")
        bpy.ops.wm.save_as_mainfile(filepath=path)
        bpy.ops.wm.open_mainfile(filepath=path)
        armature = bpy.data.objects[name]
        armature.animation_data.action = bpy.data.actions[mine]
        bpy.context.view_layer.update()
        _seen(armature, 1.0)


def test_an_action_of_the_artists_that_keys_the_influence_goes_before():
    armature, own = _takes()
    curve = (
        h.part("animation.actions")
        .channelbag_of(own, armature)
        .fcurves.new(f'pose.bones["{rigs.named("left_knee")}"].constraints["IK"].influence')
    )
    curve.keyframe_points.insert(1, 0.25)
    armature.animation_data.action = own
    bpy.context.view_layer.update()
    _seen(armature, 0.25)
