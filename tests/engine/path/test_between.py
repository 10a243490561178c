"""Part of a motion made anew along a path and to a target: kept frames to the bit, seams without a jolt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.inbetween import edit
from engine.inbetween.options import edit_request
from engine.metrics import path as measures
from engine.motion import blend, cleanup
from engine.path import between
from engine.protocol.errors import EngineError
from engine.protocol.messages import request_from_json, request_to_json
from engine.protocol.path import Path
from engine.protocol.request import InbetweenRequest
from engine.protocol.targets import target_of
from engine.strides import seams
from engine.strides.gait import gait_of
from retarget import mask
from retarget.feet.legs import foot_points, legs_of
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion
from tests.engine.train.puppet import walk

AROUND = Path(((0, 1.6), (-0.7, 3.0), (0, 4.4)))


@pytest.fixture
def source(monkeypatch) -> Motion:
    motion = cleanup.clean(walk(150))
    gait = gait_of(motion)
    monkeypatch.setattr(between, "gait_for", lambda model, wanted, seed: gait)
    return motion


def made(source: Motion, **options) -> Motion:
    request = edit_request(source, {"frames": "40-109", **options})
    return edit.edit(request, 0, None, lambda: None, lambda: None)


def test_the_gap_goes_along_the_path_and_the_rest_stays(source) -> None:
    motion = made(source, path=AROUND)
    for kept in (slice(0, 40), slice(110, 150)):
        assert (motion.root_pos[kept] == source.root_pos[kept]).all() and (motion.rot[kept] == source.rot[kept]).all()
    assert measures.measure(motion.cut(42, 108), AROUND)["apart"] < 0.08
    assert motion.root_pos[75, 0] < -0.4
    root = np.linalg.norm(np.diff(motion.root_pos, n=2, axis=0), axis=1) * 900
    assert root.max() < 40


def test_feet_do_not_jolt_where_the_way_begins_and_ends(source) -> None:
    motion = made(source, path=AROUND)
    balls = foot_points(motion, legs_of(motion.skeleton))[:, [1, 3]]
    fastest = np.linalg.norm(np.diff(balls, n=2, axis=0), axis=-1).max(axis=1) * 900
    assert max(fastest[36:56].max(), fastest[94:114].max()) < 1.8 * fastest[:36].max()


def test_a_foot_on_the_floor_waits_for_its_swing_to_go_to_another_place() -> None:
    bare = walk(90)
    contacts = np.zeros((90, 4), bool)
    contacts[15:35, :2] = contacts[60:75, :2] = True  # the left foot
    motion = replace(bare, contacts=contacts)
    aside = replace(motion, root_pos=motion.root_pos + np.array([0.12, 0, 0], np.float32))
    before, body = motion.cut(0, 20), aside.cut(20, 90)
    wanted = foot_points(body, legs_of(body.skeleton))[:, 1, 0]

    def aside_by(moved: Motion) -> np.ndarray:
        return wanted - foot_points(moved, legs_of(body.skeleton))[:, 1, 0]

    off = aside_by(seams.led(before, body, 0.4))
    assert np.abs(off[:15] - 0.12).max() < 0.01 and np.abs(off[40:]).max() < 0.01
    assert np.abs(np.diff(off)).max() < 0.015
    assert aside_by(blend.inertialise(before, body, 0.4))[10] < 0.03  # by which it would be dragged while it stands


def test_a_target_inside_the_gap_is_met_and_the_rest_stays(source) -> None:
    target = "right_hand@75=-1.0,1.1,3.1"
    motion = made(source, path=AROUND, reach=[target])
    assert np.linalg.norm(motion.globals()[0][75, R["right_wrist"]] - [-1.0, 1.1, 3.1]) < 0.01
    assert (motion.rot[:40] == source.rot[:40]).all() and (motion.rot[110:] == source.rot[110:]).all()


def test_what_does_not_go_with_a_path_is_told(source) -> None:
    with pytest.raises(EngineError, match="outside the frames that are made anew"):
        edit_request(source, {"frames": "40-109", "reach": [target_of("head@20=0,1,1")]})
    with pytest.raises(EngineError, match="let all its parts change"):
        made(source, path=AROUND, parts="arms")
    far = Path(((0, 1.6), (30, 3), (0, 4.4)))
    with pytest.raises(EngineError, match="m/s in 70 frames"):
        made(source, path=far)


def test_the_request_is_the_same_after_json(source) -> None:
    request = edit_request(source, {"frames": "40-109", "path": AROUND, "reach": ["head@60=0,1,1"]})
    data, arrays = request_to_json(request)
    again = request_from_json(data, arrays, mask.unpack)
    assert isinstance(again, InbetweenRequest) and again.path == AROUND and again.targets == request.targets
