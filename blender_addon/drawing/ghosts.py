"""Ghosts of the chosen take in the 3D view: figures every few frames, and the paths of feet and hands.

Those of one take can stay while another is chosen, to compare the two.
"""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from ..animation import actions
from ..animation.fcurve_pose import bone_matrices, follows_keys_only, object_matrices
from ..bpy_types import Action, Object
from ..keying import splice
from ..rig import active, reading
from ..rig.binding import read_rig
from . import lines

_FIGURES = 12  # at most, however long the take is
_FIGURE, _PATHS = (0.55, 0.75, 1.0, 0.45), {"left": (1.0, 0.65, 0.25, 0.9), "right": (0.4, 0.75, 1.0, 0.9)}
_PINNED = (1.0, 0.78, 0.45, 0.45)  # figures of the take that stays
_ENDS = ("ankle", "wrist")


class _State:
    """What is drawn: (pairs of points (2N, 3) in the world, RGBA), of the armature called so; pinned: of the Action
    whose ghosts stay."""

    lines: tuple[tuple[NDArray[np.float32], tuple[float, ...]], ...] = ()
    pinned: tuple[tuple[NDArray[np.float32], tuple[float, ...]], ...] = ()
    stays = ""  # name of that Action
    armature = ""
    handle: Any = None


_lines = lines.Lines()


def on() -> bool:
    """Whether ghosts are drawn."""
    return _State.handle is not None


def show(armature: Object, action: Action) -> None:
    """Draw ghosts of an Action on the armature in place of those before. Raises RigError."""
    if _State.armature != armature.name:
        _unpin()
    _State.lines, _State.armature = lines_of(armature, action), armature.name
    if _State.handle is None and not bpy.app.background:
        _State.handle = bpy.types.SpaceView3D.draw_handler_add(_draw, (), "WINDOW", "POST_VIEW")
    _redraw()


def pinned() -> str:
    """Return the name of the Action whose ghosts stay, "" for none."""
    return _State.stays


def pin(armature: Object, action: Action) -> None:
    """Let an Action's ghosts stay while another is shown; again to let them go. Raises RigError."""
    if _State.stays == action.name and _State.armature == armature.name:
        _unpin()
        _redraw()
        return
    show(armature, action)
    _State.pinned = tuple((points, _faded(colour)) for points, colour in _State.lines)
    _State.stays = action.name


def _faded(colour: tuple[float, ...]) -> tuple[float, ...]:
    """Return the colour of what stays: its figures' own, its paths half as strong."""
    return _PINNED if colour == _FIGURE else (*colour[:3], colour[3] / 2)


def _unpin() -> None:
    _State.pinned, _State.stays = (), ""


def hide() -> None:
    """Draw none."""
    _unpin()
    if _State.handle is not None:
        bpy.types.SpaceView3D.draw_handler_remove(_State.handle, "WINDOW")
    _State.handle, _State.lines = None, ()
    _lines.clear()
    _redraw()


def lines_of(armature: Object, action: Action) -> tuple[tuple[NDArray[np.float32], tuple[float, ...]], ...]:
    """Return (pairs of points (2N, 3) in the world, colour): the figures, then the paths of the left and right."""
    first, last = actions.frame_range(action, armature)
    frames = np.arange(first, last + 1)
    with splice.with_action(armature, action):
        binding = read_rig(armature, bpy.context.scene, active.overrides(armature))
        seen = reading.seen_bones(binding)
        bones = list(seen.values())
        if binding.controls is None and follows_keys_only(armature, bones):
            pose, world = bone_matrices(armature, bones, frames), object_matrices(armature, frames)
        else:
            pose, world = reading.stepped(armature, bones, frames)
    names, parents = binding.skeleton.names, binding.skeleton.parents
    points = np.stack([(np.asarray(world) @ pose[seen[name]])[:, :3, 3] for name in names], axis=1)  # (T, J, 3)
    chosen = points[np.unique(np.linspace(0, len(frames) - 1, _FIGURES).round().astype(int))]
    limbs = [j for j, parent in enumerate(parents) if parent >= 0]
    figures = np.stack([chosen[:, limbs], chosen[:, [int(parents[j]) for j in limbs]]], axis=2)
    found = [(figures.reshape(-1, 3).astype(np.float32), _FIGURE)]
    for side, colour in _PATHS.items():
        ends = [j for j, role in enumerate(binding.skeleton.roles) if role in [f"{side}_{end}" for end in _ENDS]]
        path = np.stack([points[:-1, ends], points[1:, ends]], axis=2)
        found.append((path.reshape(-1, 3).astype(np.float32), colour))
    return tuple(found)


def _draw() -> None:
    armature: Any = bpy.data.objects.get(_State.armature)
    if armature is None or not armature.visible_get():
        return
    _lines.draw((*_State.pinned, *_State.lines), hidden_behind=True)


def _redraw() -> None:
    manager = bpy.context.window_manager
    for window in manager.windows if manager is not None else ():
        for area in window.screen.areas:
            if area.type == "VIEW_3D":
                area.tag_redraw()
