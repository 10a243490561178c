"""Texts that don't begin with what is done, in the order in which it is done: "after two seconds, she waves"."""

from __future__ import annotations

import re

from ..vocabulary.inflection import third
from ..vocabulary.lexicon import forms
from ..vocabulary.subjects import subject_at
from ..vocabulary.verbs import head_at
from ..vocabulary.words import NUMBER, joined, words_of
from .word_order import POSTURES, end_of_clause

# "from a sitting position", in front or behind.
_FROM = re.compile(
    r"^\s*(?:starting |beginning )?(?:from|in) an? (standing|sitting|seated|lying|kneeling|crouching|crouched) "
    r"(?:position|posture|pose)\s*,?\s*|"
    r",?\s*\b(?:starting )?from an? (standing|sitting|seated|lying|kneeling|crouching|crouched) (?:position|"
    r"posture|pose)\b",
    re.IGNORECASE,
)
# "sitting on a bench, gets up", "starts crouched, then leaps": where somebody is before he does anything.
_IS_FIRST = re.compile(
    r"^\s*(?P<who>(?:(?:an? |the )?[a-z]+ )?(?:is )?)(?:starts?|starting|begins?|beginning) (?:off |out )?"
    r"(?P<starts>standing|sitting|seated|lying|laying|kneeling|crouched|crouching|squatting)(?P<there>[^,;.]*?)"
    r"(?:\s*[,;.]\s*(?:and )?(?:then )?|,? (?:and )?then |,? and )(?P<rest>[a-z].*)$|"
    r"^\s*(?P<is>standing|sitting|seated|lying|laying|kneeling|crouched|crouching|squatting)(?P<where>(?: [^,;.]*?)?)"
    r"(?:\s*[,;.]\s*(?:and )?(?:then )?|,? (?:and )?then )(?P<does>[a-z].*)$",
    re.IGNORECASE,
)
_ON_HANDS = re.compile(  # "hands in pockets, walks off"
    r"^\s*(?:with )?((?:(?:both|his|her|the) )?(?:hands|arms) [a-z ]+?),\s*(?:and )?([a-z].*)$", re.IGNORECASE
)
# "after two seconds, he waves" and "he waves after two seconds".
_DELAY = re.compile(
    rf"^\s*after (?:about |around |waiting (?:for )?|a pause of |a delay of )?"
    rf"((?:a|another|{NUMBER}|a couple of)(?: and a half)?(?: short| brief)? (?:seconds?|secs?|moment|pause|while|"
    rf"wait)|"
    rf"\d+(?:\.\d+)? ?s)\s*,?\s+(.+)$",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    rf"^([^,.;]+?),? after (?:about |waiting (?:for )?)?((?:{NUMBER}|"
    rf"a couple of)(?: and a half)? seconds?)\s*[.]?$",
    re.IGNORECASE,
)
# "the right arm goes up" and "his left hand waves": a limb as the subject.
_LIMB_MOVES = re.compile(
    r"^(?P<limb>(?:the|his|her|their|an?|any) (?:left|right) (?:arm|hand|leg|foot|knee)|both (?:of )?(?:his |her |"
    r"the )?"
    r"(?:arms|hands)|(?:the|his|her|their) (?:arms|hands)) (?:goes|go|rises|rise|moves|move|comes|come|"
    r"(?:is|are) (?:being )?(?:raised|lifted|moved|held))(?P<way> up(?:wards?)?| above| over|(?= *(?:$|[,.;]|high|"
    r"slowly|quickly)))?",
    re.IGNORECASE,
)
# "stops to look": which is a stop, then a look, and not the end of looking.
_STOPS_TO = re.compile(r"\bstops (?:briefly )?to (\w+)")
_LIMB_DOES = re.compile(
    r"^(?:(?:the|a|an) \w+'s|the|his|her|their|its) (left|right) (arm|hand|leg|foot|fist) (waves|kicks|punches|jabs)\b",
    re.IGNORECASE,
)


def text_in_order(text: str) -> tuple[str, str | None]:
    """A text whose opening is a posture, a wait or a limb, said in the order in which it is done, and that posture."""
    text = _STOPS_TO.sub(lambda m: f"stops and {third(m[1])}" if _is_base(m[1]) else m[0], text)
    text, begin = _without_posture(text)
    if waits := _behind_a_wait(text):
        return waits, begin
    return _with_limb_as_object(text), begin


def _without_posture(text: str) -> tuple[str, str | None]:
    """A text without the posture in which somebody is at first, and that posture; hands that are held somewhere from
    the beginning stand behind what is done with the legs."""
    begin = None
    if posture := _FROM.search(text):
        begin = POSTURES[(posture[1] or posture[2]).lower()]
        text = (text[: posture.start()] + " " + text[posture.end() :]).strip()
    if found := _IS_FIRST.match(text):
        rest = found["rest"] or found["does"]
        verb = head_at(words_of(rest), 0)
        if verb is not None and verb.form in ("third", "base"):
            who = re.sub(r"\bis $", "", found["who"] or "")
            return f"{who}{rest}", POSTURES[(found["starts"] or found["is"]).lower()]
    if hands := _ON_HANDS.match(text):
        words = words_of(hands[2])
        verb = head_at(words, 0)
        if verb is not None and verb.form in ("third", "base", "gerund"):
            last = end_of_clause(words, verb.inner + 1)
            return joined((*words[:last], *words_of(f"with {hands[1]}"), *words[last:])), begin
    return text, begin


def _behind_a_wait(text: str) -> str | None:
    """A text that begins after a while as standing for that long, then what it says; None for all others."""
    if delay := _DELAY.match(text):
        wait, main = delay[1], delay[2]
    elif (late := _DELAYED.match(text)) and not re.search(r"\b(?:and|then|while)\b", late[1]):
        wait, main = late[2], late[1]
    else:
        return None
    wait = re.sub(r"^an? .*(?:pause|while|wait)$", "a moment", wait)
    words = words_of(main)
    subject, at = subject_at(words, 0)
    who = " ".join(word.text for word in words[:at])
    does = main.split(maxsplit=at)[at:] if at else [main]
    if not does or not (subject.said or head_at(words, 0)):
        return None
    return f"{who} stands still for {wait}, then {' '.join(does)}".strip()


def _with_limb_as_object(text: str) -> str:
    """A text in which a limb does it as somebody's: "his right hand waves" -> "waves with the right hand"."""
    text = _LIMB_DOES.sub(r"\3 with the \1 \2", text)
    limb = _LIMB_MOVES.match(text)
    if limb and limb["way"] is not None and not re.search(r"\b(?:left|right|other)\b", text[limb.end() :]):
        return f"raises {limb['limb']}{limb['way']}{text[limb.end() :]}"
    return text


def _is_base(word: str) -> bool:
    return any(form == "base" for _, form in forms().get(word, ()))
