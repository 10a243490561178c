"""What hands hold and use, by its words: "carrying a box", "aims a rifle", "opens the door"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..vocabulary.things import ROWS

_HOW = r"(?:(?:hard|once|twice|again|[a-z]+ times|[a-z]+ly) )?(?:(?:on|at|against|with) )?"
_A = r"(?:an? |the |his |her |their |its |some |two |both )?(?:[a-z-]+ ){0,2}?"
# Where it is held: "of tea", "in both hands", "in front of the body".
_TAIL = (
    r"(?: of [a-z]+)?(?:,? (?:(?:held |gripped |raised |slung |drawn |ready )*(?:in|with|by|at|on|over|under|above) "
    r"(?:(?:the|his|her|their|its|both|one|a) )*(?:left |right )?(?:hands?|arms?|fists?|grip|"
    r"hips?|chest|shoulders?(?: height| level)?|side|waist|head|desk|table|keyboard)|held (?:up|high|out|ready|tight)|"
    r"in front(?: of (?:the|his|her|their|its) (?:body|chest|belly|stomach|face))?|out in front|high|ready))*"
)
_VERB = "".join(rf"(?<!\b{word} )" for word in ("a", "an", "the", "his", "her")) + r"\b"  # not "the open door"
_PATTERNS = tuple(
    (re.compile(rf"{_VERB}(?:{row.verbs}){rf' {_HOW}{_A}(?:{row.things})' if row.things else ''}\b{_TAIL}"), row)
    for row in ROWS
)
# "with a sword held in both hands": what holds it is said by the rest.
_HELD = re.compile(
    r"\b(with (?:an?|the|his|her|their) (?:(?!left|right)[a-z-]+ )??"
    r"(?!(?:arm|hand|fist|leg|knee|head|foot)s?\b)[a-z-]+) "
    r"(?:held|gripped|raised|slung|drawn|clutched|clasped|balanced|tucked|carried|propped)"
    r"(?= (?:in|with|over|under|at|high|up|out|by|on|above|close)\b)"
)


@dataclass(frozen=True)
class Handling:
    """Words [begin:end] of a text that say what hands do. name: the use, of `steps.HANDLING`. legs: what legs do beside
    it, where the text has nothing for them."""

    begin: int
    end: int
    name: str
    legs: str


def handling(text: str) -> Handling | None:
    """What hands hold or use in a text."""
    for pattern, row in _PATTERNS:
        if found := pattern.search(text.lower()):
            return Handling(found.start(), found.end(), row.use, row.legs)
    return None


def without_held(text: str) -> str:
    """The text with things that somebody has, where it says in what way they are held: a verb that does nothing."""
    return _HELD.sub(r"\1", text)
