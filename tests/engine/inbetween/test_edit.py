"""Part of a motion made anew through the engine, the wire and the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine import __main__ as cli
from engine import api
from engine.api import Engine
from engine.inbetween import options as edit_options
from engine.protocol.errors import EngineError
from engine.protocol.messages import request_from_json, request_to_json
from engine.protocol.prompt import Prompt
from engine.protocol.request import InbetweenRequest
from engine.take_files import load_motion
from retarget import constraints
from retarget.formats import bvh
from retarget.mask import Mask, unpack
from retarget.motion import Motion
from tests.engine import fake
from tests.engine.inbetween.test_regenerate import other_rig, walk


@pytest.fixture
def engine() -> Engine:
    return Engine(device="cpu", loaders=fake.loaders())


@pytest.fixture(autouse=True)
def stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "LOADERS", fake.loaders())


def edit(motion: Motion, frames: str = "20-40", **options: object) -> InbetweenRequest:
    return edit_options.edit_request(motion, {"frames": frames, **options})


@pytest.mark.parametrize("fps", [24.0, 30.0])
def test_takes_differ_inside_the_mask_alone(engine: Engine, fps: float) -> None:
    source = walk(80, fps, other_rig())
    takes = engine.generate(edit(source, takes=2, seed=5))
    assert [t.seed for t in takes] == [5, 6]
    kept = np.r_[0:20, 41:80]
    for take in takes:
        assert np.array_equal(take.motion.rot[kept], source.rot[kept])
        assert np.array_equal(take.motion.root_pos[kept], source.root_pos[kept])
    j = source.skeleton.role_joint["left_shoulder"]
    assert not np.allclose(takes[0].motion.rot[30, j], takes[1].motion.rot[30, j], atol=1e-3)


def test_parts_leave_the_rest_of_the_body(engine: Engine) -> None:
    source = walk(60)
    (take,) = engine.generate(edit(source, parts="upper"))
    below = [
        j
        for j, n in enumerate(source.skeleton.names)
        if any(p in n for p in ("hip", "knee", "ankle", "foot", "pelvis"))
    ]
    assert np.array_equal(take.motion.rot[:, below], source.rot[:, below])
    assert np.array_equal(take.motion.root_pos, source.root_pos)
    assert not np.allclose(take.motion.rot[30, 16], source.rot[30, 16], atol=1e-3)


def test_pins_are_met_to_the_bit(engine: Engine) -> None:
    source = walk(60)
    (take,) = engine.generate(edit(source, "10-50", pins="20, 35"))
    assert np.array_equal(take.motion.rot[[20, 35]], source.rot[[20, 35]])
    assert not np.array_equal(take.motion.rot[25], source.rot[25])


def test_prompts_along_the_gap_fill_their_own_stretch() -> None:
    filler = fake.FakeFill()
    engine = Engine(device="cpu", loaders={"inbetween": lambda f, d: api.LoadedModel(filler, "0" * 64)})
    source = walk(120)
    request = edit(source, "20-99")
    prompts = (Prompt("walks", 0, 60), Prompt("waves", 60, 120))
    engine.generate(replace(request, prompts=prompts))
    assert [c["prompt"] for c in filler.calls] == ["walks", "waves"]
    first, second = (constraints.gaps(c["keep"].frames) for c in filler.calls)
    assert first == [(20, 60)] and second == [(60, 100)]
    assert filler.calls[0]["frames"] == 60  # what comes later is not there yet


def test_a_request_travels_with_its_motion() -> None:
    source = walk(30, 24.0, other_rig())
    request = edit(source, "5-9", parts="left_arm,head")
    data, arrays = request_to_json(request)
    back = request_from_json(json.loads(json.dumps(data)), arrays, unpack)
    assert isinstance(back, InbetweenRequest) and isinstance(back.source, Motion)
    assert back.mask is not None and request.mask is not None
    assert np.array_equal(back.source.rot, source.rot) and back.source.skeleton.digest == source.skeleton.digest
    assert back.source.skeleton.roles == source.skeleton.roles
    assert all(np.array_equal(a, b) for a, b in zip(back.mask.pack().values(), request.mask.pack().values()))


def test_how_an_edited_take_was_made_can_be_read_again(engine: Engine) -> None:
    (take,) = engine.generate(edit(walk(40), "5-20", text="waves"))
    again = request_from_json(json.loads(json.dumps(take.meta()["request"])))
    assert isinstance(again, InbetweenRequest) and again.prompts[0].text == "waves" and again.frames == 40


def test_cancel(engine: Engine) -> None:
    with pytest.raises(EngineError, match="cancelled"):
        engine.generate(edit(walk(60)), should_stop=lambda: True)


def test_a_mask_without_a_motion_is_refused(engine: Engine) -> None:
    for mask in (Mask.of_frames(np.ones(4, bool), 22), None):
        with pytest.raises(EngineError, match="give both"):
            engine.generate(InbetweenRequest(None, mask, frames=4))
    with pytest.raises(EngineError, match="different joints"):
        engine.generate(InbetweenRequest(walk(4), Mask.of_frames(np.zeros(4, bool), 21)))


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"frames": "40-20"}, "backwards"),
        ({"frames": "x"}, "A-B"),
        ({"frames": "90-95"}, "after the motion's last"),
        ({"frames": "20-21", "pins": "20,21"}, "pinned"),
        ({"frames": "20-30", "pins": "99"}, "no frame"),
        ({"frames": "20-30", "parts": "tail"}, "no body part"),
        ({"frames": "20-30", "audio": "a.wav"}, "not a sound"),
        ({"frames": "20-30", "takes": 0}, "number of takes"),
    ],
)
def test_bad_input_is_a_sentence(options: dict, says: str) -> None:
    with pytest.raises(EngineError, match=says):
        edit_options.edit_request(walk(60), options)


@pytest.mark.parametrize("frames", ["0-59", "59", "0-0", "30-999"])
def test_odd_ranges_have_a_result(engine: Engine, frames: str) -> None:
    (take,) = engine.generate(edit(walk(60), frames))
    assert len(take.motion) == 60 and np.isfinite(take.motion.rot).all()


def run(*arguments: object) -> int:
    return cli.main(["inbetween", *map(str, arguments)])


def test_the_command_keeps_the_file_s_own_bits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = walk(60)
    arrays = source.to_arrays()
    arrays["rot"][::7] *= -1  # the same rotations, written by somebody else
    np.savez(tmp_path / "in.npz", **arrays)
    out = tmp_path / "out.npz"
    assert run("--motion", tmp_path / "in.npz", "--frames", "20-40", "--out", out, "--json") == 0
    with np.load(out, allow_pickle=False) as made:
        kept = np.r_[0:20, 41:60]
        assert np.array_equal(made["rot"][kept], arrays["rot"][kept])
        assert np.array_equal(made["root_pos"][kept], arrays["root_pos"][kept])
        assert not np.array_equal(made["rot"][30], arrays["rot"][30])
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["takes"][0]["frames"] == 60


def test_an_amass_file_can_be_edited(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    arrays = {
        "poses": 0.1 * rng.normal(size=(40, 156)).astype(np.float64), "trans": np.zeros((40, 3)),
        "mocap_framerate": np.float64(30), "betas": np.zeros(16), "gender": np.array("neutral"),
    }  # fmt: skip
    np.savez(tmp_path / "captured.npz", **arrays)
    out = tmp_path / "edited.npz"
    assert run("--motion", tmp_path / "captured.npz", "--frames", "10-20", "--out", out) == 0
    before, after = load_motion(tmp_path / "captured.npz")[0], load_motion(out)[0]
    kept = np.r_[0:10, 21:40]
    np.testing.assert_array_equal(after.rot[kept], before.rot[kept])
    assert not np.array_equal(after.rot[10:21], before.rot[10:21])


def test_the_command_reads_and_writes_bvh(tmp_path: Path) -> None:
    bvh.write_bvh(walk(60), tmp_path / "in.bvh")
    own, _ = load_motion(tmp_path / "in.bvh")
    out = tmp_path / "out.bvh"
    assert run("--motion", tmp_path / "in.bvh", "--frames", "20-40", "--out", out) == 0
    made, _ = load_motion(out)
    kept = np.r_[0:20, 41:60]
    assert np.abs(np.sum(made.rot[kept] * own.rot[kept], axis=-1)).min() > 1 - 1e-6
    assert made.skeleton.names == own.skeleton.names


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    np.savez(tmp_path / "in.npz", **walk(30).to_arrays())
    assert run("--motion", tmp_path / "in.npz", "--frames", "50-60", "--out", tmp_path / "o.npz") == 1
    assert "choose others" in capsys.readouterr().err
    assert run("--motion", tmp_path / "none.npz", "--frames", "5-6", "--out", tmp_path / "o.npz") == 1


def test_what_says_nothing_is_told():
    assert edit_options.cut_away("3-8", "4,8", 10) == []
    past, outside = edit_options.cut_away("3-99", "4,2", 10)
    assert "3-9 are made anew" in past and "pin 2 lies outside" in outside
