"""Stored prompts along the timeline: a row for each, with its frames."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import IntProperty, StringProperty

from ..sources.prompts import Line

# What a first prompt can be: a gesture over what the legs do, one after another, locomotion with a way. The first is
# what Examples writes.
PROMPTS = (
    "a person walks forward and waves", "a person sits down, then stands up",
    "a person walks in a circle to the left",
)  # fmt: skip


class MotifPrompt(bpy.types.PropertyGroup):
    """A prompt and the frames in which it is done."""

    text: StringProperty(
        name="Prompt", description="What the character does in these frames, in English: “a person sits down”"
    )
    first: IntProperty(name="First Frame", description="First frame in which this is done", default=1)
    last: IntProperty(name="Last Frame", description="Last frame in which this is done", default=60)

    def line(self: Any) -> Line:
        """Convert to a Line, which is independent of Blender's data."""
        return Line(self.text, self.first, self.last)


CLASSES: tuple[Any, ...] = (MotifPrompt,)
