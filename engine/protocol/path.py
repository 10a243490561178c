"""A path over the ground that a take follows, with its checks. Standard library and numpy only."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

from .errors import bad_request, number, whole

FACES = ("along", "start")
LEAST_M = 0.3  # shorter than a step
MOST_M = 1000.0  # of a path, and of a coordinate
MOST_POINTS, MOST_FRAMES = 20_000, 10**6
_KEYS = {"points", "frames", "closed", "face"}
Point = tuple[float, float]


@dataclass(frozen=True)
class Path:
    """Points (x, z) in m on the take's own ground, Y up; the take starts at the first one.

    frames: for each point the frame of the take in which it is reached, None for a point without one; None in place of
    the list where the gait's own speed decides. closed: goes on from the last point to the first, at walking speed at
    both ends. face: where the character faces: "along" the path, as at its "start" throughout, or towards a point
    (x, z).
    """

    points: tuple[Point, ...]
    frames: tuple[int | None, ...] | None = None
    closed: bool = False
    face: str | Point = "along"

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "points", _points(self.points))
        if not isinstance(self.closed, bool):
            raise bad_request(f"“closed” of a path must be true or false, not {self.closed!r:.40}.")
        if isinstance(self.face, str):
            if self.face not in FACES:
                raise bad_request(
                    f"A path's face “{self.face:.40}” is unknown: give “along”, “start” or a point [x, z]."
                )
        else:
            put(self, "face", _point(self.face, "The point that a path faces"))
        if self.length < LEAST_M:
            raise bad_request(
                f"The path is {self.length:.2f} m long, shorter than a step: make it at least {LEAST_M:g} m."
            )
        if self.length > MOST_M:
            raise bad_request(f"The path is {self.length:,.0f} m long: give at most {MOST_M:g} m.")
        if self.frames is not None:
            put(self, "frames", _frames(self.frames, len(self.points)))

    @property
    def timed(self) -> tuple[tuple[int, int], ...]:
        """(point, frame) of the points with a frame; the first one is reached at once where nothing else is said."""
        found = [(i, frame) for i, frame in enumerate(self.frames or ()) if frame is not None]
        return tuple(found if not found or found[0][0] == 0 else [(0, 0), *found])

    @property
    def last_frame(self) -> int | None:
        """The frame of the last point; None where it has none."""
        return self.frames[-1] if self.frames else None

    @property
    def length(self) -> float:
        """Metres along its points."""
        ends = [*self.points, self.points[0]] if self.closed else self.points
        return sum(math.dist(a, b) for a, b in pairwise(ends))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; `from_json` reads it."""
        face = self.face if isinstance(self.face, str) else list(self.face)
        data: dict[str, Any] = {"points": [list(p) for p in self.points], "closed": self.closed, "face": face}
        return data if self.frames is None else {**data, "frames": list(self.frames)}

    @classmethod
    def from_json(cls, data: Any) -> Path:
        """Inverse of `to_json`; raises EngineError for anything that isn't a path."""
        if not isinstance(data, Mapping):
            raise bad_request('A path is a JSON object such as {"points": [[0, 0], [0, 3]]}.')
        data = cast("Mapping[str, Any]", data)
        unknown = sorted(str(key) for key in set(data) - _KEYS)
        if unknown:
            raise bad_request(f"A path has no “{unknown[0]:.40}”: it has {', '.join(sorted(_KEYS))}.")
        if "points" not in data:
            raise bad_request('A path needs “points”, such as {"points": [[0, 0], [0, 3]]}.')
        frames = data.get("frames")
        return cls(data["points"], frames, data.get("closed", False), data.get("face", "along"))


def check_length(path: Path | None, frames: int | None) -> None:
    """Raises EngineError for a path with a frame after a take of `frames` frames."""
    if path is not None and path.timed and frames is not None and path.timed[-1][1] >= frames:
        raise bad_request(
            f"The path has a point at frame {path.timed[-1][1]} and the take's last frame is {frames - 1}: lengthen "
            "the take or move the point."
        )


def _points(value: Any) -> tuple[Point, ...]:
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise bad_request(f"A path's points must be a list of [x, z], not {value!r:.40}.")
    found = tuple(_point(point, f"Point {i} of the path") for i, point in enumerate(cast("Iterable[Any]", value), 1))
    if len(found) < 2:
        raise bad_request("A path needs at least two points.")
    if len(found) > MOST_POINTS:
        raise bad_request(f"The path has {len(found):,} points: give at most {MOST_POINTS:,}.")
    return found


def _point(value: Any, what: str) -> Point:
    if isinstance(value, (str, bytes, Mapping)) or not hasattr(value, "__len__") or len(value) != 2:
        raise bad_request(f"{what} must be [x, z] in metres, not {value!r:.40}.")
    return number(value[0], what, -MOST_M, MOST_M), number(value[1], what, -MOST_M, MOST_M)


def _frames(value: Any, points: int) -> tuple[int | None, ...] | None:
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise bad_request(f"A path's frames must be a list of whole numbers, not {value!r:.40}.")
    given = cast("Iterable[Any]", value)
    found = tuple(None if f is None else whole(f, "A frame of the path", 0, MOST_FRAMES) for f in given)
    if len(found) != points:
        raise bad_request(f"The path has {points} points and {len(found)} frames: give each point one, null, or none.")
    said = [frame for frame in found if frame is not None]
    if found[0] is None and said[:1] == [0]:
        raise bad_request("The path's first point is reached at frame 0: give frame 0 to no other.")
    for before, after in pairwise(said):
        if after <= before:
            raise bad_request(f"The path's frames must rise, and {after} comes after {before}: put them in order.")
    return found if said else None
