"""The demo's film: the sound lies in the MP4 where the sequencer plays it, one picture for each frame."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from tools import commands, console
from tools.console import ROOT

RATE, CLICK_SECONDS = 48_000, 0.5

# bpy starts once in a process, and not beside the tests' other libraries.
SHOOT = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import bpy, aud
from demo import film
sound, out = Path(sys.argv[2]), Path(sys.argv[3])
scene = bpy.context.scene
scene.render.engine, scene.render.fps = "CYCLES", film.FPS
film.WIDTH, film.HEIGHT = 64, 32
length = film.lay_sound(scene, sound)
scene.frame_start, scene.frame_end = 1, film.FPS
shown = []
film.shoot(scene, out, shown.append)
clip = bpy.data.movieclips.load(str(out))
heard = aud.Sound(str(out))
samples = abs(heard.data()).max(axis=1)
print("\\n" + json.dumps({"length": length, "shown": shown, "frames": clip.frame_duration, "size": list(clip.size),
    "click": int(samples.argmax()) / heard.specs[0], "loud": float(samples.max())}))
"""


@pytest.mark.skipif(importlib.util.find_spec("bpy") is None, reason="needs Blender as a Python module")
def test_a_click_is_heard_where_it_lies(tmp_path: Path) -> None:
    samples = np.zeros(2 * RATE, np.int16)
    at = round(CLICK_SECONDS * RATE)
    samples[at : at + 48] = 24_000
    with wave.open(str(tmp_path / "click.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    out = tmp_path / "film.mp4"
    done = subprocess.run(
        [sys.executable, "-c", SHOOT, str(ROOT), str(tmp_path / "click.wav"), str(out)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    got = json.loads(done.stdout.splitlines()[-1])
    assert got["length"] == pytest.approx(2, abs=0.05)
    assert got["shown"] == list(range(1, 25)) and got["frames"] == 24 and got["size"] == [64, 32]
    assert got["loud"] > 0.1
    assert got["click"] == pytest.approx(CLICK_SECONDS, abs=0.5 / 24)  # half a picture


def test_a_film_needs_a_sound(tmp_path: Path) -> None:
    with pytest.raises(console.Stop, match="a film needs a sound"):
        commands.run("sheets", ["--motion", str(tmp_path / "take.npz"), "--video"])
