"""Stored settings of the scene; stored takes, bone map and keying of an armature."""

from __future__ import annotations

import inspect
from typing import Any

import bpy
from bpy.props import (
    BoolProperty,
    CollectionProperty,
    EnumProperty,
    FloatProperty,
    IntProperty,
    PointerProperty,
    StringProperty,
)

from ..drawing import ghosts
from ..engine.protocol.limits import MAX_SECONDS
from ..engine.protocol.sampling import DEFAULT_GUIDANCE
from ..rig.binding import RigError
from ..session import session
from ..takes import takes
from . import inbetween
from . import lessons as lesson_props
from . import motion as motion_props
from . import path as path_props
from . import pose as pose_props
from . import prompts as prompt_props
from . import sound as sound_props

_MAX_SEED = 2**31 - 1


def _shown(rig: Any, context: bpy.types.Context) -> None:
    try:
        takes.show_chosen(rig.id_data)
        row = takes.chosen(rig.id_data)
        if row is not None and context.scene is not None and context.scene.motif.follow:
            takes.preview(context.scene, *takes.frames(row))
        if ghosts.on() and row is not None and row.action is not None:
            ghosts.show(rig.id_data, row.action)
    except RigError as error:
        session.notify(str(error), "ERROR")


def _picked(bone: Any, _context: bpy.types.Context) -> None:
    bone.confidence = 1.0 if bone.bone else 0.0


def _overridable(group: type) -> type:
    """A group whose values can be set on an armature that is a library override, and lists be added to."""
    properties = inspect.get_annotations(group, eval_str=True)
    for made in properties.values():
        insertion = {"USE_INSERTION"} if made.function is CollectionProperty else set()
        made.keywords["override"] = {"LIBRARY_OVERRIDABLE", *insertion}
    group.__annotations__ = properties
    return group


@_overridable
class MotifTake(bpy.types.PropertyGroup):
    """One generated take of an armature."""

    action: PointerProperty(type=bpy.types.Action, name="Action")
    seed: StringProperty(name="Seed")
    first: IntProperty(name="First Frame")
    figures: StringProperty(name="Figures", description="Poses of the take, from its first to its last frame")
    frames: IntProperty(name="Frames")
    family: BoolProperty(name="Family", description="Motion around a pose, which others can share")
    quality: FloatProperty(name="Quality", description="Share of the frames in which no planted foot slides")


@_overridable
class MotifBone(bpy.types.PropertyGroup):
    """Which bone plays a role; `name` is the role."""

    bone: StringProperty(name="Bone", description="The bone that plays this part; empty for none", update=_picked)
    confidence: FloatProperty(name="Confidence", description="How sure the match is")


@_overridable
class MotifRig(bpy.types.PropertyGroup):
    """What Motif keeps on an armature object."""

    takes: CollectionProperty(type=MotifTake)
    chosen: IntProperty(name="Take", description="Click a take to see it on the armature", update=_shown, default=-1)
    before: PointerProperty(
        type=bpy.types.Action, name="Before", description="The Action that was on the armature before the takes"
    )
    own_pose: StringProperty(name="Own Pose", description="The pose that was on the armature before the takes")
    compared: IntProperty(name="Compared Take", description="The take that Compare goes back to")
    blend_with: StringProperty(
        name="With", description="The take to blend the chosen one with; empty for the Action from before"
    )
    blend: FloatProperty(
        name="Share", description="0 is the chosen take, 1 the other one", default=0.5, min=0, max=1, subtype="FACTOR"
    )
    bones: CollectionProperty(type=MotifBone)
    chosen_bone: IntProperty(name="Bone")
    root_motion: EnumProperty(
        name="Root Motion",
        description="What carries the character over the ground",
        items=[
            ("hips", "Hips", "Travel and height are keyed on the hips bone"),
            ("root", "Root Bone", "Travel is keyed on the topmost bone, height on the hips. Without a bone above "
             "the hips this is the same as Hips"),
            ("object", "Object", "Travel is keyed on the armature object, height on the hips"),
        ],
    )  # fmt: skip
    lead: EnumProperty(
        name="Controls",
        description="Which of the rig's controls get keys. Its switches are keyed with them",
        items=[
            ("fk", "FK", "Arms and legs are turned joint by joint; the rig follows exactly"),
            ("ik", "IK", "Hands and feet are placed, elbows and knees follow their poles"),
            ("both", "Both", "Keys on FK and IK controls, with the switches on FK: switch a limb at any time"),
        ],
    )
    keys: EnumProperty(
        name="Keys",
        description="How many keys a take gets",
        items=[
            ("every", "Every Frame", "A key a frame, exactly as made"),
            ("sparse", "Sparse", "Few keys with handles, within the error below: easy to edit"),
        ],
    )
    key_degrees: FloatProperty(
        name="Error in Degrees",
        description="How far any bone may turn away from the take in the world, with sparse keys",
        default=0.2, min=0.01, max=30, soft_max=5, precision=2,
    )  # fmt: skip
    key_millimetres: FloatProperty(
        name="Hands, Feet in mm",
        description="How far hands and feet may stray from the take, with sparse keys, in millimetres",
        default=1.0, min=0.05, max=500, soft_max=50, precision=1,
    )  # fmt: skip
    keys_into: EnumProperty(
        name="Write To",
        description="Where takes go; the Action that is there now is kept in any case",
        items=[
            ("new", "New Action", "Each take is an Action of its own"),
            ("replace", "Replace in Range", "Each take is a copy of the present Action with the take's frames in it; "
             "keys outside them stay as they are"),
            ("nla", "NLA Strip", "Keep puts the take on a track of its own above the others, and the Action from "
             "before under it"),
        ],
    )  # fmt: skip


class MotifScene(bpy.types.PropertyGroup):
    """What is asked for, kept in the scene."""

    source: EnumProperty(
        name="Source",
        description="What the motion is made from",
        items=[
            ("text", "Text", "Words that say what the character does"),
            ("audio", "Audio", "Sound that the character moves to"),
            ("inbetween", "In-between", "Frames and body parts of an animation, made anew"),
            ("motion", "Motion", "A motion file, or the animation of another armature, onto this one"),
            ("pose", "Pose", "The pose under the playhead: motion around it, or the rest of it"),
        ],
    )
    follow: BoolProperty(
        name="Range Follows", description="Let the preview range follow the chosen take: it plays in its own frames"
    )
    sound: PointerProperty(type=sound_props.MotifSound)
    span: PointerProperty(type=inbetween.MotifSpan)
    pose: PointerProperty(type=pose_props.MotifPose)
    motion: PointerProperty(type=motion_props.MotifMotion)
    learning: PointerProperty(type=lesson_props.MotifLearning)
    way: PointerProperty(type=path_props.MotifWay)
    prompt: StringProperty(
        name="Prompt",
        description="What the character does, in English: “a person walks in a circle to the left”. Where it says "
        "<audio>, the chosen sound stands for a word: “a person moves to <audio>”",
    )
    take_apart: BoolProperty(
        name="Take Apart",
        description="Make what the prompt says step by step, and gestures over what the legs do. Off, the model reads "
        "the sentence as it is",
        default=True,
    )
    prompts: CollectionProperty(type=prompt_props.MotifPrompt)
    chosen_prompt: IntProperty(name="Prompt", description="Click a prompt to change its words and frames")
    automatic: BoolProperty(
        name="Automatic Length",
        description="Let the words decide how long the take is, or the sound where the prompt says <audio>",
        default=True,
    )
    frames: IntProperty(
        name="Frames", description=f"Length of the take in frames, at most {MAX_SECONDS:g} seconds", default=120, min=1
    )
    start: IntProperty(name="Start Frame", description="Frame of the take's first key", default=1)
    seed: IntProperty(
        name="Seed", description="The same words, settings and seed give the same take", default=0, min=0, max=_MAX_SEED
    )
    lock_seed: BoolProperty(
        name="Lock Seed", description="Keep the seed from take to take; unlocked, each Generate draws a new one"
    )
    takes: IntProperty(name="Takes", description="How many takes to choose from", default=3, min=1, max=8)
    quality: EnumProperty(
        name="Quality",
        description="Time spent on each take",
        items=[
            ("draft", "Draft", "Quickest, for trying out words"),
            ("normal", "Normal", "The best of a few tries for each take"),
            ("best", "Best", "The best of eight tries for each take; to sound, twice the steps"),
        ],
        default="normal",
    )
    guidance: FloatProperty(
        name="Guidance",
        description="How closely the words are followed; too much makes motion stiff",
        default=DEFAULT_GUIDANCE, min=0, max=20, soft_max=8,
    )  # fmt: skip
    variety: FloatProperty(
        name="Variety",
        description="Temperature of the sampling: below 1 safer and more alike, above 1 more varied",
        default=1.0, min=0.01, max=10, soft_min=0.2, soft_max=2,
    )  # fmt: skip
    steps: IntProperty(
        name="Steps", description="Sampler steps; 0 leaves them to Quality", default=0, min=0, max=1000, soft_max=50
    )
    foot_lock: EnumProperty(
        name="Foot Lock",
        description="What happens to feet that stand",
        items=[
            ("none", "None", "Leave the feet as generated"),
            ("keep", "Keep", "Hold a foot still while it is planted"),
            ("always", "Always", "Plant the lower foot at all times: no jumps"),
            ("ground", "Ground", "Only keep feet out of the floor"),
        ],
        default="keep",
    )
    clean_up: BoolProperty(name="Clean-up", description="Foot lock, no foot below the floor, no shaking", default=True)
    in_place: BoolProperty(name="In Place", description="Leave out travel over the ground")
    loop: EnumProperty(
        name="Loop",
        description="Whether the last frame is the first again",
        items=[
            ("none", "Off", "The take ends as it ends"),
            ("match", "Match Ends", "The end leads over to the first pose; travel over the ground stays"),
            ("repeat", "Match and Repeat", "The same, and the keys go round and round (a Cycles modifier)"),
        ],
    )


CLASSES = (
    *sound_props.CLASSES,
    *inbetween.CLASSES,
    *pose_props.CLASSES,
    *motion_props.CLASSES,
    *lesson_props.CLASSES,
    *prompt_props.CLASSES,
    *path_props.CLASSES,
    MotifTake,
    MotifBone,
    MotifRig,
    MotifScene,
)


def add_to_types() -> None:
    """Add the groups to Scene and Object as `motif`, and the progress to WindowManager."""
    bpy.types.Scene.motif = PointerProperty(type=MotifScene)  # type: ignore[attr-defined]
    rig = PointerProperty(type=MotifRig, override={"LIBRARY_OVERRIDABLE"})
    bpy.types.Object.motif = rig  # type: ignore[attr-defined]
    bpy.types.WindowManager.motif_progress = FloatProperty(  # type: ignore[attr-defined]
        name="Progress", subtype="PERCENTAGE", min=0, max=100, options={"SKIP_SAVE"}
    )


def remove_from_types() -> None:
    """Remove the groups; values stored in files stay in them."""
    del bpy.types.WindowManager.motif_progress  # type: ignore[attr-defined]
    del bpy.types.Object.motif  # type: ignore[attr-defined]
    del bpy.types.Scene.motif  # type: ignore[attr-defined]
