"""`motif evaluate limits`: what captured motion keeps to, of which `retarget.checks` tells what is wrong.

Every measure is taken over all frames of the captured clips of the training split; its limit is a percentile of them,
and "extreme" a higher one, at which a problem counts twice. Where a joint can turn: in the axes in which its captured
rotations vary most to least, from the usual pose to the ends of either side.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import files
from retarget import quat
from retarget.checks import measures, problems
from retarget.checks.figure import Figure
from retarget.motion import CANONICAL_NAMES, Motion

# Kind -> percentiles of frames for its limit and its extreme. Captured feet slide: of those, one frame in fifty may.
PERCENTILES: Mapping[str, tuple[float, float]] = {
    "slide": (98.0, 99.9), "sink": (99.5, 99.95), "jolt": (99.9, 99.99), "knee": (99.9, 99.99), "range": (99.5, 99.99),
    "hand": (99.5, 99.95),
}  # fmt: skip
# What captured motion can't tell. beat: s, three frames at 30 a second; path: m; target: times what was allowed.
SET: Mapping[str, tuple[float, float]] = {"beat": (0.1, 0.2), "path": (0.15, 0.6), "target": (1.0, 5.0)}
_ENDS = 0.1  # percent of frames beyond either end of a joint's range
_SHORTEST = 30  # frames
_TURNING = tuple(role for role in CANONICAL_NAMES if role != "pelvis")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "--out", type=Path, metavar="FILE.json", default=problems.CAPTURED, help="default: the add-on's own"
    )


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Measure the training split's captured clips and write the limits."""
    from engine.train.data import clips

    train = clips.partition(clips.load_clips(None))["train"]
    motions = [clip.motion for clip in train if not clip.hand_made and len(clip.motion) >= _SHORTEST]
    found = measure(motions)
    files.write_json(args.out, found)
    return found


def measure(motions: Sequence[Motion]) -> dict[str, Any]:
    """Limits of every kind, over all frames of canonical motions."""
    figures = [Figure(motion) for motion in motions]
    joints: dict[str, dict[str, Any]] = {
        "jolt": _usual_jerks(figures), "range": {role: _range(figures, role) for role in _TURNING},
    }  # fmt: skip
    kinds: dict[str, Any] = {}
    for kind, percentiles in PERCENTILES.items():
        known = {"joints": joints.get(kind, {})}
        values = np.concatenate([_largest(figure, kind, known) for figure in figures])
        limit, extreme = (float(np.percentile(values, p)) for p in percentiles)
        kinds[kind] = {"limit": _short(limit), "extreme": _short(extreme), "percentile": list(percentiles)}
        if kind in joints:
            kinds[kind]["joints"] = joints[kind]
    for kind, (limit, extreme) in SET.items():
        kinds[kind] = {"limit": limit, "extreme": extreme, "percentile": None}
    frames = sum(len(motion) for motion in motions)
    source = f"{len(motions)} captured clips, {frames:,} frames at 30 a second, of the training split"
    return {"from": source, "command": "motif evaluate limits", "kinds": kinds}


def _largest(figure: Figure, kind: str, known: Mapping[str, Any]) -> NDArray[np.float64]:
    """The largest of a kind's measures in each frame, (T,), over its own end where it has one."""
    tracks = measures.MEASURES[kind](figure, known)
    return np.max([track.values / (1.0 if track.ends is None else track.ends) for track in tracks], axis=0)


def _usual_jerks(figures: Sequence[Figure]) -> dict[str, float]:
    """Role -> jerk in m/s³ that one frame in two hundred goes past."""
    rows = np.concatenate([measures.jerks(figure) for figure in figures])
    return {role: _short(float(np.percentile(rows[:, j], 99.5))) for j, role in enumerate(CANONICAL_NAMES)}


def _range(figures: Sequence[Figure], role: str) -> dict[str, Any]:
    """How far one joint turns: its usual pose, axes (3, 3) in columns, and ends in degrees along them."""
    index = CANONICAL_NAMES.index(role)
    rot = np.concatenate([figure.hub.rot[:, index] for figure in figures]).astype(np.float64)
    rot *= np.where(rot[:, :1] < 0, -1, 1)
    centre = np.linalg.eigh(rot.T @ rot)[1][:, -1]  # the mean of rotations: Markley et al. 2007
    vector = quat.to_rotvec(quat.multiply(quat.inverse(centre), rot))
    axes = np.linalg.eigh(np.cov(vector.T))[1][:, ::-1]
    low, high = np.percentile(np.degrees(vector @ axes), [_ENDS, 100 - _ENDS], axis=0)
    rounded = {"centre": centre, "axes": axes, "low": low, "high": high}
    return {name: np.round(value, 4).tolist() for name, value in rounded.items()}


def _short(value: float) -> float:
    return float(f"{value:.4g}")
