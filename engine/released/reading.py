"""Files of released networks, read without running anything that is in them."""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.protocol.errors import bad_request

_ENDINGS = (".pth", ".pt", ".ckpt", ".safetensors")
_SCALERS = ("sklearn.preprocessing._data.StandardScaler", "sklearn.preprocessing.data.StandardScaler")


class Scaler:
    """Stands in for scikit-learn's StandardScaler: its arrays by their names, and none of its code."""

    mean_: NDArray[np.float64]
    scale_: NDArray[np.float64]

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        for name in ("mean_", "scale_"):
            if name in state:
                setattr(self, name, np.asarray(state[name], np.float64))


def read(path: Path) -> dict[str, Any]:
    """What a file of parameters holds: a dictionary, of tensors or of such. Raises EngineError for any other file, and
    for one that holds more than tensors, plain values, numpy arrays and standard scalers."""
    if path.suffix.lower() not in _ENDINGS:
        raise bad_request(f"{path.name} is no file of parameters: give {', '.join(_ENDINGS[:-1])} or {_ENDINGS[-1]}.")
    try:
        if path.suffix.lower() == ".safetensors":
            from safetensors.torch import load_file

            return dict(load_file(path))
        with torch.serialization.safe_globals(_allowed()):
            held = torch.load(path, map_location="cpu", weights_only=True)
    except OSError:
        raise
    except pickle.UnpicklingError as error:
        raise bad_request(f"{path.name} holds {_what(error)}, which is not read: nothing in a file is run.") from error
    except Exception as error:
        raise bad_request(f"{path.name} is no file that torch saved, or is cut short.") from error
    if not isinstance(held, Mapping):
        raise bad_request(f"{path.name} holds a {type(held).__name__}, where a dictionary of parameters was due.")
    return dict(held)


def _allowed() -> list[Any]:
    """Names that a file may hold: numpy's arrays and numbers, and the scaler's stand-in."""
    from numpy.core import multiarray  # type: ignore[reportMissingImports]

    kinds = [type(np.dtype(kind)) for kind in ("f4", "f8", "i4", "i8", "bool")]
    rebuild, scalar = multiarray._reconstruct, multiarray.scalar  # type: ignore[attr-defined]
    newer = [(rebuild, "numpy._core.multiarray._reconstruct"), (scalar, "numpy._core.multiarray.scalar")]
    return [rebuild, scalar, *newer, np.ndarray, np.dtype, *kinds, *((Scaler, name) for name in _SCALERS)]


def _what(error: pickle.UnpicklingError) -> str:
    """What the file holds that isn't allowed, by its name."""
    for word in str(error).replace("`", " ").split():
        if word.count(".") and not word.startswith(("torch.serialization", "http", "weights_only", "add_safe")):
            return f"“{word.strip('.,:()')}”"
    return "something else than parameters"


def parameters(held: Mapping[str, Any]) -> dict[str, Tensor]:
    """The tensors in a dictionary, without the prefix that training on several cards adds."""
    found = {str(name): value for name, value in held.items() if isinstance(value, Tensor)}
    wrapped = found and all(name.startswith("module.") for name in found)
    return {name.removeprefix("module.") if wrapped else name: value for name, value in found.items()}


def statistics(paths: Sequence[Path], columns: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean and standard deviation (columns,) of the features from two .npy files, told by their names."""
    found: dict[str, NDArray[np.float32]] = {}
    for path in paths:
        kind = next((kind for kind in ("mean", "std") if kind in path.stem.lower()), None)
        if kind is None:
            raise bad_request(f"{path.name} has neither “mean” nor “std” in its name: call the two files so.")
        try:
            values = np.load(path, allow_pickle=False)
        except ValueError as error:
            raise bad_request(f"{path.name} is no file of numbers that numpy saved.") from error
        if values.shape != (columns,) or values.dtype.kind != "f" or not np.isfinite(values).all():
            raise bad_request(f"{path.name} has the shape {values.shape}, where {columns} finite numbers were due.")
        found[kind] = values.astype(np.float32)
    lost = [kind for kind in ("mean", "std") if kind not in found]
    if lost:
        raise bad_request(
            f"The features' {' and '.join(lost)} is missing: give mean.npy and std.npy, {columns} numbers."
        )
    if (found["std"] <= 0).any():
        raise bad_request("The features' standard deviation has a 0 in it, by which nothing can be divided.")
    return found["mean"], found["std"]
