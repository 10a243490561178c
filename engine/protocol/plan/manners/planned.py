"""Manners of a sentence in its plan: each step with its own, and its words without them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from ..steps import Facts, Manner, Plan, Step
from ..vocabulary.inflection import third
from ..vocabulary.lexicon import forms
from .plain import plain
from .said import manners_of

_GOES = re.compile(
    r"^(?:(?:an? |the )?(?:\w+ )?\w+ )??(walk|run|jog|stroll|strid|trudg|plod|amble|pac|wander|sprint)"
    r"(?:e?s|ning|ging|ding|ing|e)?(?: (?:along|on|by|away|off|home|in|up|outside|"
    r"(?:to|towards?|down|along|across|through|on|in|over|into|past) (?:the|a|his|her) (?!left|right|side|circle|end|"
    r"back|line|hill|stair|step|ladder|slope|ramp|crouch|squat|spot|place)\w+))?$",
    re.IGNORECASE,
)
_STANDS = re.compile(r"^(?:an? |the )?(?:\w+ )?\w+ (?:is )?stand(?:s|ing)(?: still| there| around)?$", re.IGNORECASE)
_RUNS = frozenset({"run", "jog", "sprint"})
_NAME = re.compile(r"[_\d]+|(?<=[a-z])(?=[A-Z])")
_OF_A_CLIP = re.compile(r"\b(?:loop|cycle|anim(?:ation)?|clip|take|v)\b", re.IGNORECASE)
_NOBODY = re.compile(r"^(?:(?:an? |the )?\w+)?$", re.IGNORECASE)
# What was captured in such a manner, and is looked for with its words: the actions, by the manner.
_CAPTURED = {
    "drunk": ("walk", "stand"), "angry": ("stand",), "nervous": ("stand",), "happy": ("stand",),
    "tired": ("stand",), "exhausted": ("stand",),
}  # fmt: skip
_REACHES = frozenset({"zombie", "blind"})  # with arms stretched out ahead


def mannered(text: str, plan_of: Callable[[str], Plan]) -> Plan:
    """The plan of a text by `plan_of`, with the manners that its words say. Captured motion is looked for by what is
    done alone, wherever that is understood without how it is done."""
    own, words = plan_of(text), _unnamed(text)
    manners = manners_of(words)
    if not manners:
        return own
    alone = own.understood and len(own) == 1 and own[0].gesture is None
    bare = plan_of(_bare(own[0].text if alone else words, plan_of))
    together = own.apart and not bare.apart and len(bare) == len(own)
    named = any(step.facts.named for step in own)
    if named or not bare.understood or together or (own.understood and len(bare) > len(own)):
        return replace(own, steps=tuple(replace(step, facts=_in(step, _of(own, step, manners))) for step in own))
    if len(bare) != len(own) or (bare.apart and not own.apart):
        whole = not bare.apart  # one thing keeps its words to the letter
        return replace(bare, steps=tuple(
            replace(step, facts=_in(step, manners), text=text if whole else step.text,
                    plain=step.text if whole else step.plain) for step in bare))  # fmt: skip
    steps = [_with(step, _of(own, said, manners), said) for step, said in zip(bare, own)]
    return Plan(tuple(steps), subject=own.subject if own.understood else bare.subject)


def _unnamed(text: str) -> str:
    """The words of a clip's name: "walk_angry_01" -> "walk angry"; any other text as it is."""
    if " " in text.strip() or not _NAME.search(text):
        return text
    return " ".join(_OF_A_CLIP.sub(" ", _NAME.sub(" ", text)).lower().split())


def _of(own: Plan, step: Step, manners: tuple[Manner, ...]) -> tuple[Manner, ...]:
    """The manners of one of several steps; of one alone those of the whole text."""
    return manners if len(own) == 1 else manners_of(f"{step.text}, {step.gesture or ''}")


def _with(step: Step, manners: tuple[Manner, ...], said: Step) -> Step:
    """A step of the plain words as it was said, with its manners; where such a thing was captured, looked for with the
    words as they were said."""
    action = step.facts.action
    captured = any(action in _CAPTURED.get(one.name, ()) for one in manners)
    if captured and said.facts.action == action:
        return replace(said, facts=_in(said, manners))
    if any(one.name in _REACHES for one in manners) and step.gesture_facts.hands in ("front", "spread"):
        step = replace(step, gesture=None, gesture_facts=Facts())  # as the manner itself has them
    plain = None if step.text == said.text else step.text
    gesture = said.gesture if said.gesture and step.gesture else step.gesture
    return replace(step, text=said.text, plain=plain, gesture=gesture, facts=_in(step, manners))


def _in(step: Step, manners: tuple[Manner, ...]) -> Facts:
    return replace(step.facts, manners=manners)


def _bare(text: str, plan_of: Callable[[str], Plan]) -> str:
    """The text without manners, as something that somebody does: standing, where nothing is left."""
    found = plain(text)
    if goes := _GOES.match(found):
        return f"a person {'runs' if goes[1].lower() in _RUNS else 'walks'} forward"
    if _STANDS.match(found):  # whoever it is: a guard's stance is another thing
        return "a person stands still"
    if found.startswith(("with ", "on ", "at ", "while ")):
        return f"a person stands {found}"
    if not _NOBODY.match(found):
        return found
    if plan_of(found).understood:
        base = next(
            (base for base, form in forms().get(found.lower(), ()) if form in ("base", "gerund", "third")), None
        )
        return f"a person {third(base)}" if base else found
    return f"{found if ' ' in found else 'a person'} stands still"
