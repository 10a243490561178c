"""Stored settings of the source Pose: what is made of the pose, its place in the motion, which bones stay."""

from __future__ import annotations

import bpy
from bpy.props import EnumProperty, IntProperty


class MotifPose(bpy.types.PropertyGroup):
    """What is made of the pose under the playhead."""

    kind: EnumProperty(
        name="From This Pose",
        description="What is made of the pose under the playhead",
        items=[
            ("motion", "Motion", "What leads to this pose and on from it; the pose itself is met exactly"),
            ("rest", "Rest of Pose", "The chosen bones stay as they are, the others are proposed"),
        ],
    )
    place: EnumProperty(
        name="Pose At",
        description="Where in the motion the pose lies",
        items=[
            ("first", "Start", "The motion goes on from the pose"),
            ("middle", "Middle", "The motion leads to the pose and on from it"),
            ("last", "End", "The motion leads to the pose"),
        ],
        default="middle",
    )
    frames: IntProperty(
        name="Frames", description="Length of the motion in frames, up to a minute", default=60, min=2, soft_max=240
    )
    given: EnumProperty(
        name="Unchanged",
        description="Which bones stay as they are",
        items=[
            ("selected", "Selected", "Those selected in Pose Mode stay"),
            ("keyed", "Keyed", "Those with a key on this frame stay"),
        ],
    )


CLASSES = (MotifPose,)
