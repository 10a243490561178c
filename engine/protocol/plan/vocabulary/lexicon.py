"""The verbs that the planner knows, each with what it implies: what does it, how long it takes, what can be measured.

A row lists verbs in their base forms, with the words that belong to them: "sit down", "take a seat". Lengths are
about the medians of captured clips with such captions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from .inflection import gerund, past, third

GO, STAY, BODY, HAND = "go", "stay", "body", "hand"
BESIDE, AFTER, EITHER = "beside", "after", "either"


@dataclass(frozen=True)
class Sense:
    """What a verb implies.

    kind: go (travels on the legs), stay (keeps a posture), body (all of it), hand (the upper body alone). seconds: for
    once, None for what goes on. joins: of a hand, what "walks and ..." means: beside the walk, after it, or either.
    action, limb, begin, end, speed, still, hands: as in Facts.
    """

    kind: str
    seconds: float | None
    action: str | None = None
    joins: str = EITHER
    limb: str | None = None
    begin: str | None = None
    end: str | None = None
    speed: str | None = None
    still: bool = False
    hands: str | None = None


_Rows = tuple[tuple[Sense, str], ...]
_GOING: _Rows = (
    (Sense(GO, None, "walk"), "walk, stroll, amble, stride, strut, wander, pace, swagger, saunter, parade, plod, "
     "trudge, limp, hobble, stagger, stumble, totter, reel, stomp around, stomp off, stomp away, stomp along, "
     "stomp forward, stomp forwards, stomp up, stomp across, stomp through, stomp out, stomp in, stomp past, "
     "waddle, roam, wade, go, come, proceed, advance, travel, "
     "drift, patrol, retreat, approach, follow, hike, slog, shamble, lurch, mosey, head, "
     "glide, edge, inch, round, circle, veer, swerve, curve, descend, ascend, set off, back away, "
     "back up, back off, walk off, return, enter, leave, exit"),
    (Sense(GO, None, "walk", begin="crouching", end="crouching"), "crouch walk, crouch walks, crouch-walk"),
    (Sense(GO, None, "walk", speed="slow"), "sneak, creep, tiptoe, prowl, slink"),
    (Sense(GO, None, "walk", speed="fast"), "hurry, rush, scurry"),
    (Sense(GO, None, "run"), "run, jog, trot, gallop, charge, flee, chase, dart, storm"),
    (Sense(GO, None, "run", speed="fast"), "sprint, dash, race, bolt"),
    (Sense(GO, None, "march"), "march, goosestep"),
    (Sense(GO, None, "skip"), "skip, prance, bound"),
    (Sense(GO, None, "step"), "sidestep, sidle, shuffle, side-step, sashay, backpedal, step sideways"),
    (Sense(GO, None, "crawl"), "crawl, scuttle"),
    (Sense(GO, None), "move, climb, swim, skate, slide, ski, ride, dribble, moonwalk, row"),
)  # fmt: skip
_STAYING: _Rows = (
    (Sense(STAY, None, "stand", still=True, begin="standing", end="standing"), "idle, wait, pause, freeze, "
     "stand still, rest, hesitate, stand at attention, stay still, stand idle, stand motionless, "
     "remain still, hold still"),
    (Sense(STAY, None, "stand", begin="standing", end="standing"), "stand"),
    (Sense(STAY, None, "stand", begin="standing", end="standing"), "sway, shift weight, stand swaying"),
    (Sense(STAY, None, None, begin="standing", end="standing"), "stand on one leg, stand on one foot, "
     "stand on left leg, stand on right leg, stand on left foot, stand on right foot"),
    (Sense(STAY, None, None), "stay, remain, balance, rock, breathe, hover, sleep, pose, meditate, fidget, "
     "lean against, lean on"),
    (Sense(STAY, None, None, begin="crouching", end="crouching"), "stay low, stay crouched, remain crouched, "
     "stay down low"),
    (Sense(STAY, None, "sit", begin="sitting", end="sitting"), "sit, be seated, slump in chair, slump in seat, "
     "slump on sofa, slump on chair, slump on couch, slump on bench, slouch in chair, slouch on chair, "
     "slouch on couch, slouch in seat, slouch on sofa, lounge in chair, lounge on sofa"),
    (Sense(STAY, None, "lie", begin="lying", end="lying"), "lie, lay on floor, lay on ground, lay on back, lay flat, "
     "lay on stomach, lay still"),
    (Sense(STAY, None, "kneel", begin="kneeling", end="kneeling"), "kneel"),
    (Sense(STAY, None, None), "posture-sustain"),  # what `postures` makes of a named posture that is held
)  # fmt: skip
_POSTURES: _Rows = (
    (Sense(BODY, 2.4, "sit", begin="standing", end="sitting"), "sit down, take a seat, sit back down, have a seat, "
     "get in car, get into car, get in truck, get into truck, get into seat, climb into car, climb into truck, "
     "hop into car, get behind wheel, get in driver's seat, get into driver's seat"),
    (Sense(BODY, 3.4, None), "posture-take"),  # of one that is gone into
    (Sense(BODY, 2.0, "rise", end="standing"), "stand up, get up, rise, stand back up, get back up, get to feet, "
     "rise up, straighten up, get on feet, come up, come back up, get back on feet, get back to feet, get onto feet, "
     "come to feet, climb to feet, scramble to feet, struggle to feet, rise to feet, jump to feet"),
    (Sense(BODY, 2.5, "rise", begin="lying", end="standing"), "get off floor, get off ground, get out of bed, "
     "jump out of bed, hop out of bed, leap out of bed, roll out of bed, climb out of bed, get up from bed, "
     "get up out of bed, get up off floor"),
    (Sense(BODY, 4.0, "sit", begin="lying", end="sitting"), "wake, wake up, awake, awaken"),
    (Sense(BODY, 2.3, "sit", begin="lying", end="sitting"), "sit up in bed, sit up on bed, "
     "sit up on floor, sit up on ground, sit upright in bed, "
     "sit bolt upright, sit up from lying, sit up from floor, sit up from ground, sit up from bed"),
    (Sense(BODY, 2.0, "rise", begin="sitting", end="standing"), "get off chair, get off sofa, get off couch, "
     "get off bench, get out of chair, get out of seat, get out of car, get out of truck, climb out of car, "
     "step out of car"),
    (Sense(BODY, 2.0), "get down, get on floor, get onto floor, get on ground, lower onto floor, lower to floor, "
     "lower to ground, lower onto ground, drop to floor, drop to ground, sink to floor, sink to ground"),
    (Sense(BODY, 3.0, "lie", end="lying"), "lie down, lie back, lay down, lie back down, get down flat"),
    (Sense(BODY, 2.0, "kneel", begin="standing", end="kneeling"), "kneel down, take a knee, drop to knees, "
     "get down on one knee, go down on one knee, drop to one knee, fall to knees, get on one knee, get on knees, "
     "drop down onto one knee, drop onto one knee, go down onto one knee, get down onto one knee, "
     "get down on knees, go down on knees, sink to knees, drop to knee, drop down on one knee, go onto one knee"),
    (Sense(BODY, 2.2, "crouch", begin="standing", end="crouching"), "crouch, crouch down, hunker down, "
     "squat down, cower, duck down, drop low, get low, go low, drop into crouch, drop down into crouch, "
     "go down into crouch, "
     "sink into crouch, "
     "lower into crouch, get into crouch, go into crouch, drop down low"),
    (Sense(BODY, 1.8, "fall"), "trip, tumble, slip"),
    (Sense(BODY, 2.0, "fall", end="lying"), "fall, collapse, faint, topple, topple over, "
     "fall down, fall over, fall to floor, fall to ground, fall on floor, "
     "fall on ground, fall onto floor, fall onto ground, fall onto back, fall on back, fall backwards onto floor, "
     "fall backwards onto ground, get knocked down, get knocked over, get knocked out, get knocked to floor, "
     "get knocked to ground, get knocked off feet, get knocked onto back, get thrown to ground, get thrown to floor, "
     "get pushed to ground, get pushed to floor, get pushed over, get shoved to ground, get shoved to floor, "
     "get thrown down, get thrown onto back, get swept off feet, die"),
    (Sense(BODY, 1.5, "stop", end="standing"), "stop, halt, come to a stop, come to a halt, come to rest"),
)  # fmt: skip
_BODY: _Rows = (
    (Sense(BODY, 1.5, "jump"), "jump, leap, vault, pounce"),
    (Sense(BODY, 1.2, "hop"), "hop"),
    (Sense(BODY, 1.2, "step"), "step"),
    (Sense(BODY, 1.8, "kick", limb="leg"), "kick, roundhouse"),
    (Sense(BODY, 2.0, "turn"), "180, turn, pivot, rotate, turn around, turn round"),
    (Sense(BODY, 2.2, "spin"), "spin, whirl, twirl, spin around, spin round, swirl, pirouette, twirl around, "
     "360"),
    (Sense(BODY, 2.2, "squat"), "knee bend, squat, go down into squat, go into squat, drop into squat, "
     "lower into squat, "
     "sink into squat, drop down into squat, sink down into squat, get into squat, get down into squat, "
     "lower down into squat"),
    (Sense(BODY, 2.5, "lunge"), "lunge"),
    (Sense(BODY, 1.3, "jack"), "jumping jack, star jump, jack"),
    (Sense(BODY, 2.5, "push-up", begin="lying", end="lying"), "push-up, pushup, press-up, push up"),
    (Sense(BODY, 2.5, "sit-up", begin="lying", end="lying"), "sit-up, situp, crunch, sit up"),
    (Sense(BODY, 3.0), "burpee, plank, high knee, handstand, headstand, stretch, warm up, toe touch, split"),
    (Sense(BODY, 3.0, "cartwheel"), "cartwheel"),
    (Sense(BODY, 2.5, "flip"), "flip, backflip, frontflip, somersault, front flip, back flip, handspring"),
    (Sense(BODY, 2.5, "roll"), "roll, forward roll, roll over"),
    (Sense(BODY, 2.5, "bow", begin="standing", end="standing"), "bow, curtsy, take a bow, bow down"),
    (Sense(BODY, 2.5, "bend"), "bend, stoop, bend down, bend over, lean down, lean over, lean, lean forward, "
     "lean back, duck, stoop down, crane"),
    (Sense(BODY, 3.0, "lift"), "pick up, lift up"),
    (Sense(BODY, 2.2), "put down, set down"),
    (Sense(BODY, 2.5, "bend"), "put down on the floor, place on the floor, put on the floor, put on the ground"),
    (Sense(BODY, None, "dance"), "dance, waltz, breakdance, tango, salsa, boogie, ballet"),
    (Sense(BODY, 1.5, "twist"), "twist"),
    (Sense(BODY, None), "exercise, fight, celebrate, play, act, struggle, shiver, tremble"),
    (Sense(BODY, 2.0, "stamp", limb="foot"), "stomp, stamp"),
    (Sense(BODY, 1.2, "recoil", begin="standing", end="standing"), "recoil, flinch, get hit, get punched, get kicked, "
     "get struck, get shot, get shoved, get pushed, get slapped, take hit, take blow, take punch"),
    (Sense(BODY, 1.5), "dodge, land, dip, cringe, brake, slow down, slow to, sink, recover, relax, settle"),
    (Sense(BODY, None), "bounce, spring, wiggle, squirm, twerk, floss, headbang"),
    (Sense(BODY, 2.0), "dunk, parry, evade, reload, dab, headbutt"),
)  # fmt: skip
_HANDS: _Rows = (
    (Sense(HAND, 2.5, "wave", BESIDE, limb="hand"), "wave, greet, say hello, say hi, say goodbye, say bye, "
     "say farewell, say good-bye"),
    (Sense(HAND, 2.5, "clap", BESIDE, hands="clapping"), "clap, applaud, clap hands"),
    (Sense(HAND, None, None, BESIDE), "talk on, speak on, text, juggle, gesture, gesticulate, snap fingers, flap, "
     "play the guitar, play guitar, play the violin, play the flute, play the trumpet, beckon, conduct, "
     "check phone, look at phone, swing arms, rub hands, wring hands, shrug shoulders, pump fist, drink, eat, cheer, "
     "smoke, read"),
    (Sense(HAND, None, None, EITHER), "hold, carry, drag, haul, lug, clutch, grip, wield, brandish, drive, steer, "
     "strum, sip, munch, tug, heave, shovel, rake, vacuum, fire, embrace, unlock, shut, slam, pound, bang, "
     "flex, beg, plead, mix, use, operate, work with both hands, work on, work at, work with, handle, whirl a lasso, "
     "choke, strangle, throttle, fan, squeeze, clean, polish, wheel, transport, support, spray, lead"),
    (Sense(HAND, 2.3, "raise", EITHER, limb="arm"), "raise, lift, put up, hold up, reach up, extend, lift up arm, "
     "stretch up, "
     "reach overhead, stretch upwards"),
    (Sense(HAND, 1.8, "lower", AFTER, limb="arm"), "lower"),
    (Sense(HAND, None, None, BESIDE), "gesture-sustain"),  # of one of arms and head alone
    (Sense(HAND, 2.4, None, AFTER), "gesture-take"),
    (Sense(HAND, 1.2, "punch", AFTER, limb="hand"), "punch, jab, hook, uppercut, hit, strike"),
    (Sense(HAND, None, "punch", AFTER, limb="hand"), "box, shadowbox, shadow-box, spar"),
    (Sense(HAND, 2.2, "throw", AFTER), "throw, toss, hurl, fling, pitch, bowl"),
    (Sense(HAND, 2.3, "point", BESIDE, limb="hand"), "point"),
    (Sense(HAND, 2.2, "reach", AFTER), "reach, grab, reach out, grasp, reach for"),
    (Sense(HAND, 2.2, None, AFTER), "salute, catch, push, pull, knock, press, shove, slap, block, slash, stab, chop, "
     "shoot, hug, open, close, pour, give, take, high-five, pat, take off, "
     "aim, draw, swat, swing, sweep, blow a kiss, blow kisses, pray"),
    (Sense(HAND, 2.2, "look", BESIDE), "look, glance, look up, look down, look back, look behind, peer, turn head"),
    (Sense(HAND, 3.4, "look", BESIDE), "look around, look about, scan"),
    (Sense(HAND, 2.2, "nod", BESIDE), "nod"),
    (Sense(HAND, 2.4, "shake", BESIDE), "shake head"),
    (Sense(HAND, 2.2, None, EITHER), "scratch, wipe, shrug, shake, shake hands, cross, "
     "fold, spread, touch, rub, yawn, check, lift weights, wash, brush, stir, write, paint, tap, "
     "twist torso, circle arms, put, place, lay, set, "
     "cover, bring, drop, kiss, cough, sneeze, cry out, laugh, yell, shout, scream, sing, think, mop, hammer, "
     "dust, polish, scrub, iron, type, cook, thrust, pump, flail, saw, dig, comb, shave"),
    (Sense(HAND, 4.0, None, EITHER, hands="face"), "cry, weep, sob"),
    (Sense(HAND, 2.2, None, AFTER), "smell, sniff, unsheathe, unsheath, sheathe, holster, stow, remove, adjust, "
     "uncork, uncap, unscrew, tip hat, tip cap, doff, plant flower, plant flowers, plant tree, plant seeds, "
     "hang up, film, photograph, floss, apply, cradle, "
     "repair, fix, assemble, build, whisper, help, help up, high five, tell a secret, comfort, console, accept, "
     "receive, deliver, crank, massage, stroke, "
     "tie, lace, offer, answer phone, whip out, examine, inspect, pluck, pick flower, pick flowers, pick apple"),
)  # fmt: skip
# A noun that is no verb of its own is done: "does three burpees".
NOUNS_ONLY = frozenset({
    "knee bend", "jumping jack", "star jump", "jack", "push-up", "pushup", "press-up", "push up", "sit-up",
    "situp", "sit up", "crunch", "burpee", "plank", "high knee", "handstand", "headstand", "split", "toe touch",
    "front flip", "back flip", "handspring", "forward roll", "ballet", "uppercut", "roundhouse", "backflip",
    "frontflip", "360", "180",
})  # fmt: skip
# Also nouns of things that are done: "does a kick and a spin".
NOUNS = NOUNS_ONLY | {
    "kick", "jump", "punch", "squat", "lunge", "cartwheel", "somersault", "flip", "roll", "spin", "turn", "bow", "hop",
    "step", "twirl", "pirouette", "wave", "salute", "leap", "dance", "stretch", "jab", "hook", "curtsy", "pivot",
    "clap", "nod", "walk", "run", "jog", "march", "sprint", "crawl", "shrug", "stomp", "stamp",
    "skip", "twist", "waltz", "tango", "salsa",
}  # fmt: skip
# Verbs that say what for, where "by waving" or "with a bow" says what is done.
MEANS = frozenset({
    "say", "greet", "show", "move", "travel", "go", "advance", "proceed", "warm", "exercise", "train", "celebrate",
    "signal", "attack", "defend", "express", "welcome", "thank", "respond", "react", "reply", "answer",
})  # fmt: skip
# Verbs that only say that a noun is done, or that another verb begins and goes on.
DOERS = frozenset({"do", "perform", "make", "take", "throw", "give", "practise", "practice", "execute", "repeat"})
PHASES = frozenset({"start", "begin", "keep", "continue", "finish", "end"})


def _phrases() -> Mapping[tuple[str, ...], Sense]:
    rows = (*_GOING, *_STAYING, *_POSTURES, *_BODY, *_HANDS)
    return {tuple(phrase.split()): sense for sense, listed in rows for phrase in listed.split(", ")}


PHRASES: Mapping[tuple[str, ...], Sense] = _phrases()


@lru_cache(maxsize=1)
def forms() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Word -> (base, form) for each verb that it can be; form: base, third, gerund or past."""
    found: dict[str, list[tuple[str, str]]] = {}
    bases = {phrase[0] for phrase in PHRASES if " ".join(phrase) not in NOUNS_ONLY or phrase[0] in ("push", "sit")}
    for base in sorted((bases | DOERS | PHASES | MEANS) - {"be", "star", "high", "front"}):
        for form, word in (("base", base), ("third", third(base)), ("gerund", gerund(base)), ("past", past(base))):
            found.setdefault(word, []).append((base, form))
    found.setdefault("leaped", []).append(("leap", "past"))
    found.setdefault("kneeled", []).append(("kneel", "past"))
    return {word: tuple(entries) for word, entries in found.items()}


@lru_cache(maxsize=512)
def longest_phrases(base: str) -> list[tuple[tuple[str, ...], Sense]]:
    """The phrases of a verb with what belongs to it, the longest first."""
    found = [(phrase[1:], sense) for phrase, sense in PHRASES.items() if phrase[0] == base]
    return sorted(found, key=lambda entry: -len(entry[0]))
