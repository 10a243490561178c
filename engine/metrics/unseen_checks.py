"""Forty prompts, each with a rule on joint positions, that were written before any take of them had been seen.

What they pass with when they are first run is what somebody may expect of a sentence that is typed freely; after that
they are known, and only tell whether something got worse.
"""

from __future__ import annotations

import numpy as np

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
    claps,
    crossed_arms,
    ends_still,
    seated,
)
from engine.metrics.prompt_rules import (
    Rule,
    after,
    both,
    dips,
    flights,
    kick_times,
    leaves_ground,
    lifts,
    punch_count,
    raised,
    sits_down,
    stands,
    waves,
    within_arm,
)
from retarget import quat

_BOTH = ("left", "right")


def _hook(side: str) -> Rule:
    """That fist fast at shoulder height, faster than the other."""

    def rule(f: Figure) -> bool:
        level = np.abs(f.above(f"{side}_wrist", f"{side}_shoulder")) < 0.3
        other = "right" if side == "left" else "left"
        fast = float(f.swing(f"{side}_wrist")[level].max(initial=0))
        return fast > 2.2 and fast > float(f.swing(f"{other}_wrist").max())

    return rule


def _hands_behind(f: Figure) -> bool:
    """Wrists together behind the pelvis."""
    back = np.maximum(f.local("left_wrist")[:, 2], f.local("right_wrist")[:, 2]) < -0.02
    return bool(np.mean(back & (f.apart("left_wrist", "right_wrist") < 0.25)) > 0.5)


def _points_left(f: Figure) -> bool:
    """The left arm stretched out to the left at shoulder height."""
    arm = f.local("left_wrist") - f.local("left_shoulder")
    return f.hold((arm[:, 0] > 0.38) & (np.abs(arm[:, 1]) < 0.25)) > 0.5


def _jabs(times: int) -> Rule:
    return lambda f: punch_count(f, "right") == times and punch_count(f, "left") <= 1


def _comes_back(f: Figure) -> bool:
    gone = np.linalg.norm(f.at("pelvis")[-1, [0, 2]] - f.at("pelvis")[0, [0, 2]])
    return bool(abs(f.turned) > 130 and f.travel > 0.8 and gone < 0.6 * f.travel)


def clap_count(f: Figure) -> int:
    """How often the hands meet."""
    apart = f.apart("left_wrist", "right_wrist")
    return (f.swings(apart, 0.06) + 1) // 2 if apart.min() < 0.25 else 0


def facing(f: Figure, joint: str) -> Series:
    """Where a joint's front shows, (T, 3) unit vectors in the world."""
    rot = f.motion.globals()[1][:, f.motion.skeleton.role_joint[joint]]
    return np.asarray(quat.rotate(rot, np.array([0, 0, 1], np.float32)))


def _face_down(f: Figure) -> bool:
    return f.end(facing(f, "spine3")[:, 1]) < -0.5 and f.end(f.height("head")) < 0.5 and f.end(f.pelvis) < 0.4


def on_both_knees(f: Figure) -> bool:
    """Both knees on the floor at the end, trunk upright."""
    knees = np.maximum(f.height("left_knee"), f.height("right_knee"))
    return f.end(knees) < 0.22 and f.end(f.above("neck", "pelvis")) > 0.3


def _hand_on_head(f: Figure, share: float = 0.5) -> tuple[bool, bool]:
    return tuple(within_arm(f, f"{side}_wrist", "head", 0.3, share) for side in _BOTH)  # type: ignore[return-value]


def _kneels_waving(f: Figure) -> bool:
    return waves("right")(f) and f.end(f.pelvis) < 0.75 and f.end(np.minimum(
        f.height("left_knee"), f.height("right_knee"))) < 0.22  # fmt: skip


def _palms_together(f: Figure) -> bool:
    ahead_of = np.minimum(f.local("left_wrist")[:, 2], f.local("right_wrist")[:, 2]) > 0.1
    high = np.minimum(f.above("left_wrist", "pelvis"), f.above("right_wrist", "pelvis")) > 0.15
    return bool(np.mean((f.apart("left_wrist", "right_wrist") < 0.2) & ahead_of & high) > 0.5)


def _arms_ahead(f: Figure) -> bool:
    out = [f.local(f"{s}_wrist") - f.local(f"{s}_shoulder") for s in _BOTH]
    return bool(np.mean(np.all([(o[:, 2] > 0.36) & (np.abs(o[:, 1]) < 0.25) for o in out], axis=0)) > 0.5)


def _knees_high(f: Figure) -> bool:
    return f.ahead > 0.8 and bool(min(f.height("left_knee").max(), f.height("right_knee").max()) > 0.62)


def _both_up(f: Figure) -> bool:
    return f.hold(np.minimum(f.above("left_wrist", "head"), f.above("right_wrist", "head")) > 0.1) > 0.4


def bows(f: Figure) -> bool:
    """The trunk down and up again on straight legs."""
    trunk = f.above("neck", "pelvis")
    return bool(trunk.min() < 0.35 and f.end(trunk) > 0.42 and f.pelvis.min() > 0.65)


def _kicks_ball(f: Figure) -> bool:
    return bool(f.swing("right_ankle").max() > 2.5 and f.local("right_ankle")[:, 2].max() > 0.35)


def _crossed_at_the_end(f: Figure) -> bool:
    return crossed_arms(f.cut(len(f) - round(f.fps), len(f)))


def _held_low(f: Figure) -> bool:
    return f.hold(f.pelvis < 0.65) > 1.5 and f.end(f.above("neck", "pelvis")) > 0.2


def _apart(least: float, most: float) -> Rule:
    """Ankles so many metres apart, standing."""
    return lambda f: bool(
        np.mean((f.apart("left_ankle", "right_ankle") > least) & (f.apart("left_ankle", "right_ankle") < most)) > 0.6
        and np.median(f.pelvis) > 0.65
    )


_CHECKS: tuple[tuple[str, str, Rule], ...] = (
    (PLAIN, "a soldier marches past with high knees", _knees_high),
    (PLAIN, "he tiptoes across the room", lambda f: f.ahead > 0.8 and f.pace < 1.3 and f.upright),
    (PLAIN, "a boxer throws a left hook", _hook("left")),
    (PLAIN, "she kicks a football with her right foot", _kicks_ball),
    (PLAIN, "jogs on the spot", lambda f: lifts(f) >= 4 and f.travel < 0.7),
    (PLAIN, "a person climbs the stairs", lambda f: f.end(f.pelvis) - f.start(f.pelvis) > 0.3),
    (PLAIN, "stretches both arms up towards the ceiling", _both_up),
    (PLAIN, "makes a deep bow", bows),
    (TOGETHER, "walks along with the hands clasped behind the back", both(ahead(0.8), _hands_behind)),
    (TOGETHER, "walks forward with one hand on the head", both(ahead(0.8), lambda f: any(_hand_on_head(f)))),
    (TOGETHER, "stands with both hands on the head", both(stands, lambda f: all(_hand_on_head(f)))),
    (TOGETHER, "sits and claps", both(seated, claps)),
    (TOGETHER, "runs with the arms spread like an airplane", lambda f: f.pace > 1.5 and f.ahead > 1 and arms_wide(f)),
    (TOGETHER, "walks backwards with the arms crossed", lambda f: f.ahead < -0.6 and crossed_arms(f)),
    (
        TOGETHER,
        "steps to the right and points to the left with the left arm",
        lambda f: f.aside < -0.4 and _points_left(f),
    ),
    (TOGETHER, "kneels and waves with the right hand", _kneels_waving),
    (
        SEQUENCE,
        "walks four steps and stops",
        lambda f: 3 <= lifts(f) <= 5 and f.ahead > 0.6 and ends_still(f),
    ),
    (SEQUENCE, "jumps once, then claps", after(leaves_ground(0.08, 0.08), claps)),
    (SEQUENCE, "sits down, crosses the arms and stays seated", both(sits_down, _crossed_at_the_end)),
    (
        SEQUENCE,
        "crouches, then stands up and raises both arms",
        lambda f: (
            f.pelvis.min() < 0.68
            and after(
                lambda a: a.end(a.pelvis) < 0.72, lambda b: all(raised(b, s, 0.15, f"{s}_shoulder") for s in _BOTH)
            )(f)
            and f.end(f.pelvis) > 0.78
        ),
    ),
    (SEQUENCE, "turns to the left and walks away", after(lambda f: f.turned > 45, ahead(0.7))),
    (
        SEQUENCE,
        "punches with the right and kicks with the left",
        lambda f: punch_count(f, "right") >= 1 and len(kick_times(f, "left")) >= 1,
    ),
    (
        SEQUENCE,
        "waves, then walks off backwards",
        after(lambda f: waves("left")(f) or waves("right")(f), lambda f: f.ahead < -0.6),
    ),
    (SEQUENCE, "walks forward, turns around and comes back", _comes_back),
    (
        SIDES,
        "hops twice on the left foot",
        lambda f: len(flights(f)) == 2 and bool(np.mean(f.above("right_ankle", "left_ankle") > 0.06) > 0.5),
    ),
    (SIDES, "takes two steps to the left", lambda f: f.aside > 0.3 and 2 <= lifts(f) <= 4),
    (SIDES, "takes five steps forward", lambda f: f.ahead > 1.2 and 4 <= lifts(f) <= 6),
    (SIDES, "jabs three times with the right hand", _jabs(3)),
    (SIDES, "kicks twice with the right leg", lambda f: len(kick_times(f, "right")) == 2 and not kick_times(f, "left")),
    (SIDES, "does four squats", lambda f: len(dips(f)) == 4),
    (SIDES, "spins round twice", lambda f: 600 < abs(f.turned) < 840 and f.travel < 1.5),
    (SIDES, "claps five times", lambda f: 4 <= clap_count(f) <= 6),
    (POSTURES, "stands with feet wide apart", _apart(0.5, 1.2)),
    (POSTURES, "kneels on both knees", on_both_knees),
    (
        POSTURES,
        "leans forward with the hands on the knees",
        lambda f: bool(
            np.mean(np.all([f.apart(f"{s}_wrist", f"{s}_knee") < 0.3 for s in _BOTH], axis=0)) > 0.5
            and np.median(f.pelvis) > 0.6
        ),
    ),
    (POSTURES, "stands with the arms folded and the feet together", both(crossed_arms, _apart(0.0, 0.3))),
    (POSTURES, "squats low and holds it", _held_low),
    (POSTURES, "lies down on the stomach", _face_down),
    (POSTURES, "stands praying with the palms together", both(stands, _palms_together)),
    (POSTURES, "holds both arms straight out in front", _arms_ahead),
)  # fmt: skip
CHECKS: tuple[Check, ...] = tuple(Check(prompt, rule, kind=kind) for kind, prompt, rule in _CHECKS)
