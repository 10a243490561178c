"""Ways back: the turn before one that isn't said, and what "back" means behind one that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..steps import Facts, Step


def with_returns(steps: Sequence[Step], who: str) -> list[Step]:
    """The steps, each way back behind a turn that isn't said: "walks to the door and comes back"."""
    found: list[Step] = []
    for step in steps:
        before = found[-1] if found else None
        if before and before.facts.action not in ("turn", "spin", "rise") and _comes_back(step):
            about = Facts("turn", turn=180.0, turn_either=True)
            found.append(Step(f"{who} turns around", facts=about, natural=2.0, implied=True))
            step = turned_back(step, found[-1])
        found.append(step)
    return found


def _comes_back(step: Step) -> bool:
    """Whether somebody goes to where he came from; who says a direction goes there."""
    going = step.facts.action in ("walk", "run") and step.facts.direction is None and step.facts.turn is None
    return going and bool(re.search(r"\b(?:back|returns)\b(?! and forth)", step.text))


def turned_back(step: Step, before: Step | None) -> Step:
    """ "walks back" behind turning around is walking forward, to where it came from."""
    if before is None or before.facts.action != "turn" or abs(before.facts.turn or 0) < 150:
        return step
    said_so = re.sub(r"\b(?:comes back|returns)\b", "walks back", step.text, count=1)
    if step.facts.action not in ("walk", "run") or not re.search(r"\bback\b", said_so) or "backward" in said_so:
        return step
    text = re.sub(r"\bback\b(?! to)", "forward", said_so, count=1)
    return replace(step, text=text, facts=replace(step.facts, direction="forward"))
