"""Registers what the add-on adds to Blender, in order, and removes it: classes, properties, handlers, keymap."""

from __future__ import annotations

import atexit
import contextlib
from collections.abc import Callable
from typing import Any

import bpy

from . import help_pages, log
from .drawing import file_strips, ghosts, ways
from .engine.protocol.version import engine_version
from .i18n import translations
from .operators import (
    blend,
    bone_map,
    check,
    examples,
    export_take,
    generate,
    import_motion,
    inbetween,
    install,
    lessons,
    path,
    playback,
    pose,
    prompts,
    sound,
    takes,
)
from .panels import menus, preferences, sidebar, strips
from .panels import prompts as prompt_ui
from .properties import check as check_props
from .properties import settings
from .session import learning, session, welcome
from .takes import influences

_CLASSES = (
    *settings.CLASSES, *check_props.CLASSES, *preferences.CLASSES, *generate.CLASSES, *takes.CLASSES, *sound.CLASSES,
    *inbetween.CLASSES, *pose.CLASSES, *path.CLASSES, *prompts.CLASSES, *blend.CLASSES, *check.CLASSES,
    *install.CLASSES, *lessons.CLASSES, *examples.CLASSES, *bone_map.CLASSES, *import_motion.CLASSES,
    *export_take.CLASSES, *playback.CLASSES, *prompt_ui.CLASSES, *menus.CLASSES, *sidebar.CLASSES,
)  # fmt: skip
_state: dict[str, Any] = {"registered": False, "keymaps": [], "command": None}


def register(command: Callable[[list[str]], int] | None = None) -> None:
    """Classes, properties, translations, handlers, keymap; `command` becomes `--command motif` in 4.2 and later."""
    log.register()
    log.LOG.info("Motif %s in Blender %s", engine_version(), bpy.app.version_string)
    for cls in _CLASSES:
        bpy.utils.register_class(cls)
    settings.add_to_types()
    check_props.add_to_types()
    translations.register()
    session.register()
    learning.register()
    influences.register()
    strips.register()
    menus.register()
    ways.register()
    help_pages.register()
    welcome.register()
    _add_keymap()
    if command and hasattr(bpy.utils, "register_cli_command"):
        _state["command"] = bpy.utils.register_cli_command("motif", command)
    _state["registered"] = True
    atexit.register(_at_exit)


def unregister() -> None:
    """Undo `register`; safe to call twice."""
    if not _state["registered"]:
        return
    _state["registered"] = False
    atexit.unregister(_at_exit)
    welcome.unregister()
    influences.unregister()
    learning.unregister()
    session.unregister()
    for keymap, item in _state["keymaps"]:
        with contextlib.suppress(ReferenceError, RuntimeError):
            keymap.keymap_items.remove(item)
    _state["keymaps"].clear()
    if _state["command"] is not None:
        bpy.utils.unregister_cli_command(_state["command"])
        _state["command"] = None
    ghosts.hide()
    ways.unregister()
    file_strips.clear()
    help_pages.unregister()
    menus.unregister()
    strips.unregister()
    translations.unregister()
    check_props.remove_from_types()
    settings.remove_from_types()
    for cls in reversed(_CLASSES):
        bpy.utils.unregister_class(cls)
    log.unregister()


def _at_exit() -> None:
    """Python is ending. Blender as a module crashes (4.2) or hangs (4.5) with classes still registered; Blender
    itself has disabled its add-ons by now, and one that a script registered must only not leave the engine running.
    """
    if getattr(bpy.app, "module", not bpy.app.binary_path):  # the wheel: 4.2 has no word for it, and no binary
        unregister()
    else:
        session.end_engine()


def _add_keymap() -> None:
    """Shift-Alt-G in Pose Mode generates again, Shift-Alt-I in the Dope Sheet in-betweens; nothing else is there. Esc
    cancels while a take is made, and is left alone otherwise, as Blender does with an operator that is disabled."""
    config = bpy.context.window_manager.keyconfigs.addon if bpy.context.window_manager else None
    if config is None:  # in background
        return
    shortcuts: Any = (
        ("Pose", "EMPTY", generate.MOTIF_OT_generate, "G", True),
        ("Dopesheet", "DOPESHEET_EDITOR", inbetween.MOTIF_OT_inbetween, "I", True),
        ("3D View Generic", "VIEW_3D", generate.MOTIF_OT_cancel, "ESC", False),
        ("Dopesheet Generic", "DOPESHEET_EDITOR", generate.MOTIF_OT_cancel, "ESC", False),
    )
    for editor, space, operator, key, held in shortcuts:
        keymap = config.keymaps.new(name=editor, space_type=space)
        item = keymap.keymap_items.new(operator.bl_idname, key, "PRESS", shift=held, alt=held)
        _state["keymaps"].append((keymap, item))
