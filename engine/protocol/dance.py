"""How a take to a sound is danced: how near the beat, where, from what and beside whom. Standard library only."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .errors import bad_request, number

PARTNERS = {
    "mirrored": "the first dancer's mirror image",
    "canon": "the first dancer's dance, a bar later",
    "other": "a dance of its own",
}
PLACES = {"beside": "to the first dancer's left", "facing": "in front of the first dancer, face to face"}
ASKED = ("on_beat", "stage", "variation", "follow")  # options that are fields of Dance
APART = 1.6  # m between two dancers' beginnings
_ROOM = 0.3  # m that a dancer keeps to the middle between two
_ROUND = 16  # corners of a circle that is cut
_AMASS = "_amass"  # at the end of a name: the file holds AMASS's arrays
_BOX = re.compile(r"\s*(\d+(?:\.\d*)?)\s*[x×]\s*(\d+(?:\.\d*)?)\s*")
Point = tuple[float, float]


@dataclass(frozen=True)
class Dance:
    """How a take to a sound is danced.

    on_beat: 0 leaves the model's timing; 1 brings stops of the body to the beats, and strokes of speaking hands to the
    stresses. stage: radius in m around the start, 0 for anywhere. corners: of a convex stage in place of that circle,
    (x, z) m from the start, z ahead. variation: share of the bars that the network makes; 0 is captured phrases alone,
    1 the network alone. follow: how far the motion is calmer where the sound is quiet and livelier where it is loud, 0
    to 1. partner: one of PARTNERS, for the take of a second dancer to the first one's request. place:
    (x, z, degrees) where the take begins and how far it is turned to the left.

    Raises EngineError for what is out of range."""

    on_beat: float = 1.0
    stage: float = 1.5
    variation: float = 0.0
    follow: float = 1.0
    corners: tuple[Point, ...] = ()
    partner: str = ""
    place: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "on_beat", number(self.on_beat, "On the beat", 0, 1))
        put(self, "stage", number(self.stage, "The stage", 0, 100))
        put(self, "variation", number(self.variation, "Variation", 0, 1))
        put(self, "follow", number(self.follow, "Follow the track", 0, 1))
        put(self, "corners", _corners(self.corners))
        if self.partner and self.partner not in PARTNERS:
            raise bad_request(f"There is no partner “{self.partner!s:.40}”: choose {', '.join(PARTNERS)}.")
        x, z, turn = self.place
        metres = (number(value, "A dancer's place", -1000, 1000) for value in (x, z))
        put(self, "place", (*metres, number(turn, "A dancer's turn", -360, 360)))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, without what has the value of older versions, so that their records still give the same take."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: value for name, value in plain.items() if value != getattr(AS_BEFORE, name)}


def _corners(given: Any) -> tuple[Point, ...]:
    """Corners (x, z) counted round to the left; raises EngineError for what is no convex stage."""
    found = tuple((number(x, "A corner of the stage", -1e4, 1e4), number(z, "A corner of the stage", -1e4, 1e4))
                  for x, z in given)  # fmt: skip
    if not found:
        return ()
    turns = [_cross(found[i - 2], found[i - 1], found[i]) for i in range(len(found))]
    if len(found) < 3 or not (min(turns) > 0 or max(turns) < 0):
        raise bad_request("The stage has no room, or a corner that points inwards: give a convex one of some width.")
    return found if turns[0] < 0 else found[::-1]


def _cross(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


AS_BEFORE = Dance(on_beat=0.0, stage=0.0, variation=1.0, follow=0.0)  # takes of before there was such a choice


def dance_from_json(data: Mapping[str, Any] | None) -> Dance:
    """Inverse of `to_json`, None for a record that doesn't say."""
    given = dict(data or {})
    if "corners" in given:
        given["corners"] = tuple(tuple(point) for point in given["corners"])
    if "place" in given:
        given["place"] = tuple(given["place"])
    return replace(AS_BEFORE, **given)


def dance_of(options: Mapping[str, Any]) -> Dance:
    """From options of a command line or a manifest's row, None or absent where they are left open."""
    given = {name: options.get(name) for name in ASKED}
    box = options.get("box")
    return Dance(**{k: v for k, v in given.items() if v is not None}, corners=() if box is None else box_of(str(box)))


def box_of(written: str) -> tuple[Point, ...]:
    """The corners of a stage WIDTHxDEPTH around the start, m; raises EngineError for another text."""
    found = _BOX.fullmatch(written)
    if not found:
        raise bad_request(
            f"The box “{written:.40}” is not WIDTHxDEPTH in metres, such as 4x3, and no object of an open scene."
        )
    width, depth = (float(side) / 2 for side in found.groups())
    return ((-width, -depth), (width, -depth), (width, depth), (-width, depth))


def is_asked(options: Mapping[str, Any]) -> bool:
    """Whether an option says how to dance."""
    return any(options.get(name) is not None for name in (*ASKED, "box"))


# Two dancers.


def file_of_second(out: Path) -> Path:
    """Where the second dancer's takes go, beside the first one's: `duet-second.npz`, `duet-second_amass.npz`."""
    amassed = out.suffix.lower() == ".npz" and out.stem.lower().endswith(_AMASS)
    stem, end = (out.stem[: -len(_AMASS)], out.stem[-len(_AMASS) :]) if amassed else (out.stem, "")
    return out.with_name(f"{stem}-second{end}{out.suffix}")


def place_of(where: str, apart: float = APART) -> tuple[float, float, float]:
    """Where a second dancer begins, by the name of PLACES. Raises EngineError."""
    apart = number(apart, "The distance of two dancers", 0.3, 100)
    if where not in PLACES:
        known = (
            "choose beside or facing" if where != "stands" else "only a scene knows where, so choose beside or facing"
        )
        raise bad_request(f"A second dancer can't be placed “{where:.40}”: {known}.")
    return (apart, 0.0, 0.0) if where == "beside" else (0.0, apart, 180.0)


def pair(dance: Dance, partner: str, place: tuple[float, float, float]) -> tuple[Dance, Dance]:
    """How the first and how the second dancer of two dance, each on its own side of the middle between them."""
    to = place[:2]
    ways = [to, (-to[0], -to[1])] if partner == "canon" else [to]
    first = replace(dance, corners=_within(dance, ways))
    if partner != "other":  # it does as the first does
        return first, replace(first, partner=partner, place=place)
    back = _seen_from((-to[0], -to[1]), place[2])
    moved = tuple(_seen_from((x - to[0], z - to[1]), place[2]) for x, z in dance.corners)
    return first, replace(dance, corners=_within(replace(dance, corners=moved), [back]), partner=partner, place=place)


def _seen_from(point: Point, degrees: float) -> Point:
    """A direction as somebody sees it who is turned to the left by so much."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return c * point[0] - s * point[1], s * point[0] + c * point[1]


def _within(dance: Dance, ways: Sequence[Point]) -> tuple[Point, ...]:
    """The stage's corners, less what lies beyond the middle of each way; none for a stage without an end."""
    corners = list(dance.corners)
    if not corners and dance.stage > 0:
        angles = [2 * math.pi * k / _ROUND for k in range(_ROUND)]
        corners = [(dance.stage * math.sin(a), dance.stage * math.cos(a)) for a in angles]
    for x, z in ways:
        far = math.hypot(x, z)
        corners = _cut(corners, (x / far, z / far), max(far / 2 - _ROOM, 0.1))
    return tuple(corners)


def _cut(corners: Sequence[Point], way: Point, most: float) -> list[Point]:
    """A convex shape without what lies further than `most` along a way of length 1."""
    kept: list[Point] = []
    for i, b in enumerate(corners):
        a = corners[i - 1]
        along_a, along_b = (p[0] * way[0] + p[1] * way[1] - most for p in (a, b))
        if (along_a < 0) != (along_b < 0) and along_a != along_b:
            t = along_a / (along_a - along_b)
            kept.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
        if along_b < 0:
            kept.append(b)
    return kept
