"""Two dancers in a manifest's row without a scene: both made, or neither, and what can't be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import soundfile

from engine import take_files
from engine.batch import journal, run, schedule
from engine.protocol.errors import EngineError
from tests.engine.batch.test_run import crew, made, manifest

PLAIN = {"text": "a person turns", "out": "e.npz"}


def test_two_dancers_of_a_row_are_made_together_and_written_beside_each_other(tmp_path):
    soundfile.write(tmp_path / "beat.wav", 0.1 * np.random.default_rng(0).normal(size=16000), 8000)
    row = {"audio": "beat.wav", "style": "salsa", "takes": 2, "seed": 3, "dancers": 2, "partner": "other"}
    path = manifest(tmp_path, {**row, "placed": "facing", "apart": 2, "out": "duet_amass.npz"}, PLAIN)
    report = made(path, workers=2)
    assert (report["made"], report["failed"]) == (2, 0)
    found = next(r for r in report["results"] if r["line"] == 1)
    names = ["duet-1_amass.npz", "duet-2_amass.npz", "duet-second-1_amass.npz", "duet-second-2_amass.npz"]
    assert [t["path"] for t in found["takes"]] == names and [t["seed"] for t in found["takes"]] == [3, 4, 5, 6]
    second, _ = take_files.load_motion(tmp_path / names[2])
    assert second.root_pos[0, 2] == pytest.approx(2.0, abs=0.15)
    again = made(path)
    assert (again["made"], again["there"]) == (0, 2)
    (tmp_path / names[3]).unlink()  # all of a row's files or none
    assert made(path)["made"] == 1 and (tmp_path / names[3]).is_file()


def test_a_second_dancer_that_fails_fails_its_row_and_leaves_no_files(tmp_path, monkeypatch):
    soundfile.write(tmp_path / "beat.wav", np.zeros(8000), 8000)
    row = {"audio": "beat.wav", "dancers": 2, "out": "duet.npz"}
    jobs, _ = run.prepare(manifest(tmp_path, row), crew())
    outcomes = [schedule.Outcome(1, None, EngineError("internal", "The second fell over."), 1.0, "a", 3),
                schedule.Outcome(0, ("take",), None, 2.0, "b", 1)]  # fmt: skip
    monkeypatch.setattr(run, "work", lambda pieces, *rest: iter(outcomes[: len(pieces)]))
    pool: Any = None  # work has a stand-in
    with journal.Journal(tmp_path / "rows.jsonl") as kept:
        (result,) = run._make(jobs, pool, kept, 2)
    assert (result["state"], result["tries"], result["seconds"]) == ("failed", 3, 3.0)
    assert not list(tmp_path.glob("duet*"))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"audio": "beat.wav", "dancers": 3}, "number of dancers is 3"),
        ({"audio": "beat.wav", "partner": "canon"}, "“partner” is for two dancers"),
        ({"audio": "beat.wav", "dancers": 2, "placed": "stands"}, "only a scene knows where"),
        ({"audio": "beat.wav", "dancers": 2, "second": "B"}, "“second” is for rows with a scene"),
        ({"text": "a person walks", "dancers": 2}, "Two dancers dance to a sound"),
        ({"audio": "scene"}, "“scene” is the sound of a row's scene"),
    ],
)
def test_what_two_dancers_cannot_be_is_said_before_anything_is_made(tmp_path, row, said):
    (tmp_path / "beat.wav").write_bytes(b"")
    with pytest.raises(EngineError, match=f"Line 1 of rows.jsonl: .*{said}"):
        run.prepare(manifest(tmp_path, {**row, "out": "a.npz"}), crew())
