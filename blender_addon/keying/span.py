"""The span of an animation that an in-between generates: frames, body parts, pinned poses; and how it is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..animation import actions, keyframes
from ..animation.channels import bone_of
from ..bpy_types import Object, Scene
from ..engine.protocol.options import parse_range
from ..retarget import constraints
from ..retarget.mask import PARTS, Mask, keep_all_but
from ..retarget.motion import Skeleton
from ..rig.binding import RigError

_POSES = ("KEYFRAME", "EXTREME")  # the key types that an artist sets for poses


@dataclass(frozen=True)
class Span:
    """What an in-between generates and what it reads around that.

    first, last: scene frames, both included. parts: names of mask.PARTS. pins: frames inside that stay. action: name of
    the Action that is changed. start, count: the frames that are read and sent to the engine.
    """

    first: int
    last: int
    parts: tuple[str, ...] = tuple(PARTS)
    pins: tuple[int, ...] = ()
    action: str = ""
    start: int = 0
    count: int = 0

    @property
    def generated(self) -> NDArray[np.bool_]:
        """(count,) bool: frames that are generated."""
        frames = np.arange(self.start, self.start + self.count)
        return (frames >= self.first) & (frames <= self.last) & ~np.isin(frames, self.pins)

    @property
    def runs(self) -> list[tuple[int, int]]:
        """First and last scene frame of each run of generated frames."""
        return [(self.start + a, self.start + b - 1) for a, b in constraints.gaps(~self.generated)]

    def keep(self, skeleton: Skeleton) -> Mask:
        """The mask of what is kept, on a skeleton of the armature."""
        return keep_all_but(skeleton, self.generated, self.parts)

    def to_meta(self) -> dict[str, Any]:
        """JSON-able."""
        return asdict(self)

    @classmethod
    def from_meta(cls, meta: Mapping[str, Any]) -> Span | None:
        """Read a take's record, None for a take that is no in-between."""
        try:
            kept = {name: meta["span"][name] for name in asdict(cls(0, 0))}
            return cls(**{**kept, "parts": tuple(kept["parts"]), "pins": tuple(kept["pins"])})
        except (KeyError, TypeError, ValueError):
            return None


def parse_frames(text: str) -> tuple[int, int]:
    """Parse "30-60" or "30" as first and last frame; raises RigError. Scene frames may be negative."""
    found = parse_range(text)
    if found is None:
        raise RigError(f"The frames “{text:.40}” are not A-B, such as 30-60.")
    first, last = found
    return first, first if last is None else last


def parse_pins(text: str) -> tuple[int, ...]:
    """Parse "30, 45" as frames in order; raises RigError for what is no list of frames."""
    try:
        return tuple(sorted({int(word) for word in text.replace(",", " ").split()}))
    except ValueError:
        raise RigError(f"The pins “{text:.40}” are not frames: write them as 30, 45.") from None


def settle(span: Span, animated: tuple[int, int], most: int, around: int) -> Span:
    """Check the span and add the frames to read around it. animated: first and last frame of the animation. most:
    frames that can be read. around: frames to read on either side, where there are as many.

    Where nothing would be kept, the first and the last pose are. Raises RigError for a span without frames or parts,
    outside the animation, too long, or with all its frames pinned.
    """
    begin, end = animated
    if span.last < span.first:
        raise RigError(f"The frames {span.first} to {span.last} are none: choose a first frame before the last.")
    if span.last < begin or span.first > end:
        raise RigError(
            f"The frames {span.first} to {span.last} lie outside the animation, which has frames {begin} to {end}: "
            "choose some of these."
        )
    if not span.parts:
        raise RigError("No part of the body may change: choose one under In-between.")
    length = span.last - span.first + 1
    if length > most:
        raise RigError(f"The span has {length:,} frames, and {most:,} can be made at once: choose a shorter one.")
    around = min(around, (most - length) // 2)
    start = min(span.first, max(begin, span.first - around))
    stop = max(span.last, min(end, span.last + around))
    pins = tuple(pin for pin in span.pins if span.first <= pin <= span.last)
    settled = Span(span.first, span.last, span.parts, pins, span.action, start, stop - start + 1)
    if settled.generated.all():
        settled = Span(**{**settled.to_meta(), "pins": (begin, end)})
    if not settled.generated.any():
        raise RigError(
            f"All poses of the frames {span.first} to {span.last} are kept: choose a longer span, or unpin some."
        )
    return settled


# -- what the artist has selected


def gather(armature: Object, scene: Scene) -> tuple[int, int] | None:
    """Return the first and last frame of the selected keys, else the preview range, else of the selected markers; None
    for none of these."""
    selected = _keys(armature, selected=True)
    chosen = sorted({frame for frame, _ in selected})
    if len(chosen) > 1 and not (_dense(chosen) and len(selected) == len(_keys(armature, selected=False))):
        return chosen[0], chosen[-1]  # Blender selects new keys: all of a dense animation is no choice
    if scene.use_preview_range:
        return scene.frame_preview_start, scene.frame_preview_end
    markers = sorted(marker.frame for marker in scene.timeline_markers if marker.select)
    return (markers[0], markers[-1]) if len(markers) > 1 and markers[0] < markers[-1] else None


def _dense(frames: list[int]) -> bool:
    """Whether more than every other frame has keys, as in captured motion."""
    return 2 * len(frames) > frames[-1] - frames[0] + 1


def key_poses(armature: Object, first: int, last: int) -> tuple[int, ...]:
    """Return the frames of first..last that hold key poses: keys of type Keyframe or Extreme; of dense keys, as in
    captured motion, those of type Extreme. Where keys are selected, only these count."""
    inside = [(f, kind) for f, kind in _keys(armature, selected=True) if first <= f <= last]
    inside = inside or [(f, kind) for f, kind in _keys(armature, selected=False) if first <= f <= last]
    frames = {f for f, kind in inside if kind in _POSES}
    if inside and _dense(sorted({f for f, _ in inside})):
        frames = {f for f, kind in inside if kind == "EXTREME"}
    return tuple(sorted(frames))


def _keys(armature: Object, selected: bool) -> list[tuple[int, str]]:
    """List frame and type of the keys on bones; selected: of selected keys only."""
    kinds = {value: word for word, value in keyframes.enum_values("type").items()}
    found = []
    for curve in actions.curves_of(armature):
        if bone_of(curve.data_path):
            own = keyframes.read(curve)
            columns = own.frames, own.columns["type"], own.columns["select_control_point"]
            found += [(round(float(f)), kinds[int(k)]) for f, k, s in zip(*columns, strict=True) if s or not selected]
    return found


def parts_of_bones(skeleton: Skeleton, bones: Iterable[str]) -> tuple[str, ...]:
    """Return the body parts that these bones (names of the skeleton's joints) belong to."""
    chosen = set(bones)
    one = np.ones(1, bool)
    return tuple(
        part for part in PARTS
        if any(name in chosen for name, kept in
               zip(skeleton.names, keep_all_but(skeleton, one, [part]).joints[0], strict=True) if not kept)
    )  # fmt: skip
