"""What the words of one clause say that can be measured: the action, how often, how fast, how high; with hands, limbs,
postures and ways from the modules beside this one."""

from __future__ import annotations

import re
from dataclasses import replace

from ..steps import Facts
from ..vocabulary.inflection import singular
from ..vocabulary.lexicon import GO, HAND, PHRASES, STAY, Sense
from ..vocabulary.verbs import Verb
from ..vocabulary.words import NUMBER, number
from .hands import hands_of
from .limbs import with_limb_of
from .postures import with_postures
from .travel import ON_THE_SPOT, direction_of, with_turn, with_way

# Ways of walking that, backwards, are one reaction and no gait.
STUMBLES = frozenset({"stumble", "stagger", "reel", "totter", "lurch"})
_TIMES = re.compile(
    rf"\b({NUMBER}) (?:more )?times\b|(?<!at )(?<!for )\b(once|twice|thrice)\b(?! (?:again|around|round|more))"
)
# A number before what is done: "two jumps".
_COUNTED = re.compile(
    rf"\b(a couple of|(?!a (?:few|lot|series|set|bunch|number|bit)\b){NUMBER}) (?:\w+ ){{0,2}}?(jumps?|hops?|"
    rf"kicks?|punch(?:es)?|squats?|knee bends?|steps?|jumping jacks?|"
    r"star jumps?|jacks?|push[- ]?ups?|sit[- ]?ups?|lunges?|cartwheels?|spins?|twirls?|claps?|bows?|turns?|"
    r"somersaults?|flips?|jabs?|leaps?|burpees?|backflips?|rolls?|waves?|skips?|nods?|pirouettes?|crunch(?:es)?|stamps?|"
    r"stomps?|press[- ]?ups?)\b"
)
_AND_OTHERS = re.compile(rf"(?:,| and) (?:an?|{NUMBER}) \w")  # "a left jab, a right cross": who can tell how many
_SLOW = re.compile(r"\b(?:slow|slowly|leisurely|unhurriedly|in slow motion)\b(?! down)")
_FAST = re.compile(
    r"\b(?:fast|quick|quickly|rapidly|briskly|swiftly|hurriedly|at full speed|at top speed|brisk)\b|"
    r"\b(?:speed|power)[- ]?walk\w*"
)
_HIGH = re.compile(r"\b(?:high|higher|highest)\b(?![ -](?:five|knee|kick|heel)s?)|\bhigh[ -]kicks?\b")
_OVERHEAD = re.compile(
    r"\b(?:overhead|(?:above|over) (?:the|his|her|their|its) heads?|(?:top|tall|upper|highest) (?:\w+ )?"
    r"(?:shel(?:f|ves)|cupboard|cabinet|branch)|(?:to|towards?|at|for) (?:the|a) (?:ceiling|sky|stars|sun|moon))\b"
)
_UPWARD = re.compile(r"\bup\b(?! (?:to|from|and down)\b)|\bup(?:wards?|stairs)\b")
_LOW = re.compile(r"\b(?:low|deep|deeply)\b")
_STILL = re.compile(
    r"\b(?:still\b(?= *(?:$|[,.;]|and\b|for\b|with\b|while\b|on\b|in\b|at\b|there\b))|motionless|immobile|"
    r"without (?:moving|a move|any movement|movement)(?! (?:the|his|her|their|any|forward))|not moving|idle|idles|"
    r"idly)\b"
)
# Who does these doesn't stand still, whatever else is said.
_STIRS = re.compile(r"\b(?:shift(?:s|ing)?|sway(?:s|ing)?|rock(?:s|ing)?|fidget(?:s|ing)?|swing(?:s|ing)?|weight)\b")
# Postures that are said beside what is done, and those that somebody gets up from.
_SEATED = re.compile(r"\b(?:while|whilst) (?:sitting|seated)\b|\bin a (?:seated|sitting) position\b|\bseated\b")
_SEATS = r"(?:\w+ )?(?:chair|seat|bench|stool|sofa|couch|armchair|seated position|sitting position)"
_CROUCHED = re.compile(
    r"\bin an? (?:\w+ )?(?:crouch|squat|crouched (?:position|posture|stance)|crouching (?:position|posture))\b|"
    r"\b(?:crouched|crouching|half-crouched|ducked|ducking|squatting|low to the (?:ground|floor))\b"
)
_FROM_SEAT = re.compile(rf"\b(?:from|off|out of) (?:a|the|his|her|their) {_SEATS}\b|\bfrom (?:sitting|being seated)\b")
_FROM = ((re.compile(r"\b(?:from|off) (?:of )?(?:the|his|her|their|a) (?:floor|ground|back|stomach|belly|bed|mat|"
                r"lying)\b|"
                     r"\b(?:from|out of) bed\b|\bfrom lying\b"), "lying"),
         (re.compile(r"\bfrom (?:a )?(?:kneel|knees|his knees|her knees)"), "kneeling"),
         (re.compile(r"\bfrom (?:a )?(?:crouch|squat)"), "crouching"))  # fmt: skip
# Of what is done for as long as there is.
_OPEN = re.compile(r"\b(?:again and again|over and over|repeatedly|several times|many times|continuously|for a while|"
                   r"up and down|back and forth|in place|on the spot|a few times|some|a few|several|many|"
                   r"(\w+) after \1|non-?stop|without (?:stopping|pause|a break))\b")  # fmt: skip
# "bends down to pick something up", but for what stands on a shelf.
_TO_PICK_UP = re.compile(
    r"\bto (?:pick|lift|grab|take|get|collect|retrieve|gather) (?!(?:\w+ )*?(?:shel|off a (?:tall|high)))"
)
# What is hit by a blow of the fist: "hits the bag", or nothing that is said.
_A_BLOW = re.compile(
    r"\b(?:(?:punch\w* |punching |heavy |sand)?bag|pads?|opponent|enemy|air|face|jaw|chin|someone|somebody|him|"
    r"fists?|knuckles)\b|"
    r"^(?:\w+ly )?(?:hits?|strikes?|hitting|striking)(?: (?:forward|out|hard|twice|with (?:the|his|her) (?:left|"
    r"right) hand))*$"
)
# Of hopping along, which is no single hop.
_HOPS_ON = re.compile(r"\b(?:leg|foot|forwards?|backwards?|sideways|along|around|about|across|like)\b")
_ON_THE_FLOOR = re.compile(r"\b(?:on|onto|to) (?:the |a )?(?:floor|ground|grass|mat|carpet|rug)\b|\bcross[- ]legged\b")
# Arms that are swung in circles.
_ROUND = re.compile(
    r"\barms?\b.*\b(?:circles?|circling|round and round|windmills?)\b|\bcircl\w+ .*\barms?\b|"
    r"\b(?:arm circles|windmills? .*arms?)\b"
)
_CLIMBS = re.compile(
    r"\b(?:(?:up|down)?stairs?|staircase|stairway|ladder|slope|hill|ramp|rope|"
    r"(?:up|down) (?:(?:a|the|some|a few|several|\w+) )?steps?)\b"
)


def facts_of(text: str, verb: Verb) -> Facts:
    """What the words of a clause say. text: all of it. verb: what is done in it."""
    said, sense = text.lower(), verb.sense
    found = Facts(
        action=sense.action, speed=_speed(said) or sense.speed, begin=sense.begin, end=sense.end,
        count=count_of(said, sense.action), still=_is_still(said, sense), hands=hands_of(said) or sense.hands,
    )  # fmt: skip
    found = replace(found, action=_action(said, verb, found.action))
    found = with_limb_of(found, said, verb)
    found = _with_posture(found, said, sense.kind)
    found = _with_height(found, said)
    found = with_turn(found, said, sense.kind)
    found = replace(found, direction=direction_of(said, found, GO if verb.base == "dodge" else sense.kind))
    found = with_way(found, said, sense.kind)
    if verb.base == "step" and found.action == "step" and found.direction in ("left", "right") and not found.count:
        found = found if sense.kind == GO or goes_on(text, verb) else replace(found, count=1)
    ways = ("backward", "forward") if verb.base == "stumble" else ("backward",)
    if verb.base in STUMBLES and found.direction in ways:
        found = replace(found, action="stumble")
    return with_postures(found, said, verb.base)


def _is_still(said: str, sense: Sense) -> bool:
    """Whether hardly anything moves: only of who stays, and not of who shifts or sways."""
    return sense.kind == STAY and not _STIRS.search(said) and (sense.still or bool(_STILL.search(said)))


def _action(said: str, verb: Verb, action: str | None) -> str | None:
    """The action by what it is done for or where: bending for what is picked up, reaching up, stairs."""
    if verb.sense.kind == GO and (
        _CLIMBS.search(said) or (verb.base == "go" and re.search(r"\bgo\w* (?:up|down)\b", said))
    ):
        return "climb" if _UPWARD.search(said) or verb.base in ("climb", "ascend") else None  # no level way
    if action in ("bend", "crouch", "squat", "kneel") and _TO_PICK_UP.search(said):
        return "lift"
    if verb.base in ("hit", "strike") and not _A_BLOW.search(said):
        return None  # a ball, a drum, a nail: no blow of the fist
    if action is None and _ROUND.search(said):
        return "circle"
    if verb.base == "stretch" and action is None and _OVERHEAD.search(said):
        return "raise"
    if action == "reach" and (_OVERHEAD.search(said) or _UPWARD.search(said) or _HIGH.search(said)):
        return "raise"
    return action


def goes_on(text: str, verb: Verb) -> bool:
    """Whether what takes a certain time of itself is done for as long as there is: "does squats", "again and again"."""
    said = text.lower()
    if verb.sense.action in ("turn", "spin"):
        said = ON_THE_SPOT.sub("", said)  # where else
    hops = verb.sense.action == "hop" == verb.base and not verb.noun and not count_of(said, "hop")
    return verb.plural or bool(_OPEN.search(said)) or (hops and bool(_HOPS_ON.search(said)))


def count_of(said: str, action: str | None) -> int | None:
    """How often an action is done: "three times", "twice", "two jumps", "a couple of"; steps of who walks, too."""
    times = _TIMES.search(said)
    if times:
        return {"once": 1, "twice": 2, "thrice": 3}.get(times[2] or "") or max(1, round(number(times[1])))
    if _AND_OTHERS.search(said):
        return None
    for counted in _COUNTED.finditer(said):
        noun = singular(counted[2])
        sense = PHRASES.get((noun,)) or PHRASES.get(tuple(noun.replace("-", " ").split()))
        of = sense.action if sense else None
        if of == action or (of, action) in (("step", "walk"), ("step", "run")):
            return 2 if counted[1].startswith("a couple") else max(1, round(number(counted[1])))
    return None


def _speed(said: str) -> str | None:
    """Slow or fast; None where it says neither, or both of two things."""
    slow, fast = bool(_SLOW.search(said)), bool(_FAST.search(said))
    return None if slow == fast else "slow" if slow else "fast"


def _with_posture(facts: Facts, said: str, kind: str) -> Facts:
    """The facts with the posture that is said beside what is done, or that somebody gets up from."""
    if _SEATED.search(said) and kind in (HAND, STAY):
        return replace(facts, begin="sitting", end="sitting")
    if kind == GO and facts.action != "crawl" and _CROUCHED.search(said):
        return replace(facts, begin="crouching", end="crouching")
    if facts.action == "rise":
        begin = "sitting" if _FROM_SEAT.search(said) else next((w for p, w in _FROM if p.search(said)), facts.begin)
        return replace(facts, begin=begin)
    return facts


def _with_height(facts: Facts, said: str) -> Facts:
    """The facts with how high a jump, kick or limb goes, or how low it is done."""
    if facts.action in ("jump", "hop", "kick", "raise", "skip") and _HIGH.search(said):
        return replace(facts, height="high")
    if facts.action in ("raise", "clap") and _OVERHEAD.search(said):
        return replace(facts, height="high")
    if facts.action == "sit" and _ON_THE_FLOOR.search(said):
        return replace(facts, height="low")
    if facts.action in ("crouch", "squat", "lunge", "kick", "bow", "bend") and _LOW.search(said):
        return replace(facts, height="low")
    return facts
