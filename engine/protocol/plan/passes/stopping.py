"""Stopping: who goes so many metres has stopped when he is there."""

from __future__ import annotations

from collections.abc import Sequence

from ..steps import Step


def with_stops(steps: Sequence[Step], who: str) -> list[Step]:
    """The steps without stopping behind a way of so many metres, which ends standing: "walks 3 meters and stops"."""
    found: list[Step] = []
    for step in steps:
        if step.facts.action == "stop" and step.gesture is None and found and found[-1].facts.distance:
            continue
        found.append(step)
    return found
