"""Snaps the accents of an armature's Action to beats or markers by warping its time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from bpy.types import FCurve
from numpy.typing import NDArray

from ..animation import actions
from ..animation.channels import bone_of
from ..bpy_types import Object, Scene
from ..retarget import time_warp
from ..rig.binding import RigError

_DENSE = 0.9  # least keys a frame of a curve that is keyed on every frame


def snap(armature: Object, scene: Scene, frames: Sequence[float], reach_s: float) -> str:
    """Warp the armature's Action so that accents within `reach_s` seconds fall on `frames`; returns a sentence for the
    artist. Raises RigError."""
    curves = [c for c in actions.curves_of(armature) if len(c.keyframe_points) > 1]
    if not curves:
        raise RigError(f"“{armature.name}” has no keys to move: generate a take first.")
    action = armature.animation_data.action
    if action.library is not None:
        raise RigError(f"The Action “{action.name}” is linked from another file: give “{armature.name}” a copy of it.")
    locked = next((c for c in curves if c.lock or (c.group is not None and c.group.lock)), None)
    if locked is not None:
        bone = bone_of(locked.data_path) or armature.name
        raise RigError(f"The channels of “{bone}” are locked in the Dope Sheet: unlock them first.")
    first = min(c.keyframe_points[0].co[0] for c in curves)
    last = max(c.keyframe_points[-1].co[0] for c in curves)
    if not any(first < frame < last for frame in frames):
        raise RigError(f"There is no beat or marker between frames {first:.0f} and {last:.0f}: nothing to snap to.")
    fps = actions.scene_fps(scene)
    found, marked = time_warp.accents(_motion(curves, first, last), fps)
    warp = time_warp.snap(found + first, marked, np.array(frames), first, last, reach_s * fps)
    if warp.snapped == 0:
        raise RigError("No step or gesture ends near a beat or marker: allow a longer reach.")
    for curve in curves:
        _warp(curve, warp)
    return f"{warp.snapped} of {len(found)} accents snapped"


def _motion(curves: Sequence[FCurve], first: float, last: float) -> NDArray[np.float64]:
    """Sample the rotation curves, (T, C), without travel: in a quaternion's unit all bones weigh alike."""
    turning = [c for c in curves if c.data_path.rpartition(".")[2].startswith("rotation")] or list(curves)
    clock = np.arange(int(first), int(last) + 1)
    return np.array([[curve.evaluate(float(frame)) for curve in turning] for frame in clock])


def _warp(curve: FCurve, warp: time_warp.Warp) -> None:
    """Warp a curve's keys in time. Keys on every frame stay on their frames and get the warped values."""
    points = curve.keyframe_points
    count = len(points)
    co, left, right = (np.empty(2 * count, np.float32) for _ in range(3))
    points.foreach_get("co", co)
    frames = co[::2].astype(np.float64)
    if count >= _DENSE * (frames[-1] - frames[0] + 1):
        co[1::2] = [curve.evaluate(float(f)) for f in warp.back(frames)]
        points.foreach_set("co", co)
    else:
        points.foreach_get("handle_left", left)
        points.foreach_get("handle_right", right)
        for sides in (co, left, right):
            sides[::2] = warp.forward(sides[::2])
        points.foreach_set("co", co)
        points.foreach_set("handle_left", left)
        points.foreach_set("handle_right", right)
    curve.update()
