"""Writes a take's motion, as it plays on its rig, to a file that other programs read."""

from __future__ import annotations

import io
import json
from pathlib import Path

import bpy
import numpy as np

from ..animation import actions
from ..bpy_types import Action, Object
from ..engine import files
from ..keying import splice
from ..retarget.formats import amass, body_files, bvh
from ..retarget.formats.npz import NpzArrays
from ..retarget.formats.smpl_body import ModelError
from ..retarget.motion import Motion, Skeleton
from ..rig import reading
from ..rig.binding import RigError, read_rig

ENDINGS = {"bvh": ".bvh", "npz": ".npz", "amass": ".npz"}


def export(armature: Object, action: Action, path: Path, kind: str) -> int:
    """Write an Action's motion on the armature to `path`; returns its frames. kind: of ENDINGS. Raises RigError."""
    scene = bpy.context.scene
    with splice.with_action(armature, action):
        binding = read_rig(armature, scene, {row.name: row.bone for row in armature.motif.bones})
        motion = reading.read_motion(armature, binding, scene, *actions.frame_range(action, armature))
    try:
        files.write(path, _content(motion, kind, action), _read_again(kind))
    except ModelError as error:
        raise RigError(str(error)) from error
    except (OSError, ValueError) as error:
        raise RigError(files.why_not(path, error)) from error
    return len(motion)


def _content(motion: Motion, kind: str, action: Action) -> bytes:
    if kind == "bvh":
        return bvh.to_text(motion).encode()
    file = io.BytesIO()
    if kind == "amass":
        amass.write_amass(motion, file, model=body_files.neutral())
    else:
        record = json.dumps(actions.read_meta(action) or {})
        np.savez_compressed(file, **_by_roles(motion).to_arrays(), meta=np.array(record))  # type: ignore[arg-type]
    return file.getvalue()


def _by_roles(motion: Motion) -> Motion:
    """Name joints by their roles and lay their rest turns into the motion: a take's file keeps neither."""
    skeleton, rot = bvh.world_aligned(motion)
    names = tuple(role or name for role, name in zip(motion.skeleton.roles, skeleton.names, strict=True))
    plain = Skeleton(names, skeleton.parents, skeleton.offsets, roles=motion.skeleton.roles)
    return Motion(plain, motion.fps, motion.root_pos, rot.astype(np.float32), motion.contacts)


def _read_again(kind: str) -> files.Check:
    def arrays(beside: Path) -> None:
        for _ in NpzArrays(beside, "a motion").values():
            pass

    def text(beside: Path) -> None:
        bvh.read_bvh(beside)

    return text if kind == "bvh" else arrays
