"""Operators of the first minute: a mannequin to try things on, and prompts to begin with."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.types import Context, Operator

from ..properties.prompts import PROMPTS
from ..rig import active, mannequin


class MOTIF_OT_examples(Operator):
    """Add a mannequin, and a prompt that it can do: then press Generate"""

    bl_idname = "motif.examples"
    bl_label = "Motif: Examples"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: Context) -> set[Any]:
        """Add the mannequin, and fill the prompt where it is empty."""
        mannequin.build(context.scene)
        settings = active.settings(context)
        settings.source = "text"
        if not settings.prompt.strip() and not settings.prompts:
            settings.prompt = PROMPTS[0]
        return {"FINISHED"}


class MOTIF_OT_example_prompt(Operator):
    """Write this prompt into the field; it can be changed there"""

    bl_idname = "motif.example_prompt"
    bl_label = "Motif: Example Prompt"
    bl_options = {"REGISTER", "UNDO"}

    text: bpy.props.StringProperty(options={"SKIP_SAVE"})

    def execute(self: Any, context: Context) -> set[Any]:
        """Fill the prompt."""
        active.settings(context).prompt = str(self.text) or PROMPTS[0]
        return {"FINISHED"}


CLASSES: tuple[Any, ...] = (MOTIF_OT_examples, MOTIF_OT_example_prompt)
