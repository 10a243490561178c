"""Verb phrases in sentences as people write them.

Captions say "a man walks ahead", "walk ahead" or "walking ahead, he ..."; what puts pieces of motion together needs
"walks ahead", the third person, which another phrase can follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from engine.train.labels.captions import base_form, gerund

LONGEST_PHRASE = 11  # words: longer ones are stories, and no part of another sentence
_PEOPLE = (
    "person|man|woman|lady|figure|character|dancer|fighter|runner|artist|boxer|player|karateka|b-boy|ballerina|drunk|"
    "performer|swordsman|acrobat|shooter|referee|walker|storyteller|actor|athlete|exerciser|warrior|mage|officer|"
    "official|golfer|jumper|wizard|ninja|zombie|soldier|footballer|worker|climber|stroller|swimmer|gardener|mover"
)
_SUBJECT = re.compile(
    rf"^(?:(?:he|she|someone|somebody|they)|(?:a|an|the|one|some) (?:[a-z-]+ ){{0,2}}?(?:{_PEOPLE}))"
    r"\s+(?:is |are )?(?=[a-z])"
)
# Words in s after a person that are no verbs.
_NO_VERBS = frozenset(
    {
        *("is", "has", "was", "his", "this", "its", "as", "yes", "plus", "less", "times", "metres", "seconds"),
        *("arms", "legs", "knees", "hands", "feet", "hips", "fists", "elbows", "shoulders", "symbols", "phrases"),
        *("sideways", "backwards", "forwards", "upwards", "downwards", "towards", "across", "always", "perhaps"),
        "furious",
    }
)
_ALSO_VERBS = frozenset({"does", "returns"})
# "standing leg raises", "hurdle steps", "dance phrase": the first word is no verb here.
_NOUN_AFTER = re.compile(r"[a-z]+ (?:leg|phrase|steps?|moves?|pose|shot|kicks?|raises?|stance|punch(?:es)?)\b")


def lexicon(captions: Iterable[str]) -> frozenset[str]:
    """Verbs in the third person that follow a person in these captions."""
    found = set()
    for caption in captions:
        text = caption.lower()
        subject = _SUBJECT.match(text)
        word = re.match(r"[a-z]+", text[subject.end() :]) if subject else None
        if word and re.fullmatch(r"[a-z]{2,}s", word[0]) and not word[0].endswith("ss"):
            found.add(word[0])
    return frozenset(found - _NO_VERBS | _ALSO_VERBS)


@lru_cache(maxsize=8)
def _forms(verbs: frozenset[str]) -> Mapping[str, str]:
    """Base forms and gerunds -> third person."""
    forms = {gerund(v): v for v in verbs} | {base_form(v): v for v in verbs}
    return {form: v for form, v in forms.items() if form != v}


def verb_phrases(captions: Sequence[str], verbs: frozenset[str]) -> tuple[str, ...]:
    """The captions that can be read as verb phrases in the third person, in their order, each once."""
    return tuple(dict.fromkeys(p for p in (verb_phrase(c, verbs) for c in captions) if p))


def verb_phrase(caption: str, verbs: frozenset[str]) -> str | None:
    """ "the man walks ahead", "walk ahead" and "walking ahead" -> "walks ahead"; None where it can't be told.

    verbs: in the third person, as `lexicon` finds them.
    """
    text = caption.lower()
    if len(text.split(" ")) > LONGEST_PHRASE + 3:
        return None
    subject = _SUBJECT.match(text)
    text = text[subject.end() :] if subject else text
    word = re.match(r"[a-z]+", text)
    if not word:
        return None
    first, forms = word[0], _forms(verbs)
    if first in verbs:
        phrase = text
    elif first in forms and not _NOUN_AFTER.match(text):
        phrase = _in_third_person(text, first, forms)
    else:
        return None
    return phrase if _sounds_whole(phrase) else None


def _in_third_person(text: str, first: str, forms: Mapping[str, str]) -> str:
    """Verbs of one form, where verbs stand, in the third person: "squat down and stand up", "walking, then running"."""
    going = first.endswith("ing")

    def change(match: re.Match[str]) -> str:
        word = match[1]
        same = word in forms and word.endswith("ing") == going
        return forms[word] if same else word

    return re.sub(r"(?:(?<=^)|(?<= and )|(?<= then )|(?<=, ))([a-z]+)\b", change, text)


def _sounds_whole(phrase: str) -> bool:
    """Whether another phrase may follow: not a story of its own, no second subject."""
    if not 1 <= len(phrase.split(" ")) <= LONGEST_PHRASE:
        return False
    return not re.search(r",? (?:he|she|someone|who|that) |, (?:a|the) (?:man|woman|person)\b|:|;|\"", phrase)
