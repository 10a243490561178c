"""The panel My Motion: the table of what is learnt, Learn with its progress; and the menu of weights beside Quality."""

from __future__ import annotations

from typing import Any

from bpy.types import Context, Menu, UILayout, UIList

from ..i18n.translations import tr
from ..rig import active
from ..session import learning, session
from .widgets import PanelBody, hint, progress_bar


class MOTIF_UL_lessons(UIList):
    """The table of motions: whether each is learnt, its name, its caption."""

    def draw_item(
        self, context: Context, layout: UILayout, data: Any, item: Any, icon: int, active_data: Any,
        active_property: str, index: int = 0, flt_flag: int = 0,
    ) -> None:  # fmt: skip
        """Draw one motion's row."""
        row = layout.row(align=True)
        row.prop(item, "use", text="")
        parts = row.split(factor=0.42, align=True)
        gone = not item.file and (item.action is None or item.rig is None)
        parts.label(text=item.name, icon="ERROR" if gone else "NONE", translate=False)
        parts.prop(item, "caption", text="", emboss=False)


class MOTIF_MT_weights(Menu):
    """The weights that takes are made with"""

    bl_label = "Weights"

    def draw(self, _context: Context) -> None:
        """Draw an entry for the weights that ship and for each set."""
        layout, chosen = self.layout, session.weights()
        for name in ("", *learning.sets()):
            mark = "RADIOBUT_ON" if name == chosen else "RADIOBUT_OFF"
            text = name or tr("As Shipped")
            layout.operator("motif.use_weights", text=text, icon=mark, translate=False).name = name
        if chosen:
            layout.separator()
            layout.operator("motif.delete_weights", text="Delete Set", icon="TRASH")


def draw_weights(row: UILayout) -> None:
    """Draw the menu beside Quality, where there is anything to choose."""
    chosen = session.weights()
    if chosen or learning.sets():
        text = chosen.replace("\\", "/").rstrip("/").rpartition("/")[2] or tr("As Shipped")
        row.menu("MOTIF_MT_weights", text=text, icon="OUTLINER_DATA_POINTCLOUD", translate=False)


class LessonsPanel(PanelBody):
    """Learn from motion of one's own."""

    bl_label = "My Motion"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: Context) -> None:
        """Draw the table and Learn, or how far learning is."""
        layout, table = self.layout, active.settings(context).learning
        if learning.unfinished():
            _draw_progress(layout, context)
            return
        row = layout.row(align=True)
        row.operator("motif.lessons_actions", text="Actions", icon="ADD")
        row.operator("motif.lessons_files", text="Files", icon="ADD")
        if not table.lessons:
            hint(layout, context, tr("Motions that takes shall look like: Actions of the active armature, or files"))
            return
        row.operator("motif.lessons_remove", text="", icon="REMOVE")  # beside the list it would cut captions
        layout.template_list("MOTIF_UL_lessons", "", table, "lessons", table, "chosen", rows=4)
        if 0 <= table.chosen < len(table.lessons):
            chosen = table.lessons[table.chosen]
            layout.prop(chosen, "caption", text="")
            if not chosen.caption.strip():
                hint(layout, context, tr("What does it show? “walks like a robot”"))
        column = layout.column(align=True)
        column.use_property_split = True
        column.use_property_decorate = False
        column.prop(table, "title")
        column.prop(table, "minutes")
        button = layout.row()
        button.scale_y = 1.4
        button.operator("motif.learn", text="Learn", icon="PLAY")


def _draw_progress(layout: UILayout, context: Context) -> None:
    """Draw how far learning is, with Pause or Resume, and Discard."""
    layout.label(text=learning.unfinished(), icon="OUTLINER_DATA_POINTCLOUD", translate=False)
    now = learning.progress()
    text = learning.in_words() if now.state != "failed" else tr("Stopped")
    progress_bar(layout, context, now.fraction, f"{text} · {now.fraction:.0%}", "motif.learn_discard")
    row = layout.row(align=True)
    if learning.running():
        row.operator("motif.learn_pause", text="Pause", icon="PAUSE")
    else:
        row.operator("motif.learn_resume", text="Resume", icon="PLAY")
    if now.state == "failed":
        hint(layout, context, tr(now.message))


CLASSES: tuple[Any, ...] = (MOTIF_UL_lessons, MOTIF_MT_weights)
