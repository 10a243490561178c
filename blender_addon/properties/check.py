"""What the Check panel shows: the problems that were found, and how an Action is cleaned. Kept while Blender runs."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import BoolProperty, CollectionProperty, FloatProperty, IntProperty, PointerProperty, StringProperty
from bpy.types import Context

from ..bpy_types import Object
from ..checks import strips
from ..checks.measure import Measured, shown


def _jump(self: MotifCheck, context: Context) -> None:
    """Go to the worst frame of the chosen problem."""
    scene: Any = context.scene
    if 0 <= self.chosen < len(self.problems):
        scene.frame_set(self.problems[self.chosen].at)


def _draw_or_not(self: MotifCheck, context: Context) -> None:
    strips.show(self.strips)


def _strength(name: str, what: str, default: float) -> Any:
    return FloatProperty(name=name, description=what, default=default, min=0.0, max=1.0, subtype="FACTOR")


class MotifProblem(bpy.types.PropertyGroup):
    """One thing that is wrong, in scene frames."""

    kind: StringProperty()
    joint: StringProperty()
    first: IntProperty()
    last: IntProperty()
    at: IntProperty()
    worst: FloatProperty()
    limit: FloatProperty()
    unit: StringProperty()
    severity: FloatProperty()


class MotifCheck(bpy.types.PropertyGroup):
    """The problems of an Action, worst first, and the steps of Clean Up with their strengths."""

    problems: CollectionProperty(type=MotifProblem)
    chosen: IntProperty(name="Problem", update=_jump)
    armature: StringProperty()
    action: StringProperty()
    told: StringProperty()
    strips: BoolProperty(
        name="Strips", description="Colour the frames in the Dope Sheet in which something is wrong", default=True,
        update=_draw_or_not,
    )  # fmt: skip
    spikes: BoolProperty(name="Spikes", description="Take out frames that jump away and back", default=True)
    jitter: BoolProperty(name="Jitter", description="Smooth what shakes", default=True)
    floor: BoolProperty(name="Floor", description="Bring feet that hover or sink to the floor", default=True)
    feet: BoolProperty(name="Feet", description="Hold standing feet that slide", default=True)
    spikes_strength: _strength("Strength", "How small a spike is taken out", 0.5)
    jitter_strength: _strength("Strength", "How much is smoothed", 0.5)
    floor_strength: _strength("Strength", "How far feet are brought to the floor", 1.0)
    feet_strength: _strength("Strength", "How firmly feet are held", 1.0)

    def take(self: Any, found: Measured) -> None:
        """Show what was found."""
        self.problems.clear()
        for problem in found.problems:
            row = self.problems.add()
            for name, value in problem.to_json().items():
                setattr(row, name, value)
        self.armature, self.action = found.armature, found.action
        self["chosen"] = 0 if found.problems else -1
        strips.fill(found)
        strips.show(self.strips)

    def fits(self: Any, armature: Object) -> bool:
        """Whether this is of the Action that shows on the armature."""
        return (self.armature, self.action) == (armature.name, shown(armature))

    def strengths(self: Any) -> dict[str, float]:
        """Return step -> strength, 0 for one that is off."""
        names = ("spikes", "jitter", "floor", "feet")
        return {name: getattr(self, f"{name}_strength") if getattr(self, name) else 0.0 for name in names}


@bpy.app.handlers.persistent
def _file_changes(*_: Any) -> None:
    """Forget the problems of a file that is closed."""
    strips.clear()
    manager: Any = bpy.context.window_manager
    if manager is not None:
        manager.motif_check.problems.clear()
        manager.motif_check.armature = manager.motif_check.told = ""


def store_of(context: Context) -> Any:
    """Return Blender's one MotifCheck."""
    manager: Any = context.window_manager
    return manager.motif_check


CLASSES = (MotifProblem, MotifCheck)


def add_to_types() -> None:
    """Add the group to WindowManager as `motif_check`."""
    check = PointerProperty(type=MotifCheck, options={"SKIP_SAVE"})
    bpy.types.WindowManager.motif_check = check  # type: ignore[attr-defined]
    bpy.app.handlers.load_pre.append(_file_changes)


def remove_from_types() -> None:
    """Remove the group, and what is drawn of it."""
    strips.clear()
    if _file_changes in bpy.app.handlers.load_pre:
        bpy.app.handlers.load_pre.remove(_file_changes)
    del bpy.types.WindowManager.motif_check  # type: ignore[attr-defined]
