"""The 72 prompts of the kinematic check: plain ones, two things at once, in sequence, sides and counts, postures.

In other words than the captions that the networks learn from. Thirty have been measured since the first weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.metrics.figure import Figure
from engine.metrics.prompt_rules import (
    Rule,
    after,
    arm_circles,
    balances,
    both,
    dances,
    drinks,
    flights,
    jumping_jacks,
    kick_times,
    kicks,
    leaves_ground,
    lies_down,
    lifts,
    picks_up,
    punch_count,
    punches,
    raised,
    reaches,
    sidesteps,
    sits_down,
    sneaks,
    squats,
    stands,
    still,
    throws,
    turns,
    waves,
    within_arm,
)  # fmt: skip

PLAIN, TOGETHER, SEQUENCE, SIDES, POSTURES = "plain", "two at once", "in sequence", "sides and counts", "postures"


@dataclass(frozen=True)
class Check:
    """A prompt, its rule, and how real clips of the action are described (a regular expression on descriptions and
    captions; empty where the pack has none; of mirrored clips where it has the action on the other side only)."""

    prompt: str
    rule: Rule
    like: str = ""
    mirrored: bool = False
    kind: str = PLAIN


def ahead(least: float) -> Rule:
    """Goes forward by more than so many metres."""
    return lambda f: f.ahead > least


def ends_still(f: Figure) -> bool:
    """Hardly goes anywhere in the last moment."""
    return bool(f.rate[-round(0.6 * f.fps) :].mean() < 0.35)


def seated(f: Figure) -> bool:
    """On a seat or the floor all the time, trunk upright."""
    return bool(np.percentile(f.pelvis, 95) < 0.68 and np.median(f.above("neck", "pelvis")) > 0.3)


def _lying(f: Figure) -> bool:
    return bool(np.median(f.height("head")) < 0.5 and np.median(f.pelvis) < 0.4)


def _one_knee(f: Figure) -> bool:
    """One knee on the floor, the other not, trunk upright, at the end."""
    low, high = sorted((f.end(f.height("left_knee")), f.end(f.height("right_knee"))))
    return low < 0.22 and high > low + 0.12 and f.end(f.above("neck", "pelvis")) > 0.3 and f.end(f.pelvis) < 0.75


def arms_wide(f: Figure) -> bool:
    """Hands far apart, not low."""
    level = np.minimum(f.above("left_wrist", "left_shoulder"), f.above("right_wrist", "right_shoulder")) > -0.3
    return bool(np.mean((f.apart("left_wrist", "right_wrist") > 1.05) & level) > 0.5)


def claps(f: Figure) -> bool:
    """Hands meet and part again and again."""
    return (
        f.swings(f.apart("left_wrist", "right_wrist"), 0.06) >= 3 and f.apart("left_wrist", "right_wrist").min() < 0.25
    )


def hands_on_hips(f: Figure) -> bool:
    """Hands near the hips, elbows out."""
    return all(within_arm(f, f"{side}_wrist", f"{side}_hip", 0.3, 0.5) and
               np.median(f.apart(f"{side}_elbow", "spine2")) > 0.25 for side in ("left", "right"))  # fmt: skip


def _drops_low(f: Figure) -> bool:
    return bool(f.end(f.pelvis) < 0.62 and f.hold(f.pelvis < 0.65) > 1.0 and f.end(f.above("neck", "pelvis")) > 0.2)


def _crawls(f: Figure) -> bool:
    hands = np.maximum(f.height("left_wrist"), f.height("right_wrist"))
    knees = np.maximum(f.height("left_knee"), f.height("right_knee"))
    return bool(np.mean((hands < 0.4) & (knees < 0.35)) > 0.6 and f.travel > 0.3)


def _gets_up(f: Figure) -> bool:
    return f.start(f.pelvis) < 0.5 and f.end(f.pelvis) > 0.78


def _turned_between(low: float, high: float) -> Rule:
    """Turned by so many degrees (left positive) on the spot."""
    return lambda f: low < f.turned < high and f.travel < 0.9 and f.upright


def _hops(side: str) -> Rule:
    """Several hops on that leg, the other foot up."""

    def rule(f: Figure) -> bool:
        up = f.above(f"{'right' if side == 'left' else 'left'}_ankle", f"{side}_ankle") > 0.06
        return len(flights(f)) >= 3 and bool(np.mean(up) > 0.6)

    return rule


def _shifts_weight(f: Figure) -> bool:
    """The hips sway between planted feet."""
    middle = (f.at("left_ankle") + f.at("right_ankle")) / 2
    away = f.at("pelvis") - middle
    side = away[:, 0] * np.cos(f.yaw) - away[:, 2] * np.sin(f.yaw)
    return stands(f) and f.travel < 0.5 and f.swings(side, 0.025) >= 1


def crossed_arms(f: Figure) -> bool:
    """Each wrist at the other elbow."""
    return all(within_arm(f, f"{a}_wrist", f"{b}_elbow", 0.25, 0.5) for a, b in (("left", "right"), ("right", "left")))


def _kicks_in_turn(f: Figure) -> bool:
    left, right = kick_times(f, "left"), kick_times(f, "right")
    return bool(left and right and left[0] < right[-1] and left[0] < right[0])


def _punches_left(times: int) -> Rule:
    return lambda f: punch_count(f, "left") == times and punch_count(f, "right") <= 1


_THIRTY: tuple[Check, ...] = (
    Check("someone strolls straight ahead at an easy pace", lambda f: f.ahead > 1.0 and f.upright and f.pace < 2.4,
          r"^(slow |brisk )?walk$|WalkStraight"),
    Check("a man sprints as fast as he can", lambda f: f.pace > 2.2 and f.ahead > 1.0, r"^run$|^Run$|run/jog$"),
    Check("she backs away with small steps", lambda f: f.ahead < -0.6 and f.upright, r"(walking|running) backward, "),
    Check("the figure shuffles sideways without turning", sidesteps, r"^side-stepping|^side-running"),
    Check("he strides ahead, then rounds a corner to the left", turns(1, 45),
          r"(walk|jog|run).*left turn", kind=SIDES),
    Check("he strides ahead, then rounds a corner to the right", turns(-1, 45),
          r"(walk|jog|run).*right turn", kind=SIDES),
    Check("jogs round in a circle, always to the left", lambda f: f.turned > 45 and f.pace > 1.4,
          r"jog four steps round"),
    Check("creeps forward like a thief, trying to make no noise", sneaks, r"sneak forward|walk stealthily"),
    Check("kicks straight out in front with the left leg", kicks("left"),
          r"kick to the front with the left", kind=SIDES),
    Check("kicks straight out in front with the right leg", kicks("right"),
          r"kick to the front with the left", True, SIDES),
    Check("throws one hard punch", punches(1), r"^punch/strike|boxing: (left|right)|fighting (left|right) jab"),
    Check("spars like a boxer, punch after punch", punches(3), r"^boxing$"),
    Check("hurls a ball as hard as he can", throws, r"throw a basketball|throw something overarm|^throw object"),
    Check("leaps up as high as possible on the spot", leaves_ground(0.1, 0.12, farthest=1.3),
          r"^high jump|^jump$|jump up to grab"),
    Check("leaps a good way forward with both feet", leaves_ground(0.1, 0.12, least=0.6), r"^forward jump"),
    Check("makes one small hop with both feet together", leaves_ground(0.07, 0.08, farthest=1.6),
          r"hop once on both legs"),
    Check("goes down into a deep squat and stands back up", squats, r"squat, one repetition"),
    Check("does a few star jumps to warm up", jumping_jacks, r"^jumping jacks$|jumping jacks, (side|jog)"),
    Check("swings both arms round in big circles", arm_circles, r"circle both arms backward"),
    Check("lifts a knee to meet the opposite elbow",
          lambda f: bool(min(f.apart("left_elbow", "right_knee").min(), f.apart("right_elbow", "left_knee").min())
                         < 0.3), r"elbow to opposite knee"),
    Check("says hello by waving his right hand", waves("right"), r"direct traffic, wave"),
    Check("stretches up with the right hand to take something off a tall shelf", reaches("right"),
          r"reach up and grab something high with the right"),
    Check("stoops to get something off the ground", picks_up, r"^Pick|^golf - pick|down on the floor with"),
    Check("takes a sip from a bottle", drinks, r"drink soda"),
    Check("someone standing takes a seat on a chair", sits_down,
          r"sit down on a seat|sit floor down|ankle on other knee", kind=POSTURES),
    Check("gets down and lies flat on the floor", lies_down, r"lie down on the floor from standing",
          kind=POSTURES),
    Check("balances on a single leg with arms spread", balances, r"balance on one leg"),
    Check("turns a cartwheel across the floor",
          lambda f: bool((np.minimum(f.above("left_ankle", "head"), f.above("right_ankle", "head")) > 0).any()),
          r"^cartwheel"),
    Check("goes up a ladder rung by rung", lambda f: bool(np.ptp(f.pelvis) > 0.5 and f.pelvis.max() > 1.2),
          r"^climb ladder"),
    Check("dances with a partner to latin music", dances, r"salsa dance"),
)  # fmt: skip

_TOGETHER = (
    ("strolls along while waving with the right hand", both(ahead(0.9), waves("right"))),
    (
        "walks ahead with both hands held up over the head",
        both(ahead(0.9), lambda f: raised(f, "left", 0.5) and raised(f, "right", 0.5)),
    ),
    ("runs with the left arm stretched up high", lambda f: f.pace > 1.5 and f.ahead > 1 and raised(f, "left", 0.4)),
    ("goes backwards, clapping all the while", both(lambda f: f.ahead < -0.6, claps)),
    ("balances on one leg and waves with the left hand", both(balances, waves("left"))),
    (
        "paces round in a circle, hands on the hips",
        lambda f: abs(f.turned) > 90 and f.travel > 0.5 and hands_on_hips(f),
    ),
    ("sits and waves with the right hand", both(seated, waves("right"))),
    (
        "squats down with both arms stretched out in front",
        lambda f: (
            f.start(f.pelvis) - float(f.pelvis.min()) > 0.25
            and all(f.local(f"{s}_wrist")[int(np.argmin(f.pelvis)), 2] > 0.35 for s in ("left", "right"))
        ),
    ),
    ("steps sideways to the left with the arms spread wide", lambda f: f.aside > 0.6 and arms_wide(f)),
    ("strolls along drinking from a bottle", both(ahead(0.8), drinks)),
    (
        "turns round on the spot with both arms up",
        lambda f: (
            abs(f.turned) > 140
            and f.travel < 1.0
            and all(raised(f, s, 0.5, f"{s}_shoulder") for s in ("left", "right"))
        ),
    ),
    (
        "walks on, scratching the head with the left hand",
        lambda f: f.ahead > 0.8 and f.hold(f.apart("left_wrist", "head") < 0.3) > 0.4,
    ),
)
_SEQUENCE = (
    ("walks forward, then sits down", both(after(ahead(0.7), lambda f: True), sits_down)),
    (
        "takes a seat and then gets up again",
        lambda f: (
            f.start(f.pelvis) > 0.78
            and f.pelvis.min() < 0.65
            and f.end(f.pelvis) > 0.78
            and float(f.above("neck", "pelvis").min()) > 0.2
        ),
    ),
    (
        "stands still for two seconds, then jumps up",
        after(lambda f: still(f) and len(f) > 1.4 * f.fps, leaves_ground(0.08, 0.08)),
    ),
    (
        "walks a few steps, stops and waves with the right hand",
        after(ahead(0.6), lambda f: waves("right")(f) and f.travel < 0.7),
    ),
    ("runs up and comes to a halt", lambda f: f.pace > 1.8 and f.ahead > 1 and ends_still(f)),
    ("squats, then jumps into the air", after(squats, leaves_ground(0.08, 0.08))),
    ("turns around and walks away", after(lambda f: abs(f.turned) > 110, ahead(0.8))),
    ("kicks with the left leg and then with the right", _kicks_in_turn),
    (
        "picks something up off the ground, then walks on",
        after(lambda f: bool(np.minimum(f.height("left_wrist"), f.height("right_wrist")).min() < 0.45), ahead(0.7)),
    ),
    (
        "lies on the floor, then gets to the feet",
        lambda f: f.start(f.height("head")) < 0.6 and f.end(f.height("head")) > 1.1,
    ),
    ("waves with the left hand, after that with the right", after(waves("left"), waves("right"))),
    ("jumps forward, turns left and walks on", after(leaves_ground(0.08, 0.08), turns(1, 45))),
)
_SIDES = (
    ("takes three steps backwards", lambda f: f.ahead < -0.5 and 2 <= lifts(f) <= 4),
    ("jumps twice on the spot", lambda f: len(flights(f)) == 2 and f.travel < 1.0),
    ("steps sideways to the left", lambda f: f.aside > 0.5 and sidesteps(f)),
    ("steps sideways to the right", lambda f: f.aside < -0.5 and sidesteps(f)),
    ("turns ninety degrees to the right on the spot", _turned_between(-130, -55)),
    ("turns once all the way round on the spot", lambda f: 300 < abs(f.turned) < 430 and f.travel < 1.2),
    ("hops several times on the right leg", _hops("right")),
    ("punches three times with the left fist", _punches_left(3)),
)
_POSTURES = (
    ("just stands there and waits", both(still, stands), r"stands still|waits"),
    ("idles, shifting the weight from one foot to the other", _shifts_weight, r"shift\w* (his|her|the|their)? ?weight"),
    ("sits quietly on a chair", both(seated, still), r"^(a \w+ )?sits (still|quietly)|stays seated"),
    ("goes down on one knee", _one_knee, r"kneels (down )?on one knee"),
    (
        "lies on the back without moving",
        both(_lying, lambda f: bool(np.median(f.stir) < 0.15)),
        r"lies still|lying still",
    ),
    ("ducks down and stays low", _drops_low, r"crouches down and stays"),
    ("stands with the arms crossed", both(crossed_arms, stands), r"arms (crossed|folded)"),
    ("crawls along on hands and knees", _crawls, r"^crawls (forward|on)"),
    ("gets up off the floor", _gets_up, r"gets up from lying"),
    ("stands with the hands on the hips", both(hands_on_hips, stands), r"hands on (his|her|the)? ?hips"),
)

FIRST = len(_THIRTY)
CHECKS: tuple[Check, ...] = (
    *_THIRTY,
    *(Check(prompt, rule, kind=TOGETHER) for prompt, rule in _TOGETHER),
    *(Check(prompt, rule, kind=SEQUENCE) for prompt, rule in _SEQUENCE),
    *(Check(prompt, rule, kind=SIDES) for prompt, rule in _SIDES),
    *(Check(prompt, rule, like, kind=POSTURES) for prompt, rule, like in _POSTURES),
)
