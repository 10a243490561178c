"""From a sentence to its plan. What isn't understood stays whole: being wrong is worse than not taking apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from .clauses import THEN, WITH, Clause, NotUnderstood, Sentence, sentence_of
from .fact_words import facts_of, goes_on, hands_of, with_limb
from .handling_words import with_handling, without_held
from .joining import Group, gets_down, groups, keeps_it_up, main_clause, on_one_leg, turned_back, with_returns
from .keeping import with_kept
from .left_out import filled_text
from .limbs import as_with, held
from .manners.planned import mannered
from .moves.finding import as_move, is_all, only_blows, runs_on
from .noun_phrases import as_sentence
from .openings import in_order
from .posture_words import aged, out_of_postures, plainly_named, read_with_postures, with_postures, with_weight
from .steps import Facts, Plan, Step, whole
from .typed import plainly
from .vocabulary.inflection import gerund, third
from .vocabulary.lexicon import BODY, GO, HAND, STAY
from .vocabulary.postures.named import with_named
from .vocabulary.spelling import mended
from .vocabulary.verbs import verb_at
from .vocabulary.words import Word, beyond, joined, said, seconds_said, without_seconds, words_of

# What doing it once more takes, of doing it once.
_AGAIN, _AGAIN_QUICKLY = 0.7, 0.25
_A_FEW_STEPS = re.compile(r"\b(?:a few|several|some|a couple of) (?:\w+ ){0,2}?(?:steps|paces)\b")
_SEATED_STAYS = {"sitting": "sits", "kneeling": "kneels", "crouching": "crouches"}
_STEPS = frozenset({"walk", "step", "run", "march"})  # what is counted in steps
_KEEPING = {"sitting": "sit", "kneeling": "kneel"}  # the action that keeps a posture
# What waiting is in a posture: its action, and words that captions have.
_RESTING = {"sitting": ("sit", "sits still"), "lying": ("lie", "lies still"), "kneeling": ("kneel", "kneels"),
            "crouching": ("crouch", "stays crouched")}  # fmt: skip
_LIES_ON = {"push-up": "stomach", "sit-up": "back"}  # what is done on the floor, and on what of the body it begins
# What nobody does who lies: he gets up before.
_ON_FEET = frozenset({"jump", "hop", "kick", "squat", "lunge", "jack", "spin", "march", "bow", "stamp", "punch"})
_HOW = frozenset({"speed", "count", "side", "limb", "height"})  # facts that alone say nothing of what is done
_IT = re.compile(r"\b(it|them)\b")
# What a verb is done to: "picks up a red ball from the floor".
_OBJECT = re.compile(
    r"^[a-z-]+ (?:(?:up|down|out|over|off|open) )?((?:a|an|the|both|his|her|their|its|some) (?:[a-z-]+ ){0,3}?[a-z-]+)"
    r"(?: (?:up|down|out|over|off|on|in|to|from|of|at|with|into|onto|above|behind|before|and|for|forward|by|[a-z]+ly|"
    r"overhand|underhand|hard|far|once|twice|straight|ahead|sideways|wide|apart|again|high|away|back|around|"
    r"overhead)\b|,|$)"
)
_SOMETHING = re.compile(r"\bsomething\b|\bfor (?:a|an|the) \w")  # which "it" may be
_GOAL = re.compile(
    r"\b(?:to|towards?) ((?:a|an|the) (?!left\b|right\b|sides?\b|floor\b|ground\b|front\b|back\b|end\b|chest\b|head\b|"
    r"chin\b|face\b|knees?\b)[a-z-]+)(?= |,|$)"
)

_THEN = re.compile(r"\s*(?:,|;|\band\b)?\s*\b(?:then|followed by|and then)\s+", re.IGNORECASE)


@lru_cache(maxsize=256)
def plan_of(text: str) -> Plan:
    """The steps that a prompt asks for. A prompt of one thing keeps its words to the letter; one that isn't understood
    is one step without facts. Typing errors are mended first. Never fails on any text."""
    text = text if is_all(text) else mended(text)
    if (own := _read(text)).moves:  # "the robot dance" is a move whose name is a manner's
        made = mannered(text, _read)
        return made if made.moves else own
    plain = text if with_named(text) != text and _read(text).understood else plainly(text, facts_known)
    if plain != text and (plan := mannered(plain, _read)).understood:
        return plan
    return mannered(text, _read)


def facts_known(text: str) -> frozenset[str]:
    """The names of the facts that say what is done in a text; none where it isn't understood or nothing is measured."""
    plan = _read(text)
    said = {name for step in plan for facts in (step.facts, step.gesture_facts) for name in facts.said()}
    return frozenset(said - _HOW) if plan.understood else frozenset()


@lru_cache(maxsize=512)
def _read(text: str) -> Plan:
    """The steps of a text in words that the planner knows."""
    return read_with_postures(text, _plan_of)


@lru_cache(maxsize=256)
def _plan_of(text: str) -> Plan:
    """The plan of a text, named postures already said as verbs."""
    if (is_all(text) or only_blows(text.replace("_", " "))) and (
        row := as_move(Step(text.replace("_", " ")))
    ).facts.move:
        return Plan((replace(row, text=text),))
    if beyond(text):
        return _named(text)
    plain, begin = in_order(filled_text(without_held(text)))
    try:
        sentence = sentence_of(as_with(words_of(plain)))
    except NotUnderstood:
        moves = _one_after_another(text) or _named(text)
        if moves.understood:
            return moves
        named = as_sentence(text)
        return _read(named) if named and _read(named).understood else _by_hands(text)
    found, begin = groups(sentence.clauses), begin or sentence.begin
    if len(found) == 1 and found[0].gesture is None:
        step = _begun(_aged(_step(text, found[0].parts), sentence), found[0], begin)
        moves = as_move(step)
        if moves is not step:
            return Plan((moves,))
        handled = with_handling(step, sentence.subject.text)
        (kept,) = with_kept((handled,), sentence.subject.text)
        return Plan((plainly_named(kept),), subject="" if kept is step else sentence.subject.text)
    steps: list[Step] = []
    for group in found:
        stopped = len(steps) > 1 and steps[-1].facts.action == "stop" and _waves(group)
        new = [_aged(step, sentence) for step in _steps(sentence, group, steps[-1] if steps else None)]
        if steps and len(new) == 1 and _keeps_hands(new[0], group, steps[-1]):
            steps[-1] = replace(steps[-1], seconds=new[0].seconds, natural=None)
            continue
        steps = [*steps[:-1], _standing(new[0], sentence)] if stopped else [*steps, *new]
    steps[0] = _begun(steps[0], found[0], begin)
    who = sentence.subject.text
    said_so = _with_objects(out_of_postures(with_returns(steps, who)), who)
    done = [one if runs_on(one, before) else as_move(one) for before, one in pairwise([None, *said_so]) if one]
    handled = [step if step.facts.move else with_handling(step, who) for step in done]
    return Plan(tuple(plainly_named(step) for step in with_kept(handled, who)), subject=who)


def _by_hands(text: str) -> Plan:
    """The plan of a sentence whose verb isn't understood, with what it says of where hands are: "weeps with the face in
    the hands"."""
    plan, said = whole(text), text.lower()
    if (hands := hands_of(said)) is None:
        return plan
    return replace(plan, steps=(replace(plan[0], facts=with_postures(Facts(hands=hands), said, "")),))


def _named(text: str) -> Plan:
    """The plan of a text that names a move, whatever else it says; else of one that goes to the model as it is."""
    step = as_move(Step(text))
    return whole(text) if step.facts.move is None else Plan((step,))


def _one_after_another(text: str) -> Plan | None:
    """The plan of a text whose parts are understood one by one, one of which names a move: "slam dunk, then a bow"."""
    parts = [part for part in _THEN.split(text) if part]
    if len(parts) < 2 or not any(as_move(Step(part)).facts.move for part in parts):
        return None
    plans = [_read(part) for part in parts]
    if not all(plan.understood for plan in plans):
        return None
    who = next((plan.subject for plan in plans if plan.subject), "a person")
    return Plan(tuple(_said_of(who, plan.subject, step) for plan in plans for step in plan), subject=who)


def _said_of(who: str, said: str, step: Step) -> Step:
    """The step with the subject of all."""
    return replace(step, text=f"{who} {step.text.removeprefix(said).strip()}")


def _aged(step: Step, sentence: Sentence) -> Step:
    who = sentence.subject.text.lower()
    return replace(step, facts=with_weight(aged(step.facts, who), step.text))


def _waves(group: Group) -> bool:
    """Whether it is done with the hands alone, as soon as one stands: "stops and waves"."""
    first = group.parts[0]
    return group.gesture is None and first.joint != THEN and {c.verb.sense.kind for c in group.parts} == {HAND}


def _standing(step: Step, sentence: Sentence) -> Step:
    """What is done with the hands as done standing."""
    who = sentence.subject.text
    text = f"{who} stands and {step.text.removeprefix(who).strip()}"
    return replace(step, text=text, facts=replace(step.facts, begin="standing", end="standing"))


def _begun(step: Step, group: Group, begin: str | None) -> Step:
    """The first step with the posture in which it begins; what the arms alone do ends in it."""
    if begin is None:
        return step
    ends = begin if main_clause(group.parts).verb.sense.kind == HAND else step.facts.end
    return replace(step, facts=replace(step.facts, begin=begin, end=ends))


def _said(parts: Sequence[Clause]) -> str:
    """The words of clauses without their subject."""
    return " and ".join(said(clause.words) for clause in parts)


def _step(text: str, parts: Sequence[Clause]) -> Step:
    """A step of clauses in one sentence."""
    clause = main_clause(parts)
    facts = _facts(clause, parts)
    stays = next((c.verb.sense for c in parts if c.verb.sense.kind == STAY), None)
    if stays is not None and clause.verb.sense.kind != STAY and not (facts.begin or clause.verb.sense.end):
        facts = replace(facts, begin=stays.begin, end=stays.end)
    seconds, natural = seconds_said(_said(parts)), _natural(_said(parts), parts, clause, facts)
    if seconds is not None and len(parts) > 1 and keeps_it_up(parts[-1]):  # it has to be taken up before
        seconds += parts[0].verb.sense.seconds or 0.0
    return Step(text, facts=facts, seconds=seconds, natural=natural)


def _facts(clause: Clause, parts: Sequence[Clause]) -> Facts:
    """What the main clause of a step says, and the turn that another of its clauses says."""
    raised = _raised(clause)
    if raised is not None:
        return raised
    every, own = facts_of(_said(parts), clause.verb), said(clause.words)
    over = held(clause.words, clause.verb.inner)
    if over and clause.verb.sense.kind != HAND:  # whose sides are not of what is done
        own = said((*clause.words[: over.begin], *clause.words[over.end :]))
    facts = facts_of(own, clause.verb)
    if facts.turn is None:
        facts = replace(facts, turn=every.turn, turn_either=every.turn_either, turn_about=every.turn_about)
    if facts.hands is None:
        facts = replace(facts, hands=every.hands, hand=every.hand)
    facts = replace(facts, still=facts.still and every.still)
    if len(parts) > 1:
        facts = _both(facts, every, parts)
    if parts[0].verb.sense.action == "recoil" and facts.action == "walk" and facts.direction == "forward":
        facts = replace(facts, action="stumble")  # "gets pushed from behind and stumbles forward"
    if facts.side is None and facts.limb and parts[0].verb.sense.action == "raise":  # "raises the left arm and waves"
        facts = replace(facts, side=every.side)
    if clause.verb.sense.kind == GO and len(parts) > 1 and facts.begin is None:
        low = "crouching" if parts[0].verb.sense.action == "crouch" else None
        facts = replace(facts, begin=low or every.begin, end=low or every.end)
    return facts


def _raised(clause: Clause) -> Facts | None:
    """What is said of who stands with an arm up: that it is raised; None of others."""
    found = held(clause.words, clause.verb.inner) if clause.verb.sense.action == "stand" else None
    verb = verb_at(found.words, 0) if found else None
    if not found or not verb or verb.sense.action != "raise":
        return None
    return replace(facts_of(joined(found.words), verb), begin="standing", end="standing")


def _both(facts: Facts, every: Facts, parts: Sequence[Clause]) -> Facts:
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


def _natural(text: str, parts: Sequence[Clause], clause: Clause, facts: Facts) -> float | None:
    """Seconds that a step takes of itself; None where one of its clauses goes on."""
    own = [c.verb.sense.seconds for c in parts]
    if clause.verb.sense.kind == GO and re.search(r"\b\w+ steps?\b", text) and facts.count:
        return round(max(1.0, 0.7 * facts.count), 2)
    if facts.action == "stumble" or (len(clause.words) == 1 and clause.verb.base in ("stumble", "lurch", "stagger")):
        return 1.8
    if facts.action in ("walk", "run", "step", "march") and _A_FEW_STEPS.search(text):
        return 2.5
    if any(seconds is None for seconds in own) or goes_on(text, clause.verb):
        return None
    at_once = any(c.joint == WITH for c in parts) or {c.verb.sense.action for c in parts} == {"fall"}
    total = (max if at_once else sum)(seconds for seconds in own if seconds is not None)
    if facts.action in ("turn", "spin") and facts.turn:
        return round(total * max(1.0, abs(facts.turn) / 360), 2)
    again = _AGAIN_QUICKLY if facts.action in ("wave", "clap", "punch", "nod", "shake") else _AGAIN
    return round(total * (1 + again * ((facts.count or 1) - 1)), 2)


def _steps(sentence: Sentence, group: Group, before: Step | None) -> list[Step]:
    """The steps of one group: itself, behind a getting up that nothing goes on without."""
    posture = before.facts.end if before else None
    text = _sentence(sentence, group.parts)
    step = replace(_step(text, group.parts), text=without_seconds(text))
    if group.gesture is not None:
        gesture = _sentence(sentence, (group.gesture,))
        over = facts_of(said(group.gesture.words), group.gesture.verb)
        if over.action in ("stand", None) and over.hands:  # the legs do something else
            over = Facts(hands=over.hands, hand=over.hand)
        elif over.action == "stand":
            over = Facts()
        if on_one_leg(main_clause(group.parts)):
            step = replace(step, text=re.sub(r"\bstands (?=on\b)", "balances ", step.text))
        seconds = step.seconds if step.seconds is not None else seconds_said(joined(group.gesture.words))
        step = replace(step, gesture=without_seconds(gesture), gesture_facts=over, seconds=seconds)
    sense = main_clause(group.parts).verb.sense
    step = turned_back(step, before)
    if before and step.facts.action == "stop" and before.facts.count and before.facts.action in _STEPS:
        facts = Facts("stand", begin="standing", end="standing", still=True)  # after so many steps there is none more
        step = replace(step, text=f"{sentence.subject.text} stands still", facts=facts, seconds=1.5, natural=None)
    if before and sense.kind == STAY and step.facts.end != posture:  # it has yet to be taken up
        step = replace(step, facts=replace(step.facts, begin=posture, still=step.facts.still and posture is None))
    if sense.action in _LIES_ON and before and posture != "lying":
        down = Step(f"{sentence.subject.text} lies down on the {_LIES_ON[sense.action]}", natural=3.0, implied=True,
                    facts=Facts("lie", begin=posture or "standing", end="lying",
                                lying="front" if sense.action == "push-up" else "back"))  # fmt: skip
        return [down, step]
    if posture not in _SEATED_STAYS and posture != "lying":
        return [step]
    if step.facts.named and (step.facts.end in (None, posture) or (before is not None and before.facts.named)):
        return [step]
    if sense.kind == HAND and posture in ("sitting", "kneeling") and step.gesture is None:
        return [_over_posture(sentence, step, posture)]
    on_feet = (posture == "lying" and sense.action in _ON_FEET) or step.facts.named is not None
    if on_feet or (sense.kind == GO and sense.action != "crawl" and posture != "crouching"):
        up = Step(f"{sentence.subject.text} stands up", natural=2.0, implied=True,
                  facts=Facts("rise", begin=posture, end="standing"))  # fmt: skip
        return [up, step]
    if sense.action == "stand":  # from a seat
        text = re.sub(r"\bstands\b", "stands up", step.text, count=1)
        facts = replace(step.facts, action="rise", begin=posture, end="standing", still=False)
        rises = replace(step, text=text, facts=facts, natural=2.0)
        return [rises if text != step.text else _resting(sentence, step, posture)]
    if sense.kind == STAY:
        return [step]
    step = replace(step, facts=replace(step.facts, begin=posture))
    if sense.kind != BODY or sense.limb != "leg" or sense.action == "kick" or posture not in _KEEPING:
        return [step]
    moves = step.text.removeprefix(sentence.subject.text).strip()  # "sits down and crosses the legs"
    text = f"{sentence.subject.text} {_SEATED_STAYS[posture]} and {moves}"
    return [replace(step, text=text, facts=replace(step.facts, end=posture))]


def _keeps_hands(step: Step, group: Group, before: Step) -> bool:
    """Whether a step only keeps a posture in which hands were put somewhere: "crosses the arms and stays seated"."""
    if main_clause(group.parts).verb.base not in ("stay", "remain", "hold", "keep") or step.gesture or step.facts.hands:
        return False
    hands = before.gesture_facts.hands or before.facts.hands
    return hands not in (None, "clapping") and before.facts.end == step.facts.end != "standing"


def _resting(sentence: Sentence, step: Step, posture: str) -> Step:
    """Waiting, in the posture that the step before ends in."""
    if posture not in _RESTING:
        return step
    action, words = _RESTING[posture]
    facts = replace(step.facts, action=action, begin=posture, end=posture, still=True)
    return replace(step, text=f"{sentence.subject.text} {words}", facts=facts)


def _over_posture(sentence: Sentence, step: Step, posture: str) -> Step:
    """A gesture that follows sitting down, as one over sitting."""
    return Step(
        f"{sentence.subject.text} {_SEATED_STAYS[posture]}", step.text, Facts(_KEEPING[posture], begin=posture,
        end=posture), step.facts, step.seconds, step.natural,
    )  # fmt: skip


def _sentence(sentence: Sentence, parts: Sequence[Clause]) -> str:
    """The clauses as a sentence in the third person."""
    text = f"{sentence.subject.text} {_phrase(parts[0])}"
    for clause in parts[1:]:
        text += f" while {_phrase(clause, gerund)}" if clause.joint == WITH else f" and {_phrase(clause)}"
    return text


def _phrase(clause: Clause, form: Callable[[str], str] = third) -> str:
    """A clause with its verb in the third person or as a gerund, without "starts to", "is" and "also"."""
    verb, words = clause.verb, clause.words
    if verb.noun:
        return f"{form('do')} {joined(_trimmed(words[verb.inner :] if verb.inner != verb.at else words))}"
    inner = words[verb.inner]
    lead = [w for w in words[: verb.at] if w.low.endswith("ly")]
    kept = verb.inner == verb.at and verb.form == ("third" if form is third else "gerund")
    own = inner.low if kept else form(verb.base)
    return joined([*lead, Word(own, own), *_trimmed(words[verb.inner + 1 :])])


def _trimmed(words: Sequence[Word]) -> list[Word]:
    found = [Word("the", "the") if word.low == "your" else word for word in words if word.low != "also"]
    while found and (found[-1].mark or found[-1].low in ("and", "then")):
        found.pop()
    return found


def _with_objects(steps: Sequence[Step], subject: str) -> list[Step]:
    """The steps with what "it" and "them" stand for, where the step before is done to one thing."""
    found: list[Step] = []
    thing = ""
    for step in steps:
        asked = _IT.search(step.text)
        if asked and thing and (asked[1] == "them") == _several(thing):
            step = replace(step, text=step.text[: asked.start()] + thing + step.text[asked.end() :])
            if step.facts.side is None and step.facts.action in ("raise", "lower", "wave"):
                step = replace(step, facts=with_limb(step.facts, thing))
        last = step.text.removeprefix(subject).rsplit(" and ", 1)[-1].strip()
        last = re.sub(r"^(?:[a-z]+ly )+", "", last)
        named = _OBJECT.match(last) or _GOAL.search(last)
        thing = named[1] if named else "" if _SOMETHING.search(last) else thing
        found.append(step)
    return found


def _several(thing: str) -> bool:
    """Whether "them" stands for it."""
    return thing.startswith("both ") or (thing.endswith("s") and not thing.endswith("ss"))
