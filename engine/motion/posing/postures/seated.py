"""Postures of who sits: on the floor, and on something as high as a chair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.motion.posing.places import PLACES, Axes, Place
from engine.motion.posing.postures.form import ANKLE_M, Form, Leg, floor, rested

_UPRIGHT_TOES: Axes = (0.15, 0.9, 0.35)
_CROSS_TOES: Axes = (-0.6, -0.3, 0.7)
_LONG = Leg((0.11, 0.07, 0.815), (0.15, 1.0, 0.2), _UPRIGHT_TOES, stands=False)
_CROSSED = Form(
    "floor", (0.0, 0.16, 0.0), (-2.0, 0.0, 0.0), (5.0, 0.0, 0.0), sways=0.4,
    left=Leg((-0.13, 0.07, 0.34), (1.0, 0.12, 0.55), _CROSS_TOES, stands=False),
    right=Leg((-0.10, 0.08, 0.24), (1.0, 0.12, 0.55), _CROSS_TOES, stands=False),
)  # fmt: skip
_ON_KNEES = rested("side_knee", (0.0, 0.08, 0.02), (0.9, -0.3, -0.3), (0.2, -0.2, 0.9))
_KNEES_UP = Leg((0.10, ANKLE_M, 0.40), (0.05, 1.0, 0.3), (0.1, -0.42, 0.9))
_FLOOR = Form("floor", (0.0, 0.14, 0.0), sways=0.3)
FLOOR: Mapping[str, Form] = {
    "cross-legged": _CROSSED.hands(_ON_KNEES),
    "meditation": replace(_CROSSED, bend=(0.0, 0.0, 0.0), sways=0.1).hands(
        rested("side_knee", (-0.01, 0.08, 0.0), (0.9, -0.3, -0.3), (0.3, 0.1, 0.9))),
    "lotus": replace(
        _CROSSED, bend=(0.0, 0.0, 0.0), sways=0.1,
        left=Leg((-0.13, 0.17, 0.25), (1.0, -0.05, 0.7), (-0.8, 0.2, 0.5), stands=False),
        right=Leg((-0.14, 0.10, 0.29), (1.0, -0.05, 0.6), (-0.8, 0.0, 0.5), stands=False)).hands(
        rested("side_knee", (-0.01, 0.08, 0.0), (0.9, -0.3, -0.3), (0.3, 0.1, 0.9))),
    "floor-pray": replace(_CROSSED, bend=(2.0, 0.0, 0.0), sways=0.1).hands(PLACES["together"]),
    "butterfly": replace(_CROSSED, bend=(12.0, 0.0, 0.0)).legs(
        Leg((0.035, 0.06, 0.36), (1.0, 0.05, 0.4), (-0.1, -0.4, 0.9), stands=False)).hands(
        rested("side_ankle", (0.05, 0.07, 0.03), (0.8, -0.2, -0.2), (-0.6, -0.4, 0.7))),
    "hugs-knees": replace(
        _FLOOR, tilt=(2.0, 0.0, 0.0), bend=(34.0, 0.0, 0.0), head=(2.0, 0.0, 0.0),
        left_hand=floor(0.0, 0.42, (-1.0, 0.0, 0.0), (1.0, -0.2, 0.0), up=0.28),
        right_hand=floor(0.02, 0.40, (-1.0, 0.0, 0.0), (1.0, -0.2, 0.0), up=0.33)).legs(_KNEES_UP),
    "sulks": replace(
        _FLOOR, tilt=(6.0, 0.0, 0.0), bend=(48.0, 0.0, 0.0), head=(34.0, 0.0, 0.0),
        left_hand=floor(0.0, 0.42, (-1.0, 0.0, 0.0), (1.0, -0.2, 0.0), up=0.26),
        right_hand=floor(0.02, 0.40, (-1.0, 0.0, 0.0), (1.0, -0.2, 0.0), up=0.31)).legs(_KNEES_UP),
    "leans-back": replace(
        _FLOOR, tilt=(-30.0, 0.0, 0.0), bend=(-4.0, 0.0, 0.0), head=(12.0, 0.0, 0.0),
        left=_LONG, right=Leg((0.12, ANKLE_M, 0.42), (0.1, 1.0, 0.3))).hands(
        floor(0.24, -0.40, (0.3, 0.0, -1.0), (0.6, 0.2, -0.8))),
    "long-sit": replace(_FLOOR, bend=(8.0, 0.0, 0.0)).legs(_LONG).hands(
        rested("side_knee", (0.0, 0.08, -0.14), (0.9, -0.2, -0.3), (-0.1, -0.2, 1.0))),
    "straddle": replace(_FLOOR, tilt=(20.0, 0.0, 0.0), bend=(10.0, 0.0, 0.0)).legs(
        Leg((0.62, 0.07, 0.62), (0.2, 1.0, 0.1), _UPRIGHT_TOES, stands=False)).hands(floor(0.16, 0.40)),
    "side-sit": replace(
        _FLOOR, tilt=(0.0, -8.0, 0.0), bend=(0.0, 12.0, 0.0),
        left=Leg((-0.16, 0.07, 0.20), (0.7, -0.05, 0.8), (-0.9, -0.1, 0.3), stands=False),
        right=Leg((0.44, 0.07, 0.02), (-0.5, 0.0, 1.0), (0.8, -0.1, -0.5), stands=False),
        left_hand=floor(0.36, -0.04, (1.0, 0.0, 0.2), (0.6, 0.2, -0.7)),
        right_hand=rested("side_knee", (0.0, 0.08, -0.12), (0.9, -0.2, -0.3), (-0.3, -0.2, 0.9))),
    "knee-up": replace(
        _FLOOR, side="left", tilt=(-10.0, 0.0, 0.0), bend=(6.0, 0.0, 0.0), left=_KNEES_UP,
        right=Leg((-0.06, 0.07, 0.30), (1.0, 0.05, 0.6), _CROSS_TOES, stands=False),
        left_hand=rested("side_knee", (-0.02, 0.07, 0.12), (1.0, 0.1, -0.1), (-0.2, -0.8, 0.5)),
        right_hand=floor(0.27, -0.22, (0.5, 0.0, -0.8), (0.6, 0.2, -0.8))),
    "slumped": replace(
        _FLOOR, tilt=(-18.0, 0.0, 0.0), bend=(24.0, 4.0, 0.0), head=(38.0, 10.0, 0.0),
        left=Leg((0.20, 0.07, 0.83), (0.5, 1.0, 0.1), (0.6, 0.7, 0.3), stands=False),
        right=Leg((0.24, 0.07, 0.81), (0.5, 1.0, 0.1), (0.6, 0.7, 0.3), stands=False)).hands(
        floor(0.30, 0.10, (0.3, 0.0, 1.0), (1.0, 0.0, -0.4), up=0.06)),
    "boat": replace(
        _FLOOR, hips=(0.0, 0.13, 0.0), tilt=(-40.0, 0.0, 0.0), bend=(4.0, 0.0, 0.0), sways=0.6, seconds=1.3).legs(
        Leg((0.09, 0.62, 0.66), (0.05, 1.0, -0.3), (0.0, 0.8, 0.6), stands=False)).hands(
        Place("side_shoulder", (0.0, -0.08, 0.49), (0.6, -0.7, 0.0), None, "world")),
    "head-on-knees": replace(
        _FLOOR, tilt=(4.0, 0.0, 0.0), bend=(40.0, 0.0, 0.0), head=(30.0, 0.0, 0.0)).legs(_KNEES_UP).hands(
        Place("head", (0.08, 0.02, 0.10), (0.7, -0.8, 0.2), (-0.2, 0.9, -0.2))),
}  # fmt: skip
_SEAT = Form("chair", (0.0, 0.53, 0.0), (-4.0, 0.0, 0.0), (4.0, 0.0, 0.0), sways=0.3, seconds=1.4).legs(
    Leg((0.12, ANKLE_M, 0.40), (0.12, 0.6, 1.0)))  # fmt: skip
_ON_LAP = rested("side_knee", (-0.02, 0.09, -0.12), (0.9, -0.2, -0.3), (-0.2, -0.15, 1.0))
CHAIR: Mapping[str, Form] = {
    "legs-crossed": replace(
        _SEAT, tilt=(-7.0, 0.0, 0.0), right=Leg((-0.15, 0.30, 0.50), (-0.15, 0.7, 1.0), (0.0, -0.7, 0.7),
        stands=False),
        left_hand=rested("other_knee", (0.10, 0.08, -0.12), (0.9, -0.3, -0.3), (-0.6, -0.1, 0.7)),
        right_hand=rested("side_knee", (-0.02, 0.09, -0.14), (0.9, -0.2, -0.3), (-0.5, -0.1, 0.8))),
    "head-in-hands": replace(
        _SEAT, tilt=(26.0, 0.0, 0.0), bend=(32.0, 0.0, 0.0), head=(28.0, 0.0, 0.0)).legs(
        Leg((0.16, ANKLE_M, 0.38), (0.2, 0.6, 1.0))).hands(
        Place("head", (0.06, 0.0, 0.14), (0.45, -0.8, 0.0), (-0.15, 0.95, -0.2))),
    "thinker": replace(
        _SEAT, tilt=(30.0, 0.0, 0.0), bend=(34.0, 0.0, 8.0), head=(2.0, 0.0, 0.0),
        right_hand=Place("head", (0.03, -0.10, 0.12), (0.3, -1.0, 0.2), (-0.3, 0.4, -0.6)),
        left_hand=rested("side_knee", (-0.08, 0.09, 0.0), (1.0, 0.0, -0.2), (-0.8, -0.2, 0.4))),
    "chin-on-hand": replace(
        _SEAT, tilt=(22.0, 0.0, 0.0), bend=(26.0, 0.0, 0.0), head=(-6.0, 8.0, 0.0),
        right_hand=Place("head", (0.07, -0.08, 0.09), (0.4, -1.0, 0.2), (-0.1, 0.9, -0.2)),
        left_hand=rested("side_knee", (-0.06, 0.09, -0.06), (1.0, 0.0, -0.2), (-0.6, -0.1, 0.7))),
    "elbows-on-knees": replace(_SEAT, tilt=(30.0, 0.0, 0.0), bend=(32.0, 0.0, 0.0), head=(-28.0, 0.0, 0.0)).legs(
        Leg((0.20, ANKLE_M, 0.38), (0.3, 0.6, 1.0))).hands(
        Place("spine3", (0.02, -0.18, 0.40), (1.0, -0.5, 0.0), (-0.5, -0.2, 0.8), "level")),
    "spread": replace(_SEAT, tilt=(-14.0, 0.0, 0.0), bend=(8.0, 0.0, 0.0), head=(4.0, 0.0, 0.0)).legs(
        Leg((0.34, ANKLE_M, 0.34), (0.8, 0.5, 1.0), (0.45, -0.42, 0.8))).hands(_ON_LAP),
    "asleep": replace(
        _SEAT, tilt=(-14.0, 0.0, 0.0), bend=(16.0, 4.0, 0.0), head=(40.0, 14.0, 0.0), sways=0.0).legs(
        Leg((0.17, ANKLE_M, 0.50), (0.3, 0.6, 1.0), (0.3, -0.42, 0.85))).hands(
        rested("side_knee", (-0.06, 0.09, -0.20), (0.9, -0.2, -0.3), (-0.6, -0.1, 0.7))),
    "reclines": replace(_SEAT, tilt=(-24.0, 0.0, 0.0), head=(10.0, 0.0, 0.0)).legs(
        Leg((0.15, ANKLE_M, 0.62), (0.15, 0.6, 1.0))).hands(PLACES["neck"]),
    "desk": replace(_SEAT, tilt=(8.0, 0.0, 0.0), bend=(10.0, 0.0, 0.0),
                    left_hand=floor(0.02, 0.44, (-1.0, 0.0, 0.2), (1.0, -0.5, 0.0), up=0.75),
                    right_hand=floor(0.0, 0.40, (-1.0, 0.0, 0.2), (1.0, -0.5, 0.0), up=0.77)),
    "asleep-at-desk": replace(
        _SEAT, tilt=(36.0, 0.0, 0.0), bend=(48.0, 0.0, 0.0), head=(0.0, 18.0, 30.0), sways=0.0,
        left_hand=floor(-0.10, 0.56, (-1.0, 0.0, 0.1), (1.0, 0.0, 0.0), up=0.74),
        right_hand=floor(-0.08, 0.62, (-1.0, 0.0, 0.1), (1.0, 0.0, 0.0), up=0.74)),
    "seat-lap": _SEAT.hands(rested("side_knee", (-0.08, 0.10, -0.22), (0.9, -0.2, -0.3), (-0.8, -0.1, 0.5))),
}  # fmt: skip
