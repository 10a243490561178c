"""Cutters by height: sitting down, standing up, climbing, picking up, carrying, lying down, cartwheels."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d

from engine.motion import events
from engine.motion.events import SIDES, Signals
from engine.train.labels.cutting import Phrases, Segment, say
from retarget.motion import ROLE_INDEX as R


def levels(s: Signals) -> list[tuple[str, int, int]]:
    """Spans (down | low | up | high, start, end) of the pelvis between its two heights; [] where it has one height.

    The heights are the 8th and 92nd percentiles, which must be 15 cm apart.
    """
    level = gaussian_filter1d(s.pelvis, 0.15 * s.fps)
    bottom, top = np.percentile(level, 8), np.percentile(level, 92)
    if top - bottom < 0.15:
        return []
    under = level < (bottom + top) / 2
    out: list[tuple[str, int, int]] = []
    last = 0
    # Each crossing of the middle is a way up or down: extend it while the pelvis keeps moving that way.
    for e in np.flatnonzero(np.diff(under.astype(int))).tolist():
        down = not under[e]
        fall = -np.diff(level) * (1 if down else -1)  # how much each step goes the way of this change
        a, b = e, e + 1
        while a > 0 and abs(level[a] - level[e]) < 0.7 * (top - bottom) and fall[a - 1] > 5e-4:
            a -= 1
        while b < len(level) - 1 and fall[b] > 5e-4:
            b += 1
        if a > last:
            out.append(("high" if down else "low", last, a))
        out.append(("down" if down else "up", a, b))
        last = b
    out.append(("low" if under[-1] else "high", last, len(level)))
    return out


def sitting(s: Signals, phrases: Phrases) -> list[Segment]:
    """Recordings of sitting: the steps before, sitting down, sitting still, standing up."""
    out, pad = [], round(0.35 * s.fps)
    parts = levels(s)
    still = np.abs(np.gradient(gaussian_filter1d(s.pelvis, 2))) * s.fps < 0.12
    for i, (kind, a, b) in enumerate(parts):
        if kind in ("down", "up"):
            words = say("sit down" if kind == "down" else "stand up")
            out += [Segment(a - pad, b + pad, words), Segment(a - 2 * pad, b + 4 * pad, words)]
        elif kind == "low" and b - a > s.fps:
            out += [Segment(a + x, a + y, say("sit")) for x, y in events.spans(still[a:b], round(s.fps))]
            if 0 < i < len(parts) - 1 and b - a < 6 * s.fps:
                out.append(Segment(parts[i - 1][1] - pad, parts[i + 1][2] + pad, say("sit and stand")))
        elif kind == "high" and b - a > 1.2 * s.fps:
            out.append(Segment(a, b, say("steps" if s.speed[a:b].mean() > 0.35 else "stand")))
    return out


def climbing(s: Signals, phrases: Phrases) -> list[Segment]:
    """Ladders and stairs: spans in which the pelvis rises or falls by 30 cm."""
    what = "ladder" if "ladder" in phrases[0] else "stairs"
    out, pad = [], round(0.3 * s.fps)
    level = gaussian_filter1d(s.pelvis, 0.35 * s.fps)
    slope = np.gradient(level) * s.fps
    for way, sign in (("up", 1), ("down", -1)):
        for a, b in events.spans(sign * slope > 0.06, round(0.8 * s.fps), round(0.5 * s.fps)):
            if abs(level[b - 1] - level[a]) > 0.3:
                out.append(Segment(a - pad, b + pad, say(f"{what} {way}")))
    return out


def _downs(s: Signals) -> list[tuple[int, int]]:
    """Spans with the neck under 1.12 m: bent over or squatting."""
    neck = gaussian_filter1d(s.pos[:, R["neck"], 1], 2)
    return events.spans(neck < 1.12, round(0.25 * s.fps), 8)


def pick_up(s: Signals, phrases: Phrases) -> list[Segment]:
    """Picking up (first low span), putting down (later ones), and the walks between."""
    out: list[Segment] = []
    downs, pad = _downs(s), round(0.8 * s.fps)
    for i, (a, b) in enumerate(downs):
        how = "squatting" if s.pelvis[a:b].min() < 0.62 else "bending"
        words = say(f"{'put down' if i else 'pick up'} {how}", HAND=_hands(s, a, b))
        out.append(Segment(a - pad, b + pad, words))
    edges = [0, *[f for span in downs for f in span], len(s)]
    for i, (a, b) in enumerate(zip(edges[::2], edges[1::2])):
        if b - a > 1.2 * s.fps and s.speed[a:b].mean() > 0.4:
            out.append(Segment(a, b, say("carry", VERB="walks") if i == 1 else ("walks",)))
    return out


def _hands(s: Signals, a: int, b: int) -> str:
    """ " with the left hand" and so on: which hands were clearly lowest in a span; "" when it is not clear."""
    low = [float(s.pos[a:b, R[f"{k}_wrist"], 1].min()) for k in SIDES]
    if max(low) < 0.45 and abs(low[0] - low[1]) < 0.15:
        return " with both hands"
    if abs(low[0] - low[1]) > 0.25 and min(low) < 0.45:
        return f" with the {SIDES[int(np.argmin(low))]} hand"
    return ""


def carrying(s: Signals, phrases: Phrases) -> list[Segment]:
    """Carrying a box, putting it down (the longest low span), walking on."""
    downs = _downs(s)
    if not downs:
        return []
    (a, b), pad = max(downs, key=lambda d: d[1] - d[0]), round(0.7 * s.fps)
    gait = "runs" if "runs" in phrases[0] else "walks"
    return [
        Segment(0, a, say("carry box", VERB=gait)),
        Segment(a - pad, b + pad, say("put box down")),
        Segment(b, len(s), (gait,)),
    ]


def lying(s: Signals, phrases: Phrases) -> list[Segment]:
    """The way down, from 0.8 s before to 0.8 s after, and lying."""
    level = gaussian_filter1d(s.pelvis, 3)
    up = np.flatnonzero(level > 0.8)
    flat = np.flatnonzero((level < 0.3) & (s.upright < 0.4))
    if len(up) == 0 or len(flat) == 0 or flat[-1] < up[-1]:
        return []
    a, b = int(up[-1]), int(flat[flat > up[-1]][0])
    out = [Segment(a - round(0.8 * s.fps), b + round(0.8 * s.fps), phrases)]
    if len(s) - b > 1.2 * s.fps:
        out.append(Segment(b, len(s), say("lie")))
    return out


def cartwheels(s: Signals, phrases: Phrases) -> list[Segment]:
    """Cartwheels: from 0.9 s before the torso tips over to 0.9 s after it is upright."""
    pad = round(0.9 * s.fps)
    upset = events.spans(s.upright < 0.2, round(0.2 * s.fps), round(0.3 * s.fps))
    return [Segment(a - pad, b + pad, phrases) for a, b in upset]
