"""Thirty-two more prompts with rules, written after what the forty had shown was mended and before their own takes
were seen: whether what was learnt there holds for others of its kind."""

from __future__ import annotations

import numpy as np

from engine.metrics.figure import Figure
from engine.metrics.prompt_checks import (
    PLAIN,
    POSTURES,
    SEQUENCE,
    SIDES,
    TOGETHER,
    Check,
    ahead,
    arms_wide,
    crossed_arms,
    hands_on_hips,
    seated,
)
from engine.metrics.prompt_rules import (
    Rule,
    after,
    both,
    flights,
    kick_times,
    leaves_ground,
    lifts,
    punches,
    raised,
    stands,
    still,
    waves,
)
from engine.metrics.unseen_checks import bows, clap_count, facing, on_both_knees

_BOTH = ("left", "right")


def _at_head(f: Figure, share: float) -> bool:
    """Both hands at the head."""
    return all(float(np.mean(f.apart(f"{s}_wrist", "head") < 0.33)) > share for s in _BOTH)


def _push_ups(f: Figure) -> bool:
    return bool(np.median(f.pelvis) < 0.5) and f.swings(f.height("neck"), 0.12) >= 2


def _looks_over(f: Figure) -> bool:
    """The head turned well to the left of the hips."""
    ahead_of = facing(f, "head")
    turn = np.degrees(np.arctan2(ahead_of[:, 0], ahead_of[:, 2]) - f.yaw)
    return f.hold((turn + 180) % 360 - 180 > 35) > 0.3


def _holds_belly(f: Figure) -> bool:
    return all(float(np.mean(f.apart(f"{s}_wrist", "spine1") < 0.33)) > 0.5 for s in _BOTH)


def _points_ahead(f: Figure) -> bool:
    arm = f.local("right_wrist") - f.local("right_shoulder")
    return f.hold((arm[:, 2] > 0.36) & (np.abs(arm[:, 1]) < 0.3)) > 0.3


def _jacks(f: Figure) -> int:
    """How often both hands go over the head."""
    up = np.minimum(f.above("left_wrist", "head"), f.above("right_wrist", "head")) > 0
    return int(np.sum(np.diff(np.concatenate([[0], up.astype(int)])) > 0))


def _hops(side: str, times: int) -> Rule:
    other = "right" if side == "left" else "left"
    return lambda f: len(flights(f)) == times and bool(np.mean(f.above(f"{other}_ankle", f"{side}_ankle") > 0.06) > 0.5)


def _on_the_side(f: Figure) -> bool:
    return abs(f.end(facing(f, "spine3")[:, 1])) < 0.6 and f.end(f.height("head")) < 0.5 and f.end(f.pelvis) < 0.4


def _leans_right(f: Figure) -> bool:
    near = min(float(np.median(f.apart(f"{s}_wrist", f"{s}_hip"))) for s in _BOTH) < 0.3
    return bool(np.percentile(f.local("neck")[:, 0], 25) < -0.08) and near


def _low_hands(f: Figure) -> bool:
    return bool(max(np.median(f.above(f"{s}_wrist", f"{s}_shoulder")) for s in _BOTH) < -0.4)


_CHECKS: tuple[tuple[str, str, Rule], ...] = (
    (PLAIN, "a model walks down a catwalk", ahead(1.0)),
    (PLAIN, "a drunk man staggers along", lambda f: f.ahead > 0.7 and f.upright),
    (PLAIN, "someone limps forward", lambda f: f.ahead > 0.6 and f.upright),
    (PLAIN, "skips along happily", lambda f: f.ahead > 1.0 and float(np.ptp(f.pelvis)) > 0.1),
    (PLAIN, "a man does push-ups", _push_ups),
    (PLAIN, "throws a punch and steps back", after(punches(1), lambda f: f.ahead < -0.2)),
    (PLAIN, "a soldier salutes", lambda f: max(f.hold(f.apart(f"{s}_wrist", "head") < 0.3) for s in _BOTH) > 0.3),
    (PLAIN, "looks over the left shoulder", _looks_over),
    (TOGETHER, "walks holding the belly as if sick", lambda f: f.ahead > 0.6 and _holds_belly(f)),
    (TOGETHER, "strolls along with folded arms", lambda f: f.ahead > 0.8 and crossed_arms(f)),
    (TOGETHER, "sits with the head in the hands", lambda f: seated(f) and _at_head(f, 0.5)),
    (
        TOGETHER,
        "jogs in place with the arms up",
        lambda f: lifts(f) >= 4 and f.travel < 0.7 and all(raised(f, s, 0.5, f"{s}_shoulder") for s in _BOTH),
    ),
    (TOGETHER, "kneels on both knees with the arms outstretched to the sides", both(on_both_knees, arms_wide)),
    (
        TOGETHER,
        "crouches with the hands over the ears",
        lambda f: f.hold(f.pelvis < 0.7) > 1.0 and _at_head(f, 0.4),
    ),
    (TOGETHER, "walks backward waving goodbye with the right hand", lambda f: f.ahead < -0.6 and waves("right")(f)),
    (TOGETHER, "sidesteps to the right with the hands on the hips", lambda f: f.aside < -0.4 and hands_on_hips(f)),
    (SEQUENCE, "walks forward, stops and bows", after(ahead(0.6), bows)),
    (SEQUENCE, "sits on the floor, then stands up", lambda f: f.pelvis.min() < 0.45 and f.end(f.pelvis) > 0.78),
    (
        SEQUENCE,
        "raises the left arm, lowers it, then raises the right",
        after(
            lambda f: raised(f, "left", 0.15, "left_shoulder") and not raised(f, "right", 0.05, "right_shoulder"),
            lambda f: raised(f, "right", 0.15, "right_shoulder") and not raised(f, "left", 0.3, "left_shoulder"),
        ),
    ),
    (SEQUENCE, "turns right and runs off", after(lambda f: f.turned < -45, lambda f: f.pace > 1.5 and f.ahead > 0.8)),
    (SEQUENCE, "claps twice and jumps", after(lambda f: clap_count(f) >= 1, leaves_ground(0.08, 0.08))),
    (SEQUENCE, "points ahead with the right hand, then walks that way", after(_points_ahead, ahead(0.7))),
    (SIDES, "kicks three times with the left foot", lambda f: len(kick_times(f, "left")) == 3),
    (SIDES, "takes two steps back", lambda f: 1 <= lifts(f) <= 3 and f.ahead < -0.3),
    (SIDES, "hops four times on the right leg", _hops("right", 4)),
    (SIDES, "waves twice with the left hand", waves("left")),
    (SIDES, "turns 180 degrees to the left", lambda f: 140 < f.turned < 220 and f.travel < 1.5),
    (SIDES, "does three jumping jacks", lambda f: _jacks(f) == 3),
    (POSTURES, "stands on the left leg", lambda f: f.hold(f.above("right_ankle", "left_ankle") > 0.15) > 1.2),
    (POSTURES, "leans to the right with a hand on the hip", _leans_right),
    (POSTURES, "lies on the side", _on_the_side),
    (POSTURES, "stands at attention", both(still, stands, _low_hands)),
)  # fmt: skip
CHECKS: tuple[Check, ...] = tuple(Check(prompt, rule, kind=kind) for kind, prompt, rule in _CHECKS)
