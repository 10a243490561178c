"""Where takes go on an armature, and how they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..bpy_types import Object
from ..keying.span import Span
from ..keying.write import Keying
from ..rig.active import overrides
from ..rig.fitting import RigTarget
from ..sources.poses import PoseAnchor
from .target import Target


@dataclass(frozen=True)
class Placement:
    """The target of takes and how they are keyed there.

    start: scene frame of the first key. title: the takes' name. in_place: leave out travel over the ground. bone_map:
    role -> bone, in place of the map kept on the armature. span: what an in-between changes of an Action. pose: what
    the takes were made from, with the frames that they fill. targets: places that joints are brought to on the rig.
    """

    target: Target
    start: int = 1
    keying: Keying = field(default_factory=Keying)
    title: str = ""
    in_place: bool = False
    bone_map: Mapping[str, str] | None = None
    span: Span | None = None
    pose: PoseAnchor | None = None
    targets: tuple[RigTarget, ...] = ()

    def map_for(self, armature: Object) -> Mapping[str, str]:
        """Role -> bone, over what is detected."""
        return overrides(armature) if self.bone_map is None else self.bone_map
