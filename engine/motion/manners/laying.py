"""A manner laid over a motion: as much of it as the motion lacks, in time and in pose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from engine.motion.events import signals
from engine.motion.manners.feet import tipped
from engine.motion.manners.ground import Gait, gait_of, stood
from engine.motion.manners.limbs import handed, reached, swung
from engine.motion.manners.rows import PLAIN_GAZE, PLAIN_LEAN, ROWS, Row, together
from engine.motion.manners.trunk import bent
from engine.protocol.plan.steps import Manner
from retarget import quat, smooth
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion, sample_at

Array = NDArray[np.float64]
BOTH = (True, True)
_FASTER, _SLOWER = 1.5, 0.5  # ratios of time at most
_STANDS_M = 0.92  # height of the hips of who just stands or walks
_ON_FEET_M = 0.75  # height of the hips of who stands or walks, at least
_CHANGES_S = 0.8  # over which a posture is seen to change, beside what steps do to it
_PLAIN_STEPS_M, _RUNS_MPS = (0.66, 1.05), 1.8  # of somebody who just walks and runs, and from where on he runs
_PLAINLY = 0.15  # share of their length by which plain steps differ
_MORE = 1.5  # times what a row says of a head's pitch, at most, of who looks the other way


def row_of(manners: Sequence[Manner]) -> Row:
    """What several manners change together, each by its amount."""
    return together([ROWS[one.name].scaled(one.amount) for one in manners])


def tempo_of(manners: Sequence[Manner]) -> float:
    """How much faster something is done."""
    return float(np.clip(row_of(manners).tempo, _SLOWER, _FASTER))


def hurt_of(manners: Sequence[Manner]) -> str | None:
    """The side that is hurt; the right one where it isn't said."""
    return next((one.side for one in manners if one.side), "right")


def laid(
    motion: Motion, manners: Sequence[Manner], free: tuple[bool, bool] = BOTH, *, hands: bool = True,
    waves: bool = False,
) -> Motion:  # fmt: skip
    """A canonical motion as somebody does it in these manners; as many frames as before, the tempo left as it is. free:
    whether the left and the right arm do nothing of their own. hands: whether they may be held somewhere. waves:
    whether how far arms go is left to the manner."""
    if len(motion) < 8 or not manners:
        return motion
    row, hurt = row_of(manners), hurt_of(manners)
    motion = _timed(motion, row, hurt)
    gait = gait_of(motion, hurt)
    lean, gaze = _lacking(motion, row, gait) if hands else (np.full(len(motion), x) for x in (row.lean, row.gaze))
    row = replace(row, sink=max(0.0, row.sink - max(0.0, _STANDS_M - float(np.median(motion.root_pos[:, 1])))))
    row = replace(row, stride=_strided(row.stride, motion, gait))
    base = tipped(motion, row.tip) if row.tip and float(motion.root_pos[:, 1].min()) > _ON_FEET_M else motion
    made = bent(stood(base, row, gait, lean), row, gait, lean, gaze, hurt)
    made = swung(motion, made, row, gait, free)
    if waves and row.reach < 1:
        made = reached(made, row.reach)
    if hands:
        made = handed(made, row, gait, free, hurt)
    return _by_starts(made, row) if row.staccato and gait.goes else made


def _strided(wanted: float, motion: Motion, gait: Gait) -> float:
    """The ratio of the steps' length that is left to be made: steps that are short, or long, already are left so."""
    if not gait.goes or wanted == 1.0:
        return wanted
    # From the middle of each stance to the middle of the next: neither the first step nor the last is whole.
    stands = sorted((first + last) // 2 for sign in (1, -1) for first, last in smooth.runs(sign * gait.over > 0.5))
    if len(stands) < 3:
        return wanted
    ground = motion.root_pos[stands][:, [0, 2]]
    lengths, seconds = np.linalg.norm(np.diff(ground, axis=0), axis=1), np.diff(stands) / motion.fps
    runs = float(np.median(lengths / seconds)) > _RUNS_MPS
    seen = float(np.median(lengths)) / _PLAIN_STEPS_M[runs]
    if abs(seen - 1) < _PLAINLY:
        return wanted
    return float(np.clip(wanted / seen, wanted, 1.0) if wanted < 1 else np.clip(wanted / seen, 1.0, wanted))


def _lacking(motion: Motion, row: Row, gait: Gait) -> tuple[Array, Array]:
    """Degrees of lean and of the head's pitch (T,) that the motion lacks while the body is upright: of who straightens
    up by and by all the more."""
    there = gait.upright > 0.8
    if there.mean() < 0.3:
        return np.full(len(motion), row.lean), np.full(len(motion), row.gaze)
    lean = np.degrees(signals(motion).lean[:, 1]) - PLAIN_LEAN
    ahead = quat.rotate(motion.globals()[1][:, R["head"]], np.array([0.0, 0.0, 1.0]))[:, 1]
    up = np.degrees(np.arcsin(np.clip(ahead, -1, 1))) - PLAIN_GAZE
    leans, looks = (_by_and_by(np.asarray(seen, np.float64), there, motion.fps) for seen in (lean, up))
    return _rest(row.lean, leans, 1.0), _rest(row.gaze, looks, _MORE)


def _by_and_by(seen: Array, there: NDArray[np.bool_], fps: float) -> Array:
    """What is seen (T,) without what steps make of it, as it is where somebody is upright."""
    filled = np.interp(np.arange(len(seen)), np.flatnonzero(there), seen[there])
    return np.asarray(gaussian_filter1d(filled, _CHANGES_S * fps, mode="nearest"), np.float64)


def _rest(wanted: float, seen: Array, most: float) -> Array:
    """What is left of it, none of it the other way."""
    low, high = sorted((0.0, most * wanted))
    return np.asarray(np.clip(wanted - seen, low, high), np.float64)


def _timed(motion: Motion, row: Row, hurt: str | None) -> Motion:
    """The motion with its time run unevenly: quickly over a hurt leg, by starts where nobody is on the way."""
    gait = gait_of(motion, hurt)
    if gait.goes and row.limp:
        good = np.clip(np.abs(gait.over) - gait.hurt, 0, 1)
        rate = 1 + 1.1 * row.limp * gait.hurt - 0.45 * row.limp * good
        clock = np.concatenate([[0.0], np.cumsum(1 / rate[1:])])
        return sample_at(
            motion, np.interp(np.linspace(0, clock[-1], len(motion)), clock, np.arange(len(motion))), motion.fps
        )
    if row.staccato and not gait.goes:
        return sample_at(motion, _starts(len(motion), row.staccato * motion.fps), motion.fps)
    return motion


def _by_starts(motion: Motion, row: Row) -> Motion:
    """Trunk, head and arms that move by starts over legs that go on."""
    held = sample_at(motion, _starts(len(motion), row.staccato * motion.fps), motion.fps)
    rot = motion.rot.copy()
    joints = [R[name] for name in R if not any(part in name for part in ("pelvis", "hip", "knee", "ankle", "foot"))]
    rot[:, joints] = held.rot[:, joints]
    return replace(motion, rot=quat.continuous(rot).astype(np.float32))


def _starts(frames: int, size: float) -> Array:
    """Frames (T,) of a time that stands still and goes on in jumps of `size` frames."""
    at = np.arange(frames) / size
    return np.asarray(
        np.minimum(size * (np.floor(at) + smooth.minimum_jerk((at % 1.0) / 0.55)), frames - 1), np.float64
    )
