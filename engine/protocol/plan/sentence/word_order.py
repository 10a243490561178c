"""Words with the main clause in front, where a sentence begins with another: "while walking, she waves"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..vocabulary.lexicon import BODY
from ..vocabulary.subjects import PEOPLE, PRONOUNS, subject_at
from ..vocabulary.verbs import head_at, verb_at
from ..vocabulary.words import Word
from .held_arms import held

_FIRST = frozenset({"first", "firstly", "initially", ",", "to", "start", "begin", "with"})
POSTURES = {
    "standing": "standing", "stood": "standing", "sitting": "sitting", "seated": "sitting", "sits": "sitting",
    "stands": "standing", "lies": "lying", "lying": "lying", "laying": "lying", "kneeling": "kneeling",
    "kneels": "kneeling", "crouching": "crouching", "crouched": "crouching", "squatting": "crouching",
}  # fmt: skip
_ENDS = frozenset({"then", "and", "while", "before", "after", "until"})
_SEATS = frozenset({"chair", "bench", "sofa", "couch", "stool", "armchair", "seat"})
_TOO_MUCH = frozenset({"then", "followed", ";", ".", "while", "whilst"})
_THEN, _WHILE, _COMMA = Word("then", "then"), Word("while", "while"), Word(",", ",")


class NotUnderstood(ValueError):
    """The sentence is joined in a way that can't be read."""


@dataclass(frozen=True)
class Opened:
    """Words in order, and the posture in which it begins, where the sentence says that beside what is done."""

    words: tuple[Word, ...]
    begin: str | None = None


def words_in_order(words: Sequence[Word]) -> Opened:
    """The words with the main clause in front. Raises NotUnderstood where it isn't clear which that is."""
    words = _without_lead(words)
    if not words:
        return Opened((), None)
    words, begin = _posture_first(_arms_behind(words))
    if not words:
        return Opened((), begin)
    if any(word.low == "who" for word in words):
        raise NotUnderstood
    lead = words[0].low
    comma = next((i for i, word in enumerate(words) if word.low == ","), 0)
    if lead in ("while", "whilst", "as") and not _is_main(words, comma):
        comma = _second_subject(words) - 1
        if comma > 0:
            words = (*words[: comma + 1], _COMMA, *words[comma + 1 :])
            comma += 1
    if not comma or comma + 1 >= len(words):
        return Opened(tuple(words), begin)
    under, main = tuple(words[1:comma]), tuple(words[comma + 1 :])
    if lead in ("while", "whilst", "as", "after", "before"):
        return Opened(_joined(lead, under, main), begin)
    if subject_at(main, 0)[0].said:
        return Opened(_beside(tuple(words[:comma]), main) or tuple(words), begin)
    return Opened(tuple(words), begin)


def end_of_clause(words: Sequence[Word], at: int) -> int:
    """Where the clause ends that goes on at words[at]."""
    return next((i for i in range(at, len(words)) if words[i].mark or words[i].low in _ENDS), len(words))


def _without_lead(words: Sequence[Word]) -> Sequence[Word]:
    """The words without "first," at the beginning and marks at the end."""
    first = 0
    while first < len(words) and words[first].low in _FIRST:
        first += 1
    last = len(words)
    while last > first and words[last - 1].mark:
        last -= 1
    starts = words[:1] and words[0].low in ("first", "firstly", "initially")
    return words[first:last] if starts else words[:last]


def _arms_behind(words: Sequence[Word]) -> Sequence[Word]:
    """The words of "a man with the arms crossed walks" as "a man walks with the arms crossed"."""
    found = held(words)
    if not found or not 1 <= found.begin <= 4 or words[found.begin].low != "with" or not _third(words, found.end):
        return words
    if words[found.begin - 1].low not in PEOPLE | PRONOUNS:
        return words
    last = end_of_clause(words, found.end)
    return (*words[: found.begin], *words[found.end : last], *words[found.begin : found.end], *words[last:])


def _is_main(words: Sequence[Word], comma: int) -> bool:
    """Whether a clause stands behind the first comma."""
    main = words[comma + 1 :]
    return bool(comma and main and (subject_at(main, 0)[0].said or head_at(main, 0)))


def _second_subject(words: Sequence[Word]) -> int:
    """Where "he" stands for the second time: "as he walks he waves", or first, "while sitting she waves"; else 0."""
    under = head_at(words, 1)
    if under and under.form == "gerund":
        return next((i for i in range(2, len(words)) if words[i].low in ("he", "she", "they")), 0)
    if len(words) < 4 or words[1].low not in ("he", "she", "they"):
        return 0
    return next((i for i in range(3, len(words)) if words[i].low == words[1].low and words[i - 1].low != "and"), 0)


def _joined(lead: str, under: tuple[Word, ...], main: tuple[Word, ...]) -> tuple[Word, ...]:
    """Both clauses in the order in which they are done, or at once. lead: "while", "as", "after" or "before"."""
    if not under or not main or any(word.low in _TOO_MUCH for word in main):
        raise NotUnderstood
    if lead == "after":
        if under[0].low in ("a", "that", "this", "one", "two", "three", "some"):
            raise NotUnderstood
        return (*under, _COMMA, _THEN, *main)
    return (*main, *((_COMMA, _THEN) if lead == "before" else (_WHILE,)), *under)


def _beside(opening: tuple[Word, ...], main: tuple[Word, ...]) -> tuple[Word, ...] | None:
    """The main clause with an opening behind it: "with both arms raised", "hands on hips"."""
    verb = head_at(opening, 0)
    low = opening[0].low
    if verb is not None and verb.form == "gerund" and verb.inner == verb.at:
        if any(word.low in _TOO_MUCH | {"and", ","} for word in main):
            raise NotUnderstood
        if verb.sense.kind == BODY and verb.sense.end:  # sits down first
            at = subject_at(main, 0)[1]
            return (*main[:at], *opening, _COMMA, _THEN, *main[at:])
        return (*main, _WHILE, *opening)
    alone = len(opening) == 1 and low.endswith("ly")
    if alone or low == "with" or any(word.low in ("hands", "arms") for word in opening[:3]):
        last = end_of_clause(main, 0)
        behind = opening if alone or low == "with" else (Word("with", "with"), *opening)
        return (*main[:last], *behind, *main[last:])
    return None


def _posture_first(words: Sequence[Word]) -> tuple[Sequence[Word], str | None]:
    """The words without a posture that only says who: "someone standing takes a seat" -> "someone takes a seat"."""
    for at in range(1, min(len(words), 6)):
        low = words[at].low
        if words[at].mark or words[at].idiom:
            break
        if low not in POSTURES:
            continue
        begin = at
        while begin > 1 and words[begin - 1].low in ("is", "was", "who", "already", "currently", "that"):
            begin -= 1
        who = words[begin - 1].low if begin else ""
        if words[begin - 1 : begin] and not (who in PEOPLE or who in PRONOUNS):
            break
        if begin < at and words[begin].low not in ("who", "that", "already", "currently"):
            break
        if begin == at and low in ("sits", "stands", "lies", "kneels", "stood"):
            break
        behind = _finite(words, at + 1)
        if behind:
            return (*words[:begin], *words[behind:]), POSTURES[low]
    who = words[0].low in PRONOUNS or (len(words) > 1 and words[1].low in PEOPLE)
    at = 1 if words[0].low in PRONOUNS else 2
    seat = words[at + 2].low if who and len(words) > at + 3 and words[at].low in ("on", "in") else ""
    if seat in _SEATS and _third(words, at + 3):
        return (*words[:at], *words[at + 3 :]), "sitting"
    adjective = next((word.low for word in words[1:3] if word.low in POSTURES), None)
    named = adjective and words[0].low in ("a", "an", "the") and any(word.low in PEOPLE for word in words[2:4])
    return words, POSTURES[adjective] if named and adjective else None


def _finite(words: Sequence[Word], at: int) -> int:
    """Where the verb of the sentence stands behind "standing", "sitting on a chair"; 0 for nowhere."""
    for i in range(at, min(len(words), at + 6)):
        if words[i].low in ("and", "while", "then", "as", "before") or words[i].mark:
            return i + 1 if words[i].mark and i + 1 < len(words) and _third(words, i + 1) else 0
        if _third(words, i):
            return i
    return 0


def _third(words: Sequence[Word], at: int) -> bool:
    found = verb_at(words, at)
    return (
        found is not None and found.form == "third" and words[at - 1].low not in ("the", "a", "an", "his", "her", "of")
    )
