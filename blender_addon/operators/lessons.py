"""Operators of My Motion: what is learnt, and learning itself; and which weights make the takes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import bpy
from bpy.types import Context, Operator

from ..engine.learn import job as jobs
from ..engine.protocol.errors import EngineError
from ..rig import active
from ..rig.binding import RigError
from ..session import learning, session
from ..takes import lessons
from . import common

_BUSY = "Something is being learnt: pause it first."


class MOTIF_OT_lessons_actions(Operator):
    """Add the Actions of this file that move the active armature to the table, without takes that were generated"""

    bl_idname = "motif.lessons_actions"
    bl_label = "Motif: Add Actions to Learn"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled for an armature that can be read."""
        return common.refuse(cls, active.problem(context))

    def execute(self, context: Context) -> set[Any]:
        """Add those that are not in the table."""
        try:
            count = lessons.add_actions(active.settings(context).learning, active.active(context))
        except RigError as error:
            return common.fail(self, error)
        if not count:
            common.tell(self, "No further Action moves this armature", warning=True)
        return {"FINISHED"}


class MOTIF_OT_lessons_files(Operator):
    """Add motion files to the table: .bvh, takes and AMASS .npz. With no file chosen, all of the folder, whose
    captions.csv says what they show"""

    bl_idname = "motif.lessons_files"
    bl_label = "Motif: Add Files to Learn"
    bl_options = {"REGISTER", "UNDO"}

    directory: bpy.props.StringProperty(subtype="DIR_PATH", options={"SKIP_SAVE"})
    files: bpy.props.CollectionProperty(type=bpy.types.OperatorFileListElement, options={"SKIP_SAVE"})
    filter_glob: bpy.props.StringProperty(default=";".join(f"*{kind}" for kind in jobs.KINDS), options={"HIDDEN"})

    def invoke(self, context: Context, _event: Any) -> set[Any]:
        """Open the file browser."""
        context.window_manager.fileselect_add(self)
        return {"RUNNING_MODAL"}

    def execute(self: Any, context: Context) -> set[Any]:
        """Add those that are not in the table."""
        try:
            folder = Path(bpy.path.abspath(self.directory))
            rows = lessons.files_in(folder, [file.name for file in self.files])
            count = lessons.add_files(active.settings(context).learning, rows)
        except EngineError as error:
            return common.fail(self, error)
        common.tell(self, f"{count} motions added")
        return {"FINISHED"}


class MOTIF_OT_lessons_remove(Operator):
    """Take the chosen motion out of the table; the Action or the file stays"""

    bl_idname = "motif.lessons_remove"
    bl_label = "Motif: Remove from Table"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled where there is one."""
        return common.refuse(cls, "" if active.settings(context).learning.lessons else "The table is empty.")

    def execute(self, context: Context) -> set[Any]:
        """Remove the row."""
        table = active.settings(context).learning
        table.lessons.remove(min(table.chosen, len(table.lessons) - 1))
        table.chosen = max(0, min(table.chosen, len(table.lessons) - 1))
        return {"FINISHED"}


class MOTIF_OT_learn(Operator):
    """Learn the motions of the table, in the background and behind all other programs. The weights that ship stay"""

    bl_idname = "motif.learn"
    bl_label = "Motif: Learn"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        """Enabled with an engine, while nothing else is learnt."""
        return common.refuse(cls, _BUSY if learning.running() else session.problem())

    def execute(self, context: Context) -> set[Any]:
        """Write the motions down and start; without a window, wait for the end."""
        table = active.settings(context).learning
        job = lessons.job_of(table, session.weights())
        try:
            learning.begin(job)
            try:
                lessons.write(table, job)
            except RigError:
                learning.discard()
                raise
            learning.start()
        except (OSError, *common.FAILURES) as error:
            return common.fail(self, error)
        if bpy.app.background:
            learning.wait()
        return {"FINISHED"}


class MOTIF_OT_learn_pause(Operator):
    """Stop learning for now; what was learnt is kept, and Resume goes on from there, in another session too"""

    bl_idname = "motif.learn_pause"
    bl_label = "Motif: Pause Learning"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        """Enabled while something is learnt."""
        return common.refuse(cls, "" if learning.running() else "Nothing is being learnt.")

    def execute(self, _context: Context) -> set[Any]:
        """Ask for it; the process stops at its next step."""
        learning.pause()
        return {"FINISHED"}


class MOTIF_OT_learn_resume(Operator):
    """Go on with learning where it was paused or interrupted"""

    bl_idname = "motif.learn_resume"
    bl_label = "Motif: Resume Learning"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        """Enabled where something waits, and there is an engine."""
        waits = bool(learning.unfinished()) and not learning.running()
        return common.refuse(cls, session.problem() if waits else "Nothing waits to be learnt.")

    def execute(self, _context: Context) -> set[Any]:
        """Start the process again."""
        try:
            learning.start()
        except (OSError, EngineError) as error:
            return common.fail(self, error)
        if bpy.app.background:
            learning.wait()
        return {"FINISHED"}


class MOTIF_OT_learn_discard(Operator):
    """Give up what is being learnt. Its motions stay in this file, what was learnt of them is lost"""

    bl_idname = "motif.learn_discard"
    bl_label = "Motif: Discard Learning"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        """Enabled where something is begun."""
        return common.refuse(cls, "" if learning.unfinished() else "Nothing waits to be learnt.")

    def invoke(self, context: Context, event: Any) -> set[Any]:
        """Ask first."""
        return context.window_manager.invoke_confirm(self, event)  # type: ignore[return-value]

    def execute(self, _context: Context) -> set[Any]:
        """End the process and delete the job."""
        try:
            learning.discard()
        except (OSError, EngineError) as error:
            return common.fail(self, error)
        return {"FINISHED"}


class MOTIF_OT_use_weights(Operator):
    """Make takes with these weights from now on"""

    bl_idname = "motif.use_weights"
    bl_label = "Motif: Use Weights"

    name: bpy.props.StringProperty(options={"SKIP_SAVE"})

    def execute(self: Any, _context: Context) -> set[Any]:
        """Choose the set; an idle engine loads it with the next take."""
        learning.use(str(self.name))
        return {"FINISHED"}


class MOTIF_OT_delete_weights(Operator):
    """Delete the chosen set, which was learnt here. The weights that ship and takes that were made stay"""

    bl_idname = "motif.delete_weights"
    bl_label = "Motif: Delete Set"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        """Enabled for a set."""
        return common.refuse(cls, "" if session.weights() else "The weights that ship can't be deleted.")

    def invoke(self, context: Context, event: Any) -> set[Any]:
        """Ask first."""
        return context.window_manager.invoke_confirm(self, event)  # type: ignore[return-value]

    def execute(self, _context: Context) -> set[Any]:
        """Delete its folder; an imported set's is left alone."""
        try:
            learning.delete(session.weights())
        except (OSError, shutil.Error, EngineError) as error:
            return common.fail(self, error)
        return {"FINISHED"}


CLASSES: tuple[Any, ...] = (
    MOTIF_OT_lessons_actions, MOTIF_OT_lessons_files, MOTIF_OT_lessons_remove, MOTIF_OT_learn, MOTIF_OT_learn_pause,
    MOTIF_OT_learn_resume, MOTIF_OT_learn_discard, MOTIF_OT_use_weights, MOTIF_OT_delete_weights,
)  # fmt: skip
