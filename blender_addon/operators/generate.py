"""Operators of the prompt and of the engine: generate, cancel, another seed, start."""

from __future__ import annotations

from itertools import count
from typing import Any

from bpy.types import Context, Operator

from ..engine.protocol.errors import EngineError
from ..engine.protocol.prompt import AUDIO_TAG, has_audio_tag
from ..rig import active
from ..rig.binding import RigError
from ..session import session
from ..session.session import Job
from ..takes.couple import dancers
from ..takes.settings import from_panel
from ..takes.target import check_writable
from . import common, import_motion

_GROUPS = count(1)  # of jobs whose takes are one undo step


def generate(operator: Operator, context: Context) -> set[Any]:
    """Generate takes from the panel's settings."""
    armature = active.find(context)
    settings = active.settings(context)
    if armature is None:
        return common.fail(operator, RigError(active.NO_ARMATURE))
    if settings.source == "motion":
        return import_motion.apply(operator, context)
    try:
        check_writable(armature)
        active.check(armature)
        seed = None if settings.lock_seed else common.draw()
        asked = dancers(armature, context.scene, *from_panel(armature, context.scene, seed))
    except common.FAILURES as error:
        return common.fail(operator, error)
    group = next(_GROUPS) if len(asked) > 1 else 0
    for number, (placement, request) in enumerate(asked):
        found = common.run(operator, Job(placement, request, show_seed=number == 0, group=group))
        if found != {"FINISHED"}:
            return found
    return {"FINISHED"}


class MOTIF_OT_generate(Operator):
    """Make takes of what the prompt says, on the armature. The Action that is on it now is kept"""

    bl_idname = "motif.generate"
    bl_label = "Motif: Generate"

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled where takes can be generated."""
        return common.ready(cls, context)

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
        return common.refuse(cls, "" if session.jobs() or session.sound_jobs() else "Nothing is being made.")

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
        active.settings(context).seed = common.draw()
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
        return common.refuse(cls, f"The prompt says {AUDIO_TAG} already." if tagged else "")

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
        return common.refuse(cls, session.problem())

    def execute(self, _context: Context) -> set[Any]:
        """Start without waiting; the panel shows when it is ready."""
        try:
            session.start()
        except EngineError as error:
            return common.fail(self, error)
        return {"FINISHED"}


CLASSES: tuple[Any, ...] = (
    MOTIF_OT_generate, MOTIF_OT_cancel, MOTIF_OT_dice, MOTIF_OT_prompt_audio, MOTIF_OT_start_engine,
)  # fmt: skip
