"""Operators that import files: a motion onto an armature, and an artist's own SMPL-X body model as a character."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import bpy
import numpy as np
from bpy.types import Context, Operator

from ..animation import actions
from ..bpy_types import Object
from ..retarget.formats.smpl_body import SITE, BodyModel, ModelError, read_model
from ..rig import active, importing
from ..rig.binding import RigError
from ..sources import motion as sources
from ..takes.bring import bring
from ..takes.target import check_writable
from . import common

NO_MODEL = (
    f"SMPL-X bodies come under their makers' licence and not with Motif: register at {SITE}, download a model as .npz, "
    "and choose that file here."
)


def import_body(path: Path, betas: Any = None) -> Object:
    """Build the model file's body as a mesh on an armature with SMPL's bone names, facing -Y on the floor of the scene.

    Its vertices follow the bones by the model's weights alone, without its pose corrections: a preview. Raises
    ModelError before anything is built.
    """
    if not Path(path).is_file() and Path(path).suffix.lower() != ".pkl":
        raise ModelError(NO_MODEL)
    model = read_model(Path(path), betas)
    name = Path(path).stem
    lift = -float(model.vertices[:, 1].min())
    armature = _armature(model, name, lift)
    mesh = _mesh(model, name, lift)
    mesh.parent = armature
    mesh.modifiers.new("Armature", "ARMATURE").object = armature
    _select_only(armature)
    return armature


def _z_up(points: Any, lift: float) -> np.ndarray:
    """Convert (..., 3) from Y up and +Z forward to Blender's axes, raised by `lift` metres."""
    return np.stack([points[..., 0], -points[..., 2], points[..., 1] + lift], axis=-1).astype(np.float64)


def _armature(model: BodyModel, name: str, lift: float) -> Object:
    data = bpy.data.armatures.new(name)
    armature = bpy.data.objects.new(name, data)
    bpy.context.scene.collection.objects.link(armature)
    if bpy.context.object is not None and bpy.context.object.mode != "OBJECT":
        bpy.ops.object.mode_set(mode="OBJECT")
    _select_only(armature)
    heads = _z_up(model.joints, lift)
    bpy.ops.object.mode_set(mode="EDIT")
    bones: list[Any] = []
    for j, parent in enumerate(model.parents):
        bone = data.edit_bones.new(model.names[j])
        bone.head, bone.tail = heads[j].tolist(), _tail(model, heads, j).tolist()
        bone.parent = bones[parent] if parent >= 0 else None
        bones.append(bone)
    bpy.ops.object.mode_set(mode="OBJECT")
    return armature


def _tail(model: BodyModel, heads: np.ndarray, j: int) -> np.ndarray:
    """Return a bone's tail: the middle of the joint's children, or for a last joint its parent's direction
    continued."""
    children = np.flatnonzero(model.parents == j)
    if j == 0 or model.names[j] in ("spine3", "head"):
        along = np.array([0.0, 0.0, 0.1])  # children to all sides: straight up
    elif len(children):
        along = heads[children].mean(axis=0) - heads[j]
    else:
        along = (heads[j] - heads[model.parents[j]]) * 0.6
    length = float(np.linalg.norm(along))
    return heads[j] + (along if length > 1e-3 else np.array([0.0, 0.0, 0.02]))


def _mesh(model: BodyModel, name: str, lift: float) -> Object:
    data = bpy.data.meshes.new(name)
    data.from_pydata(_z_up(model.vertices, lift).tolist(), [], model.faces.tolist())
    data.polygons.foreach_set("use_smooth", np.ones(len(data.polygons), bool))
    data.update()
    mesh = bpy.data.objects.new(f"{name}-mesh", data)
    bpy.context.scene.collection.objects.link(mesh)
    for j, bone in enumerate(model.names):
        group = mesh.vertex_groups.new(name=bone)
        for vertex in np.flatnonzero(model.weights[:, j] > 1e-4):
            group.add([int(vertex)], float(model.weights[vertex, j]), "REPLACE")
    return mesh


def _select_only(obj: Object) -> None:
    for other in bpy.context.view_layer.objects:
        other.select_set(other == obj)
    bpy.context.view_layer.objects.active = obj


def import_motion(context: Context, path: Path, up: str = "", fps: float | None = None) -> Any:
    """Write a motion file to the active armature as a take keyed as the panel says, and return its Action.

    up, fps: the file's axis that points up and its frame rate, in place of its own. Raises FileError or RigError.
    """
    armature, scene = active.find(context), context.scene
    if armature is None:
        raise RigError(active.NO_ARMATURE)
    check_writable(armature, scene)
    motion, notes = importing.read_noted(path, fps, up)
    return bring(armature, scene, motion, path.stem, notes, path.name)


_MOTION_FILES = ";".join(f"*{kind}" for kind in importing.MOTION_FILES)


class _FileOperator:
    """Operators that ask for a file."""

    def invoke(self, context: Context, _event: Any) -> set[Any]:
        """Open the file browser."""
        context.window_manager.fileselect_add(cast(Operator, self))
        return {"RUNNING_MODAL"}


class MOTIF_OT_import_motion(_FileOperator, Operator):
    """Put a motion file on the armature: a take of Motif's, an AMASS file or another generator's, or a .bvh"""

    bl_idname = "motif.import_motion"
    bl_label = "Motif: Import Motion"
    bl_options = {"REGISTER", "UNDO"}

    filepath: bpy.props.StringProperty(subtype="FILE_PATH", options={"SKIP_SAVE"})
    filter_glob: bpy.props.StringProperty(default=_MOTION_FILES, options={"HIDDEN"})
    up: bpy.props.EnumProperty(
        name="Up Axis",
        description="The axis of the file that points up",
        items=[
            ("auto", "Automatic", "Told by the motion"),
            ("y", "Y", "As most programs write it"),
            ("z", "Z", "As Blender has it"),
        ],
        default="auto",
    )
    own_rate: bpy.props.BoolProperty(
        name="Frame Rate of the File", description="The rate that the file says; off, the one below", default=True
    )
    fps: bpy.props.FloatProperty(
        name="Frame Rate",
        description="Frames a second of the file, where what it says is wrong or missing",
        default=30.0,
        min=1.0,
        max=1000.0,
        precision=3,
    )

    def invoke(self, context: Context, event: Any) -> set[Any]:
        """Open the file browser; a file that was dropped into the view is known already."""
        return self.execute(context) if self.filepath else super().invoke(context, event)

    def draw(self, _context: Context) -> None:
        """Draw what may be given in place of the file's own word, beside the file browser."""
        layout = self.layout
        layout.use_property_split = True
        layout.prop(self, "up")
        layout.prop(self, "own_rate")
        rate = layout.column()
        rate.enabled = not self.own_rate
        rate.prop(self, "fps")

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled for an armature that can be animated."""
        return common.refuse(cls, active.problem(context))

    def execute(self, context: Context) -> set[Any]:
        """Read, retarget, write."""
        try:
            up, fps = "" if self.up == "auto" else self.up, None if self.own_rate else self.fps
            action = import_motion(context, Path(bpy.path.abspath(self.filepath)), up, fps)
        except (importing.FileError, RigError) as error:
            return common.fail(self, error)
        for note in (actions.read_meta(action) or {}).get("notes", []):
            self.report({"WARNING"}, note)
        self.report({"INFO"}, f"“{action.name}” has {len(range(*actions.frame_range(action))) + 1} frames")
        return {"FINISHED"}


class MOTIF_OT_import_smpl(_FileOperator, Operator):
    """Bring in a body of the SMPL family from your own model file (.npz) as a character to preview takes on"""

    bl_idname = "motif.import_smpl"
    bl_label = "Motif: Import SMPL-X Body"
    bl_options = {"REGISTER", "UNDO"}

    filepath: bpy.props.StringProperty(subtype="FILE_PATH")
    filter_glob: bpy.props.StringProperty(default="*.npz", options={"HIDDEN"})

    def execute(self, _context: Context) -> set[Any]:
        """Build mesh, armature and weights."""
        try:
            armature = import_body(Path(bpy.path.abspath(self.filepath)))
        except ModelError as error:
            return common.fail(self, error)
        self.report({"INFO"}, f"“{armature.name}” has {len(armature.data.bones)} bones")
        return {"FINISHED"}


def apply(operator: Operator, context: Context) -> set[Any]:
    """Put the panel's motion on the active armature as a take."""
    settings, armature, scene = active.settings(context).motion, active.active(context), context.scene
    try:
        if settings.kind == "armature":
            found = sources.of_armature(settings.armature, armature, scene)
            action = bring(armature, scene, found, settings.armature.name)
        else:
            action = import_motion(context, sources.path_of(settings, bpy.path.abspath))
    except (importing.FileError, RigError) as error:
        return common.fail(operator, error)
    for note in (actions.read_meta(action) or {}).get("notes", []):
        operator.report({"WARNING"}, note)
    return {"FINISHED"}


class MOTIF_OT_apply_motion(Operator):
    """Put the chosen motion on the armature as a take: retargeted, and keyed as Keys says"""

    bl_idname = "motif.apply_motion"
    bl_label = "Motif: Put Motion on Armature"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled for an armature that can be animated."""
        return common.refuse(cls, active.problem(context))

    def execute(self, context: Context) -> set[Any]:
        """Read the file or the other armature, retarget, write."""
        return apply(self, context)


CLASSES: tuple[Any, ...] = (MOTIF_OT_import_motion, MOTIF_OT_apply_motion, MOTIF_OT_import_smpl)
