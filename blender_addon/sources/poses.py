"""Takes from one pose, read as it is shown, keyed or not: motion around it, or the rest of a half-posed body.

Takes of both kinds have the pose's own property values on its frame, not the solver's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import bpy
import numpy as np

from ..animation import actions
from ..animation.channels import Channel, notes
from ..animation.rotations import nearest_turns
from ..animation.stage import hides_pose
from ..bpy_types import Action, Object, Scene
from ..engine.protocol.messages import Take
from ..engine.protocol.options import PLACES
from ..engine.protocol.prompt import prompt_of
from ..engine.protocol.request import AroundRequest, PoseRequest
from ..engine.protocol.sampling import Sampling
from ..keying import splice
from ..keying.span import Span
from ..keying.through import through
from ..keying.write import Keying, put
from ..retarget import quat
from ..retarget.mask import Mask, roles_of
from ..retarget.motion import Motion, still
from ..rig import reading
from ..rig.binding import RigBinding, RigError, read_rig
from . import inbetween

_SAME = 1e-3  # radians or armature units: values closer to the shown one are set to it


@dataclass(frozen=True)
class PoseAnchor:
    """The pose that takes are made from, and where it lies in them.

    frame: the scene's, of the pose. kind: "motion" around it, or "rest", to complete it. given: for the latter, the
    bones whose pose stays. place: one of PLACES, or "range" where `start` is given. start, count: the frames that the
    motion fills.
    """

    frame: int
    kind: str = "motion"
    given: tuple[str, ...] = ()
    place: str = "middle"
    start: int = 0
    count: int = 0

    @property
    def row(self) -> int:
        """The pose's frame in the motion, from 0."""
        return self.frame - self.start

    def to_meta(self) -> dict[str, Any]:
        """Convert to a JSON-able dict, for a take's record."""
        return asdict(self)

    @classmethod
    def from_meta(cls, meta: Mapping[str, Any]) -> PoseAnchor | None:
        """Read a take's record, None for a take of another kind."""
        try:
            kept = {name: meta["pose"][name] for name in asdict(cls(0))}
            return cls(**{**kept, "given": tuple(kept["given"])})
        except (KeyError, TypeError):
            return None


def request(
    armature: Object, scene: Scene, anchor: PoseAnchor, text: str, sampling: Sampling, overrides: Mapping[str, str],
    frames: int | None, base_seeds: tuple[int, ...] = (),
) -> tuple[PoseAnchor, AroundRequest | PoseRequest]:  # fmt: skip
    """Read the pose that is shown; returns the anchor with the frames that the motion fills, and the request.

    frames: of the motion. base_seeds: as in AroundRequest. Raises RigError for an armature that can't be read, is not
    posed, or where no bone or every bone is given.
    """
    _play_hidden(armature, scene.frame_current)
    binding = read_rig(armature, scene, overrides)
    pose = reading.read_pose(armature, binding, scene)
    if anchor.kind == "rest":
        given = _given_roles(armature, binding, anchor.given)
        return anchor, PoseRequest(pose, given, sampling, prompt_of(text))
    _check_posed(armature, pose)
    count = max(2, frames or 2)
    anchor = replace(anchor, start=start_of(anchor, count), count=count)
    mask = Mask.of_frames(np.arange(count) == anchor.row, len(pose.skeleton))
    return anchor, AroundRequest(still(pose, count), mask, sampling, prompt_of(text), base_seeds)


def _play_hidden(armature: Object, frame: int) -> None:
    """Set the pose of an armature that Blender doesn't evaluate to the one that it would show."""
    if hides_pose(armature):
        actions.play(armature, frame)


def start_of(anchor: PoseAnchor, count: int) -> int:
    """Return the first scene frame of a motion of `count` frames around the pose."""
    return anchor.start if anchor.place == "range" else anchor.frame - round(PLACES[anchor.place] * (count - 1))


def named_bones(armature: Object, scene: Scene, names: Sequence[str], overrides: Mapping[str, str]) -> tuple[str, ...]:
    """Find bones by their names, joints (left_elbow) or body parts (left_arm). Raises RigError for another name."""
    skeleton = read_rig(armature, scene, overrides).skeleton
    there = {bone.name for bone in armature.data.bones}
    found: list[str] = []
    for name in filter(None, (name.strip() for name in names)):
        roles = roles_of(name)
        if name not in there and not roles:
            raise RigError(
                f"“{name:.40}” is no bone of “{armature.name}” and no part of the body: give bones, joints such as "
                "left_elbow, or parts such as left_arm."
            )
        of_role = [bone for bone, role in zip(skeleton.names, skeleton.roles, strict=True) if role in roles]
        found += [name] if name in there else of_role
    return tuple(dict.fromkeys(found))


def given_bones(armature: Object, scene: Scene, by: str) -> tuple[str, ...]:
    """Return the bones whose pose stays. by: "selected" in Pose Mode, or "keyed" on this frame. Raises RigError for
    none."""
    frame = scene.frame_current
    if by == "keyed":
        found = tuple(bone for bone in reading.keyed_frames(armature, frame, frame) if bone)
        if not found:
            raise RigError(f"No bone has a key on frame {frame}: key the bones whose pose stays, or select them.")
        return found
    chosen = bpy.context.selected_pose_bones or () if armature.mode == "POSE" else ()
    found = tuple(bone.name for bone in chosen if bone.id_data == armature)
    if not found:
        raise RigError("No bone is selected: select the bones whose pose stays in Pose Mode, or key them.")
    return found


def deliver(
    armature: Object, scene: Scene, anchor: PoseAnchor, name: str, made: Sequence[Take], overrides: Mapping[str, str],
    keying: Keying, in_place: bool, source: Action | None,
) -> list[Action]:  # fmt: skip
    """Write an Action for each take. All of them or, on any error, none. source: the armature's Action."""
    _play_hidden(armature, anchor.frame)
    binding = read_rig(armature, scene, overrides)
    write = _write_rest if anchor.kind == "rest" else _write_motion

    def one(take: Take) -> Action:
        motion = inbetween.on_rig(binding, take.motion, 1 if anchor.kind == "rest" else anchor.count)
        if in_place and anchor.kind == "motion":
            motion = _in_place(motion, anchor.row)
        meta = {**take.meta(), "in_place": in_place, "pose": anchor.to_meta()}
        return write(armature, scene, binding, motion, anchor, name, meta, keying, source)

    return actions.all_or_none(one, made)


def _write_motion(
    armature: Object, scene: Scene, binding: RigBinding, motion: Motion, anchor: PoseAnchor, name: str,
    meta: Mapping[str, Any], keying: Keying, source: Action | None,
) -> Action:  # fmt: skip
    keying = replace(keying, loop="none")  # looping would change the pose
    into = keying.into == "replace" and source is not None
    if into:
        motion = _seen_from_carrier(armature, scene, binding, motion, anchor.start, source)
    channels = [c for c in binding.channels(motion, keying.root, keying.lead) if c.group not in _unkeyed(binding, into)]
    row = anchor.row
    channels = [_meeting_pose(armature, channel, row) for channel in channels]
    return put(
        armature, binding, motion, channels, anchor.start, name or "Around the pose", meta, keying,
        source if into else None, pin=row,
    )  # fmt: skip


def _write_rest(
    armature: Object, scene: Scene, binding: RigBinding, motion: Motion, anchor: PoseAnchor, name: str,
    meta: Mapping[str, Any], keying: Keying, source: Action | None,
) -> Action:  # fmt: skip
    """Key the whole pose, given and generated values, on its frame in a copy of the armature's Action."""
    if source is not None:
        motion = _seen_from_carrier(armature, scene, binding, motion, anchor.frame, source)
    channels = binding.channels(motion, "hips", keying.lead)
    channels = [_meeting_pose(armature, c, 0) for c in channels if c.group not in _unkeyed(binding, source is not None)]

    def make(more: list[Channel], name: str = "Trial", meta: Mapping[str, Any] | None = None) -> Action:
        if source is None:
            return actions.write(armature, [*channels, *more], anchor.frame, name, meta or {})
        return actions.write_into(source, armature, [*channels, *more], anchor.frame, name, meta or {})

    held = through(armature, binding, motion, "hips", anchor.frame, [0], make)
    said = [*notes(armature, [*channels, *held.channels]), *held.notes]
    meta = {**meta, "start": anchor.frame, "keys": asdict(keying), "notes": said}
    meta |= {actions.INFLUENCES: held.influences} if held.influences else {}
    title = f"{source.name}, pose at {anchor.frame}" if source is not None else f"Pose at {anchor.frame}"
    action = make(held.channels, name or title, meta)
    actions.switch_off(action, armature, held.influences, [(anchor.frame, anchor.frame)])
    return action


def _given_roles(armature: Object, binding: RigBinding, bones: Sequence[str]) -> tuple[str, ...]:
    """Return the roles of these bones or, on a control rig, controls. Raises RigError for none or all of the body."""
    chosen = set(bones)
    if binding.controls is not None:
        chosen |= {control.joint for control in binding.controls.controls if control.name in chosen}
    there = dict(zip(binding.skeleton.names, binding.skeleton.roles, strict=True))
    # A bone between two mapped ones (a second spine bone, say) counts as the mapped one above it.
    given = {role for bone, role in there.items() if role and bone in chosen}
    if not given:
        raise RigError(
            f"None of the chosen bones is part of the body that Motif knows on “{armature.name}”: choose bones of the "
            "Bone Map."
        )
    if given == {role for role in there.values() if role}:
        raise RigError("All bones of the body are given, so nothing is left to propose: select fewer.")
    return tuple(sorted(given))


def _check_posed(armature: Object, pose: Motion) -> None:
    """Raise RigError for the rest pose, which is no pose to generate motion around."""
    rest = quat.angle_between(pose.rot[0].astype(np.float64), np.tile(quat.IDENTITY, (len(pose.skeleton), 1)))
    if np.degrees(rest[1:]).max() < 1.0:
        raise RigError(f"“{armature.name}” is in its rest pose: pose it, or go to a frame on which it has a pose.")


def _seen_from_carrier(
    armature: Object, scene: Scene, binding: RigBinding, motion: Motion, start: int, source: Action | None
) -> Motion:
    """Express the motion relative to the root bone or object, which keep the Action's own keys."""
    if source is None:
        return motion
    span = Span(start, start + len(motion) - 1, start=start, count=len(motion))
    with splice.with_action(armature, source):
        return splice.carried(armature, scene, binding, motion, span)


def _unkeyed(binding: RigBinding, carrier_stays: bool) -> set[str]:
    """Return the bones that get no keys: fingers, and in an Action whose other keys stay the bones above the hips."""
    above = {name for name, _ in binding.above} if carrier_stays else set()
    return {finger.name for finger in binding.secondary.fingers} | above


def _meeting_pose(armature: Object, channel: Channel, row: int) -> Channel:
    """Set the channel's value at `row` to the property's present value where they differ by rounding only, in the
    representation (quaternion sign, whole turns) of that value."""
    if len(channel.values) == 1:
        row = 0
    addresses = [actions.FCurveAddress(channel.path, i) for i in range(channel.values.shape[1])]
    shown = np.array([actions.present_value(armature, address) for address in addresses])
    values = channel.values.astype(np.float64)
    prop = channel.path.rpartition(".")[2]
    if prop == "rotation_quaternion":
        values = values * (1 if values[row] @ shown >= 0 else -1)
    elif prop == "rotation_euler":
        mode = (armature.pose.bones.get(channel.group) or armature).rotation_mode
        values = nearest_turns(values, mode, row, shown)
    if np.abs(values[row] - shown).max() < _SAME:
        values[row] = shown
    return replace(channel, values=values.astype(np.float32))


def _in_place(motion: Motion, row: int) -> Motion:
    root = motion.root_pos.copy()
    root[:, [0, 2]] = root[row, [0, 2]]
    return replace(motion, root_pos=root)
