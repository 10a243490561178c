"""What is done in a sentence, without who does it: what a caption has to be near to."""

from __future__ import annotations

import re

from .vocabulary.subjects import PEOPLE, subject_at
from .vocabulary.words import joined, words_of

# Who is played rather than who plays: what he is like is what is done.
_PLAYED = frozenset({"zombie", "monster", "robot", "drunk", "ninja", "king", "queen", "child", "kid", "patient"})
_ANYBODY = "|".join(
    sorted({*(PEOPLE - _PLAYED), "people", "adult", "male", "female", "human being", "dude", "gentleman"})
)
_NOBODY = frozenset({"person", "man", "woman", "lady", "figure", "character", "human", "boy", "girl", "guy"})
_WHO = re.compile(
    rf"^(?:(?:an?|the|this|one|some) )?(?:(?!who\b)[\w-]+ )?(?:{_ANYBODY}|someone|somebody|anyone|he|she|they)"
    r" (?=\w)",
    re.IGNORECASE,
)  # fmt: skip
_LEADS = re.compile(
    r"^(?:(?:who|that) )?(?:(?:is|are|was|starts to|begins to|tries to|pretends to be|pretends to) )?(?=\w)"
)


def content_of(text: str) -> str:
    """The text from its verb on: "a tall man irons a shirt" -> "irons a shirt"; the text itself where nobody is said,
    and where he is played: "a zombie lurches"."""
    words = words_of(text)
    who, at = subject_at(words, 0)
    if who.said and at < len(words):
        names = set(who.noun.split()) | {who.noun}
        told_by_who = at == len(words) - 1 and not (who.pronoun or names & _NOBODY)  # "a golfer swings"
        return text if names & _PLAYED or told_by_who else _LEADS.sub("", joined(words[at:]))
    found = _WHO.match(text)
    return _LEADS.sub("", text[found.end() :]) if found else text


# How captions say what is done, for actions that people have many other words for.
_USUAL = {
    "fall": "falls over and hits the ground", "lift": "bends down and picks something up", "rise": "gets up and stands",
    "sit": "sits down", "lie": "lies down", "crouch": "crouches down low", "kneel": "kneels down",
    "throw": "throws a ball", "jump": "jumps", "walk": "walks forward", "run": "runs forward",
    "crawl": "crawls on hands and knees", "climb": "climbs up", "march": "marches",
}  # fmt: skip


def usual_of(action: str | None) -> str | None:
    """The usual words for an action, None for none."""
    return _USUAL.get(action or "")
