"""Operators for prompts along the timeline: edit the list, convert markers, and re-roll one prompt's frames."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bpy.types import Context, Operator

from ..animation import actions
from ..engine.protocol.errors import EngineError
from ..keying.span import Span
from ..rig import active
from ..rig.binding import RigError
from ..session import session
from ..sources import prompts
from ..sources.prompts import Line
from ..takes import requests
from ..takes.settings import placement_of, sampling_of
from ..takes.target import check_writable
from . import common

_NEW_S = 3.0  # seconds that a new prompt gets
_EMPTY = "The list of prompts is empty: add one first."


class MOTIF_OT_prompt_add(Operator):
    """Add a prompt after the last one; one prompt becomes a list in which each has frames of its own"""

    bl_idname = "motif.prompt_add"
    bl_label = "Motif: Add Prompt"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: Context) -> set[Any]:
        """Append a row; the first time two rows for the source Text, and one at the current frame beside a sound."""
        settings = active.settings(context)
        length = round(_NEW_S * actions.scene_fps(context.scene))
        lines = list(prompts.lines(settings))
        if not lines and settings.source == "audio":
            lines = [Line("", context.scene.frame_current, context.scene.frame_current + length - 1)]
        elif not lines:
            count = length if settings.automatic else settings.frames
            lines = [Line(settings.prompt, settings.start, settings.start + count - 1)]
            lines.append(Line("", lines[0].last + 1, lines[0].last + length))
        else:
            after = max(line.last for line in lines) + 1
            lines.append(Line("", after, after + length - 1))
        prompts.put(settings, lines)
        settings.chosen_prompt = len(lines) - 1
        return {"FINISHED"}


class _ListOperator:
    """Operators on the list of prompts."""

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled where the list has a row."""
        return common.refuse(cls, "" if active.settings(context).prompts else _EMPTY)  # type: ignore[arg-type]


class MOTIF_OT_prompt_remove(_ListOperator, Operator):
    """Remove this prompt from the list; its frames are left to the transition between its neighbours"""

    bl_idname = "motif.prompt_remove"
    bl_label = "Motif: Remove Prompt"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: Context) -> set[Any]:
        """Remove the row; in the source Text a single remaining row becomes the prompt, and the list empty."""
        settings = active.settings(context)
        lines = list(prompts.lines(settings))
        del lines[min(settings.chosen_prompt, len(lines) - 1)]
        if len(lines) == 1 and settings.source == "text":
            (line,) = lines
            settings.prompt, settings.start = line.text, line.first
            settings.frames, settings.automatic = max(1, line.last - line.first + 1), False
            lines = []
        prompts.put(settings, lines)
        return {"FINISHED"}


class MOTIF_OT_prompts_from_markers(Operator):
    """Take the list from the timeline's markers, each up to the next one; one named End only ends a prompt"""

    bl_idname = "motif.prompts_from_markers"
    bl_label = "Motif: Prompts from Markers"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: Context) -> set[Any]:
        """Replace the list."""
        settings, scene = active.settings(context), context.scene
        known = [line.text for line in prompts.lines(settings)]
        try:
            found = prompts.from_markers(scene, actions.scene_fps(scene), known)
        except RigError as error:
            return common.fail(self, error)
        prompts.put(settings, found)
        return {"FINISHED"}


class MOTIF_OT_prompts_to_markers(_ListOperator, Operator):
    """Set a timeline marker for each prompt, with its words, where it begins"""

    bl_idname = "motif.prompts_to_markers"
    bl_label = "Motif: Prompts to Markers"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: Context) -> set[Any]:
        """Set the markers; those of other names stay."""
        prompts.to_markers(context.scene, prompts.lines(active.settings(context)))
        return {"FINISHED"}


class MOTIF_OT_prompt_reroll(_ListOperator, Operator):
    """Make this prompt's frames again, in the take or Action that is on the armature; every other frame stays"""

    bl_idname = "motif.prompt_reroll"
    bl_label = "Motif: Re-roll Prompt"

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled where takes can be generated, with a row in the list and an Action on the armature."""
        if not (common.ready(cls, context) and super().poll(context)):
            return False
        data = active.active(context).animation_data
        moves = data is not None and data.action is not None
        return common.refuse(cls, "" if moves else "Nothing is on the armature yet: generate a take first.")

    def execute(self, context: Context) -> set[Any]:
        """Generate an in-between of the row's frames with its prompt."""
        armature, settings = active.active(context), active.settings(context)
        row = settings.prompts[min(settings.chosen_prompt, len(settings.prompts) - 1)]
        try:
            check_writable(armature)
            active.check(armature)
            prompts.as_prompts([row.line()], row.first, None)
            span = Span(row.first, row.last, action=armature.animation_data.action.name)
            sampling = replace(sampling_of(context.scene), seeds=(common.draw(),))
            placement = placement_of(armature, context.scene)
            job = session.Job(*requests.between(placement, armature, context.scene, span, row.text, sampling))
        except (EngineError, RigError) as error:
            return common.fail(self, error)
        return common.run(self, job)


CLASSES: tuple[Any, ...] = (
    MOTIF_OT_prompt_add, MOTIF_OT_prompt_remove, MOTIF_OT_prompts_from_markers, MOTIF_OT_prompts_to_markers,
    MOTIF_OT_prompt_reroll,
)  # fmt: skip
