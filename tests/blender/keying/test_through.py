"""Keys reach the body through its constraints: targets keyed, the rest switched off in the take's frames, and told."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
import pytest

from tests.blender import helpers as h
from tests.blender.fake_engine import walk
from tests.blender.keying import held_rigs as rigs

START, FRAMES = 10, 24


def written(armature: Any, **options: Any) -> tuple[Any, Any, Any]:
    """A walk on the rig: binding, the motion on its skeleton and the Action, assigned."""
    scene = bpy.context.scene
    scene.render.fps = 30
    made = h.part("retarget.motion").Motion.from_arrays(walk(FRAMES, 30.0, 3).to_arrays())
    binding = h.part("rig.binding").read_rig(armature, scene)
    moved = binding.retarget(made)
    source = armature.animation_data.action if armature.animation_data else None
    writing = h.part("keying.write")
    keying = writing.Keying(**options)
    action = writing.write(armature, scene, binding, moved, START, "walk", {}, keying, source)
    h.part("animation.nla").show(armature, action, keying.into, source)
    return binding, moved, action


def errors(armature: Any, binding: Any, moved: Any, start: int = START) -> tuple[float, float]:
    """Largest error of any joint that Blender shows: of its turn in degrees, and of its place in mm."""
    quat, rotation_of = h.part("retarget.quat"), h.part("controls.movements").rotation_of
    pos, rot = (values.astype(float) for values in moved.globals())
    pos = binding.origin + quat.rotate(binding.turn.astype(float), pos) / binding.scale
    rot = quat.multiply(binding.turn.astype(float), rot)
    turn = place = 0.0
    for row in range(len(moved)):
        bpy.context.scene.frame_set(start + row)
        seen = armature.evaluated_get(bpy.context.evaluated_depsgraph_get())
        back = np.linalg.inv(binding.world @ binding.carried) @ np.array(seen.matrix_world)
        for j, joint in enumerate(binding.joints):
            matrix = back @ np.array(seen.pose.bones[joint.name].matrix)
            turn = max(turn, float(np.degrees(quat.angle_between(rotation_of(matrix), rot[row, j]))))
            place = max(place, float(np.linalg.norm(matrix[:3, 3] - pos[row, j])) * 1000 * binding.scale)
    return turn, place


def influences(armature: Any, frame: int) -> dict[str, float]:
    bpy.context.scene.frame_set(frame)
    return {p.name: c.influence for p in armature.pose.bones for c in p.constraints}


def keyed_bones(action: Any) -> set[str]:
    bone_of = h.part("animation.channels").bone_of
    return {bone_of(c.data_path) for c in h.part("animation.actions").action_curves(action)}


@pytest.mark.parametrize("root", ["hips", "root", "object"])
@pytest.mark.parametrize("kind", rigs.KEYED)
def test_what_a_constraint_follows_is_keyed(kind, root):
    build, targets = rigs.KEYED[kind]
    armature = h.build(root=True, roll=20.0)
    build(armature)
    h.place(armature, (1, 0, 0.5), (0, 0, 70), 0.7)
    binding, moved, action = written(armature, root=root)
    turn, place = errors(armature, binding, moved)
    assert turn < 1.5 and place < 5.0, (turn, place)
    meta = h.part("animation.actions").read_meta(action)
    assert set(targets) <= keyed_bones(action), meta["notes"]
    assert "influences" not in meta, meta["notes"]
    assert any(all(f"“{t}”" in note for t in targets) for note in meta["notes"]), meta["notes"]


@pytest.mark.parametrize("into", ["new", "replace", "nla"])
@pytest.mark.parametrize("kind", rigs.OFF)
def test_what_can_not_be_keyed_is_off_in_the_takes_frames(kind, into):
    build, roles = rigs.OFF[kind]
    armature = h.build()
    build(armature)
    thigh = armature.pose.bones[rigs.named("left_hip")]
    for frame in (1, 60):
        thigh.keyframe_insert("rotation_quaternion", frame=frame)
    before, own = influences(armature, START + 2), armature.animation_data.action
    binding, moved, action = written(armature, into=into)
    if into != "replace":  # where the take leads over from and to the keys beside it
        turn, place = errors(armature, binding, moved)
        assert turn < 1.5 and place < 5.0, (turn, place)
    notes = " ".join(h.part("animation.actions").read_meta(action)["notes"])
    held = [rigs.named(role) for role in roles]
    for bone in held:
        name = armature.pose.bones[bone].constraints[0].name
        assert f"“{name}” on “{bone}”" in notes
    off = {bone: 0.0 if bone in held else value for bone, value in before.items()}
    for frame in (START, START + FRAMES - 1):
        assert influences(armature, frame) == off
    for frame in (START - 1, START + FRAMES, 1, 60):  # a new Action holds its last pose there, and nothing jumps
        assert influences(armature, frame) == (off if into == "new" else before)
    assert h.part("animation.actions").frame_range(action) == (
        (1, 60) if into == "replace" else (START, START + FRAMES - 1)
    )
    if into == "nla":
        strips = [s for track in armature.animation_data.nla_tracks for s in track.strips if s.action == action]
        assert [(s.frame_start, s.frame_end) for s in strips] == [(START, START + FRAMES - 1)]
        return
    bpy.context.scene.frame_set(START + 2)
    h.part("animation.actions").assign(armature, own)
    assert influences(armature, START + 2) == before


@pytest.mark.parametrize("kind", ["ik", "pinned"])
def test_replaced_frames_lead_over_from_what_shows(kind):
    armature = h.build()
    roles = {role: rigs.named(role) for role in ("left_ankle", "right_ankle", "left_knee")}
    written(armature)  # keys on all frames of the legs, which a constraint overrides from now on
    getattr(rigs, kind)(armature)
    armature.animation_data.action.name = "own"
    hips = armature.pose.bones[rigs.named("pelvis")]
    hips.keyframe_insert("location", frame=START - 8)
    hips.keyframe_insert("location", frame=START + FRAMES + 8)
    frames = range(START, START + FRAMES)
    before = h.pose_points(armature, roles, frames)
    written(armature, into="replace")
    after = h.pose_points(armature, roles, frames)
    for role in roles:
        moved = np.linalg.norm(after[role] - before[role], axis=-1)
        assert moved[[0, -1]].max() < 0.002, (role, moved)
        assert moved[len(moved) // 2] > 0.02 or not role.startswith("left"), (role, moved)


def test_the_last_pose_of_a_new_action_stays_after_the_take():
    armature = h.build()
    rigs.pinned(armature)
    written(armature)
    roles = {role: rigs.named(role) for role in ("left_ankle", "left_knee", "head")}
    for joint in h.pose_points(armature, roles, range(START + FRAMES - 1, START + FRAMES + 9)).values():
        assert np.ptp(joint, axis=0).max() < 1e-5


def test_a_second_take_finds_the_constraint_that_the_first_one_switched_off():
    armature = h.build()
    rigs.pinned(armature)
    written(armature)
    bpy.context.scene.frame_set(START + 3)
    binding, moved, second = written(armature)
    assert h.part("animation.actions").read_meta(second)["influences"]
    assert errors(armature, binding, moved)[0] < 1.5
    h.part("animation.actions").assign(armature, None)
    assert influences(armature, START + FRAMES + 5)[rigs.named("left_knee")] == 1.0


@pytest.mark.parametrize("roll", [0.0, 20.0])
def test_half_of_a_rotation_is_made_whole_or_switched_off(roll):
    armature = h.build(roll=roll)
    rigs.half(armature)
    binding, moved, action = written(armature)
    assert errors(armature, binding, moved)[0] < 1.5
    assert h.part("animation.actions").read_meta(action)["notes"]


def test_ik_is_kept_beside_a_limit():
    armature = h.build(roll=10.0)
    rigs.mmd(armature)
    rigs.limited(armature)  # the right knee, not to bend at all
    binding, moved, action = written(armature)
    assert errors(armature, binding, moved)[0] < 1.5
    assert armature.pose.bones[rigs.named("right_knee")].constraints["IK"].influence == 1.0
    assert {"IK_left", "IK_right"} <= keyed_bones(action)


def test_a_driven_influence_is_told():
    armature = h.build()
    rigs.driven(armature)
    _, _, action = written(armature)
    notes = " ".join(h.part("animation.actions").read_meta(action)["notes"])
    assert f"“IK” on “{rigs.named('left_knee')}”" in notes and "driver" in notes.lower()


def test_an_armature_that_another_leads_says_which():
    armature = h.build()
    rigs.led(armature)
    binding, moved, action = written(armature)
    assert errors(armature, binding, moved)[0] < 1.5
    notes = h.part("animation.actions").read_meta(action)["notes"]
    assert any("“Leader”" in note for note in notes), notes


def test_constraints_without_effect_change_nothing():
    plain, held = h.build(name="Plain"), h.build(name="Held")
    rigs.harmless(held)
    curves = h.part("animation.actions").action_curves
    found = []
    for armature in (plain, held):
        bpy.context.view_layer.objects.active = armature
        action = written(armature)[2]
        assert h.part("animation.actions").read_meta(action)["notes"] == []
        found.append([(c.data_path, c.array_index, [tuple(k.co) for k in c.keyframe_points]) for c in curves(action)])
    assert found[0] == found[1]


def test_nothing_is_left_of_the_trials():
    armature = h.build()
    rigs.ik_poles(armature)
    rigs.pinned(armature)
    before = h.snapshot()
    muted = [c.mute for p in armature.pose.bones for c in p.constraints]
    action = written(armature)[2]
    assert [a.name for a in bpy.data.actions] == [action.name]
    assert [c.mute for p in armature.pose.bones for c in p.constraints] == muted
    assert len(bpy.data.scenes) == 1 and bpy.context.scene.frame_current == before["frame"]
