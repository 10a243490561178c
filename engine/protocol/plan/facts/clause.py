"""What the words of one clause say that can be measured: sides, ways, turns, counts, speeds, postures, hands."""

from __future__ import annotations

import re
from dataclasses import replace

from ..steps import Facts
from ..vocabulary.inflection import singular
from ..vocabulary.lexicon import BODY, GO, HAND, PHRASES, STAY, Sense
from ..vocabulary.turns import turn_of
from ..vocabulary.verbs import Verb
from ..vocabulary.words import NUMBER, number
from .hands import hands_of
from .postures import with_postures

_LIMB_NAMES = {
    "hand": "hand", "fist": "hand", "palm": "hand", "wrist": "hand", "arm": "arm", "forearm": "arm", "leg": "leg",
    "thigh": "leg", "foot": "foot", "feet": "foot", "heel": "foot", "toe": "foot", "ankle": "foot", "knee": "knee",
}  # fmt: skip
_LIMB = r"(?:hand|fist|palm|wrist|arm|forearm|leg|thigh|foot|feet|heel|toe|ankle|knee)s?"
_SIDED = re.compile(
    rf"\b(with )?(?:(?:the|his|her|their|its|a) )?(left and (?:the |his |her )?right|"
    rf"right and (?:the |his |her )?left|left|right|both)(?: of)?(?: (?:his|her|their|the))?"
    rf"(?: (?:straight|bent|outstretched|raised|open|front|back|rear|lead))? ({_LIMB})\b"
)
_FIRST_FOOT = re.compile(r"\b(?:foot|leg|knee) (?:first|in front|ahead|leading)\b")
# Whose object is no limb that does it: "touches the left knee".
_TO_A_LIMB = frozenset({"touch", "rub", "scratch", "grab", "grasp", "wash", "wipe", "brush", "pat", "slap", "check"})
_WITH_A_LIMB = re.compile(rf"\bwith (?:the |his |her |their |both |one )*(?:left |right )?{_LIMB}\b")
_ELBOW = re.compile(r"\bwith (?:the|his|her|their) (?:left |right )?(?:elbow|shoulder|hip|head)\b")
_PLURAL = re.compile(r"\b(?:his|her|their|its|the) (?:\w+ )?(hands|arms|legs|feet|knees|fists)\b")
_ONE = re.compile(r"\b(?:on|with|from) (?:one|a single) (leg|foot|hand|arm|knee)\b(?! to )")
_BLOW = re.compile(r"\b(left|right)(?:[ -](?:front|side|back|high|low|roundhouse|handed|straight|push|hook))? "
                   r"(?:kick|punch|jab|hook|uppercut|cross|wave)(?:s|es)?\b|\bwith (?:the|his|her|their) (left|right)\b"
                   r"(?! (?:hip|side|shoulder|elbow))")  # fmt: skip
_IN_TURN = re.compile(r"\b(?:left and (?:then )?right|right and (?:then )?left|alternat(?:ely|ing|ingly))\b")
_FORWARD = re.compile(r"\b(?:forwards?|ahead|straight on)\b|\bmarch\w* (?:past|by|off|away|along|on)\b")
_BACKWARD = re.compile(r"\bbackwards?\b")
_MOVES_BACK = re.compile(r"\b(?:mov(?:es?|ing)|(?:stumbl|stagger|reel|totter|lurch)(?:es|e|s|ing|ed|ering)?)\b")
STUMBLES = frozenset({"stumble", "stagger", "reel", "totter", "lurch"})
_BACK = re.compile(r"(?<!and )\bback(?! (?:up|down|to|from|kick|flip|foot|leg))\b")
_NO_SIDE = r"(?! (?:hand|arm|leg|foot|knee|shoulder|hip|elbow|fist|heel|side\b))"
_TO_A_SIDE = re.compile(r"\b(?:to|towards?) (?:the|his|her|their|its) (left|right)\b(?! (?:hand|arm|leg|foot|knee))|"
                    r"(?<! a )(?<!the )(?<!his )(?<!her )(?<!their )(?<!with )\b(left|right)(?:wards?)?\b"
                    + _NO_SIDE)  # fmt: skip
_THERE_AND_BACK = re.compile(
    r"\b(?:back and for\w+|forwards? and back\w*|backwards? and for\w+|to and fro|side to side)\b"
)
_SIDEWAYS = re.compile(
    r"\b(?:sideways|sidewise|sideward|sidles?|sidling|aside|sidestep\w*|side-step\w*|(?:to|towards?) (?:the|one|"
    r"his|her|their) side)\b(?! of)"
)
_NOT_TO_A_SIDE = re.compile(r"\bdiagonal|\bturn(?:s|ing)?\b|\baround\b|\bround\b")
_ON_THE_SPOT = re.compile(r"\b(?:in place|on the spot|on one spot|without moving forward)\b")
_TIMES = re.compile(
    rf"\b({NUMBER}) (?:more )?times\b|(?<!at )(?<!for )\b(once|twice|thrice)\b(?! (?:again|around|round|more))"
)
_COUNTED = re.compile(
    rf"\b(a couple of|(?!a (?:few|lot|series|set|bunch|number|bit)\b){NUMBER}) (?:\w+ ){{0,2}}?(jumps?|hops?|"
    rf"kicks?|punch(?:es)?|squats?|knee bends?|steps?|jumping jacks?|"
    r"star jumps?|jacks?|push[- ]?ups?|sit[- ]?ups?|lunges?|cartwheels?|spins?|twirls?|claps?|bows?|turns?|"
    r"somersaults?|flips?|jabs?|leaps?|burpees?|backflips?|rolls?|waves?|skips?|nods?|pirouettes?|crunch(?:es)?|stamps?|"
    r"stomps?|press[- ]?ups?)\b"
)
_AND_OTHERS = re.compile(rf"(?:,| and) (?:an?|{NUMBER}) \w")  # "a left jab, a right cross": who can tell how many
_SLOW = re.compile(r"\b(?:slow|slowly|leisurely|unhurriedly|in slow motion)\b(?! down)")
_FAST = re.compile(r"\b(?:fast|quick|quickly|rapidly|briskly|swiftly|hurriedly|at full speed|at top speed|brisk)\b")
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
_STIRS = re.compile(r"\b(?:shift(?:s|ing)?|sway(?:s|ing)?|rock(?:s|ing)?|fidget(?:s|ing)?|swing(?:s|ing)?|weight)\b")
_SEATED = re.compile(r"\b(?:while|whilst) (?:sitting|seated)\b|\bin a (?:seated|sitting) position\b|\bseated\b")
_SEATS = r"(?:\w+ )?(?:chair|seat|bench|stool|sofa|couch|armchair|seated position|sitting position)"
_CROUCHED = re.compile(
    r"\bin an? (?:\w+ )?(?:crouch|squat|crouched (?:position|posture|stance)|crouching (?:position|posture))\b|"
    r"\b(?:crouched|crouching|half-crouched|ducked|ducking|squatting|low to the (?:ground|floor))\b"
)
_FROM_SEAT = re.compile(rf"\b(?:from|off|out of) (?:a|the|his|her|their) {_SEATS}\b|\bfrom (?:sitting|being seated)\b")
_FROM = ((re.compile(r"\b(?:from|off) (?:of )?(?:the|his|her|their|a) (?:floor|ground|back|stomach|belly|bed|mat|"
                r"lying)\b|"
                     r"\bfrom lying\b"), "lying"),
         (re.compile(r"\bfrom (?:a )?(?:kneel|knees|his knees|her knees)"), "kneeling"),
         (re.compile(r"\bfrom (?:a )?(?:crouch|squat)"), "crouching"))  # fmt: skip
_TRAVELS = frozenset({"jump", "hop", "skip", "step", "crawl", "roll", "lunge", "cartwheel", "flip", "fall"})
_OPEN = re.compile(r"\b(?:again and again|over and over|repeatedly|several times|many times|continuously|for a while|"
                   r"up and down|back and forth|in place|on the spot|a few times|some|a few|several|many|"
                   r"(\w+) after \1|non-?stop|without (?:stopping|pause|a break))\b")  # fmt: skip
_MOVED = {
    "lunge": "leg",
    "hop": "leg",
    "step": "foot",
    "stamp": "foot",
    "throw": "hand",
    "reach": "hand",
}  # where a side is said
_TO_PICK_UP = re.compile(
    r"\bto (?:pick|lift|grab|take|get|collect|retrieve|gather) (?!(?:\w+ )*?(?:shel|off a (?:tall|high)))"
)
_A_BLOW = re.compile(
    r"\b(?:(?:punch\w* |punching |heavy |sand)?bag|pads?|opponent|enemy|air|face|jaw|chin|someone|somebody|him|"
    r"fists?|knuckles)\b|"
    r"^(?:\w+ly )?(?:hits?|strikes?|hitting|striking)(?: (?:forward|out|hard|twice|with (?:the|his|her) (?:left|"
    r"right) hand))*$"
)
_HOPS_ON = re.compile(r"\b(?:leg|foot|forwards?|backwards?|sideways|along|around|about|across|like)\b")
_ON_THE_FLOOR = re.compile(r"\b(?:on|onto|to) (?:the |a )?(?:floor|ground|grass|mat|carpet|rug)\b|\bcross[- ]legged\b")
_ROUND = re.compile(
    r"\barms?\b.*\b(?:circles?|circling|round and round|windmills?)\b|\bcircl\w+ .*\barms?\b|"
    r"\b(?:arm circles|windmills? .*arms?)\b"
)
_CLIMBS = re.compile(
    r"\b(?:(?:up|down)?stairs?|staircase|stairway|ladder|slope|hill|ramp|rope|"
    r"(?:up|down) (?:(?:a|the|some|a few|several|\w+) )?steps?)\b"
)
_LIMB_OF = {"punch": "hand", "kick": "leg", "wave": "hand", "raise": "arm", "point": "hand"}


def facts_of(text: str, verb: Verb) -> Facts:
    """What the words of a clause say. text: all of it. verb: what is done in it."""
    said, sense = text.lower(), verb.sense
    found = Facts(
        action=sense.action, speed=_speed(said) or sense.speed, begin=sense.begin, end=sense.end,
        count=count_of(said, sense.action), still=_is_still(said, sense), hands=hands_of(said) or sense.hands,
    )  # fmt: skip
    found = replace(found, action=_action(said, verb, found.action))
    if not (verb.base in _TO_A_LIMB and not _WITH_A_LIMB.search(said)) and not _ELBOW.search(said):
        found = with_limb(found, said)
    if sense.kind == GO or (found.limb in ("leg", "foot", "knee") and _FIRST_FOOT.search(said)):
        found = replace(found, side=None, limb=None)  # all of them walk
    if sense.action == "stand":  # it stands with both
        found = replace(found, side=None, limb=None)
    found = _with_posture(found, said, sense.kind)
    found = _with_height(found, said)
    found = _with_turn(found, said, sense.kind)
    found = replace(found, direction=_direction(said, found, GO if verb.base == "dodge" else sense.kind))
    if verb.base == "step" and found.action == "step" and found.direction in ("left", "right") and not found.count:
        found = found if sense.kind == GO or goes_on(text, verb) else replace(found, count=1)
    if verb.base in STUMBLES and found.direction == "backward":
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
        return None  # a ball, a drum, a nail
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
        said = _ON_THE_SPOT.sub("", said)  # where else
    if (
        verb.sense.action == "hop"
        and not verb.noun
        and verb.base == "hop"
        and _HOPS_ON.search(said)
        and not count_of(said, "hop")
    ):
        return True
    return verb.plural or bool(_OPEN.search(said))


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
    slow, fast = bool(_SLOW.search(said)), bool(_FAST.search(said))
    return None if slow == fast else "slow" if slow else "fast"


def with_limb(facts: Facts, said: str) -> Facts:
    """The facts with side and limb: of the limb that does it where two are named, nothing where that can't be told."""
    named = [(m[1], m[2], _LIMB_NAMES[_single(m[3])]) for m in _SIDED.finditer(said)]
    tools = [entry for entry in named if entry[0]] or named
    if len({(side, limb) for _, side, limb in tools}) == 1:
        _, side, limb = tools[0]
        return replace(facts, side="both" if " " in side else side, limb=limb)
    if named:
        # "the left hand on the right knee": what is first does it, if the verb takes it as its object
        return facts
    limb = _LIMB_OF.get(facts.action or "")
    blows = {blow[1] or blow[2] for blow in _BLOW.finditer(said)}
    if blows and (moved := limb or _MOVED.get(facts.action or "")):
        return replace(facts, side="both" if len(blows) > 1 else blows.pop(), limb=moved)
    if limb and _IN_TURN.search(said):
        return replace(facts, side="both", limb=limb)
    if facts.action in ("raise", "wave", "lower", "stamp") and (plural := _PLURAL.search(said)):
        return replace(facts, side="both", limb=_LIMB_NAMES[_single(plural[1])])
    one = _ONE.search(said)
    return replace(facts, limb=_LIMB_NAMES[one[1]]) if one else replace(facts, limb=limb)


def _single(limb: str) -> str:
    return limb if limb in _LIMB_NAMES else limb.removesuffix("s")


def _with_posture(facts: Facts, said: str, kind: str) -> Facts:
    if _SEATED.search(said) and kind in (HAND, STAY):
        return replace(facts, begin="sitting", end="sitting")
    if kind == GO and facts.action != "crawl" and _CROUCHED.search(said):
        return replace(facts, begin="crouching", end="crouching")
    if facts.action == "rise":
        begin = "sitting" if _FROM_SEAT.search(said) else next((w for p, w in _FROM if p.search(said)), facts.begin)
        return replace(facts, begin=begin)
    return facts


def _with_height(facts: Facts, said: str) -> Facts:
    if facts.action in ("jump", "hop", "kick", "raise", "skip") and _HIGH.search(said):
        return replace(facts, height="high")
    if facts.action in ("raise", "clap") and _OVERHEAD.search(said):
        return replace(facts, height="high")
    if facts.action == "sit" and _ON_THE_FLOOR.search(said):
        return replace(facts, height="low")
    if facts.action in ("crouch", "squat", "lunge", "kick", "bow", "bend") and _LOW.search(said):
        return replace(facts, height="low")
    return facts


def _with_turn(facts: Facts, said: str, kind: str) -> Facts:
    """The change of heading: of what turns, and of who walks on turning or in a circle."""
    if kind in (STAY, HAND):
        return facts
    if facts.action == "dance":
        return facts
    travels = kind == GO or facts.action in ("hop", "jump", "skip", "turn", "spin")
    times = facts.count or 1 if facts.action in ("turn", "spin") else 1
    turn = turn_of(said, travels, times)
    return facts if turn is None else replace(
        facts, turn=turn.degrees, turn_either=turn.either, turn_about=turn.about)  # fmt: skip


def _direction(said: str, facts: Facts, kind: str) -> str | None:
    """The way that is travelled; a turn's left is no direction."""
    if kind != GO and facts.action not in _TRAVELS:
        return None
    if _ON_THE_SPOT.search(said):
        return "none"
    if _THERE_AND_BACK.search(said):
        return None
    said = re.split(r", (?!left|right|back|forward|then)", said)[0]
    ways = {"forward"} if _FORWARD.search(said) else set[str]()
    steps_back = facts.action in ("step", "jump", "hop", "roll", "flip") or _MOVES_BACK.search(said)
    if _BACKWARD.search(said) or (steps_back and _BACK.search(said)):
        ways.add("backward")
    if re.search(r"\bback(?:s|ed|ing)? (?:away|up|off)\b|\bbackpedal", said) and kind == GO:
        ways.add("backward")
    if facts.turn is None and not _NOT_TO_A_SIDE.search(said):
        ways |= {m[1] or m[2] for m in _TO_A_SIDE.finditer(said)}
    if not ways and _SIDEWAYS.search(said) and facts.action not in ("fall", "roll", "cartwheel", "flip"):
        return "sideways"
    return ways.pop() if len(ways) == 1 and not _IN_TURN.search(said) else None


def is_turn_in_passing(verb: Verb, facts: Facts) -> bool:
    """Whether a turn can be a bend of the way: "walks and turns left", but not "walks and turns around"."""
    return verb.sense.kind == BODY and facts.action in ("turn", "twist") and abs(facts.turn or 0) < 150
