"""Who does it: "a man", "the old woman with a cane", "she", or nobody said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .lexicon import forms
from .verbs import head_at
from .words import Word

PRONOUNS = frozenset({"he", "she", "they", "someone", "somebody", "he's", "she's"})
_ARTICLES = frozenset({"a", "an", "the", "one", "this", "my"})
BODY_PARTS = frozenset({
    "hand", "hands", "arm", "arms", "leg", "legs", "foot", "feet", "knee", "knees", "head", "body", "hips", "hip",
    "shoulder", "shoulders", "torso", "elbow", "elbows", "fist", "fists", "weight", "back", "upper", "lower", "left",
    "right", "camera", "couple", "pair", "few", "bit", "lot",
})  # fmt: skip
PEOPLE = frozenset({
    "person", "man", "woman", "lady", "figure", "character", "dancer", "fighter", "runner", "artist", "boxer",
    "player", "karateka", "ballerina", "drunk", "performer", "swordsman", "acrobat", "shooter", "referee", "walker",
    "actor", "athlete", "warrior", "mage", "wizard", "ninja", "zombie", "soldier", "worker", "climber", "human",
    "boy", "girl", "guy", "child", "kid", "king", "queen", "knight", "robot", "monster", "patient", "waiter",
    "teacher", "hero", "villain", "mother", "father", "waitress", "nurse", "monk", "butler", "priest", "bride",
    "archer", "thief", "pirate", "janitor", "chef", "bartender", "barista", "sniper", "hunter", "farmer", "witch",
    "samurai", "viking", "gladiator", "peasant", "student", "clown", "cowboy", "astronaut", "firefighter", "fireman",
    "doctor", "surgeon", "tourist", "photographer", "musician", "drummer", "guitarist", "singer", "politician",
    "businessman", "businesswoman", "lumberjack", "blacksmith", "miner", "sailor", "servant", "prince", "princess",
    "elf", "orc", "goblin", "dwarf", "alien", "dude", "teenager", "grandma", "grandpa", "mom", "dad", "clerk",
    "shopkeeper", "merchant", "mechanic", "plumber", "carpenter", "gardener", "policeman", "cop", "policewoman",
    "painter", "sculptor", "magician", "sorcerer", "paladin", "barbarian", "assassin", "ranger", "golfer",
    "fisherman", "cyclist", "violinist", "pianist", "scientist", "cameraman", "cheerleader", "nun", "shaman", "guard",
    "guardsman", "bodyguard",
})  # fmt: skip
_ANYONE = frozenset({"person", "man", "woman", "figure", "character"})
_NOT_IN_A_NOUN = frozenset({"and", "then", "while", "before", "after"})
_MODIFIES = frozenset({"with", "in", "wearing", "of"})
_LONGEST = 10  # words of a subject


@dataclass(frozen=True)
class Subject:
    """Who does it. text: for a sentence of its own. said: whether the sentence says it. pronoun: "he" ... or ""."""

    text: str = "a person"
    said: bool = False
    pronoun: str = ""
    noun: str = ""

    @property
    def plural(self) -> bool:
        """Whether its verbs have no -s."""
        return self.pronoun == "they"

    def same_as(self, other: Subject) -> bool:
        """Whether `other`, named later, is the same one: a pronoun stands for a noun, a noun for the same noun."""
        if other.pronoun:
            return not self.said or not self.pronoun or self.pronoun == other.pronoun or self.plural
        return self.noun == other.noun if self.noun else other.noun in _ANYONE


def subject_at(words: Sequence[Word], at: int) -> tuple[Subject, int]:
    """The subject that begins at words[at], and where the words behind it begin; nobody where none begins there."""
    if at >= len(words):
        return Subject(), at
    first = words[at].low
    if first in PRONOUNS:
        return Subject("a person", True, first.removesuffix("'s")), at + 1
    bare = first in PEOPLE
    if first not in _ARTICLES and not bare:
        return Subject(), at
    end = _end_of_noun(words, at)
    if end is None:
        return Subject(), at
    text = " ".join([words[at].low, *(w.text for w in words[at + 1 : end])])
    names = [w.low for w in words[at:end]]
    noun = next((names[i - 1] for i in range(1, len(names)) if names[i] in _MODIFIES), names[-1])
    if noun not in PEOPLE and noun in forms():  # "the slow walk goes on"
        return Subject(), at
    return Subject(f"{'an' if text[0] in 'aeiou' else 'a'} {text}" if bare else text, True, noun=noun), end


def _end_of_noun(words: Sequence[Word], at: int) -> int | None:
    """Where the verb behind a noun phrase begins, None where none does."""
    modified = False
    for end in range(at + 1, min(at + 1 + _LONGEST, len(words))):
        word = words[end]
        if word.mark or word.low in _NOT_IN_A_NOUN or (word.low in BODY_PARTS and not modified):
            return None
        if word.low in _MODIFIES:
            modified = True
        verb = head_at(words, end)
        if verb and verb.form == "past" and words[end - 1].low in BODY_PARTS:
            continue  # "with the arms crossed"
        if verb is None or words[end - 1].low == "of" or (end == at + 1 and words[at].low in _ARTICLES):
            continue
        noun = words[end - 1].low
        if verb.form in ("third", "past") or words[end].low in ("is", "was"):
            if words[end].low in ("is", "was") and verb.form != "gerund":
                continue
            return end
        if verb.form == "gerund" and noun in PEOPLE:
            return end
    return None
