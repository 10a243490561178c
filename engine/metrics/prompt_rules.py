"""Rules on joint positions, with which it is settled whether a take does what plain words ask for.

An evaluator network can be wrong unnoticed; whether the left ankle went above 0.6 m is certain. A rule asks for the
least that makes the action, and standing or walking must not pass it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from engine.metrics.figure import Figure, longest
from retarget import smooth

Rule = Callable[[Figure], bool]
_SIDES = ("left", "right")


def kicks(side: str) -> Rule:
    """That ankle goes above 0.6 m, well above the other one, and fast."""

    def rule(f: Figure) -> bool:
        ankle, other = f"{side}_ankle", f"{_other(side)}_ankle"
        up = (f.height(ankle) > 0.6) & (f.above(ankle, other) > 0.35)
        return bool(up.any() and f.swing(ankle).max() > 2.0)

    return rule


def turns(sign: int, least: float) -> Rule:
    """Walks at least a little and ends up heading `least` degrees to one side."""
    return lambda f: sign * f.turned > least and f.travel > 0.5 and f.upright


def waves(side: str) -> Rule:
    """That wrist above its shoulder, going to and fro."""

    def rule(f: Figure) -> bool:
        wrist = f"{side}_wrist"
        up = f.above(wrist, f"{side}_shoulder") > -0.02
        first, last = longest(up)
        if (last - first) / f.fps < 0.4:
            return False
        sideways = f.local(wrist)[first:last, 0]
        forward = f.local(wrist)[first:last, 2]
        return max(f.swings(sideways, 0.06), f.swings(forward, 0.06)) >= 2

    return rule


def reaches(side: str) -> Rule:
    """That hand held over its shoulder, the other one low."""
    hand, other = f"{side}_wrist", _other(side)

    def rule(f: Figure) -> bool:
        low = f.above(f"{other}_wrist", f"{other}_shoulder") < -0.2
        return f.upright and bool(((f.above(hand, f"{side}_shoulder") > 0.03) & low).any())

    return rule


def punches(times: int) -> Rule:
    """A fist driven out ahead of its shoulder at chest or head height, at least `times` times."""

    def rule(f: Figure) -> bool:
        count = 0
        for side in _SIDES:
            reach = f.local(f"{side}_wrist")[:, 2] - f.local(f"{side}_shoulder")[:, 2]
            level = np.abs(f.above(f"{side}_wrist", f"{side}_shoulder")) < 0.25
            fast = f.swing(f"{side}_wrist") > 2.2
            out = (reach > 0.3) & level & _wide(fast, 4)
            count += int(np.sum(np.diff(np.concatenate([[0], out.astype(int)])) > 0))
        return count >= times and bool(np.median(f.pelvis) > 0.6)

    return rule


def balances(f: Figure) -> bool:
    """One foot off the ground for over a second, without travel."""
    gap = np.abs(f.above("left_ankle", "right_ankle"))
    return f.hold(gap > 0.2) > 1.2


def jumping_jacks(f: Figure) -> bool:
    """Hands up over the head and down again while the feet go apart, at least once each way."""
    hands = np.minimum(f.above("left_wrist", "head"), f.above("right_wrist", "head"))
    feet = f.apart("left_ankle", "right_ankle")
    return bool(hands.max() > 0.05 and hands.min() < -0.5 and feet.max() > 0.5 and feet.min() < 0.35)


def arm_circles(f: Figure) -> bool:
    """Both hands pass over the head and below the shoulders, and go round: ahead and behind."""

    def one(side: str) -> bool:
        rise = f.above(f"{side}_wrist", f"{side}_shoulder")
        ahead = f.local(f"{side}_wrist")[:, 2] - f.local(f"{side}_shoulder")[:, 2]
        return bool(rise.max() > 0.3 and rise.min() < -0.3 and ahead.max() > 0.15 and ahead.min() < -0.02)

    return one("left") and one("right")


def lies_down(f: Figure) -> bool:
    """From standing to head and hips near the floor."""
    return f.start(f.height("head")) > 1.1 and f.end(f.height("head")) < 0.5 and f.end(f.pelvis) < 0.4


def sits_down(f: Figure) -> bool:
    """From standing to hips at the height of a seat or lower, trunk upright."""
    trunk = f.above("neck", "pelvis")
    return f.start(f.pelvis) > 0.78 and f.end(f.pelvis) < 0.65 and f.end(trunk) > 0.3


def squats(f: Figure) -> bool:
    """Hips go down by a third of a leg, trunk roughly upright, and come back up."""
    low = int(np.argmin(f.pelvis))
    down = max(f.start(f.pelvis), float(f.pelvis[:low].max(initial=0))) - f.pelvis[low] > 0.25
    return bool(down and f.end(f.pelvis) - f.pelvis[low] > 0.2 and f.above("neck", "pelvis")[low] > 0.2)


def picks_up(f: Figure) -> bool:
    """A hand down to the floor from standing, and up again."""
    hand = np.minimum(f.height("left_wrist"), f.height("right_wrist"))
    low = int(np.argmin(hand))
    return bool(hand[low] < 0.45 and f.height("head").max() > 1.2 and hand[low:].max() > 0.6)


def throws(f: Figure) -> bool:
    """A hand fast at the height of the shoulders or over them."""

    def one(side: str) -> bool:
        high = f.above(f"{side}_wrist", f"{side}_shoulder") > -0.15
        return bool(f.swing(f"{side}_wrist")[high].max(initial=0) > 1.8)

    return (one("left") or one("right")) and f.upright


def drinks(f: Figure) -> bool:
    """A hand at the mouth for a while."""
    return any(f.hold(f.apart(f"{side}_wrist", "head") < 0.36) > 0.4 for side in _SIDES)


def dances(f: Figure) -> bool:
    """Limbs and direction in motion all the time."""
    size = max(1, round(f.fps))
    speed = np.mean([f.swing(j) for j in ("left_wrist", "right_wrist", "left_ankle", "right_ankle")], axis=0)
    steady = float(np.percentile(uniform_filter1d(speed, size, mode="nearest"), 20))
    return steady > 0.35 and f.pace < 2.0 and abs(f.turned) > 35


def sneaks(f: Figure) -> bool:
    """Goes forward step by step, slower than any walk."""
    lift = min(f.height("left_ankle").max(), f.height("right_ankle").max())
    return bool(f.ahead > 0.5 and f.pace < 1.05 and lift > 0.15)


def sidesteps(f: Figure) -> bool:
    """Within two seconds, more to the side than ahead, and at least a good step."""
    size = min(len(f), round(2 * f.fps))
    path = np.concatenate([np.zeros((1, 2)), np.cumsum(f.step, axis=0)])
    gone = np.abs(path[size:] - path[:-size])
    return bool(((gone[:, 0] > 0.6) & (gone[:, 0] > 1.3 * gone[:, 1])).any())


def leaves_ground(lift: float, rise: float, farthest: float = np.inf, least: float = 0.0) -> Rule:
    """Both soles `lift` off the floor and the hips `rise` over their usual height; travel between bounds, metres."""

    def rule(f: Figure) -> bool:
        up = float((f.pelvis - np.median(f.pelvis)).max())
        return float(f.air.max()) > lift and up > rise and least <= f.travel <= farthest

    return rule


def _other(side: str) -> str:
    return "right" if side == "left" else "left"


def _wide(condition: NDArray[np.bool_], frames: int) -> NDArray[np.bool_]:
    """True also within `frames` of where it is true."""
    return uniform_filter1d(condition.astype(float), 2 * frames + 1, mode="constant") > 1e-6


# Counted, and in order.


def spells(condition: NDArray[np.bool_], shortest: int = 2) -> list[tuple[int, int]]:
    """Runs of True (T,) of at least `shortest` frames as (start, end)."""
    return [run for run in smooth.runs(condition) if run[1] - run[0] >= shortest]


def flights(f: Figure) -> list[tuple[int, int]]:
    """Spells with both soles off the floor while the hips rise."""
    usual = float(np.median(f.pelvis))
    return [s for s in spells(f.air > 0.05) if f.pelvis[s[0] : s[1]].max() > usual + 0.03]


def dips(f: Figure) -> list[tuple[int, int]]:
    """Spells with the hips a quarter of a metre under where they were highest, but not at the ends."""
    low = spells(f.pelvis < f.pelvis.max() - 0.25, 3)
    return [s for s in low if s[0] > 0 and s[1] < len(f)]


def lifts(f: Figure, least: float = 0.06) -> int:
    """How often a foot leaves the floor while the other stands."""
    heights = [f.height(f"{side}_ankle") for side in _SIDES]
    up = [heights[i] - float(np.percentile(heights[i], 10)) > least for i in (0, 1)]
    return sum(len(spells(up[i] & (heights[i] > heights[1 - i] + 0.03))) for i in (0, 1))


def kick_times(f: Figure, side: str) -> list[int]:
    """Frames at the top of that leg's kicks."""
    ankle, other = f"{side}_ankle", f"{_other(side)}_ankle"
    up = spells((f.height(ankle) > 0.55) & (f.above(ankle, other) > 0.35))
    fast = f.swing(ankle)
    return [a + int(np.argmax(f.height(ankle)[a:b])) for a, b in up if fast[max(0, a - 9) : b + 9].max(initial=0) > 2.0]


def punch_count(f: Figure, side: str) -> int:
    """Fists driven out ahead of that shoulder at chest or head height."""
    reach = f.local(f"{side}_wrist")[:, 2] - f.local(f"{side}_shoulder")[:, 2]
    level = np.abs(f.above(f"{side}_wrist", f"{side}_shoulder")) < 0.3
    out = (reach > 0.3) & level & _wide(f.swing(f"{side}_wrist") > 2.0, 4)
    return len(spells(out, 1))


def within_arm(f: Figure, joint: str, other: str, distance: float, share: float) -> bool:
    """Two joints nearer than `distance` m in so large a share of the frames."""
    return bool(np.mean(f.apart(joint, other) < distance) > share)


def raised(f: Figure, side: str, share: float, over: str = "head") -> bool:
    """That wrist over another joint in so large a share of the frames."""
    return bool(np.mean(f.above(f"{side}_wrist", over) > 0.0) > share)


def still(f: Figure, most: float = 0.18) -> bool:
    """Hardly a joint moves for a second or longer, by the median frame."""
    return len(f) > f.fps and bool(np.median(f.stir) < most and f.travel < 0.4)


def stands(f: Figure) -> bool:
    """Upright on its feet in nearly all frames."""
    return bool(np.percentile(f.pelvis, 5) > 0.75)


def after(first: Rule, then: Rule, shortest: float = 0.4) -> Rule:
    """There is a moment before which one rule holds and after which the other does; parts of `shortest` s at least."""

    def rule(f: Figure) -> bool:
        least = max(4, round(shortest * f.fps))
        cuts = range(least, len(f) - least + 1, max(1, round(0.2 * f.fps)))
        return any(first(f.cut(0, cut)) and then(f.cut(cut, len(f))) for cut in cuts)

    return rule


def both(*rules: Rule) -> Rule:
    """All of the rules hold."""
    return lambda f: all(rule(f) for rule in rules)
