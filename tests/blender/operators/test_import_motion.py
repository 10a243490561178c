"""Bodies and motions of the SMPL family in Blender, from tiny synthetic files in the real format."""

from __future__ import annotations

import tempfile
from pathlib import Path

import bpy
import numpy as np

from tests.blender import helpers as h
from tests.retarget.bodies import amass_arrays, write_model


def test_a_body_from_a_model_file():
    with tempfile.TemporaryDirectory() as folder:
        path = write_model(Path(folder) / "SMPLX_TEST.npz", 55)
        assert bpy.ops.motif.import_smpl(filepath=str(path)) == {"FINISHED"}
    armature, mesh = bpy.data.objects["SMPLX_TEST"], bpy.data.objects["SMPLX_TEST-mesh"]
    assert len(armature.data.bones) == 55 and len(mesh.data.vertices) == 220 and len(mesh.vertex_groups) == 55
    assert abs(min((mesh.matrix_world @ v.co).z for v in mesh.data.vertices)) < 1e-5
    found = h.part("rig.binding").find_map(armature)
    assert len(found.bones) == 22 and found.bones["left_knee"].name == "left_knee"
    knee = armature.pose.bones["left_knee"]
    knee.rotation_quaternion = (0.7071, 0.7071, 0, 0)
    seen = mesh.evaluated_get(bpy.context.evaluated_depsgraph_get()).data
    moved = [np.linalg.norm(a.co - b.co) for a, b in zip(seen.vertices, mesh.data.vertices, strict=True)]
    assert max(moved[4 * 7 : 4 * 8]) > 0.2 and max(moved[:4]) < 1e-5  # the ankle swings, the pelvis stays


def test_amass_onto_a_rig_and_onto_the_body():
    with tempfile.TemporaryDirectory() as folder:
        model, clip = write_model(Path(folder) / "BODY.npz", 52), Path(folder) / "dance.npz"
        arrays = amass_arrays(52)
        arrays["poses"] *= 0.4
        arrays["poses"][:, 0] += 0.6 * np.pi / 2
        np.savez(clip, **arrays)
        poses = []
        for make in (lambda: h.build("mixamo"), lambda: h.part("bodies.building").import_body(model)):
            armature = make()
            bpy.context.view_layer.objects.active = armature
            assert bpy.ops.motif.import_motion(filepath=str(clip)) == {"FINISHED"}
            first, last = h.part("animation.actions").frame_range(armature.animation_data.action)
            assert last - first == int(19 / 60 * 24)
            poses.append(h.pose_points(armature, h.roles_of(armature), range(first, last + 1)))
    assert h.limb_error(poses[0], poses[1]) < 6


def test_a_frame_rate_and_an_up_axis_can_be_given():
    """A file that says nothing of its rate, whose person lies: as the artist says, upright and at half the length."""
    arrays = amass_arrays(52)
    arrays["poses"] *= 0.1
    arrays["mocap_framerate"] = np.array(30.0)
    armature = h.build("mixamo")
    bpy.context.view_layer.objects.active = armature
    tilt = {}
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "stands.npz"
        np.savez(clip, **arrays)
        for up in ("y", "z"):
            assert bpy.ops.motif.import_motion(filepath=str(clip), up=up, own_rate=False, fps=12.0) == {"FINISHED"}
            first, last = h.part("animation.actions").frame_range(armature.animation_data.action)
            assert last - first == int(19 / 12 * bpy.context.scene.render.fps)
            points = h.pose_points(armature, h.roles_of(armature), range(first, first + 1))
            body = points["head"][0] - points["pelvis"][0]
            tilt[up] = body / np.linalg.norm(body)
    assert abs(float(tilt["y"] @ tilt["z"])) < 0.2, "the axis that was given is the one that points up"


def test_what_cannot_be_read_is_said():
    armature = h.build("rigify")
    with tempfile.TemporaryDirectory() as folder:
        odd = Path(folder) / "odd.npz"
        np.savez(odd, v_template=np.zeros((3, 3)))
        before = h.snapshot()
        assert "smpl-x.is.tue.mpg.de" in h.refused(bpy.ops.motif.import_smpl, filepath="")
        assert "pickled" in h.refused(bpy.ops.motif.import_smpl, filepath=str(odd.with_suffix(".pkl")))
        assert "J_regressor" in h.refused(bpy.ops.motif.import_smpl, filepath=str(odd))
        assert "no motion that is known" in h.refused(bpy.ops.motif.import_motion, filepath=str(odd))
        assert h.snapshot() == before and armature.animation_data is None


def test_a_motion_becomes_a_take_from_a_folder_and_from_another_armature():
    other = h.build("unreal", "Other")
    armature = h.build("mixamo", "Hero")
    scene, s = bpy.context.scene, bpy.context.scene.motif.motion
    scene.motif.source = "motion"
    assert "No motion file is chosen" in h.refused(bpy.ops.motif.apply_motion)
    with tempfile.TemporaryDirectory() as folder:
        inside = Path(folder) / "inside"
        inside.mkdir()
        arrays = amass_arrays(52)
        arrays["poses"] *= 0.3
        np.savez(inside / "dance.npz", **arrays)
        (Path(folder) / "words.txt").write_text("no motion")
        s.kind, s.folder = "folder", folder
        assert [row.name for row in s.files] == [str(Path("inside") / "dance.npz")]
        assert bpy.ops.motif.generate() == {"FINISHED"}
        bpy.context.view_layer.objects.active = other
        assert bpy.ops.motif.apply_motion() == {"FINISHED"}
    bpy.context.view_layer.objects.active = armature
    first = armature.motif.takes[0]
    assert first.action.name == "dance" and first.action == armature.animation_data.action and first.figures
    s.kind, s.armature = "armature", other
    assert bpy.ops.motif.apply_motion() == {"FINISHED"}
    assert len(armature.motif.takes) == 2 and armature.motif.chosen == 1
    begin, end = h.part("animation.actions").frame_range(armature.animation_data.action)
    poses = [h.pose_points(rig, h.roles_of(rig), range(begin, end + 1)) for rig in (armature, other)]
    assert h.limb_error(*poses) < 6
    with h.engine():
        assert not bpy.ops.motif.take_reroll.poll(), "it has no record to be made again from"
    s.armature = None
    assert "No other armature" in h.refused(bpy.ops.motif.apply_motion)


def test_a_take_goes_out_and_comes_back_the_same():
    armature = h.build("mixamo", "Hero")
    scene = bpy.context.scene
    scene.motif.prompt, scene.motif.takes, scene.motif.automatic, scene.motif.frames = "waves", 1, False, 24
    with h.engine():
        bpy.ops.motif.generate()
    shown = armature.animation_data.action
    own = h.pose_points(armature, h.roles_of(armature), range(1, 25))
    with tempfile.TemporaryDirectory() as folder:
        for kind, ending in (("bvh", ".bvh"), ("npz", ".npz"), ("amass", ".npz")):
            path = Path(folder) / kind
            assert bpy.ops.motif.take_export(filepath=str(path), kind=kind) == {"FINISHED"}
            assert armature.animation_data.action == shown
            scene.motif.clean_up = False
            assert bpy.ops.motif.import_motion(filepath=str(path) + ending) == {"FINISHED"}
            back = h.pose_points(armature, h.roles_of(armature), range(1, 25))
            assert h.limb_error(back, own) < 2, kind
            bpy.ops.motif.take_discard()
            armature.motif.chosen = 0
        assert "can't be written" in h.refused(bpy.ops.motif.take_export, filepath=folder + "/no/where.bvh", kind="bvh")
    if hasattr(bpy.types, "FileHandler"):
        handler = h.part("operators.export_take").MOTIF_FH_motion
        assert {".bvh", ".npz"} <= set(handler.bl_file_extensions.split(";"))


def test_an_fbx_or_a_glb_is_a_motion_and_nothing_of_it_stays(tmp_path):
    """A character of another family with an animation, out and in again, beside the artist's own."""
    other = h.build("rigify", "Other")
    bones = h.roles_of(other)
    elbow = other.pose.bones[bones["left_elbow"]]
    elbow.rotation_mode = "QUATERNION"
    for frame, turn in ((1, 0.0), (20, 0.6)):
        elbow.rotation_quaternion = (np.cos(turn / 2), np.sin(turn / 2), 0, 0)
        elbow.keyframe_insert("rotation_quaternion", frame=frame)
    bpy.ops.export_scene.gltf(filepath=str(tmp_path / "wave.glb"))
    (tmp_path / "broken.bvh").write_text("HIERARCHY")
    bpy.data.objects.remove(other)
    armature, scene = h.build("mixamo", "Hero"), bpy.context.scene
    armature.select_set(True)
    scene.frame_end = 77
    kinds = ("objects", "armatures", "meshes", "materials", "collections")
    before = {kind: {item.name for item in getattr(bpy.data, kind)} for kind in kinds}
    settings = scene.motif.motion
    scene.motif.source, settings.kind, settings.folder = "motion", "folder", str(tmp_path)
    assert [row.name for row in settings.files] == ["broken.bvh", "wave.glb"]
    assert bpy.ops.motif.apply_folder() == {"FINISHED"}, "the broken one is told and left out"
    assert len(armature.motif.takes) == 1 and bpy.context.object == armature and scene.frame_end == 77
    assert before == {kind: {item.name for item in getattr(bpy.data, kind)} for kind in kinds}
    points = h.pose_points(armature, {"wrist": h.roles_of(armature)["left_wrist"]}, (1, 20))["wrist"]
    assert np.linalg.norm(points[1] - points[0]) > 0.05


def test_a_folders_files_have_strips_where_they_are_small(tmp_path):
    strips = h.part("drawing.file_strips")
    np.savez(tmp_path / "clip.npz", **amass_arrays(52))
    text = strips.read(tmp_path / "clip.npz")
    assert h.part("drawing.strip").read(text).shape == (5, 22, 2)
    (tmp_path / "broken.bvh").write_text("HIERARCHY")
    assert strips.read(tmp_path / "broken.bvh") == "" == strips.read(tmp_path / "gone.npz")


def test_ghosts_of_one_take_stay_beside_anothers():
    ghosts, armature = h.part("drawing.ghosts"), h.build("mixamo")
    with h.engine():
        bpy.context.scene.motif.prompt = "walks"
        bpy.ops.motif.generate()
    bpy.ops.motif.take_ghosts_pin()
    first = ghosts.pinned()
    assert first == armature.motif.takes[armature.motif.chosen].action.name
    state = ghosts._State
    assert len(state.pinned) == len(state.lines) == 3 and state.pinned[0][1] != state.lines[0][1]
    armature.motif.chosen = (armature.motif.chosen + 1) % len(armature.motif.takes)
    other = armature.motif.takes[armature.motif.chosen].action
    ghosts.show(armature, other)
    assert ghosts.pinned() == first and len(state.pinned) == 3, "it stays"
    ghosts.hide()
    assert not ghosts.pinned() and not state.pinned
