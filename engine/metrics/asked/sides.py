"""Rules of sides, directions, counts and lengths."""

from __future__ import annotations

import numpy as np

from engine.metrics.asked.measures import gone_of, most_swings, yaw_of
from engine.metrics.figure import Figure, longest
from engine.metrics.prompt_rules import Rule, lifts, spells, stands
from engine.metrics.typed.measures import face_up, higher_of, rise_of, share_of, trunk_of


def diagonal_left(f: Figure) -> bool:
    """To a place ahead and to the left, by a straight way."""
    left, ahead = gone_of(f)[-1]
    far, way = float(np.hypot(left, ahead)), float(np.linalg.norm(f.step, axis=-1).sum())
    return far > 0.8 and 18 < np.degrees(np.arctan2(left, ahead)) < 72 and far > 0.85 * way and f.upright


def runs_and_turns(f: Figure) -> bool:
    """At a run, and in the end about face by the left."""
    return f.pace > 1.7 and 120 < f.end(yaw_of(f)) < 240 and f.travel > 0.8 and f.upright


def waves_long(f: Figure) -> bool:
    """About five seconds, in most of which a raised hand goes to and fro."""

    def one(side: str) -> bool:
        first, last = longest(rise_of(f, side) > -0.12)
        hand = f.local(f"{side}_wrist")[first:last, [0, 2]]
        return (last - first) / f.fps > 2.5 and most_swings(f, hand, 0.05) >= 5

    return 4.0 < len(f) / f.fps < 7.0 and (one("left") or one("right"))


def marches_eight(f: Figure) -> bool:
    return 7 <= lifts(f) <= 9 and f.travel < 0.9 and abs(f.turned) < 60


def three_metres(f: Figure) -> bool:
    far = float(np.linalg.norm(gone_of(f)[-1]))
    return 2.4 < far < 3.6 and f.ahead > 2.2 and f.end(f.rate) < 0.4 and f.upright


def five_push_ups(f: Figure) -> bool:
    """Prone over hands on the floor, and five times down."""
    prone = (higher_of(f, "wrist") < 0.4) & (trunk_of(f) < 0.42) & (f.pelvis < 0.7) & (face_up(f) < -0.3)
    first, last = longest(prone)
    return last - first > f.fps and 9 <= f.swings(f.height("neck")[first:last], 0.08) <= 11


def peeks_left(f: Figure) -> bool:
    """The head over to the left of hips or feet for a while, never as far to the right, upright before or after."""
    feet = (f.at("left_ankle") + f.at("right_ankle")) / 2
    away = f.at("head") - feet
    beside = np.maximum(f.local("head")[:, 0], np.cos(f.yaw) * away[:, 0] - np.sin(f.yaw) * away[:, 2])
    leans = f.hold(beside > 0.13) > 0.4 and -0.1 < float(beside.min()) < 0.08
    return leans and f.travel < 1.5 and abs(f.turned) < 90


def dives_right(f: Figure) -> bool:
    """From the feet to the floor, over to the right."""
    gone, low = gone_of(f, "spine3"), int(np.argmin(f.pelvis))
    return f.start(f.pelvis) > 0.65 and f.pelvis[low] < 0.5 and bool(
        gone[:, 0].min() < -0.6 and -gone[:, 0].min() > abs(gone[int(np.argmin(gone[:, 0])), 1])
    )  # fmt: skip


def hand_on_heart(f: Figure) -> bool:
    """The right hand on the middle or left of the breast and quiet, the left one elsewhere."""
    hand = f.local("right_wrist") - f.local("spine3")
    there = (hand[:, 0] > -0.15) & (hand[:, 0] < 0.25) & (np.abs(hand[:, 1]) < 0.22)
    near = there & (hand[:, 2] > 0.03) & (hand[:, 2] < 0.35) & (f.swing("right_wrist") < 0.6)
    return stands(f) and f.travel < 1.0 and share_of(near) > 0.5 and share_of(rise_of(f, "left") < -0.25) > 0.6


def jumps_aside(sign: int) -> Rule:
    """Both soles off the floor and, meanwhile, over to one side rather than ahead: left 1, right -1."""

    def rule(f: Figure) -> bool:
        for first, last in spells(f.air > 0.03):
            aside, ahead = f.step[max(0, first - 4) : last + 4].sum(axis=0)
            if sign * aside > 0.15 and sign * aside > abs(ahead):
                return True
        return False

    return rule


def waits_then_runs(f: Figure) -> bool:
    """In place for about three seconds, then at a run."""
    leaves = int(np.argmax(f.rate > 0.6)) / f.fps
    return 2.1 < leaves < 4.5 and f.pace > 1.7 and f.travel > 1.0
