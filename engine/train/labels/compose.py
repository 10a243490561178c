"""Captioned compositions of captured pieces, for actions that the recordings do not hold.

In sequence ("walks forward, then sits down"), at once ("walks while waving with the right hand"), backwards in time,
longer, and along bent paths. Captions state what was put together, or what is measured in the result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.motion import events, facts
from engine.motion.blend import (
    MOST_ACCELERATION,
    UPPER_BODY,
    arm_of,
    bend_path,
    cycle,
    join,
    join_marked,
    liveliest,
    overlay,
    place,
    reverse,
    seam_cost,
    seam_jump,
    to_and_fro,
)
from engine.motion.facts import Facts
from engine.train.labels import captions, fact_phrases
from engine.train.motion.gestures import laid_over
from retarget.motion import Motion

__all__ = ["Labelled", "join", "make_composed", "make_gestures", "overlay", "place"]

CAPTIONS = 6
LONGEST_S = 9.5
_WORST_SEAM = 0.30  # m: mean joint distance (and a share of the speed) that a transition may have to bridge
_GOOD_SEAM = 0.22
_SECTIONS_S = (1.6, 4.5)
# Categories that make sense only alone, or whose floor and props the next piece would lack.
_ALONE = {"playground climbing", "stairs and ladders", "fly and fall", "animal impersonation", "other", "composed"}
_RARE = {"salsa dance": 0.25, "indian dance": 0.25, "breakdance": 0.5, "ballet and modern dance": 0.5}
_TRAVEL_CATEGORIES = {"walk", "run", "run with manoeuvres", "stylised locomotion", "basketball", "pick up and carry"}
_TRAVEL_VERBS = ("walks", "runs", "jogs", "sneaks", "strolls", "sidesteps", "steps", "strides", "sprints", "marches")
_ARM_WORDS = ("waves", "raises", "points", "lifts", "punches", "throws", "drinks", "talks", "claps", "reaches up",
              "opens a bottle", "cheers", "nods", "shakes the head", "laughs", "stretches out")  # fmt: skip
# Phrases in which the arms matter: no other arms can be laid over them.
_BUSY_ARMS = re.compile(
    r"karate|plane|dark|chicken|carr|box|ball|hand|arm|sword|shield|pistol|phone|mop|wash|drink|cup|mug|referee"
)
_LEGS = re.compile(r"\b(legs?|knees?|foot|feet|thighs?|kick|squat|lunge|steps?|walk|jump|bend|turn|crouch|over|down)")
# Words that may be false of a part of a walk, or of a bent or reversed one.
_EVENTFUL = re.compile(
    r"turn|left|right|around|circle|curv|veer|bear|metre|steps|stop|then| and |line|loops|two|three|four|five|six|seven"
    r"|eight|several|few|first|last|end|begin|start|slows|speeds|sets off|degree|half|quarter|back and"
)
_GESTURES = "gesture and signals"
_REVERSED = {
    "circles both arms backward": (
        "circles both arms forward",
        "does forward arm circles",
        "swings both arms around forward",
    ),
    "sits down": ("stands up", "gets up from a chair", "stands up from sitting", "rises from a seat"),
    "stands up": ("sits down", "sits down on a chair", "takes a seat", "lowers onto a seat"),
    "lies down": ("gets up from the floor", "stands up from lying on the floor", "gets up from the ground", "gets up"),
}


@dataclass(frozen=True)
class Labelled:
    """A piece of motion with measured facts, verb phrases (third person, the plainest first) and written captions.

    Either phrases or captions may be empty, not both.
    """

    motion: Motion
    phrases: tuple[str, ...]
    facts: Facts
    category: str = ""
    hand_made: bool = False
    written: tuple[str, ...] = ()
    share: float = 1.0

    @property
    def name(self) -> str:
        """What pieces that say the same have in common."""
        return (self.phrases or self.written)[0]


Composed = tuple[Motion, list[str]]  # a motion and its captions


def make_composed(items: Sequence[Labelled], count: int, rng: np.random.Generator) -> list[Composed]:
    """`count` new motions with captions (fewer where `items` are too few to go together)."""
    pools = _Pools.of(items)
    gestures = [g for g in (_with_gesture(pools, rng) for _ in range(count // 4)) if g is not None]
    pools = _Pools.of([*items, *gestures])  # so that they also come before and after other things
    makers: list[tuple[Callable[[_Pools, np.random.Generator], Composed | None], float]] = [
        (_sequence, 0.40), (_at_once, 0.14), (_gesturing, 0.18), (_backwards, 0.12), (_onward, 0.16),
    ]  # fmt: skip
    share = np.array([w for _, w in makers])
    made: list[Composed] = []
    for _ in range(4 * count):
        if len(made) >= count:
            break
        maker = makers[int(rng.choice(len(makers), p=share / share.sum()))][0]
        new = maker(pools, rng)
        if new is not None:
            made.append(new)
    return made


def make_gestures(items: Sequence[Labelled], count: int, rng: np.random.Generator) -> list[Composed]:
    """`count` motions of busy arms over legs that walk, stand or sit; captions name the arms alone, like prompts for an
    edit of the upper body."""
    pools, made = _Pools.of(items), []
    for _ in range(4 * count):
        if len(made) >= count:
            break
        found = _busy_arms(pools, rng)
        if found is not None:
            motion, words, hand_made = found
            made.append((motion, _captions(lambda w=words: w[int(rng.integers(len(w)))], hand_made, rng)))
    return made


@dataclass(frozen=True)
class _Pools:
    """Pieces by use, with the probability of each.

    any: to be joined. travel: steady walks and runs. arms: gestures of a standing body. calm: standing or sitting
    still. undone: actions that make sense backwards.
    """

    any: list[Labelled]
    travel: list[Labelled]
    arms: list[Labelled]
    calm: list[Labelled]
    undone: list[Labelled]
    weights: dict[str, np.ndarray]

    @classmethod
    def of(cls, items: Sequence[Labelled]) -> _Pools:
        items = [p for p in items if p.phrases]
        whole = [p for p in items if p.category not in _ALONE and "other" not in p.facts.postures
                 and 0.8 <= p.motion.seconds <= 12]  # fmt: skip
        pools = {
            "any": whole,
            "travel": [p for p in whole if _travels(p)],
            "arms": [_of_arms(p) for p in whole if _of_arms(p).phrases and p.facts.gait in ("still", "stands")],
            "calm": [p for p in whole if _calm(p)],
            "undone": [p for p in items if _undone(p) and p.motion.seconds < 8],
        }
        return cls(**pools, weights={name: _weights(pool) for name, pool in pools.items()})

    def draw(self, name: str, rng: np.random.Generator) -> Labelled | None:
        pool: list[Labelled] = getattr(self, name)
        return pool[int(rng.choice(len(pool), p=self.weights[name]))] if pool else None


def _weights(pool: Sequence[Labelled]) -> np.ndarray:
    """Probabilities of pieces: a label with a hundred pieces is drawn ten times as often as one with a single piece."""
    counts: dict[str, int] = {}
    for p in pool:
        counts[p.name] = counts.get(p.name, 0) + 1

    def chance(p: Labelled) -> float:
        return p.share * _RARE.get(p.category, 1.0) * (0.5 if p.hand_made else 1.0) / np.sqrt(counts[p.name])

    raw = np.array([chance(p) for p in pool])
    return raw / raw.sum() if len(raw) else raw


def _travels(p: Labelled) -> bool:
    f = p.facts
    moving = f.gait in ("walks", "runs") and f.direction != "" and not f.jumps and f.postures == ("upright", "upright")
    return moving and p.phrases[0].startswith(_TRAVEL_VERBS) and p.category in _TRAVEL_CATEGORIES


def _of_arms(p: Labelled) -> Labelled:
    """The piece with those of its phrases that tell of arms alone; none where its plainest does not."""
    fitting = [x for x in p.phrases if x.startswith(_ARM_WORDS) and not _LEGS.search(x)]
    return replace(p, phrases=tuple(fitting) if fitting[:1] == list(p.phrases[:1]) else ())


def _calm(p: Labelled) -> bool:
    """Whether a piece stands or sits nearly still, so that a gesture can be laid over it."""
    f = p.facts
    seated = f.postures == ("sitting", "sitting")
    standing = f.gait == "still" and f.postures == ("upright", "upright") and not f.raised and not f.wave
    return (seated or standing) and p.phrases[0].startswith(("sits", "stands", "stays"))


def _undone(p: Labelled) -> tuple[str, ...]:
    """What is done when the piece is played backwards; none where that can't be told."""
    return next((_REVERSED[x] for x in p.phrases if x in _REVERSED), ())


def _steady(p: Labelled) -> tuple[str, ...]:
    """Phrases of a steady walk or run that stay true of a part of it."""
    return tuple(x for x in p.phrases if not _EVENTFUL.search(x))


def _section(p: Labelled, rng: np.random.Generator, longest: float = _SECTIONS_S[1]) -> Labelled:
    """A random part of a steady walk or run, with facts of its own; other pieces as they are."""
    words = _steady(p)
    if not _travels(p) or not words or p.motion.seconds < _SECTIONS_S[0] + 0.3:
        return p
    n = round(rng.uniform(_SECTIONS_S[0], min(longest, p.motion.seconds)) * p.motion.fps)
    start = int(rng.integers(len(p.motion) - n + 1))
    part = p.motion.cut(start, start + n)
    return replace(p, motion=part, phrases=words, facts=facts.measure(part))


def _wilder(made: Motion, source: Motion) -> bool:
    """Whether a joint accelerates 1.4 times more than any in the source and than captured joints usually do."""
    return liveliest(made)[1] > 1.4 * max(liveliest(source)[1], MOST_ACCELERATION)


def _same_way(a: Labelled, b: Labelled) -> bool:
    """Whether two pieces are the same plain walk or run in one direction, which makes no sequence."""
    ways = [(p.facts.gait, p.facts.direction) for p in (a, b) if _travels(p) and abs(p.facts.turn) < 40]
    plain = [x for p in (a, b) for x in p.phrases if x in ("walks", "runs", "jogs")]
    return len(ways) == 2 and ways[0] == ways[1] and len(plain) >= 2


def _captions(phrase: Callable[[], str], hand_made: bool, rng: np.random.Generator) -> list[str]:
    return list(dict.fromkeys(captions.sentence(phrase(), hand_made, rng) for _ in range(CAPTIONS)))


def _busy_arms(pools: _Pools, rng: np.random.Generator) -> tuple[Motion, tuple[str, ...], bool] | None:
    """Procedural or captured arms over other legs; phrases of the arms; whether any part is hand-made."""
    if rng.random() < 0.7:
        gesture = _gesture_over(pools, rng)
        return None if gesture is None else (gesture[0], gesture[1], gesture[2].hand_made)
    laid = _overlaid(pools, rng)
    return None if laid is None else (laid[0], laid[1].phrases[:4], laid[1].hand_made or laid[2].hand_made)


def _sequence(pools: _Pools, rng: np.random.Generator) -> Composed | None:
    """Two or three different actions, one after another."""
    first = pools.draw("any", rng)
    if first is None:
        return None
    parts = [_section(first, rng)]
    motion = parts[0].motion
    for _ in range(1 if rng.random() < 0.7 else 2):
        # Candidates: eight draws with another label that start in the posture of the end and fit into the time left.
        room = LONGEST_S - motion.seconds
        options = [pools.draw("travel" if rng.random() < 0.25 else "any", rng) for _ in range(8)]
        fitting = [_section(p, rng) for p in options if p is not None and p.phrases[0] != parts[-1].phrases[0]
                   and p.facts.postures[0] == parts[-1].facts.postures[1]]  # fmt: skip
        fitting = [p for p in fitting if p.motion.seconds <= room and not _same_way(parts[-1], p)]
        # Cost of the best seam from the last six frames so far to the first six of each candidate.
        costs = [float(seam_cost(motion.cut(len(motion) - 6, len(motion)), p.motion.cut(0, 6)).min()) for p in fitting]
        if not costs or min(costs) > _WORST_SEAM:
            break
        # Any piece with a good seam, so that unusual poses are drawn, too; without one the best.
        good = [i for i, c in enumerate(costs) if c < _GOOD_SEAM] or [int(np.argmin(costs))]
        after = fitting[good[int(rng.integers(len(good)))]]
        longer, seam = join_marked(motion, after.motion, rng)
        if seam_jump(longer, seam)[1] > MOST_ACCELERATION:
            break
        parts.append(after)
        motion = longer
    if len(parts) < 2:
        return None

    def phrase() -> str:
        return captions.in_sequence([captions.choose(p.phrases, p.facts, rng) for p in parts], rng)

    return motion, _captions(phrase, any(p.hand_made for p in parts), rng)


def _overlaid(pools: _Pools, rng: np.random.Generator) -> tuple[Motion, Labelled, Labelled] | None:
    """Arms or upper body of one piece over another that walks, stands or sits -> motion, upper piece, lower piece."""
    upper, lower = pools.draw("arms", rng), pools.draw("travel" if rng.random() < 0.7 else "calm", rng)
    if upper is None or lower is None:
        return None
    if _BUSY_ARMS.search(" ".join(lower.phrases)):
        return None
    base = _section(lower, rng)
    if base.facts.gait == "runs" and base.facts.pace == "quickly":
        return None
    side = upper.facts.wave or upper.facts.raised
    named = next((s for s in events.SIDES if f"the {s} " in upper.phrases[0]), "")
    joints = arm_of(named) if named and side in (named, "") and rng.random() < 0.75 else UPPER_BODY
    moves = upper.motion
    if upper.phrases[0].startswith(("waves", "talks", "laughs", "nods", "shakes")):
        moves = to_and_fro(moves, min(base.motion.seconds, 6.0))
    motion = overlay(moves, base.motion, rng, joints)
    return None if motion is None else (motion, upper, base)


def _at_once(pools: _Pools, rng: np.random.Generator) -> Composed | None:
    """Two actions at once: arms or upper body of one piece, legs of another."""
    found = _overlaid(pools, rng)
    if found is None:
        return None
    motion, upper, base = found

    def phrase() -> str:
        below = captions.choose(base.phrases, base.facts, rng)
        above = upper.phrases[int(rng.integers(min(4, len(upper.phrases))))]
        if base.phrases[0].startswith("stands") and rng.random() < 0.6:
            return above
        return captions.together(below, above, rng)

    return motion, _captions(phrase, base.hand_made or upper.hand_made, rng)


def _gesture_over(pools: _Pools, rng: np.random.Generator) -> tuple[Motion, tuple[str, ...], Labelled] | None:
    """A procedural gesture over a captured stand, seat or walk -> motion, its phrases, the piece below."""
    base = pools.draw("travel" if rng.random() < 0.4 else "calm", rng)
    if base is None or _BUSY_ARMS.search(" ".join(base.phrases)) or base.facts.pace == "quickly":
        return None
    base = _section(base, rng)
    if base.motion.seconds < 1.5:
        base = replace(base, motion=to_and_fro(base.motion, 1.6)) if base.facts.gait == "still" else base
    still = base.facts.postures == ("upright", "upright") and base.facts.gait == "still"
    motion, words = laid_over(base.motion, rng, still)
    return None if _wilder(motion, base.motion) else (motion, words, base)


def _with_gesture(pools: _Pools, rng: np.random.Generator) -> Labelled | None:
    """A captured stand, seat or walk with a gesture over it, as a piece with phrases for both."""
    found = _gesture_over(pools, rng)
    if found is None:
        return None
    motion, words, base = found
    below = [captions.choose(base.phrases, base.facts, rng) for _ in words]
    if base.facts.gait == "still" and not base.phrases[0].startswith("sits"):
        said = (*words, *(captions.together(b, w, rng) for b, w in zip(below[:2], words)))
    else:
        said = tuple(captions.together(b, w, rng) for b, w in zip(below, words))
    return Labelled(motion, said, facts.measure(motion), _GESTURES, base.hand_made)


def _gesturing(pools: _Pools, rng: np.random.Generator) -> Composed | None:
    """Waves, points, claps, bows ... over captured standing, sitting and walking, with captions."""
    p = _with_gesture(pools, rng)
    return None if p is None else (p.motion, _captions(lambda: captions.choose(p.phrases, None, rng), p.hand_made, rng))


def _backwards(pools: _Pools, rng: np.random.Generator) -> Composed | None:
    """Pieces played backwards where people do that, too: walking backwards, getting up."""
    if rng.random() < 0.45:
        p = pools.draw("undone", rng)
        if p is None:
            return None
        words = _undone(p)
        return reverse(p.motion), _captions(lambda: words[int(rng.integers(len(words)))], p.hand_made, rng)
    p = pools.draw("travel", rng)
    if p is None or p.facts.direction != "forward" or p.facts.pace == "quickly" or p.category not in ("walk", "run"):
        return None
    words = [x for x in _steady(p) if not re.search("forward|ahead", x)]
    motion = reverse(_section(p, rng, 6.0).motion)
    known = facts.measure(motion)
    if known.direction != "backward" or not words:
        return None

    def phrase() -> str:
        verb, _, rest = words[int(rng.integers(len(words)))].partition(" ")
        return f"{verb} backwards {rest}" if rest else fact_phrases.travel_phrase(known, rng, verb)

    return motion, _captions(phrase, p.hand_made, rng)


def _onward(pools: _Pools, rng: np.random.Generator) -> Composed | None:
    """A walk or run continued beyond the recording, straight or along a curve or circle."""
    p = pools.draw("travel", rng)
    if p is None or p.facts.direction != "forward" or p.motion.seconds < 1.2 or abs(p.facts.turn) > 40:
        return None
    words = _steady(p)
    if not words:
        return None
    motion = cycle(p.motion, rng.uniform(3.0, 8.5), rng)
    motion = motion.cut(0, min(len(motion), round(LONGEST_S * motion.fps)))
    if rng.random() < 0.75:
        rate = rng.uniform(0.3, 1.0) if p.facts.gait == "walks" else rng.uniform(0.4, 1.2)
        bent = bend_path(motion, float(rate * rng.choice([-1, 1])))
        if _wilder(bent, motion):
            return None
        motion = bent
    known = facts.measure(motion)
    if known.gait not in ("walks", "runs"):
        return None
    return motion, _captions(lambda: captions.choose(words, known, rng), p.hand_made, rng)
