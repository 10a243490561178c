"""What panels and preferences share: base classes, wrapped text, progress bars and marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from bpy.types import Context, UILayout

from ..bpy_types import Icon
from ..i18n.wrapping import wrapped
from ..rig import active

_PIXELS_PER_LETTER = 6.5
_LOW = 420  # pixels at the interface's scale 1, below which what is pressed most stands first


class PanelBody:
    """What a panel draws in every editor; `sidebar` makes a Panel of it for each. parent: the key in `sidebar` of the
    panel that it stands in, "" for none."""

    parent: ClassVar[str] = ""
    if TYPE_CHECKING:
        layout: UILayout

        def draw(self, context: Context) -> None: ...


class ArmaturePanelBody(PanelBody):
    """A panel that has nothing to show without an armature."""

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Return whether there is an armature."""
        return active.find(context) is not None


def is_low(context: Context) -> bool:
    """Whether the sidebar has little height, as in a Dope Sheet or at twice the scale of the interface."""
    return context.region is not None and context.region.height < _LOW * context.preferences.system.ui_scale


def paragraph(layout: UILayout, context: Context, text: str, icon: Icon = "NONE") -> None:
    """Draw text over several lines: a single label would be cut off at the sidebar's edge."""
    scale = context.preferences.system.ui_scale
    room = max(18, int((context.region.width / scale - 60) / _PIXELS_PER_LETTER)) if context.region else 40
    column = layout.column(align=True)
    for number, line in enumerate(wrapped(text, room)):
        first = icon if number == 0 else "BLANK1"
        column.label(text=line, icon=first if icon != "NONE" else "NONE", translate=False)


def hint(layout: UILayout, context: Context, text: str) -> None:
    """Draw what an empty field is waiting for, in grey."""
    column = layout.column(align=True)
    column.active = False
    paragraph(column, context, text)


def progress_bar(
    layout: UILayout, context: Context, fraction: float, text: str, cancel: str, tall: float = 1.2
) -> None:
    """Draw a bar with text, filled to `fraction` (0 to 1), and a button that runs the operator `cancel`."""
    old = not hasattr(layout, "progress")  # before 4.0: a slider that can't be moved stands in for the bar
    if old:
        layout.label(text=text, icon="SORTTIME", translate=False)
    row = layout.row(align=True)
    row.scale_y = 1.2 if old else tall
    if old:
        bar = row.row(align=True)
        bar.enabled = False
        bar.prop(context.window_manager, "motif_progress", text="", slider=True)
    else:
        row.progress(factor=fraction, text=text, translate=False)
    row.operator(cancel, text="", icon="X")


def mark(value: float, low: float, high: float) -> Icon:
    """Return the icon of a red, blue or green mark: below `low`, below `high`, or above."""
    return ("KEYTYPE_EXTREME_VEC", "KEYTYPE_BREAKDOWN_VEC", "KEYTYPE_JITTER_VEC")[(value >= low) + (value >= high)]
