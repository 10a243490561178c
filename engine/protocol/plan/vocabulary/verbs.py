"""Which verb stands at a place in a sentence, and in which sense: "puts the box down", "starts to run"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .inflection import singular
from .lexicon import BODY, DOERS, GO, HAND, MEANS, NOUNS, PHASES, PHRASES, Sense, forms, longest_phrases
from .words import NUMBERS, Word

DETERMINERS = frozenset({
    "your", "a", "an", "the", "his", "her", "their", "its", "my", "one", "both", "two", "three", "each", "this",
    "that", "some",
})  # fmt: skip
_IN_THE_WAY = DETERMINERS | {
    "left", "right", "it", "them", "something", "someone", "somebody", "him", "himself", "herself", "themselves",
}  # fmt: skip
_LEGS = frozenset({
    "leg", "legs", "foot", "feet", "knee", "knees", "toe", "toes", "heel", "heels", "ankle", "ankles", "thigh",
    "thighs", "hip", "hips",
})  # fmt: skip
_ARMS = frozenset({
    "arm", "arms", "hand", "hands", "fist", "fists", "elbow", "elbows", "wrist", "wrists", "shoulder", "shoulders",
    "head", "torso", "neck", "chin", "finger", "fingers", "palm", "palms", "forearm", "forearms",
})  # fmt: skip
_REFLEXIVE = frozenset({"himself", "herself", "themselves", "itself"})
_HOW_FAR = frozenset({"deep", "full", "half", "partial", "low", "wide"})  # "into a deep squat"
_HEAD = frozenset({"head", "chin", "shoulder", "shoulders", "torso", "neck"})
_NO_ACTIONS = frozenset({"pose", "stance", "move", "moves", "routine"})  # "a kick stance" is no kick
_LIGHT = frozenset({
    "also", "again", "still", "just", "now", "both", "suddenly", "once", "immediately", "then", "quickly", "fast",
    "slow",
})  # fmt: skip
_PREPOSITIONS = frozenset({"in", "on", "at", "to", "with", "of", "from", "like", "for", "into", "over", "off"})
# More often nouns than commands: "head up", "feet first, back straight".
SELDOM_BARE = frozenset({"head", "box", "hook", "round", "circle", "edge", "saw", "iron", "comb", "rest", "spring"})
_BE = frozenset({"is", "are", "was", "were", "'s", "be"})
_ENDS_A_CLAUSE = frozenset({"and", "then", "while", "before", "after", "as", "followed"})


@dataclass(frozen=True)
class Verb:
    """A verb at words[at], whose clause goes on behind it. inner: where the verb stands that says what is done, in
    "starts to run". noun: no verb at all, "two squats", which are done; plural: several of them, uncounted."""

    at: int
    base: str
    form: str
    sense: Sense
    inner: int
    noun: bool = False
    plural: bool = False


def verb_at(words: Sequence[Word], at: int) -> Verb | None:
    """The verb at words[at], None where it is none that is known."""
    if not 0 <= at < len(words) or words[at].idiom or _is_exercise(words, at):
        return None
    for base, form in forms().get(words[at].low, ()):
        if base in PHASES and (inner := _inner(words, at + 1)):
            return replace(inner, at=at, form=form, inner=inner.at)
        if form == "base" and base in SELDOM_BARE:
            continue
        if base in MEANS and (means := _by(words, at)):
            return replace(means, at=at, form=form)
        if base in DOERS and (done := _done(words, at + 1)):
            sense, plural = done
            return Verb(at, base, form, sense, at, plural=plural)
        if base == "turn" and (done := _done(words, at + 1)) and done[0].action in ("cartwheel", "flip"):
            return Verb(at, base, form, done[0], at, plural=done[1])
        if base in PHASES and base != "continue":
            continue
        sense = _sense(words, at, base)
        if sense is not None:
            return Verb(at, base, form, sense, at)
    return None


def _is_exercise(words: Sequence[Word], at: int) -> bool:
    """Whether the two words are a noun whose first looks like a verb: "jumping jacks", "push ups"."""
    if at + 1 >= len(words) or not (words[at].low in ("jumping", "standing") or words[at + 1].low.endswith("s")):
        return False
    if words[at].low == "standing" and words[at + 1].low in ("long", "broad", "leg", "jump", "split"):
        return True
    return f"{words[at].low} {singular(words[at + 1].low)}" in NOUNS


def head_at(words: Sequence[Word], at: int) -> Verb | None:
    """The verb of the clause that begins at words[at], behind adverbs and "is"."""
    while at < len(words) and (words[at].low in _LIGHT | _BE or _is_adverb(words[at])):
        at += 1
    return verb_at(words, at)


def noun_at(words: Sequence[Word], at: int) -> Verb | None:
    """What is done, as a noun: "two squats", "a kick", "jumping jacks"; None for other words."""
    done = _done(words, at)
    return Verb(at, "do", "noun", done[0], at, noun=True, plural=done[1]) if done else None


def _is_adverb(word: Word) -> bool:
    return word.low.endswith("ly") and word.low not in ("fly", "apply", "belly", "ally", "only")


def _inner(words: Sequence[Word], at: int) -> Verb | None:
    """The verb that "starts", "keeps" or "ends" leads to: "to run", "by running", "running", "with a bow"."""
    lead = at
    while lead < len(words) and words[lead].low in ("to", "by", "with", "in", "up", "off", "on"):
        lead += 1
    found = head_at(words, lead)
    if found and found.form in ("gerund", "base"):
        return found
    return noun_at(words, lead) if lead > at and words[at].low in ("with", "by") else None


def _by(words: Sequence[Word], at: int) -> Verb | None:
    """The verb of "by waving" or "with a bow" behind "greets the crowd"."""
    for i in range(at + 1, min(at + 7, len(words))):
        if words[i].mark or words[i].low in _ENDS_A_CLAUSE:
            return None
        if words[i].low == "by" and (found := head_at(words, i + 1)):
            return found if found.form == "gerund" else None
        if words[i].low == "with" and words[at].low.startswith(("greet", "say", "welcom", "thank", "repl", "respond")):
            return noun_at(words, i + 1)
    return None


def _done(words: Sequence[Word], at: int) -> tuple[Sense, bool] | None:
    """What is done by "does", "makes" ...: the sense of the noun in the next words, and whether it is several,
    uncounted."""
    counted = False
    for i in range(at, min(at + 5, len(words))):
        word = words[i]
        if word.low == "of" and words[i - 1].low == "couple":
            continue
        if word.mark or word.idiom or word.low in _ENDS_A_CLAUSE | _PREPOSITIONS:
            return None
        uncounted = i + 1 < len(words) and words[i + 1].low in ("few", "lot", "series", "set", "bunch", "number")
        counted |= (word.low in NUMBERS and not uncounted) or word.low.isdigit()
        for size in (2, 1):
            nouns = [w.low for w in words[i : i + size]]
            name = " ".join([*nouns[:-1], singular(nouns[-1])])
            if len(nouns) == size and name in NOUNS:
                last = i + size
                if size == 1 and last < len(words) and words[last].low in _NO_ACTIONS:
                    return None
                return PHRASES[tuple(name.split())], nouns[-1].endswith("s") and not counted
        if i == at + 3:
            break
    return None


def _sense(words: Sequence[Word], at: int, base: str) -> Sense | None:
    """The sense of a verb by the particles that stand behind it: "sits up", "puts down"."""
    behind = _behind(words, at)
    for particles, sense in longest_phrases(base):
        if " ".join((base, *particles)) in NOUNS and particles:
            continue
        if _follows(behind, particles):
            return _of_object(sense, behind, base)
    return None


def _behind(words: Sequence[Word], at: int) -> list[str]:
    """The words behind a verb, up to the end of its clause, six at most."""
    found: list[str] = []
    for word in words[at + 1 : at + 8]:
        if word.mark or (word.low in _ENDS_A_CLAUSE and not word.idiom):
            break
        found.append(word.low)
    return found


def _follows(behind: Sequence[str], particles: Sequence[str]) -> bool:
    """Whether the words that belong to a verb stand behind it, or behind its object."""
    wanted = [p for p in particles if p not in DETERMINERS or p == "one"]
    near = [w for w in behind if (w not in DETERMINERS or w == "one") and w not in _REFLEXIVE]
    while near and near[0].endswith("ly"):
        near = near[1:]
    if near[: len(wanted)] == wanted or [w for w in near if w not in _HOW_FAR][: len(wanted)] == wanted:
        return True
    if not behind or behind[0] not in _IN_THE_WAY or not wanted or wanted[0] not in ("up", "down", "on", "over", "off"):
        return False
    return any(near[i : i + len(wanted)] == wanted for i in range(1, 5))


def _of_object(sense: Sense, behind: Sequence[str], base: str) -> Sense:
    """The sense of a verb by what it is done with: lifting a leg is no gesture, turning the head no turn."""
    if base == "lower" and behind and behind[0] in _REFLEXIVE and sense.kind == HAND:
        return Sense(BODY, 2.5)
    if not behind or behind[0] not in _IN_THE_WAY or base in ("kick", "step", "walk", "sit", "lie", "stand", "jump"):
        return sense
    reach = next((i for i, w in enumerate(behind) if w in _PREPOSITIONS), len(behind))
    noun = next((w for w in behind[: min(reach, 4)] if w in _LEGS | _ARMS), None)
    if noun in _LEGS and (sense.kind == HAND or sense.action == "lift"):
        return Sense(BODY, 2.3, _moved(base, behind), limb="leg")
    if base == "lift" and noun is None and reach < len(behind) and behind[reach] in ("off", "from"):
        return Sense(BODY, 3.0, "lift")
    if noun in _HEAD and sense.action in ("raise", "lower", "lift"):
        return Sense(HAND, 2.3)
    if noun in _ARMS and (sense.kind in (GO, BODY) or sense.action == "throw") and sense.action != "kick":
        return Sense(HAND, 2.3, _moved(base, behind), limb="arm" if _moved(base, behind) else None)
    return sense


_UPWARDS = frozenset({"put", "pull", "hold", "bring", "throw", "fling", "stretch", "reach", "keep", "swing"})
_UP = frozenset({"up", "upwards", "overhead", "above"})


def _moved(base: str, behind: Sequence[str]) -> str | None:
    """What becomes of a limb: raise, lower or nothing that can be told."""
    if (
        base in ("raise", "lift")
        or (base in _UPWARDS and _UP & set(behind))
        or (base == "stretch" and "over" in behind)
    ):
        return "raise"
    return "lower" if base == "lower" or (base in ("put", "set", "bring") and "down" in behind) else None
