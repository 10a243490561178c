"""Stored settings of the source Audio: where the sound comes from, styles with weights, energy."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import (
    BoolProperty,
    CollectionProperty,
    EnumProperty,
    FloatProperty,
    FloatVectorProperty,
    IntProperty,
    PointerProperty,
    StringProperty,
)

from ..engine.protocol import styles
from ..engine.protocol.dance import APART
from ..paths import RELATIVE

# Items of an enum: name, label, description.
STYLES = [(style.name, style.label, style.about) for style in styles.STYLES]


def _is_armature(_group: Any, obj: bpy.types.Object) -> bool:
    return obj.type == "ARMATURE"


class MotifStyle(bpy.types.PropertyGroup):
    """A style in the list."""

    style: EnumProperty(name="Style", description="How the character moves", items=STYLES)
    weight: FloatProperty(
        name="Weight",
        description="How much of this style; keys on it change the style over time",
        default=1.0, min=0, max=4, soft_max=2,
    )  # fmt: skip


class MotifSound(bpy.types.PropertyGroup):
    """Sound that a take follows."""

    kind: EnumProperty(
        name="Sound",
        description="What is listened to",
        items=[
            ("scene", "Scene", "All that is heard in the scene's frame range: sound strips and speakers"),
            ("strip", "Strip", "One sound strip of the sequencer, from its first to its last frame"),
            ("file", "File", "A sound file, from the start frame on"),
        ],
    )
    strip: StringProperty(name="Strip", description="A sound strip of the sequencer")
    file: StringProperty(name="File", description="WAV, FLAC, OGG or MP3", subtype="FILE_PATH", options=RELATIVE)
    styles: CollectionProperty(type=MotifStyle)
    chosen: IntProperty(name="Style")
    energy: FloatProperty(
        name="Energy",
        description="How lively the motion is: below 1 calmer than the sound, above 1 livelier",
        default=1.0, min=0, max=2,
    )  # fmt: skip
    follow: FloatProperty(
        name="Follow Track",
        description="How far quiet passages are moved to calmly, and loud ones widely and livelier; 0: the same energy "
        "throughout",
        default=1.0, min=0, max=1, subtype="FACTOR",
    )  # fmt: skip
    on_beat: FloatProperty(
        name="On the Beat",
        description="How far stops of the body are brought to the beats, and strokes of speaking hands to the stresses",
        default=1.0, min=0, max=1, subtype="FACTOR",
    )  # fmt: skip
    stage: FloatProperty(
        name="Stage",
        description="How far from its beginning a dance goes, in metres; 0 for anywhere",
        default=1.5, min=0, max=100, soft_max=10, unit="LENGTH",
    )  # fmt: skip
    stage_shape: EnumProperty(
        name="Stage",
        description="What a dance stays on",
        items=[
            ("circle", "Circle", "So many metres around where the dance begins"),
            ("box", "Box", "So wide and so deep around where the dance begins"),
            ("object", "Object", "The bounds of an object of the scene, such as a floor"),
        ],
    )
    stage_size: FloatVectorProperty(
        name="Size", description="Width and depth of the stage, in metres", size=2,
        default=(4.0, 3.0), min=0.5, max=100, unit="LENGTH",
    )  # fmt: skip
    stage_object: PointerProperty(
        type=bpy.types.Object, name="Object", description="Object whose bounds are the stage, seen from above"
    )
    partner: EnumProperty(
        name="Second Dancer",
        description="What a second armature dances to the same sound, made with the same press",
        items=[
            ("none", "None", "One dancer"),
            ("mirrored", "Mirrored", "The first dancer's mirror image"),
            ("canon", "In Canon", "The first dancer's dance, a bar later"),
            ("other", "Own Dance", "A dance of its own to the same beats"),
        ],
    )
    second: PointerProperty(
        type=bpy.types.Object, name="Armature", description="The second dancer's armature", poll=_is_armature
    )
    second_place: EnumProperty(
        name="Place",
        description="Where the second dancer begins",
        items=[
            ("stands", "Where It Stands", "Where its armature is, facing as it does"),
            ("beside", "Beside", "To the first dancer's left"),
            ("facing", "Facing", "In front of the first dancer, face to face"),
        ],
    )
    apart: FloatProperty(
        name="Apart", description="Metres between the two dancers at first", default=APART, min=0.5, max=20,
        unit="LENGTH",
    )  # fmt: skip
    variation: FloatProperty(
        name="Variation",
        description="How much of a dance the network makes up: 0 for captured phrases alone, 1 for none of them",
        default=0.0, min=0, max=1, subtype="FACTOR",
    )  # fmt: skip
    prompts: BoolProperty(
        name="With Prompts",
        description="What the list of prompts says is done in its frames; the sound leads everywhere else",
    )
    snap_to: EnumProperty(
        name="Snap To",
        description="Where the accents of a take are brought",
        items=[
            ("beats", "Beats", "The beats of the sound"),
            ("markers", "Markers", "The timeline's markers"),
        ],
    )
    reach: FloatProperty(
        name="Reach", description="Farthest that an accent is moved, in seconds", default=0.2, min=0.01, max=1,
        subtype="TIME_ABSOLUTE",
    )  # fmt: skip


CLASSES: tuple[Any, ...] = (MotifStyle, MotifSound)
