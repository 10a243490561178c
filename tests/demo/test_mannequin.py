"""The demo's figure: closed surfaces, weights that add up, a left and a right side, feet on the ground."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from demo import figure, shapes


@pytest.fixture(scope="module")
def parts() -> list[figure.Part]:
    return list(figure.parts())


def _volume(mesh: shapes.Surface) -> float:
    a, b, c, d = (mesh.points[mesh.quads[:, i]] for i in range(4))
    both = np.einsum("ij,ij->i", a, np.cross(b, c)) + np.einsum("ij,ij->i", a, np.cross(c, d))
    return float(both.sum() / 6)


def test_a_ball_has_a_balls_volume_and_lies_on_it() -> None:
    ball = shapes.surface(shapes.ellipsoid((0.1, 0, 0), 0.2), (-0.1, -0.2, -0.2), (0.3, 0.2, 0.2), 0.02)
    assert _volume(ball) == pytest.approx(4 / 3 * np.pi * 0.2**3, rel=0.01)
    assert np.abs(np.linalg.norm(ball.points - (0.1, 0, 0), axis=1) - 0.2).max() < 1e-4


def test_every_part_is_closed_and_faces_outwards(parts: list[figure.Part]) -> None:
    for part in parts:
        quads = part.surface.quads
        edges = np.concatenate([quads[:, [i, (i + 1) % 4]] for i in range(4)])
        # Each edge is walked as often one way as the other. (Where two sheets touch, surface nets share an edge.)
        there = Counter(map(tuple, edges.tolist()))
        assert there == Counter({(b, a): count for (a, b), count in there.items()}), part.name
        assert _volume(part.surface) > 0, part.name


def test_weights_add_up_and_name_bones(parts: list[figure.Part]) -> None:
    names = set(figure.bones())
    for part in parts:
        assert set(part.weights) <= names
        assert np.allclose(sum(part.weights.values()), 1, atol=1e-6), part.name
    deformed = {bone for part in parts for bone in part.weights}
    assert names - deformed <= {"shoulder.L", "shoulder.R"}  # covered by chest and arm


def test_stands_on_the_ground_and_is_a_grown_up(parts: list[figure.Part]) -> None:
    low = min(float(part.surface.points[:, 2].min()) for part in parts)
    high = max(float(part.surface.points[:, 2].max()) for part in parts)
    assert abs(low) < 0.005 and 1.7 < high < 1.85


def test_bones_come_after_their_parents_and_mirror() -> None:
    bones = figure.bones()
    seen: set[str] = set()
    for name, bone in bones.items():
        assert not bone.parent or bone.parent in seen
        if bone.connected:
            assert bone.head == bones[bone.parent].tail
        if name.endswith(".L"):
            other = bones[name[:-2] + ".R"]
            assert other.head == (-bone.head[0], *bone.head[1:])
        seen.add(name)


def test_every_role_of_the_canonical_skeleton_is_found_on_it() -> None:
    from retarget.mapping import bone_map

    bones = figure.bones()
    order = list(bones)
    found = bone_map.match(order, [order.index(b.parent) if b.parent else -1 for b in bones.values()])
    assert not found.missing and len(found.bones) == 22
