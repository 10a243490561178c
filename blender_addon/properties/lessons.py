"""Stored settings of My Motion: what is to be learnt, a row a motion, and what the set is called."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import BoolProperty, CollectionProperty, FloatProperty, IntProperty, PointerProperty, StringProperty

from ..engine.learn import job


def _armature(_settings: Any, chosen: Any) -> bool:
    """Whether an object can play an Action of the table."""
    return chosen.type == "ARMATURE"


class MotifLesson(bpy.types.PropertyGroup):
    """One motion to learn: an Action with the armature that plays it, or a file; `name` is what it is called."""

    caption: StringProperty(
        name="Caption",
        description="What the character does there, in English, as it would be asked for: “walks like a robot”. "
        "Several are parted by semicolons",
    )
    use: BoolProperty(name="Learn", description="Whether this motion is learnt", default=True)
    file: StringProperty(name="File", description="The motion's file")
    action: PointerProperty(name="Action", type=bpy.types.Action)
    rig: PointerProperty(name="Armature", type=bpy.types.Object, poll=_armature)


class MotifLearning(bpy.types.PropertyGroup):
    """What is to be learnt."""

    lessons: CollectionProperty(type=MotifLesson)
    chosen: IntProperty(name="Motion", description="Click a motion to change its caption")
    title: StringProperty(name="Set Name", description="What the new weights are called: “my walks”")
    minutes: FloatProperty(
        name="Minutes",
        description="How long is learnt, in the background and behind all other programs. It can be paused",
        default=job.MINUTES, min=0.1, max=24 * 60, soft_min=2, soft_max=120, precision=0,
    )  # fmt: skip


CLASSES = (MotifLesson, MotifLearning)
