"""Stored settings of paths and targets: a curve to go along, and a row for each object that a joint reaches."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import BoolProperty, CollectionProperty, EnumProperty, IntProperty, PointerProperty


def _is_curve(_group: Any, obj: bpy.types.Object) -> bool:
    return obj.type == "CURVE"


class MotifTarget(bpy.types.PropertyGroup):
    """A joint, the object that it reaches, and the frames in which it does."""

    joint: EnumProperty(
        name="Joint",
        description="What reaches the object",
        items=[
            ("right_hand", "Right Hand", "The right wrist is there"),
            ("left_hand", "Left Hand", "The left wrist is there"),
            ("right_foot", "Right Foot", "The right ankle is there"),
            ("left_foot", "Left Foot", "The left ankle is there"),
            ("head", "Head", "The head's lower end is there"),
            ("hips", "Hips", "The hips are there"),
            ("look", "Look", "The face is turned there"),
        ],
    )
    object: PointerProperty(
        type=bpy.types.Object, name="Object", description="What is reached; where it moves it is followed"
    )
    turned: BoolProperty(
        name="Turned", description="The joint's bone takes the object's axes, as with a Copy Rotation constraint"
    )
    first: IntProperty(name="First Frame", description="First frame in which the joint is there", default=30)
    last: IntProperty(name="Last Frame", description="Last frame in which the joint is there", default=30)


class MotifWay(bpy.types.PropertyGroup):
    """Where a take leads, and what it reaches."""

    curve: PointerProperty(
        type=bpy.types.Object, name="Path", description="The curve that the character goes along", poll=_is_curve
    )
    face: EnumProperty(
        name="Face",
        description="Where the character looks on the path",
        items=[
            ("along", "Along", "The way it goes"),
            ("start", "As at Start", "One way all along: forward, sideways and backward as the path turns"),
            ("object", "Object", "Towards an object"),
        ],
    )
    towards: PointerProperty(type=bpy.types.Object, name="Towards", description="What the character faces on the path")
    targets: CollectionProperty(type=MotifTarget)
    chosen: IntProperty(name="Target")


CLASSES: tuple[Any, ...] = (MotifTarget, MotifWay)
