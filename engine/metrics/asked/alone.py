"""Rules of one thing that is done."""

from __future__ import annotations

import numpy as np

from engine.metrics.asked.measures import at_head, belt_of, gap_of, most_swings, reach_of
from engine.metrics.figure import Figure, longest
from engine.metrics.prompt_rules import lifts, stands
from engine.metrics.typed.measures import (
    BOTH,
    PAIRS,
    face_up,
    lean_of,
    lower_of,
    moves_on,
    out_of,
    rise_of,
    share_of,
    spread_of,
    trunk_of,
)


def walks(f: Figure) -> bool:
    return moves_on(f, 0.6) and 0.5 < f.pace < 2.2 and abs(f.turned) < 60 and lifts(f) >= 2


def runs(f: Figure) -> bool:
    return moves_on(f, 1.4) and f.pace > 2.0 and abs(f.turned) < 60


def jump_shot(f: Figure) -> bool:
    """In the air with a hand over the head, the hand come up from the breast or under it."""
    flying = np.flatnonzero(f.air > 0.05)
    for side in BOTH:
        over = f.above(f"{side}_wrist", "head") > 0.03
        near = any(over[max(0, i - 6) : i + 7].any() for i in flying)
        if near and rise_of(f, side).min() < -0.05:
            return True
    return False


def swims(f: Figure) -> bool:
    """Trunk level, each arm drawn along the body from ahead of the head to behind the shoulders, again and again."""
    along = f.at("neck") - f.at("pelvis")
    along = along / np.maximum(np.linalg.norm(along, axis=-1, keepdims=True), 1e-6)

    def one(side: str) -> bool:
        pull = np.sum((f.at(f"{side}_wrist") - f.at(f"{side}_shoulder")) * along, axis=-1)
        return pull.max() > 0.22 and pull.min() < -0.05 and f.swings(pull, 0.25) >= 2

    return share_of(np.abs(trunk_of(f)) < 0.36) > 0.5 and one("left") and one("right")


def flosses(f: Figure) -> bool:
    """Both arms thrown to one side and the other together, low, on the spot."""
    across = [f.local(f"{s}_wrist")[:, 0] for s in BOTH]
    low = share_of((rise_of(f, "left") < 0.0) & (rise_of(f, "right") < 0.0)) > 0.7
    together = min(f.swings(x, 0.12) for x in across) >= 4 and float(np.corrcoef(np.stack(across))[0, 1]) > 0.2
    return low and together and f.travel < 1.2 and f.upright


def curls(f: Figure) -> bool:
    """The forearm bent up and let down twice, the upper arm staying down."""

    def one(side: str) -> bool:
        length = f.apart(f"{side}_wrist", f"{side}_shoulder")
        hangs = f.above(f"{side}_elbow", f"{side}_shoulder") < -0.12
        return share_of(hangs) > 0.75 and f.swings(length, 0.13) >= 3 and length.min() < 0.36

    return (one("left") or one("right")) and f.travel < 0.9


def sit_ups(f: Figure) -> bool:
    """Hips on the floor, from the back up and down again."""
    low = share_of(f.pelvis < 0.42) > 0.7
    return low and float(face_up(f).max()) > 0.5 and f.swings(trunk_of(f)[f.pelvis < 0.5], 0.2) >= 3


def vacuums(f: Figure) -> bool:
    """A hand low ahead that pushes to and fro, and does not come back past the hips as in a walk."""

    def one(side: str) -> bool:
        out = out_of(f, side)
        held = (out > 0.09) & (belt_of(f, side) < 0.33) & (rise_of(f, side) < -0.08)
        return share_of(held) > 0.7 and f.swings(out, 0.09) >= 3 and float(np.percentile(out, 90)) > 0.28

    return f.upright and f.pace < 1.8 and abs(f.turned) < 200 and (one("left") or one("right"))


def brushes_teeth(f: Figure) -> bool:
    """A hand before the mouth for a second, going to and fro a little."""

    def one(side: str) -> bool:
        first, last = longest(at_head(f, side) & (out_of(f, side) - lean_of(f) > 0.0))
        hand = (f.at(f"{side}_wrist") - f.at("head"))[first:last]
        return (last - first) / f.fps > 0.9 and most_swings(f, hand, 0.012) >= 3

    return f.travel < 2.0 and (one("left") or one("right"))


def chops(f: Figure) -> bool:
    """Two hands on one handle, up to the head and fast down to the hips."""
    hands = (f.at("left_wrist") + f.at("right_wrist"))[:, 1] / 2 - f.pelvis
    speed = np.minimum(f.swing("left_wrist"), f.swing("right_wrist"))
    for i in np.flatnonzero((hands > 0.32) & (gap_of(f) < 0.7)):
        stroke = slice(i, i + round(0.9 * f.fps))
        if hands[stroke].min() < 0.14 and speed[stroke].max() > 1.6 and share_of(gap_of(f)[stroke] < 0.7) > 0.8:
            return f.travel < 2.5
    return False


def dies_backward(f: Figure) -> bool:
    """From the feet onto the back."""
    down = f.end(f.height("head")) < 0.6 and f.end(f.pelvis) < 0.4
    return down and f.start(f.height("head")) > 1.1 and f.end(face_up(f)) > 0.3


def hit_in_stomach(f: Figure) -> bool:
    """Doubles over within half a second, on the feet."""
    lean, size = lean_of(f), round(0.45 * f.fps)
    folds = max(float(lean[i : i + size].max() - lean[i]) for i in range(max(1, len(f) - size)))
    head = f.start(f.height("head")) - float(f.height("head").min())
    return folds > 0.1 and lean.max() - f.start(lean) > 0.1 and head > 0.06 and f.travel < 1.5 and f.pelvis.min() > 0.6


def strikes_down(f: Figure) -> bool:
    """A hand over the head, then fast down below the shoulders."""

    def one(side: str) -> bool:
        rise, size = rise_of(f, side), round(0.7 * f.fps)
        falls = -np.gradient(rise) * f.fps
        tops = np.flatnonzero(rise > 0.12)
        return any(rise[i : i + size].min() < -0.1 and falls[i : i + size].max() > 1.8 for i in tops)

    return one("left") or one("right")


def casts(f: Figure) -> bool:
    """A hand thrust out ahead, fast, at the height of the breast or over it."""

    def one(side: str) -> bool:
        reach = reach_of(f, side)
        out = np.flatnonzero((reach > 0.27) & (np.abs(rise_of(f, side)) < 0.35))
        fast = f.swing(f"{side}_wrist")
        thrust = (
            reach[max(0, i - 24) : i].min(initial=1) < 0.17 and fast[max(0, i - 12) : i + 4].max() > 1.4 for i in out
        )
        return any(thrust)

    return (one("left") or one("right")) and f.travel < 1.8


def lectures(f: Figure) -> bool:
    """On the feet, hands before the body in motion, and not over the head."""
    up = [(belt_of(f, s) > 0.04) & (out_of(f, s) > 0.1) & (rise_of(f, s) < 0.2) for s in BOTH]
    lively = 0.14 < max(float(np.mean(f.swing(f"{s}_wrist"))) for s in BOTH) < 1.3
    stays = stands(f) and f.pace < 1.3 and f.travel < 2.5 and float(f.pelvis.min()) > 0.8 and abs(f.turned) < 150
    low = share_of((rise_of(f, "left") < 0.15) & (rise_of(f, "right") < 0.15)) > 0.8
    return stays and low and share_of(up[0] | up[1]) > 0.45 and lively


def selfie(f: Figure) -> bool:
    """One arm stretched out ahead at shoulder height or over it for a moment, the other not."""

    def one(side: str, other: str) -> bool:
        out = (f.apart(f"{side}_wrist", f"{side}_shoulder") > 0.36) & (rise_of(f, side) > -0.12)
        alone = (reach_of(f, other) < 0.25) | (rise_of(f, other) < -0.15)
        still = f.swing(f"{side}_wrist") < 0.7
        return f.hold(out & (reach_of(f, side) > 0.12) & alone & still) > 0.6

    return f.upright and f.travel < 1.5 and any(one(a, b) for a, b in PAIRS)


def drums(f: Figure) -> bool:
    """Both hands ahead, each beating down again and again."""
    ahead = [(out_of(f, s) > 0.08) & (belt_of(f, s) > -0.08) for s in BOTH]
    beats = [f.swings(belt_of(f, s), 0.05) for s in BOTH]
    return share_of(ahead[0] & ahead[1]) > 0.6 and min(beats) >= 3 and f.travel < 0.8


def descends(f: Figure) -> bool:
    """Lower in the end, on legs that are as long as in a walk."""
    legs = f.pelvis - lower_of(f, "ankle")
    return f.start(f.pelvis) - f.end(f.pelvis) > 0.25 and float(np.percentile(legs, 10)) > 0.62 and f.travel > 0.4


def vaults(f: Figure) -> bool:
    """Both feet well off the floor while a hand stays at one place over it, and on."""
    flying = (f.air > 0.12) & (f.rate > 0.5)
    planted = [(f.speed(f"{s}_wrist") < 0.9) & (np.abs(f.height(f"{s}_wrist") - 0.9) < 0.5) for s in BOTH]
    held = max(f.hold(flying & planted[i] & (rise_of(f, BOTH[i]) < -0.1)) for i in (0, 1))
    return held > 0.06 and f.air.max() > 0.25 and f.travel > 0.9 and f.end(f.air) < 0.12


def laughs(f: Figure) -> bool:
    """Head and trunk shake quickly or double over, near the spot, the hands mostly not over the head."""
    size = round(1.5 * f.fps)
    shakes = max(
        f.swings(f.local("head")[i : i + size, axis], 0.012) for axis in (1, 2) for i in range(0, len(f), size // 2)
    )
    folds = float(lean_of(f).max() - np.median(lean_of(f))) > 0.12
    low = share_of((f.above("left_wrist", "head") < 0.05) & (f.above("right_wrist", "head") < 0.05)) > 0.6
    return f.travel < 1.2 and abs(f.turned) < 100 and low and (shakes >= 4 or (folds and shakes >= 2))


def cycles(f: Figure) -> bool:
    """Knees up and down in turn over no steps, hands ahead on the bars."""
    knees = [f.above(f"{s}_knee", "pelvis") for s in BOTH]
    turns = min(f.swings(knee, 0.08) for knee in knees) >= 3 and float(np.corrcoef(np.stack(knees))[0, 1]) < -0.2
    bars = [(out_of(f, s) > 0.18) & (belt_of(f, s) > -0.15) for s in BOTH]
    return turns and share_of(bars[0] & bars[1]) > 0.6 and spread_of(f.pelvis) < 0.2


def pushes_button(f: Figure) -> bool:
    """One hand out ahead at the height of belly to face, and back, on the spot, the other one low."""

    def one(side: str, other: str) -> bool:
        reach, rise = reach_of(f, side), rise_of(f, side)
        out = (reach > 0.28) & (rise > -0.42) & (rise < 0.25) & (rise_of(f, other) < -0.25)
        if not out.any() or f.start(reach) > 0.25:
            return False
        return float(reach.max() - reach[int(np.argmax(out)) :][-6:].min()) > 0.1

    return f.travel < 0.8 and f.upright and lifts(f) <= 4 and any(one(a, b) for a, b in PAIRS)
