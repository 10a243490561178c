"""Icons of small figures for the take list, drawn in memory when a row is drawn first; no file is written."""

from __future__ import annotations

from typing import Any

import bpy.utils.previews
import numpy as np
from numpy.typing import NDArray

from ..drawing import strip
from ..retarget.motion import CANONICAL_PARENTS

_SIZE = 64  # pixels
_THICK = 2.8  # pixels, half of a limb's width
_LEFT, _RIGHT, _MIDDLE = (0.95, 0.62, 0.25), (0.35, 0.68, 1.0), (0.85, 0.85, 0.85)
_MOST = 64  # strips that are kept drawn
_icons: dict[str, Any] = {"previews": None, "known": {}, "made": 0}


def icons(text: str) -> tuple[int, ...]:
    """Return the icons of a take's figures, () for a row without any."""
    known, previews = _icons["known"], _icons["previews"]
    if not text or previews is None:
        return ()
    if text not in known:
        if len(known) >= _MOST:
            clear()
        known[text] = _made(previews, text)
    return known[text]


def _made(previews: Any, text: str) -> tuple[int, ...]:
    poses = strip.read(text)
    made = []
    for pose in poses if poses is not None else ():
        _icons["made"] += 1
        preview = previews.new(f"figure {_icons['made']}")
        preview.image_size = (_SIZE, _SIZE)
        preview.image_pixels_float = picture(pose).ravel().tolist()
        made.append(preview.icon_id)
    return tuple(made)


def picture(joints: NDArray[np.float64]) -> NDArray[np.float32]:
    """Draw a figure as (_SIZE, _SIZE, 4) RGBA from the lower row up. joints: (22, 2) as `strip.read` has them."""
    points = joints * (_SIZE - 6) + (_SIZE / 2, 3)
    rows, columns = np.mgrid[0:_SIZE, 0:_SIZE] + 0.5
    out = np.zeros((_SIZE, _SIZE, 4), np.float32)
    order = sorted(range(1, 22), key=lambda j: _ORDER[_side(j)])
    for j in order:
        a, b = points[CANONICAL_PARENTS[j]], points[j]
        cover = _near(columns, rows, a, b, _THICK)
        _paint(out, cover, _COLOURS[_side(j)])
    _paint(out, _near(columns, rows, points[15], points[15] + (0, 3), 3.6), _MIDDLE)
    return out


def _near(x: Any, y: Any, a: Any, b: Any, thick: float) -> NDArray[np.float64]:
    """Return how much of each pixel a line of half-width `thick` covers, 0 to 1."""
    along = b - a
    length = float(along @ along) or 1.0
    t = np.clip(((x - a[0]) * along[0] + (y - a[1]) * along[1]) / length, 0, 1)
    return np.clip(thick + 0.5 - np.hypot(x - a[0] - t * along[0], y - a[1] - t * along[1]), 0, 1)


def _paint(out: NDArray[np.float32], cover: NDArray[np.float64], colour: tuple[float, float, float]) -> None:
    out[..., :3] += (np.array(colour) - out[..., :3]) * cover[..., None]
    out[..., 3] = np.maximum(out[..., 3], cover)


def _side(joint: int) -> str:
    """Return left, right or middle, by SMPL's order of joints."""
    if joint in (1, 4, 7, 10, 13, 16, 18, 20):
        return "left"
    return "right" if joint in (2, 5, 8, 11, 14, 17, 19, 21) else "middle"


_COLOURS = {"left": _LEFT, "right": _RIGHT, "middle": _MIDDLE}
_ORDER = {"right": 0, "middle": 1, "left": 2}  # painted from the far side to the near one


def clear() -> None:
    """Forget all icons; they are drawn again where they are needed."""
    _icons["known"].clear()
    if _icons["previews"] is not None:
        _icons["previews"].clear()


def register() -> None:
    """Make room for icons; in background nothing is drawn."""
    if not bpy.app.background:
        _icons["previews"] = bpy.utils.previews.new()


def unregister() -> None:
    """Remove all icons."""
    if _icons["previews"] is not None:
        bpy.utils.previews.remove(_icons["previews"])
    _icons["previews"] = None
    _icons["known"].clear()
