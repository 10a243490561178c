"""Checks on motions that come from files: a frame rate and numbers that motion has, and no stand-in for the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..motion import Motion

MIN_FPS, MAX_FPS = 1.0, 1000.0
_FAR = 1e9  # in the file's units: beyond it there is no motion, only damage
_LENGTHS = (0.01, 100.0)  # of a quaternion that is one, though nobody normalised it
_LFS = b"version https://git-lfs"
_PAGE = (b"<!doctype html", b"<html", b"<?xml", b"<head")


def check_motion(motion: Motion) -> Motion:
    """The motion itself; raises ValueError naming the frame and joint of the first number that isn't finite or that no
    motion has, or a frame rate outside 1 to 1,000."""
    check_fps(motion.fps)
    names = motion.skeleton.names
    for values, what in (
        (motion.skeleton.offsets, "offset of {name}"),
        (motion.root_pos, "root's position in frame {at}"),
    ):
        wrong = ~(np.abs(values) < _FAR).all(axis=1)
        if wrong.any():
            at = int(wrong.argmax())
            raise ValueError(f"the {what.format(name=names[min(at, len(names) - 1)], at=at)} {_fault(values[at])}")
    lengths = np.linalg.norm(motion.rot.astype(np.float64), axis=2)
    turns = ~((lengths > _LENGTHS[0]) & (lengths < _LENGTHS[1]))
    if turns.any():
        frame, joint = divmod(int(turns.argmax()), turns.shape[1])
        finite = np.isfinite(motion.rot[frame, joint]).all()
        said = "has no quaternion's length" if finite else "is not a finite number"
        raise ValueError(f"the rotation of {names[joint]} in frame {frame} {said}")
    return motion


def _fault(values: NDArray[np.float32]) -> str:
    """What is wrong with a place."""
    return "is out of all range" if np.isfinite(values).all() else "is not a finite number"


def stand_in(path: Path) -> str:
    """What a file is that only stands in another's place, and what to do, as it follows "it is"; "" for others.

    Raises OSError where it can't be opened.
    """
    with Path(path).open("rb") as file:
        start = file.read(64)
    if start.startswith(_LFS):
        return "only a pointer of Git LFS and not the file itself: fetch it with `git lfs pull`"
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGE):
        return "a web page and not the file itself: download the file that it offers"
    return "" if start else "empty: copy or download it again"


def check_fps(fps: float) -> float:
    """The frame rate itself; raises ValueError for one that no motion has."""
    if not MIN_FPS <= fps <= MAX_FPS:
        raise ValueError(f"the frame rate is {fps:g}, and frames a second are from {MIN_FPS:g} to {MAX_FPS:g}")
    return fps
