"""The mannequin's bones and body parts as plain data: metres, Z up, facing -Y, its left towards +X. No bpy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from demo.shapes import Array, Shape, Surface, box, cut, ellipsoid, grow, half_space, limb, surface, union

Point = tuple[float, float, float]


@dataclass(frozen=True)
class Bone:
    """head, tail: m. parent: a bone's name or "" for the root. connected: head sits on the parent's tail."""

    head: Point
    tail: Point
    parent: str
    connected: bool = False


HIP, KNEE, ANKLE = (0.095, 0.0, 0.905), (0.1, -0.006, 0.49), (0.1, 0.012, 0.088)
BALL, TOE = (0.104, -0.118, 0.022), (0.107, -0.195, 0.02)
COLLAR, SHOULDER = (0.022, 0.0, 1.43), (0.178, 0.008, 1.43)
ELBOW, WRIST, KNUCKLES = (0.455, 0.014, 1.43), (0.71, 0.006, 1.43), (0.8, 0.004, 1.427)
_SPINE = ((0.0, 0.005, 0.97), (0.0, 0.005, 1.075), (0.0, 0.01, 1.19), (0.0, 0.012, 1.3), (0.0, 0.012, 1.47),
          (0.0, -0.002, 1.565), (0.0, -0.002, 1.77))  # fmt: skip

# Named as in Rigify's human metarig, which Blender's artists know, with one neck bone.
_MIDDLE = {
    "spine": Bone(_SPINE[0], _SPINE[1], ""),
    "spine.001": Bone(_SPINE[1], _SPINE[2], "spine", True),
    "spine.002": Bone(_SPINE[2], _SPINE[3], "spine.001", True),
    "spine.003": Bone(_SPINE[3], _SPINE[4], "spine.002", True),
    "spine.004": Bone(_SPINE[4], _SPINE[5], "spine.003", True),
    "spine.006": Bone(_SPINE[5], _SPINE[6], "spine.004", True),
}
_SIDE = {
    "thigh": Bone(HIP, KNEE, "spine"),
    "shin": Bone(KNEE, ANKLE, "thigh", True),
    "foot": Bone(ANKLE, BALL, "shin", True),
    "toe": Bone(BALL, TOE, "foot", True),
    "shoulder": Bone(COLLAR, SHOULDER, "spine.003"),
    "upper_arm": Bone(SHOULDER, ELBOW, "shoulder"),
    "forearm": Bone(ELBOW, WRIST, "upper_arm", True),
    "hand": Bone(WRIST, KNUCKLES, "forearm", True),
}


def bones() -> dict[str, Bone]:
    """Every bone by name, parents before children."""
    found = dict(_MIDDLE)
    for side, sign in ((".L", 1), (".R", -1)):
        for name, bone in _SIDE.items():
            head, tail = ((sign * x, y, z) for x, y, z in (bone.head, bone.tail))
            parent = bone.parent + (side if bone.parent in _SIDE else "")
            found[name + side] = Bone(head, tail, parent, bone.connected)
    return found


@dataclass(frozen=True)
class Part:
    """A surface that follows bones: weights maps a bone's name to (N,) float32, summing to one at each point."""

    name: str
    material: str
    surface: Surface
    weights: dict[str, Array]


@dataclass(frozen=True)
class _Solid:
    bone: str
    material: str
    shape: Shape
    low: Point
    high: Point
    step: float


def parts() -> Iterator[Part]:
    """Every part of the body; those of the left side come back mirrored for the right."""
    for solid in _middle_solids():
        yield _rigid(solid, solid.bone, solid.material, surface(solid.shape, solid.low, solid.high, solid.step))
    for solid in _side_solids():
        mesh = surface(solid.shape, solid.low, solid.high, solid.step)
        left, right = ("left", "right") if solid.material == "side" else (solid.material, solid.material)
        yield _rigid(solid, f"{solid.bone}.L", left, mesh)
        yield _rigid(solid, f"{solid.bone}.R", right, mesh.mirrored())
    yield from _bending()


def _rigid(solid: _Solid, bone: str, material: str, mesh: Surface) -> Part:
    return Part(f"{bone} {solid.material}", material, mesh, {bone: np.ones(len(mesh.points), np.float32)})


def _middle_solids() -> list[_Solid]:
    head = _head()
    visor = cut(grow(head, 0.0035), [half_space((0, 1, 0), (0, -0.036, 0)),
                box((0, -0.06, 1.678), (0.1, 0.12, 0.034), 0.028)], blend=0.012)  # fmt: skip
    return [
        _Solid("spine.006", "shell", head, (-0.1, -0.13, 1.53), (0.1, 0.12, 1.81), 0.008),
        _Solid("spine.006", "visor", visor, (-0.1, -0.14, 1.6), (0.1, 0.0, 1.76), 0.006),
        _Solid("spine.003", "shell", _chest(), (-0.2, -0.16, 1.2), (0.2, 0.15, 1.52), 0.0095),
        _Solid("spine.001", "shell", _belly(), (-0.15, -0.13, 1.06), (0.15, 0.13, 1.2), 0.0085),
        _Solid("spine", "shell", _pelvis(), (-0.2, -0.16, 0.8), (0.2, 0.17, 1.08), 0.0095),
    ]


def _head() -> Shape:
    skull = ellipsoid((0, 0.008, 1.69), (0.077, 0.096, 0.094))
    face = limb((0, -0.03, 1.66), (0, -0.046, 1.605), 0.062, 0.042)
    cheeks = ellipsoid((0, -0.018, 1.64), (0.066, 0.07, 0.062))
    return union([skull, cheeks, face], 0.05)


def _chest() -> Shape:
    ribs = ellipsoid((0, 0.008, 1.335), (0.148, 0.104, 0.15))
    yoke = limb((-0.12, 0.012, 1.425), (0.12, 0.012, 1.425), 0.066, 0.066, 0.95)
    pectorals = [ellipsoid((s * 0.068, -0.062, 1.375), (0.08, 0.05, 0.06)) for s in (-1, 1)]
    shoulder_blades = [ellipsoid((s * 0.075, 0.075, 1.38), (0.07, 0.04, 0.09)) for s in (-1, 1)]
    body = union([ribs, yoke, *pectorals, *shoulder_blades], 0.05)
    sockets = [ellipsoid((s * 0.19, 0.008, 1.425), 0.073) for s in (-1, 1)]
    collar = ellipsoid((0, 0.0, 1.505), (0.06, 0.062, 0.045))
    under = half_space((0, 0.28, -1), (0, 0.0, 1.232))
    return cut(body, [under], [*sockets, collar], blend=0.022)


def _belly() -> Shape:
    belly = ellipsoid((0, 0.004, 1.13), (0.112, 0.088, 0.11))
    slab = [half_space((0, 0.25, 1), (0, 0, 1.178)), half_space((0, 0.1, -1), (0, 0, 1.085))]
    return cut(belly, slab, blend=0.026)


def _pelvis() -> Shape:
    bowl = ellipsoid((0, 0.005, 0.965), (0.143, 0.1, 0.1))
    seat = [ellipsoid((s * 0.068, 0.05, 0.915), (0.078, 0.075, 0.082)) for s in (-1, 1)]
    crotch = limb((0, -0.02, 0.9), (0, 0.02, 0.88), 0.06, 0.055)
    hips = [ellipsoid((s * 0.145, 0.0, 0.845), (0.085, 0.11, 0.085)) for s in (-1, 1)]
    return cut(union([bowl, *seat, crotch], 0.05), [half_space((0, 0.12, 1), (0, 0, 1.045))], hips, blend=0.03)


def _side_solids() -> list[_Solid]:
    thigh, shin, arm, forearm = _thigh(), _shin(), _arm(), _forearm()
    shin_band = _band(shin, (0, 0, 1), (0.1, 0.0, 0.172), 0.021)
    forearm_band = _band(forearm, (1, 0, 0), (0.642, 0, 1.43), 0.02)
    return [
        _Solid("thigh", "shell", thigh, (-0.01, -0.13, 0.5), (0.22, 0.13, 0.94), 0.0085),
        _Solid("shin", "shell", shin, (0.02, -0.1, 0.08), (0.19, 0.12, 0.5), 0.0075),
        _Solid("shin", "side", shin_band, (0.0, -0.1, 0.12), (0.2, 0.12, 0.22), 0.005),
        _Solid("foot", "shell", _foot(), (0.04, -0.16, -0.02), (0.17, 0.1, 0.12), 0.0065),
        _Solid("toe", "shell", _toes(), (0.04, -0.24, -0.02), (0.17, -0.09, 0.07), 0.0055),
        _Solid("upper_arm", "shell", arm, (0.12, -0.1, 1.33), (0.44, 0.11, 1.53), 0.0075),
        _Solid("forearm", "shell", forearm, (0.44, -0.08, 1.36), (0.71, 0.09, 1.5), 0.0065),
        _Solid("forearm", "side", forearm_band, (0.59, -0.07, 1.37), (0.69, 0.08, 1.49), 0.0045),
        _Solid("hand", "shell", _hand(), (0.7, -0.12, 1.37), (0.93, 0.07, 1.47), 0.0042),
        _Solid("thigh", "joint", ellipsoid((0.1, 0, 0.9), 0.07), (0.0, -0.1, 0.8), (0.2, 0.1, 1.0), 0.011),
        _Solid("shin", "joint", ellipsoid(KNEE, (0.046, 0.05, 0.05)), (0.04, -0.07, 0.43), (0.16, 0.06, 0.55), 0.008),
        _Solid("foot", "joint", ellipsoid(ANKLE, 0.036), (0.05, -0.04, 0.04), (0.15, 0.06, 0.14), 0.007),
        _Solid("upper_arm", "joint", ellipsoid(SHOULDER, 0.058), (0.1, -0.07, 1.36), (0.25, 0.08, 1.5), 0.009),
        _Solid("forearm", "joint", ellipsoid(ELBOW, 0.037), (0.4, -0.04, 1.38), (0.51, 0.07, 1.48), 0.007),
        _Solid("hand", "joint", ellipsoid(WRIST, (0.026, 0.027, 0.022)), (0.67, -0.03, 1.4), (0.75, 0.05, 1.46), 0.006),
    ]  # fmt: skip


def _band(shape: Shape, axis: Point, centre: Point, half: float) -> Shape:
    """A ring of `shape`'s skin, a little proud of it."""
    a, c = np.array(axis), np.array(centre)
    return cut(grow(shape, 0.003), [half_space(a, c + half * a), half_space(-a, c - half * a)], blend=0.004)


def _thigh() -> Shape:
    bone = limb((0.108, 0.002, 0.84), (0.1, -0.002, 0.56), 0.087, 0.057)
    front = ellipsoid((0.108, -0.022, 0.72), (0.066, 0.07, 0.15))
    back = ellipsoid((0.1, 0.03, 0.72), (0.058, 0.055, 0.14))
    groin = half_space((-0.9, 0, 0.45), (0.055, 0, 0.84))
    body = cut(union([bone, front, back], 0.04), [groin], blend=0.04)
    return cut(body, remove=[ellipsoid(KNEE, 0.06)], blend=0.016)


def _shin() -> Shape:
    bone = limb((0.1, -0.006, 0.43), (0.1, 0.01, 0.135), 0.05, 0.034)
    calf = ellipsoid((0.102, 0.03, 0.345), (0.05, 0.048, 0.11))
    ridge = limb((0.1, -0.03, 0.42), (0.1, -0.01, 0.16), 0.026, 0.02)
    return cut(union([bone, calf, ridge], 0.035), remove=[ellipsoid(KNEE, 0.058), ellipsoid(ANKLE, 0.042)], blend=0.014)


def _foot() -> Shape:
    heel = ellipsoid((0.1, 0.042, 0.034), (0.036, 0.044, 0.04))
    instep = limb((0.1, 0.005, 0.065), (0.104, -0.115, 0.026), 0.04, 0.03)
    ball = box((0.105, -0.085, 0.022), (0.046, 0.05, 0.024), 0.02)
    whole = union([heel, instep, ball], 0.035)
    front = half_space((0, -1, 0), (0, -0.117, 0))
    return cut(whole, [_ground(), front], [ellipsoid((ANKLE[0], ANKLE[1], 0.098), 0.042)], blend=0.01)


def _toes() -> Shape:
    tip = box((0.106, -0.152, 0.021), (0.045, 0.052, 0.02), 0.019)
    big = limb((0.088, -0.13, 0.02), (0.084, -0.192, 0.018), 0.022, 0.018)
    front = ellipsoid((0.106, -0.12, 0.02), (0.054, 0.094, 0.05))
    return cut(union([tip, big], 0.02), [_ground(), front, half_space((0, 1, 0), (0, -0.123, 0))], blend=0.01)


def _ground() -> Shape:
    return half_space((0, 0, -1), (0, 0, 0.001))


def _arm() -> Shape:
    bone = limb((0.225, 0.009, 1.43), (0.4, 0.013, 1.43), 0.047, 0.038)
    deltoid = ellipsoid((0.2, 0.008, 1.437), (0.064, 0.06, 0.057))
    biceps = ellipsoid((0.31, -0.004, 1.43), (0.08, 0.042, 0.043))
    return cut(union([bone, deltoid, biceps], 0.03), remove=[ellipsoid(ELBOW, 0.045)], blend=0.012)


def _forearm() -> Shape:
    bone = limb((0.5, 0.013, 1.43), (0.675, 0.007, 1.43), 0.041, 0.026)
    muscle = ellipsoid((0.535, 0.01, 1.43), (0.075, 0.043, 0.041))
    balls = [ellipsoid(ELBOW, 0.044), ellipsoid(WRIST, 0.031)]
    return cut(union([bone, muscle], 0.03), remove=balls, blend=0.01)


# A relaxed hand, palm down: (base, middle knuckle, tip, radius) of each finger from the index to the little one.
_FINGERS = (
    ((0.795, -0.026, 1.43), (0.835, -0.031, 1.423), (0.868, -0.033, 1.402), 0.0098),
    ((0.8, -0.006, 1.432), (0.844, -0.007, 1.424), (0.879, -0.007, 1.4), 0.0102),
    ((0.796, 0.014, 1.43), (0.837, 0.017, 1.421), (0.868, 0.018, 1.398), 0.0096),
    ((0.786, 0.032, 1.427), (0.816, 0.038, 1.418), (0.84, 0.04, 1.4), 0.0085),
)


def _hand() -> Shape:
    palm = box((0.766, 0.003, 1.43), (0.041, 0.04, 0.016), 0.014)
    heel = limb((0.728, 0.004, 1.43), (0.76, 0.003, 1.43), 0.024, 0.03, 1.1)
    back = cut(heel, [box((0.745, 0.004, 1.43), (0.05, 0.05, 0.017), 0.012)], blend=0.008)
    fingers = [union([limb(a, b, r, r * 0.96), limb(b, c, r * 0.96, r * 0.86)]) for a, b, c, r in _FINGERS]
    thumb = union([limb((0.74, -0.025, 1.424), (0.776, -0.056, 1.416), 0.016, 0.0115),
                   limb((0.776, -0.056, 1.416), (0.807, -0.066, 1.408), 0.0115, 0.0098)])  # fmt: skip
    solid = union([palm, back, thumb], 0.012)
    for finger in fingers:  # one by one: they blend into the palm and not into each other
        solid = union([solid, finger], 0.006)
    return cut(solid, remove=[ellipsoid(WRIST, 0.029)], blend=0.006)


def _bending() -> Iterator[Part]:
    """The dark waist and neck, which stretch between their bones."""
    waist = union([limb((0, 0.006, 1.0), (0, 0.008, 1.14), 0.1, 0.088, 0.8),
                   limb((0, 0.008, 1.14), (0, 0.012, 1.27), 0.088, 0.1, 0.8)], 0.04)  # fmt: skip
    yield _blended("waist", surface(waist, (-0.13, -0.12, 0.88), (0.13, 0.13, 1.4), 0.012),
                   ("spine", "spine.001", "spine.002", "spine.003"), (1.03, 1.14, 1.215), 0.035)  # fmt: skip
    neck = limb((0, 0.012, 1.44), (0, 0.002, 1.6), 0.05, 0.044)
    yield _blended("neck", surface(neck, (-0.07, -0.06, 1.37), (0.07, 0.08, 1.66), 0.009),
                   ("spine.003", "spine.004", "spine.006"), (1.475, 1.565), 0.03)  # fmt: skip


def _blended(name: str, mesh: Surface, chain: tuple[str, ...], borders: tuple[float, ...], width: float) -> Part:
    """Weights that pass from one bone of the chain to the next around each height in `borders`."""
    z = mesh.points[:, 2]
    above = [np.ones_like(z), *(_ease((z - b) / width * 0.5 + 0.5) for b in borders), np.zeros_like(z)]
    return Part(name, "joint", mesh, {bone: above[i] - above[i + 1] for i, bone in enumerate(chain)})


def _ease(t: Array) -> Array:
    t = np.clip(t, 0, 1)
    return t * t * (3 - 2 * t)
