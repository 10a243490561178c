"""Verbs that the planner doesn't know by themselves, said by those it does: "lumbers" as "walks slowly and heavily"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..vocabulary.inflection import gerund, past, third
from ..vocabulary.lexicon import PHASES, forms
from ..vocabulary.subjects import BODY_PARTS, PEOPLE, PRONOUNS
from ..vocabulary.thesaurus.lookup import REFLEXIVE, SKIPPED, Meaning, meanings, verb_forms
from ..vocabulary.words import kept_whole

_TOKEN = re.compile(r"[A-Za-z][\w'’-]*|\d+(?:\.\d+)?|[^\w\s]")
_JOINS = frozenset({
    "and", "then", "while", "whilst", "as", "before", "after", "until", "till", "&", "but", "finally", "next", "that",
    "afterwards", "also", "once", "suddenly", "again", "still", "just", "now", "quickly", "fast", "slow", "first",
})  # fmt: skip
_BE = frozenset({"is", "are", "was", "were", "'s"})
_DETERMINERS = SKIPPED | {"this", "that", "one", "two", "three", "no", "each", "another"}
_PREPOSITIONS = frozenset({
    "in", "on", "at", "to", "with", "of", "from", "like", "for", "into", "over", "off", "onto", "under", "behind", "by",
    "through", "past", "across", "along", "toward", "towards", "against", "around", "about", "up", "down", "out",
    "near",
    "between", "beside", "below", "above", "after", "before",
})  # fmt: skip
# Behind which a preposition of the entry still has its noun: "slumps into a chair".
_LEADS = frozenset({"into", "onto", "on", "in", "at", "to", "from", "behind", "through", "past", "across", "along",
                    "over", "under", "toward", "towards", "against", "around"})  # fmt: skip
_SLOT = re.compile(r" (?:something|someone|somebody)\b.*$")
_OBJECT_BEGINS = _DETERMINERS | {
    "him",
    "it",
    "them",
    "someone",
    "somebody",
    "something",
    "everyone",
    "himself",
    "herself",
    "themselves",
    "itself",
}
_SOMEBODY = frozenset({"it", "him", "her", "them", "someone", "somebody"})  # "legs it", "elbows someone"
_FORMS: dict[str, Callable[[str], str]] = {"base": str, "third": third, "gerund": gerund, "past": past}
_MODALS = frozenset({"to", "by"})

Known = Callable[[str], frozenset[str]]  # the facts that say what is done in a text


@dataclass(frozen=True)
class _Token:
    """A word or mark of a text with where it stands; fixed where it belongs to an idiom or an aside."""

    low: str
    begin: int
    end: int
    fixed: bool

    @property
    def mark(self) -> bool:
        return not self.low[0].isalnum()

    @property
    def joins(self) -> bool:
        return self.mark or self.low in _JOINS


@dataclass(frozen=True)
class _Head:
    """The verb of a clause at tokens[at], in one of its forms."""

    at: int
    form: str


def reworded(text: str, known: Known) -> str:
    """The text with such verbs said by others, in the same form. known: the facts that are known of a text."""
    tokens, out, done = _tokens(text), list[str](), 0
    at, form = 0, ""
    while at < len(tokens):
        if tokens[at].joins or tokens[at].fixed:
            at += 1
            continue
        end = next((i for i in range(at, len(tokens)) if tokens[i].joins or tokens[i].fixed), len(tokens))
        head = _head(tokens, at, end, form)
        if head is not None:
            form = head.form
            found = _replaced(text, tokens, head, end, known)
            if found is not None:
                said, last = found
                out += [text[done : tokens[head.at].begin], said]
                done = tokens[last].end
        at = end
    return "".join([*out, text[done:]])


def _tokens(text: str) -> list[_Token]:
    fixed = [(found.start(), found.end()) for found, _ in kept_whole(text)]
    return [
        _Token(m[0].lower(), m.start(), m.end(), any(a <= m.start() < b for a, b in fixed))
        for m in _TOKEN.finditer(text)
    ]


def _forms_of(word: str) -> tuple[str, ...]:
    """The forms that a word can be of a verb that either the planner or the thesaurus knows."""
    return tuple(form for _, form in (*forms().get(word, ()), *verb_forms().get(word, ())))


def _head(tokens: Sequence[_Token], at: int, end: int, before: str) -> _Head | None:
    """The verb of the clause tokens[at:end]. before: the form of the verb of the clause before, "" for none."""
    at = _behind_adverbs(tokens, at, end)
    subject = at < end and tokens[at].low.removesuffix("'s") in PRONOUNS
    if subject:
        at = _behind_adverbs(tokens, at + 1, end)
    if at >= end:
        return None
    own = _forms_of(tokens[at].low)
    limb = tokens[at].low in BODY_PARTS and not (at + 1 < end and tokens[at + 1].low in _SOMEBODY)
    noun = limb or tokens[at].low in _DETERMINERS
    named = at + 1 < end and "third" in _forms_of(tokens[at + 1].low) and "third" not in own  # "soldier walks"
    if own and not noun and not (named and not subject and "gerund" not in own):
        if subject:
            wanted = [form for form in own if form != "base" or before == "base"]
        else:
            wanted = [form for form in own if form != "base" or before in ("", "base")]
        if wanted:
            form = before if before in wanted else wanted[0]
            return _phase(tokens, _Head(at, form), end)
        return None
    if subject:
        return None
    for i in range(at + 1, min(end, at + 8)):
        last = tokens[i - 1].low
        limb = tokens[i].low in BODY_PARTS and not (i + 1 < end and tokens[i + 1].low in _SOMEBODY)
        if last in _DETERMINERS or last in _PREPOSITIONS or limb:
            continue
        own = _forms_of(tokens[i].low)
        if tokens[i].low in _BE and i + 1 < end and "gerund" in _forms_of(tokens[i + 1].low):
            return _phase(tokens, _Head(i + 1, "gerund"), end)
        if "third" in own or ("past" in own and last in PEOPLE and i + 1 < end):
            return _phase(tokens, _Head(i, "third" if "third" in own else "past"), end)
        if "gerund" in own and last in PEOPLE:
            return _phase(tokens, _Head(i, "gerund"), end)
    return None


def _behind_adverbs(tokens: Sequence[_Token], at: int, end: int) -> int:
    while at < end and (tokens[at].low in _BE or (tokens[at].low.endswith("ly") and len(tokens[at].low) > 4)):
        if tokens[at].low in _BE and not (at + 1 < end and "gerund" in _forms_of(tokens[at + 1].low)):
            break
        at += 1
    return at


def _phase(tokens: Sequence[_Token], head: _Head, end: int) -> _Head:
    """The verb that "starts to", "keeps" or "begins" lead to, else the head itself."""
    if not any(base in PHASES for base, _ in forms().get(tokens[head.at].low, ())):
        return head
    at = head.at + 1
    while at < end and tokens[at].low in _MODALS:
        at += 1
    own = _forms_of(tokens[at].low) if at < end else ()
    inner = "gerund" if "gerund" in own else "base" if "base" in own and tokens[at - 1].low == "to" else ""
    return _Head(at, inner) if inner else head


def _replaced(
    text: str, tokens: Sequence[_Token], head: _Head, end: int, known: Known
) -> tuple[str, int] | None:  # fmt: skip
    """(what is said in place of tokens[head.at .. last], last); None where the clause is understood as it is."""
    word = tokens[head.at].low
    bases = [base for base, form in verb_forms().get(word, ()) if form == head.form]
    if not bases:
        return None
    tails = text[tokens[head.at].end : tokens[end - 1].end]
    single = any(form == head.form for _, form in forms().get(word, ()))  # the planner knows a verb of this form
    for base in bases:
        for meaning in meanings()[base]:
            last = _matched(tokens, head.at, end, meaning)
            if last is None:
                continue
            said = known(f"a person {third(base)}{tails}")
            if "handles" in said or (said and single and not meaning.alone):
                return None
            if head.form == "base" and head.at == 0 and known(text):
                return None
            return _said(text, tokens, head, last, end, meaning)
    return None


def _matched(tokens: Sequence[_Token], at: int, end: int, meaning: Meaning) -> int | None:
    """The last token of the verb with what belongs to it, articles and one adverb skipped; None where it isn't that."""
    last, i = at, at + 1
    for wanted in meaning.behind:
        while i < end and (tokens[i].low in SKIPPED or tokens[i].low.endswith("ly")):
            i += 1
        if i >= end:
            return None
        low = "oneself" if tokens[i].low in REFLEXIVE else tokens[i].low
        if low != wanted:
            return None
        last, i = i, i + 1
    return last


def _said(
    text: str, tokens: Sequence[_Token], head: _Head, last: int, end: int, meaning: Meaning
) -> tuple[str, int]:  # fmt: skip
    """What is meant, in the form of the verb, and the last token that it stands for."""
    base, _, rest = meaning.meant.partition(" ")
    adverbs = [t.low for t in tokens[head.at + 1 : last] if t.low.endswith("ly") and t.low not in meaning.behind]
    rest = f" {rest}" if rest else ""
    follows = tokens[last + 1].low if last + 1 < end else ""
    if follows in _OBJECT_BEGINS:
        final = meaning.behind[-1] if meaning.behind else ""
        if _SLOT.search(f"{base}{rest}"):
            rest = _SLOT.sub("", rest)
        elif final in _LEADS and final != rest.split(" ")[-1]:
            rest = f"{rest} {final}"
        elif rest and rest.split(" ")[-1] not in _LEADS and final not in _LEADS:
            last = _object_end(tokens, last + 1, end)
    return " ".join([f"{_FORMS[head.form](base)}{rest}", *adverbs]), last


def _object_end(tokens: Sequence[_Token], at: int, end: int) -> int:
    """The last token of the object that begins at tokens[at]."""
    while at + 1 < end and not (
        tokens[at + 1].low in _PREPOSITIONS or tokens[at + 1].low.endswith("ly") or tokens[at + 1].low[0].isdigit()
        or tokens[at + 1].low in ("once", "twice", "three", "away", "back", "forward", "backward", "left", "right")
    ):  # fmt: skip
        at += 1
    return at
