"""Key poses of who turns over in the air or on the floor, and who climbs: flips, rolls, ladders, ledges, walls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.motion.posing.keyed.keys import STANCES, Foot, Hand, Move, chest, floor, hung, off, on, rung
from engine.motion.posing.keyed.keys import Key as K

_KNEES = Hand(0.17, -0.20, 0.36, "pelvis")  # a hand on the shin of who is tucked
_TUCKED, _HALF = hung(0.10, -0.28, 0.36, 30), hung(0.10, -0.64, 0.30, 20)
_RUNGS = STANCES["rungs"]
_QUICK = 0.78  # of the time of a roll forward, that one takes to a side


def _lower(move: Move, high: float) -> Move:
    """A climb the other way round: from where it ends to where it begins, `high` m lower, mirrored as steps in turn."""

    def at(place: Hand | Foot | None) -> Hand | Foot | None:
        return place._replace(y=place.y - high) if place and place.frame in ("floor", "on", "off") else place

    keys = tuple(
        replace(
            key, at=move.seconds - key.at, hips=key.hips and (key.hips[0], key.hips[1] - high, key.hips[2]),
            right=at(key.right), left=at(key.left), rfoot=at(key.rfoot), lfoot=at(key.lfoot),  # type: ignore[arg-type]
        )
        for key in reversed(move.keys)
    )  # fmt: skip
    return replace(move, keys=keys, up=-high)


_LADDER = Move(
    0.72,
    (
        K(0.0, hips=_RUNGS.hips, turn=(0, 4, 0), trunk=(0, 4, 0), right=_RUNGS.right, left=_RUNGS.left,
          rfoot=_RUNGS.rfoot, lfoot=_RUNGS.lfoot),
        # The low hand and the foot across from it go up together, over the other two.
        K(0.2, hips=(-0.055, 1.26, 0.09), turn=(3, 5, 0), trunk=(3, 4, 3), right=floor(-0.19, 1.80, 0.31),
          rfoot=_RUNGS.rfoot, lfoot=Foot(0.13, 0.52, 0.12, 4.0, 14.0), left=_RUNGS.left, gaze=(-4, 22, 1)),
        K(0.42, hips=(-0.05, 1.40, 0.09), turn=(2, 7, -2), trunk=(0, 4, 2), right=floor(-0.18, 2.16, 0.39),
          left=_RUNGS.left, rfoot=_RUNGS.rfoot, lfoot=Foot(0.13, 0.86, 0.16, 4.0, 4.0)),
        K(0.56, hips=(-0.01, 1.46, 0.10), turn=(0, 5, 0), right=floor(-0.18, 2.15, 0.40), left=_RUNGS.left,
          rfoot=_RUNGS.rfoot, lfoot=rung(0.11, 0.90, 0.27)),
        K(0.72, hips=(0.03, 1.50, 0.10), turn=(0, 4, 0), trunk=(0, 4, 0), right=floor(-0.18, 2.15, 0.40),
          left=_RUNGS.left, rfoot=_RUNGS.rfoot, lfoot=rung(0.11, 0.90, 0.27)),
    ),
    round=True, turns=True, usual=5, stays=True, up=0.3, opens="ladder on",
)  # fmt: skip
_LADDER_ON = Move(
    1.5,
    (
        K(0.45, hips=(0.0, 0.95, 0.03), left=floor(0.18, 1.55, 0.36), gaze=(0, 20, 1), trunk=(4, 2, 0)),
        K(0.6, hips=(0.03, 0.95, 0.04), left=floor(0.18, 1.55, 0.40), right=Hand(0.24, -0.14, 0.2)),
        K(0.85, hips=(0.06, 0.96, 0.06), left=floor(0.18, 1.55, 0.40), right=floor(-0.18, 1.55, 0.40),
          rfoot=Foot(-0.12, 0.36, 0.10, -4.0, 10.0), lfoot=STANCES["stand"].lfoot),
        K(1.05, hips=(0.0, 0.98, 0.08), left=floor(0.18, 1.55, 0.40), rfoot=rung(-0.11, 0.60, 0.25),
          right=floor(-0.18, 1.55, 0.40), lfoot=on(0.11, 0.0, 8.0, 30)),
        K(1.28, hips=(-0.04, 1.12, 0.09), left=floor(0.18, 1.74, 0.34), right=floor(-0.18, 1.55, 0.40),
          rfoot=rung(-0.11, 0.60, 0.25), lfoot=Foot(0.12, 0.2, 0.10, 4.0, 14.0)),
        K(1.5, hips=_RUNGS.hips, turn=(0, 4, 0), trunk=(0, 4, 0), right=_RUNGS.right, left=_RUNGS.left,
          rfoot=_RUNGS.rfoot, lfoot=_RUNGS.lfoot),
    ),
    stays=True,
)  # fmt: skip

# Down on the hands, over the back of the head and a round back, and up out of it.
_ROLL = Move(
    2.6,
    (
        K(0.5, hips=(0.0, 0.46, 0.06), turn=(0, 46, 0), trunk=(0, 50, 0), gaze=(0, -40, 0),
          right=floor(-0.2, 0.06, 0.46), left=floor(0.2, 0.06, 0.46), rfoot=on(-0.13, 0, -4, 34),
          lfoot=on(0.13, 0, 4, 34), elbows=(0.8, -0.2, -0.4)),
        K(0.76, hips=(0.0, 0.66, 0.34), turn=(0, 112, 0), trunk=(0, 70, 0), gaze=(0, -50, 0),
          right=floor(-0.2, 0.06, 0.46), left=floor(0.2, 0.06, 0.46), rfoot=hung(0.12, -0.72, 0.16, 45),
          lfoot=hung(0.12, -0.72, 0.16, 45)),
        K(1.0, hips=(0.0, 0.5, 0.8), turn=(0, 196, 0), trunk=(0, 84, 0), gaze=(0, -50, 0),
          right=chest(0.28, 0.02, 0.34), left=chest(0.28, 0.02, 0.34), rfoot=hung(0.12, -0.42, 0.44, 30),
          lfoot=hung(0.12, -0.42, 0.44, 30)),
        K(1.24, hips=(0.0, 0.16, 1.12), turn=(0, 276, 0), trunk=(0, 72, 0), gaze=(0, -40, 0),
          right=Hand(0.18, -0.22, 0.36, "pelvis"), left=Hand(0.18, -0.22, 0.36, "pelvis"),
          rfoot=hung(0.12, -0.34, 0.38, 20), lfoot=hung(0.12, -0.34, 0.38, 20)),
        K(1.48, hips=(0.0, 0.24, 1.34), turn=(0, 346, 0), trunk=(0, 60, 0), gaze=(0, -10, 0.4),
          right=(0.2, -0.16, 0.46), left=(0.2, -0.16, 0.46), rfoot=on(-0.13, 1.5, -4), lfoot=on(0.13, 1.5, 4)),
        K(1.78, hips=(0.0, 0.5, 1.46), turn=(0, 398, 0), trunk=(0, 34, 0), gaze=(0, 0, 1),
          right=(0.24, -0.2, 0.4), left=(0.24, -0.2, 0.4), rfoot=on(-0.13, 1.5, -4), lfoot=on(0.13, 1.5, 4)),
        K(2.2, hips=(0.0, 0.9, 1.5), turn=(0, 366, 0), trunk=(0, 8, 0), right=(0.26, -0.3, 0.12),
          left=(0.26, -0.3, 0.12)),
        K(2.55, rfoot=on(-0.11, 1.5, -8), lfoot=on(0.11, 1.5, 8)),
    ),
    side="", goes=(0.0, 1.5, 0.0), over=(360.0, 0.0), down=((0.86, 1.46),),
)  # fmt: skip
# A quarter of a turn down into a roll, and out of it; the way out is the mirror image of what stands here.
_ROLL_IN = Move(
    0.42,
    (
        K(0.16, hips=(0.04, 0.84, 0.0), turn=(24, 10, 4), trunk=(16, 16, 0), gaze=(60, -14, 1),
          right=(0.2, -0.2, 0.26), left=(0.28, -0.16, 0.2),
          lfoot=Foot(0.16, 0.06, 0.04, 40.0), rfoot=on(-0.11, 0, -8, 20)),
        K(0.42, hips=(0.1, 0.66, 0.0), turn=(82, 34, 0), trunk=(6, 34, 0), gaze=(90, -34, 0.6),
          right=(0.18, -0.18, 0.36), left=(0.18, -0.18, 0.36), lfoot=on(0.0, -0.13, 88), rfoot=on(0.0, 0.13, 86, 34)),
    ),
    side="left", round=True, goes=(0.0, 0.0, 90.0),
)  # fmt: skip
_ROLL_OUT = Move(
    0.8,
    (
        K(0.2, hips=(0.0, 0.72, 0.0), turn=(30, 22, 0), trunk=(18, 18, 0), gaze=(80, 0, 1), right=(0.24, -0.2, 0.3),
          left=(0.26, -0.24, 0.24), rfoot=on(-0.13, 0.0, -4, 20), lfoot=Foot(0.15, 0.06, 0.0, 40.0)),
        K(0.5, hips=(0.02, 0.87, 0.02), turn=(74, 8, 0), trunk=(10, 10, 0), gaze=(90, 0, 1), right=(0.26, -0.3, 0.14),
          left=(0.26, -0.3, 0.14), lfoot=on(0.11, -0.08, 90), rfoot=Foot(-0.02, 0.06, 0.1, 60.0)),
        K(0.76, hips=(0.06, 0.94, 0.0), turn=(90, 2, 0), trunk=(0, 4, 0), lfoot=on(0.06, -0.11, 98),
          rfoot=on(0.06, 0.11, 82)),
    ),
    side="left", round=True, goes=(0.06, 0.0, 90.0),
)  # fmt: skip

ACROBATICS: Mapping[str, Move] = {
    # Arms swing up and throw the body back; tucked half way, opened for the floor.
    "backflip": Move(
        2.75,
        (
            K(0.3, hips=(0.0, 0.955, 0.0), right=(0.2, 0.34, 0.3), left=(0.2, 0.34, 0.3), trunk=(0, -4, 0)),
            K(0.72, hips=(0.0, 0.64, -0.10), turn=(0, 30, 0), trunk=(0, 22, 0), gaze=(0, 0, 1),
              right=(0.26, -0.24, -0.30), left=(0.26, -0.24, -0.30)),
            K(1.0, hips=(0.0, 1.0, -0.04), turn=(0, -14, 0), trunk=(0, -16, 0), gaze=(0, 30, 0.4),
              right=(0.18, 0.48, 0.12), left=(0.18, 0.48, 0.12), elbows=(0.8, 0.1, 0.3), rfoot=on(-0.11, 0, -6, 54),
              lfoot=on(0.11, 0, 6, 54)),
            K(1.16, turn=(0, -84, 0), trunk=(0, 4, 0), gaze=(0, 14, 0.0), right=chest(0.22, 0.10, 0.40),
              left=chest(0.22, 0.10, 0.40), rfoot=_HALF, lfoot=_HALF),
            K(1.32, turn=(0, -186, 0), trunk=(0, 46, 0), gaze=(0, -10, 0), right=_KNEES, left=_KNEES, rfoot=_TUCKED,
              lfoot=_TUCKED),
            K(1.5, turn=(0, -284, 0), trunk=(0, 30, 0), gaze=(0, -20, 0), right=chest(0.26, -0.16, 0.36),
              left=chest(0.26, -0.16, 0.36), rfoot=_HALF, lfoot=_HALF),
            K(1.66, hips=(0.0, 0.88, -0.34), turn=(0, -336, 0), trunk=(0, 20, 0), gaze=(0, -10, 0.5),
              right=(0.28, -0.1, 0.34), left=(0.28, -0.1, 0.34), rfoot=on(-0.14, -0.38, -8, 22),
              lfoot=on(0.14, -0.38, 8, 22)),
            K(1.9, hips=(0.0, 0.54, -0.46), turn=(0, -322, 0), trunk=(0, 30, 0), gaze=(0, -4, 1),
              right=(0.28, -0.12, 0.36), left=(0.28, -0.12, 0.36), rfoot=on(-0.14, -0.38, -8),
              lfoot=on(0.14, -0.38, 8)),
            K(2.35, hips=(0.0, 0.9, -0.39), turn=(0, -356, 0), trunk=(0, 6, 0), right=(0.34, -0.2, 0.14),
              left=(0.34, -0.2, 0.14), rfoot=on(-0.14, -0.38, -8), lfoot=on(0.14, -0.38, 8)),
            K(2.7, rfoot=on(-0.11, -0.38, -8), lfoot=on(0.11, -0.38, 8)),
        ),
        side="", goes=(0.0, -0.38, 0.0), over=(-360.0, 0.0), air=((1.0, 1.66),),
    ),
    "frontflip": Move(
        2.9,
        (
            K(0.3, hips=(0.0, 0.92, 0.2), turn=(6, 8, 0), trunk=(0, 8, 0), lfoot=on(0.1, 0.42, 2),
              rfoot=on(-0.1, 0, -6, 40), right=(0.2, -0.1, 0.26), left=(0.22, -0.26, -0.12)),
            K(0.7, hips=(0.0, 0.68, 0.62), turn=(0, 20, 0), trunk=(0, 16, 0), right=(0.26, -0.2, -0.24),
              left=(0.26, -0.2, -0.24), lfoot=on(0.12, 0.7, 4), rfoot=on(-0.12, 0.7, -4)),
            K(0.94, hips=(0.0, 1.0, 0.78), turn=(0, 8, 0), trunk=(0, -6, 0), gaze=(0, 10, 0.5),
              right=(0.18, 0.5, 0.06), left=(0.18, 0.5, 0.06), elbows=(0.8, 0.1, 0.3), lfoot=on(0.12, 0.7, 4, 54),
              rfoot=on(-0.12, 0.7, -4, 54)),
            K(1.1, turn=(0, 92, 0), trunk=(0, 46, 0), gaze=(0, -30, 0), right=chest(0.2, -0.04, 0.38),
              left=chest(0.2, -0.04, 0.38), rfoot=_HALF, lfoot=_HALF),
            K(1.27, turn=(0, 204, 0), trunk=(0, 52, 0), gaze=(0, -30, 0), right=_KNEES, left=_KNEES, rfoot=_TUCKED,
              lfoot=_TUCKED),
            K(1.44, turn=(0, 304, 0), trunk=(0, 26, 0), gaze=(0, -10, 0), right=chest(0.3, -0.06, 0.3),
              left=chest(0.3, -0.06, 0.3), rfoot=_HALF, lfoot=_HALF),
            K(1.6, hips=(0.0, 0.88, 1.56), turn=(0, 354, 0), trunk=(0, 14, 0), gaze=(0, -20, 0.6),
              right=(0.34, 0.06, 0.24), left=(0.34, 0.06, 0.24), rfoot=on(-0.14, 1.64, -8, 10),
              lfoot=on(0.14, 1.64, 8, 10)),
            K(1.84, hips=(0.0, 0.55, 1.62), turn=(0, 392, 0), trunk=(0, 28, 0), gaze=(0, -4, 1),
              right=(0.3, -0.12, 0.34), left=(0.3, -0.12, 0.34), rfoot=on(-0.14, 1.64, -8), lfoot=on(0.14, 1.64, 8)),
            K(2.3, hips=(0.0, 0.9, 1.64), turn=(0, 364, 0), trunk=(0, 6, 0), right=(0.34, -0.2, 0.14),
              left=(0.34, -0.2, 0.14), rfoot=on(-0.14, 1.64, -8), lfoot=on(0.14, 1.64, 8)),
            K(2.85, rfoot=on(-0.11, 1.64, -8), lfoot=on(0.11, 1.64, 8)),
        ),
        side="", goes=(0.0, 1.64, 0.0), over=(360.0, 0.0), air=((0.94, 1.6),),
    ),
    # Over to the left, off both feet.
    "sideflip": Move(
        2.6,
        (
            K(0.35, hips=(-0.04, 0.94, 0.0), turn=(-10, 2, 0), trunk=(-10, 2, -8), right=(0.34, 0.2, 0.2),
              left=(0.34, 0.2, 0.2)),
            K(0.7, hips=(-0.06, 0.66, -0.06), turn=(0, 26, -6), trunk=(0, 20, -8), gaze=(0, 0, 1),
              right=(0.3, -0.2, -0.2), left=(0.28, -0.26, -0.16)),
            K(0.96, hips=(0.06, 1.0, 0.0), turn=(0, 2, 16), trunk=(10, 0, 16), gaze=(10, 6, 0.3),
              right=(0.18, 0.5, 0.06), left=(0.34, 0.34, 0.1), elbows=(0.8, 0.1, 0.3), rfoot=on(-0.11, 0, -6, 54),
              lfoot=on(0.11, 0, 6, 54)),
            K(1.12, turn=(0, 6, 94), trunk=(6, 30, 16), gaze=(0, -20, 0), right=chest(0.2, -0.04, 0.36),
              left=chest(0.2, -0.1, 0.36), rfoot=_HALF, lfoot=_HALF),
            K(1.29, turn=(0, 8, 196), trunk=(0, 44, 4), gaze=(0, -20, 0), right=_KNEES, left=_KNEES, rfoot=_TUCKED,
              lfoot=_TUCKED),
            K(1.45, turn=(0, 6, 290), trunk=(0, 24, 0), gaze=(0, -10, 0), right=chest(0.34, -0.06, 0.3),
              left=chest(0.34, -0.06, 0.3), rfoot=hung(0.12, -0.7, 0.2, 20), lfoot=hung(0.14, -0.66, 0.24, 20)),
            K(1.62, hips=(0.62, 0.88, 0.0), turn=(0, 8, 346), trunk=(0, 14, 6), gaze=(0, -16, 0.6),
              right=(0.36, 0.02, 0.24), left=(0.36, 0.02, 0.24), rfoot=on(0.56, 0, -10, 16),
              lfoot=on(0.86, 0, 10, 16)),
            K(1.85, hips=(0.70, 0.58, -0.08), turn=(0, 30, 360), trunk=(0, 26, 0), gaze=(0, -4, 1),
              right=(0.3, -0.12, 0.34), left=(0.3, -0.12, 0.34), rfoot=on(0.56, 0, -10), lfoot=on(0.86, 0, 10)),
            K(2.25, hips=(0.71, 0.91, 0.0), turn=(0, 4, 360), trunk=(0, 6, 0), right=(0.32, -0.24, 0.12),
              left=(0.32, -0.24, 0.12), rfoot=on(0.56, 0, -10), lfoot=on(0.86, 0, 10)),
            K(2.55, rfoot=on(0.60, 0, -8), lfoot=on(0.82, 0, 8)),
        ),
        side="left", either=True, goes=(0.71, 0.0, 0.0), over=(0.0, 360.0), air=((0.96, 1.62),),
    ),
    "roll": _ROLL,
    # Over to a side, and shown ahead again behind it: quicker than a roll that nobody is in a hurry for.
    "roll side": replace(
        _ROLL, keys=tuple(replace(key, at=_QUICK * key.at) for key in _ROLL.keys[:6]), seconds=_QUICK * 1.82,
        down=tuple((_QUICK * a, _QUICK * b) for a, b in _ROLL.down), side="left", round=True, opens="roll in",
        closes="roll out", either=True,
    ),
    "roll in": _ROLL_IN, "roll out": _ROLL_OUT,
    "ladder": _LADDER, "ladder on": _LADDER_ON, "ladder over": replace(_LADDER, usual=3, closes="ladder top"),
    # From the rungs over the edge that is level with a foot's next one, along rails that go on over it.
    "ladder top": Move(
        2.0,
        (
            K(0.34, hips=(-0.02, 1.40, 0.13), turn=(0, 8, 0), trunk=(0, 8, 0), gaze=(0, 4, 1),
              right=floor(-0.20, 1.88, 0.42), left=floor(0.20, 1.85, 0.40), rfoot=rung(-0.11, 0.60, 0.27),
              lfoot=rung(0.11, 0.90, 0.27)),
            K(0.78, hips=(0.03, 1.70, 0.20), turn=(0, 14, 0), trunk=(0, 14, 0), gaze=(0, -16, 1),
              right=floor(-0.22, 2.0, 0.46), left=floor(0.22, 1.94, 0.44), rfoot=Foot(-0.12, 1.24, 0.46, 0.0, 0.0),
              lfoot=rung(0.11, 0.90, 0.27), elbows=(0.8, -0.4, -0.8)),
            K(0.92, hips=(0.0, 1.76, 0.26), turn=(0, 18, 0), rfoot=rung(-0.12, 1.2, 0.48),
              lfoot=rung(0.11, 0.90, 0.27)),
            K(1.3, hips=(-0.05, 2.02, 0.46), turn=(0, 14, 0), trunk=(0, 12, 0), right=floor(-0.24, 2.02, 0.50),
              left=floor(0.24, 2.0, 0.48), rfoot=rung(-0.12, 1.2, 0.48), lfoot=Foot(0.12, 1.34, 0.52, 0.0, 10.0)),
            K(1.6, hips=(0.0, 2.12, 0.62), turn=(0, 4, 0), trunk=(0, 6, 0), gaze=(0, 0, 1), right=(0.26, -0.28, 0.12),
              left=(0.26, -0.28, 0.12), rfoot=rung(-0.12, 1.2, 0.48), lfoot=rung(0.12, 1.2, 0.70)),
            K(2.0, hips=(0.0, 2.155, 0.68), turn=(0, 0, 0), trunk=(0, 2, 0), right=(0.25, -0.37, 0.05),
              left=(0.25, -0.37, 0.05), rfoot=rung(-0.11, 1.2, 0.68), lfoot=rung(0.11, 1.2, 0.70)),
        ),
        stays=True, up=1.2, goes=(0.0, 0.68, 0.0),
    ),
    "ladder down": replace(_lower(_LADDER, 0.3), stance="rungs", opens="", closes="ladder off"),
    "ladder off": replace(_lower(_LADDER_ON, 0.0), stays=False),
    # A ledge over the head: caught, hung from, pulled up to and pressed over, a knee and a foot up, and stood on.
    "ledge": Move(
        4.0,
        (
            K(0.4, hips=(0.0, 0.72, -0.04), turn=(0, 22, 0), trunk=(0, 14, 0), gaze=(0, 36, 1),
              right=(0.28, -0.28, -0.22), left=(0.28, -0.28, -0.22)),
            K(0.64, hips=(0.0, 1.02, 0.10), turn=(0, 2, 0), trunk=(0, -4, 0), right=(0.2, 0.5, 0.2),
              left=(0.2, 0.5, 0.2), elbows=(0.7, -0.4, 0.2), rfoot=on(-0.11, 0, -6, 52), lfoot=on(0.11, 0, 6, 52)),
            K(0.86, hips=(0.0, 1.16, 0.14), turn=(0, 0, 0), trunk=(0, 0, 0), right=floor(-0.22, 1.94, 0.44),
              left=floor(0.22, 1.94, 0.44), rfoot=off(-0.10, 0.30, 0.10, 35), lfoot=off(0.10, 0.34, 0.12, 35)),
            K(1.15, hips=(0.0, 1.08, 0.20), turn=(0, -6, 0), trunk=(0, 0, 0), gaze=(0, 40, 1),
              right=floor(-0.22, 1.94, 0.44), left=floor(0.22, 1.94, 0.44), rfoot=off(-0.10, 0.30, 0.26, 10),
              lfoot=off(0.10, 0.42, 0.28, 0)),
            K(1.65, hips=(0.02, 1.56, 0.16), turn=(0, 6, 4), trunk=(0, 14, -4), gaze=(0, 10, 1),
              right=floor(-0.22, 1.94, 0.46), left=floor(0.22, 1.94, 0.46), elbows=(1.0, -0.2, -0.6),
              rfoot=off(-0.11, 0.92, 0.30, 0), lfoot=off(0.10, 0.70, 0.24, 20)),
            K(2.1, hips=(0.03, 1.98, 0.26), turn=(0, 34, 6), trunk=(0, 30, 0), gaze=(0, -10, 1),
              right=floor(-0.24, 1.94, 0.50), left=floor(0.24, 1.94, 0.50), elbows=(0.8, 0.3, -1.0),
              rfoot=off(-0.20, 1.50, 0.16, 30), lfoot=off(0.10, 1.14, 0.14, 35)),
            K(2.5, hips=(0.04, 2.16, 0.42), turn=(6, 48, 8), trunk=(0, 30, 0), gaze=(0, -20, 1),
              right=floor(-0.26, 1.94, 0.56), left=floor(0.22, 1.94, 0.54), rfoot=rung(-0.18, 1.9, 0.50),
              lfoot=off(0.10, 1.40, 0.06, 40)),
            K(2.9, hips=(-0.06, 2.36, 0.60), turn=(2, 44, 0), trunk=(0, 28, 0), gaze=(0, -10, 1),
              right=(0.24, -0.2, 0.3), left=(0.26, -0.24, 0.3), elbows=(0.6, -0.3, -0.8), rfoot=rung(-0.18, 1.9, 0.50),
              lfoot=off(0.14, 2.10, 0.38, 25)),
            K(3.2, hips=(-0.02, 2.52, 0.66), turn=(0, 24, 0), trunk=(0, 18, 0), rfoot=rung(-0.18, 1.9, 0.50),
              lfoot=rung(0.12, 1.9, 0.64)),
            K(3.6, hips=(0.0, 2.82, 0.62), turn=(0, 2, 0), trunk=(0, 3, 0), gaze=(0, 0, 1), right=(0.25, -0.36, 0.06),
              left=(0.25, -0.36, 0.06), rfoot=rung(-0.12, 1.9, 0.58), lfoot=rung(0.12, 1.9, 0.64)),
            K(4.0, hips=(0.0, 2.855, 0.62), turn=(0, 0, 0), trunk=(0, 2, 0), right=(0.25, -0.37, 0.05),
              left=(0.25, -0.37, 0.05)),
        ),
        stays=True, either=True, up=1.9, goes=(0.0, 0.62, 0.0),
    ),
    # Two steps, hands on the wall, both legs over to a side, and on.
    "vault": Move(
        2.7,
        (
            K(0.3, hips=(0.0, 0.91, 0.26), turn=(6, 8, 0), trunk=(0, 10, 0), right=(0.2, -0.1, 0.26),
              left=(0.22, -0.26, -0.12), rfoot=on(-0.1, 0, -6, 40), lfoot=on(0.1, 0.48, 2), elbows=(0.4, -0.5, -1.0)),
            K(0.6, hips=(0.0, 0.9, 0.92), turn=(-6, 8, 0), trunk=(0, 10, 0), right=(0.22, -0.26, -0.12),
              left=(0.2, -0.08, 0.28), rfoot=on(-0.1, 1.16, -2), lfoot=on(0.1, 0.48, 2, 46)),
            K(0.9, hips=(0.0, 0.86, 1.58), turn=(2, 16, 0), trunk=(0, 16, 0), right=(0.2, 0.0, 0.4),
              left=(0.2, 0.0, 0.4), lfoot=on(0.1, 1.7, 2), rfoot=on(-0.1, 1.16, -2, 52), gaze=(0, -14, 1)),
            K(1.06, hips=(0.0, 1.0, 1.9), turn=(0, 30, 0), trunk=(0, 18, 0), right=floor(-0.2, 0.95, 2.32),
              left=floor(0.2, 0.95, 2.32), lfoot=on(0.1, 1.7, 2, 55), rfoot=off(0.04, 0.5, 1.9, 25)),
            K(1.3, hips=(0.14, 1.34, 2.36), turn=(-8, 40, 26), trunk=(0, 10, -8), right=floor(-0.2, 0.95, 2.32),
              left=(0.4, 0.06, 0.24), rfoot=off(0.46, 1.2, 2.62, 20), lfoot=off(0.52, 1.14, 2.36, 25)),
            K(1.52, hips=(0.08, 1.2, 2.86), turn=(-4, 14, 8), trunk=(0, 10, 0), right=(0.3, -0.1, -0.2),
              left=(0.36, 0.1, 0.2), rfoot=off(-0.02, 0.62, 3.14, 15), lfoot=off(0.24, 0.8, 2.92, 30)),
            K(1.68, hips=(0.0, 0.94, 3.18), turn=(0, 8, 0), trunk=(0, 8, 0), rfoot=on(-0.09, 3.4, -2),
              lfoot=off(0.12, 0.46, 2.9, 35), right=(0.26, -0.12, 0.1), left=(0.3, -0.06, 0.24)),
            K(1.84, hips=(0.0, 0.83, 3.42), turn=(0, 12, 0), trunk=(0, 14, 0), rfoot=on(-0.09, 3.4, -2),
              lfoot=off(0.1, 0.3, 3.3, 30), right=(0.24, -0.2, 0.2), left=(0.24, -0.2, 0.2)),
            K(2.1, hips=(0.0, 0.91, 3.78), turn=(0, 4, 0), trunk=(0, 6, 0), rfoot=on(-0.09, 3.4, -2, 36),
              lfoot=on(0.1, 3.96, 4)),
            K(2.6, rfoot=on(-0.11, 3.96, -8), lfoot=on(0.11, 3.96, 8)),
        ),
        goes=(0.0, 3.96, 0.0), either=True,
    ),
}  # fmt: skip
