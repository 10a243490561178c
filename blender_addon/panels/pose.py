"""The source Pose in the Motif panel: motion around the pose at the current frame, or the rest of that pose."""

from __future__ import annotations

from bpy.types import Context, UILayout

from ..i18n.translations import tr
from ..properties.settings import MotifTake
from ..rig import active


def draw_source(layout: UILayout, context: Context) -> None:
    """Draw what is made of the pose, its settings, and the prompt."""
    settings = active.settings(context)
    pose = settings.pose
    layout.row(align=True).prop(pose, "kind", expand=True)
    words = tr("Pose of frame {0}").format(context.scene.frame_current)
    layout.label(text=words, icon="POSE_HLT", translate=False)
    column = layout.column()
    column.use_property_split = True
    column.use_property_decorate = False
    if pose.kind == "motion":
        column.prop(pose, "place")
        column.prop(pose, "frames")
    else:
        column.prop(pose, "given")
    layout.prop(settings, "prompt", text="", icon="TEXT")


def draw_family(layout: UILayout, take: MotifTake) -> None:
    """Draw the buttons that generate from the same pose or the same motion, for a take made from a pose."""
    if not take.family:
        return
    row = layout.row(align=True)
    row.operator("motif.take_family", text="Same Pose").share = "pose"
    row.operator("motif.take_family", text="Same Motion").share = "motion"
