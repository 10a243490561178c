"""What a sentence is taken apart into: a plan of steps, each with its words and what can be measured of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any

SIDES = ("left", "right", "both")
LIMBS = ("hand", "arm", "leg", "foot", "knee")
DIAGONALS = ("forward left", "forward right", "backward left", "backward right")
DIRECTIONS = ("forward", "backward", "left", "right", "sideways", "none", *DIAGONALS)
SPEEDS = ("slow", "fast")
POSTURES = ("standing", "sitting", "crouching", "kneeling", "lying")
HEIGHTS = ("high", "low")
HANDS = (
    "raised", "hips", "clapping", "spread", "crossed", "front", "behind", "pockets", "knees", "head", "ears", "neck",
    "face", "chin", "eyes", "chest", "belly", "together", "brow", "sides",
)  # fmt: skip
LEGS = ("wide", "together", "knees", "shifting")
LEANS = ("forward", "backward", "left", "right")
AIMS = ("left", "right", "forward", "up", "down", "backward", "around")
LYING = ("back", "front", "left", "right", "side")
# What hands hold, and what they do again and again or once.
HANDLING = (
    "box", "tray", "cradle", "hilt", "staff", "pole", "cane", "rifle", "aim", "pistol", "bag", "torch", "umbrella",
    "cup", "shield", "cart", "push", "drag", "read", "text", "trumpet", "drink", "eat", "type", "piano", "guitar",
    "violin", "drums", "write", "drive", "sweep", "dig", "pull", "swing", "bat", "chop", "press", "open", "knock",
    "shrug", "shove", "catch", "hug", "archery", "take", "place", "spin", "conduct", "rub", "flex", "beg", "stir",
    "hammer", "call", "uncap", "tend", "dust", "unsheathe", "sheathe", "pocket", "stow", "unhat", "hat", "wipe",
    "watch", "shelve", "unshelve", "smell", "give", "handshake", "chair", "platter", "tucked", "rock", "brush",
    "comb", "shave", "rinse", "selfie", "photo", "peace", "thumb", "answer", "hang-up", "pour", "sabre", "rest",
    "shoulder", "fireman", "piggyback", "partner", "arm-around", "leash", "bags", "clasp", "flag", "overhead",
    "aloft", "mic", "remote", "whisper", "harmonica", "accordion", "cello", "hose", "work", "valve", "fan", "pan",
    "pat", "whirl", "choke", "scrub", "saw", "five", "help-up", "accept", "accept-load", "give-load", "lid", "don",
    "doff", "hoist", "toast",
)  # fmt: skip
# What is done, where it shows in joint positions; other actions have none.
ACTIONS = (
    "walk", "run", "crawl", "step", "jump", "hop", "skip", "kick", "punch", "wave", "clap", "raise", "lower", "squat",
    "lunge", "jack", "bend", "bow", "turn", "spin", "twist", "sit", "rise", "lie", "kneel", "crouch", "stand", "throw",
    "point", "roll", "cartwheel", "flip", "dance", "fall", "reach", "lift", "push-up", "sit-up", "march", "stop",
    "circle", "climb", "look", "nod", "shake", "stamp", "stumble", "recoil",
)  # fmt: skip


@dataclass(frozen=True)
class Manner:
    """How something is done. name: of `manners.words.NAMES`. amount: 1 as it is usually meant, 0.55 for slightly,
    1.5 for extremely. side: of the leg or arm that it is about."""

    name: str
    amount: float = 1.0
    side: str | None = None

    def __str__(self) -> str:
        much = "" if self.amount == 1 else f" {self.amount:g}"
        return f"{self.name}{f' {self.side}' if self.side else ''}{much}"


@dataclass(frozen=True)
class Facts:
    """What the words say that can be measured on a motion; None and False: not said.

    action: one of ACTIONS. side, limb: of the limb that does it, of SIDES and LIMBS; a limb alone is either one.
    direction: of travel, forward and backward by the body's own heading, left and right by the heading at the step's
    beginning; sideways for left or right, either; none for on the spot; two of them for between two. distance: metres
    that are gone. figure: along which somebody goes, of `facts.ways.FIGURES`, "small" or "big" before it. turn: degrees
    over the whole step, left positive. turn_either: its side isn't said, so that its sign means nothing. turn_about:
    its amount isn't said, `turn` is a usual one. count: how often the action is done. speed: slow, fast. begin, end:
    postures, of POSTURES.
    height: of the jump, kick or raised limb, or how low. still: no step and hardly a movement. hands: where both are
    for most of the step, of HANDS: spread out to the sides, front and behind by the wrists ahead of the shoulders and
    behind the pelvis, others by what they touch; hand: the one that alone is there. legs: of LEGS, feet wide apart or
    together, or both knees on the floor. lean: the trunk's, of LEANS. aim: where is pointed or
    looked to, of AIMS, around for looking alone. lying: on what somebody lies or falls, of LYING; side for either.
    handles: what hands hold or use, of HANDLING. manners: how it is done, of `manners.words.NAMES`. move: moves
    of the whole body by key poses, joined by "+", each with ":left" or ":right" where its side is told.
    named: a posture of the whole body, of `vocabulary.postures.named.ROWS`.
    """

    action: str | None = None
    side: str | None = None
    limb: str | None = None
    direction: str | None = None
    distance: float | None = None
    figure: str | None = None
    turn: float | None = None
    turn_either: bool = False
    turn_about: bool = False
    count: int | None = None
    speed: str | None = None
    begin: str | None = None
    end: str | None = None
    height: str | None = None
    still: bool = False
    hands: str | None = None
    hand: str | None = None
    legs: str | None = None
    lean: str | None = None
    aim: str | None = None
    lying: str | None = None
    handles: str | None = None
    manners: tuple[Manner, ...] = ()
    move: str | None = None
    named: str | None = None

    def said(self) -> dict[str, Any]:
        """The facts that are said, by name, in the order above."""
        found = {f.name: value for f in fields(self) if (value := getattr(self, f.name)) not in (None, False, ())}
        return {**found, "manners": [str(one) for one in self.manners]} if self.manners else found


@dataclass(frozen=True)
class Step:
    """One thing along the timeline, or two at once.

    text: a sentence for the model: what the body does. gesture: a sentence for what the upper body does over it.
    facts, gesture_facts: of each. seconds: as asked for; natural: how long it takes of itself, None for what goes on
    until something else begins. implied: not in the words, but nothing goes on without it. plain: the text without how
    it is done, for the model, where it has a manner that is laid over it.
    """

    text: str
    gesture: str | None = None
    facts: Facts = Facts()
    gesture_facts: Facts = Facts()
    seconds: float | None = None
    natural: float | None = None
    implied: bool = False
    plain: str | None = None

    @property
    def open_ended(self) -> bool:
        """Whether it goes on until something else begins."""
        return self.natural is None


@dataclass(frozen=True)
class Plan:
    """The steps of a sentence in order of time, at least one. understood: False where the words go to the model whole
    because they were not understood. subject: who does it, with which every step's text begins."""

    steps: tuple[Step, ...]
    understood: bool = True
    subject: str = ""

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def __getitem__(self, index: int) -> Step:
        return self.steps[index]

    @property
    def moves(self) -> bool:
        """Whether one of its steps is a move by key poses."""
        return any(step.facts.move for step in self.steps)

    @property
    def apart(self) -> bool:
        """Whether the sentence was taken apart: several steps, or two things at once."""
        return len(self.steps) > 1 or any(step.gesture is not None for step in self.steps)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, facts that aren't said left out."""
        steps: list[dict[str, Any]] = []
        for step in self.steps:
            row = asdict(step)
            row |= {"facts": step.facts.said(), "gesture_facts": step.gesture_facts.said()}
            steps.append({**row, "open_ended": step.open_ended})
        return {"understood": self.understood, "apart": self.apart, "steps": steps}


def whole(text: str) -> Plan:
    """The plan of a sentence that goes to the model as it is."""
    return Plan((Step(text),), understood=False)
