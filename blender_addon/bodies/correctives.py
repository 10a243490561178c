"""Pose corrections of a body as shape keys that its bones drive: nothing is baked, any animation bends them.

SMPL adds to its vertices a sum over joints of the joint's rotation matrix less the identity, number by number, times a
table of the model (Loper et al. 2015, equation 9). The matrix is in the model's axes and a bone's rotation in the
bone's, so that the table is turned into these once, and each key follows one number of one bone's matrix.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..bpy_types import Object

# Of the rotation matrix of a quaternion, less the identity, row by row.
_NUMBERS = (
    "-2*(y*y+z*z)", "2*(x*y-w*z)", "2*(x*z+w*y)",
    "2*(x*y+w*z)", "-2*(x*x+z*z)", "2*(y*z-w*x)",
    "2*(x*z-w*y)", "2*(y*z+w*x)", "-2*(x*x+y*y)",
)  # fmt: skip
_LEAST = 1e-4  # m: what moves no vertex further needs no key


def add(mesh: Object, armature: Object, names: tuple[str, ...], corrections: NDArray[np.float32]) -> int:
    """Give a body's mesh a key for each number of each bone but the root's; returns how many.

    names: (J,) bones. corrections: (J - 1, 9, V, 3) m, Y up. Numbers that move no vertex by a tenth of a millimetre get
    none.
    """
    data: Any = mesh.data
    rest = np.empty(3 * len(data.vertices), np.float32)
    data.vertices.foreach_get("co", rest)
    mesh.shape_key_add(name="Basis", from_mix=False)
    count = 0
    for j, name in enumerate(names[1:]):
        turned = in_bone_axes(corrections[j], _axes(armature, name))
        moves = np.stack([turned[..., 0], -turned[..., 2], turned[..., 1]], axis=-1)
        for number, move in enumerate(moves):
            if float(np.abs(move).max()) < _LEAST:
                continue
            key: Any = mesh.shape_key_add(name=f"{name} {number // 3 + 1}{number % 3 + 1}", from_mix=False)
            key.slider_min, key.slider_max = -2.0, 2.0
            key.data.foreach_set("co", rest + move.reshape(-1))
            _drive(key, armature, name, _NUMBERS[number])
            count += 1
    return count


def in_bone_axes(table: NDArray[np.float32], axes: NDArray[np.float64]) -> NDArray[np.float32]:
    """Turn a joint's table (9, V, 3) from the model's axes into those of its bone, the columns of `axes` (3, 3).

    With R = A M A^T, the sum over R - I of the one is the sum over M - I of the other.
    """
    by_number = table.reshape(3, 3, -1)
    turned = np.einsum("rcv,ri,cj->ijv", by_number, axes, axes)
    return turned.reshape(table.shape).astype(np.float32)


def _axes(armature: Object, name: str) -> NDArray[np.float64]:
    """Read a bone's rest axes in the model's: Y up, +Z forward."""
    bone: Any = armature.data
    matrix = np.array(bone.bones[name].matrix_local.to_3x3())
    return np.stack([matrix[0], matrix[2], -matrix[1]])


def _drive(key: Any, armature: Object, bone: str, expression: str) -> None:
    driver: Any = key.driver_add("value").driver
    for axis in "wxyz":
        if axis not in expression:
            continue
        variable = driver.variables.new()
        variable.name, variable.type = axis, "TRANSFORMS"
        target = variable.targets[0]
        target.id, target.bone_target = armature, bone
        target.transform_type, target.transform_space = f"ROT_{axis.upper()}", "LOCAL_SPACE"
        target.rotation_mode = "QUATERNION"
    driver.type, driver.expression = "SCRIPTED", expression
