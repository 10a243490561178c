"""The artist's own folder of body models: which file an AMASS motion is for, so that its pelvis stands exactly.

The folder is set in the add-on's preferences, or by the variable MOTIF_SMPL_MODELS for the command line. Names are
those that the makers give: SMPLX_NEUTRAL.npz, smplh/female/model.npz, and the like.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .smpl_body import BodyModel, ModelError, read_model

VARIABLE = "MOTIF_SMPL_MODELS"
_KINDS = {24: "smpl", 52: "smplh", 55: "smplx"}


def folder() -> Path | None:
    """Return the folder of models, None where none is set."""
    said = os.environ.get(VARIABLE, "").strip()
    return Path(said).expanduser() if said else None


def set_folder(path: str) -> None:
    """Use another folder from now on, here and in the programs that are started from here; "" for none."""
    if path:
        os.environ[VARIABLE] = path
    else:
        os.environ.pop(VARIABLE, None)


def find(joints: int, gender: str, where: Path | None = None) -> Path | None:
    """Find the model file of a body with so many joints and of a gender in the folder, None where it has none."""
    where, kind = where or folder(), _KINDS.get(joints)
    if where is None or kind is None:
        return None
    name = f"{kind.upper()}_{gender.upper()}.npz"
    places = (Path(name), Path(kind, name), Path(kind, gender.lower(), "model.npz"), Path(gender.lower(), "model.npz"))
    return next((where / place for place in places if (where / place).is_file()), None)


def body_of(arrays: Mapping[str, Any], joints: int) -> tuple[BodyModel | None, str]:
    """Read the body that an AMASS file's arrays are for, with the file's shape; returns it and a sentence on it.

    None, with a sentence where a folder is set, for a file whose model is not there. Raises ModelError for a model file
    that can't be used.
    """
    if folder() is None or joints not in _KINDS:
        return None, ""
    gender = _gender(arrays)
    path = find(joints, gender)
    if path is None:
        wanted = f"{_KINDS[joints].upper()}_{gender.upper()}.npz"
        return None, (
            f"{wanted} is not in the folder of SMPL models: joints are an average body's, and the pelvis lies some "
            "centimetres off."
        )
    model = read_model(path, betas_of(arrays))
    if len(model.names) != joints:
        raise ModelError(f"{path.name} has {len(model.names)} joints where its name says {joints}: replace the file.")
    return model, f"Joints are those of {path.name} with the file's shape."


def neutral() -> BodyModel | None:
    """Read the neutral body that motions are written for: SMPL+H's, as AMASS is, else SMPL-X's or SMPL's; None where
    the folder has none. Raises ModelError for a file that can't be used."""
    path = next(filter(None, (find(joints, "neutral") for joints in (52, 55, 24))), None)
    return None if path is None else read_model(path)


def betas_of(arrays: Mapping[str, Any]) -> NDArray[np.float64]:
    """Read a file's shape coefficients (N,); none where it has none that are numbers."""
    found = np.asarray(arrays["betas"]) if "betas" in arrays else np.zeros(0)
    plain = found.dtype.kind in "fiu" and np.isfinite(found).all()
    return found.reshape(-1).astype(np.float64) if plain else np.zeros(0)


def _gender(arrays: Mapping[str, Any]) -> str:
    """Read male, female or neutral; neutral where the file says nothing of it."""
    if "gender" not in arrays:
        return "neutral"
    said = np.asarray(arrays["gender"]).reshape(-1)[:1]
    word = said[0] if len(said) else ""
    text = word.decode("ascii", "ignore") if isinstance(word, bytes) else str(word)
    text = text.lower().removeprefix("b'").rstrip("'")
    return text if text in ("male", "female", "neutral") else "neutral"
