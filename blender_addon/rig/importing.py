"""Opens rigs' and motions' files and picks the armature, for work without a window."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from ..animation import actions
from ..bpy_types import Action, Object, Scene
from ..engine import files
from ..retarget import quat
from ..retarget.feet import contact
from ..retarget.formats import bvh, upright
from ..retarget.formats.checks import check_motion
from ..retarget.formats.motion_arrays import SUFFIXES as ARRAYS
from ..retarget.formats.motion_arrays import ArraysError, read_arrays
from ..retarget.mapping import bone_map
from ..retarget.motion import ROLE_INDEX, Motion, Skeleton
from ..retarget.solve import rest_alignment
from . import binding, scenes

_FLOOR_DOUBT = 0.02  # m: a captured motion's floor is known no better than this
MOTION_FILES = (*ARRAYS, ".bvh")
RIG_FILES = (".blend", ".glb", ".gltf", ".vrm", ".fbx", ".bvh")


class FileError(Exception):
    """A file can't be used; the message is one sentence that says what to do."""


def open_blend(path: Path) -> None:
    """Open a .blend in place of the present file. Raises FileError."""
    _must_exist(path)
    try:
        bpy.ops.wm.open_mainfile(filepath=str(path))
    except RuntimeError as error:
        raise FileError(f"{path} can't be opened in Blender ({last_line(error)}): give a .blend file.") from error


def open_rig(path: Path) -> None:
    """Load a rig's file: a .blend is opened, any other is imported into an empty file. Raises FileError."""
    kind = path.suffix.lower()
    if kind not in RIG_FILES:
        raise FileError(f"{path} is no rig that can be read: give one of {', '.join(RIG_FILES)}.")
    if kind == ".blend":
        open_blend(path)
        return
    _must_exist(path)
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    for obj in list(bpy.data.objects):
        bpy.data.objects.remove(obj)
    if kind == ".bvh":
        build(_read_skeleton(path), path.stem)
        return
    with _as_glb(path) as readable:
        try:
            importer(kind)(filepath=str(readable))
        except (RuntimeError, AttributeError) as error:
            raise FileError(f"Blender's importer can't read {path} ({last_line(error)}): export it again.") from error


def importer(kind: str) -> Any:
    if kind != ".fbx":
        return bpy.ops.import_scene.gltf
    # Blender 4.5 brought an importer of its own. It has no class in bpy.types; the older one is an add-on, which from
    # Blender 5.0 on fails with any lamp.
    return bpy.ops.wm.fbx_import if "fbx_import" in dir(bpy.ops.wm) else bpy.ops.import_scene.fbx


@contextlib.contextmanager
def _as_glb(path: Path):
    """Yield the path of a .glb: of a VRM file a copy, since Blender's importer goes by the file's name."""
    if path.suffix.lower() != ".vrm":
        yield path
        return
    copy = Path(bpy.app.tempdir) / (path.stem + ".glb")
    try:
        files.write(copy, path.read_bytes())
    except OSError as error:
        raise FileError(files.why_not(copy, error)) from error
    try:
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def read_motion(path: Path) -> Motion:
    """Read a motion as `read_noted` does, without its notes."""
    return read_noted(path)[0]


def read_noted(path: Path, fps: float | None = None, up: str = "") -> tuple[Motion, tuple[str, ...]]:
    """Read a take, a .bvh, or an AMASS or other generator's file, and match its joints to roles; returns it, and
    sentences on what was assumed.

    fps: the frame rate in place of the file's. up: the file's axis that points up, "" to tell it by the motion. Raises
    FileError.
    """
    _must_exist(path)
    kind = path.suffix.lower()
    if kind == ".bvh":
        try:
            motion, notes = upright.read_figure(path, fps, up)
        except (OSError, ValueError) as error:
            raise FileError(str(error)) from error
    elif kind in ARRAYS:
        try:
            read = read_arrays(path, fps, up)
        except (ArraysError, OSError) as error:
            raise FileError(str(error)) from error
        motion, notes = read.motion, read.notes
    else:
        raise FileError(f"{path} is no motion that can be read: give one of {', '.join(MOTION_FILES)}.")
    if not set(motion.skeleton.roles) >= set(ROLE_INDEX):
        try:
            motion = replace(motion, skeleton=bone_map.matched(motion.skeleton))
        except ValueError as error:
            raise FileError(f"The skeleton of {path} can't be told apart: {error}") from error
    return (_on_the_floor(motion) if kind == ".bvh" else motion), notes


def _on_the_floor(motion: Motion) -> Motion:
    """Scale a captured motion to metres and put its feet on Y = 0, since .bvh files have any unit and height.

    A motion that is in metres, or within _FLOOR_DOUBT of the floor, keeps its scale or its height.
    """
    leg = rest_alignment(motion.skeleton).leg
    scale = np.float32(1.0 if 0.5 < leg < 1.2 else 0.82 / leg)
    skeleton = replace(motion.skeleton, offsets=motion.skeleton.offsets * scale)
    motion = replace(motion, skeleton=skeleton, root_pos=motion.root_pos * scale)
    floor = contact.floor_height(motion)
    down = np.array([0.0, floor if abs(floor) > _FLOOR_DOUBT else 0.0, 0.0], np.float32)
    return replace(motion, root_pos=motion.root_pos - down)


def _read_skeleton(path: Path) -> Skeleton:
    """Read a .bvh's skeleton in a rest pose that stands; as it is in the file where it is no figure's."""
    try:
        motion = check_motion(bvh.read_bvh(path))
    except (OSError, ValueError) as error:
        raise FileError(str(error)) from error
    try:
        return upright.figure(motion)[0].skeleton
    except ValueError:
        return motion.skeleton


def build(skeleton: Skeleton, name: str) -> Object:
    """Build an armature with a bone for each joint, standing on the floor. Bones keep the file's units; a figure higher
    than 3 units gets an object scale that brings it to metres.
    """
    pos, _ = skeleton.rest_globals()
    # A bone points to its first child; one without children goes on as its parent did.
    tails = np.empty_like(pos)
    size = float(np.ptp(pos, axis=0).max()) or 1.0
    for j, parent in enumerate(skeleton.parents):
        children = np.flatnonzero(skeleton.parents == j)
        reach = [k for k in children if np.linalg.norm(pos[k] - pos[j]) > 1e-3 * size]
        along = pos[reach[0]] - pos[j] if reach else (pos[j] - pos[parent]) * 0.5 if parent >= 0 else np.zeros(3)
        short = np.linalg.norm(along) <= 1e-3 * size
        tails[j] = pos[j] + (np.array([0, 0.03 * size, 0]) if short else along)
    turn = quat.from_axis_angle(np.array([1.0, 0, 0]), np.pi / 2)  # Y up to Z up
    pos, tails = quat.rotate(turn, pos), quat.rotate(turn, tails)
    floor = np.array([0, 0, _floor_of(skeleton, pos)])
    pos, tails = pos - floor, tails - floor
    data = bpy.data.armatures.new(name)
    armature = bpy.data.objects.new(name, data)
    bpy.context.scene.collection.objects.link(armature)
    bpy.context.view_layer.objects.active = armature
    bpy.ops.object.mode_set(mode="EDIT")
    made: list[Any] = []
    for j, parent in enumerate(skeleton.parents):
        bone = data.edit_bones.new(skeleton.names[j])
        bone.head, bone.tail = pos[j], tails[j]
        bone.parent = made[parent] if parent >= 0 else None
        made.append(bone)
    bpy.ops.object.mode_set(mode="OBJECT")
    if size > 3:
        armature.scale = (0.01, 0.01, 0.01) if size > 60 else (1.7 / size,) * 3
    bpy.context.view_layer.update()
    return armature


def _floor_of(skeleton: Skeleton, pos: NDArray) -> float:
    """Return the floor's height under a file's rest pose, Z up: below the feet where they are known, else at the lowest
    joint."""
    lowest = float(pos[:, 2].min())
    try:
        matched = bone_map.matched(skeleton)
    except ValueError:
        return lowest
    ankles = [pos[matched.role_joint[f"{side}_ankle"], 2] for side in ("left", "right")]
    return min(lowest, float(np.mean(ankles)) - rest_alignment(matched).ankle)


def pick_armature(name: str | None) -> Object:
    """Return the armature called `name`, by default the one with most mapped bones, out of Edit Mode. Raises FileError
    for none."""
    armatures = [obj for obj in bpy.context.scene.objects if obj.type == "ARMATURE"]
    if name is not None:
        found = next((obj for obj in armatures if obj.name == name), None)
        if found is None:
            there = ", ".join(sorted(obj.name for obj in armatures)) or "none"
            elsewhere = scenes.out_of_reach([obj for obj in bpy.data.objects if obj.name == name])
            raise FileError(elsewhere or f"There is no armature called “{name}”: this scene has {there}.")
    elif not armatures:
        elsewhere = scenes.out_of_reach(bpy.data.objects)
        raise FileError(elsewhere or "There is no armature in this scene: give a file that holds a character's rig.")
    else:
        found = max(armatures, key=lambda obj: len(binding.find_map(obj).bones))
    if not scenes.leave_edit_mode(found):
        raise FileError(f"“{found.name}” is in Edit Mode, where no pose shows: leave it (Tab) and save the file.")
    return found


def _must_exist(path: Path) -> None:
    if not path.is_file():
        raise FileError(f"There is no file {path}: check the name.")


def last_line(error: BaseException) -> str:
    """Return the last line of what Blender said went wrong, without its stop."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[-1] if lines else type(error).__name__)[:160].removeprefix("Error: ").rstrip(".")


def fit_range(scene: Scene, written: Sequence[Action]) -> None:
    """Let the scene of an imported rig last as long as the Actions written to the rig; a .blend's keeps its own."""
    if not bpy.data.filepath:
        scene.frame_end = max([scene.frame_start, *(actions.frame_range(action)[1] for action in written)])
