"""Measurements that the rules of this list share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.metrics.figure import Figure, Series

BOTH = ("left", "right")
PAIRS = (("left", "right"), ("right", "left"))


def rise_of(f: Figure, side: str) -> Series:
    """(T,) metres of a wrist over its shoulder."""
    return f.above(f"{side}_wrist", f"{side}_shoulder")


def out_of(f: Figure, side: str) -> Series:
    """(T,) metres of a wrist ahead of the hips."""
    return f.local(f"{side}_wrist")[:, 2]


def share_of(condition: NDArray[np.bool_]) -> float:
    return float(np.mean(condition))


def lower_of(f: Figure, joint: str) -> Series:
    return np.minimum(f.height(f"left_{joint}"), f.height(f"right_{joint}"))


def higher_of(f: Figure, joint: str) -> Series:
    return np.maximum(f.height(f"left_{joint}"), f.height(f"right_{joint}"))


def trunk_of(f: Figure) -> Series:
    """(T,) metres of the neck over the hips: 0.5 upright, 0 level."""
    return f.above("neck", "pelvis")


def lean_of(f: Figure) -> Series:
    """(T,) metres of the neck ahead of the hips."""
    return f.local("neck")[:, 2]


def face_up(f: Figure) -> Series:
    """(T,) how far the front of the trunk points to the sky: 1 on the back, 0 upright, -1 on the belly."""
    front = np.cross(f.at("left_hip") - f.at("right_hip"), f.at("spine3") - f.at("pelvis"))
    return front[:, 1] / np.maximum(np.linalg.norm(front, axis=-1), 1e-6)


def spread_of(series: Series) -> float:
    """Metres between the 5th and the 95th percentile."""
    low, high = np.percentile(series, [5, 95])
    return float(high - low)


def moves_on(f: Figure, least: float) -> bool:
    """Goes forward on its feet."""
    return f.ahead > least and f.upright


# Plain.
