"""Cutters: how each family of recordings is cut into segments of a single action, and their phrases.

A cutter takes the signals and phrases of a clip and returns segments; CUTTERS lists which labels each is for. The words
come from what is measured in a segment: which leg, which hand, up or down.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from scipy.ndimage import gaussian_filter1d

from engine.motion import events
from engine.motion.events import SIDES, Event, Signals
from engine.train.labels import fact_phrases
from engine.train.labels.cut_heights import carrying, cartwheels, climbing, lying, pick_up, sitting
from engine.train.labels.cutting import Phrases, Segment, grouped, say, sidelong, travel, turns, windows
from retarget.motion import ROLE_INDEX as R


def combat(s: Signals, phrases: Phrases) -> list[Segment]:
    """Martial arts forms: windows, single kicks and punches."""
    kicks = [Segment(e.start, e.end, say(f"kick {e.detail}", SIDE=e.side)) for e in events.kicks(s)]
    return windows(s, phrases) + kicks + _hits(s)


def fists(s: Signals, phrases: Phrases) -> list[Segment]:
    """Boxing and striking: windows, and single punches."""
    return windows(s, phrases) + _hits(s)


def _hits(s: Signals) -> list[Segment]:
    """Single punches, and series of them with both fists."""
    found = events.punches(s)
    out = [Segment(e.start, e.end, say("punch", SIDE=e.side)) for e in found]
    for run in grouped(found, 0.8 * s.fps):
        if len(run) >= 2 and len({e.side for e in run}) == 2:
            out.append(Segment(run[0].start, run[-1].end, say("punches")))
    return out


def kicking(s: Signals, phrases: Phrases) -> list[Segment]:
    """Karate kicks: a segment for each kick, with the technique's phrases and the leg; and windows."""
    out = []
    for e in events.kicks(s):
        own = tuple(f"{p} with the {e.side} leg" for p in phrases)
        out.append(Segment(e.start, e.end, own + say(f"kick {e.detail}", SIDE=e.side)[:2]))
    return out + windows(s, phrases, (3.0, 5.0))


def ball(s: Signals, phrases: Phrases) -> list[Segment]:
    """Kicks of a ball, by the foot that moves fastest."""
    speed = [np.linalg.norm(np.gradient(s.body[:, R[f"{k}_ankle"]], axis=0), axis=1) * s.fps for k in SIDES]
    i = int(np.argmax([v.max() for v in speed]))
    peak = int(np.argmax(speed[i]))
    named = tuple(f"{p} with the {SIDES[i]} {limb}" for p in phrases for limb in ("foot", "leg"))
    named += say("kick front", SIDE=SIDES[i])[:2]
    return [
        Segment(peak - round(0.9 * s.fps), peak + round(0.8 * s.fps), named),
        Segment(peak - round(1.8 * s.fps), peak + round(1.2 * s.fps), named),
        Segment(0, len(s) if len(s) < 8 * s.fps else peak + round(2 * s.fps), named),
    ]


def _jump_words(e: Event, turn: float, many: int = 1) -> Phrases:
    if e.side:
        return say("hop", SIDE=e.side)
    if abs(turn) > 60:
        part = "half" if abs(turn) > 130 else "quarter"
        return say("jump turn", SIDE="left" if turn > 0 else "right", PART=part)
    own = say(f"jump {e.detail}")
    if many == 1:
        return own
    times = fact_phrases.COUNTS.get(many, "several times")
    return (
        *(f"{w} {times}" for w in own),
        "jumps again and again",
        *(["jumps up and down"] if e.detail == "up" else []),
    )


def jumping(s: Signals, phrases: Phrases) -> list[Segment]:
    """A segment for each jump and each series of jumps of one kind, from before the crouch to after the landing."""
    found, out = events.jumps(s), []
    for e in found:
        pad = 0 if e.side or len(found) > 3 else round(0.5 * s.fps)
        a, b = max(0, e.start - pad), min(len(s), e.end + pad)
        out.append(Segment(a, b, _jump_words(e, float(np.degrees(s.yaw[b - 1] - s.yaw[a])))))
    kinds = [(e.side, "" if e.side else e.detail) for e in found]
    for kind in set(kinds):
        same = [e for e, k in zip(found, kinds) if k == kind]
        for run in (r for r in grouped(same, 0.4 * s.fps) if len(r) > 1):
            out.append(Segment(run[0].start, run[-1].end, _jump_words(run[0], 0.0, len(run))))
    return out


def one_jump(s: Signals, phrases: Phrases) -> list[Segment]:
    """Recordings of one jump: the clip's phrases for the segment around it; of several: as `jumping`."""
    found = events.jumps(s)
    if len(found) == 1 and len(s) > 2.2 * s.fps:
        e, pad = found[0], round(0.6 * s.fps)
        return [Segment(e.start - pad, e.end + pad, phrases), *jumping(s, phrases)]
    return jumping(s, phrases) if len(found) > 1 else []


def reach_up(s: Signals, phrases: Phrases) -> list[Segment]:
    """Jumps to grab something high, and raised hands."""
    out = []
    leaps = events.jumps(s)
    for e in leaps:
        a, b = max(0, e.start - 8), min(len(s), e.end + 8)
        head = s.body[a:b, R["head"], 1].max()
        up = [k for k in SIDES if s.body[a:b, R[f"{k}_wrist"], 1].max() > head + 0.15]
        if up:
            out.append(Segment(a, b, say("grab", HAND="both hands" if len(up) == 2 else f"the {up[0]} hand")))
    for a, b, words in _raised(s):
        if not any(e.start < b and a < e.end for e in leaps):
            out.append(Segment(a - 10, b + 10, words))
    return out


def _raised(s: Signals) -> list[tuple[int, int, Phrases]]:
    """Spans with one hand or both at least 10 cm above the head for 0.6 s, with phrases."""
    high = {k: s.body[:, R[f"{k}_wrist"], 1] > s.body[:, R["head"], 1] + 0.1 for k in SIDES}
    both = events.spans(high["left"] & high["right"], round(0.6 * s.fps), 5)
    out = [(a, b, say("raise both")) for a, b in both]
    for k, other in (SIDES, SIDES[::-1]):
        one = events.spans(high[k] & ~high[other], round(0.6 * s.fps), 5)
        out += [(a, b, say("raise", SIDE=k)) for a, b in one]
    return out


def exercise(s: Signals, phrases: Phrases) -> list[Segment]:
    """Jumping jacks, squats, twists, bends, knee lifts, jogging on the spot and raised arms, each by its events."""
    out = [Segment(e.start, e.end, say("jack")) for e in events.jacks(s)]
    squats = [e for e in events.dips(s) if e.size < 0.6]
    out += [Segment(e.start, e.end, say("squat")) for e in squats]
    out += [Segment(r[0].start, r[-1].end, say("squats")) for r in grouped(squats, s.fps) if len(r) > 1]
    lifted = np.max([s.body[:, R[f"{k}_knee"], 1] for k in SIDES], axis=0) > 0.75
    for e in events.twists(s):
        knees = lifted[e.start : e.end].mean() > 0.2
        out.append(Segment(e.start, e.end, say("elbow to knee" if knees else "twist")))
    for e in events.bends(s):
        hands = s.pos[e.start : e.end, [R["left_wrist"], R["right_wrist"]], 1].min()
        out.append(Segment(e.start, e.end, say("toes" if hands < 0.3 else "bend")))
    # Knee lifts and raised arms count only where nothing else has been found.
    busy = [(p.start, p.end) for p in out]
    out += [p for p in _knees(s) if not any(min(p.end, b) - max(p.start, a) > 0.3 * (p.end - p.start) for a, b in busy)]
    free = [Segment(a - 12, b + 12, words) for a, b, words in _raised(s)]
    return out + [p for p in free if not any(a < p.end and p.start < b for a, b in busy)]


def _knees(s: Signals) -> list[Segment]:
    """Jogging on the spot (over two low steps a second) and alternate knee raises (knees over 75 cm)."""
    still = gaussian_filter1d(s.speed, 10) < 0.5
    knee = {k: s.body[:, R[f"{k}_knee"], 1] for k in SIDES}
    found = [e for e in events.steps(s) if still[min(e.start, len(s) - 1)]]
    out = []
    for run in grouped(found, 0.5 * s.fps):
        a, b = run[0].start, run[-1].end
        swaps = [y.side != x.side and y.start - x.start >= 4 for x, y in pairwise(run)]
        if len(run) < 4 or np.mean(swaps) < 0.7:
            continue  # one leg, or both at once
        rate = len(run) / ((b - a) / s.fps)
        top = np.median([knee[e.side][e.start : e.end].max() for e in run])
        if rate > 2.0 and top < 0.8:
            out.append(Segment(a - 6, b + 6, say("jog on the spot")))
        elif top >= 0.75:
            out.append(Segment(a - 6, b + 6, say("knees")))
    return out


def loops(s: Signals, phrases: Phrases) -> list[Segment]:
    """Figure eights: windows of 9.5 s have the clip's phrases; shorter ones are walks with turns."""
    return windows(s, phrases, (9.5,)) + windows(s, ("walks",)) + turns(s, ("walks",))


def gestures(s: Signals, phrases: Phrases) -> list[Segment]:
    """Gestures: windows, waves, raised arms and pointing, with the hand."""
    out = windows(s, phrases)
    waves = events.waves(s)
    up = {k: s.body[:, R[f"{k}_wrist"], 1] > s.body[:, R[f"{k}_shoulder"], 1] - 0.05 for k in SIDES}
    for e in waves:
        other = SIDES[1 - SIDES.index(e.side)]
        # Both hands wave where the other hand's wave covers more than 60% of this one; else the other must be down.
        with_it = [min(o.end, e.end) - max(o.start, e.start) for o in waves if o.side == other]
        if max(with_it, default=0) > 0.6 * (e.end - e.start):
            out.append(Segment(e.start - 10, e.end + 6, say("wave both")))
            continue
        for a, b in events.spans(~up[other][e.start : e.end], round(1.2 * s.fps), 4):
            out.append(Segment(e.start + a - 10, e.start + b + 6, say("wave", SIDE=e.side)))
    for a, b, words in _raised(s):
        if not any(e.start < b and a < e.end for e in waves):
            out.append(Segment(a - 12, b + 8, words))
    return out + _points(s)


def _points(s: Signals) -> list[Segment]:
    """Pointing: one arm stretched out, level and still for 0.35 s, the other not."""
    out = []
    arms = {k: s.body[:, R[f"{k}_wrist"]] - s.body[:, R[f"{k}_shoulder"]] for k in SIDES}
    held = {}
    for k, arm in arms.items():
        length = np.linalg.norm(arm, axis=1)
        speed = np.linalg.norm(np.gradient(arm, axis=0), axis=1) * s.fps if len(s) > 1 else 0 * length
        held[k] = (length > 0.47) & (np.abs(arm[:, 1]) < 0.2) & (speed < 0.8)
    for k, other in (SIDES, SIDES[::-1]):
        for a, b in events.spans(held[k] & ~held[other], round(0.35 * s.fps), 4):
            aim = arms[k][a:b].mean(axis=0)
            way = "forward" if aim[2] > 0.75 * abs(aim[0]) else "to the left" if aim[0] > 0 else "to the right"
            out.append(Segment(a - round(0.6 * s.fps), b + round(0.5 * s.fps), say("point", SIDE=k, WAY=way)))
    return out


CUTTERS: tuple[tuple[str, Callable[[Signals, Phrases], list[Segment]]], ...] = (
    (r"jumping jacks, |exercises|range of motion", exercise),
    (r"direct traffic|alaskan vacation|basketball signals", gestures),
    (r"sit on (high )?st", sitting),
    (r"climb (ladder|3 steps)", climbing),
    (r"lie down on the floor", lying),
    (r"put it down", carrying),
    (r"walk.* pick (up object|something up)|golf|scoop up|pick(ing)? (up )?box|run up and pick", pick_up),
    (r"^cartwheel", cartwheels),
    (r"front kick|mawashigeri|yokogeri", kicking),
    (r"boxing$|punch/strike|oiduki", fists),
    (r"bassai|empi|heiansyodan", combat),
    (r"soccer", ball),
    (r"jump up to grab", reach_up),
    (r"jump up and down|forward jumps, turn", jumping),
    (r"jump|^180|hop stop", one_jump),
    (r"dance|salsa|playground|sequence|fancyfoot|laugh|human subject", windows),
    (r"^side-|navigate", sidelong),
    (r"figure eight", loops),
    (r"walk|run|jog|style:", travel),
)
