"""The way into a posture from standing and out of it again: squatting before hands go down, sitting before lying."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.motion.posing.places import Place
from engine.motion.posing.postures.form import ANKLE_M, BALL, BALL_M, TOP, Form, Leg, floor, rested

Key = tuple[float, Form]  # seconds from the key before, and the posture there
_STAND = Form()


def _shifted(form: Form, ahead: float) -> Form:
    """The posture so many m further ahead."""

    def on(place: Place | None) -> Place | None:
        if place is None or place.joint != "floor":
            return place
        return replace(place, at=(place.at[0], place.at[1], place.at[2] + ahead))

    legs = {side: replace(leg, ankle=(leg.ankle[0], leg.ankle[1], leg.ankle[2] + ahead))
            for side, leg in (("left", form.left), ("right", form.right))}  # fmt: skip
    x, y, z = form.hips
    return replace(form, hips=(x, y, z + ahead), left_hand=on(form.left_hand), right_hand=on(form.right_hand), **legs)


_ON_BALLS = Leg((0.13, BALL_M, -0.02), (0.3, 0.4, 1.0), (0.2, -0.85, 0.5))
_KNEES = rested("side_knee", (0.02, 0.08, 0.04), (1.0, 0.0, -0.3), (-0.2, -0.4, 0.8))
# Bent over the knees, on the way to a seat as high as a chair, and squatting on the balls of the feet.
_LEANT = Form(hips=(0.0, 0.80, -0.20), tilt=(36.0, 0.0, 0.0), bend=(8.0, 0.0, 0.0), head=(-12.0, 0.0, 0.0)).hands(
    _KNEES
)
_SQUAT = Form(hips=(0.0, 0.38, -0.16), tilt=(28.0, 0.0, 0.0), bend=(18.0, 0.0, 0.0)).legs(_ON_BALLS).hands(_KNEES)
_HANDS_DOWN = replace(_SQUAT, hips=(0.0, 0.41, 0.0), tilt=(60.0, 0.0, 0.0), bend=(22.0, 0.0, 0.0),
                      head=(-14.0, 0.0, 0.0)).hands(floor(0.19, 0.45))  # fmt: skip
_SEATED = Form(hips=(0.0, 0.15, 0.0), tilt=(-14.0, 0.0, 0.0), bend=(10.0, 0.0, 0.0), head=(8.0, 0.0, 0.0)).legs(
    Leg((0.12, ANKLE_M, 0.40), (0.1, 1.0, 0.3), (0.1, -0.42, 0.9))).hands(
    floor(0.26, -0.24, (0.4, 0.0, -0.9), (0.6, 0.2, -0.8)))  # fmt: skip
_RECLINED = replace(_SEATED, hips=(0.0, 0.13, 0.0), tilt=(-56.0, 0.0, 0.0), bend=(26.0, 0.0, 0.0),
                    head=(24.0, 0.0, 0.0)).hands(floor(0.30, -0.16, (0.2, 0.0, 1.0), (0.5, -0.6, -0.8)))  # fmt: skip
_ASIDE = replace(
    _SEATED, tilt=(0.0, -16.0, 0.0), left=Leg((-0.24, 0.08, 0.26), (0.6, 0.1, 0.8), (-0.7, -0.2, 0.7), stands=False),
    right=Leg((0.32, 0.09, 0.20), (-0.3, 0.3, 1.0), (0.6, -0.2, 0.7), stands=False),
    left_hand=floor(0.44, 0.02, (1.0, 0.0, 0.3), (0.5, 0.3, -0.9)), right_hand=None)  # fmt: skip
_ONE_KNEE = Form(hips=(0.0, 0.52, -0.02), left=Leg((0.11, ANKLE_M, 0.34), (0.1, 0.2, 1.0)),
                 right=Leg((0.10, BALL_M, -0.40), (0.05, -0.5, 1.0), BALL), tilt=(8.0, 0.0, 0.0),
                 left_hand=_KNEES)  # fmt: skip
_SHIN = Leg((0.10, 0.07, -0.41), (0.05, -0.25, 1.0), TOP, stands=False)
_BOTH_KNEES = Form(hips=(0.0, 0.555, 0.0)).legs(_SHIN)
_FOURS = Form(hips=(0.0, 0.485, 0.08), tilt=(83.0, 0.0, 0.0), head=(-20.0, 0.0, 0.0)).legs(_SHIN).hands(
    floor(0.19, 0.45))  # fmt: skip
_ONE_BACK = replace(_HANDS_DOWN, hips=(0.0, 0.42, 0.03), tilt=(66.0, 0.0, 0.0), bend=(10.0, 0.0, 0.0),
                    right=Leg((0.08, BALL_M, -0.80), (0.0, -0.8, 0.6), BALL))  # fmt: skip
# By base: standing and what lies between, each so many seconds behind the one before.
WAYS: Mapping[str, tuple[Key, ...]] = {
    "standing": ((0.0, _STAND),),
    "chair": ((0.0, _shifted(_STAND, 0.43)), (0.65, _shifted(_LEANT, 0.43))),
    "floor": ((0.0, _shifted(_STAND, 0.42)), (0.9, _shifted(_SQUAT, 0.42)), (0.7, _SEATED)),
    "back": ((0.0, _shifted(_STAND, 0.42)), (0.9, _shifted(_SQUAT, 0.42)), (0.7, _SEATED), (0.7, _RECLINED)),
    "side": ((0.0, _shifted(_STAND, 0.30)), (0.9, _shifted(_SQUAT, 0.30)), (0.8, _ASIDE)),
    "side plank": ((0.0, _shifted(_STAND, 0.30)), (0.9, _shifted(_SQUAT, 0.30)), (0.8, _ASIDE)),
    "kneeling": ((0.0, _STAND), (0.9, _ONE_KNEE), (0.6, _BOTH_KNEES)),
    "one knee": ((0.0, _STAND),),
    "squat": ((0.0, _STAND),),
    "fours": ((0.0, _STAND), (1.0, _HANDS_DOWN)),
    "plank": ((0.0, _STAND), (1.0, _HANDS_DOWN), (0.5, _ONE_BACK)),
    "front": ((0.0, _STAND), (1.0, _HANDS_DOWN), (0.8, _FOURS)),
}  # fmt: skip
AGAIN = 0.9  # of the way in, that the way out takes


def into(form: Form) -> tuple[Key, ...]:
    """The keys of the way from standing to a posture, itself the last."""
    return (*WAYS[form.base], (form.seconds, form))


def out_of(form: Form) -> tuple[Key, ...]:
    """The keys of the way from a posture to standing; the first is the posture."""
    keys = into(form)
    times = [0.0, *(AGAIN * seconds for seconds, _ in reversed(keys[1:]))]
    return tuple((seconds, key) for seconds, (_, key) in zip(times, reversed(keys), strict=True))


def seconds_of(keys: tuple[Key, ...]) -> float:
    """Seconds from the first key to the last."""
    return sum(seconds for seconds, _ in keys)
