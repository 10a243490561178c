"""A text of several things of which not all are understood: each is a step in its turn, what isn't in its own words.

It is the last way to read a text. One thing that nobody knows used to take all others with it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .passes import over_steps
from .recognisers import Read
from .steps import Plan, Step
from .vocabulary.subjects import subject_at
from .vocabulary.words import beyond, joined, words_of

# Where one thing ends and the next begins, the surest signs first; how many there have to be, and the share of them
# that may not be understood.
_THEN = re.compile(r"\s*(?:[;.!?]+(?:\s+|$)|(?:,|\band\b)*\s*\b(?:then|after(?:wards?| that)|finally)\b,?\s*)", re.I)
_AND = re.compile(r"\s*(?:,\s*(?:and\s+)?|\band\s+)", re.I)
_ENDS = ((_THEN, 2, 0.5), (_AND, 3, 0.34))
_BESIDE = re.compile(r"^\w+ing\b", re.IGNORECASE)  # what is done beside something else
_HE = re.compile(r"^(?:he|she|they|it)\s+", re.IGNORECASE)
_UNKNOWN_SECONDS = 2.2  # of a step whose words aren't understood, among others
HOW = frozenset({"speed", "count", "side", "limb", "height"})  # facts that alone say nothing of what is done


def by_pieces(text: str, read: Read) -> Plan | None:
    """The steps of a text of several things of which most are understood: what isn't is a step in its own words. None
    where it is one thing, and where too little of it is understood."""
    if beyond(text):
        return None
    for ends, least, most_unknown in _ENDS:
        pieces = [piece for piece in ends.split(text) if piece and piece.strip()]
        if len(pieces) < least or any(_BESIDE.match(piece) for piece in pieces):
            continue
        plans = [read(_HE.sub("", piece)) for piece in pieces]
        known = [plan.understood and any(_does(step) for step in plan) for plan in plans]
        scraps = any(len(piece.split()) < 3 for piece, understood in zip(pieces, known, strict=True) if not understood)
        if scraps or known.count(False) > most_unknown * len(plans):
            continue
        who = next((found for plan in plans if (found := _subject(plan[0].text)[0])), "a person")
        steps = [
            replace(_of(who, step), natural=step.natural if understood else _UNKNOWN_SECONDS)
            for plan, understood in zip(plans, known, strict=True) for step in plan
        ]  # fmt: skip
        if {_subject(plan[0].text)[0] for plan in plans} <= {"", "a person", who}:
            return Plan(over_steps(steps, who), subject=who)
    return None


def _subject(text: str) -> tuple[str, str]:
    """Who a text is about, "" where that isn't said, and the words behind that."""
    words = words_of(text)
    subject, behind = subject_at(words, 0)
    return (subject.text, joined(words[behind:])) if behind else ("", text)


def _of(who: str, step: Step) -> Step:
    """A step of a piece with the subject of all."""
    return replace(step, text=f"{who} {_subject(step.text)[1]}")


def _does(step: Step) -> bool:
    """Whether anything that can be measured is known of what is done."""
    return bool((step.facts.said().keys() | step.gesture_facts.said().keys()) - HOW)
