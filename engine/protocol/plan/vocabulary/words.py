"""A sentence as words: phrases that only look as if they joined two things kept in one, numbers, seconds, people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .asides import asides, degrees, without_asides

_TOKEN = re.compile(r"\d+(?:\.\d+)?|[A-Za-z][\w'’-]*|[^\s\w]")
# One thing in several words, with an "and" or a verb that joins nothing.
_IDIOMS = re.compile(
    r"\b(?:back and (?:forth|forwards?)|forwards? and back(?:wards?)?|backwards? and forwards?|up and down|down and up|"
    r"left and right|right and left|side to side|to and fro|in and out|on and off|"
    r"here and there|hand in hand|arm in arm|step by step|again and again|over and over|round and round|"
    r"around and around|black and white|(?:rock|rocks|rocking)(?: and |[ -]?n['’]?[ -]?)roll(?:s|ing)?|hip[- ]hop|"
    r"(?:twists?|twisting) and (?:turns?|turning|shouts?)|(?:pushes|push|pushing) and (?:pulls?|pulling)|"
    r"(?:bobs?|bobbing|ducks?|ducking) and (?:weaves?|weaving|covers?)|(?:toss|tosses|tossing) and (?:turns?|turning)|"
    r"(?:comes?|coming) and (?:goes|go|going)|(?:stops?|stopping) and (?:starts?|go|starting)|kung[- ]fu|"
    r"(?:cross|crosses) and uncross(?:es)?|(?:opens?|opening) and (?:closes?|closing)|more and more|"
    r"one and a half|"
    r"(?:shakes?|shaking) and (?:shivers?|shivering)|nice and \w+|arms and legs|hands and (?:knees|feet)|"
    r"(?:two|three|four|five) and a half|(?:a|an|the) \w+ and (?:a |an |the )?\w+ (?:man|woman|cat|dog|person|figure)|"
    r"(?:a )?second and a half|once or twice|two or three|three or four|head over heels|drunk and disorderly|"
    r"(?:huffs?|huffing) and (?:puffs?|puffing)|better and better|faster and faster|slower and slower|"
    r"higher and higher|lower and lower|again and then again|stop[- ]and[- ]go|between [a-z ]+ and \w+|"
    r"(?P<each>\w+) after (?P=each)|one after (?:the other|another)|salt and pepper|cloak and dagger)\b",
    re.IGNORECASE,
)
# What is said of two people, of what isn't done, of what may be done, or in words that this planner can't read.
_BEYOND = re.compile(
    r"<audio|[“”\"(){}\[\]:]|[^\x00-\x7f–—’‘→]|\b(?:who|which|whose|whom|that is|because|if|unless|whenever|"
    r"whereas|although|though|instead|except|or|nor|not|never|n't|without|neither|cannot|can|could|should|would|must|"
    r"may|might|will|wants?|tr(?:y|ies|ying|ied)|pretend(?:s|ing)?|imagin\w+|as soon as|as long as|as well as|when|"
    r"once (?:he|she|they)|repeats?(?! (?:an?|the(?! same)|two|three|his|her) )|repeating|the same|"
    r"vice versa|in reverse|alternat\w+|"
    r"people|both of them|each other|one another|another (?:person|man|woman)|together|partners?|"
    r"couple (?:dances?|walks?|are|is)|we|i|you|(?:two|three|four|five|several|some|many) (?:\w+ )?"
    r"(?:men|women|persons|dancers|fighters|boys|girls|children|kids|friends|zombies|soldiers))\b|\w+n['’]t\b",
    re.IGNORECASE,
)
_FINE = re.compile(
    r"\b(?:feet|legs|hands|arms|knees|heels|palms) together\b|\bcan of\b|\bwith (?:a|an|the|his|her|"
    r"their) (?:\w+ )?partner\b|"
    r"\b(?<!shakes )(?<!fights )(?:without (?:moving|stopping)(?! and)|without (?:a |any )?(?:pause|break|movement|"
    r"move))\b|"
    r"\bwho(?:'s| is| was)? (?:already |currently )?(?:standing|sitting|seated|lying|kneeling|crouching|crouched|sits|"
    r"stands|lies|kneels|squatting)\b|"
    r"\balternat(?:ely|ing|ingly)\b(?! between)|\bnot moving\b|\bthank you\b",
    re.IGNORECASE,
)
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "single": 1,
}  # fmt: skip
_WORD_NUMBER = "|".join(sorted(NUMBERS, key=len, reverse=True))
NUMBER = rf"(?:\d+(?:\.\d+)?|{_WORD_NUMBER})"
_LENGTH = re.compile(
    rf"\b(?P<for>for (?:about |around |roughly |exactly |another |nearly |almost |over |at least |the )*)?"
    rf"(?:(?P<half>half a)|(?P<halves>one and a half|a)|(?P<n>{NUMBER})(?P<plus> and a half)?|(?P<couple>a couple of))"
    rf"(?:[ -]?(?:seconds?|secs?)|(?<=\d) ?s)\b(?P<plus2> and a half)?|\bfor (?P<moment>a (?:short |brief )?moment)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Word:
    """A word or mark as written and in lower case; an idiom is one word that is no verb, an aside one of which nothing
    is read."""

    text: str
    low: str
    idiom: bool = False
    aside: bool = False

    @property
    def mark(self) -> bool:
        """Whether it is punctuation."""
        return not self.idiom and not self.text[0].isalnum()


def beyond(text: str) -> bool:
    """Whether the sentence says what can't be taken apart: several people, denials, choices, conditions."""
    return bool(_BEYOND.search(_FINE.sub("", without_asides(text))))


def kept_whole(text: str) -> list[tuple[re.Match[str], bool]]:
    """Idioms, which are no verbs, and asides (True), in order."""
    kept = [(m, True) for m in asides(text)] + [(m, False) for m in (*degrees(text), *_IDIOMS.finditer(text))]
    return sorted(kept, key=lambda entry: entry[0].start())


def words_of(text: str) -> tuple[Word, ...]:
    """The words and marks of a sentence; an idiom is one."""
    found: list[Word] = []
    at = 0
    for idiom, aside in kept_whole(text):
        if idiom.start() < at:  # within another
            continue
        found += _plain(text[at : idiom.start()])
        found.append(Word(idiom[0], idiom[0].lower(), idiom=True, aside=aside))
        at = idiom.end()
    return (*found, *_plain(text[at:]))


def _plain(text: str) -> list[Word]:
    text = text.replace("—", " , ").replace("–", " , ").replace("→", " ; ").replace("->", " ; ").replace("’", "'")
    return [Word(m[0], m[0].lower()) for m in _TOKEN.finditer(text)]


def joined(words: Sequence[Word]) -> str:
    """Words as a text: no space before marks."""
    return re.sub(r"\s+([,.;!?'%])", r"\1", " ".join(word.text for word in words)).strip()


def said(words: Sequence[Word]) -> str:
    """What facts are read from: the words without asides."""
    return joined([word for word in words if not word.aside])


def number(word: str) -> float:
    """ "two", "2" or "2.5" as a number."""
    return float(NUMBERS.get(word.lower(), 0) or word)


def seconds_said(text: str) -> float | None:
    """The length that a text asks for, in seconds: "for five seconds", "holds 2 s"; None where it says none or two."""
    found = [m for m in _LENGTH.finditer(text) if m["for"] or m["moment"] or not _only_an_article(m)]
    if len(found) != 1:
        return None
    match = found[0]
    if re.search(rf"\b(?:after|in|within|every|the first|the last|per) (?:about )?{re.escape(match[0])}", text, re.I):
        return None
    return _seconds(match)


def _only_an_article(match: re.Match[str]) -> bool:
    """Whether "a second" may be the second of several things."""
    return "a" in (match["n"], match["halves"]) and not match["for"] and not match["plus2"]


def _seconds(match: re.Match[str]) -> float | None:
    """The length that a match of _LENGTH says."""
    if match["moment"]:
        return 1.0
    if match["half"]:
        return 0.5
    if match["couple"]:
        return 2.0
    if match["halves"]:
        return 1.5 if len(match["halves"]) > 1 or match["plus2"] else 1.0
    value = number(match["n"]) + (0.5 if match["plus"] or match["plus2"] else 0.0)
    return value if 0 < value < 1000 else None


def without_seconds(text: str) -> str:
    """The text without the length that `seconds_said` finds in it."""
    if seconds_said(text) is None:
        return text
    return " ".join(_LENGTH.sub(" ", text).split()).strip(" ,")
