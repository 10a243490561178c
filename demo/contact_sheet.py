"""Frames of a scene side by side in one picture: what happens in a take, at a glance."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import bpy
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from engine import files

_BACK, _INK, _DIM = (27, 30, 35), (240, 241, 243), (150, 157, 166)
_RIGHT, _LEFT = (238, 120, 62), (72, 160, 205)  # the colours of the mannequin's bands
_GAP, _MARGIN = 4, 18


@dataclass(frozen=True)
class Row:
    """One take: its frames as pictures with the seconds at which they lie."""

    title: str
    detail: str
    images: tuple[Image.Image, ...]
    seconds: tuple[float, ...]


def render_frames(
    scene: bpy.types.Scene, frames: Sequence[int], folder: Path, on_frame: Callable[[int], None] | None = None
) -> tuple[Image.Image, ...]:
    """Render these frames of `scene` with its own camera and settings; calls on_frame(number done) after each."""
    folder.mkdir(parents=True, exist_ok=True)
    images = []
    bpy.context.window.scene = scene  # a scene that no window shows is not brought up to date frame by frame
    for number, frame in enumerate(frames, 1):
        path = folder / f"{number:02d}.png"
        scene.frame_set(frame)
        scene.render.filepath = str(path)
        bpy.ops.render.render(write_still=True)
        with Image.open(path) as image:
            images.append(image.convert("RGB"))
        path.unlink()
        if on_frame:
            on_frame(number)
    return tuple(images)


def spread(first: int, last: int, count: int) -> list[int]:
    """`count` frames from first to last, both included, evenly apart (fewer where there are not so many)."""
    return sorted({round(frame) for frame in np.linspace(first, last, count)})


def compose(rows: Sequence[Row]) -> Image.Image:
    """Rows under one another, each with its title above its frames."""
    strips = [_strip(row) for row in rows]
    width = max(strip.width for strip in strips)
    sheet = Image.new("RGB", (width, sum(strip.height for strip in strips) + _MARGIN // 2), _BACK)
    top = 0
    for strip in strips:
        sheet.paste(strip, (0, top))
        top += strip.height
    return sheet


def save(sheet: Image.Image, path: Path) -> None:
    """As a PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with files.replaced(path) as beside:
        sheet.save(beside, "PNG", optimize=True)


def _strip(row: Row) -> Image.Image:
    wide, high = row.images[0].size
    title_height = 52
    width = 2 * _MARGIN + len(row.images) * wide + (len(row.images) - 1) * _GAP
    strip = Image.new("RGB", (width, title_height + high + _MARGIN // 2), _BACK)
    draw = ImageDraw.Draw(strip)
    title, small = _font(25), _font(15)
    draw.text((_MARGIN, 27), f"“{row.title}”", _INK, title, anchor="lm")
    at = width - _MARGIN
    for text, colour in ((row.detail, _DIM), ("left", _LEFT), ("right", _RIGHT)):
        draw.text((at, 29), text, colour, small, anchor="rm")
        at -= round(draw.textlength(text, small)) + 16
    for number, (image, seconds) in enumerate(zip(row.images, row.seconds, strict=True)):
        left = _MARGIN + number * (wide + _GAP)
        strip.paste(image, (left, title_height))
        draw.text((left + 9, title_height + high - 8), f"{seconds:.1f} s", _INK, small, anchor="ls")
    return strip


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Matplotlib's DejaVu, which has most scripts; Pillow's own where it is missing."""
    spec = importlib.util.find_spec("matplotlib")
    if spec and spec.origin:
        path = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" / "DejaVuSans.ttf"
        if path.exists():
            return ImageFont.truetype(str(path), size)
    return ImageFont.load_default(size)
