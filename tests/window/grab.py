"""Saves a part of the screen as a small PNG, or saved parts as a moving picture; run by a Python that has Pillow.

`grab.py OUT.png [LEFT TOP RIGHT BOTTOM [COLOURS]]`: rows at the foot that are all of one colour are left out.
`grab.py OUT.webp WIDTH MS FRAME.png ..`: the frames one after another, each for MS milliseconds.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageGrab

_MARGIN = 6  # pixels below the last row in which something is drawn
_FOOT = 16  # pixels at the foot, where Blender may draw an arrow in the corner


def still(path: Path, box: tuple[int, ...] = (), colours: int = 0) -> None:
    """Save the screen, or a part of it, with at most `colours` colours (0: as it is)."""
    image = ImageGrab.grab().convert("RGB")
    if box:
        image = trimmed(image.crop(box))
    if colours:
        image = image.quantize(colours, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
    image.save(path, optimize=True)


def trimmed(image: Image.Image) -> Image.Image:
    """Leave out the rows at the foot that look like the last one."""
    rows = np.asarray(image).astype(int)[:-_FOOT]
    differs = np.flatnonzero(np.abs(rows - rows[-1]).max(axis=(1, 2)) > 8)
    last = int(differs[-1]) + 1 + _MARGIN if len(differs) else len(rows)
    return image.crop((0, 0, image.width, min(last, image.height)))


def moving(path: Path, width: int, ms: int, frames: list[Path]) -> None:
    """Save frames as one WebP that goes round and round."""
    images = [Image.open(frame).convert("RGB") for frame in frames]
    height = round(images[0].height * width / images[0].width)
    small = [image.resize((width, height), Image.Resampling.LANCZOS) for image in images]
    small[0].save(path, save_all=True, append_images=small[1:], duration=ms, loop=0, quality=60, method=4)


if __name__ == "__main__":
    out, words = Path(sys.argv[1]), sys.argv[2:]
    if out.suffix == ".webp":
        moving(out, int(words[0]), int(words[1]), [Path(word) for word in words[2:]])
    else:
        still(out, tuple(int(word) for word in words[:4]), int(words[4]) if len(words) > 4 else 0)
