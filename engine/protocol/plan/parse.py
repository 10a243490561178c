"""From a sentence to its plan. What isn't understood stays whole: being wrong is worse than not taking apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from .clauses import WITH, Clause, NotUnderstood, Sentence, sentence_of
from .fact_words import facts_of, goes_on
from .inflection import third
from .joining import Group, groups, main_clause
from .lexicon import GO, HAND, STAY
from .steps import Facts, Plan, Step, whole
from .words import Word, beyond, joined, seconds_said, without_seconds, words_of

# What doing it once more takes, of doing it once.
_AGAIN, _AGAIN_QUICKLY = 0.7, 0.25
_SEATED_STAYS = {"sitting": "sits", "kneeling": "kneels", "crouching": "crouches"}
_KEEPING = {"sitting": "sit", "kneeling": "kneel"}  # the action that keeps a posture
_IT = re.compile(r"\b(?:it|them)\b")
_OBJECT = re.compile(r"\b((?:a|an|the|some) (?:(?!of\b|left\b|right\b)[a-z-]+ ){0,2}?[a-z-]+)(?= |$|,)")
_NO_OBJECTS = frozenset({
    "floor", "ground", "left", "right", "side", "spot", "air", "time", "moment", "bit", "little", "circle", "chair",
    "second",
})  # fmt: skip


@lru_cache(maxsize=256)
def plan_of(text: str) -> Plan:
    """The steps that a prompt asks for. A prompt of one thing keeps its words to the letter; one that isn't understood
    is one step without facts. Never fails on any text."""
    if beyond(text):
        return whole(text)
    words = words_of(text)
    try:
        sentence = sentence_of(words)
    except NotUnderstood:
        return whole(text)
    found = groups(sentence.clauses)
    if len(found) == 1 and found[0].gesture is None:
        return _one(text, found[0])
    steps: list[Step] = []
    for group in found:
        steps += _steps(sentence, group, steps[-1] if steps else None)
    return Plan(tuple(_with_objects(steps)))


def _one(text: str, group: Group) -> Plan:
    """The plan of one thing: its text as it is."""
    return Plan((_step(text, group.parts, _said(group.parts)),))


def _said(parts: Sequence[Clause]) -> str:
    """The words of clauses without their subject."""
    return " and ".join(joined(clause.words) for clause in parts)


def _step(text: str, parts: Sequence[Clause], said: str) -> Step:
    """A step of clauses in one sentence. said: the words that its facts are read from."""
    clause = main_clause(parts)
    facts = facts_of(said, clause.verb)
    stays = next((c.verb.sense for c in parts if c.verb.sense.kind == STAY), None)
    if stays is not None and clause.verb.sense.kind != STAY and facts.begin is None:
        facts = replace(facts, begin=stays.begin, end=stays.end)
    return Step(text, facts=facts, seconds=seconds_said(said), natural=_natural(said, parts, clause, facts))


def _natural(said: str, parts: Sequence[Clause], clause: Clause, facts: Facts) -> float | None:
    """Seconds that a step takes of itself; None where one of its clauses goes on."""
    own = [c.verb.sense.seconds for c in parts]
    if clause.verb.sense.kind == GO and re.search(r"\b\w+ steps?\b", said) and facts.count:
        return round(max(1.0, 0.7 * facts.count), 2)
    if any(seconds is None for seconds in own) or goes_on(said, clause.verb):
        return None
    at_once = any(c.joint == WITH for c in parts)
    total = (max if at_once else sum)(seconds for seconds in own if seconds is not None)
    if facts.action in ("turn", "spin") and facts.turn:
        return round(total * max(1.0, abs(facts.turn) / 360), 2)
    again = _AGAIN_QUICKLY if facts.action in ("wave", "clap", "punch") else _AGAIN
    return round(total * (1 + again * ((facts.count or 1) - 1)), 2)


def _steps(sentence: Sentence, group: Group, before: Step | None) -> list[Step]:
    """The steps of one group: itself, behind a getting up that nothing goes on without."""
    posture = before.facts.end if before else None
    text = _sentence(sentence, group.parts)
    step = replace(_step(text, group.parts, _said(group.parts)), text=without_seconds(text))
    if group.gesture is not None:
        gesture = _sentence(sentence, (group.gesture,))
        over = facts_of(joined(group.gesture.words), group.gesture.verb)
        seconds = step.seconds if step.seconds is not None else seconds_said(joined(group.gesture.words))
        step = replace(step, gesture=without_seconds(gesture), gesture_facts=over, seconds=seconds)
    sense = main_clause(group.parts).verb.sense
    step = _turned_back(step, before)
    if before and sense.kind == STAY and step.facts.end != posture:  # it has yet to be taken up
        step = replace(step, facts=replace(step.facts, begin=posture, still=step.facts.still and posture is None))
    if posture not in _SEATED_STAYS and posture != "lying":
        return [step]
    if sense.kind == HAND and posture in ("sitting", "kneeling") and step.gesture is None:
        return [_over_posture(sentence, step, posture)]
    if sense.kind == GO and sense.action != "crawl" and posture != "crouching":
        up = Step(f"{sentence.subject.text} stands up", natural=2.0, implied=True,
                  facts=Facts("rise", begin=posture, end="standing"))  # fmt: skip
        return [up, step]
    return [step if sense.kind == STAY else replace(step, facts=replace(step.facts, begin=posture))]


def _over_posture(sentence: Sentence, step: Step, posture: str) -> Step:
    """A gesture that follows sitting down, as one over sitting."""
    return Step(
        f"{sentence.subject.text} {_SEATED_STAYS[posture]}", step.text, Facts(_KEEPING[posture], begin=posture,
        end=posture), step.facts, step.seconds, step.natural,
    )  # fmt: skip


def _turned_back(step: Step, before: Step | None) -> Step:
    """ "walks back" behind turning around is walking forward, to where it came from."""
    if before is None or before.facts.action != "turn" or abs(before.facts.turn or 0) < 150:
        return step
    if step.facts.action not in ("walk", "run") or not re.search(r"\bback\b", step.text) or "backward" in step.text:
        return step
    text = re.sub(r"\bback\b(?! to)", "forward", step.text, count=1)
    return replace(step, text=text, facts=replace(step.facts, direction="forward"))


def _sentence(sentence: Sentence, parts: Sequence[Clause]) -> str:
    """The clauses as a sentence in the third person."""
    phrases: list[str] = []
    for clause in parts:
        joint = "" if not phrases else " while " if clause.joint == WITH else " and "
        phrases.append(joint + _phrase(clause))
    return f"{sentence.subject.text} {''.join(phrases)}"


def _phrase(clause: Clause) -> str:
    """A clause with its verb in the third person, without "starts to", "is" and "also"."""
    verb, words = clause.verb, clause.words
    if verb.noun:
        rest = joined(_trimmed(words))
        return f"does {rest}"
    inner = words[verb.inner]
    lead = [w for w in words[: verb.at] if w.low.endswith("ly")]
    if verb.inner != verb.at and verb.base == "do" and _ends_with_a_noun(clause):
        return joined([*lead, Word("does", "does"), *_trimmed(words[verb.inner :])])
    if verb.form == "third" and verb.inner == verb.at:
        own = inner.text
    else:
        own = third(verb.base)
    return joined([*lead, Word(own, own), *_trimmed(words[verb.inner + 1 :])])


def _ends_with_a_noun(clause: Clause) -> bool:
    """Whether what is done stands as a noun behind a verb: "ends with a bow"."""
    return clause.words[clause.verb.inner - 1].low in ("a", "an", "the", "with") and clause.verb.base == "do"


def _trimmed(words: Sequence[Word]) -> list[Word]:
    found = [word for word in words if word.low not in ("also",)]
    while found and (found[-1].mark or found[-1].low in ("and", "then")):
        found.pop()
    return found


def _with_objects(steps: Sequence[Step]) -> list[Step]:
    """The steps with what "it" stands for, where an earlier step names one thing."""
    found: list[Step] = []
    thing = ""
    for step in steps:
        if thing and _IT.search(step.text):
            step = replace(step, text=_IT.sub(thing, step.text, count=1))
        named = [m[1] for m in _OBJECT.finditer(step.text.split(" ", 2)[-1]) if m[1].split()[-1] not in _NO_OBJECTS]
        thing = named[0] if named else thing
        found.append(step)
    return found
