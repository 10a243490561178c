"""The command line: exit status, one sentence on stderr, files in the format that the design gives."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from engine import api, take_files
from engine.__main__ import main
from engine.protocol.errors import EngineError
from retarget.formats import bvh
from retarget.motion import CANONICAL_NAMES
from tests.engine import fake
from tests.small_disk import fill, small_disk

ROOT = Path(__file__).resolve().parents[2]
WALK = "a person walks forward"


@pytest.fixture(autouse=True)
def small_model(monkeypatch):
    monkeypatch.setattr(api, "LOADERS", fake.loaders())


def failure(capsys, *argv: str) -> str:
    """stderr's last line of a command that must fail."""
    assert main(argv) == 1
    captured = capsys.readouterr()
    assert captured.out == "" and "Traceback" not in captured.err
    last = captured.err.strip().splitlines()[-1]
    assert last.startswith("motif: ") and last.endswith(".")
    return last


def test_a_take_in_the_designs_format(tmp_path, capsys):
    out = tmp_path / "new" / "walk.npz"
    assert main(["generate", "--text", WALK, "--seconds", "2", "--seed", "5", "--out", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert said["ok"] and said["takes"][0]["path"] == str(out) and said["takes"][0]["frames"] == 60
    with np.load(out, allow_pickle=False) as arrays:
        assert {n: (a.dtype.str, a.shape) for n, a in arrays.items() if n not in ("names", "meta")} == {
            "parents": ("<i2", (22,)), "offsets": ("<f4", (22, 3)), "fps": ("<f8", ()), "root_pos": ("<f4", (60, 3)),
            "rot": ("<f4", (60, 22, 4)), "contacts": ("|b1", (60, 4)),
        }  # fmt: skip
        assert arrays["names"].tolist() == list(CANONICAL_NAMES) and arrays["names"].dtype.kind == "U"
        meta = json.loads(str(arrays["meta"]))
    assert meta["seed"] == 5 and meta["request"]["prompts"][0]["text"] == WALK
    motion, again = take_files.load_motion(out)
    assert len(motion) == 60 and again == meta


def test_the_same_take_is_the_same_file(tmp_path):
    for name in ("a", "b"):
        options = ["--text", WALK, "--seconds", "1", "--out", str(tmp_path / name / "walk.npz")]
        assert main(["generate", *options]) == 0
        assert main(["generate", *options[:-1], str(tmp_path / name / "walk_amass.npz")]) == 0
    for file in ("walk.npz", "walk_amass.npz"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
        with zipfile.ZipFile(tmp_path / "a" / file) as archive:
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_several_takes_are_numbered(tmp_path):
    assert main(["generate", "--text", WALK, "--seconds", "1", "--takes", "3", "--out", str(tmp_path / "t.npz")]) == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["t-1.npz", "t-2.npz", "t-3.npz"]


def test_bvh_out(tmp_path):
    out = tmp_path / "walk.bvh"
    assert main(["generate", "--text", WALK, "--seconds", "1", "--fps", "24", "--out", str(out)]) == 0
    assert len(bvh.read_bvh(out)) == 24


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--text", ""], "prompt is empty"),
        (["--text", "walk " * 2000], "2,000 words"),
        (["--text", "歩く"], "English"),
        (["--text", WALK, "--seconds", "0"], "more than 0"),
        (["--text", WALK, "--seconds", "-3"], "more than 0"),
        (["--text", WALK, "--seconds", "1e9"], "at most 60"),
        (["--text", WALK, "--seconds", "nan"], "at most 60"),
        (["--text", WALK, "--takes", "0"], "1 to 32"),
        (["--text", WALK, "--seed", "-1"], "seed"),
        (["--text", WALK, "--device", "abacus"], "auto, cpu"),
        (["--audio", "song.wav"], "“song.wav” is missing"),
    ],
)
def test_bad_input_is_one_sentence(tmp_path, capsys, options, words):
    assert words in failure(capsys, "generate", *options, "--out", str(tmp_path / "x.npz"))
    assert not list(tmp_path.iterdir())


def test_failures_as_json(tmp_path, capsys):
    assert main(["generate", "--text", "", "--out", str(tmp_path / "x.npz"), "--json"]) == 1
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert said["ok"] is False and said["error"]["code"] == "bad_request"


def test_an_unknown_kind_of_file(tmp_path, capsys):
    assert ".npz or .bvh" in failure(capsys, "generate", "--text", WALK, "--out", str(tmp_path / "x.fbx"))


def test_a_read_only_folder_is_told_before_anything_is_made(capsys, monkeypatch):
    monkeypatch.setattr(api.Engine, "generate", lambda *a, **k: pytest.fail("generated for nothing"))
    # A folder that takes no files, whoever runs the tests: root may write where permissions say no.
    assert "can be written to" in failure(capsys, "generate", "--text", WALK, "--out", "/proc/motif/x.npz")


def test_a_folder_that_turns_read_only_leaves_nothing_behind(tmp_path, capsys, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    assert "Permission denied" in failure(
        capsys, "generate", "--text", WALK, "--seconds", "1", "--out", str(tmp_path / "x.npz")
    )
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("argv", [[], ["dance"], ["generate"], ["generate", "--text", "x"], ["train", "poetry"],
                                  ["generate", "--text", "x", "--audio", "y", "--out", "z.npz"]])  # fmt: skip
def test_usage_is_status_two(argv, capsys):
    with pytest.raises(SystemExit) as caught:
        main(argv)
    assert caught.value.code == 2 and "usage:" in capsys.readouterr().err


def test_as_a_process():
    result = subprocess.run(
        [sys.executable, "-m", "engine", "generate", "--text", "", "--out", "x.npz"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (result.returncode, result.stdout) == (1, "") and "prompt is empty" in result.stderr


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04cut"])
def test_damaged_motions_are_told(tmp_path, content):
    for name in ("x.npz", "x.bvh"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(EngineError, match=r"x\.(npz|bvh)"):
            take_files.load_motion(tmp_path / name)
    with pytest.raises(EngineError, match="can't be read"):
        take_files.load_motion(tmp_path / "none.npz")


STOPPED = """
import os, sys, threading, time
sys.path[:0] = [{root!r}]
from engine import api
from engine.__main__ import main
from tests.engine import fake
from tests.small_disk import fill, small_disk
api.LOADERS = fake.loaders()
def wait(self, request, on_progress=None):
    print("ready", flush=True)
    time.sleep(60)
api.Engine.generate = wait
sys.exit(main(["generate", "--text", "a person walks", "--out", {out!r}]))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_ctrl_c_and_a_kill(tmp_path, number, status):
    out = tmp_path / "a.npz"
    out.write_bytes(b"old")
    code = STOPPED.format(root=str(ROOT), out=str(out))
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == status and "Traceback" not in err and err.strip().endswith("motif: Stopped.")
    assert [p.name for p in tmp_path.iterdir()] == ["a.npz"] and out.read_bytes() == b"old"


def test_a_disk_that_is_full(tmp_path, capsys):
    with small_disk(tmp_path / "disk", 64) as disk:
        out = disk / "walk.npz"
        words = ["generate", "--text", WALK, "--seconds", "1", "--out", str(out)]
        assert main(words) == 0
        old = out.read_bytes()
        fill(disk, 0)
        capsys.readouterr()
        assert "no room left on the disk" in failure(capsys, *words, "--seed", "9")
        assert out.read_bytes() == old and sorted(p.name for p in disk.iterdir()) == ["ballast", "walk.npz"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names of any bytes are Linux's")
def test_stray_bytes_in_words_and_names(tmp_path, capsys):
    stray = os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.npz")
    assert main(["generate", "--text", WALK, "--seconds", "1", "--out", stray, "--json"]) == 0
    said = capsys.readouterr().out.splitlines()[-1]
    said.encode("utf-8")
    assert json.loads(said)["takes"][0]["path"].endswith("a�.npz") and Path(stray).is_file()
    assert "no characters, after “a person ”" in failure(
        capsys, "generate", "--text", "a person \udcff", "--out", stray
    )


def test_nothing_is_written_over_what_is_read(tmp_path, capsys):
    walk = tmp_path / "walk.npz"
    assert main(["generate", "--text", WALK, "--seconds", "1", "--out", str(walk)]) == 0
    before = walk.read_bytes()
    (tmp_path / "walk-2.npz").write_bytes(before)
    (tmp_path / "link.npz").symlink_to(walk)
    capsys.readouterr()
    edit = ["inbetween", "--frames", "3-9", "--motion"]
    for words in (
        [*edit, str(walk), "--out", str(walk)], [*edit, str(walk), "--out", str(tmp_path / "x" / ".." / "walk.npz")],
        [*edit, str(walk), "--out", str(tmp_path / "link.npz")],
        [*edit, str(tmp_path / "walk-2.npz"), "--takes", "2", "--out", str(walk)],
        ["poses", "--motion", str(walk), "--given", "head", "--out", str(walk)],
    ):  # fmt: skip
        assert "is the file that --motion reads" in failure(capsys, *words)
    assert walk.read_bytes() == before and len([*tmp_path.iterdir()]) == 3


def test_every_recipe_can_be_trained_by_name(capsys):
    from engine.train.recipes import RECIPES

    with pytest.raises(SystemExit):
        main(["train", "--help"])
    said = capsys.readouterr().out
    assert all(name in said for name in RECIPES)


def test_the_schema_of_manifests_is_listed(capsys):
    assert main(["list", "schema"]) == 0
    assert json.loads(capsys.readouterr().out)["properties"]["text"]
