"""A tiny model that stands in for the real one: walks on the spot, in no time, with switches for what can go wrong.

Words in the prompt are the switches, so that they reach a model inside a worker too.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from engine.api import LoadedModel, Loader
from retarget import constraints, quat
from retarget.motion import Motion, canonical_skeleton

AUTOMATIC = 90


class FakeModel:
    """Arms that swing by a phase drawn from the seed; legs straight down."""

    def __init__(self) -> None:
        self.calls: list[dict] = []

    def perform(self, segments, seeds, settings, *, apart, on_step) -> list[Motion]:
        texts, frames = ([getattr(segments[0], name)] * len(seeds) for name in ("text", "frames"))
        asked = {name: getattr(settings, name) for name in ("steps", "temperature", "guidance", "candidates")}
        return self.sample(texts, frames, list(seeds), on_step=on_step, **asked)

    def sample(self, prompts, frames, seeds, *, steps, temperature, guidance, candidates, on_step) -> list[Motion]:
        self.calls.append(
            {"prompts": prompts, "frames": frames, "seeds": seeds, "steps": steps, "candidates": candidates}
        )
        text = prompts[0]
        if "prints" in text:
            print("a library talks on stdout")
            os.write(1, b"MOTF and so does one in C\n")
        if "dies" in text:
            print("the driver gave up", file=sys.stderr, flush=True)
            os.kill(os.getpid(), 9)
        if "memory" in text:
            raise RuntimeError("CUDA out of memory. Tried to allocate 20.00 GiB")
        if "breaks" in text:
            raise ValueError("shapes (3,) and (4,) don't match")
        if "hangs" in text:
            time.sleep(3600)
        if "nonsense" in text:
            _write_to_every_pipe(b"this is no frame at all, and long enough to be one")
        total = 200 if "slowly" in text else 10**9 if "endlessly" in text else steps or 10
        for step in range(1, total + 1):
            if total >= 200:
                time.sleep(0.02)
            on_step(step, total)
        if "nowhere" in text:
            return [_motion(count or AUTOMATIC, seed, np.nan) for count, seed in zip(frames, seeds)]
        return [_motion(count or AUTOMATIC, seed) for count, seed in zip(frames, seeds)]


def _write_to_every_pipe(words: bytes) -> None:
    """Into the worker's messages, whatever their number: what a library in C could do at worst."""
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2:
            with contextlib.suppress(OSError):
                if "pipe:" in os.readlink(f"/proc/self/fd/{name}"):
                    os.write(int(name), words)


def _motion(count: int, seed: int, height: float = 0.98) -> Motion:
    phase = np.random.default_rng(seed).uniform(0, 2 * np.pi)
    time_s = np.arange(count) / 30
    rot = np.tile(quat.IDENTITY, (count, 22, 1))
    swing = 0.5 * np.sin(2 * np.pi * time_s + phase)
    rot[:, 16] = quat.from_axis_angle(np.array([1.0, 0, 0]), swing)
    rot[:, 17] = quat.from_axis_angle(np.array([1.0, 0, 0]), -swing)
    return Motion(canonical_skeleton(), 30.0, np.tile([0, height, 0], (count, 1)), rot)


class FakeAudioModel:
    """The same arms, raised by how loud it is; what it was given is kept in `calls`."""

    styles = ("ballet", "salsa")

    def __init__(self) -> None:
        self.calls: list[dict] = []

    def sample(self, features, styles, seeds, *, steps, temperature, guidance, energy, on_step) -> list[Motion]:
        self.calls.append({"features": features, "styles": styles, "seeds": seeds, "energy": energy})
        for step in range(1, 5):
            on_step(step, 4)
        return [_motion(len(features), seed) for seed in seeds]


class FakeFill:
    """Straight ways, raised by the seed's phase in the middle of a gap; what it was asked for is kept in `calls`."""

    def __init__(self) -> None:
        self.calls: list[dict] = []

    def fill(self, source, keep, prompt, seed, *, words, steps, temperature, guidance, on_step) -> Motion:
        self.calls.append({"prompt": prompt, "frames": len(source), "keep": keep, "seed": seed})
        for _ in range(200 if "slowly" in prompt else 4):
            if "slowly" in prompt:
                time.sleep(0.02)
            on_step()
        made = constraints.interpolate(source, keep)
        rot = made.rot.copy()
        turn = np.where(keep.frames, 0, np.random.default_rng(seed).uniform(0.1, 0.5))
        rot[:, 16] = quat.multiply(rot[:, 16], quat.from_axis_angle(np.array([1.0, 0, 0]), turn))
        return Motion(made.skeleton, made.fps, made.root_pos, rot, made.contacts)


def loaders() -> Mapping[str, Loader]:
    """For `motif serve --models` and for Engine."""
    return {
        "text": lambda folder, device: LoadedModel(FakeModel(), "0" * 64),
        "audio": lambda folder, device: LoadedModel(FakeAudioModel(), "2" * 64),
        "inbetween": lambda folder, device: LoadedModel(FakeFill(), "3" * 64),
    }


def failing_loaders() -> Mapping[str, Loader]:
    """Weights that are absent until the file that MOTIF_TEST_WEIGHTS names appears."""
    from engine.runtime.weights import missing

    def load(folder: Path, device: str) -> LoadedModel:
        if not os.path.exists(os.environ["MOTIF_TEST_WEIGHTS"]):
            raise missing("The weights file text.safetensors is not there: install the add-on again.")
        return LoadedModel(FakeModel(), "1" * 64)

    return {"text": load}
