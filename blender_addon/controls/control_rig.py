"""Control rigs: channels for the artist's controls that make the body follow a motion.

The hierarchy seldom tells what a control follows: constraints and drivers carry it. So a rig is probed when it is
bound: its settings are applied as they will be keyed, its controls are posed once at random, and what each control
moved with is what it follows. From then on everything is arithmetic over the whole clip.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..animation.actions import moved_bones
from ..animation.channels import Channel, at_rest, location_channel, rotation_channel, setting_path
from ..bpy_types import ArmatureObject
from ..retarget import quat
from ..retarget.mapping.bone_map import BoneMap
from . import probing
from .kits import Kit, LimbControls, Setting, kit_of
from .movements import Control, Hinge, Movement, carrier_of, hinge_of, rotation_of

LEADS = ("fk", "ik", "both")
Matrices = Mapping[str, NDArray]  # bone -> (4, 4)
# Shares of the rig's size: a control this near its place needs no location, and the distance the root is probed by.
_IN_PLACE, _ROOT_PROBE = 1e-4, 0.05
_FOLLOWS = np.radians(3)  # a deform bone that is further off its control doesn't follow it


class ControlError(Exception):
    """The controls can't be animated; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class ControlRig:
    """A rig's controls as probed.

    body: role -> bone of the body, which the controls move. limbs: those with IK controls. hinges: upper role of such
    a limb -> its hinge. settings: keyed with every take. at_rest: constant channels for bones whose poses would add to
    those of the controls. pivot: the spine's bone that the torso control carries, and its head (3,) in the probed
    pose. rest_to_probed: (4, 4) from the body's rest pose to the probed one, armature space. size: of the rig, in
    armature units. deform: role -> deform bone.
    """

    body: BoneMap
    controls: tuple[Control, ...]
    limbs: tuple[LimbControls, ...]
    hinges: Mapping[str, Hinge]
    settings: tuple[Setting, ...]
    at_rest: tuple[Channel, ...]
    pivot: tuple[str, NDArray]
    rest_to_probed: NDArray
    size: float
    deform: Mapping[str, str]

    @property
    def has_root(self) -> bool:
        """Whether a control carries the whole character."""
        return any(c.kind == "root" for c in self.controls)

    def channels(self, body: Mapping[str, Movement], lead: str = "fk", path: NDArray | None = None) -> list[Channel]:
        """Return the channels of all controls that make the body's bones move by `body`.

        body: bone -> movement of T frames. lead: one of LEADS. path: (T, 3) travel in armature space for the root
        control to carry, None for none.
        """
        frames = len(next(iter(body.values())).translation)
        ik_only = {name for limb in self.limbs for name in (limb.end, limb.pole, limb.toe)}
        fk_only = {name for limb in self.limbs for name in self._fk_controls(limb)}
        # Movements first, of all controls: what one is keyed with depends on those that it follows.
        moves = {c.name: self._movement(c, body) for c in self.controls if c.kind != "root"}
        for control in self.controls:
            if control.kind == "root":
                still = Movement.identity(frames)
                moves[control.name] = still if path is None else Movement(still.rotation, still.translation + path)
        out = self._setting_channels(lead)
        for control in self.controls:
            skipped = (lead == "fk" and control.name in ik_only) or (lead == "ik" and control.name in fk_only)
            if skipped or (control.kind == "root" and path is None):
                continue
            out += self._control_channels(control, moves)
        keyed = {channel.path for channel in out}
        return out + [channel for channel in self.at_rest if channel.path not in keyed]

    def _movement(self, control: Control, body: Mapping[str, Movement]) -> Movement:
        """Return the movement that a control other than the root must make."""
        if control.kind == "torso":  # rotates as the pelvis does, about the pivot rather than the pelvis' head
            joint, point = self.pivot
            return body[control.joint].taking(point, body[joint].apply(point))
        if control.kind == "pole":
            limb = next(limb for limb in self.limbs if limb.pole == control.name)
            still = Movement.identity(len(body[control.joint].translation))
            return still.taking(control.head, self.hinges[limb.roles[0]].pole_at(body))
        return body[control.joint]

    def _control_channels(self, control: Control, moves: Mapping[str, Movement]) -> list[Channel]:
        """Return one control's channels; a location only where it needs one."""
        movement, out = moves[control.name], []
        if control.kind in ("rotate", "torso", "target"):
            out.append(rotation_channel(control.name, control.rotation_mode, control.rotation(movement, moves)))
        if not control.connected:
            location = control.location(movement.apply(control.head), moves)
            needed = np.abs((location - control.basis_location) @ control.axes.T).max() > _IN_PLACE * self.size
            if needed or control.kind != "rotate":
                out.append(location_channel(control.name, location))
        return out

    def _fk_controls(self, limb: LimbControls) -> list[str]:
        """Return the FK controls that a limb's IK controls replace."""
        roles = [*limb.roles, limb.toe_role if limb.toe else ""]
        joints = {self.body.bones[role].name for role in roles if role in self.body.bones}
        ik = {limb.end, limb.pole, limb.toe}
        return [c.name for c in self.controls if c.joint in joints and c.kind == "rotate" and c.name not in ik]

    def _setting_channels(self, lead: str) -> list[Channel]:
        """Return constant channels of the settings, with their values for `lead`."""
        with_ik = {limb.roles[0] for limb in self.limbs}
        out = []
        for s in self.settings:
            if lead == "fk" and s.limb and s.fk == s.ik:
                continue  # it has an effect in IK only
            value = s.ik if lead == "ik" and (not s.limb or s.limb in with_ik) else s.fk
            out.append(Channel(setting_path(s.bone, s.name), s.bone, np.full((1, 1), value, np.float32)))
        return out


def probe(armature: ArmatureObject, controls: BoneMap) -> ControlRig | None:
    """Probe an armature's controls and return them, None for a rig without controls of a known kit.

    controls: a bone map of FK controls. The armature is posed and restored. Raises ControlError if the body doesn't
    follow the controls.
    """
    kit = kit_of(controls)
    return None if kit is None else _Probe(armature, controls, kit).result()


class _Probe:
    """One probing of a rig: its bones, and the controls with the joints that they should follow."""

    def __init__(self, armature: ArmatureObject, controls: BoneMap, kit: Kit) -> None:
        self.armature, self.kit, self.map = armature, kit, controls
        self.pose = armature.pose.bones
        self.names = [bone.name for bone in armature.data.bones]
        known = set(self.names)
        self.body = kit.body_map(known, controls)
        self.deform = {role: kit.deform_bone(role, known) for role in controls.bones}
        self.limbs = tuple(limb for limb in kit.each_limb() if self._has_ik(limb))
        self.settings = tuple(s for s in kit.each_setting(known) if s.name in self.pose[s.bone])
        self.kinds, self.joints = self._controls()
        self.moved = moved_bones(armature)
        heads = np.array([bone.head_local for bone in armature.data.bones], np.float64)
        self.size = float(np.ptp(heads, axis=0).max()) or 1.0

    def _has_ik(self, limb: LimbControls) -> bool:
        """Return whether the rig has the IK controls of a limb and all its joints."""
        return limb.end in self.pose and limb.pole in self.pose and all(r in self.body.bones for r in limb.roles)

    def _controls(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return control -> kind, and control -> the body's bone whose movement it shares, as `Control` has them."""
        joint = {role: match.name for role, match in self.body.bones.items()}
        kinds, joints = {}, {}
        root = next((name for name in self.kit.root if name in self.pose), "")
        if root:
            kinds[root], joints[root] = "root", joint["pelvis"]
        for role, match in self.map.bones.items():
            kinds[match.name] = "torso" if role == "pelvis" else "rotate"
            joints[match.name] = joint.get(role, match.name)
        # Spine controls between the mapped ones go with the joint below them.
        below = joint["pelvis"]
        for name, bone in self.kit.spine_controls(self.names).items():
            below = bone if bone in joint.values() else below
            if name not in kinds:
                kinds[name], joints[name] = "rotate", below
        for limb in self.limbs:
            kinds[limb.end], joints[limb.end] = "target", joint[limb.roles[2]]
            kinds[limb.pole], joints[limb.pole] = "pole", joint[limb.roles[0]]
            if limb.toe in self.pose and limb.toe_role in joint:
                kinds[limb.toe], joints[limb.toe] = "rotate", joint[limb.toe_role]
        return kinds, joints

    def result(self) -> ControlRig:
        """Probe the rig and return its controls. Raises ControlError."""
        posed = {*self.kinds, *self._neutral(), *self._animated_above()}
        watched = posed | {m.name for m in self.body.bones.values()} | {n for n in self.deform.values() if n}
        watched |= {bone.parent.name for name in self.kinds if (bone := self.pose[name]).parent}
        movable = [name for name, kind in self.kinds.items() if kind != "rotate"]
        with probing.restored(self.armature, posed, self.settings) as stage:
            probing.apply_settings(self.armature, self.settings)
            roots = [n for n, kind in self.kinds.items() if kind == "root"]
            # At rest, except for where the artist has put the character by its root.
            probing.to_rest(self.armature, [n for n in posed if n not in roots or n in self.moved])
            basis = {name: np.array(self.pose[name].matrix_basis, np.float64) for name in self.kinds}
            before = probing.evaluated_matrices(stage, watched)
            # Every control gets a pose of its own, so that what moved with it can be told from the rest.
            probing.scatter(self.armature, [n for n in self.kinds if n not in roots], movable, self.size)
            for root in roots:
                self.pose[root].location = (basis[root][:3, 3] + _ROOT_PROBE * self.size).tolist()
            after = probing.evaluated_matrices(stage, watched)
            basis_after = {name: np.array(self.pose[name].matrix_basis, np.float64) for name in self.kinds}
        moves = {name: Movement.between(before[name], after[name]) for name in watched}
        self._check(moves, before, after)
        carriers = {n: self._carrier(n, before, after, moves, basis[n], basis_after[n]) for n in self.kinds}
        controls = self._resolved(lambda name: self._control(name, before, moves, carriers[name], basis[name]))
        pelvis = self.body.bones["pelvis"].name
        return ControlRig(
            self.body, controls, self.limbs, self._hinges(before), self.settings, self._rest_channels(),
            self._pivot(controls), before[pelvis] @ np.linalg.inv(self._rest(pelvis)), self.size, self.deform,
        )  # fmt: skip

    def _resolved(self, resolve: Callable[[str], Control]) -> tuple[Control, ...]:
        """Return every control; a limb whose IK controls follow several others at once is left to its FK controls.

        Such limbs are taken out of `self.limbs`. Raises ControlError for another control that follows several.
        """
        found = {name: self._tried(name, resolve) for name in self.kinds}
        failed = {name for name, control in found.items() if control is None}
        fk_only = [limb for limb in self.limbs if failed & {limb.end, limb.pole, limb.toe}]
        self.limbs = tuple(limb for limb in self.limbs if limb not in fk_only)
        dropped = {name for limb in fk_only for name in (limb.end, limb.pole, limb.toe)}
        return tuple(control for name, control in found.items() if control and name not in dropped)

    def _tried(self, name: str, resolve: Callable[[str], Control]) -> Control | None:
        """Return a control, None for an IK control that can't be resolved. Raises ControlError for another."""
        try:
            return resolve(name)
        except ControlError:
            if not any(name in (limb.end, limb.pole, limb.toe) for limb in self.limbs):
                raise
            return None

    def _neutral(self) -> list[str]:
        """Return the bones whose poses add to those of the controls."""
        return [n for n in self.names if re.fullmatch(self.kit.neutral, n) and n not in self.kinds]

    def _animated_above(self) -> list[str]:
        """Return the bones above the torso control, and root bones with those above, that the Action animates."""
        bone, out = self.pose[self.map.bones["pelvis"].name].parent, []
        while bone:
            out.append(bone.name)
            bone = bone.parent
        roots = [self.pose[n] for n, kind in self.kinds.items() if kind == "root"]
        out += [bone.name for root in roots for bone in (root, *root.parent_recursive)]
        return [name for name in dict.fromkeys(out) if name in self.moved]

    def _rest_channels(self) -> tuple[Channel, ...]:
        """Return rest channels for bones that are posed or animated and would add to the new keyframes."""
        identity = np.eye(4)
        posed = [n for n in self._neutral() if np.abs(np.array(self.pose[n].matrix_basis) - identity).max() > 1e-5]
        names = dict.fromkeys([*self._animated_above(), *posed, *(n for n in self._neutral() if n in self.moved)])
        return tuple(channel for name in names for channel in at_rest(self.pose[name]))

    def _rest(self, name: str) -> NDArray[np.float64]:
        """Return a bone's rest matrix (4, 4) in armature space."""
        return np.array(self.armature.data.bones[name].matrix_local, np.float64)

    def _check(self, moves: Mapping[str, Movement], before: Matrices, after: Matrices) -> None:
        """Raise ControlError if the probe moved nothing, or if a limb's deform bones do not follow its controls."""
        torso = self.map.bones["pelvis"].name
        if np.abs(after[torso] - before[torso]).max() < 1e-4 * self.size:
            raise ControlError(
                f"Blender doesn't work out the pose of “{self.armature.name}”: make it visible in the viewport, "
                "in a collection that isn't excluded."
            )
        for role, match in self.map.bones.items():
            deform = self.deform.get(role)
            if not deform or not role.endswith(("hip", "knee", "shoulder", "elbow")):
                continue
            # The deform bone should point where the control's rotation takes it; its roll about itself is its own.
            direction = quat.rotate(moves[match.name].rotation[0], before[deform][:3, 1])
            off = quat.angle_between(quat.between(direction, after[deform][:3, 1]), quat.IDENTITY)
            if off > _FOLLOWS:
                raise ControlError(
                    f"“{deform}” doesn't follow “{match.name}” by {np.degrees(off):.0f} degrees: unmute the rig's "
                    "constraints and drivers, or choose its deform bones under Bone Map."
                )

    def _carrier(
        self, name: str, before: Matrices, after: Matrices, moves: Mapping[str, Movement], basis: NDArray,
        basis_after: NDArray,
    ) -> Movement | None:  # fmt: skip
        """Return the movement of what carries a control, None where nothing does.

        That is its parent's movement, or where it has constraints of its own (Child Of), the movement of parent and
        constraints together. basis, basis_after: matrices (4, 4) of its own pose before and in the probe.
        """
        pose, bone = self.pose[name], self.armature.data.bones[name]
        if bone.use_local_location and any(not c.mute and c.influence > 0 for c in pose.constraints):
            # matrix = carrier * basis
            return Movement.between(before[name] @ np.linalg.inv(basis), after[name] @ np.linalg.inv(basis_after))
        return moves[bone.parent.name] if bone.parent else None

    def _control(
        self, name: str, before: Matrices, moves: Mapping[str, Movement], carrier: Movement | None, basis: NDArray
    ) -> Control:
        """Return a control with what it follows. Raises ControlError where it follows several controls at once."""
        pose, bone = self.pose[name], self.armature.data.bones[name]
        head, matrix = before[name][:3, 3], before[name]
        rotator = mover = ""
        # The axes of its location: its own without its pose, else its parent's.
        axes = np.eye(3)
        if bone.use_local_location:
            axes = matrix[:3, :3] @ np.linalg.inv(basis[:3, :3])
        elif bone.parent:
            axes = before[bone.parent.name][:3, :3]
        if carrier is not None:
            others = {other: moves[other] for other in self.kinds if other != name}
            try:
                rotator, mover = carrier_of(carrier, head, others, self.size)
            except LookupError:
                raise ControlError(
                    f"“{name}” follows several controls at once: set what it follows (its parent or follow setting) "
                    "to one of them."
                ) from None
        return Control(
            name, self.joints[name], self.kinds[name], pose.rotation_mode, rotation_of(matrix), head, axes,
            basis[:3, 3], rotator, mover, inherits_rotation=bone.use_inherit_rotation or not bone.parent,
            connected=bool(bone.parent and bone.use_connect),
        )  # fmt: skip

    def _pivot(self, controls: tuple[Control, ...]) -> tuple[str, NDArray]:
        """Return the point of the spine that the torso control carries: bone, and head (3,) in the probed pose.

        It is the first spine control above the pelvis that moves with the torso control, else that control itself.
        """
        torso = self.map.bones["pelvis"].name
        spine = self.kit.spine_controls(self.names)
        carried = [c for c in controls if c.name in spine and c.moves_with == torso]
        role_of = {match.name: role for role, match in self.body.bones.items()}
        pivot = next((c for c in carried if role_of.get(c.joint) != "pelvis"), None)
        if pivot is None:
            pivot = next(c for c in controls if c.name == torso)
        return pivot.joint, pivot.head

    def _hinges(self, before: Matrices) -> dict[str, Hinge]:
        """Return upper role -> hinge of the limbs with IK controls."""
        out = {}
        for limb in self.limbs:
            joints = tuple(self.body.bones[role].name for role in limb.roles)
            heads = np.stack([before[name][:3, 3] for name in joints])
            out[limb.roles[0]] = hinge_of((joints[0], joints[1], joints[2]), heads, before[limb.pole][:3, 3])
        return out
