"""Rules of two things at once, of sequences, sides, counts, postures and manners."""

from __future__ import annotations

import numpy as np

from engine.metrics.figure import Figure
from engine.metrics.prompt_rules import (
    kick_times,
    spells,
    stands,
    waves,
    within_arm,
)
from engine.metrics.typed.measures import (
    BOTH,
    face_up,
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


def phones(f: Figure) -> bool:
    held = any(share_of(f.apart(f"{s}_wrist", "head") < 0.32) > 0.5 for s in BOTH)
    return held and f.travel > 0.8 and f.upright


def jogs_waving(f: Figure) -> bool:
    """A hand up and swinging while it goes faster than a walk."""
    up = [f.hold((rise_of(f, s) > -0.02) & (f.rate > 1.2)) > 0.4 for s in BOTH]
    return f.pace > 1.6 and any(up[i] and waves(BOTH[i])(f) for i in (0, 1))


def types(f: Figure) -> bool:
    """Hips on a seat, both hands low ahead of the belly."""
    seat = (f.pelvis > 0.28) & (f.pelvis < 0.72) & (trunk_of(f) > 0.3)
    hands = [(out_of(f, s) > 0.15) & (rise_of(f, s) < -0.1) & (f.above(f"{s}_wrist", "pelvis") > -0.05) for s in BOTH]
    return share_of(seat) > 0.7 and share_of(hands[0] & hands[1]) > 0.5 and f.travel < 0.7


def hands_behind(f: Figure) -> bool:
    behind = (out_of(f, "left") < -0.02) & (out_of(f, "right") < -0.02)
    return share_of(behind & (f.apart("left_wrist", "right_wrist") < 0.32)) > 0.5 and moves_on(f, 0.8)


def backs_off(f: Figure) -> bool:
    up = (rise_of(f, "left") > -0.1) & (rise_of(f, "right") > -0.1)
    return f.ahead < -0.4 and share_of(up) > 0.5 and f.upright


def carries(f: Figure) -> bool:
    """Both hands under one load ahead of the body while it walks."""
    gap = f.apart("left_wrist", "right_wrist")
    held = (out_of(f, "left") > 0.04) & (out_of(f, "right") > 0.04) & (gap < 0.75)
    level = np.abs(f.above("left_wrist", "right_wrist")) < 0.3
    high = (f.above("left_wrist", "pelvis") > -0.2) & (rise_of(f, "left") < 0.1)
    swinging = spread_of(out_of(f, "left") - out_of(f, "right"))
    return share_of(held & level & high) > 0.55 and swinging < 0.25 and f.travel > 0.8


def kneels_praying(f: Figure) -> bool:
    hands = (f.apart("left_wrist", "right_wrist") < 0.25) & (out_of(f, "left") > 0.08) & (out_of(f, "right") > 0.08)
    high = f.above("left_wrist", "pelvis") > 0.05
    knees = (lower_of(f, "knee") < 0.25) & (f.pelvis < 0.75)
    return f.hold(knees & hands & high) > 1.0


def dribbles(f: Figure) -> bool:
    """Runs while a hand ahead pumps rather up and down than to and fro."""

    def one(side: str) -> bool:
        moving = f.rate > 0.8
        if moving.sum() < f.fps:
            return False
        hand = f.local(f"{side}_wrist")[moving]
        pumps = f.swings(hand[:, 1], 0.1) >= 3 and spread_of(hand[:, 1]) > 0.8 * spread_of(hand[:, 2])
        return bool(pumps and np.median(hand[:, 2]) > 0.08)

    return f.pace > 1.3 and f.travel > 1.0 and (one("left") or one("right"))


def sings_dancing(f: Figure) -> bool:
    """A hand before the mouth about half of the time, the legs or hips in motion."""
    held = any(share_of((f.apart(f"{s}_wrist", "head") < 0.38) & (out_of(f, s) > 0.03)) > 0.4 for s in BOTH)
    legs = np.mean([f.swing(f"{s}_{j}") for s in BOTH for j in ("ankle", "knee")], axis=0)
    return held and float(np.percentile(legs, 40)) > 0.12 and f.pace < 2.2


def walks_aiming(f: Figure) -> bool:
    """An arm or both stretched ahead at about shoulder height while it walks."""
    reach = [f.local(f"{s}_wrist")[:, 2] - f.local(f"{s}_shoulder")[:, 2] for s in BOTH]
    aims = [(reach[i] > 0.25) & (np.abs(rise_of(f, BOTH[i])) < 0.28) for i in (0, 1)]
    return share_of(aims[0] | aims[1]) > 0.55 and moves_on(f, 0.6) and f.pace < 2.2


# In sequence.


def sat(f: Figure) -> bool:
    return f.end(f.pelvis) < 0.68 and f.end(trunk_of(f)) > 0.3


def dusts_off(f: Figure) -> bool:
    """Stands and brushes over its body with a hand."""
    if not f.upright or f.travel > 0.8:
        return False
    places = ("pelvis", "left_hip", "right_hip", "left_knee", "right_knee", "spine3", "left_elbow", "right_elbow")

    def one(side: str) -> bool:
        near = np.min([f.apart(f"{side}_wrist", place) for place in places if place != f"{side}_elbow"], axis=0) < 0.33
        hand = f.local(f"{side}_wrist")[near]
        return near.sum() > 6 and max(f.swings(hand[:, axis], 0.07) for axis in range(3)) >= 2

    return one("left") or one("right")


def hurls(f: Figure) -> bool:
    """A hand fast at the height of the shoulders or over it."""
    return any(f.swing(f"{s}_wrist")[rise_of(f, s) > -0.2].max(initial=0) > 1.8 for s in BOTH)


def slips(f: Figure) -> bool:
    """Comes down fast, off the feet, not on the belly."""
    low = f.pelvis < 0.4
    drop = float((np.gradient(f.pelvis) * f.fps).min())
    return bool(low.any() and drop < -1.0 and f.end(face_up(f)) > -0.3)


def stretches(f: Figure) -> bool:
    up = (f.above("left_wrist", "head") > 0.0) & (f.above("right_wrist", "head") > 0.0)
    return f.hold(up) > 0.25 and f.pelvis.max() > 0.8


def kicks(f: Figure) -> bool:
    return any(kick_times(f, side) for side in BOTH)


def there_and_back(f: Figure) -> bool:
    """Off, about face, and back most of the way."""
    root = f.at("pelvis")[:, [0, 2]]
    left = float(np.linalg.norm(root[-1] - root[0]))
    turn = abs(float(np.degrees(f.end(np.unwrap(f.yaw)) - f.start(np.unwrap(f.yaw)))))
    return f.travel > 0.8 and left < 0.6 * f.travel and 110 < turn < 250 and f.ahead > 1.0 and f.upright


def knocks(f: Figure) -> bool:
    """A raised hand goes forward at least twice, on the spot."""

    def one(side: str) -> bool:
        up = (rise_of(f, side) > -0.3) & (out_of(f, side) > 0.15)
        return bool(up.sum() > 5 and f.swings(out_of(f, side)[up], 0.025) >= 2)

    return f.travel < 0.9 and (one("left") or one("right"))


def leaves(f: Figure) -> bool:
    """Turns away and goes, or goes backward or aside."""
    return f.travel > 0.6 and (abs(f.turned) > 60 or f.ahead < -0.4 or abs(f.aside) > 0.6)


def at_shoes(f: Figure) -> bool:
    """Both hands down at one foot for a while."""
    gaps = [np.maximum(f.apart("left_wrist", f"{s}_ankle"), f.apart("right_wrist", f"{s}_ankle")) for s in BOTH]
    return f.hold(np.minimum(gaps[0], gaps[1]) < 0.45) > 0.4


def fires(f: Figure) -> bool:
    reach = [f.local(f"{s}_wrist")[:, 2] - f.local(f"{s}_shoulder")[:, 2] for s in BOTH]
    aims = [(reach[i] > 0.25) & (np.abs(rise_of(f, BOTH[i])) < 0.28) & (f.pelvis > 0.7) for i in (0, 1)]
    return f.hold(aims[0] | aims[1]) > 0.2


def ducks(f: Figure) -> bool:
    return f.end(f.height("head")) < 1.2


def holds_pose(f: Figure) -> bool:
    """Still at the end, and not as one stands about: an arm up or out, a leg away, or a low stance."""
    last = f.cut(len(f) - round(0.6 * f.fps), len(f))
    arms = any(np.median(np.linalg.norm(last.local(f"{s}_wrist")[:, [0, 2]], axis=-1)) > 0.38 for s in BOTH)
    arms = arms or any(np.median(rise_of(last, s)) > -0.25 for s in BOTH)
    legs = float(np.median(last.apart("left_ankle", "right_ankle"))) > 0.5
    return float(np.median(last.stir)) < 0.3 and bool(arms or legs or np.median(last.pelvis) < 0.8)


# Sides, directions and counts.


def left_hand_up(f: Figure) -> bool:
    up = (f.above("left_wrist", "head") > -0.05) & (rise_of(f, "right") < -0.15)
    return f.hold(up) > 0.4 and f.pelvis.max() < 1.2


def yaw_change(f: Figure) -> float:
    yaw = np.unwrap(f.yaw)
    return float(np.degrees(f.end(yaw) - f.start(yaw)))


def hops_right(f: Figure) -> int:
    """How often it leaves the floor while the left foot stays up, longer than in any step."""
    up = spells(f.above("left_ankle", "right_ankle") > 0.05, round(0.7 * f.fps))
    return max((len(spells(f.air[a:b] > 0.025)) for a, b in up), default=0)


def waves_right_alone(f: Figure) -> bool:
    return waves("right")(f) and share_of(rise_of(f, "left") > -0.05) < 0.2


# Postures and manners.


def zombie(f: Figure) -> bool:
    """Slowly on, with arms held out ahead, or hunched over, or the head hanging to one side."""
    arms = any(share_of((out_of(f, s) > 0.22) & (f.above(f"{s}_wrist", "pelvis") > 0.05)) > 0.5 for s in BOTH)
    tilt = abs(float(np.median(f.local("head")[:, 0]))) > 0.07
    return moves_on(f, 0.4) and f.pace < 1.4 and bool(arms or np.median(lean_of(f)) > 0.12 or tilt)


def shuffles(f: Figure) -> bool:
    """Slower than people walk, stooped or with a hand that stays ahead on the stick."""
    stick = any(share_of(out_of(f, s) > 0.1) > 0.7 for s in BOTH)
    return moves_on(f, 0.3) and f.pace < 1.05 and bool(stick or np.median(lean_of(f)) > 0.09)


def sway_of(f: Figure) -> float:
    """Metres by which the head wanders to the sides of the hips, 90th percentile."""
    aside = f.local("head")[:, 0]
    return float(np.percentile(np.abs(aside - np.median(aside)), 90))


def stumbles(f: Figure) -> bool:
    """On its way, but with trunk or steps going aside more than in any walk."""
    aside = float(np.abs(np.cumsum(f.step[:, 0]) - np.linspace(0, f.aside, len(f))).max())
    sways = sway_of(f) > 0.09 or (aside > 0.2 and sway_of(f) > 0.05)
    return f.travel > 0.6 and f.pelvis.max() > 0.8 and sways and f.pace < 2.2


def cries(f: Figure) -> bool:
    """Down on a seat or the floor, hands at the face."""
    hands = [f.apart(f"{s}_wrist", "head") < 0.33 for s in BOTH]
    return share_of((f.pelvis < 0.7) & (hands[0] | hands[1])) > 0.4 and float(np.median(f.pelvis)) < 0.7


def uneven_of(f: Figure) -> tuple[float, float]:
    """How unequal the two legs' gait is: the second largest and the largest ratio of lift, bend, stance and speed."""
    ratios: list[float] = []
    moving = f.rate > 0.15
    if moving.sum() < f.fps:
        return 1.0, 1.0
    for measure in (
        [spread_of(f.height(f"{s}_ankle")[moving]) for s in BOTH],
        [spread_of(f.above(f"{s}_knee", "pelvis")[moving]) for s in BOTH],
        [max(0.02, share_of(f.speed(f"{s}_ankle")[moving] < 0.35)) for s in BOTH],
        [float(np.percentile(f.speed(f"{s}_ankle")[moving], 90)) for s in BOTH],
    ):
        ratios.append(max(measure) / max(1e-3, min(measure)))
    first, second = sorted(ratios)[-2:]
    return first, second


def limps(f: Figure) -> bool:
    less, most = uneven_of(f)
    return moves_on(f, 0.5) and f.pace < 1.7 and less > 1.18 and most > 1.3


def crouch_walks(f: Figure) -> bool:
    low = (f.pelvis < 0.85) & (f.pelvis > 0.35) & (trunk_of(f) > 0.15) & (lower_of(f, "knee") > 0.15)
    return share_of(low) > 0.6 and f.ahead > 0.5


def meditates(f: Figure) -> bool:
    """Seated on the floor, feet drawn in, knees out, trunk upright, quiet."""
    legs = (f.apart("left_ankle", "pelvis") < 0.6) & (f.apart("right_ankle", "pelvis") < 0.6)
    knees = (f.apart("left_knee", "right_knee") > 0.4) & (higher_of(f, "knee") < 0.45)
    seat = (f.pelvis < 0.4) & (trunk_of(f) > 0.35)
    return share_of(legs & knees & seat) > 0.5 and float(np.median(f.stir)) < 0.15


def hero(f: Figure) -> bool:
    """Both fists at the hips, both elbows out."""
    elbows = [np.abs(f.local(f"{s}_elbow")[:, 0]) > 0.27 for s in BOTH]
    at_hips = all(within_arm(f, f"{s}_wrist", f"{s}_hip", 0.33, 0.5) for s in BOTH)
    return stands(f) and at_hips and share_of(elbows[0] & elbows[1]) > 0.5 and f.travel < 0.8


def cowers(f: Figure) -> bool:
    """Drawn in or down, with an arm or both before face or head."""
    hands = [np.minimum(f.apart(f"{s}_wrist", "head"), f.apart(f"{s}_elbow", "head")) < 0.36 for s in BOTH]
    small = (f.height("head") < 1.38) | (lean_of(f) > 0.15)
    return f.hold((hands[0] | hands[1]) & small) > 0.6


def skips(f: Figure) -> bool:
    """On its way with bounces, a hop on the foot that it has just stepped on at least twice."""
    low = np.argmin([f.height("left_ankle"), f.height("right_ankle")], axis=0)
    hops = sum(low[max(0, a - 2)] == low[min(len(f) - 1, b + 1)] for a, b in spells(f.air > 0.025))
    return f.ahead > 0.8 and f.swings(f.pelvis, 0.06) >= 3 and hops >= 2
