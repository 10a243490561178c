"""Beats of real music and speech, where the test pack is at hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from engine import audio
from engine.protocol.sound import file_mix

PACK = Path(__file__).resolve().parents[4] / "shared" / "audio"
pytestmark = pytest.mark.skipif(not (PACK / "audio.json").exists(), reason="the pack of real sounds is not here")


def known(name):
    files = json.loads((PACK / "audio.json").read_text(encoding="utf-8"))["files"]
    return np.array(next(f for f in files if f["file"] == name).get("beat_times") or [])


def agreement(found, wanted, within_s=0.07):
    """F-measure: each beat may be found once."""
    free, hits = list(found), 0
    for beat in wanted:
        near = [t for t in free if abs(t - beat) <= within_s]
        if near:
            free.remove(min(near, key=lambda t: abs(t - beat)))
            hits += 1
    return 2 * hits / (len(found) + len(wanted))


@pytest.mark.parametrize(
    ("name", "least"), [("loop_amen_full_x3.ogg", 0.9), ("loop_mika_x2.ogg", 0.9), ("vibe_ace.ogg", 0.8)]
)
def test_beats_of_music(name, least):
    heard = audio.listen(file_mix(str(PACK / name)))
    assert heard.steady and agreement(heard.beats, known(name)) >= least


@pytest.mark.parametrize("name", ["speech_198-209-0000.ogg", "speech_3436-172162-0000.ogg"])
def test_speech_has_accents_and_no_beat(name):
    heard = audio.listen(file_mix(str(PACK / name)))
    assert not heard.steady and not len(heard.beats) and heard.tempo is None
    assert 2 < len(heard.onsets) / heard.seconds < 8
