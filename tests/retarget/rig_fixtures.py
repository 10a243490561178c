"""Skeletons made by code: the names of a family on a humanoid, with the helper bones that such rigs have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from retarget.mapping.families import TABLES
from retarget.motion import CANONICAL_NAMES, CANONICAL_PARENTS, canonical_skeleton

FINGERS = ("thumb", "index", "middle", "ring", "pinky")


@dataclass
class Rig:
    """Bones, and what is right: role -> names that may play it, () for none."""

    names: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    heads: list[tuple[float, float, float]] = field(default_factory=list)
    truth: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, name: str, parent: str | None, head: Sequence[float] | np.ndarray, role: str = "") -> str:
        """One more bone."""
        self.names.append(name)
        self.parents.append(self.names.index(parent) if parent is not None else -1)
        self.heads.append((float(head[0]), float(head[1]), float(head[2])))
        if role:
            self.truth[role] = (name,)
        return name

    def wrong(self, bones: Mapping[str, object]) -> list[str]:
        """Roles whose bone (an object with a name) isn't right."""
        return [
            role
            for role in CANONICAL_NAMES
            if (getattr(bones.get(role), "name", None)) not in (self.truth.get(role) or (None,))
        ]

    def renamed(self, new: Mapping[str, str]) -> Rig:
        """The same bones by other names."""
        truth = {role: tuple(new[name] for name in names) for role, names in self.truth.items()}
        return Rig([new[name] for name in self.names], list(self.parents), list(self.heads), truth)

    def scrambled(self, seed: int = 0) -> Rig:
        """Names that say nothing, in no order."""
        order = np.random.default_rng(seed).permutation(len(self.names))
        return self.renamed({name: f"Bone.{n:03d}" for name, n in zip(self.names, order)})

    def prefixed(self, prefix: str) -> Rig:
        """The same names after a prefix."""
        return self.renamed({name: prefix + name for name in self.names})

    def moved(self, matrix: np.ndarray) -> Rig:
        """Heads times a (3, 3) matrix."""
        heads = np.array(self.heads) @ matrix.T
        return replace(self, heads=[(float(x), float(y), float(z)) for x, y, z in heads])


def _v(x: float, y: float, z: float) -> np.ndarray:
    return np.array([x, y, z])


def names_of(family: str, prefix: str = "") -> dict[str, str]:
    """Role -> the family's usual name; roles that it leaves open are numbered."""
    table = TABLES[family]
    names = {"spine1": "spine.001", "spine2": "spine.002", "spine3": "spine.003", "neck": "spine.004"}
    for role in CANONICAL_NAMES:
        side, _, part = role.rpartition("_")
        written = {"left": table.sides[0], "right": table.sides[1]}.get(side, "")
        if part in table.bones:
            names[role] = table.bones[part][0].replace("{S}", written)
    return {role: prefix + name for role, name in names.items()}


def body(
    family: str, *, prefix: str = "", spines: int = 3, necks: int = 1, arms: float = 0.0, seed: int = 0,
    toes: bool = True, collars: bool = True, uneven: float = 0.0,
) -> Rig:  # fmt: skip
    """A figure of the family: metres, Z up, facing -Y, with proportions drawn by the seed.

    arms: degrees below a T-pose. uneven: random shift of every joint in metres, so that nothing is symmetrical.
    """
    rng = np.random.default_rng(seed)
    place = _positions(rng, arms)
    names = names_of(family, prefix)
    if spines != 3:
        _other_spine(names, place, spines, prefix)
    if necks != 1:
        place |= {f"neck+{n}": place["neck"] + (place["head"] - place["neck"]) * n / necks for n in range(1, necks)}
        names |= {f"neck+{n}": f"{prefix}NeckMore{n}" for n in range(1, necks)}
    rig = Rig()
    for role, up in _hierarchy(spines, necks, toes, collars and "left_collar" in names):
        place[role] = place[role] + rng.normal(0, uneven, 3)
        rig.add(names[role], names[up] if up else None, place[role], role if role in CANONICAL_NAMES else "")
    if "spine2" in place and spines > 3:
        count = [f"spine+{n}" for n in range(1, spines - 1)]
        rig.truth["spine2"] = tuple(names[r] for r in sorted(count, key=lambda r: _off_middle(place, r))[:2])
    if necks > 1:
        rig.truth["neck"] = (names["neck"], names["neck+1"])
    return rig


def _off_middle(place: Mapping[str, np.ndarray], role: str) -> float:
    low, high = place["spine1"], place["spine3"]
    return abs(float(np.linalg.norm(place[role] - low) - np.linalg.norm(place[role] - high)))


def _positions(rng: np.random.Generator, arms: float) -> dict[str, np.ndarray]:
    skeleton = canonical_skeleton()
    offsets = np.array(skeleton.offsets, np.float64)
    for j, role in enumerate(CANONICAL_NAMES):
        if not role.startswith("right_"):
            factor = rng.uniform(0.85, 1.18)
            offsets[j] *= factor
            if role.startswith("left_"):
                offsets[CANONICAL_NAMES.index(role.replace("left_", "right_"))] *= factor
    place: dict[str, np.ndarray] = {}
    turn = np.radians(arms)
    for j, role in enumerate(CANONICAL_NAMES):
        offset = offsets[j]
        if role.endswith(("elbow", "wrist")):
            sign = -1 if role.startswith("left") else 1
            c, s = np.cos(sign * turn), np.sin(sign * turn)
            offset = np.array([c * offset[0] - s * offset[1], s * offset[0] + c * offset[1], offset[2]])
        if role.endswith(("knee", "ankle", "elbow", "wrist")):  # no figure's joints are quite straight
            offset = offset + _v(0, 0, 0.02 if role.endswith(("knee", "wrist")) else -0.02)
        parent = CANONICAL_PARENTS[j]
        place[role] = (place[CANONICAL_NAMES[parent]] if parent >= 0 else np.array([0, 0.98, 0])) + offset
    return {role: np.array([p[0], -p[2], p[1]]) for role, p in place.items()}


def _other_spine(names: dict[str, str], place: dict[str, np.ndarray], spines: int, prefix: str) -> None:
    """1, 2 or more than 3 bones from spine1's place to spine3's; the middle ones are called spine+N here."""
    low, high = place["spine1"], place["spine3"]
    for n in range(1, spines - 1):
        place[f"spine+{n}"] = low + (high - low) * n / (spines - 1)
        names[f"spine+{n}"] = f"{prefix}Torso{n}"


def _hierarchy(spines: int, necks: int, toes: bool, collars: bool) -> list[tuple[str, str]]:
    middle = ["spine2"] if spines == 3 else [f"spine+{n}" for n in range(1, spines - 1)]
    spine = [*(["spine1"] if spines > 1 else []), *middle, "spine3"]
    trunk = ["pelvis", *spine, "neck", *(f"neck+{n}" for n in range(1, necks)), "head"]
    out = [(role, trunk[n - 1] if n else "") for n, role in enumerate(trunk)]
    for side in ("left", "right"):
        leg = ["hip", "knee", "ankle", *(["foot"] if toes else [])]
        arm = [*(["collar"] if collars else []), "shoulder", "elbow", "wrist"]
        out += [(f"{side}_{r}", f"{side}_{leg[n - 1]}" if n else "pelvis") for n, r in enumerate(leg)]
        out += [(f"{side}_{r}", f"{side}_{arm[n - 1]}" if n else "spine3") for n, r in enumerate(arm)]
    return out


def _at(rig: Rig, role: str) -> tuple[str, np.ndarray]:
    name = rig.truth[role][0]
    return name, np.array(rig.heads[rig.names.index(name)])


def add_fingers(rig: Rig, style: str = "{finger}{n}_{s}", ends: bool = True) -> dict[str, list[list[str]]]:
    """Five fingers of three bones on each hand; returns side -> chains without the end bones."""
    out: dict[str, list[list[str]]] = {}
    for side in ("left", "right"):
        wrist, at = _at(rig, f"{side}_wrist")
        _, elbow = _at(rig, f"{side}_elbow")
        along = (at - elbow) / np.linalg.norm(at - elbow)
        chains = []
        for number, finger in enumerate(FINGERS):
            spread = np.array([0, -0.03 + 0.02 * number, 0])
            base = at + along * (0.02 if finger == "thumb" else 0.09 - 0.005 * number) + spread
            step = (0.6 * along + np.array([0, -0.8, 0]) if finger == "thumb" else along) * 0.028
            chain, parent = [], wrist
            for n in range(1, 4 + ends):
                name = style.format(finger=finger, n=n, s=side[0].upper(), side=side.capitalize())
                parent = rig.add(name, parent, base + step * (n - 1))
                chain.append(name)
            chains.append(chain[:3])
        out[side] = chains
    return out


def add_twists(rig: Rig, style: str = "{bone}_twist{n}") -> dict[str, list[str]]:
    """Two twist bones along each of the eight segments, as children of the upper bone; returns role -> bones."""
    out = {}
    for side in ("left", "right"):
        for upper, lower in (("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle")):
            bone, a = _at(rig, f"{side}_{upper}")
            _, b = _at(rig, f"{side}_{lower}")
            out[f"{side}_{upper}"] = [rig.add(style.format(bone=bone, n=n), bone, a + (b - a) * n / 3) for n in (1, 2)]
    return out


def add_clutter(rig: Rig, seed: int = 0) -> None:
    """What game and control rigs carry besides a body: IK targets, a face, hair, a skirt, a tail, a prop, end bones."""
    rng = np.random.default_rng(seed)
    head, top = _at(rig, "head")
    hips, low = _at(rig, "pelvis")
    hand, grip = _at(rig, "right_wrist")
    for side, sign in (("left", 1), ("right", -1)):
        ankle, wrist = _at(rig, f"{side}_ankle")[1], _at(rig, f"{side}_wrist")[1]
        rig.add(f"IK_foot_{side}", None, ankle)
        rig.add(f"IK_knee_pole_{side}", None, ankle + _v(0, -0.6, 0.4))
        rig.add(f"IK_hand_{side}", None, wrist)
        rig.add(f"eye_{side}", head, top + _v(sign * 0.03, -0.1, 0.06))
        eyelid = rig.add(f"eyelid_{side}", head, top + _v(sign * 0.03, -0.11, 0.07))
        rig.add(f"eyelid_{side}_end", eyelid, top + _v(sign * 0.03, -0.12, 0.06))
    rig.add("jaw", head, top + _v(0, -0.05, 0.0))
    _chain(rig, "hair", head, top + _v(0, 0.08, 0.15), (0, 0.03, -0.09), 6)
    _chain(rig, "tail", hips, low + _v(0, 0.1, 0), (0, 0.06, -0.05), 5)
    for n in range(8):
        angle = n * np.pi / 4
        out = np.array([np.cos(angle), np.sin(angle), 0])
        _chain(rig, f"skirt_{n}_", hips, low + out * 0.13, out * 0.03 + _v(0, 0, -0.12), 4)
    prop = rig.add("weapon", hand, grip + _v(0, -0.03, -0.05))
    rig.add("weapon_tip", prop, grip + _v(0, -0.9, 0.1) + rng.normal(0, 0.02, 3))
    rig.add("head_end", head, top + _v(0, 0, 0.2))


def add_jacket(rig: Rig) -> None:
    """Sleeves that follow the arms a little outside them, hung on the chest like the arms themselves."""
    chest = rig.truth["spine3"][0]
    for side in ("left", "right"):
        points = [_at(rig, f"{side}_{part}")[1] for part in ("shoulder", "elbow", "wrist")]
        parent = chest
        for n, point in enumerate(points):
            parent = rig.add(f"jacket_sleeve_{side}_{n}", parent, point + _v(0, 0.03, 0.03))


def _chain(rig: Rig, name: str, parent: str, start: np.ndarray, step: Sequence[float] | np.ndarray, count: int) -> None:
    for n in range(count):
        parent = rig.add(f"{name}{n}", parent, start + np.array(step) * n)


def dog() -> Rig:
    """Four legs, a lying spine, a neck, a head and a tail, called as Rigify's animals are."""
    rig = Rig()
    rig.add("spine", None, (0, 0.4, 0.6), "pelvis")
    _chain(rig, "spine.", "spine", np.array([0, 0.25, 0.62]), (0, -0.15, 0), 4)
    rig.add("neck", "spine.3", (0, -0.3, 0.7))
    rig.add("head", "neck", (0, -0.42, 0.85), "head")
    rig.add("muzzle", "head", (0, -0.55, 0.82))
    _chain(rig, "tail.", "spine", np.array([0, 0.5, 0.62]), (0, 0.1, -0.03), 5)
    for s, x in (("L", 0.09), ("R", -0.09)):
        hind = [("thigh", 0.38, 0.55), ("shin", 0.34, 0.33), ("foot", 0.45, 0.17), ("toe", 0.38, 0.03)]
        fore = [("shoulder", -0.2, 0.62), ("upper_arm", -0.28, 0.5), ("forearm", -0.2, 0.35), ("hand", -0.22, 0.08)]
        for line, top in ((hind, "spine"), (fore, "spine.3")):
            parent = top
            for name, y, z in line:
                parent = rig.add(f"{name}.{s}", parent, (x, y, z))
    return rig


def two_bodies() -> Rig:
    """Two figures in one armature under one root, the second to the right of the first."""
    both = Rig()
    both.add("root", None, (0, 0, 0))
    for start, shift in (("A_", 0.0), ("B_", 2.0)):
        one = body("Mixamo", prefix=start, seed=3)
        for name, parent, head in zip(one.names, one.parents, one.heads):
            up = one.names[parent] if parent >= 0 else "root"
            both.add(name, up, (head[0] - shift, head[1], head[2]))
    return both
