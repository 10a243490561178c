"""Forty-eight prompts in the ways that different artists type: animators' shorthand, previs, students, batch lists,
some mistyped. Written with their rules by somebody who had not read the planner, before any take was seen."""

from __future__ import annotations

import numpy as np

from engine.metrics.artist_checks import hands_ahead
from engine.metrics.figure import Figure, Series
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
    seated,
)
from engine.metrics.prompt_rules import (
    Rule,
    after,
    both,
    dips,
    flights,
    kick_times,
    lifts,
    punch_count,
    punches,
    sits_down,
    sneaks,
    stands,
    waves,
    within_arm,
)

_BOTH = ("left", "right")


def _rise(f: Figure, side: str) -> Series:
    """(T,) metres of a wrist over its shoulder."""
    return f.above(f"{side}_wrist", f"{side}_shoulder")


def _at(f: Figure, side: str, joint: str, distance: float) -> float:
    """Seconds that a hand stays at a joint."""
    return f.hold(f.apart(f"{side}_wrist", joint) < distance)


def _at_face(f: Figure, least: float) -> bool:
    """A hand at the face for so many seconds."""
    return any(_at(f, side, "head", 0.33) > least for side in _BOTH)


def _down(f: Figure) -> bool:
    """Standing first, flat on the floor at the end."""
    return f.start(f.height("head")) > 1.1 and f.end(f.height("head")) < 0.55 and f.end(f.pelvis) < 0.4


def _lean(f: Figure) -> float:
    """Metres of the neck ahead of the hips, the median."""
    return float(np.median(f.local("neck")[:, 2]))


def _uppercut(f: Figure) -> bool:
    """A fist driven up from under the shoulder to its height."""

    def one(side: str) -> bool:
        fast = np.gradient(_rise(f, side)) * f.fps > 1.6
        bent = f.apart(f"{side}_wrist", f"{side}_shoulder") < 0.45
        return bool(np.any(fast & bent) and _rise(f, side).max() > -0.05)

    return f.upright and (one("left") or one("right"))


def _golf(f: Figure) -> bool:
    """Hands together all along, drawn fast from one side to the other."""
    near = f.apart("left_wrist", "right_wrist") < 0.35
    across = f.local("right_wrist")[:, 0][near]
    fast = f.swing("right_wrist")[near].max(initial=0)
    return bool(np.mean(near) > 0.5 and fast > 2.0 and np.ptp(across) > 0.35)


def _lands_seated(f: Figure) -> bool:
    return f.start(f.pelvis) > 0.75 and float(f.pelvis.min()) < 0.32


def _archer(f: Figure) -> bool:
    """One arm stretched at shoulder height, the other hand drawn back to the face or chest."""

    def one(side: str, other: str) -> bool:
        out = np.linalg.norm(f.at(f"{side}_wrist") - f.at(f"{side}_shoulder"), axis=-1) > 0.4
        drawn = np.minimum(f.apart(f"{other}_wrist", "head"), f.apart(f"{other}_wrist", "neck")) < 0.38
        return f.hold(out & (np.abs(_rise(f, side)) < 0.25) & drawn) > 0.2

    return one("left", "right") or one("right", "left")


def _steady(f: Figure) -> bool:
    """Arms and legs in motion nearly all the time, without going far."""
    arms, legs = (np.percentile(np.mean([f.swing(f"{s}_{j}") for s in _BOTH], axis=0), 30) for j in ("wrist", "ankle"))
    return bool(arms > 0.4 and legs > 0.1 and f.travel < 2.5)


def _waltz(f: Figure) -> bool:
    high = np.minimum(f.above("left_wrist", "pelvis"), f.above("right_wrist", "pelvis")) > 0.15
    return lifts(f) >= 3 and abs(f.turned) > 60 and bool(np.mean(high) > 0.4)


def _shrugs(f: Figure) -> bool:
    """Hands or shoulders go up for a moment and down again, no hand over its shoulder."""
    hands = np.minimum(f.above("left_wrist", "pelvis"), f.above("right_wrist", "pelvis"))
    shoulders = f.above("left_shoulder", "spine3") + f.above("right_shoulder", "spine3")
    lifted = np.ptp(hands) > 0.12 or np.ptp(shoulders) > 0.05
    return bool(lifted and max(_rise(f, s).max() for s in _BOTH) < 0 and f.travel < 0.7 and f.upright)


def _sweeps(f: Figure) -> bool:
    """Two hands on one stick, low, going to and fro."""
    hands = (f.local("left_wrist") + f.local("right_wrist")) / 2
    held = np.mean((f.apart("left_wrist", "right_wrist") < 0.75) & (hands[:, 1] < 0.4) & (hands[:, 2] > 0.1)) > 0.5
    return bool(held and max(f.swings(hands[:, 0], 0.1), f.swings(hands[:, 2], 0.1)) >= 2)


def _phone(f: Figure) -> bool:
    """A hand in front of belly or chest."""
    out = [f.local(f"{s}_wrist") for s in _BOTH]
    return any(float(np.mean((o[:, 2] > 0.15) & (o[:, 1] > 0.05))) > 0.5 for o in out)


def _pockets(f: Figure) -> bool:
    """Hands at the hips, that don't swing."""
    held = [np.subtract(*np.percentile(f.local(f"{s}_wrist")[:, 2], [90, 10])) < 0.15 for s in _BOTH]
    return all(held) and all(within_arm(f, f"{s}_wrist", f"{s}_hip", 0.32, 0.6) for s in _BOTH)


def _guards(f: Figure, share: float) -> bool:
    """Both fists ahead of the chest, up at the height of breast or face."""
    up = [(_rise(f, s) > -0.25) & (f.local(f"{s}_wrist")[:, 2] > 0.1) for s in _BOTH]
    return bool(np.mean(np.all(up, axis=0)) > share)


def _one_knee(f: Figure) -> bool:
    low, high = sorted((np.median(f.height("left_knee")), np.median(f.height("right_knee"))))
    return bool(low < 0.25 and high > low + 0.1 and np.median(f.pelvis) < 0.75)


def _walks_off(f: Figure) -> bool:
    return f.end(f.pelvis) > 0.75 and f.ahead > 0.6


def _hook(f: Figure) -> bool:
    fast = f.swing("left_wrist")[np.abs(_rise(f, "left")) < 0.3]
    return bool(fast.max(initial=0) > 2.0)


def _lifts_up(f: Figure) -> bool:
    """Both hands at the height of the shoulders."""
    return bool(np.minimum(_rise(f, "left"), _rise(f, "right")).max() > -0.1)


def _reaches_down(f: Figure) -> bool:
    return bool(np.maximum(f.height("left_wrist"), f.height("right_wrist")).min() < 0.55)


def _slashes(f: Figure) -> bool:
    """The right hand at the left hip, then fast."""
    near = np.flatnonzero(f.apart("right_wrist", "left_hip") < 0.38)
    return bool(len(near) and f.swing("right_wrist")[near[0] :].max() > 2.0)


def _watch(f: Figure) -> bool:
    """A wrist held up in front of the chest, arm bent."""

    def one(side: str) -> float:
        bent = f.apart(f"{side}_wrist", f"{side}_shoulder") < 0.45
        return f.hold(bent & (f.local(f"{side}_wrist")[:, 2] > 0.15) & (f.above(f"{side}_wrist", "pelvis") > 0.12))

    return max(one("left"), one("right")) > 0.4


def _taps(f: Figure) -> bool:
    """Toes or heel of one foot up and down again and again, the other foot standing."""
    ways = [max(f.swings(f.height(f"{s}_{j}"), 0.015) for j in ("foot", "ankle")) for s in _BOTH]
    return f.travel < 0.4 and max(ways) >= 3 and min(ways) <= 1


def _knocks(f: Figure) -> int:
    """How often a raised hand goes forward."""

    def one(side: str) -> int:
        up = (_rise(f, side) > -0.3) & (f.local(f"{side}_wrist")[:, 2] > 0.15)
        return (f.swings(f.local(f"{side}_wrist")[:, 2][up], 0.03) + 1) // 2 if up.sum() > 4 else 0

    return max(one("left"), one("right"))


def _lunge(f: Figure) -> bool:
    """The left foot far ahead of the right, hips low, for a second."""
    gap = f.local("left_ankle")[:, 2] - f.local("right_ankle")[:, 2]
    return f.hold((gap > 0.4) & (f.pelvis < 0.85)) > 0.8


def _knee_lifts(f: Figure, side: str) -> int:
    """How often a knee goes up to the height of the hips."""
    up = f.above(f"{side}_knee", "pelvis") > -0.15
    return int(np.sum(np.diff(np.concatenate([[0], up.astype(int)])) > 0))


def _burpees(f: Figure) -> bool:
    floor = np.maximum(f.height("left_wrist"), f.height("right_wrist")).min() < 0.4
    return bool(floor and len(dips(f)) == 2)


def _one_back(f: Figure) -> bool:
    return after(lambda a: a.ahead > 0.4, lambda b: b.ahead < -0.15)(f) and 2 <= lifts(f) <= 5


def _points(sign: int) -> Rule:
    """An arm of either side stretched out to one side at about shoulder height, the other one not; left 1, right -1."""

    def rule(f: Figure) -> bool:
        arms = [f.local(f"{s}_wrist") - f.local(f"{s}_shoulder") for s in _BOTH]
        out = [(np.abs(arm[:, 0]) > 0.3) & (np.abs(arm[:, 1]) < 0.3) for arm in arms]
        return any(f.hold(out[i] & ~out[1 - i] & (sign * arms[i][:, 0] > 0)) > 0.2 for i in (0, 1))

    return rule


def _t_pose(f: Figure) -> bool:
    level = [np.median(np.abs(_rise(f, s))) < 0.15 for s in _BOTH]
    return all(level) and arms_wide(f) and stands(f)


def _sways(f: Figure) -> bool:
    """The head wanders over standing feet."""
    head = f.at("head")[:, [0, 2]]
    gone = np.linalg.norm(head - np.median(head, axis=0), axis=-1)
    return f.upright and f.travel < 1.2 and bool(np.percentile(gone, 90) > 0.05)


def _leans_back(f: Figure) -> bool:
    """On the floor, hands on it behind the hips."""
    hands = [(f.local(f"{s}_wrist")[:, 2] < 0.0) & (f.height(f"{s}_wrist") < 0.35) for s in _BOTH]
    return bool(np.median(f.pelvis) < 0.4 and np.mean(np.all(hands, axis=0)) > 0.4)


def _plank(f: Figure) -> bool:
    """Trunk level and off the floor over hands or elbows, knees off it."""
    flat = np.abs(f.above("neck", "pelvis")) < 0.35
    knees = np.minimum(f.height("left_knee"), f.height("right_knee")) > 0.12
    low = (f.pelvis < 0.65) & (np.maximum(f.height("left_wrist"), f.height("right_wrist")) < 0.3)
    return f.hold(flat & knees & low) > 0.8


def _hugs(f: Figure) -> bool:
    """Each hand at the other arm."""
    near = [np.minimum(f.apart(f"{a}_wrist", f"{b}_elbow"), f.apart(f"{a}_wrist", f"{b}_shoulder")) < 0.28
            for a, b in (_BOTH, _BOTH[::-1])]  # fmt: skip
    return bool(np.mean(np.all(near, axis=0)) > 0.5)


def _hugs_knees(f: Figure) -> bool:
    """On the floor, knees drawn up, hands at shins or knees."""
    knees = np.minimum(f.height("left_knee"), f.height("right_knee"))
    hands = [np.minimum(f.apart(f"{s}_wrist", f"{s}_knee"), f.apart(f"{s}_wrist", f"{s}_ankle")) < 0.38 for s in _BOTH]
    return bool(np.median(f.pelvis) < 0.4 and np.median(knees) > 0.3 and np.mean(np.all(hands, axis=0)) > 0.4)


def _hand_on_hip(f: Figure) -> bool:
    """The right hand at its hip with the elbow out, the left arm hanging or elsewhere."""
    out = np.median(f.local("right_elbow")[:, 0]) < -0.25
    bent = np.median(f.apart("right_wrist", "right_shoulder")) < np.median(f.apart("left_wrist", "left_shoulder"))
    return stands(f) and within_arm(f, "right_wrist", "right_hip", 0.3, 0.5) and bool(out and bent)


_CHECKS: tuple[tuple[str, str, Rule], ...] = (
    (PLAIN, "hero run, fast and confident", lambda f: f.pace > 2.0 and f.ahead > 1.0),
    (PLAIN, "grandma hobbles along, bent over", lambda f: f.ahead > 0.4 and f.pace < 1.3 and _lean(f) > 0.1),
    (PLAIN, "sneeks up on the gaurd", sneaks),
    (PLAIN, "uppercut", _uppercut),
    (PLAIN, "golf swing", _golf),
    (PLAIN, "man slips on ice and lands on his butt", _lands_seated),
    (PLAIN, "pushes a heavy crate across the floor",
     lambda f: f.ahead > 0.4 and hands_ahead(f, 0.5, 0.2, -0.1, 0.8)),
    (PLAIN, "little girl skipping rope", lambda f: len(flights(f)) >= 3 and f.travel < 1.2),
    (PLAIN, "an archer draws his bow and lets the arrow fly", _archer),
    (PLAIN, "moonwalk", lambda f: f.ahead < -0.4 and f.pace < 1.6 and f.upright),
    (PLAIN, "hip hop dance, energetic", lambda f: _steady(f) and f.upright and f.pace < 2.2),
    (PLAIN, "a couple's waltz, the man's part", _waltz),
    (PLAIN, "shrugs, no idea", _shrugs),
    (PLAIN, "facepalm", lambda f: _at_face(f, 0.3) and f.travel < 0.7),
    (PLAIN, "sweeping the floor with a broom", _sweeps),
    (TOGETHER, "walks and looks at his phone", both(ahead(0.7), _phone)),
    (TOGETHER, "jogs while shadow boxing", lambda f: lifts(f) >= 3 and punches(2)(f)),
    (TOGETHER, "sits at a desk typing on a keyboard", lambda f: seated(f) and hands_ahead(f, 0.5, 0.15, -0.1, 0.5)),
    (TOGETHER, "shuffles sideways with the fists up, guarding his face",
     lambda f: abs(f.aside) > 0.4 and _guards(f, 0.5)),
    (TOGETHER, "a scared woman backs off, hands out in front of her to keep something away",
     lambda f: f.ahead < -0.4 and hands_ahead(f, 0.4, 0.25, 0.05, 0.8)),
    (TOGETHER, "runs, holding his hat on with the left hand",
     lambda f: f.pace > 1.5 and f.ahead > 1.0 and within_arm(f, "left_wrist", "head", 0.35, 0.5)),
    (TOGETHER, "sad walk, head down, hands in the pockets", lambda f: f.ahead > 0.6 and f.pace < 1.6 and _pockets(f)),
    (TOGETHER, "kneels on one knee and aims a rifle",
     lambda f: f.hold(np.minimum(f.height("left_knee"), f.height("right_knee")) < 0.25) > 0.8
     and hands_ahead(f.cut(len(f) // 2, len(f)), 0.5, 0.15, 0.1, 0.8)),
    (SEQUENCE, "walks forward, trips and falls flat on his face", lambda f: f.travel > 0.6 and _down(f)),
    (SEQUENCE, "blocks high then counters with a right punch",
     after(lambda f: max(float(f.above(f"{s}_wrist", "head").max()) for s in _BOTH) > -0.05,
           lambda f: punch_count(f, "right") >= 1)),
    (SEQUENCE, "sitting on a bench, gets up and walks off",
     after(lambda f: bool(np.median(f.pelvis) < 0.7), _walks_off)),
    (SEQUENCE, "ducks under a swing and answers with a left hook",
     after(lambda f: f.start(f.height("head")) - float(f.height("head").min()) > 0.2, _hook)),
    (SEQUENCE, "looks at his watch, then taps his foot impatiently", after(_watch, _taps)),
    (SEQUENCE, "picks up a box and puts it on a high shelf", after(_reaches_down, _lifts_up)),
    (SEQUENCE, "Enters the room, waves hello and sits down. Then crosses the arms.",
     lambda f: after(lambda a: a.ahead > 0.4, lambda b: waves("left")(b) or waves("right")(b))(f) and sits_down(f)
     and crossed_arms(f.cut(len(f) - round(0.8 * f.fps), len(f)))),
    (SEQUENCE, "draws a sword from the left hip with the right hand and slashes", _slashes),
    (SIDES, "strafe right", lambda f: f.aside < -0.5 and abs(f.aside) > abs(f.ahead)),
    (SIDES, "turn left 90 deg", lambda f: 55 < f.turned < 130 and f.travel < 1.0),
    (SIDES, "knocks on a door three times", lambda f: 2 <= _knocks(f) <= 5 and f.travel < 0.8),
    (SIDES, "lunge with the left leg forward, hold", _lunge),
    (SIDES, "two steps foward, one step back", _one_back),
    (SIDES, "lifts the right knee to the chest twice",
     lambda f: _knee_lifts(f, "right") == 2 and _knee_lifts(f, "left") == 0),
    (SIDES, "two burpees", _burpees),
    (SIDES, "high kick with the right leg, then a left punch",
     after(lambda f: bool(kick_times(f, "right")), lambda f: punch_count(f, "left") >= 1)),
    (SIDES, "points to the right, then to the left", after(_points(-1), _points(1))),
    (POSTURES, "T-pose", _t_pose),
    (POSTURES, "combat idle, fists up", lambda f: _guards(f, 0.6) and f.travel < 0.7 and f.upright),
    (POSTURES, "drunk idel, swaying", _sways),
    (POSTURES, "sits on the floor, leaning back on her hands", _leans_back),
    (POSTURES, "plank", _plank),
    (POSTURES, "shivering from the cold, hugging himself", both(stands, _hugs)),
    (POSTURES, "a sulking kid sits with the arms around the knees", _hugs_knees),
    (POSTURES, "cool pose, right hand on the hip", _hand_on_hip),
)  # fmt: skip
CHECKS: tuple[Check, ...] = tuple(Check(prompt, rule, kind=kind) for kind, prompt, rule in _CHECKS)
