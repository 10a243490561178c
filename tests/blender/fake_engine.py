"""A stand-in for `python -m engine serve` that needs numpy only: a figure that walks, with switches for what can go
wrong. Words in the prompt are the switches. Run as `python fake_engine.py ...`; its folder for imports is PYTHONPATH.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
from collections.abc import Sequence

import numpy as np

from engine.protocol import wire
from engine.protocol.errors import EngineError
from engine.protocol.messages import Take, request_from_json, takes_to_message
from engine.protocol.prompt import Prompt
from engine.protocol.request import AroundRequest, InbetweenRequest, PoseRequest, Request
from engine.protocol.sound import Mix, SoundAnalysis, audio_from_json
from engine.protocol.version import engine_version
from retarget import constraints, mask, quat
from retarget.mask import Mask
from retarget.motion import ROLE_INDEX, Motion, canonical_skeleton

AUTOMATIC_SECONDS = 3.0
_SIDE = np.array([1.0, 0.0, 0.0])


def walk(frames: int, fps: float, seed: int) -> Motion:
    """Forward at 1 m/s, turning slowly left, knees and elbows bending, the right arm raised and waving."""
    phase = np.random.default_rng(seed).uniform(0, 2 * np.pi)
    seconds = np.arange(frames) / fps
    swing = 2 * np.pi * seconds + phase
    rot = np.tile(quat.IDENTITY, (frames, 22, 1)).astype(np.float64)

    def turn(role: str, axis: tuple[float, float, float], angle: np.ndarray) -> None:
        j = ROLE_INDEX[role]
        rot[:, j] = quat.multiply(rot[:, j], quat.from_axis_angle(np.array(axis), angle))

    still = np.zeros(frames)
    turn("pelvis", (0, 1, 0), 0.3 * seconds)
    turn("spine2", (0, 1, 0), 0.1 * np.sin(swing))
    turn("head", (0, 1, 0), -0.2 * np.sin(swing))
    for side, sign in (("left", 1.0), ("right", -1.0)):
        turn(f"{side}_hip", (1, 0, 0), -0.2 + 0.4 * sign * np.sin(swing))
        turn(f"{side}_knee", (1, 0, 0), 0.5 + 0.4 * sign * np.cos(swing))
    turn("left_shoulder", (0, 0, 1), still - 1.2)
    turn("left_elbow", (0, 1, 0), -0.5 + 0.2 * np.sin(swing))
    turn("right_shoulder", (0, 0, 1), still - 0.9)
    turn("right_elbow", (0, 0, 1), -0.6 + 0.5 * np.sin(3 * swing))
    heading = 0.3 * seconds
    step = np.stack([np.sin(heading), np.zeros(frames), np.cos(heading)], axis=-1) / fps
    root = np.cumsum(step, axis=0) - step[0]
    root[:, 1] = 0.9
    flat = Motion(canonical_skeleton(), fps, root, quat.continuous(rot))
    return _on_the_floor(flat)


def along(motion: Motion, points: np.ndarray, stands: np.ndarray | None = None) -> Motion:
    """The same over the ground along points (N, 2) m, at one speed, without turning; in frames `stands` (T,) as in the
    one before them."""
    steps = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    clock = np.cumsum(~stands if stands is not None else np.ones(len(motion), bool)) - 1
    at = steps[-1] * clock / max(clock[-1], 1)
    root = motion.root_pos[clock]
    root[:, 0], root[:, 2] = (np.interp(at, steps, points[:, i]) for i in (0, 1))
    return Motion(motion.skeleton, motion.fps, root, motion.rot[clock], motion.contacts[clock])


def standing(prompts: Sequence[Prompt], frames: int) -> np.ndarray:
    """Frames (T,) of prompts in which somebody waits."""
    out = np.zeros(frames, bool)
    for prompt in prompts:
        if "waits" in prompt.text:
            out[prompt.start : prompt.end] = True
    return out


def _on_the_floor(motion: Motion) -> Motion:
    """Lift each frame until the lower toe base stands at its height above Y = 0."""
    pos, _ = motion.globals()
    feet = pos[:, [ROLE_INDEX["left_foot"], ROLE_INDEX["right_foot"]], 1].min(axis=1) - 0.02
    ankles = pos[:, [ROLE_INDEX["left_ankle"], ROLE_INDEX["right_ankle"]], 1].min(axis=1) - 0.08
    root = motion.root_pos.copy()
    root[:, 1] -= np.minimum(feet, ankles)
    return Motion(motion.skeleton, motion.fps, root, motion.rot, motion.contacts)


def refill(request: InbetweenRequest | AroundRequest, seed: int) -> Motion:
    """Every joint and the hips swaying where the mask lets them, and exactly as the source where it doesn't."""
    source, keep = request.source, request.mask
    assert isinstance(source, Motion) and isinstance(keep, Mask)
    made = constraints.interpolate(source, keep)
    random = np.random.default_rng(seed)
    sway = 0.3 * np.sin(np.arange(len(made))[:, None, None] / 5 + random.uniform(0, 6, (1, len(made.skeleton), 3)))
    swayed = quat.multiply(made.rot, quat.from_rotvec(sway))
    moved = Motion(made.skeleton, made.fps, made.root_pos + 0.1 * sway[:, 0], swayed, made.contacts)
    path = getattr(request, "path", None)
    if path is not None:
        gap = np.flatnonzero(~keep.frames)
        walked = along(moved.cut(int(gap[0]), int(gap[-1]) + 1), np.array(path.points))
        moved.root_pos[gap] = walked.root_pos
    return constraints.conform(moved, source, keep)


def complete(request: PoseRequest, seed: int) -> Motion:
    """Every joint that isn't given turned a little."""
    source = request.source
    assert isinstance(source, Motion)
    random = np.random.default_rng(seed)
    turned = quat.multiply(source.rot, quat.from_rotvec(random.uniform(-0.3, 0.3, (1, len(source.skeleton), 3))))
    free = np.array([role != "" and role not in request.given for role in source.skeleton.roles])
    root = source.root_pos if "pelvis" in request.given else source.root_pos + np.float32(0.05)
    return Motion(source.skeleton, source.fps, root, np.where(free[:, None], turned, source.rot), source.contacts)


class _Cancelled(Exception):
    pass


class Worker:
    """Reads requests in a thread, so that a cancel arrives while one is being made."""

    def __init__(self) -> None:
        self.reader, self.writer = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
        self.work: queue.Queue[wire.Message | None] = queue.Queue()
        self.cancelled: set[int] = set()

    def send(self, kind: str, data: dict, arrays: dict | None = None) -> None:
        self.writer.write(wire.pack(wire.Message(kind, data, arrays or {})))
        self.writer.flush()

    def read(self) -> None:
        while (message := wire.read(self.reader)) is not None and message.kind != "shutdown":
            if message.kind == "cancel":
                self.cancelled.add(message.data["job"])
            else:
                self.work.put(message)
        self.work.put(None)

    def run(self) -> None:
        threading.Thread(target=self.read, daemon=True).start()
        info = {"device": "cpu", "device_name": "CPU", "models": ["text"], "engine_version": engine_version()}
        while (message := self.work.get()) is not None:
            if message.kind == "hello":
                self.send("ready", {"info": info})
            elif message.kind == "generate":
                self.generate(message)
            elif message.kind == "listen":
                self.listen(message)

    def generate(self, message: wire.Message) -> None:
        job = message.data["job"]
        try:
            request = request_from_json(message.data["request"], message.arrays, mask.unpack)
            takes = self.make(job, request)
            metas, arrays = takes_to_message(takes)
            self.send("result", {"job": job, "takes": metas}, arrays)
        except EngineError as error:
            self.send("failed", {"job": job, "error": error.to_json()})
        except _Cancelled:
            self.send("failed", {"job": job, "error": EngineError("cancelled", "Cancelled.").to_json()})

    def listen(self, message: wire.Message) -> None:
        """A beat every half second for the length of the mix; none where a file's name says speech."""
        job, mix = message.data["job"], audio_from_json(message.data["audio"], message.arrays)
        assert isinstance(mix, Mix)
        seconds = mix.seconds or 10.0
        speech = any("speech" in piece.path for piece in mix.pieces)
        beats = np.arange(0.25, seconds, 0.5)[: 0 if speech else None]
        tempo, peaks = None if speech else 120.0, np.zeros(int(seconds * 30), np.float32)
        sections = () if speech else ((0.0, "A"), (2.0, "B"), (4.0, "A"))
        heard = SoundAnalysis(beats, beats, peaks, seconds, not speech, tempo, sections=sections)
        data, arrays = heard.to_message()
        self.send("heard", {"job": job, **data}, arrays)

    def make(self, job: int, request: Request) -> list[Take]:
        text = " ".join(prompt.text for prompt in request.prompts)
        if "weights" in text:
            raise EngineError("weights_missing", "The weights file text.safetensors is damaged: install Motif again.")
        steps = 100 if "slowly" in text else 4
        for step in range(1, steps + 1):
            if job in self.cancelled:
                raise _Cancelled
            if "slowly" in text:
                time.sleep(0.05)
            self.send("progress", {"job": job, "fraction": step / steps, "message": f"Step {step} of {steps}",
                                   "seconds_left": (steps - step) * 0.05})  # fmt: skip
            if "dies" in text and step == 2:
                print("the driver gave up", file=sys.stderr, flush=True)
                os._exit(9)
        seeds, fps = request.sampling.seeds, request.sampling.fps
        bases = (request.base_seeds if isinstance(request, AroundRequest) else ()) or [None] * len(seeds)
        if isinstance(request, PoseRequest):
            return [Take(complete(request, seed), request, seed, "f" * 64, engine_version()) for seed in seeds]
        if isinstance(request, (InbetweenRequest, AroundRequest)) and request.source is not None:
            return [
                Take(refill(request, seed), request, seed, "f" * 64, engine_version(), base_seed=base)
                for seed, base in zip(seeds, bases)
            ]
        frames = request.frames or round(AUTOMATIC_SECONDS * fps)
        path = getattr(request, "path", None)

        def motion(seed: int) -> Motion:
            own = walk(frames, fps, seed)
            return own if path is None else along(own, np.array(path.points), standing(request.prompts, frames))

        return [
            Take(motion(seed), request, seed, "f" * 64, engine_version(), {"sample": 0.1},
                 {"skate_share": 0.1 * (seed % 3)}, base)
            for seed, base in zip(seeds, bases)
        ]  # fmt: skip


if __name__ == "__main__":
    Worker().run()
