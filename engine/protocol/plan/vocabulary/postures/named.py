"""Postures of the whole body that have a name or are described in one breath: "a plank", "hugs himself".

Their words become one verb, "posture-sustains the plank-posture", which the rest of the sentence is joined to like any
other; one that is gone into is "posture-takes". Of arms and head alone it is "gesture-sustains" and "gesture-takes". No
artist writes so, and what is shown says it plainly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..inflection import gerund, third
from .grounded import GROUNDED
from .rows import SELF, Row
from .seated import SEATED
from .upright import UPRIGHT

ROWS = (*SEATED, *GROUNDED, *UPRIGHT)
# Arms and head alone, over whatever the legs do.
ARMS_ALONE = frozenset({
    "hug", "facepalm", "thinking", "surrender", "crucified", "arms-v", "biceps", "dab", "fly", "lightning", "titanic",
    "namaste", "shush",
})  # fmt: skip
BASE: Mapping[str, str | None] = {row.name: None if row.name in ARMS_ALONE else row.base for row in ROWS}
_WORDS = """
plank planks planking lotus meditates meditating meditation meditate warrior cobra downward facing posture stance
superhero landing surrender surrenders surrendering bodybuilder fetal position facepalm facepalms himself herself
crouch sleeping sleeps asleep crossed legged elbows shoulder lying kneeling hugging squatting thinker fencer
"""
WORDS = frozenset(_WORDS.split())
_TO = (
    r"(?: (?:down|back|up|over|straight|slowly|quickly|carefully|gently|now))*"
    r"(?: (?:into|in|to|on|onto|for|for the))?"
)
_GETS = (
    r"(?:gets?|getting|got|goes|going|go|drops?|dropping|moves?|moving|comes?|coming|sinks?|sinking|settles?|"
    rf"settling|falls?|transitions?|transitioning|flows?|steps?|stepping|jumps?|jumping|lowers? {SELF}|strikes?|"
    r"striking|takes?|taking|assumes?|assuming|adopts?|enters?|rises?|rolls?|pushes|kneels?|crouches|squats?|sits?|"
    r"lies|lays)"
)
_HOLDS = (
    r"(?:holds?|holding|held|keeps?|keeping|does|doing|do|performs?|performing|practi[cs]es?|practi[cs]ing|maintains?|"
    r"stays?|staying|remains?|remaining|stands?|standing|sits|sitting|sat|lies|lying|kneels|kneeling|poses?|posing|"
    r"balances?|balancing|rests?|resting|frozen|freezes|stuck|waits?|waiting|is|are|training|working on|demonstrates|"
    r"demonstrating|shows|showing|makes?|making|gives|giving|squatting|crouching|crouched|ends?|ending|finishes|breathes|breathing|idles)"
)
_HOW = (
    r"(?:(?:a|an|the|his|her|their|one|some|basic|simple|static|proper|perfect|deep|low|full|half|classic|typical|"
    r"dramatic|epic|cool|yoga|nice|long|strong|heroic|relaxed|peaceful|famous) )*"
)
_KIND = (
    r"(?: (?:position|pose|posture|stance|asana|hold|yoga|idle|loop|exercise|animation|gesture|style|statue|"
    r"sculpture))*"
)
_EDGE = r"(?=$|[ ,.;!?])"
_LEAD = rf"(?:(?P<lead>(?:(?P<gets>{_GETS})|{_HOLDS}|in|into|yoga,?){_TO}) )?"
_NOUNS = tuple(
    (row, re.compile(rf"{_LEAD}\b{_HOW}(?:{row.nouns}){_KIND}{_EDGE}")) for row in ROWS if row.nouns
)  # fmt: skip
_VERBS = tuple((row, re.compile(rf"\b(?:{row.verbs}){_EDGE}")) for row in ROWS if row.verbs)
_PATTERNS = tuple(pair for row in ROWS for pair in (*_VERBS, *_NOUNS) if pair[0] is row)
_BEGINS = re.compile(
    r"(?:^|[,;:.>]|\0 (?:to|into)|\b(?:then|and|while|before|by|finally|next|is|yoga|doing)|"
    r"^(?:(?:a|an|the|one|young|old|some) )*"
    r"(?:\w+ )?(?:man|woman|guy|girl|boy|person|lady|kid|character|soldier|figure|someone|somebody|he|she|they|npc|"
    r"hero|player|dude|yogi|athlete|actor|dancer|monk))\s*$"
)
_ENDS = re.compile(r"\s*(?:$|[,;.!]|\0|(?:then|and|for|with|on|while|in|to|facing|from|left|right|\d+)\b)")
_TAKES_UP = re.compile(
    r"^(?:puts?|putting|plac|rais|lift|throw|dab|face|bow|gets?\b|go(?:es)?\b|drop|falls?\b|sink|duck|curl|strik|"
    r"prostrat|kowtow|snap|surrender|land|propos|shush|flex|slap|hits|smack|genuflect|grovel|says|backs|takes?\b|"
    r"crosses)|^(?:sit|kneel|lie|lay|squat|crouch|slump)\w* (?:\w+ )?down\b(?! (?:dead|asleep))"
)
_ING = re.compile(r"^\w+ing\b")
# A clip's name that only says where hands are: "arms akimbo", "one hand on the hip".
_HANDS = re.compile(
    r"^(?:(?:both|one|left|right|the|his|her) )*(?:hands?|arms?|palms?) (?:in|on|behind|over|at|by|crossed|folded|"
    r"akimbo|"
    r"clasped|together|resting|covering)\b(?!.*(?:,|\b(?:while|and)\b))(?!.*\b(?:walk|wav|run|turn|rais|jump|sit|kneel|l[iy]))",
    re.IGNORECASE,
)
_TO_THE_NEXT = re.compile(
    r"(?<=-posture)(?: left| right)? ?(?:,|->|to|into|and|and then|and into|followed by)? (?=posture-)"
)
_WITH_HANDS = re.compile(
    r"^(?:(?!(?:and|then|while|walks|runs)\b)[\w'’-]+ ){1,5}?(with (?:(?:his|her|their|both|the|one|left|right) )*"
    r"(?:hands?|arms?) (?:in|on|behind|over|at|by|crossed|folded|akimbo|clasped|together|resting|covering)\b.*)$"
)
# Who is no person that is known: "a samurai", "yoga girl".
_WHO = re.compile(
    r"^(?:(?!(?:and|then|while|before|after|walks|runs)\b)[\w'’-]+ ){1,5}?"
    r"(?=(?:posture|gesture)-(?:sustains|takes) the [a-z-]+-posture)"
)
_MARK = re.compile(r"\0(\d+)\0")
NAMED = re.compile(r"\b([a-z]+(?:-[a-z]+)*)-posture\b")
_SHOWN = re.compile(r"\b(?:posture|gesture)-(sustain|tak)(e?s|e?|ing) the ([a-z-]+)-posture\b")


def with_named(text: str) -> str:
    """The text with each posture that it describes as one verb: "posture-sustains the plank-posture"."""
    text = _HANDS.sub(r"stands with \g<0>", text)
    found, low = list[str](), text.lower()
    if len(low) != len(text):
        return text
    for row, pattern in _PATTERNS:
        at = 0
        while match := pattern.search(low, at):
            at = match.end()
            lead = match.groupdict().get("lead")
            alone = "lead" in pattern.groupindex and not lead
            if alone and not (_BEGINS.search(low[: match.start()]) and _ENDS.match(low[match.end() :])):
                continue
            said = _as_verb(row, match, low[: match.start()])
            mark = f"\0{len(found)}\0"
            found.append(said)
            text = f"{text[: match.start()]}{mark}{text[match.end() :]}"
            low, at = text.lower(), match.start() + len(mark)
    text = _MARK.sub(lambda mark: found[int(mark[1])], text)
    return _TO_THE_NEXT.sub(", then ", text)


def with_a_person(text: str) -> str:
    """A text in which somebody takes a posture, with a person in place of a word that isn't known: "a samurai"."""
    return _WHO.sub("a person ", _WITH_HANDS.sub(r"a person stands \g<1>", text))


def _as_verb(row: Row, match: re.Match[str], before: str) -> str:
    """The posture as a verb with its side. before: the text in front of it."""
    words = match[0].strip()
    enters = bool(match.groupdict().get("gets")) or bool(_TAKES_UP.search(words))
    base = f"{'gesture' if row.name in ARMS_ALONE else 'posture'}-{'take' if enters else 'sustain'}"
    doing = _ING.search(match.groupdict().get("lead", words) or "") or words.startswith("with ")
    beside = bool(doing) and not _BEGINS.search(before)
    verb = gerund(base) if beside else third(base)
    way = re.search(r"\b(left|right)\b", words)
    return f"{verb} the {row.name}-posture" + (f" on the {way[1]} side" if way else "")


def shown(text: str) -> str:
    """A step's text as it is shown: "posture-sustains the tree-posture" -> "holds the tree posture"."""

    def plain(match: re.Match[str]) -> str:
        enters = match[1] == "tak"
        ing = match[2] == "ing"
        verb = ("going into" if ing else "goes into") if enters else ("holding" if ing else "holds")
        return f"{verb} the {match[3].replace('-', ' ')} posture"

    return _SHOWN.sub(plain, text)
