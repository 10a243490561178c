"""Motions made by hand, and a few real ones from the shared pack, for the tests of captions and cutting."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from engine.train.data import clips as data
from retarget import quat
from retarget.feet import contact
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion, canonical_skeleton

PACK = Path(__file__).resolve().parents[4] / "shared" / "data"
FPS = 30.0
AXES = {"x": (1.0, 0.0, 0.0), "y": (0.0, 1.0, 0.0), "z": (0.0, 0.0, 1.0)}


def about(axis: str, angle) -> np.ndarray:
    """Rotations (..., 4) about a main axis by angles in radians."""
    return quat.from_axis_angle(np.array(AXES[axis]), np.asarray(angle, float)).astype(np.float32)


def stand(frames: int = 60) -> Motion:
    """Stands with the arms down."""
    rot = np.tile(quat.IDENTITY, (frames, 22, 1)).astype(np.float32)
    rot[:, R["left_shoulder"]] = about("z", -1.35)
    rot[:, R["right_shoulder"]] = about("z", 1.35)
    root = np.tile(np.array([0, 0.98, 0], np.float32), (frames, 1))
    return Motion(canonical_skeleton(), FPS, root, rot, np.ones((frames, 4), bool))


def moved(motion: Motion, joint: str, turns: np.ndarray) -> Motion:
    """One joint's rotations replaced."""
    rot = motion.rot.copy()
    rot[:, R[joint]] = turns
    return Motion(motion.skeleton, motion.fps, motion.root_pos, quat.continuous(rot), motion.contacts)


def walk(frames: int = 75, speed: float = 1.2, way: tuple[float, float] = (0, 1), turn: float = 0.0) -> Motion:
    """Legs and arms swing while the root moves along `way` (left, forward) of its heading, turning `turn` rad/s."""
    base = stand(frames)
    t = np.arange(frames) / FPS
    rot = base.rot.copy()
    for side, sign in (("left", 1), ("right", -1)):
        swing = sign * np.sin(2 * np.pi * t)
        rot[:, R[f"{side}_hip"]] = about("x", 0.4 * swing)
        rot[:, R[f"{side}_knee"]] = about("x", 0.25 + 0.25 * np.cos(2 * np.pi * t + (sign > 0) * np.pi))
    yaw = turn * t
    rot[:, 0] = about("y", yaw)
    ahead = np.stack([np.sin(yaw), 0 * yaw, np.cos(yaw)], axis=-1)
    left = np.stack([np.cos(yaw), 0 * yaw, -np.sin(yaw)], axis=-1)
    step = speed / FPS * (way[0] * left + way[1] * ahead)
    root = base.root_pos + np.concatenate([np.zeros((1, 3)), np.cumsum(step[:-1], axis=0)])
    motion = Motion(base.skeleton, FPS, root, quat.continuous(rot))
    return Motion(base.skeleton, FPS, root, motion.rot, contact.detect(motion, floor=0.0))


def wave(side: str = "right", frames: int = 75) -> Motion:
    """Stands with one upper arm out and the forearm up, the hand going to and fro 1.5 times a second."""
    sign = 1 if side == "left" else -1
    t = np.arange(frames) / FPS
    motion = moved(stand(frames), f"{side}_shoulder", about("z", np.full(frames, sign * 0.1)))
    return moved(motion, f"{side}_elbow", about("z", sign * (1.2 + 0.45 * np.sin(2 * np.pi * 1.5 * t))))


def jump(height: float = 0.35, ahead: float = 0.0) -> Motion:
    """A free fall from both feet, legs straight, with a second of standing before and after."""
    seconds = 2 * np.sqrt(2 * height / 9.81)
    t = np.arange(0, seconds, 1 / FPS)
    arc = 0.5 * 9.81 * t * (seconds - t)
    rise = np.concatenate([np.zeros(30), arc, np.zeros(30)])
    motion = stand(len(rise))
    way = np.concatenate([np.zeros(30), ahead * t / seconds, np.full(30, ahead)])
    root = motion.root_pos + np.stack([0 * rise, rise, way], axis=-1).astype(np.float32)
    return Motion(motion.skeleton, FPS, root, motion.rot)


@cache
def real(*ids: str) -> list[data.Clip]:
    """Clips of the shared pack by id; the test is skipped where the pack is not beside the checkout."""
    if not (PACK / "index.json").exists():
        pytest.skip("the shared motion pack is not beside this checkout")
    entries = {e["id"]: e for e in json.loads((PACK / "index.json").read_text())["clips"]}
    shapes = json.loads((PACK / "skeletons.json").read_text())
    clips: list[data.Clip] = []
    for i in ids:
        entry = entries[i]
        with np.load(PACK / entry["file"]) as pack:
            clips += data._pack_clips(entry, pack, data._pack_skeleton(shapes[entry["skeleton"]]))
    return clips
