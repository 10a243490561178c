"""What a batch would write over is found by the files themselves, before anything is made."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from engine import files
from engine.batch import journal, run
from engine.batch.journal import Journal
from engine.protocol.errors import EngineError
from tests.engine.batch.test_run import WALK, crew, made, manifest

NEW = {"text": WALK, "seconds": 1}


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def refused(path: Path, *words: str, **options) -> str:
    """The sentence with which a manifest is refused; nothing may be made or changed."""
    before = contents(path.parent)
    with pytest.raises(EngineError) as caught:
        run.run(path, crew(), on_progress=lambda *_: pytest.fail("a row was made"), **options)
    assert contents(path.parent) == before
    for word in words:
        assert word in caught.value.message
    return caught.value.message


@pytest.fixture
def walk(tmp_path) -> Path:
    made(manifest(tmp_path / "first", {**NEW, "out": "walk.npz"}))
    (tmp_path / "first" / "walk.npz").rename(tmp_path / "walk.npz")
    return tmp_path / "walk.npz"


def links(path: Path) -> dict[str, Path]:
    """Other names of a file, and of one that isn't there."""
    folder = path.parent
    (folder / "symbolic.npz").symlink_to(path)
    (folder / "there").symlink_to(folder)
    found = {"symbolic link": folder / "symbolic.npz", "linked folder": folder / "there" / path.name}
    if path.exists():
        os.link(path, folder / "hard.npz")
        found["hard link"] = folder / "hard.npz"
    return {**found, "dots": folder / "x" / ".." / path.name, "whole path": path}


def test_a_file_that_a_row_reads(tmp_path, walk):
    edit = {"motion": "walk.npz", "frames": "3-9"}
    assert "its own motion" in refused(manifest(tmp_path, {**edit, "out": "walk.npz"}), "Line 1")
    for out in links(walk).values():
        refused(manifest(tmp_path, {**NEW, "out": str(out)}, {**edit, "out": "b.npz"}), "Line 1", "line 2's motion")
    several = tmp_path / "walk-2.npz"
    several.write_bytes(walk.read_bytes())
    row = {**edit, "motion": several.name, "takes": 3, "out": "walk.npz"}
    refused(manifest(tmp_path, row), "its own motion (walk-2.npz)")


@pytest.mark.parametrize("suffix", [".npz", ".bvh"])
def test_a_file_that_another_row_writes(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    for out in [*links(path).values()][:-1]:
        message = refused(manifest(tmp_path, {**NEW, "out": path.name}, {**NEW, "out": str(out)}))
        assert message.startswith("Line 2") and "line 1 writes" in message
    refused(manifest(tmp_path, {**NEW, "takes": 2, "out": "b.npz"}, {**NEW, "out": "b-2.npz"}), "line 1 writes b-2.npz")


def test_what_is_the_manifests_own(tmp_path, walk):
    for out in ("rows.jsonl.journal", "rows.jsonl.report.json", "rows.jsonl.report.txt", "rows.jsonl"):
        link = tmp_path / "link.npz"
        link.unlink(missing_ok=True)
        link.symlink_to(tmp_path / out)
        refused(manifest(tmp_path, {**NEW, "out": "link.npz"}), "“out” is the ")
    link.unlink()
    path = manifest(tmp_path, {"motion": "walk.npz", "frames": "3-9", "out": "b.npz"})
    for report in (path, tmp_path / "x" / ".." / "rows.jsonl", journal.path_for(path)):
        refused(path, "written over the manifest", out=report)
    refused(path, "written over line 1's motion", out=walk)
    text = path.rename(tmp_path / "rows.txt")  # which the table beside rows.json would be
    refused(text, "rows.txt would be written over the manifest", out=tmp_path / "rows.json")


def test_a_file_that_no_run_made(tmp_path):
    path = manifest(tmp_path, {**NEW, "out": "a.npz"}, {**NEW, "seed": 2, "out": "b.npz"})
    (tmp_path / "b.npz").write_bytes(b"an artist's")
    refused(path, "Line 2", "no run of this manifest made it", "--overwrite")
    assert run.run(path, crew(), on_progress=lambda *_: None, overwrite=True)["made"] == 2
    # What the manifest's own runs made is theirs to make anew, unless somebody has changed it.
    manifest(tmp_path, {**NEW, "seed": 5, "out": "a.npz"}, {**NEW, "seed": 2, "out": "b.npz"})
    assert made(path)["made"] == 1
    (tmp_path / "a.npz").write_bytes(b"worked on")
    manifest(tmp_path, {**NEW, "seed": 6, "out": "a.npz"}, {**NEW, "seed": 2, "out": "b.npz"})
    refused(path, "Line 1", "no run of this manifest made it so")


def test_files_beside_the_manifest_that_are_not_its_own(tmp_path):
    path = manifest(tmp_path, {**NEW, "out": "a.npz"})
    for name, words in (("rows.jsonl.report.json", "is no report"), ("rows.jsonl.report.txt", "is no report"),
                        ("rows.jsonl.journal", "no journal")):  # fmt: skip
        (tmp_path / name).write_text("notes of mine", encoding="utf-8")
        refused(path, words)
        (tmp_path / name).unlink()
    (tmp_path / "a.npz").mkdir()
    refused(path, "is no file")


def test_one_identity_for_every_name(tmp_path):
    path = tmp_path / "a.npz"
    for there in (False, True):
        if there:
            path.write_bytes(b"")
        found = {files.identity(other) for other in links(path).values()}
        assert found == {files.identity(path)} and files.identity(tmp_path / "b.npz") not in found
        for name in ("symbolic.npz", "there"):
            (tmp_path / name).unlink()


def test_case_of_letters_where_the_disk_takes_no_notice(tmp_path, monkeypatch):
    assert files.identity(tmp_path / "A.npz") != files.identity(tmp_path / "a.npz")
    monkeypatch.setattr(files, "_folds_case", lambda folder: True)
    assert files.identity(tmp_path / "A.npz") == files.identity(tmp_path / "a.npz")


def test_made_is_noted_after_the_name(tmp_path, monkeypatch):
    """The journal at the moment of the rename, and where the rename fails."""
    path = manifest(tmp_path, {**NEW, "out": "a.npz"}, {**NEW, "seed": 1, "out": "b.npz"})
    noted: list[list[str]] = []
    real = files.rename

    def rename(beside: Path, target: Path, keep=None) -> None:
        lines = journal.path_for(path).read_text(encoding="utf-8").splitlines()
        noted.append([json.loads(line)["state"] for line in lines])
        if target.name == "a.npz":
            raise OSError(5, "the disk is gone")
        real(beside, target, keep)

    monkeypatch.setattr(files, "rename", rename)
    report = made(path)
    assert noted[0] == ["writing"] and (report["made"], report["failed"]) == (1, 1)
    monkeypatch.undo()
    assert sorted(contents(tmp_path)) == ["b.npz", "rows.jsonl", "rows.jsonl.journal", "rows.jsonl.report.json",
                                          "rows.jsonl.report.txt"]  # fmt: skip
    assert made(path)["made"] == 1


@pytest.mark.parametrize("named", [0, 1, 2])
def test_cut_off_between_the_names_and_the_last_line(tmp_path, monkeypatch, named):
    path = manifest(tmp_path, {**NEW, "takes": 2, "out": "a.npz"})
    real, done = files.rename, []

    def rename(beside: Path, target: Path, keep=None) -> None:
        if len(done) == named:
            raise KeyboardInterrupt
        done.append(target)
        real(beside, target, keep)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "rename", rename)
    if named == 2:
        append = Journal._append
        monkeypatch.setattr(Journal, "_append", lambda log, e: stop() if e["state"] == "made" else append(log, e))
    with pytest.raises(KeyboardInterrupt):
        made(path)
    assert '"made"' not in journal.path_for(path).read_text(encoding="utf-8")
    monkeypatch.undo()
    report = made(path)
    assert (report["made"], report["there"]) == (0, 1)
    assert sorted(p.name for p in tmp_path.glob("*.npz")) == ["a-1.npz", "a-2.npz"] and not [*tmp_path.glob(".a*")]


def test_a_row_that_fails_in_a_way_nobody_thought_of(tmp_path, monkeypatch):
    from engine import take_files

    path = manifest(tmp_path, {**NEW, "out": "a.npz"}, {**NEW, "seed": 1, "out": "b.npz"})
    real = take_files.write

    def write(take, place, beside, source=None):
        if place.name == "a.npz":
            raise KeyError("poses")
        real(take, place, beside, source)

    monkeypatch.setattr(take_files, "write", write)
    report = made(path)
    assert (report["made"], report["failed"]) == (1, 1) and "could not be kept" in report["failures"][0]["message"]


def test_a_file_that_may_not_be_written_is_told_first(tmp_path, monkeypatch):
    path = manifest(tmp_path, {**NEW, "out": "a.npz"}, {**NEW, "seed": 1, "out": "b.npz"})
    (tmp_path / "b.npz").write_bytes(b"an artist's")
    monkeypatch.setattr(os, "access", lambda place, mode: Path(place).name != "b.npz")  # whoever runs the tests
    refused(path, "Line 2", "write-protected", overwrite=True)
