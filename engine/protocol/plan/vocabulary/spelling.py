"""Typing errors: a word that is one slip away from a word that the planner knows is read as that word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from .inflection import singular
from .kinds import kinds
from .lexicon import forms
from .postures.named import WORDS as POSTURE_WORDS
from .real_words import REAL
from .subjects import BODY_PARTS, PEOPLE
from .thesaurus.lookup import verb_forms
from .things import ROWS

_WORD = re.compile(r"(?<![\w<'’-])[A-Za-z]{4,}(?![\w>'’-])")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LEAST = 5  # letters of a word in which any slip is mended; in shorter ones too many words are near
# Ways, times, places and manners: words that matter beside verbs, people and things.
_OTHERS = """
forward forwards backward backwards sideways left right upwards downwards around across behind front towards straight
circle slowly quickly carefully happily sadly angrily suddenly nervously tired angry happy drunk scared while then
before after until again twice times seconds both three four with from into onto over under through guard enemy opponent
down back away high deeply gently sharply wildly proudly
"""
_AROUND = frozenset({
    "floor", "ground", "ladder", "stairs", "fence", "wall", "door", "chair", "table", "window", "street",
    "horse", "bicycle", "bike", "motorbike", "motorcycle", "scooter",
})  # fmt: skip


def mended(text: str) -> str:
    """The text with typing errors read as what was meant: "sneeks up on the gaurd" -> "sneaks up on the guard"."""
    return _WORD.sub(lambda match: _as_written(match[0], meant(match[0].lower())), text)


@lru_cache(maxsize=4096)
def meant(word: str) -> str:
    """The known word that a word in small letters is a slip of; the word itself where it is a word or it is unclear.

    A slip (Damerau 1964): one letter too many, too few or wrong, or two next to each other in the wrong order; in four
    letters only one too few or the wrong order. Never the first letter alone, which is seldom mistyped (Yannakoudakis
    and Fawthrop 1983), while words that rhyme are many.
    """
    if word in known() or word in REAL or word in verb_forms() or (singular(word),) in kinds():
        return word
    found = {near for near in _near(word) if near in known()}
    found = {near for near in found if sorted(near) == sorted(word)} or found  # "hnads": "hands" before "heads"
    found = {near for near in found if _once(near) == _once(word)} or found  # "carying": "carrying" before "crying"
    if len(found) > 1 and frozenset.intersection(*map(_bases, found)):
        # Of one verb's forms the one with the same ending: "jumpes" is "jumps", not "jumped".
        found = {near for near in found if near[-2:] == word[-2:]} or {near for near in found if near[-1] == word[-1]}
    return found.pop() if len(found) == 1 else word


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """The words that a slip can be of: verbs in all their forms, people, limbs, things, ways and manners."""
    verbs = {word for word in forms() if word.isalpha()}
    people = {f"{person}s" for person in PEOPLE} | PEOPLE
    others = {*BODY_PARTS, *_OTHERS.split(), *POSTURE_WORDS}
    return frozenset(word for word in verbs | things() | people | others if len(word) >= 4)


@lru_cache(maxsize=1)
def things() -> frozenset[str]:
    """The things that hands hold and use, one and several, and what stands around."""
    named = {thing for row in ROWS for thing in re.findall(r"[a-z]+", re.sub(r"\([^)]*\)", " ", row.things))}
    return frozenset(named | _AROUND | {singular(thing) for thing in named})


def _bases(word: str) -> frozenset[str]:
    """The verbs that a word is a form of."""
    return frozenset(base for base, _ in forms().get(word, ()))


def is_near(word: str) -> bool:
    """Whether a word that isn't known is one slip away from one that is."""
    return word not in known() and any(near in known() for near in _near(word))


def _near(word: str) -> Iterator[str]:
    """Every string that is one slip away from a word, not of its first letter alone."""
    halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    for left, right in halves:
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        for letter in _LETTERS if left else "":
            yield left + letter + right
            if right and len(word) >= _LEAST:
                yield left + letter + right[1:]
        if left and right and len(word) >= _LEAST:
            yield left + right[1:]


def _once(word: str) -> str:
    """The word with its doubled letters single: which are doubled is what is mistaken most."""
    return re.sub(r"(.)\1", r"\1", word)


def _as_written(word: str, found: str) -> str:
    """The mended word with the capitals of the word as it was written; an unchanged word to the letter."""
    if found == word.lower():
        return word
    return found.upper() if word.isupper() else found.capitalize() if word[0].isupper() else found
