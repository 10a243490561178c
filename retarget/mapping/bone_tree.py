"""A rig's bones as a tree: ancestors, paths, positions, and the length and size of each branch."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

Point = tuple[float, float, float]


class Tree:
    """Bones by index. heads: rest positions of their heads in any unit and axes, None where unknown.

    Cycles of parents are cut, so that every walk ends. A bone whose parent is -1 is a root; `TOP` is the virtual parent
    of all roots.
    """

    TOP = -1

    def __init__(
        self, names: Sequence[str], parents: Sequence[int], heads: Sequence[Sequence[float]] | None = None
    ) -> None:
        self.names = list(names)
        self.parents = _without_cycles(parents)
        self.heads: list[Point] | None = None
        if heads is not None and len(heads) == len(self.names) and self.names:
            points = [(float(x), float(y), float(z)) for x, y, z in heads]
            if all(math.isfinite(v) for point in points for v in point):
                self.heads = points
        self.children: dict[int, list[int]] = {bone: [] for bone in range(-1, len(self.names))}
        for bone, parent in enumerate(self.parents):
            self.children[parent].append(bone)
        self._enter, self._leave = self._visited()

    def __len__(self) -> int:
        return len(self.names)

    def _visited(self) -> tuple[list[int], list[int]]:
        """Times at which a depth-first walk enters and leaves each bone: `below` is then two comparisons."""
        enter, leave, clock = [0] * len(self), [0] * len(self), 0
        stack = [(top, False) for top in reversed(self.children[self.TOP])]
        while stack:
            bone, done = stack.pop()
            clock += 1
            if done:
                leave[bone] = clock
                continue
            enter[bone] = clock
            stack.append((bone, True))
            stack += [(child, False) for child in reversed(self.children[bone])]
        return enter, leave

    @cached_property
    def order(self) -> list[int]:
        """All bones, parents before their children."""
        return sorted(range(len(self)), key=self._enter.__getitem__)

    def below(self, bone: int, top: int) -> bool:
        """Whether `bone` is a descendant of `top`; all bones are of TOP, none of itself."""
        if top == self.TOP:
            return bone != self.TOP
        return bone != self.TOP and self._enter[top] < self._enter[bone] < self._leave[top]

    def above(self, bone: int) -> list[int]:
        """List the ancestors of a bone, nearest first."""
        line: list[int] = []
        up = self.parents[bone]
        while up != self.TOP:
            line.append(up)
            up = self.parents[up]
        return line

    def path(self, top: int, bottom: int) -> list[int] | None:
        """List the bones strictly between `top` and `bottom`, downwards; None where `bottom` is not below `top`."""
        if not self.below(bottom, top):
            return None
        line: list[int] = []
        up = self.parents[bottom]
        while up != top:
            line.append(up)
            up = self.parents[up]
        return line[::-1]

    def meet(self, a: int, b: int) -> int:
        """Find the lowest common ancestor of two bones, which may be one of them; TOP where there is none."""
        while a != self.TOP and a != b and not self.below(b, a):
            a = self.parents[a]
        return a

    def distance(self, a: int, b: int) -> float:
        """Distance between two heads in the rig's unit; 1 where positions are unknown."""
        return math.dist(self.heads[a], self.heads[b]) if self.heads else 1.0

    @cached_property
    def reach(self) -> list[float]:
        """Length of the longest path down from each bone's head, along the bones."""
        out = [0.0] * len(self)
        for bone in reversed(self.order):
            out[bone] = max((self.distance(bone, c) + out[c] for c in self.children[bone]), default=0.0)
        return out

    @cached_property
    def size(self) -> list[int]:
        """Number of descendants of each bone."""
        out = [0] * len(self)
        for bone in reversed(self.order):
            out[bone] = sum(1 + out[c] for c in self.children[bone])
        return out

    def longest(self, bone: int) -> list[int]:
        """List the bone and the longest path down from it."""
        line = [bone]
        while self.children[line[-1]]:
            here = line[-1]
            line.append(max(self.children[here], key=lambda c: (self.distance(here, c) + self.reach[c], self.size[c])))
        return line


def _without_cycles(parents: Sequence[int]) -> list[int]:
    """Replace by -1 each parent that would close a cycle or that is no bone."""
    out = [int(p) if 0 <= int(p) < len(parents) else -1 for p in parents]
    good: set[int] = {-1}
    for bone in range(len(out)):
        line: list[int] = []
        here = bone
        while here not in good and here not in line:
            line.append(here)
            here = out[here]
        if here in line:  # the walk came back to one of its own bones
            out[here] = -1
        good.update(line)
    return out
