"""My Motion: a table filled from Actions and files, a process that learns, pauses, and leaves a set to choose."""

from __future__ import annotations

import stat
import sys
import time

import bpy
import numpy as np
import pytest

from tests.blender import helpers as h
from tests.blender.panels.test_sidebar import _draw, _panels

# What learns in place of the engine: tells its progress, waits for `pause` or for `go` beside it, writes a set.
_LEARNER = """
import json, sys, time
from pathlib import Path
sys.path.insert(0, {folder!r})
from engine.learn import job as jobs
from engine.protocol import weight_sets
name = sys.argv[sys.argv.index("--name") + 1]
assert "--attached" in sys.argv and "--resume" in sys.argv
job = jobs.load(name)
for row in job.rows:
    assert not row.use or Path(row.file).is_file(), row
jobs.report(name, jobs.Progress("learning", 0.5, 600.0, "Learning"))
home = weight_sets.home()
while not (home / "go").exists():
    if jobs.is_to_pause(name):
        jobs.report(name, jobs.Progress("paused", 0.5, 600.0, "Paused"))
        sys.exit()
    time.sleep(0.02)
if (home / "fail").exists():
    jobs.report(name, jobs.Progress("failed", 0.5, None, "The motion x can't be read."))
    sys.exit(1)
folder = home / "sets" / name
folder.mkdir(parents=True)
(folder / weight_sets.CARD).write_text(json.dumps({{"name": name}}))
weight_sets.remember(folder)
jobs.forget(name)
"""


@pytest.fixture
def learner(tmp_path, monkeypatch):
    """The fake learner as the engine's Python, and a data folder of its own."""
    sets, learning, session = (
        h.part("engine.protocol.weight_sets"),
        h.part("session.learning"),
        h.part("session.session"),
    )
    monkeypatch.setenv(sets.VARIABLE, str(tmp_path / "data"))
    script, program = tmp_path / "learner.py", tmp_path / "python"
    script.write_text(_LEARNER.format(folder=str(h.ROOT)), encoding="utf-8")
    program.write_text(f'#!/bin/sh\nexec "{h._plain_python()}" "{script}" "$@"\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(session, "find_python", lambda: str(program))
    monkeypatch.setattr(session._State, "python", str(program))
    chosen = [""]
    monkeypatch.setattr(session, "weights", lambda: chosen[0])
    monkeypatch.setattr(learning, "use", lambda name: chosen.__setitem__(0, name))
    learning.refresh()
    yield tmp_path / "data"
    learning._end()
    monkeypatch.undo()
    learning.refresh()


def _table(tmp_path):
    """A table with an Action of a rig and a file."""
    armature = h.build("mixamo")
    action = bpy.data.actions.new("MoonWalk_FW")
    h.part("animation.actions").assign(armature, action)
    bone = armature.pose.bones["mixamorig:LeftArm"]
    for frame in (1, 40):
        bone.rotation_quaternion = (1, 0, 0.01 * frame, 0)
        bone.keyframe_insert("rotation_quaternion", frame=frame)
    bpy.data.actions.new("Camera")
    (tmp_path / "sad_walk.bvh").write_text("")
    assert bpy.ops.motif.lessons_actions() == {"FINISHED"}
    bpy.ops.motif.lessons_files(directory=str(tmp_path), files=[{"name": "sad_walk.bvh"}])
    bpy.ops.motif.lessons_actions()  # each once
    table = bpy.context.scene.motif.learning
    assert [(r.name, r.caption) for r in table.lessons] == [
        ("MoonWalk_FW", "moon walk forward"),
        ("sad_walk", "sad walk"),
    ]
    return table


def test_actions_are_learnt_from_files_that_need_no_blender(tmp_path, learner):
    table = _table(tmp_path)
    table.title, table.lessons[1].use = "moon", False
    (learner / "go").write_text("")
    assert bpy.ops.motif.learn() == {"FINISHED"}
    learning = h.part("session.learning")
    assert learning.sets() == ("moon",) and not learning.unfinished()
    assert h.part("session.session").weights() == "moon", "chosen"
    assert bpy.data.objects["Rig"].animation_data.action.name == "MoonWalk_FW", "as it was"


def test_what_is_written_for_an_action_is_its_motion(tmp_path, learner):
    table = _table(tmp_path)
    table.title, table.lessons[1].use = "moon", False
    lessons = h.part("takes.lessons")
    job = lessons.job_of(table, "")
    h.part("engine.learn.job").begin(job)
    lessons.write(table, job)
    motion, _ = h.part("rig.importing").read_noted(h.part("paths").Path(job.rows[0].file))
    assert len(motion) == 40 and np.ptp(motion.rot[:, motion.skeleton.role_joint["left_shoulder"]], axis=0).max() > 0.1


def test_learning_is_paused_gone_on_with_and_discarded(tmp_path, learner):
    learning, table = h.part("session.learning"), _table(tmp_path)
    table.title, table.lessons[1].use = "moon", False
    lessons = h.part("takes.lessons")
    job = lessons.job_of(table, "")
    learning.begin(job)
    lessons.write(table, job)
    learning.start()
    _until(lambda: learning.progress().state == "learning")
    panel = _draw(_panels("VIEW_3D")["MOTIF_PT_lessons"])
    assert "motif.learn_pause" in panel.named("operator") and "10 min left" in learning.in_words()
    assert bpy.ops.motif.learn_pause() == {"FINISHED"}
    _until(lambda: not learning.running())
    assert learning.progress().state == "paused" and learning.unfinished() == "moon"
    learning.refresh()  # as a Blender that is opened anew
    panel = _draw(_panels("VIEW_3D")["MOTIF_PT_lessons"])
    assert "motif.learn_resume" in panel.named("operator")
    with pytest.raises(h.part("engine.protocol.errors").EngineError, match="not done yet"):
        learning.begin(job)
    learning.start()
    assert bpy.ops.motif.learn_discard() == {"FINISHED"}
    assert not learning.unfinished() and not learning.running()


def test_a_failure_is_told_and_can_be_gone_on_from(tmp_path, learner):
    table = _table(tmp_path)
    table.title, table.lessons[1].use = "moon", False
    for name in ("go", "fail"):
        (learner / name).write_text("")
    bpy.ops.motif.learn()
    learning, session = h.part("session.learning"), h.part("session.session")
    assert learning.unfinished() == "moon" and session._State.notice.text == "The motion x can't be read."
    (learner / "fail").unlink()
    bpy.ops.motif.learn_resume()
    assert learning.sets() == ("moon",)


def test_what_can_not_be_learnt_is_told_in_the_panel(tmp_path, learner):
    table = _table(tmp_path)
    for title, caption, why in (("", "walks", "no name"), ("moon", "", "no caption")):
        table.title, table.lessons[0].caption = title, caption
        with pytest.raises(RuntimeError, match=why):
            bpy.ops.motif.learn()
    assert not h.part("session.learning").unfinished()


def test_the_menu_of_weights_is_there_where_there_are_any(tmp_path, learner):
    h.build("mixamo")
    learning = h.part("session.learning")
    assert "MOTIF_MT_weights" not in _draw(_panels("VIEW_3D")["MOTIF_PT_main"]).named("menu")
    sets = h.part("engine.protocol.weight_sets")
    (learner / "mine").mkdir()
    (learner / "mine" / sets.CARD).write_text("{}")
    sets.remember(learner / "mine")
    learning.refresh()
    assert "MOTIF_MT_weights" in _draw(_panels("VIEW_3D")["MOTIF_PT_main"]).named("menu")
    learning.use("mine")
    assert bpy.ops.motif.delete_weights() == {"FINISHED"}
    assert not learning.sets() and not h.part("session.session").weights()


def _until(true, seconds: float = 20.0) -> None:
    learning, end = h.part("session.learning"), time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "the learner did nothing"
        learning._pump()
        time.sleep(0.02)


def test_a_caption_needs_no_blender():
    """The job's module is all that the add-on loads of what learns."""
    assert not any(name.endswith((".learn.tune", ".learn.material")) for name in sys.modules)
