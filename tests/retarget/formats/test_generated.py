"""What other generators write is read: joints end up where the file has them, whatever its order, up axis and shape."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from retarget import quat
from retarget.formats import amass, motion_arrays, soma
from retarget.formats.motion_arrays import ArraysError, read_arrays
from retarget.formats.smpl_body import average_skeleton
from retarget.motion import Motion

FRAMES = 24


def walking(skeleton, seed=0):
    """A figure that stands, sways and moves on; its feet near Y = 0."""
    clock = np.arange(FRAMES) / FRAMES
    rng = np.random.default_rng(seed)
    waves = np.sin(2 * np.pi * clock[:, None, None] + rng.uniform(0, 6, (1, len(skeleton), 3)))
    rot = quat.from_rotvec(waves * 0.25 * (np.arange(len(skeleton)) > 0)[:, None])
    root = np.stack([clock, np.full(FRAMES, 0.93), clock * 0.5], axis=1)
    return Motion(skeleton, 30.0, root, quat.continuous(rot))


def places(motion):
    return motion.globals()[0].astype(np.float64)


def z_up(pos):
    return np.stack([pos[..., 0], -pos[..., 2], pos[..., 1]], axis=-1)


def saved(folder, kind: Any = "npz", **arrays: Any):
    path = folder / f"motion.{kind}"
    if kind == "npz":
        np.savez_compressed(path, **arrays)
    elif kind == "npy":
        np.save(path, arrays.get("array", np.array(arrays, dtype=object)), allow_pickle=True)
    else:
        path.write_bytes(pickle.dumps(arrays))
    return path


def same_places(found, wanted):
    """Worst distance, m, but for the height of the floor."""
    gap = places(found)[:, :22] - wanted[:, :22]
    gap[..., 1] -= gap[..., 1].mean()
    return float(np.abs(gap).max())


@pytest.fixture
def figure():
    return walking(average_skeleton(22))


@pytest.mark.parametrize("up", ["y", "z"])
@pytest.mark.parametrize("shape", ["mdm", "frames", "batch", "flat", "joints", "arr_0"])
def test_places_alone_become_rotations(tmp_path, figure, shape, up):
    wanted = places(figure)
    pos = wanted if up == "y" else z_up(wanted)
    path = {
        "mdm": lambda: saved(tmp_path, "npy", motion=np.moveaxis(pos, 0, -1)[None], text=["walks"], num_samples=1),
        "frames": lambda: saved(tmp_path, "npy", array=pos),
        "batch": lambda: saved(tmp_path, "npy", array=pos[None]),
        "flat": lambda: saved(tmp_path, "npy", array=pos.reshape(FRAMES, 66)),
        "joints": lambda: saved(tmp_path, joints=pos),
        "arr_0": lambda: saved(tmp_path, arr_0=pos),
    }[shape]()
    found = read_arrays(path)
    assert same_places(found.motion, wanted) < 1e-3 and found.motion.fps == 20
    assert "20 frames a second" in " ".join(found.notes)


@pytest.mark.parametrize("name", ["keypoints", "pred_joints_world", "xyz"])
@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1)])
def test_places_under_a_name_that_nobody_knows(tmp_path, figure, name, order):
    file = saved(tmp_path, **{name: places(figure).transpose(order), "scores": np.ones(FRAMES)})
    assert same_places(read_arrays(file).motion, places(figure)) < 0.001


def test_two_arrays_of_places_under_names_that_nobody_knows_are_left_to_the_artist(tmp_path, figure):
    file = saved(tmp_path, one=places(figure), other=places(figure))
    with pytest.raises(ArraysError, match="no motion that is known"):
        read_arrays(file)


def test_trackers_in_a_cameras_space(tmp_path):
    figure = walking(average_skeleton(24))
    matrices = quat.to_matrix(figure.rot.astype(np.float64))
    file = saved(
        tmp_path, "pkl", pred_rotmat=matrices, pred_trans=figure.root_pos[:, None], pred_cam=np.ones((FRAMES, 3))
    )
    found = places(read_arrays(file, up="y").motion)
    assert np.abs(np.linalg.norm(found - found[:, :1], axis=-1) - np.linalg.norm(
        places(figure) - places(figure)[:, :1], axis=-1)).max() < 0.002  # fmt: skip


def test_a_robots_motion_is_told(tmp_path):
    file = saved(
        tmp_path, "pkl", fps=30, root_pos=np.zeros((9, 3)), root_rot=np.zeros((9, 4)), dof_pos=np.zeros((9, 29))
    )
    with pytest.raises(ArraysError, match="robot"):
        read_arrays(file)


@pytest.mark.parametrize(
    "written", ["thirty", np.array([30.0, 30.0]), np.array([]), 30 + 0j, np.datetime64("2020"), None]
)
def test_a_takes_rate_that_is_no_number_is_given_by_hand(tmp_path, figure, written):
    arrays = figure.to_arrays()
    del arrays["fps"]
    file = saved(tmp_path, **arrays, **({} if written is None else {"fps": written}))
    with pytest.raises(ArraysError, match="--fps"):
        read_arrays(file)
    assert read_arrays(file, fps=25).motion.fps == 25


@pytest.mark.parametrize(
    ("part", "value", "words"),
    [("rot", 0.0, "left_hip in frame 3"), ("rot", 1e38, "left_hip in frame 3"), ("root_pos", 1e30, "in frame 3"),
     ("offsets", -1e30, "right_knee")],
)  # fmt: skip
def test_numbers_that_no_motion_has_are_named(tmp_path, figure, part, value, words):
    arrays = {name: np.array(values) for name, values in figure.to_arrays().items()}
    at = {"rot": (3, 1), "root_pos": 3, "offsets": 5}[part]
    arrays[part][at] = value
    with pytest.raises(ArraysError, match=words):
        read_arrays(saved(tmp_path, **arrays))


def test_other_proportions_are_kept(tmp_path, figure):
    tall = replace(figure, skeleton=replace(figure.skeleton, offsets=figure.skeleton.offsets * 1.3))
    assert same_places(read_arrays(saved(tmp_path, joints=places(tall))).motion, places(tall)) < 1e-3


def test_of_several_motions_the_first_is_read_as_long_as_it_is(tmp_path, figure):
    pos = np.moveaxis(np.stack([places(figure)] * 3), 1, -1)
    found = read_arrays(saved(tmp_path, "npy", motion=pos, lengths=np.array([10, 20, 24]), num_repetitions=1))
    assert len(found.motion) == 10 and "3 motions" in found.notes[0]


def test_places_that_are_all_one_are_said(tmp_path):
    found = read_arrays(saved(tmp_path, "npy", motion=np.zeros((2, 22, 3, 12))))
    assert len(found.motion) == 12 and any("in one place" in note for note in found.notes)


@pytest.mark.parametrize("up", ["y", "z"])
@pytest.mark.parametrize("kind", ["edge", "gvhmr", "pt_names", "matrices"])
def test_parameters_of_smpl(tmp_path, figure, kind, up):
    rot = figure.rot.astype(np.float64)
    root = figure.root_pos.astype(np.float64)
    if up == "z":
        turn = quat.from_axis_angle(np.array([1.0, 0, 0]), np.pi / 2)
        rot[:, 0], root = quat.multiply(turn, rot[:, 0]), z_up(root)
    vectors = quat.to_rotvec(rot)
    flat = vectors[:, 1:].reshape(FRAMES, 63)
    if kind == "edge":
        poses = np.concatenate([vectors.reshape(FRAMES, 66), np.zeros((FRAMES, 6))], axis=1)
        path = saved(tmp_path, "pkl", smpl_poses=poses, smpl_trans=root, full_pose=np.zeros((FRAMES, 24, 3)))
    elif kind == "gvhmr":
        path = saved(tmp_path, body_pose=flat, global_orient=vectors[:, 0], transl=root, betas=np.zeros((FRAMES, 10)))
    elif kind == "pt_names":
        world = {"body_pose": flat, "global_orient": vectors[:, 0], "transl": root}
        camera = {**world, "global_orient": vectors[:, 0] + 1}
        path = saved(tmp_path, "pkl", smpl_params_incam=camera, smpl_params_global=world)
    else:
        matrices = quat.to_matrix(rot)
        path = saved(tmp_path, body_pose=matrices[:, 1:], global_orient=matrices[:, :1], transl=root)
    assert same_places(read_arrays(path).motion, places(figure)) < 1e-3
    assert same_places(read_arrays(path, up=up).motion, places(figure)) < 1e-3


@pytest.mark.parametrize(("scale", "unit"), [(100, "centimetres"), (1000, "millimetres"), (1, "")])
def test_places_in_other_units_are_metres_and_told(tmp_path, figure, scale, unit):
    found = read_arrays(saved(tmp_path, joints=places(figure) * scale, fps=np.array(30.0)))
    assert same_places(found.motion, places(figure)) < 1e-3
    assert found.notes == ((f"The places in motion.npz were taken for {unit}.",) if unit else ())


def test_motion_x(tmp_path, figure):
    rows = np.zeros((FRAMES, 322))
    rows[:, :66] = quat.to_rotvec(figure.rot.astype(np.float64)).reshape(FRAMES, 66)
    rows[:, 66] = 0.5  # a finger
    rows[:, 309:312] = figure.root_pos
    found = read_arrays(saved(tmp_path, "npy", array=rows)).motion
    assert len(found.skeleton) == 52 and same_places(found, places(figure)) < 1e-3
    assert np.abs(quat.to_rotvec(found.rot[:, 22:].astype(np.float64))).max() == pytest.approx(0.5, abs=1e-3)


def test_aist_has_a_scale_and_its_own_rate(tmp_path, figure):
    poses = quat.to_rotvec(figure.rot.astype(np.float64)).reshape(FRAMES, 66)
    poses = np.concatenate([poses, np.zeros((FRAMES, 6))], axis=1)
    path = saved(tmp_path, "pkl", smpl_poses=poses, smpl_trans=figure.root_pos * 93.0, smpl_scaling=np.array([93.0]))
    found = read_arrays(path)
    assert same_places(found.motion, places(figure)) < 1e-3 and found.motion.fps == 60


@pytest.mark.parametrize("count", [77, 30, 22])
def test_kimodo(tmp_path, count):
    skeleton = average_skeleton(22) if count == 22 else soma.skeleton(count)
    figure = walking(replace(skeleton, offsets=skeleton.offsets * 1.1))
    pos = places(figure)
    arrays = {"posed_joints": pos, "local_rot_mats": quat.to_matrix(figure.rot), "root_positions": pos[:, 0]}
    found = read_arrays(saved(tmp_path, **arrays, foot_contacts=np.zeros((FRAMES, 4))), fps=24.0).motion
    gap = places(found) - pos
    assert np.abs(gap - gap[:1, :1]).max() < 1e-3 and found.fps == 24
    assert {role for role in found.skeleton.roles if role} == set(average_skeleton(22).roles)


def test_the_joints_of_soma_are_in_kimodos_order():
    names = soma.joint_names(77)
    assert (len(names), len(soma.joint_names(30))) == (77, 30) and len(set(names)) == 77
    assert names[7:12] == ("HeadEnd", "Jaw", "LeftEye", "RightEye", "LeftShoulder")
    assert names[15:20] == (
        "LeftHandThumb1", "LeftHandThumb2", "LeftHandThumb3", "LeftHandThumbEnd", "LeftHandIndex1",
    )  # fmt: skip
    assert names[67:69] == ("LeftLeg", "LeftShin") and names[-1] == "RightToeEnd"
    body = soma.skeleton(77)
    parent = {name: names[p] if p >= 0 else "" for name, p in zip(names, body.parents)}
    assert parent["LeftHandIndex1"] == "LeftHand" and parent["LeftHandIndexEnd"] == "LeftHandIndex4"
    assert parent["RightShoulder"] == "Chest" and parent["RightLeg"] == "Hips" and parent["Head"] == "Neck2"


def test_humanmls_features(tmp_path, figure):
    """Features after their definition: half turns, steps in the heading, places about the root."""
    pos = places(figure)
    half = np.linspace(0.0, 0.6, FRAMES)
    heading = np.stack([np.cos(half), 0 * half, -np.sin(half), 0 * half], axis=1)
    features = np.zeros((FRAMES, 263))
    features[:-1, 0] = np.diff(half)
    step = quat.rotate(quat.inverse(heading[1:]), np.diff(pos[:, 0], axis=0) * [1, 0, 1])
    features[:-1, 1:3] = step[:, [0, 2]]
    features[:, 3] = pos[:, 0, 1]
    about = pos[:, 1:] - pos[:, :1] * [1, 0, 1]
    features[:, 4:67] = quat.rotate(quat.inverse(heading)[:, None], about).reshape(FRAMES, 63)
    wanted = pos - pos[:1, :1] * [1, 0, 1]
    assert same_places(read_arrays(saved(tmp_path, "npy", array=features)).motion, wanted) < 1e-3


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"local_rot_mats": np.zeros((4, 34, 3, 3))}, "robot"),
        ({"local_rot_mats": np.zeros((4, 19, 3, 3))}, "19 joints"),
        ({"local_rot_mats": np.full((4, 22, 3, 3), np.nan)}, "rotation of pelvis in frame 0"),
        ({"joints": np.zeros((4, 17, 3))}, "17 joints"),
        ({"joints": np.full((4, 22, 3), np.inf)}, "pelvis in frame 0"),
        ({"body_pose": np.zeros((4, 63)), "global_orient": np.zeros((5, 3))}, "different numbers of frames"),
        ({"body_pose": np.zeros((4, 62)), "global_orient": np.zeros((4, 3))}, "shape"),
        ({"body_pose": np.zeros((4, 63)), "global_orient": np.zeros((4, 3)), "fps": np.array(0.001)}, "1 to 1000"),
        ({"body_pose": np.array(["a"]), "global_orient": np.zeros((4, 3))}, "no numbers"),
        ({"weights": np.zeros(3)}, "no motion that is known"),
        ({"wei\nghts": np.zeros(3)}, "wei.ghts"),
        ({"joints": np.full((4, 22, 3), 1e38)}, "out of all range"),
        ({"smpl_poses": np.zeros((4, 72)), "smpl_trans": np.float64(1)}, "smpl_trans"),
    ],
)
def test_what_is_no_motion_is_told(tmp_path, arrays, words):
    with pytest.raises(ArraysError, match=words) as told:
        read_arrays(saved(tmp_path, **arrays))
    assert "\n" not in str(told.value) and "motion.npz" in str(told.value)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_none_are_refused_with_frame_and_joint(tmp_path, figure, bad):
    arrays = figure.to_arrays()
    arrays["rot"][7, 3, 1] = bad
    with pytest.raises(ArraysError, match="spine1 in frame 7"):
        read_arrays(saved(tmp_path, **arrays))


def test_a_rate_outside_of_motion_is_refused_for_each_kind(tmp_path, figure):
    for arrays in (figure.to_arrays(), amass.to_arrays(figure)):
        for name in ("fps", "mocap_framerate", "mocap_frame_rate"):
            if name in arrays:
                arrays[name] = np.array(0.001)
        with pytest.raises(ArraysError, match="from 1 to 1000"):
            read_arrays(saved(tmp_path, **arrays))
        assert read_arrays(saved(tmp_path, **arrays | {"fps": np.array(24.0)}), fps=25.0).motion.fps == 25


def test_a_rate_that_is_a_text_is_told(tmp_path, figure):
    arrays = amass.to_arrays(figure) | {"mocap_framerate": np.array("120")}
    with pytest.raises(ArraysError, match="the text “120” and not a number"):
        read_arrays(saved(tmp_path, **arrays))
    assert read_arrays(saved(tmp_path, **arrays), fps=120.0).motion.fps == 120


def test_what_a_camera_sees_stands_too(tmp_path, figure):
    """In a camera's frame Y points down; a tracker's people are in dicts by number."""
    down = np.array([0.0, 1.0, 0.0, 0.0])
    rot = figure.rot.astype(np.float64)
    rot[:, 0] = quat.multiply(down, rot[:, 0])
    vectors = quat.to_rotvec(rot).reshape(FRAMES, 66)
    person = {"pose_world": np.pad(vectors, ((0, 0), (0, 6))), "trans_world": quat.rotate(down, figure.root_pos)}
    path = tmp_path / "people.pkl"
    path.write_bytes(pickle.dumps({0: person}))
    assert same_places(read_arrays(path).motion, places(figure)) < 1e-3


def test_amass_with_y_up_stands(tmp_path, figure):
    arrays = amass.to_arrays(figure)
    poses = quat.to_rotvec(figure.rot.astype(np.float64))
    arrays["poses"][:, :66] = poses.reshape(FRAMES, 66)
    arrays["trans"] = figure.root_pos
    assert same_places(read_arrays(saved(tmp_path, **arrays)).motion, places(figure)) < 1e-3


def test_a_body_that_lies_in_a_world_with_z_up_goes_on_lying(tmp_path, figure):
    arrays = amass.to_arrays(figure)
    arrays["poses"][:, :3] = 0  # along Y
    arrays["trans"] = np.tile([0.0, 2.0, 0.15], (FRAMES, 1))
    head = places(read_arrays(saved(tmp_path, **arrays)).motion)[:, 15]
    assert (head[:, 1] < 0.6).all()


def test_every_ending_is_read_and_no_other(tmp_path):
    assert set(motion_arrays.SUFFIXES) == {".npz", ".npy", ".pkl", ".pickle", ".pt", ".pth"}
