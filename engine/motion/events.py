"""Kinematic events: measures of a motion per frame, and the jumps, kicks, punches, waves ... detected in them.

For canonical 22-joint motions with the floor at Y = 0. Thresholds are in metres, seconds and radians on the canonical
figure and favour precision: a detected event did happen, some that happened are missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, uniform_filter1d

from engine.motion.peaks import find_peaks
from retarget import smooth
from retarget.motion import ROLE_INDEX as R
from retarget.motion import STANDING_HEIGHT, Motion

SIDES = ("left", "right")
Array = NDArray[np.floating]


@dataclass(frozen=True)
class Signals:
    """Per-frame measures of a motion of T frames.

    pos (T, 22, 3) m world. yaw (T,) rad, unwrapped heading, left positive, held while the body is not upright.
    velocity (T, 2) m/s, smoothed, along (left, forward) of the heading. speed (T,) m/s. pelvis (T,) height m.
    sole (T, 2) height m of the lowest point of the left and right foot. upright (T,) cosine of torso and vertical.
    lean (T, 2) rad, torso to the left and forward. twist (T,) rad, shoulders against hips, left positive.
    body (T, 22, 3) m joint positions in the heading's frame (left, up, forward) with the pelvis over the origin.
    """

    fps: float
    pos: Array
    yaw: Array
    velocity: Array
    speed: Array
    pelvis: Array
    sole: Array
    upright: Array
    lean: Array
    twist: Array
    body: Array

    def __len__(self) -> int:
        return len(self.pos)


@dataclass(frozen=True)
class Event:
    """An event in frames start..end-1. side: left, right, both or ""; detail, size: see the function of its kind."""

    kind: str
    start: int
    end: int
    side: str = ""
    detail: str = ""
    size: float = 0.0


def signals(motion: Motion) -> Signals:
    """Measure a canonical motion frame by frame."""
    pos = motion.globals()[0].astype(np.float64)
    fps = motion.fps
    # Unit vector along the torso; its Y is the cosine to the vertical.
    torso = pos[:, R["neck"]] - pos[:, R["pelvis"]]
    torso /= np.maximum(np.linalg.norm(torso, axis=1, keepdims=True), 1e-6)
    hips, shoulders = (
        pos[:, R["left_hip"]] - pos[:, R["right_hip"]],
        pos[:, R["left_shoulder"]] - pos[:, R["right_shoulder"]],
    )
    yaw = _heading(hips, shoulders, torso[:, 1])
    # Axes of the heading's frame on the ground; at yaw 0 the body faces +Z and its left is +X.
    left = np.stack([np.cos(yaw), 0 * yaw, -np.sin(yaw)], axis=1)
    ahead = np.stack([np.sin(yaw), 0 * yaw, np.cos(yaw)], axis=1)
    # Root velocity (smoothed over 0.12 s) and all joints, in that frame.
    ground = pos[:, 0] * (1, 0, 1)
    flow = np.gradient(gaussian_filter1d(ground, 0.12 * fps, axis=0), axis=0) * fps if len(pos) > 1 else 0 * ground
    velocity = np.stack([(flow * left).sum(1), (flow * ahead).sum(1)], axis=1)
    offset = pos - ground[:, None]
    body = np.stack([(offset * left[:, None]).sum(-1), offset[..., 1], (offset * ahead[:, None]).sum(-1)], axis=-1)
    # Height of a foot: of its lower joint, less that joint's height when standing.
    sole = np.stack(
        [np.min([pos[:, R[f"{s}_{j}"], 1] - h for j, h in STANDING_HEIGHT.items()], axis=0) for s in SIDES], axis=1
    )
    # Lean to the left and forward; a torso that is level or upside down counts as bent forward by 90 degrees.
    level = np.maximum(torso[:, 1], 0.05)
    lean = np.stack([np.arctan2((torso * left).sum(1), level), np.arctan2((torso * ahead).sum(1), level)], axis=1)
    lean[torso[:, 1] < 0.05] *= 0
    lean[torso[:, 1] < 0.05, 1] = np.pi / 2
    twist = _wrap(np.arctan2(-shoulders[:, 2], shoulders[:, 0]) - np.arctan2(-hips[:, 2], hips[:, 0]))
    speed = np.linalg.norm(velocity, axis=1)
    return Signals(fps, pos, yaw, velocity, speed, pos[:, 0, 1], sole, torso[:, 1], lean, twist, body)


def _heading(hips: Array, shoulders: Array, upright: Array) -> Array:
    """Heading (T,) rad from the lines of hips and shoulders; held where the torso is too far from upright."""
    # Both lines by their lengths (18 cm and 36 cm), so that they weigh the same.
    across = hips / 0.18 + shoulders / 0.36
    good = (upright > 0.25) & (np.hypot(across[:, 0], across[:, 2]) > 0.8)
    yaw = np.arctan2(-across[:, 2], across[:, 0])
    if not good.any():
        return np.full(len(yaw), yaw[0])
    frames = np.arange(len(yaw))
    held = np.maximum.accumulate(np.where(good, frames, -1))
    held = np.where(held < 0, np.flatnonzero(good)[0], held)
    return np.unwrap(yaw[held])


def _wrap(angle: Array) -> Array:
    return (angle + np.pi) % (2 * np.pi) - np.pi


def spans(mask: NDArray[np.bool_], shortest: int = 1, hole: int = 0) -> list[tuple[int, int]]:
    """Runs of True (T,) of at least `shortest` frames as (start, end); gaps of up to `hole` frames are closed first."""
    runs: list[tuple[int, int]] = []
    for start, end in smooth.runs(mask):
        if runs and start - runs[-1][1] <= hole:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return [(a, b) for a, b in runs if b - a >= shortest]


def chains(frames: Sequence[int], gap: float) -> list[list[int]]:
    """Rising frames in groups, each frame less than `gap` frames after the one before it."""
    runs: list[list[int]] = []
    for frame in frames:
        if runs and frame - runs[-1][-1] < gap:
            runs[-1].append(frame)
        else:
            runs.append([frame])
    return runs


def jumps(s: Signals, least: float = 0.07) -> list[Event]:
    """Both feet in the air on a ballistic path, `least` m at least; the flights of a run are left out.

    detail: up, forward, backward or sideways. side: the leg of a hop. size: metres covered in the air.
    """
    found = []
    low = s.sole.min(axis=1)
    for a, b in spans(low > 0.04, max(3, round(0.1 * s.fps)), 1):
        clear, seconds = low[a:b].max(), (b - a) / s.fps
        if a == 0 or b == len(s) or clear < least or seconds > 1.1:
            continue
        fast = s.speed[a:b].mean()
        if fast > 1.6 and seconds < 0.32 and clear < 0.2:
            continue  # a running stride
        # A parabola through the pelvis' heights: its second derivative is the acceleration of the fall in m/s².
        t = np.arange(b - a) / s.fps
        if len(t) >= 4 and np.polyfit(t, s.pelvis[a:b], 2)[0] * 2 > -4:
            continue  # no free fall: the body is held by something that the recording lacks
        way = s.pos[b - 1, 0] - s.pos[a, 0]
        ahead = way[0] * np.sin(s.yaw[a]) + way[2] * np.cos(s.yaw[a])
        across = way[0] * np.cos(s.yaw[a]) - way[2] * np.sin(s.yaw[a])
        far = float(np.hypot(ahead, across))
        ways = (("up", far < 0.25), ("forward", ahead > abs(across)), ("backward", -ahead > abs(across)))
        detail = next((word for word, holds in ways if holds), "sideways")
        start, end = max(0, a - round(0.3 * s.fps)), min(len(s), b + round(0.25 * s.fps))
        found.append(Event("jump", start, end, _one_leg(s, a, b), detail, far))
    return found


def _one_leg(s: Signals, a: int, b: int) -> str:
    """The leg that a hop starts from and lands on while the other foot stays over 10 cm above the ground; else ""."""
    near = [s.sole[max(0, a - 4) : a], s.sole[b : b + 4]]
    if any(len(n) == 0 for n in near):
        return ""
    high = [n.min(axis=0) > 0.10 for n in near]
    for i, side in enumerate(SIDES):
        if all(h[1 - i] and not h[i] for h in high):
            return side
    return ""


def kicks(s: Signals) -> list[Event]:
    """A foot thrown up fast while the other stands. detail: front, side or back. size: height of the ankle, m."""
    found = []
    for i, side in enumerate(SIDES):
        ankle, other = s.pos[:, R[f"{side}_ankle"]], s.pos[:, R[f"{SIDES[1 - i]}_ankle"]]
        speed = np.linalg.norm(np.gradient(s.body[:, R[f"{side}_ankle"]], axis=0), axis=1) * s.fps
        lift = ankle[:, 1] - other[:, 1]
        for a, b in spans(lift > 0.25, 3, 2):
            peak = a + int(np.argmax(ankle[a:b, 1]))
            near = slice(max(0, peak - round(0.4 * s.fps)), peak + round(0.4 * s.fps) + 1)
            if not (ankle[peak, 1] > 0.55 and lift[peak] > 0.42 and s.upright[peak] > 0.3 and s.pelvis[peak] > 0.7):
                continue
            if speed[near].max() < 3.0 or (b - a) / s.fps > 1.6 or other[peak, 1] > 0.3:
                continue
            leg = np.linalg.norm(s.pos[near, R[f"{side}_ankle"]] - s.pos[near, R[f"{side}_hip"]], axis=1)
            if leg[ankle[near, 1] > 0.5].max(initial=0) < 0.66:
                continue  # a raised knee: the leg never straightens in the air
            foot = s.body[peak, R[f"{side}_ankle"]]
            out = foot[0] * (1 if side == "left" else -1)
            ways = (("back", foot[2] < -0.25), ("side", out > max(0.35, foot[2])), ("front", foot[2] > 0.3))
            detail = next((word for word, holds in ways if holds), "")
            if detail:
                grow = round(0.45 * s.fps)
                start, end = max(0, a - grow), min(len(s), b + grow)
                found.append(Event("kick", start, end, side, detail, float(ankle[peak, 1])))
    return sorted(found, key=lambda e: e.start)


def punches(s: Signals) -> list[Event]:
    """An arm stretched out fast and level, at the height of chest to head. size: speed of the extension, m/s.

    A fast reach looks the same and is found, too.
    """
    found = []
    for side in SIDES:
        arm = s.body[:, R[f"{side}_wrist"]] - s.body[:, R[f"{side}_shoulder"]]
        reach = np.linalg.norm(arm, axis=1)
        out = np.gradient(gaussian_filter1d(reach, 0.8)) * s.fps if len(s) > 1 else 0 * reach
        peaks, _ = find_peaks(np.r_[0, out, 0], height=0.75, distance=max(1, round(0.25 * s.fps)))
        for p in peaks - 1:
            end = p + int(np.argmax(reach[p : p + round(0.25 * s.fps) + 1]))
            level = -0.3 < arm[end, 1] < 0.3 and arm[end, 2] > -0.15  # in a boxing stance the target may be abeam
            if reach[end] > 0.44 and reach[max(0, p - 6) : p + 1].min() < min(0.35, reach[end] - 0.14) and level:
                span = max(0, p - round(0.35 * s.fps)), min(len(s), end + round(0.4 * s.fps))
                found.append(Event("punch", *span, side, "", float(out[p])))
    return sorted(found, key=lambda e: e.start)


def waves(s: Signals) -> list[Event]:
    """A hand above the shoulder that goes to and fro at least three times. size: reversals a second."""
    found = []
    for side in SIDES:
        wrist, shoulder = s.body[:, R[f"{side}_wrist"]], s.body[:, R[f"{side}_shoulder"]]
        for a, b in spans(wrist[:, 1] > shoulder[:, 1] - 0.03, round(0.9 * s.fps), 3):
            path = wrist[a:b] - shoulder[a:b]
            swing = gaussian_filter1d(
                path - uniform_filter1d(path, round(0.9 * s.fps), axis=0, mode="nearest"), 1, axis=0
            )
            # Project the swing on its main axis; peaks and troughs there are the reversals.
            axis = np.linalg.svd(swing - swing.mean(0), full_matrices=False)[2][0]
            line = swing @ axis
            turns = np.sort(np.concatenate([find_peaks(k * line, prominence=0.06)[0] for k in (1, -1)]))
            for first, last in _beats(turns, s.fps):
                count = np.sum((turns >= first) & (turns <= last))
                start, end = a + max(0, first - round(0.35 * s.fps)), min(b, a + last + round(0.35 * s.fps))
                found.append(Event("wave", start, end, side, "", float(count / max((end - start) / s.fps, 0.1))))
    return sorted(found, key=lambda e: e.start)


def _beats(turns: NDArray[np.integer], fps: float) -> list[tuple[int, int]]:
    """Runs of at least four reversals that follow one another within 0.12 to 0.6 s."""
    runs = chains(turns.tolist(), 0.6 * fps + 1e-6)
    return [(r[0], r[-1]) for r in runs if len(r) >= 4 and (r[-1] - r[0]) / (len(r) - 1) >= 0.12 * fps]


def raises(s: Signals) -> list[Event]:
    """A hand held above the shoulder for 0.4 s or more; detail: head (above the head) or shoulder."""
    found = []
    for side in SIDES:
        wrist = s.body[:, R[f"{side}_wrist"], 1]
        elbow = s.body[:, R[f"{side}_elbow"], 1]
        shoulder = s.body[:, R[f"{side}_shoulder"], 1]
        high = (wrist > shoulder + 0.08) & (wrist > elbow) & (s.upright > 0.5)
        for a, b in spans(high, round(0.4 * s.fps), 4):
            over = np.mean(wrist[a:b] > s.body[a:b, R["head"], 1] + 0.08)
            found.append(Event("raise", a, b, side, "head" if over > 0.5 else "shoulder", float(wrist[a:b].max())))
    return sorted(found, key=lambda e: e.start)


def dips(s: Signals) -> list[Event]:
    """The pelvis goes down and comes up again on planted feet: squats and crouches. size: lowest height m."""
    found = []
    level = gaussian_filter1d(s.pelvis, 1.5)
    for a, b in spans(level < 0.72, round(0.25 * s.fps), 3):
        if a == 0 or b == len(s) or s.sole[a:b].min(axis=1).max() > 0.12 or s.upright[a:b].min() < 0.25:
            continue
        start, end = _walk_out(level, a, -1), _walk_out(level, b - 1, 1) + 1
        found.append(Event("dip", start, end, "", "", float(level[a:b].min())))
    return found


def _walk_out(level: Array, frame: int, step: int) -> int:
    """The last frame from `frame` on, in steps of +-1, up to which `level` (T,) keeps rising."""
    while 0 <= frame + step < len(level) and level[frame + step] > level[frame] + 2e-4:
        frame += step
    return frame


def bends(s: Signals) -> list[Event]:
    """The torso bent forward on fairly straight legs. size: largest lean rad."""
    found = []
    lean = gaussian_filter1d(s.lean[:, 1], 1.5)
    for a, b in spans((lean > 0.8) & (s.pelvis > 0.62), round(0.2 * s.fps), 5):
        if (s.pelvis[a:b] < 0.62).any():
            continue
        start, end = _walk_out(-lean, a, -1), _walk_out(-lean, b - 1, 1) + 1
        found.append(Event("bend", start, end, "", "", float(lean[a:b].max())))
    return found


def jacks(s: Signals) -> list[Event]:
    """Jumping jacks: arms and legs go apart together again and again. size: how many times."""
    pad, runs = round(0.6 * s.fps), chains(_jack_tops(s), 1.7 * s.fps)
    return [Event("jack", max(0, r[0] - pad), min(len(s), r[-1] + pad), "", "", len(r)) for r in runs if len(r) >= 2]


def single_jacks(s: Signals) -> list[Event]:
    """Each jumping jack by itself, from where arms begin to rise to where they are down again."""
    tops = _jack_tops(s)
    half = min(np.diff(tops).min(initial=round(1.0 * s.fps)), round(1.0 * s.fps)) // 2
    return [Event("jack", max(0, t - half), min(len(s), t + half + 1)) for t in tops]


def _jack_tops(s: Signals) -> list[int]:
    wrists = np.min([s.body[:, R[f"{k}_wrist"], 1] - s.body[:, R[f"{k}_shoulder"], 1] for k in SIDES], axis=0)
    apart = np.abs(s.body[:, R["left_ankle"], 0] - s.body[:, R["right_ankle"], 0])
    tops, _ = find_peaks(gaussian_filter1d(wrists, 1.5), height=0.05, prominence=0.25)
    near = round(0.25 * s.fps)
    return [t for t in tops.tolist() if np.ptp(apart[max(0, t - 3 * near) : t + 3 * near]) > 0.15 and
            apart[max(0, t - near) : t + near + 1].max() > apart.min() + 0.15 and s.upright[t] > 0.8]  # fmt: skip


def twists(s: Signals) -> list[Event]:
    """The shoulders turn left and right over still hips at least three times."""
    line = gaussian_filter1d(s.twist, 1.5)
    turns = sorted(np.concatenate([find_peaks(k * line, height=0.3, prominence=0.5)[0] for k in (1, -1)]).tolist())
    still = [t for t in turns if not (s.speed[t] > 0.5 or s.upright[t] < 0.75)]
    pad, runs = round(0.4 * s.fps), chains(still, 1.5 * s.fps)
    return [Event("twist", max(0, r[0] - pad), min(len(s), r[-1] + pad), "", "", len(r)) for r in runs if len(r) >= 3]


def steps(s: Signals) -> list[Event]:
    """A foot lifted and set down while the other stands. side: the leg; size: how high the sole rose m."""
    found = []
    for i, side in enumerate(SIDES):
        sole = gaussian_filter1d(s.sole[:, i], 1)
        for p in find_peaks(sole, height=0.05, prominence=0.05, distance=round(0.2 * s.fps))[0].tolist():
            found.append(Event("step", max(0, p - 5), min(len(s), p + 6), side, "", float(sole[p])))
    return sorted(found, key=lambda e: e.start)


def lifts(s: Signals) -> list[Event]:
    """Every time that a foot leaves the floor, low and quick ones too. side: the leg."""
    found = []
    for i, side in enumerate(SIDES):
        # Counted from where the foot stands: captured feet stand up to some centimetres over the floor.
        sole = s.sole[:, i] - np.clip(np.percentile(s.sole[:, i], 10), 0.0, 0.05)
        for a, b in spans(sole > 0.022, 3, 2):
            if sole[a:b].max() > 0.035:
                found.append(Event("step", a, b, side, "", float(sole[a:b].max())))
    return sorted(found, key=lambda e: e.start)


def hops(s: Signals) -> list[Event]:
    """Jumps from one leg onto the same, low ones too. side: the leg."""
    return [event for event in jumps(s, 0.05) if event.side]


def lunges(s: Signals) -> list[Event]:
    """The hips down and up again over feet far apart. size: lowest height m."""
    level = gaussian_filter1d(s.pelvis, 1.5)
    lows, _ = find_peaks(-level, prominence=0.06)
    apart = np.linalg.norm((s.body[:, R["left_ankle"]] - s.body[:, R["right_ankle"]])[:, [0, 2]], axis=1)
    ends = [(_walk_out(level, low, -1), _walk_out(level, low, 1) + 1) for low in lows.tolist()]
    return [
        Event("lunge", start, end, "", "", float(level[low]))
        for low, (start, end) in zip(lows.tolist(), ends, strict=True) if apart[low] > 0.55
    ]  # fmt: skip


def events(s: Signals) -> list[Event]:
    """All events of all kinds but steps, by start."""
    finders = (jumps, kicks, punches, waves, raises, dips, bends, jacks, twists)
    return sorted((e for f in finders for e in f(s)), key=lambda e: (e.start, e.end))
