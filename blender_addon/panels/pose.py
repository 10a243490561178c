"""The Pose side of the panel: motion around the pose under the playhead, or the rest of it."""

from __future__ import annotations

from typing import Any

from bpy.types import Context, UILayout

from ..i18n.translations import tr
from ..rig import active


def draw_source(layout: UILayout, context: Context) -> None:
    """What is made of the pose, and what may happen."""
    settings = active.settings(context)
    own = settings.pose
    layout.row(align=True).prop(own, "kind", expand=True)
    words = tr("Pose of frame {0}").format(context.scene.frame_current)
    layout.label(text=words, icon="POSE_HLT", translate=False)
    column = layout.column()
    column.use_property_split = True
    column.use_property_decorate = False
    if own.kind == "motion":
        column.prop(own, "place")
        column.prop(own, "frames")
    else:
        column.prop(own, "given")
    layout.prop(settings, "prompt", text="", icon="TEXT")


def draw_family(layout: UILayout, take: Any) -> None:
    """What shares the pose or the motion with a take that came of a pose."""
    if not take.family:
        return
    row = layout.row(align=True)
    row.operator("motif.take_family", text="Same Pose").share = "pose"
    row.operator("motif.take_family", text="Same Motion").share = "motion"
