"""What "it" and "them" stand for: "picks up a ball and throws it" -> "throws a ball"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..facts.limbs import with_limb
from ..steps import Step

_IT = re.compile(r"\b(it|them)\b")
# What a verb is done to: "picks up a red ball from the floor".
_OBJECT = re.compile(
    r"^[a-z-]+ (?:(?:up|down|out|over|off|open) )?((?:a|an|the|both|his|her|their|its|some) (?:[a-z-]+ ){0,3}?[a-z-]+)"
    r"(?: (?:up|down|out|over|off|on|in|to|from|of|at|with|into|onto|above|behind|before|and|for|forward|by|[a-z]+ly|"
    r"overhand|underhand|hard|far|once|twice|straight|ahead|sideways|wide|apart|again|high|away|back|around|"
    r"overhead)\b|,|$)"
)
_SOMETHING = re.compile(r"\bsomething\b|\bfor (?:a|an|the) \w")  # which "it" may be
# Where somebody goes, which "it" is no less: "walks to the door, opens it".
_GOAL = re.compile(
    r"\b(?:to|towards?) ((?:a|an|the) (?!left\b|right\b|sides?\b|floor\b|ground\b|front\b|back\b|end\b|chest\b|head\b|"
    r"chin\b|face\b|knees?\b)[a-z-]+)(?= |,|$)"
)


def with_objects(steps: Sequence[Step], who: str) -> list[Step]:
    """The steps with what "it" and "them" stand for, where a step before is done to one thing."""
    found: list[Step] = []
    thing = ""
    for step in steps:
        asked = _IT.search(step.text)
        if asked and thing and (asked[1] == "them") == _several(thing):
            step = replace(step, text=step.text[: asked.start()] + thing + step.text[asked.end() :])
            if step.facts.side is None and step.facts.action in ("raise", "lower", "wave"):
                step = replace(step, facts=with_limb(step.facts, thing))
        thing = _thing(step.text.removeprefix(who), thing)
        found.append(step)
    return found


def _thing(text: str, before: str) -> str:
    """What "it" stands for behind a step; "" where it may be anything. before: what it stood for until then."""
    last = re.sub(r"^(?:[a-z]+ly )+", "", text.rsplit(" and ", 1)[-1].strip())
    if named := _OBJECT.match(last) or _GOAL.search(last):
        return named[1]
    return "" if _SOMETHING.search(last) else before


def _several(thing: str) -> bool:
    """Whether "them" stands for it."""
    return thing.startswith("both ") or (thing.endswith("s") and not thing.endswith("ss"))
