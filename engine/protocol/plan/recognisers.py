"""The ways to read a text, each for one form in which prompts are typed. They are tried in the order of RECOGNISERS.

A recogniser returns the plan of a text that has its form and None for all others. What it finds inside a text it has
read by `read`, which tries all of them again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from .assembly.sequence import steps_of
from .facts.each_hand import each_hand
from .facts.handling import handling, without_held
from .facts.hands import hands_of
from .facts.postures import with_postures
from .moves.finding import as_move, is_all, only_blows
from .passes import over_steps
from .sentence.clauses import NotUnderstood, sentence_of
from .sentence.held_arms import as_with
from .sentence.left_out import filled_text
from .sentence.noun_phrases import as_sentence
from .sentence.openings import text_in_order
from .steps import Facts, Plan, Step, whole
from .vocabulary.inflection import gerund, third
from .vocabulary.kinds import kinds
from .vocabulary.postures.named import with_named
from .vocabulary.subjects import subject_at
from .vocabulary.verbs import verb_at
from .vocabulary.words import beyond, joined, words_of

_WITH = re.compile(
    r"^(?P<who>(?:an? |the )?(?:[a-z-]+ ){0,2}?[a-z-]+) with (?P<what>(?:an? |the |his |her |two )?[a-z-]+"
    r"(?: [a-z-]+){0,7})$", re.IGNORECASE,
)  # fmt: skip
_PLACE = re.compile(r"$| (?:in|on|at|over|under|by|near|behind)\b")
# Names of clips of somebody with something: "rifle walk", "sword and shield idle", "push cart walk".
_CARRIED = re.compile(
    r"^(?:(?:an?|the) )?(?:(?P<how>hold|carry|push)(?:ing)? )?(?P<what>[a-z-]+(?: and [a-z-]+)?(?: [a-z-]+)?) "
    r"(?P<does>idle|stance|pose|stand|walk|run|jog|sprint|sneak|march)(?:ing|ning|ging)?(?: (?:loop|cycle))?"
    r"(?P<way>(?: (?:forwards?|backwards?|slow|slowly|fast|around))*)$", re.IGNORECASE,
)  # fmt: skip
_IN_HANDS = frozenset({
    "blade", "hammer", "spear", "cane", "tool", "gun", "pistol", "bow", "light", "umbrella", "shield", "phone", "paper",
    "mic", "vessel", "load", "bag", "flat", "tube", "cart",
})  # fmt: skip
Read = Callable[[str], Plan]
Recogniser = Callable[[str, Read], Plan | None]

_THEN = re.compile(r"\s*(?:,|;|\band\b)?\s*\b(?:then|followed by|and then)\s+", re.IGNORECASE)


def as_a_move(text: str, read: Read) -> Plan | None:
    """A text that is the name of a move and nothing else: "uppercut", "jab_cross_hook"."""
    said = text.replace("_", " ")
    if not (is_all(text) or only_blows(said)):
        return None
    step = as_move(Step(said))
    return Plan((replace(step, text=text),)) if step.facts.move else None


def as_beyond_reading(text: str, read: Read) -> Plan | None:
    """A text of several people, denials or conditions: whole, or the move that it names."""
    return (with_a_move(text, read) or whole(text)) if beyond(text) else None


def as_clauses(text: str, read: Read) -> Plan | None:
    """A sentence of which all verbs are known: a clause each, joined to steps."""
    plain, begin = text_in_order(filled_text(without_held(text)))
    try:
        sentence = sentence_of(as_with(words_of(plain)))
    except NotUnderstood:
        return None
    steps, who = steps_of(text, sentence, begin), sentence.subject.text
    found = over_steps(steps, who)
    in_its_words = len(found) == 1 and steps[0].text == text and found[0].gesture is None
    return Plan(found, subject="" if in_its_words else who)


def as_a_clip_with_a_thing(text: str, read: Read) -> Plan | None:
    """The name of a clip of somebody who has a thing in the hands: "rifle walk", "umbrella idle"."""
    found = _CARRIED.match(text)
    if found is None or with_named(text) != text:
        return None
    nouns = found["what"].lower().split(" and ")
    of = [set(kinds().get(tuple(noun.split()), ())) & _IN_HANDS for noun in nouns]
    boxes = "box" in nouns and found["does"] in ("stance", "idle") and not found["how"]  # who spars
    if not all(of) or boxes:
        return None
    does = found["does"].lower()
    does = "stands still" if does in ("idle", "stance", "pose", "stand") else f"{third(does)}{found['way'] or ''}"
    things = " and ".join(f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}" for noun in nouns)
    plan = read(f"a person {does} {gerund((found['how'] or 'hold').lower())} {things}")
    return plan if plan.understood else None


def as_two_hands(text: str, read: Read) -> Plan | None:
    """Two hands that each have a part of their own, over what the legs do: "one hand up, the other on the hip"."""
    if (found := each_hand(text)) is None:
        return None
    stands = found.before if _has_legs(found.before) else f"{found.before or 'a person'} stands"
    plan = read(stands)
    *earlier, last = plan
    if not plan.understood or last.gesture is not None or last.facts.hands or last.facts.handles or last.facts.move:
        return None
    first, second = found.first, found.second
    if first.action is not None:  # what only the second can be is laid over the other
        first, second = second, first
    if first.action is not None:
        return None
    words = words_of(last.text)
    named, behind = subject_at(words, 0)
    who, moves = named.text, {"wave": "waves with", "point": "points with"}.get(second.action or "", "moves")
    legs = replace(last.facts, hands=first.hands, hand=first.hand, handles=first.handles, side=None, limb=None)
    text, gesture = f"{who} {joined(words[behind:])}", f"{who} {moves} the {_side(second)} arm"
    step = replace(last, text=text, facts=legs, gesture=gesture, gesture_facts=second, natural=None)
    return Plan((*earlier, step), subject=who)


def _has_legs(before: str) -> bool:
    """Whether it has a verb: "a man walks", "sitting"."""
    words = words_of(before)
    return any(verb_at(words, i) for i in range(len(words)))


def _side(facts: Facts) -> str:
    return facts.hand or facts.side or "right"


def with_a_thing(text: str, read: Read) -> Plan | None:
    """Somebody of whom only is said what he has: "a soldier with a rifle", who stands so."""
    if (found := _WITH.match(text)) is None:
        return None
    what = f"holds {found['what']}"
    held = handling(what, guess=False)
    if held is None or held.begin != 0 or not _PLACE.match(what[held.end :]):
        return None
    plan = read(f"{found['who']} stands holding {found['what']}")
    return plan if plan.understood else None


def as_parts(text: str, read: Read) -> Plan | None:
    """A text whose parts are understood one by one, one of which names a move: "slam dunk, then a bow"."""
    parts = [part for part in _THEN.split(text) if part]
    if len(parts) < 2 or not any(as_move(Step(part)).facts.move for part in parts):
        return None
    plans = [read(part) for part in parts]
    if not all(plan.understood for plan in plans):
        return None
    who = next((plan.subject for plan in plans if plan.subject), "a person")
    return Plan(tuple(_said_of(who, plan.subject, step) for plan in plans for step in plan), subject=who)


def _said_of(who: str, said: str, step: Step) -> Step:
    """The step with the subject of all."""
    return replace(step, text=f"{who} {step.text.removeprefix(said).strip()}")


def with_a_move(text: str, read: Read) -> Plan | None:
    """A text that names a move among words that aren't understood."""
    step = as_move(Step(text))
    return Plan((step,)) if step.facts.move is not None else None


def as_a_noun_phrase(text: str, read: Read) -> Plan | None:
    """A text without a verb, as clips are named: "combat idle", "sword slash"."""
    sentence = as_sentence(text)
    plan = read(sentence) if sentence else None
    return plan if plan and plan.understood else None


def with_hands(text: str, read: Read) -> Plan | None:
    """A sentence whose verb isn't understood, with what it says of where hands are: "broods with the face in the
    hands". It goes to the model whole."""
    said = text.lower()
    if (hands := hands_of(said)) is None:
        return None
    step = Step(text, facts=with_postures(Facts(hands=hands), said, ""))
    return replace(whole(text), steps=(step,))


RECOGNISERS: tuple[Recogniser, ...] = (
    as_a_move,  # first, since many a move's name has a verb in it that alone means something else
    as_beyond_reading,  # before verbs are looked for: those of several people would pass for one's
    as_a_clip_with_a_thing,  # in which a clause would only see the walk
    as_two_hands,  # before clauses, which would be of one hand each
    as_clauses,  # what most prompts are
    as_parts,  # before a move alone, which would swallow what is done before and after it
    with_a_move,
    with_a_thing,  # who has something and does nothing
    as_a_noun_phrase,  # behind all that has a verb, since any noun may end what nobody understands
    with_hands,
)
