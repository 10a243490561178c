"""Operators of the first minute: a mannequin to try things on, and prompts to begin with."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.types import Context, Operator

from ..properties.prompts import PROMPTS
from ..rig import active, mannequin
from ..session import session, welcome
from . import common, generate

_ops: Any = bpy.ops.motif  # type: ignore[attr-defined]


class MOTIF_OT_examples(Operator):
    """Add a mannequin, and a prompt that it can do: then press Generate"""

    bl_idname = "motif.examples"
    bl_label = "Motif: Examples"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: Context) -> set[Any]:
        """Add the mannequin, and fill the prompt where it is empty."""
        _prepare(context)
        return {"FINISHED"}


def _prepare(context: Context) -> None:
    """Add a mannequin, and fill the prompt where it is empty."""
    mannequin.build(context.scene)
    settings = active.settings(context)
    settings.source = "text"
    if not settings.prompt.strip() and not settings.prompts:
        settings.prompt = PROMPTS[0]


class MOTIF_OT_first_take(Operator):
    """Add a mannequin and make takes on it, to see what this does. Where the engine is not installed, its size is shown
    and asked for first"""

    bl_idname = "motif.first_take"
    bl_label = "Motif: First Take"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, _context: Context) -> bool:
        """Enabled where nothing is being made or installed."""
        missing = session.problem() == session.NOT_INSTALLED
        busy = "A take is being made: wait for it, or cancel it." if session.jobs() else ""
        return common.refuse(cls, busy or ("" if missing else session.problem()))

    def execute(self, context: Context) -> set[Any]:
        """Add the mannequin, open the tab, and generate now or once the engine is installed."""
        welcome.show()
        with context.temp_override(**(welcome.place() or {})):
            _prepare(bpy.context)
            if not session.problem():
                return generate.generate(self, bpy.context)
            session.once_installed(_generate)
            _ops.install_engine("INVOKE_DEFAULT")
        return {"FINISHED"}


def _generate() -> None:
    """Generate on the mannequin, if it is still what is active."""
    with bpy.context.temp_override(**(welcome.place() or {})):
        if _ops.generate.poll():
            _ops.generate()


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


CLASSES: tuple[Any, ...] = (MOTIF_OT_examples, MOTIF_OT_first_take, MOTIF_OT_example_prompt)
