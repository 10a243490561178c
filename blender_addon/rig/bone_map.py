"""Edits the bone map kept on an armature: mirrors it, and saves and loads presets in the artist's own folder."""

from __future__ import annotations

import re
from pathlib import Path

from ..bpy_types import Object
from ..engine import files
from ..paths import user_folder
from ..retarget.mapping import presets
from ..retarget.mapping.bone_map import BoneMatch
from . import active, binding


def folder() -> Path:
    """Return the presets' folder, outside the add-on so that updates leave it; created when missing."""
    return user_folder("bone_maps", create=True)


def saved() -> list[Path]:
    """List the artist's presets, by name."""
    return sorted(folder().glob("*.json"), key=lambda path: path.stem.lower())


def save(armature: Object, name: str) -> Path:
    """Save the armature's map as the preset `name`, in place of one of that name. Raises RigError."""
    stem = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name).strip(" .")
    if not stem:
        raise binding.RigError("The preset has no name: type one, such as the character's.")
    rows = _rows(armature)
    path = folder() / f"{stem}.json"
    try:
        files.write_text(path, presets.to_text(active.summary(armature).family, rows))
    except OSError as error:
        raise binding.RigError(files.why_not(path, error)) from error
    return path


def load(armature: Object, path: Path) -> list[str]:
    """Use a preset's map on the armature; returns the roles whose bone this rig lacks, which are left as detected.

    Raises RigError, and changes nothing then.
    """
    try:
        given = presets.parse(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise binding.RigError(f"The preset {path.name} can't be read ({error.strerror}): choose another.") from error
    except ValueError as error:
        raise binding.RigError(
            f"{path.name} is not a bone map ({error!s:.80}): choose a file that Save Preset wrote."
        ) from error
    names = [bone.name for bone in armature.data.bones]
    fits, lacking = presets.fitted(given, names)
    if not any(fits.values()):
        raise binding.RigError(
            f"“{armature.name}” has none of the bones of the preset “{path.stem}”: it is for another kind of rig."
        )
    found = binding.find_map(armature, fits)  # refuses two roles for one bone
    active.fill(armature, found.bones)
    return lacking


def mirror(armature: Object, source: str) -> list[str]:
    """Give the side opposite `source` ("left", "right") the bones that mirror it; returns roles without any.

    Raises RigError, and changes nothing then.
    """
    rows = _rows(armature)
    names = [bone.name for bone in armature.data.bones]
    bones = {role: match.name for role, match in rows.items()}
    out, lacking = presets.mirrored(bones, source, names)
    if not any(out.values()):
        raise binding.RigError(
            f"No bone on the {source} has a name with a side in it, as “.L” or “Left” do: choose the others one by one."
        )
    for role, bone in out.items():
        if bone != bones.get(role, ""):
            rows[role] = BoneMatch(bone, 1.0 if bone else 0.0)
    active.fill(armature, rows)
    return lacking


def _rows(armature: Object) -> dict[str, BoneMatch]:
    """Return role -> match of the armature's own map; detects one where it has none yet."""
    if not active.overrides(armature):
        active.detect(armature)
    return {row.name: BoneMatch(row.bone, row.confidence) for row in armature.motif.bones if row.bone}
