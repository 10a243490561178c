"""Rules of postures, moods and manners."""

from __future__ import annotations

import numpy as np

from engine.metrics.asked.measures import at_head, belt_of, bent, beside_of, both_up, gap_of, reach_of
from engine.metrics.figure import Figure
from engine.metrics.prompt_rules import lifts, stands
from engine.metrics.typed.measures import (
    BOTH,
    higher_of,
    lean_of,
    lower_of,
    moves_on,
    out_of,
    rise_of,
    share_of,
    spread_of,
    trunk_of,
)


def waits_bored(f: Figure) -> bool:
    """About the same spot on the feet, and no statue."""
    calm = 0.004 < float(np.mean(f.stir)) < 0.25 and share_of(both_up(f, 0.0)) < 0.2
    return stands(f) and f.travel < 1.0 and f.pace < 0.8 and calm


def sword_idle(f: Figure) -> bool:
    """On one spot and alive but at rest, a hand ahead over the hips."""
    armed = [(out_of(f, s) > 0.1) & (belt_of(f, s) > 0.0) for s in BOTH]
    rests = 0.003 < float(np.mean(f.stir)) < 0.4 and float(np.percentile(f.stir, 90)) < 0.8
    return share_of(armed[0] | armed[1]) > 0.6 and f.travel < 0.6 and f.upright and rests


def aims_rifle(f: Figure) -> bool:
    """Both hands ahead at breast height or over it, one arm reaching, on one spot."""
    held = [(out_of(f, s) > 0.06) & (rise_of(f, s) > -0.3) for s in BOTH]
    far = np.maximum(reach_of(f, "left"), reach_of(f, "right")) > 0.22
    return share_of(held[0] & held[1] & far & (gap_of(f) < 0.7)) > 0.5 and f.travel < 0.6 and f.upright


def walks_tired(f: Figure) -> bool:
    """Slower than one walks, or stooped, or with a hanging head."""
    hangs = float(np.median(f.local("head")[:, 2])) > 0.1
    return (
        moves_on(f, 0.5)
        and lifts(f) >= 2
        and f.pace < 1.6
        and (f.pace < 1.0 or float(np.median(lean_of(f))) > 0.07 or hangs)
    )


def storms_off(f: Figure) -> bool:
    """Off, faster than one strolls, or with big swings of the arms."""
    arms = max(spread_of(out_of(f, s)) for s in BOTH) > 0.55
    return moves_on(f, 1.0) and 1.1 < f.pace < 3.5 and (f.pace > 1.5 or arms)


def chin_in_hand(f: Figure) -> bool:
    hands = at_head(f, "left") | at_head(f, "right")
    return share_of((f.pelvis < 0.72) & hands) > 0.5 and f.travel < 0.6


def fetal(f: Figure) -> bool:
    """Flat on the floor, both knees drawn up to the trunk."""
    flat = (f.pelvis < 0.35) & (f.height("head") < 0.45) & (np.abs(trunk_of(f)) < 0.28)
    drawn = np.maximum(f.apart("left_knee", "spine3"), f.apart("right_knee", "spine3")) < 0.56
    return share_of(flat & drawn) > 0.4


def handstand(f: Figure) -> bool:
    over = (f.above("pelvis", "head") > 0.2) & (lower_of(f, "ankle") > f.pelvis) & (lower_of(f, "wrist") < 0.3)
    return f.hold(over) > 0.5


def warrior(f: Figure) -> bool:
    """Feet far apart, hips low, both arms level and stretched away from one another."""
    arms = (np.abs(rise_of(f, "left")) < 0.25) & (np.abs(rise_of(f, "right")) < 0.25) & (gap_of(f) > 1.05)
    return f.hold(arms & (gap_of(f, "ankle") > 0.55) & (f.pelvis < 0.9)) > 0.8


def a_pose(f: Figure) -> bool:
    """Both arms straight, half-way between hanging and level."""
    out = [beside_of(f, s) - np.abs(f.local(f"{s}_shoulder")[:, 0]) for s in BOTH]
    half = [(out[i] > 0.17) & (rise_of(f, BOTH[i]) < -0.15) & ~bent(f, BOTH[i], 0.44) for i in (0, 1)]
    return share_of(half[0] & half[1]) > 0.6 and stands(f) and f.travel < 0.4


def hostage(f: Figure) -> bool:
    """On both knees, both hands behind the hips and near one another."""
    knees = (higher_of(f, "knee") < 0.3) & (f.pelvis < 0.78)
    behind = (out_of(f, "left") < 0.0) & (out_of(f, "right") < 0.0) & (gap_of(f) < 0.42)
    return share_of(knees & behind) > 0.5


def goblin(f: Figure) -> bool:
    """On its feet and on, stooped, the head lower than a man's."""
    stoops = bool(np.median(lean_of(f)) > 0.13 and 0.45 < np.median(f.height("head")) < 1.48)
    return f.ahead > 0.5 and stoops and 0.2 < f.pace < 2.2


def leans_into_wind(f: Figure) -> bool:
    """On, not fast, the trunk ahead of the hips or an arm before the face."""
    arm = any(share_of((rise_of(f, s) > -0.1) & (out_of(f, s) > 0.1)) > 0.4 for s in BOTH)
    moves = moves_on(f, 0.3) and f.pace < 1.6 and abs(f.turned) < 90
    return moves and (arm or float(np.median(lean_of(f))) > 0.07)


def peace_sign(f: Figure) -> bool:
    """One hand up beside the face and kept there, the forearm upright, the other not; on one spot."""
    up = [(rise_of(f, s) > -0.12) & at_head(f, s, 0.44) & (f.above(f"{s}_wrist", f"{s}_elbow") > 0.08) for s in BOTH]
    quiet = [f.swing(f"{s}_wrist") < 0.5 for s in BOTH]
    held = max(f.hold(up[0] & ~up[1] & quiet[0]), f.hold(up[1] & ~up[0] & quiet[1]))
    return held > 0.6 and f.travel < 0.9 and f.upright
