"""Key poses of street dances: phrases of counts, the body down on each and up between, that follow one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.motion.posing.keyed.keys import Hand, Move, chest, off, on
from engine.motion.posing.keyed.keys import Key as K

_BEAT_S = 0.6  # of hip hop, a hundred beats a minute
_DOWN, _UP = 0.85, 0.93  # heights of the hips on a count and between two
_FISTS = (Hand(0.14, -0.02, 0.28), Hand(0.14, -0.02, 0.28))


def _groove(number: int, x: float, z: float = 0.0, down: float = _DOWN, **told: object) -> K:
    """A count: hips down over x, z, with what else is told of it."""
    return K(number * _BEAT_S, hips=(x, down, z), **told)  # type: ignore[arg-type]


def _between(number: int, x: float, z: float = 0.0, **told: object) -> K:
    return K((number + 0.5) * _BEAT_S, hips=(x, _UP, z), **told)  # type: ignore[arg-type]


def _phrase(counts: int, keys: Sequence[K], **more: object) -> Move:
    return Move(counts * _BEAT_S, tuple(keys), "wide", round=True, turns=True, **more)  # type: ignore[arg-type]


_BEGINS = {
    "turn": (0, 6, 0), "trunk": (0, 10, 0), "right": _FISTS[0], "left": _FISTS[1], "rfoot": on(-0.23, 0, -14),
    "lfoot": on(0.23, 0, 14), "gaze": (0, -4, 1), "elbows": (0.8, -0.6, -0.4),
}  # fmt: skip

DANCE: Mapping[str, Move] = {
    # The two-step, a shoulder down on each side, a kick across and a stomp.
    "hip hop": _phrase(8, (
        _groove(0, 0.0, **_BEGINS),
        _between(0, 0.10, right=(0.26, -0.16, 0.14), left=(0.30, -0.10, 0.20), rfoot=off(0.02, 0.18, 0.06, 14)),
        _groove(1, 0.22, turn=(-14, 6, 4), trunk=(-12, 10, 10), right=(0.10, 0.02, 0.30), left=(0.40, -0.06, 0.10),
                rfoot=on(0.06, 0.10, -20, 20), lfoot=on(0.23, 0, 14), gaze=(10, -6, 1)),
        _between(1, 0.0, right=(0.3, -0.12, 0.16), left=(0.24, -0.14, 0.16), rfoot=off(-0.2, 0.16, 0.04, 10)),
        _groove(2, -0.12, turn=(0, 8, 0), trunk=(0, 14, 0), rfoot=on(-0.30, 0, -14), right=(0.22, -0.2, 0.2),
                left=(0.22, -0.2, 0.2), lfoot=on(0.23, 0, 14, 12)),
        _between(2, -0.18, lfoot=off(-0.02, 0.18, 0.06, 14), right=(0.30, -0.10, 0.20), left=(0.26, -0.16, 0.14)),
        _groove(3, -0.28, turn=(14, 6, -4), trunk=(12, 10, -10), left=(0.10, 0.02, 0.30), right=(0.40, -0.06, 0.10),
                lfoot=on(-0.10, 0.10, 20, 20), rfoot=on(-0.30, 0, -14), gaze=(-10, -6, 1)),
        _between(3, -0.10, left=(0.3, -0.12, 0.16), right=(0.24, -0.14, 0.16), lfoot=off(0.16, 0.16, 0.04, 10)),
        # Arms thrown across and out, the chest popped.
        _groove(4, -0.03, turn=(0, 10, 0), trunk=(0, 22, 0), right=(-0.08, -0.02, 0.28), left=(-0.08, 0.04, 0.30),
                lfoot=on(0.23, 0, 14), gaze=(0, -20, 1)),
        _between(4, -0.03, turn=(0, -4, 0), trunk=(0, -14, 0), right=(0.46, 0.06, 0.16), left=(0.46, 0.06, 0.16),
                 gaze=(0, 8, 1), elbows=(0.8, -0.2, -0.6)),
        _groove(5, -0.03, 0.0, 0.83, turn=(0, 12, 0), trunk=(0, 18, 0), right=(0.34, -0.2, 0.2), left=(0.34, -0.2, 0.2),
                gaze=(0, -8, 1)),
        _between(5, 0.12, turn=(10, -2, 2), trunk=(-8, 6, 0), rfoot=off(0.04, 0.40, 0.42, 10), right=(0.3, -0.1, -0.1),
                 left=(0.12, 0.06, 0.28)),
        _groove(6, 0.04, turn=(0, 10, 0), trunk=(0, 16, 0), rfoot=on(-0.23, 0, -14), right=(0.12, 0.0, 0.28),
                left=(0.3, -0.14, 0.06)),
        _between(6, 0.0, right=(0.2, 0.18, 0.26), left=(0.26, -0.2, 0.1), trunk=(-10, 0, 6), gaze=(-14, 4, 1)),
        _groove(7, -0.04, turn=(-8, 8, -2), trunk=(-14, 12, -8), right=(0.14, 0.06, 0.32), left=(0.28, -0.22, 0.06)),
        _between(7, 0.0),
        _groove(8, 0.0, **_BEGINS),
    ), other="hip hop low"),
    # Rocking to and fro on crossed steps, a wave through the chest, down low and up again.
    "hip hop low": _phrase(8, (
        _groove(0, 0.0, **_BEGINS),
        _between(0, 0.06, 0.04, rfoot=off(-0.04, 0.2, 0.24, 10), right=(0.3, -0.14, -0.04), left=(0.14, 0.02, 0.28)),
        _groove(1, 0.04, 0.10, turn=(10, 10, 0), trunk=(8, 12, 0), rfoot=on(0.0, 0.30, -6), lfoot=on(0.23, 0, 14, 24),
                right=(0.3, -0.2, 0.04), left=(0.12, 0.06, 0.26)),
        _between(1, 0.04, 0.0, rfoot=off(-0.12, 0.16, 0.12, 10)),
        _groove(2, 0.0, -0.03, turn=(0, 4, 0), trunk=(0, 4, 0), rfoot=on(-0.23, 0, -14), lfoot=on(0.23, 0, 14),
                right=(0.24, -0.16, 0.2), left=(0.24, -0.16, 0.2)),
        # The wave: hips back, belly, chest and head one after another.
        K(2.4 * _BEAT_S, hips=(0.0, 0.88, -0.12), turn=(0, 26, 0), trunk=(0, 16, 0), gaze=(0, -24, 0.6),
          right=(0.32, -0.12, 0.12), left=(0.32, -0.12, 0.12)),
        K(2.8 * _BEAT_S, hips=(0.0, 0.90, 0.06), turn=(0, -10, 0), trunk=(0, 22, 0), gaze=(0, -30, 0.6)),
        K(3.2 * _BEAT_S, hips=(0.0, 0.92, 0.03), turn=(0, -6, 0), trunk=(0, -16, 0), gaze=(0, 14, 0.8),
          right=(0.38, 0.0, 0.16), left=(0.38, 0.0, 0.16)),
        _groove(4, 0.0, -0.06, 0.62, turn=(0, 26, 0), trunk=(0, 26, 0), gaze=(0, -10, 1), right=(0.26, -0.2, 0.3),
                left=(0.26, -0.2, 0.3), knees=24),
        _between(4, -0.10, -0.04, turn=(-10, 14, 0), trunk=(-16, 16, 0), right=(0.44, 0.0, 0.12), left=(0.0, 0.0, 0.3),
                 knees=18),
        _groove(5, -0.12, -0.05, 0.72, turn=(-12, 20, 0), trunk=(-18, 22, -6), right=(0.46, -0.06, 0.08),
                left=(0.0, -0.04, 0.3), knees=20),
        _between(5, 0.06, -0.02, turn=(6, 10, 0), trunk=(8, 12, 0), left=(0.3, 0.0, 0.2), right=(0.2, 0.0, 0.26)),
        _groove(6, 0.12, -0.03, 0.80, turn=(12, 14, 0), trunk=(18, 16, 6), left=(0.46, -0.06, 0.08),
                right=(0.0, -0.04, 0.3), knees=12),
        _between(6, 0.02, 0.0, turn=(0, 2, 0), trunk=(0, -4, 0), right=chest(0.3, 0.26, 0.14), left=(0.26, -0.1, 0.2),
                 gaze=(0, 6, 1), knees=6),
        _groove(7, 0.0, 0.0, turn=(0, 8, 0), trunk=(0, 14, 0), right=(0.1, 0.1, 0.3), left=(0.2, -0.14, 0.22),
                gaze=(0, -6, 1)),
        _between(7, 0.0),
        _groove(8, 0.0, **_BEGINS),
    )),
}  # fmt: skip
