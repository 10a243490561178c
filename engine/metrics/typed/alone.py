"""Rules of one thing that is done."""

from __future__ import annotations

import numpy as np

from engine.metrics.figure import Figure
from engine.metrics.prompt_rules import (
    kick_times,
    lifts,
    spells,
    stands,
)
from engine.metrics.typed.measures import (
    BOTH,
    PAIRS,
    face_up,
    higher_of,
    lean_of,
    lower_of,
    out_of,
    rise_of,
    share_of,
    trunk_of,
)


def idles(f: Figure) -> bool:
    """Stands in place, hands below the shoulders, and yet is no statue."""
    hanging = all(np.median(rise_of(f, s)) < -0.15 for s in BOTH)
    return stands(f) and hanging and f.travel < 0.6 and abs(f.turned) < 60 and 0.002 < float(np.mean(f.stir)) < 0.3


def sprints(f: Figure) -> bool:
    return f.pace > 2.7 and f.ahead > 2.0 and f.upright


def crawls(f: Figure) -> bool:
    """On hands (or elbows) and knees, trunk nearly level, and from the spot."""
    low = (lower_of(f, "wrist") < 0.35) & (higher_of(f, "knee") < 0.5) & (trunk_of(f) < 0.38) & (f.pelvis < 0.7)
    return share_of(low) > 0.5 and f.travel > 0.4


def claps(f: Figure) -> bool:
    """Hands ahead of the trunk that meet again and again."""
    gap = f.apart("left_wrist", "right_wrist")
    ahead = (out_of(f, "left") > 0.08) & (out_of(f, "right") > 0.08) & (f.above("left_wrist", "pelvis") > 0.05)
    return float(np.percentile(gap, 10)) < 0.25 and share_of(ahead) > 0.5 and f.swings(gap[ahead], 0.05) >= 4


def push_ups(f: Figure) -> bool:
    """Trunk near level over hands on the floor, shoulders down and up twice."""
    prone = (higher_of(f, "wrist") < 0.35) & (trunk_of(f) < 0.42) & (f.pelvis < 0.7) & (face_up(f) < -0.4)
    return f.hold(prone) > 1.0 and f.swings(f.height("neck")[prone], 0.1) >= 2


def serves(f: Figure) -> bool:
    """A hand high over the head, drawn through fast."""

    def one(side: str) -> bool:
        high = f.above(f"{side}_wrist", "head") > 0.05
        near = high | np.roll(high, 5) | np.roll(high, -5)
        return bool(high.any() and f.swing(f"{side}_wrist")[near].max() > 2.5)

    return f.upright and (one("left") or one("right"))


def guitar(f: Figure) -> bool:
    """One hand before the belly that strums, the other out to its own side at belly or chest height."""

    def one(strum: str, neck: str) -> bool:
        sign = 1 if neck == "left" else -1
        plays, holds = f.local(f"{strum}_wrist"), f.local(f"{neck}_wrist")
        belly = (np.abs(plays[:, 0]) < 0.3) & (plays[:, 2] > 0.05) & (np.abs(plays[:, 1] - 0.1) < 0.28)
        fret = (sign * holds[:, 0] > 0.2) & (holds[:, 2] > 0.0) & (holds[:, 1] > 0.0) & (rise_of(f, neck) < 0.15)
        apart = f.apart("left_wrist", "right_wrist") > 0.28
        return share_of(belly & fret & apart) > 0.4 and float(np.mean(f.swing(f"{strum}_wrist"))) > 0.08

    return f.pace < 1.5 and any(one(a, b) for a, b in PAIRS)


def sips(f: Figure) -> bool:
    """A hand ahead of the mouth for a moment, and not all along."""

    def one(side: str) -> bool:
        ahead = out_of(f, side) - lean_of(f)
        near = (f.apart(f"{side}_wrist", "head") < 0.34) & (ahead > 0.02)
        return f.hold(near) > 0.3 and share_of(near) < 0.95

    return one("left") or one("right")


def drops_dead(f: Figure) -> bool:
    """On the feet first, flat on the floor in the end, and not let down gently."""
    drop = float((np.gradient(f.pelvis) * f.fps).min())
    return drop < -0.6 and f.start(f.height("head")) > 1.1 and f.end(f.height("head")) < 0.6 and f.end(f.pelvis) < 0.4


def grooves(f: Figure) -> bool:
    """Arms and legs in motion nearly all the time, feet lifted again and again, without going far."""
    limbs = [f.swing(f"{s}_{j}") for s in BOTH for j in ("wrist", "ankle")]
    size = max(1, round(f.fps))
    speed = np.convolve(np.mean(limbs, axis=0), np.ones(size) / size, "valid") if len(f) > size else np.zeros(1)
    steady = float(np.percentile(speed, 20)) > 0.35
    return steady and lifts(f) >= 3 and float(np.median(f.rate)) < 0.6 and f.travel < 3.0


def bows(f: Figure) -> bool:
    """The trunk goes forward over standing legs and up again."""
    lean, most = lean_of(f), int(np.argmax(lean_of(f)))
    down = lean[most] > 0.2 and lean[most] - f.start(lean) > 0.12
    return bool(down and lean[most] - lean[most:].min() > 0.1 and np.min(f.pelvis) > 0.68 and f.travel < 1.0)


def salutes(f: Figure) -> bool:
    """The right hand held at the brow with its elbow out, the left one low."""
    near = (f.apart("right_wrist", "head") < 0.4) & (rise_of(f, "right") > -0.08)
    elbow = (f.local("right_elbow")[:, 0] < -0.18) & (f.above("right_elbow", "right_shoulder") > -0.25)
    return f.upright and f.hold(near & elbow & (rise_of(f, "left") < -0.2)) > 0.3


def digs(f: Figure) -> bool:
    """Two hands on one handle, down low ahead and up again and again, the back bent."""
    hands = (f.at("left_wrist") + f.at("right_wrist"))[:, 1] / 2
    held = (f.apart("left_wrist", "right_wrist") < 0.8) & (out_of(f, "left") + out_of(f, "right") > 0.1)
    bent = float(np.percentile(lean_of(f), 90)) > 0.18 or float(f.pelvis.min()) < 0.75
    moves = max(f.swings(hands, 0.15), f.swings((out_of(f, "left") + out_of(f, "right")) / 2, 0.2))
    return bool(share_of(held) > 0.6 and bent and moves >= 2 and lower_of(f, "wrist").min() < 0.7 and f.travel < 2.5)


def bats(f: Figure) -> bool:
    """Hands together, swept fast from one side to the other."""
    near = f.apart("left_wrist", "right_wrist") < 0.38
    middle = (f.local("left_wrist") + f.local("right_wrist"))[near] / 2
    fast = np.minimum(f.swing("left_wrist"), f.swing("right_wrist"))[near].max(initial=0)
    return bool(f.upright and near.any() and fast > 2.0 and np.ptp(middle[:, 0]) > 0.3)


def roundhouse(f: Figure) -> bool:
    """A foot up to the hips or higher, fast, with the hips turned into it."""
    yaw = np.degrees(np.unwrap(f.yaw))
    for side in BOTH:
        for top in kick_times(f, side):
            turn = yaw[max(0, top - 20) : top + 15]
            if f.height(f"{side}_ankle")[top] > 0.65 and np.ptp(turn) > 30:
                return True
    return False


def rolls(f: Figure) -> bool:
    """From the feet over the head, the hips over it, and up again to the feet or to a crouch."""
    over = (f.above("pelvis", "head") > -0.05) & (f.height("head") < 0.7)
    if not over.any():
        return False
    first, last = int(np.argmax(over)), len(f) - 1 - int(np.argmax(over[::-1]))
    stood = f.pelvis[: first + 1].max() > 0.7
    return bool(stood and f.travel > 0.4 and f.height("head")[last:].max() > 0.9)


def backflips(f: Figure) -> bool:
    """Feet over the head, tipped over backward, from the feet and to the feet."""
    over = (f.above("pelvis", "head") > 0.1) & (lower_of(f, "ankle") > f.height("head"))
    if not over.any() or f.start(f.height("head")) < 1.0 or f.end(f.pelvis) < 0.5:
        return False
    tips = int(np.argmax(f.above("head", "pelvis") < 0.2))
    yaw = f.yaw[max(0, tips - 15)]
    away = (f.at("head") - f.at("pelvis"))[tips]
    return bool(np.sin(yaw) * away[0] + np.cos(yaw) * away[2] < -0.12)


def leaps(f: Figure) -> bool:
    """Both feet clear of the floor for a good part of a step and more."""
    root = f.at("pelvis")[:, [0, 2]]
    for first, last in spells(f.air > 0.05):
        far = float(np.linalg.norm(root[min(last, len(f) - 1)] - root[first]))
        if far > 0.35 and f.air[first:last].max() > 0.1:
            return f.travel > 0.6
    return False


# Two at once.
