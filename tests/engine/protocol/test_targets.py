"""Targets as they are written, sent, and refused in one sentence."""

from __future__ import annotations

import json

import numpy as np
import pytest

from engine.batch.options import given
from engine.protocol.errors import EngineError
from engine.protocol.messages import request_from_json, request_to_json
from engine.protocol.options import request_of
from engine.protocol.prompt import Prompt
from engine.protocol.request import TextRequest
from engine.protocol.targets import Target, missed, target_of, targets_of, turn_of
from retarget import quat


def test_a_target_is_read_and_is_the_same_after_json() -> None:
    target = target_of("Right Hand@90=0.3,1.1,-2")
    assert target == Target("right_hand", 90, 90, ((0.3, 1.1, -2.0),)) and target.role == "right_wrist"
    turned = target_of("left_wrist@10-20=0,1,0,0,90,0")
    assert (turned.joint, turned.first, turned.last) == ("left_hand", 10, 20)
    assert np.allclose(turned.turn[0], quat.from_axis_angle(np.array([0.0, 1.0, 0.0]), np.pi / 2))
    request = TextRequest((Prompt("walks"),), 120, targets=(target, turned))
    assert request_from_json(json.loads(json.dumps(request_to_json(request)[0]))) == request


def test_turns_are_about_the_world_s_axes_in_order() -> None:
    x, z = (quat.from_axis_angle(np.array(axis), np.pi / 2) for axis in ((1.0, 0.0, 0.0), (0.0, 0.0, 1.0)))
    assert np.allclose(turn_of([90, 0, 90]), quat.multiply(z, x))


@pytest.mark.parametrize(("text", "sentence"), [
    ("elbow@3=1,2,3", "“elbow” is no joint"), ("left_hand@3=1,2", "is not JOINT@FRAME=x,y,z"),
    ("left_hand=1,2,3", "is not JOINT@FRAME"), ("left_hand@9-3=1,2,3", "ends before it begins"),
    ("left_hand@3=1,2,5000", "from -1000 to 1000"), ("look@3=0,1,2,0,90,0", "isn't turned otherwise"),
])  # fmt: skip
def test_what_is_no_target_is_told_in_a_sentence(text, sentence) -> None:
    with pytest.raises(EngineError, match=sentence) as told:
        target_of(text)
    assert told.value.message.endswith(".")


def test_options_and_rows_take_targets_that_fit_the_take() -> None:
    request = request_of({"text": "walks", "seconds": 4, "reach": ["head@60=0,1,1"]})
    assert isinstance(request, TextRequest) and request.targets == targets_of(["head@60=0,1,1"])
    with pytest.raises(EngineError, match="lies after the take's last frame, 59"):
        request_of({"text": "walks", "seconds": 2, "reach": ["head@60=0,1,1"]})
    with pytest.raises(EngineError, match="of one joint at once"):
        request_of({"text": "walks", "seconds": 4, "reach": ["head@60=0,1,1", "head@50-70=0,1,1"]})
    row = given({"text": "walks", "reach": "head@60=0,1,1; left_hand@90=0,1,1"})
    assert row["reach"] == ["head@60=0,1,1", "left_hand@90=0,1,1"]
    with pytest.raises(EngineError, match="must be targets"):
        given({"reach": 3})


def test_what_was_missed_is_a_sentence() -> None:
    (sentence,) = missed({"skate": 1.0, "missed left_hand@30": 0.34})
    assert "left_hand@30 is out of reach by 0.34 m" in sentence
