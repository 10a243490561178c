"""What the panel keeps of prompts along the timeline: a row for each, with its frames."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import bpy
from bpy.props import IntProperty, StringProperty

from ..sources.prompts import Line


class MotifPrompt(bpy.types.PropertyGroup):
    """A prompt and the frames in which it is done."""

    text: StringProperty(
        name="Prompt", description="What the character does in these frames, in English: “a person sits down”"
    )
    first: IntProperty(name="First Frame", description="First frame in which this is done", default=1)
    last: IntProperty(name="Last Frame", description="Last frame in which this is done", default=60)

    def line(self: Any) -> Line:
        """As a plain value."""
        return Line(self.text, self.first, self.last)


def lines(settings: Any) -> tuple[Line, ...]:
    """The scene's list."""
    return tuple(row.line() for row in settings.prompts)


def put(settings: Any, wanted: Iterable[Line]) -> None:
    """Show another list."""
    settings.prompts.clear()
    for line in wanted:
        row = settings.prompts.add()
        row.text, row.first, row.last = line.text, line.first, line.last
    settings.chosen_prompt = max(0, min(settings.chosen_prompt, len(settings.prompts) - 1))


CLASSES: tuple[Any, ...] = (MotifPrompt,)
