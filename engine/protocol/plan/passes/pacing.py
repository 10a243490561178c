"""Pacing: who paces back and forth goes, turns round and comes back, whatever his hands do all the while."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..steps import Facts, Step

_PACES = re.compile(
    r"\b(?:pac(?:es|ing|e)|patroll?(?:s|ing)?)\b(?:(?!\band\b)[^,;])*?"
    r"\b(?:back and (?:forth|forwards?)|up and down|to and fro)\b",
    re.IGNORECASE,
)
_TURN_S, _LEGS, _OF_ALL = 1.3, 3, 9.0  # s of a turn, ways that are gone, s of all of it where nothing says how long
_LEAST_S = 1.2  # of one way


def with_pacing(steps: Sequence[Step], who: str) -> list[Step]:
    """The steps, each in which somebody paces back and forth as ways there and back with turns between them."""
    return [one for step in steps for one in (_ways(step, who or "a person") if _paces(step) else (step,))]


def _paces(step: Step) -> bool:
    facts = step.facts
    plain = facts.action in ("walk", "run", "march") and facts.direction in (None, "forward") and not facts.count
    return plain and facts.turn is None and not facts.move and bool(_PACES.search(step.text))


def _ways(step: Step, who: str) -> list[Step]:
    """There, round, back, round and there again."""
    seconds = step.seconds or _OF_ALL
    legs = _LEGS if seconds >= _LEGS * _LEAST_S + (_LEGS - 1) * _TURN_S else 2
    one = round(max(_LEAST_S, (seconds - (legs - 1) * _TURN_S) / legs), 2)
    does = {"run": "runs", "march": "marches"}.get(step.facts.action or "", "walks")
    way = replace(step, text=f"{who} {does} forward", facts=replace(step.facts, direction="forward"), seconds=one)
    about = Facts("turn", turn=180.0, turn_either=True, hands=step.facts.hands, hand=step.facts.hand,
                  handles=step.facts.handles, manners=step.facts.manners)  # fmt: skip
    turn = replace(way, text=f"{who} turns around", facts=about, seconds=_TURN_S, implied=True)
    return [way if i % 2 == 0 else turn for i in range(2 * legs - 1)]
