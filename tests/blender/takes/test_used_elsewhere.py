"""Keep and Discard delete takes and nothing that anything else uses."""

from __future__ import annotations

import tempfile
from pathlib import Path

import bpy
import pytest

from tests.blender import helpers as h
from tests.blender.takes.test_takes import _ask


def _takes(count: int = 3):
    armature = h.build("rigify")
    _ask(takes=count)
    with h.engine():
        bpy.ops.motif.generate()
    return armature, [row.action for row in armature.motif.takes]


def _by_an_object(armature, action):
    other = bpy.data.objects.new("Other", armature.data)
    bpy.context.scene.collection.objects.link(other)
    other.animation_data_create().action = action
    return other


def _by_another_slot(armature, action):
    camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
    bpy.context.scene.collection.objects.link(camera)
    data = camera.animation_data_create()
    data.action = action
    if hasattr(action, "slots"):
        data.action_slot = action.slots.new(id_type="OBJECT", name="Camera")
    camera.keyframe_insert("location", frame=1)


def _by_a_strip_of_another(armature, action):
    other = bpy.data.objects.new("Other", armature.data)
    other.animation_data_create().nla_tracks.new().strips.new("strip", 1, action)


def _by_a_strip_of_its_own(armature, action):
    armature.animation_data.nla_tracks.new().strips.new("strip", 200, action)


def _by_a_constraint(armature, action):
    armature.pose.bones["head" if "head" in armature.pose.bones else 0].constraints.new("ACTION").action = action


def _by_another_list(armature, action):
    other = bpy.data.objects.new("Other", armature.data)
    other.motif.takes.add().action = action


def _by_a_fake_user(armature, action):
    action.use_fake_user = True


def _as_an_asset(armature, action):
    action.asset_mark()


USES = (_by_an_object, _by_another_slot, _by_a_strip_of_another, _by_a_strip_of_its_own, _by_a_constraint,
        _by_another_list, _by_a_fake_user, _as_an_asset)  # fmt: skip


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("way", ["discard", "discard all", "keep"])
def test_what_is_used_elsewhere_stays(use, way):
    armature, (first, second, third) = _takes()
    use(armature, second)
    curves = len(h.part("animation.actions").action_curves(second))
    if way == "keep":
        armature.motif.chosen = 0
        assert bpy.ops.motif.take_keep() == {"FINISHED"}
        assert set(bpy.data.actions) == {first, second} and armature.animation_data.action == first
    else:
        armature.motif.chosen = 1
        assert bpy.ops.motif.take_discard() == {"FINISHED"}
        assert set(bpy.data.actions) == {first, second, third}
        if way == "discard all":
            bpy.ops.motif.take_discard()
            bpy.ops.motif.take_discard()
            assert set(bpy.data.actions) == {second}
    assert len(h.part("animation.actions").action_curves(second)) == curves and not len(armature.motif.takes) % 2


def test_the_last_take_in_use_stays_and_is_not_shown():
    armature, (take,) = _takes(1)
    other = _by_an_object(armature, take)
    bpy.ops.motif.take_discard()
    assert armature.animation_data.action is None and other.animation_data.action == take
    assert not take.use_fake_user


def test_a_linked_take_stays():
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "library.blend")
        action = bpy.data.actions.new("Linked")
        bpy.data.libraries.write(path, {action}, fake_user=True)
        bpy.data.actions.remove(action)
        with bpy.data.libraries.load(path, link=True) as (_, wanted):  # type: ignore[reportGeneralTypeIssues]
            wanted.actions = ["Linked"]
        armature, takes = _takes(2)
        armature.motif.takes[1].action = bpy.data.actions["Linked"]
        armature.motif.chosen = 1
        bpy.ops.motif.take_discard()
        assert "Linked" in bpy.data.actions and armature.animation_data.action == takes[0]


def test_takes_that_nothing_uses_go_and_the_kept_one_stays_in_the_file():
    armature, (first, *_) = _takes()
    for index in (1, 2, 0):  # looking at takes makes no difference
        armature.motif.chosen = index
    bpy.ops.motif.take_keep()
    assert set(bpy.data.actions) == {first} and first.use_fake_user


def test_takes_in_a_list_are_saved_with_the_file():
    with tempfile.TemporaryDirectory() as folder:
        _, takes = _takes()
        names = sorted(action.name for action in takes)
        path = str(Path(folder) / "a.blend")
        bpy.ops.wm.save_as_mainfile(filepath=path)
        for _ in range(2):
            bpy.ops.wm.open_mainfile(filepath=path)
            assert sorted(a.name for a in bpy.data.actions) == names
            bpy.ops.wm.save_mainfile()
