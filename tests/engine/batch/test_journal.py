"""The journal: nothing is lost and nothing is done twice, wherever a run is cut off."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.batch import journal
from engine.batch.journal import Journal, beside
from engine.protocol.errors import EngineError

ROOT = Path(__file__).resolve().parents[3]


def put(*paths: Path) -> tuple[Path, ...]:
    for path in paths:
        beside(path).write_bytes(path.name.encode())
    return paths


def test_a_row_that_was_made_is_found_again(tmp_path):
    manifest, paths = tmp_path / "rows.jsonl", (tmp_path / "a-1.npz", tmp_path / "a-2.npz")
    with Journal(manifest) as first:
        assert first.find("key", paths) is None
        first.made("key", put(*paths), {"seconds": 1.0})
        assert [p.read_bytes() for p in paths] == [b"a-1.npz", b"a-2.npz"] and not beside(paths[0]).exists()
    with Journal(manifest) as again:
        found = again.find("key", paths)
        assert found is not None and found["seconds"] == 1.0
        assert again.find("other", paths) is None  # the row says something else now
        paths[1].write_bytes(b"changed by hand")
        assert again.find("key", paths) is not None
        paths[1].unlink()
        assert again.find("key", paths) is None


def test_cut_off_between_the_line_and_the_names(tmp_path, monkeypatch):
    manifest, paths = tmp_path / "rows.jsonl", put(tmp_path / "a.npz")
    monkeypatch.setattr(Journal, "_rename", lambda *_: None)
    with Journal(manifest) as first:
        first.made("key", paths, {})
    assert not paths[0].exists()
    monkeypatch.undo()
    with Journal(manifest) as again:
        assert again.find("key", paths) is not None and paths[0].read_bytes() == b"a.npz"


def test_cut_off_before_the_line(tmp_path):
    manifest, paths = tmp_path / "rows.jsonl", put(tmp_path / "a.npz")
    with Journal(manifest) as first:
        first.made("key", paths, {})
    log = journal.path_for(manifest)
    paths[0].unlink()
    beside(paths[0]).write_bytes(b"half of a f")
    log.write_bytes(log.read_bytes()[:-20])
    with Journal(manifest) as again:
        assert again.find("key", paths) is None and not paths[0].exists()
        again.made("key", put(*paths), {"try": 2})
    assert all(json.loads(line) for line in log.read_text().splitlines())
    with Journal(manifest) as third:
        found = third.find("key", paths)
        assert found is not None and found["try"] == 2


def test_a_file_that_another_row_wrote_since(tmp_path):
    manifest, paths = tmp_path / "rows.jsonl", (tmp_path / "a.npz",)
    with Journal(manifest) as log:
        log.made("first", put(*paths), {})
        log.made("second", put(*paths), {})
        assert log.find("first", paths) is None and log.find("second", paths) is not None
        log.failed("third", {"message": "no"})
        assert log.find("third", paths) is None


def test_the_folder_can_be_moved(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    with Journal(old / "rows.jsonl") as log:
        log.made("key", put(old / "a.npz"), {})
    old.rename(new)
    with Journal(new / "rows.jsonl") as log:
        assert log.find("key", [new / "a.npz"]) is not None


def test_one_run_at_a_time(tmp_path):
    manifest = tmp_path / "rows.jsonl"
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom engine.batch.journal import Journal\n"
        f"held = Journal(Path({str(manifest)!r}))\nprint('held', flush=True)\ntime.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        with pytest.raises(EngineError, match="is being run already"):
            Journal(manifest)
        other.kill()
    Journal(manifest).close()


def test_a_full_disk_leaves_whole_lines(tmp_path, monkeypatch):
    manifest, paths = tmp_path / "rows.jsonl", put(tmp_path / "a.npz")
    whole = os.write
    with Journal(manifest) as log:
        monkeypatch.setattr(os, "write", lambda number, data: whole(number, data[: len(data) // 2]))
        with pytest.raises(EngineError, match="No space left"):
            log.made("key", paths, {})
        monkeypatch.undo()
        assert log.find("key", paths) is None and journal.path_for(manifest).stat().st_size == 0
        log.made("key", paths, {})
    with Journal(manifest) as again:
        assert again.find("key", paths) is not None


def test_a_place_that_takes_no_journal():
    with pytest.raises(EngineError, match="can't be written"):
        Journal(Path("/proc/rows.jsonl"))
