"""Named postures, which are read as one verb: getting up out of them, and their plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..steps import Facts, Step
from ..vocabulary.postures.named import ARMS_ALONE, shown


def out_of_postures(steps: Sequence[Step], who: str) -> list[Step]:
    """The steps, where getting up behind a named posture is out of that one."""
    found = list[Step]()
    for step in steps:
        before = found[-1].facts if found else Facts()
        if step.facts.action == "rise" and before.named and before.named not in ARMS_ALONE:
            step = replace(step, facts=replace(step.facts, named=before.named, side=before.side))
        found.append(step)
    return found


def plainly_named(steps: Sequence[Step], who: str) -> list[Step]:
    """The steps with named postures in plain words."""
    return [replace(step, text=shown(step.text), gesture=step.gesture and shown(step.gesture)) for step in steps]
