"""What a sentence says beside what is done: likenesses, aims, manners. Kept as it is, and not read."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Where it ends: at a mark, at the next thing that is done, at a way, a limb or a length.
_END = (
    r"(?=\s*(?:$|[,.;!?]|\b(?:and then|then|before|while|whilst|after|followed|with|forwards?|backwards?|sideways|"
    r"ahead|"
    r"in (?:a circle|circles|place)|on the spot|to (?:the|his|her) (?:left|right)|slowly|quickly|"
    r"for (?:\w+ ){1,3}seconds?|"
    r"\w+ times|twice|and (?:he |she |they )?[a-z]+(?<!s)s)\b))"
)
_AIM = (
    r"(?:(?:while )?(?:trying|attempting|hoping|struggling|managing|taking care|being careful|"
    r"careful)(?: hard)? (?:not )?to|"
    r"(?:tries|try|attempts?) not to|making sure|so as (?:not )?to|so that|in order (?:not )?to|in an? (?:attempt|"
    r"effort) to|"
    r"because|almost (?=\w+ing)|nearly (?=\w+ing)|making (?:no|not? a|little) |as a \w+ing exercise|as an exercise)"
)
_LOOKING = (
    r", (?:looking|feeling|seeming|appearing|acting|being) (?:very |quite |a bit |so )?(?!(?:around|at|up|down|"
    r"back|left|"
    r"right|over|to|for|behind|ahead|from|into|straight|forward|about|out|away|in|on|side|towards?|the|his|her)\b)\w+"
)
_ASIDES = re.compile(
    rf"(?:, ?)?\b(?:as if|as though|{_AIM})\b[^,.;!?]*?{_END}|"
    rf"(?:, )?\b(?:just )?like (?:an?|the|someone|somebody|he|she|they|it|his|her)\b[^,.;!?]*?{_END}|"
    r"(?:, )?\bwithout (?!mov|any movement|a move\b|movement|stopping\b|(?:a )?(?:pause|break)\b)(?:\w+ )?"
    r"(?:\w+ing|(?:a|any|the|his|her) \w+|\w+)\b(?: (?:around|back|down|up|over|at all))?(?! and \w+ing)|"
    rf"(?:, )?\bwithout moving (?:the|his|her|their) (?:\w+ )?\w+|"
    r"\bwith all (?:of )?(?:the|his|her|their|its) (?:might|strength|force)\b|"
    r"\b(?:until|till) (?:(?:he|she|they|it) (?:reach\w*|gets? to|arriv\w*|is|are|has|have|hits?|cannot|"
    r"can)\b[^,.;!?]*?"
    rf"{_END}|the (?:very )?end\b|(?:tired|exhausted|out of breath)\b)|" + _LOOKING,
    re.IGNORECASE,
)
_AS_CAN = re.compile(
    r"\bas (?!soon\b|long\b|well\b|much\b|many\b)(?:\w+ )?\w+ as (?:he|she|they|one|it|you|i|humanly)? ?(?:possibly )?"
    r"(?:can|could|is able to|possible)\b", re.IGNORECASE,
)  # fmt: skip


def asides(text: str) -> Iterator[re.Match[str]]:
    """What is said beside what is done, in order: "like a thief", ", trying to make no noise"."""
    return _ASIDES.finditer(text)


def degrees(text: str) -> Iterator[re.Match[str]]:
    """How far or how fast, in words that look like another clause: "as fast as he can"."""
    return _AS_CAN.finditer(text)


def without_asides(text: str) -> str:
    """The text without them and without degrees, for what looks for words that can't be understood."""
    return _AS_CAN.sub("", _ASIDES.sub("", text))
