"""Part of a motion made anew along a path: a captured gait from where the kept frames end to where they go on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.motion import blend
from engine.motion.canonical import FPS
from engine.path.follow import check_speed, timed
from engine.protocol.errors import bad_request
from engine.protocol.path import LEAST_M, Path
from engine.protocol.plan.parse import plan_of
from engine.protocol.plan.steps import Facts
from engine.strides import seams
from engine.strides.curve import Curve, curve_of
from engine.strides.gait import Gait
from engine.strides.lay import lay, taken
from engine.strides.speed import Timing, kept, natural
from engine.text.networks import TextNetworks
from engine.text.ways.choose import Wanted, gait_for
from retarget import quat
from retarget.mask import Mask
from retarget.motion import Motion
from retarget.smooth import runs

Array = NDArray[np.float64]
_JOIN_S = 0.4  # in which kept frames go over into those made anew
_HURRY_M = 0.5  # of seam that e times as many strides as by itself are worth
_STANDS = 0.3  # m/s: slower at its end a kept part stands


def fill(model: TextNetworks, motion: Motion, known: Mask, path: Path, text: str, seed: int, fps: float) -> Motion:
    """A canonical motion at 30 fps with its gap walked along `path`, whose points lie on its ground.

    fps: of the path's frames, which are the motion's. Raises EngineError for gaps that can't be walked, and for a speed
    that nobody has.
    """
    gaps = runs(~known.frames)
    if len(gaps) != 1 or known.root[slice(*gaps[0])].any() or known.joints[slice(*gaps[0])].any():
        raise bad_request(
            "Along a path the whole body is made anew, in one stretch: let all its parts change, and pin none."
        )
    first, last = gaps[0]
    curve, count = curve_of(path), last - first
    step = plan_of(text)[0] if text.strip() else None
    speed = curve.length / (count / FPS)
    wanted = Wanted(step.text, step.facts, speed) if step else Wanted("", Facts(), speed)
    gait = gait_for(model, wanted, seed)
    facing = curve.facing(path.face, gait.heading)
    timing = _timing(path, curve, facing, gait, wanted, motion, (first, last), fps)
    begin, end = _phases(motion, first, last, gait, taken(gait, curve, facing, timing, count))
    body = lay(gait, curve, facing, timing, count, begin, end)
    return _inserted(motion, body, first, last)


def _inserted(motion: Motion, body: Motion, first: int, last: int) -> Motion:
    """The motion with the body's frames from first to last - 1; what they differ from the kept frames by at either
    seam, in pose and in speed, decays inside."""
    if first:
        body = seams.led(motion.cut(max(0, first - 3), first), body, _JOIN_S)
    if last < len(motion):
        after, back = blend.reverse(motion.cut(last, min(len(motion), last + 3))), blend.reverse(body)
        body = blend.reverse(seams.led(after, back, _JOIN_S))
    root, rot, contacts = motion.root_pos.copy(), motion.rot.copy(), motion.contacts.copy()
    root[first:last], rot[first:last], contacts[first:last] = body.root_pos, body.rot, body.contacts
    return replace(motion, root_pos=root, rot=quat.continuous(rot).astype(np.float32), contacts=contacts)


def _timing(
    path: Path, curve: Curve, facing: Array, gait: Gait, wanted: Wanted, motion: Motion, gap: tuple[int, int],
    fps: float,
) -> Timing:  # fmt: skip
    """Times from the gap's first frame on, going in and out as fast as the kept frames do."""
    first, last = gap
    ends = (_speed(motion.root_pos[max(0, first - 6) : first]), _speed(motion.root_pos[last : last + 6]))
    own = natural(curve, facing, gait.pace, np.zeros(0), ends)
    points, frames = np.array([p for p, _ in path.timed], int), np.array([f for _, f in path.timed])
    if path.frames is None:
        return timed(curve, own, last - first, gait, wanted)
    if path.frames[0] is None:
        frames[0] = round(first * fps / FPS)
    check_speed(curve.marks[points], frames, fps, gait, wanted)
    return kept(curve, own, curve.marks[points], frames / fps - first / FPS)


def _speed(root: NDArray[np.float32]) -> float:
    """How fast a few kept frames go, m/s, 0 where they stand or none is kept. root: (N, 3) m."""
    if len(root) < 2:
        return 0.0
    speed = float(np.linalg.norm(np.diff(root[:, [0, 2]], axis=0), axis=1).mean() * FPS)
    return speed if speed > _STANDS else 0.0


def _phases(motion: Motion, first: int, last: int, gait: Gait, gone: float) -> tuple[int, int | None]:
    """The gait's frames with which it goes on best from the kept frames before `first`, and over into those from `last`
    on, None where none are; together so that it need hardly hurry or dawdle. gone: the frames of it that it would take
    by itself."""
    curve = curve_of(Path(((0.0, 0.0), (0.0, max(LEAST_M, gait.length)))))
    even = Timing(curve.at / gait.pace, np.full(len(curve.yaw), gait.pace))
    own = lay(gait, curve, np.full(len(curve.yaw), gait.heading), even, len(gait))
    begins, ends = np.zeros(len(own)), np.zeros(len(own))
    if first:
        begins = np.roll(blend.seam_cost(motion.cut(max(0, first - 3), first), own)[-1], 1)
    if last == len(motion):
        return int(np.argmin(begins)), None
    ends = np.roll(blend.seam_cost(own, motion.cut(last, min(len(motion), last + 3)))[:, 0], -1)
    frames = np.arange(len(own))
    apart = (frames[None] - frames[:, None]) % len(own)
    nearest = apart + len(own) * np.maximum(np.round((gone - apart) / len(own)), apart == 0)
    hurry = np.abs(np.log(nearest / gone))
    begin, end = np.unravel_index(int(np.argmin(begins[:, None] + ends[None] + _HURRY_M * hurry)), hurry.shape)
    return int(begin), int(end)
