"""Operators that import files: a motion onto an armature, and an artist's own SMPL-X body model as a character."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import bpy
from bpy.types import Context, Operator

from ..animation import actions
from ..bodies import building, support
from ..i18n.translations import tr
from ..retarget.formats.smpl_body import ModelError
from ..rig import active, foreign, importing
from ..rig.binding import RigError
from ..session import session
from ..sources import motion as sources
from ..takes.bring import bring
from ..takes.target import check_writable
from . import common


def import_motion(context: Context, path: Path, up: str = "", fps: float | None = None) -> Any:
    """Write a motion file to the active armature as a take keyed as the panel says, and return its Action.

    up, fps: the file's axis that points up and its frame rate, in place of its own. Raises FileError or RigError.
    """
    armature, scene = active.find(context), context.scene
    if armature is None:
        raise RigError(active.NO_ARMATURE)
    check_writable(armature, scene)
    outside = path.suffix.lower() in foreign.KINDS
    motion, notes = foreign.read(path) if outside else importing.read_noted(path, fps, up)
    return bring(armature, scene, motion, path.stem, notes, path.name)


_MOTION_FILES = ";".join(f"*{kind}" for kind in sources.FILES)


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
            common.tell(self, note, warning=True)
        common.tell(self, f"“{action.name}” has {len(range(*actions.frame_range(action))) + 1} frames")
        return {"FINISHED"}


class MOTIF_OT_import_smpl(_FileOperator, Operator):
    """Bring in a body of the SMPL family from your own model file (.npz) as a character to preview takes on"""

    bl_idname = "motif.import_smpl"
    bl_label = "Motif: Import SMPL-X Body"
    bl_options = {"REGISTER", "UNDO"}

    filepath: bpy.props.StringProperty(subtype="FILE_PATH")
    filter_glob: bpy.props.StringProperty(default="*.npz", options={"HIDDEN"})
    betas: bpy.props.FloatVectorProperty(
        name="Shape",
        description="The first ten shape coefficients of the model; all 0 is the average body",
        size=10,
        soft_min=-3.0,
        soft_max=3.0,
    )
    corrected: bpy.props.BoolProperty(
        name="Pose Corrections",
        description="Shape keys that the bones drive, by smplx. They need SMPL support, which the preferences install",
        default=True,
    )

    def draw(self: Any, _context: Context) -> None:
        """Draw the shape and whether it is corrected, beside the file browser."""
        layout = self.layout
        layout.column(align=True).prop(self, "betas")
        row = layout.row()
        row.enabled = support.is_there()
        row.prop(self, "corrected")
        if not row.enabled:
            layout.label(text="They need SMPL support: see the preferences", icon="INFO")

    def execute(self: Any, _context: Context) -> set[Any]:
        """Build mesh, armature, weights and corrections."""
        try:
            armature = building.import_body(Path(bpy.path.abspath(self.filepath)), list(self.betas), self.corrected)
        except ModelError as error:
            return common.fail(self, error)
        if self.corrected and not support.is_there():
            common.tell(self, support.MISSING, warning=True)
        common.tell(self, f"“{armature.name}” has {len(armature.data.bones)} bones")
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
        common.tell(operator, note, warning=True)
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


def _why_not(context: Context, path: Path) -> str:
    """Import a motion; return why it can't be, "" where it was."""
    try:
        import_motion(context, path)
    except (importing.FileError, RigError) as error:
        return str(error)
    return ""


class MOTIF_OT_apply_folder(Operator):
    """Put every motion of the folder on the armature, each as a take; those that can't be read are told and left out"""

    bl_idname = "motif.apply_folder"
    bl_label = "Motif: Put Folder on Armature"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled for an armature that can be animated, and a folder with motions."""
        empty = "" if active.settings(context).motion.files else "Choose a folder with motions first."
        return common.refuse(cls, active.problem(context) or empty)

    def execute(self, context: Context) -> set[Any]:
        """Read, retarget and write one after another."""
        settings, made, wrong = active.settings(context).motion, 0, list[str]()
        folder = Path(bpy.path.abspath(settings.folder))
        for name in [row.name for row in settings.files]:
            sentence = _why_not(context, folder / name)
            wrong += [sentence] if sentence else []
            made += not sentence
        for sentence in wrong[:5]:
            common.tell(self, sentence, warning=True)
        if not made:
            return common.fail(self, RigError(wrong[0]))
        session.notify(tr("{0} of {1} motions are takes now").format(made, made + len(wrong)))
        return {"FINISHED"}


CLASSES: tuple[Any, ...] = (MOTIF_OT_import_motion, MOTIF_OT_apply_motion, MOTIF_OT_apply_folder, MOTIF_OT_import_smpl)
