"""A body model through smplx: shape, joints by its regressor, pose corrections, skinning; expression stays neutral.

smplx's own loaders unpickle what a file holds, so that files are read here, and its functions for the body are called
on the arrays. Loper et al. 2015 (SMPL), Romero et al. 2017 (SMPL+H), Pavlakos et al. 2019 (SMPL-X).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.protocol.errors import EngineError, bad_request
from retarget.formats import smpl_body
from retarget.formats.smpl_body import ModelError

MISSING = (
    "SMPL support is not installed: press Install SMPL Support in Motif's preferences, or run "
    "`pip install smplx==0.1.28` in the engine's Python."
)
_AT_ONCE = 32  # poses in memory at a time: about 4 MB each of a SMPL-X body


@dataclass(frozen=True)
class Body:
    """A model with a shape, its tensors as smplx takes them. file: what the model's file says, with that shape.

    betas: (1, N). template: (1, V, 3) m. shapes: (V, 3, N). corrections: (9 (J - 1), 3 V). regressor: (J, V). parents:
    (J,). weights: (V, J).
    """

    file: smpl_body.BodyModel
    betas: Tensor
    template: Tensor
    shapes: Tensor
    corrections: Tensor
    regressor: Tensor
    parents: Tensor
    weights: Tensor

    def rest(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Vertices (V, 3) and joints (J, 3) of the shape in its rest pose, m, Y up."""
        lbs = _lbs()
        shaped = self.template + lbs.blend_shapes(self.betas, self.shapes)
        return shaped[0].numpy(), lbs.vertices2joints(self.regressor, shaped)[0].numpy()

    def posed(self, turns: NDArray[Any], trans: NDArray[Any]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Vertices (T, V, 3) and joints (T, J, 3) m of rotation vectors (T, J, 3) and the model's `trans` (T, 3) m."""
        lbs, found = _lbs(), list[tuple[Tensor, Tensor]]()
        poses = torch.as_tensor(np.asarray(turns), dtype=torch.float32).flatten(1)
        for part in poses.split(_AT_ONCE):
            betas = self.betas.expand(len(part), -1)
            found.append(lbs.lbs(betas, part, self.template, self.shapes, self.corrections, self.regressor,
                                 self.parents, self.weights))  # fmt: skip
        away = torch.as_tensor(np.asarray(trans), dtype=torch.float32)[:, None]
        vertices, joints = (torch.cat(parts) + away for parts in zip(*found, strict=True))
        return vertices.numpy(), joints.numpy()

    def by_joint(self) -> NDArray[np.float32]:
        """Corrections (J - 1, 9, V, 3) m: what each number of a joint's rotation matrix, less the identity's, adds."""
        joints, vertices = len(self.parents) - 1, self.template.shape[1]
        return self.corrections.reshape(joints, 9, vertices, 3).numpy()


def open_body(path: Path, betas: Sequence[float] = ()) -> Body:
    """Read a model file (.npz), nothing of it unpickled. Raises EngineError with one sentence."""
    _lbs()
    try:
        arrays = smpl_body.open_arrays(path, "a body model")
        file = smpl_body.read_model(path, np.asarray(betas, np.float64))
        count, joints = len(file.vertices), len(file.names)
        shapes = smpl_body.shape_directions(arrays, path, count, joints)
        corrections = smpl_body.array(arrays, "posedirs", path, (count, 3, 9 * (joints - 1)))
        template = smpl_body.array(arrays, "v_template", path, (count, 3))
        regressor = smpl_body.array(arrays, "J_regressor", path, (joints, count))
    except ModelError as error:
        raise bad_request(str(error)) from error
    wanted = np.asarray(list(betas)[: shapes.shape[2]], np.float64)
    return Body(
        file, _floats(wanted)[None], _floats(template)[None], _floats(shapes[:, :, : len(wanted)]),
        _floats(corrections.reshape(3 * count, -1).T), _floats(regressor),
        torch.as_tensor(file.parents.astype(np.int64)), _floats(file.weights),
    )  # fmt: skip


def _floats(array: NDArray[Any]) -> Tensor:
    return torch.as_tensor(np.ascontiguousarray(array, np.float32))


def _lbs() -> Any:
    """smplx's functions for skinned bodies. Raises EngineError where it is not installed."""
    try:
        from smplx import lbs  # pyright: ignore[reportMissingImports]
    except ImportError as error:
        raise EngineError("bad_request", MISSING) from error
    return lbs
