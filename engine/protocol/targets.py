"""Targets: a hand, a foot, the head or the hips at a place in a frame, or the face turned to it, with their checks."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from .errors import bad_request, number, whole

# What a target may be of -> the role that is brought there. "look" turns the head's face there.
JOINTS: Mapping[str, str] = {
    "left_hand": "left_wrist", "right_hand": "right_wrist", "left_foot": "left_ankle", "right_foot": "right_ankle",
    "head": "head", "hips": "pelvis", "look": "head",
}  # fmt: skip
_SAME = {"left_wrist": "left_hand", "right_wrist": "right_hand", "left_ankle": "left_foot",
         "right_ankle": "right_foot", "pelvis": "hips"}  # fmt: skip
MOST_M = 1000.0
MOST_TARGETS = 100
_WRITTEN = re.compile(r"\s*([A-Za-z_ ]+?)\s*@\s*(-?\d+)\s*(?:(?:-|\.\.|:)\s*(-?\d+)\s*)?=\s*(.+?)\s*")
_KEYS = {"joint", "first", "last", "place", "turn"}
MISSED_M = 0.01  # further off than this a target is not met
Triple = tuple[float, float, float]
Turn = tuple[float, float, float, float]


@dataclass(frozen=True)
class Target:
    """A joint of JOINTS at a place in frames first..last of the take.

    place: (x, y, z) m, Y up, one for all frames or one for each. turn: the joint's rotation in the world on top of its
    rest pose, w x y z, as many as places; none for what the reach makes of it.
    """

    joint: str
    first: int
    last: int
    place: tuple[Triple, ...]
    turn: tuple[Turn, ...] = ()

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "joint", joint_of(self.joint))
        put(self, "first", whole(self.first, f"The frame of the target {self.joint}", 0, 10**6))
        put(self, "last", whole(self.last, f"The last frame of the target {self.joint}", 0, 10**6))
        if self.last < self.first:
            raise bad_request(f"The target {self.label} ends before it begins: give the earlier frame first.")
        put(self, "place", tuple(_numbers(p, 3, self.label) for p in _listed(self.place, self.label)))
        put(self, "turn", tuple(_unit(_numbers(q, 4, self.label), self.label) for q in _listed(self.turn, self.label)))
        count = self.last - self.first + 1
        for values, least in ((self.place, 1), (self.turn, 0)):
            if len(values) not in {least, 1, count}:
                raise bad_request(
                    f"The target {self.label} has {len(values)} places for {count} frames: give one, or one each."
                )
        if self.turn and self.joint == "look":
            raise bad_request("Who looks at a place isn't turned otherwise: give the target “look” a place alone.")

    @property
    def label(self) -> str:
        """As it is written: joint@frame or joint@first-last."""
        return f"{self.joint}@{self.first}" + (f"-{self.last}" if self.last != self.first else "")

    @property
    def role(self) -> str:
        """The role that is brought there."""
        return JOINTS[self.joint]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; `from_json` reads it."""
        data = {"joint": self.joint, "first": self.first, "last": self.last, "place": [list(p) for p in self.place]}
        return {**data, "turn": [list(q) for q in self.turn]} if self.turn else data

    @classmethod
    def from_json(cls, data: Any) -> Target:
        """Inverse of `to_json`; raises EngineError for anything that isn't a target."""
        if not isinstance(data, Mapping) or not {"joint", "first", "place"} <= set(data) or set(data) - _KEYS:
            raise bad_request("A target is a JSON object with “joint”, “first” and “place”.")
        data = cast("Mapping[str, Any]", data)
        return cls(data["joint"], data["first"], data.get("last", data["first"]), data["place"], data.get("turn", ()))


def joint_of(name: Any) -> str:
    """The joint that a name means; raises EngineError for one that can't have a target."""
    plain = str(name).strip().lower().replace(" ", "_").replace("-", "_")
    plain = _SAME.get(plain, plain)
    if plain not in JOINTS:
        raise bad_request(f"“{name!s:.40}” is no joint that can reach a target: choose one of {', '.join(JOINTS)}.")
    return plain


def target_of(text: str) -> Target:
    """ "JOINT@FRAME=x,y,z" or "JOINT@A-B=x,y,z", and degrees about x, y and z after these; raises EngineError."""
    found = _WRITTEN.fullmatch(text)
    values = [_float(part) for part in found[4].split(",")] if found else []
    if found is None or None in values or len(values) not in (3, 6):
        raise bad_request(
            f"The target “{text:.60}” is not JOINT@FRAME=x,y,z, such as right_hand@90=0.3,1.1,2.0; objects of a "
            "scene are for motif-blender."
        )
    numbers = cast("list[float]", values)
    first, last = int(found[2]), int(found[3] or found[2])
    turn = (turn_of(numbers[3:]),) if len(numbers) == 6 else ()
    return Target(joint_of(found[1]), first, last, (cast("Triple", tuple(numbers[:3])),), turn)


def split_target(text: str) -> tuple[str, int, int, str]:
    """Joint, first and last frame, and what stands behind the “=”; raises EngineError."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise bad_request(f"The target “{text:.60}” is not JOINT@FRAME=PLACE, such as right_hand@90=Cup.")
    first, last = int(found[2]), int(found[3] or found[2])
    return joint_of(found[1]), first, last, found[4]


def targets_of(written: Any) -> tuple[Target, ...]:
    """Targets as they are written on a command line or in a manifest's row."""
    return tuple(one if isinstance(one, Target) else target_of(str(one)) for one in written or ())


def check_targets(targets: Iterable[Target], frames: int | None) -> tuple[Target, ...]:
    """The targets of a take of `frames` frames (None: open); raises EngineError for those that lie after it."""
    found = tuple(targets)
    if len(found) > MOST_TARGETS:
        raise bad_request(f"There are {len(found)} targets: give at most {MOST_TARGETS}.")
    for target in found:
        if frames is not None and target.last >= frames:
            raise bad_request(
                f"The target {target.label} lies after the take's last frame, {frames - 1}: move it or lengthen the "
                "take."
            )
    for i, one in enumerate(found):
        for other in found[i + 1 :]:
            if one.joint == other.joint and one.first <= other.last and other.first <= one.last:
                raise bad_request(f"The targets {one.label} and {other.label} are of one joint at once: part them.")
    return found


def missed(quality: Mapping[str, float]) -> list[str]:
    """A sentence for each target that a take doesn't meet, of its measures of quality."""
    begin = "missed "
    return [
        f"The target {name[len(begin) :]} is out of reach by {metres:.2f} m: move it, or give time to get there."
        for name, metres in quality.items()
        if name.startswith(begin)
    ]


def turn_of(degrees: Sequence[float]) -> Turn:
    """Degrees about x, then y, then z of the world, as a quaternion w x y z."""
    out: Turn = (1.0, 0.0, 0.0, 0.0)
    for axis, angle in enumerate(degrees):
        half = math.radians(angle) / 2
        step = [math.cos(half), 0.0, 0.0, 0.0]
        step[1 + axis] = math.sin(half)
        out = _product(cast("Turn", tuple(step)), out)
    return out


def _product(a: Turn, b: Turn) -> Turn:
    aw, ax, ay, az = a
    bw, bx, by, bz = b
    return (
        aw * bw - ax * bx - ay * by - az * bz, aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx, aw * bz + ax * by - ay * bx + az * bw,
    )  # fmt: skip


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _listed(values: Any, label: str) -> list[Any]:
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise bad_request(f"The places of the target {label} must be a list of [x, y, z].")
    return list(cast("Iterable[Any]", values))


def _numbers(value: Any, count: int, label: str) -> Any:
    if isinstance(value, (str, bytes)) or not hasattr(value, "__len__") or len(value) != count:
        raise bad_request(f"A place of the target {label} must be {count} numbers, not {value!r:.40}.")
    return tuple(number(v, f"A number of the target {label}", -MOST_M, MOST_M) for v in value)


def _unit(turn: Turn, label: str) -> Turn:
    length = math.sqrt(sum(v * v for v in turn))
    if length < 1e-6:
        raise bad_request(f"The turn of the target {label} is no rotation: give w, x, y and z.")
    return cast("Turn", tuple(v / length for v in turn))
