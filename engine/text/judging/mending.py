"""Motions edited until they do what was asked: mirrored, turned further, repeated, cut or drawn out to a length.

A motion that is right but for its side is mirrored, one that turns too little or too far is bent, one that is a
repetition short is repeated. What comes out is kept only where more of what was asked for is seen in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.motion import blend
from engine.motion.events import SIDES
from engine.motion.facts import posture
from engine.protocol.plan.steps import Facts
from engine.text.judging.fulfilment import (
    COUNTED,
    brief,
    count_seen,
    counted,
    exercised,
    fulfilment,
    held_hands,
    kept_up,
    repeats,
)
from engine.text.judging.seen import Seen
from retarget.motion import Motion, mirror, sample_at, still
from retarget.smooth import runs

ENOUGH = 0.9  # from here on nothing is tried that would make it better
GAIN = 0.03  # what an edit has to bring
LEAST_BEND, MOST_BEND = 15.0, 200.0  # degrees
MOST_RATE = 80.0  # degrees a second that a way is bent by: more and the body turns under its feet
STRETCH = 1.2  # of its own length, the most that a motion is played slower or faster by
HOLD_S = 0.5  # seconds in which a motion comes to rest before its last pose is held
LEAST_HOLD_S = 0.5  # that a stretch lasts in which the hands are where they are asked to be; else its pose is held
_REST_FRAMES, _STIR = 6, 0.45  # behind the last one that is counted; m/s from which on something goes on there
_LEAST_STIR = 0.15  # of a motion that must be movement for the rest of it to be cut off
_MOMENT, _LONG_REST = 9, 15  # frames of rest that stay at an end, where there are more than so many
_SEAM_M = 0.16  # metres that joints may be apart on average where a repetition goes on


Edit = Callable[[Facts, Motion], Motion | None]


@dataclass(frozen=True)
class Judged:
    """A motion and how far it does what was asked, 0 to 1. edits: what was done to it."""

    motion: Motion
    score: float
    edits: tuple[str, ...] = ()


def judged(asked: Facts, motion: Motion, edits: tuple[str, ...] = ()) -> Judged:
    """Judge a canonical motion."""
    return Judged(motion, fulfilment(asked, Seen(motion)), edits)


def sided(asked: Facts) -> bool:
    """Whether what is asked for is another thing in the mirror."""
    turns = asked.turn is not None and not asked.turn_either
    return asked.side in SIDES or asked.direction in SIDES or turns


def mended(asked: Facts, motion: Motion) -> Judged:
    """The motion, or what it becomes by edits that bring it nearer to what was asked."""
    return _without_rest(
        asked, _without_more(asked, _edited(asked, judged(asked, motion), (_mirrored, _bent, _counted)))
    )


def _without_rest(asked: Facts, best: Judged) -> Judged:
    """What is done once or so many times, without the rest before and behind it."""
    if not brief(asked):
        return best
    motion = _stirring(best.motion, _MOMENT)
    if len(best.motion) - len(motion) < _LONG_REST - _MOMENT:
        return best
    tried = judged(asked, motion, (*best.edits, "without rest"))
    return tried if tried.score > best.score - GAIN else best


def _without_more(asked: Facts, best: Judged) -> Judged:
    """What was done as often as asked, without what goes on behind the last time: half of one more."""
    found = counted(asked, Seen(best.motion))
    if found is None or len(found) != asked.count or asked.end:
        return best
    end = found[-1].end + _REST_FRAMES
    if len(best.motion) < end + _REST_FRAMES or Seen(best.motion.cut(end, len(best.motion))).stir < _STIR:
        return best
    tried = judged(asked, best.motion.cut(0, end), (*best.edits, "ended"))
    return tried if tried.score > best.score - GAIN else best


def _edited(asked: Facts, best: Judged, edits: Sequence[Edit]) -> Judged:
    """What is judged, with those of the edits that bring it nearer to what was asked."""
    needed = {_mirrored: sided(asked), _bent: asked.turn is not None, _counted: bool(asked.count)}
    for edit in edits:
        if not needed[edit] or best.score >= ENOUGH:
            continue
        other = edit(asked, best.motion)
        if other is None:
            continue
        tried = judged(asked, other, (*best.edits, edit.__name__.strip("_")))
        if tried.score > best.score + GAIN:
            best = tried
    return best


def _mirrored(asked: Facts, motion: Motion) -> Motion:
    return mirror(motion)


def _bent(asked: Facts, motion: Motion) -> Motion | None:
    """Turned by what is lacking or too much, over the part of it in which most of the turn happens."""
    assert asked.turn is not None
    seen = Seen(motion)
    wanted = asked.turn
    if asked.turn_either and seen.turned * wanted < 0:
        wanted = -wanted
    lacking = wanted - seen.turned
    if not LEAST_BEND < abs(lacking) < MOST_BEND or motion.seconds < 0.8:
        return None
    # A turn on the spot is stretched in proportion; a way is bent in its middle half.
    if seen.away < 0.8 and seen.turned * lacking > 0 and abs(lacking) < 0.6 * abs(wanted):
        return blend.turn_path(motion, float(np.radians(lacking)), 0.1 * motion.seconds, 0.8 * motion.seconds)
    if seen.path < 0.8:
        return None
    seconds = max(min(0.5 * motion.seconds, 2.0), abs(lacking) / MOST_RATE, 0.8)
    if seconds > motion.seconds:
        return None
    return blend.turn_path(motion, float(np.radians(lacking)), 0.5 * (motion.seconds - seconds), seconds)


def _counted(asked: Facts, motion: Motion) -> Motion | None:
    """Done as often as asked: repeated, or cut after the last one."""
    assert asked.count is not None
    motion = _grounded(motion) if COUNTED.get(asked.action or "") == "jump" else motion
    found = count_seen(asked, Seen(motion))
    if not found:
        return None
    if found == asked.count:
        return motion
    if brief(asked) and count_seen(asked, Seen(stirring := _stirring(motion))) == found:
        motion = stirring
    if found < asked.count:
        longer = _repeated(motion, seconds=asked.count / found * motion.seconds * 0.9)
        return longer and (_ended(asked, longer) or longer)
    return _ended(asked, motion)


def _grounded(motion: Motion) -> Motion:
    """The motion from where it first stands: what begins in the air would be half a jump more."""
    down = np.flatnonzero(Seen(motion).signals.sole.min(axis=1) < 0.03)
    return motion.cut(int(down[0]), len(motion)) if len(down) and 0 < down[0] < len(motion) // 3 else motion


def _ended(asked: Facts, motion: Motion) -> Motion | None:
    """Cut after the last one that was asked for; None where there are no more."""
    assert asked.count is not None
    found = counted(asked, Seen(motion)) or []
    if len(found) <= asked.count:
        return None
    if asked.action == "hop":  # the most even ones: the first may come out of a crouch
        begins = np.array([one.start for one in found])
        uneven = [float(np.ptp(np.diff(begins[i : i + asked.count]), axis=0)) if asked.count > 2 else -i
                  for i in range(len(found) - asked.count + 1)]  # fmt: skip
        first = int(np.argmin(uneven))
        return motion.cut(found[first].start, found[first + asked.count - 1].end)
    last, following = found[asked.count - 1], found[asked.count]
    if asked.action == "step" and asked.direction in SIDES:  # the other foot is still to follow
        return motion.cut(0, max(2, following.start))
    end = min(len(motion), max(last.end, min((last.end + following.start) // 2, last.end + 6)))
    return motion.cut(0, max(2, end))


def _repeated(motion: Motion, seconds: float) -> Motion | None:
    """The motion again and again for at least `seconds`; None where no seam goes unseen."""
    made = blend.repeat(motion, seconds, _SEAM_M)
    return made[0] if made else None


def fitted(asked: Facts, motion: Motion, frames: int, *, goes_on: bool) -> Judged:
    """The motion with so many frames, filled by what was asked and by nothing else.

    goes_on: what is asked for has no end of its own (a walk, a wait), so that a longer one is more of it; else it is
    done once, and what is left is held.
    """
    made = _edited(asked, _filled(asked, motion, frames, goes_on=goes_on), (_mirrored, _bent))
    if not goes_on:
        return made
    seen = Seen(made.motion)
    return replace(made, score=made.score * repeats(asked, seen) * kept_up(asked, seen))


def _filled(asked: Facts, motion: Motion, frames: int, *, goes_on: bool) -> Judged:
    """The motion with so many frames, as `fitted` has it, before it is mended."""
    if goes_on and asked.hands is not None:
        motion = _holding(asked, motion)
    if goes_on and exercised(asked):
        motion = _stirring(motion)
    count = len(motion)
    if count > frames:
        if frames * STRETCH >= count:
            return judged(asked, _played(motion, frames), ("faster",))
        return _window(asked, motion, frames)
    if count == frames:
        return judged(asked, motion)
    if goes_on and (longer := _longer(motion, frames)) is not None:
        return _window(asked, longer, frames)
    if count * STRETCH >= frames:
        return judged(asked, _played(motion, frames), ("slower",))
    return judged(asked, held(motion, frames), ("held",))


def _window(asked: Facts, motion: Motion, frames: int) -> Judged:
    """The stretch of a longer motion in which most of what is asked for is seen; the earliest of the best."""
    last = len(motion) - frames
    starts = sorted({0, last, *range(0, last, max(1, last // 6))})
    tried = [judged(asked, motion.cut(first, first + frames), ("cut",)) for first in starts]
    best = max(one.score for one in tried)
    return next(one for one in tried if one.score > best - GAIN)


def briefly(asked: Facts, motion: Motion, frames: int) -> Judged:
    """The stretch of a motion that goes on for long in which as much as anywhere of what is asked for is seen, most of
    what moves, and an end that is calm."""
    last = len(motion) - frames
    if last <= 0:
        return judged(asked, motion)
    pos = motion.globals()[0]
    speed = np.linalg.norm(np.diff(pos, axis=0, append=pos[-1:]), axis=-1).mean(axis=1) * motion.fps
    done = np.concatenate([[0.0], np.cumsum(speed)]) / max(float(speed.sum()), 1e-6)
    best, most = judged(asked, motion.cut(0, frames), ("brief",)), -np.inf
    for first in sorted({0, last, *range(0, last, max(1, last // 8))}):
        tried = judged(asked, motion.cut(first, first + frames), ("brief",))
        calm = float(speed[max(0, first + frames - _REST_FRAMES) : first + frames].mean())
        merit = tried.score + 0.2 * float(done[first + frames] - done[first]) - 0.1 * min(1.0, calm)
        if merit > most:
            best, most = tried, merit
    return best


def _holding(asked: Facts, motion: Motion) -> Motion:
    """The stretch in which the hands are where they are asked to be; where none lasts, its middle pose, held."""
    if asked.hands == "clapping" or asked.hands is None:
        return motion
    where = "over" if asked.hands == "raised" and asked.height == "high" else asked.hands
    first, last = max(runs(held_hands(where, Seen(motion))), key=lambda run: run[1] - run[0], default=(0, 0))
    if last - first > LEAST_HOLD_S * motion.fps:
        return motion.cut(first, last)
    middle = (first + last) // 2
    return still(motion.cut(middle, middle + 1), round(motion.fps)) if last - first > 1 else motion


def _stirring(motion: Motion, moment: int = _REST_FRAMES) -> Motion:
    """The motion without the rest before its first and behind its last movement, but for a moment of each (frames)."""
    moving = np.flatnonzero(Seen(motion).moving)
    if not len(moving):
        return motion
    first, last = max(0, int(moving[0]) - moment), min(len(motion), int(moving[-1]) + 1 + moment)
    return motion.cut(first, last) if last - first >= _LEAST_STIR * len(motion) and last - first > 15 else motion


def _longer(motion: Motion, frames: int) -> Motion | None:
    """More of the same: a rest to and fro, a gait or a repetition joined to itself."""
    seconds = frames / motion.fps
    seen = Seen(motion)
    if seen.away < 0.3 and seen.stir < 0.3 and seen.begins == seen.ends:
        return blend.to_and_fro(motion, seconds)
    longer = _repeated(motion, seconds)
    if longer is None and seen.path > 0.8:
        longer = blend.cycle(motion, seconds, np.random.default_rng(0))
    return longer if longer is not None and len(longer) >= frames else None


def _played(motion: Motion, frames: int) -> Motion:
    """The motion slower or faster, with so many frames."""
    return sample_at(motion, np.linspace(0, len(motion) - 1, frames), motion.fps)


def settled(motion: Motion) -> Motion:
    """The motion, with a rest in the posture that it ends in where it has only just come down to it: who falls lies for
    a moment, and a transition to what follows takes no part of the fall."""
    seen, n = Seen(motion), round(HOLD_S * motion.fps)
    if seen.ends in ("upright", "other") or len(motion) <= n:
        return motion
    begin = len(motion) - n
    there = posture(seen.signals, slice(begin, begin + seen.end_frames)) == seen.ends
    return motion if there else held(motion, len(motion) + n)


def held(motion: Motion, frames: int) -> Motion:
    """The motion, coming to rest in its last pose, which is held."""
    end = motion.cut(len(motion) - 1, len(motion))
    rest = blend.place(motion, still(end, max(2, frames - len(motion))), HOLD_S)
    contacts = rest.contacts.copy()
    contacts[len(motion) :] = motion.contacts[-1]
    return replace(rest, contacts=contacts).cut(0, frames)
