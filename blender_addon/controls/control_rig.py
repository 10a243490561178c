"""Control rigs: keys on the artist's controls that make the body under them move as a motion says.

A control seldom hangs on what its place in the hierarchy suggests: constraints and drivers carry it. So a rig is
probed when it is bound: with the settings made that keys will make, its controls are scattered once, and what each one
moved with is what carries it. From then on everything is arithmetic over the whole clip.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..animation.actions import moved_bones
from ..animation.channels import Channel, at_rest, location_channel, rotation_channel, setting_path
from ..bpy_types import Object
from ..retarget import quat
from ..retarget.mapping.bone_map import BoneMap
from . import probing
from .kits import Kit, LimbControls, Setting, kit_of
from .movements import Control, Hinge, Movement, carrier_of, hinge_of, rotation_of

LEADS = ("fk", "ik", "both")
Matrices = Mapping[str, NDArray]  # bone -> (4, 4)
_SLACK = 1e-4  # of the rig's size: nearer than this a control is where it should be without a key


class ControlError(Exception):
    """The controls can't be animated; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class ControlRig:
    """A rig's controls as probed. body: the roles' bones of the body, which the controls move. carried: (4, 4) the
    rest pose of the body to the probed one. hinges: upper role of a limb -> its hinge, for limbs with a pole. ik: the
    limbs that have IK controls, by upper role. held: rest keys for bones that would add to what the controls do.
    shown: role -> the bone that moves the mesh there.
    """

    body: BoneMap
    controls: tuple[Control, ...]
    limbs: tuple[LimbControls, ...]
    hinges: Mapping[str, Hinge]
    settings: tuple[Setting, ...]
    held: tuple[Channel, ...]
    pivot: tuple[str, NDArray]
    carried: NDArray
    size: float
    shown: Mapping[str, str]

    @property
    def has_root(self) -> bool:
        """Whether a bone carries the whole character."""
        return any(c.kind == "root" for c in self.controls)

    def channels(self, body: Mapping[str, Movement], lead: str = "fk", path: NDArray | None = None) -> list[Channel]:
        """Keys that move the body's bones as `body` says. lead: one of LEADS. path: (T, 3) travel in armature space
        for the root control to carry, None for none."""
        frames = len(next(iter(body.values())).shift)
        led = {name for limb in self.limbs for name in (limb.end, limb.pole, limb.toe)}
        fk_only = {name for limb in self.limbs for name in self._fk(limb)}
        moves = {c.name: self._movement(c, body) for c in self.controls if c.kind != "root"}
        for control in self.controls:
            if control.kind == "root":
                still = Movement.none(frames)
                moves[control.name] = still if path is None else Movement(still.turn, still.shift + path)
        out = self._settings(lead)
        for control in self.controls:
            skipped = (lead == "fk" and control.name in led) or (lead == "ik" and control.name in fk_only)
            if skipped or (control.kind == "root" and path is None):
                continue
            out += self._keys(control, moves)
        keyed = {channel.path for channel in out}
        return out + [channel for channel in self.held if channel.path not in keyed]

    def _movement(self, control: Control, body: Mapping[str, Movement]) -> Movement:
        if control.kind == "hub":
            joint, point = self.pivot
            return body[control.like].about(point, body[joint].of(point))
        if control.kind == "pole":
            limb = next(limb for limb in self.limbs if limb.pole == control.name)
            still = Movement.none(len(body[control.like].shift))
            return still.about(control.head, self.hinges[limb.roles[0]].pole_at(body))
        return body[control.like]

    def _keys(self, control: Control, moves: Mapping[str, Movement]) -> list[Channel]:
        """One control's keys; a location only where it needs one."""
        movement, out = moves[control.name], []
        if control.kind in ("turn", "hub", "target"):
            out.append(rotation_channel(control.name, control.mode, control.rotation(movement, moves)))
        if not control.fixed:
            location = control.location(movement.of(control.head), moves)
            needed = np.abs((location - control.placed) @ control.axes.T).max() > _SLACK * self.size
            if needed or control.kind != "turn":
                out.append(location_channel(control.name, location))
        return out

    def _fk(self, limb: LimbControls) -> list[str]:
        """FK controls that a limb's IK controls stand in for."""
        roles = [*limb.roles, limb.toe_role if limb.toe else ""]
        joints = {self.body.bones[role].name for role in roles if role in self.body.bones}
        own = {limb.end, limb.pole, limb.toe}
        return [c.name for c in self.controls if c.like in joints and c.kind == "turn" and c.name not in own]

    def _settings(self, lead: str) -> list[Channel]:
        """The settings, keyed once."""
        with_ik = {limb.roles[0] for limb in self.limbs}
        out = []
        for s in self.settings:
            if lead == "fk" and s.limb and s.fk == s.ik:
                continue  # it matters to IK alone
            value = s.ik if lead == "ik" and (not s.limb or s.limb in with_ik) else s.fk
            out.append(Channel(setting_path(s.bone, s.name), s.bone, np.full((1, 1), value, np.float32)))
        return out


def study(armature: Object, controls: BoneMap) -> ControlRig | None:
    """Probe an armature's controls; None for a rig whose bones are keyed themselves.

    Nothing is changed. Raises ControlError where the body doesn't follow the controls.
    """
    kit = kit_of(controls)
    return None if kit is None else _Study(armature, controls, kit).result()


class _Study:
    """What one probing needs to know."""

    def __init__(self, armature: Object, controls: BoneMap, kit: Kit) -> None:
        self.armature, self.kit, self.map = armature, kit, controls
        self.pose: Any = armature.pose.bones
        self.names = [bone.name for bone in armature.data.bones]
        known = set(self.names)
        self.body = kit.body_map(known, controls)
        self.shown = {role: kit.shown_by(role, known) for role in controls.bones}
        self.limbs = tuple(limb for limb in kit.each_limb() if self._has_ik(limb))
        self.settings = tuple(s for s in kit.each_setting(known) if s.name in self.pose[s.bone])
        self.kinds, self.like = self._controls()
        self.moved = moved_bones(armature)
        heads = np.array([bone.head_local for bone in armature.data.bones], np.float64)
        self.size = float(np.ptp(heads, axis=0).max()) or 1.0

    def _has_ik(self, limb: LimbControls) -> bool:
        return limb.end in self.pose and limb.pole in self.pose and all(r in self.body.bones for r in limb.roles)

    def _controls(self) -> tuple[dict[str, str], dict[str, str]]:
        """Control -> kind, and control -> the body's joint whose movement it shares."""
        joint = {role: match.name for role, match in self.body.bones.items()}
        kinds, like = {}, {}
        root = next((name for name in self.kit.root if name in self.pose), "")
        if root:
            kinds[root], like[root] = "root", joint["pelvis"]
        for role, match in self.map.bones.items():
            kinds[match.name], like[match.name] = ("hub" if role == "pelvis" else "turn"), joint.get(role, match.name)
        last = joint["pelvis"]
        for name, twin in self.kit.spine_controls(self.names).items():
            last = twin if twin in joint.values() else last
            if name not in kinds:
                kinds[name], like[name] = "turn", last
        for limb in self.limbs:
            kinds[limb.end], like[limb.end] = "target", joint[limb.roles[2]]
            kinds[limb.pole], like[limb.pole] = "pole", joint[limb.roles[0]]
            if limb.toe in self.pose and limb.toe_role in joint:
                kinds[limb.toe], like[limb.toe] = "turn", joint[limb.toe_role]
        return kinds, like

    def result(self) -> ControlRig:
        touched = {*self.kinds, *self._neutral(), *self._above()}
        watched = touched | {m.name for m in self.body.bones.values()} | {n for n in self.shown.values() if n}
        watched |= {self.pose[name].parent.name for name in self.kinds if self.pose[name].parent}
        movable = [name for name, kind in self.kinds.items() if kind != "turn"]
        with probing.undisturbed(self.armature, touched, self.settings):
            probing.make(self.armature, self.settings)
            roots = [n for n, kind in self.kinds.items() if kind == "root"]
            probing.to_rest(self.armature, [n for n in touched if n not in roots or n in self.moved])
            own = {name: np.array(self.pose[name].matrix_basis, np.float64) for name in self.kinds}
            before = probing.matrices(self.armature, watched)
            probing.scatter(self.armature, [n for n in self.kinds if n not in roots], movable, self.size)
            for root in roots:
                self.pose[root].location = own[root][:3, 3] + 0.05 * self.size
            after = probing.matrices(self.armature, watched)
            posed = {name: np.array(self.pose[name].matrix_basis, np.float64) for name in self.kinds}
        moves = {name: Movement.between(before[name], after[name]) for name in watched}
        self._check(moves, before, after)
        carried = {n: self._carrier(n, before, after, moves, own[n], posed[n]) for n in self.kinds}
        controls = self._all(lambda name: self._control(name, before, moves, carried[name], own[name]))
        pelvis = self.body.bones["pelvis"].name
        return ControlRig(
            self.body, controls, self.limbs, self._hinges(before), self.settings, self._held(),
            self._pivot(controls), before[pelvis] @ np.linalg.inv(self._rest(pelvis)), self.size, self.shown,
        )  # fmt: skip

    def _all(self, made: Callable[[str], Control]) -> tuple[Control, ...]:
        """Every control; a limb whose IK controls hang on several others at once is left to its FK controls."""
        found = {name: self._tried(name, made) for name in self.kinds}
        lost = {name for name, control in found.items() if control is None}
        gone = [limb for limb in self.limbs if lost & {limb.end, limb.pole, limb.toe}]
        self.limbs = tuple(limb for limb in self.limbs if limb not in gone)
        without = {name for limb in gone for name in (limb.end, limb.pole, limb.toe)}
        return tuple(control for name, control in found.items() if control and name not in without)

    def _tried(self, name: str, made: Callable[[str], Control]) -> Control | None:
        try:
            return made(name)
        except ControlError:
            if not any(name in (limb.end, limb.pole, limb.toe) for limb in self.limbs):
                raise
            return None

    def _neutral(self) -> list[str]:
        """Bones that add to what the controls do."""
        return [n for n in self.names if re.fullmatch(self.kit.neutral, n) and n not in self.kinds]

    def _above(self) -> list[str]:
        """Bones over the hub that the present Action moves."""
        bone, out = self.pose[self.map.bones["pelvis"].name].parent, []
        while bone:
            out.append(bone.name)
            bone = bone.parent
        roots = [self.pose[n] for n, kind in self.kinds.items() if kind == "root"]
        out += [bone.name for root in roots for bone in (root, *root.parent_recursive)]
        return [name for name in dict.fromkeys(out) if name in self.moved]

    def _held(self) -> tuple[Channel, ...]:
        """Rest keys for what is posed, or moved by the present Action, and would add to the new keys."""
        identity = np.eye(4)
        posed = [n for n in self._neutral() if np.abs(np.array(self.pose[n].matrix_basis) - identity).max() > 1e-5]
        names = dict.fromkeys([*self._above(), *posed, *(n for n in self._neutral() if n in self.moved)])
        return tuple(channel for name in names for channel in at_rest(self.pose[name]))

    def _rest(self, name: str) -> NDArray[np.float64]:
        return np.array(self.armature.data.bones[name].matrix_local, np.float64)

    def _check(self, moves: Mapping[str, Movement], before: Matrices, after: Matrices) -> None:
        """Raises ControlError where a probe moved nothing, or a limb's mesh stayed behind."""
        hub = self.map.bones["pelvis"].name
        if np.abs(after[hub] - before[hub]).max() < 1e-4 * self.size:
            raise ControlError(
                f"Blender doesn't work out the pose of “{self.armature.name}”: make it visible in the viewport, "
                "in a collection that isn't excluded."
            )
        for role, match in self.map.bones.items():
            shown = self.shown.get(role)
            if not shown or not role.endswith(("hip", "knee", "shoulder", "elbow")):
                continue
            along = quat.rotate(moves[match.name].turn[0], before[shown][:3, 1])
            off = quat.angle_between(quat.between(along, after[shown][:3, 1]), quat.IDENTITY)
            if off > np.radians(3):
                raise ControlError(
                    f"“{shown}” doesn't follow “{match.name}” by {np.degrees(off):.0f} degrees: unmute the rig's "
                    "constraints and drivers, or choose its deform bones under Bone Map."
                )

    def _carrier(
        self, name: str, before: Matrices, after: Matrices, moves: Mapping[str, Movement], own: NDArray, posed: NDArray
    ) -> Movement | None:
        """What a control's parent did, or, where the control has constraints of its own (Child Of), these and it
        together; None where nothing carries it. own, posed: its own (4, 4) before and in the probe."""
        pose, bone = self.pose[name], self.armature.data.bones[name]
        if bone.use_local_location and any(not c.mute and c.influence > 0 for c in pose.constraints):
            return Movement.between(before[name] @ np.linalg.inv(own), after[name] @ np.linalg.inv(posed))
        return moves[bone.parent.name] if bone.parent else None

    def _control(
        self, name: str, before: Matrices, moves: Mapping[str, Movement], carrier: Movement | None, own: NDArray
    ) -> Control:
        pose, bone = self.pose[name], self.armature.data.bones[name]
        head, matrix = before[name][:3, 3], before[name]
        turner = mover = ""
        axes = np.eye(3)
        if bone.use_local_location:
            axes = matrix[:3, :3] @ np.linalg.inv(own[:3, :3])
        elif bone.parent:
            axes = before[bone.parent.name][:3, :3]
        if carrier is not None:
            others = {other: moves[other] for other in self.kinds if other != name}
            try:
                turner, mover = carrier_of(carrier, head, others, self.size)
            except LookupError:
                raise ControlError(
                    f"“{name}” follows several controls at once: set what it follows (its parent or follow setting) "
                    "to one of them."
                ) from None
        return Control(
            name, self.like[name], self.kinds[name], pose.rotation_mode, rotation_of(matrix), head, axes, own[:3, 3],
            turner, mover, bone.use_inherit_rotation or not bone.parent, bool(bone.parent and bone.use_connect),
        )  # fmt: skip

    def _pivot(self, controls: tuple[Control, ...]) -> tuple[str, NDArray]:
        """The point of the spine that the hub carries: joint, and (3,) in the probed pose."""
        hub = self.map.bones["pelvis"].name
        spine = self.kit.spine_controls(self.names)
        on_hub = [c for c in controls if c.name in spine and c.carried_by == hub]
        by_joint = {match.name: role for role, match in self.body.bones.items()}
        pivot = next((c for c in on_hub if by_joint.get(c.like) != "pelvis"), None)
        if pivot is None:
            pivot = next(c for c in controls if c.name == hub)
        return pivot.like, pivot.head

    def _hinges(self, before: Matrices) -> dict[str, Hinge]:
        out = {}
        for limb in self.limbs:
            joints = tuple(self.body.bones[role].name for role in limb.roles)
            heads = np.stack([before[name][:3, 3] for name in joints])
            out[limb.roles[0]] = hinge_of((joints[0], joints[1], joints[2]), heads, before[limb.pole][:3, 3])
        return out
