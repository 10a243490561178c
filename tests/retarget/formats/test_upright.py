"""Motion files whose rest pose does not stand, or whose world has Z up: the figure moves as in a plain file."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from retarget import quat
from retarget.formats import bvh, upright
from retarget.mapping import sides
from retarget.motion import CANONICAL_NAMES, ROLE_INDEX, Motion, Skeleton, canonical_skeleton
from retarget.solve import retarget
from tests.retarget.figures import directions
from tests.retarget.rig_fixtures import names_of

MIXAMO = names_of("Mixamo")
NUMBERED = {role: f"Bone{n}" for n, role in enumerate(CANONICAL_NAMES)}
LIMBS = ("hip", "knee", "ankle", "shoulder", "elbow")
SITS = {f"{s}_hip": (-1.5, 0, 0) for s in ("left", "right")} | {f"{s}_knee": (1.5, 0, 0) for s in ("left", "right")}
LEGS_UP = {f"{s}_hip": (2.9, 0, 0) for s in ("left", "right")}
KNEELS = {f"{s}_knee": (2.2, 0, 0) for s in ("left", "right")}
CURLED = SITS | {"pelvis": (0.7, 0, 0), "spine1": (0.5, 0, 0), "spine2": (0.5, 0, 0), "neck": (0.6, 0, 0)}


def stroll(frames: int = 60) -> Motion:
    """Somebody walks on the spot, arms bent, the head turning; the first frame stands."""
    t = np.arange(frames) / 30
    turn = np.zeros((frames, 22, 3))
    for side, sign in (("left", 1.0), ("right", -1.0)):
        turn[:, ROLE_INDEX[f"{side}_hip"], 0] = -0.4 * np.maximum(0, sign * np.sin(4 * t))
        turn[:, ROLE_INDEX[f"{side}_knee"], 0] = 0.8 * np.maximum(0, sign * np.sin(4 * t))
        turn[:, ROLE_INDEX[f"{side}_shoulder"], 2] = -sign * 1.2
        turn[:, ROLE_INDEX[f"{side}_elbow"], 1] = -sign * (0.5 + 0.3 * np.sin(3 * t))
    turn[:, ROLE_INDEX["head"], 1] = 0.6 * np.sin(2 * t)
    root = np.stack([0.1 * t, np.full(frames, 0.9), 0.3 * t], axis=-1)
    return Motion(canonical_skeleton(), 30, root, quat.continuous(quat.from_rotvec(turn.astype(np.float32))))


def written(path, motion: Motion, names: dict[str, str], rest: dict, z_up: bool = False):
    """A .bvh of the motion, in centimetres, whose rest pose has joints turned by `rest` (rotation vectors)."""
    skeleton, rot = motion.skeleton, motion.rot.copy()
    local = np.tile(quat.IDENTITY, (22, 1))
    for role, vector in rest.items():
        local[ROLE_INDEX[role]] = quat.from_rotvec(np.array(vector, np.float32))
    root = motion.root_pos
    if z_up:
        turn = quat.from_axis_angle(np.array([1.0, 0, 0], np.float32), np.array(np.pi / 2)).astype(np.float32)
        rot[:, 0], root = quat.multiply(turn, rot[:, 0]), quat.rotate(turn, root)
    rot = quat.multiply(quat.inverse(local), rot)
    called = tuple(names[name] for name in skeleton.names)
    skeleton = replace(skeleton, names=called, rest=local, roles=())
    bvh.write_bvh(Motion(skeleton, 30, root, rot), path, scale=0.01)
    return path


def off(made: Motion, plain: Motion) -> float:
    """Greatest angle in degrees between joints' world rotations that both motions have on the canonical skeleton."""
    joints = [ROLE_INDEX[role] for role in CANONICAL_NAMES if role.rpartition("_")[2] in (*LIMBS, "pelvis", "head")]
    ours, theirs = (retarget(one, canonical_skeleton()).globals()[1][:, joints] for one in (made, plain))
    return float(np.degrees(quat.angle_between(ours, theirs)).max())


@pytest.mark.parametrize("names", [MIXAMO, NUMBERED], ids=["names", "numbers"])
@pytest.mark.parametrize(
    "rest",
    [{"pelvis": (np.pi / 2, 0, 0)}, {"pelvis": (-np.pi / 2, 0, 0)}, {"pelvis": (0, 0, np.pi / 2)},
     {"pelvis": (np.pi, 0, 0)}, LEGS_UP, SITS, KNEELS, CURLED],
    ids=["on its face", "on its back", "on its side", "on its head", "legs up", "sitting", "kneeling", "curled"],
)  # fmt: skip
@pytest.mark.parametrize("z_up", [False, True], ids=["y", "z"])
def test_a_rest_pose_that_does_not_stand(tmp_path, names, rest, z_up):
    plain, _ = upright.read_figure(written(tmp_path / "plain.bvh", stroll(), MIXAMO, {}))
    made, notes = upright.read_figure(written(tmp_path / "odd.bvh", stroll(), names, rest, z_up))
    assert [made.skeleton.names[made.skeleton.role_joint[role]] for role in CANONICAL_NAMES] == [
        names[role] for role in CANONICAL_NAMES
    ]
    assert off(made, plain) < 3
    feet = [made.skeleton.role_joint[f"{side}_ankle"] for side in ("left", "right")]
    assert abs(made.globals()[0][:, feet, 1].min() - plain.globals()[0][:, feet, 1].min()) < 0.5  # cm
    assert all(note.startswith("odd.bvh") for note in notes)


@pytest.mark.parametrize("hips_apart", [True, False])
def test_all_bones_along_one_axis(tmp_path, hips_apart):
    """Every bone along Y in rest, as programs write that keep each bone's own axes: names and motion tell."""
    plain, _ = upright.read_figure(written(tmp_path / "plain.bvh", stroll(), MIXAMO, {}))
    made, notes = upright.read_figure(one_axis(tmp_path / "axis.bvh", stroll(), hips_apart))
    assert notes and [made.skeleton.names[made.skeleton.role_joint[role]] for role in CANONICAL_NAMES] == [
        MIXAMO[role] for role in CANONICAL_NAMES
    ]
    ours, theirs = (retarget(one, canonical_skeleton()) for one in (made, plain))
    for side in ("left", "right"):
        pairs = [(f"{side}_{a}", f"{side}_{b}") for a, b in (("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow"))]
        for pair in pairs:
            ways = [directions(one, (pair,))[:, 0] for one in (ours, theirs)]
            assert np.degrees(np.arccos(np.clip((ways[0] * ways[1]).sum(-1), -1, 1))).max() < 3, pair


def one_axis(path, motion: Motion, hips_apart: bool):
    """A .bvh of the motion in which all OFFSETs but the hips' are along +Y, a bone's length from its parent."""
    skeleton, up = motion.skeleton, np.array([0, 1, 0], np.float32)
    onward = [next((k for k in range(22) if skeleton.parents[k] == j and k != 0), None) for j in range(22)]
    onward[ROLE_INDEX["pelvis"]], onward[ROLE_INDEX["spine3"]] = ROLE_INDEX["spine1"], ROLE_INDEX["neck"]
    axes = np.stack([quat.between(up, skeleton.offsets[j if k is None else k]) for j, k in enumerate(onward)])
    world = quat.multiply(motion.globals()[1], axes)
    above = np.maximum(skeleton.parents, 0)
    rot = quat.multiply(quat.inverse(world[:, above]), world)
    rot[:, 0] = world[:, 0]
    offsets = np.linalg.norm(skeleton.offsets, axis=-1)[:, None] * up
    if hips_apart:
        for role in ("left_hip", "right_hip"):
            offsets[ROLE_INDEX[role]] = skeleton.offsets[ROLE_INDEX[role]] * (1, 0, 0)
    called = tuple(MIXAMO[name] for name in skeleton.names)
    skeleton = replace(skeleton, names=called, offsets=offsets, roles=())
    bvh.write_bvh(Motion(skeleton, 30, motion.root_pos, rot), path, 0.01)
    return path


def test_a_plain_file_is_left_as_it_is(tmp_path):
    path = written(tmp_path / "plain.bvh", stroll(), MIXAMO, {})
    read = bvh.read_bvh(path)
    made, notes = upright.read_figure(path)
    np.testing.assert_array_equal(made.rot, read.rot)
    np.testing.assert_array_equal(made.root_pos, read.root_pos)
    assert made.skeleton.digest == read.skeleton.digest and notes == ()


def test_the_axis_that_is_given_goes_before_what_the_motion_tells(tmp_path):
    path = written(tmp_path / "z.bvh", stroll(), MIXAMO, {}, z_up=True)
    found, asked = upright.read_figure(path), upright.read_figure(path, up="z")
    np.testing.assert_array_equal(found[0].rot, asked[0].rot)
    assert len(found[1]) == 1 and asked[1] == ()
    kept, _ = upright.read_figure(path, up="y")
    head = kept.skeleton.role_joint["head"]
    assert kept.globals()[0][:, head, 1].max() < 40 < kept.globals()[0][:, head, 2].min()


def test_somebody_who_lies_keeps_lying(tmp_path):
    """Lying along Z on a floor with Y up is no world with Z up."""
    motion = stroll()
    down = quat.from_axis_angle(np.array([1.0, 0, 0], np.float32), np.array(np.pi / 2)).astype(np.float32)
    rot, root = motion.rot.copy(), motion.root_pos * 0
    rot[:, 0] = quat.multiply(down, rot[:, 0])
    root[:, 1] = 0.12
    path = written(tmp_path / "asleep.bvh", replace(motion, rot=rot, root_pos=root), MIXAMO, {})
    made, notes = upright.read_figure(path)
    assert notes == () and made.globals()[0][:, made.skeleton.role_joint["head"], 1].max() < 60


def test_sides_that_are_swapped_in_the_names_are_told_by_bending_knees(tmp_path):
    """Without toes and with straight legs in rest, only the motion tells the front."""
    swapped = {role: MIXAMO[sides.other(role)] for role in MIXAMO}
    for names, notes in ((MIXAMO, 0), (swapped, 1)):
        path = written(tmp_path / "walk.bvh", stroll(), names, {})
        path.write_text(
            re.sub(r"JOINT (\w+)ToeBase(\s*{\s*)OFFSET .*", r"JOINT \1End\2OFFSET 0 -3 0", path.read_text())
        )
        made, said = upright.read_figure(path)
        hip = made.skeleton.names[made.skeleton.role_joint["left_hip"]]
        assert hip == names["left_hip"] and len(said) == notes, said


def test_a_skeleton_without_legs_is_told_with_a_way_out(tmp_path):
    motion, legs = stroll(), ("hip", "knee", "ankle", "foot")
    kept = [j for j, role in enumerate(CANONICAL_NAMES) if role.rpartition("_")[2] not in legs]
    half = Skeleton(
        tuple(MIXAMO[CANONICAL_NAMES[j]] for j in kept),
        np.array([kept.index(motion.skeleton.parents[j]) if j else -1 for j in kept]),
        motion.skeleton.offsets[kept],
    )
    bvh.write_bvh(Motion(half, 30, motion.root_pos, motion.rot[:, kept]), tmp_path / "half.bvh")
    with pytest.raises(upright.FigureError, match=r"half.bvh: its skeleton .*; export the motion again"):
        upright.read_figure(tmp_path / "half.bvh")
