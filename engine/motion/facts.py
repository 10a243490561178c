"""Facts measured of a motion: gait, direction, turns, jumps, postures ..."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from engine.motion import events
from engine.motion.events import SIDES, Event, Signals
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion


@dataclass(frozen=True)
class Facts:
    """What was measured of a clip. Sides are "left", "right", "both" or "" (not seen).

    gait: still, stands (moves on the spot), walks, runs, or "" (on the ground, in the air). direction: forward,
    backward, left, right relative to the body's own heading, or "" (mixed). distance m along the path. pace: slowly,
    "" or quickly. turn: net change of heading in degrees, left positive. circle: goes round while travelling.
    spin: turns most of the way round on the spot. postures: start and end, of upright, sitting, low, kneeling,
    lying, floor, other. kicks, punches: sides in order. reach: the hand(s) that went down to the floor.
    """

    seconds: float
    gait: str = ""
    direction: str = ""
    distance: float = 0.0
    pace: str = ""
    turn: float = 0.0
    circle: bool = False
    spin: bool = False
    jumps: int = 0
    jump_way: str = ""
    hop: str = ""
    kicks: tuple[str, ...] = ()
    kick_way: str = ""
    punches: tuple[str, ...] = ()
    wave: str = ""
    raised: str = ""
    raised_high: bool = False
    squats: int = 0
    bends: bool = False
    reach: str = ""
    jacks: int = 0
    twists: bool = False
    postures: tuple[str, str] = ("upright", "upright")
    crawls: bool = False


def measure(motion: Motion) -> Facts:
    """Measure a canonical motion whose floor is Y = 0."""
    s = events.signals(motion)
    found = events.events(s)
    by = {k: [e for e in found if e.kind == k] for k in {e.kind for e in found}}
    hops = by.get("jump", [])
    kicks, waves = by.get("kick", []), by.get("wave", [])
    start, end = posture(s, slice(0, max(1, len(s) // 10))), posture(s, slice(len(s) - max(1, len(s) // 10), len(s)))
    gait, direction, pace, distance = _travel(s, bool(hops))
    turn = _turn(s)
    moving = gait in ("walks", "runs")
    raised, high = _raised(s, by.get("raise", []))
    return Facts(
        seconds=len(s) / s.fps, gait=gait, direction=direction, distance=distance, pace=pace, turn=turn,
        circle=moving and abs(turn) > 250,
        spin=gait in ("stands", "") and abs(turn) > 250 and s.upright.min() > 0.4,
        jumps=len(hops), jump_way=_common([e.detail for e in hops]), hop=_common([e.side for e in hops]),
        kicks=tuple(e.side for e in kicks), kick_way=_common([e.detail for e in kicks]),
        punches=tuple(e.side for e in by.get("punch", [])),
        wave=_sides(waves, s), raised=raised, raised_high=high,
        squats=len(by.get("dip", [])), bends="bend" in by, reach=_floor_reach(s),
        jacks=int(sum(e.size for e in by.get("jack", []))), twists="twist" in by,
        postures=(start, end), crawls=_crawls(s),
    )  # fmt: skip


def posture(s: Signals, span: slice) -> str:
    """Posture over a span of frames: upright, sitting, low (crouched), kneeling, lying, floor (sits on it) or other."""
    pelvis, upright = float(np.median(s.pelvis[span])), float(np.median(s.upright[span]))
    body = np.median(s.body[span], axis=0)
    knees, ankles = body[[R["left_knee"], R["right_knee"]]], body[[R["left_ankle"], R["right_ankle"]]]
    if np.median(s.sole[span].min(axis=1)) > 0.25:
        return "other"
    if pelvis > 0.80:
        return "upright" if upright > 0.35 else "other"
    if pelvis < 0.4 and upright < 0.45:
        return "lying" if knees[:, 1].min() < 0.6 else "other"
    if pelvis < 0.28:
        return "floor"
    if knees[:, 1].min() < 0.16 and upright > 0.6:
        return "kneeling"
    thigh_drop = float(np.mean(body[[R["left_hip"], R["right_hip"]], 1] - knees[:, 1]))
    feet_ahead = float(np.mean(ankles[:, 2]))
    if thigh_drop < 0.26 and feet_ahead > 0.17 and upright > 0.7 and pelvis > 0.4:
        return "sitting"
    return "low" if upright > 0.35 else "other"


def _common(words: list[str]) -> str:
    """The word if all words are the same, else ''."""
    return words[0] if words and all(w == words[0] for w in words) else ""


def _sides(found: list[Event], s: Signals) -> str:
    """Side(s) whose events last for 0.7 s and a quarter of the clip or 1.5 s: left, right, both or ""."""
    share = {k: sum(e.end - e.start for e in found if e.side == k) for k in SIDES}
    enough = {k: v > min(0.25 * len(s), 1.5 * s.fps) and v >= 0.7 * s.fps for k, v in share.items()}
    if all(enough.values()):
        return "both"
    return next((k for k in SIDES if enough[k]), "")


def _raised(s: Signals, found: list[Event]) -> tuple[str, bool]:
    side = _sides(found, s)
    own = [e for e in found if side in (e.side, "both")]
    return side, bool(own) and all(e.detail == "head" for e in own)


def _travel(s: Signals, jumps: bool) -> tuple[str, str, str, float]:
    """Gait, direction, pace, and length of the path in m."""
    path = float(s.speed.mean() * len(s) / s.fps)
    on_feet = np.mean((s.upright > 0.5) & (s.pelvis > 0.55)) > 0.9 and s.sole.min(axis=1).max() < 0.45
    if not on_feet:
        return "", "", "", path
    moving = s.speed > 0.3
    if moving.mean() < 0.5 or path < 0.7:
        still = np.abs(np.gradient(s.body, axis=0)).mean() * s.fps < 0.06 if len(s) > 1 else True
        calm = path < 0.7 and not jumps
        return ("still" if still and calm else "stands" if calm else ""), "", "", path
    v = s.velocity[moving]
    speed = float(np.median(s.speed[moving]))
    ways = np.select(
        [v[:, 1] > 1.2 * np.abs(v[:, 0]), -v[:, 1] > 1.2 * np.abs(v[:, 0]), v[:, 0] > 1.2 * np.abs(v[:, 1]),
         -v[:, 0] > 1.2 * np.abs(v[:, 1])], ["forward", "backward", "left", "right"], "",
    )  # fmt: skip
    direction = next((w for w in ("forward", "backward", "left", "right") if np.mean(ways == w) > 0.75), "")
    if speed > 1.0 and _bounces(s, moving, speed > 2.2):
        gait, pace = "runs", "quickly" if speed > 3.8 else "slowly" if speed < 2.0 else ""
    else:
        gait, pace = "walks", "quickly" if speed > 1.6 else "slowly" if speed < 0.75 else ""
    if direction in ("left", "right", "backward"):
        pace = ""
    return gait, direction, pace, path


def _bounces(s: Signals, moving: NDArray[np.bool_], otherwise: bool) -> bool:
    """Whether a gait is a run: a runner's pelvis is highest with the feet apart, a walker's when they pass each other.

    The correlation of both is below 0 for all captured walks, above for all runs. otherwise: the answer where the
    pelvis moves too little.
    """
    apart = np.abs(s.body[:, R["left_ankle"], 2] - s.body[:, R["right_ankle"], 2])[moving]
    bounce = (s.pelvis - uniform_filter1d(s.pelvis, max(1, round(0.67 * s.fps)), mode="nearest"))[moving]
    if min(apart.std(), 20 * bounce.std()) < 0.02 or len(bounce) < 0.4 * s.fps:
        return otherwise
    return float(np.corrcoef(apart, bounce)[0, 1]) > 0.05


def _turn(s: Signals) -> float:
    """Net change of heading in degrees, each end averaged over up to 0.4 s; 0 where the body is not upright."""
    n = max(1, min(round(0.4 * s.fps), len(s) // 4))
    if np.mean(s.upright > 0.3) < 0.9:
        return 0.0
    return float(np.degrees(s.yaw[-n:].mean() - s.yaw[:n].mean()))


def _floor_reach(s: Signals) -> str:
    """Which hands come down to the floor of somebody who stands: "left", "right", "both" or ""."""
    lowest = {k: float(s.pos[:, R[f"{k}_wrist"], 1].min()) for k in SIDES}
    both = max(lowest.values()) < 0.22 and abs(lowest["left"] - lowest["right"]) < 0.1
    low = {k: v < 0.28 for k, v in lowest.items()}
    if s.upright.min() < -0.2 or s.pelvis.min() < 0.3:
        return ""
    if all(low.values()):
        return "both" if both else ""
    return next((k for k in SIDES if low[k]), "")


def _crawls(s: Signals) -> bool:
    hands = s.pos[:, [R["left_wrist"], R["right_wrist"]], 1].max(axis=1)
    knees = s.pos[:, [R["left_knee"], R["right_knee"]], 1].max(axis=1)
    return bool(np.mean((hands < 0.35) & (knees < 0.35) & (s.upright < 0.5)) > 0.7 and s.speed.mean() > 0.15)
