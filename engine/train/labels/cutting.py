"""Segments of recordings and their phrases: windows, standing, changes of direction, turns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.ndimage import gaussian_filter1d

from engine.motion import events
from engine.motion.events import Event, Signals
from engine.train.labels import captions
from retarget.motion import ROLE_INDEX as R

Phrases = tuple[str, ...]
_WINDOWS_S = (3.0, 5.5)


@dataclass(frozen=True)
class Segment:
    """Frames start..end-1 of a clip, and the verb phrases (third person) that are true of them."""

    start: int
    end: int
    labels: tuple[str, ...]


@lru_cache(maxsize=1)
def _actions() -> dict[str, list[str]]:
    return captions.read_table(Path(__file__).with_name("actions.txt"))[1]


def say(action: str, **words: str) -> Phrases:
    """Phrases for an action of actions.txt, with words in capitals replaced: say("kick front", SIDE="left")."""
    found = [re.sub("|".join(words), lambda m: words[m[0]], p) if words else p for p in _actions()[action]]
    return tuple(dict.fromkeys(re.sub(" +", " ", p) for p in found))


def windows(s: Signals, phrases: Phrases, lengths: tuple[float, ...] = _WINDOWS_S) -> list[Segment]:
    """Windows of several lengths (s), evenly spaced, with the clip's phrases; none for a clip of up to 4 s."""
    out = []
    if len(s) / s.fps <= 4.0:
        return out
    for seconds in lengths:
        n = round(seconds * s.fps)
        if n > 0.9 * len(s):
            continue
        count = max(1, round((len(s) - n) / n)) + 1
        out += [Segment(a, a + n, phrases) for a in np.linspace(0, len(s) - n, count).astype(int).tolist()]
    return out


def travel(s: Signals, phrases: Phrases) -> list[Segment]:
    """Windows of locomotion, and segments around its turns."""
    return windows(s, phrases) + turns(s, phrases)


def standing(s: Signals) -> list[Segment]:
    """Segments of up to 4 s of standing upright and still with the hands down, as recordings begin and end."""
    swing = np.linalg.norm(np.gradient(s.body, axis=0), axis=-1).max(axis=1) * s.fps if len(s) > 1 else s.speed
    hands = s.body[:, [R["left_wrist"], R["right_wrist"]], 1].max(axis=1)
    low = s.sole.max(axis=1) < 0.08
    idle = (gaussian_filter1d(swing, 4) < 0.35) & (hands < 1.1) & (s.pelvis > 0.85) & (s.upright > 0.95) & low
    out = []
    for a, b in events.spans(idle, round(1.2 * s.fps)):
        out.append(Segment(a, min(b, a + round(4 * s.fps)), say("stand")))
    return out


def sidelong(s: Signals, phrases: Phrases) -> list[Segment]:
    """Locomotion that changes direction: segments of up to about 4 s in one direction relative to the body."""
    v = s.velocity
    way = np.select([v[:, 1] > 1.3 * np.abs(v[:, 0]), -v[:, 1] > 1.3 * np.abs(v[:, 0]), v[:, 0] > 0], [0, 1, 2], 3)
    way[s.speed < 0.25] = -1
    out = []
    for kind in range(4):
        for a, b in events.spans(way == kind, round(1.2 * s.fps), round(0.25 * s.fps)):
            count = max(1, round((b - a) / (4 * s.fps)))
            edges = np.linspace(a, b, count + 1).astype(int).tolist()
            out += [Segment(x, y, phrases) for x, y in pairwise(edges)]
    return out


def turns(s: Signals, phrases: Phrases) -> list[Segment]:
    """Segments around changes of heading by 50 to 230 degrees."""
    # Turning rate in rad/s, smoothed over 0.3 s.
    rate = np.gradient(gaussian_filter1d(s.yaw, 0.3 * s.fps)) * s.fps if len(s) > 2 else 0 * s.yaw
    out = []
    verb = next((p for p in phrases if p.split(" ")[0] in ("walks", "runs", "jogs")), "walks").split(" ")[0]
    pad = round(0.7 * s.fps)
    for a, b in events.spans(np.abs(rate) > 0.6, round(0.4 * s.fps), round(0.3 * s.fps)):
        turn = float(np.degrees(s.yaw[b - 1] - s.yaw[a]))
        if 50 < abs(turn) < 230 and s.speed[a:b].mean() > 0.35:
            side = "left" if turn > 0 else "right"
            words = say("turn around" if abs(turn) > 130 else "turn", VERB=verb, DOING=captions.gerund(verb), SIDE=side)
            out.append(Segment(a - pad, b + pad, words))
    return out


def grouped(found: list[Event], gap: float) -> list[list[Event]]:
    """Events in groups, each starting less than `gap` frames after the ones before it have ended."""
    runs: list[list[Event]] = []
    for e in found:
        if runs and e.start - max(x.end for x in runs[-1]) < gap:
            runs[-1].append(e)
        else:
            runs.append([e])
    return runs
