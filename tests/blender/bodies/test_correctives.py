"""Pose corrections in Blender: driven keys give the model's own equation, whatever turns the bones."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest
from mathutils import Matrix, Quaternion

from tests.blender import helpers as h
from tests.retarget.bodies import write_model

Z_UP = np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])  # of Y up


def built(folder: str, joints: int = 24) -> tuple[Any, Any, np.ndarray]:
    """A body of little tetrahedra, with corrections of our own: (armature, mesh, (J - 1, 9, V, 3) m)."""
    model = h.part("retarget.formats.smpl_body").read_model(write_model(Path(folder) / "BODY.npz", joints))
    table = np.random.default_rng(0).normal(0, 0.01, (joints - 1, 9, len(model.vertices), 3)).astype(np.float32)
    table[7] = 0
    armature = h.part("bodies.building").build(model, "BODY", table)
    return armature, bpy.data.objects["BODY-mesh"], table


def turned(armature: Any, name: str, quaternion: Quaternion) -> np.ndarray:
    """Turn a bone by a rotation in the model's axes, and return that rotation's matrix (3, 3)."""
    wanted = np.array(quaternion.to_matrix())
    rest = np.array(armature.data.bones[name].matrix_local.to_3x3())
    own = rest.T @ Z_UP @ wanted @ Z_UP.T @ rest
    bone = armature.pose.bones[name]
    if bone.rotation_mode == "QUATERNION":
        bone.rotation_quaternion = Matrix(own.tolist()).to_quaternion()
    else:
        bone.rotation_euler = Matrix(own.tolist()).to_euler(bone.rotation_mode)
    return wanted


def shown(mesh: Any) -> np.ndarray:
    """Vertices (V, 3) after the keys and before the bones."""
    mesh.modifiers[0].show_viewport = False
    bpy.context.view_layer.update()
    seen = mesh.evaluated_get(bpy.context.evaluated_depsgraph_get()).data
    points = np.empty(3 * len(seen.vertices), np.float32)
    seen.vertices.foreach_get("co", points)
    return points.reshape(-1, 3)


def test_keys_follow_the_bones_as_the_models_equation_has_it():
    with tempfile.TemporaryDirectory() as folder:
        armature, mesh, table = built(folder)
        names = h.part("retarget.formats.smpl_body").joint_names(24)
        assert (
            len(mesh.data.shape_keys.key_blocks) == 1 + 9 * 22
            and "right_ankle 11" not in mesh.data.shape_keys.key_blocks
        )
        before = shown(mesh)
        armature.pose.bones["right_elbow"].rotation_mode = "YXZ"
        expected = np.zeros_like(before)
        turns = {"left_knee": (0.9, 0.3, 0.2, -0.1), "right_elbow": (0.5, -0.6, 0.1, 0.6), "neck": (0.8, 0.1, 0.5, 0.2)}
        for name, numbers in turns.items():
            off = turned(armature, name, Quaternion(numbers).normalized()) - np.eye(3)
            expected += np.tensordot(off.reshape(9), table[names.index(name) - 1], 1) @ Z_UP.T
        moved = shown(mesh) - before
        apart, most = float(np.abs(moved - expected).max()), float(np.abs(expected).max())
        assert apart < 5e-5 and most > 0.02
        assert mesh.data.shape_keys.key_blocks[1].id_data.animation_data.drivers[0].driver.is_valid


def test_a_shape_is_built_and_without_support_the_body_comes_plain_and_says_so(monkeypatch):
    support = h.part("bodies.support")
    monkeypatch.setattr(support, "is_there", lambda python=None: False)
    with tempfile.TemporaryDirectory() as folder:
        path = write_model(Path(folder) / "TALL.npz", 52)
        shape = (1.0, *([0.0] * 9))
        assert bpy.ops.motif.import_smpl(filepath=str(path), betas=shape) == {"FINISHED"}
        tall = bpy.data.objects["TALL-mesh"]
        assert tall.data.shape_keys is None
        assert bpy.ops.motif.import_smpl(filepath=str(path)) == {"FINISHED"}
    heights = [np.ptp([v.co.z for v in bpy.data.objects[n].data.vertices]) for n in ("TALL-mesh", "TALL-mesh.001")]
    assert heights[0] == pytest.approx(1.1 * heights[1], rel=1e-5)


def test_support_is_asked_of_the_engines_own_python(tmp_path):
    support = h.part("bodies.support")
    python = tmp_path / "bin" / "python"
    assert not support.is_there(str(python))
    package = tmp_path / "lib" / "python3.11" / "site-packages" / "smplx"
    package.mkdir(parents=True)
    (package / "lbs.py").write_text("")
    assert support.is_there(str(python))


def test_smpl_support_asks_for_agreement_first(monkeypatch):
    installation = h.part("session.installation")
    state = installation.State("ready", "", "cpu", "3.11")
    monkeypatch.setattr(installation, "state", lambda: state)
    began: list[str] = []
    monkeypatch.setattr(installation, "run_now", lambda command, **_: began.append(command))
    assert "agree" in h.refused(bpy.ops.motif.install_smpl)
    assert began == []
    assert bpy.ops.motif.install_smpl(agreed=True) == {"FINISHED"} and began == ["smpl"]
