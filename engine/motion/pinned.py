"""Pinned: feature values of a motion that a sampler must keep."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.motion import features


@dataclass(frozen=True)
class Pinned:
    """Values that sampling keeps. rows: (T, MOTION_DIM) or wider features of a motion, as `features.encode` makes them.
    keep: (T,) or (T, MOTION_DIM) bool, True where they stay. Contacts are free. Raises ValueError for other shapes."""

    rows: NDArray[np.floating]
    keep: NDArray[np.bool_]

    def __post_init__(self) -> None:
        rows, keep = np.asarray(self.rows, np.float32)[:, : features.MOTION_DIM], np.asarray(self.keep)
        if keep.ndim == 1:
            keep = np.repeat(keep[:, None], features.MOTION_DIM, axis=1)
        if rows.shape != keep.shape or keep.dtype != np.bool_ or rows.shape[1] != features.MOTION_DIM:
            raise ValueError(f"Pinned rows {rows.shape} and what to keep of them, {keep.dtype} {keep.shape}, differ.")
        object.__setattr__(self, "rows", rows)
        object.__setattr__(self, "keep", keep)
