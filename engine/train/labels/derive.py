"""Pieces made of one captured piece each: done several times, drawn out, led round a corner; with words that are true.

A jumping jack lasts a second in the recordings, and nobody repeats it for five; people wait for two seconds, and walk
straight on. What is asked for is longer, and turns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from engine.motion import facts
from engine.motion.blend import MOST_ACCELERATION, liveliest, repeat, to_and_fro, turn_path
from engine.train.labels import captions
from engine.train.labels.compose import Labelled

LENGTHS_S = (3.0, 8.0)
_LONGEST_CYCLE_S = 5.0
REPEATS_SHARE, WAITS_SHARE, CORNERS_SHARE = 0.6, 0.5, 0.6
_TIMES = {2: "twice", 3: "three times", 4: "four times", 5: "five times", 6: "six times"}
_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
_CYCLIC = re.compile(
    r"\b(?:jacks?|wav|clap|squat|on the spot|in place|hop|punch|jab|circl|push-up|sit-up|lunge|kick|nods|"
    r"leg raise|raises|lifts|twist|swing|jump|bows|shakes|rocks|sways|stamp|march|chop|beckon|reaches|bends|mops|wip|"
    r"dribbl|stretche)"
)
_COUNTED = re.compile(
    r"\b(?:twice|once|one|single|two|three|four|five|six|seven|eight|several|few|times|again|series|both ways)\b"
)
_COUNT_AT_END = re.compile(r",? (?:twice|(?:two|three|four|five|six) times)$")
# Said of something that ends: it can't be said of that which is done again.
_ENDING = re.compile(
    r"\bthen\b|, and |turns? |walk|run(?!g)|steps? (?:forward|back|up|off|out|in)|gets? up|lies|sits? down|stop|begin"
    r"|start|ends?\b|before|after|holds|stays|stands|still|balance|seconds?\b|moment"
)
# What a wait that goes on can't be.
_PASSING = re.compile(
    r"\bthen\b|before|after| up\b|down\b|\bfor (?:an?|one|two|three|four|five)\b|second|moment|begin|start|turn"
)
_STRAIGHT_DEG = 25
_GAITS = ("walks", "runs", "jogs", "strolls", "strides", "sneaks", "marches")


def derived(pieces: Sequence[Labelled], rng: np.random.Generator) -> list[tuple[Labelled, int]]:
    """New pieces, each with the index of the one it is made of."""
    makers: tuple[tuple[float, Callable[[Labelled, np.random.Generator], Labelled | None]], ...] = (
        (REPEATS_SHARE, repeated), (WAITS_SHARE, drawn_out), (CORNERS_SHARE, round_a_corner),
    )  # fmt: skip
    out = []
    for index, piece in enumerate(pieces):
        for share, maker in makers:
            if piece.phrases and rng.random() < share:
                new = maker(piece, rng)
                if new is not None:
                    out.append((new, index))
    return out


def repeated(piece: Labelled, rng: np.random.Generator) -> Labelled | None:
    """The action again and again for some seconds, told so; with its number where the piece shows it once."""
    phrases = tuple(p for p in piece.phrases if _CYCLIC.search(p) and not _ENDING.search(p))
    if not phrases or piece.motion.seconds > _LONGEST_CYCLE_S or piece.facts.postures[0] != piece.facts.postures[1]:
        return None
    if abs(piece.facts.turn) > 60 or piece.facts.distance > 3 * max(1, piece.facts.jumps):
        return None
    made = repeat(piece.motion, float(rng.uniform(*LENGTHS_S)))
    if made is None:
        return None
    motion, count = made
    words = tuple(dict.fromkeys(w for p in phrases[:3] for w in repeating(p, count if _once(piece) else 0)))
    if not words:
        return None
    return replace(piece, motion=motion, phrases=words, written=(), facts=facts.measure(motion))


def _once(piece: Labelled) -> bool:
    """Whether the piece shows its action a single time, as far as its words and what was measured tell."""
    f = piece.facts
    if any(_COUNTED.search(w) for w in (*piece.phrases, *piece.written)):
        return False
    measured = [f.jumps, f.squats, f.jacks, len(f.kicks), len(f.punches)]
    lowered = any(re.search(r"\b(?:lowers it|puts it down|does an? |stands (?:back )?up)", p) for p in piece.phrases)
    return max(measured) <= 1 and (sum(measured) == 1 or lowered)


def repeating(phrase: str, count: int) -> list[str]:
    """Ways to say that `phrase` (third person) is done `count` times, 0 where nobody knows how often."""
    bare = _COUNT_AT_END.sub("", phrase)
    if _COUNTED.search(bare):
        return []
    said = [f"{bare} again and again", f"{bare} over and over", f"keeps {captions.inflect(bare, 'gerund')}"]
    if count in _TIMES:
        said = [f"{bare} {_TIMES[count]}", f"{bare}, {_TIMES[count]}", *(said[:1] if count > 3 else ())]
        if one := re.match(r"does an? ([a-z -]+?)(?= (?:with|and|to|on)\b|$)", bare):
            said.append(f"does {_NUMBERS[count]} {one[1]}s{bare[one.end() :]}")
    if count > 2:
        said.append(f"{bare} several times")
    return said


def drawn_out(piece: Labelled, rng: np.random.Generator) -> Labelled | None:
    """Standing or sitting about for longer than it was recorded."""
    f = piece.facts
    seated = f.postures == ("sitting", "sitting")
    if (f.gait != "still" and not seated) or f.postures[0] != f.postures[1] or f.wave or f.raised:
        return None
    phrases = tuple(p for p in piece.phrases if p.startswith(("stands", "sits", "waits", "stays")))
    phrases = tuple(p for p in phrases if not _PASSING.search(p))
    if not phrases or not 0.8 <= piece.motion.seconds <= 5:
        return None
    motion = to_and_fro(piece.motion, float(rng.uniform(3.0, 9.0)))
    longer = tuple(f"{p} {how}" for p in phrases[:2] for how in ("for a while", "and waits") if "wait" not in p)
    return replace(piece, motion=motion, phrases=phrases + longer, written=(), facts=facts.measure(motion))


def round_a_corner(piece: Labelled, rng: np.random.Generator) -> Labelled | None:
    """A straight walk or run that turns by 30 to 180 degrees in its middle."""
    f = piece.facts
    if f.gait not in ("walks", "runs") or f.direction != "forward" or abs(f.turn) > _STRAIGHT_DEG or f.jumps:
        return None
    gait = next((w for p in piece.phrases for w in _GAITS if p.startswith(w)), "")
    if not gait or piece.motion.seconds < 1.8 or (f.pace == "quickly" and f.gait == "runs"):
        return None
    seconds = float(rng.uniform(0.8, 1.6))
    degrees = float(rng.choice([-1, 1]) * rng.uniform(30, 180))
    start = float(rng.uniform(0.2, max(0.25, piece.motion.seconds - seconds - 0.4)))
    motion = turn_path(piece.motion, float(np.radians(degrees)), start, seconds)
    if liveliest(motion)[1] > 1.4 * max(liveliest(piece.motion)[1], MOST_ACCELERATION):
        return None
    known = facts.measure(motion)
    if abs(known.turn - degrees - f.turn) > 30:
        return None
    return replace(piece, motion=motion, phrases=turning(gait, known.turn), written=(), facts=known)


def turning(gait: str, degrees: float) -> tuple[str, ...]:
    """Ways to say that somebody walks or runs and turns by so many degrees, left positive, on the way."""
    side, size, doing = ("left" if degrees > 0 else "right"), abs(degrees), captions.gerund(gait)
    if size < 65:
        own = (
            f"{gait} and turns slightly {side}",
            f"{gait} forward and bears {side}",
            f"{gait} ahead, veering {side}",
            f"{gait} and turns a little to the {side}",
            f"{gait} forward, then turns slightly to the {side}",
        )
    elif size < 125:
        own = (
            f"{gait} forward and turns {side}",
            f"{gait} and makes a {side} turn",
            f"turns {side} while {doing}",
            f"{gait} ahead, then turns {side}",
            f"{gait} round a corner to the {side}",
            f"{gait} and makes a quarter turn to the {side}",
            f"{gait} forward, then rounds a corner to the {side}",
        )
    else:
        own = (
            f"{gait} forward and turns around to the {side}",
            f"{gait}, turns around to the {side} and goes on",
            f"turns half way round to the {side} while {doing}",
            f"{gait} and makes a u-turn to the {side}",
            f"{gait} forward, then turns back to the {side}",
        )
    return (*own, f"{gait} and turns about {_degrees(size)} to the {side}")


def _degrees(size: float) -> str:
    words = {45: "forty-five degrees", 90: "ninety degrees", 135: "a hundred and thirty-five degrees"}
    return words.get(round(size / 45) * 45, "a hundred and eighty degrees")
