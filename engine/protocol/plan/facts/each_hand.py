"""Two hands that each have a part of their own: "left arm up, right arm out to the side", "a lantern in the left hand
and a knife in the right", "raises one hand, the other on the hip"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..steps import Facts
from ..vocabulary.kinds import ONE_HANDED, kinds
from .handling import handling
from .hands import hands_of

_OWN = r"(?:(?:the|his|her|their|its|a) )?"
_LIMB = re.compile(
    rf"\b{_OWN}(?P<which>left|right|one|other|free|another|opposite)(?: (?P<noun>hand|arm|fist|palm)\b(?!s)|"
    r"(?P<bare>)(?=$|[,.;]| (?:on|in|at|behind|over|by|up|down|out|to|held|holding|is|resting|raised|waving|pointing|"
    r"forward|hanging|extended|stretched|straight|and|while|with|across|against|walks|runs|stands|sits|marches)\b))"
)
_NOUN = re.compile(r"\b(?:hand|arm|fist)s?\b")
_JOINT = re.compile(r"\s*(?:,|;)?\s*\b(?:and|while|whilst|with|but|as|&)\b\s+(?:(?:with|while|then)\s+)?|\s*[,;&]\s*")
_OTHER = {"left": "right", "right": "left"}
_BE = r"^(?:(?:is|are|held|kept|raised|stretched|extended|placed|resting|lifted|reaching|being|hanging|straight|bent|" \
      r"outstretched|pointed|pointing|fully|high|casually|tightly|loosely) )*"  # fmt: skip
# Where an arm is by the words behind it, of `steps.HANDS`: what `hands_of` doesn't say of one alone.
_PLACES = (
    (re.compile(rf"{_BE}(?:straight )?(?:up\b(?! and down)|raised|lifted|high|overhead|in the air|above|"
                r"over (?:the|his|her|their) head|to the sky|skywards?|upwards?)"), "raised"),
    (re.compile(rf"{_BE}(?:straight )?(?:out )?(?:to (?:the|his|her|their|its|one)(?: (?:left|right))? side|sideways|"
                r"out wide|spread|outstretched|out(?=$)|extended(?=$))"), "spread"),
    (re.compile(rf"{_BE}(?:straight )?(?:out )?(?:forwards?|ahead|in front|to the front|out in front)\b"
                r"(?! of (?:the|his|her) (?:face|chest|belly|mouth))"), "front"),
    (re.compile(rf"{_BE}(?:straight )?(?:down|lowered|relaxed|hanging|loose|limp|"
                r"(?:at|by) (?:the|his|her) sides?)"), "sides"),
    (re.compile(rf"{_BE}(?:in front of|across|over|against|on|to) (?:the |his |her )?(?:chest|body)"), "chest"),
)  # fmt: skip
# What an arm does by the verb before it, where nothing behind it says more.
_LIFTS = re.compile(r"\b(?:rais|lift)(?:e?s|ing|ed)$|\b(?:put|hold|throw)(?:s|ting|ing)?(?: up)$")
_STRETCHES = re.compile(r"\b(?:stretch|extend|reach)(?:es|s|ing)?(?: out)?$")
_LOWERS = re.compile(r"\b(?:lower|drop)(?:s|ping|ing)?$")
_BRINGS = re.compile(
    r"\b(?:(?:put|plac|lay|rest|hold|keep|press|bring|mov|rais|lift|stretch|extend|swing|point|hav)(?:e?s|ting|ing|ging)?|"
    r"has|with)$"
)
_DOES = (
    (re.compile(r"\bwav(?:e|es|ing)\b"), Facts("wave", limb="hand")),
    (re.compile(r"\bpoint(?:s|ing)?\b(?:.*\bup\b)"), Facts("point", limb="hand", aim="up")),
    (re.compile(r"\bpoint(?:s|ing)?\b(?:.*\bdown\b)"), Facts("point", limb="hand", aim="down")),
    (re.compile(r"\bpoint(?:s|ing)?\b(?:.*\bleft\b)"), Facts("point", limb="hand", aim="left")),
    (re.compile(r"\bpoint(?:s|ing)?\b(?:.*\bright\b)"), Facts("point", limb="hand", aim="right")),
    (re.compile(r"\bpoint(?:s|ing)?\b"), Facts("point", limb="hand", aim="forward")),
    (re.compile(r"(?:straight |stretched |extended |out )*(?:back(?:wards?)?|behind)$"),
     Facts("point", limb="hand", aim="backward")),
    (re.compile(r"\bsalut(?:e|es|ing)\b"), Facts(hands="brow")),
)  # fmt: skip
_IN_IT = re.compile(r"\b(?:with|in|using|by) *$")
# What legs do behind both: "..., walks forward".
_GOES = re.compile(
    r"\s*(?:,|\bwhile\b)?\s*(?P<does>(?:walk|run|stand|sit|kneel|march|jog|sneak|crouch)(?:e?s|n?ing|t?ing|ing)\b.*)$"
)
_LEADS = re.compile(r"^(?:and|while|whilst|with|then|but|as|,|;) +")


# Two things that are held at once: "with sword and shield".
_PAIR = re.compile(
    r"\b(?P<holds>with|holding|holds|carrying|carries|wielding|wields) (?P<one>(?:an? |the |his |her )?[a-z-]+) and "
    r"(?P<two>(?:an? |the |his |her )?[a-z-]+)(?=$|[,.;]| (?:walks|runs|stands|sits|"
    r"in (?:each|either|both|the|his|her) hands?))(?: in (?:each|either|both|the|his|her) hands?)?"
)
_ONES = frozenset({"blade", "hammer", "spear", "cane", "pistol", "gun", "light", "shield", "small", "vessel", "phone",
                   "mic", "bow", "umbrella"})  # fmt: skip


@dataclass(frozen=True)
class EachHand:
    """What each hand does, as facts of one, and what stands before: who it is and what the legs do, "" for nothing."""

    before: str
    first: Facts
    second: Facts


@dataclass(frozen=True)
class _Part:
    """What one hand does. which: as it is said. before: what stands before. verb: whether it has one of its own."""

    which: str
    facts: Facts
    before: str


def each_hand(text: str) -> EachHand | None:
    """The parts of two hands in a text that says one for each; None for all others. All of the text has to be read."""
    low = _PAIR.sub(_in_each, text.lower().strip(" .!"))
    named = [found for found in _LIMB.finditer(low) if found["noun"] or _NOUN.search(low)]
    if len(named) != 2 or not _NOUN.search(low) or not _differ(named[0]["which"], named[1]["which"]):
        return None
    goes = _GOES.match(low, named[1].end())
    low = low[: goes.start()] if goes else low
    joints = [one.span() for one in _JOINT.finditer(low) if named[0].end() <= one.start() < named[1].start()]
    for begin, end in reversed([(named[1].start(), named[1].start()), *joints]):
        first, second = _part(low[:begin], named[0]), _part(low[end:], named[1])
        if first and second and not second.before:
            sides, before = _sides(first, second), f"{first.before} {goes['does'] if goes else ''}".strip()
            return EachHand(before, _of(first.facts, sides[0]), _of(second.facts, sides[1]))
    return None


def _in_each(pair: re.Match[str]) -> str:
    """Two things that a hand holds each, said so; the same words where one of them isn't such a thing."""
    nouns = [pair[name].split()[-1] for name in ("one", "two")]
    if not all(_ONES & set(kinds().get((noun,), ())) for noun in nouns):
        return pair[0]
    return f"{pair['holds']} {pair['one']} in one hand and {pair['two']} in the other hand"


def _differ(one: str, other: str) -> bool:
    """Whether they aren't the same hand; "one hand" twice is one here and one there."""
    return one != other or one == "one"


def _part(text: str, named: re.Match[str]) -> _Part | None:
    """What the text says of the hand that is named in it; None where it isn't understood."""
    limb = next((one for one in _LIMB.finditer(text) if one["which"] == named["which"]), None)
    if limb is None:
        return None
    before, behind = text[: limb.start()].strip(), text[limb.end() :].strip(" ,")
    if _IN_IT.search(before):
        done = _IN_IT.sub("", before).strip()
        if (found := _does(done)) is not None and not behind:
            return _Part(limb["which"], *found)
    if behind and (used := handling(behind)) and used.begin == 0 and used.end >= len(behind) - 1:
        return _Part(limb["which"], Facts(handles=used.name), _without(before))
    if behind and (does := _doing(behind)):
        return _Part(limb["which"], does, _without(before))
    if behind and (place := _place(behind)):
        return _Part(limb["which"], Facts(hands=place), _without(before))
    for pattern, place in ((_LIFTS, "raised"), (_STRETCHES, "front"), (_LOWERS, "sides")):
        if not behind and (verb := pattern.search(before)):
            return _Part(limb["which"], Facts(hands=place), before[: verb.start()].strip())
    if not behind and (does := _doing(before)):  # "waves one hand"
        return _Part(limb["which"], does, re.sub(r"\b(?:wav|point)\w*$", "", before).strip())
    return None


def _does(done: str) -> tuple[Facts, str] | None:
    """What is done "with" or held "in" a hand, and what stands before it: "walks holding a lantern", "a knife"."""
    used = handling(done)
    if used is not None and used.end >= len(done) - 1:
        return Facts(handles=used.name), _without(done[: used.begin])
    for pattern, facts in _DOES:
        if found := pattern.search(done):
            return facts, _without(done[: found.start()])
    used = handling(f"holds {done}")  # what has no verb of its own: "a lantern in one hand and a knife in the other"
    return (Facts(handles=used.name), "") if used and used.begin == 0 and used.end >= len(done) + 5 else None


def _doing(words: str) -> Facts | None:
    """What a hand does by the words behind or before it."""
    return next((facts for pattern, facts in _DOES if pattern.match(words) or pattern.fullmatch(words)), None)


def _place(behind: str) -> str | None:
    """Where an arm is by the words behind it, of `steps.HANDS`."""
    for pattern, place in _PLACES:
        if (found := pattern.match(behind)) and len(behind.split()) <= len(found[0].split()) + 4:
            return place
    return hands_of(f"hand {behind}") if len(behind.split()) < 8 else None


def _without(before: str) -> str:
    """What stands before a hand, without the verb that only brings it somewhere: "stands with" -> "stands"."""
    before = before.strip(" ,")
    while found := _BRINGS.search(before):
        before = before[: found.start()].strip(" ,")
    before = re.sub(r"(?:\b(?:and|while|whilst|with|then)|,)$", "", before).strip(" ,")
    return _LEADS.sub("", before)


def _sides(first: _Part, second: _Part) -> tuple[str, str]:
    """Which hand each is: the right one does what isn't just being somewhere, where nothing says it."""
    if first.which in _OTHER:
        return first.which, _OTHER[first.which]
    if second.which in _OTHER:
        return _OTHER[second.which], second.which
    rests = first.facts.hands not in (None, "raised", "brow", "front", "spread") or first.facts.handles == "shield"
    return ("left", "right") if rests else ("right", "left")


def _of(facts: Facts, side: str) -> Facts:
    """Facts of what a hand does as those of one side."""
    if facts.action:
        return replace(facts, side=side)
    return replace(facts, hand=side, handles=ONE_HANDED.get(facts.handles or "", facts.handles))
