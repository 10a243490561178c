"""Two dancers from one press: what is asked for the active armature, and for the second one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..bpy_types import Object, Scene
from ..engine.protocol.couple import couple
from ..engine.protocol.request import AudioRequest, Request
from ..rig import active
from ..rig.binding import RigError, read_rig
from ..sources import stage
from .placement import Placement
from .target import Target, check_writable

Asked = tuple[Placement, Request]


@dataclass(frozen=True)
class Second:
    """The second dancer. partner: of `dance.PARTNERS`. place: of `dance.PLACES`, or “stands”. apart: m at first."""

    armature: Object | None
    partner: str
    place: str
    apart: float


def dancers(armature: Object, scene: Scene, placement: Placement, request: Request) -> list[Asked]:
    """The takes to make: one, or two where the panel has a second dancer. Raises RigError or EngineError."""
    settings = scene.motif.sound
    if not isinstance(request, AudioRequest) or settings.partner == "none":
        return [(placement, request)]
    asked = Second(settings.second, settings.partner, settings.second_place, settings.apart)
    return both(armature, scene, placement, request, asked)


def both(armature: Object, scene: Scene, placement: Placement, request: AudioRequest, asked: Second) -> list[Asked]:
    """What is asked for each of the two. Raises RigError or EngineError."""
    second = asked.armature
    if second is None or second == armature:
        raise RigError("The second dancer has no armature of its own: choose another one under Second Dancer.")
    if second.name not in scene.objects:
        raise RigError(f"The second dancer “{second.name}” is not in this scene: choose one that is.")
    check_writable(second, scene)
    active.check(second)
    own = read_rig(armature, scene, placement.map_for(armature))
    other = replace(placement, target=Target.of(second, scene))
    theirs = read_rig(second, scene, other.map_for(second))
    place = stage.place_of_second(asked.place, asked.apart, own, theirs)
    if max(abs(place[0]), abs(place[1])) < 0.3:
        raise RigError("Both dancers stand in one place: move one of them, or place the second beside or facing.")
    first, then = couple(request, asked.partner, place)
    then = replace(then, dance=replace(then.dance, place=stage.seen_by_second(place, own, theirs)))
    return [(placement, first), (other, then)]
