"""`import motif` in Blender: public names, a take by the installed engine, and onto a rig's file in this process."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.blender import helpers as h
from tests.blender.cli.test_generate import _folder, _walk_file

SAMPLES = Path(__file__).resolve().parents[2] / "docs" / "samples"


def test_the_add_on_has_the_public_names():
    motif = h.motif()
    scripting = importlib.import_module("engine.scripting") if "engine" in sys.modules else None
    assert {"ask", "generate", "onto_rig", "Motion"} <= {*dir(motif)}
    assert motif.ask(text="a person waves", seconds=2).frames == 60
    assert scripting is None or motif.ask is scripting.ask
    with pytest.raises(AttributeError):
        motif.nothing  # noqa: B018


def test_a_take_goes_onto_a_rigs_file():
    motif: Any = h.motif()
    with _folder() as folder:
        walk = motif.read(_walk_file(folder))
        out = folder / "made.blend"
        report = motif.onto_rig(walk, SAMPLES / "rig.bvh", out, keys="sparse", start=5)
        assert out.is_file() and report["takes"][0]["frames"][0] == 5
        with pytest.raises(motif.EngineError, match="did you mean --keys"):
            motif.onto_rig(walk, SAMPLES / "rig.bvh", out, kesy="sparse")
        with pytest.raises(motif.EngineError, match="end it in"):
            motif.onto_rig(walk, SAMPLES / "rig.bvh", folder / "made.txt")


def test_a_blender_without_torch_asks_the_installed_engine(monkeypatch):
    motif: Any = h.motif()
    with h.engine():
        monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
        (take,) = motif.generate("a person walks", seconds=1)
    assert len(take.motion) == 30 and take.request.prompts[0].text == "a person walks"
