"""Operators. Each says in words why it can't run."""

from __future__ import annotations

import random
import traceback
from typing import Any

import bpy
from bpy.types import Context, Operator

from ..engine.protocol.errors import EngineError
from ..engine.protocol.prompt import AUDIO_TAG, has_audio_tag
from ..rig import active
from ..rig.binding import RigError
from ..session import session
from ..session.session import Job
from ..takes import takes
from ..takes.reroll import again
from ..takes.settings import from_panel
from ..takes.target import check_writable

FAILURES = (EngineError, RigError)


def refuse(cls: type[Operator], sentence: str) -> bool:
    """poll() for an operator that can't run, with the reason under the pointer."""
    if sentence:
        cls.poll_message_set(bpy.app.translations.pgettext_tip(sentence))
    return not sentence


def fail(operator: Operator, error: Exception) -> set[Any]:
    """Tell why nothing was done, in the panel and the status bar."""
    session.notify(str(error), "ERROR")
    operator.report({"ERROR"}, str(error))
    return {"CANCELLED"}


def run(operator: Operator, job: Job) -> set[Any]:
    """Hand a job to the engine; in background, where nothing else happens meanwhile, do it."""
    try:
        if bpy.app.background:
            count = len(session.generate_now(job))
            operator.report({"INFO"}, f"{count} take{'' if count == 1 else 's'} on “{job.placement.target.name}”")
        else:
            session.submit(job)
    except FAILURES as error:
        return fail(operator, error)
    except Exception as error:
        traceback.print_exc()
        return fail(operator, RigError(session.unexpected(error)))
    return {"FINISHED"}


def generate(operator: Operator, context: Context) -> set[Any]:
    """Ask for takes as the panel stands."""
    armature = active.find(context)
    settings = active.settings(context)
    if armature is None:
        return fail(operator, RigError(active.NO_ARMATURE))
    try:
        check_writable(armature)
        active.check(armature)
        seed = None if settings.lock_seed else draw()
        job = Job(*from_panel(armature, context.scene, seed), show_seed=True)
    except FAILURES as error:
        return fail(operator, error)
    return run(operator, job)


def ready(cls: type[Operator], context: Context) -> bool:
    """poll() for what makes takes: an armature with a body, an engine, and no take being made."""
    busy = "A take is being made: wait for it, or cancel it." if session.jobs() else ""
    return refuse(cls, busy or session.problem() or active.problem(context))


class MOTIF_OT_generate(Operator):
    """Make takes of what the prompt says, on the armature. The Action that is on it now is kept"""

    bl_idname = "motif.generate"
    bl_label = "Motif: Generate"

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Whatever is needed is there."""
        return ready(cls, context)

    def execute(self, context: Context) -> set[Any]:
        """Draw a seed unless it is locked, check everything, and start. The seed is shown once the takes are there."""
        return generate(self, context)


class MOTIF_OT_cancel(Operator):
    """Stop making the take; nothing changes"""

    bl_idname = "motif.cancel"
    bl_label = "Motif: Cancel"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        """Only while something is being made."""
        return refuse(cls, "" if session.jobs() or session.hearings() else "Nothing is being made.")

    def execute(self, _context: Context) -> set[Any]:
        """Cancel all open jobs."""
        session.cancel()
        return {"FINISHED"}


class MOTIF_OT_dice(Operator):
    """Draw another seed"""

    bl_idname = "motif.dice"
    bl_label = "Motif: Roll the Dice"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: Context) -> set[Any]:
        """Replace the scene's seed."""
        active.settings(context).seed = draw()
        return {"FINISHED"}


class MOTIF_OT_prompt_audio(Operator):
    """Put <audio> into the prompt: the sound chosen below it stands for a word there"""

    bl_idname = "motif.prompt_audio"
    bl_label = "Motif: Hear a Sound in the Prompt"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Once is enough."""
        tagged = has_audio_tag(active.settings(context).prompt)
        return refuse(cls, f"The prompt says {AUDIO_TAG} already." if tagged else "")

    def execute(self, context: Context) -> set[Any]:
        """At its end; an empty prompt becomes a whole one."""
        settings = active.settings(context)
        words = settings.prompt.strip()
        settings.prompt = f"{words} to {AUDIO_TAG}" if words else f"a person moves to {AUDIO_TAG}"
        return {"FINISHED"}


class MOTIF_OT_start_engine(Operator):
    """Start the engine now instead of with the next take"""

    bl_idname = "motif.start_engine"
    bl_label = "Motif: Start Engine"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        """The engine must be installed."""
        return refuse(cls, session.problem())

    def execute(self, _context: Context) -> set[Any]:
        """Returns at once; the panel tells when it is ready."""
        try:
            session.start()
        except EngineError as error:
            return fail(self, error)
        return {"FINISHED"}


class _TakeOperator:
    """Needs an armature with a chosen take."""

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Why the list is of no use now, in words."""
        armature = active.find(context)
        if armature is None:
            return refuse(cls, active.NO_ARMATURE)  # type: ignore[arg-type]
        row = takes.chosen(armature)
        sentence = "" if row is not None else "Choose a take in the list first."
        return refuse(cls, sentence)  # type: ignore[arg-type]


class MOTIF_OT_take_keep(_TakeOperator, Operator):
    """Keep this take as the armature's Action and clear the others from the list"""

    bl_idname = "motif.take_keep"
    bl_label = "Motif: Keep Take"
    bl_options = {"REGISTER", "UNDO"}

    clear: bpy.props.BoolProperty(name="Clear Others", description="Delete the other takes", default=True)

    def execute(self, context: Context) -> set[Any]:
        """Keep the chosen take."""
        armature = active.active(context)
        try:
            action = takes.keep(armature, self.clear)
        except RigError as error:
            return fail(self, error)
        self.report({"INFO"}, f"“{action.name}” is kept on “{armature.name}”")
        return {"FINISHED"}


class MOTIF_OT_take_discard(_TakeOperator, Operator):
    """Delete this take and show the next one, or what was there before"""

    bl_idname = "motif.take_discard"
    bl_label = "Motif: Discard Take"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: Context) -> set[Any]:
        """Delete the chosen take."""
        armature = active.active(context)
        try:
            takes.discard(armature)
        except RigError as error:
            return fail(self, error)
        return {"FINISHED"}


class MOTIF_OT_take_reroll(_TakeOperator, Operator):
    """Make this take again with the same words and settings and another seed"""

    bl_idname = "motif.take_reroll"
    bl_label = "Motif: Re-roll Take"

    @classmethod
    def poll(cls, context: Context) -> bool:
        """As Generate, and a take to start from."""
        return ready(cls, context) and super().poll(context)

    def execute(self, context: Context) -> set[Any]:
        """Ask for the chosen take's request again."""
        armature = active.active(context)
        try:
            job = Job(*again(armature, context.scene, takes.chosen_action(armature), (draw(),)))
        except FAILURES as error:
            return fail(self, error)
        return run(self, job)


class MOTIF_OT_take_before(Operator):
    """Put back the Action that was on the armature before the takes; the takes stay in the list"""

    bl_idname = "motif.take_before"
    bl_label = "Motif: Show Action from Before"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: Context) -> bool:
        """An armature that has takes."""
        armature = active.find(context)
        return refuse(cls, active.NO_ARMATURE if armature is None else "")

    def execute(self, context: Context) -> set[Any]:
        """Assign it."""
        armature = active.active(context)
        takes.show_before(armature)
        return {"FINISHED"}


def draw() -> int:
    """A seed short enough to read out and to fit its column."""
    return random.SystemRandom().randrange(100_000)


CLASSES: tuple[Any, ...] = (
    MOTIF_OT_generate, MOTIF_OT_cancel, MOTIF_OT_dice, MOTIF_OT_prompt_audio, MOTIF_OT_start_engine,
    MOTIF_OT_take_keep, MOTIF_OT_take_discard, MOTIF_OT_take_reroll, MOTIF_OT_take_before,
)  # fmt: skip
