"""Keyframes of an f-curve as arrays: created, read and written in bulk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import bpy
import numpy as np
from bpy.types import FCurve
from numpy.typing import NDArray

from ..retarget.keyframes.curves import Curve

if TYPE_CHECKING:
    from bpy.types import FCurveKeyframePoints

# Values of Keyframe.interpolation and of Keyframe.handle_left_type and handle_right_type.
_BEZIER = 2
_AUTO_CLAMPED, _ALIGNED = 4, 3
# Attributes of a Keyframe: (frame, value) pairs, enumerations, floats and booleans.
_PAIRS = ("co", "handle_left", "handle_right")
_ENUMS = ("interpolation", "easing", "type", "handle_left_type", "handle_right_type")
_FLOATS = ("amplitude", "back", "period")
_BOOLS = ("select_control_point", "select_left_handle", "select_right_handle")
_DTYPES = {**dict.fromkeys(_ENUMS, np.int32), **dict.fromkeys(_FLOATS, np.float32), **dict.fromkeys(_BOOLS, bool)}
_ON_FRAME = 1e-4  # frames: a keyframe this close to the border of a range belongs to it


@dataclass(frozen=True)
class Points:
    """K keyframes in order of time. columns: attribute of Blender's Keyframe -> (K, 2) of (frame, value) for "co" and
    the handles, (K,) for the others. Attributes that are not in it keep Blender's defaults.
    """

    columns: Mapping[str, NDArray]

    def __len__(self) -> int:
        return len(self.columns["co"])

    @property
    def frames(self) -> NDArray:
        """Frames of the keyframes (K,)."""
        return self.columns["co"][:, 0]

    def where(self, mask: NDArray) -> Points:
        """Return the keyframes where `mask` (K,) is true."""
        return Points({name: column[mask] for name, column in self.columns.items()})

    def then(self, other: Points) -> Points:
        """Return these keyframes followed by `other`, which must have the same attributes."""
        return Points({name: np.concatenate([column, other.columns[name]]) for name, column in self.columns.items()})


def dense(values: NDArray, start: int) -> Points:
    """Return a keyframe a frame with `values` (T,) from frame `start`, with auto-clamped handles."""
    return keyed(np.arange(start, start + len(values)), values)


def keyed(frames: NDArray, values: NDArray) -> Points:
    """Return keyframes with `values` (K,) on ascending `frames` (K,), with auto-clamped handles."""
    return _bezier(np.stack([frames, values], axis=-1), _AUTO_CLAMPED)


def sparse(curve: Curve, component: int, start: int) -> Points:
    """Return the keyframes of one component of a fitted curve, its frame 0 at `start`, with aligned handles."""
    left, right = (side[:, component] + (start, 0) for side in curve.handles())
    co = np.stack([curve.frames + start, curve.values[:, component]], axis=-1)
    points = _bezier(co, _ALIGNED)
    return Points({**points.columns, "handle_left": left, "handle_right": right})


def _bezier(co: NDArray, handle_type: int) -> Points:
    """Return Bézier keyframes at `co` (K, 2), marked as generated where Blender has that keyframe type."""
    count = len(co)
    columns = {
        "co": co,
        "interpolation": np.full(count, _BEZIER, np.int32),
        "handle_left_type": np.full(count, handle_type, np.int32),
        "handle_right_type": np.full(count, handle_type, np.int32),
    }
    generated = _generated_type()
    if generated is not None:
        columns["type"] = np.full(count, generated, np.int32)
    return Points(columns)


def _generated_type() -> int | None:
    """Return the value of Keyframe.type for generated keyframes, None in a Blender that has no such type."""
    item = _enum_items("type").get("GENERATED")
    return None if item is None else item.value


def read(curve: FCurve) -> Points:
    """Return all keyframes of an f-curve with all attributes, bit for bit."""
    keys = curve.keyframe_points
    columns: dict[str, NDArray] = {}
    for name in _PAIRS:
        columns[name] = np.empty((len(keys), 2), np.float32)
    for name, dtype in _DTYPES.items():
        columns[name] = np.empty(len(keys), dtype)
    for name, column in columns.items():
        if name in _ENUMS and bpy.app.version < (4, 0, 0):
            values = enum_values(name)
            column[:] = [values[getattr(key, name)] for key in keys]
        else:
            keys.foreach_get(name, column.reshape(-1))
    return Points(columns)


def enum_values(name: str) -> dict[str, int]:
    """Return identifier -> value of one of Keyframe's enumerations."""
    return {item.identifier: item.value for item in _enum_items(name).values()}


def _enum_items(name: str) -> Any:
    """Return the collection of EnumPropertyItem of one of Keyframe's enumerations."""
    properties: Any = bpy.types.Keyframe.bl_rna.properties
    return properties[name].enum_items


def _set_enums(keys: FCurveKeyframePoints, name: str, column: NDArray) -> None:
    """Set an enumeration key by key: Blender 3's foreach_set accepts enumerations and ignores them."""
    identifiers = {value: identifier for identifier, value in enum_values(name).items()}
    wanted = [identifiers[int(value)] for value in column]
    if len(set(wanted)) == 1 and all(getattr(key, name) == wanted[0] for key in keys):
        return
    for key, identifier in zip(keys, wanted, strict=True):
        setattr(key, name, identifier)


def put(curve: FCurve, points: Points, settle: bool = True) -> None:
    """Replace all keyframes of an f-curve with `points`.

    settle: let Blender calculate automatic handles; without it every handle stays bit for bit as given.
    """
    keys = curve.keyframe_points
    # Reuse the keyframes that are there: remove from the end or add to it until the number is right.
    while len(keys) > len(points):
        keys.remove(keys[len(keys) - 1], fast=True)
    if len(points) > len(keys):
        keys.add(len(points) - len(keys))
    for name, column in points.columns.items():
        dtype = np.float32 if name in _PAIRS else _DTYPES[name]
        if name in _ENUMS and bpy.app.version < (4, 0, 0):
            _set_enums(keys, name, column)
        else:
            keys.foreach_set(name, np.ascontiguousarray(column, dtype).reshape(-1))
    if settle:
        curve.update()


def step(curve: FCurve, values: Sequence[tuple[float, float]]) -> None:
    """Put steps on an f-curve: keyframes at (frame, value), in order, that hold their value, in place of those from the
    first to the last of them."""
    first, last = values[0][0], values[-1][0]
    keys = curve.keyframe_points
    for key in reversed([key for key in keys if first - _ON_FRAME < key.co[0] < last + _ON_FRAME]):
        keys.remove(key)
    for frame, value in values:
        key = keys.insert(frame, value)
        key.interpolation = "BEZIER" if frame == last and len(keys) and keys[-1].co[0] > last else "CONSTANT"
    curve.update()


def replace(curve: FCurve, points: Points, first: float, last: float) -> None:
    """Replace the keyframes from frame `first` to `last` with `points`; the others stay bit for bit, with handles."""
    before = read(curve)
    # Alone on the f-curve, the new keyframes get handles that do not depend on their neighbours outside the range.
    put(curve, points)
    settled = read(curve)
    early, late = before.frames < first - _ON_FRAME, before.frames > last + _ON_FRAME
    put(curve, before.where(early).then(settled).then(before.where(late)), settle=False)
