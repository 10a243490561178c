"""The Keys panel: how many keyframes a take gets and where they go."""

from __future__ import annotations

from bpy.types import Context

from ..rig import active
from .widgets import ArmaturePanelBody


class KeysPanel(ArmaturePanelBody):
    """How takes are keyed."""

    bl_label = "Keys"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: Context) -> None:
        """Draw number of keys, target, root motion and leading controls."""
        layout, armature = self.layout, active.active(context)
        store = armature.motif
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.prop(store, "keys")
        if store.keys == "sparse":
            error = layout.column(align=True)
            error.prop(store, "key_degrees", text="Degrees")
            error.prop(store, "key_millimetres", text="mm")
        layout.prop(store, "keys_into")
        layout.prop(store, "root_motion")
        if active.summary(armature).controls:
            layout.row().prop(store, "lead", expand=True)
