"""The ways to read a text, each for one form in which prompts are typed. They are tried in the order of RECOGNISERS.

A recogniser returns the plan of a text that has its form and None for all others. What it finds inside a text it has
read by `read`, which tries all of them again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from .assembly.sequence import steps_of
from .facts.handling import without_held
from .facts.hands import hands_of
from .facts.postures import with_postures
from .moves.finding import as_move, is_all, only_blows
from .passes import over_steps
from .sentence.clauses import NotUnderstood, sentence_of
from .sentence.held_arms import as_with
from .sentence.left_out import filled_text
from .sentence.noun_phrases import as_sentence
from .sentence.openings import text_in_order
from .steps import Facts, Plan, Step, whole
from .vocabulary.words import beyond, words_of

Read = Callable[[str], Plan]
Recogniser = Callable[[str, Read], Plan | None]

_THEN = re.compile(r"\s*(?:,|;|\band\b)?\s*\b(?:then|followed by|and then)\s+", re.IGNORECASE)


def as_a_move(text: str, read: Read) -> Plan | None:
    """A text that is the name of a move and nothing else: "uppercut", "jab_cross_hook"."""
    said = text.replace("_", " ")
    if not (is_all(text) or only_blows(said)):
        return None
    step = as_move(Step(said))
    return Plan((replace(step, text=text),)) if step.facts.move else None


def as_beyond_reading(text: str, read: Read) -> Plan | None:
    """A text of several people, denials or conditions: whole, or the move that it names."""
    return (with_a_move(text, read) or whole(text)) if beyond(text) else None


def as_clauses(text: str, read: Read) -> Plan | None:
    """A sentence of which all verbs are known: a clause each, joined to steps."""
    plain, begin = text_in_order(filled_text(without_held(text)))
    try:
        sentence = sentence_of(as_with(words_of(plain)))
    except NotUnderstood:
        return None
    steps, who = steps_of(text, sentence, begin), sentence.subject.text
    found = over_steps(steps, who)
    in_its_words = len(found) == 1 and steps[0].text == text and found[0].gesture is None
    return Plan(found, subject="" if in_its_words else who)


def as_parts(text: str, read: Read) -> Plan | None:
    """A text whose parts are understood one by one, one of which names a move: "slam dunk, then a bow"."""
    parts = [part for part in _THEN.split(text) if part]
    if len(parts) < 2 or not any(as_move(Step(part)).facts.move for part in parts):
        return None
    plans = [read(part) for part in parts]
    if not all(plan.understood for plan in plans):
        return None
    who = next((plan.subject for plan in plans if plan.subject), "a person")
    return Plan(tuple(_said_of(who, plan.subject, step) for plan in plans for step in plan), subject=who)


def _said_of(who: str, said: str, step: Step) -> Step:
    """The step with the subject of all."""
    return replace(step, text=f"{who} {step.text.removeprefix(said).strip()}")


def with_a_move(text: str, read: Read) -> Plan | None:
    """A text that names a move among words that aren't understood."""
    step = as_move(Step(text))
    return Plan((step,)) if step.facts.move is not None else None


def as_a_noun_phrase(text: str, read: Read) -> Plan | None:
    """A text without a verb, as clips are named: "combat idle", "sword slash"."""
    sentence = as_sentence(text)
    plan = read(sentence) if sentence else None
    return plan if plan and plan.understood else None


def with_hands(text: str, read: Read) -> Plan | None:
    """A sentence whose verb isn't understood, with what it says of where hands are: "broods with the face in the
    hands". It goes to the model whole."""
    said = text.lower()
    if (hands := hands_of(said)) is None:
        return None
    step = Step(text, facts=with_postures(Facts(hands=hands), said, ""))
    return replace(whole(text), steps=(step,))


RECOGNISERS: tuple[Recogniser, ...] = (
    as_a_move,  # first, since many a move's name has a verb in it that alone means something else
    as_beyond_reading,  # before verbs are looked for: those of several people would pass for one's
    as_clauses,  # what most prompts are
    as_parts,  # before a move alone, which would swallow what is done before and after it
    with_a_move,
    as_a_noun_phrase,  # behind all that has a verb, since any noun may end what nobody understands
    with_hands,
)
