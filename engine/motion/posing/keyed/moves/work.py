"""Key poses of work with tools and loads, at the wheel, and of throws: hands go where the thing is, the body behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from engine.motion.posing.keyed.keys import Hand, Move, floor, off, on, way
from engine.motion.posing.keyed.keys import Key as K

_WHEEL = K(
    0.0, (0.0, 0.50, 0.0), (0.0, -8.0, 0.0), (0.0, -4.0, 0.0), (0.0, 0.0, 1.0), Hand(0.18, -0.02, 0.37),
    Hand(0.18, -0.02, 0.37), (0.7, -1.0, -0.2), 8.0, on(-0.13, 0.46, -4.0, -14.0), on(0.15, 0.42, 6.0),
)  # fmt: skip
_DIG = (on(-0.17, -0.14, -24), on(0.17, 0.20, 6))


def _steered(at: float, degrees: float, lean: float) -> K:
    """Hands on a wheel that is turned to the left."""
    up, out = 0.18 * (degrees / 60) * 0.87, 0.18 - 0.08 * abs(degrees) / 60
    return K(at, trunk=(0.1 * degrees, -4, lean), gaze=(0.4 * degrees, 0, 1), right=Hand(out, -0.02 + up, 0.37),
             left=Hand(out, -0.02 - up, 0.37), elbows=(0.7, -1.0, -0.2))  # fmt: skip


_ON_MOTORBIKE = K(
    0.0, (0.0, 0.82, 0.0), (0.0, 12.0, 0.0), (0.0, 14.0, 0.0), (0.0, 0.0, 1.0), Hand(0.30, -0.16, 0.40),
    Hand(0.30, -0.16, 0.40), (1.0, -0.5, -0.1), 16.0, off(-0.19, 0.34, 0.06, 0.0), off(0.19, 0.34, 0.06, 0.0),
)  # fmt: skip
_ON_HORSE = K(
    0.0, (0.0, 1.15, 0.0), (0.0, -2.0, 0.0), (0.0, 6.0, 0.0), (0.0, 0.0, 1.0), Hand(0.06, -0.18, 0.32),
    Hand(0.06, -0.16, 0.32), (0.7, -1.0, -0.3), 34.0, off(-0.33, 0.52, 0.08, -8.0), off(0.33, 0.52, 0.08, -8.0),
)  # fmt: skip


def _pedalled(seconds: float) -> tuple[K, ...]:
    """Who sits on a saddle and holds a handlebar, the feet going round on pedals opposite to each other."""
    keys = list[K]()
    for i in range(9):
        angle = 2 * np.pi * i / 8
        up, ahead = 0.16 * float(np.cos(angle)), 0.16 * float(np.sin(angle))
        keys.append(K(
            seconds * i / 8, (0.012 * float(np.sin(angle)), 0.96, -0.16), (0.0, 18.0, 0.0),
            (2.0 * float(np.sin(angle)), 20.0, 0.0), (0.0, 0.0, 1.0), Hand(0.21, -0.16, 0.42), Hand(0.21, -0.16, 0.42),
            (0.9, -0.8, -0.2), 4.0, off(-0.10, 0.36 + up, 0.10 + ahead, 6.0 - 60 * up),
            off(0.10, 0.36 - up, 0.10 - ahead, 6.0 + 60 * up),
        ))  # fmt: skip
    return tuple(keys)


WORK: Mapping[str, Move] = {
    # The blade is set down, trodden in, levered back, lifted and thrown off over the left.
    "dig": Move(
        3.0,
        (
            K(0.0, hips=(0.0, 0.88, -0.02), turn=(-8, 16, 0), trunk=(-4, 18, 0), gaze=(0, -36, 1),
              right=floor(-0.20, 1.02, 0.12), left=floor(0.0, 0.74, 0.44), elbows=(0.9, -0.3, -0.5), rfoot=_DIG[0],
              lfoot=_DIG[1]),
            K(0.34, hips=(0.04, 0.90, 0.0), turn=(-8, 16, 0), trunk=(-4, 18, 0), right=floor(-0.10, 1.14, 0.30),
              left=floor(-0.02, 0.80, 0.48), rfoot=on(-0.17, -0.14, -24, 20), lfoot=_DIG[1]),
            K(0.56, hips=(0.08, 0.90, 0.06), turn=(-4, 20, -2), trunk=(0, 24, 0), right=floor(-0.05, 1.06, 0.36),
              left=floor(-0.03, 0.68, 0.52), rfoot=off(-0.04, 0.40, 0.44, -6), lfoot=_DIG[1]),
            K(0.82, hips=(0.03, 0.86, 0.12), turn=(-2, 26, 0), trunk=(0, 26, 0), right=floor(-0.05, 0.86, 0.40),
              left=floor(-0.03, 0.48, 0.56), rfoot=off(-0.04, 0.24, 0.44, 0), lfoot=_DIG[1]),
            K(1.12, hips=(-0.02, 0.78, 0.0), turn=(-6, 34, 0), trunk=(-4, 30, 0), right=floor(-0.12, 0.72, 0.26),
              left=floor(-0.03, 0.40, 0.52), rfoot=_DIG[0], lfoot=_DIG[1]),
            K(1.4, hips=(-0.05, 0.68, -0.12), turn=(-10, 40, 0), trunk=(-6, 34, 0), right=floor(-0.18, 0.54, 0.04),
              left=floor(-0.02, 0.42, 0.42), gaze=(0, -40, 1), rfoot=_DIG[0], lfoot=_DIG[1]),
            K(1.72, hips=(-0.05, 0.84, -0.10), turn=(-8, 22, 0), trunk=(-8, 20, 0), right=floor(-0.24, 0.80, 0.0),
              left=floor(0.0, 0.72, 0.40), lfoot=_DIG[1]),
            K(2.02, hips=(0.04, 0.89, 0.02), turn=(26, 10, 0), trunk=(30, 8, 0), gaze=(40, -16, 1),
              right=floor(0.04, 0.94, 0.16), left=floor(0.46, 0.96, 0.34), rfoot=on(-0.17, -0.14, -10, 34),
              lfoot=on(0.17, 0.20, 16)),
            K(2.16, hips=(0.07, 0.90, 0.04), turn=(36, 8, 0), trunk=(38, 6, 0), gaze=(54, -10, 1),
              right=floor(0.16, 1.02, 0.20), left=floor(0.62, 1.16, 0.20), rfoot=on(-0.17, -0.14, -8, 40)),
            K(2.4, hips=(0.05, 0.90, 0.02), turn=(26, 8, 0), trunk=(28, 8, 0), right=floor(0.10, 1.0, 0.20),
              left=floor(0.50, 0.98, 0.30), rfoot=on(-0.17, -0.14, -12, 24)),
            K(3.0, hips=(0.0, 0.88, -0.02), turn=(-8, 16, 0), trunk=(-4, 18, 0), gaze=(0, -36, 1),
              right=floor(-0.20, 1.02, 0.12), left=floor(0.0, 0.74, 0.44), rfoot=_DIG[0], lfoot=_DIG[1]),
        ),
        "wide", round=True, usual=2, begun=True,
    ),
    # A broom drawn across from one side to the other, lifted back, a small step with each stroke.
    "sweep": Move(
        1.5,
        (
            K(0.0, hips=(-0.05, 0.90, -0.02), turn=(-22, 12, 0), trunk=(-20, 18, -3), gaze=(-20, -36, 1),
              right=floor(-0.14, 1.20, 0.20), left=floor(-0.30, 0.84, 0.40), elbows=(0.9, -0.4, -0.3),
              rfoot=on(-0.15, -0.10, -22), lfoot=on(0.14, 0.16, 4)),
            K(0.34, hips=(0.0, 0.88, 0.02), turn=(0, 14, 0), trunk=(0, 20, 0), right=floor(-0.04, 1.18, 0.24),
              left=floor(0.04, 0.78, 0.50), rfoot=on(-0.15, -0.10, -22), lfoot=on(0.14, 0.16, 4)),
            K(0.7, hips=(0.06, 0.90, 0.03), turn=(20, 12, 0), trunk=(22, 16, 3), gaze=(26, -34, 1),
              right=floor(0.0, 1.18, 0.18), left=floor(0.40, 0.86, 0.36), rfoot=on(-0.15, -0.10, -22, 26),
              lfoot=on(0.14, 0.16, 4)),
            K(1.05, hips=(0.03, 0.91, 0.10), turn=(4, 10, 0), trunk=(6, 12, 0), right=floor(-0.06, 1.22, 0.26),
              left=floor(0.10, 0.98, 0.50), rfoot=on(-0.15, 0.08, -22), lfoot=on(0.14, 0.16, 4)),
            K(1.5, hips=(-0.05, 0.90, 0.16), turn=(-22, 12, 0), trunk=(-20, 18, -3), gaze=(-20, -36, 1),
              right=floor(-0.14, 1.20, 0.38), left=floor(-0.30, 0.84, 0.58), rfoot=on(-0.15, 0.08, -22),
              lfoot=on(0.14, 0.34, 4)),
        ),
        round=True, usual=3, goes=(0.0, 0.18, 0.0), begun=True,
    ),
    # Hand over hand: one takes hold far ahead while the other comes in to the hip, the weight behind it.
    "rope pull": Move(
        0.9,
        (
            K(0.0, hips=(0.0, 0.86, -0.08), turn=(16, -2, 0), trunk=(18, -4, 0), right=way(0.10, -0.06, 0.50),
              left=(0.22, -0.22, 0.06), elbows=(0.5, -0.7, -0.8), gaze=(0, -8, 1), rfoot=on(-0.15, -0.26, -40),
              lfoot=on(0.13, 0.26, -4)),
            K(0.35, hips=(0.0, 0.85, -0.14), turn=(0, -8, 0), trunk=(2, -8, 0), right=(0.12, -0.12, 0.30),
              left=(0.14, -0.02, 0.26)),
            K(0.66, hips=(0.0, 0.86, -0.13), turn=(-16, -4, 0), trunk=(-14, -4, 0), right=(0.2, -0.2, 0.10),
              left=way(-0.06, -0.02, 0.48)),
            K(0.9, hips=(0.0, 0.86, -0.08), turn=(-16, -2, 0), trunk=(-18, -4, 0), left=way(-0.10, -0.06, 0.50),
              right=(0.22, -0.22, 0.06), rfoot=on(-0.15, -0.26, -40), lfoot=on(0.13, 0.26, -4)),
        ),
        round=True, turns=True, usual=4, begun=True,
    ),
    "bicycle": Move(1.1, _pedalled(1.1), round=True, begun=True, usual=6, rides=3.8),
    "exercise bike": Move(1.1, _pedalled(1.1), round=True, begun=True, usual=6),
    # Leant into one bend and into the other; the feet are on their rests.
    "motorbike": Move(
        4.0,
        (
            _ON_MOTORBIKE,
            replace(_ON_MOTORBIKE, at=1.0, hips=(0.04, 0.80, 0.0), turn=(4.0, 12.0, 7.0), trunk=(2.0, 14.0, 2.0)),
            replace(_ON_MOTORBIKE, at=2.0, hips=(0.0, 0.82, 0.0)),
            replace(_ON_MOTORBIKE, at=3.0, hips=(-0.04, 0.80, 0.0), turn=(-4.0, 12.0, -7.0), trunk=(-2.0, 14.0, -2.0)),
            replace(_ON_MOTORBIKE, at=4.0),
        ),
        round=True, begun=True, either=True, rides=9.0,
    ),
    # Up and down with the back of the horse, the hands on the reins go with its neck.
    "horse ride": Move(
        0.8,
        (
            _ON_HORSE,
            replace(_ON_HORSE, at=0.4, hips=(0.0, 1.23, 0.03), turn=(0.0, 3.0, 0.0), trunk=(0.0, 12.0, 0.0),
                    right=Hand(0.06, -0.16, 0.37), left=Hand(0.06, -0.14, 0.37)),
            replace(_ON_HORSE, at=0.8),
        ),
        round=True, begun=True, usual=6, rides=3.4,
    ),
    # Down to what lies there with a straight back, up to the shoulders, over the head, and set down again in front.
    "clean press": Move(
        4.4,
        (
            K(0.9, hips=(0.0, 0.56, -0.22), turn=(0, 34, 0), trunk=(0, 22, 0), gaze=(0, -16, 0.8), knees=24,
              right=floor(-0.26, 0.30, 0.26), left=floor(0.26, 0.30, 0.26), elbows=(0.8, -0.2, -0.4),
              rfoot=on(-0.23, 0, -20), lfoot=on(0.23, 0, 20)),
            K(1.25, hips=(0.0, 0.57, -0.21), turn=(0, 34, 0), trunk=(0, 20, 0), right=floor(-0.26, 0.31, 0.26),
              left=floor(0.26, 0.31, 0.26)),
            K(1.75, hips=(0.0, 0.86, -0.06), turn=(0, 14, 0), trunk=(0, 8, 0), right=(0.14, -0.30, 0.24),
              left=(0.14, -0.30, 0.24), elbows=(1.0, 0.2, -0.2), gaze=(0, 0, 1)),
            K(2.1, hips=(0.0, 0.86, -0.02), turn=(0, 2, 0), trunk=(0, -4, 0), right=(0.12, 0.08, 0.20),
              left=(0.12, 0.08, 0.20), elbows=(0.5, -0.9, 0.6), knees=14),
            K(2.5, hips=(0.0, 0.84, -0.02), right=(0.12, 0.10, 0.18), left=(0.12, 0.10, 0.18)),
            K(3.0, hips=(0.0, 0.915, 0.0), turn=(0, 0, 0), trunk=(0, -4, 0), gaze=(0, 12, 1), right=(0.14, 0.56, 0.05),
              left=(0.14, 0.56, 0.05), elbows=(1.0, 0.2, 0.3), knees=6),
            K(4.4, hips=(0.0, 0.915, 0.0), right=(0.14, 0.56, 0.05), left=(0.14, 0.56, 0.05)),
        ),
        "wide", stays=True, side="",
    ),
    "drive": Move(
        5.2,
        (
            _WHEEL,
            _steered(0.9, 14, 0), _steered(1.8, 62, 2), _steered(2.3, 58, 2), _steered(3.2, -10, 0),
            _steered(4.0, -44, -2), _steered(4.4, -40, -2),
            replace(_WHEEL, at=5.2),
        ),
        round=True, begun=True, either=True,
    ),
    # Overarm: a step, the arm drawn back behind the head, hips before the chest and the chest before the arm.
    "throw": Move(
        1.75,
        (
            K(0.3, hips=(-0.04, 0.93, -0.03), turn=(-26, 2, 0), trunk=(-10, 2, 0), right=(0.08, 0.04, 0.24),
              left=(0.08, 0.04, 0.28), rfoot=on(-0.13, -0.08, -50), lfoot=on(0.12, 0.06, -4)),
            K(0.62, hips=(-0.08, 0.90, -0.10), turn=(-62, -4, -6), trunk=(-24, -6, -6), right=way(-0.34, 0.10, -0.32),
              left=way(0.02, 0.12, 0.46), elbows=(0.9, 0.0, 0.0), gaze=(0, 4, 1), rfoot=on(-0.13, -0.08, -70),
              lfoot=off(0.10, 0.22, 0.26, 10)),
            K(0.78, hips=(-0.02, 0.87, 0.10), turn=(-42, -4, -2), trunk=(-28, -10, -4), right=way(-0.34, 0.18, -0.28),
              left=way(0.08, 0.06, 0.44), rfoot=on(-0.13, -0.08, -60, 20), lfoot=on(0.12, 0.46, 0)),
            K(0.92, hips=(0.02, 0.88, 0.24), turn=(0, 4, 2), trunk=(2, -2, 6), right=way(-0.24, 0.40, -0.06),
              left=(0.22, -0.04, 0.2), elbows=(1.0, 0.3, 0.1), rfoot=on(-0.13, -0.08, -30, 46),
              lfoot=on(0.12, 0.46, 0)),
            K(1.0, hips=(0.03, 0.88, 0.30), turn=(18, 10, 2), trunk=(20, 14, 6), right=way(-0.02, 0.26, 0.42),
              left=(0.24, -0.14, 0.06), rfoot=on(-0.13, -0.08, -16, 56), lfoot=on(0.12, 0.46, 0)),
            K(1.16, hips=(0.05, 0.86, 0.36), turn=(30, 18, 0), trunk=(26, 30, 4), right=way(0.28, -0.28, 0.30),
              left=(0.26, -0.2, -0.04), elbows=(0.6, -0.6, -0.3), gaze=(0, -6, 1), rfoot=off(-0.15, 0.24, 0.10, 40),
              lfoot=on(0.12, 0.46, 0)),
            K(1.4, hips=(0.02, 0.90, 0.42), turn=(10, 8, 0), trunk=(6, 12, 0), gaze=(0, 0, 1), right=(0.2, -0.26, 0.18),
              rfoot=on(-0.14, 0.48, -10), lfoot=on(0.12, 0.46, 4)),
            K(1.72, rfoot=on(-0.11, 0.47, -8), lfoot=on(0.11, 0.47, 8)),
        ),
        goes=(0.0, 0.47, 0.0),
    ),
    "flying kick": Move(
        2.5,
        (
            K(0.3, hips=(0.0, 0.91, 0.26), turn=(6, 8, 0), trunk=(0, 10, 0), right=(0.2, -0.1, 0.26),
              left=(0.22, -0.26, -0.12), rfoot=on(-0.1, 0, -6, 40), lfoot=on(0.1, 0.48, 2), elbows=(0.4, -0.5, -1.0)),
            K(0.6, hips=(0.0, 0.9, 0.92), turn=(-6, 8, 0), trunk=(0, 10, 0), right=(0.22, -0.26, -0.12),
              left=(0.2, -0.08, 0.28), rfoot=on(-0.1, 1.16, -2), lfoot=on(0.1, 0.48, 2, 46)),
            K(0.9, hips=(0.0, 0.84, 1.58), turn=(4, 6, 0), trunk=(0, 8, 0), right=(0.2, -0.16, 0.2),
              left=(0.24, -0.26, -0.1), lfoot=on(0.1, 1.7, 2), rfoot=on(-0.1, 1.16, -2, 52)),
            K(1.06, hips=(0.0, 0.99, 1.9), turn=(10, -4, 0), trunk=(0, 2, 0), right=(0.14, 0.1, 0.24),
              left=(0.12, 0.16, 0.26), lfoot=on(0.1, 1.7, 2, 56), rfoot=off(-0.1, 0.74, 2.1, 10)),
            K(1.3, turn=(34, -14, 10), trunk=(-10, 8, 0), right=(0.26, -0.16, 0.08), left=(0.08, 0.14, 0.22),
              rfoot=off(-0.04, 1.12, 3.2, -10), lfoot=off(0.04, 0.92, 2.26, 35), gaze=(0, 0, 1)),
            K(1.42, turn=(30, -8, 8), trunk=(-8, 8, 0), rfoot=off(-0.04, 0.9, 3.34, 0), lfoot=off(0.08, 0.78, 2.6, 35)),
            K(1.6, hips=(0.0, 0.9, 3.16), turn=(10, 6, 0), trunk=(0, 10, 0), rfoot=on(-0.09, 3.42, -2),
              lfoot=off(0.1, 0.46, 2.8, 35), right=(0.24, -0.06, 0.2), left=(0.2, 0.02, 0.24)),
            K(1.8, hips=(0.0, 0.8, 3.38), turn=(0, 12, 0), trunk=(0, 16, 0), rfoot=on(-0.09, 3.42, -2),
              lfoot=off(0.1, 0.26, 3.34, 30), right=(0.14, 0.02, 0.22), left=(0.12, 0.06, 0.26)),
            K(2.05, hips=(0.0, 0.9, 3.6), turn=(0, 6, 0), trunk=(0, 8, 0), rfoot=on(-0.09, 3.42, -2, 20),
              lfoot=on(0.1, 3.7, 4)),
            K(2.45, rfoot=on(-0.11, 3.7, -8), lfoot=on(0.11, 3.7, 8)),
        ),
        goes=(0.0, 3.7, 0.0), air=((1.06, 1.6),),
    ),
    # A blow to the head, and three steps back that catch the fall.
    "hit stagger": Move(
        2.3,
        (
            K(0.1, hips=(0.02, 0.935, -0.08), turn=(14, -8, 4), trunk=(24, -18, 8), gaze=(50, 20, 0.8),
              right=(0.38, -0.14, 0.12), left=(0.4, -0.1, 0.14), elbows=(0.6, -0.6, -0.6)),
            K(0.34, hips=(0.04, 0.88, -0.34), turn=(10, 2, 4), trunk=(12, -10, 6), gaze=(30, 4, 0.6),
              rfoot=on(-0.16, -0.46, -20, 12), lfoot=on(0.11, 0, 8, -10), left=(0.46, 0.04, 0.1)),
            K(0.64, hips=(0.08, 0.87, -0.64), turn=(-8, 8, 4), trunk=(-6, 6, 4), gaze=(0, -14, 0.6),
              rfoot=on(-0.16, -0.46, -20), lfoot=on(0.2, -0.74, 16, 10), right=(0.44, 0.0, 0.16),
              left=(0.3, -0.14, 0.2)),
            K(0.98, hips=(-0.06, 0.86, -0.86), turn=(-14, 14, -4), trunk=(-8, 22, -4), gaze=(0, -26, 0.6),
              rfoot=on(-0.2, -1.02, -30, 4), lfoot=on(0.2, -0.74, 16), right=(0.3, -0.16, 0.24),
              left=(0.36, -0.06, 0.16)),
            K(1.35, hips=(-0.02, 0.88, -0.88), turn=(-8, 12, 0), trunk=(-2, 18, 0), gaze=(0, -24, 0.8),
              rfoot=on(-0.2, -1.02, -30), lfoot=on(0.2, -0.74, 16), right=(0.04, 0.2, 0.2), left=(0.26, -0.24, 0.2)),
            K(1.75, hips=(0.02, 0.91, -0.84), turn=(-4, 6, 0), trunk=(0, 10, 0), gaze=(0, -6, 1),
              rfoot=on(-0.2, -1.02, -30, 6), lfoot=on(0.2, -0.74, 16), right=(0.1, 0.12, 0.22)),
            K(2.25, rfoot=on(-0.11, -0.78, -8), lfoot=on(0.11, -0.78, 8)),
        ),
        goes=(0.0, -0.78, 0.0), either=True,
    ),
    # Plates in a sink: one hand holds, the other goes round on it; one is set aside, the next one taken.
    "wash": Move(
        3.4,
        (
            K(0.0, hips=(0.0, 0.945, 0.0), turn=(0, 6, 0), trunk=(0, 14, 0), gaze=(0, -44, 1),
              right=(0.06, -0.20, 0.34), left=(0.14, -0.20, 0.32), elbows=(0.7, -0.9, -0.4)),
            K(0.35, right=(-0.02, -0.17, 0.36)), K(0.7, right=(-0.08, -0.20, 0.31)), K(1.05, right=(0.0, -0.23, 0.30)),
            K(1.4, right=(0.06, -0.20, 0.34), left=(0.14, -0.18, 0.32), trunk=(0, 14, 0)),
            K(1.75, right=(-0.02, -0.17, 0.36)), K(2.05, right=(-0.06, -0.21, 0.31)),
            K(2.3, right=(0.06, -0.18, 0.30), left=(0.16, -0.10, 0.30), hips=(0.02, 0.945, 0.0)),
            K(2.7, hips=(0.05, 0.94, 0.0), turn=(14, 4, 0), trunk=(18, 10, 3), left=(0.34, -0.14, 0.34),
              right=(0.14, -0.2, 0.28), gaze=(34, -34, 1)),
            K(2.85, left=(0.34, -0.17, 0.34), trunk=(18, 10, 3)),
            K(3.4, hips=(0.0, 0.945, 0.0), turn=(0, 6, 0), trunk=(0, 14, 0), gaze=(0, -44, 1),
              right=(0.06, -0.20, 0.34), left=(0.14, -0.20, 0.32)),
        ),
        round=True, usual=2, begun=True,
    ),
    # A roller up and down a wall, each stroke beside the one before.
    "roller": Move(
        2.4,
        (
            K(0.0, hips=(0.0, 0.90, 0.02), turn=(-8, 6, 0), trunk=(-6, 10, 0), gaze=(-6, -14, 1),
              right=way(-0.04, -0.28, 0.42), left=(0.16, -0.22, 0.18), elbows=(0.7, -0.9, -0.2),
              rfoot=on(-0.15, 0.06, -10), lfoot=on(0.15, -0.12, 14)),
            K(0.65, hips=(-0.02, 0.97, 0.06), turn=(-10, 0, 0), trunk=(-10, -4, 4), gaze=(-6, 24, 1),
              right=way(-0.02, 0.44, 0.28), elbows=(0.8, -0.3, 0.2), rfoot=on(-0.15, 0.06, -10, 10),
              lfoot=on(0.15, -0.12, 14, 26)),
            K(1.25, hips=(0.0, 0.90, 0.03), turn=(-4, 8, 0), trunk=(0, 12, 0), gaze=(2, -14, 1),
              right=way(0.10, -0.28, 0.42), elbows=(0.7, -0.9, -0.2), rfoot=on(-0.15, 0.06, -10),
              lfoot=on(0.15, -0.12, 14)),
            K(1.85, hips=(0.02, 0.97, 0.06), turn=(-2, 0, 0), trunk=(2, -4, 2), gaze=(2, 24, 1),
              right=way(0.12, 0.44, 0.28), elbows=(0.8, -0.3, 0.2), rfoot=on(-0.15, 0.06, -10, 10),
              lfoot=on(0.15, -0.12, 14, 26)),
            K(2.4, hips=(0.0, 0.90, 0.02), turn=(-8, 6, 0), trunk=(-6, 10, 0), gaze=(-6, -14, 1),
              right=way(-0.04, -0.28, 0.42), left=(0.16, -0.22, 0.18), elbows=(0.7, -0.9, -0.2),
              rfoot=on(-0.15, 0.06, -10), lfoot=on(0.15, -0.12, 14)),
        ),
        round=True, usual=2, begun=True,
    ),
}  # fmt: skip
