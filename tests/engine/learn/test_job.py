"""What is to be learnt: captions from names, the table of a folder, refusals in a sentence, progress on disk."""

from __future__ import annotations

import subprocess
import sys

import pytest

from engine.learn import job as jobs
from engine.learn.job import Job, Progress, Row
from engine.protocol import weight_sets
from engine.protocol.errors import EngineError


@pytest.fixture(autouse=True)
def own_data(tmp_path, monkeypatch):
    monkeypatch.setenv(weight_sets.VARIABLE, str(tmp_path / "data"))


@pytest.mark.parametrize(
    ("name", "caption"),
    [
        ("WalkAngry_FW-02", "walk angry forward"), ("mixamo.com", ""), ("jump_left_take3", "jump left"),
        ("Armature|Zombie Walk", "zombie walk"), ("run", "run"), ("KickRT", "kick right"),
    ],
)  # fmt: skip
def test_a_caption_comes_of_a_name(name, caption):
    assert jobs.caption_of(name) == caption


def folder(tmp_path, table: str = ""):
    (tmp_path / "in").mkdir()
    for name in ("walk_sad.bvh", "in/hop.npz", "notes.txt"):
        (tmp_path / name).write_text("")
    if table:
        (tmp_path / jobs.TABLE).write_text(table)
    return tmp_path


def test_the_table_says_what_it_says_and_names_say_the_rest(tmp_path):
    rows = jobs.rows_of(folder(tmp_path, "file,caption,use\nin/hop.npz,hops,no\nin/hop.npz,jumps,\n"))
    assert [(r.name, r.caption, r.use) for r in rows] == [("hop", "hops; jumps", True), ("walk_sad", "walk sad", True)]
    (tmp_path / jobs.TABLE).write_text("file,caption,use\nin/hop.npz,hops,no\n")
    assert [r.use for r in jobs.rows_of(tmp_path)] == [False, True]


def test_a_table_of_other_files_is_named(tmp_path):
    with pytest.raises(EngineError, match=r"gone\.bvh"):
        jobs.rows_of(folder(tmp_path, "file,caption\ngone.bvh,walks\n"))
    with pytest.raises(EngineError, match="line 2"):
        (tmp_path / jobs.TABLE).write_text("file,caption\n,walks\n")
        jobs.rows_of(tmp_path)


@pytest.mark.parametrize(
    ("job", "why"),
    [
        (Job("", (Row("a.bvh", "a", "walks"),)), "no name"),
        (Job("../up", (Row("a.bvh", "a", "walks"),)), "no name"),
        (Job("mine", ()), "tick at least one"),
        (Job("mine", (Row("a.bvh", "a", "walks", False),)), "tick at least one"),
        (Job("mine", (Row("a.bvh", "a", " "),)), "no caption"),
        (Job("mine", (Row("a.bvh", "a", "walks"),), 0.0), "more than 0"),
    ],
)
def test_what_can_not_be_learnt_is_refused(job, why):
    with pytest.raises(EngineError, match=why):
        jobs.begin(job)
    assert not jobs.unfinished()


def test_a_name_is_taken_once(tmp_path):
    (tmp_path / "mine").mkdir()
    weight_sets.remember(tmp_path / "mine")
    with pytest.raises(EngineError, match="already"):
        jobs.begin(Job("mine", (Row("a.bvh", "a", "walks"),)))


def test_a_job_is_read_again_with_its_progress():
    job = Job("my walks", (Row("a.bvh", "a", "walks"), Row("b.bvh", "b", "", False)), 5.0, "")
    jobs.begin(job)
    assert jobs.load("my walks") == job and jobs.unfinished() == ["my walks"]
    assert jobs.progress_of("my walks") == Progress()
    jobs.report("my walks", Progress("learning", 0.5, 60.0, "Learning"))
    assert jobs.progress_of("my walks").fraction == 0.5
    jobs.ask_to_pause("my walks")
    assert jobs.is_to_pause("my walks")
    jobs.ask_to_pause("my walks", pause=False)
    assert not jobs.is_to_pause("my walks")
    jobs.forget("my walks")
    assert not jobs.unfinished()
    with pytest.raises(EngineError, match="begin it anew"):
        jobs.load("my walks")


def test_a_job_is_one_process_s_until_that_ends_in_whatever_way():
    jobs.begin(Job("mine", (Row("a.bvh", "a", "walks"),)))
    code = "from engine.learn import job\nwith job.held('mine'):\n print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        try:
            assert other.stdout is not None and other.stdout.readline().strip() == b"held"
            with pytest.raises(EngineError, match="another Blender"), jobs.held("mine"):
                pass
            with pytest.raises(EngineError, match="another Blender"):
                jobs.check_free("mine")
            jobs.check_free("other")
        finally:
            other.kill()
    jobs.check_free("mine")
    assert jobs.unfinished() == ["mine"]


def test_only_a_learnt_set_is_deleted(tmp_path):
    for name in ("learnt", "imported"):
        (tmp_path / name).mkdir()
        weight_sets.remember(tmp_path / name)
    (tmp_path / "learnt" / weight_sets.CARD).write_text('{"name": "learnt"}')
    assert weight_sets.card_of(tmp_path / "learnt") == {"name": "learnt"}
    with pytest.raises(EngineError, match="left alone"):
        weight_sets.delete("imported")
    weight_sets.delete("learnt")
    assert list(weight_sets.known()) == ["imported"] and not (tmp_path / "learnt").exists()
