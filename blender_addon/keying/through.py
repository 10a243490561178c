"""Keys through constraints: what holds the joints is keyed with them, or switched off for the take's frames.

A trial Action is played on a stage and the joints are compared with what the keys want. Targets and poles that are
bones of the armature are keyed where they let the joints come there, and corrected by what came of it; a constraint
that still holds a joint elsewhere gets an influence of 0 in the take's frames.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import bpy
import numpy as np
from numpy.typing import NDArray

from ..animation import actions
from ..animation.channels import Channel, listed, location_channel, rotation_channel
from ..animation.stage import on_stage
from ..bpy_types import Action, Object
from ..controls.movements import rotation_of
from ..retarget import quat
from ..retarget.motion import Motion
from ..rig import holds
from ..rig.binding import RigBinding
from ..rig.holds import Hold

_DEGREES, _SHARE = 1.0, 0.003  # a joint further off than this, or than this share of the body's size, is held
_TRIALS = 4  # of keys for targets before a constraint is switched off
Make = Callable[[list[Channel]], Action]


@dataclass(frozen=True)
class Through:
    """What is keyed beside the joints. influences: RNA path -> value outside the take, of constraints that are off in
    its frames. released: the bones of the joints that these held. notes: sentences for the artist."""

    channels: list[Channel] = field(default_factory=list)
    influences: Mapping[str, float] = field(default_factory=dict)
    released: frozenset[str] = frozenset()
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Seen:
    """What a trial shows, in armature space. joints, wanted: (T, J, 4, 4). bones: of targets and poles, name -> (T, 4,
    4), and carriers: what they are moved with, so that bone = carrier * its own transform."""

    joints: NDArray
    wanted: NDArray
    bones: Mapping[str, NDArray]
    carriers: Mapping[str, NDArray]


def through(
    armature: Object, binding: RigBinding, motion: Motion, root: str, start: int, rows: Sequence[int], make: Make,
    joints: Collection[int] | None = None,
) -> Through:  # fmt: skip
    """Find what constraints need so that the joints follow `motion`, which was keyed from scene frame `start`.

    root: as for RigBinding.channels. rows: of the motion, that are keyed. make: makes an Action of these keys with more
    channels. joints: indices of those that are keyed, default all. Nothing is changed.
    """
    actions.restore_influences(armature)
    found = [h for h in holds.find(armature, binding) if joints is None or set(h.joints) & set(joints)]
    if not found:
        return Through()
    if armature.data.is_editmode:  # where Blender evaluates no pose
        return Through(notes=[f"In Edit Mode what constraints hold is not seen, so look at the take: {_named(found)}."])
    return _Solver(armature, binding, holds.wanted(binding, motion, root), start, rows, make, found).result(len(motion))


class _Solver:
    """Tries keys for what holds one motion's joints."""

    def __init__(
        self, armature: Object, binding: RigBinding, wanted: NDArray, start: int, rows: Sequence[int], make: Make,
        found: list[Hold],
    ) -> None:  # fmt: skip
        self.armature, self.binding, self.local, self.make = armature, binding, wanted, make
        self.start, self.rows, self.found = start, np.array(rows), found
        self.size = float(np.ptp(wanted[0, :, :3, 3], axis=0).max()) or 1.0
        self.off: list[Hold] = []

    def result(self, count: int) -> Through:
        """Solve; count: frames of the motion."""
        channels: list[Channel] = []
        seen = self._try(channels)
        blamed, below = self._blamed(seen)
        aimed: set[str] = set()  # targets to be keyed
        while blamed:
            active = [hold for hold in self.found if hold not in self.off]
            more = {h.target for h in active if h.target and set(h.joints) & (blamed | below)} - aimed
            held = [hold for hold in active if set(hold.joints) & blamed]
            if not held:  # a scale holds what is below its joint
                above = {int(self.binding.skeleton.parents[joint]) for joint in blamed}
                held = [hold for hold in active if set(hold.joints) & above]
            if more:
                aimed |= more
            elif held:  # first what can't be keyed: without a limit, an IK target may do
                self.off += [hold for hold in held if not hold.target] or held
            else:
                break
            keyed = [hold for hold in self.found if hold not in self.off and hold.target in aimed]
            channels, seen, blamed, below = self._aimed(keyed, seen, count)
        return self._told(channels, blamed)

    # -- trials

    def _try(self, channels: list[Channel]) -> _Seen:
        """Play the keys with these channels."""
        names = [joint.name for joint in self.binding.joints]
        carrier = holds.carrier_of(self.armature, self.binding)
        controls = list(dict.fromkeys(n for h in self.found for n in (h.target, h.pole) if n))
        chosen = [*names, *controls, *filter(None, [carrier])]
        poses, bases = [], []
        with self._playing(self.make(channels)), on_stage(self.armature) as stage:
            for row in self.rows:
                stage.at(float(self.start + row))
                poses.append(stage.pose(chosen)[0])
                shown = stage.seen().pose.bones
                bases.append({name: np.array(shown[name].matrix_basis, np.float64) for name in controls})
        matrices = {name: np.stack([pose[name] for pose in poses]) for name in chosen}
        moved = np.broadcast_to(np.asarray(self.binding.carried, np.float64), (len(self.rows), 4, 4))
        if carrier:
            moved = matrices[carrier] @ np.linalg.inv(_rest(self.armature, carrier))
        basis = {name: np.stack([each[name] for each in bases]) for name in controls}
        return _Seen(
            np.stack([matrices[name] for name in names], axis=1), moved[:, None] @ self.local[self.rows],
            {name: matrices[name] for name in controls},
            {name: matrices[name] @ np.linalg.inv(basis[name]) for name in controls},
        )  # fmt: skip

    @contextlib.contextmanager
    def _playing(self, action: Action) -> Iterator[None]:
        """Assign a trial's Action, with what is switched off muted; everything is set back and the Action removed."""
        armature = self.armature
        data = armature.animation_data or armature.animation_data_create()
        present, slot = data.action, getattr(data, "action_slot", None)
        fake = present.use_fake_user if present is not None else False
        nla, data.use_nla = data.use_nla, False
        muted = [armature.pose.bones[hold.bone].constraints[hold.name] for hold in self.off if not hold.fixed]
        try:
            for constraint in muted:
                constraint.mute = True
            actions.assign(armature, action)
            yield
        finally:
            for constraint in muted:
                constraint.mute = False
            actions.assign(armature, present)
            if slot is not None:
                data.action_slot = slot
            if present is not None:
                present.use_fake_user = fake
            data.use_nla = nla
            bpy.data.actions.remove(action)

    def _blamed(self, seen: _Seen) -> tuple[set[int], set[int]]:
        """Return the joints that are off relative to their parents, without those below another one; and these."""
        have, want = _rigid(seen.joints), _rigid(seen.wanted)
        parents = self.binding.skeleton.parents
        blamed: set[int] = set()
        below: set[int] = set()
        for j, parent in enumerate(parents):
            own, aim = have[:, j], want[:, j]
            if parent >= 0:
                own, aim = np.linalg.inv(have[:, parent]) @ own, np.linalg.inv(want[:, parent]) @ aim
            turn = np.degrees(quat.angle_between(rotation_of(own), rotation_of(aim))).max()
            away = np.linalg.norm(own[:, :3, 3] - aim[:, :3, 3], axis=-1).max() / self.size
            if parent in blamed | below:
                below.add(j)
            elif turn > _DEGREES or away > _SHARE:
                blamed.add(j)
        return blamed, below

    # -- keys for targets and poles

    def _aimed(
        self, keyed: list[Hold], seen: _Seen, count: int
    ) -> tuple[list[Channel], _Seen, set[int], set[int]]:  # fmt: skip
        """Key the targets of these holds, and correct them by what came of it; returns what came out best."""
        aims = self._first_aims(keyed, seen)
        best: tuple[list[Channel], _Seen, set[int], set[int]] | None = None
        for _ in range(_TRIALS if keyed else 1):
            channels = [c for name in aims for c in self._channels(name, aims, seen, keyed, count)]
            seen = self._try(channels)
            blamed, below = self._blamed(seen)
            if best is None or len(blamed | below) <= len(best[2] | best[3]):
                best = channels, seen, blamed, below
            if not blamed:
                break
            aims = self._corrected(aims, keyed, seen)
        assert best is not None
        return best

    def _first_aims(self, keyed: list[Hold], seen: _Seen) -> dict[str, NDArray]:
        """Return where targets and poles belong at first, name -> (T, 4, 4): as rigid with their joints."""
        aims: dict[str, NDArray] = {}
        for hold in sorted(keyed, key=lambda h: h.kind != "IK"):
            if hold.target not in aims:
                aims[hold.target] = self._with_joint(hold.target, hold.end, seen)
                if hold.kind == "IK":
                    aims[hold.target][:, :3, 3] = holds.tip_of(
                        self.armature, self.binding, hold, seen.wanted[:, hold.at]
                    )
            if hold.pole and hold.pole not in aims:
                aims[hold.pole] = self._with_joint(hold.pole, hold.joints[-1], seen)
        return aims

    def _with_joint(self, name: str, joint: int, seen: _Seen) -> NDArray:
        """Return the matrices of a bone that goes with a joint as at rest."""
        rest = _rest(self.armature, self.binding.joints[joint].name)
        return _rigid(seen.wanted[:, joint]) @ np.linalg.inv(rest) @ _rest(self.armature, name)

    def _corrected(self, aims: dict[str, NDArray], keyed: list[Hold], seen: _Seen) -> dict[str, NDArray]:
        """Move targets by what their joints lack, and turn poles about their limbs."""
        out = dict(aims)
        chains = {hold.target for hold in keyed if hold.kind == "IK"}
        done: set[str] = set()
        for hold in keyed:
            if hold.kind == "IK":
                if hold.pole:
                    out[hold.pole] = self._turned(out[hold.pole], hold, seen)
                continue
            if hold.target in done:
                continue
            done.add(hold.target)
            lack = _rigid(seen.wanted[:, hold.joints[0]]) @ np.linalg.inv(_rigid(seen.joints[:, hold.joints[0]]))
            moved = lack @ out[hold.target]
            if hold.target in chains:  # the chain says where, the joint how it is turned
                moved[:, :3, 3] = out[hold.target][:, :3, 3]
            out[hold.target] = moved
        return out

    def _turned(self, pole: NDArray, hold: Hold, seen: _Seen) -> NDArray:
        """Turn a pole about the line from a chain's beginning to its end by what its first joint lacks."""
        top = hold.joints[-1]
        want, have = _rigid(seen.wanted[:, top]), _rigid(seen.joints[:, top])
        tip = holds.tip_of(self.armature, self.binding, hold, seen.wanted[:, hold.at])
        along = quat.normalize(tip - want[:, :3, 3])
        lack = quat.multiply(rotation_of(want), quat.inverse(rotation_of(have)))
        turn = quat.twist(lack, along)
        out = pole.copy()
        out[:, :3, 3] = want[:, :3, 3] + quat.rotate(turn, pole[:, :3, 3] - want[:, :3, 3])
        return out

    def _carrier(self, name: str, aims: Mapping[str, NDArray], seen: _Seen) -> NDArray:
        """Return what a target is moved with (T, 4, 4), once the nearest target or joint above it is in its place."""
        pose = self.armature.pose.bones[name]
        joints = {joint.name: j for j, joint in enumerate(self.binding.joints)}
        for above in pose.bone.parent_recursive if not any(not c.mute for c in pose.constraints) else ():
            if above.name in aims:
                return aims[above.name] @ np.linalg.inv(seen.bones[above.name]) @ seen.carriers[name]
            if above.name in joints:
                want, have = (_rigid(m[:, joints[above.name]]) for m in (seen.wanted, seen.joints))
                return want @ np.linalg.inv(have) @ seen.carriers[name]
        return seen.carriers[name]

    def _channels(
        self, name: str, aims: Mapping[str, NDArray], seen: _Seen, keyed: list[Hold], count: int
    ) -> list[Channel]:
        """Return the channels (T rows of the whole motion) that bring a bone where it belongs."""
        aim = aims[name]
        basis = np.linalg.inv(self._carrier(name, aims, seen)) @ aim
        near = np.abs(np.arange(count)[:, None] - self.rows).argmin(axis=1)  # rows that aren't keyed take the nearest
        bone = self.armature.pose.bones[name]
        out = []
        if not (bone.parent and bone.bone.use_connect):
            out.append(location_channel(name, basis[near, :3, 3]))
        if any(hold.target == name for hold in keyed):
            out.append(rotation_channel(name, bone.rotation_mode, rotation_of(basis)[near]))
        return out

    # -- what is told

    def _told(self, channels: list[Channel], blamed: set[int]) -> Through:
        """Return the outcome with its notes."""
        switched = [hold for hold in self.off if not hold.fixed]
        influences = {h.path: float(_constraint(self.armature, h).influence) for h in switched}
        notes = []
        keyed = list(dict.fromkeys(channel.group for channel in channels))
        if keyed:
            by = [h for h in self.found if h not in self.off and {h.target, h.pole} & {*keyed}]
            notes.append(f"Keyed with the body, which follows by {_named(by)}: {listed(keyed, 8)}.")
        if switched:
            notes.append(f"Keyed to an influence of 0 in the take, which they would hold back: {_named(switched)}.")
            leader = holds.leader(self.armature, switched)
            if leader and len(switched) > len(self.binding.joints) / 2:
                notes.append(f"Its bones follow the armature “{leader}”: animate that one, and this one goes with it.")
        fixed = [hold for hold in self.off if hold.fixed]
        rest = [self.binding.joints[j].name for j in sorted(blamed)]
        if fixed:
            notes.append(f"Drivers set the influence of what holds the take back, so mute it: {_named(fixed)}.")
        elif rest:
            notes.append(f"Something holds {listed(rest, 8)} back, whatever the keys say: look at its constraints.")
        released = frozenset(self.binding.joints[j].name for hold in switched for j in hold.joints)
        return Through(channels, influences, released, notes)


def _constraint(armature: Object, hold: Hold) -> bpy.types.Constraint:
    return armature.pose.bones[hold.bone].constraints[hold.name]


def _named(found: Sequence[Hold]) -> str:
    """Name constraints and their bones."""
    words = [f"“{hold.name}” on “{hold.bone}”" for hold in found[:8]]
    return ", ".join(words) + (f" and {len(found) - 8} more" if len(found) > 8 else "")


def _rest(armature: Object, name: str) -> NDArray[np.float64]:
    return np.array(armature.data.bones[name].matrix_local, np.float64)


def _rigid(matrices: NDArray) -> NDArray:
    """Return matrices (..., 4, 4) without their scale."""
    out = matrices.copy()
    out[..., :3, :3] /= np.linalg.norm(matrices[..., :3, :3], axis=-2, keepdims=True)
    return out
