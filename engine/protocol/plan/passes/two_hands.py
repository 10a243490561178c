"""One hand that is somewhere while the other does something: "waves, the left hand on the hip"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..facts.clause import facts_of
from ..facts.handling import handling
from ..facts.hands import hands_of
from ..steps import Facts, Step
from ..vocabulary.lexicon import HAND
from ..vocabulary.verbs import head_at
from ..vocabulary.words import joined, words_of
from ..waiting import STAYS

_PLACED = re.compile(
    r"(?:,| and)?(?: with| keeping| holding)? ?(?:\b(?:the|his|her|their) )?"
    r"\b(?P<which>left|right|one|other|free) (?:hand|arm|fist)"
    r" (?:(?:is|rests|placed|resting|held|kept) )*(?P<where>(?:on|at|in|behind|over|by|against) "
    r"(?:(?:the|his|her|their|a) )?(?:\w+ )??(?:hips?|waist|back|pockets?|head|neck|chest|heart|chin|belly|stomach|"
    r"side|knee|thigh|mouth|face|ear|forehead))\b",
    re.IGNORECASE,
)
_PUTS = re.compile(r"(?:puts?|putting|places?|placing|lays?|rests?|holds?|holding|keeps?|keeping|press(?:es)?|brings?)")
_DOES = re.compile(r"\b(left|right) (?:hand|arm|fist)\b")
_OTHER = {"left": "right", "right": "left"}
_BY_ARMS = frozenset({"wave", "point", "raise", "circle", "throw", "reach", "punch", None})


def with_two_hands(steps: Sequence[Step], who: str) -> list[Step]:
    """The steps, each in which the hands do two things as a stand with the one and a gesture of the other."""
    return [_apart(step, who or "a person") for step in steps]


def _apart(step: Step, who: str) -> Step:
    """The step with a placed hand as what is stood or walked with, and what else is said as the gesture over it."""
    if step.gesture is not None or step.facts.move or step.facts.named:
        return step
    if own := _PLACED.search(who):  # "a man with one hand in his pocket waves"
        rest = step.text.removeprefix(who).strip()
        who = f"{who[: own.start()]}{who[own.end() :]}"
        step = replace(step, text=f"{who} {rest}{own[0]}")
    text = step.text.removeprefix(who).strip() if step.text.startswith(who) else step.text
    placed = _PLACED.search(text)
    where = hands_of(f"hand {placed['where']}".lower()) if placed else None
    if placed is None or where is None:
        return step
    before = text[: placed.start()].strip()
    does = f"{'' if _PUTS.fullmatch(before) else before} {text[placed.end() :]}".strip(" ,")
    does = re.sub(r"^(?:(?:and|while|then)\b ?)+", "", does)
    if step.facts.action in ("walk", "run", "march"):
        return _on_the_way(step, who, does, placed["which"].lower(), where)
    return step if step.facts.action not in _BY_ARMS else _standing(step, who, does, placed, where)


def _on_the_way(step: Step, who: str, does: str, which: str, where: str) -> Step:
    """Who goes with one hand somewhere and holds or uses something with the other."""
    used = handling(does)
    if used is None:
        return step
    side, hand = _sides(which, does)
    goes = does[: used.begin].strip(" ,").removesuffix(" while").removesuffix(" and")
    legs, over = replace(step.facts, hands=where, hand=hand), Facts(handles=used.name, hand=side)
    gesture = f"{who} {does[used.begin :]}"
    return replace(step, text=f"{who} {goes}", facts=legs, gesture=gesture, gesture_facts=over)


def _standing(step: Step, who: str, does: str, placed: re.Match[str], where: str) -> Step:
    """Who stands, or stays in his posture, with one hand somewhere, as two things at once."""
    words = words_of(does)
    verb = head_at(words, 0)
    if verb is None or (verb.sense.kind != HAND and handling(does) is None):
        return step
    over, used = facts_of(joined(words), verb), handling(does)
    if used is None and over.action is None and over.hands is None:
        return step  # "thinks, one hand on the chin": nothing that the other hand does
    side, hand = _sides(placed["which"].lower(), does)
    limb = over.limb or ("hand" if over.action else None)
    over = replace(
        over, side=side if limb else None, limb=limb, begin=None, end=None, hand=side if over.hands else None
    )
    if used is not None:
        over = Facts(handles=used.name, hand=side, count=over.count)
    posture = step.facts.begin or "standing"
    stay = STAYS[posture]
    legs = Facts(stay.action, begin=posture, end=posture, hands=where, hand=hand, manners=step.facts.manners)
    stands = f"{who} {stay.does} with the {hand} hand {placed['where']}"
    return replace(step, text=stands, facts=legs, gesture=f"{who} {does}", gesture_facts=over)


def _sides(which: str, does: str) -> tuple[str, str]:
    """(of the hand that does it, of the hand that is somewhere): the right one does it, where nothing says it."""
    named = _DOES.search(does.lower())
    if which in _OTHER:
        return _OTHER[which], which
    side = named[1] if named else "right"
    return side, _OTHER[side]
