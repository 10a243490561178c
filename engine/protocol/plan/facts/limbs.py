"""Which limb does it, and of which side: "with the left hand", "kicks with the right", "both arms"."""

from __future__ import annotations

import re
from dataclasses import replace

from ..steps import Facts
from ..vocabulary.lexicon import GO
from ..vocabulary.verbs import Verb

_LIMB_NAMES = {
    "hand": "hand", "fist": "hand", "palm": "hand", "wrist": "hand", "arm": "arm", "forearm": "arm", "leg": "leg",
    "thigh": "leg", "foot": "foot", "feet": "foot", "heel": "foot", "toe": "foot", "ankle": "foot", "knee": "knee",
}  # fmt: skip
_LIMB = r"(?:hand|fist|palm|wrist|arm|forearm|leg|thigh|foot|feet|heel|toe|ankle|knee)s?"
_SIDED = re.compile(
    rf"\b(with )?(?:(?:the|his|her|their|its|a) )?(left and (?:the |his |her )?right|"
    rf"right and (?:the |his |her )?left|left|right|both)(?: of)?(?: (?:his|her|their|the))?"
    rf"(?: (?:straight|bent|outstretched|raised|open|front|back|rear|lead))? ({_LIMB})\b"
)
_FIRST_FOOT = re.compile(r"\b(?:foot|leg|knee) (?:first|in front|ahead|leading)\b")
# Whose object is no limb that does it: "touches the left knee".
_TO_A_LIMB = frozenset({"touch", "rub", "scratch", "grab", "grasp", "wash", "wipe", "brush", "pat", "slap", "check"})
_WITH_A_LIMB = re.compile(rf"\bwith (?:the |his |her |their |both |one )*(?:left |right )?{_LIMB}\b")
_ELBOW = re.compile(r"\bwith (?:the|his|her|their) (?:left |right )?(?:elbow|shoulder|hip|head)\b")
_PLURAL = re.compile(r"\b(?:his|her|their|its|the) (?:\w+ )?(hands|arms|legs|feet|knees|fists)\b")
_ONE = re.compile(r"\b(?:on|with|from) (?:one|a single) (leg|foot|hand|arm|knee)\b(?! to )")
_BLOW = re.compile(r"\b(left|right)(?:[ -](?:front|side|back|high|low|roundhouse|handed|straight|push|hook))? "
                   r"(?:kick|punch|jab|hook|uppercut|cross|wave)(?:s|es)?\b|\bwith (?:the|his|her|their) (left|right)\b"
                   r"(?! (?:hip|side|shoulder|elbow))")  # fmt: skip
IN_TURN = re.compile(r"\b(?:left and (?:then )?right|right and (?:then )?left|alternat(?:ely|ing|ingly))\b")
# Which limb does an action; those below only where a side is said: "throws with the left".
_LIMB_OF = {"punch": "hand", "kick": "leg", "wave": "hand", "raise": "arm", "point": "hand"}
_MOVED = {"lunge": "leg", "hop": "leg", "step": "foot", "stamp": "foot", "throw": "hand", "reach": "hand"}


def with_limb_of(facts: Facts, said: str, verb: Verb) -> Facts:
    """The facts with side and limb of what does it; nothing of who goes or stands, which takes both legs."""
    on_both = verb.sense.kind == GO or verb.sense.action == "stand"
    touched = verb.base in _TO_A_LIMB and not _WITH_A_LIMB.search(said)
    found = facts if touched or _ELBOW.search(said) else with_limb(facts, said)
    first = found.limb in ("leg", "foot", "knee") and _FIRST_FOOT.search(said)  # "the left foot first"
    return replace(found, side=None, limb=None) if on_both or first else found


def with_limb(facts: Facts, said: str) -> Facts:
    """The facts with side and limb: of the limb that does it where two are named, nothing where that can't be told."""
    named = [(m[1], m[2], _LIMB_NAMES[_single(m[3])]) for m in _SIDED.finditer(said)]
    tools = [entry for entry in named if entry[0]] or named
    if len({(side, limb) for _, side, limb in tools}) == 1:
        _, side, limb = tools[0]
        return replace(facts, side="both" if " " in side else side, limb=limb)
    if named:
        # "the left hand on the right knee": what is first does it, if the verb takes it as its object
        return facts
    limb = _LIMB_OF.get(facts.action or "")
    blows = {blow[1] or blow[2] for blow in _BLOW.finditer(said)}
    if blows and (moved := limb or _MOVED.get(facts.action or "")):
        return replace(facts, side="both" if len(blows) > 1 else blows.pop(), limb=moved)
    if limb and IN_TURN.search(said):
        return replace(facts, side="both", limb=limb)
    if facts.action in ("raise", "wave", "lower", "stamp") and (plural := _PLURAL.search(said)):
        return replace(facts, side="both", limb=_LIMB_NAMES[_single(plural[1])])
    one = _ONE.search(said)
    return replace(facts, limb=_LIMB_NAMES[one[1]]) if one else replace(facts, limb=limb)


def _single(limb: str) -> str:
    return limb if limb in _LIMB_NAMES else limb.removesuffix("s")
