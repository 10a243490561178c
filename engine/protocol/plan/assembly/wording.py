"""Clauses as a sentence of their own, in the third person: what a step says, and what the model is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..sentence.clauses import WITH, Clause
from ..vocabulary.inflection import gerund, third
from ..vocabulary.words import Word, joined, said


def sentence_about(who: str, parts: Sequence[Clause]) -> str:
    """The clauses as a sentence about `who`: "walking, waves" -> "a person walks while waving"."""
    text = f"{who} {_phrase(parts[0])}"
    for clause in parts[1:]:
        text += f" while {_phrase(clause, gerund)}" if clause.joint == WITH else f" and {_phrase(clause)}"
    return text


def words_said(parts: Sequence[Clause]) -> str:
    """The words of clauses as they were said, without their subject and asides."""
    return " and ".join(said(clause.words) for clause in parts)


def _phrase(clause: Clause, form: Callable[[str], str] = third) -> str:
    """A clause with its verb in the third person or as a gerund, without "starts to", "is" and "also"."""
    verb, words = clause.verb, clause.words
    if verb.noun:
        return f"{form('do')} {joined(_trimmed(words[verb.inner :] if verb.inner != verb.at else words))}"
    inner = words[verb.inner]
    lead = [w for w in words[: verb.at] if w.low.endswith("ly")]
    kept = verb.inner == verb.at and verb.form == ("third" if form is third else "gerund")
    own = inner.low if kept else form(verb.base)
    return joined([*lead, Word(own, own), *_trimmed(words[verb.inner + 1 :])])


def _trimmed(words: Sequence[Word]) -> list[Word]:
    """The words without "also", without what joined them to the next clause, and "your" as "the"."""
    found = [Word("the", "the") if word.low == "your" else word for word in words if word.low != "also"]
    while found and (found[-1].mark or found[-1].low in ("and", "then")):
        found.pop()
    return found
