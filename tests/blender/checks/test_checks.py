"""Problems of an Action are found on the rig, mended in their frames only, and Actions are cleaned in a copy."""

from __future__ import annotations

from dataclasses import replace

import bpy
import numpy as np
import pytest

from tests.blender import helpers as h

RIGS = [("rigify", {"roll": 25}), ("mixamo", {"unit": 0.01, "y_up": True}), ("unreal", {"root": True, "arms": 50})]


def _crouch(frames=100, fps=24.0):
    """A figure that stands with bent knees."""
    motion, quat = h.part("retarget.motion"), h.part("retarget.quat")
    rot = np.tile(quat.IDENTITY, (frames, 22, 1)).astype(np.float32)
    for side, sign in (("left", 1), ("right", -1)):
        for part, vector in (("hip", (-0.45, 0, 0)), ("knee", (0.9, 0, 0)), ("ankle", (-0.45, 0, 0)),
                             ("shoulder", (0, 0, -1.1 * sign))):  # fmt: skip
            rot[:, motion.ROLE_INDEX[f"{side}_{part}"]] = quat.from_rotvec(np.array(vector, np.float32))
    root = np.tile([0.0, 0.98 - 0.82 * (1 - np.cos(0.45)), 0.0], (frames, 1))
    return motion.Motion(motion.canonical_skeleton(), fps, root, rot)


def spoilt(kind, frames=100):
    """It, with a fault in frames 50 on."""
    made, quat, index = _crouch(frames), h.part("retarget.quat"), h.part("retarget.motion").ROLE_INDEX
    root, rot = made.root_pos.copy(), made.rot.copy()
    if kind == "sink":
        root[50:62, 1] -= 0.06 * np.sin(np.linspace(0, np.pi, 12)) ** 2
    elif kind == "slide":
        # Lifted before and after, so that the stance has an end; in between there and back.
        root[:, 1] += np.where((np.arange(frames) < 25) | (np.arange(frames) > 85), 0.3, 0.0)
        t = np.clip((np.arange(frames) - 50) / 6, 0, 1) - np.clip((np.arange(frames) - 62) / 6, 0, 1)
        root[:, 0] += 0.13 * t * t * (3 - 2 * t)
    elif kind == "jolt":
        turn = quat.from_rotvec(np.array([0, 0, 0.7], np.float32))
        rot[50, index["left_shoulder"]] = quat.multiply(rot[50, index["left_shoulder"]], turn)
    return replace(made, root_pos=root, rot=rot)


def put(kind, family="mixamo", start=11, **how):
    """A rig with the spoilt motion on it, and a property that no cleaning may touch."""
    armature = h.build(family, **how)
    binding = h.part("rig.binding").read_rig(armature, bpy.context.scene)
    keys = h.part("animation.actions")
    bpy.context.scene.render.fps = 24
    action = keys.write(armature, binding.channels(binding.retarget(spoilt(kind))), start, "mocap", {})
    keys.assign(armature, action)
    armature["mood"] = 0.0
    curve = keys.channelbag_of(action, armature).fcurves.new('["mood"]')
    curve.keyframe_points.insert(20, 0.5)
    bpy.context.view_layer.update()
    return armature, action


def _bits(action, outside=None):
    """Keys of each f-curve to the bit, of those outside a range."""
    points, found = h.part("animation.keyframes"), {}
    for curve in h.part("animation.actions").action_curves(action):
        own = points.read(curve)
        own = own if outside is None else own.where((own.frames < outside[0]) | (own.frames > outside[1]))
        found[curve.data_path, curve.array_index] = {name: column.tobytes() for name, column in own.columns.items()}
    return found


def check(armature):
    return h.part("checks.measure").check(armature, bpy.context.scene)


@pytest.mark.parametrize(("kind", "family", "how"), [(k, *rig) for k, rig in zip(("sink", "slide", "jolt"), RIGS)])
def test_each_kind_is_found_on_its_scene_frames(kind, family, how):
    armature, _ = put(kind, family, **how)
    first = next(p for p in check(armature).problems if p.kind == kind)
    assert 57 <= first.first <= first.last <= 82, first


@pytest.mark.parametrize("kind", ["sink", "slide", "jolt"])
def test_mending_leaves_all_else_to_the_bit(kind):
    armature, action = put(kind, "rigify", roll=25)
    before, kept = check(armature), _bits(action)
    problem = next(p for p in before.problems if p.kind == kind)
    made = h.part("checks.change").mend(armature, bpy.context.scene, before, problem)
    new = armature.animation_data.action
    assert new is not action and new.name == "mocap mended" and _bits(action) == kept
    assert armature.motif.before is action and armature.motif.takes[0].action is new
    outside = (made.first - 1, made.last + 1)
    assert _bits(new, outside) == _bits(action, outside)
    again = [p for p in check(armature).problems if p.kind == kind and p.first <= problem.last]
    assert all(p.worst < 0.5 * problem.worst for p in again), again
    meta = h.part("animation.actions").read_meta(new)
    assert meta["mended"] == [{"kind": kind, "first": made.first, "last": made.last}] and "span" not in meta


def test_another_action_is_not_mended_by_old_measures():
    armature, action = put("sink")
    found = check(armature)
    other = action.copy()
    h.part("animation.actions").assign(armature, other)
    change, error = h.part("checks.change"), h.part("rig.binding").RigError
    assert "press Check again" in h.raised(error, change.mend, armature, bpy.context.scene, found, found.problems[0])
    assert armature.animation_data.action is other


@pytest.mark.parametrize("keys", ["every", "sparse:0.5,3"])
def test_cleaning_in_a_copy(keys):
    armature, action = put("jolt", "unreal", root=True)
    kept, keying = _bits(action), h.part("keying.write").Keying.parse(keys)
    how = h.part("retarget.checks.cleaning").CleanUp()
    new, before, after = h.part("checks.change").clean(armature, bpy.context.scene, how, keying)
    assert _bits(action) == kept and armature.animation_data.action is new and new.name == "mocap clean"
    assert before["spikes"] >= 1 and after["spikes"] == 0
    assert not [p for p in check(armature).problems if p.kind == "jolt"]
    mood = [c for c in h.part("animation.actions").action_curves(new) if c.data_path == '["mood"]']
    assert len(mood) == 1 and len(mood[0].keyframe_points) == 1
    count = max(len(c.keyframe_points) for c in h.part("animation.actions").action_curves(new))
    assert count == 100 if keys == "every" else count < 40
    assert h.part("animation.actions").read_meta(new)["cleaned"]["feet"] == 1.0


def test_nothing_to_clean_is_said():
    armature, _ = put("sink")
    change, error = h.part("checks.change"), h.part("rig.binding").RigError
    nothing = h.part("retarget.checks.cleaning").CleanUp(0, 0, 0, 0)
    keying = h.part("keying.write").Keying()
    assert "nothing to clean" in h.raised(error, change.clean, armature, bpy.context.scene, nothing, keying)
    bare = h.build("mixamo", "Bare")
    assert "no Action" in h.raised(error, change.clean, bare, bpy.context.scene, nothing, keying)


# -- the panel


def _store():
    return bpy.context.window_manager.motif_check


def test_the_list_next_and_select():
    armature, _ = put("slide", "rigify", roll=25)
    assert bpy.ops.motif.check() == {"FINISHED"}
    store = _store()
    assert len(store.problems) > 1 and store.fits(armature)
    assert [p.severity for p in store.problems] == sorted((p.severity for p in store.problems), reverse=True)
    store.chosen = next(i for i, p in enumerate(store.problems) if p.kind == "slide")
    chosen = store.problems[store.chosen]
    assert bpy.context.scene.frame_current == chosen.at
    assert bpy.ops.motif.problem_select() == {"FINISHED"}
    settings = bpy.context.scene.motif
    assert settings.source == "inbetween" and settings.span.first < chosen.first <= chosen.last < settings.span.last
    side = chosen.joint.split("_")[0]
    parts = [name for name in h.part("retarget.mask").PARTS if getattr(settings.span, name)]
    assert parts == [f"{side}_leg"]
    selected = {b.name for b in armature.pose.bones if (b if hasattr(b, "select") else b.bone).select}
    assert selected == {h.bone_name("rigify", f"{side}_{part}") for part in ("hip", "knee", "ankle", "foot")}
    before = store.chosen
    assert bpy.ops.motif.problem_next() == {"FINISHED"} and store.chosen == (before + 1) % len(store.problems)


def test_mending_and_cleaning_from_the_panel():
    armature, action = put("sink")
    bpy.ops.motif.check()
    store = _store()
    store.chosen = next(i for i, p in enumerate(store.problems) if p.kind == "sink")
    assert bpy.ops.motif.problem_mend() == {"FINISHED"}
    assert store.fits(armature) and not [p for p in store.problems if p.kind == "sink"]
    assert armature.motif.before is action
    assert bpy.ops.motif.clean_up() == {"FINISHED"} and "→" in store.told
    assert [row.action.name for row in armature.motif.takes] == ["mocap mended", "mocap clean"]
    h.part("animation.actions").assign(armature, action)
    assert not store.fits(armature) and not bpy.ops.motif.problem_mend.poll()


def test_strips_follow_what_was_measured():
    armature, _ = put("jolt")
    strips = h.part("checks.strips")
    bpy.ops.motif.check()
    bars = strips._State.bars
    assert {bar[0] for bar in bars} == {p.kind for p in _store().problems}
    assert any(kind == "jolt" and first <= 61 <= last for kind, first, last, _ in bars)
    assert strips._fits(armature) and not strips.drawn()  # nothing is drawn without a window
    bpy.ops.wm.read_homefile(use_empty=True)
    assert not strips._State.bars and not len(_store().problems)
