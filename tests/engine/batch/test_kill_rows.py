"""The run with kills, short: `python -m tests.engine.batch.kill_rows` makes a thousand rows, also on Ray."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.engine.batch import kill_rows

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="workers are found in /proc")


def test_a_file_that_is_not_whole_is_told(tmp_path: Path) -> None:
    path = tmp_path / "0.npz"
    path.write_bytes(b"PK half a file")
    assert kill_rows._not_whole(path) and kill_rows._not_whole(tmp_path / "1.npz")
    assert os.getpid() not in set(kill_rows._workers(os.getppid()))


@pytest.mark.slow
def test_rows_with_kills_are_all_made_once(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--rows", "40", "--pool", "local", "--models", "stand-in", "--every", "6"]
    monkeypatch.setattr(sys, "argv", ["kill_rows", *words])
    assert kill_rows.main() == 0, capsys.readouterr().out
