"""Goals met exactly: the body steps and leans to where it can, then limbs are solved; feet stand where they stood."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import quat
from ..feet.legs import leg_length, legs_of, solve_leg
from ..motion import F32, Motion, forward_kinematics
from .body import SPINE, Pull, allowed, arm_of, helped, relaxed
from .floor import Move, footing, moved, seconds_for
from .gaze import looking
from .goals import FEET, HANDS, Goal, events, lead_frames, weight
from .ways import brought, facing, led

Array = NDArray[np.float64]
_LEAN = 0.3  # m of a canonical figure that hips and spine bring a shoulder nearer
_DOWN = 0.5  # m that they bring it down
_AHEAD = np.radians(70)  # to either side of the facing a hand works without a turn of the body
_MISSED, _TRIES = 0.01, 3  # m; how often a further step is tried for what is missed
_FURTHEST = 1.2  # m that the body steps for a reach


def meet(
    motion: Motion, goals: Sequence[Goal], within: tuple[int, int] | None = None
) -> tuple[Motion, list[float]]:  # fmt: skip
    """The motion with every goal met that can be, and by how many metres each is missed.

    within: the first frame that may change and the first behind it that may not, None for all.

    The skeleton needs the roles of legs, and of what is to reach. Raises ValueError for a goal after the last frame or
    a role that the skeleton lacks.
    """
    for goal in goals:
        if goal.last >= len(motion):
            raise ValueError(f"the frame {goal.last} lies after the motion's last, {len(motion) - 1}")
        if goal.role not in motion.skeleton.role_joint:
            raise ValueError(f"the skeleton has no {goal.role}")
    first, until = within or (-(10**9), 10**9)
    ended = first - 1 if within else first
    for group in events([goal for goal in goals if not goal.gaze]):
        motion = _met(motion, group, (ended, until))
        ended = max(goal.last for goal in group)
    for goal in goals:
        if goal.gaze:
            motion = looking(motion, goal, first, until)
    return motion, [missed(motion, goal) for goal in goals]


def missed(motion: Motion, goal: Goal) -> float:
    """Metres by which a motion misses a goal at most; for a gaze 0."""
    if goal.gaze:
        return 0.0
    span = slice(goal.first, goal.last + 1)
    pos = motion.cut(goal.first, goal.last + 1).globals()[0][:, motion.skeleton.role_joint[goal.role]]
    return float(np.linalg.norm(pos - goal.place, axis=-1).max()) if span.stop > span.start else 0.0


def _met(motion: Motion, group: Sequence[Goal], between: tuple[int, int]) -> Motion:
    ended = between[0]
    scale = legs_of(motion.skeleton)[0].scale
    first = min(goal.first for goal in group)
    move = _move(motion, group, first, scale)
    begin, done = 0, motion
    for _ in range(_TRIES):
        time = (first - max(ended, 0)) / motion.fps
        if first > 0 and time < 0.5 * seconds_for(move, scale):
            move = replace(move, shift=np.zeros(3), turn=0.0)  # there is no time to step
        begin, done, lacking = _around(motion, group, between, move, scale)
        room = _FURTHEST * scale - float(np.linalg.norm(move.shift))
        if np.linalg.norm(lacking) < _MISSED or room < 0.05 or (first > 0 and time < seconds_for(move, scale)):
            break
        move = replace(move, shift=move.shift + lacking * min(1.0, room / float(np.linalg.norm(lacking))))
    root, rot, contacts = motion.root_pos.copy(), motion.rot.copy(), motion.contacts.copy()
    span = slice(begin, begin + len(done))
    root[span], rot[span], contacts[span] = done.root_pos, done.rot, done.contacts
    return replace(motion, root_pos=root, rot=quat.continuous(rot).astype(np.float32), contacts=contacts)


def _around(
    motion: Motion, group: Sequence[Goal], between: tuple[int, int], move: Move, scale: float
) -> tuple[int, Motion, Array]:  # fmt: skip
    """The frames around goals, from which frame on, and by how much (3,) m over the floor the goals are missed.
    between: the last frame before them and the first behind them that stay as they are."""
    first, last = min(goal.first for goal in group), max(goal.last for goal in group)
    ended, until = between
    apart = max(_apart(motion, goal) for goal in group)
    lead = max(lead_frames(apart, motion.fps), round(seconds_for(move, scale) * motion.fps))
    frames = np.arange(max(0, first - lead, ended + 1), min(len(motion), last + lead + 1, until))
    begin = int(frames[0])
    part = motion.cut(begin, int(frames[-1]) + 1)
    all_of = weight(frames, first, last, lead, ended, until)
    own = [weight(frames, goal.first, goal.last, lead, ended, until) for goal in group]
    done = _solved(part, group, frames, all_of, own, move, scale)
    # What can't be reached is led up to as far as it was reached: else the body would strain for it all the way.
    near = [_reached(done, goal, begin) for goal in group]
    lacking = [(goal.place[0] - new.place[0]) * (1, 0, 1) for goal, new in zip(group, near) if new is not goal]
    if lacking:
        done = _solved(part, near, frames, all_of, own, move, scale)
    return begin, done, 1.1 * np.mean(lacking, axis=0) if lacking else np.zeros(3)


def _reached(done: Motion, goal: Goal, first: int) -> Goal:
    """The goal, or one at the places that were reached, where it is missed. first: the frame `done` begins with."""
    span = slice(goal.first - first, goal.last + 1 - first)
    at = done.globals()[0][span, done.skeleton.role_joint[goal.role]].astype(np.float64)
    return goal if np.linalg.norm(at - goal.place, axis=-1).max() < _MISSED else replace(goal, place=at)


def _solved(
    part: Motion, group: Sequence[Goal], frames: NDArray[np.int_], all_of: Array, own: Sequence[Array], move: Move,
    scale: float,
) -> Motion:  # fmt: skip
    """The frames around goals, met as far as the weights say."""
    bones, joint = part.skeleton, part.skeleton.role_joint
    before = part.globals()
    shifted = moved(part, move, all_of)
    pos = shifted.globals()[0].astype(np.float64)
    yaw = facing(pos, joint)
    pairs = list(zip(group, own, strict=True))
    wanted = {goal.role: brought(goal, frames, w, pos, joint, yaw, part.fps) for goal, w in pairs}
    body = helped(shifted, _pulls(shifted, group, wanted, own, pos), scale)
    idle = [f"{side}_shoulder" for side in ("left", "right") if f"{side}_wrist" not in wanted]
    idle += [] if "head" in wanted else ["neck"]
    body = relaxed(body, shifted, [joint[role] for role in idle if role in joint])
    body = _carried(body, group, wanted)
    feet, lift, contacts = footing(part, move, all_of, scale)
    local = body.rot.copy()
    pos, world = forward_kinematics(bones, body.root_pos, local)
    for side, leg in enumerate(legs_of(bones)):
        role = FEET[side]
        to = move.points(before[0][:, leg.ankle].astype(np.float64), feet[:, side])
        to[:, 1] += lift[:, side]
        turned = quat.multiply(move.rotations(feet[:, side]), before[1][:, leg.ankle])
        if role in wanted:
            goal, w = next((g, w) for g, w in pairs if g.role == role)
            to = led(goal, frames, w, to, yaw, part.fps)
            contacts[w > 0.05, 2 * side : 2 * side + 2] = False
            turned = _towards(turned, goal, frames, w, bones.rest_globals()[1][leg.ankle])
        turn = quat.multiply(turned, quat.inverse(world[:, leg.ankle]))
        solve_leg(bones, leg, pos, world, to.astype(np.float32), turn.astype(np.float32), local)
    local = _hands(replace(body, rot=local), group, frames, wanted, own)
    return replace(body, rot=quat.continuous(local).astype(np.float32), contacts=contacts)


def _hands(
    motion: Motion, group: Sequence[Goal], frames: NDArray[np.int_], wanted: dict[str, Array], own: Sequence[Array]
) -> F32:  # fmt: skip
    """Local rotations with arms solved and hands turned."""
    bones, local = motion.skeleton, motion.rot.copy()
    for goal, w in zip(group, own, strict=True):
        joint = bones.role_joint[goal.role]
        if goal.role in HANDS:
            arm, wrist = arm_of(bones, goal.role.split("_")[0]), local[:, joint].copy()
            pos, world = forward_kinematics(bones, motion.root_pos, local)
            still = np.tile(quat.IDENTITY, (len(motion), 1)).astype(np.float32)
            solve_leg(bones, arm, pos, world, wanted[goal.role].astype(np.float32), still, local)
            local[:, joint] = wrist  # the hand goes with the forearm
        if goal.rot is not None and goal.role not in FEET:
            world = forward_kinematics(bones, motion.root_pos, local)[1]
            turned = _towards(world[:, joint], goal, frames, w, bones.rest_globals()[1][joint])
            parent = bones.parents[joint]
            above = bones.rest[joint] if parent < 0 else quat.multiply(world[:, parent], bones.rest[joint])
            local[:, joint] = quat.normalize(quat.multiply(quat.inverse(above), turned))
    return local


def _towards(world: NDArray[Any], goal: Goal, frames: NDArray[np.int_], w: Array, rest: NDArray[Any]) -> Array:
    """World rotations (T, 4) brought to the goal's by weights (T,)."""
    if goal.rot is None:
        return np.asarray(world, np.float64)
    return quat.slerp(np.asarray(world, np.float64), quat.multiply(goal.rotations(frames), rest.astype(np.float64)), w)


def _carried(body: Motion, group: Sequence[Goal], wanted: dict[str, Array]) -> Motion:
    """Hips and head brought to their places by moving the whole body."""
    root = body.root_pos.astype(np.float64)
    for goal in group:
        if goal.role in ("pelvis", "head"):
            at = forward_kinematics(body.skeleton, root.astype(np.float32), body.rot)[0]
            root = root + wanted[goal.role] - at[:, body.skeleton.role_joint[goal.role]]
    return replace(body, root_pos=root.astype(np.float32))


def _pulls(
    motion: Motion, group: Sequence[Goal], wanted: dict[str, Array], own: Sequence[Array], pos: Array
) -> list[Pull]:  # fmt: skip
    joint, out = motion.skeleton.role_joint, list[Pull]()
    spine = tuple(joint[role] for role in SPINE if role in joint)
    for goal, w in zip(group, own, strict=True):
        side = goal.role.split("_")[0]
        if goal.role in HANDS:
            limb = arm_of(motion.skeleton, side)
            bends = (*spine, joint[f"{side}_collar"]) if f"{side}_collar" in joint else spine
        elif goal.role in FEET:
            limb, bends = legs_of(motion.skeleton)[FEET.index(goal.role)], ()
        elif goal.role == "head":
            out.append(Pull(joint["head"], wanted["head"], np.zeros(len(w)), spine))
            continue
        else:
            continue
        length = leg_length(motion.globals()[0], limb)
        present = np.linalg.norm(pos[:, limb.ankle] - pos[:, limb.hip], axis=-1)
        out.append(Pull(limb.hip, wanted[goal.role], allowed(length, present, w), bends))
    return out


def _apart(motion: Motion, goal: Goal) -> float:
    """Metres from where the joint is to where it has to be, when it first has to."""
    at = motion.cut(goal.first, goal.first + 1).globals()[0][0, motion.skeleton.role_joint[goal.role]]
    return float(np.linalg.norm(goal.place[0] - at))


def _move(motion: Motion, group: Sequence[Goal], first: int, scale: float) -> Move:
    """The steps and the turn without which the goals would be out of reach."""
    pose = motion.cut(first, first + 1)
    pos, joint = pose.globals()[0][0].astype(np.float64), motion.skeleton.role_joint
    level = np.array([1.0, 0.0, 1.0])
    about = pose.root_pos[0] * level
    across = pos[joint["left_hip"]] - pos[joint["right_hip"]]
    yaw = math.atan2(-across[2], across[0])
    shifts, turns = list[Array](), list[float]()
    for goal in group:
        place = goal.place[0]
        off = (place - about) * level
        far = float(np.linalg.norm(off))
        shifts.append(off / max(far, 1e-6) * max(0.0, far - _easy(motion, goal, pos, place, scale)))
        if goal.role in HANDS and far > 0.25 * scale:
            bearing = math.remainder(math.atan2(off[0], off[2]) - yaw, math.tau)
            turns.append(float(np.sign(bearing)) * max(0.0, abs(bearing) - float(_AHEAD)))
    shift: Array = np.stack(shifts, axis=0).sum(axis=0) / len(shifts)
    size = float(np.linalg.norm(shift))
    shift = shift * min(1.0, _FURTHEST * scale / max(size, 1e-6))
    turn = float(np.mean(turns)) if turns else 0.0
    return Move(about, np.zeros(3), 0.0) if size < 0.02 and abs(turn) < 0.1 else Move(about, shift, turn)


def _easy(motion: Motion, goal: Goal, pos: Array, place: Array, scale: float) -> float:
    """Metres over the floor from the hips within which a goal is reached without a step."""
    joint = motion.skeleton.role_joint
    if goal.role == "pelvis":
        return 0.12 * scale
    if goal.role == "head":
        return 0.25 * scale
    side = goal.role.split("_")[0]
    limb = arm_of(motion.skeleton, side) if goal.role in HANDS else legs_of(motion.skeleton)[FEET.index(goal.role)]
    length = leg_length(pos[None].astype(np.float32), limb)
    lift = place[1] - pos[joint[f"{side}_{'shoulder' if goal.role in HANDS else 'hip'}"], 1]
    down = max(0.0, -lift - _DOWN * scale) if lift < 0 else lift
    lean = (_LEAN if goal.role in HANDS else 0.1) * scale
    return float(np.sqrt(max(length**2 - down**2, 0.01 * scale**2))) * 0.9 + lean
