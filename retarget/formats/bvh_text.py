"""The text of BVH files: hierarchy, header and table of values, checked before anything of their size is allocated.

Programs write the number of rows, the frame time and the names of joints wrongly in many ways. What can be told from
the rest of the file is read, and a note says what was assumed.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

import numpy as np

from ..euler import AXES, F64
from .checks import MAX_FPS, MIN_FPS, check_fps

# Common frame rates, whole ones first: a frame time of 0.0417 s may mean 24 as well as 23.976.
_RATES = (30.0, 24.0, 25.0, 60.0, 120.0, 50.0, 100.0, 30000 / 1001, 24000 / 1001, 60000 / 1001, 90.0, 200.0, 240.0)
MAX_JOINTS = 2000  # a control rig has some 700 bones
# Of joints times frames: what small files may ask for, and beyond that how many to a value that the file holds.
_FREE, _PER_VALUE = 1_000_000, 2
_MOST_TURN, _MOST_PLACE = 1e6, 1e9  # degrees and file units: more is damage, and no number of float32's precision
_OFFSET = re.compile(r"\s*OFFSET\b", re.IGNORECASE)
_NEWLINE = re.compile(r"\r\n|\r|\n")  # str.splitlines also cuts at characters that may be in names


class Bad(Exception):
    """A fault of the file's text, in words; `read_bvh` turns it into a ValueError that names the file."""


@dataclass
class Joint:
    """One joint of the hierarchy while it is being read."""

    name: str
    parent: int
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)
    position: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])  # (column, axis)
    rotation: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])


@dataclass(frozen=True)
class Content:
    """A file's joints, frame rate and values (frames, columns), and notes on what was assumed in reading it."""

    joints: list[Joint]
    fps: float
    table: F64
    notes: tuple[str, ...]


def parse(text: str, fps: float | None = None) -> Content:
    """Parse a file's text. fps: the rate in place of the file's own frame time. Raises Bad."""
    lines = _NEWLINE.split(text)
    while lines and not lines[-1].strip("\0 \t\f\v"):  # zeros: of a disk that was full, or a file laid out in blocks
        lines.pop()
    lines, spoken = _with_points(lines)
    joints, columns, after = _read_hierarchy(lines)
    if not columns:
        raise Bad("no joint has any channels, so the file holds no motion")
    frames, rate, first, notes = _read_header(lines, after, fps)
    table, more = _read_table(lines, first, frames, columns)
    _check_table(joints, table)
    unique, doubled = _unique([joint.name for joint in joints])
    if doubled:
        more += (f"several joints are called “{doubled}”: those after the first got a number",)
    return Content([replace(j, name=name) for j, name in zip(joints, unique)], rate, table, notes + more + spoken)


def _with_points(lines: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Numbers with a comma as their point, or between them, as programs in other languages write them, the usual way;
    names stay. Returns also a note."""
    motion = next((at for at, line in enumerate(lines) if line.strip().upper() == "MOTION"), len(lines))
    where = [at for at, line in enumerate(lines) if "," in line and (at > motion or _OFFSET.match(line))]
    if not where:
        return lines, ()
    words = [word for at in where for word in lines[at].split() if "," in word]
    between = any(word.count(",") > 1 or word.endswith(",") or "." in word for word in words)
    out = list(lines)
    for at in where:
        out[at] = lines[at].replace(",", " " if between else ".")
    return out, () if between else ("commas in numbers were read as decimal points",)


def _unique(names: list[str]) -> tuple[list[str], str]:
    """Number the names that were there before, as Blender does; returns also the first such name, "" for none."""
    taken, out, doubled = set(names), list[str](), ""
    seen: set[str] = set()
    counts: dict[str, int] = {}
    for name in names:
        if name in seen:
            doubled = doubled or name
            number = counts.get(name, 0) + 1
            while f"{name}.{number:03d}" in taken:
                number += 1
            counts[name] = number
            new = f"{name}.{number:03d}"
            taken.add(new)
            out.append(new)
        else:
            seen.add(name)
            out.append(name)
    return out, doubled


def _read_hierarchy(lines: list[str]) -> tuple[list[Joint], int, int]:
    """Read the HIERARCHY block: joints, number of channels, and the line after MOTION, counted from 0."""
    joints: list[Joint] = []
    stack: list[int] = []  # open braces: a joint's index, or -1 within an End Site
    columns, opening, started = 0, None, False
    for number, line in enumerate(lines):
        words = line.replace("{", " { ").replace("}", " } ").split()
        while words:
            word = words.pop(0)
            key = word.upper()
            if not started:
                if key != "HIERARCHY":
                    raise Bad(f"line {number + 1} should say HIERARCHY; this is not a BVH file")
                started = True
            elif key in ("ROOT", "JOINT"):
                if key == "ROOT" and joints:
                    raise Bad(f"line {number + 1} begins a second figure; save one figure to a file")
                if key == "JOINT" and not stack:
                    raise Bad(f"line {number + 1} has a JOINT outside of any ROOT")
                if len(joints) >= MAX_JOINTS:
                    raise Bad(f"the hierarchy has more than {MAX_JOINTS:,} joints; save the figure's alone")
                cut = words.index("{") if "{" in words else len(words)
                joints.append(Joint(" ".join(words[:cut]) or f"joint{len(joints)}", stack[-1] if stack else -1))
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
                    raise Bad(f"line {number + 1} begins MOTION before the hierarchy is complete")
                return joints, columns, number + 1
            elif key != "HIERARCHY":
                raise Bad(f"line {number + 1} has '{word[:40]}' where the hierarchy goes on; the file is damaged")
    if not started:
        raise Bad("line 1 should say HIERARCHY; this is not a BVH file")
    raise Bad(f"the file ends at line {len(lines)} before MOTION; it was cut short")


def _read_channels(joint: Joint, words: list[str], count: int, columns: int, number: int) -> int:
    """Add a joint's channels from column `columns` on; returns the next free column. number: line, from 0."""
    if len(words) != count:
        raise Bad(f"line {number + 1} names {len(words)} channels and announces {count}")
    for word in words:
        kind = re.fullmatch(r"([xyz])(position|rotation)", word.lower())
        if kind is None:
            raise Bad(f"line {number + 1} has the unknown channel '{word[:40]}'")
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
    if len(values) != count or not all(abs(value) <= _MOST_PLACE for value in values):
        raise Bad(f"line {number + 1} needs {count} number{'s' if count > 1 else ''}; the file is damaged")
    return values


def _read_header(lines: list[str], at: int, fps: float | None) -> tuple[int | None, float, int, tuple[str, ...]]:
    """Read the number of frames (None where it says none), the rate, the first line of the table, from 0, and notes."""
    found: dict[str, str] = {}
    while at < len(lines) and len(found) < 2:
        line = lines[at].strip()
        at += 1
        if not line:
            continue
        match = re.fullmatch(r"(frames|frame\s+time)\s*:\s*(.*)", line, re.IGNORECASE)
        if match is None:
            raise Bad(f"line {at} should give the number of frames or the frame time")
        found[" ".join(match[1].lower().split())] = match[2].strip()[:40]
    if len(found) < 2:
        raise Bad(f"the file ends at line {len(lines)} before its frame count and frame time; it was cut short")
    try:
        count = float(found["frames"])
        frames = int(count) if 1 <= count < 1e15 else None
    except ValueError:
        frames = None
    if fps is not None:
        return frames, fps, at, ()
    rate, note = _rate(found["frame time"], at)
    return frames, rate, at, (note,) if note else ()


def _rate(written: str, at: int) -> tuple[float, str]:
    """Frame rate for a frame time as it is written, and what was assumed, "" for nothing. at: its line, from 1."""
    where = f"line {at} or the one before gives the frame time {written}"
    try:
        time = Decimal(written)
    except InvalidOperation:
        said = f"“{written}” as frame time, which is no number" if written else "no frame time"
        raise Bad(f"line {at} or the one before gives {said}; give the rate with --fps") from None
    if not time.is_finite() or time <= 0:
        raise Bad(f"{where}; it must be above 0 seconds, or give the rate with --fps")
    # Compared as exponents first: a decimal may be too large or too small for a float.
    if not -6 <= time.adjusted() <= 4:
        raise Bad(f"{where}; frames a second are from {MIN_FPS:g} to {MAX_FPS:,g}, give the rate with --fps")
    rate, note = _snap_rate(time), ""
    if time > 1:  # slower than a frame a second: no seconds
        rate, unit = _snap_rate(time / 1000), "milliseconds"
        rate = rate if rate in _RATES else _snap_rate(time / 1000, 0.045)  # whole ones are that far off
        if rate not in _RATES and float(time) in _RATES:
            rate, unit = float(time), "frames a second"
        note = f"the frame time {written} was taken for {unit}, {rate:.5g} frames a second: give --fps for another rate"
    try:
        return check_fps(rate), note
    except ValueError:
        said = f"frames a second are from {MIN_FPS:g} to {MAX_FPS:,g}, give the rate with --fps"
        raise Bad(f"{where}; {said}") from None


def _snap_rate(seconds: Decimal, most: float = 0.005) -> float:
    """Frame rate for a frame time in s: a common one if its frame time rounds, or is cut, to the same digits.

    most: how far off it may be, as a share.
    """
    exponent = seconds.as_tuple().exponent
    unit = 10.0**exponent if isinstance(exponent, int) else 0.0
    value = float(seconds)
    for tolerance in (0.501 * unit, 1.001 * unit, 1e-6 * value):
        for rate in _RATES:
            gap = abs(value - 1 / rate)
            if gap <= tolerance and gap < most * value:
                return rate
    return 1 / value


def _read_table(lines: list[str], first: int, frames: int | None, columns: int) -> tuple[F64, tuple[str, ...]]:
    """Read the values of the MOTION block, (rows, columns), and what is to be said of their number."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)  # numpy warns so where it meets no number
        try:
            values = np.fromstring(" ".join(lines[first:]), dtype=np.float64, sep=" ")
        except (DeprecationWarning, ValueError):
            raise Bad(_garbage_line(lines, first)) from None
    whole, rest = divmod(len(values), columns)
    if not whole:
        raise Bad("the file holds no frames" if not rest else f"its only frame ends at line {len(lines)}, incomplete")
    if rest:
        _check_lines([line for line in lines[first:] if line.strip()], columns)
    notes: list[str] = []
    if rest:
        notes.append(f"the last row, line {len(lines)}, is incomplete and was left out")
    if frames != whole:
        said = "no number of frames" if frames is None else f"{frames:,} frame{'s' if frames != 1 else ''}"
        notes.append(f"the file announces {said} and holds {whole:,}: all {whole:,} are used")
    return values[: whole * columns].reshape(whole, columns), tuple(notes)


def _check_lines(rows: list[str], columns: int) -> None:
    """Raise Bad where a row but the last has another number of values: all after it would go to other joints."""
    counts = [len(row.split()) for row in rows]
    if columns not in counts:
        return  # rows are wrapped over lines
    for number, count in enumerate(counts[:-1], start=1):
        if count != columns:
            raise Bad(f"the row of frame {number} has {count} values and needs {columns}; the file is damaged")


def _check_table(joints: list[Joint], table: F64) -> None:
    """Raise Bad with frame and joint for a value that is no number or is out of all bounds; and for too many joints."""
    if len(table) * len(joints) > max(_FREE, _PER_VALUE * table.size):
        raise Bad(f"most of its {len(joints):,} joints have no channels; save the joints that move")
    columns: dict[int, tuple[str, str, float]] = {}
    for joint in joints:
        columns |= {column: (joint.name, "position", _MOST_PLACE) for column, _ in joint.position}
        columns |= {column: (joint.name, "rotation", _MOST_TURN) for column, _ in joint.rotation}
    most = np.array([columns[column][2] for column in range(table.shape[1])])
    with np.errstate(invalid="ignore"):
        wrong = ~(np.abs(table) <= most)
    if wrong.any():
        frame, column = divmod(int(wrong.argmax()), table.shape[1])
        name, what, _ = columns[column]
        value = float(table[frame, column])
        said = f"{value:g}, which is out of all bounds" if np.isfinite(value) else "a value that is no number"
        raise Bad(f"frame {frame + 1} gives as {what} of {name} {said}; the file is damaged")


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
