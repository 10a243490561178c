"""Clean-up of generated motion: jolts smoothed, feet locked to the ground; and the measures of quality of a take."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

from retarget import quat
from retarget.feet import contact, down, knees, lock, soles, steps
from retarget.feet.legs import legs_of
from retarget.motion import Motion

# The largest jerk of any joint in a frame, m/s^3 at 30 fps: 99.5th percentile over frames of captured motion.
JERK_LIMIT = 3150.0
HOLDING = ("keep", "always")  # foot locks that hold feet in their places
_SIGMAS_S = (0.02, 0.03, 0.045, 0.065)  # smoothing is tried gently first
_REACH_S = 0.1  # seconds on either side of a jolt that are smoothed with it


def clean(motion: Motion, foot_lock: str = "keep") -> Motion:
    """The motion without jolts, with its feet locked as `foot_lock` (none, keep, always, ground) says.

    Where feet are held, they also lie flat, and step from one place to the next instead of being dragged there. Frames
    away from jolts, contacts and steps keep their rotations. The floor is at Y = 0.
    """
    motion = calm(motion)
    if foot_lock not in HOLDING:
        return lock.lock_feet(motion, foot_lock)
    motion = soles.laid(knees.forwards(down.raised(motion)))
    settled = replace(motion, contacts=steps.planned(motion))
    if foot_lock == "keep" and not settled.contacts.any():  # looked for and not found: what feet there are, are dragged
        return lock.lock_feet(settled, "ground")
    return steps.lifted(lock.lock_feet(settled, foot_lock))


def calm(motion: Motion, limit: float = JERK_LIMIT) -> Motion:
    """The motion smoothed around frames whose jerk is over `limit` m/s^3; the others stay as they are."""
    if len(motion) < 5:
        return motion
    smooth = motion
    for sigma in _SIGMAS_S:
        # Gentle smoothing first; where jolts are left, more of it.
        jolts = jerk(smooth) > limit
        if not jolts.any():
            break
        # A jerk is spread over four frames' positions: the mask starts from all of them.
        wide = np.zeros(len(motion), bool)
        for shift in range(4):
            wide[shift : shift + len(jolts)] |= jolts
        # Widened to either side and faded, so that no edge of the smoothing shows.
        reach = 2 * round(_REACH_S * motion.fps) + 1
        weight = gaussian_filter1d(maximum_filter1d(wide.astype(np.float32), reach), reach / 4, mode="nearest")
        smooth = _blend(smooth, sigma * motion.fps, weight)
    return smooth


def _blend(motion: Motion, sigma: float, weight: NDArray) -> Motion:
    """The motion mixed with a smoothed copy of itself by `weight` (T,) from 0 to 1; `sigma` in frames."""
    root = gaussian_filter1d(motion.root_pos, sigma, axis=0, mode="nearest")
    rot = quat.normalize(gaussian_filter1d(motion.rot, sigma, axis=0, mode="nearest"))
    mixed = quat.slerp(motion.rot, rot, np.broadcast_to(weight[:, None], motion.rot.shape[:2]))
    mixed = np.where(weight[:, None, None] > 1e-4, mixed, motion.rot)
    root_pos = motion.root_pos + weight[:, None] * (root - motion.root_pos)
    return replace(motion, root_pos=root_pos, rot=quat.continuous(mixed))


def jerk(motion: Motion) -> NDArray[np.float32]:
    """The largest jerk of any joint, (T - 3,) m/s^3, from third differences of world positions."""
    pos, _ = motion.globals()
    return np.linalg.norm(np.diff(pos, n=3, axis=0), axis=-1).max(axis=1) * np.float32(motion.fps**3)


def measure(motion: Motion) -> dict[str, float]:
    """Measures of quality that a take carries.

    skate: mm a frame that low toes move. skate_share: share of frames with a sliding foot. jerk: 99th percentile,
    m/s^3. floor: the deepest that a heel or toe base goes under Y = 0, m.
    """
    slide = contact.foot_skate(motion)
    pos, rot = motion.globals()
    lowest = [
        (pos[:, leg.ankle] + quat.rotate(rot[:, leg.ankle], point))[:, 1].min()
        for leg in legs_of(motion.skeleton)
        for point in (leg.heel, leg.toe)
    ]
    return {
        "skate": slide["skate_mm"],
        "skate_share": slide["skate_share"],
        "jerk": float(np.percentile(jerk(motion), 99)) if len(motion) > 3 else 0.0,
        "floor": max(0.0, -float(min(lowest))),
    }
