"""How artists begin and count, put in order: names and bare nouns as subjects, participles and states first, nouns that
are done, "a couple of times"."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..manners.said import manners_of
from ..vocabulary.inflection import third
from ..vocabulary.lexicon import forms
from ..vocabulary.subjects import BODY_PARTS, PEOPLE, PRONOUNS
from ..vocabulary.thesaurus.lookup import meanings, verb_forms
from ..vocabulary.words import NUMBERS

_WORD_NUMBERS = "|".join(sorted(set(NUMBERS) - {"a", "an", "single"}, key=len, reverse=True))
_COUNTS = (
    (re.compile(r"\b(?:bc|b/c|cuz|coz|cos|becoz)\b(?= (?:of|he|she|they|his|her|their|the|it))", re.I), "because"),
    (re.compile(r"\ba couple(?: of)? times\b|\b(?:2x|x ?2)\b", re.I), "twice"),
    (re.compile(r"\b(?:(\d+)x|x ?(\d+))(?= *(?:$|[,.;]))", re.I), r"\1\2 times"),
    (re.compile(r"\b(?:over and over again|again and again and again|on repeat|time and again|non-stop)\b", re.I),
     "again and again"),
    (re.compile(r"\b(?:a few|several) (?:more )?times over\b", re.I), "a few times"),
    (re.compile(r"\b(tak(?:es?|ing) (?:\w+ ){1,3}?)pace(s?)\b", re.I), r"\1step\2"),
    (re.compile(r"\b(?:(hunched|stooped|hunching|stooping)(?: (?:over|forward))?|(bent|doubled) (?:over|forward))"
                r"(?=,? (?:\w+ ){0,2}(?:walk|run|jog|gait|sneak|creep|shuffl)\w*)", re.I), "bent-over"),
    (re.compile(r"\bfor (?:a|one) sec\b", re.I), "for 1 second"),
    (re.compile(r"^((?:(?:an?|the) )?(?:\w+ )??(?:\w+ly )?sits up)"
                r"(?= *(?:$|,|and\b|then\b|slowly|suddenly|quickly))", re.I), r"\1 from lying"),
    (re.compile(r"\b(waits?|pauses?|rests?|holds?) (?:a|one) (?:sec|second|moment|bit)\b", re.I), r"\1 for 1 second"),
    (re.compile(r"(?:\b(?:does|do|doing|performs|makes) )?(?:\ban? )?\babout[- ]face\b", re.I), "turns around"),
    (re.compile(r"\b(?:counter|anti)[ -]clock-?wise\b", re.I), "counterclockwise"),
    (re.compile(r"^(?:(?:an?|the|both) )?((?:peace|victory|v|ok|okay)[ -](?:hand )?(?:sign|gesture))\b", re.I),
     r"holds up a \1"),
    (re.compile(r"^(?:(?:an?|the|double|two|big) )?thumbs?[ -](up|down)\b", re.I), r"gives a thumbs \1"),
    (re.compile(r"^(?:an? )?selfie(?: pose| time| idle)?(?=$|[ ,] ?with)", re.I), "takes a selfie"),
    (re.compile(r"^(?:an? |the )?(?:tele)?phone(?: call)?(?: scene)?[:,] (?=(?:picks?|picking) up)(\w+ up)", re.I),
     r"\1 the phone"),
    (re.compile(r"\b(phone\b.*?\b(?:talk|speak|chat)(?:s|ing))\b(?! (?:on|into) )", re.I), r"\1 on the phone"),
    (re.compile(r"^((?:(?:an?|the) )?(?:[a-z-]+ )?)hands (?=(?:an?|him|her|them|some\w+)\b)", re.I),
     r"\1gives "),
    (re.compile(r"\bhigh[- ]?fiv(?:es|ing)(?= (?:an?|the|his|her|him|them|some\w+)\b)", re.I), "gives a high five to"),
    (re.compile(r"^(?:an? )?high[- ]?fives?$", re.I), "gives a high five"),
    (re.compile(r"^(?:an? )?(?:couple|partner|ballroom|slow)s?[- ]danc(?:e|es|ing)$", re.I), "dances with a partner"),
    (re.compile(r"\bcall(?:s|ing)? (?:someone|somebody|him|her|them|(?:an?|the|his|her) \w+) over\b", re.I), "beckons"),
    (re.compile(r"^(?:an? )?(?:\w+ )?(hug|embrace|handshake)$", re.I), r"gives a \1"),
    (re.compile(r"\b(picks? up (?:(?:an?|the) )?\w+),? and (carry|carries)$", re.I), r"\1 and \2 it"),
    (re.compile(r"\b(?:bob|duck)(?:s|ing)? (?:and|&|n) weav(?:e|es|ing)\b", re.I), "dodges left and right"),
)  # fmt: skip
_ARTICLES = frozenset({"a", "an", "the", "one", "this", "that", "my", "our", "your", "his", "her", "some", "another"})
# What stands first and is no one who does anything.
_NO_SUBJECT = _ARTICLES | PRONOUNS | BODY_PARTS | frozenset(NUMBERS) | frozenset({
    "then", "and", "while", "whilst", "as", "after", "before", "when", "with", "without", "from", "in", "on", "at",
    "to",
    "into", "over", "under", "starts", "first", "both", "not", "just", "also", "very", "it", "slow", "fast", "quick",
    "i", "we", "you", "if", "like", "up", "down", "all", "still", "once", "twice", "by", "for", "of", "off", "each",
    "two", "three", "four", "back", "forward",
})  # fmt: skip
# A length that stands first or by itself: "10 sec of dancing", "5s walk", "wave (3 sec)", "idle, 10 seconds".
_LONG_FIRST = re.compile(
    rf"^(?:an? )?(\d+(?:\.\d+)?|{_WORD_NUMBERS})(?: |-)?(?:seconds?|secs?|s)(?: long)?(?: of)? "
    r"(?!(?:and|then|later|after)\b)(?:an? )?([a-z].*)$", re.IGNORECASE,
)  # fmt: skip
_LONG_LAST = re.compile(
    r"^([^()\d]*?),? ?[(\[-]? ?(?<!for )(?<!about )(\d+(?:\.\d+)?) ?(?:seconds?|secs?|s)(?: long)?[)\]]?$",
    re.IGNORECASE,
)
# How somebody is, said of him before what he does: "dude is drunk and can barely walk".
_IS_AND = re.compile(
    r"^(?:(?:an?|the|my|this|some) )?([a-z]+) (?:is|looks|seems|feels) ((?:(?:very|so|really|totally) )?[a-z-]+),? "
    r"(?:and|so|but) (?:(?:he|she|they|it) )?(?=[a-z])", re.IGNORECASE,
)  # fmt: skip
_BARELY = re.compile(r"\b(?:can|could) (?:barely|hardly|scarcely) ([a-z]+)\b", re.IGNORECASE)
# Nobody falls who nearly does.
_NEARLY = re.compile(
    r"\b(?:nearly|almost) (?:falls?|trips?)(?: over| down)?\b|\btrips?(?= (?:but|and) (?:catch|recover|regain))",
    re.IGNORECASE,
)
_TRIPS_ON = re.compile(r"\b(?:trips|stumbles) (?:while|when) (walking|running|jogging)\b", re.IGNORECASE)
# "one hand on the hip, the other waving", "walks with one hand in the pocket and the other holding a cup".
_ONE_AND_OTHER = re.compile(
    r"^(?P<lead>.*?)(?:,? ?\bwith )?(?:\b(?:the|his|her|their) )?\b(?P<which>one|left|right) (?:hand|arm) "
    r"(?:is |resting |placed |held )*(?P<where>(?:on|at|in|behind|over|by|against) [a-z ]+?)(?:,| and| while)+ "
    r"(?:with |while )?(?:the |his |her |their )?(?:other|right|left)(?: hand| arm| one)? (?:is )?(?P<does>[a-z]+ing)\b"
    r"(?P<rest>[^,]*)$", re.IGNORECASE,
)  # fmt: skip
_ON_FOOT = {"walking": "walks", "running": "runs", "jogging": "jogs"}
_WOMEN = frozenset({"anna", "alice", "sarah", "mary", "jane", "emma", "lisa", "lara", "susan", "kate", "julia", "eve"})
_VERBS_TOO = frozenset({"bob", "rob", "pat", "drew", "will", "jack", "mark", "grant", "chase", "josh", "skip", "bill"})
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_WHO = re.compile(
    r"^((?:a|an|the|my|this|some)(?: [\w-]+){1,4}?) (?:who(?:['’]s| is| was)?|that(?:['’]s| is| was)) "
    r"(?:just |now |slowly |quickly )?(?=([a-z-]+)\b)", re.I,
)  # fmt: skip
_POSTURE_FIRST = re.compile(
    r"^((?:sitting|seated|lying|laying|kneeling|crouching|crouched|squatting|slumped|sprawled|standing)\b[^,;.]*), "
    r"(?!and\b)(?=([a-z'-]+))", re.I,
)  # fmt: skip
# Who goes somewhere until something else happens: "running, stops and looks around", "run, trips and falls".
_GOES_FIRST = re.compile(
    r"^((?:an?|the) \w+ )?(walk(?:ing)?|run(?:ning)?|jog(?:ging)?|sprint(?:ing)?|sneak(?:ing)?|march(?:ing)?|"
    r"crawl(?:ing)?|danc(?:e|ing)|skip(?:ping)?|strut(?:ting)?|swim(?:ming)?|charg(?:e|ing))\b([^,;]*), (?:then )?"
    r"(?=(?:suddenly |abruptly |quickly )?(?:stops|halts|freezes|turns|spins|trips|falls|stumbles|slips|staggers|jumps|"
    r"leaps|dives|rolls|slides|ducks|crouches|kneels|sits|lies|dies|collapses|gets|vaults|climbs|looks|drops)\b)", re.I,
)  # fmt: skip
_IN_A_POSTURE = {"slumped": "sitting", "sprawled": "lying", "crouched": "crouching", "laying": "lying"}
_STATE_FIRST = re.compile(r"^((?:[A-Za-z-]+ ){0,3}?[A-Za-z-]+), (?=([a-z'-]+))")
_HOW = {
    "quick": "quickly", "slow": "slowly", "fast": "fast", "deep": "deeply", "heavy": "heavily", "sudden": "suddenly",
    "small": "slightly", "little": "slightly", "slight": "slightly", "tiny": "slightly", "big": "", "huge": "",
    "brief": "",
    "short": "", "long": "", "nervous": "nervously", "angry": "angrily", "happy": "happily", "sad": "sadly",
    "sharp": "",
    "careful": "carefully", "graceful": "gracefully", "wild": "wildly", "polite": "politely", "casual": "casually",
    "lazy": "lazily", "gentle": "gently", "hard": "hard", "drunken": "drunkenly", "hasty": "quickly",
    "subtle": "slightly",
    "awkward": "awkwardly", "dramatic": "", "simple": "", "single": "once", "double": "twice", "triple": "three times",
    "weary": "wearily", "tired": "tiredly", "proud": "proudly", "cheerful": "happily", "friendly": "", "good": "",
    "full": "", "complete": "", "clumsy": "clumsily", "elegant": "gracefully", "frantic": "frantically", "nice": "",
    "cautious": "carefully", "stealthy": "stealthily", "swift": "fast", "rapid": "fast", "leisurely": "slowly",
    "brisk": "fast", "violent": "hard", "powerful": "hard", "strong": "hard", "weak": "weakly", "stiff": "stiffly",
}  # fmt: skip

_ONCE = frozenset({"stumble", "stagger", "lurch", "totter", "trip", "limp", "sway", "wobble"})  # soon over, as a noun

Known = Callable[[str], frozenset[str]]


def in_words(text: str, known: Known) -> str:
    """The text with its subject said, its opening behind it and its counts in words. known: the facts that are
    known of a text."""
    for pattern, meant in _COUNTS:
        text = pattern.sub(meant, text)
    text = _in_length(_being(_caught(text)))
    text = _ONE_AND_OTHER.sub(_two_hands, _without_who(text))
    return _noun_done(text, known) or _opened(text) or _with_subject(text)


def going_first(text: str) -> str:
    """The text with who goes somewhere until something else happens as doing one and then the other."""
    going = _GOES_FIRST.match(text)
    does = going and next(
        (base for base, form in forms().get(going[2].lower(), ()) if form in ("gerund", "base")), None
    )
    return f"{going[1] or 'a person '}{third(does)}{going[3]}, {text[going.end() :]}" if going and does else text


def _caught(text: str) -> str:
    """The text with who trips and nearly falls as who stumbles."""
    if _TRIPS_ON.search(text):
        text = _TRIPS_ON.sub(lambda found: f"{_ON_FOOT[found[1].lower()]} and stumbles forward", text)
        return re.sub(rf"(?:,| and|, and) {_NEARLY.pattern}", "", text, flags=re.I)
    return _NEARLY.sub("stumbles forward", text)


def _in_length(text: str) -> str:
    """The text with its length behind what is done: "10 sec of dancing" as "dancing for 10 seconds"."""
    if first := _LONG_FIRST.match(text):
        does = first[2].split(" ", 1)
        verb = _named_verb(does[0].lower())
        done = " ".join([third(verb), *does[1:]]) if verb and does[0].lower() == verb else first[2]
        return f"{'a person ' if done != first[2] else ''}{done} for {first[1]} seconds"
    last = _LONG_LAST.match(text)
    return f"{last[1].strip()} for {last[2]} seconds" if last and last[1].strip() else text


def _named_verb(word: str) -> str | None:
    return next((base for base, form in (*forms().get(word, ()), *verb_forms().get(word, ())) if form == "base"), None)


def _being(text: str) -> str:
    """The text with how somebody is before his name: "a drunk dude walks"."""
    text = _BARELY.sub(lambda found: third(found[1].lower()), text)
    found = _IS_AND.match(text)
    who = {"he": "person", "she": "woman", "someone": "person", "somebody": "person"}.get(
        found[1].lower(), found[1].lower()
    ) if found else ""  # fmt: skip
    if not found or not manners_of(f"a {found[2].lower()} person walks") or who in PRONOUNS | BODY_PARTS:
        return text
    how = found[2].lower()
    return f"{_article(how)} {how} {who} {text[found.end() :]}"


def _two_hands(found: re.Match[str]) -> str:
    """What each hand does, with its side."""
    lead, does, rest = found["lead"].strip(" ,"), found["does"].lower(), found["rest"]
    hand = "right" if found["which"].lower() == "right" else "left"
    side = "left" if hand == "right" else "right"
    base = next(
        (base for base, form in (*forms().get(does, ()), *verb_forms().get(does, ())) if form == "gerund"), None
    )
    if base is None:
        return found[0]
    if not lead or re.fullmatch(r"(?:(?:an? |the )?\w+ )??(?:is )?stand(?:s|ing)", lead, re.I):
        who = re.sub(r" ?(?:is )?stand(?:s|ing)$", "", lead, flags=re.I) or "a person"
        return f"{who} {third(base)}{rest} with the {side} hand, the {hand} hand {found['where']}"
    return f"{lead} with the {hand} hand {found['where']} while {does}{rest} with the {side} hand"


def is_finite(word: str) -> bool:
    """Whether it is a verb in the third person."""
    return any(form == "third" for _, form in (*forms().get(word, ()), *verb_forms().get(word, ())))


def _without_who(text: str) -> str:
    """ "a guy who limps down the street" as "a guy limps down the street", where nothing else is done."""
    found = _WHO.match(text)
    if not found or not (_is_verb(found[2].lower(), ("third", "gerund", "past"))):
        return text
    rest = text[found.end() :]
    others = [word for word in _WORD.findall(rest)[1:] if is_finite(word.lower())]
    joined = re.search(r"\b(?:and|then|while)\b|,", rest)
    return text if others and not joined else f"{found[1]} {rest}"


def _is_verb(word: str, wanted: tuple[str, ...]) -> bool:
    return any(form in wanted for _, form in (*forms().get(word, ()), *verb_forms().get(word, ())))


def _opened(text: str) -> str | None:
    """A text that begins with a posture or a state and goes on without a subject, with one."""
    posture = _POSTURE_FIRST.match(text)
    if posture and is_finite(posture[2].lower()):
        first, _, place = posture[1].partition(" ")
        first = _IN_A_POSTURE.get(first.lower(), first.lower())
        return f"a person {first} {place}".rstrip() + f" {text[posture.end() :]}"
    state = _STATE_FIRST.match(text)
    if not state or not is_finite(state[2].lower()):
        return None
    words = [word.lower() for word in state[1].split()]
    rest = text[state.end() :]
    if (
        words[0] in _ARTICLES | PRONOUNS
        or any(is_finite(w) and w not in BODY_PARTS for w in words)
        or _is_verb(words[0], ("base",))
    ):
        return None
    if BODY_PARTS & set(words[:2]) or words[-1].endswith("ing") or words[0].endswith("ing"):
        return f"{state[1]}, a person {rest}"
    if len(words) <= 3 and not words[0].endswith("ly") and words[0] not in _NO_SUBJECT:
        return f"{_article(words[0])} {' '.join(words)} person {rest}"
    return None


def _noun_done(text: str, known: Known) -> str | None:
    """What is done, where a text only names it: "a stumble", "quick glance over the shoulder"."""
    words = text.split()
    at, how = 0, list[str]()
    if words and words[0].lower() in ("a", "an", "one", "another", "the"):
        at = 1
    while at < len(words) and words[at].lower() in _HOW:
        how.append(_HOW[words[at].lower()])
        at += 1
    double = at and words[at - 1].lower() == "double" and "-".join(words[at - 1 : at + 1]).lower() in meanings()
    at -= 1 if double else 0
    if at >= len(words) or (at == 0 and "-".join(words[:2]).lower() not in meanings()) or known(text):
        return None
    noun = words[at].lower().strip(",.")
    named = "-".join(word.lower().strip(",.") for word in words[at : at + 2])
    if at + 1 < len(words) and named in meanings():  # "a fist pump"
        return " ".join([f"a person {third(named)}", *words[at + 2 :]])
    if not _is_verb(noun, ("base",)) or any(is_finite(w.lower().strip(",.")) for w in words[at + 1 :]):
        return None
    if noun in PEOPLE or (noun not in meanings() and noun not in forms()):
        return None
    rest = " ".join(words[at + 1 :])
    if noun in _ONCE and "second" not in rest:
        how.append("for 2 seconds")
    return " ".join(part for part in (f"a person {third(noun)}", rest, *how) if part)


def _with_subject(text: str) -> str:
    """A text whose subject has no article with one: "grandma hobbles", "tired soldier sits down", "Bob waves"."""
    words = _WORD.findall(text)
    lows = [word.lower() for word in words]
    if not lows or lows[0] in _NO_SUBJECT or lows[0] in PEOPLE or lows[0].endswith("ly"):
        return text
    if _is_verb(lows[0], ("base", "third", "gerund")) and not _names_someone(words):
        return text
    at = next((i for i in range(1, min(5, len(lows))) if is_finite(lows[i])), 0)
    lead = text[: text.find(words[at])] if at else ""
    if not at or re.search(r"[,.;:]", lead) or any(low in _NO_SUBJECT for low in lows[1:at]):
        return text
    if at == 1 and words[0][0].isupper():
        who = "a woman" if lows[0] in _WOMEN else "a person"
        return who + text[len(words[0]) :] if _is_a_name(words[0]) else f"a {text[0].lower()}{text[1:]}"
    return f"{_article(lows[0])} {text[0].lower()}{text[1:]}"


def _names_someone(words: list[str]) -> bool:
    """Whether the first word is somebody though it is a verb too: "Bob waves", "guard walks off"."""
    low = words[0].lower()
    return low in _COMMON or (low in _VERBS_TOO and words[0][0].isupper())


_COMMON_NOUNS = """
soldier hero guard knight zombie robot monster orc goblin elf dwarf player enemy npc grandma grandpa granny mum mom dad
mother father kid toddler baby teen teenager dude bloke guy chap lad lass cop policeman thief burglar pirate clown chef
waiter waitress nurse doctor wizard witch ninja samurai cowboy alien ghost vampire werewolf skeleton troll giant bear
dancer boxer runner sprinter athlete businessman businesswoman student teacher farmer butler maid prisoner drunk model
character actor actress drummer singer worker builder driver fighter warrior archer hunter rogue mage priest monk king
"""
_COMMON = frozenset(_COMMON_NOUNS.split())


def _is_a_name(word: str) -> bool:
    return word.lower() not in _COMMON


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"
