"""Types for annotations where Blender's own don't say enough: an armature object, and names of icons.

ArmatureObject and Icon exist for type checkers; at runtime they are Any. Action, Object and Scene are open: the add-on
hangs its own properties on objects and scenes, and a data block's kind depends on its object's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import bpy
    from bpy.stub_internal.rna_enums import IconItems as Icon

    class ArmatureObject(bpy.types.Object):
        """An object whose data is an armature. motif: the add-on's MotifRig."""

        data: bpy.types.Armature  # pyright: ignore[reportIncompatibleVariableOverride]
        pose: bpy.types.Pose  # pyright: ignore[reportIncompatibleVariableOverride]
        motif: Any
else:
    ArmatureObject = Any
    Icon = Any

Action = Any
Object = Any
Scene = Any
