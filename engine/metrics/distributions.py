"""Metrics of generated motion in numpy: R-precision, MM-Dist, FID, diversity, multimodality, skate, jerk, peaks.

Embeddings are rows `(N, D)`; text and motion of the same row belong together. Definitions: Guo et al. 2022 ("Generating
Diverse and Natural 3D Human Motions from Text", section 6) for R-precision, MM-Dist, diversity and multimodality;
Heusel et al. 2017 for FID. Embeddings are scaled to unit length first, so that all distances are within 0..2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retarget.feet import contact
from retarget.motion import ROLE_INDEX, Motion

POOL = 32
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """A mean over repeats and half the width of its 95% interval (normal approximation)."""

    mean: float
    half: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} ±{self.half:.3f}"


def interval(values: Sequence[float]) -> Interval:
    """Mean and 1.96 standard errors of repeated measurements; a single one has no width."""
    array = np.asarray(values, float)
    half = 1.96 * array.std(ddof=1) / np.sqrt(len(array)) if len(array) > 1 else 0.0
    return Interval(float(array.mean()), float(half))


def repeat(measure: Callable[[np.random.Generator], dict[str, float]], times: int, seed: int) -> dict[str, Interval]:
    """Repeat a measurement with `times` different generators -> an interval for each of its numbers."""
    rows = [measure(np.random.default_rng([seed, i])) for i in range(times)]
    return {key: interval([row[key] for row in rows]) for key in rows[0]}


def unit(rows: NDArray) -> Floats:
    """Rows scaled to length 1."""
    rows = np.asarray(rows, float)
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12)


def distances(a: NDArray, b: NDArray) -> Floats:
    """Euclidean distances (N, M) between rows (N, D) and (M, D)."""
    squared = (a * a).sum(1)[:, None] + (b * b).sum(1)[None] - 2 * a @ b.T
    return np.sqrt(np.maximum(squared, 0))


def r_precision(
    text: NDArray, motion: NDArray, rng: np.random.Generator, pool: int = POOL, top: int = 3
) -> tuple[float, ...]:
    """Share of texts whose motion is among the nearest 1, 2 .. `top` of a random pool of `pool` motions.

    Pairs after the last full pool are not counted; ties count as wrong. Raises ValueError for fewer pairs than a pool.
    """
    if len(text) < pool:
        raise ValueError(f"R-precision needs at least {pool} pairs, not {len(text)}")
    order = rng.permutation(len(text))
    hits = np.zeros(top)
    pools = len(text) // pool
    for rows in order[: pools * pool].reshape(pools, pool):
        apart = distances(text[rows], motion[rows])
        right = np.diag(apart)[:, None]  # distance of each text to its motion
        others = ~np.eye(pool, dtype=bool)
        rank = ((apart <= right) & others).sum(1)
        hits += [(rank < k).sum() for k in range(1, top + 1)]
    return tuple((hits / (pools * pool)).tolist())


def mm_dist(text: NDArray, motion: NDArray) -> float:
    """Mean distance of a text to its motion."""
    return float(np.linalg.norm(np.asarray(text) - motion, axis=-1).mean())


def fid(a: NDArray, b: NDArray) -> float:
    """Frechet distance of two sets of embeddings (N, D), (M, D) taken as normal distributions.

    |mu_a - mu_b|^2 + tr(A + B - 2 (A^1/2 B A^1/2)^1/2). The inner matrix is symmetric, so that the trace of its root is
    the sum of roots of real eigenvalues, also where fewer samples than dimensions make the covariances singular.
    """
    a, b = np.asarray(a, float), np.asarray(b, float)
    between = ((a.mean(0) - b.mean(0)) ** 2).sum()
    cov_a, cov_b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (a, b))
    root = _root(cov_a)
    inner = np.linalg.eigvalsh(root @ cov_b @ root)
    overlap = np.sqrt(np.maximum(inner, 0)).sum()
    return float(max(0.0, between + np.trace(cov_a) + np.trace(cov_b) - 2 * overlap))


def _root(covariance: Floats) -> Floats:
    """Square root of a positive semidefinite matrix; negative eigenvalues from rounding become 0."""
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T, float)


def diversity(motion: NDArray, rng: np.random.Generator, pairs: int = 300) -> float:
    """Mean distance of `pairs` random pairs of different rows."""
    first = rng.integers(len(motion), size=pairs)
    second = (first + rng.integers(1, max(2, len(motion)), size=pairs)) % len(motion)
    return float(np.linalg.norm(motion[first] - motion[second], axis=-1).mean())


def multimodality(takes: NDArray) -> float:
    """Takes (prompts, K, D) -> mean distance of two takes of one prompt, over all pairs."""
    takes = np.asarray(takes, float)
    first, second = np.triu_indices(takes.shape[1], 1)
    return float(np.linalg.norm(takes[:, first] - takes[:, second], axis=-1).mean())


def skate(motions: Sequence[Motion]) -> dict[str, float]:
    """Foot skate over several motions, weighted by frames: the share of sliding frames and mm a frame of low toes."""
    rows = [contact.foot_skate(m) for m in motions]
    weights = np.array([len(m) for m in motions], float)
    return {k: float(np.average([r[k] for r in rows], weights=weights)) for k in ("skate_share", "skate_mm")}


def jerk(motions: Sequence[Motion]) -> float:
    """Mean size of the third derivative of joint positions, m/s^3, over frames and joints of several motions."""
    sums, count = 0.0, 0
    for motion in (m for m in motions if len(m) > 3):
        size = np.linalg.norm(np.diff(motion.globals()[0].astype(float), 3, axis=0), axis=-1) * motion.fps**3
        sums, count = sums + float(size.sum()), count + size.size
    return sums / max(count, 1)


_PEAKS = {
    "ankle": ("left_ankle", "right_ankle"),
    "wrist": ("left_wrist", "right_wrist"),
    "hips": ("pelvis",),
}  # fmt: skip


def peaks(motion: Motion) -> dict[str, float]:
    """Largest height (m) and speed (m/s) that ankles, wrists and hips reach."""
    pos = motion.globals()[0]
    speed = np.linalg.norm(np.diff(pos, axis=0, prepend=pos[:1]), axis=-1) * motion.fps
    found = {}
    for name, roles in _PEAKS.items():
        joints = [ROLE_INDEX[r] for r in roles]
        found[f"{name} height"] = float(pos[:, joints, 1].max())
        found[f"{name} speed"] = float(speed[:, joints].max())
    return found


def peak_ratios(generated: Sequence[Motion], real: Sequence[Motion]) -> dict[str, float]:
    """Ratio of the mean peaks of generated and captured motions: 1 is as high and as fast as captured people."""
    sides = [[peaks(m) for m in motions] for motions in (generated, real)]
    means = [{k: np.mean([row[k] for row in rows]) for k in rows[0]} for rows in sides]
    return {k: float(means[0][k] / max(means[1][k], 1e-9)) for k in means[0]}


def agreement(texts: NDArray, motions: NDArray, real: NDArray, seed: int) -> dict[str, float]:
    """R-precision in pools of 32 (mean of 20 draws), MM-Dist and FID.

    Embeddings (N, D): sentences, motions generated for them, captured motions.
    """
    top = np.mean([r_precision(texts, motions, np.random.default_rng([seed, i])) for i in range(20)], axis=0)
    return {"R@1": float(top[0]), "R@2": float(top[1]), "R@3": float(top[2]), "MM-Dist": mm_dist(texts, motions),
            "FID": fid(real, motions)}  # fmt: skip
