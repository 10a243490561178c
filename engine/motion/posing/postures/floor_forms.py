"""Postures on hands, knees and the floor: kneeling, squatting, on all fours, planks, lying."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.motion.posing.places import PLACES, Axes, Place
from engine.motion.posing.postures.form import ANKLE_M, BALL, BALL_M, FLAT, TOP, Form, Leg, floor, rested

_OUT = "side_shoulder"
_SHIN = Leg((0.10, 0.07, -0.41), (0.05, -0.25, 1.0), TOP, stands=False)
_TALL = Form("kneeling", (0.0, 0.555, 0.0), sways=0.7).legs(_SHIN)
_HEELS = Form("kneeling", (0.0, 0.26, -0.28), (4.0, 0.0, 0.0), sways=0.4).legs(
    Leg((0.07, 0.06, -0.30), (0.12, 0.0, 1.0), TOP, stands=False))  # fmt: skip
_ONE = Form(
    "one knee", (0.0, 0.52, 0.0), left=Leg((0.11, ANKLE_M, 0.37), (0.1, 0.2, 1.0)),
    right=Leg((0.10, BALL_M, -0.40), (0.05, -0.5, 1.0), BALL), sways=0.5,
)  # fmt: skip
_ON_THIGHS = rested("side_knee", (-0.02, 0.09, -0.15), (0.9, -0.2, -0.4), (-0.3, -0.1, 1.0))
_SQUAT = Form(
    "squat", (0.0, 0.27, -0.15), (28.0, 0.0, 0.0), (26.0, 0.0, 0.0), (-34.0, 0.0, 0.0), seconds=1.1, sways=0.6).legs(
    Leg((0.17, ANKLE_M, 0.0), (0.45, 0.6, 1.0), (0.35, -0.42, 0.85)))  # fmt: skip
_ON_BALLS = Leg((0.17, BALL_M, -0.02), (0.6, 0.5, 1.0), (0.3, -0.8, 0.55))
_FOURS = Form("fours", (0.0, 0.485, 0.08), (83.0, 0.0, 0.0), (0.0, 0.0, 0.0), (-22.0, 0.0, 0.0), sways=0.4).legs(
    _SHIN).hands(floor(0.18, 0.50))  # fmt: skip
_BAR = Leg((0.08, BALL_M, -0.80), (0.0, -1.0, 0.2), BALL)

KNEELING: Mapping[str, Form] = {
    "knees": _TALL,
    "seiza": _HEELS.hands(_ON_THIGHS),
    "kneel-pray": replace(_TALL, head=(18.0, 0.0, 0.0), bend=(5.0, 0.0, 0.0)).hands(PLACES["together"]),
    "kneel-beg": replace(_TALL, tilt=(8.0, 0.0, 0.0), bend=(6.0, 0.0, 0.0), head=(-22.0, 0.0, 0.0)).hands(
        Place("spine3", (0.02, 0.12, 0.30), (0.8, -0.9, 0.0), (-0.3, 0.6, 0.7))),
    "hostage": replace(_TALL, head=(8.0, 0.0, 0.0)).hands(PLACES["neck"]),
    "kneel-surrender": _TALL.hands(Place(_OUT, (0.19, 0.22, 0.06), (1.0, -0.7, -0.1), (0.0, 1.0, 0.0), "spine3")),
    "kneel-bound": replace(_TALL, head=(16.0, 0.0, 0.0), bend=(6.0, 0.0, 0.0)).hands(PLACES["behind"]),
    "kneel-slumped": replace(
        _HEELS, tilt=(14.0, 0.0, 0.0), bend=(34.0, 0.0, 0.0), head=(40.0, 0.0, 0.0)).hands(
        rested("side_knee", (0.02, 0.05, -0.22), (0.9, 0.0, -0.4), (0.1, -0.6, 0.8))),
    "dogeza": replace(_HEELS, hips=(0.0, 0.29, -0.28), tilt=(76.0, 0.0, 0.0), bend=(38.0, 0.0, 0.0),
                      seconds=1.3).legs(Leg((0.07, 0.06, -0.40), (0.12, -0.1, 1.0), TOP, stands=False)).hands(
        floor(0.13, 0.36, (-0.35, 0.0, 1.0), (1.0, 0.2, -0.4))),
    "child": replace(
        _HEELS, hips=(0.0, 0.27, -0.34), tilt=(80.0, 0.0, 0.0), bend=(36.0, 0.0, 0.0), head=(4.0, 0.0, 0.0),
        seconds=1.4).legs(Leg((0.08, 0.06, -0.44), (0.25, -0.1, 1.0), TOP, stands=False)).hands(floor(0.15, 0.56)),
    "camel": replace(
        _TALL, hips=(0.0, 0.545, 0.04), tilt=(-14.0, 0.0, 0.0), bend=(-58.0, 0.0, 0.0), head=(-34.0, 0.0, 0.0),
        seconds=1.5).hands(rested("side_ankle", (0.03, 0.06, 0.02), (0.8, 0.0, -0.6), (0.0, -0.3, -1.0))),
    "cower": replace(
        _HEELS, hips=(0.0, 0.28, -0.28), tilt=(48.0, 0.0, 0.0), bend=(56.0, 0.0, 0.0), head=(24.0, 0.0, 0.0),
        seconds=0.8).legs(Leg((0.07, 0.06, -0.36), (0.12, -0.05, 1.0), TOP,
        stands=False)).hands(Place("head", (0.08, 0.10, -0.04), (0.7, -0.2, 0.9), (-0.6, 0.2, -0.7), shrug=8.0)),
    "one-knee": replace(_ONE, right_hand=None, left_hand=rested(
        "side_knee", (-0.02, 0.09, -0.06), (0.9, 0.0, -0.4), (-0.4, -0.1, 0.9))),
    "propose": replace(
        _ONE, tilt=(4.0, 0.0, 0.0), head=(-16.0, 0.0, 0.0),
        right_hand=Place("spine3", (0.04, 0.06, 0.40), (0.6, -0.9, 0.0), (-0.1, 0.1, 1.0), "level"),
        left_hand=Place("spine3", (0.05, 0.00, 0.33), (0.6, -0.9, 0.0), (-0.4, 0.1, 0.9), "level")),
    "knight": replace(
        _ONE, hips=(0.0, 0.50, -0.02), tilt=(18.0, 0.0, 0.0), bend=(26.0, 0.0, 0.0), head=(26.0, 0.0, 0.0),
        left_hand=rested("side_knee", (-0.10, 0.08, 0.02), (0.9, 0.2, -0.3), (-0.9, -0.2, 0.1)),
        right_hand=rested("side_hip", (0.09, -0.12, 0.18), (0.8, 0.0, -0.5), (0.0, -0.8, 0.5))),
    "landing": replace(
        _ONE, hips=(0.0, 0.44, -0.06), tilt=(50.0, 0.0, 0.0), bend=(30.0, 0.0, 0.0), head=(-20.0, 0.0, 0.0),
        left=Leg((0.30, ANKLE_M, 0.20), (0.8, 0.4, 1.0), (0.5, -0.42, 0.75)),
        right=Leg((0.16, BALL_M, -0.44), (0.25, -0.6, 1.0), BALL), seconds=0.55,
        right_hand=floor(0.12, 0.36, (0.0, -1.0, 0.1), (0.9, 0.2, -0.3), up=0.10),
        left_hand=Place(_OUT, (0.34, 0.10, -0.33), (0.2, 0.2, -1.0), None, "world")),
}  # fmt: skip
SQUATTING: Mapping[str, Form] = {
    "squat": _SQUAT.hands(rested("side_knee", (-0.10, 0.03, 0.16), (1.0, -0.1, -0.2), (-0.4, -0.6, 0.6))),
    "deep-squat": replace(_SQUAT, tilt=(16.0, 0.0, 0.0), bend=(8.0, 0.0, 0.0), head=(-8.0, 0.0, 0.0)).hands(
        PLACES["together"]),
    "catcher": replace(
        _SQUAT, hips=(0.0, 0.33, -0.12), tilt=(22.0, 0.0, 0.0), bend=(14.0, 0.0, 0.0), head=(-24.0, 0.0, 0.0),
        left_hand=Place("spine3", (0.02, -0.02, 0.42), (0.8, -0.8, 0.0), (0.0, 0.8, 0.6), "level"),
        right_hand=rested("side_knee", (0.02, 0.06, -0.08), (1.0, 0.0, -0.3), (-0.3, -0.3, 0.9))).legs(_ON_BALLS),
    "frog": replace(_SQUAT, hips=(0.0, 0.30, -0.18), tilt=(48.0, 0.0, 0.0), bend=(22.0, 0.0, 0.0),
                    head=(-44.0, 0.0, 0.0)).legs(
        Leg((0.24, BALL_M, -0.02), (1.0, 0.5, 0.8), (0.5, -0.8, 0.4))).hands(floor(0.07, 0.26)),
    "hand-down": replace(
        _SQUAT, hips=(0.0, 0.39, -0.10), tilt=(52.0, 0.0, 0.0), bend=(28.0, 0.0, 0.0), head=(-40.0, 0.0, 0.0),
        left=Leg((0.15, ANKLE_M, 0.14), (0.4, 0.5, 1.0)), right=Leg((0.15, BALL_M, -0.22), (0.3, 0.0, 1.0), BALL),
        left_hand=rested("side_knee", (-0.06, 0.07, 0.02), (1.0, 0.0, -0.3), (-0.5, -0.3, 0.8)),
        right_hand=floor(0.12, 0.34)),
    "cover": replace(
        _SQUAT, hips=(0.0, 0.44, -0.10), tilt=(24.0, 0.0, 0.0), bend=(28.0, 0.0, 0.0), head=(-14.0, 0.0, 0.0),
        left=Leg((0.14, ANKLE_M, 0.14), (0.3, 0.5, 1.0)),
        right=Leg((0.14, BALL_M, -0.24), (0.2, 0.0, 1.0), BALL)).hands(
        rested("side_knee", (-0.03, 0.09, -0.02), (1.0, 0.0, -0.3), (-0.4, -0.2, 0.9))),
    "ball-squat": replace(
        _SQUAT, hips=(0.0, 0.26, -0.13), tilt=(30.0, 0.0, 0.0), bend=(52.0, 0.0, 0.0), head=(30.0, 0.0, 0.0),
        ).legs(Leg((0.10, ANKLE_M, 0.0), (0.1, 0.6, 1.0))).hands(
        Place("head", (0.09, 0.08, -0.03), (0.7, -0.2, 0.9), (-0.6, 0.3, -0.7), shrug=8.0)),
    "marks": replace(
        _SQUAT, side="left", hips=(0.0, 0.52, 0.02), tilt=(76.0, 0.0, 0.0), bend=(16.0, 0.0, 0.0),
        head=(-14.0, 0.0, 0.0),
        left=Leg((0.10, BALL_M, 0.04), (0.1, 0.0, 1.0), BALL),
        right=Leg((0.10, BALL_M, -0.52), (0.05, -1.0, 0.6), BALL),
        seconds=1.3).hands(floor(0.22, 0.50, (0.9, -0.5, 0.2), (0.6, 0.0, -0.6), up=0.09)),
    "set": replace(
        _SQUAT, side="left", hips=(0.0, 0.70, 0.08), tilt=(100.0, 0.0, 0.0), bend=(14.0, 0.0, 0.0),
        head=(-20.0, 0.0, 0.0),
        left=Leg((0.10, BALL_M, -0.06), (0.1, 0.0, 1.0), BALL),
        right=Leg((0.10, BALL_M, -0.44), (0.05, -0.4, 1.0), BALL),
        seconds=1.3).hands(floor(0.22, 0.56, (0.9, -0.5, 0.2), (0.6, 0.0, -0.6), up=0.09)),
    "three-point": replace(
        _SQUAT, hips=(0.0, 0.60, -0.08), tilt=(86.0, 0.0, 0.0), bend=(14.0, 0.0, 0.0), head=(-40.0, 0.0, 0.0),
        left=Leg((0.20, ANKLE_M, 0.02), (0.3, 0.2, 1.0)), right=Leg((0.20, BALL_M, -0.22), (0.2, 0.0, 1.0), BALL),
        right_hand=floor(0.10, 0.40, (0.0, -0.9, 0.3), (0.8, 0.2, -0.3), up=0.10),
        left_hand=rested("side_knee", (0.0, 0.10, 0.0), (1.0, 0.1, -0.3), (-0.8, -0.2, 0.4))),
}  # fmt: skip
FOURS: Mapping[str, Form] = {
    "fours": _FOURS,
    "cat": replace(_FOURS, hips=(0.0, 0.50, 0.06), tilt=(52.0, 0.0, 0.0), bend=(64.0, 0.0, 0.0),
        head=(34.0, 0.0, 0.0)),
    "cow": replace(_FOURS, tilt=(104.0, 0.0, 0.0), bend=(-40.0, 0.0, 0.0), head=(-40.0, 0.0, 0.0)),
    "bird-dog": replace(
        _FOURS, left=Leg((0.09, 0.50, -0.80), (0.0, -1.0, 0.0), (0.0, -0.7, -0.7), stands=False),
        right_hand=Place(_OUT, (0.0, 0.02, 0.51), (0.6, -0.7, 0.0), None, "world")),
    "plank": Form("plank", (0.0, 0.42, 0.05), (71.0, 0.0, 0.0), head=(-20.0, 0.0, 0.0), sways=0.4).legs(
        _BAR).hands(floor(0.19, 0.45)),
    "forearm-plank": Form("plank", (0.0, 0.25, 0.03), (82.5, 0.0, 0.0), head=(-18.0, 0.0, 0.0), sways=0.4).legs(
        Leg((0.08, BALL_M, -0.86), (0.0, -1.0, 0.2), BALL)).hands(
        floor(0.15, 0.68, (-0.2, 0.0, 1.0), (0.3, -1.0, -0.4))),
    "side-plank": Form(
        "side plank", (0.0, 0.46, 0.0), (0.0, -65.0, 0.0), side="left", sways=0.5,
        left=Leg((-0.82, 0.07, 0.02), (0.0, 0.1, 1.0), (-0.1, -0.1, 1.0), stands=False),
        right=Leg((0.82, 0.17, -0.01), (0.0, 0.1, 1.0), (0.1, -0.1, 1.0), stands=False),
        left_hand=floor(0.46, 0.02, (1.0, 0.0, 0.3), (0.3, 0.3, -1.0)),
        right_hand=Place(_OUT, (0.16, 0.49, 0.0), (0.0, 0.3, -1.0), None, "world"), seconds=1.2),
    "down-dog": Form("plank", (0.0, 0.81, -0.12), (140.0, 0.0, 0.0), head=(10.0, 0.0, 0.0), sways=0.4,
        seconds=1.1).legs(
        Leg((0.10, 0.10, -0.48), (0.05, 0.1, 1.0), (0.05, -0.6, 0.8))).hands(floor(0.20, 0.45)),
    "cobra": Form("front", (0.0, 0.13, 0.0), (72.0, 0.0, 0.0), (-58.0, 0.0, 0.0), (-16.0, 0.0, 0.0), sways=0.3).legs(
        Leg((0.10, 0.07, -0.90), (0.0, -1.0, 0.1), TOP, stands=False)).hands(
        floor(0.21, 0.30, (0.1, 0.0, 1.0), (0.3, 0.1, -1.0))),
    "bear": replace(_FOURS, hips=(0.0, 0.56, 0.04), tilt=(88.0, 0.0, 0.0)).legs(
        Leg((0.11, BALL_M, -0.34), (0.1, -0.2, 1.0), BALL)),
}  # fmt: skip
_HEEL: Axes = (0.35, 0.93, 0.1)  # toes of who lies on the back
_FLAT_OUT = Leg((0.13, 0.07, 0.89), (0.25, 1.0, 0.0), _HEEL, stands=False)
_BACK = Form("back", (0.0, 0.12, 0.0), (-90.0, 0.0, 0.0), head=(6.0, 0.0, 0.0), sways=0.0, seconds=1.3).legs(_FLAT_OUT)
_AT_SIDES = floor(0.31, 0.02, (0.1, -0.1, 1.0), (1.0, 0.0, -0.1), up=0.07)
_PRONE = Form("front", (0.0, 0.12, 0.0), (90.0, 0.0, 0.0), sways=0.0, seconds=1.1).legs(
    Leg((0.11, 0.08, -0.90), (0.1, -1.0, 0.0), TOP, stands=False))  # fmt: skip
_LOWER = Leg((-0.82, 0.08, 0.10), (0.1, 0.0, 1.0), (0.0, -0.2, 1.0), stands=False)
_UPPER = Leg((0.70, 0.17, 0.28), (-0.2, 0.1, 1.0), (0.3, -0.2, 0.9), stands=False)
_SIDE = Form(
    "side", (0.0, 0.155, 0.0), (0.0, -90.0, 0.0), (6.0, 9.0, 0.0), (10.0, -24.0, 0.0), left=_LOWER, right=_UPPER,
    sways=0.0, seconds=1.2,
)  # fmt: skip
LYING: Mapping[str, Form] = {
    "on-back": _BACK.hands(_AT_SIDES),
    "starfish": _BACK.legs(Leg((0.46, 0.07, 0.81), (0.4, 1.0, 0.1), _HEEL, stands=False)).hands(
        floor(0.60, -0.66, (0.7, 0.0, -0.7), (0.2, 0.3, 1.0), up=0.07)),
    "dead": replace(
        _BACK, head=(2.0, 0.0, 50.0), left=Leg((0.26, 0.07, 0.80), (0.9, 0.8, 0.2), (0.8, 0.5, 0.2), stands=False),
        right=Leg((0.30, 0.07, 0.58), (1.0, 0.3, 0.2), (0.8, 0.4, 0.3), stands=False),
        left_hand=floor(0.52, -0.72, (0.6, 0.0, -0.8), (0.8, -0.1, 0.6), up=0.06),
        right_hand=floor(0.46, -0.06, (0.5, 0.0, 0.9), (1.0, 0.0, 0.0), up=0.06)),
    "coffin": _BACK.hands(Place("spine2", (0.02, 0.02, 0.15), (1.0, 0.0, -0.3), (-1.0, 0.2, 0.0))),
    "sunbathe": replace(_BACK, right=Leg((0.12, ANKLE_M, 0.46), (0.1, 1.0, 0.2), FLAT), head=(16.0, 0.0, 0.0)).hands(
        Place("head", (0.07, 0.03, -0.09), (1.0, 0.3, 0.0), (-0.9, 0.1, 0.0), shrug=10.0)),
    "sleep-back": replace(
        _BACK, head=(6.0, 0.0, 26.0), right_hand=_AT_SIDES,
        left_hand=Place("spine1", (0.02, 0.03, 0.15), (1.0, 0.0, -0.3), (-1.0, 0.1, 0.0))),
    "knees-up": _BACK.legs(Leg((0.13, ANKLE_M, 0.46), (0.05, 1.0, 0.2), FLAT)).hands(_AT_SIDES),
    "bridge": Form("back", (0.0, 0.40, 0.05), (-132.0, 0.0, 0.0), (-4.0, 0.0, 0.0), (46.0, 0.0, 0.0), sways=0.2,
                   seconds=1.4).legs(Leg((0.12, ANKLE_M, 0.42), (0.05, 1.0, 0.4), FLAT)).hands(
        floor(0.22, 0.10, (0.1, 0.0, 1.0), (1.0, 0.1, -0.2), up=0.06)),
    "on-front": replace(_PRONE, head=(-6.0, 0.0, 70.0)).hands(
        floor(0.33, 0.60, (-0.3, 0.0, 1.0), (1.0, 0.1, -0.3), up=0.06)),
    "sleep-front": replace(
        _PRONE, head=(-6.0, 0.0, 66.0), left=Leg((0.32, 0.07, -0.52), (1.0, -0.1, 0.5), (0.6, -0.1, -0.8),
        stands=False),
        left_hand=floor(0.32, 0.66, (-0.6, 0.0, 0.8), (1.0, 0.1, -0.2), up=0.06),
        right_hand=floor(0.38, 0.02, (0.2, 0.0, -1.0), (1.0, 0.1, 0.0), up=0.06)),
    "face-down": replace(
        _PRONE, head=(0.0, 0.0, 30.0), left=Leg((0.22, 0.08, -0.885), (0.3, -1.0, 0.0), TOP, stands=False),
        left_hand=floor(0.42, 0.78, (0.2, 0.0, 1.0), (1.0, 0.1, 0.0), up=0.06),
        right_hand=floor(0.46, 0.04, (0.4, 0.0, -0.9), (1.0, 0.1, 0.0), up=0.06)),
    "superman": replace(
        _PRONE, tilt=(84.0, 0.0, 0.0), bend=(-26.0, 0.0, 0.0), head=(-22.0, 0.0, 0.0)).legs(
        Leg((0.10, 0.28, -0.885), (0.0, -1.0, 0.0), (0.0, 0.0, -1.0), stands=False)).hands(
        Place(_OUT, (0.02, 0.12, 0.495), (0.6, -0.7, 0.0), None, "world", shrug=10.0)),
    "on-side": replace(
        _SIDE, side="left", left_hand=Place("spine3", (0.02, 0.12, 0.30), (-0.4, -0.6, 0.9), (0.0, 0.4, 1.0)),
        right_hand=Place("spine3", (-0.06, 0.02, 0.24), (0.8, -0.6, 0.0), (-0.6, 0.1, 0.8))),
    "sleep-side": replace(
        _SIDE, side="left", left=Leg((-0.62, 0.08, 0.24), (0.3, 0.0, 1.0), (-0.2, -0.2, 1.0), stands=False),
        right=Leg((0.52, 0.18, 0.34), (-0.3, 0.1, 1.0), (0.3, -0.2, 0.9), stands=False), bend=(16.0, 9.0, 0.0),
        left_hand=Place("head", (0.10, -0.05, 0.11), (-0.3, -0.6, 0.9), (-0.2, 0.9, 0.0)),
        right_hand=Place("spine3", (-0.08, 0.04, 0.26), (0.8, -0.6, 0.0), (-0.6, 0.1, 0.8))),
    "fetal": replace(
        _SIDE, side="left", hips=(0.0, 0.17, 0.0), bend=(52.0, 16.0, 0.0), head=(34.0, -26.0, 0.0),
        tilt=(10.0, -88.0, 0.0),
        left=Leg((-0.30, 0.08, 0.24), (0.75, 0.0, 0.7), (-0.7, -0.1, 0.7), stands=False),
        right=Leg((0.26, 0.18, 0.28), (-0.75, 0.05, 0.7), (0.7, -0.2, 0.7), stands=False),
        left_hand=Place("spine3", (0.0, 0.08, 0.27), (-0.6, -0.6, 0.9), (-0.2, 0.7, 0.6)),
        right_hand=Place("spine3", (0.02, 0.03, 0.26), (0.6, -0.8, 0.3), (-0.5, 0.5, 0.6))),
    "propped": replace(
        _SIDE, side="left", bend=(4.0, 44.0, 0.0), head=(6.0, 6.0, 0.0),
        left_hand=Place("head", (0.11, -0.01, 0.04), (1.0, 0.5, 0.4), (-0.2, 1.0, -0.1), shrug=10.0),
        right_hand=floor(-0.16, 0.34, (-0.8, 0.0, 0.6), (0.4, 0.6, 0.3), up=0.07)),
}  # fmt: skip
