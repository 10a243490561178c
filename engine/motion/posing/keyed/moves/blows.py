"""Key poses of who is hit, goes down or takes cover, and of blows and throws with weapons."""

from __future__ import annotations

from collections.abc import Mapping

from engine.motion.posing.keyed.keys import STANCES, Hand, Move, hung, on, way
from engine.motion.posing.keyed.keys import Key as K

_SWORD = STANCES["sword"]
_LIES = (hung(0.13, -0.89, -0.03, 40), hung(0.12, -0.87, -0.03, 40))
_RIFLE, _FORE = Hand(0.10, -0.12, 0.17), Hand(0.0, -0.08, 0.38)


def _hit(*keys: K, seconds: float = 1.35) -> Move:
    return Move(seconds, keys, side="")


def _death(seconds: float, down: float, *keys: K, side: str = "") -> Move:
    return Move(seconds, keys, stays=True, down=((down, 99.0),), side=side)


BLOWS: Mapping[str, Move] = {
    # Thrown back by what comes from ahead, and up again a step behind.
    "hit front": _hit(
        K(0.12, hips=(0.0, 0.935, -0.1), turn=(0, -8, 0), trunk=(4, -24, 0), gaze=(0, 26, 0.3),
          right=(0.4, -0.14, 0.14), left=(0.42, -0.1, 0.16), elbows=(0.6, -0.6, -0.6)),
        K(0.38, hips=(-0.04, 0.89, -0.24), turn=(-8, 4, 0), trunk=(-6, 6, 0), gaze=(0, -20, 0.5),
          right=(0.34, -0.2, 0.18), left=(0.3, -0.16, 0.22), rfoot=on(-0.15, -0.42, -20, 10)),
        K(0.75, hips=(-0.03, 0.91, -0.2), turn=(-8, 6, 0), trunk=(-4, 10, 0), gaze=(0, -4, 1),
          right=(0.26, -0.3, 0.12), left=(0.26, -0.28, 0.14), rfoot=on(-0.15, -0.42, -20, 0)),
        K(1.25, rfoot=STANCES["stand"].rfoot),
    ),
    "hit back": _hit(
        K(0.12, hips=(0.0, 0.93, 0.1), turn=(0, 10, 0), trunk=(0, -20, 0), gaze=(0, 20, 0.3),
          right=(0.4, -0.12, -0.16), left=(0.4, -0.12, -0.16), elbows=(0.6, -0.2, -0.8)),
        K(0.4, hips=(0.02, 0.88, 0.28), turn=(6, 10, 0), trunk=(2, 18, 0), gaze=(0, -14, 0.5),
          right=(0.3, -0.2, 0.26), left=(0.3, -0.2, 0.26), lfoot=on(0.12, 0.46, 6)),
        K(0.8, hips=(0.02, 0.91, 0.24), turn=(4, 6, 0), trunk=(0, 8, 0), gaze=(0, 0, 1), lfoot=on(0.12, 0.46, 6)),
        K(1.28, lfoot=STANCES["stand"].lfoot),
    ),
    "hit belly": _hit(
        K(0.14, hips=(0.0, 0.9, -0.2), turn=(0, 24, 0), trunk=(0, 34, 0), gaze=(0, -50, 0.5),
          right=(0.2, -0.16, 0.34), left=(0.2, -0.16, 0.34), elbows=(0.8, -0.8, -0.3)),
        K(0.4, hips=(0.0, 0.84, -0.24), turn=(0, 28, 0), trunk=(0, 40, 0), gaze=(0, -60, 0.5),
          right=Hand(0.02, 0.06, 0.2, "pelvis"), left=Hand(0.03, 0.12, 0.2, "pelvis"), rfoot=on(-0.13, -0.26, -16)),
        K(1.0, hips=(0.0, 0.84, -0.2), turn=(0, 24, 0), trunk=(0, 36, 0), gaze=(0, -50, 0.5),
          right=Hand(0.02, 0.06, 0.2, "pelvis"), left=Hand(0.03, 0.12, 0.2, "pelvis"), rfoot=on(-0.13, -0.26, -16)),
        K(1.75, rfoot=STANCES["stand"].rfoot),
        seconds=1.85,
    ),
    # From the right of who is hit: over to the left.
    "hit side": Move(
        1.4,
        (
            K(0.12, hips=(0.1, 0.935, 0.0), turn=(16, 0, 6), trunk=(20, 0, 20), gaze=(50, -4, 0.6),
              right=(0.36, -0.16, 0.14), left=(0.4, -0.06, 0.04), elbows=(0.6, -0.6, -0.6)),
            K(0.4, hips=(0.28, 0.87, 0.0), turn=(18, 4, 6), trunk=(12, 8, 12), gaze=(30, -20, 0.6),
              left=(0.34, -0.2, 0.1), right=(0.18, -0.1, 0.24), lfoot=on(0.46, 0.0, 20)),
            K(0.85, hips=(0.22, 0.9, 0.0), turn=(8, 4, 0), trunk=(4, 8, 4), gaze=(0, 0, 1), lfoot=on(0.46, 0.0, 20)),
            K(1.32, lfoot=STANCES["stand"].lfoot),
        ),
    ),
    "hit head": Move(
        1.3,
        (
            K(0.11, hips=(0.03, 0.94, -0.02), turn=(14, -4, 4), trunk=(26, -8, 10), gaze=(62, 8, 0.9),
              right=(0.34, -0.24, 0.12), left=(0.34, -0.22, 0.12)),
            K(0.4, hips=(0.06, 0.91, -0.12), turn=(10, 4, 2), trunk=(14, 8, 4), gaze=(40, -26, 0.8),
              right=(0.04, 0.2, 0.2), lfoot=on(0.14, -0.22, 14)),
            K(0.8, hips=(0.04, 0.92, -0.08), trunk=(2, 8, 0), gaze=(0, -6, 1), right=(0.1, 0.12, 0.22),
              lfoot=on(0.14, -0.22, 14)),
            K(1.24, lfoot=STANCES["stand"].lfoot),
        ),
    ),
    "death front": _death(
        2.1, 1.1,
        K(0.16, hips=(0.0, 0.94, -0.05), trunk=(0, -14, 0), gaze=(0, 14, 0.4)),
        K(0.55, hips=(0.02, 0.86, 0.06), turn=(0, 10, 0), trunk=(4, 22, 0), gaze=(0, -30, 0.4),
          right=(0.02, -0.12, 0.2), left=(0.04, -0.18, 0.2), lfoot=on(0.12, 0.16, 4)),
        K(1.05, hips=(0.0, 0.5, 0.1), turn=(0, 8, 0), trunk=(2, 26, 0), gaze=(0, -40, 0.3), right=(0.16, -0.26, 0.2),
          left=(0.16, -0.26, 0.2), lfoot=on(0.12, 0.02, 4, 58), rfoot=on(-0.12, 0.0, -6, 60)),
        K(1.5, hips=(0.0, 0.16, 0.46), turn=(4, 78, 0), trunk=(6, -4, 0), gaze=(30, -10, 0),
          right=Hand(0.28, 0.22, 0.16, "chest"), left=Hand(0.34, 0.02, 0.14, "chest"),
          rfoot=hung(0.12, -0.8, -0.22, 55), lfoot=hung(0.12, -0.82, -0.2, 55), elbows=(1, 0, 0)),
        K(1.72, hips=(0.0, 0.12, 0.52), turn=(5, 90, 0), trunk=(6, 0, 0), gaze=(62, 4, 0),
          right=Hand(0.34, 0.36, 0.1, "chest"), left=Hand(0.42, -0.12, 0.1, "chest"),
          rfoot=hung(0.15, -0.885, 0.03, 55), lfoot=hung(0.14, -0.88, 0.02, 60)),
    ),
    "death back": _death(
        1.9, 0.9,
        K(0.14, hips=(0.0, 0.94, -0.08), turn=(0, -6, 0), trunk=(0, -20, 0), gaze=(0, 20, 0.3),
          right=(0.42, -0.08, 0.16), left=(0.42, -0.1, 0.16)),
        K(0.42, hips=(0.0, 0.84, -0.3), turn=(0, -10, 0), trunk=(0, -2, 0), gaze=(0, -20, 0.4),
          right=(0.4, 0.0, 0.24), left=(0.42, 0.02, 0.22), rfoot=on(-0.14, -0.36, -14)),
        K(0.88, hips=(0.0, 0.26, -0.62), turn=(0, -38, 0), trunk=(0, 26, 0), gaze=(0, -30, 0.3),
          right=(0.44, -0.1, 0.16), left=(0.44, -0.1, 0.16), lfoot=on(0.12, -0.02, 10, -14),
          rfoot=on(-0.14, -0.2, -14)),
        K(1.18, hips=(0.0, 0.12, -0.72), turn=(0, -84, 0), trunk=(0, 8, 0), gaze=(0, 10, 0),
          right=Hand(0.5, 0.2, -0.04, "chest"), left=Hand(0.52, 0.1, -0.04, "chest"),
          lfoot=hung(0.14, -0.7, 0.34, 10), rfoot=hung(0.16, -0.74, 0.3, 20), elbows=(1.0, -0.6, 0.2)),
        K(1.4, hips=(0.0, 0.12, -0.74), turn=(0, -90, 0), trunk=(0, 2, 0), gaze=(24, -6, 0), lfoot=_LIES[0],
          rfoot=hung(0.18, -0.87, -0.03, 30), right=Hand(0.52, 0.16, -0.08, "chest"),
          left=Hand(0.5, 0.0, -0.08, "chest"), elbows=(0.4, -1.0, 0.2)),
    ),
    "death side": _death(
        2.0, 1.0,
        K(0.14, hips=(-0.05, 0.94, 0.0), turn=(-8, 0, -6), trunk=(-14, 4, -18), gaze=(-30, 0, 0.4)),
        K(0.5, hips=(-0.2, 0.84, 0.02), turn=(-10, 8, -6), trunk=(-8, 18, -12), gaze=(-20, -30, 0.3),
          left=(-0.02, -0.1, 0.2), right=(0.36, -0.2, 0.12), rfoot=on(-0.34, 0.02, -16)),
        K(1.0, hips=(-0.34, 0.42, 0.04), turn=(-14, 14, -22), trunk=(-8, 20, -16), gaze=(-10, -40, 0.2),
          right=(0.4, -0.24, 0.1), left=(0.12, -0.22, 0.24), lfoot=on(0.11, 0.0, 8, 40),
          rfoot=hung(0.16, -0.34, 0.02, 25)),
        K(1.34, hips=(-0.6, 0.14, 0.06), turn=(-14, 4, -78), trunk=(-6, 14, -6), gaze=(0, -16, 0),
          right=Hand(0.26, 0.3, 0.26, "chest"), left=Hand(0.1, -0.14, 0.3, "chest"),
          rfoot=hung(0.06, -0.72, 0.3, 30), lfoot=hung(0.04, -0.7, 0.16, 30), elbows=(-0.3, -0.2, 1.0)),
        K(1.56, hips=(-0.62, 0.13, 0.06), turn=(-14, 2, -92), trunk=(-2, 10, 0), gaze=(0, -10, 0),
          right=Hand(0.12, 0.4, 0.22, "chest"), left=Hand(-0.02, -0.1, 0.32, "chest"),
          rfoot=hung(0.2, -0.78, 0.22, 35), lfoot=hung(-0.1, -0.7, 0.3, 35)),
        side="right",
    ),
    "cover": Move(
        1.5,
        (
            K(0.3, hips=(-0.1, 0.86, 0.06), turn=(-30, 10, 0), trunk=(0, 16, 0), rfoot=on(-0.26, 0.16, -40)),
            K(0.85, hips=(-0.12, 0.42, 0.02), turn=(-64, 4, 0), trunk=(6, 22, 0), gaze=(-30, -10, 1),
              rfoot=on(-0.26, 0.16, -60), lfoot=on(0.1, 0.06, -40, 30), right=(0.06, 0.08, 0.24),
              left=(0.06, 0.04, 0.24), elbows=(0.4, -1, 0)),
            K(1.15, hips=(-0.12, 0.42, 0.02), gaze=(-30, -10, 1)),
            K(1.5, hips=(-0.12, 0.43, 0.02), turn=(-58, 4, 0), trunk=(12, 18, 0), gaze=(24, 4, 1)),
        ),
        stays=True, side="",
    ),
    # A sword in both hands, the left one behind; its own stance.
    "slash down": Move(
        1.35,
        (
            K(0.34, hips=(-0.02, 0.925, -0.08), turn=(-22, -6, 0), trunk=(-4, -12, 0), right=(0.03, 0.46, 0.02),
              left=(0.0, 0.38, 0.08), elbows=(0.9, 0.2, 0.3)),
            K(0.42, hips=(-0.02, 0.92, -0.06), right=(0.03, 0.47, 0.0), left=(0.0, 0.39, 0.05), trunk=(-4, -14, 0)),
            K(0.56, hips=(0.0, 0.86, 0.12), turn=(-10, 8, 0), trunk=(2, 14, 0), right=(0.02, 0.08, 0.5),
              left=(0.0, 0.0, 0.44), elbows=(0.9, -0.4, 0.0), lfoot=on(0.11, 0.44, -5)),
            K(0.66, hips=(0.0, 0.8, 0.16), turn=(-6, 14, 0), trunk=(4, 28, 0), right=(0.02, -0.3, 0.38),
              left=(0.0, -0.36, 0.31), elbows=(0.9, -0.5, -0.3), lfoot=on(0.11, 0.44, -5)),
            K(0.84, hips=(0.0, 0.8, 0.16), turn=(-6, 14, 0), trunk=(4, 27, 0), right=(0.02, -0.3, 0.37),
              left=(0.0, -0.36, 0.3), lfoot=on(0.11, 0.44, -5)),
            K(1.28, lfoot=_SWORD.lfoot),
        ),
        "sword",
    ),
    "slash": Move(
        1.3,
        (
            K(0.34, hips=(-0.05, 0.9, -0.05), turn=(-40, 2, 0), trunk=(-34, 4, 0), right=(0.24, 0.08, 0.22),
              left=(-0.12, 0.02, 0.26)),
            K(0.41, trunk=(-36, 4, 0), right=(0.24, 0.08, 0.21), left=(-0.12, 0.02, 0.25)),
            K(0.55, hips=(0.02, 0.86, 0.08), turn=(-4, 8, 0), trunk=(8, 10, 0), right=(0.04, 0.02, 0.48),
              left=(0.06, -0.04, 0.42), rfoot=on(-0.15, -0.24, -25, 35)),
            K(0.66, hips=(0.05, 0.86, 0.1), turn=(20, 8, 0), trunk=(40, 10, 0), right=(-0.18, -0.02, 0.34),
              left=(0.2, -0.08, 0.27), rfoot=on(-0.15, -0.24, -10, 48)),
            K(0.8, hips=(0.05, 0.865, 0.1), turn=(22, 8, 0), trunk=(42, 10, 0), right=(-0.19, -0.03, 0.33),
              left=(0.2, -0.09, 0.26), rfoot=on(-0.15, -0.24, -10, 48)),
            K(1.22, rfoot=_SWORD.rfoot),
        ),
        "sword",
    ),
    "slash up": Move(
        1.25,
        (
            K(0.3, hips=(-0.05, 0.82, -0.03), turn=(-40, 12, -4), trunk=(-30, 20, -6), right=(0.22, -0.3, 0.16),
              left=(-0.08, -0.3, 0.24)),
            K(0.48, hips=(0.0, 0.87, 0.08), turn=(-6, 4, 0), trunk=(4, 8, 0), right=(0.04, -0.06, 0.48),
              left=(0.04, -0.14, 0.42)),
            K(0.6, hips=(0.05, 0.93, 0.1), turn=(18, -4, 4), trunk=(30, -8, 6), right=(-0.12, 0.36, 0.3),
              left=(0.14, 0.28, 0.26), elbows=(0.9, 0.0, 0.1), rfoot=on(-0.15, -0.24, -15, 45)),
            K(0.74, hips=(0.05, 0.93, 0.1), right=(-0.13, 0.37, 0.29), left=(0.14, 0.29, 0.25),
              rfoot=on(-0.15, -0.24, -15, 45)),
            K(1.18, rfoot=_SWORD.rfoot),
        ),
        "sword",
    ),
    "thrust": Move(
        1.25,
        (
            K(0.32, hips=(-0.02, 0.87, -0.14), turn=(-40, 4, 0), trunk=(-16, 6, 0), right=(0.16, -0.06, 0.08),
              left=(-0.08, -0.08, 0.16), elbows=(0.7, -0.5, -0.7)),
            K(0.5, hips=(0.02, 0.76, 0.26), turn=(-2, 10, 0), trunk=(10, 14, 0), right=way(0.12, 0.0, 0.5),
              left=way(-0.12, -0.06, 0.42), lfoot=on(0.11, 0.62, -5), rfoot=on(-0.15, -0.24, -40, 35),
              elbows=(0.6, -0.9, 0)),
            K(0.66, hips=(0.02, 0.76, 0.27), turn=(-2, 10, 0), right=way(0.12, 0.0, 0.5),
              left=way(-0.12, -0.06, 0.42), lfoot=on(0.11, 0.62, -5), rfoot=on(-0.15, -0.24, -40, 35)),
            K(1.18, lfoot=_SWORD.lfoot, rfoot=_SWORD.rfoot),
        ),
        "sword",
    ),
    # From the sheath on the left hip, up and across.
    "sword draw": Move(
        1.3,
        (
            K(0.35, hips=(-0.02, 0.91, -0.02), turn=(4, 6, 0), trunk=(14, 10, 0), gaze=(6, -10, 1),
              right=Hand(-0.17, -0.30, 0.16), left=Hand(0.17, -0.34, 0.08), elbows=(0.8, -0.6, 0.0)),
            K(0.5, right=Hand(-0.17, -0.30, 0.16), left=Hand(0.17, -0.34, 0.08)),
            K(0.78, hips=(0.0, 0.90, 0.04), turn=(-24, 2, 0), trunk=(-16, 0, 0), right=way(-0.24, 0.22, 0.34),
              left=Hand(0.18, -0.32, 0.06), elbows=(0.9, -0.2, 0.0), gaze=(0, 0, 1)),
            K(0.95, turn=(-28, 2, 0), trunk=(-18, 0, 0), right=way(-0.30, 0.20, 0.30), left=Hand(0.2, -0.26, 0.12)),
        ),
        stays=True,
    ),
    "sword parry": Move(
        0.82,
        (
            K(0.26, hips=(-0.02, 0.875, -0.08), turn=(-16, 0, 0), trunk=(14, 2, 0), right=(-0.08, 0.16, 0.34),
              left=(0.16, -0.02, 0.3)),
            K(0.48, hips=(-0.02, 0.87, -0.1), turn=(-14, 0, 0), trunk=(18, 2, 0), right=(-0.12, 0.18, 0.32),
              left=(0.18, 0.0, 0.28)),
        ),
        "sword",
    ),
    "shield block": Move(
        1.3,
        (
            K(0.24, hips=(0.0, 0.8, -0.04), turn=(-30, 8, 0), trunk=(-4, 18, 0), gaze=(0, 0, 1),
              left=(-0.04, 0.12, 0.34), right=(0.24, -0.18, 0.04), elbows=(1.0, -0.2, 0.1),
              lfoot=on(0.11, 0.26, -10), rfoot=on(-0.15, -0.22, -50)),
            K(0.5, hips=(0.0, 0.78, -0.09), turn=(-32, 4, 0), trunk=(-6, 16, 0), left=(-0.04, 0.12, 0.3)),
            K(0.85, hips=(0.0, 0.79, -0.06), turn=(-30, 8, 0), trunk=(-4, 18, 0), left=(-0.04, 0.12, 0.34)),
        ),
        "guard", side="left",
    ),
    "grenade": Move(
        2.4,
        (
            K(0.45, hips=(0.0, 0.93, 0.0), trunk=(-6, 12, 0), gaze=(0, -26, 1), right=(0.04, 0.0, 0.24),
              left=(0.04, 0.02, 0.28)),
            K(0.62, right=(0.04, 0.0, 0.24), left=(0.18, 0.02, 0.3), gaze=(0, -20, 1)),
            K(1.0, hips=(-0.1, 0.885, -0.16), turn=(-54, -4, -4), trunk=(-26, -4, -10), gaze=(0, 8, 1),
              right=way(-0.3, 0.06, -0.4), left=way(0.1, 0.18, 0.44), rfoot=on(-0.14, -0.26, -60),
              elbows=(0.8, -0.3, 0.0)),
            K(1.08, hips=(-0.08, 0.885, -0.14), right=way(-0.34, 0.14, -0.34)),
            K(1.24, hips=(0.02, 0.89, 0.1), turn=(-6, 2, 0), trunk=(4, 2, 4), right=way(-0.2, 0.44, 0.06),
              left=(0.2, -0.02, 0.2), lfoot=on(0.12, 0.34, 0), elbows=(0.9, 0.2, 0.0)),
            K(1.34, hips=(0.06, 0.87, 0.22), turn=(22, 8, 0), trunk=(22, 14, 6), right=way(0.06, 0.22, 0.44),
              lfoot=on(0.12, 0.34, 0), rfoot=on(-0.14, -0.26, -20, 50)),
            K(1.52, hips=(0.08, 0.85, 0.26), turn=(34, 12, 0), trunk=(26, 26, 6), right=way(0.26, -0.26, 0.34),
              left=(0.26, -0.24, 0.0), lfoot=on(0.12, 0.34, 0), rfoot=on(-0.13, -0.1, -10, 55)),
            K(1.85, hips=(0.04, 0.9, 0.22), turn=(14, 6, 0), trunk=(8, 12, 0), lfoot=on(0.12, 0.34, 0),
              rfoot=on(-0.12, 0.16, -8)),
            K(2.35, lfoot=on(0.11, 0.3, 8), rfoot=on(-0.11, 0.3, -8)),
        ),
        goes=(0.0, 0.3, 0.0),
    ),
    "reload": Move(
        2.6,
        (
            K(0.35, right=_RIFLE, left=_FORE, trunk=(-8, 8, 0), gaze=(0, -8, 1), elbows=(0.9, -0.9, -0.3)),
            K(0.65, right=Hand(0.1, -0.06, 0.2), left=Hand(0.06, -0.18, 0.27), gaze=(0, -28, 1)),
            K(1.0, right=Hand(0.1, -0.06, 0.2), left=Hand(0.2, -0.4, 0.1), trunk=(-4, 10, 0), gaze=(12, -34, 1)),
            K(1.15, left=Hand(0.2, -0.4, 0.1), right=Hand(0.1, -0.06, 0.2)),
            K(1.5, left=Hand(0.06, -0.2, 0.27), right=Hand(0.1, -0.06, 0.2)),
            K(1.6, left=Hand(0.06, -0.13, 0.27), right=Hand(0.1, -0.04, 0.2), gaze=(0, -28, 1)),
            K(1.85, right=Hand(0.08, -0.02, 0.26), left=_FORE),
            K(2.0, right=Hand(0.14, -0.02, 0.12), left=_FORE, gaze=(0, -20, 1)),
            K(2.2, right=_RIFLE, left=_FORE, gaze=(0, 0, 1)),
            K(2.6, right=_RIFLE, left=_FORE, trunk=(-8, 8, 0)),
        ),
        "wide", side="right", stays=True,
    ),
    "draw": Move(
        2.3,
        (
            K(0.24, hips=(0.0, 0.92, 0.0), trunk=(-4, 6, 0), right=(0.24, -0.34, 0.02), left=(0.2, -0.22, 0.18),
              elbows=(0.6, -0.1, -1.0), rfoot=on(-0.18, -0.1, -20), lfoot=on(0.18, 0.08, 6)),
            K(0.34, right=(0.22, -0.28, 0.04), left=(0.14, -0.1, 0.24), gaze=(0, -6, 1)),
            K(0.62, hips=(0.0, 0.9, 0.0), trunk=(0, 10, 0), right=(0.01, 0.12, 0.46), left=(0.0, 0.09, 0.44),
              elbows=(0.7, -0.9, 0.0), gaze=(0, 0, 1)),
            K(0.95, right=(0.01, 0.12, 0.46), left=(0.0, 0.09, 0.44), trunk=(0, 10, 0)),
            K(1.02, right=(0.01, 0.18, 0.42), left=(0.0, 0.15, 0.4), trunk=(0, 6, 0)),
            K(1.2, right=(0.01, 0.12, 0.46), left=(0.0, 0.09, 0.44), trunk=(0, 10, 0)),
            K(1.45, right=(0.01, 0.12, 0.46), left=(0.0, 0.09, 0.44), trunk=(0, 10, 0)),
            K(1.52, right=(0.01, 0.18, 0.42), left=(0.0, 0.15, 0.4), trunk=(0, 6, 0)),
            K(1.72, right=(0.01, 0.12, 0.46), left=(0.0, 0.09, 0.44), trunk=(0, 10, 0)),
            K(2.3, right=(0.01, 0.12, 0.46), left=(0.0, 0.09, 0.44), trunk=(0, 10, 0)),
        ),
        stays=True,
    ),
}  # fmt: skip
