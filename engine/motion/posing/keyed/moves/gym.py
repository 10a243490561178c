"""Key poses of exercises that go somewhere or to a side, and of presses over the head."""

from __future__ import annotations

from collections.abc import Mapping

from engine.motion.posing.keyed.keys import Hand, Move, chest, floor, off, on, way
from engine.motion.posing.keyed.keys import Key as K

_HIPS = Hand(0.21, 0.06, 0.05, "pelvis")
_RACK, _OVER = Hand(0.17, 0.08, 0.20), Hand(0.20, 0.58, 0.02)

GYM: Mapping[str, Move] = {
    # One foot far ahead and down over it, up through it, and the other one comes past to be the next.
    "walking lunges": Move(
        1.9,
        (
            K(0.0, hips=(0.0, 0.945, 0.0), turn=(0, 2, 0), trunk=(0, 2, 0), right=_HIPS, left=_HIPS,
              elbows=(1.0, 0.0, -0.4), rfoot=on(-0.11, 0, -4), lfoot=on(0.11, 0, 4)),
            K(0.28, hips=(0.045, 0.945, 0.10), turn=(-4, 3, 0), rfoot=off(-0.11, 0.30, 0.24, 8)),
            K(0.6, hips=(0.0, 0.82, 0.40), turn=(-6, 5, 0), rfoot=on(-0.11, 0.86, -4), lfoot=on(0.11, 0, 2, 38)),
            K(0.98, hips=(-0.01, 0.56, 0.46), turn=(-4, 7, 0), trunk=(4, 5, 0), right=_HIPS, left=_HIPS,
              rfoot=on(-0.11, 0.86, -4), lfoot=on(0.11, 0, 0, 58)),
            K(1.1, hips=(-0.01, 0.56, 0.47), rfoot=on(-0.11, 0.86, -4), lfoot=on(0.11, 0, 0, 58)),
            K(1.45, hips=(-0.035, 0.80, 0.68), turn=(0, 8, 0), trunk=(0, 8, 0), rfoot=on(-0.11, 0.86, -4),
              lfoot=off(0.11, 0.20, 0.34, 30)),
            K(1.7, hips=(-0.03, 0.93, 0.82), turn=(2, 3, 0), rfoot=on(-0.11, 0.86, -4),
              lfoot=off(0.11, 0.22, 0.76, 10)),
            K(1.9, hips=(0.0, 0.945, 0.86), turn=(0, 2, 0), trunk=(0, 2, 0), right=_HIPS, left=_HIPS,
              rfoot=on(-0.11, 0.86, -4), lfoot=on(0.11, 0.86, 4)),
        ),
        round=True, turns=True, usual=4, goes=(0.0, 0.86, 0.0),
    ),
    # Out to a side over a bent knee, the other leg straight.
    "side lunges": Move(
        2.0,
        (
            K(0.0, hips=(0.0, 0.945, 0.0), turn=(0, 2, 0), trunk=(0, 2, 0), right=(0.16, -0.16, 0.28),
              left=(0.16, -0.16, 0.28), elbows=(0.8, -0.7, -0.3), rfoot=on(-0.11, 0, -6), lfoot=on(0.11, 0, 6)),
            K(0.2, hips=(0.04, 0.93, 0.0), rfoot=off(-0.26, 0.2, 0.02, 10)),
            K(0.5, hips=(-0.24, 0.82, -0.03), turn=(0, 10, 0), trunk=(0, 8, 0), rfoot=on(-0.78, 0.02, -16),
              lfoot=on(0.11, 0, 6)),
            K(0.9, hips=(-0.52, 0.55, -0.14), turn=(0, 28, 0), trunk=(-4, 14, 4), gaze=(0, -2, 1),
              right=(0.08, 0.0, 0.30), left=(0.08, 0.0, 0.30), rfoot=on(-0.78, 0.02, -16), lfoot=on(0.11, 0, 6),
              knees=10),
            K(1.04, hips=(-0.52, 0.55, -0.14), turn=(0, 28, 0), rfoot=on(-0.78, 0.02, -16), knees=10),
            K(1.4, hips=(-0.26, 0.82, -0.04), turn=(0, 10, 0), trunk=(0, 8, 2), rfoot=on(-0.78, 0.02, -16)),
            K(1.66, hips=(0.03, 0.92, 0.0), rfoot=off(-0.34, 0.18, 0.02, 10)),
            K(2.0, hips=(0.0, 0.945, 0.0), turn=(0, 2, 0), trunk=(0, 2, 0), right=(0.16, -0.16, 0.28),
              left=(0.16, -0.16, 0.28), rfoot=on(-0.11, 0, -6), lfoot=on(0.11, 0, 6), knees=4),
        ),
        round=True, turns=True, usual=4,
    ),
    "step touch": Move(
        0.9,
        (
            K(0.0, hips=(0.0, 0.93, 0.0), turn=(0, 2, 0), trunk=(0, 3, 0), right=(0.22, -0.24, 0.16),
              left=(0.22, -0.24, 0.16), elbows=(0.5, -0.5, -0.9), rfoot=on(-0.10, 0, -6), lfoot=on(0.10, 0, 6)),
            K(0.24, hips=(-0.14, 0.935, 0.0), turn=(-4, 2, -2), trunk=(-6, 3, 2), rfoot=off(-0.36, 0.16, 0.02, 12),
              right=(0.26, -0.22, 0.04), left=(0.18, -0.16, 0.24), lfoot=on(0.10, 0, 6, 8)),
            K(0.42, hips=(-0.36, 0.90, 0.0), rfoot=on(-0.58, 0, -6), lfoot=on(0.10, 0, 6, 24)),
            K(0.66, hips=(-0.50, 0.92, 0.0), turn=(4, 2, 1), trunk=(4, 3, -2), rfoot=on(-0.58, 0, -6),
              lfoot=off(-0.16, 0.16, 0.02, 14), left=(0.26, -0.22, 0.06), right=(0.18, -0.18, 0.22)),
            K(0.9, hips=(-0.48, 0.93, 0.0), turn=(0, 2, 0), trunk=(0, 3, 0), right=(0.22, -0.24, 0.16),
              left=(0.22, -0.24, 0.16), rfoot=on(-0.58, 0, -6), lfoot=on(-0.38, 0, 6)),
        ),
        round=True, turns=True, usual=4, goes=(-0.48, 0.0, 0.0),
    ),
    "press": Move(
        2.4,
        (
            K(0.0, hips=(0.0, 0.945, 0.01), turn=(0, -2, 0), trunk=(0, -3, 0), right=_RACK, left=_RACK,
              elbows=(0.6, -1.0, 0.3), gaze=(0, 2, 1)),
            K(0.2, hips=(0.0, 0.925, 0.01), trunk=(0, -2, 0), right=(0.17, 0.06, 0.20), left=(0.17, 0.06, 0.20)),
            K(0.55, hips=(0.0, 0.955, 0.03), turn=(0, -5, 0), trunk=(0, -8, 0), right=(0.18, 0.32, 0.17),
              left=(0.18, 0.32, 0.17), gaze=(0, 12, 1)),
            K(0.95, hips=(0.0, 0.96, 0.02), turn=(0, -2, 0), trunk=(0, -2, 0), right=_OVER, left=_OVER,
              elbows=(0.9, -0.2, 0.3), gaze=(0, 4, 1)),
            K(1.25, hips=(0.0, 0.96, 0.02), right=_OVER, left=_OVER, elbows=(0.9, -0.2, 0.3)),
            K(1.75, hips=(0.0, 0.95, 0.02), trunk=(0, -6, 0), right=(0.18, 0.30, 0.18), left=(0.18, 0.30, 0.18)),
            K(2.1, hips=(0.0, 0.94, 0.01), right=_RACK, left=_RACK, elbows=(0.6, -1.0, 0.3)),
            K(2.4, hips=(0.0, 0.945, 0.01), turn=(0, -2, 0), trunk=(0, -3, 0), right=_RACK, left=_RACK,
              gaze=(0, 2, 1)),
        ),
        "wide", round=True, side="", usual=3,
    ),
    # On the back on a bench: a bar from the chest up over it.
    "bench press": Move(
        2.6,
        (
            K(0.0, hips=(0.0, 0.52, 0.0), turn=(0, -88, 0), trunk=(0, -2, 0), right=way(-0.14, 0.50, 0.0),
              left=way(0.14, 0.50, 0.0), elbows=(1.0, -0.3, -0.2), gaze=(0, 0, 0), rfoot=on(-0.26, 0.36, -20),
              lfoot=on(0.26, 0.36, 20), knees=30),
            K(1.0, turn=(0, -88, 0), trunk=(0, -8, 0), right=way(-0.12, 0.14, -0.12), left=way(0.12, 0.14, -0.12),
              elbows=(1.0, -0.4, -0.6)),
            K(1.15, trunk=(0, -8, 0), right=way(-0.12, 0.14, -0.12), left=way(0.12, 0.14, -0.12)),
            K(1.9, turn=(0, -88, 0), trunk=(0, -5, 0), right=way(-0.14, 0.50, 0.0), left=way(0.14, 0.50, 0.0)),
            K(2.6, hips=(0.0, 0.52, 0.0), turn=(0, -88, 0), trunk=(0, -2, 0), right=way(-0.14, 0.50, 0.0),
              left=way(0.14, 0.50, 0.0), elbows=(1.0, -0.3, -0.2), gaze=(0, 0, 0), rfoot=on(-0.26, 0.36, -20),
              lfoot=on(0.26, 0.36, 20)),
        ),
        "wide", round=True, side="", usual=3, begun=True,
    ),
    # Hanging from a bar, up until the chin is over it, and down again.
    "pull up": Move(
        2.4,
        (
            K(0.0, hips=(0.0, 1.20, 0.0), turn=(0, -4, 0), trunk=(0, -2, 0), gaze=(0, 16, 1),
              right=floor(-0.28, 2.15, 0.06), left=floor(0.28, 2.15, 0.06), elbows=(1.0, -0.6, 0.3),
              rfoot=off(-0.08, 0.36, -0.10, 35), lfoot=off(0.08, 0.36, -0.12, 35)),
            K(0.2, hips=(0.0, 1.24, 0.0), turn=(0, -6, 0), rfoot=off(-0.08, 0.42, -0.14, 35),
              lfoot=off(0.08, 0.42, -0.16, 35)),
            K(0.9, hips=(0.0, 1.66, -0.06), turn=(0, -8, 0), trunk=(0, -12, 0), gaze=(0, 20, 1),
              right=floor(-0.28, 2.15, 0.06), left=floor(0.28, 2.15, 0.06), elbows=(0.8, -1.0, -0.2),
              rfoot=off(-0.08, 0.90, -0.26, 35), lfoot=off(0.08, 0.90, -0.28, 35)),
            K(1.1, hips=(0.0, 1.67, -0.06), right=floor(-0.28, 2.15, 0.06), left=floor(0.28, 2.15, 0.06),
              rfoot=off(-0.08, 0.90, -0.25, 35), lfoot=off(0.08, 0.90, -0.27, 35)),
            K(2.0, hips=(0.0, 1.21, 0.02), turn=(0, -4, 0), trunk=(0, -2, 0), elbows=(1.0, -0.6, 0.3),
              rfoot=off(-0.08, 0.38, 0.0, 35), lfoot=off(0.08, 0.38, -0.02, 35)),
            K(2.4, hips=(0.0, 1.20, 0.0), gaze=(0, 16, 1), right=floor(-0.28, 2.15, 0.06),
              left=floor(0.28, 2.15, 0.06), rfoot=off(-0.08, 0.36, -0.10, 35), lfoot=off(0.08, 0.36, -0.12, 35)),
        ),
        round=True, side="", usual=3, begun=True,
    ),
    # From between the legs to the height of the eyes, by the hips.
    "kettlebell": Move(
        1.6,
        (
            K(0.0, hips=(0.0, 0.72, -0.28), turn=(0, 52, 0), trunk=(0, 14, 0), gaze=(0, -6, 1),
              right=floor(-0.04, 0.52, -0.06), left=floor(0.04, 0.52, -0.06), elbows=(0.7, -0.1, -0.7), knees=14),
            K(0.42, hips=(0.0, 0.90, -0.02), turn=(0, 6, 0), trunk=(0, 0, 0), right=way(0.14, -0.22, 0.42),
              left=way(-0.14, -0.22, 0.42), elbows=(0.7, -0.6, -0.3), knees=10),
            K(0.72, hips=(0.0, 0.925, 0.04), turn=(0, -8, 0), trunk=(0, -4, 0), gaze=(0, 2, 1),
              right=way(0.14, 0.08, 0.48), left=way(-0.14, 0.08, 0.48)),
            K(0.82, hips=(0.0, 0.925, 0.04), right=way(0.14, 0.08, 0.48), left=way(-0.14, 0.08, 0.48)),
            K(1.2, hips=(0.0, 0.88, -0.06), turn=(0, 10, 0), trunk=(0, 4, 0), right=way(0.14, -0.26, 0.38),
              left=way(-0.14, -0.26, 0.38)),
            K(1.6, hips=(0.0, 0.72, -0.28), turn=(0, 52, 0), trunk=(0, 14, 0), gaze=(0, -6, 1),
              right=floor(-0.04, 0.52, -0.06), left=floor(0.04, 0.52, -0.06), elbows=(0.7, -0.1, -0.7), knees=14),
        ),
        "wide", round=True, side="", usual=4,
    ),
    # Down on one leg, the other one out ahead.
    "pistol squat": Move(
        3.0,
        (
            K(0.3, hips=(0.07, 0.945, 0.0), right=way(0.0, -0.06, 0.48), left=way(0.0, -0.06, 0.48),
              rfoot=off(-0.08, 0.26, 0.30, 0), elbows=(0.7, -0.8, 0.0)),
            K(1.3, hips=(0.08, 0.40, -0.16), turn=(0, 34, 0), trunk=(0, 26, 0), gaze=(0, 0, 1),
              right=way(0.06, 0.0, 0.5), left=way(-0.06, 0.0, 0.5), rfoot=off(-0.06, 0.34, 0.70, -15), knees=4),
            K(1.5, hips=(0.08, 0.40, -0.16), turn=(0, 34, 0), trunk=(0, 26, 0), right=way(0.06, 0.0, 0.5),
              left=way(-0.06, 0.0, 0.5), rfoot=off(-0.06, 0.34, 0.70, -15)),
            K(2.6, hips=(0.06, 0.94, 0.0), turn=(0, 2, 0), trunk=(0, 2, 0), right=(0.2, -0.2, 0.3),
              left=(0.2, -0.2, 0.3), rfoot=off(-0.09, 0.16, 0.2, 5)),
            K(2.95, rfoot=on(-0.11, 0, -8)),
        ),
        either=True,
    ),
    "plank tap": Move(
        0.9,
        (
            K(0.0, hips=(0.0, 0.50, 0.62), turn=(0, 72, 0), trunk=(0, 2, 0), right=floor(-0.22, 0.06, 1.16),
              left=floor(0.22, 0.06, 1.16)),
            K(0.36, hips=(0.05, 0.51, 0.62), turn=(4, 72, -3), trunk=(-4, 3, 0), right=chest(-0.12, 0.06, 0.16),
              left=floor(0.22, 0.06, 1.16), elbows=(0.7, -0.4, 0.1)),
            K(0.48, hips=(0.05, 0.51, 0.62), turn=(4, 72, -3), right=chest(-0.13, 0.06, 0.15),
              left=floor(0.22, 0.06, 1.16)),
            K(0.9, hips=(0.0, 0.50, 0.62), turn=(0, 72, 0), trunk=(0, 2, 0), right=floor(-0.22, 0.06, 1.16),
              left=floor(0.22, 0.06, 1.16), elbows=(0.6, -0.2, -0.8)),
        ),
        "plank", round=True, turns=True, usual=6,
    ),
}  # fmt: skip
