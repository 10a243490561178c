"""Metrics of in-betweening: L2P, L2Q and NPSS of the LaFAN1 benchmark, and jumps at seams.

Harvey, Yurick, Nowrouzezahrai, Pal: "Robust Motion In-betweening", SIGGRAPH 2020, section 6 (L2Q, L2P), with NPSS of
Gopalakrishnan et al. 2019, section 4. Positions are standardised by the statistics of training windows, as there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.inbetween.gaps import seen_from
from retarget.motion import Motion


@dataclass(frozen=True)
class Scale:
    """Mean and spread (22, 3) of joint positions in the heading frame of the last past frame, metres."""

    mean: NDArray
    spread: NDArray

    @classmethod
    def of(cls, windows: Sequence[Motion], past: int) -> Scale:
        """Statistics of training windows, each with `past` frames before its gap."""
        pos = np.concatenate([placed(m, past)[0] for m in windows])
        return cls(pos.mean(axis=0), pos.std(axis=0) + 1e-6)


def placed(motion: Motion, past: int) -> tuple[NDArray, NDArray]:
    """World positions (T, J, 3) and rotations (T, J, 4) seen from the last of `past` frames."""
    root, rot, *_ = seen_from(motion.root_pos[None], motion.rot[None], past - 1)
    return Motion(motion.skeleton, motion.fps, root[0], rot[0]).globals()


def l2p(generated: Motion, real: Motion, past: int, gap: int, scale: Scale) -> float:
    """Mean over the gap's frames of the length of the standardised error of all positions."""
    span = slice(past, past + gap)
    a, b = ((placed(m, past)[0][span] - scale.mean) / scale.spread for m in (generated, real))
    return float(np.linalg.norm((a - b).reshape(gap, -1), axis=1).mean())


def l2q(generated: Motion, real: Motion, past: int, gap: int) -> float:
    """Mean over the gap's frames of the length of the error of all world quaternions, signs agreeing."""
    span = slice(past, past + gap)
    a, b = (m.globals()[1][span] for m in (generated, real))
    a = np.where(np.sum(a * b, axis=-1, keepdims=True) < 0, -a, a)
    return float(np.linalg.norm((a - b).reshape(gap, -1), axis=1).mean())


def npss(generated: Sequence[Motion], real: Sequence[Motion], past: int, gap: int) -> float:
    """Normalised power spectrum similarity of world quaternions: earth mover's distance between spectra over time,
    weighted by the power of the true spectrum."""
    # Quaternions (N, gap, 4 J) of both, the signs of the true ones flipped to agree with the generated ones.
    spectra = []
    for motions in (generated, real):
        rows = np.stack([m.globals()[1][past : past + gap].reshape(gap, -1) for m in motions])
        if spectra:
            other = np.stack([m.globals()[1][past : past + gap].reshape(gap, -1) for m in generated])
            sign = np.sum((rows * other).reshape(*rows.shape[:2], -1, 4), axis=-1, keepdims=True) < 0
            rows = np.where(sign, -rows.reshape(*rows.shape[:2], -1, 4), rows.reshape(*rows.shape[:2], -1, 4))
            rows = rows.reshape(len(motions), gap, -1)
        spectra.append(np.abs(np.fft.fft(rows, axis=1)) ** 2)
    # Cumulated shares of power over frequencies; their summed difference is the earth mover's distance.
    found, true = spectra
    total = true.sum(axis=1)
    share = [np.cumsum(s / np.maximum(s.sum(axis=1, keepdims=True), 1e-12), axis=1) for s in (found, true)]
    distance = np.abs(share[0] - share[1]).sum(axis=1)
    return float((distance * total).sum() / total.sum())


def jumps(motion: Motion) -> tuple[NDArray, NDArray]:
    """Largest change over joints of velocity (T - 2,) m/s and of acceleration (T - 3,) m/s² from frame to frame."""
    pos, _ = motion.globals()
    second = np.linalg.norm(np.diff(pos, n=2, axis=0), axis=-1).max(axis=1) * motion.fps
    third = np.linalg.norm(np.diff(pos, n=3, axis=0), axis=-1).max(axis=1) * motion.fps**2
    return second, third


def seam_jumps(motion: Motion, seams: Sequence[int]) -> tuple[NDArray, NDArray]:
    """Largest jumps of velocity and acceleration around each seam, a frame at which generated motion starts or ends."""
    second, third = jumps(motion)
    picked = [
        (second[max(0, s - 2) : s + 1].max(initial=0), third[max(0, s - 3) : s + 1].max(initial=0)) for s in seams
    ]
    return np.array([p[0] for p in picked]), np.array([p[1] for p in picked])


def jump_ratios(
    generated: Sequence[Motion], real: Sequence[Motion], seams: Sequence[Sequence[int]]
) -> tuple[float, float]:
    """95th percentiles of the jumps of velocity and acceleration over all seams of generated motions, divided by those
    over all frames of captured motions."""
    at_seams = [seam_jumps(m, at) for m, at in zip(generated, seams, strict=True)]
    usual = [jumps(m) for m in real]
    high = [[float(np.percentile(np.concatenate([x[k] for x in xs]), 95)) for xs in (at_seams, usual)] for k in (0, 1)]
    return high[0][0] / high[0][1], high[1][0] / high[1][1]
