"""The sounds and motions that the digests' command lines read, made from formulas with numpy.

The figure's measures and bone names serve the rigs of `digest_blender` too. Metres, Y up, facing +Z, left towards +X.
"""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FPS = 30
FRAMES = 45
# Joint -> (its parent, its rest place); the right side is the left one mirrored. SMPL's joints in SMPL's order.
_LEFT = {
    "hip": ("pelvis", (0.09, 0.88, 0.0)), "knee": ("hip", (0.09, 0.47, 0.01)), "ankle": ("knee", (0.09, 0.08, -0.01)),
    "foot": ("ankle", (0.09, 0.02, 0.12)), "collar": ("spine3", (0.05, 1.38, 0.0)),
    "shoulder": ("collar", (0.18, 1.38, 0.0)), "elbow": ("shoulder", (0.44, 1.38, -0.01)),
    "wrist": ("elbow", (0.68, 1.38, 0.0)),
}  # fmt: skip
_MIDDLE = {
    "pelvis": ("", (0.0, 0.95, 0.0)), "spine1": ("pelvis", (0.0, 1.05, -0.01)), "spine2": ("spine1", (0.0, 1.16, 0.0)),
    "spine3": ("spine2", (0.0, 1.27, 0.0)), "neck": ("spine3", (0.0, 1.45, -0.01)), "head": ("neck", (0.0, 1.54, 0.01)),
}  # fmt: skip
ORDER = (
    "pelvis", "left_hip", "right_hip", "spine1", "left_knee", "right_knee", "spine2", "left_ankle", "right_ankle",
    "spine3", "left_foot", "right_foot", "neck", "left_collar", "right_collar", "head", "left_shoulder",
    "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist",
)  # fmt: skip
MIXAMO = {
    "pelvis": "Hips", "spine1": "Spine", "spine2": "Spine1", "spine3": "Spine2", "neck": "Neck", "head": "Head",
    "hip": "UpLeg", "knee": "Leg", "ankle": "Foot", "foot": "ToeBase", "collar": "Shoulder", "shoulder": "Arm",
    "elbow": "ForeArm", "wrist": "Hand",
}  # fmt: skip


def figure() -> dict[str, tuple[str, NDArray[np.float64]]]:
    """Joint -> (parent or "", rest place (3,) m), in ORDER."""
    found: dict[str, tuple[str, NDArray[np.float64]]] = {}
    for name in ORDER:
        side, _, plain = name.rpartition("_")
        parent, place = _LEFT[plain] if side else _MIDDLE[name]
        parent = f"{side}_{parent}" if side and parent in _LEFT else parent
        mirror = -1.0 if side == "right" else 1.0
        found[name] = parent, np.array(place) * (mirror, 1.0, 1.0)
    return found


def mixamo_name(joint: str) -> str:
    """`left_knee` -> `LeftLeg`."""
    side, _, plain = joint.rpartition("_")
    return side.capitalize() + MIXAMO[plain]


def make(folder: Path) -> None:
    """Write song.wav, claps.wav, walk.npz, walk.bvh, walk_amass.npz and broken.npz into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_wav(folder / "song.wav", _song(), 44100)
    _write_wav(folder / "claps.wav", _claps(), 22050)
    root, turns = _walk()
    _write_npz(folder / "walk.npz", root, turns)
    _write_bvh(folder / "walk.bvh", root, turns)
    _write_amass(folder / "walk_amass.npz", root, turns)
    (folder / "broken.npz").write_bytes(b"PK\x03\x04 cut off")


def _song(seconds: float = 3.0, rate: int = 44100) -> NDArray[np.float64]:
    """(N, 2) samples: 120 beats a minute, each a low thump and every second a hiss, over a chord."""
    time = np.arange(int(seconds * rate)) / rate
    since = time % 0.5
    thump = np.sin(2 * np.pi * 60 * since) * np.exp(-18 * since)
    noise = np.random.default_rng(1).standard_normal(len(time)) * np.exp(-40 * since) * (time % 1.0 >= 0.5)
    chord = sum(np.sin(2 * np.pi * hertz * time) for hertz in (220.0, 277.18, 329.63)) / 3
    both = 0.6 * thump + 0.15 * noise
    return np.stack([both + 0.12 * chord, both + 0.08 * chord], axis=1)


def _claps(seconds: float = 2.0, rate: int = 22050) -> NDArray[np.float64]:
    """(N, 1) samples: a clap each 0.4 s."""
    since = np.arange(int(seconds * rate)) / rate % 0.4
    return (np.random.default_rng(2).standard_normal(len(since)) * np.exp(-60 * since) * 0.3)[:, None]


def _write_wav(path: Path, samples: NDArray[np.float64], rate: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def _walk() -> tuple[NDArray[np.float64], dict[str, NDArray[np.float64]]]:
    """A stride a second: root places (T, 3) m, and joint -> angles (T, 3) rad, of which one axis each is used."""
    phase = 2 * np.pi * np.arange(FRAMES) / FPS
    root = np.stack([0.02 * np.sin(phase), 0.94 + 0.015 * np.cos(2 * phase), 1.1 * phase / (2 * np.pi)], axis=1)
    turns = {name: np.zeros((FRAMES, 3)) for name in ORDER}
    for side, shift, sign in (("left", 0.0, 1), ("right", np.pi, -1)):
        swing = np.sin(phase + shift)
        turns[f"{side}_hip"][:, 0] = -0.45 * swing
        turns[f"{side}_knee"][:, 0] = 0.35 + 0.3 * np.cos(phase + shift)
        turns[f"{side}_ankle"][:, 0] = -0.1 - 0.15 * swing
        turns[f"{side}_shoulder"][:, 2] = -1.2 * sign
        turns[f"{side}_elbow"][:, 1] = -sign * (0.3 + 0.2 * swing)
    turns["spine2"][:, 1] = 0.1 * np.sin(phase)
    turns["head"][:, 0] = 0.05 * np.cos(phase)
    return root, turns


def _write_npz(path: Path, root: NDArray[np.float64], turns: dict[str, NDArray[np.float64]]) -> None:
    """As a take is kept: rotations (T, J, 4) wxyz; each turns about one axis alone, so that half angles do."""
    body = figure()
    offsets = np.array([place - (body[parent][1] if parent else 0) for parent, place in body.values()])
    rot = np.zeros((FRAMES, len(ORDER), 4))
    for j, name in enumerate(ORDER):
        rot[:, j, 0] = np.cos(turns[name] / 2).prod(axis=1)
        rot[:, j, 1:] = np.sin(turns[name] / 2)
    parents = np.array([ORDER.index(parent) if parent else -1 for parent, _ in body.values()], np.int16)
    np.savez_compressed(
        path, names=np.array(ORDER), parents=parents, offsets=offsets.astype(np.float32), fps=np.float64(FPS),
        root_pos=root.astype(np.float32), rot=rot.astype(np.float32),
    )  # fmt: skip


def _write_amass(path: Path, root: NDArray[np.float64], turns: dict[str, NDArray[np.float64]]) -> None:
    """SMPL+H's 52 joints, Z up: the root turned by 90 degrees about X, which is all that it turns by here."""
    poses = np.zeros((FRAMES, 52, 3))
    for j, name in enumerate(ORDER):
        poses[:, j] = turns[name]
    poses[:, 0, 0] += np.pi / 2
    trans = np.stack([root[:, 0], -root[:, 2], root[:, 1]], axis=1)
    np.savez_compressed(
        path, poses=poses.reshape(FRAMES, -1), trans=trans, mocap_framerate=np.array(float(FPS)), betas=np.zeros(16),
        gender=np.array("neutral"),
    )  # fmt: skip


def _write_bvh(path: Path, root: NDArray[np.float64], turns: dict[str, NDArray[np.float64]]) -> None:
    """With Mixamo's names, in centimetres, X-Y-Z rotations in degrees."""
    body, lines, order = figure(), ["HIERARCHY"], []

    def joint(name: str, depth: int) -> None:
        parent, place = body[name]
        offset = 100 * (place - (body[parent][1] if parent else place))
        pad = "  " * depth
        places = "6 Xposition Yposition Zposition" if not parent else "3"
        lines.extend([
            f"{pad}{'JOINT' if parent else 'ROOT'} {mixamo_name(name)}", pad + "{",
            f"{pad}  OFFSET {offset[0]:.4f} {offset[1]:.4f} {offset[2]:.4f}",
            f"{pad}  CHANNELS {places} Xrotation Yrotation Zrotation",
        ])  # fmt: skip
        order.append(name)
        children = [child for child, (above, _) in body.items() if above == name]
        for child in children:
            joint(child, depth + 1)
        if not children:
            lines.extend([f"{pad}  End Site", f"{pad}  {{", f"{pad}    OFFSET 0.0 4.0 4.0", f"{pad}  }}"])
        lines.append(pad + "}")

    joint("pelvis", 0)
    table: Any = np.concatenate([100 * root, *(np.degrees(turns[name]) for name in order)], axis=1)
    lines += ["MOTION", f"Frames: {FRAMES}", f"Frame Time: {1 / FPS:.6f}"]
    lines += [" ".join(f"{value:.4f}" for value in row) for row in table]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
