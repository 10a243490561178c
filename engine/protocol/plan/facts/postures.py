"""Where the words of a clause put hands, feet and trunk: in the pockets, wide apart, leaning to the left."""

from __future__ import annotations

import re
from dataclasses import replace

from ..steps import Facts
from ..vocabulary.postures.named import BASE, NAMED
from .hands import one_hand

_OWN = r"(?:the |his |her |their |its |your |each |both )*"
_SIDES = re.compile(r"\b(left|right)\b")
_WIDE = re.compile(
    r"\b(?:feet|legs|foot) (?:\w+ ){0,2}?(?:wide )?(?:apart|spread|wide)\b|\bwide stance\b|\bspread(?:s|ing)? "
    rf"{_OWN}(?:feet|legs)\b|\bstraddl\w+|\blegs astride\b"
)
_SHIFTS = re.compile(
    rf"\bshift(?:s|ing)? (?:{_OWN})?weight\b|\bweight (?:shifts|shifting|from)\b|"
    r"\b(?:rocks?|rocking|sways?|swaying) from (?:one )?(?:foot|leg|side)\b"
)
_TOGETHER = re.compile(r"\b(?:feet|heels|legs) (?:\w+ )?(?:together|closed)\b")
_KNEES = re.compile(r"\b(?:both|his|her|their|the) knees\b|\bon knees\b")
_LEAN = re.compile(
    r"\blean(?:s|ing|ed)? (?:\w+ )?(?:over )?(?:to (?:the|his|her|their|one) )?(left|right|sideways|side|back|"
    r"backwards?|forwards?|over)\b|\blean(?:s|ing|ed)?\b"
)
_AGED = re.compile(
    r"\b(?:old|elderly|aged|ancient|frail) (?:man|woman|lady|person|guy|granny|king|queen|wizard|witch|monk|figure)\b|"
    r"\bgrand(?:pa|ma|father|mother)\b|\b(?:hunchback|hunched|stooped|bent) (?:\w+ )?(?:man|woman|person|figure)\b"
)
_STOOPS = re.compile(
    r"\b(?:hunch(?:ed|ing)|stooped|stooping|bent (?:over|forwards?|double)|doubled over|bent back)\b|"
    rf"\b(?:like|as) an? {_AGED.pattern}"
)
_LOOKS = (
    (re.compile(r"\b(?:around|about|surroundings|from side to side|both ways|both sides)\b|"
                r"\bleft\b.*\bright\b|\bright\b.*\bleft\b"), "around"),
    (re.compile(r"\bshoulder\b|\b(?:behind|backwards?|back)\b"), "backward"),
    (re.compile(r"\bleft(?:wards?)?\b"), "left"), (re.compile(r"\bright(?:wards?)?\b"), "right"),
    (re.compile(r"\b(?:up(?! and down)|upwards?|sky|ceiling|stars?|sun|moon)\b"), "up"),
    (re.compile(r"\b(?:down|downwards?|floor|ground|feet|shoes|watch|phone)\b"), "down"),
)  # fmt: skip
_SHOULDER = re.compile(r"\b(left|right) shoulder\b")
_LYING = (
    (re.compile(r"\b(?:on|onto|to|over) (?:the|his|her|their|its) (left|right) side\b"), ""),
    (re.compile(r"\b(?:on|onto|over) (?:the|his|her|their|its|one|a) side\b|\bsideways\b"), "side"),
    (re.compile(r"\b(?:stomach|belly|tummy|front|face down|facedown|prone|face first)\b|\bforwards?\b"), "front"),
    (re.compile(r"\b(?:backwards?|face up|supine)\b|\b(?:on|onto) (?:the|his|her|their|its) back\b"), "back"),
)  # fmt: skip
_KNOCKED = re.compile(r"\b(?:knocked|thrown|pushed|shoved)\b")  # who is hit from ahead, where nothing else is said
_AIMS = (
    (re.compile(r"\b(?:to (?:the|his|her|their) left|leftwards?)\b|(?<! the)(?<! his)(?<! her)(?<! a) left$"), "left"),
    (re.compile(r"\b(?:to (?:the|his|her|their) right|rightwards?)\b|(?<! the)(?<! his)(?<! her)(?<! a) right$"),
     "right"),
    (re.compile(r"\b(?:up|upwards?|sky|ceiling|stars?|sun|moon)\b"), "up"),
    (re.compile(r"\b(?:down|downwards?|floor|ground|feet)\b"), "down"),
    (re.compile(r"\b(?:behind|backwards?|back)\b"), "backward"),
)  # fmt: skip


def with_weight(facts: Facts, text: str) -> Facts:
    """The facts with a weight that is shifted, often said in a clause of its own: "idles, shifting his weight"."""
    stands = facts.action in ("stand", None) and facts.legs is None
    return replace(facts, legs="shifting") if stands and _SHIFTS.search(text.lower()) else facts


def with_postures(facts: Facts, said: str, base: str) -> Facts:
    """The facts with the one hand that is held somewhere, feet, knees, lean and where is pointed to. base: the verb."""
    if named := NAMED.search(said):
        return _of_named(facts, said, named[1], gone_into=base.endswith("-take"))
    if facts.hands and facts.hands not in ("clapping", "raised", "spread", "front"):
        facts = replace(facts, hand=one_hand(said))
        if facts.action is None and facts.limb in (None, "hand", "arm"):
            facts = replace(facts, side=None, limb=None)
    if facts.action in ("stand", "crouch", "squat", None) and base != "jump":
        legs = "wide" if _WIDE.search(said) else "together" if _TOGETHER.search(said) else None
        facts = with_weight(replace(facts, legs=legs), said)
    if facts.action == "kneel" and _KNEES.search(said):
        facts = replace(facts, legs="knees", side=None, limb=None)
    if base == "lean" and (lean := _LEAN.search(said)):
        way = (lean[1] or "forward").removesuffix("s")
        way = {"back": "backward", "over": "forward", "side": "left", "sideway": "left"}.get(way, way)
        facts = replace(facts, lean=way)
    elif facts.action in ("walk", "run", "step", "stand") and _STOOPS.search(said):
        facts = replace(facts, lean="forward")
    facts = with_lying(with_gaze(facts, said), said)
    if facts.action == "point":
        facts = replace(facts, aim=next((name for pattern, name in _AIMS if pattern.search(said)), "forward"))
    return facts


def _of_named(facts: Facts, said: str, name: str, *, gone_into: bool) -> Facts:
    """The facts of a named posture: which one, of which side, and where hands are that it doesn't say itself."""
    base = BASE.get(name)
    sides = set(_SIDES.findall(said))
    side = sides.pop() if len(sides) == 1 else None
    hands = None if facts.hands == "clapping" else facts.hands
    begin, hand = "standing" if gone_into and base else base, one_hand(said) if hands else None
    return Facts(named=name, side=side, begin=begin, end=base, hands=hands, hand=hand, still=not gone_into)


def with_gaze(facts: Facts, said: str) -> Facts:
    """The facts of who looks somewhere: where to, and over which shoulder; of nothing where that isn't a way."""
    if facts.action not in ("look", "nod", "shake"):
        return facts
    facts = replace(facts, side=None, limb=None, hands=None, hand=None)
    if facts.action != "look":
        return facts
    aim = next((name for pattern, name in _LOOKS if pattern.search(said)), None)
    shoulder = _SHOULDER.search(said)
    return replace(facts, action="look" if aim else None, aim=aim, side=shoulder[1] if shoulder else None)


def with_lying(facts: Facts, said: str) -> Facts:
    """The facts of who lies or falls: on what."""
    if facts.action != "lie" and not (facts.action == "fall" and facts.end == "lying"):
        return facts
    for pattern, name in _LYING:
        if found := pattern.search(said):
            return replace(facts, lying=name or found[1], side=None, limb=None, direction=None)
    return replace(facts, lying="back") if _KNOCKED.search(said) else facts


def aged(facts: Facts, who: str) -> Facts:
    """The facts of a walk, bent forward where it is somebody old or hunched who walks."""
    return replace(facts, lean="forward") if facts.action == "walk" and not facts.lean and _AGED.search(who) else facts
