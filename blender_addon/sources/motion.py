"""Motion as a source: a file, a folder's file, or what another armature of the scene plays."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ..bpy_types import Object, Scene
from ..retarget.motion import Motion
from ..rig import active, foreign, importing, reading
from ..rig.binding import RigError, read_rig

FILES = (*importing.MOTION_FILES, *foreign.KINDS)
_MOST = 5000  # files that a list shows


def files_of(folder: str) -> list[str]:
    """List a folder's motion files by their paths from it, in order, the first _MOST of them."""
    found: list[str] = []
    for place, inside, names in os.walk(folder):
        inside.sort()
        for name in sorted(names):
            if os.path.splitext(name)[1].lower() in FILES:
                found.append(os.path.relpath(os.path.join(place, name), folder))
        if len(found) >= _MOST:
            break
    return found[:_MOST]


def path_of(settings: Any, absolute: Any) -> Path:
    """Return the file that the panel names. absolute: turns Blender's paths into plain ones. Raises RigError for
    none."""
    if settings.kind == "file":
        if not settings.file.strip():
            raise RigError("No motion file is chosen: choose one in the field above.")
        return Path(absolute(settings.file))
    if not 0 <= settings.chosen < len(settings.files):
        raise RigError("No motion file is chosen: choose a folder, and a file in the list.")
    return Path(absolute(settings.folder)) / settings.files[settings.chosen].name


def of_armature(other: Object | None, armature: Object, scene: Scene) -> Motion:
    """Read what another armature plays, in the frames of its animation. Raises RigError where it plays nothing or
    can't be read."""
    if other is None or other == armature:
        raise RigError("No other armature is chosen: choose the one whose animation is to be brought over.")
    active.check(other)
    return reading.read_motion(other, read_rig(other, scene, active.overrides(other)), scene)
