"""Which way somebody goes and turns: "backwards", "to the left", "a quarter turn", "on the spot"."""

from __future__ import annotations

import re
from dataclasses import replace

from ..steps import Facts
from ..vocabulary.lexicon import BODY, GO, HAND, STAY
from ..vocabulary.turns import turn_of
from ..vocabulary.verbs import Verb
from .limbs import IN_TURN
from .ways import diagonal_of, distance_of, figure_of

_FORWARD = re.compile(r"\b(?:forwards?|ahead|straight on)\b|\bmarch\w* (?:past|by|off|away|along|on)\b")
_BACKWARD = re.compile(r"\bbackwards?\b")
_MOVES_BACK = re.compile(r"\b(?:mov(?:es?|ing)|(?:stumbl|stagger|reel|totter|lurch)(?:es|e|s|ing|ed|ering)?)\b")
_BACK = re.compile(r"(?<!and )\bback(?! (?:up|down|to|from|kick|flip|foot|leg))\b")
_NO_SIDE = r"(?! (?:hand|arm|leg|foot|knee|shoulder|hip|elbow|fist|heel|side\b))"
_TO_A_SIDE = re.compile(r"\b(?:to|towards?) (?:the|his|her|their|its) (left|right)\b(?! (?:hand|arm|leg|foot|knee))|"
                    r"(?<! a )(?<!the )(?<!his )(?<!her )(?<!their )(?<!with )\b(left|right)(?:wards?)?\b"
                    + _NO_SIDE)  # fmt: skip
_THERE_AND_BACK = re.compile(
    r"\b(?:back and for\w+|forwards? and back\w*|backwards? and for\w+|to and fro|side to side)\b"
)
_SIDEWAYS = re.compile(
    r"\b(?:sideways|sidewise|sideward|sidles?|sidling|aside|sidestep\w*|side-step\w*|(?:to|towards?) (?:the|one|"
    r"his|her|their) side)\b(?! of)"
)
_NOT_TO_A_SIDE = re.compile(r"\bdiagonal|\bturn(?:s|ing)?\b|\baround\b|\bround\b")
ON_THE_SPOT = re.compile(r"\b(?:in place|on the spot|on one spot|without moving forward)\b")
_TRAVELS = frozenset({"jump", "hop", "skip", "step", "crawl", "roll", "lunge", "cartwheel", "flip", "fall"})


def with_turn(facts: Facts, said: str, kind: str) -> Facts:
    """The change of heading: of what turns, and of who walks on turning or in a circle."""
    if kind in (STAY, HAND):
        return facts
    if facts.action == "dance":
        return facts
    travels = kind == GO or facts.action in ("hop", "jump", "skip", "turn", "spin")
    times = facts.count or 1 if facts.action in ("turn", "spin") else 1
    turn = turn_of(said, travels, times)
    return facts if turn is None else replace(
        facts, turn=turn.degrees, turn_either=turn.either, turn_about=turn.about)  # fmt: skip


def with_way(facts: Facts, said: str, kind: str) -> Facts:
    """How far who travels goes and along which figure: one round of a circle, unless a turn says how much of it."""
    if kind != GO and facts.action != "step":
        return facts
    figure = figure_of(said) if kind == GO else None
    if figure == "around":
        side = re.search(r"\b(left|right)\b", said)
        facts = replace(facts, direction=side[1] if side else "left", turn=None)
    elif figure is not None and not figure.endswith("circle"):
        facts = replace(facts, turn=None, turn_either=False, turn_about=False)
    elif figure is not None and facts.turn is None:
        facts = replace(facts, turn=180.0 if "half" in figure else 360.0, turn_either=True, turn_about=True)
    return replace(facts, distance=distance_of(said), figure=figure)


def direction_of(said: str, facts: Facts, kind: str) -> str | None:
    """The way that is travelled; a turn's left is no direction."""
    if kind != GO and facts.action not in _TRAVELS:
        return None
    if ON_THE_SPOT.search(said):
        return "none"
    if _THERE_AND_BACK.search(said):
        return None
    if facts.turn is None and (kind == GO or facts.action == "step") and (diagonal := diagonal_of(said)):
        return diagonal
    said = re.split(r", (?!left|right|back|forward|then)", said)[0]
    ways = {"forward"} if _FORWARD.search(said) else set[str]()
    steps_back = facts.action in ("step", "jump", "hop", "roll", "flip") or _MOVES_BACK.search(said)
    if _BACKWARD.search(said) or (steps_back and _BACK.search(said)):
        ways.add("backward")
    if re.search(r"\bback(?:s|ed|ing)? (?:away|up|off)\b|\bbackpedal", said) and kind == GO:
        ways.add("backward")
    if facts.turn is None and not _NOT_TO_A_SIDE.search(said):
        ways |= {m[1] or m[2] for m in _TO_A_SIDE.finditer(said)}
    if not ways and _SIDEWAYS.search(said) and facts.action not in ("fall", "roll", "cartwheel", "flip"):
        return "sideways"
    return ways.pop() if len(ways) == 1 and not IN_TURN.search(said) else None


def is_turn_in_passing(verb: Verb, facts: Facts) -> bool:
    """Whether a turn can be a bend of the way: "walks and turns left", but not "walks and turns around"."""
    return verb.sense.kind == BODY and facts.action in ("turn", "twist") and abs(facts.turn or 0) < 150
