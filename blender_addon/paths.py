"""Where the add-on is: its name among Blender's add-ons, its folder, and the artist's own folders outside it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import bpy

# `motif`, or `bl_ext.<repository>.motif` as an extension: Blender's key for preferences, translations and user folders.
# Only a module at the add-on's root has it as its own package.
PACKAGE = __package__ or "motif"
# Not resolved: in a linked tree engine/ and retarget/ lie beside the link.
ADDON = Path(__file__).parent
# Options of a property that holds a path: since 4.5 one that begins with // is drawn red without the second.
RELATIVE: Any = {"ANIMATABLE", "PATH_SUPPORTS_BLEND_RELATIVE"} if bpy.app.version >= (4, 5) else {"ANIMATABLE"}


def user_folder(name: str, create: bool = False) -> Path:
    """A folder of the artist's own, outside the add-on so that updates leave it."""
    if PACKAGE.startswith("bl_ext."):
        return Path(bpy.utils.extension_path_user(PACKAGE, path=name, create=create))
    return Path(bpy.utils.user_resource("DATAFILES", path=os.path.join("motif", name), create=create))
