"""Prompts without a verb, as clips are named, said as sentences: "combat idle", "sword slash", "death"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..vocabulary.inflection import third
from ..vocabulary.lexicon import PHRASES, forms
from ..vocabulary.spelling import things
from ..vocabulary.subjects import PEOPLE, PRONOUNS
from ..vocabulary.verbs import SELDOM_BARE
from ..vocabulary.words import Word, joined, words_of

# Names that hold no verb, or not the one that is meant.
_NAMES = {
    "death": "falls down to the floor",
    "victory": "celebrates with both arms raised",
    "defeat": "stands with the head hanging down",
}
_DANCES = frozenset({"hip hop", "hip-hop", "disco", "flamenco", "samba", "krump", "twerk", "swing dance", "jazz"})
_STANDING = {"idle": "stance", "stance": "stance", "pose": "pose", "posture": "posture"}
_FIGHTS = frozenset({"combat", "fight", "fighter", "battle", "boxer", "guard", "martial"})
_GUARD = ", the fists in front of the face"  # what a fighter's stance is, also where it is said as "fists up"
_UP = re.compile(r"^(?:,|with)? ?(?:(?:the|his|her|both) )*(?:fists|hands|guard) up\b")
_OF_A_CLIP = frozenset({"cycle", "loop", "animation", "anim", "clip", "start", "end", "action", "motion", "move"})
_VERBS = {"attack": "strike", "thrust": "stab"}  # whose blows are captured under another name
_BLOWS = frozenset({"slash", "strike", "swing", "stab", "chop", "hit", "slam", "block"})
_ENDS = frozenset({"with", "while", "and", "then", "in", "on", "to", "at", "from", "over", "into", "for", "as", "like"})
_LONGEST = 4  # words of a name


def as_sentence(text: str) -> str | None:
    """What a noun phrase says, with a person who does it and the words behind it as they are; None for others.

    The last word is what is done, the words before it how, with what or to what: "low block", "axe chop", "ladder
    climb". Only for text of which no verb is understood.
    """
    words = words_of(text)
    end = next((i for i, word in enumerate(words) if word.mark or word.low in _ENDS), len(words))
    name = [word for word in words[:end] if word.low not in ("a", "an", "the")]
    while len(name) > 1 and name[-1].low in _OF_A_CLIP:
        name.pop()
    if not 1 <= len(name) <= _LONGEST or any(word.low in PRONOUNS for word in name):
        return None
    rest = joined(words[end:])
    if name[-1].low == "idle" and len(name) > 1 and name[-2].low not in _FIGHTS:
        return _idle([word.low for word in name[:-1]], rest)
    done = _done(name)
    if done and done.endswith(_GUARD):
        rest = _UP.sub("", rest)
    return f"a person {done} {rest}".replace(" ,", ",").strip() if done else None


def _idle(how: Sequence[str], rest: str) -> str:
    """Who stands: "nervous idle, fidgeting" -> "a nervous person stands fidgeting"."""
    who = " ".join(how if how[-1] in PEOPLE else [*how, "person"])
    does = re.sub(r"^, (?=\w+ing\b)", "", rest)
    return f"{_article(who)} stands {does}".replace(" ,", ",").strip()


def _done(name: Sequence[Word]) -> str | None:
    """What is done, from the third person of its verb on."""
    said = joined(name).lower()
    for known, meant in _NAMES.items():
        if said == known or said.endswith(f" {known}"):
            return " ".join([meant, *said.removesuffix(known).split()])
    if (style := said.removesuffix(" dance")) in _DANCES:
        return f"dances {style}"
    how, last = " ".join(word.low for word in name[:-1]), name[-1].low
    if any(word.idiom or _is_finite(word.low) for word in name):  # it joins two things or has a verb
        return None
    if last in _STANDING:
        if not how:
            return "stands still"
        return f"stands in {_article(how)} {_STANDING[last]}{_GUARD if name[-2].low in _FIGHTS else ''}"
    base = _VERBS.get(last, last)
    if (base,) not in PHRASES or base not in forms() or base in SELDOM_BARE or not how:
        return None
    verb, before = third(base), name[-2].low
    if before in PEOPLE:
        return f"{verb} like {_article(how)}"
    if before in things():
        return f"{verb} with {_article(how)}" if base in _BLOWS else f"{verb} {_article(how)}"
    return f"{verb} {how}"


def _is_finite(word: str) -> bool:
    return word not in things() and any(form != "base" for _, form in forms().get(word, ()))


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
