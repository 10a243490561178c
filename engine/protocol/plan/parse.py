"""From a sentence to its plan. What isn't understood stays whole: being wrong is worse than not taking apart.

text  ->  spelling mended  ->  in the planner's own words (`typed`)  ->  without how it is done (`manners`)
      ->  named postures as verbs  ->  the first of RECOGNISERS that knows its form (`recognisers`)
      ->  clauses to steps (`assembly`)  ->  passes over the steps (`passes`)  ->  Plan
Where that isn't understood: without how the wish is put (`typed.asking`), then by what is understood of it (`pieces`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from .manners.planned import mannered
from .moves.finding import is_all
from .pieces import HOW, by_pieces
from .recognisers import RECOGNISERS
from .steps import Plan, whole
from .typed import plainly
from .typed.asking import said_plainly
from .typed.suffered import suffered
from .typed.wording import going_first
from .vocabulary.postures.named import shown, with_a_person, with_named
from .vocabulary.spelling import mended
from .vocabulary.words import seconds_said

# Who is rocked to sleep is somebody else than who does it.
_LULLED = re.compile(
    r"\b((?:rock|lull|sway|sooth|sing)\w* (?:(?!and\b|then\b)[\w']+ ){0,3}?(?:baby|child|son|daughter|infant|kid|"
    r"toddler|newborn|cat|doll|him|her|it))(?: back| gently)? to sleep\b"
)


@lru_cache(maxsize=256)
def plan_of(text: str) -> Plan:
    """The steps that a prompt asks for. A prompt of one thing keeps its words to the letter; one that isn't understood
    is one step without facts. Typing errors are mended first. Never fails on any text."""
    text = going_first(suffered(_LULLED.sub(r"\1", text if is_all(text) else mended(text))))
    read = _read(text)
    if read.moves:  # "the robot dance" is a move whose name is a manner's
        plan = mannered(text, _read)
        return plan if plan.moves else read
    as_it_is = read.understood and with_named(text) != text  # a named posture has no other words
    plain = text if as_it_is else plainly(text, facts_known)
    if plain != text and (plan := mannered(plain, _read)).understood:
        return plan
    plan = mannered(text, _read)
    if plan.understood:
        return plan
    said = said_plainly(text)
    return plan_of(said) if said not in ("", text) else by_pieces(text, plan_of) or plan


def facts_known(text: str) -> frozenset[str]:
    """The names of the facts that say what is done in a text; none where it isn't understood or nothing is measured."""
    plan = _read(text)
    said = {name for step in plan for facts in (step.facts, step.gesture_facts) for name in facts.said()}
    return frozenset(said - HOW) if plan.understood else frozenset()


@lru_cache(maxsize=512)
def _read(text: str) -> Plan:
    """The plan of a text in words that the planner knows, without manners. Named postures are read as verbs, of a
    person where who it is isn't known; one alone keeps its own words."""
    named = with_named(text)
    plan = _recognised(named)
    if not plan.understood and (other := with_a_person(named)) != named:
        plan, named = _recognised(other), other
    if named == text or not plan.understood:
        return _recognised(text)
    alone = not plan.apart and (plan[0].facts.named or plan[0].text == shown(named))
    return replace(plan, steps=(replace(plan[0], text=text),)) if alone else plan


@lru_cache(maxsize=256)
def _recognised(text: str) -> Plan:
    """The plan of a text by the first recogniser that knows its form; whole, where none does."""
    for recognise in RECOGNISERS:
        if (plan := recognise(text, _read)) is not None:
            return plan
    plan = whole(text)
    long = seconds_said(text) if " for " in text else None
    return replace(plan, steps=(replace(plan[0], seconds=long),))
