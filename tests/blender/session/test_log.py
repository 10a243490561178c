"""The add-on's log: what goes wrong is in a file, and a folder that can't be written to disturbs nothing."""

from __future__ import annotations

import bpy
import pytest

from tests.blender import helpers as h


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The log's file, in a folder that isn't there yet."""
    log = h.part("log")
    monkeypatch.setattr(log, "user_folder", lambda name: tmp_path / name)
    log.register()
    yield log.path()
    log.unregister()


def test_an_error_and_its_cause_are_in_the_file(file):
    h.build("rigify")
    bpy.context.scene.motif.prompt = "a person walks and the weights are damaged"
    assert not file.exists() and not bpy.ops.motif.open_log.poll()
    with h.engine():
        h.refused(bpy.ops.motif.generate)
        session = h.part("session.session")
        session.unexpected(ValueError("no room"))
        session._failed(h.part("engine.protocol.errors").EngineError("internal", "It failed.", trace="line 3"))
    text = file.read_text(encoding="utf-8")
    assert "ValueError: no room" in text and "ERROR It failed.\nline 3" in text
    assert bpy.ops.motif.open_log.poll()


def test_a_log_that_cannot_be_written_is_left_out(file):
    file.parent.write_text("a file where the folder should be")
    h.part("log").LOG.error("lost")
    assert file.parent.is_file()
