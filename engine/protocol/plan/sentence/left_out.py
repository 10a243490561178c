"""Words that are left out because they were said before: "kicks with the left leg and then with the right"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..vocabulary.verbs import Verb
from ..vocabulary.words import Word, words_of

_WAYS = frozenset({"left", "right"})
# Ways that are said alone behind a joint: "turns left, then right", "walks forward and then back".
_BEFORE = frozenset({"to", "forward", "forwards", "backward", "backwards", "left", "right", "back", "sideways"})
_OTHER = {"left": "right", "right": "left"}
_LIMBS = frozenset({
    "hand", "arm", "leg", "foot", "knee", "fist", "elbow", "heel", "shoulder", "palm", "thigh", "hip",
})  # fmt: skip
_OF = frozenset({"the", "his", "her", "their", "its"})
_COUNTS = re.compile(r"\b(?:\w+ times|once|twice)\b")
# What happens to somebody: "is hit", "was knocked down", "takes a punch".
_SUFFERED = re.compile(
    r"\b(?:is|was|are|were|gets|got)((?: \w+ly)? (?:hit|punched|kicked|struck|shot|shoved|pushed|slapped|knocked|"
    r"thrown|swept)\b)"
)
_TAKES_A_BLOW = re.compile(
    r"\b(?:takes|took) an? (?:\w+ )?(?:hit|blow|punch|bullet|kick)(?= (?:to|in|on)\b| *(?:$|[,.;]|and\b))"
)
# "kicks first with the left, then ...": "first" says nothing that "then" does not.
_FIRST = re.compile(
    r"\bfirst(?:ly)? (?=(?:with|to|on|the|left|right|his|her|forwards?|backwards?)\b)(?=.*\b(?:then|after|followed)\b)"
)
# "followed by the right": with the same verb.
_FOLLOWED = re.compile(
    r",? followed by (?:with )?((?:the|his|her|their) (?:left|right)(?: (?:hand|arm|leg|foot|fist|knee|"
    r"one))?)(?= *(?:$|[,.;]))"
)
# "kicks left, then right" and "punches with the left": the limb is left out.
_BOTH_BARE = re.compile(
    r"\b((?:kick|punch|wav|jab)(?:es|s|ing|e)?) (left|right)(?:,? (?:and )?(?:then|after that|followed by)(?: \1)?|"
    r",? and \1|, \1) "
    r"(?:the )?(left|right)(?= *(?:$|[,.;]|and then\b|then\b))"
)
_SIDE_ALONE = re.compile(
    r"\b((?:kick|punch|wav|jab|hop)(?:p?ing|es|s|e)?\b(?: \w+){0,2}? (?:with|on) (?:the|his|her) (?:left|right))"
    r"(?= *(?:$|[,.;]|and\b|then\b|(?:once|twice|\w+ times)\b))"
)
# How it ends, as something that is done: "and ends in a fighting pose", ", ends with arms up", "back to idle".
_ENDS_IN = re.compile(
    r"(?:,? and|,? (?:and )?then|,) (?:ends?|finish(?:es)?|ending|finishing)(?: up)? "
    r"(?=(?:in|with) (?:(?:a|an|the|his|her|both) )?(?:\w+ ){0,2}(?:pose|stance|position|guard|arms?|hands?|fists)\b)"
)
_BACK_TO_REST = re.compile(
    r"(?:,? and|,? (?:and )?then|,) (?:(?:go|return|come|get)(?:es|s|ing)? )?(?:back )?(?:in)?to (?:a |the |his |her )?"
    r"(?:idle|neutral|rest|standing|start(?:ing)?)(?: (?:pose|position|stance))?(?= *(?:$|[,.;]))"
)

# "hands the cup to her": the verb, which is no hand.
_HANDS_OVER = re.compile(
    r"(?<!\bboth )(?<!\btwo )(?<!\bthe )(?<!\bhis )(?<!\bher )(?<!\bleft )(?<!\bright )(?<!\ba )\bhand(s?) "
    r"(?=(?:it|them|him|her)\b|(?:a|an|the|his|her) [a-z]+ (?:over )?to\b)"
)


def filled_text(text: str) -> str:
    """The text with "first" left out and limbs named where only sides are: "kicks first left, then right"."""
    text = _HANDS_OVER.sub(r"give\1 ", text)
    text = _BACK_TO_REST.sub(", then stands still", _ENDS_IN.sub(", then stands ", text))
    text = _FOLLOWED.sub(r", then \1", _FIRST.sub("", text))
    text = _TAKES_A_BLOW.sub("gets hit", _SUFFERED.sub(r"gets\1", text))

    def named(match: re.Match[str]) -> str:
        limb = _limb_of(match[1])
        return f"{match[1]} with the {match[2]} {limb}, then {match[1]} with the {match[3]} {limb}"

    return _SIDE_ALONE.sub(lambda m: f"{m[1]} {_limb_of(m[1])}", _BOTH_BARE.sub(named, text))


def _limb_of(verb: str) -> str:
    return "leg" if verb.startswith(("kick", "hop")) else "hand"


def filled(words: Sequence[Word], at: int, start: int, verb: Verb) -> Sequence[Word]:
    """The words with what is left out behind a joint: words[at:start] join, `verb` is of the clause before."""
    if start >= len(words) or verb.noun:
        return words
    rest = words[start : _end(words, start)]
    sided = _sided(rest)
    if sided is not None:
        again = _again(words[verb.inner : at], *sided)
        return (*words[:start], *again, *words[start + len(rest) :]) if again else words
    first = rest[0].low if rest else ""
    if first not in _BEFORE or (first in _WAYS and not _is_way(words, at, rest, verb)):
        return words
    size = len(rest)
    limb = next((word for word in words[verb.inner : at] if word.low in _LIMBS), None)
    lacks = size > 3 and rest[-1].low in _WAYS and rest[-2].low in _OF and rest[-3].low in ("with", "on") and limb
    behind = [*rest, limb] if lacks and limb else rest
    return (*words[:start], words[verb.inner], *behind, *words[start + size :])


def _end(words: Sequence[Word], at: int) -> int:
    while at < len(words) and not words[at].mark and words[at].low not in ("and", "then", "while", "before", "after"):
        at += 1
    return at


def _sided(rest: Sequence[Word]) -> tuple[str, str, str] | None:
    """(side, limb, count) of "with the right", "the right arm", "on the other one twice"; None for anything else."""
    lows = [word.low for word in rest]
    first = _COUNTS.match(" ".join(lows))
    if first:  # "three times with the right"
        size = len(first[0].split())
        lows = [*lows[size:], *lows[:size]]
    if lows[:1] and lows[0] in ("with", "on", "using"):
        lows = lows[1:]
    elif lows[:1] == ["to"] or not lows or lows[0] not in _OF:
        return None
    lows = [low for low in lows if low not in _OF]
    if not lows or lows[0] not in (*_WAYS, "other"):
        return None
    side, lows = lows[0], lows[1:]
    limb = lows[0] if lows and lows[0] in _LIMBS else ""
    lows = lows[1:] if lows and lows[0] in _LIMBS | {"one"} else lows
    count = " ".join(lows)
    return (side, limb, count) if not lows or _COUNTS.fullmatch(count) else None


def _again(before: Sequence[Word], side: str, limb: str, count: str) -> tuple[Word, ...]:
    """The clause before with the other side in its place; nothing where it names no side, or two."""
    places = [i for i, word in enumerate(before) if word.low in _WAYS and (i and before[i - 1].low in _OF)]
    if len(places) != 1:
        return ()
    at = places[0]
    side = _OTHER[before[at].low] if side == "other" else side
    behind = list(before[at + 1 :])
    if behind and behind[0].low in _LIMBS and limb:
        behind[0] = Word(limb, limb)
    elif limb and not (behind and behind[0].low in _LIMBS):
        behind.insert(0, Word(limb, limb))
    again = [*before[:at], Word(side, side), *behind]
    if count:
        text = _COUNTS.sub(count, " ".join(word.text for word in again))
        return words_of(text if count in text else f"{text} {count}")
    return tuple(again)


def _is_way(words: Sequence[Word], at: int, rest: Sequence[Word], verb: Verb) -> bool:
    """Whether "left" and "right" are ways on both sides of a joint, with the verb alone: "turns left, then right"."""
    return len(rest) == 1 and words[at - 1].low in _WAYS and at - 2 == verb.inner
