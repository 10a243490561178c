"""Where hands are held: on the hips, behind the back, on the head, pointing somewhere.

Axes of every place: out (to the hand's own side), up, ahead, in metres of the canonical figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Axes = tuple[float, float, float]


@dataclass(frozen=True)
class Place:
    """joint: whose place `at` is counted from; "side_" stands for the hand's own side, "other_" for the other one.
    frame: the joint along whose axes, the same one where it is empty; "ground" for the way the hips head, upright,
    "level" for the way the chest does, "world" for none. elbow: the way it points, along the chest's axes or those of
    "level" and "world". hand: the way fingers point, along the frame's axes; None as the forearm. other: `at` of the
    right hand where the two differ. shrug: degrees that the collar is raised by."""

    joint: str
    at: Axes
    elbow: Axes
    hand: Axes | None = None
    frame: str = ""
    other: Axes | None = None
    shrug: float = 0.0


_SHOULDER = "side_shoulder"
PLACES: Mapping[str, Place] = {
    "hips": Place("pelvis", (0.20, 0.09, 0.0), (1.0, 0.0, -0.35), (-0.3, -0.5, 0.8)),
    "behind": Place("pelvis", (0.05, 0.10, -0.17), (0.6, -0.3, -0.7), (-0.9, -0.2, 0.0)),
    "pockets": Place("pelvis", (0.19, 0.0, 0.07), (0.9, 0.0, -0.6), (-0.2, -1.0, 0.1)),
    "knees": Place("side_knee", (0.02, 0.06, 0.06), (1.0, 0.2, -0.2), (-0.2, -0.8, 0.5), "pelvis"),
    "head": Place("head", (0.12, 0.14, 0.02), (1.0, 0.2, 0.2), (-0.8, 0.5, 0.0), shrug=12.0),
    "ears": Place("head", (0.13, 0.03, 0.03), (0.8, -0.3, 0.5), (-0.1, 0.9, -0.3), shrug=8.0),
    "neck": Place("head", (0.09, 0.05, -0.10), (1.0, 0.3, 0.1), (-0.9, 0.1, 0.0), shrug=12.0),
    "face": Place("head", (0.05, 0.0, 0.14), (0.6, -0.8, 0.2), (-0.1, 0.95, -0.1)),
    "chin": Place("head", (0.04, -0.07, 0.12), (0.5, -1.0, 0.2), (-0.2, 0.9, -0.1)),
    "eyes": Place("head", (0.10, 0.10, 0.13), (1.0, -0.2, 0.2), (-1.0, 0.1, -0.1)),
    "brow": Place("head", (0.12, 0.11, 0.10), (1.0, -0.1, 0.2), (-0.9, 0.4, 0.1)),
    "chest": Place("spine3", (0.0, 0.0, 0.15), (1.0, -0.4, 0.1), (-1.0, 0.2, 0.0)),
    "belly": Place("spine1", (0.08, 0.0, 0.15), (1.0, -0.2, -0.2), (-1.0, 0.0, 0.0)),
    "crossed": Place(
        "spine3", (-0.10, -0.09, 0.19), (0.8, -0.9, -0.1), (-1.0, 0.2, -0.2), other=(-0.10, -0.13, 0.14)
    ),
    "together": Place("spine3", (0.025, 0.02, 0.22), (1.0, -0.4, 0.0), (-0.05, 1.0, 0.1)),
    "raised": Place(_SHOULDER, (0.05, 0.50, 0.03), (1.0, 0.2, 0.5), None, "ground", shrug=20.0),
    "spread": Place(_SHOULDER, (0.50, 0.02, 0.0), (0.0, -0.3, -1.0), None, "spine3"),
    "front": Place(_SHOULDER, (-0.03, 0.0, 0.50), (0.6, -0.8, 0.0), None, "level"),
    "sides": Place(_SHOULDER, (0.06, -0.50, 0.02), (0.3, 0.0, -1.0), None, "spine3"),
}  # fmt: skip
# Where a hand points: left, up and ahead of the body, whichever hand it is.
AIMS: Mapping[str, Axes] = {
    "left": (1.0, 0.05, 0.1), "right": (-1.0, 0.05, 0.1), "forward": (0.0, 0.05, 1.0), "up": (0.0, 1.0, 0.15),
    "down": (0.0, -0.75, 0.65), "backward": (0.0, 0.05, -1.0),
}  # fmt: skip
