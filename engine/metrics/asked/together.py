"""Rules of two things at once."""

from __future__ import annotations

import numpy as np

from engine.metrics.asked.measures import (
    at_head,
    belt_of,
    bent,
    beside_of,
    both_up,
    gap_of,
    most_swings,
    seated,
    yaw_of,
)
from engine.metrics.figure import Figure
from engine.metrics.prompt_rules import lifts, stands
from engine.metrics.typed.measures import BOTH, lean_of, moves_on, out_of, rise_of, share_of, spread_of


def under_umbrella(f: Figure) -> bool:
    """One hand held before breast or shoulder and quiet, walking."""

    def one(side: str) -> bool:
        held = (out_of(f, side) > 0.03) & (belt_of(f, side) > 0.12) & bent(f, side, 0.5)
        return share_of(held) > 0.6 and spread_of(rise_of(f, side)) < 0.35

    return moves_on(f, 0.6) and f.pace < 2.2 and (one("left") or one("right"))


def drives(f: Figure) -> bool:
    """On a seat, knees ahead, both hands ahead at breast height."""
    wheel = [(out_of(f, s) > 0.2) & (belt_of(f, s) > 0.05) & (rise_of(f, s) < 0.15) for s in BOTH]
    knees = np.minimum(f.local("left_knee")[:, 2], f.local("right_knee")[:, 2]) > 0.2
    return share_of(seated(f) & knees & wheel[0] & wheel[1]) > 0.5


def couch_phone(f: Figure) -> bool:
    """Sits with a bent arm's hand before belly or breast."""
    held = [(out_of(f, s) > 0.1) & (belt_of(f, s) > 0.1) & bent(f, s, 0.5) for s in BOTH]
    return share_of((f.pelvis < 0.72) & (held[0] | held[1])) > 0.5 and f.travel < 1.0


def runs_with_ball(f: Figure) -> bool:
    """Runs, the right arm bent and kept at the body."""
    tucked = bent(f, "right", 0.48) & (belt_of(f, "right") > -0.05) & (f.local("right_wrist")[:, 0] > -0.42)
    quiet = spread_of(out_of(f, "right")) < max(0.18, 0.7 * spread_of(out_of(f, "left")))
    return moves_on(f, 1.2) and f.pace > 1.7 and share_of(tucked) > 0.6 and quiet


def waits_tables(f: Figure) -> bool:
    """Walks, one hand at shoulder height and quiet."""
    held = [share_of(rise_of(f, s) > -0.27) > 0.6 and spread_of(rise_of(f, s)) < 0.3 for s in BOTH]
    return moves_on(f, 0.6) and f.pace < 2.0 and any(held)


def pushes_cart(f: Figure) -> bool:
    """Walks behind two hands that stay ahead at belly height."""
    bar = [(out_of(f, s) > 0.15) & (belt_of(f, s) > -0.08) & (rise_of(f, s) < -0.05) for s in BOTH]
    quiet = spread_of(out_of(f, "left") - out_of(f, "right")) < 0.25
    return moves_on(f, 0.6) and f.pace < 2.2 and share_of(bar[0] & bar[1]) > 0.6 and quiet


def paces_phoning(f: Figure) -> bool:
    """A hand at the ear, on the feet, off and about face."""
    ear = any(share_of(at_head(f, s)) > 0.5 for s in BOTH)
    covered = float(np.linalg.norm(f.step, axis=-1).sum())
    return ear and f.upright and covered > 1.5 and float(np.ptp(yaw_of(f))) > 110


def raves(f: Figure) -> bool:
    """Hands up and the whole body bouncing or swaying."""
    bounce = max(f.swings(f.pelvis, 0.02), f.swings(f.local("head")[:, 0], 0.04), lifts(f))
    lively = float(np.mean([f.speed(f"{s}_wrist") for s in BOTH])) > 0.25
    return share_of(both_up(f, 0.0)) > 0.5 and bounce >= 3 and lively and f.pace < 2.2


def tightrope(f: Figure) -> bool:
    """Slowly ahead with the arms out to the sides."""
    arms = [(beside_of(f, s) > 0.38) & (rise_of(f, s) > -0.35) for s in BOTH]
    return moves_on(f, 0.4) and f.pace < 1.15 and share_of(arms[0] & arms[1]) > 0.6


def rocks_baby(f: Figure) -> bool:
    """Both forearms before the breast, the body swaying over the feet."""
    held = [(out_of(f, s) > 0.06) & (belt_of(f, s) > 0.1) & bent(f, s) for s in BOTH]
    arms = share_of(held[0] & held[1] & (gap_of(f) < 0.55)) > 0.6
    hands = (f.at("left_wrist") + f.at("right_wrist"))[:, [0, 2]] / 2
    sways = max(spread_of(hands[:, 0]), spread_of(hands[:, 1])) > 0.05 and most_swings(f, hands, 0.03) >= 2
    return stands(f) and arms and sways and f.travel < 1.5


def drags(f: Figure) -> bool:
    """Backward and bent, both hands low ahead."""
    held = [(out_of(f, s) > 0.05) & (belt_of(f, s) < 0.2) for s in BOTH]
    stoops = float(np.median(lean_of(f))) > 0.08 or float(np.median(f.pelvis)) < 0.88
    return f.ahead < -0.4 and stoops and share_of(held[0] & held[1] & (gap_of(f) < 0.75)) > 0.5
