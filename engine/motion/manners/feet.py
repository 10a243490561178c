"""Feet on their balls or on their heels: who goes on tiptoe, in high heels, or on the heels alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.motion.posing.legs import sunk, with_feet
from retarget import quat
from retarget.feet.legs import legs_of
from retarget.motion import Motion

Array = NDArray[np.float64]
_ACROSS, _UP, _AHEAD = np.eye(3)
_OWN = 0.35  # share of a foot's own tilt that is left: on tiptoe it hardly rolls
_RISES = 0.85  # share of the ankles' rise that the hips go along with: knees give a little
_TILTS = (np.radians(-35), np.radians(65))  # that a foot has at most, toes up and down


def tipped(motion: Motion, degrees: float) -> Motion:
    """The motion with feet that tread on their balls, heels up by degrees, or under 0 on heels with the toes up. Feet
    come down when and where they did."""
    pos, rot = motion.globals()
    root, goals = motion.root_pos.astype(np.float64), list[Array]()
    turned, rises = motion.rot.astype(np.float64), list[Array]()
    for leg in legs_of(motion.skeleton):
        foot = rot[:, leg.ankle].astype(np.float64)
        ankle = pos[:, leg.ankle].astype(np.float64)
        toe, heel = (ankle + quat.rotate(foot, np.asarray(point, np.float64)) for point in (leg.toe, leg.heel))
        lowest = np.minimum(toe[:, 1] - leg.stand[1], heel[:, 1])
        pitch = _tilt(foot)
        new = np.clip(np.radians(degrees) + _OWN * pitch, *_TILTS)
        sole = quat.multiply(foot, quat.from_axis_angle(_ACROSS, new - pitch))
        pivot, held = (leg.toe, leg.stand[1]) if degrees > 0 else (leg.heel, 0.0)
        at = (toe if degrees > 0 else heel) * (1, 0, 1) + (lowest + held)[:, None] * _UP
        goal = at - quat.rotate(sole, np.asarray(pivot, np.float64))
        goals.append(goal)
        rises.append(goal[:, 1] - ankle[:, 1])
        above = rot[:, motion.skeleton.parents[leg.ankle]].astype(np.float64)
        turned[:, leg.ankle] = quat.multiply(quat.inverse(above), sole)
    like = replace(motion, rot=quat.continuous(turned).astype(np.float32))
    standing = np.minimum(*rises)
    root[:, 1] += _RISES * float(np.median(np.maximum(standing, 0.0)))
    raised = replace(like, root_pos=root.astype(np.float32), contacts=_contacts(motion.contacts, degrees))
    return with_feet(sunk(raised, goals), goals, like)


def _tilt(foot: Array) -> Array:
    """How far (T,) rad a foot's toes show down against a foot that is flat on the floor."""
    return np.asarray(-np.arcsin(np.clip(quat.rotate(foot, _AHEAD)[:, 1], -1, 1)), np.float64)


def _contacts(contacts: NDArray[np.bool_], degrees: float) -> NDArray[np.bool_]:
    """Heels and toe bases (T, 4) on the floor: the one of each foot that is trodden on whenever either was."""
    down = contacts.reshape(len(contacts), 2, 2).any(axis=2)
    heel, toe = (down, np.zeros_like(down)) if degrees < 0 else (np.zeros_like(down), down)
    return np.stack([heel, toe], axis=2).reshape(len(contacts), 4)
