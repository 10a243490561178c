"""Checks on motions that come from files: a frame rate that motion has, and only finite numbers."""

from __future__ import annotations

import numpy as np

from ..motion import Motion

MIN_FPS, MAX_FPS = 1.0, 1000.0


def check_motion(motion: Motion) -> Motion:
    """The motion itself; raises ValueError naming the frame and joint of the first number that isn't finite, or a frame
    rate outside 1 to 1,000."""
    check_fps(motion.fps)
    offsets = ~np.isfinite(motion.skeleton.offsets).all(axis=1)
    if offsets.any():
        raise ValueError(f"the offset of {motion.skeleton.names[int(offsets.argmax())]} is not a finite number")
    root = ~np.isfinite(motion.root_pos).all(axis=1)
    if root.any():
        raise ValueError(f"the root's position in frame {int(root.argmax())} is not a finite number")
    turns = ~np.isfinite(motion.rot).all(axis=2)
    if turns.any():
        frame, joint = divmod(int(turns.argmax()), turns.shape[1])
        raise ValueError(f"the rotation of {motion.skeleton.names[joint]} in frame {frame} is not a finite number")
    return motion


def check_fps(fps: float) -> float:
    """The frame rate itself; raises ValueError for one that no motion has."""
    if not MIN_FPS <= fps <= MAX_FPS:
        raise ValueError(f"the frame rate is {fps:g}, and frames a second are from {MIN_FPS:g} to {MAX_FPS:g}")
    return fps
