"""Poses completed and motion around a pose: what is given stays to the bit on any skeleton, and seeds make families."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from engine import __main__ as cli
from engine import api
from engine.api import Engine, LoadedModel
from engine.models import decomposed
from engine.motion.canonical import to_canonical
from engine.pose import prior
from engine.pose.around import AroundModel, Family
from engine.pose.options import around_request, pose_request
from engine.pose.prior import PriorModel, given_roles, pose_row
from engine.pose.windows import windows
from engine.protocol.errors import EngineError
from engine.protocol.messages import request_from_json, request_to_json
from engine.protocol.options import family
from engine.protocol.request import AroundRequest, PoseRequest, with_seeds
from engine.protocol.sampling import Sampling
from engine.take_files import load_motion
from retarget import quat
from retarget.mask import Mask, unpack
from retarget.motion import CANONICAL_NAMES, Motion, canonical_skeleton
from tests.engine.inbetween.test_regenerate import other_rig

CONFIG = decomposed.Config(base_width=32, base_depth=2, dim=24, heads=2, layers=1, dropout=0.0, most=120)


def network() -> decomposed.Decomposed:
    """Random weights around a standing figure: poses vary a little, as real ones would."""
    torch.manual_seed(0)
    net = decomposed.Decomposed(CONFIG)
    assert isinstance(net.base, decomposed.PosePrior) and isinstance(net.rest, decomposed.ResidualGenerator)
    nn.init.normal_(net.base.leave.weight, std=0.6)
    nn.init.normal_(net.rest.leave.weight, std=0.02)
    stands = Motion(canonical_skeleton(), 30.0, np.array([[0, 0.9, 0]]), np.tile(quat.IDENTITY, (1, 22, 1)))
    net.pose_mean.copy_(torch.from_numpy(pose_row(stands)))
    net.pose_scale.fill_(0.3)
    return net.eval().requires_grad_(False)


def a_pose(skeleton=None, fps: float = 30.0) -> Motion:
    skeleton = skeleton or canonical_skeleton()
    rng = np.random.default_rng(3)
    rot = quat.from_rotvec(rng.normal(0, 0.25, (1, len(skeleton), 3)))
    rot[:, 0] = quat.multiply(quat.from_axis_angle(np.array([0, 1.0, 0]), np.array([1.1])), rot[:, 0])
    return Motion(skeleton, fps, np.array([[2.0, 0.9, -1.0]]), rot)


LOADERS = {
    "poses": lambda folder, device: LoadedModel(PriorModel(network(), device), "0" * 64),
    "decomposed": lambda folder, device: LoadedModel(AroundModel(network(), device), "1" * 64),
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(device="cpu", loaders=LOADERS)


OPTIONS = {"seed": 3, "takes": 1, "at": 0, "given": "left_arm, head, right_knee"}


def options(**more) -> dict:
    return {**OPTIONS, **more}


@pytest.mark.parametrize("kind", ["canonical", "other"])
def test_what_is_given_stays_to_the_bit_and_the_rest_is_proposed(engine, kind):
    pose = a_pose(canonical_skeleton() if kind == "canonical" else other_rig())
    takes = engine.generate(pose_request(pose, options(takes=3)))
    given = given_roles(["left_arm", "head", "right_knee"])
    assert {"left_collar", "left_wrist", "head", "right_knee"} <= given
    roles = pose.skeleton.roles
    for take in takes:
        assert len(take.motion) == 1 and take.motion.skeleton.names == pose.skeleton.names
        for j, role in enumerate(roles):
            same = np.array_equal(take.motion.rot[:, j], pose.rot[:, j])
            assert same == (role in given or role == ""), role
    apart = quat.angle_between(takes[0].motion.rot[0], takes[1].motion.rot[0])
    assert np.degrees(apart.max()) > 1
    # Where it stands and heads is the artist's.
    found, was = to_canonical(takes[0].motion), to_canonical(pose)
    np.testing.assert_allclose(found.root_pos[0, [0, 2]], was.root_pos[0, [0, 2]], atol=0.03)


def test_the_hips_stay_where_they_are_given(engine):
    pose = a_pose()
    made = engine.generate(pose_request(pose, options(given="root,left_leg")))[0].motion
    assert np.array_equal(made.root_pos, pose.root_pos) and np.array_equal(made.rot[:, 0], pose.rot[:, 0])


def test_a_seed_is_a_proposal_whatever_else_is_asked_for(engine):
    pose = a_pose()
    three = engine.generate(pose_request(pose, options(takes=3)))
    alone = engine.generate(pose_request(pose, options(seed=4)))
    np.testing.assert_array_equal(three[1].motion.rot, alone[0].motion.rot)


@pytest.mark.parametrize(
    ("given", "what"),
    [("", "No bone"), ("body", "All bones are given"), ("left_ear", "no body part “left_ear”")],
)
def test_nothing_and_everything_given_are_refused(engine, given, what):
    with pytest.raises(EngineError, match=what):
        engine.generate(pose_request(a_pose(), options(given=given)))


def test_a_pose_is_one_frame_of_a_motion(engine):
    with pytest.raises(EngineError, match="no frame 7"):
        pose_request(a_pose(), options(at=7))
    with pytest.raises(EngineError, match="no pose"):
        engine.generate(PoseRequest(None, ("head",)))


@pytest.mark.parametrize("fps", [24.0, 30.0, 60.0])
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_motion_around_a_pose_passes_through_it_to_the_bit(engine, place, fps):
    pose = a_pose(other_rig(), fps)
    request = around_request(pose, {"seed": 1, "takes": 2, "at": 0, "place": place, "seconds": 2.0})
    takes = engine.generate(request)
    assert isinstance(request.mask, Mask)
    at = int(np.flatnonzero(request.mask.frames)[0])
    assert at == {"first": 0, "middle": round((2 * fps - 1) / 2), "last": 2 * fps - 1}[place]
    for take in takes:
        made = take.motion
        assert len(made) == 2 * fps and made.fps == fps
        assert np.array_equal(made.rot[at], pose.rot[0]) and np.array_equal(made.root_pos[at], pose.root_pos[0])
    # Feet locked by random contacts would leap about: the way into the pose and out of it is looked at without.
    (bare,) = engine.generate(replace(request, sampling=Sampling((1,), fps, clean_up=False), base_seeds=(1,)))
    turns = np.degrees(quat.angle_between(bare.motion.rot[1:], bare.motion.rot[:-1])).max(axis=1)
    assert turns[max(0, at - 2) : at + 2].max() < 10
    assert not np.array_equal(takes[0].motion.rot, takes[1].motion.rot)


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_long_clip_goes_on_window_by_window(engine, place):
    """Longer than the network makes at once: the pose to the bit, no jolt where a window meets the next, and a short
    clip is what it was."""
    pose = a_pose()
    asked = {"seed": 1, "takes": 1, "at": 0, "place": place, "seconds": 11.0, "no_clean_up": True}
    request = around_request(pose, asked)
    (take,) = engine.generate(request)
    assert isinstance(request.mask, Mask) and len(take.motion) == 330
    at = int(np.flatnonzero(request.mask.frames)[0])
    assert np.array_equal(take.motion.rot[at], pose.rot[0])
    assert np.array_equal(take.motion.root_pos[at], pose.root_pos[0])
    turns = np.degrees(quat.angle_between(take.motion.rot[1:], take.motion.rot[:-1])).max(axis=1)
    for window in windows(330, at, CONFIG.most)[1:]:
        near = turns[max(0, window.middle - 2) : window.middle + 2]
        assert near.max() < 1.5 * turns.max(initial=0, where=np.abs(np.arange(329) - window.middle) > 15), window
    # Windows differ: a chain is no loop.
    assert np.degrees(quat.angle_between(take.motion.rot[10:110], take.motion.rot[220:320])).max() > 1
    (other,) = engine.generate(with_seeds(request, [2]))
    assert not np.array_equal(other.motion.rot, take.motion.rot)


def test_a_long_clip_around_a_pose_of_the_models_own(engine):
    (take,) = engine.generate(around_request(None, {"seed": 1, "takes": 1, "seconds": 9.0, "fps": 24.0}))
    assert len(take.motion) == 216 and np.isfinite(take.motion.rot).all()


def test_families_share_the_pose_or_the_motion(engine):
    """Without a pose of the artist's: the same base seed is the same pose in the middle."""
    told = {"seed": 1, "takes": 2, "seconds": 2.0, "fps": 30.0, "no_clean_up": True}
    one, two = engine.generate(around_request(None, {**told, "vary": "motion"}))
    middle = len(one.motion) // 2
    near = np.degrees(quat.angle_between(one.motion.rot[middle, 1:], two.motion.rot[middle, 1:]).max())
    assert (one.base_seed, two.base_seed) == (1, 1) and (one.seed, two.seed) == (1, 2)
    assert near < 0.5, "but for the smoothing, which mixes in the frames beside it"
    same, other = engine.generate(around_request(None, {**told, "vary": "pose"}))
    assert (same.base_seed, other.base_seed) == (1, 2) and (same.seed, other.seed) == (1, 1)
    np.testing.assert_array_equal(same.motion.rot, one.motion.rot)
    assert np.degrees(quat.angle_between(same.motion.rot[middle, 1:], other.motion.rot[middle, 1:]).max()) > 1


def test_before_smoothing_a_base_seed_is_one_base_frame():
    model = AroundModel(network(), "cpu")
    made = [model.sample(40, 20, Family(5, seed)) for seed in (1, 2)]
    assert not np.array_equal(made[0].rot[0], made[1].rot[0])


def test_a_take_remembers_its_own_seeds(engine):
    takes = engine.generate(around_request(None, {"seed": 1, "takes": 2, "seconds": 1.0, "fps": 30.0, "vary": "pose"}))
    again = request_from_json(takes[1].meta()["request"])
    assert isinstance(again, AroundRequest) and (again.sampling.seeds, again.base_seeds) == ((1,), (2,))
    made = engine.generate(again)[0].motion
    np.testing.assert_array_equal(made.rot, takes[1].motion.rot)


def test_requests_travel(engine):
    request = pose_request(a_pose(), options())
    data, arrays = request_to_json(request)
    back = request_from_json(data, arrays, unpack)
    assert isinstance(back, PoseRequest) and back.given == request.given
    assert isinstance(back.source, Motion) and isinstance(request.source, Motion)
    np.testing.assert_array_equal(back.source.rot, request.source.rot)


def test_seeds_of_families():
    assert family(5, None, 3, "both") == ((5, 6, 7), (5, 6, 7))
    assert family(5, 9, 3, "motion") == ((5, 6, 7), (9, 9, 9))
    assert family(5, 9, 3, "pose") == ((5, 5, 5), (9, 10, 11))


def test_what_cant_be_asked_for(engine):
    pose = a_pose()
    with pytest.raises(EngineError, match="60 seconds"):
        around_request(pose, {"seed": 0, "takes": 1, "seconds": 61.0})
    with pytest.raises(EngineError, match="no place: choose first, middle or last"):
        around_request(pose, {"seed": 0, "takes": 1, "place": "top"})
    with pytest.raises(EngineError, match="poses of the model's own"):
        around_request(pose, {"seed": 0, "takes": 1, "vary": "pose"})
    with pytest.raises(EngineError, match="more than 0"):
        around_request(pose, {"seed": 0, "takes": 1, "seconds": 0.0})
    with pytest.raises(EngineError, match="as many of both"):
        AroundRequest(None, None, Sampling((1, 2)), base_seeds=(1,), frames=30)
    request = around_request(pose, {"seed": 0, "takes": 1, "seconds": 1.0})
    with pytest.raises(EngineError, match="one whole pose"):
        engine.generate(replace(request, mask=Mask.of_frames(np.arange(30) < 2, 22)))


def test_cancelling_stops_it(engine):
    with pytest.raises(EngineError, match="cancelled"):
        engine.generate(around_request(a_pose(), {"seed": 0, "takes": 1}), should_stop=lambda: True)
    with pytest.raises(EngineError, match="cancelled"):
        engine.generate(pose_request(a_pose(), options()), should_stop=lambda: True)


def test_a_figure_nearly_on_the_floor_stands_on_it():
    pose = Motion(canonical_skeleton(), 30.0, np.array([[0, 0.95, 0]]), np.tile(quat.IDENTITY, (1, 22, 1)))
    stands = prior._landed(pose)
    for off in (-0.3, -0.05, 0.04):
        moved = replace(stands, root_pos=stands.root_pos + np.array([0, off, 0], np.float32))
        np.testing.assert_allclose(prior._landed(moved).root_pos, stands.root_pos, atol=1e-5)
    jumps = replace(stands, root_pos=stands.root_pos + np.array([0, 0.3, 0], np.float32))
    np.testing.assert_array_equal(prior._landed(jumps).root_pos, jumps.root_pos)


def test_roles_and_parts_are_told_by_name():
    assert given_roles(["upper", "left_foot"]) == {n for n in CANONICAL_NAMES if "hip" not in n and "knee" not in n} - {
        "pelvis", "left_ankle", "right_ankle", "right_foot",
    }  # fmt: skip


def test_the_command_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(api, "LOADERS", LOADERS)
    pose, out = tmp_path / "pose.npz", tmp_path / "made.npz"
    np.savez(pose, **a_pose().to_arrays())
    assert cli.main(["poses", "--motion", str(pose), "--given", "left_arm", "--takes", "2", "--out", str(out)]) == 0
    made, meta = load_motion(tmp_path / "made-2.npz")
    assert len(made) == 1 and meta["request"]["given"] == ["left_arm"] and meta["seed"] == 1
    np.testing.assert_array_equal(made.rot[:, 18], a_pose().rot[:, 18])
    command = ["around", "--motion", str(pose), "--seconds", "1", "--place", "last", "--out", str(out)]
    assert cli.main(command) == 0
    made, _ = load_motion(out)
    np.testing.assert_array_equal(made.rot[29], a_pose().rot[0])
    assert cli.main(["around", "--seconds", "1", "--vary", "pose", "--takes", "2", "--out", str(out)]) == 0
    assert load_motion(tmp_path / "made-2.npz")[1]["request"]["base_seeds"] == [1]
    capsys.readouterr()
    assert cli.main(["poses", "--motion", str(pose), "--at", "3", "--given", "head", "--out", str(out)]) == 1
    assert "has no frame 3" in capsys.readouterr().err
