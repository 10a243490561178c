"""Which manners a text says, how much of each, and of which side."""

from __future__ import annotations

import re

from ..steps import Manner
from ..vocabulary.lexicon import forms
from ..vocabulary.subjects import PEOPLE
from ..vocabulary.thesaurus.lookup import verb_forms
from .words import ADJECTIVES, PHRASES, RULES_OUT

_LESS = r"slightly|a (?:little )?bit|a little|a touch|somewhat|mildly|kind of|kinda|subtly|barely|rather"
_MORE = r"very|really|so|totally|quite|pretty|heavily|badly|super|severely|clearly|visibly|strongly|deeply|seriously"
_MOST = r"extremely|completely|utterly|terribly|incredibly|exaggeratedly|insanely|absolutely|overly|wildly|crazy"
_AMOUNTS = ((_LESS, 0.55), (_MORE, 1.25), (_MOST, 1.5))
_MUCH = rf"(?:\b(?P<much>{_LESS}|{_MORE}|{_MOST}) )?"
_NOT = re.compile(
    r"\b(?:not|no longer|never|n't|something|anything|nothing|isn't|without|less|stops? being|from|an?|the) $"
)
_FOLLOWS = re.compile(
    r"\s*(?:$|[,.;!?)&+/]|(?:and|but|or|from|with|after|before|while|in|on|at|to|as|then|by|for|until|like|"
    r"because|into|"
    r"through|around|over|against|away|back|down|up|forwards?|ahead|slowly|quickly|himself|herself|idle|walk\w*|run\w*|"
    r"jog\w*|stroll\w*|gait|loop|cycle|stand\w*|sit\w*|stance|pose|wave|waving|turn|jump|steps?|dance|sneak\w*|"
    r"creep\w*|crawl\w*|march\w*|punch|kick|gesture|clap\w*|point\w*|stomp\w*|movement|motion|anim\w*|\w+ly)\b)"
)
WHO = frozenset({
    "man", "woman", "person", "guy", "girl", "boy", "lady", "dude", "teenager", "teen", "kid", "child", "figure",
    "character", "someone", "somebody", "worker", "businessman", "student", "mother", "father", "mom", "dad",
    "businesswoman", "bloke", "chap", "fellow", "gentleman", "toddler", "creature", "prisoner", "knight", "cop",
    "fighter", "detective", "elf", "dwarf", "villager", "peasant", "policeman", "old", "young", "little", "human",
    "tourist", "traveller", "traveler", "hiker", "clown", "pirate", "survivor", "refugee", "veteran", "beggar",
}) | PEOPLE  # fmt: skip
NAMED = re.compile(
    r"\b(?:man|woman|lady|guy|person|child|kid|toddler|boy|girl|zombie|mummy|robot|android|cyborg|giant|ogre|"
    r"troll|titan|"
    r"golem|colossus|monster|hulk|gorilla|ape|monkey|caveman|thief|burglar|ninja|spy|assassin|astronaut|spaceman|"
    r"queen|king|"
    r"princess|duchess|ballerina|gentleman|model|gangster|gangsta|thug|bodybuilder|bouncer|cowboy|gunslinger|superhero|"
    r"grand\w+|granny|crone|hunchback|pensioner|drunkard|sleepwalker|villain|demon|vampire|werewolf|killer|"
    r"goblin|orc|ghost|wraith|phantom|penguin)$"
)
# What stands before somebody else, and what before the same one.
_ANOTHER = re.compile(r"([^\s,;.]+) (?:an?|the|his|her|another) $")
# Of one to whom something is done, however he is: "carries a wounded soldier"; verbs behind which it is the same one.
_DONE_TO = re.compile(r"\b([a-z-]+) (?:an?|the|his|her|another) (?:[a-z-]+ )??$")
_IS_ONE = frozenset({
    "be", "play", "act", "become", "imitate", "impersonate", "mimic", "portray", "do", "perform", "look", "seem",
    "feel", "like", "resemble", "walk", "move", "run",
})  # fmt: skip
_SAME = frozenset({"like", "as", "and", "then", "while", "if", "though", "but", "is", "was", "being"})
_FIRST = re.compile(r"(?:an? |the |one |this |some )?(?:[a-z-]+(?:,| and)? ){0,1}", re.IGNORECASE)
_WORD = re.compile(r"[a-z'-]+")
_SIDE = re.compile(
    r"\b(left|right) (?:\w+ )?(?:leg|foot|knee|ankle|side|ribs|arm|elbow|shoulder|hand|wrist|hip|hamstring|calf)\b"
)


def _patterns() -> list[tuple[str, bool, re.Pattern[str]]]:
    found = list[tuple[str, bool, re.Pattern[str]]]()
    for table, adjective in ((PHRASES, False), (ADJECTIVES, True)):
        for name, words in table.items():
            found.append((name, adjective, re.compile(rf"{_MUCH}\b(?P<how>{words})\b(?!-)")))
    return found


_PATTERNS = _patterns()


def manners_of(text: str) -> tuple[Manner, ...]:
    """How what a text says is done, in the order of the words."""
    return _kept([(match.start("how"), manner) for match, manner in found_in(text.lower())])


def _kept(found: list[tuple[int, Manner]]) -> tuple[Manner, ...]:
    """Each manner once, without those that another one says better."""
    names = {manner.name for _, manner in found}
    out = {name for name in names for other in names if name in RULES_OUT.get(other, ())}
    kept = dict[str, Manner]()
    for _, manner in sorted(found, key=lambda entry: entry[0]):
        if manner.name not in out and manner.name not in kept:
            kept[manner.name] = manner
    return tuple(kept.values())


def found_in(text: str) -> list[tuple[re.Match[str], Manner]]:
    """The words of manners in a text in lower case, with what each says."""
    out = list[tuple[re.Match[str], Manner]]()
    for name, adjective, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if _negated(text, match) or _of_others(text, match) or (adjective and not _of_somebody(text, match)):
                continue
            out.append((match, Manner(name, _amount(match["much"]), _side(name, text))))
    return out


def _negated(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()]
    found = _NOT.search(before)
    return bool(found and found[0].strip() not in ("a", "an", "the", "from"))


def _of_others(text: str, match: re.Match[str]) -> bool:
    """Whether somebody is named to whom something is done: "bows before the king", "carries a wounded soldier"."""
    if _done_to(text, match):
        return True
    before = _ANOTHER.search(text[: match.start()]) if NAMED.search(match["how"]) else None
    return bool(before and before[1] not in _SAME and not text[match.start() :].startswith(("like ", "as ")))


def _done_to(text: str, match: re.Match[str]) -> bool:
    """Whether the words tell how somebody else is, who stands behind a verb as its object."""
    before, behind = _DONE_TO.search(text[: match.start()]), _WORD.match(text[match.end() :].lstrip())
    who = bool(behind and behind[0] in WHO) or match["how"].split()[-1] in WHO
    if before is None or not who:
        return False
    bases = {base for table in (forms(), verb_forms()) for base, _ in table.get(before[1], ())}
    return bool(bases) and not bases & _IS_ONE


def _of_somebody(text: str, match: re.Match[str]) -> bool:
    """Whether an adjective says how somebody is, and not what a thing is: "an old man", "stands there bored"."""
    behind = text[match.end() :]
    if _FIRST.fullmatch(text[: match.start("how")]) and _WORD.match(behind.lstrip()):  # of the sentence's own subject
        return True
    follows = _WORD.match(behind.lstrip())
    if follows and follows[0] in WHO and behind[:1] == " ":
        return True
    return bool(_FOLLOWS.match(behind)) and not re.search(r"\b(?:the|this|that|some) $", text[: match.start("how")])


def _amount(much: str | None) -> float:
    return next((amount for words, amount in _AMOUNTS if much and re.fullmatch(words, much)), 1.0)


def _side(name: str, text: str) -> str | None:
    if name not in ("limp", "wounded", "injured arm"):
        return None
    found = _SIDE.search(text)
    return found[1] if found else None
