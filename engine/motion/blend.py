"""New clips from captured ones: joined, overlaid, reversed in time, or along a bent path.

Joins are inertialised: the next clip starts at once, and the difference in pose and speed at the seam decays with a
quintic, so that position and velocity are continuous (after D. Bollo, "Inertialization: high-performance animation
transitions in Gears of War", GDC 2018; here in the minimum-jerk form, whose acceleration is zero at the end). All
motions are canonical, at one frame rate, with the floor at Y = 0; random choices come from the caller's generator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from retarget import quat, smooth
from retarget.feet import lock
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion

TRANSITION_S = 0.3
REACH_S = 0.4
_LONGEST_TRANSITION_S = 0.8
# Frame by frame, the fastest joint of captured people accelerates by less than this in 99 of 100 frames (at 30 fps).
MOST_ACCELERATION = 75.0
_TURN_RATE = 3.5  # rad/s: a larger difference in pose at a seam is given more time
_RAISED_SHARE = 0.8  # of the carrier's lean that a raised arm is kept from
UP = np.array([0.0, 1.0, 0.0], np.float32)
_ARMS = {s: tuple(R[f"{s}_{j}"] for j in ("collar", "shoulder", "elbow", "wrist")) for s in ("left", "right")}
UPPER_BODY = (R["spine1"], R["spine2"], R["spine3"], R["neck"], R["head"], *_ARMS["left"], *_ARMS["right"])


# --- one after another


def join(
    a: Motion, b: Motion, rng: np.random.Generator, transition: float = TRANSITION_S, reach: float = REACH_S
) -> Motion:
    """a, then b, cut where their poses are most alike (within `reach` s of the seam), b continuing from a's end.

    The transition is longer than `transition` s where the poses differ much.
    """
    return join_marked(a, b, rng, transition, reach)[0]


def join_marked(
    a: Motion, b: Motion, rng: np.random.Generator, transition: float = TRANSITION_S, reach: float = REACH_S
) -> tuple[Motion, int]:
    """`join`, and the first frame of the result that comes from b."""
    first, second = _cut_points(a, b, rng, reach)
    before, after = a.cut(0, first + 1), b.cut(second, len(b))
    # Lengthen the transition until no joint accelerates more than captured ones do; keep the calmest try.
    tries = [place(before, after, transition)]
    while seam_jump(tries[-1], first + 1)[1] > MOST_ACCELERATION and transition < _LONGEST_TRANSITION_S:
        transition = min(1.6 * transition, _LONGEST_TRANSITION_S)
        tries.append(place(before, after, transition))
    return min(tries, key=lambda m: seam_jump(m, first + 1)[1]), first + 1


def seam_jump(motion: Motion, frame: int) -> tuple[float, float]:
    """Largest speed (m/s) and acceleration (m/s2) of any joint within two frames of the seam before `frame`."""
    return liveliest(motion.cut(max(0, frame - 3), frame + 3))


def liveliest(motion: Motion) -> tuple[float, float]:
    """Largest speed (m/s) and acceleration (m/s2) of any joint in any frame."""
    pos, _ = motion.globals()
    speed = np.diff(pos, axis=0) * motion.fps
    change = np.diff(speed, axis=0) * motion.fps
    return float(np.linalg.norm(speed, axis=-1).max(initial=0)), float(np.linalg.norm(change, axis=-1).max(initial=0))


def place(a: Motion, b: Motion, transition: float | None = TRANSITION_S) -> Motion:
    """b after a, turned and moved to continue from a's end; the difference at the seam decays, for None it stays.

    Raises ValueError for motions of different skeletons or frame rates.
    """
    if a.fps != b.fps or a.skeleton.digest != b.skeleton.digest:
        raise ValueError("only motions on one skeleton at one frame rate can be joined")
    moved = _onto(a, b)
    eased = moved if transition is None else inertialise(a, moved, transition)
    return replace(
        a,
        root_pos=np.concatenate([a.root_pos, eased.root_pos]),
        rot=quat.continuous(np.concatenate([a.rot, eased.rot])).astype(np.float32),
        contacts=np.concatenate([a.contacts, b.contacts]),
    )


def heading(rot: NDArray) -> NDArray:
    """Twist about the vertical of pelvis rotations (..., 4), as rotations."""
    return quat.twist(rot, UP)


def turned(motion: Motion, turn: NDArray, origin: NDArray, to: NDArray) -> Motion:
    """The motion turned by `turn` (4,) about `origin` (3,), which moves to `to` (3,) on the ground."""
    flat = np.array([1, 0, 1], np.float32)
    root = quat.rotate(turn, motion.root_pos - origin * flat) + to * flat
    rot = motion.rot.copy()
    rot[:, 0] = quat.multiply(turn, rot[:, 0])
    return replace(motion, root_pos=root.astype(np.float32), rot=quat.continuous(rot).astype(np.float32))


def _onto(a: Motion, b: Motion) -> Motion:
    """b turned about the vertical and moved so that its first root is where a's next frame would be."""
    root, rot = next_pose(a)
    turn = quat.multiply(heading(rot[0]), quat.inverse(heading(b.rot[0, 0])))
    return turned(b, turn, b.root_pos[0], root)


def next_pose(motion: Motion) -> tuple[NDArray, NDArray]:
    """Root (3,) and rotations (J, 4) one frame after the last, at the speed the motion ends with."""
    if len(motion) < 2:
        return motion.root_pos[-1], motion.rot[-1]
    step = quat.multiply(motion.rot[-1], quat.inverse(motion.rot[-2]))
    return 2 * motion.root_pos[-1] - motion.root_pos[-2], quat.normalize(quat.multiply(step, motion.rot[-1]))


def quintic(offset: NDArray, speed: NDArray, seconds: float, t: NDArray) -> NDArray:
    """Decay an offset (...,) with a rate at t = 0 to zero at `seconds`: values (N, ...) at times t (N,).

    The quintic with this value and slope and no acceleration at 0, and with all three zero at the end.
    """
    # u = t / T; `keep` is the basis polynomial of the value at 0, `drift` that of the slope at 0.
    u = np.clip(t / seconds, 0, 1).reshape(-1, *[1] * np.ndim(offset))
    keep = 1 - smooth.minimum_jerk(u)
    drift = u - u**3 * (6 - 8 * u + 3 * u**2)
    return keep * offset + drift * seconds * speed


def inertialise(a: Motion, b: Motion, transition: float) -> Motion:
    """b, starting in a's next pose and at a's speed, the differences decaying over at least `transition` s."""
    fps = a.fps
    root, rot = next_pose(a)
    # Offsets of position (m) and rotation (rotation vectors) at the seam, and the rates at which they change.
    off_root = root - b.root_pos[0]
    off_rot = quat.to_rotvec(quat.multiply(rot, quat.inverse(b.rot[0])))
    rate_root, rate_rot = np.zeros_like(off_root), np.zeros_like(off_rot)
    if len(a) > 1 and len(b) > 1:
        rate_root = (a.root_pos[-1] - a.root_pos[-2] - b.root_pos[1] + b.root_pos[0]) * fps
        rate_rot = (_step(a.rot[-2], a.rot[-1]) - _step(b.rot[0], b.rot[1])) * fps
    # Long enough that the offset turns no joint faster than _TURN_RATE (a quintic peaks at 1.875 times its mean
    # rate) and moves the root no faster than 0.5 m/s on average.
    need = max(
        float(np.linalg.norm(off_rot, axis=-1).max()) * 1.875 / _TURN_RATE, float(np.linalg.norm(off_root)) / 0.5
    )
    seconds = min(max(transition, need), _LONGEST_TRANSITION_S, max(len(b) / fps, 2 / fps))
    count = min(len(b), int(np.ceil(seconds * fps)))
    t = np.arange(count) / fps
    root_pos, out = b.root_pos.copy(), b.rot.copy()
    root_pos[:count] += quintic(off_root, rate_root, seconds, t)
    out[:count] = quat.normalize(quat.multiply(quat.from_rotvec(quintic(off_rot, rate_rot, seconds, t)), b.rot[:count]))
    return replace(b, root_pos=root_pos.astype(np.float32), rot=quat.continuous(out).astype(np.float32))


def _step(a: NDArray, b: NDArray) -> NDArray:
    """Rotation vector (J, 3) from a to b, in the parents' frames."""
    return quat.to_rotvec(quat.multiply(b, quat.inverse(a)))


def pose_features(motion: Motion) -> tuple[NDArray, NDArray]:
    """Joint positions (T, 22, 3) m and velocities m/s in the frame of the root's heading, to compare poses by."""
    pos, rot = motion.globals()
    face = quat.inverse(heading(rot[:, 0]))[:, None]
    local = quat.rotate(face, pos - pos[:, :1] * np.array([1, 0, 1], np.float32))
    speed = np.gradient(pos, axis=0) * motion.fps if len(motion) > 1 else np.zeros_like(pos)
    return local, quat.rotate(face, speed)


def _cut_points(a: Motion, b: Motion, rng: np.random.Generator, reach: float) -> tuple[int, int]:
    """Last frame of a and first of b to use: one of the three pairs with the lowest cost, at random."""
    reach_a = max(1, min(round(reach * a.fps), len(a) // 3))
    reach_b = max(1, min(round(reach * b.fps), len(b) // 3))
    cost = seam_cost(a.cut(len(a) - reach_a, len(a)), b.cut(0, reach_b))
    best = np.argsort(cost, axis=None)[: min(3, cost.size)]
    i, j = np.unravel_index(best[int(rng.integers(len(best)))], cost.shape)
    return len(a) - reach_a + int(i), int(j)


def seam_cost(a: Motion, b: Motion) -> NDArray:
    """Cost (len(a), len(b)) of a seam between frame i of a and j of b: mean joint distance in m, and shares of the
    differences in velocity and contacts."""
    (pa, va), (pb, vb) = pose_features(a), pose_features(b)
    apart = np.linalg.norm(pa[:, None] - pb[None], axis=-1).mean(-1)
    change = np.linalg.norm(va[:, None] - vb[None], axis=-1).mean(-1)
    feet = (a.contacts[:, None] != b.contacts[None]).mean(-1)
    return apart + 0.08 * change + 0.08 * feet


def cycle(motion: Motion, seconds: float, rng: np.random.Generator) -> Motion:
    """A walk or run repeated for at least `seconds`, each repetition joined where the strides match."""
    whole, limit = motion, max(MOST_ACCELERATION, 1.1 * liveliest(motion)[1])
    for _ in range(8):
        if whole.seconds >= seconds:
            break
        longer, seam = join_marked(whole, motion, rng, reach=1.2)
        if seam_jump(longer, seam)[1] > limit:
            break
        whole = longer
    return whole


def to_and_fro(motion: Motion, seconds: float) -> Motion:
    """A motion played forwards, backwards, forwards ... until it lasts at least `seconds`."""
    frames = np.arange(len(motion))
    path = frames
    while len(path) < seconds * motion.fps and len(frames) > 2:
        path = np.concatenate([path, frames[-2::-1] if path[-1] == frames[-1] else frames[1:]])
    rot = quat.continuous(motion.rot[path]).astype(np.float32)
    return replace(motion, root_pos=motion.root_pos[path], rot=rot, contacts=motion.contacts[path])


# --- one over another


def overlay(
    upper: Motion, lower: Motion, rng: np.random.Generator, joints: Sequence[int] = UPPER_BODY, fade: float = 0.35
) -> Motion | None:
    """Put `joints` of `upper` over `lower` for as long as upper lasts; None where the two don't go together.

    lower must stay upright (standing, walking, sitting), upper must stand upright and hardly travel. A shorter upper
    starts at random and is faded in and out over `fade` s; a longer one is cut.
    """
    if not (_carries(lower) and _stands(upper)):
        return None
    n = min(len(upper), len(lower))
    return lay(upper.cut(0, n), lower, int(rng.integers(len(lower) - n + 1)), joints, fade)


def lay(upper: Motion, lower: Motion, start: int, joints: Sequence[int] = UPPER_BODY, fade: float = 0.35) -> Motion:
    """Put `joints` of `upper` over `lower` from frame `start` on, faded over `fade` s where that is inside."""
    span = slice(start, start + len(upper))
    rot = lower.rot.copy()
    weight = _fade_weight(len(lower), start, start + len(upper), max(1, round(fade * lower.fps)))[span]
    carrier = lower.cut(start, start + len(upper))
    laid = carrier.rot.copy()
    laid[:, joints] = upper.rot[:, joints]
    if R["spine1"] in joints:
        laid[:, R["spine1"]] = _steady_spine(upper, carrier)
    laid = _steady_arms(upper, replace(carrier, rot=laid), joints)
    for j in joints:
        rot[span, j] = quat.slerp(lower.rot[span, j], laid[:, j], weight)
    return replace(lower, rot=quat.continuous(rot).astype(np.float32))


def _fade_weight(frames: int, start: int, end: int, fade: int) -> NDArray:
    """Weight (frames,): 0 outside start..end, 1 within, with minimum-jerk fades at ends that lie inside the clip."""
    t = np.arange(frames, dtype=np.float32)
    rise = np.ones(frames, np.float32) if start == 0 else np.clip((t - start) / fade, 0, 1)
    fall = np.ones(frames, np.float32) if end == frames else np.clip((end - 1 - t) / fade, 0, 1)
    return smooth.minimum_jerk(np.minimum(rise, fall))


def _steady_spine(upper: Motion, lower: Motion) -> NDArray:
    """spine1 (T, 4) half way between the upper clip's posture in the world and its rotation against the pelvis."""
    pelvis_u, pelvis_l = upper.rot[:, 0], lower.rot[:, 0]
    spine = upper.rot[:, R["spine1"]]
    # World rotation of the upper clip's spine, turned to the lower clip's heading; then as seen from its pelvis.
    level = quat.multiply(
        quat.multiply(heading(pelvis_l), quat.inverse(heading(pelvis_u))), quat.multiply(pelvis_u, spine)
    )
    steady = quat.multiply(quat.inverse(pelvis_l), level)
    return quat.slerp(spine, steady, np.full(len(spine), 0.5, np.float32))


def _steady_arms(upper: Motion, laid: Motion, joints: Sequence[int]) -> NDArray:
    """Rotations (T, J, 4) of a laid motion, whose raised arms show up in the world as they did over the upper clip's
    own trunk: over a trunk that leans they would lean with it, and a hand that waves over the head wave before it."""
    (pos, world_u), (_, world_l), rot = upper.globals(), laid.globals(), laid.rot.copy()
    level = quat.multiply(heading(laid.rot[:, 0]), quat.inverse(heading(upper.rot[:, 0])))
    for side, (collar, shoulder, _, wrist) in _ARMS.items():
        if shoulder not in joints:
            continue
        up = np.clip((pos[:, wrist, 1] - pos[:, R[f"{side}_shoulder"], 1] + 0.15) / 0.25, 0, 1)
        share = _RAISED_SHARE * gaussian_filter1d(up, 0.1 * laid.fps, mode="nearest").astype(np.float32)
        steady = quat.multiply(quat.inverse(world_l[:, collar]), quat.multiply(level, world_u[:, shoulder]))
        rot[:, shoulder] = quat.slerp(rot[:, shoulder], steady, share)
    return rot


def _torso(motion: Motion) -> tuple[NDArray, NDArray]:
    """Cosine (T,) between torso and vertical, and height of the pelvis (T,) m."""
    pos, _ = motion.globals()
    torso = pos[:, R["neck"]] - pos[:, R["pelvis"]]
    return torso[:, 1] / np.linalg.norm(torso, axis=1), pos[:, 0, 1]


def _carries(motion: Motion) -> bool:
    upright, pelvis = _torso(motion)
    return bool(upright.min() > 0.8 and pelvis.min() > 0.4)


def _stands(motion: Motion) -> bool:
    upright, pelvis = _torso(motion)
    path = np.linalg.norm(np.diff(motion.root_pos[:, [0, 2]], axis=0), axis=1).sum() / max(motion.seconds, 0.1)
    return bool(upright.min() > 0.75 and pelvis.min() > 0.7 and path < 0.5)


def arm_of(side: str) -> tuple[int, ...]:
    """Joints of one arm, collar to wrist."""
    return _ARMS[side]


# --- time and path


def reverse(motion: Motion) -> Motion:
    """The motion backwards in time: walking forward becomes walking backward."""
    return replace(
        motion,
        root_pos=motion.root_pos[::-1].copy(),
        rot=quat.continuous(motion.rot[::-1]).astype(np.float32),
        contacts=motion.contacts[::-1].copy(),
    )


def bend_path(motion: Motion, turn: float) -> Motion:
    """The same steps along a path that turns `turn` rad/s to the left, with planted feet locked."""
    return _along(motion, (np.arange(len(motion)) / motion.fps * turn).astype(np.float32))


def turn_path(motion: Motion, angle: float, start: float, seconds: float) -> Motion:
    """The same steps along a path that turns by `angle` rad to the left within `seconds` from `start` s on, as straight
    as it was before and after, with planted feet locked."""
    u = (np.arange(len(motion)) / motion.fps - start) / seconds
    return _along(motion, (angle * smooth.minimum_jerk(u)).astype(np.float32))


def _along(motion: Motion, yaw: NDArray[np.float32]) -> Motion:
    """A motion turned by `yaw` (T,) rad, with every step of the root turned likewise and planted feet locked."""
    spin = quat.from_axis_angle(UP, yaw).astype(np.float32)
    # Every step of the root is turned by the mean of the turns before and after it.
    step = np.diff(motion.root_pos, axis=0)
    middle = quat.from_axis_angle(UP, (yaw[1:] + yaw[:-1]) / 2).astype(np.float32)
    root = motion.root_pos[:1] + np.concatenate([np.zeros((1, 3)), np.cumsum(quat.rotate(middle, step), axis=0)])
    rot = motion.rot.copy()
    rot[:, 0] = quat.multiply(spin, rot[:, 0])
    bent = replace(motion, root_pos=root.astype(np.float32), rot=quat.continuous(rot).astype(np.float32))
    return lock.lock_feet(bent, "keep")


def repeat(motion: Motion, seconds: float, worst: float = 0.12) -> tuple[Motion, int] | None:
    """An action done again and again for at least `seconds`, and how many times; None where no seam goes unseen.

    The seam is where the end goes over into the beginning best (`seam_cost` under `worst` m), in the first and last
    third; what lies before it begins the first time, what lies after it ends the last.
    """
    third = max(1, len(motion) // 3)
    cost = seam_cost(motion.cut(len(motion) - third, len(motion)), motion.cut(0, third))
    i, j = np.unravel_index(int(cost.argmin()), cost.shape)
    last, first = len(motion) - third + int(i), int(j)
    if cost.min() > worst or last - first < 0.4 * len(motion):
        return None
    limit = max(MOST_ACCELERATION, 1.1 * liveliest(motion)[1])
    whole, count = motion.cut(0, last + 1), 1
    while whole.seconds + (len(motion) - last) / motion.fps < seconds or count == 1:
        seam = len(whole)
        whole = place(whole, motion.cut(first, last + 1))
        count += 1
        if seam_jump(whole, seam)[1] > limit:
            return None
    tail = motion.cut(last + 1, len(motion)) if last + 1 < len(motion) else None
    return (whole if tail is None else place(whole, tail)), count
