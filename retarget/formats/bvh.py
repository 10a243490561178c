"""Biovision hierarchy (BVH) files: reading them as `Motion`, and writing.

Reading accepts any order of channels, positions on any joint, End Sites, tabs, CRLF, wrapped lines, scientific notation
and joint names with spaces. A joint's position channels are in its parent's frame and replace its OFFSET, as in
Blender. A `Motion` has fixed bone lengths, so position channels that move below the root are kept only where they carry
the whole figure (a still "Reference" root above the hips): those are added to the root's.

Writing gives one root, Z-Y-X rotations in degrees, and joints whose rest axes are the world's.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np

from .. import quat
from ..euler import F64, from_euler, to_euler
from ..motion import ROLE_INDEX, Motion, Skeleton
from . import bvh_text
from .bvh_text import Joint
from .checks import stand_in
from .encoding import decode

_WRITE_ORDER = "zyx"


def read_bvh(path: str | os.PathLike[str], scale: float = 1.0) -> Motion:
    """Read a .bvh file as `read_noted` does, without its notes."""
    return read_noted(path, scale)[0]


def read_noted(
    path: str | os.PathLike[str], scale: float = 1.0, fps: float | None = None
) -> tuple[Motion, tuple[str, ...]]:  # fmt: skip
    """Read a .bvh file, and sentences on what was assumed of it; `scale` is metres per unit of the file.

    Joints with canonical names get those roles; for others see `mapping.bone_map.match`. Joints' names are unique.
    fps: the frame rate in place of the file's. Contacts are all False. Raises ValueError with one sentence that names
    the file and the line, OSError where it can't be opened.
    """
    path = Path(path)
    try:
        content = bvh_text.parse(decode(path.read_bytes()), fps)
    except bvh_text.Bad as bad:
        said = stand_in(path)
        raise ValueError(f"{path.name}: {f'it is {said}' if said else bad}") from None
    return _motion(content, scale), tuple(f"{path.name}: {note}." for note in content.notes)


def write_bvh(motion: Motion, path: str | os.PathLike[str], scale: float = 1.0) -> None:
    """Write `motion` to a .bvh file, as `to_text` has it.

    The text goes to a temporary file that is then renamed, so that a failed write leaves an older file whole. Raises
    OSError where it can't be written.
    """
    path = Path(os.path.realpath(path))
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(to_text(motion, scale), encoding="utf-8", newline="\n")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def to_text(motion: Motion, scale: float = 1.0) -> str:
    """Return a motion as a BVH file's text; `scale` is metres per unit of the file, as in `read_bvh`. White space in
    joint names becomes "_".
    """
    skeleton, rot = world_aligned(motion)
    order = _depth_first(skeleton)
    lines = _hierarchy(skeleton, order, 1.0 / scale)
    lines += ["MOTION", f"Frames: {len(motion)}", f"Frame Time: {1.0 / motion.fps:.12g}"]
    euler = np.degrees(np.unwrap(to_euler(rot[:, order], _WRITE_ORDER), axis=0))
    table = np.concatenate([motion.root_pos.astype(np.float64) / scale, euler.reshape(len(motion), -1)], axis=1)
    table[np.abs(table) < 5e-7] = 0.0  # no "-0.000000"
    row = " ".join(["%.6f"] * table.shape[1])
    lines += [row % tuple(values) for values in table.tolist()]
    return "\n".join(lines) + "\n"


def world_aligned(motion: Motion) -> tuple[Skeleton, F64]:
    """Rewrite a motion for the same skeleton with identity rest rotations, as BVH needs.

    Returns the skeleton and local rotations (T, J, 4) float64; world positions stay the same.
    """
    skeleton = motion.skeleton
    if np.allclose(np.abs(skeleton.rest[:, 0]), 1.0, atol=1e-7):
        return skeleton, quat.normalize(motion.rot.astype(np.float64))
    _, world = skeleton.rest_globals()
    world = quat.normalize(world.astype(np.float64))
    # With W a joint's world rest rotation and A its parent's: offsets become A offset, rotations A rest rot W^-1.
    up = np.where(skeleton.parents < 0, 0, skeleton.parents)
    above = np.where((skeleton.parents < 0)[:, None], quat.IDENTITY, world[up])
    local = quat.multiply(quat.normalize(skeleton.rest.astype(np.float64)), quat.normalize(motion.rot.astype(float)))
    rot = quat.normalize(quat.multiply(quat.multiply(above, local), quat.inverse(world)))
    aligned = Skeleton(skeleton.names, skeleton.parents, quat.rotate(above, skeleton.offsets), roles=skeleton.roles)
    return aligned, rot


def _motion(content: bvh_text.Content, scale: float) -> Motion:
    """Build the motion of a file's joints and values."""
    joints, table = content.joints, content.table
    skeleton = Skeleton(
        tuple(j.name for j in joints),
        np.array([j.parent for j in joints]),
        _offsets(joints, table) * scale,
        roles=tuple(j.name if j.name in ROLE_INDEX else "" for j in joints),
    )
    rot = _rotations(joints, table)
    root = _root_positions(joints, table, rot) * scale
    return Motion(skeleton, content.fps, root.astype(np.float32), quat.continuous(rot).astype(np.float32))


def _rotations(joints: list[Joint], table: F64) -> F64:
    """Compute local rotations (T, J, 4), for all joints with the same order of axes at once."""
    rot = np.tile(quat.IDENTITY.astype(np.float64), (len(table), len(joints), 1))
    groups: dict[str, list[int]] = {}
    for index, joint in enumerate(joints):
        groups.setdefault("".join("xyz"[axis] for _, axis in joint.rotation), []).append(index)
    for order, members in groups.items():
        if order:
            columns = np.array([[column for column, _ in joints[j].rotation] for j in members])
            rot[:, members] = from_euler(np.radians(table[:, columns]), order)
    return rot


def _positions(joint: Joint, table: F64) -> F64:
    """Position (T, 3) of a joint in its parent's frame, in file units: its channels, else its offset."""
    place = np.tile(np.array(joint.offset, np.float64), (len(table), 1))
    for column, axis in joint.position:
        place[:, axis] = table[:, column]
    return place


def _offsets(joints: list[Joint], table: F64) -> F64:
    """Offsets (J, 3) in file units: of joints with position channels the median of those, else the OFFSET."""
    offsets = np.array([joint.offset for joint in joints], np.float64)
    carried = _carriers(joints)
    for index, joint in enumerate(joints):
        if index and index not in carried and joint.position:
            place = _positions(joint, table)
            if np.abs(place).max() > 1e-9:  # where all are zero they are relative to OFFSET
                offsets[index] = np.median(place, axis=0)
    return offsets


def _carriers(joints: list[Joint]) -> list[int]:
    """List the joints below the root that carry the whole figure: only children, one below another."""
    below: dict[int, list[int]] = {}
    for index, joint in enumerate(joints):
        below.setdefault(joint.parent, []).append(index)
    chain: list[int] = []
    here = 0
    while len(below.get(here, ())) == 1:
        here = below[here][0]
        chain.append(here)
    return chain


def _root_positions(joints: list[Joint], table: F64, rot: F64) -> F64:
    """World position (T, 3) of the root in file units, plus the movement of the joints that carry all others."""
    root = _positions(joints[0], table)
    turn = rot[:, 0]
    for index in _carriers(joints):
        place = _positions(joints[index], table)
        if joints[index].position and np.abs(place).max() > 1e-9:
            root = root + quat.rotate(turn, place - np.array(joints[index].offset))
        turn = quat.multiply(turn, rot[:, index])
    return root


def _depth_first(skeleton: Skeleton) -> list[int]:
    """List all joints in the order in which a hierarchy is written."""
    children: list[list[int]] = [[] for _ in skeleton.names]
    for j in range(1, len(skeleton)):
        children[int(skeleton.parents[j])].append(j)
    order: list[int] = []
    stack = [0]
    while stack:
        j = stack.pop()
        order.append(j)
        stack.extend(reversed(children[j]))
    return order


def _hierarchy(skeleton: Skeleton, order: list[int], units: float) -> list[str]:
    """Write the lines of the HIERARCHY block. order: joints, depth first. units: file units per metre."""
    children = np.bincount(skeleton.parents[1:].astype(int), minlength=len(skeleton))
    depth = np.zeros(len(skeleton), int)
    lines, open_at = ["HIERARCHY"], -1
    for j in order:
        depth[j] = 0 if j == 0 else depth[skeleton.parents[j]] + 1
        lines += ["\t" * level + "}" for level in range(open_at, depth[j] - 1, -1)]
        open_at = depth[j]
        tab = "\t" * depth[j]
        name = re.sub(r"[\s{}]+", "_", skeleton.names[j]) or f"joint{j}"
        offset = skeleton.offsets[j].astype(np.float64) * units
        channels = "6 Xposition Yposition Zposition " if j == 0 else "3 "
        lines += [
            f"{tab}{'JOINT' if j else 'ROOT'} {name}",
            tab + "{",
            f"{tab}\tOFFSET {_triple(offset if j else offset * 0)}",
            f"{tab}\tCHANNELS {channels}" + " ".join(f"{axis.upper()}rotation" for axis in _WRITE_ORDER),
        ]
        if not children[j]:  # the length of a last bone is not known: half of the one before
            tip = offset * 0.5 if j else np.array([0.0, 0.1 * units, 0.0])
            lines += [f"{tab}\tEnd Site", f"{tab}\t{{", f"{tab}\t\tOFFSET {_triple(tip)}", f"{tab}\t}}"]
    return lines + ["\t" * level + "}" for level in range(open_at, -1, -1)]


def _triple(vector: F64) -> str:
    return " ".join(f"{value:.7f}" for value in vector + 0.0)
