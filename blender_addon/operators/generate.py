"""Operators of the take list, the prompt and the engine, and what operators share: poll messages, errors, running a
job."""

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
    """Return poll()'s result: False with the sentence as the tooltip's reason, True for ""."""
    if sentence:
        cls.poll_message_set(bpy.app.translations.pgettext_tip(sentence))
    return not sentence


def fail(operator: Operator, error: Exception) -> set[Any]:
    """Report an error in the panel and the status bar."""
    session.notify(str(error), "ERROR")
    operator.report({"ERROR"}, str(error))
    return {"CANCELLED"}


def run(operator: Operator, job: Job) -> set[Any]:
    """Submit a job to the engine; in background, run it to the end."""
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
    """Generate takes from the panel's settings."""
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
    """Return poll()'s result for what generates: needs an armature with a body, an engine, and no open job."""
    busy = "A take is being made: wait for it, or cancel it." if session.jobs() else ""
    return refuse(cls, busy or session.problem() or active.problem(context))


class MOTIF_OT_generate(Operator):
    """Make takes of what the prompt says, on the armature. The Action that is on it now is kept"""

    bl_idname = "motif.generate"
    bl_label = "Motif: Generate"

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled where takes can be generated."""
        return ready(cls, context)

    def execute(self, context: Context) -> set[Any]:
        """Generate; the panel shows a drawn seed once the takes are delivered."""
        return generate(self, context)


class MOTIF_OT_cancel(Operator):
    """Stop making the take; nothing changes"""

    bl_idname = "motif.cancel"
    bl_label = "Motif: Cancel"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        """Enabled while a job is open."""
        return refuse(cls, "" if session.jobs() or session.sound_jobs() else "Nothing is being made.")

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
        """Disabled if the prompt already contains `<audio>`."""
        tagged = has_audio_tag(active.settings(context).prompt)
        return refuse(cls, f"The prompt says {AUDIO_TAG} already." if tagged else "")

    def execute(self, context: Context) -> set[Any]:
        """Append the tag; an empty prompt becomes a sentence with it."""
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
        """Enabled where the engine is installed."""
        return refuse(cls, session.problem())

    def execute(self, _context: Context) -> set[Any]:
        """Start without waiting; the panel shows when it is ready."""
        try:
            session.start()
        except EngineError as error:
            return fail(self, error)
        return {"FINISHED"}


class _TakeOperator:
    """Operators on the chosen take."""

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled where a take is chosen."""
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
        """Enabled where takes can be generated and a take is chosen."""
        return ready(cls, context) and super().poll(context)

    def execute(self, context: Context) -> set[Any]:
        """Submit the chosen take's request with another seed."""
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
        """Enabled where an armature is active."""
        armature = active.find(context)
        return refuse(cls, active.NO_ARMATURE if armature is None else "")

    def execute(self, context: Context) -> set[Any]:
        """Assign the Action."""
        armature = active.active(context)
        takes.show_before(armature)
        return {"FINISHED"}


def draw() -> int:
    """Draw a seed of at most five digits, which fits its column."""
    return random.SystemRandom().randrange(100_000)


CLASSES: tuple[Any, ...] = (
    MOTIF_OT_generate, MOTIF_OT_cancel, MOTIF_OT_dice, MOTIF_OT_prompt_audio, MOTIF_OT_start_engine,
    MOTIF_OT_take_keep, MOTIF_OT_take_discard, MOTIF_OT_take_reroll, MOTIF_OT_take_before,
)  # fmt: skip
