"""Forty prompts as artists of games and films type them, with rules that were written before any take of them was seen:
idles, combat, emotions, sits, falls, gaits, things handled, two things at once, sequences, counts and sides."""

from __future__ import annotations

import numpy as np

from engine.metrics.figure import Figure, Series, longest
from engine.metrics.prompt_checks import (
    PLAIN,
    POSTURES,
    SEQUENCE,
    SIDES,
    TOGETHER,
    Check,
    ahead,
    crossed_arms,
    ends_still,
    seated,
)
from engine.metrics.prompt_rules import (
    Rule,
    after,
    both,
    flights,
    kick_times,
    kicks,
    leaves_ground,
    lifts,
    punch_count,
    raised,
    sidesteps,
    stands,
    still,
)
from engine.metrics.unseen_checks import bows, facing

_BOTH = ("left", "right")


def _head_turn(f: Figure) -> Series:
    """(T,) degrees that the head shows to the left of the hips."""
    ahead_of = facing(f, "head")
    turn = np.degrees(np.arctan2(ahead_of[:, 0], ahead_of[:, 2]) - f.yaw)
    return np.asarray((turn + 180) % 360 - 180, float)


def _looks(sign: int, least: float = 22) -> Rule:
    """The head turned to one side for a moment; left 1, right -1."""
    return lambda f: f.hold(sign * _head_turn(f) > least) > 0.2


def _up(f: Figure, over: str, share: float) -> bool:
    return all(raised(f, side, share, over if over == "head" else f"{side}_{over}") for side in _BOTH)


def hands_ahead(f: Figure, share: float, least: float, low: float, high: float) -> bool:
    """Both wrists so far ahead of the hips, between two heights over them."""
    out = [f.local(f"{s}_wrist") for s in _BOTH]
    return bool(np.mean(np.all([(o[:, 2] > least) & (o[:, 1] > low) & (o[:, 1] < high) for o in out], axis=0)) > share)


def _at_head(f: Figure, side: str, distance: float = 0.33) -> float:
    """Seconds that a hand stays at the head."""
    return f.hold(f.apart(f"{side}_wrist", "head") < distance)


def _on_the_back(f: Figure) -> bool:
    return (
        f.start(f.pelvis) > 0.75 and f.end(f.height("head")) < 0.5 and f.end(f.pelvis) < 0.4
    ) and f.end(facing(f, "spine3")[:, 1]) > 0.4  # fmt: skip


def _stamps(f: Figure) -> bool:
    """A foot lifted and driven down, on the spot."""

    def one(side: str, other: str) -> bool:
        height = f.height(f"{side}_ankle")
        up = np.flatnonzero(f.above(f"{side}_ankle", f"{other}_ankle") > 0.1)
        down = -np.gradient(height) * f.fps
        return bool(len(up) and down[up[0] :].max() > 1.0)

    return f.travel < 1.0 and f.upright and (one("left", "right") or one("right", "left"))


def _sword(f: Figure) -> bool:
    near = f.apart("left_wrist", "right_wrist") < 0.4
    fast = np.minimum(f.swing("left_wrist"), f.swing("right_wrist"))
    return bool(fast[near].max(initial=0) > 2.0)


def _dodges(f: Figure) -> bool:
    """The head gone to the left as seen at the beginning."""
    gone = f.at("head") - f.at("head")[0]
    aside = gone[:, 0] * np.cos(f.yaw[0]) - gone[:, 2] * np.sin(f.yaw[0])
    return bool(aside.max() > 0.25 and aside.max() > -2 * aside.min())


def _carries(f: Figure) -> bool:
    apart = f.apart("left_wrist", "right_wrist")
    return f.ahead > 0.5 and bool(np.mean((apart > 0.1) & (apart < 0.7)) > 0.6) and hands_ahead(f, 0.6, 0.15, -0.1, 0.5)


def _nods(f: Figure) -> int:
    return (f.swings(facing(f, "head")[:, 1], 0.12) + 1) // 2


def _two_hands_wave(f: Figure) -> bool:
    up = np.minimum(f.above("left_wrist", "head"), f.above("right_wrist", "head")) > 0
    first, last = longest(up)
    if (last - first) / f.fps < 0.5:
        return False
    return all(f.swings(f.local(f"{s}_wrist")[first:last, 0], 0.06) >= 2 for s in _BOTH)


def _fidgets(f: Figure) -> bool:
    busy = np.mean([f.swing(f"{s}_wrist") for s in _BOTH])
    return (
        stands(f) and f.travel < 0.6 and bool(busy > 0.08 and np.mean(f.apart("left_wrist", "right_wrist") < 0.4) > 0.4)
    )


def _slumps(f: Figure) -> bool:
    """On a seat at the end, the head ahead of the hips."""
    return f.end(f.pelvis) < 0.68 and f.end(f.local("head")[:, 2]) > 0.12 and f.end(f.above("neck", "pelvis")) > 0.2


def _left_side(f: Figure) -> bool:
    under = f.above("right_shoulder", "left_shoulder")
    return bool(np.median(under) > 0.18 and np.median(f.pelvis) < 0.4 and np.median(f.height("head")) < 0.5)


def _cross_legged(f: Figure) -> bool:
    shins = np.mean([np.median(f.apart(f"{a}_ankle", f"{b}_knee")) for a, b in (_BOTH, _BOTH[::-1])])
    knees = np.median(f.apart("left_knee", "right_knee"))
    return bool(np.percentile(f.pelvis, 80) < 0.4 and knees > 0.4 and shins < 0.45)


def _behind(f: Figure) -> bool:
    back = np.maximum(f.local("left_wrist")[:, 2], f.local("right_wrist")[:, 2]) < -0.02
    return bool(np.mean(back & (f.apart("left_wrist", "right_wrist") < 0.3)) > 0.5)


def _thinks(f: Figure) -> bool:
    near = min(float(np.median(f.apart(f"{s}_wrist", "head"))) for s in _BOTH)
    return max(_at_head(f, s) for s in _BOTH) > 1.0 and near < 0.4


def _reaches_out(f: Figure) -> bool:
    return max(f.hold(f.local(f"{s}_wrist")[:, 2] > 0.35) for s in _BOTH) > 0.15


_CHECKS: tuple[tuple[str, str, Rule], ...] = (
    (PLAIN, "a zombie shuffles forward with its arms stretched out",
     lambda f: f.ahead > 0.5 and hands_ahead(f, 0.5, 0.3, 0.1, 0.8)),
    (PLAIN, "gets hit in the chest and stumbles back", lambda f: f.ahead < -0.25),
    (PLAIN, "falls backwards onto the floor", _on_the_back),
    (PLAIN, "an angry man stamps his foot", _stamps),
    (PLAIN, "a knight swings a sword with both hands", _sword),
    (PLAIN, "celebrates a victory, jumping up and down with the fists in the air",
     lambda f: len(flights(f)) >= 2 and _up(f, "shoulder", 0.5)),
    (PLAIN, "heavy robot walk", lambda f: f.ahead > 0.8 and f.upright),
    (PLAIN, "dodges to the left", _dodges),
    (TOGETHER, "walks while talking on the phone",
     lambda f: f.ahead > 0.8 and max(_at_head(f, s) for s in _BOTH) > 1.0),
    (TOGETHER, "sits on a chair with legs crossed and arms folded", both(seated, crossed_arms)),
    (TOGETHER, "runs while looking back over the shoulder",
     lambda f: f.pace > 1.5 and f.ahead > 1.0 and f.hold(np.abs(_head_turn(f)) > 30) > 0.3),
    (TOGETHER, "carries a heavy box in front of the body", _carries),
    (TOGETHER, "crouch walks with a rifle",
     lambda f: f.ahead > 0.5 and bool(np.median(f.pelvis) < 0.8) and hands_ahead(f, 0.5, 0.1, -0.1, 0.7)),
    (TOGETHER, "leans against a wall with the arms crossed",
     lambda f: crossed_arms(f) and f.travel < 0.5 and bool(np.median(f.pelvis) > 0.65)),
    (TOGETHER, "jumps forward with both arms in the air",
     lambda f: leaves_ground(0.08, 0.08, least=0.4)(f)
     and any(_up(f.cut(a, b), "shoulder", 0.5) for a, b in flights(f))),
    (TOGETHER, "walks backwards holding the hands up in surrender",
     lambda f: f.ahead < -0.6 and _up(f, "shoulder", 0.5)),
    (SEQUENCE, "idles, then looks around to the left and to the right",
     lambda f: f.travel < 0.7 and _looks(1)(f) and _looks(-1)(f)),
    (SEQUENCE, "runs, slides to a stop and looks behind",
     lambda f: f.pace > 1.5 and f.ahead > 1.0 and ends_still(f)
     and max(float(np.abs(_head_turn(f)).max()), abs(f.turned)) > 40),
    (SEQUENCE, "gets knocked down, then gets back up",
     lambda f: f.start(f.height("head")) > 1.1 and float(f.height("head").min()) < 0.6
     and f.end(f.height("head")) > 1.1),
    (SEQUENCE, "opens a door and walks through", after(_reaches_out, ahead(0.6))),
    (SEQUENCE, "crouches down, looks left, then right",
     lambda f: f.end(f.pelvis) < 0.72 and after(_looks(1), _looks(-1))(f)),
    (SEQUENCE, "punches twice, then kicks",
     after(lambda f: sum(punch_count(f, s) for s in _BOTH) >= 2, lambda f: any(kick_times(f, s) for s in _BOTH))),
    (SEQUENCE, "steps forward, bows, and steps back",
     after(ahead(0.25), after(bows, lambda f: f.ahead < -0.2))),
    (SEQUENCE, "jumps over a gap, lands and keeps running",
     after(leaves_ground(0.08, 0.05), lambda f: f.pace > 1.4 and f.ahead > 0.8)),
    (SIDES, "nods the head three times", lambda f: 2 <= _nods(f) <= 4 and f.travel < 0.6),
    (SIDES, "shakes his head no", lambda f: f.swings(_head_turn(f), 12) >= 3 and f.travel < 0.6),
    (SIDES, "throws a ball with the left hand",
     lambda f: f.swing("left_wrist")[f.above("left_wrist", "left_shoulder") > -0.15].max(initial=0) > 1.8
     and f.swing("left_wrist").max() > f.swing("right_wrist").max()),
    (SIDES, "roundhouse kick with the right leg", kicks("right")),
    (SIDES, "side steps three times to the left", lambda f: sidesteps(f) and f.aside > 0.5 and 3 <= lifts(f) <= 7),
    (SIDES, "jumps up and down five times", lambda f: len(flights(f)) == 5),
    (SIDES, "waves with both hands over the head", _two_hands_wave),
    (SIDES, "turns 45 degrees to the right", lambda f: -75 < f.turned < -20 and f.travel < 1.0),
    (POSTURES, "breathing idle", both(still, stands)),
    (POSTURES, "nervous idle, fidgeting with the hands", _fidgets),
    (POSTURES, "slumps on a chair, exhausted", _slumps),
    (POSTURES, "lies on the left side, sleeping", _left_side),
    (POSTURES, "sits cross-legged on the floor", _cross_legged),
    (POSTURES, "weeps with the face in the hands",
     lambda f: all(float(np.mean(f.apart(f"{s}_wrist", "head") < 0.33)) > 0.5 for s in _BOTH)),
    (POSTURES, "stands guard with the legs apart and the hands behind the back",
     lambda f: _behind(f) and stands(f) and bool(np.median(f.apart("left_ankle", "right_ankle")) > 0.32)),
    (POSTURES, "thinks, one hand on the chin", _thinks),
)  # fmt: skip
CHECKS: tuple[Check, ...] = tuple(Check(prompt, rule, kind=kind) for kind, prompt, rule in _CHECKS)
