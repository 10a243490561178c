"""English verb forms: from a base to the third person, gerund and past."""

from __future__ import annotations

import re

_IRREGULAR_PAST = {
    "run": "ran", "sit": "sat", "stand": "stood", "lie": "lay", "fall": "fell", "throw": "threw", "swing": "swung",
    "spin": "spun", "kneel": "knelt", "bend": "bent", "get": "got", "take": "took", "do": "did", "make": "made",
    "go": "went", "come": "came", "hold": "held", "put": "put", "catch": "caught", "fight": "fought", "creep": "crept",
    "leap": "leapt", "rise": "rose", "swim": "swam", "sweep": "swept", "shake": "shook", "draw": "drew", "eat": "ate",
    "drink": "drank", "write": "wrote", "sleep": "slept", "fly": "flew", "give": "gave", "begin": "began",
    "keep": "kept", "strike": "struck", "hit": "hit", "cut": "cut", "set": "set", "spread": "spread", "sink": "sank",
    "dig": "dug", "hang": "hung", "ride": "rode", "drive": "drove", "shoot": "shot", "blow": "blew", "stride": "strode",
    "freeze": "froze", "bring": "brought", "read": "read", "sing": "sang", "fling": "flung", "sling": "slung",
    "cling": "clung", "slink": "slunk", "steal": "stole", "weep": "wept", "tear": "tore", "hide": "hid", "bite": "bit",
    "break": "broke", "shrink": "shrank", "spring": "sprang", "stick": "stuck", "speed": "sped", "tread": "trod",
    "wring": "wrung", "weave": "wove", "flee": "fled", "burst": "burst", "wake": "woke", "lead": "led", "say": "said",
    "tell": "told", "slide": "slid", "beat": "beat", "let": "let", "think": "thought",
}  # fmt: skip
# Whose last consonant doubles.
_DOUBLES = frozenset({
    "run", "sit", "get", "put", "hit", "cut", "set", "spin", "swim", "dig", "jog", "hop", "skip", "step", "clap",
    "slap", "tap", "trot", "strut", "stop", "drop", "slip", "trip", "flap", "flip", "squat", "pat", "nod", "hug",
    "bat", "chop", "shrug", "swat", "jab", "grab", "stab", "rub", "scrub", "wag", "drum", "drag", "stir", "dip",
    "hum", "rap", "knit", "jet", "zip", "quit", "skid", "clip", "plod", "lug", "bob", "rip", "pop", "zigzag", "prop",
    "mop", "whip", "grip", "snap", "strum", "backflip", "sidestep", "dab", "spar", "scan", "slam", "shut", "beg", "sip",
    "slog", "begin", "goosestep", "side-step",
})  # fmt: skip
# A short verb with one vowel between consonants, whose last doubles: "hop", "swig", "plod".
_SHORT = re.compile(r"(?:qu|[^aeiou])*[aeiou][^aeiouwxy]")


def third(base: str) -> str:
    """ "walk" -> "walks", "catch" -> "catches", "carry" -> "carries"."""
    if base == "have":
        return "has"
    if base in ("do", "go"):
        return base + "es"
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "x", "z", "ch", "sh")) else "s")


def gerund(base: str) -> str:
    """ "walk" -> "walking", "run" -> "running", "dance" -> "dancing", "lie" -> "lying"."""
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base in _DOUBLES or _SHORT.fullmatch(base):
        return base + base[-1] + "ing"
    return (base[:-1] if base.endswith("e") and not base.endswith(("ee", "oe")) else base) + "ing"


def past(base: str) -> str:
    """ "walk" -> "walked", "run" -> "ran", "carry" -> "carried"."""
    if base in _IRREGULAR_PAST:
        return _IRREGULAR_PAST[base]
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return base[:-1] + "ied"
    if base in _DOUBLES or _SHORT.fullmatch(base):
        return base + base[-1] + "ed"
    return base + ("d" if base.endswith("e") else "ed")


def singular(noun: str) -> str:
    """ "kicks" -> "kick", "punches" -> "punch"; other words as they are."""
    if noun.endswith(("ches", "shes", "sses")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
