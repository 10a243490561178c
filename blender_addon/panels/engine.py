"""The engine's state at the top of the Motif panel, with buttons to install, start or restart it."""

from __future__ import annotations

from bpy.types import Context, UILayout

from ..i18n.translations import tr
from ..paths import PACKAGE
from ..session import installation, session
from .widgets import paragraph, progress_bar


def draw_state(layout: UILayout, context: Context) -> None:
    """Draw the engine's state in words and the button that fits it; while it is installed, the progress."""
    state, news = session.status(), installation.progress()
    if news is not None:
        progress_bar(layout, context, news.fraction, f"{tr(news.doing)}: {tr(news.message)}", "motif.cancel_install")
        return
    row = layout.row()
    if state.kind == "stopped":
        row = layout.column(align=True)
        paragraph(row, context, state.text, state.icon)
    else:
        row.label(text=state.text, icon=state.icon, translate=False)
    if state.kind == "missing":
        preferences = row.operator("preferences.addon_show", text="", icon="PREFERENCES", emboss=False)
        preferences.module = PACKAGE
        text = "Resume" if installation.state().kind == "unfinished" else "Install Engine"
        layout.operator("motif.install_engine", text=text, icon="IMPORT")
    elif state.kind == "stopped":
        row.operator("motif.start_engine", text="Restart", icon="FILE_REFRESH")
    elif state.kind == "idle":
        row.operator("motif.start_engine", text="", icon="PLAY", emboss=False)
