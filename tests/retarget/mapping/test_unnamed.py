"""A joint without a name of its own, and bones between joints: one bone between thigh and foot is the knee."""

from __future__ import annotations

import numpy as np
import pytest

from retarget.mapping import bone_map
from tests.retarget.rig_fixtures import Rig, body


def _renamed(rig: Rig, role: str, new: str) -> Rig:
    names = {name: name for name in rig.names}
    for side in ("left", "right"):
        names[rig.truth[f"{side}_{role}"][0]] = new.replace("{s}", side[0].upper())
    return rig.renamed(names)


def _with_between(rig: Rig, upper: str, lower: str, name: str) -> Rig:
    """Two bones in line between two joints."""
    for side in ("left", "right"):
        a, b = rig.truth[f"{side}_{upper}"][0], rig.truth[f"{side}_{lower}"][0]
        start, end = (np.array(rig.heads[rig.names.index(bone)]) for bone in (a, b))
        parent = a
        for n in (1, 2):
            parent = rig.add(name.replace("{bone}", a).replace("{n}", str(n)), parent, start + (end - start) * n / 3)
        rig.parents[rig.names.index(b)] = rig.names.index(parent)
    return rig


@pytest.mark.parametrize("family", ["Mixamo", "UE4", "MMD", "Unity"])
@pytest.mark.parametrize("role", ["knee", "elbow"])
@pytest.mark.parametrize("new", ["Joint7.{s}", "helper_{s}", "{s}_twist"])
def test_a_joint_without_a_name_of_its_own(family, role, new):
    rig = _renamed(body(family), role, new)
    assert rig.wrong(bone_map.match(rig.names, rig.parents, heads=rig.heads).bones) == []


@pytest.mark.parametrize("family", ["Mixamo", "UE4", "Unity"])
@pytest.mark.parametrize("segment", [("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow"), ("elbow", "wrist")])
@pytest.mark.parametrize("name", ["{bone}_twist{n}", "{bone}.00{n}"])
def test_bones_in_line_between_joints(family, segment, name):
    rig = _with_between(body(family), *segment, name)  # type: ignore[reportCallIssue]
    assert rig.wrong(bone_map.match(rig.names, rig.parents, heads=rig.heads).bones) == []
