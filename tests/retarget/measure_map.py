"""How well bone maps are found: `python -m tests.retarget.measure_map` prints the tables of docs/results/any-rig.md.

Right means: every role has the bone that the family's table or a person gave it, and no bone where there is none.
Proportions, poses, clutter and names are drawn from seeds that no test uses. Times are of the process, not the clock.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np

from retarget.mapping import bone_map
from retarget.mapping.families import TABLES
from tests.retarget.rig_fixtures import Rig, add_clutter, add_fingers, add_jacket, add_twists, body

SHARED = Path(__file__).parents[2].parent / "shared" / "rigs"
FIRST_SEED = 1000


class Tally:
    """Rigs and roles right, and how sure the map was of each bone."""

    def __init__(self) -> None:
        self.rigs: list[bool] = []
        self.roles: list[bool] = []
        self.seconds: list[float] = []
        self.sure: dict[int, list[bool]] = defaultdict(list)

    def add(self, rig: Rig, optional: frozenset[str] = frozenset()) -> None:
        """Match one rig."""
        began = time.process_time()
        found = bone_map.match(rig.names, rig.parents, heads=rig.heads)
        self.seconds.append(time.process_time() - began)
        wrong = {role for role in rig.wrong(found.bones) if role in found.bones or role not in optional}
        self.rigs.append(not wrong)
        self.roles += [role not in wrong for role in bone_map.REQUIRED_ROLES + bone_map.OPTIONAL_ROLES]
        for role, match in found.bones.items():
            self.sure[min(int(match.confidence * 10), 9)].append(role not in wrong)

    def row(self, name: str) -> str:
        """A line of a table."""
        whole, roles = sum(self.rigs), 100 * float(np.mean(self.roles))
        times = 1000 * np.array(self.seconds)
        return f"| {name} | {whole} / {len(self.rigs)} | {roles:.1f} | {np.median(times):.1f} | {times.max():.1f} |"


def real() -> dict[str, tuple[Rig, frozenset[str]]]:
    """The collected rigs with their maps made by eye; empty where the collection is absent."""
    out: dict[str, tuple[Rig, frozenset[str]]] = {}
    if not SHARED.exists():
        print(f"The collected rigs are absent: {SHARED}")
        return out
    for entry in json.loads((SHARED / "rigs.json").read_text())["rigs"]:
        name = Path(entry["file"]).stem
        bones = json.loads((SHARED / "bones" / f"{name}.json").read_text())["bones"]
        index = {bone["name"]: i for i, bone in enumerate(bones)}
        also = entry["also_accepted"]
        truth = {r: tuple(n for n in (b, *also.get(r, ())) if n) for r, b in entry["joints"].items() if b}
        parents = [index[b["parent"]] if b["parent"] else -1 for b in bones]
        rig = Rig(list(index), parents, [tuple(b["head"]) for b in bones], truth)
        out[name] = rig, frozenset(role for role, names in also.items() if None in names)
    return out


def drawn(seed: int, family: str | None = None) -> Rig:
    """A rig of a family with anything that such rigs have."""
    rng = np.random.default_rng(seed)
    family = family or str(rng.choice([name for name in TABLES if not TABLES[name].controls]))
    usual = family != "any"
    rig = body(
        family if usual else "VRM", seed=seed, arms=rng.uniform(-10, 70),
        spines=3 if usual else int(rng.integers(1, 7)), necks=1 if usual else int(rng.integers(1, 4)),
        toes=usual or rng.random() < 0.7, collars=usual or rng.random() < 0.8,
        uneven=0.0 if usual else float(rng.choice([0, 0.005, 0.015])),
    )  # fmt: skip
    extras: list[tuple[float, Callable[[Rig], object]]] = [
        (0.7, add_fingers), (0.4, add_twists), (0.5, add_clutter), (0.15, add_jacket),
    ]  # fmt: skip
    for share, extra in extras:
        if rng.random() < share:
            extra(rig)
    return rig


def turned(rig: Rig, seed: int) -> Rig:
    """Any axes and any unit."""
    rng = np.random.default_rng(seed)
    turn = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    return rig.moved(turn * np.sign(np.linalg.det(turn)) * 10 ** rng.uniform(-2, 2))


def main() -> None:
    """Print the tables."""
    print("| fixtures | whole rigs right | roles right, % | median ms | worst ms |\n|---|---|---|---|---|")
    names, structure = Tally(), Tally()
    collected = real()
    tallies = {"collected rigs": names, "collected rigs, names scrambled (5 times each)": structure}
    for rig, optional in collected.values():
        names.add(rig, optional)
        for seed in range(5):
            structure.add(turned(rig, seed).scrambled(seed), optional)
    for family in TABLES:
        tallies[family] = Tally()
        for n in range(10):
            tallies[family].add(drawn(FIRST_SEED + n, family))
    prefixed = tallies["any family, random prefix"] = Tally()
    hidden = tallies["names scrambled, any axes and unit"] = Tally()
    odd = tallies["the same, with 1-6 spines, 1-3 necks, toes or collars missing, uneven"] = Tally()
    for n in range(100):
        letters = "".join(np.random.default_rng(n).choice(list("abcdxyz_:-"), 5))
        prefixed.add(drawn(FIRST_SEED + n).prefixed(letters))
        hidden.add(turned(drawn(FIRST_SEED + n), n).scrambled(n))
        odd.add(turned(drawn(FIRST_SEED + n, "any"), n).scrambled(n))
    print("\n".join(tally.row(name) for name, tally in tallies.items()))
    print("\n| confidence | bones | right, % |\n|---|---|---|")
    for low in range(10):
        right = [ok for tally in tallies.values() for ok in tally.sure[low]]
        if right:
            print(f"| {low / 10:.1f} to {low / 10 + 0.1:.1f} | {len(right)} | {100 * np.mean(right):.1f} |")


if __name__ == "__main__":
    main()
