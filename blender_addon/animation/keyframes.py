"""The keys of an f-curve as arrays: made, read and put in bulk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from ..retarget.keyframes.curves import Curve

_BEZIER = 2
FREE, AUTO_CLAMPED, ALIGNED = 0, 4, 3
_PAIRS = ("co", "handle_left", "handle_right")
_WORDS = ("interpolation", "easing", "type", "handle_left_type", "handle_right_type")
_NUMBERS = ("amplitude", "back", "period")
_FLAGS = ("select_control_point", "select_left_handle", "select_right_handle")
_KINDS = {**dict.fromkeys(_WORDS, np.int32), **dict.fromkeys(_NUMBERS, np.float32), **dict.fromkeys(_FLAGS, bool)}


@dataclass(frozen=True)
class Points:
    """Keys in order of time: attribute of Blender's Keyframe -> (K, 2) for positions, (K,) for the rest.

    What isn't named is left as Blender makes it.
    """

    columns: Mapping[str, NDArray]

    def __len__(self) -> int:
        return len(self.columns["co"])

    @property
    def frames(self) -> NDArray:
        """(K,) of the keys."""
        return self.columns["co"][:, 0]

    def where(self, chosen: NDArray) -> Points:
        """Those of a mask (K,)."""
        return Points({name: column[chosen] for name, column in self.columns.items()})

    def then(self, other: Points) -> Points:
        """These keys and, after them, others with the same attributes."""
        return Points({name: np.concatenate([column, other.columns[name]]) for name, column in self.columns.items()})


def dense(values: NDArray, start: int) -> Points:
    """A key a frame with `values` (T,) from frame `start`; handles that Blender keeps smooth."""
    return keyed(np.arange(start, start + len(values)), values)


def keyed(frames: NDArray, values: NDArray) -> Points:
    """Keys with `values` (K,) on `frames` (K,), ascending; handles that Blender keeps smooth."""
    return _made(np.stack([frames, values], axis=-1), AUTO_CLAMPED)


def sparse(curve: Curve, component: int, start: int) -> Points:
    """One component of a fitted curve, whose frame 0 is `start`."""
    left, right = (side[:, component] + (start, 0) for side in curve.handles())
    co = np.stack([curve.frames + start, curve.values[:, component]], axis=-1)
    points = _made(co, ALIGNED)
    return Points({**points.columns, "handle_left": left, "handle_right": right})


def _made(co: NDArray, handles: int) -> Points:
    count = len(co)
    columns = {
        "co": co,
        "interpolation": np.full(count, _BEZIER, np.int32),
        "handle_left_type": np.full(count, handles, np.int32),
        "handle_right_type": np.full(count, handles, np.int32),
    }
    generated = _generated_type()
    if generated is not None:
        columns["type"] = np.full(count, generated, np.int32)
    return Points(columns)


def _generated_type() -> int | None:
    """The key type for keys made by a machine, None in a Blender that has none."""
    kinds: Any = bpy.types.Keyframe.bl_rna.properties["type"]
    item = kinds.enum_items.get("GENERATED")
    return None if item is None else item.value


def read(curve: Any) -> Points:
    """All keys of an f-curve, to the bit."""
    keys = curve.keyframe_points
    columns: dict[str, NDArray] = {}
    for name in _PAIRS:
        columns[name] = np.empty((len(keys), 2), np.float32)
    for name, kind in _KINDS.items():
        columns[name] = np.empty(len(keys), kind)
    for name, column in columns.items():
        if name in _WORDS and bpy.app.version < (4, 0, 0):
            values = numbers(name)
            column[:] = [values[getattr(key, name)] for key in keys]
        else:
            keys.foreach_get(name, column.reshape(-1))
    return Points(columns)


def numbers(name: str) -> dict[str, int]:
    """A Keyframe's enumeration: word -> number."""
    properties: Any = bpy.types.Keyframe.bl_rna.properties
    return {item.identifier: item.value for item in properties[name].enum_items}


def _set_words(keys: Any, name: str, column: NDArray) -> None:
    """Enumerations one by one: Blender 3's foreach_set takes them without a complaint and leaves them as they were."""
    words = {value: word for word, value in numbers(name).items()}
    wanted = [words[int(value)] for value in column]
    if len(set(wanted)) == 1 and all(getattr(key, name) == wanted[0] for key in keys):
        return
    for key, word in zip(keys, wanted, strict=True):
        setattr(key, name, word)


def put(curve: Any, points: Points, settle: bool = True) -> None:
    """Replace all keys of an f-curve. settle: let Blender work out automatic handles; without it every handle stays
    to the bit as given.
    """
    keys = curve.keyframe_points
    while len(keys) > len(points):
        keys.remove(keys[len(keys) - 1], fast=True)
    if len(points) > len(keys):
        keys.add(len(points) - len(keys))
    for name, column in points.columns.items():
        kind = np.float32 if name in _PAIRS else _KINDS[name]
        if name in _WORDS and bpy.app.version < (4, 0, 0):
            _set_words(keys, name, column)
        else:
            keys.foreach_set(name, np.ascontiguousarray(column, kind).reshape(-1))
    if settle:
        curve.update()


def replace(curve: Any, points: Points, first: float, last: float) -> None:
    """Put `points` in place of the keys from frame `first` to `last`; all others stay to the bit, handles included."""
    before = read(curve)
    put(curve, points)
    made = read(curve)
    early, late = before.frames < first - 1e-4, before.frames > last + 1e-4
    put(curve, before.where(early).then(made).then(before.where(late)), settle=False)
