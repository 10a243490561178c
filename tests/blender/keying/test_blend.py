"""Takes side by side: the original or the take at a click, and two of them blended; each one undo step."""

from __future__ import annotations

import bpy
import numpy as np
import pytest

from tests.blender import helpers as h
from tests.blender.rig.test_reading import put


def _ask(**settings):
    s = bpy.context.scene.motif
    values = {"lock_seed": True, "seed": 4, "takes": 2, "prompt": "a person walks", "automatic": False, "frames": 40}
    for name, value in {**values, **settings}.items():
        setattr(s, name, value)
    return s


def _curves(action):
    return {(c.data_path, c.array_index): c for c in h.part("animation.actions").action_curves(action)}


def _bits(curve):
    return {name: column.tobytes() for name, column in h.part("animation.keyframes").read(curve).columns.items()}


def _points(armature, action, frames):
    h.part("animation.actions").assign(armature, action)
    return h.pose_points(armature, h.roles_of(armature), frames)


def _apart(a, b):
    return max(float(np.abs(a[role] - b[role]).max()) for role in a)


def test_take_or_original_at_a_click():
    armature = h.build("rigify")
    put(armature)
    original = armature.animation_data.action
    assert "no take to compare" in h.refused(bpy.ops.motif.take_compare)
    with h.engine():
        _ask()
        bpy.ops.motif.generate()
    armature.motif.chosen = 1
    take = armature.animation_data.action
    for _ in range(2):
        bpy.ops.motif.take_compare()
        assert armature.animation_data.action == original
        bpy.ops.motif.take_compare()
        assert armature.animation_data.action == take and armature.motif.chosen == 1
    bpy.ops.motif.take_discard()
    bpy.ops.motif.take_compare()
    bpy.ops.motif.take_compare()
    assert armature.animation_data.action == armature.motif.takes[0].action


@pytest.mark.parametrize("mode", ("QUATERNION", "XYZ", "AXIS_ANGLE"))
def test_blends_lie_between_two_takes(mode):
    """0 is one take and 1 the other, half way lies between, on every rotation mode and with travel."""
    armature = h.build("mixamo", mode=mode)
    store = armature.motif
    with h.engine():
        _ask()
        bpy.ops.motif.generate()
    first, second = (row.action for row in store.takes)
    frames = range(1, 41, 3)
    shown = [_points(armature, action, frames) for action in (first, second)]
    assert _apart(*shown) > 0.05
    for factor in (0.0, 0.5, 1.0):
        store.chosen = 0
        bpy.ops.motif.take_blend(other=second.name, factor=factor)
        mixed = armature.animation_data.action
        assert mixed not in (first, second) and store.takes[store.chosen].action == mixed
        now = _points(armature, mixed, frames)
        off = [_apart(now, each) for each in shown]
        if factor == 0.5:
            assert all(0.02 < o < 0.8 * _apart(*shown) for o in off), (mode, off)
        else:
            assert off[int(factor)] < 1e-4, (mode, factor, off)
    meta = h.part("animation.actions").read_meta(mixed)
    assert meta["blend"] == {"of": [first.name, second.name], "factor": 1.0}
    assert len(store.takes) == 5 and h.part("animation.actions").frame_range(mixed) == (1, 40)


def test_a_blend_of_in_betweens_keeps_what_both_kept():
    armature = h.build("rigify", roll=25)
    put(armature)
    original = armature.animation_data.action
    for number, curve in enumerate(h.part("animation.actions").curves_of(armature)):  # few keys, on frames that differ
        points = h.part("animation.keyframes")
        own = points.read(curve)
        chosen = (np.arange(len(own)) + number) % 7 == 0
        chosen[[0, -1]] = True
        points.put(curve, own.where(chosen))
    s = _ask(source="inbetween", prompt="")
    s.span.first, s.span.last = 15, 28
    for part in h.part("retarget.mask").PARTS:
        setattr(s.span, part, part in ("left_arm", "torso"))
    with h.engine():
        bpy.ops.motif.generate()
    first, second = (row.action for row in armature.motif.takes)
    for other, name in ((second, second.name), (original, "")):
        armature.motif.chosen = 0
        bpy.ops.motif.take_blend(other=name, factor=0.4)
        mixed, old = _curves(armature.animation_data.action), _curves(first)
        assert set(mixed) == set(old)
        kept = [*range(1, 15), *range(29, 41)]
        changed = 0
        for key, curve in mixed.items():
            assert [curve.evaluate(f) for f in kept] == [old[key].evaluate(f) for f in kept], key
            same = all(_curves(other)[key].evaluate(f) == old[key].evaluate(f) for f in range(1, 41))
            assert not same or _bits(curve) == _bits(old[key]), key
            changed += _bits(curve) != _bits(old[key])
        assert changed > 8
    armature.motif.keys_into = "nla"
    meta = h.part("animation.actions").read_meta(armature.animation_data.action)
    assert "span" not in meta  # the original is no in-between: this blend is an Action of its own


def test_what_cannot_be_blended():
    armature = h.build("rigify")
    with h.engine():
        _ask(takes=1)
        assert "Choose a take" in h.refused(bpy.ops.motif.take_blend)
        bpy.ops.motif.generate()
        assert "nothing to blend it with" in h.refused(bpy.ops.motif.take_blend)
        _ask(takes=1, start=200)
        bpy.ops.motif.generate()
    store = armature.motif
    before = h.snapshot()
    own, other = store.takes[1].action.name, store.takes[0].action.name
    for name, sentence in (
        (own, "with itself"),
        ("gone", "is gone"),
        (other, "no frames in common"),
        ("", "Nothing was"),
    ):
        assert sentence in h.refused(bpy.ops.motif.take_blend, other=name), sentence
        assert h.snapshot() == before


def test_switches_are_the_nearer_actions():
    """A setting that has no half way is not left half way."""
    armature = h.build("rigify")
    armature.pose.bones["thigh.L"]["IK_FK"] = 0.0
    actions = []
    for value in (0.0, 1.0):
        action = bpy.data.actions.new(f"A{value:.0f}")
        h.part("animation.actions").assign(armature, action)
        bone = armature.pose.bones["thigh.L"]
        bone["IK_FK"] = value
        for frame, x in ((1, 0.0), (20, value)):
            bone.location.x = x
            bone.keyframe_insert('["IK_FK"]', frame=frame)
            bone.keyframe_insert("location", frame=frame)
        actions.append(action)
    blending = h.part("keying.blend")
    for factor, wanted in ((0.3, 0.0), (0.6, 1.0)):
        made = blending.blend(armature, *actions, factor, "mixed", {})
        curves = {
            c.data_path.rpartition(".")[2]: c
            for c in h.part("animation.actions").action_curves(made)
            if c.array_index == 0
        }
        setting = next(c for path, c in curves.items() if "IK_FK" in path)
        assert setting.evaluate(20) == wanted
        assert abs(curves["location"].evaluate(20) - factor) < 1e-6


def test_one_undo_step_each():
    bpy.context.preferences.edit.use_global_undo = True
    armature = h.build("rigify")
    with h.engine():
        _ask()
        bpy.ops.motif.generate()
    names = [row.action.name for row in armature.motif.takes]
    bpy.ops.ed.undo_push(message="takes")
    armature.motif.chosen = 0
    bpy.ops.motif.take_blend(other=names[1])
    bpy.ops.ed.undo_push(message="blend")
    try:
        bpy.ops.ed.undo()
    except RuntimeError as error:
        pytest.skip(f"no undo in background here ({error})")
    assert [row.action.name for row in bpy.data.objects["Rig"].motif.takes] == names
