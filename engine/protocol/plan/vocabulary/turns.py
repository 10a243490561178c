"""How far the words say that the body turns: degrees, left positive."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .words import NUMBERS

_VERB = re.compile(
    r"\b(?:turn|turns|turning|turned|pivots?|pivoting|rotates?|rotating|spins?|spinning|spun|whirls?|whirling|twirls?|"
    r"twirling|(?:do|does|doing|did|makes?|making) an? (?=360|180|720)|veers?|veering|curves?|curving|pirouettes?|"
    r"rounds|swerves?|bears?)\b(?P<rest>[^;]*)"
)
_ELSEWHERE = re.compile(r"\b(?:for|with|while|as|holding)\b")  # whose left is of something else
_NOT_THE_BODY = re.compile(
    r" (?:the|his|her|their|its|both|a)(?: \w+)? (?:head|body|torso|hips|trunk|arms?|hands?|wrists?|forearms?|palms?|"
    r"feet|knob|key|wheel|page|handle|lights?|switch|tv|crank|ball|rope|sword|stick|box)\b"
)
_BOTH_WAYS = re.compile(r"\b(?:left|right) and (?:then )?(?:the )?(?:left|right)\b|\bside to side\b|\bto and fro\b")
_NUMBER_WORD = r"(?:a|one|two|three|hundred|and|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|five)"
_DEGREES = re.compile(
    rf"\b(?:(\d+(?:\.\d+)?)|((?:{_NUMBER_WORD}[ -])+))(?:-)? ?(?:°|degrees?|deg\b)|\b(?:a|one) (360|180|90|270|720)\b"
)
_SEVERAL_AND_A_HALF = re.compile(r"\b(one|two|three|a) (?:turns? )?and a half(?: turns?| circles?| times)?\b")
_CIRCLE = re.compile(r"\b(?:in|around in|round in|walks|runs|jogs) (?:a |an )?(?:\w+ ){0,2}?circles?\b")
_AMOUNTS = tuple((re.compile(pattern), degrees) for pattern, degrees in (
    (r"\bthree[- ]quarters?\b", 270.0),
    (r"\btwo[- ]thirds\b", 240.0),
    (r"\b(?:a|one) third\b", 120.0),
    (r"\bhalf(?:[- ]?way)?(?: (?:a )?)?[ -]?(?:round|around|turn|spin|circle)\b|\bu-turn\b|"
     r"\babout[- ](?:face|turn)\b", 180.0),
    (r"\b(?:a |one )?quarter\b", 90.0),
    (r"\ball the way (?:round|around)\b|\bfull(?:y)? (?:turns?|circles?|spins?|around|round|rotations?)\b|"
     r"\b(?:once|completely|right) (?:around|round)\b", 360.0),
    (r"\b(?:slightly|a bit|a little|a touch)\b", 30.0),
))  # fmt: skip
_ABOUT = re.compile(
    r"\b(?:about(?![- ](?:face|turn)\b)|almost|nearly|roughly|around|over|under|more than|less than|a bit more|"
    r"slightly|a bit|a little)\b"
)
_AROUND = re.compile(r" (?:back )?(?:around|round)\b")
# Somebody or something that is turned to, which is somewhere else than ahead.
_FACES = re.compile(
    r"^(?: back)?(?: around| round)? to face (?:to )?(?:the |his |her |their )?(?:(?P<side>left|right)|"
    r"(?P<behind>back\w*|behind|rear|other way|opposite (?:direction|way)|camera|viewer|audience))\b"
)
_TO_FACE = re.compile(r" (?:back )?(?:to face\b|(?:to|towards?) (?:the|his|her|an?) (?!left\b|right\b|side\b|next\b))")
_TO_FACE_DEG = 120.0
_NO_LIMB = r"(?! (?:hand|arm|leg|foot|knee|heel|shoulder|hip|elbow|fist|side\b))"
_LEFT = re.compile(rf"\b(?:left|counter-?clockwise|anti-?clockwise)(?:wards?)?\b{_NO_LIMB}")
_RIGHT = re.compile(rf"(?<![-a-z])(?:right|clockwise)(?:wards?)?\b(?! around\b| round\b){_NO_LIMB}")
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}


@dataclass(frozen=True)
class Turn:
    """degrees, left positive. either: the side isn't said. about: the amount isn't, or roughly."""

    degrees: float
    either: bool
    about: bool


def turn_of(said: str, travels: bool, times: int) -> Turn | None:
    """The turn that a clause says, in lower case; None where it says none, or one there and back.

    travels: it says of somebody who goes, for whom a circle is a turn. times: how often it is done.
    """
    circle, found = _CIRCLE.search(said), _VERB.search(said)
    if _BOTH_WAYS.search(said):
        return None
    if circle and travels and not (found and _DEGREES.search(said)):
        half = re.search(r"\bhalf\b", circle[0]) or re.search(r"\bhalf a circle\b", said)
        return _sided(said, (180.0 if half else 360.0) * times, about=True)
    if not found or _NOT_THE_BODY.match(found["rest"]):
        return None
    rest = _ELSEWHERE.split(found["rest"])[0]
    spins = found[0].startswith(("spin", "spun", "whirl", "twirl", "piro"))
    turn = _stated(said, rest)
    if turn is None and (faces := _FACES.match(rest)):
        turn = _sided(rest, 90.0, about=False) if faces["side"] else Turn(180.0, either=True, about=True)
    if turn is None and re.search(r"\b(?:round and round|around and around)\b", rest):
        turn = _sided(rest, 360.0, about=True)
    if turn is None and not spins and _AROUND.match(rest):
        turn = _sided(rest, 180.0, about=False)
    if turn is None and found[0].startswith("turn") and _TO_FACE.match(rest):
        turn = Turn(_TO_FACE_DEG, either=True, about=True)
    if turn is None and spins:
        turn = _sided(rest, 360.0, about=True)
    if turn is None and (_LEFT.search(rest) or _RIGHT.search(rest)):
        turn = _sided(rest, 45.0 if found[0].startswith(("curv", "veer", "swerv", "bear")) else 90.0, about=True)
    if turn is None and re.search(r"\b(?:left|right) (?:quarter |half |full )?(?:turn|spin|pivot)\b", said):
        turn = _sided(said, 90.0, about=True)
    return replace(turn, degrees=turn.degrees * times) if turn else None


def _stated(said: str, rest: str) -> Turn | None:
    """A turn whose amount is said."""
    degrees = _DEGREES.search(said)
    where = rest if _LEFT.search(rest) or _RIGHT.search(rest) else said
    about = bool(_ABOUT.search(re.sub(r"\b(?:turns?|turning) (?:back )?around\b|\bway around\b", "", said)))
    if degrees:
        value = float(degrees[1] or degrees[3] or 0) or _number(degrees[2])
        return _sided(where, value, about) if value else None
    several = _SEVERAL_AND_A_HALF.search(said)
    if several:
        return _sided(where, 360.0 * (NUMBERS[several[1]] + 0.5), about)
    amount = next((value for pattern, value in _AMOUNTS if pattern.search(said)), None)
    return _sided(where, amount, about) if amount else None


def _sided(said: str, degrees: float, about: bool) -> Turn:
    left, right = bool(_LEFT.search(said)), bool(_RIGHT.search(said))
    return Turn(-degrees if right and not left else degrees, left == right, about)


def _number(words: str) -> float:
    """ "a hundred and forty" -> 140; 0 for no number."""
    total = 0.0
    for word in re.split(r"[ -]+", words.strip(" -")):
        if word == "hundred":
            total = max(1.0, total) * 100
        else:
            total += _TENS.get(word, 0) or NUMBERS.get(word, 0)
    return total
