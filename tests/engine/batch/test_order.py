"""Rows that read what other rows make: their order, circles, what follows a failure, journals of earlier versions."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.__main__ import main
from engine.batch import journal, manifest, report
from engine.protocol.errors import EngineError
from tests.engine.batch.test_run import MODELS, ROOT, made
from tests.engine.batch.test_run import manifest as write

WALK = {"text": "a person walks", "seconds": 1, "out": "walk.npz"}
EDIT = {"motion": "walk.npz", "frames": "3-9", "parts": "arms", "out": "edit.npz"}
AGAIN = {"motion": "edit.npz", "frames": "12-20", "out": "again.npz"}


def test_rows_come_after_those_whose_files_they_read(tmp_path: Path) -> None:
    rows = manifest.read(write(tmp_path, AGAIN, EDIT, WALK, {"text": "jumps", "out": "jump.npz"}))
    assert [row.line for row in rows] == [3, 2, 1, 4]
    assert [row.needs for row in rows] == [(), (3,), (2,), ()]
    other = manifest.read(write(tmp_path, AGAIN, EDIT, {**WALK, "seed": 3}))
    assert [a.key == b.key for a, b in zip(rows[:3], other)] == [False, False, False]


def test_keys_of_rows_without_needs_are_as_before(tmp_path: Path) -> None:
    (row,) = manifest.read(write(tmp_path, WALK))
    alone = manifest.read(write(tmp_path, {"text": "jumps", "out": "jump.npz"}, WALK))[1]
    assert alone.key == row.key


def test_a_take_of_several_and_a_blend_copy_are_needed_too(tmp_path: Path) -> None:
    (tmp_path / "rig.bvh").write_text("", encoding="utf-8")
    rows = manifest.read(
        write(
            tmp_path,
            {"scene": "shot.blend", "text": "sits down", "out": "sit.blend"},
            {"rig": "rig.bvh", "motion": "walk-2.npz", "out": "shot.blend"},
            {**WALK, "takes": 2},
        )
    )
    assert [row.line for row in rows] == [3, 2, 1] and [row.needs for row in rows] == [(), (3,), (2,)]


def test_a_circle_is_refused(tmp_path: Path) -> None:
    one = {"motion": "b.npz", "frames": "3-9", "out": "a.npz"}
    two = {"motion": "a.npz", "frames": "3-9", "out": "b.npz"}
    with pytest.raises(EngineError, match=r"Line 2 of rows\.jsonl: lines 2, 3 read one another's files in a circle"):
        manifest.read(write(tmp_path, WALK, one, two))


def test_a_chain_is_made_in_one_run_and_fails_as_one(tmp_path: Path) -> None:
    path = write(tmp_path / "good", {"motion": "walk.npz", "frames": "900-950", "out": "late.npz"}, WALK)
    found = made(path)
    assert (found["made"], found["failed"]) == (1, 1)
    assert "lie after the motion's last" in found["failures"][0]["message"]
    path = write(tmp_path / "bad", EDIT, {**WALK, "text": "breaks"})
    found = made(path, retries=0)
    assert (found["made"], found["failed"]) == (0, 2)
    assert found["failures"][0]["message"] == "Line 2, whose file it reads, could not be made."


def test_two_manifests_of_one_stem_have_journals_of_their_own_and_an_old_one_is_read(tmp_path: Path) -> None:
    jsonl, table = tmp_path / "rows.jsonl", tmp_path / "rows.csv"
    assert journal.path_for(jsonl) != journal.path_for(table) and report.path_for(jsonl) != report.path_for(table)
    write(tmp_path, WALK)
    assert made(jsonl)["made"] == 1
    shutil.move(journal.path_for(jsonl), journal.old_path_for(jsonl))
    assert made(jsonl)["there"] == 1 and journal.old_path_for(jsonl).is_file()
    write(tmp_path, WALK, {"text": "jumps", "seconds": 1, "out": "jump.npz"})
    found = made(jsonl)
    assert (found["made"], found["there"]) == (1, 1) and journal.path_for(jsonl).is_file()
    assert made(jsonl)["there"] == 2


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C can't be sent to one process there")
def test_after_ctrl_c_the_report_tells_what_was_made(tmp_path: Path) -> None:
    path = write(tmp_path, WALK, {"text": "walks endlessly", "seconds": 1, "out": "never.npz"})
    command = [sys.executable, "-m", "engine", "batch", path, "--workers", "1", "--device", "cpu"]
    code = (
        "import sys, functools, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from engine.batch import run; "
        f"run.Crew = functools.partial(run.Crew, models={MODELS!r}); "
        "from engine.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    command[1:3] = ["-c", code]
    child = subprocess.Popen(
        command,
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    waited = time.monotonic()
    while not (tmp_path / "walk.npz").exists():
        assert time.monotonic() - waited < 300 and child.poll() is None
        time.sleep(0.1)
    time.sleep(0.5)
    child.send_signal(signal.SIGINT)
    assert child.wait(120) == 130
    found = json.loads(report.path_for(path).read_text(encoding="utf-8"))
    assert found["made"] == 1 and [row["out"] for row in found["results"]] == ["walk.npz"]
    assert "walk.npz" in report.path_for(path).with_suffix(".txt").read_text(encoding="utf-8")


def test_the_manifest_among_the_samples_is_in_order(tmp_path):
    samples = ROOT / "docs" / "samples"
    for name in ("shots.jsonl", "walk.bvh", "loop.ogg", "rig.bvh", "shot.blend"):
        (tmp_path / name).write_bytes((samples / name).read_bytes())
    assert main(["batch", str(tmp_path / "shots.jsonl"), "--check"]) == 0
    made = {path.name for path in tmp_path.iterdir()} - {"loop.ogg", "rig.bvh", "shot.blend", "shots.jsonl", "walk.bvh"}
    assert not made
