"""How a wish is put, which says nothing of the motion, and things that are had "raised" or "drawn"."""

from __future__ import annotations

import re

_POLITE = re.compile(
    r"^(?:(?:please|pls|can you|could you|would you|i want(?: you)?(?: to)?|i need(?: you)?(?: to)?|i'd like(?: to)?|"
    r"i would like(?: to)?|let's)\b[ ,]*)+", re.IGNORECASE,
)  # fmt: skip
_MAKE = re.compile(
    r"^(?:make|have|let|get|animate|create|generate|show)(?: me)? "
    r"(?P<who>(?:an?|the|my|this|our) (?:[a-z-]+ )??[a-z-]+?)(?: to| who| that)? (?=[a-z])", re.IGNORECASE,
)  # fmt: skip
_RIG = re.compile(
    r"^(?:the|my|this|our|an?) (?:\w+ )?(?:character|rig|model|avatar|figure|armature) (?:to )?", re.IGNORECASE
)
_HAD = re.compile(
    r"\bwith (?P<a>an?|the|his|her|their|its) (?P<thing>[a-z-]+(?: [a-z-]+)?) "
    r"(?P<how>raised|up|aimed|drawn|ready|lowered|in hand|out)(?= *(?:$|[,.;]|and\b|then\b))", re.IGNORECASE,
)  # fmt: skip
_GUNS = re.compile(r"\b(?:rifle|gun|pistol|weapon|shotgun|handgun|revolver|crossbow|bow)\b", re.IGNORECASE)
_LIMBS = re.compile(
    r"\b(?:arms?|hands?|fists?|head|legs?|foot|feet|knees?|elbows?|palms?|chin|shoulders?|fingers?)$", re.IGNORECASE
)


def said_plainly(text: str) -> str:
    """The text without "please make my character"; "with a rifle raised" as "aiming a rifle", with other things so as
    "holding a sword". The same where it says neither."""
    plain = _MAKE.sub(r"\g<who> ", _POLITE.sub("", text))
    return _HAD.sub(_held, _RIG.sub("", plain) if plain != text else plain)


def _held(found: re.Match[str]) -> str:
    thing, how = found["thing"], found["how"].lower()
    if _LIMBS.search(thing):
        return found[0]
    aims = _GUNS.search(thing) and how in ("raised", "up", "aimed")
    return f"{'aiming' if aims else 'holding'} {found['a']} {thing}"
