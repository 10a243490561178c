"""One step made of clauses: its words, what is measured of it, how long it takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..facts.clause import facts_of, goes_on
from ..facts.ways import seconds_of
from ..sentence.clauses import WITH, Clause
from ..sentence.held_arms import held
from ..steps import Facts, Step
from ..vocabulary.lexicon import GO, HAND, STAY
from ..vocabulary.verbs import verb_at
from ..vocabulary.words import joined, said, seconds_said, without_seconds
from .grouping import Group, gets_down, keeps_it_up, main_clause, on_one_leg
from .wording import sentence_about, words_said

# What doing it once more takes, of doing it once.
_AGAIN, _AGAIN_QUICKLY = 0.7, 0.25
_QUICK = frozenset({"wave", "clap", "punch", "nod", "shake"})
_STUMBLE_S, _A_FEW_STEPS_S, _COUNTED_STEP_S, _LEAST_STEPS_S = 1.8, 2.5, 0.7, 1.0
_A_FEW_STEPS = re.compile(r"\b(?:a few|several|some|a couple of) (?:\w+ ){0,2}?(?:steps|paces)\b")


def step_of(text: str, parts: Sequence[Clause]) -> Step:
    """The step that clauses in one sentence are. text: what it is to say."""
    clause, words = main_clause(parts), words_said(parts)
    facts = _in_kept_posture(_facts(clause, parts), clause, parts)
    seconds, natural = seconds_said(words), _natural(words, parts, clause, facts)
    if seconds is not None and len(parts) > 1 and keeps_it_up(parts[-1]):  # it has to be taken up before
        seconds += parts[0].verb.sense.seconds or 0.0
    return Step(text, facts=facts, seconds=seconds, natural=natural)


def step_of_group(group: Group, who: str) -> Step:
    """The step that a group is, in a sentence about `who`, with its gesture."""
    text = sentence_about(who, group.parts)
    step = replace(step_of(text, group.parts), text=without_seconds(text))
    if group.gesture is None:
        return step
    over = facts_of(said(group.gesture.words), group.gesture.verb)
    if over.action in ("stand", None) and over.hands:  # the legs do something else
        over = Facts(hands=over.hands, hand=over.hand)
    elif over.action == "stand":
        over = Facts()
    if on_one_leg(main_clause(group.parts)):
        step = replace(step, text=re.sub(r"\bstands (?=on\b)", "balances ", step.text))
    seconds = step.seconds if step.seconds is not None else seconds_said(joined(group.gesture.words))
    gesture = without_seconds(sentence_about(who, (group.gesture,)))
    return replace(step, gesture=gesture, gesture_facts=over, seconds=seconds)


def _in_kept_posture(facts: Facts, clause: Clause, parts: Sequence[Clause]) -> Facts:
    """The facts with the posture that another clause keeps, where the main one has none: "sits and waves"."""
    stays = next((c.verb.sense for c in parts if c.verb.sense.kind == STAY), None)
    if stays is None or clause.verb.sense.kind == STAY or facts.begin or clause.verb.sense.end:
        return facts
    return replace(facts, begin=stays.begin, end=stays.end)


def _facts(clause: Clause, parts: Sequence[Clause]) -> Facts:
    """What the main clause of a step says, and what its other clauses add to it."""
    if (raised := _raised(clause)) is not None:
        return raised
    words, every = said(clause.words), facts_of(words_said(parts), clause.verb)
    over = held(clause.words, clause.verb.inner)
    if over and clause.verb.sense.kind != HAND:  # whose sides are not of what is done
        words = said((*clause.words[: over.begin], *clause.words[over.end :]))
    facts = facts_of(words, clause.verb)
    if facts.turn is None:
        facts = replace(facts, turn=every.turn, turn_either=every.turn_either, turn_about=every.turn_about)
    if facts.hands is None:
        facts = replace(facts, hands=every.hands, hand=every.hand)
    facts = replace(facts, still=facts.still and every.still)
    return facts if len(parts) == 1 else _from_the_first(_to_the_last(facts, every, parts), every, clause, parts[0])


def _raised(clause: Clause) -> Facts | None:
    """What is said of who stands with an arm up: that it is raised; None of others."""
    found = held(clause.words, clause.verb.inner) if clause.verb.sense.action == "stand" else None
    verb = verb_at(found.words, 0) if found else None
    if not found or not verb or verb.sense.action != "raise":
        return None
    return replace(facts_of(joined(found.words), verb), begin="standing", end="standing")


def _to_the_last(facts: Facts, every: Facts, parts: Sequence[Clause]) -> Facts:
    """The facts of "squats down and stands up three times": one thing, as often as its end says, up to its end."""
    if keeps_it_up(parts[-1]) and facts.action == "squat":
        return replace(facts, end="crouching")
    if gets_down(parts[0]) and parts[-1].verb.sense.kind == STAY:
        return replace(facts, begin="standing")
    ends = [c.verb.sense.end for c in parts if c.verb.sense.end and c.joint != WITH]
    if parts[-1].verb.sense.action in ("rise", "lower"):
        facts = replace(facts, count=facts.count or every.count)
    if "squat" in (parts[0].verb.base, facts.action) and parts[-1].verb.sense.action == "rise":
        return replace(facts, action="squat", count=facts.count or 1, begin="standing", end="standing")
    return replace(facts, end=ends[-1]) if ends and facts.action not in ("wave", "clap") else facts


def _from_the_first(facts: Facts, every: Facts, clause: Clause, first: Clause) -> Facts:
    """The facts of several clauses with what the first of them does to the main one."""
    action = first.verb.sense.action
    if action == "recoil" and facts.action == "walk" and facts.direction == "forward":
        facts = replace(facts, action="stumble")  # "gets pushed from behind and stumbles forward"
    if action == "raise" and facts.side is None and facts.limb:  # "raises the left arm and waves"
        facts = replace(facts, side=every.side)
    if clause.verb.sense.kind == GO and facts.begin is None:  # "crouches and walks"
        low = "crouching" if action == "crouch" else None
        facts = replace(facts, begin=low or every.begin, end=low or every.end)
    return facts


def _natural(text: str, parts: Sequence[Clause], clause: Clause, facts: Facts) -> float | None:
    """Seconds that a step takes of itself; None where one of its clauses goes on."""
    own = [c.verb.sense.seconds for c in parts]
    if (on_the_way := seconds_of(facts.action, facts.distance, facts.figure)) is not None:
        return on_the_way
    if clause.verb.sense.kind == GO and re.search(r"\b\w+ steps?\b", text) and facts.count:
        return round(max(_LEAST_STEPS_S, _COUNTED_STEP_S * facts.count), 2)
    if facts.action == "stumble" or (len(clause.words) == 1 and clause.verb.base in ("stumble", "lurch", "stagger")):
        return _STUMBLE_S
    if facts.action in ("walk", "run", "step", "march") and _A_FEW_STEPS.search(text):
        return _A_FEW_STEPS_S
    if any(seconds is None for seconds in own) or goes_on(text, clause.verb):
        return None
    at_once = any(c.joint == WITH for c in parts) or {c.verb.sense.action for c in parts} == {"fall"}
    total = (max if at_once else sum)(seconds for seconds in own if seconds is not None)
    if facts.action in ("turn", "spin") and facts.turn:
        return round(total * max(1.0, abs(facts.turn) / 360), 2)
    again = _AGAIN_QUICKLY if facts.action in _QUICK else _AGAIN
    return round(total * (1 + again * ((facts.count or 1) - 1)), 2)
