"""Stored settings of the source In-between: frames, pins, and parts of the body."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import bpy
from bpy.props import BoolProperty, IntProperty, StringProperty

from ..keying.span import Span, parse_pins
from ..retarget.mask import PARTS

_LABELS = {
    "root": ("Hips", "Where the hips are and how they are turned: the way over the ground"),
    "torso": ("Torso", "Spine and chest"),
    "head": ("Head", "Neck and head"),
    "left_arm": ("Arm L", "Left shoulder, arm and hand"),
    "left_leg": ("Leg L", "Left leg and foot"),
    "right_arm": ("Arm R", "Right shoulder, arm and hand"),
    "right_leg": ("Leg R", "Right leg and foot"),
}


def part(name: str) -> Any:
    """A switch for a part of the body."""
    label, what = _LABELS[name]
    return BoolProperty(name=label, description=f"{what} may change", default=True)


class MotifSpan(bpy.types.PropertyGroup):
    """Which frames and which parts of the body are made anew."""

    first: IntProperty(name="First Frame", description="First frame that is made anew", default=1)
    last: IntProperty(name="Last Frame", description="Last frame that is made anew", default=1)
    pins: StringProperty(
        name="Pins", description="Frames in between whose poses stay exactly as they are, such as 30, 45"
    )
    root: part("root")
    torso: part("torso")
    head: part("head")
    left_arm: part("left_arm")
    left_leg: part("left_leg")
    right_arm: part("right_arm")
    right_leg: part("right_leg")

    def as_span(self: Any, action: str) -> Span:
        """Convert to a Span of the Action named `action`. Raises RigError for pins that are not frames."""
        parts = tuple(name for name in PARTS if getattr(self, name))
        return Span(self.first, self.last, parts, parse_pins(self.pins), action)

    def choose(self: Any, first: int, last: int, pins: Iterable[int], parts: Iterable[str]) -> None:
        """Set frames and pins, and the parts where any are given."""
        self.first, self.last, self.pins = first, last, ", ".join(map(str, pins))
        chosen = set(parts)
        for name in PARTS if chosen else ():
            setattr(self, name, name in chosen)


CLASSES = (MotifSpan,)
