"""Which verbs of the thesaurus a word can be a form of, and what they mean in the planner's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..inflection import gerund, past, third
from ..lexicon import DOERS, MEANS, PHASES, PHRASES
from . import body, floor, going, hands

# What stands before a noun, in the table and in what is typed: "taps (his) foot".
SKIPPED = frozenset({"the", "a", "an", "ones", "one's", "his", "her", "their", "its", "my", "your", "some", "both"})
REFLEXIVE = frozenset({"oneself", "himself", "herself", "themselves", "itself", "themself"})
_IDIOM = 2  # words behind a verb that make it mean one thing alone: "takes to (his) heels"


@dataclass(frozen=True)
class Meaning:
    """What a verb means with the words that belong to it (without articles): "drop", ("one", "knee") -> "kneel down".
    alone: it means nothing else, whatever the planner knows of the verb."""

    behind: tuple[str, ...]
    meant: str
    alone: bool = False


def entries() -> Iterator[tuple[str, str]]:
    """(what is said, what is meant) of every entry, as the tables have them: with "!" behind what means nothing else,
    though the planner knows its verb."""
    for module in (going, floor, body, hands):
        for line in re.sub(r"\n +", " ", module.ROWS).strip().splitlines():
            meant, _, listed = line.partition(":")
            for said in listed.split(","):
                yield said.strip(), meant


@lru_cache(maxsize=1)
def meanings() -> Mapping[str, tuple[Meaning, ...]]:
    """Base -> its meanings, the longest first. A verb that the planner knows by itself means what it knows."""
    found: dict[str, dict[tuple[str, ...], Meaning]] = {}
    for said, meant in entries():
        base, *rest = said.removesuffix("!").split()
        behind = bare(rest)
        own = (base, *rest) in PHRASES or (base, *behind) in PHRASES or (not behind and base in MEANS | DOERS | PHASES)
        if not own:
            alone = said.endswith("!") or len(behind) >= _IDIOM
            found.setdefault(base, {}).setdefault(behind, Meaning(behind, meant, alone))
    return {base: tuple(sorted(rows.values(), key=lambda row: -len(row.behind))) for base, rows in found.items()}


def bare(words: list[str]) -> tuple[str, ...]:
    """Words without articles, with one word for "himself", "herself" and the like."""
    return tuple("oneself" if word in REFLEXIVE else word for word in words if word not in SKIPPED)


@lru_cache(maxsize=1)
def verb_forms() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Word -> (base, form) for each verb of the thesaurus that it can be; form: base, third, gerund or past."""
    found: dict[str, list[tuple[str, str]]] = {}
    for base in meanings():
        for form, word in (("base", base), ("third", third(base)), ("gerund", gerund(base)), ("past", past(base))):
            found.setdefault(word, []).append((base, form))
    for word, base in (("is", "be"), ("was", "be"), ("are", "be"), ("has", "have"), ("had", "have")):
        found.setdefault(word, []).append((base, "past" if word in ("was", "had") else "third"))
    return {word: tuple(rows) for word, rows in found.items()}
