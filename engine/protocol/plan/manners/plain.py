"""What is done, without how: the words that captured motion is looked for with."""

from __future__ import annotations

import re

from ..vocabulary.inflection import third
from .said import NAMED, WHO, found_in

_GAITS = re.compile(
    r"(?:\w+ly )?(?P<verb>(?:waddl|glid|float|drift|hover|stalk|limp|hobbl|sneak|creep|prowl|swagger|strutt?|"
    r"sashay|stagger|totter|reel|shuffl|sleepwalk|"
    r"tip-?toe|trudg|plodd?|slogg?|ambl|mosey|saunter|storm|wad|rush|hurry|hurri|slouch|dragg?)(?:e?s|ing|e)?)\b"
)
_COUNTED_STEPS = re.compile(r"(?!with |taking |takes |in )[\w-]+ (?:step|stride)(s)?")
_REASON = re.compile(r",? \b(?:because|since|due to)\b[^,.;]*", re.IGNORECASE)  # which says how, and nothing of what
_DANGLING = re.compile(
    r"\b(?:and|with|while|in|being|looking|feeling|very|is|are|his|her|their|the|an?)(?=\s*(?:$|[,.;]))", re.IGNORECASE
)


def plain(text: str) -> str:
    """The text without its manners, as somebody would say what is done alone: "an old man sits down sadly" -> "a person
    sits down"."""
    low = text.lower()
    covered = sorted({match.span() for match, _ in found_in(low)}, key=lambda span: (span[0], -span[1]))
    out, at = "", 0
    for start, end in covered:
        if start < at:  # within another
            at = max(at, end)
            continue
        out, at = f"{out}{text[at:start]} {_instead(low[start:end])} ", end
    return _tidied(out + text[at:])


def _instead(words: str) -> str:
    """What stands for a manner's words: walking, where they are a way to walk, somebody, where they name one."""
    if verb := _GAITS.match(words):
        ending = verb["verb"]
        return "walking" if ending.endswith("ing") else third("walk") if ending.endswith("s") else "walk"
    if strides := _COUNTED_STEPS.fullmatch(words):  # "takes three big steps": steps are what is taken
        return "step" if strides[1] is None else "steps"
    if words.startswith(("slumps", "slumping")):
        return "sitting" if words.endswith("ing") else "sits"
    if words.endswith("sleepwalker"):
        return "person walking"
    return "person" if NAMED.search(words) and not words.startswith(("like ", "as ")) else ""


def _tidied(text: str) -> str:
    """A text from which words were taken: nothing is left dangling, articles fit, nobody is named twice."""
    text = _REASON.sub("", " ".join(text.split()))
    who = "|".join(sorted(WHO - {"old", "young", "little"}, key=len, reverse=True))
    text = re.sub(rf"\bperson(?: person)* ({who})\b", r"\1", text, flags=re.I)
    text = re.sub(r"\b(?:just )?(?:like|as if|as though|as)(?: (?:an?|the|he|she|they|his|her|is|are|was|were|in|on|"
                  r"person))*(?=\s*(?:$|[,.;]|and\b))", "", text, flags=re.I)  # fmt: skip
    for _ in range(2):
        text = _DANGLING.sub("", " ".join(text.split()))
    text = re.sub(r"\bwalk(?:ing)? (?=(?:\w+,? ){0,3}?(?:walk|run|jog)(?:s|ning|ging|ing)?\b)", "", text, flags=re.I)
    text = re.sub(r"\bperson (walk|run|jump|turn|jog|stand|wave)(?=\s*(?:$|[,.;]|\w+ly\b|left|right|around|forward))",
                  lambda m: f"person {third(m[1])}", text)  # fmt: skip
    text = re.sub(
        r"\b(an?|the) (walks?|runs?|sits?|stands?|jumps?|turns?|waves?|picks?)\b", r"\1 person \2", text, flags=re.I
    )
    text = re.sub(r"\b([Aa])n (?=[^aeiou\W])", r"\1 ", text)
    text = re.sub(r"(?:\s*,)+(?=\s*(?:,|$))", "", re.sub(r"\s+([,.;])", r"\1", " ".join(text.split())))
    return re.sub(r", person$", "", text).strip(" ,;")
