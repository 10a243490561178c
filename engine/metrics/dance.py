"""Metrics of dance: physical foot contact, style recognition, and all numbers of a table's row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from engine.metrics import beat_alignment, distributions
from engine.motion import features, stops
from retarget.motion import ROLE_INDEX, Motion

Floats = NDArray[np.float64]
_BAR = 4  # beats
_STANDS_S = 0.5, 1.2  # at the beginning and end of a take, which stands there whatever is heard
_HEARD = 0.1  # share by which the loudest four beats must be louder than the quietest, for anybody to hear it
_FEET = (("left_ankle", "left_foot"), ("right_ankle", "right_foot"))


class Judge(Protocol):
    """Classifier of styles: `engine.train.audio.style_classifier.StyleClassifier`, or a stand-in."""

    def style(self, rows: NDArray) -> int: ...

    def embed(self, rows: NDArray) -> NDArray: ...


@dataclass(frozen=True)
class Row:
    """Motions of a table's row. beats: times in s, an array for each motion. styles: indices of the right ones."""

    name: str
    motions: Sequence[Motion]
    beats: Sequence[Floats]
    styles: Sequence[int] = field(default_factory=tuple)


COLUMNS = {
    "alignment": "beat alignment", "chance": "by chance", "excess": "over chance", "near": "motion near beats",
    "pfc": "PFC", "skate_share": "skate, share of frames", "skate_mm": "skate, mm a frame", "jerk": "jerk, m/s³",
    "diversity": "diversity", "recognised": "style recognised",
}  # fmt: skip


def pfc(motion: Motion) -> float:
    """Physical foot contact (Tseng et al. 2023, "EDGE"): 10^4 x mean of |root acceleration| x both feet's speeds.

    Downward acceleration is not counted, and accelerations are divided by their largest; the speed of a foot is the
    lower one of ankle and toe. A body can accelerate only against a standing foot: low is good.
    """
    if len(motion) < 4:
        return 0.0
    pos = motion.globals()[0].astype(float)
    root = np.diff(pos[:, 0], 2, axis=0) * motion.fps**2
    root[:, 1] = np.maximum(root[:, 1], 0)
    push = np.linalg.norm(root, axis=-1)
    step = np.linalg.norm(np.diff(pos, axis=0), axis=-1)[1:] * motion.fps
    left, right = (step[:, [ROLE_INDEX[r] for r in foot]].min(axis=1) for foot in _FEET)
    return float(1e4 * (push / max(push.max(), 1e-9) * left * right / motion.fps**2).mean())


def measure(row: Row, judge: Judge, rng: np.random.Generator, *, align: bool = True) -> dict[str, float]:
    """All numbers of a row: alignment averaged over motions, skate and jerk over frames.

    align: False to leave out beat alignment. Style recognition is left out of a row without styles.
    """
    out: dict[str, float] = {}
    if align:
        out |= aligned(row)
    out["pfc"] = float(np.mean([pfc(m) for m in row.motions]))
    out |= {**distributions.skate(row.motions), "jerk": distributions.jerk(row.motions)}
    rows = [features.encode(m) for m in row.motions]
    if len(rows) > 1:
        out["diversity"] = distributions.diversity(np.stack([judge.embed(r) for r in rows]), rng)
    if row.styles:
        out["recognised"] = float(np.mean([judge.style(r) == s for r, s in zip(rows, row.styles, strict=True)]))
    return out


def aligned(row: Row) -> dict[str, float]:
    """Mean alignment of motions with their beats; motions with fewer than two beats are left out."""
    found = []
    for motion, beats in zip(row.motions, row.beats, strict=True):
        if len(beats) > 1:
            moved = beat_alignment.kinematic_beats(motion)
            score = beat_alignment.alignment(moved, beats, motion.seconds)
            found.append((score.score, score.chance, score.excess, beat_alignment.nearness(moved, beats)))
    values = np.mean(found, axis=0) if found else np.zeros(4)
    return dict(zip(("alignment", "chance", "excess", "near"), values.tolist(), strict=True))


def at_tempo(beats: Floats, factor: float) -> Floats:
    """Beats at half (0.5) or double (2.0) tempo: every other one, or one more between each two.

    Raises ValueError for another factor.
    """
    if factor == 0.5:
        return beats[::2]
    if factor == 2.0:
        between = (beats[1:] + beats[:-1]) / 2
        return np.sort(np.concatenate([beats, between]))
    raise ValueError(f"a tempo can be halved or doubled, not multiplied by {factor}")


def staged(motion: Motion, beats: Floats) -> dict[str, float]:
    """How a dance goes about on a stage, beside its beats (s).

    still: share of frames in which the joints' mean speed is under 0.15 m/s. furthest: m from where it began. turning:
    mean rate, deg/s. hands, feet: 95th percentile of how far apart they are, m. steps: landings a beat, and step_near
    how near they are to beats, 0..1. begins, ends: mean speed in the first and last 0.2 s, m/s.
    """
    pos, pace = motion.globals()[0], stops.speed(motion)
    ground = pos[:, 0, [0, 2]]
    edge = max(1, round(0.2 * motion.fps))
    landings = stops.footfalls(motion)
    yaw = features.heading(motion.rot[:, 0])
    return {
        "still": float((pace < 0.15).mean()),
        "furthest": float(np.linalg.norm(ground - ground[0], axis=1).max()),
        "turning": float(np.degrees(np.abs(np.diff(yaw)).mean()) * motion.fps) if len(motion) > 1 else 0.0,
        "hands": _apart(pos, "left_wrist", "right_wrist"),
        "feet": _apart(pos, "left_foot", "right_foot"),
        "steps": len(landings) / max(len(beats), 1),
        "step_near": beat_alignment.nearness(landings, beats),
        "begins": float(pace[:edge].mean()),
        "ends": float(pace[-edge:].mean()),
    }


def follows(motion: Motion, loud: NDArray[np.floating], beats: Floats) -> float:
    """Spearman's correlation of loudness and mean joint speed over every four beats in a row, nan where a sound is too
    short or too even for one.

    loud: (T,) of the sound at the motion's frame rate. beats: s. Beginning and end of the take are left out.
    """
    pace = stops.speed(motion)
    length = min(len(pace), len(loud))
    last = length / motion.fps - _STANDS_S[1]
    spans = [slice(round(a * motion.fps), round(b * motion.fps))
             for a, b in zip(beats[:-_BAR], beats[_BAR:], strict=True) if a >= _STANDS_S[0] and b <= last]  # fmt: skip
    heard, moved = (np.array([float(values[span].mean()) for span in spans]) for values in (loud, pace))
    if len(spans) <= _BAR or np.ptp(heard) <= _HEARD * heard.max() or not np.ptp(moved):
        return float("nan")
    return float(np.corrcoef(rankdata(heard), rankdata(moved))[0, 1])


def _apart(pos: NDArray, one: str, other: str) -> float:
    return float(np.percentile(np.linalg.norm(pos[:, ROLE_INDEX[one]] - pos[:, ROLE_INDEX[other]], axis=1), 95))
