"""The steps of a sentence one behind another: each in the posture that the one before ends in, or out of it."""

from __future__ import annotations

import re
from dataclasses import replace

from ..facts.postures import aged, with_weight
from ..passes.returns import turned_back
from ..sentence.clauses import THEN, Sentence
from ..steps import Facts, Step
from ..vocabulary.lexicon import BODY, GO, HAND, STAY, Sense
from ..waiting import STAYS, waits
from .grouping import Group, groups, main_clause
from .step import step_of, step_of_group

_STEPS = frozenset({"walk", "step", "run", "march"})  # what is counted in steps
_LOW = frozenset({"sitting", "kneeling", "crouching", "lying"})  # postures that somebody gets up from
_HANDS_FREE = frozenset({"sitting", "kneeling"})  # those in which hands and feet do something else besides
_BEFORE_THE_FACE = frozenset({"face", "eyes", "ears", "chin"})
_LIES_ON = {"push-up": "stomach", "sit-up": "back"}  # what is done on the floor, and on what of the body it begins
# What nobody does who lies: he gets up before.
_ON_FEET = frozenset({"jump", "hop", "kick", "squat", "lunge", "jack", "spin", "march", "bow", "stamp", "punch"})
_UP_S, _DOWN_S, _STAND_STILL_S = 2.0, 3.0, 1.5  # s of getting up, lying down, standing where a walk has stopped


def steps_of(text: str, sentence: Sentence, begin: str | None = None) -> list[Step]:
    """The steps that a sentence is, at least one. text: of which it was read; one step alone keeps it to the letter.
    begin: the posture in which the first begins, where that is said."""
    found, begin, who = groups(sentence.clauses), begin or sentence.begin, sentence.subject.text
    if len(found) == 1 and found[0].gesture is None:
        return [_begun(_of_who(step_of(text, found[0].parts), who), found[0], begin)]
    steps: list[Step] = []
    for group in found:
        steps = _with_group(steps, group, who)
    return [_begun(steps[0], found[0], begin), *steps[1:]]


def _of_who(step: Step, who: str) -> Step:
    """The step as somebody old or hunched does it, and with a weight that is shifted over it."""
    return replace(step, facts=with_weight(aged(step.facts, who.lower()), step.text))


def _begun(step: Step, group: Group, begin: str | None) -> Step:
    """The first step with the posture in which it begins; what the arms alone do ends in it."""
    if begin is None:
        return step
    ends = begin if main_clause(group.parts).verb.sense.kind == HAND else step.facts.end
    return replace(step, facts=replace(step.facts, begin=begin, end=ends))


def _with_group(steps: list[Step], group: Group, who: str) -> list[Step]:
    """The steps with those of one more group behind them."""
    new = [_of_who(step, who) for step in _behind(steps[-1] if steps else None, group, who)]
    if not steps:
        return new
    *earlier, last = steps
    if len(new) == 1 and _keeps_hands(new[0], group, last):
        return [*earlier, replace(last, seconds=new[0].seconds, natural=None)]
    if earlier and last.facts.action == "stop" and _waves(group):
        return [*earlier, _standing(new[0], who)]
    return [*steps, *new]


def _waves(group: Group) -> bool:
    """Whether it is done with the hands alone, as soon as one stands: "stops and waves"."""
    first = group.parts[0]
    return group.gesture is None and first.joint != THEN and {c.verb.sense.kind for c in group.parts} == {HAND}


def _standing(step: Step, who: str) -> Step:
    """What is done with the hands as done standing."""
    text = f"{who} stands and {step.text.removeprefix(who).strip()}"
    return replace(step, text=text, facts=replace(step.facts, begin="standing", end="standing"))


def _keeps_hands(step: Step, group: Group, before: Step) -> bool:
    """Whether a step only keeps a posture in which hands were put somewhere: "crosses the arms and stays seated"."""
    if main_clause(group.parts).verb.base not in ("stay", "remain", "hold", "keep") or step.gesture or step.facts.hands:
        return False
    hands = before.gesture_facts.hands or before.facts.hands
    return hands not in (None, "clapping") and before.facts.end == step.facts.end != "standing"


def _behind(before: Step | None, group: Group, who: str) -> list[Step]:
    """The steps of a group: its own, behind what has to come first, as getting up before walking off."""
    step, sense = step_of_group(group, who), main_clause(group.parts).verb.sense
    if before is None:
        return [step]
    posture = before.facts.end
    step = turned_back(step, before)
    if step.facts.action == "stop" and before.facts.count and before.facts.action in _STEPS:
        step = _stands_still(step, who)  # after so many steps there is none more
    if sense.kind == STAY and step.facts.end != posture:  # it has yet to be taken up
        step = replace(step, facts=replace(step.facts, begin=posture, still=step.facts.still and posture is None))
    if sense.action in _LIES_ON and posture != "lying":
        return [_lies_down(sense.action, posture, who), step]
    if posture is None or posture not in _LOW:
        return [step]
    if step.facts.named and (step.facts.end in (None, posture) or before.facts.named):
        return [step]
    return _out_of(posture, step, sense, who)


def _stands_still(step: Step, who: str) -> Step:
    waiting = waits("standing", who)
    return replace(step, text=waiting.text, facts=waiting.facts, seconds=_STAND_STILL_S, natural=None)


def _lies_down(exercise: str, posture: str | None, who: str) -> Step:
    """Lying down on what of the body an exercise is done on."""
    side = _LIES_ON[exercise]
    facts = Facts("lie", begin=posture or "standing", end="lying", lying="front" if side == "stomach" else side)
    return Step(f"{who} lies down on the {side}", natural=_DOWN_S, implied=True, facts=facts)


def _out_of(posture: str, step: Step, sense: Sense, who: str) -> list[Step]:
    """The steps of what is done by somebody who sits, kneels, crouches or lies: done so, or behind getting up."""
    if sense.kind == HAND and posture in _HANDS_FREE and step.gesture is None:
        return [_over_posture(step, posture, who)]
    goes = sense.kind == GO and sense.action != "crawl" and posture != "crouching"
    if goes or (posture == "lying" and sense.action in _ON_FEET) or step.facts.named is not None:
        facts = Facts("rise", begin=posture, end="standing")
        return [Step(f"{who} stands up", natural=_UP_S, implied=True, facts=facts), step]
    if sense.action == "stand" and step.facts.hands in _BEFORE_THE_FACE and posture in _HANDS_FREE:
        return [_over_posture(step, posture, who)]  # "sits down and hides his face"
    if sense.action == "stand":
        return [_rises(step, posture) or _resting(step, posture, who)]
    if sense.kind == STAY:
        return [step]
    stays = posture if sense.kind == HAND and step.facts.end is None else step.facts.end
    step = replace(step, facts=replace(step.facts, begin=posture, end=stays))
    legs = sense.kind == BODY and sense.limb == "leg" and sense.action != "kick"
    if not legs or posture not in _HANDS_FREE:
        return [step]
    text = f"{who} {STAYS[posture].does} and {step.text.removeprefix(who).strip()}"  # "and crosses the legs"
    return [replace(step, text=text, facts=replace(step.facts, end=posture))]


def _over_posture(step: Step, posture: str, who: str) -> Step:
    """A gesture that follows sitting down, as one over sitting."""
    legs = Facts(STAYS[posture].action, begin=posture, end=posture)
    over = replace(step.facts, action=None, begin=None, end=None) if step.facts.action == "stand" else step.facts
    return Step(f"{who} {STAYS[posture].does}", step.text, legs, over, step.seconds, step.natural)


def _rises(step: Step, posture: str) -> Step | None:
    """Standing behind a seat, as standing up; None where it isn't said as "stands"."""
    text = re.sub(r"\bstands\b", "stands up", step.text, count=1)
    if text == step.text:
        return None
    facts = replace(step.facts, action="rise", begin=posture, end="standing", still=False)
    return replace(step, text=text, facts=facts, natural=_UP_S)


def _resting(step: Step, posture: str, who: str) -> Step:
    """Waiting, in the posture that the step before ends in."""
    stay = STAYS[posture]
    facts = replace(step.facts, action=stay.action, begin=posture, end=posture, still=True)
    return replace(step, text=f"{who} {stay.still}", facts=facts)
