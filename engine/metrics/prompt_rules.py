"""Thirty plain prompts, each with a rule on joint positions that captured motion of that kind passes.

An evaluator network can be wrong unnoticed; whether the left ankle went above 0.6 m is certain. A rule asks for the
least that makes the action, and standing or walking must not pass it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, uniform_filter1d

from engine.motion.features import heading
from retarget import smooth
from retarget.motion import ROLE_INDEX, Motion

Series = NDArray[np.floating]
Rule = Callable[["Figure"], bool]
_SIDES = ("left", "right")


class Figure:
    """Signals of a canonical motion over time, in metres, seconds and degrees."""

    def __init__(self, motion: Motion) -> None:
        self.fps = motion.fps
        self.pos = motion.globals()[0].astype(float)  # (T, 22, 3)
        self.yaw = heading(motion.rot[:, 0])  # (T,) radians

    def __len__(self) -> int:
        return len(self.pos)

    def at(self, joint: str) -> Series:
        """World positions (T, 3) of a joint."""
        return self.pos[:, ROLE_INDEX[joint]]

    def height(self, joint: str) -> Series:
        """(T,) metres above the floor."""
        return self.at(joint)[:, 1]

    def above(self, joint: str, other: str) -> Series:
        """(T,) metres by which one joint is higher than another."""
        return self.height(joint) - self.height(other)

    def apart(self, joint: str, other: str) -> Series:
        """(T,) metres between two joints."""
        return np.linalg.norm(self.at(joint) - self.at(other), axis=-1)

    def speed(self, joint: str) -> Series:
        """(T,) m/s in the world, over three frames, so that jitter of a single frame does not count."""
        return self._rate(self.at(joint))

    def swing(self, joint: str) -> Series:
        """(T,) m/s relative to the pelvis."""
        return self._rate(self.at(joint) - self.at("pelvis"))

    def _rate(self, path: Series) -> Series:
        if len(path) < 4:
            return np.zeros(len(path))
        moved = np.linalg.norm(path[3:] - path[:-3], axis=-1) * self.fps / 3
        return np.pad(moved, (1, 2), mode="edge")

    def local(self, joint: str) -> Series:
        """(T, 3) m from the pelvis: left, up, ahead in the frame of the heading."""
        away = self.at(joint) - self.at("pelvis")
        sin, cos = np.sin(self.yaw), np.cos(self.yaw)
        return np.stack([cos * away[:, 0] - sin * away[:, 2], away[:, 1], sin * away[:, 0] + cos * away[:, 2]], -1)

    def hold(self, condition: NDArray[np.bool_]) -> float:
        """Seconds of the longest unbroken run in which a condition (T,) holds."""
        first, last = _longest(condition)
        return (last - first) / self.fps

    def start(self, series: Series) -> float:
        """Median of the first quarter second."""
        return float(np.median(series[: max(1, round(self.fps / 4))]))

    def end(self, series: Series) -> float:
        """Median of the last quarter second."""
        return float(np.median(series[-max(1, round(self.fps / 4)) :]))

    def swings(self, series: Series, least: float) -> int:
        """How often a signal (T,) reverses after moving by at least `least` in one direction."""
        turns, way, low, high = 0, 0, series[0], series[0]
        for value in series:
            low, high = min(low, value), max(high, value)
            if way <= 0 and value - low >= least:
                turns, way, high = turns + (way < 0), 1, value
            elif way >= 0 and high - value >= least:
                turns, way, low = turns + (way > 0), -1, value
        return turns

    @cached_property
    def step(self) -> Series:
        """(T, 2) m a frame over the ground, smoothed: to the left and ahead in the frame of the heading."""
        root = gaussian_filter1d(self.at("pelvis")[:, [0, 2]], 2, axis=0, mode="nearest")
        move: Series = np.asarray(np.diff(root, axis=0, append=root[-1:]), float)
        sin, cos = np.sin(self.yaw), np.cos(self.yaw)
        return np.stack([cos * move[:, 0] - sin * move[:, 1], sin * move[:, 0] + cos * move[:, 1]], -1)

    @cached_property
    def ahead(self) -> float:
        """Metres gone forward (backward: negative), however the path bends."""
        return float(self.step[:, 1].sum())

    @cached_property
    def aside(self) -> float:
        """Metres gone to the figure's left (right: negative)."""
        return float(self.step[:, 0].sum())

    @cached_property
    def travel(self) -> float:
        """Metres from the first place to the farthest."""
        root = self.at("pelvis")[:, [0, 2]]
        return float(np.linalg.norm(root - root[0], axis=-1).max())

    @cached_property
    def pace(self) -> float:
        """Fastest ground speed kept over half a second, m/s."""
        size = max(1, round(self.fps / 2))
        return float(uniform_filter1d(np.linalg.norm(self.step, axis=-1) * self.fps, size, mode="nearest").max())

    @cached_property
    def turned(self) -> float:
        """Degrees turned from the first heading to the farthest from it; to the left positive."""
        turn = np.degrees(self.yaw - self.yaw[0])
        return float(turn[np.argmax(np.abs(turn))])

    @cached_property
    def air(self) -> Series:
        """(T,) metres of the lower foot's sole above the floor."""
        soles = [self.height(f"{s}_{j}") - h for s in _SIDES for j, h in (("ankle", 0.08), ("foot", 0.02))]
        return np.min(soles, axis=0)

    @cached_property
    def pelvis(self) -> Series:
        """(T,) m, the pelvis's height."""
        return self.height("pelvis")

    @cached_property
    def upright(self) -> bool:
        """Stands on its feet for most of the time."""
        return float(np.median(self.pelvis)) > 0.75


def kicks(side: str) -> Rule:
    """That ankle goes above 0.6 m, well above the other one, and fast."""

    def rule(f: Figure) -> bool:
        ankle, other = f"{side}_ankle", f"{_other(side)}_ankle"
        up = (f.height(ankle) > 0.6) & (f.above(ankle, other) > 0.35)
        return bool(up.any() and f.swing(ankle).max() > 2.0)

    return rule


def turns(sign: int, least: float) -> Rule:
    """Walks at least a little and ends up heading `least` degrees to one side."""
    return lambda f: sign * f.turned > least and f.travel > 0.5 and f.upright


def waves(side: str) -> Rule:
    """That wrist above its shoulder, going to and fro."""

    def rule(f: Figure) -> bool:
        wrist = f"{side}_wrist"
        up = f.above(wrist, f"{side}_shoulder") > -0.02
        first, last = _longest(up)
        if (last - first) / f.fps < 0.4:
            return False
        sideways = f.local(wrist)[first:last, 0]
        forward = f.local(wrist)[first:last, 2]
        return max(f.swings(sideways, 0.06), f.swings(forward, 0.06)) >= 2

    return rule


def reaches(side: str) -> Rule:
    """That hand held over its shoulder, the other one low."""
    hand, other = f"{side}_wrist", _other(side)

    def rule(f: Figure) -> bool:
        low = f.above(f"{other}_wrist", f"{other}_shoulder") < -0.2
        return f.upright and bool(((f.above(hand, f"{side}_shoulder") > 0.03) & low).any())

    return rule


def punches(times: int) -> Rule:
    """A fist driven out ahead of its shoulder at chest or head height, at least `times` times."""

    def rule(f: Figure) -> bool:
        count = 0
        for side in _SIDES:
            reach = f.local(f"{side}_wrist")[:, 2] - f.local(f"{side}_shoulder")[:, 2]
            level = np.abs(f.above(f"{side}_wrist", f"{side}_shoulder")) < 0.25
            fast = f.swing(f"{side}_wrist") > 2.2
            out = (reach > 0.3) & level & _wide(fast, 4)
            count += int(np.sum(np.diff(np.concatenate([[0], out.astype(int)])) > 0))
        return count >= times and bool(np.median(f.pelvis) > 0.6)

    return rule


def balances(f: Figure) -> bool:
    """One foot off the ground for over a second, without travel."""
    gap = np.abs(f.above("left_ankle", "right_ankle"))
    return f.hold(gap > 0.2) > 1.2


def jumping_jacks(f: Figure) -> bool:
    """Hands up over the head and down again while the feet go apart, at least once each way."""
    hands = np.minimum(f.above("left_wrist", "head"), f.above("right_wrist", "head"))
    feet = f.apart("left_ankle", "right_ankle")
    return bool(hands.max() > 0.05 and hands.min() < -0.5 and feet.max() > 0.5 and feet.min() < 0.35)


def arm_circles(f: Figure) -> bool:
    """Both hands pass over the head and below the shoulders, and go round: ahead and behind."""

    def one(side: str) -> bool:
        rise = f.above(f"{side}_wrist", f"{side}_shoulder")
        ahead = f.local(f"{side}_wrist")[:, 2] - f.local(f"{side}_shoulder")[:, 2]
        return bool(rise.max() > 0.3 and rise.min() < -0.3 and ahead.max() > 0.15 and ahead.min() < -0.02)

    return one("left") and one("right")


def lies_down(f: Figure) -> bool:
    """From standing to head and hips near the floor."""
    return f.start(f.height("head")) > 1.1 and f.end(f.height("head")) < 0.5 and f.end(f.pelvis) < 0.4


def sits_down(f: Figure) -> bool:
    """From standing to hips at the height of a seat or lower, trunk upright."""
    trunk = f.above("neck", "pelvis")
    return f.start(f.pelvis) > 0.78 and f.end(f.pelvis) < 0.65 and f.end(trunk) > 0.3


def squats(f: Figure) -> bool:
    """Hips go down by a third of a leg, trunk roughly upright, and come back up."""
    low = int(np.argmin(f.pelvis))
    down = max(f.start(f.pelvis), float(f.pelvis[:low].max(initial=0))) - f.pelvis[low] > 0.25
    return bool(down and f.end(f.pelvis) - f.pelvis[low] > 0.2 and f.above("neck", "pelvis")[low] > 0.2)


def picks_up(f: Figure) -> bool:
    """A hand down to the floor from standing, and up again."""
    hand = np.minimum(f.height("left_wrist"), f.height("right_wrist"))
    low = int(np.argmin(hand))
    return bool(hand[low] < 0.45 and f.height("head").max() > 1.2 and hand[low:].max() > 0.6)


def throws(f: Figure) -> bool:
    """A hand fast at the height of the shoulders or over them."""

    def one(side: str) -> bool:
        high = f.above(f"{side}_wrist", f"{side}_shoulder") > -0.15
        return bool(f.swing(f"{side}_wrist")[high].max(initial=0) > 1.8)

    return (one("left") or one("right")) and f.upright


def drinks(f: Figure) -> bool:
    """A hand at the mouth for a while."""
    return any(f.hold(f.apart(f"{side}_wrist", "head") < 0.36) > 0.4 for side in _SIDES)


def dances(f: Figure) -> bool:
    """Limbs and direction in motion all the time."""
    size = max(1, round(f.fps))
    speed = np.mean([f.swing(j) for j in ("left_wrist", "right_wrist", "left_ankle", "right_ankle")], axis=0)
    steady = float(np.percentile(uniform_filter1d(speed, size, mode="nearest"), 20))
    return steady > 0.35 and f.pace < 2.0 and abs(f.turned) > 35


def sneaks(f: Figure) -> bool:
    """Goes forward step by step, slower than any walk."""
    lift = min(f.height("left_ankle").max(), f.height("right_ankle").max())
    return bool(f.ahead > 0.5 and f.pace < 1.05 and lift > 0.15)


def sidesteps(f: Figure) -> bool:
    """Within two seconds, more to the side than ahead, and at least a good step."""
    size = min(len(f), round(2 * f.fps))
    path = np.concatenate([np.zeros((1, 2)), np.cumsum(f.step, axis=0)])
    gone = np.abs(path[size:] - path[:-size])
    return bool(((gone[:, 0] > 0.6) & (gone[:, 0] > 1.3 * gone[:, 1])).any())


def leaves_ground(lift: float, rise: float, farthest: float = np.inf, least: float = 0.0) -> Rule:
    """Both soles `lift` off the floor and the hips `rise` over their usual height; travel between bounds, metres."""

    def rule(f: Figure) -> bool:
        up = float((f.pelvis - np.median(f.pelvis)).max())
        return float(f.air.max()) > lift and up > rise and least <= f.travel <= farthest

    return rule


def _other(side: str) -> str:
    return "right" if side == "left" else "left"


def _wide(condition: NDArray[np.bool_], frames: int) -> NDArray[np.bool_]:
    """True also within `frames` of where it is true."""
    return uniform_filter1d(condition.astype(float), 2 * frames + 1, mode="constant") > 1e-6


def _longest(condition: NDArray[np.bool_]) -> tuple[int, int]:
    """First and last frame (exclusive) of the longest run of True."""
    return max(smooth.runs(condition), key=lambda run: run[1] - run[0], default=(0, 0))


@dataclass(frozen=True)
class Check:
    """A prompt, its rule, and how real clips of the action are described (a regular expression; of mirrored clips
    where the pack has the action on the other side only)."""

    prompt: str
    rule: Rule
    like: str
    mirrored: bool = False


CHECKS: tuple[Check, ...] = (
    Check("someone strolls straight ahead at an easy pace", lambda f: f.ahead > 1.0 and f.upright and f.pace < 2.4,
          r"^(slow |brisk )?walk$|WalkStraight"),
    Check("a man sprints as fast as he can", lambda f: f.pace > 2.2 and f.ahead > 1.0, r"^run$|^Run$|run/jog$"),
    Check("she backs away with small steps", lambda f: f.ahead < -0.6 and f.upright, r"(walking|running) backward, "),
    Check("the figure shuffles sideways without turning", sidesteps, r"^side-stepping|^side-running"),
    Check("he strides ahead, then rounds a corner to the left", turns(1, 45), r"(walk|jog|run).*left turn"),
    Check("he strides ahead, then rounds a corner to the right", turns(-1, 45), r"(walk|jog|run).*right turn"),
    Check("jogs round in a circle, always to the left", lambda f: f.turned > 45 and f.pace > 1.4,
          r"jog four steps round"),
    Check("creeps forward like a thief, trying to make no noise", sneaks, r"sneak forward|walk stealthily"),
    Check("kicks straight out in front with the left leg", kicks("left"), r"kick to the front with the left"),
    Check("kicks straight out in front with the right leg", kicks("right"), r"kick to the front with the left", True),
    Check("throws one hard punch", punches(1), r"^punch/strike|boxing: (left|right)|fighting (left|right) jab"),
    Check("spars like a boxer, punch after punch", punches(3), r"^boxing$"),
    Check("hurls a ball as hard as he can", throws, r"throw a basketball|throw something overarm|^throw object"),
    Check("leaps up as high as possible on the spot", leaves_ground(0.1, 0.12, farthest=1.3),
          r"^high jump|^jump$|jump up to grab"),
    Check("leaps a good way forward with both feet", leaves_ground(0.1, 0.12, least=0.6), r"^forward jump"),
    Check("makes one small hop with both feet together", leaves_ground(0.07, 0.08, farthest=1.6),
          r"hop once on both legs"),
    Check("goes down into a deep squat and stands back up", squats, r"squat, one repetition"),
    Check("does a few star jumps to warm up", jumping_jacks, r"^jumping jacks$|jumping jacks, (side|jog)"),
    Check("swings both arms round in big circles", arm_circles, r"circle both arms backward"),
    Check("lifts a knee to meet the opposite elbow",
          lambda f: bool(min(f.apart("left_elbow", "right_knee").min(), f.apart("right_elbow", "left_knee").min())
                         < 0.3), r"elbow to opposite knee"),
    Check("says hello by waving his right hand", waves("right"), r"direct traffic, wave"),
    Check("stretches up with the right hand to take something off a tall shelf", reaches("right"),
          r"reach up and grab something high with the right"),
    Check("stoops to get something off the ground", picks_up, r"^Pick|^golf - pick|down on the floor with"),
    Check("takes a sip from a bottle", drinks, r"drink soda"),
    Check("someone standing takes a seat on a chair", sits_down,
          r"sit down on a seat|sit floor down|ankle on other knee"),
    Check("gets down and lies flat on the floor", lies_down, r"lie down on the floor from standing"),
    Check("balances on a single leg with arms spread", balances, r"balance on one leg"),
    Check("turns a cartwheel across the floor",
          lambda f: bool((np.minimum(f.above("left_ankle", "head"), f.above("right_ankle", "head")) > 0).any()),
          r"^cartwheel"),
    Check("goes up a ladder rung by rung", lambda f: bool(np.ptp(f.pelvis) > 0.5 and f.pelvis.max() > 1.2),
          r"^climb ladder"),
    Check("dances with a partner to latin music", dances, r"salsa dance"),
)  # fmt: skip
