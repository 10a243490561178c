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
import warnings
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

import numpy as np

from .. import quat
from ..euler import AXES, F64, from_euler, to_euler
from ..motion import ROLE_INDEX, Motion, Skeleton

# Common frame rates, whole ones first: a frame time of 0.0417 s may mean 24 as well as 23.976.
_RATES = (30.0, 24.0, 25.0, 60.0, 120.0, 50.0, 100.0, 30000 / 1001, 24000 / 1001, 60000 / 1001, 90.0, 200.0, 240.0)
_WRITE_ORDER = "zyx"


@dataclass
class _Joint:
    """One joint of the hierarchy while it is being read."""

    name: str
    parent: int
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)
    position: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])  # (column, axis)
    rotation: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])


def read_bvh(path: str | os.PathLike[str], scale: float = 1.0) -> Motion:
    """Read a .bvh file; `scale` is metres per unit of the file (0.01 for centimetres).

    Joints with canonical names get those roles; for others see `mapping.bone_map.match`. Contacts are all False.
    Raises ValueError with one sentence that names the file and the line, OSError where it can't be opened.
    """
    path = Path(path)
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    try:
        return _parse(text, scale)
    except _Bad as bad:
        raise ValueError(f"{path.name}: {bad}") from None


def write_bvh(motion: Motion, path: str | os.PathLike[str], scale: float = 1.0) -> None:
    """Write `motion` to a .bvh file; `scale` is metres per unit of the file, as in `read_bvh`.

    White space in joint names becomes "_". The text goes to a temporary file that is then renamed, so that a failed
    write leaves an older file whole. Raises OSError where it can't be written.
    """
    path = Path(path)
    skeleton, rot = world_aligned(motion)
    order = _depth_first(skeleton)
    lines = _hierarchy(skeleton, order, 1.0 / scale)
    lines += ["MOTION", f"Frames: {len(motion)}", f"Frame Time: {1.0 / motion.fps:.12g}"]
    euler = np.degrees(np.unwrap(to_euler(rot[:, order], _WRITE_ORDER), axis=0))
    table = np.concatenate([motion.root_pos.astype(np.float64) / scale, euler.reshape(len(motion), -1)], axis=1)
    table[np.abs(table) < 5e-7] = 0.0  # no "-0.000000"
    row = " ".join(["%.6f"] * table.shape[1])
    lines += [row % tuple(values) for values in table.tolist()]
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


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


class _Bad(Exception):
    """A fault of the file's text, in words; `read_bvh` turns it into a ValueError that names the file."""


def _parse(text: str, scale: float) -> Motion:
    """Parse a file's text; raises `_Bad`."""
    lines = text.splitlines()
    joints, columns, after = _read_hierarchy(lines)
    frames, fps, first = _read_header(lines, after)
    table = _read_table(lines, first, frames, columns)
    skeleton = Skeleton(
        tuple(j.name for j in joints),
        np.array([j.parent for j in joints]),
        _offsets(joints, table) * scale,
        roles=tuple(j.name if j.name in ROLE_INDEX else "" for j in joints),
    )
    rot = _rotations(joints, table)
    root = _root_positions(joints, table, rot) * scale
    return Motion(skeleton, fps, root.astype(np.float32), quat.continuous(rot).astype(np.float32))


def _read_hierarchy(lines: list[str]) -> tuple[list[_Joint], int, int]:
    """Read the HIERARCHY block: joints, number of channels, and the line after MOTION, counted from 0."""
    joints: list[_Joint] = []
    stack: list[int] = []  # open braces: a joint's index, or -1 within an End Site
    columns, opening, started = 0, None, False
    for number, line in enumerate(lines):
        words = line.replace("{", " { ").replace("}", " } ").split()
        while words:
            word = words.pop(0)
            key = word.upper()
            if not started:
                if key != "HIERARCHY":
                    raise _Bad(f"line {number + 1} should say HIERARCHY; this is not a BVH file")
                started = True
            elif key in ("ROOT", "JOINT"):
                if key == "ROOT" and joints:
                    raise _Bad(f"line {number + 1} begins a second figure; save one figure to a file")
                if key == "JOINT" and not stack:
                    raise _Bad(f"line {number + 1} has a JOINT outside of any ROOT")
                cut = words.index("{") if "{" in words else len(words)
                joints.append(_Joint(" ".join(words[:cut]) or f"joint{len(joints)}", stack[-1] if stack else -1))
                opening, words = len(joints) - 1, words[cut:]
            elif key == "END":
                opening, words = -1, words[words.index("{") :] if "{" in words else []
            elif key == "{" and opening is not None:
                stack.append(opening)
                opening = None
            elif key == "}" and stack:
                stack.pop()
            elif key == "OFFSET" and stack:
                offset = _numbers(words[:3], 3, number)
                if stack[-1] >= 0:
                    joints[stack[-1]].offset = (offset[0], offset[1], offset[2])
                words = words[3:]
            elif key == "CHANNELS" and stack and stack[-1] >= 0:
                count = int(_numbers(words[:1], 1, number)[0])
                columns = _read_channels(joints[stack[-1]], words[1 : 1 + count], count, columns, number)
                words = words[1 + count :]
            elif key == "MOTION":
                if stack or not joints:
                    raise _Bad(f"line {number + 1} begins MOTION before the hierarchy is complete")
                return joints, columns, number + 1
            elif key != "HIERARCHY":
                raise _Bad(f"line {number + 1} has '{word[:40]}' where the hierarchy goes on; the file is damaged")
    if not started:
        raise _Bad("line 1 should say HIERARCHY; this is not a BVH file")
    raise _Bad(f"the file ends at line {len(lines)} before MOTION; it was cut short")


def _read_channels(joint: _Joint, words: list[str], count: int, columns: int, number: int) -> int:
    """Add a joint's channels from column `columns` on; returns the next free column. number: line, from 0."""
    if len(words) != count:
        raise _Bad(f"line {number + 1} names {len(words)} channels and announces {count}")
    for word in words:
        kind = re.fullmatch(r"([xyz])(position|rotation)", word.lower())
        if kind is None:
            raise _Bad(f"line {number + 1} has the unknown channel '{word[:40]}'")
        target = joint.position if kind[2] == "position" else joint.rotation
        target.append((columns, AXES[kind[1]]))
        columns += 1
    return columns


def _numbers(words: list[str], count: int, number: int) -> list[float]:
    """Convert exactly `count` finite numbers of line `number`."""
    try:
        values = [float(word) for word in words]
    except ValueError:
        values = []
    if len(values) != count or not np.all(np.isfinite(values)):
        raise _Bad(f"line {number + 1} needs {count} number{'s' if count > 1 else ''}; the file is damaged")
    return values


def _read_header(lines: list[str], at: int) -> tuple[int, float, int]:
    """Read frame count and frame time: the count, the rate, and the first line of the table, from 0."""
    found: dict[str, str] = {}
    while at < len(lines) and len(found) < 2:
        line = lines[at].strip()
        at += 1
        if not line:
            continue
        match = re.fullmatch(r"(frames|frame\s+time)\s*:\s*(\S+)", line, re.IGNORECASE)
        if match is None:
            raise _Bad(f"line {at} should give the number of frames or the frame time")
        found[" ".join(match[1].lower().split())] = match[2]
    if len(found) < 2:
        raise _Bad(f"the file ends at line {len(lines)} before its frame count and frame time; it was cut short")
    try:
        frames, seconds = int(float(found["frames"])), Decimal(found["frame time"])
    except (ValueError, OverflowError, InvalidOperation):
        raise _Bad(f"line {at} or the one before gives no proper frame count and frame time") from None
    if frames < 1:
        raise _Bad("the file holds no frames")
    if not seconds.is_finite() or seconds <= 0:
        raise _Bad(f"line {at} or the one before gives the frame time {seconds}; it must be above 0 seconds")
    return frames, _snap_rate(seconds), at


def _snap_rate(seconds: Decimal) -> float:
    """Frame rate for a frame time in s: a common one if its frame time rounds, or is cut, to the same digits."""
    exponent = seconds.as_tuple().exponent
    unit = 10.0**exponent if isinstance(exponent, int) else 0.0
    value = float(seconds)
    for tolerance in (0.501 * unit, 1.001 * unit, 1e-6 * value):
        for rate in _RATES:
            gap = abs(value - 1 / rate)
            if gap <= tolerance and gap < 0.005 * value:
                return rate
    return 1 / value


def _read_table(lines: list[str], first: int, frames: int, columns: int) -> F64:
    """Read the values of the MOTION block, (frames, columns)."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)  # numpy warns so where it meets no number
        try:
            values = np.fromstring(" ".join(lines[first:]), dtype=np.float64, sep=" ")
        except (DeprecationWarning, ValueError):
            raise _Bad(_garbage_line(lines, first)) from None
    if len(values) < frames * columns:
        whole, rest = divmod(len(values), max(columns, 1))
        end = f"line {len(lines)}, which is incomplete" if rest else f"line {len(lines)}"
        raise _Bad(f"the file announces {frames} frames and holds {whole}; it was cut short at {end}")
    table = values[: frames * columns].reshape(frames, columns)
    if not np.isfinite(table).all():
        raise _Bad(f"frame {np.flatnonzero(~np.isfinite(table).all(axis=1))[0] + 1} holds a value that is no number")
    return table


def _garbage_line(lines: list[str], first: int) -> str:
    """Name the first line of the table that holds something other than numbers."""
    for number in range(first, len(lines)):
        for word in lines[number].split():
            if not _is_number(word):
                return f"line {number + 1} has '{word[:40]}' where a number should be; the file is damaged"
    return f"the frames from line {first + 1} on can't be read; the file is damaged"


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def _rotations(joints: list[_Joint], table: F64) -> F64:
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


def _positions(joint: _Joint, table: F64) -> F64:
    """Position (T, 3) of a joint in its parent's frame, in file units: its channels, else its offset."""
    place = np.tile(np.array(joint.offset, np.float64), (len(table), 1))
    for column, axis in joint.position:
        place[:, axis] = table[:, column]
    return place


def _offsets(joints: list[_Joint], table: F64) -> F64:
    """Offsets (J, 3) in file units: of joints with position channels the median of those, else the OFFSET."""
    offsets = np.array([joint.offset for joint in joints], np.float64)
    carried = _carriers(joints)
    for index, joint in enumerate(joints):
        if index and index not in carried and joint.position:
            place = _positions(joint, table)
            if np.abs(place).max() > 1e-9:  # where all are zero they are relative to OFFSET
                offsets[index] = np.median(place, axis=0)
    return offsets


def _carriers(joints: list[_Joint]) -> list[int]:
    """List the joints below the root that carry the whole figure: only children, one below another."""
    chain: list[int] = []
    here = 0
    while True:
        children = [index for index, joint in enumerate(joints) if joint.parent == here]
        if len(children) != 1:
            return chain
        here = children[0]
        chain.append(here)


def _root_positions(joints: list[_Joint], table: F64, rot: F64) -> F64:
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
