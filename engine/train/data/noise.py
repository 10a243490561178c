"""Noise of recordings that were brought to 30 fps without a low-pass before: what is above it is folded into it.

At the same speed CMU's recordings jerk two to three times as much as ACCAD's, HDM05's and 100STYLE's, which were
low-passed on the way: 190 m/s^3 in the mean, the others 90 to 144. A low-pass at 9 Hz brings it to 107 and keeps 99.5%
of the peaks of wrists and ankles over 3 m/s.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfiltfilt

from engine.train.data.clips import Clip
from retarget import quat
from retarget.motion import Motion

CUT_HZ = 9.0
_ORDER = 4  # of the Butterworth filter, which runs forward and backward, so that nothing is late
_SHORTEST = 12  # frames
_NOISY = ("CMU",)


def is_noisy(clip: Clip) -> bool:
    """Whether a clip is of a data set that was sampled down with its noise."""
    return clip.dataset in _NOISY


def quieted(motion: Motion) -> Motion:
    """The motion without what is above CUT_HZ; its contacts stay."""
    if len(motion) < _SHORTEST:
        return motion
    rot = quat.normalize(_low_passed(motion.rot, motion.fps))
    root = _low_passed(motion.root_pos, motion.fps)
    return replace(motion, root_pos=root.astype(np.float32), rot=quat.continuous(rot).astype(np.float32))


def _low_passed(values: NDArray[np.float32], fps: float) -> NDArray[np.float64]:
    """Values (T, ...) low-passed in time, continued at both ends by their reflection."""
    filt = butter(_ORDER, CUT_HZ, fs=fps, output="sos")
    pad = min(len(values) - 1, 15)
    return np.asarray(sosfiltfilt(filt, values.astype(np.float64), axis=0, padlen=pad), np.float64)
