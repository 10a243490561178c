"""`motif check` and `motif clean`."""

from __future__ import annotations

import json

import numpy as np
import pytest

from engine import take_files
from engine.__main__ import main
from retarget.motion import Motion
from tests.retarget.checks.figures import crouch, pushed, turned


def _written(path, motion: Motion, meta: dict | None = None):
    take_files.save_motion(motion, path, meta or {})
    return path


def _json(capsys, *argv: str) -> dict:
    assert main([*argv, "--json"]) == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.mark.parametrize("name", ["spoilt.npz", "spoilt.bvh"])
def test_a_spoilt_file_is_told(tmp_path, capsys, name):
    path = _written(tmp_path / name, pushed(crouch(), 60, 12, 0.4))
    told = _json(capsys, "check", str(path))
    first = told["problems"][0]
    assert told["ok"] and told["frames"] == 120 and first["kind"] == "slide" and first["joint"].endswith("foot")
    assert 58 <= first["first"] <= first["last"] <= 74 and first["worst"] > first["limit"] > 0
    assert main(["check", str(path)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("problem") and said[1].startswith("slide")


def test_a_good_file_has_no_problems(tmp_path, capsys):
    assert _json(capsys, "check", str(_written(tmp_path / "good.npz", crouch())))["problems"] == []


def test_a_take_is_held_to_its_path_and_targets(tmp_path, capsys):
    path = {"points": [[0, 0], [0, 2]], "frames": [0, 100]}
    reach = [{"joint": "left_hand", "first": 50, "last": 50, "place": [[2.0, 1.0, 0.0]]}]
    meta = {"request": {"fps": 30.0, "path": path, "targets": reach}}
    told = _json(capsys, "check", str(_written(tmp_path / "take.npz", crouch(), meta)))
    missed = {(p["joint"], p["first"]) for p in told["problems"] if p["kind"] == "target"}
    assert missed == {("pelvis", 100), ("left_wrist", 50)} and told["counts"]["path"] == 0


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["check", "none.npz"], "can't be read"),
        (["check", "x.fbx"], "no motion that can be read"),
        (["clean", "none.bvh", "--out", "x.bvh"], "can't be read"),
        (["clean", "x.bvh", "--out", "x.mp3"], "not a kind of file"),
        (["clean", "good.npz", "--out", "x.npz", "--feet", "2"], "--feet is 2"),
        (["clean", "good.npz", "--out", "good.npz"], "good.npz"),
    ],
)
def test_bad_input_is_one_sentence(tmp_path, capsys, monkeypatch, argv, words):
    monkeypatch.chdir(tmp_path)
    _written(tmp_path / "good.npz", crouch(20))
    before = (tmp_path / "good.npz").read_bytes()
    assert main(argv) == 1
    said = capsys.readouterr()
    assert said.out == "" and words in said.err.splitlines()[-1] and "Traceback" not in said.err
    assert (tmp_path / "good.npz").read_bytes() == before and sorted(p.name for p in tmp_path.iterdir()) == ["good.npz"]


def test_usage_is_status_two():
    with pytest.raises(SystemExit) as caught:
        main(["clean", "x.bvh"])
    assert caught.value.code == 2


def test_help_has_an_example(capsys):
    for command in ("check", "clean"):
        with pytest.raises(SystemExit):
            main([command, "--help"])
        assert f"motif {command} " in capsys.readouterr().out.split("examples:")[1]


def test_cleaning_a_file(tmp_path, capsys):
    noise = np.random.default_rng(0).normal(size=(120, 3)) * 0.004
    motion = turned(crouch(), "head", slice(60, 61), 40)
    source = _written(tmp_path / "noisy.bvh", Motion(motion.skeleton, 30, motion.root_pos + noise, motion.rot))
    out = tmp_path / "clean.npz"
    told = _json(capsys, "clean", str(source), "--out", str(out))
    assert told["before"]["spikes"] >= 1 and told["after"]["spikes"] == 0
    assert told["after"]["jitter"] < told["before"]["jitter"] / 2
    cleaned, meta = take_files.load_motion(out)
    assert len(cleaned) == 120 and meta["cleaned"] == {"spikes": 0.5, "jitter": 0.5, "floor": 1.0, "feet": 1.0}
