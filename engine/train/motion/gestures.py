"""Procedural gestures over captured standing, walking or sitting, for actions that the recordings hardly show.

A hand follows a path given in the chest's frame; shoulder and elbow follow by two-bone inverse kinematics, blended with
the captured arm by a weight per frame. Head and trunk get rotations on top of the captured ones. The body below stays
captured, so that weight, sway and steps are real.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.motion.posing.arms import two_bones
from retarget import quat, smooth
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion, forward_kinematics

Array = NDArray[np.floating]
# Where a hand is, and which way its elbow points: (out, up, ahead) from the shoulder in metres, seconds -> (N, 3).
HandPath = Callable[[Array], Array]
_STRETCH = 0.995  # of its length that an arm is stretched to at most


@dataclass(frozen=True)
class Gesture:
    """phrases: what it is called, SIDE standing for the hand. hands: left, right, both, one (drawn) or none.

    path: of the left hand, pole: direction of its elbow; both are mirrored for the right one. head, trunk: (N,) s ->
    (N, 3) rotation vectors (nod, turn, tilt).
    """

    phrases: tuple[str, ...]
    hands: str = ""
    path: HandPath | None = None
    pole: tuple[float, float, float] = (0.3, -1.0, -0.2)
    head: HandPath | None = None
    trunk: HandPath | None = None


def envelope(frames: int, first: int, last: int, ease: int) -> NDArray[np.float32]:
    """Weight (T,) of a gesture in frames first..last-1: eased in and out, but held where it meets a clip's end."""
    t = np.arange(frames)
    rise = np.ones(frames) if first <= 0 else smooth.minimum_jerk((t - first) / ease)
    fall = np.ones(frames) if last >= frames else smooth.minimum_jerk((last - 1 - t) / ease)
    return np.minimum(rise, fall).astype(np.float32)


def perform(motion: Motion, gesture: Gesture, side: str, weight: NDArray[np.float32]) -> Motion:
    """Apply a gesture with a weight (T,) per frame. side: left or right, for one-handed gestures."""
    seconds = np.arange(len(motion)) / motion.fps
    rot = motion.rot.copy()
    for joints, swing in ((("neck", "head"), gesture.head), (("spine1", "spine2", "spine3"), gesture.trunk)):
        if swing is not None:
            part = swing(seconds) * weight[:, None] / len(joints)
            for joint in joints:
                rot[:, R[joint]] = quat.multiply(rot[:, R[joint]], quat.from_rotvec(part).astype(np.float32))
    out = Motion(motion.skeleton, motion.fps, motion.root_pos, quat.continuous(rot), motion.contacts)
    hands = {"both": ("left", "right"), "left": ("left",), "right": ("right",), "one": (side,)}.get(gesture.hands, ())
    for hand in hands:
        assert gesture.path is not None
        out = _reach(out, hand, gesture.path(seconds), gesture.pole, weight)
    return out


def _reach(motion: Motion, side: str, path: Array, pole: tuple[float, float, float], weight: Array) -> Motion:
    """Lead one hand along `path` (T, 3), (out, up, ahead) of the shoulder in the chest's frame, by `weight` (T,)."""
    sign = 1.0 if side == "left" else -1.0
    shoulder, elbow, collar = R[f"{side}_shoulder"], R[f"{side}_elbow"], R[f"{side}_collar"]
    _, world = forward_kinematics(motion.skeleton, motion.root_pos, motion.rot)
    flip = np.array([sign, 1.0, 1.0], np.float64)
    bones = [float(np.linalg.norm(motion.skeleton.offsets[R[f"{side}_{j}"]])) for j in ("elbow", "wrist")]
    upper, fore = two_bone(path * flip, np.asarray(pole, np.float64) * flip, bones[0], bones[1])
    # Arm bones in the chest's frame -> world rotations -> local rotations below the collar, blended by weight.
    hinge = quat.normalize(np.cross(upper, fore))
    arm = [_frame(x, hinge, sign) for x in (upper, fore)]  # in the chest's frame
    chest = world[:, R["spine3"]]
    globals_ = world.copy()
    globals_[:, shoulder] = quat.multiply(chest, arm[0])
    globals_[:, elbow] = quat.multiply(chest, arm[1])
    local_shoulder = quat.multiply(quat.inverse(world[:, collar]), globals_[:, shoulder])
    local_elbow = quat.multiply(quat.inverse(globals_[:, shoulder]), globals_[:, elbow])
    rot = motion.rot.copy()
    rot[:, shoulder] = quat.slerp(rot[:, shoulder], local_shoulder.astype(np.float32), weight)
    rot[:, elbow] = quat.slerp(rot[:, elbow], local_elbow.astype(np.float32), weight)
    return Motion(motion.skeleton, motion.fps, motion.root_pos, quat.continuous(rot), motion.contacts)


def two_bone(target: Array, pole: Array, upper: float, fore: float) -> tuple[Array, Array]:
    """Directions (T, 3) of upper arm and forearm that bring the hand from the origin to `target` (T, 3) m.

    The elbow lies on the side of `pole` (3,); a target out of reach is drawn in.
    """
    return two_bones((upper, fore), target, pole, _STRETCH)[:2]


def _frame(direction: Array, hinge: Array, sign: float) -> Array:
    """Rotations (T, 4) that take an arm bone from rest (along +-X, hinged about -+Y) to `direction` and `hinge`."""
    x, y = sign * direction, -sign * hinge
    return quat.from_matrix(np.stack([x, y, np.cross(x, y)], axis=-1))


def swing(amount: float, rate: float, phase: float = 0.0) -> Callable[[Array], Array]:
    """A sine of `amount` at `rate` Hz, `phase` in cycles."""
    return lambda t: amount * np.sin(2 * np.pi * (rate * t + phase))


def path(out: float, up: float, ahead: float, **moves: Callable[[Array], Array]) -> HandPath:
    """A hand position with swings added to its coordinates: path(.2, .3, .1, out_=swing(.1, 2))."""

    def follow(t: Array) -> Array:
        base = np.stack([np.full_like(t, out), np.full_like(t, up), np.full_like(t, ahead)], axis=-1)
        for i, name in enumerate(("out_", "up_", "ahead_")):
            if name in moves:
                base[:, i] += moves[name](t)
        return base

    return follow


def turn(nod: Callable[[Array], Array] | None = None, side: Callable[[Array], Array] | None = None) -> HandPath:
    """Rotation vectors of a head or trunk: `nod` forward about X, `side` to the left about Y, in radians."""
    return lambda t: np.stack([nod(t) if nod else 0 * t, side(t) if side else 0 * t, 0 * t], axis=-1)


def choose(rng: np.random.Generator, name: str = "") -> tuple[Gesture, str]:
    """Draw a gesture (any, or the one of that name) with random sizes and tempo, and the side that it is for."""
    side = ("left", "right")[int(rng.integers(2))]
    if name:
        return _MAKERS[name][0](rng, side), side
    names = list(_MAKERS)
    share = np.array([_MAKERS[n][1] for n in names])
    return _MAKERS[names[int(rng.choice(len(names), p=share / share.sum()))]][0](rng, side), side


def _u(rng: np.random.Generator, low: float, high: float) -> float:
    return float(rng.uniform(low, high))


def _wave(rng: np.random.Generator, side: str) -> Gesture:
    rate, high = _u(rng, 1.2, 2.4), rng.random() < 0.35
    wide = swing(_u(rng, 0.08, 0.15), rate)
    dip = swing(_u(rng, 0.01, 0.04), 2 * rate, 0.25)
    up = _u(rng, 0.36, 0.42) if high else _u(rng, 0.18, 0.30)
    where = path(_u(rng, 0.16, 0.28), up, _u(rng, 0.05, 0.2), out_=wide, up_=dip)
    words = ("waves with the SIDE hand", "waves the SIDE hand", "waves with the SIDE arm", "waves the SIDE arm",
            "raises the SIDE hand and waves", "waves hello with the SIDE hand",
            "waves goodbye with the SIDE hand")  # fmt: skip
    return Gesture(words, "one", where, (1.0, -0.6, -0.1))


def _wave_both(rng: np.random.Generator, side: str) -> Gesture:
    where = path(_u(rng, 0.15, 0.25), _u(rng, 0.3, 0.4), 0.08, out_=swing(_u(rng, 0.1, 0.18), _u(rng, 1.0, 2.0)))
    words = ("waves with both hands", "waves both arms", "waves both hands above the head",
            "waves both arms in the air")  # fmt: skip
    return Gesture(words, "both", where, (1.0, -0.4, -0.1))


def _raise(rng: np.random.Generator, side: str) -> Gesture:
    where = path(_u(rng, 0.03, 0.12), _u(rng, 0.42, 0.5), _u(rng, 0.0, 0.12))
    words = ("raises the SIDE arm", "raises the SIDE hand", "lifts the SIDE arm", "raises the SIDE hand above the head",
            "holds up the SIDE hand")  # fmt: skip
    return Gesture(words, "one", where, (1.0, 0.0, -0.2))


def _raise_both(rng: np.random.Generator, side: str) -> Gesture:
    where = path(_u(rng, 0.05, 0.2), _u(rng, 0.42, 0.5), _u(rng, -0.02, 0.1))
    words = ("raises both arms", "raises both hands", "lifts both arms above the head", "puts both hands up",
            "holds both arms up")  # fmt: skip
    return Gesture(words, "both", where, (1.0, 0.0, -0.2))


def _spread(rng: np.random.Generator, side: str) -> Gesture:
    words = ("stretches both arms out to the sides", "spreads the arms", "holds the arms out to the sides")
    return Gesture(words, "both", path(0.5, _u(rng, -0.03, 0.05), _u(rng, 0, 0.1)), (0.0, -1.0, -0.3))


def _point(rng: np.random.Generator, side: str) -> Gesture:
    ways = {"forward": (0.0, 0.02, 0.52), f"to the {side}": (0.5, 0.03, 0.1), "up": (0.1, 0.45, 0.22)}
    way = list(ways)[int(rng.integers(3))]
    words = (f"points {way} with the SIDE hand", f"points {way} with the SIDE arm", f"points {way}",
            "points with the SIDE hand")  # fmt: skip
    return Gesture(words, "one", path(*ways[way]), (0.5, -1.0, -0.2))


def _reach_out(rng: np.random.Generator, side: str) -> Gesture:
    words = ("stretches both arms forward", "holds both arms out in front", "reaches forward with both hands")
    return Gesture(words, "both", path(_u(rng, -0.08, 0.0), _u(rng, -0.05, 0.03), 0.5), (0.6, -1.0, 0.0))


def _clap(rng: np.random.Generator, side: str) -> Gesture:
    rate, gap = _u(rng, 1.8, 3.2), _u(rng, 0.05, 0.09)
    # The shoulders lie 18 cm from the middle: the hands meet when 16 cm inwards of them.
    where = path(-0.155 + gap, _u(rng, -0.18, -0.02), _u(rng, 0.26, 0.34), out_=swing(gap, rate))
    return Gesture(("claps", "claps the hands", "claps both hands", "applauds"), "both", where, (1.0, -0.8, -0.3))


def _on_hips(rng: np.random.Generator, side: str) -> Gesture:
    words = ("puts the hands on the hips", "holds the hands on the hips", "puts both hands on the hips")
    return Gesture(words, "both", path(_u(rng, -0.02, 0.02), -0.42, _u(rng, 0.0, 0.05)), (1.0, 0.0, -0.5))


def _salute(rng: np.random.Generator, side: str) -> Gesture:
    words = ("salutes", "salutes with the SIDE hand", "raises the SIDE hand to the forehead", "gives a salute")
    return Gesture(words, "one", path(-0.06, _u(rng, 0.2, 0.25), _u(rng, 0.12, 0.16)), (1.0, -0.1, -0.1))


def _to_head(rng: np.random.Generator, side: str) -> Gesture:
    rub = swing(_u(rng, 0.01, 0.03), _u(rng, 2, 3.5))
    words = ("scratches the head with the SIDE hand", "puts the SIDE hand to the head",
            "touches the head with the SIDE hand")  # fmt: skip
    return Gesture(words, "one", path(-0.06, 0.24, 0.0, ahead_=rub), (1.0, 0.0, 0.2))


def _cheer(rng: np.random.Generator, side: str) -> Gesture:
    where = path(_u(rng, 0.08, 0.18), 0.36, 0.06, up_=swing(_u(rng, 0.07, 0.11), _u(rng, 1.4, 2.2)))
    words = (
        "cheers with raised arms",
        "cheers",
        "pumps both fists in the air",
        "celebrates with both arms in the air",
    )
    return Gesture(words, "both", where, (1.0, -0.2, 0.0))


def _nod(rng: np.random.Generator, side: str) -> Gesture:
    nod = swing(_u(rng, 0.2, 0.35), _u(rng, 1.2, 2.0))
    return Gesture(("nods", "nods the head", "nods in agreement", "nods yes"), head=turn(nod=lambda t: nod(t) + 0.1))


def _shake(rng: np.random.Generator, side: str) -> Gesture:
    words = ("shakes the head", "shakes the head no", "says no by shaking the head")
    return Gesture(words, head=turn(side=swing(_u(rng, 0.35, 0.6), _u(rng, 0.9, 1.6))))


def _look(rng: np.random.Generator, side: str) -> Gesture:
    far = _u(rng, 0.8, 1.1) * (1 if side == "left" else -1)
    if rng.random() < 0.35:
        return Gesture(("looks around", "looks left and right", "turns the head left and right"),
                       head=turn(side=swing(abs(far), _u(rng, 0.25, 0.4))))  # fmt: skip
    words = ("looks to the SIDE", "turns the head to the SIDE", "looks over to the SIDE")
    return Gesture(words, head=turn(side=lambda t: np.full_like(t, far)))


def _bow(rng: np.random.Generator, side: str) -> Gesture:
    deep = _u(rng, 0.6, 1.0)
    words = ("bows", "takes a bow", "bows forward", "bows politely", "bends forward in a bow")
    return Gesture(
        words, head=turn(nod=lambda t: np.full_like(t, 0.3)), trunk=turn(nod=lambda t: np.full_like(t, deep))
    )


# name -> (maker, relative frequency)
_MAKERS: dict[str, tuple[Callable[[np.random.Generator, str], Gesture], float]] = {
    "wave": (_wave, 5), "wave both": (_wave_both, 1.5), "raise": (_raise, 2), "raise both": (_raise_both, 2),
    "spread": (_spread, 1), "point": (_point, 2.5), "reach out": (_reach_out, 0.8), "clap": (_clap, 2),
    "hips": (_on_hips, 1), "salute": (_salute, 1.2), "head": (_to_head, 1), "cheer": (_cheer, 1), "nod": (_nod, 1),
    "shake": (_shake, 1), "look": (_look, 1.2), "bow": (_bow, 1.5),
}  # fmt: skip


def laid_over(motion: Motion, rng: np.random.Generator, still: bool, name: str = "") -> tuple[Motion, tuple[str, ...]]:
    """Lay a gesture (any, or the one of that name) over a motion -> motion, phrases.

    still: the body does not travel; only then gestures of the trunk are drawn.
    """
    while True:
        gesture, side = choose(rng, name)
        if still or gesture.trunk is None:
            break
    # Start within the first quarter and end within the last fifth, or hold from the first or to the last frame.
    n, fps = len(motion), motion.fps
    ease = max(4, round(_u(rng, 0.35, 0.6) * fps))
    lead = int(rng.integers(0, max(1, n // 4)))
    first = lead if rng.random() < 0.75 and n > 3 * ease else 0
    last = n - int(rng.integers(0, max(1, n // 5))) if rng.random() < 0.6 and n > 3 * ease else n
    if gesture.trunk is not None:
        ease, first, last = max(ease, n // 4), max(first, 1), min(last, n - 1)
    weight = envelope(n, first, last, ease)
    return perform(motion, gesture, side, weight), tuple(p.replace("SIDE", side) for p in gesture.phrases)
