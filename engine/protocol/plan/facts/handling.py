"""What hands hold and use, by its words: "carrying a box", "aims a rifle", "opens the door"; by the kind of a thing,
where nothing says more of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..vocabulary.inflection import singular
from ..vocabulary.kinds import NO_THING, ONE_HANDED, TWO_HANDED, VERBS, Verb, kinds
from ..vocabulary.lexicon import forms
from ..vocabulary.things import ROWS

_HOW = r"(?:(?:hard|once|twice|again|[a-z]+ times|[a-z]+ly) )?(?:(?:on|at|against|with) )?"
_A = r"(?:an? |the |his |her |their |its |some |two |both )?(?:[a-z-]+ ){0,2}?"
# Where it is held: "of tea", "in both hands", "in front of the body".
_TAIL = (
    r"(?: of (?:an? |the |his |her )?[a-z]+)?"
    r"(?:,? (?:(?:held |gripped |raised |slung |drawn |ready )*(?:in|with|by|at|on|over|under|above) "
    r"(?:(?:the|his|her|their|its|both|one|a) )*(?:left |right )?(?:hands?|arms?|fists?|grip|"
    r"hips?|chest|shoulders?(?: height| level)?|side|waist|head|desk|table|keyboard)|held (?:up|high|out|ready|tight)|"
    r"in front(?: of (?:the|his|her|their|its) (?:body|chest|belly|stomach|face))?|out in front|high|ready))*"
)
_VERB = "".join(rf"(?<!\b{word} )" for word in ("a", "an", "the", "his", "her", "of")) + r"\b"  # not "the open door"
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
_BY_KIND = tuple((re.compile(rf"{_VERB}(?:{verb.verbs}) "), verb) for verb in VERBS)
_MORE = re.compile(r" ([a-z]+)\b")
_THING = re.compile(
    r"(?P<which>(?:an?|the|his|her|their|its|some|two|both|one|another|someone's|somebody's) )?(?P<words>[a-z'-]+"
    r"(?: [a-z'-]+){0,4})"
)
# Words behind which no thing goes on.
_ENDS = frozenset({
    "in", "on", "at", "to", "of", "with", "from", "into", "onto", "over", "under", "behind", "by", "through", "past",
    "across", "along", "toward", "towards", "against", "around", "about", "up", "down", "out", "off", "near",
    "between", "beside", "below", "above", "after", "before", "and", "or", "but", "then", "while", "as", "so", "for",
    "like", "until", "forward", "forwards", "backward", "backwards", "back", "away", "ahead", "high", "low", "left",
    "right", "open", "shut", "closed", "overhead", "again", "once", "twice", "who", "that", "which", "is", "are",
    "was", "has", "hard", "fast", "slowly", "together", "aside", "apart", "sideways", "home", "there", "here",
    "inside", "outside", "upstairs", "downstairs",
})  # fmt: skip
_ON_THE_BODY = re.compile(r" on(?=$|[,.;]| with| while| and)")  # a hat that is held there
_ONE_HAND = re.compile(
    r"\b(?:in|with|by) (?:(?:only|just) )?(?:one|the|his|her|their|a) (?:left |right |single |free |other )?"
    r"(?:hand|fist|arm)\b"
)
_SEVERAL = re.compile(
    r"\b(?:two|both|several|some|heavy|shopping|grocery) (?:[a-z]+ )?(?:bag|bucket|pail|suitcase|can)s\b|"
    r"\b(?:bag|bucket|suitcase|pail)s\b.* (?:in|with) (?:both|his|her|the|each) hands?\b"
)
_BOTH_HANDS = re.compile(r"\b(?:in|with|by) (?:both|two|the|his|her|their) (?:\w+ )?hands\b")
_ON_SHOULDER = re.compile(r"^(?: [a-z]+)? (?:on|over|across|atop) (?:the|his|her|their|one|a) (?:left |right )?"
                          r"shoulders?\b")  # fmt: skip
_PICKABACK = re.compile(r"^(?: [a-z]+)? (?:on (?:the|his|her|their) back|piggyback|pickaback|piggy-back)\b")
_OVERHEAD = re.compile(
    r"^(?: [a-z]+)? (?:overhead|(?:high )?(?:above|over) (?:the|his|her|their|its) heads?|"
    r"(?:high )?(?:up )?in(?:to)? the air|aloft|up high|high up)\b|\b(?:above|over) (?:the|his|her|their|its) head$"
)
_BOTH = frozenset({"box", "tray", "hilt", "rifle", "staff", "cradle", "shoulder", "read", "clasp"})
_ONE = frozenset({"cup", "torch", "sabre", "pole", "cane", "umbrella"})
_SHOULDERED = {"cradle": "fireman", "hilt": "rest", "rifle": "rest"}  # all else as a log is


@dataclass(frozen=True)
class Handling:
    """Words [begin:end] of a text that say what hands do. name: the use, of `steps.HANDLING`. legs: what legs do beside
    it, where the text has nothing for them."""

    begin: int
    end: int
    name: str
    legs: str


def handling(text: str, *, guess: bool = True) -> Handling | None:
    """What hands hold or use in a text: as a row of its own says, else as the verb does of the kind of the thing.
    guess: also of a thing whose kind isn't known, by the verb alone."""
    low = text.lower()
    for pattern, row in _PATTERNS:
        if found := pattern.search(low):
            end = _end_of_noun(low, found.end()) if row.things else found.end()
            return _as_held(Handling(found.start(), end, row.use, row.legs), low)
    for pattern, verb in _BY_KIND:
        for found in pattern.finditer(low):
            if used := _of_a_thing(low, found, verb if guess else verb._replace(other=None)):
                return _as_held(used, low)
    return None


def without_held(text: str) -> str:
    """The text with things that somebody has, where it says in what way they are held: a verb that does nothing."""
    return _HELD.sub(r"\1", text)


def _of_a_thing(low: str, found: re.Match[str], verb: Verb) -> Handling | None:
    """What a verb says of the thing behind it; None where it says nothing of it, or where it is no thing."""
    thing = _THING.match(low, found.end())
    words = _noun(thing["words"].split()) if thing else []
    if thing is None or not words or _ON_THE_BODY.match(low, thing.start("words") + len(" ".join(words))):
        return None
    end = thing.start("words") + len(" ".join(words))
    tail = re.compile(_TAIL).match(low, end)
    end = tail.end() if tail else end
    use = next((verb.by_kind[kind] for kind in _kinds(words) if kind in verb.by_kind), None)
    if use is None and thing["which"] and words[-1] not in NO_THING:
        use = verb.other
    return Handling(found.start(), end, *use) if use else None


def _end_of_noun(low: str, end: int) -> int:
    """Where a noun ends that goes on behind the word by which a row knows it: "a laundry basket"."""
    more = _MORE.match(low, end)
    return more.end() if more and (singular(more[1]),) in kinds() else end


def _noun(words: Sequence[str]) -> list[str]:
    """The words of a noun, up to what isn't one any more: a preposition, an adverb, a verb of who has it."""
    found = list[str]()
    for at, word in enumerate(words):
        verb = at > 0 and any(form == "third" for _, form in forms().get(word, ())) and (word,) not in kinds()
        if word in _ENDS or (word.endswith("ly") and at > 0) or verb:
            break
        found.append(word)
    return found


def _kinds(words: Sequence[str]) -> tuple[str, ...]:
    """The kinds of a noun, by as many of its last words as are known; none of an unknown one."""
    for first in range(len(words)):
        last = tuple(words[first:])
        for noun in (last, (*last[:-1], singular(last[-1]))):
            if noun in kinds():
                return kinds()[noun]
    return ()


def _as_held(found: Handling, low: str) -> Handling:
    """The same in one hand, on a shoulder or on the back, where it is said to be."""
    said, behind = low[found.begin : found.end], low[found.end :]
    if found.name in _BOTH | _ONE and (over := _OVERHEAD.search(said) or _OVERHEAD.match(behind)):
        end = found.end if over.string is said else found.end + over.end()
        return replace(found, end=end, name="overhead" if found.name in _BOTH else "aloft")
    if found.name in ("box", "cradle", "hilt", "rifle", "staff", "shoulder", "bag"):
        if on := _ON_SHOULDER.match(behind):
            return replace(found, end=found.end + on.end(), name=_SHOULDERED.get(found.name, "shoulder"))
        if re.search(r"\bshoulders?\b", said):
            return replace(found, name=_SHOULDERED.get(found.name, "shoulder"))
        if on := _PICKABACK.match(behind):
            return replace(found, end=found.end + on.end(), name="piggyback")
    if found.name == "bag" and _SEVERAL.search(said) and not _ONE_HAND.search(said):
        return replace(found, name="bags")
    if found.name in TWO_HANDED and _BOTH_HANDS.search(said):
        return replace(found, name=TWO_HANDED[found.name])
    if found.name in ONE_HANDED and _ONE_HAND.search(said):
        return replace(found, name=ONE_HANDED[found.name])
    return found
