"""Pieces of recordings named by hand, where measures can not name them. Data only.

SPANS: clip id -> (start s, end s, verb phrases split by "; "). SKIPPED: clips that would teach something false.
"""

from __future__ import annotations

SPANS: dict[str, tuple[tuple[float, float, str], ...]] = {}

# Chairs drawn for short legs: the figure sits in the air. Held poses of a game rig whose feet leave the floor.
SKIPPED = frozenset({"kaykit_sit_chair_down", "kaykit_sit_chair_standup"})
