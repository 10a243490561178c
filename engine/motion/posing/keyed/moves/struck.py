"""Key poses of who is struck on a limb, and of who is killed in whatever way: what is hit gives, a hand goes there; and
of who wakes and sits up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.motion.posing.keyed.keys import STANCES, Hand, Move, chest, floor, off, on
from engine.motion.posing.keyed.keys import Key as K
from engine.motion.posing.keyed.moves.blows import BLOWS

_STAND = STANCES["stand"]
_SITS_UP = (
    K(0.3, turn=(0, -84, 0), trunk=(0, 12, 0), gaze=(0, -24, 0), right=chest(0.30, -0.30, -0.04),
      left=chest(0.30, -0.30, -0.04)),
    K(0.85, hips=(0.0, 0.12, -0.08), turn=(0, -56, 0), trunk=(0, 32, 0), gaze=(0, -16, 0.3),
      right=floor(-0.30, 0.06, -0.46), left=floor(0.30, 0.06, -0.46), elbows=(0.5, 0.0, -1.0)),
    K(1.4, hips=(0.0, 0.12, -0.05), turn=(0, -24, 0), trunk=(0, 30, 0), gaze=(0, -8, 1),
      right=floor(-0.28, 0.06, -0.38), left=floor(0.28, 0.06, -0.38), elbows=(0.5, -0.2, -1.0)),
    K(2.0, hips=(0.0, 0.12, -0.03), turn=(0, -10, 0), trunk=(0, 26, 0), gaze=(0, 0, 1), right=(0.14, -0.30, 0.30),
      left=(0.14, -0.30, 0.30), elbows=(0.8, -0.4, 0.0), rfoot=on(-0.12, 0.78, -10, -50),
      lfoot=on(0.12, 0.78, 10, -50)),
    K(2.3, hips=(0.0, 0.12, -0.03), turn=(0, -9, 0), trunk=(0, 24, 0), right=(0.14, -0.30, 0.30),
      left=(0.14, -0.30, 0.30)),
)  # fmt: skip
_STIR_S = 1.7  # s in which a sleeper turns the head and rubs the eyes before he sits up

STRUCK: Mapping[str, Move] = {
    # The shoulder is thrown back, the other hand comes to it, its own arm hangs.
    "hit shoulder": Move(
        2.2,
        (
            K(0.1, hips=(0.0, 0.935, -0.06), turn=(-18, -4, -4), trunk=(-32, -10, -6), gaze=(-10, 8, 0.5),
              right=(0.40, -0.10, -0.20), left=(0.38, -0.12, 0.18), elbows=(0.6, -0.5, -0.6)),
            K(0.36, hips=(-0.05, 0.88, -0.17), turn=(-20, 6, -4), trunk=(-22, 14, -8), gaze=(-18, -18, 0.7),
              right=(0.22, -0.36, 0.04), left=(0.06, -0.02, 0.28), rfoot=on(-0.18, -0.32, -24, 8)),
            K(0.62, hips=(-0.05, 0.88, -0.15), turn=(-16, 8, -4), trunk=(-14, 18, -10), gaze=(-24, -22, 0.7),
              right=(0.16, -0.36, 0.10), left=(-0.15, 0.07, 0.16), elbows=(0.5, -0.8, 0.1),
              rfoot=on(-0.18, -0.32, -24)),
            K(1.3, hips=(-0.02, 0.89, -0.14), turn=(-12, 8, -3), trunk=(-8, 18, -8), gaze=(-12, -14, 0.8),
              right=(0.16, -0.36, 0.10), left=(-0.15, 0.07, 0.16), rfoot=on(-0.18, -0.32, -24)),
            K(2.1, left=(0.12, -0.24, 0.16), rfoot=_STAND.rfoot),
        ),
        either=True,
    ),
    # The leg is struck away under the body, gives, and is held; it takes no weight when it comes up again.
    "hit leg": Move(
        2.5,
        (
            K(0.12, hips=(0.06, 0.87, 0.0), turn=(8, 10, 5), trunk=(4, 18, -6), gaze=(0, -34, 0.6),
              right=(0.36, -0.16, 0.10), left=(0.42, -0.08, 0.14), rfoot=off(-0.13, 0.24, -0.20, 25),
              lfoot=on(0.11, 0.0, 8), elbows=(0.6, -0.5, -0.6)),
            K(0.42, hips=(0.05, 0.70, -0.02), turn=(4, 26, 0), trunk=(-4, 30, -4), gaze=(-14, -50, 0.6),
              right=Hand(0.10, -0.12, 0.32, "pelvis"), left=(0.36, -0.20, 0.20), rfoot=on(-0.16, -0.16, -14, 38),
              lfoot=on(0.11, 0.0, 8)),
            K(0.72, hips=(0.06, 0.73, 0.0), turn=(2, 28, 0), trunk=(-4, 30, -4), gaze=(-14, -52, 0.6),
              right=Hand(0.10, -0.14, 0.34, "pelvis"), left=(0.30, -0.26, 0.20), rfoot=on(-0.15, -0.10, -12, 34)),
            K(1.5, hips=(0.08, 0.82, 0.0), turn=(2, 22, 0), trunk=(-2, 24, -2), gaze=(-10, -36, 0.8),
              right=Hand(0.10, -0.12, 0.26, "pelvis"), left=(0.28, -0.32, 0.12), rfoot=on(-0.15, -0.10, -12, 34)),
            K(2.4, hips=(0.05, 0.94, 0.0), turn=(0, 2, 0), trunk=(0, 6, 0), right=(0.25, -0.35, 0.08),
              rfoot=on(-0.13, 0.0, -10, 6)),
        ),
        either=True,
    ),
    # As the belly, lower: knees together and hands between the thighs.
    "hit groin": Move(
        2.6,
        (
            K(0.12, hips=(0.0, 0.93, -0.16), turn=(0, 22, 0), trunk=(0, 26, 0), gaze=(0, -36, 0.5),
              right=(0.18, -0.24, 0.34), left=(0.18, -0.24, 0.34), elbows=(0.8, -0.8, -0.3),
              rfoot=on(-0.11, 0.0, 0, 25), lfoot=on(0.11, 0.0, 0, 25)),
            K(0.4, hips=(0.0, 0.76, -0.16), turn=(0, 36, 0), trunk=(0, 34, 0), gaze=(0, -46, 0.5), knees=-16.0,
              right=Hand(-0.01, -0.06, 0.20, "pelvis"), left=Hand(0.03, -0.10, 0.22, "pelvis"),
              rfoot=on(-0.12, -0.06, 10), lfoot=on(0.11, 0.0, -8)),
            K(1.5, hips=(0.02, 0.72, -0.14), turn=(4, 40, 0), trunk=(0, 36, 0), gaze=(0, -40, 0.5), knees=-16.0,
              right=Hand(-0.01, -0.06, 0.20, "pelvis"), left=Hand(0.03, -0.10, 0.22, "pelvis"),
              rfoot=on(-0.12, -0.06, 10), lfoot=on(0.11, 0.0, -8)),
            K(2.5, knees=4.0, rfoot=_STAND.rfoot, lfoot=_STAND.lfoot),
        ),
        side="",
    ),
    "sit up": Move(2.3, _SITS_UP, "flat", stays=True, side="", down=((0.0, 1.2),)),
    "wake": Move(
        2.3 + _STIR_S,
        (
            K(0.4, gaze=(-26, 0, 0), turn=(0, -90, 0), trunk=(-4, 0, 0)),
            K(0.85, gaze=(6, -8, 0), trunk=(0, 4, 0), right=chest(0.03, 0.20, 0.16), elbows=(1.0, -0.2, 0.2)),
            K(1.2, gaze=(-4, -8, 0), right=chest(0.07, 0.20, 0.17), elbows=(1.0, -0.2, 0.2)),
            K(1.5, gaze=(4, -10, 0), trunk=(0, 4, 0), right=chest(0.03, 0.20, 0.16)),
            *(replace(key, at=key.at + _STIR_S) for key in _SITS_UP),
        ),
        "flat", stays=True, down=((0.0, 1.2 + _STIR_S),),
    ),
    "death": replace(BLOWS["death front"], other="death back"),
    "fall front": BLOWS["death front"], "fall side": BLOWS["death side"],  # of which little was captured
}  # fmt: skip
