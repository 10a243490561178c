"""Arms that are held somewhere while something else is done: "with both hands up", "hands on the hips"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..vocabulary.words import Word, words_of

_ARMS = frozenset({"hand", "hands", "arm", "arms", "fists", "palms", "elbows"})
_DETERMINERS = frozenset({"the", "his", "her", "their", "its", "both", "one", "a", "of"})
_SIDES = frozenset({"left", "right"})
_AS_ADJECTIVES = frozenset({"raised", "outstretched", "crossed", "folded", "open", "lifted", "extended"})
# Words of a place, and those among them that say one by themselves.
_PLACES = frozenset({
    "raised", "lifted", "up", "upwards", "high", "overhead", "spread", "wide", "out", "outstretched", "stretched",
    "extended", "crossed", "folded", "akimbo", "hips", "hip", "waist", "head", "heads", "back", "front", "sides",
    "side", "pockets", "air", "sky", "ceiling", "forward", "forwards", "ahead", "sideways", "chest", "neck", "knees",
    "thighs", "heart", "belly", "stomach", "face", "eyes", "ears", "ear", "mouth", "chin", "together", "lap",
})  # fmt: skip
_BETWEEN = frozenset({
    "held", "kept", "placed", "resting", "put", "clasped", "joined", "locked", "reaching", "straight", "on", "in",
    "at", "behind", "above", "over", "to", "of", "pressed",
    "top", "onto", "the", "his", "her", "their", "its", "both", "across", "as", "fully",
    "well", "way", "right", "towards", "toward", "pointing", "pointed",
})  # fmt: skip
_MEANING = frozenset({"surrender", "victory", "triumph", "defeat", "defence", "celebration", "joy", "prayer"})
_ON_FACE = frozenset({"face", "eyes", "ears", "ear", "mouth", "chest", "heart", "belly", "stomach"})
_UP = frozenset({"up", "upwards", "above", "over", "overhead", "high"})
_RAISED = frozenset({"raised", "lifted"})
# Where hands rest on the body: no one holds them there, he stands with them so.
_AT_REST = frozenset({
    "hips", "hip", "waist", "crossed", "folded", "akimbo", "back", "pockets", "chest", "head", "neck", "knees",
    "thighs", "heart", "belly", "stomach", "face", "eyes", "ears", "ear", "mouth", "chin", "together", "lap",
})  # fmt: skip
_WINGS = re.compile(r"\b(?:plane|airplane|aeroplane|bird|wings?|eagle|scarecrow|cross|tightrope)")
_HOLDS = frozenset({"holding", "holds", "keeping", "keeps", "hold", "keep", "having"})


@dataclass(frozen=True)
class Held:
    """Words [begin:end] that hold arms somewhere, and the same as words behind a subject: "holds both arms up"."""

    begin: int
    end: int
    words: tuple[Word, ...]


def held(words: Sequence[Word], after: int = 0) -> Held | None:
    """The first such phrase behind words[after]; None for none, or for one of two: "one arm up and one down"."""
    for at in range(after, len(words)):
        lead = words[at].low
        if lead not in ("with", ",") or words[at].idiom:
            continue
        begin = at + 2 if lead == "," and at + 1 < len(words) and words[at + 1].low == "with" else at + 1
        found = _limbs(words, begin)
        if found is None:
            continue
        limbs, end, place = found
        if place[-1] == "out" and end < len(words) and words[end].aside and _WINGS.search(words[end].low):
            place, end = [*place, "to", "the", "sides"], end + 1
        goes_on = end < len(words) and not (words[end].mark or words[end].aside)
        if goes_on and (lead == "," or words[end].low == "and"):
            return None
        return Held(at, end, _phrase(limbs, place))
    return None


def _limbs(words: Sequence[Word], at: int) -> tuple[list[str], int, list[str]] | None:
    """Which arms words[at] begins with, where the phrase ends, and the place: (["both", "hands"], 7, ["up"])."""
    limbs: list[str] = []
    adjectives: list[str] = []
    end = at
    while end < len(words) and end < at + 5 and words[end].low not in _ARMS:
        low = words[end].low
        if low in _AS_ADJECTIVES:
            adjectives.append(low)
        elif low in _DETERMINERS | _SIDES:
            limbs.append(low)
        else:
            return None
        end += 1
    if end >= len(words) or words[end].low not in _ARMS:
        return None
    limbs.append(words[end].low)
    if limbs[0] in _ARMS | _SIDES:
        limbs.insert(0, "the")
    place, end = _place(words, end + 1)
    place = [*adjectives, *place]
    return (limbs, end, place) if place else None


def _place(words: Sequence[Word], at: int) -> tuple[list[str], int]:
    """The words from words[at] on that say a place, and where they end; none where something else follows: "on the
    wall"."""
    end = at
    while end < len(words) and not words[end].idiom and words[end].low in _PLACES | _BETWEEN:
        end += 1
    meant = end < len(words) and words[end - 1].low == "in" and words[end].low in _MEANING  # "raised in surrender"
    after = end + 1
    if end < len(words) and words[end - 1].low in _BETWEEN - {"straight"} and not (words[end].mark or meant):
        return [], at  # "on the wall"
    while end > at and words[end - 1].low not in _PLACES:
        end -= 1
    return [word.low for word in words[at:end]], after if meant else end


def _phrase(limbs: Sequence[str], place: Sequence[str]) -> tuple[Word, ...]:
    """The phrase with a verb of its own: "holds both hands up over the head", "stands with the hands on the hips"."""
    said = [word for word in place if word not in ("held", "kept", "placed", "put")]
    limb = " ".join(limbs)
    rests = _ON_FACE & set(said) or (_AT_REST & set(said) and not (_UP & set(said)))
    if rests and "front" not in said:
        return words_of(f"stands with {limb} {' '.join(said)}")
    upwards = "" if _UP & set(said[:1]) or "up" in said else "up"
    said = [upwards if word in _RAISED else word for word in said]
    if said[:1] and said[0] in _UP - {"up", "upwards", "high", "overhead"}:
        said.insert(0, "up")
    return words_of(f"holds {limb} {' '.join(word for word in said if word)}")


def as_with(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words with "while holding both arms up" and "and keeps the hands on the hips" as "with both arms up"."""
    for at in range(len(words)):
        if words[at].low not in _HOLDS or (words[at].low == "having" and words[at - 1].low != ","):
            continue
        found = _limbs(words, at + 1)
        if found is None:
            continue
        begin = at
        while begin > 1 and words[begin - 1].low in ("while", "and", ",", "whilst"):
            begin -= 1
        if at == 0 and not any(word.low == "," for word in words):
            continue
        if begin < at or words[at].low.endswith("ing"):
            return (*words[:begin], Word("with", "with"), *words[at + 1 :])
    return tuple(words)
