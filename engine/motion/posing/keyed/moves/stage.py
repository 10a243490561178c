"""Key poses of the stage and the street: steps of dances, ballet, bows, playing the air."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from engine.motion.posing.keyed.keys import STANCES, Hand, Move, chest, off, on, way
from engine.motion.posing.keyed.keys import Key as K

_STAND = STANCES["stand"]
_R, _L = _STAND.rfoot, _STAND.lfoot
_FIRST = (on(-0.07, 0.0, -45), on(0.07, 0.0, 45))  # ballet's first position: heels together, toes out
_LOW = Hand(0.06, -0.34, 0.22)  # arms rounded and low
_SECOND = Hand(0.60, 0.06, 0.16)  # out to the sides


_HA_S, _HA = 0.14, 3.0  # s between two jolts of a laugh, and degrees of one
# Of a laugh by and by: s, how far the trunk is bent, and the hips with it, degrees, and where the face shows up.
_LAUGHS = ((0.0, 2.0, 0.0, 2.0), (0.45, -13.0, -3.0, 26.0), (1.0, -12.0, -3.0, 22.0), (1.6, 30.0, 14.0, -34.0),
           (2.5, 32.0, 16.0, -36.0), (3.1, 8.0, 3.0, -6.0))  # fmt: skip


def _laughed() -> tuple[K, ...]:
    """Thrown back, then doubled over the hands on the belly, shaken by jolts all the while."""
    ats, bends, hips, looks = zip(*_LAUGHS, strict=True)
    keys = list[K]()
    for number in range(round(ats[-1] / _HA_S) + 1):
        at = min(number * _HA_S, ats[-1])
        bend, turn, look = (float(np.interp(at, ats, row)) for row in (bends, hips, looks))
        jolt = _HA * (-1) ** number
        keys.append(K(
            at, hips=(0.0, 0.94 - 0.003 * abs(turn) + 0.003 * jolt, -0.006 * turn), turn=(0.0, turn, 0.0),
            trunk=(0.0, bend + jolt, 0.0), gaze=(0.0, look - jolt, 0.8), right=chest(0.02, -0.24, 0.16),
            left=chest(-0.02, -0.20, 0.20), elbows=(1.0, -0.5, -0.2), knees=6.0, rfoot=_R, lfoot=_L,
        ))  # fmt: skip
    return (*keys[:-1], replace(keys[0], at=ats[-1]))


STAGE: Mapping[str, Move] = {
    "laugh": Move(3.1, _laughed(), round=True, side="", begun=True, usual=1),
    # The flat foot slides back past the one on its toe, which then comes down while the other rises.
    "moonwalk": Move(
        0.62,
        (
            K(0.0, hips=(0.0, 0.93, 0.0), turn=(0, 3, 0), trunk=(0, 5, 0), rfoot=on(-0.09, 0.16, -3),
              lfoot=on(0.09, -0.14, 3, 44), right=(0.24, -0.32, 0.02), left=(0.22, -0.26, 0.18)),
            K(0.08, hips=(0.02, 0.932, 0.0), rfoot=on(-0.09, 0.16, -3), lfoot=on(0.09, -0.14, 3, 46)),
            K(0.5, hips=(0.02, 0.935, -0.27), trunk=(3, 4, 0), right=(0.22, -0.26, 0.18), left=(0.24, -0.32, 0.02),
              rfoot=on(-0.09, -0.44, -3), lfoot=on(0.09, -0.14, 3, 40)),
            K(0.62, hips=(0.0, 0.93, -0.3), turn=(0, 3, 0), trunk=(0, 5, 0), right=(0.22, -0.26, 0.18),
              left=(0.24, -0.32, 0.02), rfoot=on(-0.09, -0.44, -3, 44), lfoot=on(0.09, -0.14, 3)),
        ),
        round=True, turns=True, usual=7, goes=(0.0, -0.3, 0.0),
    ),
    # Jerks from pose to pose, forearms hanging from raised elbows.
    "robot": Move(
        3.2,
        (
            K(0.0, trunk=(0, 0, 0), turn=(0, 0, 0), right=(0.3, -0.12, 0.3), left=(0.3, -0.12, 0.3),
              elbows=(1, -0.2, -0.2)),
            K(0.16, trunk=(28, 0, 0), gaze=(30, 0, 1), right=(0.4, 0.3, 0.16), left=(0.42, -0.2, 0.18),
              elbows=(1, 0.1, 0)),
            K(0.6, trunk=(28, 0, 0), gaze=(30, 0, 1), right=(0.4, 0.3, 0.16), left=(0.42, -0.2, 0.18),
              hips=(0.0, 0.955, 0.0)),
            K(0.76, trunk=(28, 14, 0), gaze=(30, -24, 1), right=(0.42, -0.2, 0.18), left=(0.4, 0.3, 0.16),
              hips=(0.0, 0.92, -0.03)),
            K(1.2, trunk=(28, 14, 0), gaze=(30, -24, 1), right=(0.42, -0.2, 0.18), left=(0.4, 0.3, 0.16),
              hips=(0.0, 0.92, -0.03)),
            K(1.36, trunk=(-28, 0, 0), gaze=(-30, 0, 1), right=(0.28, -0.1, 0.34), left=(0.28, -0.1, 0.34),
              hips=(-0.03, 0.95, 0.0), elbows=(1, -0.2, -0.2)),
            K(1.8, trunk=(-28, 0, 0), gaze=(-30, 0, 1), right=(0.28, -0.1, 0.34), left=(0.28, -0.1, 0.34),
              hips=(-0.03, 0.95, 0.0)),
            K(1.96, trunk=(-28, 0, 14), gaze=(-30, 0, 1), right=(0.62, 0.06, 0.06), left=(0.4, 0.3, 0.16),
              elbows=(0.8, 0.3, -0.4)),
            K(2.4, trunk=(-28, 0, 14), gaze=(-30, 0, 1), right=(0.62, 0.06, 0.06), left=(0.4, 0.3, 0.16)),
            K(2.56, trunk=(0, 20, 0), gaze=(0, -30, 1), right=(0.36, -0.22, 0.1), left=(0.36, -0.22, 0.1),
              hips=(0.0, 0.92, -0.05), elbows=(1, 0, -0.2)),
            K(3.0, trunk=(0, 20, 0), gaze=(0, -30, 1), right=(0.36, -0.22, 0.1), left=(0.36, -0.22, 0.1),
              hips=(0.0, 0.92, -0.05)),
            K(3.2, trunk=(0, 0, 0), turn=(0, 0, 0), gaze=(0, 0, 1), right=(0.3, -0.12, 0.3), left=(0.3, -0.12, 0.3),
              hips=(0.0, 0.955, 0.0)),
        ),
        "wide", round=True, usual=2,
    ),
    # A finger to the sky across the body and down to the other hip.
    "disco": Move(
        1.0,
        (
            K(0.0, hips=(0.08, 0.9, 0.0), turn=(0, 0, -4), trunk=(-14, 2, 6), right=Hand(-0.16, -0.3, 0.22),
              left=Hand(0.21, 0.06, 0.05, "pelvis"), gaze=(14, -14, 1), elbows=(0.8, -0.5, -0.2),
              rfoot=on(-0.22, 0, -16, 24), lfoot=on(0.2, 0, 12)),
            K(0.25, hips=(0.0, 0.93, 0.0), right=(0.2, 0.1, 0.4)),
            K(0.5, hips=(-0.09, 0.91, 0.0), turn=(-6, 0, 5), trunk=(-14, -4, -8), right=(0.46, 0.44, 0.1),
              gaze=(-28, 20, 1), left=Hand(0.21, 0.06, 0.05, "pelvis"), rfoot=on(-0.22, 0, -20),
              lfoot=on(0.2, 0, 6, 30)),
            K(0.75, hips=(0.0, 0.93, 0.0), right=(0.2, 0.1, 0.4)),
            K(1.0, hips=(0.08, 0.9, 0.0), turn=(0, 0, -4), trunk=(-14, 2, 6), right=Hand(-0.16, -0.3, 0.22),
              left=Hand(0.21, 0.06, 0.05, "pelvis"), gaze=(14, -14, 1), rfoot=on(-0.22, 0, -16, 24),
              lfoot=on(0.2, 0, 12)),
        ),
        "wide", round=True, usual=6,
    ),
    "twerk": Move(
        0.5,
        (
            K(0.0, hips=(0.0, 0.66, -0.2), turn=(0, 52, 0), trunk=(0, 8, 0), gaze=(0, -4, 1),
              right=Hand(0.3, -0.24, 0.24, "level"), left=Hand(0.3, -0.24, 0.24, "level"), knees=24,
              rfoot=on(-0.27, 0, -26), lfoot=on(0.27, 0, 26), elbows=(1, 0, -0.4)),
            K(0.25, hips=(0.0, 0.6, -0.12), turn=(0, 18, 0), trunk=(0, 40, 0), right=Hand(0.3, -0.28, 0.22, "level"),
              left=Hand(0.3, -0.28, 0.22, "level"), knees=24),
            K(0.5, hips=(0.0, 0.66, -0.2), turn=(0, 52, 0), trunk=(0, 8, 0), right=Hand(0.3, -0.24, 0.24, "level"),
              left=Hand(0.3, -0.24, 0.24, "level"), knees=24),
        ),
        "wide", round=True, side="", usual=10,
    ),
    # Straight arms swing across, one before and one behind the hips, which go the other way.
    "floss": Move(
        0.8,
        (
            K(0.0, hips=(0.09, 0.92, 0.0), turn=(0, 2, -4), trunk=(-4, 4, 4), right=way(-0.3, -0.42, 0.1),
              left=way(-0.46, -0.34, 0.2), elbows=(0.3, -0.2, -1)),
            K(0.2, hips=(-0.09, 0.92, 0.0), turn=(0, 2, 4), trunk=(4, 4, -4), right=way(0.4, -0.36, -0.16),
              left=way(0.28, -0.42, 0.2)),
            K(0.4, hips=(0.09, 0.92, 0.0), turn=(0, 2, -4), trunk=(-4, 4, 4), right=way(-0.28, -0.42, 0.2),
              left=way(-0.4, -0.36, -0.16)),
            K(0.6, hips=(-0.09, 0.92, 0.0), turn=(0, 2, 4), trunk=(4, 4, -4), right=way(0.46, -0.34, 0.2),
              left=way(0.3, -0.42, 0.1)),
            K(0.8, hips=(0.09, 0.92, 0.0), turn=(0, 2, -4), trunk=(-4, 4, 4), right=way(-0.3, -0.42, 0.1),
              left=way(-0.46, -0.34, 0.2)),
        ),
        "wide", round=True, side="", usual=6,
    ),
    # The face goes into the bent elbow, the other arm out and up.
    "dab": Move(
        1.9,
        (
            K(0.22, hips=(0.03, 0.93, 0.0), trunk=(0, -4, 0), right=(0.2, -0.16, 0.26), left=(0.24, -0.16, 0.24)),
            K(0.48, hips=(-0.06, 0.89, -0.04), turn=(-6, 6, 4), trunk=(-12, 22, -8), gaze=(-50, -44, 0.8),
              left=way(-0.3, 0.16, 0.24), right=way(-0.42, 0.34, 0.04), elbows=(0.8, 0.3, 0.6),
              rfoot=on(-0.2, 0, -18), lfoot=on(0.16, 0, 8, 12)),
            K(1.2, hips=(-0.06, 0.89, -0.04), turn=(-6, 6, 4), trunk=(-12, 22, -8), gaze=(-50, -44, 0.8),
              left=way(-0.3, 0.16, 0.24), right=way(-0.42, 0.34, 0.04), elbows=(0.8, 0.3, 0.6),
              rfoot=on(-0.2, 0, -18), lfoot=on(0.16, 0, 8, 12)),
            K(1.8, rfoot=_R, lfoot=_L),
        ),
        side="right",
    ),
    # Strums, knees bent, and a windmill every fourth time.
    "air guitar": Move(
        1.8,
        (
            K(0.0, hips=(0.0, 0.86, -0.03), turn=(0, 4, 0), trunk=(0, -4, 0), gaze=(0, -10, 1),
              right=(0.02, -0.12, 0.22), left=(0.38, 0.04, 0.28), elbows=(0.9, -0.5, -0.2),
              rfoot=on(-0.26, -0.08, -24), lfoot=on(0.26, 0.08, 20)),
            K(0.15, hips=(0.0, 0.84, -0.03), right=(0.06, -0.3, 0.2), trunk=(0, 6, 0), gaze=(0, -26, 1)),
            K(0.3, hips=(0.0, 0.86, -0.03), right=(0.02, -0.12, 0.22), trunk=(0, -4, 0)),
            K(0.45, hips=(0.0, 0.84, -0.03), right=(0.06, -0.3, 0.2), trunk=(0, 6, 0), left=(0.34, 0.0, 0.28)),
            K(0.6, hips=(0.0, 0.86, -0.03), right=(0.02, -0.12, 0.22), trunk=(0, -4, 0), gaze=(0, 0, 1)),
            K(0.85, hips=(-0.04, 0.9, -0.06), right=(0.4, 0.1, 0.2), trunk=(-8, -12, -6), gaze=(0, 14, 1),
              left=(0.4, 0.1, 0.26)),
            K(1.05, right=(0.24, 0.52, 0.12)),
            K(1.28, hips=(0.0, 0.83, 0.0), right=(0.06, -0.26, 0.24), trunk=(4, 14, 0), gaze=(0, -30, 1),
              left=(0.34, -0.02, 0.28)),
            K(1.45, right=(0.16, -0.36, 0.12), trunk=(4, 14, 0)),
            K(1.8, hips=(0.0, 0.86, -0.03), trunk=(0, -4, 0), gaze=(0, -10, 1), right=(0.02, -0.12, 0.22),
              left=(0.38, 0.04, 0.28)),
        ),
        "wide", round=True, usual=3,
    ),
    "drumming": Move(
        1.0,
        (
            K(0.0, hips=(0.0, 0.92, 0.0), trunk=(0, 10, 0), gaze=(0, -14, 1), right=(0.1, -0.24, 0.36),
              left=(0.12, 0.02, 0.3), elbows=(0.9, -0.4, -0.4)),
            K(0.125, right=(0.12, -0.06, 0.32), left=(0.12, 0.04, 0.3)),
            K(0.25, hips=(0.0, 0.91, 0.0), right=(0.14, 0.02, 0.3), left=(0.1, -0.24, 0.36), trunk=(6, 12, 0)),
            K(0.5, hips=(0.0, 0.92, 0.0), right=(0.1, -0.24, 0.36), left=(0.12, 0.02, 0.3), trunk=(0, 10, 0)),
            K(0.625, right=(0.2, 0.1, 0.26)),
            K(0.75, hips=(0.0, 0.91, 0.0), right=(0.32, 0.06, 0.3), left=(0.1, -0.24, 0.36), trunk=(-12, 10, 0),
              gaze=(-16, 0, 1)),
            K(1.0, hips=(0.0, 0.92, 0.0), right=(0.1, -0.24, 0.36), left=(0.12, 0.02, 0.3), trunk=(0, 10, 0),
              gaze=(0, -14, 1)),
        ),
        "wide", round=True, usual=5,
    ),
    # Four beats: down, in, out, up; the left hand with less of it.
    "conduct": Move(
        2.0,
        (
            K(0.0, trunk=(0, 0, 0), gaze=(0, 2, 1), right=(0.16, 0.34, 0.3), left=(0.18, 0.28, 0.3),
              elbows=(0.9, -0.4, 0.0)),
            K(0.4, trunk=(0, 6, 0), hips=(0.0, 0.94, 0.0), right=(0.12, -0.14, 0.4), left=(0.14, -0.1, 0.38)),
            K(0.52, right=(0.1, -0.02, 0.4), left=(0.14, 0.0, 0.38)),
            K(0.92, trunk=(6, 2, 0), right=(-0.06, -0.08, 0.4), left=(0.02, -0.06, 0.36)),
            K(1.42, trunk=(-6, 0, 0), right=(0.46, 0.02, 0.3), left=(0.44, 0.04, 0.3), gaze=(-10, 2, 1)),
            K(2.0, trunk=(0, 0, 0), hips=(0.0, 0.955, 0.0), gaze=(0, 2, 1), right=(0.16, 0.34, 0.3),
              left=(0.18, 0.28, 0.3)),
        ),
        round=True, usual=3,
    ),
    # An arm across the belly, the other out behind, a foot drawn back.
    "stage bow": Move(
        3.2,
        (
            K(0.45, hips=(0.0, 0.95, -0.01), trunk=(0, -2, 0), right=(0.6, 0.1, 0.16), left=(0.3, -0.28, -0.06),
              rfoot=on(-0.1, -0.2, -22), lfoot=on(0.1, 0.04, 8)),
            K(1.35, hips=(0.0, 0.9, -0.22), turn=(0, 42, 0), trunk=(0, 34, 0), gaze=(0, -66, 0.6),
              right=Hand(-0.04, 0.16, 0.18, "pelvis"), left=way(0.34, -0.1, -0.3), elbows=(0.8, -0.3, -0.5),
              rfoot=on(-0.1, -0.2, -22), lfoot=on(0.1, 0.04, 8)),
            K(1.95, hips=(0.0, 0.9, -0.22), turn=(0, 43, 0), trunk=(0, 35, 0), gaze=(0, -66, 0.6),
              right=Hand(-0.04, 0.16, 0.18, "pelvis"), left=way(0.34, -0.1, -0.3)),
            K(2.7, hips=(0.0, 0.95, -0.02), turn=(0, 2, 0), trunk=(0, 0, 0), gaze=(0, 2, 1), right=(0.3, -0.2, 0.16),
              left=(0.28, -0.3, 0.04), rfoot=on(-0.1, -0.2, -22), lfoot=on(0.1, 0.04, 8)),
            K(3.15, rfoot=_R, lfoot=_L),
        ),
    ),
    # A foot behind the other, both knees bent, hands spreading a skirt.
    "curtsy": Move(
        2.8,
        (
            K(0.5, hips=(0.04, 0.945, 0.0), right=(0.4, -0.34, 0.06), left=(0.4, -0.34, 0.06),
              rfoot=on(0.08, -0.26, -30, 40), lfoot=on(0.1, 0.0, 14), elbows=(0.8, 0.0, -0.6)),
            K(1.15, hips=(0.06, 0.68, -0.06), turn=(0, 10, 0), trunk=(0, 16, 0), gaze=(0, -34, 1),
              right=(0.48, -0.28, 0.08), left=(0.48, -0.28, 0.08), rfoot=on(0.08, -0.26, -30, 54),
              lfoot=on(0.1, 0.0, 14)),
            K(1.6, hips=(0.06, 0.67, -0.06), turn=(0, 10, 0), trunk=(0, 17, 0), gaze=(0, -34, 1),
              right=(0.48, -0.28, 0.08), left=(0.48, -0.28, 0.08), rfoot=on(0.08, -0.26, -30, 54)),
            K(2.3, hips=(0.04, 0.945, 0.0), turn=(0, 0, 0), trunk=(0, 2, 0), gaze=(0, 0, 1),
              right=(0.38, -0.34, 0.06), left=(0.38, -0.34, 0.06), rfoot=on(0.08, -0.26, -30, 40)),
            K(2.78, rfoot=_R, lfoot=_L),
        ),
    ),
    # Three counts: a step ahead, one to the side, feet together; then back: a box, turning by a quarter.
    "waltz": Move(
        3.6,
        (
            K(0.0, hips=(0.0, 0.93, 0.0), trunk=(0, -2, 0), turn=(0, 0, 0), right=(0.3, 0.0, 0.3),
              left=(0.56, 0.1, 0.22), gaze=(20, 2, 1), elbows=(1, -0.2, -0.2), rfoot=on(-0.09, 0, -6),
              lfoot=on(0.09, 0, 6)),
            K(0.6, hips=(0.03, 0.9, 0.34), turn=(10, 2, 0), lfoot=on(0.09, 0.42, 14), rfoot=on(-0.09, 0, -6, 30),
              trunk=(-4, -2, 2)),
            K(1.2, hips=(-0.22, 0.96, 0.42), turn=(20, 0, 0), rfoot=on(-0.40, 0.48, 14, 10),
              lfoot=on(0.09, 0.42, 14, 14), trunk=(0, -2, -4)),
            K(1.8, hips=(-0.31, 0.95, 0.44), turn=(32, 0, 0), lfoot=on(-0.22, 0.42, 36, 10),
              rfoot=on(-0.40, 0.48, 20, 10), trunk=(0, -2, 0)),
            K(2.4, hips=(-0.30, 0.9, 0.12), turn=(54, 0, 0), gaze=(60, 2, 1), rfoot=on(-0.34, 0.06, 50),
              lfoot=on(-0.22, 0.42, 40), trunk=(4, -2, -2)),
            K(3.0, hips=(-0.05, 0.96, -0.02), turn=(76, 0, 0), lfoot=on(0.0, -0.09, 88, 10),
              rfoot=on(-0.34, 0.06, 56, 14), trunk=(0, -2, 4)),
            K(3.6, hips=(0.0, 0.93, 0.0), turn=(90, 0, 0), trunk=(0, -2, 0), right=(0.3, 0.0, 0.3),
              left=(0.56, 0.1, 0.22), gaze=(110, 2, 1), rfoot=on(0.0, 0.09, 84), lfoot=on(0.0, -0.09, 96)),
        ),
        round=True, side="", usual=3, goes=(0, 0, 90),
    ),
    # Toe, heel, brush ahead and back, and a stamp, one foot after the other.
    "tap": Move(
        0.96,
        (
            K(0.0, hips=(0.0, 0.915, 0.0), trunk=(0, 4, 0), right=(0.36, -0.2, 0.18), left=(0.36, -0.2, 0.18),
              gaze=(0, -4, 1), rfoot=on(-0.09, 0, -14), lfoot=on(0.09, 0, 14), elbows=(0.6, -0.5, -0.6)),
            K(0.12, hips=(0.05, 0.935, 0.0), rfoot=off(-0.1, 0.2, -0.1, 25)),
            K(0.24, hips=(0.06, 0.93, 0.0), rfoot=off(-0.12, 0.12, 0.2, -5), right=(0.32, -0.24, 0.06),
              left=(0.38, -0.1, 0.26)),
            K(0.36, hips=(0.06, 0.935, 0.0), rfoot=off(-0.1, 0.16, -0.06, 20)),
            K(0.48, hips=(0.03, 0.91, 0.0), rfoot=on(-0.1, 0.06, -14, 34)),
            K(0.6, hips=(0.03, 0.925, 0.0), rfoot=on(-0.1, 0.06, -14)),
            K(0.72, hips=(0.05, 0.94, 0.0), rfoot=off(-0.12, 0.22, 0.06, 20), right=(0.38, -0.1, 0.26),
              left=(0.32, -0.24, 0.06)),
            K(0.86, hips=(0.0, 0.9, 0.0), rfoot=on(-0.09, 0, -14)),
            K(0.96, hips=(0.0, 0.915, 0.0), trunk=(0, 4, 0), right=(0.36, -0.2, 0.18), left=(0.36, -0.2, 0.18),
              rfoot=on(-0.09, 0, -14)),
        ),
        round=True, turns=True, usual=5,
    ),
    "plie": Move(
        3.4,
        (
            K(0.0, hips=(0.0, 0.955, 0.0), trunk=(0, -2, 0), rfoot=_FIRST[0], lfoot=_FIRST[1], right=_LOW, left=_LOW,
              elbows=(1, 0, 0), knees=45),
            K(0.5, right=(0.3, -0.08, 0.36), left=(0.3, -0.08, 0.36)),
            K(1.0, right=_SECOND, left=_SECOND, hips=(0.0, 0.9, 0.0)),
            K(1.9, hips=(0.0, 0.58, 0.0), right=(0.4, -0.22, 0.2), left=(0.4, -0.22, 0.2),
              rfoot=on(-0.07, 0, -50, 26), lfoot=on(0.07, 0, 50, 26), knees=58, trunk=(0, -1, 0)),
            K(2.1, hips=(0.0, 0.58, 0.0), rfoot=on(-0.07, 0, -50, 26), lfoot=on(0.07, 0, 50, 26), knees=58),
            K(3.4, hips=(0.0, 0.955, 0.0), trunk=(0, -2, 0), right=_LOW, left=_LOW, rfoot=_FIRST[0], lfoot=_FIRST[1],
              knees=45),
        ),
        round=True, side="", usual=2,
    ),
    "arabesque": Move(
        4.2,
        (
            K(0.5, hips=(0.03, 0.95, 0.02), right=_LOW, left=_LOW, lfoot=on(0.05, 0.1, 20), elbows=(1, 0, -0.1)),
            K(1.0, hips=(0.07, 0.955, 0.1), rfoot=off(-0.1, 0.14, -0.34, 45), right=(0.4, 0.0, 0.3),
              left=(0.2, 0.06, 0.44), lfoot=on(0.05, 0.1, 20)),
            K(1.8, hips=(0.06, 0.955, 0.08), turn=(-4, 40, 4), trunk=(4, -26, 0), gaze=(0, 8, 1),
              rfoot=off(-0.08, 0.98, -0.7, 50), left=way(-0.02, 0.14, 0.5), right=way(-0.46, 0.06, -0.1),
              lfoot=on(0.05, 0.1, 24)),
            K(2.9, hips=(0.06, 0.955, 0.08), turn=(-4, 43, 4), trunk=(4, -28, 0), gaze=(0, 8, 1),
              rfoot=off(-0.08, 1.02, -0.68, 50), left=way(-0.02, 0.16, 0.5), right=way(-0.46, 0.08, -0.1),
              lfoot=on(0.05, 0.1, 24)),
            K(3.7, hips=(0.03, 0.95, 0.04), turn=(0, 2, 0), trunk=(0, 2, 0), gaze=(0, 0, 1),
              rfoot=on(-0.1, -0.1, -12, 20), right=(0.4, -0.16, 0.16), left=(0.34, -0.16, 0.26),
              lfoot=on(0.05, 0.1, 20)),
            K(4.15, rfoot=_R, lfoot=_L),
        ),
    ),
    # To the right on the left foot, the toe of the other at its knee.
    "pirouette": Move(
        1.2,
        (
            K(0.0, hips=(0.0, 0.8, 0.0), turn=(18, 2, 0), trunk=(10, 4, 0), rfoot=on(-0.14, -0.2, -40),
              lfoot=on(0.1, 0.12, 10), right=(0.1, -0.1, 0.36), left=(0.54, 0.02, 0.2), knees=24, elbows=(1, 0, 0)),
            K(0.22, hips=(0.06, 0.93, 0.08), turn=(-40, 0, 0), trunk=(-8, 0, 0), gaze=(0, 2, 0.6),
              rfoot=off(-0.08, 0.3, 0.04, 40), lfoot=on(0.09, 0.12, -40, 40), right=(0.3, 0.0, 0.34),
              left=(0.24, 0.0, 0.36)),
            K(0.4, hips=(0.09, 1.02, 0.14), turn=(-110, 0, 0), trunk=(0, -2, 0), gaze=(-60, 2, 0.5),
              right=(0.06, 0.0, 0.32), left=(0.06, 0.0, 0.32), lfoot=on(0.09, 0.12, -110, 46),
              rfoot=off(0.02, 0.5, 0.2, 45), knees=34),
            K(0.7, hips=(0.09, 1.02, 0.14), turn=(-230, 0, 0), gaze=(-250, 2, 0.4), right=(0.06, 0.0, 0.32),
              left=(0.06, 0.0, 0.32), lfoot=on(0.09, 0.12, -230, 46), rfoot=off(0.12, 0.5, 0.08, 45), knees=34),
            K(0.96, hips=(0.07, 0.98, 0.1), turn=(-320, 0, 0), gaze=(-350, 2, 0.8), right=(0.16, 0.0, 0.34),
              left=(0.16, 0.0, 0.34), lfoot=on(0.09, 0.12, -320, 38), rfoot=off(-0.04, 0.4, 0.1, 40)),
            K(1.2, hips=(0.0, 0.84, 0.0), turn=(-352, 2, 0), trunk=(0, 4, 0), gaze=(-360, 2, 1),
              rfoot=on(-0.14, -0.2, -400), lfoot=on(0.1, 0.12, -350), right=(0.46, -0.1, 0.22),
              left=(0.46, -0.1, 0.22), knees=24),
        ),
        goes=(0.0, 0.0, -360.0), rest=0.0,
    ),
    # Knees open and close while the feet turn on their balls; elbows pump.
    "twist": Move(
        0.9,
        (
            K(0.0, hips=(0.05, 0.84, 0.0), turn=(22, 4, 0), trunk=(-40, 6, 0), right=(0.22, -0.1, 0.3),
              left=(0.26, -0.1, 0.1), rfoot=on(-0.13, 0, 24, 16), lfoot=on(0.13, 0, 34, 16),
              elbows=(0.6, -0.6, -0.6)),
            K(0.45, hips=(-0.05, 0.8, 0.0), turn=(-22, 4, 0), trunk=(40, 6, 0), right=(0.26, -0.1, 0.1),
              left=(0.22, -0.1, 0.3), rfoot=on(-0.13, 0, -34, 16), lfoot=on(0.13, 0, -24, 16)),
            K(0.9, hips=(0.05, 0.84, 0.0), turn=(22, 4, 0), trunk=(-40, 6, 0), right=(0.22, -0.1, 0.3),
              left=(0.26, -0.1, 0.1), rfoot=on(-0.13, 0, 24, 16), lfoot=on(0.13, 0, 34, 16)),
        ),
        round=True, side="", usual=5,
    ),
    "headbang": Move(
        0.6,
        (
            K(0.0, hips=(0.0, 0.9, -0.05), turn=(0, 6, 0), trunk=(0, 6, 0), gaze=(0, 10, 0.6),
              right=(0.3, -0.1, 0.2), left=(0.3, -0.1, 0.2), rfoot=on(-0.22, -0.12, -20), lfoot=on(0.2, 0.14, 10),
              elbows=(0.8, -0.6, -0.2)),
            K(0.28, hips=(0.0, 0.87, -0.1), turn=(0, 16, 0), trunk=(0, 38, 0), gaze=(0, -74, 0.9),
              right=(0.26, -0.04, 0.24), left=(0.26, -0.04, 0.24)),
            K(0.6, hips=(0.0, 0.9, -0.05), turn=(0, 6, 0), trunk=(0, 6, 0), gaze=(0, 10, 0.6),
              right=(0.3, -0.1, 0.2), left=(0.3, -0.1, 0.2)),
        ),
        "wide", round=True, side="", usual=7,
    ),
    # Squat kicks: one heel out ahead, then the other, arms folded.
    "cossack": Move(
        0.66,
        (
            K(0.0, hips=(0.0, 0.44, -0.1), turn=(0, 14, 0), trunk=(0, 16, 0), gaze=(0, 4, 1),
              rfoot=on(-0.1, 0, -10, 30), lfoot=on(0.1, 0, 10, 30), right=(-0.1, 0.04, 0.2), left=(-0.08, 0.0, 0.24),
              elbows=(1, -0.1, 0.3), knees=16),
            K(0.16, hips=(0.03, 0.52, -0.1), rfoot=off(-0.1, 0.24, 0.3, 0), lfoot=on(0.1, 0, 10, 34)),
            K(0.32, hips=(0.04, 0.5, -0.12), turn=(0, 4, 0), rfoot=off(-0.1, 0.16, 0.62, -15),
              lfoot=on(0.1, 0, 10, 30)),
            K(0.5, hips=(0.02, 0.53, -0.1), rfoot=off(-0.1, 0.2, 0.26, 0), lfoot=on(0.1, 0, 10, 34)),
            K(0.66, hips=(0.0, 0.44, -0.1), turn=(0, 14, 0), trunk=(0, 16, 0), rfoot=on(-0.1, 0, -10, 30),
              lfoot=on(0.1, 0, 10, 30), right=(-0.08, 0.0, 0.24), left=(-0.1, 0.04, 0.2)),
        ),
        round=True, turns=True, usual=6,
    ),
}  # fmt: skip
