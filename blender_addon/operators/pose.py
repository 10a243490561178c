"""Operators that generate from a pose, and from a take around one."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.types import Context, Operator

from ..animation import actions
from ..bpy_types import Action, Object
from ..rig import active
from ..session.session import Job
from ..takes import takes
from ..takes.reroll import reroll
from ..takes.target import check_writable
from . import common, generate


class _FromPose:
    """Set the panel's source to the pose and generate."""

    kind = ""

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled where takes can be generated."""
        return common.ready(cls, context)  # type: ignore[arg-type]

    def execute(self: Any, context: Context) -> set[Any]:
        """Generate."""
        settings = active.settings(context)
        settings.source, settings.pose.kind = "pose", self.kind
        return generate.generate(self, context)


class MOTIF_OT_around_pose(_FromPose, Operator):
    """Make motion that leads to the pose under the playhead and on from it. The pose itself is met exactly"""

    bl_idname = "motif.around_pose"
    bl_label = "Motif: Motion Around This Pose"
    kind = "motion"


class MOTIF_OT_suggest_poses(_FromPose, Operator):
    """Propose the rest of the pose under the playhead: selected or keyed bones stay as they are"""

    bl_idname = "motif.suggest_poses"
    bl_label = "Motif: Suggest Poses"
    kind = "rest"


class MOTIF_OT_take_family(Operator):
    """More takes like this one: with the same pose and other motion, or with the same motion around other poses"""

    bl_idname = "motif.take_family"
    bl_label = "Motif: Family of Takes"

    share: bpy.props.EnumProperty(
        name="Share",
        description="What the new takes have in common with this one",
        items=[
            ("pose", "Pose", "The same pose, other ways to it and on from it"),
            ("motion", "Motion", "The same way of moving, around other poses"),
        ],
    )

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled for a take around a pose."""
        armature = active.find(context)
        row = takes.chosen(armature) if armature is not None else None
        if row is None or not row.family:
            return common.refuse(cls, "Choose a take of motion around a pose first.")
        return common.ready(cls, context)

    def execute(self, context: Context) -> set[Any]:
        """Generate takes that share a seed with the chosen one."""
        armature = active.active(context)
        try:
            job = family(armature, context, takes.chosen_action(armature), str(self.share))
        except common.FAILURES as error:
            return common.fail(self, error)
        return common.run(self, job)


def family(armature: Object, context: Context, action: Action, share: str) -> Job:
    """Build a job for as many takes as the panel says that share the pose or the motion of the take in `action`. Raises
    RigError or EngineError."""
    meta = actions.read_meta(action) or {}
    first, count = common.draw(), active.settings(context).takes
    others, kept = tuple(range(first, first + count)), int(meta["seed"])
    base = meta["request"].get("base_seeds", [kept])[0]
    seeds, bases = (others, (base,) * count) if share == "pose" else ((kept,) * count, others)
    job = Job(*reroll(armature, context.scene, action, seeds, bases, same_pose=share == "pose"))
    check_writable(armature)
    return job


CLASSES: tuple[Any, ...] = (MOTIF_OT_around_pose, MOTIF_OT_suggest_poses, MOTIF_OT_take_family)
