"""What two clauses mean together: one after the other, two at once, or one thing that is left in one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..facts.clause import STUMBLES, facts_of
from ..facts.travel import is_turn_in_passing
from ..sentence.clauses import COMMA, THEN, WITH, Clause
from ..sentence.held_arms import held
from ..vocabulary.lexicon import AFTER, BESIDE, BODY, EITHER, GO, HAND, STAY
from ..vocabulary.verbs import verb_at
from ..vocabulary.words import joined, said, seconds_said

SAME = "same"  # one step: what a clause joins by, beside THEN and WITH
# What ends before anything else begins, also before a gesture.
_COMPLETE = frozenset({
    "sit", "rise", "lie", "kneel", "crouch", "stop", "turn", "bow", "lift", "cartwheel", "roll", "fall", "flip",
    "push-up", "sit-up",
})  # fmt: skip
# Pairs of actions that make one thing: a jump with a turn, bending for what is picked up, down and up again.
_ONE_THING = frozenset({
    ("jump", "spin"), ("jump", "turn"), ("jump", "kick"), ("jump", "twist"), ("spin", "kick"), ("spin", "jump"),
    ("bend", "lift"), ("bend", "reach"), ("bend", "twist"), ("squat", "rise"), ("bend", "rise"), ("step", "turn"),
    ("lunge", "rise"), ("kick", "punch"), ("punch", "kick"), ("punch", "punch"), ("step", "lunge"), ("hop", "spin"),
    ("hop", "turn"), ("raise", "wave"), ("raise", "lower"), ("raise", "clap"), ("reach", "reach"), ("crouch", "lift"),
    ("squat", "lift"), ("kneel", "lift"), ("turn", "spin"), ("spin", "turn"), ("twist", "turn"), ("crouch", "bend"),
    ("reach", "lift"), ("bend", "bend"), ("kneel", "bend"), ("recoil", "fall"), ("recoil", "recoil"),
    ("fall", "fall"),
})  # fmt: skip
_REACHES_DOWN = frozenset({"bend", "crouch", "squat", "kneel", "reach"})  # for what is picked up
_ENDS_IT = frozenset({"land", "recover", "settle", "brake"})  # the end of what is done before
# How often something is done: of both clauses, where the last says it so, or an end of the first.
_AGAIN = re.compile(r"\btimes\b|\btwice\b|\bover and over\b|\bagain and again\b|\brepeatedly\b")
_COUNTED = re.compile(r"\b(?:once|twice|(?:two|three|four|five|six|seven|eight|nine|ten|\d+) times)\b")
# Ways of going that are a bend of the one before: "walks and veers left".
_BENDS_THE_WAY = frozenset({"veer", "circle", "round", "curve", "swerve"})
# What a gesture is laid over, beside walking.
_UNDER_A_GESTURE = frozenset({"sit", "kneel", "turn", "spin", "squat", "crouch", "step", "lunge", "stamp"})
_KEEPS = re.compile(
    r"^(?:stay|remain)\w*\b(?! (?:on the feet|up\b))|^hold\w* (?:it|that|this|still|there|(?:the|that|"
    r"this) (?:pose|position|posture|squat))\b"
)
_ONE_LEG = re.compile(r"\bon (?:one|the left|the right|his left|her left|his right|her right) (?:leg|foot)\b")
_TAKE_UP = frozenset({"posture-sustain", "posture-take"})  # a named posture
# What hands do all along, so that walking off is no step of its own: "holds a box and walks".
_CARRIED = frozenset({"hold", "carry"})
_LEAVES = frozenset({"leave", "exit", "return"})
# A turn with an end of its own, which is no bend of what the arms do.
_TURNS_TO = re.compile(r"\b(?:around|about|back|away|degrees|to face|to (?:the|his|her|a) (?!left\b|right\b|side\b))")
_GOES_OFF = frozenset(
    {"away", "off", "out", "forward", "forwards", "backward", "backwards", "to", "toward", "towards", "back"}
)


@dataclass(frozen=True)
class Group:
    """Clauses that are one step: `parts` in one sentence, and a gesture over them."""

    parts: tuple[Clause, ...]
    gesture: Clause | None = None


def groups(clauses: Sequence[Clause]) -> tuple[Group, ...]:
    """The clauses as steps, in order."""
    listed = any(clause.joint == COMMA for clause in clauses)
    if len(clauses) == 2 and listed and clauses[0].verb.form == "gerund":  # "standing, leaning back"
        clauses = (clauses[0], replace(clauses[1], joint=WITH))
    found: list[Group] = []
    for clause in clauses:
        if not found:
            found.append(Group((clause,)))
            continue
        last = found[-1]
        how = _how(last, clause, listed)
        if how == THEN:
            found.append(Group((clause,)))
        elif how == WITH and last.gesture is None and len(last.parts) == 1:
            found[-1] = _two_at_once(last.parts[0], clause)
        elif last.gesture is None:
            found[-1] = Group((*last.parts, clause))
        else:
            found.append(Group((clause,)))
    return tuple(_with_held(group) for group in found)


def _with_held(group: Group) -> Group:
    """The group with arms that are held somewhere as its gesture: "walks with both arms up"."""
    main = main_clause(group.parts)
    if group.gesture is not None or not _can_carry_a_gesture(main) or main.verb.base in _TAKE_UP:
        return group
    for i, clause in enumerate(group.parts):
        found = held(clause.words, clause.verb.inner)
        verb = verb_at(found.words, 0) if found else None
        if found and verb:
            rest = replace(clause, words=(*clause.words[: found.begin], *clause.words[found.end :]))
            return Group((*group.parts[:i], rest, *group.parts[i + 1 :]), Clause(found.words, verb, WITH))
    return group


def _two_at_once(first: Clause, second: Clause) -> Group:
    """What the hands do as a gesture over the other."""
    if first.verb.sense.kind == HAND:
        return Group((second,), first)
    return Group((first,), second)


def _how(last: Group, clause: Clause, listed: bool) -> str:
    """THEN, WITH or SAME for a clause behind a step."""
    before = last.parts[-1] if last.parts[-1].verb.base not in _ENDS_IT else last.parts[0]
    if clause.joint == THEN or (clause.verb.base == "hang" and "up" in said(clause.words).split()):  # ends a call
        return THEN
    if clause.joint == WITH:
        return _at_once(last.parts[0], clause)
    if {before.verb.base, clause.verb.base} & _TAKE_UP and not keeps_it_up(clause):
        held_so = before.verb.base == "posture-sustain" and clause.verb.sense.kind == HAND and last.gesture is None
        return WITH if held_so and clause.joint != COMMA else THEN
    if clause.verb.sense.action == "lift" and before.verb.sense.action in _REACHES_DOWN:
        return SAME
    if clause.verb.base in _ENDS_IT:
        return SAME
    taken_up = before.verb.sense.kind == BODY and (before.verb.sense.end or before.verb.base == "squat")
    if keeps_it_up(clause) and taken_up:
        return SAME
    if before.verb.sense.action == clause.verb.sense.action == "fall":
        return SAME  # "trips, falls"
    if gets_down(before) and clause.verb.sense.kind == STAY:
        return SAME  # "gets down and lies on the floor"
    if clause.joint == COMMA or seconds_said(joined(before.words)) is not None:
        return THEN
    if last.gesture is not None:
        return THEN if clause.verb.sense.kind != HAND else SAME
    if _COUNTED.search(joined(before.words)) and not _AGAIN.search(joined(clause.words)):
        return THEN  # "claps twice and jumps": what is counted has an end
    return _by_and(before, clause, listed and before is last.parts[0])


def _at_once(first: Clause, second: Clause) -> str:
    """Whether two things at once are legs and a gesture; all else stays one sentence."""
    kinds = {first.verb.sense.kind: first, second.verb.sense.kind: second}
    legs, hand = kinds.get(GO) or kinds.get(STAY) or kinds.get(BODY), kinds.get(HAND)
    if not legs or not hand or hand.verb.base in _CARRIED or not _can_carry_a_gesture(legs):
        return SAME
    return WITH


def _can_carry_a_gesture(legs: Clause) -> bool:
    """Whether a gesture is laid over these legs: not over standing, which needs no help, nor over lying."""
    sense = legs.verb.sense
    if sense.kind == STAY and sense.action is None:
        return legs.verb.base in ("balance", "posture-sustain") or on_one_leg(legs)
    return (sense.kind == GO and sense.action not in ("crawl", None)) or sense.action in _UNDER_A_GESTURE


def gets_down(clause: Clause) -> bool:
    """Whether somebody comes down to the floor, without a word of how he is there: "gets down"."""
    sense = clause.verb.sense
    return sense.kind == BODY and sense.action is None and clause.verb.base in ("get", "lower", "drop", "sink")


def keeps_it_up(clause: Clause) -> bool:
    """Whether it says that a posture is kept: "stays there", "holds the position"."""
    return clause.verb.base in ("stay", "remain", "hold") and bool(_KEEPS.search(said(clause.words)))


def on_one_leg(clause: Clause) -> bool:
    """Whether somebody balances: "stands on one leg"."""
    return clause.verb.base in ("stand", "balance") and bool(_ONE_LEG.search(said(clause.words)))


def _by_and(before: Clause, clause: Clause, listed: bool) -> str:
    """THEN, WITH or SAME for two verbs with "and" between them."""
    first, then = before.verb.sense, clause.verb.sense
    if (first.action, then.action) in _ONE_THING:
        own = [set(re.findall(r"\b(?:left|right)\b", said(c.words))) for c in (before, clause)]
        apart = first.action != then.action and all(own) and own[0] != own[1]
        return THEN if apart else SAME  # "punches with the right and kicks with the left"
    if "squat" in (before.verb.base, first.action) and then.action == "rise":
        return SAME  # once down and up
    if first.action == "recoil" and clause.verb.base in STUMBLES:
        return SAME  # "gets hit and staggers"
    if first.kind == BODY and first.action in _COMPLETE and _AGAIN.search(joined(clause.words)):
        return SAME  # both again: "sits down and stands up three times"
    if first.action == "dance" or then.action == "dance":
        return SAME
    if then.kind == HAND:
        return _and_hand(before, clause, listed)
    if then.kind == GO and first.action == "crouch" and not listed:
        return SAME  # "crouches and sneaks on": crouched all the way
    if then.kind == GO and first.kind == HAND and listed:
        return THEN  # "walks off, waves and returns"
    if then.kind == GO:
        return SAME if first.kind == GO and clause.verb.base in _BENDS_THE_WAY else _and_go(before, clause)
    if then.kind == STAY:
        return SAME if first.kind == STAY or clause.verb.base in ("sway", "rock", "balance", "breathe") else THEN
    if first.kind == GO:
        text = said(clause.words)
        return SAME if not listed and is_turn_in_passing(clause.verb, facts_of(text, clause.verb)) else THEN
    if first.kind == STAY:
        return THEN if first.still or listed or then.action == "rise" else SAME
    if first.kind == HAND:
        ends = then.action in _COMPLETE and (then.action != "turn" or _TURNS_TO.search(said(clause.words)))
        return THEN if listed or first.joins == AFTER or ends else SAME
    return THEN


def _and_hand(before: Clause, clause: Clause, listed: bool) -> str:
    """THEN, WITH or SAME for what hands do behind "and": "walks and waves" at once, "walks and throws" in turn."""
    first, joins = before.verb.sense, clause.verb.sense.joins
    if listed:
        return THEN
    if first.kind == GO:
        if clause.verb.base in _CARRIED:
            return SAME
        return {BESIDE: WITH if _can_carry_a_gesture(before) else SAME, AFTER: THEN, EITHER: SAME}[joins]
    if first.kind == STAY:
        return WITH if joins == BESIDE and _can_carry_a_gesture(before) else SAME
    if first.kind == HAND:
        return THEN if AFTER in (first.joins, joins) else SAME
    if first.action in ("lunge", "stamp"):
        return WITH
    return THEN if first.action in _COMPLETE or (first.action == "step" and joins == BESIDE) else SAME


def _and_go(before: Clause, clause: Clause) -> str:
    """THEN or SAME for going behind "and": "waves and walks off" in turn, "holds a cup and walks" at once."""
    first = before.verb.sense
    if first.kind == HAND:
        off = clause.verb.base in _LEAVES or any(word.low in _GOES_OFF for word in clause.words)
        if before.verb.base in _CARRIED or before.verb.form == "gerund" or (first.joins == BESIDE and not off):
            return SAME
        return THEN
    return SAME if first.kind == BODY and first.seconds is None and first.action is None else THEN


def main_clause(parts: Sequence[Clause]) -> Clause:
    """The clause of a step that says what is done: not the one that only says where it stands."""
    if len(parts) > 1 and {c.verb.sense.action for c in parts} == {"fall"}:  # "trips and falls on his face"
        return parts[-1]
    if parts[0].verb.sense.action == "recoil":  # "gets hit and stumbles back"
        return parts[-1]
    telling = [c for c in parts if c.verb.sense.kind != STAY]
    telling = [c for c in telling if c.verb.sense.action and (c.joint != WITH or c is parts[0])] or telling
    if telling and gets_down(telling[0]) and parts[-1].verb.sense.kind == STAY:
        return parts[-1]
    if telling and telling[0].verb.sense.action == "crouch" and telling[-1].verb.sense.kind == GO:
        return telling[-1]
    if telling and telling[-1].verb.sense.action in ("wave", "clap") and telling[0].verb.sense.action == "raise":
        return telling[-1]
    if telling and telling[-1].verb.sense.action == "lift" and telling[0].verb.sense.action in _REACHES_DOWN:
        return telling[-1]
    return telling[0] if telling else parts[0]
