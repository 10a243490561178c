"""The digests' tool: what it leaves out of a comparison and what it must not, and a case that fails."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tools import digest_cases, digest_inputs, digests
from tools.digest_cases import Case
from tools.digests import Place

PLACE = Place(Path("/somewhere/checkout"), Path("/somewhere/else"))


def test_plain_text_has_no_folder_bar_or_seconds() -> None:
    said = "Making:   0%|   | 00:00\rMaking: 100%|###| 00:02\r       \r/somewhere/else/a/x.npz: 60 frames\nin 3.2 s\n"
    assert PLACE.plain(said) == "WORK/a/x.npz: 60 frames\nin # s"
    assert PLACE.plain("/somewhere/checkout/build.py: no such command") == "TREE/build.py: no such command"
    assert PLACE.plain("Batch:  67%|## | 00:34, 4 s leftmotif: line 4: no sound") == "motif: line 4: no sound"


def test_of_a_traceback_only_the_error_counts() -> None:
    said = 'Traceback (most recent call last):\n  File "a.py", line 3, in f\n    g()\nKeyError: 1\nmotif: too bad'
    assert PLACE.plain(said) == "Traceback: KeyError: 1\nmotif: too bad"


def _take(path: Path, angle: float, **meta: object) -> digests.Values:
    np.savez(path, rot=np.full((3, 2), angle), root_pos=np.zeros(3), meta=np.array(json.dumps(meta)))
    return digests.read_arrays(path, "a.npz", PLACE)


def test_a_last_bit_of_a_take_shows_and_its_timings_do_not(tmp_path: Path) -> None:
    first = _take(tmp_path / "a.npz", 1.0, seed=3, timings={"total": 1.0})
    same = _take(tmp_path / "b.npz", 1.0, seed=3, timings={"total": 2.0})
    bent = _take(tmp_path / "c.npz", float(np.nextafter(1.0, 2.0)), seed=3)
    other = _take(tmp_path / "d.npz", 1.0, seed=4)
    assert digests.differences({"case": first}, {"case": same}) == []
    assert {name for name in first if first[name] != bent[name]} == {"a.npz: arrays", "a.npz: rot"}
    assert {name for name in first if first[name] != other[name]} == {"a.npz: meta"}


def test_differences_name_the_case_the_value_and_the_lines() -> None:
    before = {"help": {"stdout": "one\ntwo\nthree"}, "old": {"stdout": ""}}
    now = {"help": {"stdout": "one\n2\nthree", "b.npz": "sha256 0"}, "new": {"stdout": ""}}
    found = digests.differences(before, now)
    assert [line.splitlines()[0] for line in found] == [
        "help: stdout", "help: b.npz", "old: the case is gone", "new: a new case",
    ]  # fmt: skip
    assert "    -two\n    +2" in found[0]


def test_a_case_that_fails_is_noted_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def run_case(case: Case, _place: Place) -> digests.Values:
        if case.name == "bad":
            raise ValueError("no JSON in /somewhere/else/bad")
        return {"x: status": "0"}

    monkeypatch.setattr(digests, "run_case", run_case)
    made = digests.run([Case("bad", ()), Case("good", ())], PLACE, 1)
    assert made == {"bad": {"trouble": "ValueError: no JSON in WORK/bad"}, "good": {"x: status": "0"}}


def test_inputs_are_the_same_bytes_again(tmp_path: Path) -> None:
    for name in ("one", "two"):
        digest_inputs.make(tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert "walk.npz" in files and "song.wav" in files
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_cases_have_names_of_their_own_and_known_programs() -> None:
    cases = digest_cases.all_cases()
    assert len({case.name for case in cases}) == len(cases) > 20
    assert {line.split()[0] for case in cases for line in case.lines} == {"motif", "motif-blender", "build.py"}
