"""What hands hold and use as a gesture over what the legs do: "carries a box up the stairs", "aims a rifle"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..facts.clause import facts_of
from ..facts.handling import Handling, handling
from ..steps import Facts, Step
from ..vocabulary.inflection import third
from ..vocabulary.lexicon import GO, HAND, forms
from ..vocabulary.subjects import subject_at
from ..vocabulary.verbs import head_at
from ..vocabulary.words import joined, without_seconds, words_of

# Seconds of each use that ends by itself, and of one round of those that are done again and again.
ONCE = {
    "open": 1.3, "knock": 0.3, "shrug": 0.7, "shove": 0.6, "catch": 1.2, "hug": 1.8, "archery": 2.9, "take": 1.4,
    "place": 1.4, "unsheathe": 0.8, "sheathe": 1.0, "pocket": 0.8, "stow": 0.8, "unhat": 0.9, "hat": 1.0, "wipe": 0.8,
    "watch": 1.1, "shelve": 1.3, "unshelve": 1.2, "smell": 1.0, "give": 1.2, "handshake": 1.5, "chair": 0.9,
    "answer": 0.9, "hang-up": 1.7, "pour": 2.4, "five": 0.9, "help-up": 1.6, "accept": 1.1, "accept-load": 1.2,
    "give-load": 1.2, "lid": 1.5, "don": 2.9, "doff": 2.1, "hoist": 1.4, "toast": 1.3,
}  # fmt: skip
ROUND = {"swing": 1.9, "bat": 2.1, "chop": 2.0, "uncap": 0.7, "dust": 0.6, "pat": 0.42, "pan": 2.0}
# How many rounds, where the text doesn't say it: of some uses, of all others, and knocks on a door.
_OFTEN, _SOME, _KNOCKS = {"uncap": 2, "dust": 3, "pat": 4}, 2, 3
_AROUND_IT = 0.95  # s that arms take to get there and back
# What legs do beside a use, where the text has nothing for them: the words, and what is measured of them.
_LEGS = {
    "stand": ("stands still", Facts("stand", begin="standing", end="standing")),
    "walk": ("walks forward", Facts("walk", direction="forward", begin="standing", end="standing")),
    "back": ("walks backwards slowly", Facts("walk", direction="backward", speed="slow")),
    "sit": ("sits on a chair", Facts("sit", begin="sitting", end="sitting")),
    "kneel": ("kneels on one knee", Facts("kneel", begin="kneeling", end="kneeling")),
    "knees": ("kneels on both knees", Facts("kneel", begin="kneeling", end="kneeling", legs="knees")),
    "crouch": ("stays crouched", Facts("crouch", begin="crouching", end="crouching", still=True)),
}  # fmt: skip
_BY_POSTURE = {"standing": "stand", "sitting": "sit", "kneeling": "kneel", "crouching": "crouch"}
# Actions that take the hands themselves, so that they hold nothing; those of the head alone, which leave them free;
# and uses of things on a table that are said beside such an action.
_OWN_HANDS = frozenset({"throw", "lift", "wave", "clap", "punch", "circle", "nod", "shake", "look", "fall", "lie"})
_OF_THE_HEAD = frozenset({"look", "nod", "shake"})
_AT_A_TABLE = frozenset({"answer", "take", "place", "watch", "unshelve", "flag"})
_BLOWS = frozenset({"hit", "strike", "slash", "stab", "chop", "swing"})
_PUTS = frozenset({"put", "set", "lay", "place"})
_ARMS = frozenset({"hilt", "staff", "pole", "cane"})  # that blows are dealt with
_CAPTURED = frozenset({"drink"})  # captured of who stands
_ONE_SIDE = re.compile(r"\b(left|right) (?:hand|arm|shoulder)\b")
_JOINTS = re.compile(r"^(?:(?:,|and|while|whilst|with|as)\s+)+|(?:\s*(?:,|\b(?:and|while|whilst|with|as)))+$")


def with_handling(steps: Sequence[Step], who: str) -> list[Step]:
    """The steps with what hands hold or use as a gesture over the legs, but for moves, which have their own."""
    return [step if step.facts.move else _with_handling(step, who) for step in steps]


def _with_handling(step: Step, who: str) -> Step:
    """The step with its hands' part as a gesture; the same step where it says none."""
    if step.facts.named or step.gesture_facts.named:
        return step
    if step.gesture is not None:
        return _beside_a_gesture(step, who)
    found = None if step.facts.hands or step.facts.lying else handling(step.text)
    if found is None or (step.facts.action in _OWN_HANDS and found.name not in _AT_A_TABLE):
        return step
    if found.end <= len(who) and step.text.startswith(who):  # "an old man with a cane walks"
        who = f"{who[: found.begin]}{who[found.end :]}".strip()
    over, rest = _facts(found, step.text, step.facts), _rest(step.text, found, who)
    verb = head_at(words_of(rest), 0)
    if verb is not None and verb.base in _BLOWS and found.name in _ARMS:
        found, over, verb = replace(found, legs="stand"), replace(over, handles="swing"), None
    if verb is not None and (verb.sense.kind == HAND or verb.base in _PUTS):  # hands that do something else besides
        return step
    own = verb is not None and _posture(step.facts) is None
    if verb is not None and verb.form == "gerund" and (begin := verb.sense.end or verb.sense.begin) in _BY_POSTURE:
        own, found = False, replace(found, legs=_BY_POSTURE[begin])  # "plays drums sitting down"
    elif verb is not None and verb.sense.kind == GO and step.facts.action is None:
        step = replace(step, facts=facts_of(rest, verb))
    if found.name in _CAPTURED and not own and _posture(step.facts) in (None, "stand"):
        return step
    words, legs = rest, replace(step.facts, side=None, limb=None)
    if not own:
        words, legs = _going(rest) if _legs_of(step, found) == "walk" else _LEGS[_legs_of(step, found)]
    natural = step.natural if own else _natural(over.handles or "", over.count)
    gesture = f"{who} {_as_verb(step.text[found.begin : found.end])}"
    return replace(step, text=f"{who} {words}", facts=legs, gesture=gesture, gesture_facts=over, natural=natural)


def _beside_a_gesture(step: Step, who: str) -> Step:
    """The step with what hands hold beside a gesture, or as one: "walks with a rifle, looking around"."""
    over = step.gesture_facts
    if over.hands == "front":
        return step
    if over.hands is None and over.action not in _OWN_HANDS and (found := handling(step.gesture or "")):
        return replace(step, gesture_facts=_facts(found, step.gesture or "", over))
    found = handling(step.text) if over.action in _OF_THE_HEAD else None
    if found is None or step.facts.hands or step.facts.action in _OWN_HANDS:
        return step
    rest, held = _rest(step.text, found, who), _facts(found, step.text, step.facts)
    if head_at(words_of(rest), 0) is None:
        return step
    return replace(step, text=f"{who} {rest}", facts=replace(step.facts, handles=held.handles, hand=held.hand))


def _facts(found: Handling, text: str, said: Facts) -> Facts:
    """What is measured of the hands: the use, which hand, how often. said: what else the text says."""
    side = _ONE_SIDE.search(text.lower())
    count = said.count or (_KNOCKS if found.name == "knock" else None)
    return Facts(handles=found.name, hand=side[1] if side else None, count=count)


def _rest(text: str, found: Handling, who: str) -> str:
    """What else a text says than who and what the hands do."""
    rest = without_seconds(f"{text[: found.begin]} {text[found.end :]}")
    rest = re.sub(rf"^(?:an? )?{re.escape(who.removeprefix('a ').removeprefix('an '))}\b", "", " ".join(rest.split()))
    rest = rest.strip(" ,.")
    words = words_of(rest)
    subject, behind = subject_at(words, 0)
    rest = joined(words[behind:]) if subject.said else rest
    return _JOINTS.sub("", _JOINTS.sub("", rest))


def _going(rest: str) -> tuple[str, Facts]:
    """Who walks the way that is said without a verb: "carries a box up the stairs"."""
    words, usual = words_of(f"walks {rest}"), _LEGS["walk"]
    verb = head_at(words, 0)
    facts = facts_of(joined(words), verb) if verb and rest else usual[1]
    if facts.direction is None and facts.turn is None and facts.action == "walk":
        facts = replace(facts, direction="forward")
    return (joined(words), facts) if rest else usual


def _posture(facts: Facts) -> str | None:
    """The legs of a posture that is kept all the while, where nothing else is said to be done."""
    return _BY_POSTURE.get(facts.begin or "") if facts.begin == facts.end and facts.action in (None, "stand") else None


def _legs_of(step: Step, found: Handling) -> str:
    """Which of _LEGS go with it, where nothing is said of them: who only holds something stands."""
    if step.text[found.begin :].lower().startswith("hold") and found.legs == "walk":
        return "stand"
    return _posture(step.facts) or found.legs


def _natural(name: str, count: int | None) -> float | None:
    """Seconds that it takes of itself; None for what goes on."""
    if name in ONCE:
        return round(_AROUND_IT + (count or 1) * ONCE[name], 2)
    if name in ROUND:
        return round(ROUND[name] * (count or _OFTEN.get(name, _SOME)) + (_AROUND_IT if count else 0), 2)
    return None


def _as_verb(phrase: str) -> str:
    """A phrase as what somebody does: "with a rifle" -> "holds a rifle", "carrying a box" -> "carries a box"."""
    first, _, rest = phrase.partition(" ")
    base = next((base for base, form in forms().get(first.lower(), ()) if form in ("gerund", "base")), None)
    first = "holds" if first.lower() == "with" else third(base) if base else first
    return f"{first} {rest}".strip()
