"""The armature that takes are written to: found again by name, checked, with the Action that is its own."""

from __future__ import annotations

from dataclasses import dataclass

import bpy

from ..animation import actions
from ..bpy_types import Action, Object, Scene
from ..keying.span import Span
from ..rig.binding import RigError
from ..rig.scenes import check_time


@dataclass(frozen=True)
class Target:
    """An armature by name and session id, since a job may outlive the object. scene: the name of its scene."""

    name: str
    uid: int
    scene: str

    @classmethod
    def of(cls, armature: Object, scene: Scene) -> Target:
        """Describe `armature`."""
        return cls(armature.name, getattr(armature, "session_uid", 0), scene.name)

    def find(self) -> Object:
        """Return the armature, also a renamed one. Raises RigError where it is gone."""
        found = bpy.data.objects.get(self.name)
        if self.uid and (found is None or found.session_uid != self.uid):
            found = next((o for o in bpy.data.objects if o.session_uid == self.uid), None)
        if found is None or found.type != "ARMATURE":
            raise RigError(f"The armature “{self.name}” is gone: select another and press Generate again.")
        return found

    def find_scene(self) -> Scene:
        """Return its scene, else the present one."""
        return bpy.data.scenes.get(self.scene) or bpy.context.scene


def check_writable(armature: Object, scene: Scene | None = None) -> None:
    """Raise RigError where new keys can't be put on the armature, or wouldn't play on their frames of the scene."""
    if scene is not None:
        check_time(scene)
    if armature.library is not None:
        raise RigError(
            f"The armature “{armature.name}” is linked from another file: make a library override of it first (Object, "
            "Library Override, Make)."
        )
    data = armature.animation_data
    if data is not None and data.use_tweak_mode:
        raise RigError(f"“{armature.name}” is in the NLA's tweak mode: leave it (Tab in the NLA) first.")


def own_action(armature: Object) -> Action | None:
    """Return the armature's Action; while a take is shown, the one from before."""
    store = armature.motif
    present = armature.animation_data.action if armature.animation_data else None
    return store.before if present in [row.action for row in store.takes] else present


def shown_action(armature: Object) -> Action | None:
    """Return the Action that an in-between changes: the one that shows; while a take shows that is itself an
    in-between, its source, so that generating again changes the same animation."""
    present = armature.animation_data.action if armature.animation_data else None
    if present is None or present not in [row.action for row in armature.motif.takes]:
        return present
    return source_of(present) or present


def source_of(action: Action) -> Action | None:
    """Return the Action that an in-between was made of; None for other Actions and where it is gone."""
    span = Span.from_meta(actions.read_meta(action) or {})
    return bpy.data.actions.get(span.action) if span is not None else None
