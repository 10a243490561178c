"""Sets influences back that a take leaves at 0, where its Action is swapped by hand.

Blender keeps the value that an Action's keys set last. In the list of takes that is seen to; in the Action Editor, by a
script or by Unlink it isn't, and the artist's own Action would play on with IK or a limit switched off.
"""

from __future__ import annotations

from typing import Any

import bpy

from ..animation import actions
from ..bpy_types import Object

_shown: dict[str, tuple[int, dict[str, float]]] = {}  # armature -> its Action's address, and what that switches off


def _put_back(armature: Object) -> None:
    """Set back what the Action before switched off, if there is another one now that doesn't key it."""
    data = armature.animation_data
    action = data.action if data is not None else None
    now = action.as_pointer() if action is not None else 0
    before, left = _shown.get(armature.name, (now, {}))
    if before == now and armature.name in _shown:
        return
    _shown[armature.name] = (now, actions.influences_of(action))
    keyed = {curve.data_path for curve in actions.curves_of(armature)} if left else set()
    actions.set_influences(armature, {path: value for path, value in left.items() if path not in keyed})


@bpy.app.handlers.persistent
def _updated(_: Any, graph: Any = None) -> None:
    """Look at the armatures that Blender has evaluated anew."""
    for update in graph.updates if graph is not None else ():
        if isinstance(update.id, bpy.types.Object) and update.id.type == "ARMATURE":
            _put_back(update.id.original)


@bpy.app.handlers.persistent
def _opened(*_: Any) -> None:
    """Know the Actions of a file as it was saved."""
    _shown.clear()
    for obj in bpy.data.objects:
        if obj.type == "ARMATURE":
            _put_back(obj)


def register() -> None:
    """Add the handlers."""
    bpy.app.handlers.load_post.append(_opened)
    bpy.app.handlers.depsgraph_update_post.append(_updated)


def unregister() -> None:
    """Remove the handlers."""
    on = bpy.app.handlers
    for handlers, handler in ((on.load_post, _opened), (on.depsgraph_update_post, _updated)):
        if handler in handlers:
            handlers.remove(handler)
    _shown.clear()
