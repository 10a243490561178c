"""Postures of who stands: what arms alone do, stances, leaning, one leg."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.motion.posing.places import PLACES, Axes, Place
from engine.motion.posing.postures.form import ANKLE_M, FLAT, Form, Leg, floor, rested

_OUT = "side_shoulder"
_STAND = Form()
_ARMS = Form(carried=True)
_OVERHEAD = Place("head", (0.04, 0.29, 0.02), (1.0, 0.0, 0.3), (-0.1, 1.0, 0.0), shrug=15.0)
_SPREAD = Place(_OUT, (0.515, 0.0, 0.0), (0.0, -0.3, -1.0), None, "spine3")
_FIST_AT_HIP = Place("pelvis", (0.20, 0.13, 0.04), (0.5, -0.2, -1.0), (0.0, 0.1, 1.0))
_BENT = Leg(knee=(0.25, 0.2, 1.0))
_OPEN: Axes = (0.55, -0.42, 0.75)  # of a foot turned out


def _apart(out: float, toes: Axes = FLAT) -> Leg:
    return Leg((out, ANKLE_M, -0.03), (0.3, 0.1, 1.0), toes)


def _at(out: float, ahead: float, toes: Axes = FLAT, knee: Axes = (0.15, 0.2, 1.0), up: float = ANKLE_M) -> Leg:
    return Leg((out, up, ahead), knee, toes)


# Arms and head alone.
_GESTURES: Mapping[str, Form] = {
    "t-pose": replace(_STAND, left=_apart(0.11), right=_apart(0.11)).hands(_SPREAD),
    "a-pose": _STAND.hands(Place(_OUT, (0.36, -0.365, 0.0), (0.0, -0.3, -1.0), None, "spine3")),
    "hug": replace(
        _ARMS, bend=(7.0, 0.0, 0.0), head=(10.0, 0.0, 0.0),
        left_hand=Place("other_shoulder", (-0.05, -0.06, 0.07), (0.5, -0.9, 0.3), (-0.6, 0.1, -0.8), "spine3"),
        right_hand=Place("other_shoulder", (-0.05, -0.11, 0.10), (0.5, -0.9, 0.3), (-0.6, 0.2, -0.8), "spine3"),
    ),
    "facepalm": replace(
        _ARMS, bend=(8.0, 0.0, 0.0), head=(24.0, 0.0, 0.0),
        right_hand=Place("head", (0.04, -0.02, 0.15), (0.5, -0.9, 0.3), (-0.35, 0.9, -0.2)),
    ),
    "thinking": replace(
        _ARMS, head=(6.0, 4.0, 0.0), right_hand=PLACES["chin"],
        left_hand=Place("other_elbow", (0.03, -0.06, 0.03), (0.8, -0.9, -0.1), (-1.0, 0.1, 0.1), "spine3"),
    ),
    "surrender": replace(_ARMS, head=(4.0, 0.0, 0.0)).hands(
        Place(_OUT, (0.19, 0.22, 0.06), (1.0, -0.7, -0.1), (0.0, 1.0, 0.0), "spine3")),
    "crucified": replace(_ARMS, head=(24.0, -8.0, 12.0), bend=(4.0, 0.0, 0.0)).hands(
        Place(_OUT, (0.49, 0.12, -0.02), (0.0, -0.5, -1.0), None, "spine3")),
    "arms-v": replace(_ARMS, bend=(-6.0, 0.0, 0.0), head=(-10.0, 0.0, 0.0)).hands(
        Place(_OUT, (0.30, 0.40, 0.02), (1.0, 0.0, -0.3), None, "spine3", shrug=15.0)),
    "biceps": replace(_ARMS, bend=(-4.0, 0.0, 0.0)).hands(
        Place(_OUT, (0.15, 0.24, 0.03), (1.0, -0.25, 0.0), (-0.7, 0.6, 0.0), "spine3", shrug=6.0)),
    "dab": replace(
        _ARMS, side="left", bend=(10.0, 8.0, 0.0), head=(34.0, 0.0, -28.0),
        left_hand=Place(_OUT, (0.44, 0.24, 0.08), (0.0, -0.5, -1.0), None, "spine3"),
        right_hand=Place("spine3", (-0.14, 0.26, 0.24), (0.8, 0.7, 0.7), (-1.0, 0.25, 0.0), shrug=10.0),
    ),
    "fly": replace(_ARMS, head=(-22.0, 0.0, 0.0), bend=(-5.0, 0.0, 0.0), right_hand=PLACES["raised"],
                   left_hand=PLACES["hips"]),
    "lightning": replace(
        _ARMS, side="left", bend=(-5.0, 12.0, 0.0), head=(-10.0, 0.0, 45.0),
        left_hand=Place(_OUT, (0.40, 0.29, 0.04), (0.0, -0.5, -1.0), None, "spine3", shrug=8.0),
        right_hand=Place("spine3", (0.10, 0.13, 0.20), (1.0, 0.0, -0.2), (-0.9, 0.3, 0.2)),
    ),
    "namaste": replace(_ARMS, bend=(10.0, 0.0, 0.0), head=(16.0, 0.0, 0.0)).hands(
        Place("spine3", (0.025, 0.06, 0.19), (1.0, -0.5, 0.0), (-0.05, 1.0, 0.1))),
    "titanic": replace(_ARMS, head=(-18.0, 0.0, 0.0), bend=(-8.0, 0.0, 0.0)).hands(
        Place(_OUT, (0.50, 0.08, -0.06), (0.0, -0.5, -1.0), None, "spine3")),
    "shush": replace(_ARMS, head=(4.0, 0.0, 0.0), bend=(3.0, 0.0, 0.0),
                     right_hand=Place("head", (0.02, -0.10, 0.14), (0.6, -0.9, 0.2), (-0.1, 1.0, 0.0))),
}  # fmt: skip
_STANCES: Mapping[str, Form] = {
    "attention": replace(_STAND, bend=(-4.0, 0.0, 0.0), sways=0.4).legs(
        _apart(0.075, (0.35, -0.42, 0.85))).hands(
        Place(_OUT, (0.045, -0.505, 0.01), (0.3, 0.0, -1.0), None, "spine3")),
    "at-ease": replace(_STAND, hips=(0.0, 0.955, 0.0), bend=(-4.0, 0.0, 0.0), sways=0.5).legs(
        _apart(0.20, (0.3, -0.42, 0.85))).hands(PLACES["behind"]),
    "power": replace(_STAND, hips=(0.0, 0.93, 0.0), bend=(-8.0, 0.0, 0.0), head=(-5.0, 0.0, 0.0), sways=0.5).legs(
        _apart(0.29, (0.4, -0.42, 0.8))).hands(PLACES["hips"]),
    "guard": replace(
        _STAND, side="left", hips=(0.0, 0.90, -0.03), tilt=(8.0, 0.0, -22.0), bend=(14.0, 0.0, -8.0),
        head=(2.0, 0.0, 26.0),
        left=_at(0.10, 0.19, (-0.1, -0.42, 0.9)), right=_at(0.15, -0.25, (0.65, -0.6, 0.7), up=0.10),
        left_hand=Place("head", (0.03, -0.13, 0.29), (0.3, -1.0, 0.1), (-0.3, 0.8, 0.4)),
        right_hand=Place("head", (0.09, -0.13, 0.15), (0.3, -1.0, 0.2), (-0.3, 0.9, 0.2)), seconds=0.7,
    ),
    "fighting": replace(
        _STAND, side="left", hips=(0.0, 0.86, -0.04), tilt=(8.0, 0.0, -28.0), bend=(8.0, 0.0, -8.0),
        head=(0.0, 0.0, 30.0),
        left=_at(0.12, 0.26), right=_at(0.16, -0.32, (0.7, -0.42, 0.6)),
        left_hand=Place("head", (0.06, -0.20, 0.40), (0.3, -1.0, 0.0), (-0.1, 0.6, 0.8)),
        right_hand=Place("spine3", (-0.02, 0.02, 0.24), (0.6, -1.0, 0.0), (-0.4, 0.5, 0.8)), seconds=0.8,
    ),
    "en-garde": replace(
        _STAND, hips=(0.0, 0.83, -0.06), tilt=(0.0, 0.0, 50.0), head=(0.0, 0.0, -46.0),
        left=_at(0.06, -0.36, (0.95, -0.42, 0.15), (1.0, 0.2, 0.3)),
        right=_at(0.02, 0.28, (0.0, -0.42, 0.9), (0.05, 0.3, 1.0)),
        right_hand=Place(_OUT, (-0.02, -0.12, 0.42), (0.4, -1.0, 0.0), (0.0, 0.1, 1.0), "world"),
        left_hand=Place(_OUT, (0.16, 0.17, -0.22), (0.4, -0.3, -1.0), (-0.2, 0.9, 0.3), "world"), seconds=0.9,
    ),
    "ready": replace(_STAND, hips=(0.0, 0.80, -0.10), tilt=(30.0, 0.0, 0.0), bend=(14.0, 0.0, 0.0),
                     head=(-34.0, 0.0, 0.0), sways=1.3).legs(_apart(0.27, (0.25, -0.42, 0.88))).hands(
        Place("spine3", (0.16, -0.16, 0.30), (1.0, -0.6, -0.2), (-0.1, 0.2, 1.0), "level")),
    "horse": replace(_STAND, hips=(0.0, 0.66, -0.04), sways=0.6).legs(
        Leg((0.40, ANKLE_M, 0.0), (0.9, 0.2, 0.8), (0.35, -0.42, 0.85))).hands(_FIST_AT_HIP),
    "sumo": replace(_STAND, hips=(0.0, 0.50, -0.16), tilt=(28.0, 0.0, 0.0), bend=(12.0, 0.0, 0.0),
                    head=(-30.0, 0.0, 0.0)).legs(
        Leg((0.36, ANKLE_M, 0.0), (0.9, 0.3, 0.9), _OPEN)).hands(
        rested("side_knee", (-0.03, 0.07, 0.02), (1.0, 0.3, -0.2), (-0.3, -0.5, 0.8))),
    "lunge": replace(
        _STAND, side="left", hips=(0.0, 0.60, 0.06), left=_at(0.10, 0.46, knee=(0.05, 0.3, 1.0)),
        right=Leg((0.10, 0.13, -0.56), (0.0, -0.6, 1.0), (0.0, -0.9, 0.42)), seconds=1.0).hands(PLACES["hips"]),
    "flex-pose": replace(
        _STAND, hips=(0.0, 0.93, 0.0), bend=(14.0, 0.0, 0.0), head=(4.0, 0.0, 0.0), left=_apart(0.2),
        right=_apart(0.2)).hands(Place("pelvis", (0.04, 0.12, 0.24), (1.0, 0.1, 0.1), (-1.0, 0.0, 0.1), shrug=12.0)),
}  # fmt: skip
_LEANING: Mapping[str, Form] = {
    "wall": replace(
        _STAND, hips=(0.0, 0.925, -0.14), tilt=(-9.0, 0.0, 0.0), bend=(3.0, 0.0, 0.0), head=(8.0, 0.0, 0.0),
        left=_at(0.10, 0.13), right=_at(0.12, 0.09, (0.25, -0.42, 0.88)), sways=0.3, seconds=1.2),
    "wall-foot-up": replace(
        _STAND, hips=(0.03, 0.93, -0.14), tilt=(-9.0, 0.0, 0.0), head=(8.0, 0.0, 0.0), left=_at(0.07, 0.10),
        right=Leg((0.09, 0.42, -0.20), (0.1, 0.1, 1.0), (0.0, -0.85, 0.5), stands=False), sways=0.3, seconds=1.3),
    "wall-shoulder": replace(
        _STAND, side="left", hips=(0.06, 0.945, 0.0), tilt=(0.0, -11.0, 0.0), head=(0.0, 7.0, 0.0),
        left=_at(-0.06, -0.02), right=_at(-0.03, 0.15, (-0.1, -0.6, 0.8), (0.3, 0.1, 1.0), up=0.10), sways=0.3,
        seconds=1.1),
    "table": replace(
        _STAND, hips=(0.0, 0.94, -0.12), tilt=(30.0, 0.0, 0.0), bend=(10.0, 0.0, 0.0), head=(-14.0, 0.0, 0.0),
        sways=0.4, seconds=1.0).legs(_apart(0.13)).hands(
        floor(0.27, 0.30, (0.2, 0.0, 1.0), (1.0, 0.0, -0.5), up=0.85)),
    "rail": replace(
        _STAND, hips=(0.0, 0.94, -0.16), tilt=(30.0, 0.0, 0.0), bend=(14.0, 0.0, 0.0), head=(-22.0, 0.0, 0.0),
        left=_apart(0.12), right=_at(0.06, -0.22, (0.1, -0.8, 0.6), up=0.12), sways=0.4, seconds=1.0,
        left_hand=floor(-0.03, 0.44, (-1.0, 0.0, 0.2), (1.0, -0.5, 0.0), up=1.04),
        right_hand=floor(-0.05, 0.40, (-1.0, 0.0, 0.2), (1.0, -0.5, 0.0), up=1.07)),
    "hands-on-wall": replace(
        _STAND, hips=(0.0, 0.95, -0.02), tilt=(12.0, 0.0, 0.0), head=(4.0, 0.0, 0.0), sways=0.3, seconds=1.0,
        left=_at(0.10, 0.0), right=_at(0.11, -0.24, (0.1, -0.6, 0.8), up=0.11)).hands(
        floor(0.20, 0.56, (0.1, 1.0, 0.1), (0.9, -0.8, 0.0), up=1.36)),
}  # fmt: skip
_ON_LEFT = Leg((0.02, ANKLE_M, -0.02), toes=(0.05, -0.42, 0.9))
_BALANCES: Mapping[str, Form] = {
    "tree": replace(
        _STAND, side="left", hips=(-0.06, 0.965, 0.0), left=_ON_LEFT, sways=1.8, seconds=1.5,
        right=Leg((0.00, 0.66, 0.03), (1.0, -0.05, 0.25), (-0.25, -0.95, 0.12), stands=False)).hands(_OVERHEAD),
    "crane": replace(
        _STAND, side="left", hips=(-0.07, 0.95, 0.0), left=_ON_LEFT, sways=1.8, seconds=1.1,
        right=Leg((0.09, 0.56, 0.10), (0.0, 0.5, 1.0), (0.0, -0.95, 0.3), stands=False)).hands(
        Place(_OUT, (0.36, 0.30, 0.04), (1.0, -0.2, 0.0), (0.4, -0.9, 0.2), "spine3")),
    "passe": replace(
        _STAND, side="left", hips=(-0.06, 0.965, 0.0), left=_ON_LEFT, sways=1.2, seconds=1.2,
        right=Leg((0.02, 0.55, 0.05), (1.0, 0.0, 0.35), (-0.3, -0.95, 0.1), stands=False)).hands(
        Place("head", (0.10, 0.26, 0.12), (1.0, 0.0, 0.1), (-0.8, 0.6, 0.0), shrug=10.0)),
    "dancer": replace(
        _STAND, side="left", hips=(-0.05, 0.95, -0.03), tilt=(28.0, 0.0, 0.0), bend=(-22.0, 0.0, 0.0),
        head=(-14.0, 0.0, 0.0),
        left=_ON_LEFT, sways=1.6, seconds=1.8,
        right=Leg((0.14, 1.10, -0.46), (0.1, -0.7, -0.9), (0.0, 0.75, -0.6), stands=False),
        right_hand=rested("side_ankle", (0.02, 0.05, 0.05), (0.6, 0.0, -0.6), (0.0, -0.2, -1.0)),
        left_hand=Place(_OUT, (-0.05, 0.26, 0.43), (0.5, -0.8, 0.0), None, "world", shrug=8.0)),
    "warrior-three": replace(
        _STAND, side="left", hips=(-0.06, 0.885, 0.09), tilt=(82.0, 0.0, 0.0), head=(-30.0, 0.0, 0.0),
        left=Leg((0.03, ANKLE_M, 0.01), toes=(0.03, -0.42, 0.9)), sways=1.5, seconds=1.8,
        right=Leg((0.11, 0.93, -0.79), (0.0, -1.0, 0.0), (0.0, -0.75, -0.65), stands=False)).hands(
        Place(_OUT, (-0.06, 0.02, 0.50), (0.6, -0.6, 0.0), None, "world", shrug=12.0)),
    "warrior-one": replace(
        _STAND, side="left", hips=(0.0, 0.68, 0.08), left=_at(0.08, 0.54, knee=(0.05, 0.2, 1.0)),
        bend=(-6.0, 0.0, 0.0),
        right=_at(0.12, -0.58, (0.6, -0.42, 0.7), up=0.085), seconds=1.4).hands(_OVERHEAD),
    "warrior-two": replace(
        _STAND, side="left", hips=(0.12, 0.68, 0.0), left=_at(0.58, 0.0, (1.0, -0.42, 0.1), (1.0, 0.2, 0.15)),
        right=_at(0.62, -0.02, (0.15, -0.42, 0.9), (0.2, 0.1, 1.0)), head=(0.0, 0.0, 72.0),
        seconds=1.4).hands(_SPREAD),
    "triangle": replace(
        _STAND, side="left", hips=(-0.06, 0.80, 0.0), tilt=(0.0, -42.0, 0.0), bend=(0.0, -34.0, 0.0),
        head=(0.0, -5.0, -40.0),
        left=_at(0.42, 0.0, (1.0, -0.42, 0.1), (0.9, 0.1, 0.5)),
        right=_at(0.52, -0.02, (0.15, -0.42, 0.9), (0.2, 0.1, 1.0)), seconds=1.6,
        left_hand=rested("side_ankle", (-0.04, 0.16, 0.10), (0.6, 0.2, -0.6), (0.1, -1.0, 0.0)),
        right_hand=Place(_OUT, (0.02, 0.51, 0.0), (0.0, 0.2, -1.0), None, "world")),
    "chair-pose": replace(
        _STAND, hips=(0.0, 0.64, -0.26), tilt=(36.0, 0.0, 0.0), bend=(2.0, 0.0, 0.0), head=(-26.0, 0.0, 0.0),
        seconds=1.2).legs(_apart(0.08)).hands(
        Place(_OUT, (-0.02, 0.42, 0.28), (0.8, 0.0, 0.3), None, "world", shrug=12.0)),
    "forward-fold": replace(
        _STAND, hips=(0.0, 0.865, -0.11), tilt=(104.0, 0.0, 0.0), bend=(62.0, 0.0, 0.0), head=(20.0, 0.0, 0.0),
        seconds=1.6).legs(_apart(0.09)).hands(
        floor(0.13, 0.14, (0.0, -0.7, 0.7), (1.0, 0.0, 0.2), up=0.12)),
    "bent-over": replace(
        _STAND, hips=(0.0, 0.92, -0.12), tilt=(46.0, 0.0, 0.0), bend=(26.0, 0.0, 0.0), head=(6.0, 0.0, 0.0),
        seconds=1.0).legs(_apart(0.17)).hands(
        rested("side_knee", (0.0, 0.08, 0.04), (1.0, 0.2, -0.3), (-0.2, -0.8, 0.5))),
}  # fmt: skip
STANDING: Mapping[str, Form] = {**_GESTURES, **_STANCES, **_LEANING, **_BALANCES}
