"""What is known to be wrong in the shared pack, by clip, and how it is left out or mended.

Recordings that people have looked at: stretches in which a figure freezes, slides or turns over, floors that tilt,
sources that hold so much of one thing that they would drown the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from retarget.motion import ROLE_INDEX, Motion

_END = 1e9
_FLIP = 0.15  # s left out on both sides of a frame in which something turns over


def _flip(*times: float) -> tuple[tuple[float, float], ...]:
    return tuple((t - _FLIP, t + _FLIP) for t in times)


# Clip id -> (start s, end s) of what must not be learnt from.
BROKEN: Mapping[str, tuple[tuple[float, float], ...]] = MappingProxyType(
    {
        "cmu_135_01": ((0.0, 2.9),),
        "cmu_03_02": ((0.0, 0.45),),
        "cmu_01_07": ((27.85, 28.05),),
        "cmu_08_07": ((0.0, 0.04),),
        "cmu_60_03": _flip(15.1), "cmu_60_04": _flip(5.6), "cmu_60_05": _flip(27.6), "cmu_60_06": _flip(16.6),
        "cmu_60_09": _flip(6.3), "cmu_60_11": _flip(3.4), "cmu_60_13": _flip(10.3), "cmu_60_15": _flip(12.1),
        "cmu_61_15": _flip(20.0, 23.1), "cmu_94_02": _flip(8.4), "cmu_85_14": _flip(10.5, 11.5),
        "cmu_94_16": ((0.0, _END),),
    }
)  # fmt: skip
# Deep squats and a rise from the floor in which the source's solver turns a knee over.
_FLIPPING_KNEES = re.compile(
    r"hdm05_(dg_squat\w*_(029|03[3-6])|bd_squat\w*_00[678]|bk_squat\w*_(01[456]|020)"
    r"|bk_liedown\w*_(00[5-9]|010)|tr_liedown\w*_(019|020))"
)
_TILTED = re.compile(r"accadm_male1_|cmu_02_0[123678]$")
# Many times the same: how often a clip is drawn against one of its length elsewhere. UI-PRMD's 75 minutes of ten
# exercises count as twelve; the 22 walks and 10 runs of one person as a few.
_PLENTIFUL = ((re.compile(r"uiprmd_"), 0.16), (re.compile(r"cmu_35_"), 0.3))
_LEAST_TILT = 0.02  # m over the clip's extent: less is the floor of any laboratory
_STEEPEST = 0.03  # of rise to run: more is a foot in the air, not a floor


def broken(clip_id: str) -> tuple[tuple[float, float], ...]:
    """Stretches (start s, end s) of a clip that must not be learnt from."""
    return ((0.0, _END),) if _FLIPPING_KNEES.match(clip_id) else BROKEN.get(clip_id, ())


def sound_stretches(clip_id: str, seconds: float) -> list[tuple[float, float]]:
    """What is left of 0..seconds without the broken stretches."""
    out, at = [], 0.0
    for start, end in sorted(broken(clip_id)):
        if start > at:
            out.append((at, min(start, seconds)))
        at = max(at, end)
    if at < seconds:
        out.append((at, seconds))
    return out


def share(clip_id: str) -> float:
    """How often a clip is drawn against another of its length."""
    return next((value for pattern, value in _PLENTIFUL if pattern.match(clip_id)), 1.0)


def most_pieces(clip_id: str) -> int | None:
    """How many captioned pieces of a clip are learnt from, None for all: of exercises repeated for a minute by ten
    people a few each, and none done wrongly on purpose."""
    if not clip_id.startswith("uiprmd_"):
        return None
    return 0 if clip_id.split("#")[0].endswith("_inc") else 2


def is_tilted(clip_id: str) -> bool:
    """Whether the floor under this recording is known not to be level."""
    return _TILTED.match(clip_id) is not None


def level(motion: Motion, rounds: int = 8) -> Motion:
    """The motion over a level floor: the plane under its lowest foot points is fitted, and taken off the height.

    Height is sheared, not turned: ten centimetres over eight metres are 0.7 degrees. A plane that rises by less than
    two centimetres over the ground covered is left alone, and so is one steeper than any of these floors.
    """
    pos, _ = motion.globals()
    feet = pos[:, [ROLE_INDEX["left_foot"], ROLE_INDEX["right_foot"]]]
    lowest = feet[np.arange(len(feet)), feet[..., 1].argmin(axis=1)].astype(np.float64)
    middle = lowest.mean(axis=0)
    columns = np.column_stack([lowest[:, [0, 2]] - middle[[0, 2]], np.ones(len(lowest))])
    keep = np.ones(len(lowest), bool)
    plane = np.zeros(3)
    for _ in range(rounds):
        if keep.sum() < 10:
            return motion
        plane = np.linalg.lstsq(columns[keep], lowest[keep, 1], rcond=None)[0]
        above = lowest[:, 1] - columns @ plane
        keep = above < np.quantile(above, 0.5) + 0.01  # a foot on its way lies above the floor, never below it
    rise = np.ptp(columns[:, :2] @ plane[:2])
    if rise < _LEAST_TILT or np.linalg.norm(plane[:2]) > _STEEPEST:
        return motion
    ground = (motion.root_pos[:, [0, 2]] - middle[[0, 2]]) @ plane[:2]
    root = motion.root_pos.copy()
    root[:, 1] -= ground.astype(root.dtype)
    return replace(motion, root_pos=root)
