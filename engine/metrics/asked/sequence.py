"""Rules of one thing after another, and of the parts of it."""

from __future__ import annotations

import numpy as np

from engine.metrics.asked.measures import at_head, belt_of, both_up, either, look_of, near_to, reach_of, seated
from engine.metrics.figure import Figure, longest
from engine.metrics.typed.measures import BOTH, higher_of, lean_of, out_of, rise_of, trunk_of


def lies(f: Figure) -> bool:
    return bool(np.median(np.abs(trunk_of(f))) < 0.22 and np.median(f.pelvis) < 0.8)


def sits_stretching(f: Figure) -> bool:
    """Trunk up on a low seat with a hand or both up at the head or over it."""
    up = (rise_of(f, "left") > 0.05) | (rise_of(f, "right") > 0.05)
    return f.hold(up & (trunk_of(f) > 0.28)) > 0.25


def hangs_up(f: Figure) -> bool:
    """A hand to the ear, kept there, and down again."""

    def one(side: str) -> bool:
        gap = f.apart(f"{side}_wrist", "head")
        return f.hold(gap < 0.35) > 0.8 and f.start(gap) > 0.4 and f.end(gap) > 0.42

    return one("left") or one("right")


def pours(f: Figure) -> bool:
    """Both hands before the belly or breast, neither at the head."""
    held = [(out_of(f, s) > 0.1) & (belt_of(f, s) > -0.02) & (rise_of(f, s) < 0.05) & ~at_head(f, s) for s in BOTH]
    quiet = np.maximum(f.swing("left_wrist"), f.swing("right_wrist")) < 1.2
    return f.hold(held[0] & held[1] & quiet) > 0.4 and f.travel < 1.2


def sips(f: Figure) -> bool:
    return either(f, lambda g, s: at_head(g, s, 0.35) & (out_of(g, s) - lean_of(g) > 0.0), 0.3)


def sits_and_writes(f: Figure) -> bool:
    """Stands, sits with a hand on the table, and goes off on its feet."""
    first, last = longest(seated(f))
    if (last - first) / f.fps < 1.0 or first < 3 or last > len(f) - 6:
        return False
    sat, left = f.cut(first, last), f.cut(last, len(f))
    writes = either(sat, lambda g, s: (out_of(g, s) > 0.18) & (belt_of(g, s) > 0.0), 0.5)
    return writes and f.pelvis[:first].max() > 0.75 and left.end(left.pelvis) > 0.75 and left.travel > 0.5


def lifts_overhead(f: Figure) -> bool:
    over = np.minimum(f.above("left_wrist", "head"), f.above("right_wrist", "head")) > 0.0
    return f.hold(over) > 0.2 and f.pelvis.max() > 0.75


def puts_down(f: Figure) -> bool:
    """At a table, halted on the feet: a hand out ahead at its height and back."""

    def one(side: str) -> bool:
        out = (reach_of(f, side) > 0.24) & (np.abs(f.height(f"{side}_wrist") - 0.88) < 0.32) & (f.rate < 0.5)
        last = len(f) - 1 - int(np.argmax(out[::-1]))
        return f.hold(out) > 0.15 and float(reach_of(f, side).max() - reach_of(f, side)[last:].min()) > 0.08

    return f.travel < 0.7 and f.upright and (one("left") or one("right"))


def implores(f: Figure) -> bool:
    """From the feet to both knees, then both arms up."""
    knees = (higher_of(f, "knee") < 0.3) & (f.pelvis < 0.78)
    return f.start(f.pelvis) > 0.78 and f.hold(knees & both_up(f)) > 0.3


def looks_and_crosses(f: Figure) -> bool:
    """The face to the left, then to the right, then off."""
    look = look_of(f)
    left = np.flatnonzero(look > 22)
    if not len(left):
        return False
    right = np.flatnonzero(look[left[0] :] < -22)
    return bool(len(right)) and f.cut(left[0] + int(right[0]), len(f)).travel > 0.8


def speeds_up_and_slows(f: Figure) -> bool:
    """At a walk for a while, at a run, and slower again."""
    top, walking = int(np.argmax(f.rate)), (f.rate > 0.4) & (f.rate < 1.75)
    return f.pace > 1.9 and f.hold(walking & (np.arange(len(f)) < top)) > 0.4 and f.end(f.rate) < 1.75


def slashes(f: Figure) -> int:
    """How often a hand gets fast and slow again, not counting what arms do in a run."""
    counts = []
    for side in BOTH:
        fast = f.swing(f"{side}_wrist")
        counts.append((f.swings(fast, 1.4) + 1) // 2 if fast.max() > 2.5 else 0)
    return max(counts) if f.pace < 2.5 else 0


def bows(f: Figure) -> bool:
    """The trunk forward over standing legs, and up again for the greater part."""
    lean, most = lean_of(f), int(np.argmax(lean_of(f)))
    return bool(lean[most] - f.start(lean) > 0.14 and lean[most] - lean[most:].min() > 0.08 and np.min(f.pelvis) > 0.65)


def blows_kiss(f: Figure) -> bool:
    """A hand at the mouth, then out."""

    def one(side: str) -> bool:
        near = np.flatnonzero(at_head(f, side, 0.37))
        return bool(len(near)) and float(f.apart(f"{side}_wrist", "head")[near[0] :].max()) > 0.48

    return one("left") or one("right")


def kicks_ball(f: Figure) -> bool:
    """A foot swung off the floor ahead of the hips, faster than it steps."""

    def one(side: str) -> bool:
        foot = f.local(f"{side}_ankle")
        ahead = (foot[:, 2] > 0.3) & (foot[:, 1] > -0.75)
        return bool(ahead.any() and f.swing(f"{side}_ankle")[near_to(ahead, 6)].max() > 2.2)

    return one("left") or one("right")
