"""Takes side by side: whether one shows, the original in its place and back, and one more in the list."""

from __future__ import annotations

from ..animation import actions
from ..bpy_types import Action, Object
from . import takes


def shown(armature: Object) -> bool:
    """Whether one of the takes is on the armature."""
    present = armature.animation_data.action if armature.animation_data else None
    return present is not None and present in [row.action for row in armature.motif.takes]


def compare(armature: Object) -> None:
    """Show the Action from before where a take shows, and that take again where the Action does."""
    store = armature.motif
    if shown(armature):
        store.compared = max(store.chosen, 0)
        takes.show_before(armature)
    elif store.takes:
        store.chosen = min(store.compared, len(store.takes) - 1)


def add(armature: Object, action: Action, seed: str, quality: float) -> None:
    """List an Action as a take and show it."""
    store = armature.motif
    row = store.takes.add()
    first, last = actions.frame_range(action)
    row.name, row.action, row.seed, row.frames, row.quality = action.name, action, seed, last - first + 1, quality
    store.chosen = len(store.takes) - 1
