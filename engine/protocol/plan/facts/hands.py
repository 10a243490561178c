"""Where the words of a clause put hands: on the hips, in the pockets, over the head; which of them."""

from __future__ import annotations

import re

_OWN = r"(?:the |his |her |their |its |your |each |both )*"
_HANDS = r"\b(?:hands?|palms?|arms?|fists?)"
_ON = rf"{_HANDS} (?:\w+ ){{0,3}}?(?:on|onto|at|to|against|over|across|atop)(?: top of)? {_OWN}"
_HOLDS = rf"\b(?:hold|clutch|grab|grip|clasp|press|cover|rub|scratch|stroke|touch)(?:e?s|ing|ed|bing|ping)? {_OWN}"
# How arms are held, as poses of their own are described: the first that fits.
_ARMS_HELD = (
    (re.compile(r"\b(?:hands|arms) (?:placed |resting |held )?(?:on|at) (?:the |his |her |their |both )?(?:hips?|"
                r"waist)\b|"
                r"\barms akimbo\b"), "hips"),
    (re.compile(r"\b(?:hands|arms) (?:\w+ )?behind (?:the |his |her |their )?(?:back|body)\b"), "behind"),
    (re.compile(r"\b(?:hands|arms) (?:(?!(?:and|while|as|when|then)\b)\w+ ){0,2}"
                r"(?:(?:out )?in front|forwards?|straight ahead|ahead)\b"
                r"(?! of (?:the|his|her|their) (?:face|eyes|mouth))"), "front"),
    (re.compile(r"\barms (?:are |held )?(?:crossed|folded)|(?:crossed|folded) arms|"
                r"(?:cross|fold)(?:es|s|ed|ing)? (?:his|her|their|the|both) arms"), "crossed"),
    (re.compile(r"\b(?:arms|hands) (?:are |held |stretched )?(?:spread|out to (?:the|his|her|their|both) sides?|"
                r"outstretched|"
                r"to (?:the|both) sides|out wide|stretched out|wide|out sideways|out like|"
                r"out(?= *(?:$|[,.;])))\b|\boutstretched arms\b|"
                r"\b(?:spreads?|spreading|opens?) (?:his|her|their|the|both) arms\b"), "spread"),
    (re.compile(r"\b(?:hands|arms|fists) (?:are |held |stretched |straight |lifted |reaching )*"
                r"(?:raised|up\b(?! and down)|in the air|overhead|high|lifted|above (?:the|his|her|their) heads?|"
                r"over (?:the|his|her|their) heads?)|\braised (?:hands|arms)\b"), "raised"),
    (re.compile(r"\bclap(?:s|ping|ped)?\b|\bapplaud(?:s|ing)?\b"), "clapping"),
)  # fmt: skip
# Where on the body hands are, asked where nothing above fits: the first that fits.
_ON_THE_BODY: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"{_HANDS} (?:\w+ ){{0,2}}?in(?:to|side)? {_OWN}pockets?\b"), "pockets"),
    (re.compile(rf"{_HANDS} (?:\w+ ){{0,3}}?behind {_OWN}(?:head|neck)\b"), "neck"),
    (re.compile(rf"{_HANDS} (?:\w+ ){{0,3}}?behind {_OWN}back\b"), "behind"),
    (re.compile(rf"{_ON}(?:knees?|thighs?|lap)\b(?! to\b)"), "knees"),
    (re.compile(rf"{_ON}ears?\b|\bcover(?:s|ing)? {_OWN}ears?\b|{_HOLDS}head\b(?! (?:up|high|down|still))|"
                rf"\bhead in {_OWN}hands\b"), "ears"),
    (re.compile(rf"{_HANDS} (?:\w+ ){{0,3}}?(?:on|onto|atop)(?: top of)? {_OWN}head\b"), "head"),
    (re.compile(rf"\b(?:shad|shield)(?:es|ing|s) {_OWN}eyes\b"), "eyes"),
    (re.compile(rf"\bsalut(?:e|es|ing)\b|{_ON}(?:brow|forehead|temple)\b"), "brow"),
    (re.compile(rf"\bat attention\b|{_HANDS} (?:\w+ )?(?:by|at) {_OWN}sides?\b"), "sides"),
    (re.compile(rf"\b(?:cover|hid)(?:e?s|ing) {_OWN}(?:face|eyes)\b|{_HANDS} (?:\w+ ){{0,2}}?(?:over|before|"
                rf"in front of|on|to) {_OWN}(?:face|eyes)\b|\bface in {_OWN}hands\b"), "face"),
    (re.compile(rf"{_ON}(?:chin|mouth|lips)\b|\b(?:strok|rub)(?:es|ing|s|bing) {_OWN}chin\b|"
                rf"\bcover(?:s|ing)? {_OWN}mouth\b"), "chin"),
    (re.compile(rf"{_ON}(?:chest|heart|breast)\b"), "chest"),
    (re.compile(rf"{_ON}(?:belly|stomach|tummy)\b|{_HOLDS}(?:belly|stomach|tummy)\b"), "belly"),
    (re.compile(r"\b(?:palms|hands) (?:pressed |held |clasped |folded )*(?:together|in prayer)\b|"
                r"\bpray(?:s|ing)\b|\b(?:hands|palms) (?:clasped|folded)(?: in front)?(?! (?:behind|over|above))"),
     "together"),
    (re.compile(rf"\bhand (?:\w+ )?(?:on|at) {_OWN}(?:hips?|waist)\b"), "hips"),
)  # fmt: skip
_ONE_SIDE = re.compile(r"\b(left|right) (?:hand|palm|arm|fist)\b(?! and)")
_ONE = re.compile(r"\b(?:one|a|an) (?:hand|palm|arm|fist)\b|\bhand (?:\w+ ){0,2}?on\b")
_BOTH = re.compile(r"\b(?:both|hands|palms|arms|fists)\b")
_TURN_OF_HEAD = re.compile(r"\bshak\w+ (?:\w+ )?head\b|\bnod")


def one_hand(said: str) -> str | None:
    """Which hand alone it is; right where it isn't said which, None for both."""
    named = set(_ONE_SIDE.findall(said))
    if len(named) == 1:
        return named.pop()
    alone = _ONE.search(said) or any(word in said for word in ("eyes", "chin", "salut"))
    return "right" if alone and not _BOTH.search(said) else None


def hands_of(said: str) -> str | None:
    """Where hands are, of `steps.HANDS`; None where nothing says it. said: in lower case."""
    rows = _ARMS_HELD if _TURN_OF_HEAD.search(said) else (*_ARMS_HELD, *_ON_THE_BODY)
    return next((name for pattern, name in rows if pattern.search(said)), None)
