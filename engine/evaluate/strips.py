"""Stick-figure strips: a motion as a row of poses in one image, to see at a glance what it does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from engine import files
from retarget import quat
from retarget.motion import CANONICAL_NAMES, CANONICAL_PARENTS, ROLE_INDEX, Motion

_LEFT, _RIGHT, _MIDDLE = (200, 40, 40), (40, 60, 200), (40, 40, 40)
_TARGET = (20, 140, 60)
_TITLE, _GROUND, _FAINT = 16, (215, 215, 215), (190, 190, 190)
_VIEW_YAW = np.radians(35)
_METRES = 2.2  # that a cell is wide
# Outlines on joints of the canonical skeleton, m in the joints' frames: soles, palms with the thumb, a nose.
_SOLE = ((0.04, -0.08, -0.05), (0.05, -0.08, 0.2), (-0.05, -0.08, 0.2), (-0.04, -0.08, -0.05), (0.04, -0.08, -0.05))
_PALM = ((0.0, 0.0, 0.0), (0.08, 0.0, 0.08), (0.1, 0.0, 0.0))
_SURFACES = {
    "left_ankle": _SOLE, "right_ankle": _SOLE, "left_wrist": _PALM,
    "right_wrist": tuple((-x, y, z) for x, y, z in _PALM), "head": ((0.0, 0.1, 0.0), (0.0, 0.08, 0.16)),
}  # fmt: skip


def strip(
    motion: Motion | NDArray, count: int = 10, size: int = 150, title: str = "",
    faint: NDArray[np.bool_] | None = None, mark: tuple[int, NDArray] | None = None,
) -> Image.Image:  # fmt: skip
    """`count` poses evenly spaced in time, left side red, right side blue, seen from the front and a little above.

    motion: a canonical Motion or positions (T, 22, 3) m. The camera follows the pelvis over the ground; the
    dashes on the ground line are half a metre of the world apart, so that travel shows. Of a motion soles, palms and
    the way of the face are drawn too, since lines between joints don't tell how these are turned. faint: (T, 22),
    joints whose bones are only hinted at. mark: a frame that is among the poses, and a place (3,) m, shown as a cross.
    """
    pos, rot = motion.globals() if isinstance(motion, Motion) else (np.asarray(motion), None)
    image = Image.new("RGB", (count * size, size + _TITLE), "white")
    draw = ImageDraw.Draw(image)
    view = _first_view(pos)
    frames = np.linspace(0, len(pos) - 1, count).round().astype(int)
    if mark:
        frames[np.abs(frames - mark[0]).argmin()] = mark[0]
    for cell, frame in enumerate(frames):
        if mark:
            _cross(draw, pos[frame, 0] @ view.T, mark[1] @ view.T, cell * size, size)
        _cell(draw, pos[frame] @ view.T, cell * size, size, None if faint is None else faint[frame])
        if rot is not None and faint is None:
            _surfaces(draw, pos[frame], rot[frame], view, cell * size, size)
        draw.text((cell * size + 3, size + _TITLE - 12), str(frame), fill=_FAINT)
    draw.text((4, 2), _latin(title), fill="black")
    return image


def sheet(rows: Sequence[tuple[str, Motion | NDArray]], path: Path, count: int = 10, size: int = 150) -> None:
    """One strip under another, each with its title, written as PNG."""
    stack([strip(motion, count, size, title) for title, motion in rows], path)


def stack(strips: Sequence[Image.Image], path: Path) -> None:
    """Images under one another, written as PNG."""
    image = Image.new("RGB", (max(s.width for s in strips), sum(s.height for s in strips)), "white")
    top = 0
    for one in strips:
        image.paste(one, (0, top))
        top += one.height
    path.parent.mkdir(parents=True, exist_ok=True)
    with files.replaced(path) as beside:
        image.save(beside, "PNG")


def _first_view(pos: NDArray) -> NDArray:
    """Rotation (3, 3) into a view in which the figure's first pose stands three quarters to the camera."""
    across = pos[0, ROLE_INDEX["left_hip"]] - pos[0, ROLE_INDEX["right_hip"]]
    yaw = np.arctan2(-across[2], across[0])  # of the way it faces, from +Z towards +X
    turn = -yaw + _VIEW_YAW
    cos, sin = np.cos(turn), np.sin(turn)
    return np.array([[cos, 0, sin], [0, 1, 0], [-sin, 0, cos]])


def _cell(draw: ImageDraw.ImageDraw, pose: NDArray, left: int, size: int, faint: NDArray[np.bool_] | None) -> None:
    scale, middle, ground = size / _METRES, left + size / 2, _ground(size)
    draw.line([(left, ground), (left + size, ground)], fill=_GROUND)
    step = 0.5 * scale
    for mark in np.arange(-2, 3) * step - (pose[0, 0] * scale) % step:
        if abs(mark) < size / 2:
            draw.line([(middle + mark, ground), (middle + mark, ground + 4)], fill=_GROUND)
    flat = [_place(p, pose[0], left, size) for p in pose]
    for joint, up in enumerate(CANONICAL_PARENTS):
        if up >= 0:
            name = CANONICAL_NAMES[joint]
            colour = _LEFT if name.startswith("left") else _RIGHT if name.startswith("right") else _MIDDLE
            hinted = faint is not None and faint[joint]
            draw.line([flat[up], flat[joint]], fill=_GROUND if hinted else colour, width=1 if hinted else 2)
    x, y = flat[ROLE_INDEX["head"]]
    radius = 0.09 * scale
    hinted = faint is not None and faint[ROLE_INDEX["head"]]
    draw.ellipse([x - radius, y - 2 * radius, x + radius, y], outline=_GROUND if hinted else _MIDDLE)


def _surfaces(draw: ImageDraw.ImageDraw, pos: NDArray, rot: NDArray, view: NDArray, left: int, size: int) -> None:
    """Soles and palms as outlines, and the way of the face, of a pose (22, 3) m with world rotations (22, 4)."""
    for name, corners in _SURFACES.items():
        joint = ROLE_INDEX[name]
        world = pos[joint] + quat.rotate(rot[joint], np.asarray(corners, np.float32))
        colour = _LEFT if name.startswith("left") else _RIGHT if name.startswith("right") else _MIDDLE
        draw.line([_place(p, pos[0] @ view.T, left, size) for p in world @ view.T], fill=colour)


def _ground(size: int) -> float:
    """Height in the image, from its top, of the ground under a figure."""
    return _TITLE + size * 0.92


def _place(point: NDArray, pelvis: NDArray, left: int, size: int) -> tuple[float, float]:
    """Where a cell shows a point, both as the view has them. Depth lowers it a little: the camera looks down, and near
    and far feet come apart."""
    scale = size / _METRES
    x, y, z = point - pelvis * (1, 0, 1)
    return left + size / 2 + x * scale, _ground(size) - (y - 0.15 * z) * scale


def _cross(draw: ImageDraw.ImageDraw, pelvis: NDArray, place: NDArray, left: int, size: int) -> None:
    """A place near a figure whose pelvis is at `pelvis`, both as the view has them, where the cell shows it."""
    x, y = _place(place, pelvis, left, size)
    if left + 5 < x < left + size - 5:
        for dx, dy in ((5, 0), (0, 5)):
            draw.line([(x - dx, y - dy), (x + dx, y + dy)], fill=_TARGET, width=2)


def _latin(text: str) -> str:
    """PIL's built-in font knows Latin-1 alone."""
    return text.encode("latin-1", "replace").decode("latin-1")
