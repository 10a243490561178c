"""How lively a take is from moment to moment: as the sound is loud, as far as that is followed, and as is asked for.

Energy is counted as a request counts it: 0 calm, 1 as it is, 2 lively.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from retarget import quat
from retarget.motion import ROLE_INDEX, Motion

_SONE = 0.6  # exponent from sound pressure to loudness (S. S. Stevens, "The measurement of loudness", 1955)
_WIDE = 0.25  # loud and quiet passages that differ by this share are as far apart as energy goes
_SIZE = 1.4  # how much larger the liveliest motion is than captured, and how much smaller the calmest
_SLOW_S = 1.0  # s: poses are scaled about their mean over about twice as long
_LOW, _STANDS = 0.5, 0.75  # m that hips are high: below, hands may hold the body, and nothing is scaled
_ARMS = [ROLE_INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in ("collar", "shoulder")]
_GROW = [*(ROLE_INDEX[name] for name in ("spine1", "spine2", "spine3")), *_ARMS]
_FOLD = [ROLE_INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in ("elbow", "wrist")]
Floats = NDArray[np.float64]


def levels(rms: NDArray[np.floating]) -> Floats:
    """Where each of (N,) passages lies between the quietest, 0, and the loudest, 1; near 0.5 where all are alike."""
    loud = np.asarray(rms, np.float64) ** _SONE
    if not len(loud) or loud.max() <= 0:
        return np.full(len(loud), 0.5)
    low, high = loud.min(), loud.max()
    share = min(1.0, (high - low) / (_WIDE * high))
    return 0.5 + share * ((loud - low) / max(high - low, 1e-9) - 0.5)


def energies(loud: Floats, energy: float, follow: float) -> Floats:
    """Energy (N,) of passages by how loud they are, 0 to 1. follow: 0 for the same throughout."""
    return np.clip(energy + follow * (2 * loud - 1), 0, 2)


def scaled(motion: Motion, energy: Floats) -> Motion:
    """The motion with trunk and arms moving as widely as its energy (T,) has it, about the mean pose of the seconds
    around; legs and what is kept low stay as they are.

    Elbows and wrists only fold less, since who stretches an arm has no more to stretch; the further a joint has turned,
    the less is added.
    """
    if len(motion) < 3 or np.allclose(energy, 1.0):
        return motion
    stands = np.clip((motion.root_pos[:, 1].astype(np.float64) - _LOW) / (_STANDS - _LOW), 0, 1)
    stands = gaussian_filter1d(stands, 0.2 * motion.fps, mode="nearest")
    size = _SIZE ** (stands * (np.asarray(energy, np.float64) - 1))
    rot = motion.rot.astype(np.float64)
    for joints, most in ((_GROW, np.inf), (_FOLD, 1.0)):
        rot[:, joints] = _about_mean(rot[:, joints], np.minimum(size, most)[:, None, None], motion.fps)
    return replace(motion, rot=quat.continuous(rot).astype(np.float32))


def _about_mean(rot: Floats, size: Floats, fps: float) -> Floats:
    """Rotations (T, J, 4) further from, or nearer to, their means over time."""
    mean = quat.normalize(gaussian_filter1d(quat.continuous(rot), _SLOW_S * fps, axis=0, mode="nearest"))
    apart = quat.to_rotvec(quat.multiply(quat.inverse(mean), rot))
    angle = np.linalg.norm(apart, axis=-1, keepdims=True)
    grown = np.where(size > 1, 1 + (size - 1) / (1 + angle**2), size)
    return quat.multiply(mean, quat.from_rotvec(grown * apart))
