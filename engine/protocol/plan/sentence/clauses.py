"""A sentence as clauses, one verb each, and how each joins what stands before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..vocabulary.lexicon import BESIDE, HAND, Sense
from ..vocabulary.subjects import Subject, subject_at
from ..vocabulary.verbs import Verb, head_at, noun_at, verb_at
from ..vocabulary.words import Word
from .left_out import filled
from .word_order import NotUnderstood, words_in_order

THEN, AND, COMMA, WITH = "then", "and", "comma", "with"  # with: at the same time
# Words that join, the longest first: what they say of time.
_JOINTS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("and", "at", "the", "same", "time"), WITH), (("all", "the", "while"), WITH), (("and", "simultaneously"), WITH),
    (("at", "the", "same", "time"), WITH), (("while",), WITH), (("whilst",), WITH), (("as",), WITH),
    (("after", "that"), THEN), (("followed", "by"), THEN), (("before",), THEN), (("then",), THEN), (("finally",), THEN),
    (("lastly",), THEN), (("afterwards",), THEN), (("afterward",), THEN), (("subsequently",), THEN), (("next",), THEN),
    (("until",), THEN), (("till",), THEN), (("and",), AND), (("&",), AND), ((",",), COMMA), ((";",), THEN),
    ((".",), THEN), (("!",), THEN),
)  # fmt: skip
# Behind these a verb has to stand, else the sentence isn't understood.
_BINDING = frozenset({
    "then", "after", "followed", "finally", "lastly", "afterwards", "afterward", "subsequently", "until", "till", ";",
})  # fmt: skip
_ARTICLES_AND_PRONOUNS = frozenset({"a", "an", "the", "one", "he", "she", "they", "someone", "somebody"})
_JOINING = frozenset({
    "and", "then", "while", "whilst", "as", "before", "after", "that", "next", "finally", "afterwards", "&", "time",
    "until", "till",
})  # fmt: skip
_NO_VERBS = frozenset({
    "always", "perhaps", "backwards", "forwards", "sideways", "upwards", "downwards", "towards", "afterwards", "this",
    "his", "hers", "its", "is", "was", "has", "as", "left", "times", "seconds", "steps", "arms", "legs", "hands",
    "feet", "knees",
})  # fmt: skip
# Behind these a gerund is no gesture: "keeps waving", "by clapping", "a waving hand".
_NO_PARTICIPLE_BEHIND = frozenset({
    "by", "with", "of", "for", "from", "like", "and", "as", "a", "an", "the", "his", "her", "their", "its", "start",
    "starts", "begin", "begins", "keep", "keeps", "stop", "stops", "finish", "finishes", "arm", "arms", "hand",
    "hands", "head", "hair", "to", "about", "before", "after",
})  # fmt: skip


@dataclass(frozen=True)
class Clause:
    """One verb with what belongs to it: words[0] begins it, behind its subject. joint: THEN, AND, COMMA or WITH."""

    words: tuple[Word, ...]
    verb: Verb
    joint: str


@dataclass(frozen=True)
class Sentence:
    """A sentence's subject and its clauses, at least one. begin: the posture in which the first begins, if it says one
    beside what is done."""

    subject: Subject
    clauses: tuple[Clause, ...]
    begin: str | None = None


def sentence_of(words: Sequence[Word]) -> Sentence:
    """Read a sentence. Raises NotUnderstood where its first verb isn't known or a joint joins something unknown."""
    order = words_in_order(words)
    words = order.words
    subject, at = subject_at(words, 0)
    verb = _first_verb(words, at, subject)
    _check_no_other(words, verb, subject)
    clauses: list[Clause] = []
    begin, joint, i = at, THEN, verb.inner + 1
    main = verb  # whose form the next one has to have: "walks while waving and sits down"
    while i < len(words):
        words = _filled(words, i, verb, begin)
        found = _joint_at(words, i, main, subject)
        if found is None:
            i += 1
            continue
        following, start, next_verb = found
        clauses.append(Clause(tuple(words[begin:i]), _within(verb, begin), joint))
        if next_verb is None:  # the sentence ends with a mark
            return Sentence(subject, tuple(clauses), order.begin)
        begin, joint, verb, i = start, following, next_verb, next_verb.inner + 1
        main = main if joint == WITH else verb
    return Sentence(subject, (*clauses, Clause(tuple(words[begin:]), _within(verb, begin), joint)), order.begin)


def _filled(words: Sequence[Word], at: int, verb: Verb, begin: int) -> Sequence[Word]:
    """The words with what is left out behind the joint at words[at], if one says that something follows."""
    joint, start, lead = _joint_words(words, at)
    follows = joint == THEN and lead & (_BINDING - {";"})
    return filled(words, at, start, verb) if follows and begin < at else words


def _check_no_other(words: Sequence[Word], verb: Verb, subject: Subject) -> None:
    """Raises NotUnderstood for somebody who does something without a word that joins it: "leaning back, he waves"."""
    for i in range(verb.inner + 1, len(words) - 1):
        before = words[i - 1].low
        named, behind = subject_at(words, i)
        if words[i].low not in _ARTICLES_AND_PRONOUNS and before not in _JOINING and not words[i - 1].mark:
            continue  # the noun of "a person"
        pronoun = before == "," and not subject.said and named.pronoun
        if not named.said or (head_at(words, behind) is None and not pronoun):
            continue
        opening = before == "," and not subject.said
        if opening or (before not in _JOINING and not words[i - 1].mark):
            raise NotUnderstood


def _first_verb(words: Sequence[Word], at: int, subject: Subject) -> Verb:
    verb = head_at(words, at)
    if verb is None and not subject.said:
        verb = noun_at(words, at)
    if verb is None or (subject.said and verb.form == "base" and not subject.plural):
        raise NotUnderstood
    return verb


def _within(verb: Verb, begin: int) -> Verb:
    """The verb with its places counted from the clause's beginning."""
    return replace(verb, at=verb.at - begin, inner=verb.inner - begin)


def _joint_at(words: Sequence[Word], at: int, verb: Verb, subject: Subject) -> tuple[str, int, Verb | None] | None:
    """(how it joins, where the next clause begins, its verb) where words[at] begins a joint; None elsewhere."""
    joint, start, lead = _joint_words(words, at)
    if not joint:
        return _participle(words, at, verb)
    if start >= len(words):
        return None
    start = _behind_subject(words, start, subject)
    found = _next_verb(words, start, verb, joint, lead)
    if found is not None:
        if joint == COMMA and found.form == "gerund" and verb.form not in ("gerund", "noun"):
            joint = WITH
        return joint, start, found
    if lead & _BINDING and not lead & {"before"}:
        raise NotUnderstood
    return None


def _joint_words(words: Sequence[Word], at: int) -> tuple[str, int, frozenset[str]]:
    """How the words from `at` on join ("" for not), where they end, and which they are: ", and then finally"."""
    joint, lead = "", set[str]()
    while at < len(words) and not words[at].idiom:
        found = next(
            (entry for entry in _JOINTS if tuple(w.low for w in words[at : at + len(entry[0])]) == entry[0]), None
        )
        if found is None or (found[0][0] in ("next", "as") and not _joins(words, at, found[0][0], lead)):
            break
        at += len(found[0])
        lead.add(found[0][0])
        joint = found[1] if joint in ("", COMMA, AND) or found[1] == WITH else joint
    return joint, at, frozenset(lead)


def _joins(words: Sequence[Word], at: int, word: str, lead: set[str]) -> bool:
    """Whether "next" and "as" join here: "next to the wall", "as if" and "as an old man" don't."""
    follows = words[at + 1].low if at + 1 < len(words) else ""
    if word == "next":
        return bool(lead) and follows != "to"
    return follows in ("he", "she", "they")


def _behind_subject(words: Sequence[Word], at: int, first: Subject) -> int:
    """Where the clause goes on behind its own subject, if that is the sentence's; raises NotUnderstood for another."""
    again, behind = subject_at(words, at)
    if not again.said:
        return at
    if not first.same_as(again):
        raise NotUnderstood
    return behind


def _next_verb(words: Sequence[Word], at: int, verb: Verb, joint: str, lead: frozenset[str]) -> Verb | None:
    """The verb of the clause behind a joint, None where no clause begins there."""
    found = head_at(words, at)
    if "before" in lead:
        own_subject = words[at - 1].low in ("he", "she", "they")
        return found if found and (found.form == "gerund" or (own_subject and found.form != "noun")) else None
    if "followed" in lead:
        return found if found and found.form == "gerund" else noun_at(words, at)
    finite = found is not None and found.form in ("third", "past")
    if _is_doer(verb) and (joint in (AND, COMMA) or not finite):
        noun = noun_at(words, at)
        if noun and (noun.plural or _counts(words[at])):
            return noun
    if found is None:
        return _unknown(words, at) if lead & {"then"} and verb.form == "third" else None
    if joint in (AND, COMMA) and not _fits(found, verb, joint):
        return None
    return found


def _is_doer(verb: Verb) -> bool:
    """Whether what is done is a noun, so that another noun goes on from it: "does two squats and a jump"."""
    return verb.base in ("do", "perform", "practise", "practice") or verb.noun


def _counts(word: Word) -> bool:
    return word.low in ("a", "an", "one", "two", "three", "four", "five", "some") or word.low.isdigit()


def _fits(found: Verb, verb: Verb, joint: str) -> bool:
    """Whether two verbs are of one form, so that "and" or a comma joins them; behind a comma also "..., waving"."""
    if found.form == verb.form or (verb.base in ("put", "hit", "cut", "set") and found.form == "past"):
        return True
    return found.form == "gerund" and (joint == COMMA or found.sense.kind == HAND)


def _unknown(words: Sequence[Word], at: int) -> Verb | None:
    """A verb that isn't known, where only a verb can stand: "then moonwalks"."""
    word = words[at].low if at < len(words) else ""
    if len(word) < 5 or not word.endswith("s") or word.endswith("ss") or word in _NO_VERBS or not word.isalpha():
        return None
    return Verb(at, word, "third", Sense("body", None), at)


def _participle(words: Sequence[Word], at: int, verb: Verb) -> tuple[str, int, Verb] | None:
    """A gesture beside a finite verb without any joint: "walks forward waving the right hand"."""
    before = words[at - 1].low
    if verb.form == "gerund" or words[at].mark or before in _NO_PARTICIPLE_BEHIND:
        return None
    found = verb_at(words, at)
    if found and found.form == "gerund" and found.sense.kind == HAND and found.sense.joins == BESIDE:
        return WITH, at, found
    return None
