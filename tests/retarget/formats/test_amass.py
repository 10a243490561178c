"""AMASS files and body models, on tiny synthetic files in the real format."""

from __future__ import annotations

import io

import numpy as np
import pytest

from retarget import quat
from retarget.formats import amass, smpl_body
from retarget.formats.smpl_body import ModelError
from retarget.motion import CANONICAL_NAMES, Motion
from retarget.solve import retarget
from tests.retarget.bodies import amass_arrays, write_model
from tests.retarget.figures import LIMBS, directions, limbs, sway


def saved(tmp_path, arrays, name="clip.npz"):
    path = tmp_path / name
    np.savez(path, **arrays)
    return path


@pytest.mark.parametrize(
    ("joints", "rate"), [(24, "mocap_framerate"), (52, "mocap_framerate"), (55, "mocap_frame_rate")]
)
def test_round_trip(tmp_path, joints, rate):
    given = amass_arrays(joints, rate)
    motion = amass.read_amass(saved(tmp_path, given))
    assert len(motion.skeleton) == joints and motion.fps == 60 and len(motion) == 20
    assert set(CANONICAL_NAMES) == set(motion.skeleton.role_joint)
    again = amass.to_arrays(motion, joints)
    turn = [quat.from_rotvec(a["poses"].reshape(20, -1, 3)) for a in (given, again)]
    assert quat.angle_between(*turn).max() < 1e-5
    assert np.abs(again["trans"] - given["trans"]).max() < 1e-6 and again[rate] == 60


def test_round_trip_with_a_model(tmp_path):
    model = smpl_body.read_model(write_model(tmp_path / "body.npz", 55))
    given = amass_arrays(55)
    motion = amass.read_amass(saved(tmp_path, given), model)
    again = amass.to_arrays(motion, model=model)
    assert np.abs(again["trans"] - given["trans"]).max() < 1e-5
    # The pelvis stands where the model's own equation puts it: rest joint plus translation.
    z_up = np.stack([motion.root_pos[:, 0], -motion.root_pos[:, 2], motion.root_pos[:, 1]], axis=-1)
    assert np.abs(z_up - (given["trans"] + model.joints[0])).max() < 1e-5


def test_z_up_becomes_y_up(tmp_path):
    """Upright in AMASS, a quarter turn about X of the body's own axes, is upright here."""
    given = amass_arrays(52)
    given["poses"][:] = 0
    given["poses"][:, 0] = np.pi / 2
    given["trans"][:] = [1, 2, 0.9]
    motion = amass.read_amass(saved(tmp_path, given))
    assert np.allclose(motion.rot[:, 0], quat.IDENTITY, atol=1e-6)
    assert np.allclose(motion.root_pos[0], [1, 0.9, -2], atol=1e-6)
    pos, _ = motion.globals()
    joint = motion.skeleton.role_joint
    assert pos[0, joint["head"], 1] > pos[0, joint["pelvis"], 1] + 0.4
    assert pos[0, joint["left_wrist"], 0] > pos[0, joint["right_wrist"], 0] + 1


def test_poses_in_parts(tmp_path):
    whole = amass_arrays(55)
    parts = {k: v for k, v in whole.items() if k != "poses"}
    cuts = {"root_orient": 3, "pose_body": 66, "pose_jaw": 69, "pose_eye": 75, "pose_hand": 165}
    start = 0
    for name, end in cuts.items():
        parts[name], start = whole["poses"][:, start:end], end
    a, b = (amass.read_amass(saved(tmp_path, arrays)) for arrays in (whole, parts))
    assert np.allclose(a.rot, b.rot)


def test_a_take_written_points_its_limbs_the_same_way(tmp_path):
    motion = limbs(40)
    path = tmp_path / "take.npz"
    amass.write_amass(motion, path)
    back = amass.read_amass(path)
    assert len(back.skeleton) == 52 and back.fps == motion.fps
    cosine = np.sum(directions(motion, LIMBS) * directions(back, LIMBS), axis=-1)
    assert np.degrees(np.arccos(np.clip(cosine, -1, 1))).max() < 3
    with np.load(path, allow_pickle=False) as arrays:
        assert {"poses", "trans", "betas", "gender", "mocap_framerate"} <= set(arrays.files)
        assert arrays["poses"].shape == (40, 156) and str(arrays["gender"]) == "neutral"


def test_amass_onto_another_figure(tmp_path):
    """What was read drives any skeleton with roles: a canonical figure's limbs point as the body's do."""
    source = limbs(30)
    buffer = io.BytesIO()
    amass.write_amass(source, buffer)
    path = tmp_path / "clip.npz"
    path.write_bytes(buffer.getvalue())
    moved = retarget(amass.read_amass(path), source.skeleton)
    cosine = np.sum(directions(source, LIMBS) * directions(moved, LIMBS), axis=-1)
    assert np.degrees(np.arccos(np.clip(cosine, -1, 1))).max() < 3
    assert np.abs(moved.root_pos - source.root_pos).max() < 0.03


def test_pickles_are_refused_in_words(tmp_path):
    given = amass_arrays(52)
    with pytest.raises(ModelError, match=r"pickled file.*download the \.npz"):
        smpl_body.read_model(tmp_path / "SMPLX_NEUTRAL.pkl")
    hidden = saved(tmp_path, {**given, "poses": np.array([{"a": 1}], object)})
    with pytest.raises(ModelError, match=r"pickled.*run a program"):
        amass.read_amass(hidden)
    # A pickled gender hurts nobody who never reads it.
    odd = saved(tmp_path, {**given, "gender": np.array(b"male", object)}, "odd.npz")
    assert len(amass.read_amass(odd)) == 20


@pytest.mark.parametrize(("change", "words"), [
    ({"poses": None}, "not an AMASS motion"),
    ({"mocap_framerate": None}, "lacks its frame rate"),
    ({"poses": np.zeros((20, 100))}, "100 columns"),
    ({"trans": np.zeros((19, 3))}, "20 poses and 19"),
    ({"trans": np.full((20, 3), np.nan)}, "finite"),
    ({"mocap_framerate": np.array(-1.0)}, "frame rate is -1"),
    ({"poses": np.array(["a", "b"])}, "no numbers"),
])  # fmt: skip
def test_damaged_motion(tmp_path, change, words):
    given = {k: v for k, v in {**amass_arrays(52), **change}.items() if v is not None}
    with pytest.raises(ModelError, match=words):
        amass.read_amass(saved(tmp_path, given))


def test_files_that_are_none(tmp_path):
    with pytest.raises(ModelError, match="no file"):
        amass.read_amass(tmp_path / "none.npz")
    (tmp_path / "text.npz").write_text("hello")
    with pytest.raises(ModelError, match="not an AMASS motion"):
        amass.read_amass(tmp_path / "text.npz")
    np.save(tmp_path / "one.npy", np.zeros(3))
    with pytest.raises(ModelError, match=r"give an \.npz"):
        amass.read_amass(tmp_path / "one.npy")


@pytest.mark.parametrize("joints", [24, 52, 55])
def test_model_file(tmp_path, joints):
    path = write_model(tmp_path / "body.npz", joints)
    model = smpl_body.read_model(path)
    assert len(model.names) == joints and model.parents.tolist() == list(smpl_body.joint_parents(joints))
    assert model.parents[0] == -1 and np.allclose(model.weights.sum(axis=1), 1, atol=1e-5)
    taller = smpl_body.read_model(path, np.array([2.0]))
    assert np.ptp(taller.vertices[:, 1]) > 1.05 * np.ptp(model.vertices[:, 1])
    assert np.ptp(taller.joints[:, 1]) > 1.05 * np.ptp(model.joints[:, 1])
    skeleton = model.skeleton
    pos, _ = skeleton.rest_globals()
    assert np.abs(pos - model.joints).max() < 1e-5


def test_damaged_models(tmp_path):
    with np.load(write_model(tmp_path / "body.npz", 52)) as arrays:
        good = {name: arrays[name] for name in arrays.files if name != "joint2num"}
    cases = {
        "lacks “weights”": {"weights": None},
        "shape": {"J_regressor": np.zeros((52, 3))},
        "tree": {"kintree_table": np.zeros((2, 52))},
        "vertices that aren't there": {"f": np.array([[0, 1, 99999]])},
    }
    for words, change in cases.items():
        path = saved(tmp_path, {k: v for k, v in {**good, **change}.items() if v is not None}, "bad.npz")
        with pytest.raises(ModelError, match=words):
            smpl_body.read_model(path)


def test_only_bodies_of_the_family_have_names():
    assert smpl_body.joint_names(52)[22:25] == ("left_index1", "left_index2", "left_index3")
    assert smpl_body.joint_names(55)[22] == "jaw" and smpl_body.joint_names(55)[37] == "left_thumb1"
    with pytest.raises(ValueError, match="30 joints"):
        smpl_body.joint_names(30)


def test_any_skeleton_with_roles_can_be_written():
    motion = sway(20)
    arrays = amass.to_arrays(Motion(motion.skeleton, 30, motion.root_pos, motion.rot), 24)
    assert arrays["poses"].shape == (20, 72) and np.isfinite(arrays["poses"]).all()
    assert arrays["trans"][:, 2].min() > 0.5  # Z is up there
