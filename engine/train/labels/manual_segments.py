"""Segments of recordings marked by hand, where measurement cannot name the action. Data only.

SPANS: clip id -> (start s, end s, verb phrases split by "; "). SKIPPED: clips that would teach something false.
"""

from __future__ import annotations

_TWIST_LEFT = "twists to the left and leans forward; turns the upper body to the left"
_TWIST_RIGHT = "twists to the right and leans forward; turns the upper body to the right"

SPANS: dict[str, tuple[tuple[float, float, str], ...]] = {
    "cmu_14_06": (
        (19.6, 22.5, "bends to the right with the left arm over the head; stretches to the right side; "
                     "does a side bend to the right; leans to the right"),
        (22.5, 26.2, "bends to the left with the right arm over the head; stretches to the left side; "
                     "does a side bend to the left; leans to the left"),
    ),
    "cmu_14_14": (
        (30.0, 31.9, _TWIST_LEFT), (31.7, 34.0, _TWIST_RIGHT), (34.0, 36.1, _TWIST_LEFT), (36.0, 38.2, _TWIST_RIGHT),
    ),
    "cmu_29_03": ((13.6, 16.2, "leans over to the left; tips over to the left like a teapot; bends to the left"),),
    "cmu_127_02": (
        (4.4, 7.0, "raises the right knee; lifts the right leg; stands on the left leg and lifts the right one"),
        (7.0, 9.9, "raises the left knee; lifts the left leg; stands on the right leg and lifts the left one"),
    ),
    "cmu_131_01": ((2.6, 4.4, "drops to the left knee and gets up; kneels down on one knee and stands up"),),
    "cmu_137_37": ((14.2, 17.9, "bends forward and looks down; bends forward; leans forward"),),
}  # fmt: skip

# Chairs drawn for short legs: the figure ends up sitting in the air.
SKIPPED = frozenset({"kaykit_sit_chair_down", "kaykit_sit_chair_standup"})
