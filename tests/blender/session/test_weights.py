"""Named sets of weights: the preference's words become the worker's option, and a name that is none is told."""

from __future__ import annotations

import json

import pytest

from tests.blender import helpers as h


def test_a_set_is_taken_by_its_name_and_a_wrong_one_told(tmp_path, monkeypatch):
    session, sets = h.part("session.session"), h.part("engine.protocol.weight_sets")
    folder = tmp_path / "theirs"
    folder.mkdir()
    (tmp_path / "weight-sets.json").write_text(json.dumps({"theirs": str(folder), "gone": str(tmp_path / "gone")}))
    monkeypatch.setenv(sets.VARIABLE, str(tmp_path))
    assert h.part("panels.preferences")._named_sets(None, None, "The") == ["theirs"]
    with h.engine():
        session.end_engine()
        monkeypatch.setattr(session, "weights", lambda: "theirs")
        command = session._client().command
        assert command[command.index("--weights") + 1] == str(folder)
        session.end_engine()
        monkeypatch.setattr(session, "weights", lambda: "gone")
        with pytest.raises(h.part("engine.protocol.errors").EngineError, match="choose theirs"):
            session._client()
        monkeypatch.undo()
        assert "--weights" not in session._client().command


def test_the_preference_is_there_and_empty_by_default():
    preference = h.part("panels.preferences").MotifPreferences.bl_rna.properties["weights"]
    assert preference.type == "STRING" and preference.default == ""
