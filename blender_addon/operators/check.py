"""Operators of the Check panel: measure, go to a problem, select it for an in-between, mend it, clean the Action."""

from __future__ import annotations

from typing import Any

from bpy.types import Context, Operator

from ..animation.actions import scene_fps
from ..bpy_types import Object
from ..checks import change, measure
from ..checks.measure import Measured
from ..properties.check import store_of
from ..retarget.checks import cleaning, mending
from ..retarget.checks.cleaning import CleanUp
from ..retarget.checks.problems import Problem, number
from ..rig import active
from ..rig.binding import RigError
from ..session import session
from ..takes import settings
from . import common, generate

_AROUND_S = 0.2  # s on either side of a problem that an in-between makes anew with it
NOTHING_CHOSEN = "Press Check, then choose a problem in the list."


def _chosen(context: Context) -> Problem | None:
    """Return the chosen problem, None for none."""
    store = store_of(context)
    if not 0 <= store.chosen < len(store.problems):
        return None
    row = store.problems[store.chosen]
    fields = ("kind", "joint", "first", "last", "at", "worst", "limit", "unit", "severity")
    return Problem(*(getattr(row, name) for name in fields))


class MOTIF_OT_check(Operator):
    """Measure the animation frame by frame and list what is wrong, worst first. Limits come from captured motion"""

    bl_idname = "motif.check"
    bl_label = "Motif: Check"

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled for an armature that can be animated."""
        return common.refuse(cls, active.problem(context))

    def execute(self, context: Context) -> set[Any]:
        """Measure, list, and draw the strips."""
        try:
            found = _measured(context)
        except common.FAILURES as error:
            return common.fail(self, error)
        store_of(context).take(found)
        count = len(found.problems)
        common.tell(self, f"{count} problem{'' if count == 1 else 's'} in “{found.action or found.armature}”")
        return {"FINISHED"}


def _measured(context: Context) -> Measured:
    return measure.check(active.active(context), context.scene)


class _ProblemOperator:
    """Operators on the chosen problem."""

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled where a problem of what shows is chosen."""
        sentence = active.problem(context)
        if not sentence and (_chosen(context) is None or not store_of(context).fits(active.active(context))):
            sentence = NOTHING_CHOSEN
        return common.refuse(cls, sentence)  # type: ignore[arg-type]


class MOTIF_OT_problem_next(_ProblemOperator, Operator):
    """Go to the next problem of the list"""

    bl_idname = "motif.problem_next"
    bl_label = "Motif: Next Problem"

    def execute(self, context: Context) -> set[Any]:
        """Choose the next problem, after the last the first; choosing goes to its worst frame."""
        store = store_of(context)
        store.chosen = (store.chosen + 1) % len(store.problems)
        return {"FINISHED"}


class MOTIF_OT_problem_select(_ProblemOperator, Operator):
    """Set In-between to the frames and the body part of this problem, and select its bones"""

    bl_idname = "motif.problem_select"
    bl_label = "Motif: Select Problem"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: Context) -> set[Any]:
        """Fill In-between, and select the bones in Pose Mode."""
        armature, problem = active.active(context), _chosen(context)
        assert problem is not None
        try:
            select(context, armature, problem)
        except common.FAILURES as error:
            return common.fail(self, error)
        return {"FINISHED"}


def select(context: Context, armature: Object, problem: Problem) -> None:
    """Set In-between to a problem's frames and parts, with a little around, and select the bones of these parts."""
    around = max(2, round(_AROUND_S * scene_fps(context.scene)))
    parts = change.parts_of(problem)
    panel = active.settings(context)
    panel.source = "inbetween"
    panel.span.choose(problem.first - around, problem.last + around, (), parts)
    found = measure.bones(_measured(context), change.roles_in(problem))
    for pose in armature.pose.bones:
        bone: Any = pose if hasattr(pose, "select") else pose.bone  # the pose's own since Blender 5
        bone.select = pose.name in found


class MOTIF_OT_problem_mend(_ProblemOperator, Operator):
    """Mend this problem: hold or lift feet, smooth a jolt, move an accent to its beat; what only an in-between can do
    is in-betweened. All other frames stay exactly, and the Action from before stays"""

    bl_idname = "motif.problem_mend"
    bl_label = "Motif: Mend Problem"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: Context) -> set[Any]:
        """Mend, show the result and measure it again."""
        armature, problem = active.active(context), _chosen(context)
        assert problem is not None
        try:
            if not mending.can_mend(problem.kind):
                return self._between(context, armature, problem)
            found = _measured(context)
            made = change.mend(armature, context.scene, found, problem)
            store_of(context).take(_measured(context))
        except common.FAILURES as error:
            return common.fail(self, error)
        said = f"{number(problem.worst)} → {number(made.after)} {problem.unit} in frames {made.first} to {made.last}"
        if made.after:
            said += ": Select and in-between it for the rest"
        common.tell(self, said, warning=bool(made.after))
        session.notify(said)
        return {"FINISHED"}

    def _between(self, context: Context, armature: Object, problem: Problem) -> set[Any]:
        """In-between the problem's frames and part; their neighbours stay."""
        sentence = session.problem() or ("A take is being made: wait for it." if session.jobs() else "")
        if sentence:
            raise RigError(f"This is for an in-between, which needs the engine. {sentence}")
        select(context, armature, problem)
        return generate.generate(self, context)


class MOTIF_OT_clean_up(Operator):
    """Clean this Action, captured or from a video, in a copy: the steps that are on, each as strongly as it says. Keys
    are written as under Keys; the Action from before stays"""

    bl_idname = "motif.clean_up"
    bl_label = "Motif: Clean Up"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled for an armature that can be animated."""
        return common.refuse(cls, active.problem(context))

    def execute(self, context: Context) -> set[Any]:
        """Clean, show the result, measured before and after."""
        armature, store = active.active(context), store_of(context)
        try:
            how = CleanUp(**store.strengths())
            keying = settings.keying_of(context.scene, armature)
            _, before, after = change.clean(armature, context.scene, how, keying)
            store.take(_measured(context))
        except common.FAILURES as error:
            return common.fail(self, error)
        store.told = cleaning.told(before, after)
        common.tell(self, store.told)
        return {"FINISHED"}


CLASSES: tuple[Any, ...] = (
    MOTIF_OT_check, MOTIF_OT_problem_next, MOTIF_OT_problem_select, MOTIF_OT_problem_mend, MOTIF_OT_clean_up,
)  # fmt: skip
