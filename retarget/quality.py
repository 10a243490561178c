"""Quality measures of a retargeted motion: limb directions, sliding, sinking and hip height."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import quat
from .body import Body
from .feet import contact
from .feet.legs import foot_points, legs_of
from .motion import Motion
from .solve import rest_alignment

_LIMBS = tuple(
    (f"{side}_{a}", f"{side}_{b}")
    for side in ("left", "right")
    for a, b in (("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle"))
)


def limb_angles(source: Motion, moved: Motion) -> NDArray[Any]:
    """Measure the angles (T, N) in degrees between corresponding limbs, each in its own figure's facing frame.

    N: the limbs, of at most eight, whose joints both skeletons have.
    """
    a, b = (quat.rotate(rest_alignment(m.skeleton).facing, m.globals()[0]) for m in (source, moved))
    at, to = source.skeleton.role_joint, moved.skeleton.role_joint
    out: list[NDArray[Any]] = []
    for pair in _LIMBS:
        if set(pair) <= at.keys() & to.keys():
            want = quat.normalize(a[:, at[pair[1]]] - a[:, at[pair[0]]])
            have = quat.normalize(b[:, to[pair[1]]] - b[:, to[pair[0]]])
            out.append(np.arctan2(np.linalg.norm(np.cross(want, have), axis=-1), np.sum(want * have, axis=-1)))
    return np.degrees(np.stack(out, axis=-1)) if out else np.zeros((len(source), 0))


def compare(source: Motion, moved: Motion, body: Body | None = None) -> dict[str, float]:
    """Compare `moved` with the `source` that it was retargeted from, frame for frame.

    Returns limb_degrees and limb_degrees_worst: mean and largest angle between corresponding limbs; locked_mm and
    locked_mm_worst: mean and largest movement of a planted point in one frame; sunk_mm: greatest depth of a foot below
    the floor, Y = 0; skate_share and skate_mm: see `contact.foot_skate`; hips: hip height in leg lengths, over the
    source's. body: the target's skin, where it is known.
    """
    legs = legs_of(moved.skeleton, body.soles if body else None)
    pos, rot = moved.globals()
    angles = limb_angles(source, moved)
    step = np.linalg.norm(np.diff(foot_points(moved, legs)[..., [0, 2]], axis=0), axis=-1)
    held = step[moved.contacts[1:] & moved.contacts[:-1]]
    heights = [
        (pos[:, joint, None, 1] + quat.rotate(rot[:, joint, None], points)[..., 1]).min()
        for leg in legs
        for joint, points in leg.sole
    ]
    found = {
        "limb_degrees": float(angles.mean()) if angles.size else 0.0,
        "limb_degrees_worst": float(angles.max(initial=0.0)),
        "locked_mm_worst": float(1000 * held.max(initial=0.0)),
        "sunk_mm": float(1000 * max(0.0, -min(heights))),
        "hips": _hips(moved) / max(_hips(source), 1e-6),
    }
    return found | contact.foot_skate(moved)


def _hips(motion: Motion) -> float:
    """Median height of the hip joints above Y = 0, in leg lengths."""
    legs = legs_of(motion.skeleton)
    pos, _ = motion.globals()
    hips = (pos[:, legs[0].hip, 1] + pos[:, legs[1].hip, 1]) / 2
    return float(np.median(hips)) / legs[0].scale
