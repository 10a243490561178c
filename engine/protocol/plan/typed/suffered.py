"""What happens to somebody, put as what he does: "shot in the shoulder" and "takes an arrow to the shoulder" as "gets
shot in the shoulder", whatever kills him as how he dies."""

from __future__ import annotations

import re

_STRUCK = "hit|shot|punched|kicked|kneed|struck|stabbed|slapped|slashed|smacked|bashed|clubbed|pierced|elbowed"
_SIDE = "(?:(?:left|right|upper|lower|back of the|side of the) )*"
_PART = (
    r"(?:head|face|jaw|chin|nose|eye|cheek|mouth|temple|throat|neck|chest|heart|torso|body|stomach|belly|gut|"
    r"abdomen|rib|groin|crotch|ball|nut|private|back|spine|shoulder|arm|forearm|elbow|hand|wrist|bicep|leg|knee|"
    r"shin|thigh|calf|foot|ankle|toe|hip|side)s?\b"
)
_WHERE = rf"(?:(?:in|on|across|to|into|through|against) (?:(?:the|his|her|their|its|a|one) )?)?{_SIDE}{_PART}"
_FROM = r"from (?:(?:the|his|her) )?(?:behind|back|rear|front|left|right|side)\b"
_BEGINS = r"(?P<lead>^(?:(?:an?|the|some) )?(?:\w+ )??|(?:,|;|\band\b|\bthen\b) ?)"
_STOPS = r"(?= *(?:$|[,.;]|\b(?:and|then|by|with|while|from|so)\b))"
_WITH = (
    r"(?: (?:by|with) (?:an?|the|some|his|her|one) (?:\w+ )?(?:punch|kick|arrow|bullet|sword|knife|bat|fist|blow|club|"
    r"stick|rock|stone|hammer|blade|spear|gun|shotgun|sniper|enemy|hook|uppercut|jab))?"
)
# "shot in the shoulder", "hit from behind", "stabbed", with nobody said to be or to get that: somebody is.
_BARE = re.compile(
    rf"{_BEGINS}(?P<struck>{_STRUCK})(?P<hard> (?:hard|twice|once|again))?{_WITH}(?P<where> {_WHERE}| {_FROM}|){_WITH}"
    rf"{_STOPS}", re.IGNORECASE,
)  # fmt: skip
_HAPPENS = re.compile(r"\b(?:is|was|gets?|got|getting|being)\b(?: \w+ly)? ?$", re.IGNORECASE)
_NOUNS = frozenset({"hit", "shot"})
_TAKES = re.compile(
    r"\b(?:takes?|taking|took|catch(?:es)?|receiv(?:es?|ing)|suffer(?:s|ing)?) (?:(?:an?|the|one|two|several) )?"
    r"(?:\w+ )??(?:arrow|bullet|shot|punch|kick|hit|blow|knife|round|knee|fist|slug|spear|sword)s? "
    rf"(?P<where>{_WHERE})|\b(?:an? |the )?(?:arrow|bullet|punch|kick|blow|rock|ball|shot)s? "
    rf"(?:hits?|strikes?|pierces?) (?:(?:him|her|them) )?(?P<at>{_WHERE})", re.IGNORECASE,
)  # fmt: skip
_HEADSHOT = r"(?:an? )?head[- ]?shot"
_CALLED = tuple(
    (re.compile(pattern, re.IGNORECASE), said)
    for pattern, said in (
        (rf"\b{_HEADSHOT}(?: death| kill(?:ed)?)\b", "dies backwards"),
        (rf"\b(?:death|killed|dies|dying) (?:by|from) {_HEADSHOT}\b", "dies backwards"),
        (rf"^{_HEADSHOT}$|\b(?:gets?|got|takes?|is) {_HEADSHOT}(?:ted)?\b", "gets shot in the head"),
        (r"^(?:an? )?(?:gun ?shot|bullet|arrow|knife) wound (?:to|in) ", "gets shot in "),
        (rf"\b(?:gets?|got|is|was|being) (?:{_STRUCK}) (?:by|with) an? \w+ (?=(?:in|on|to) )", "gets hit "),
        (r"\b(?:is )?(?:dies|dying) (?:of |from )?laugh(?:ing|ter)\b", "laughs hard"),
        (r"^(?:an? )?knock[- _]?back$", "gets hit and staggers back"),
        (r"^(?:an? )?knock[- _]?(?:down|out)$", "gets knocked down"),
        (r"^(?:(?:an?|the) )?(?:knock ?back|blast|explosion|bomb|grenade) (?:(?:from|by) (?:an?|the) "
         r"(?:explosion|blast|bomb|grenade)|reaction|react|hit|knock ?back|death|fall)"
         r"(?= *(?:$|,|and\b|then\b))", "gets thrown back"),
    )
)  # fmt: skip
_DOWN = re.compile(
    rf"{_BEGINS}(?P<how>knocked|blown|blasted|thrown|flung|hurled|swept|sent|pushed|shoved|struck|beaten) "
    r"(?P<way>down|over|out(?: cold)?|flat|unconscious|off (?:of )?(?:the|his|her|their) feet|flying|"
    r"onto (?:the|his|her) back|(?:on)?to (?:the )?(?:floor|ground)|"
    r"back(?:wards?)?(?: (?:a few|a couple of|several|two|three) \w+)?)"
    r"(?: (?:and )?(?:on)?to (?:the )?(?:floor|ground))?"
    r"(?: by (?:an?|the) (?:\w+ )?(?:explosion|blast|punch|kick|car|blow|hit|wave|bomb|force|grenade|shockwave))?"
    rf"{_STOPS}", re.IGNORECASE,
)  # fmt: skip
_RUN_OVER = re.compile(
    rf"{_BEGINS}(?:hit|struck) by (?:an?|the) (?:\w+ )?(?:car|truck|bus|van|train|bike){_STOPS}", re.IGNORECASE
)
_SHOCKED = re.compile(rf"{_BEGINS}(?P<struck>electrocuted|tased|zapped){_STOPS}", re.IGNORECASE)
# How somebody is killed.
_DEAD = (
    r"(?:dies|dying|die|is killed|gets? killed|drops? dead|"
    r"(?:falls?|drops?|collapses?|slumps?|keels?)(?: \w+){0,2}? (?:dead|lifeless(?:ly)?))"
)
_FALLS = (
    r"(?:(?:falls?|collapses?|drops?|crumples?|topples?|goes) (?:\w+ ){0,2}?"
    r"(?:down|over|dead|to the (?:floor|ground)|forwards?|back(?:wards?)?)|falls(?= *(?:$|[,.;])))"
)
_THEN = r"(?:,? (?:and )?then |,? and |, | before )(?:\w+ly )?"
_KILLED = re.compile(
    rf"\b(?:(?:is|was|gets?|got) (?:\w+ly )?)?(?:{_STRUCK}|electrocuted|poisoned)"
    rf"(?P<where>(?: (?!and\b|then\b|falls?\b|dies\b)[\w-]+){{0,6}}){_THEN}(?P<way>(?:{_DEAD}|{_FALLS})"
    r"(?: (?:forwards?|backwards?|back(?! up)|face|first|on|onto|to|his|her|the|knees?|floor|ground|front|down|over|"
    r"dead|side|left|right|in|a|heap)\b)*)", re.IGNORECASE,
)  # fmt: skip
_CLUTCHES = r"(?:clutch|grab|hold|grasp)(?:es|s|ing) (?:at )?(?:his|her|the|their) (?:chest|heart|throat|belly|wound)"
_FORWARDS = re.compile(
    rf"\b(?:falls?|drops?|sinks?|goes|collapses?) (?:down )?(?:on|onto|to) (?:(?:his|her|their|the|both) )?knees{_THEN}"
    rf"(?:{_DEAD}|collapses|falls (?:forwards?|over|down|dead|face)\b)(?: \w+){{0,3}}"
    rf"|\b(?:{_CLUTCHES}{_THEN}(?:{_DEAD}|collapses)|{_DEAD}(?: \w+ly)?,? (?:while )?{_CLUTCHES})"
    rf"(?:{_THEN}(?:collapses|falls)[\w ]*)?", re.IGNORECASE,
)  # fmt: skip
_DIES_AND_FALLS = re.compile(rf"\b(?P<dead>{_DEAD})(?: \w+ly)?{_THEN}(?:{_FALLS}|collapses)[\w ]*", re.IGNORECASE)
_DIES = re.compile(
    r"\b(?:is|gets|got|was) (?:shot dead|killed|slain)\b(?: by [\w ]+)?|^(?:shot dead|killed|slain)(?: by [\w ]+)?$|"
    r"\b(?:falls?|drops?|collapses?) (?:down )?dead\b(?: (?:on|to) the \w+)?", re.IGNORECASE,
)  # fmt: skip
_BEHIND = re.compile(r"\b(?:back|behind|spine|rear)\b(?! of)")
_LOW = re.compile(r"\b(?:stomach|belly|guts?|abdomen|groin|knee|leg|shin)\b")
_AHEAD = re.compile(r"\b(?:chest|head|face|heart|front|throat|neck)\b")


def suffered(text: str) -> str:
    """The text with what happens to somebody as what he does; the same where nothing does."""
    for pattern, said in _CALLED:
        text = pattern.sub(said, text)
    text = _FORWARDS.sub("dies forwards", _DIES_AND_FALLS.sub(r"\g<dead>", text))
    text = _DIES.sub("dies", _KILLED.sub(_death, text))
    text = _RUN_OVER.sub(lambda found: _said(found, "gets knocked down"), text)
    text = _TAKES.sub(lambda found: f"gets shot {_in(found['where'] or found['at'])}", text)
    text = _SHOCKED.sub(lambda found: _said(found, f"gets {found['struck']}"), _DOWN.sub(_off_feet, text))
    return _BARE.sub(_hit, text)


def _in(where: str) -> str:
    """A place of the body with its preposition: "to the knee" as "in the knee"."""
    return re.sub(r"^(?:to|into|through|on|across|against) ", "in ", where.strip())


def _said(found: re.Match[str], does: str) -> str:
    """What is done in place of a participle, unless somebody already "gets" or "is" that."""
    return found[0] if _HAPPENS.search(found["lead"]) else f"{found['lead']}{does}"


def _off_feet(found: re.Match[str]) -> str:
    """Who is knocked down; who is knocked back keeps on the feet."""
    how, way = found["how"].lower(), found["way"].lower()
    if way.startswith("back") and how in ("knocked", "pushed", "shoved"):
        return f"{_HAPPENS.sub('', found['lead'])}gets hit and staggers back"
    return _said(found, f"gets {how} {way}")


def _hit(found: re.Match[str]) -> str:
    """A participle that stands alone as what somebody gets; one without a place only where it is all that is said."""
    where, struck = (found["where"] or "").strip(), found["struck"].lower()
    if not where and (found["lead"].strip() or struck in _NOUNS):
        return found[0]
    return _said(found, f"{f'gets {struck} {_in(where)}'.rstrip()}{found['hard'] or ''}")


def _death(found: re.Match[str]) -> str:
    """How somebody dies of what hit him: forward from behind and of the belly, back from ahead."""
    where, way = found["where"].lower(), found["way"].lower()
    if re.search(r"\bback", way):
        return "dies backwards"
    if re.search(r"\bforward|\bface\b|\bknees\b", way) or _BEHIND.search(where) or _LOW.search(where):
        return "dies forwards"
    return "dies backwards" if _AHEAD.search(where) else "dies"
