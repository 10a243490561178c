"""The one door for motion in files of arrays: takes, AMASS files, and what other generators write.

`.npz`, `.npy`, `.pkl` and PyTorch's `.pt` are told apart by what they hold, not by their names. Nothing in them is run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from ..motion import Motion
from . import amass, body_files
from .checks import check_fps, check_motion
from .generated import UnknownArrays, is_generated, read_generated
from .npz import NpzArrays, NpzError
from .pickled import SUFFIXES as PICKLED
from .pickled import read_pickled
from .smpl_body import ModelError

SUFFIXES = (".npz", *PICKLED)
_TAKE = ("names", "parents", "offsets", "root_pos", "rot", "contacts")
KINDS = "a take of Motif, an AMASS file or what Kimodo, MDM, EDGE or GVHMR write"


class ArraysError(ValueError):
    """The file can't be used; the message is one sentence with what is wrong and what to do."""


@dataclass(frozen=True)
class Read:
    """A motion, sentences on what was assumed of it, and the record of how a take was made, empty for others."""

    motion: Motion
    notes: tuple[str, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict[str, Any])


def read_arrays(path: Path, fps: float | None = None, up: str = "") -> Read:
    """Read a motion file of arrays, in metres, Y up.

    fps: the frame rate in place of the file's. up: the axis of the file that points up, "y" or "z"; "" to tell it by
    the body. A take has Y up, whatever is asked. Raises ArraysError with one sentence for whatever is wrong with the
    file, OSError where it can't be opened.
    """
    path = Path(path)
    try:
        if fps is not None:
            check_fps(fps)
        return _read(path, fps, up)
    except (ModelError, NpzError) as error:
        raise ArraysError(str(error)) from error
    except UnknownArrays as error:
        raise ArraysError(f"{path.name} can't be read as a motion: {error}; give {KINDS}.") from error
    except OSError:
        raise
    except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError) as error:
        raise ArraysError(f"{path.name} can't be read as a motion: {_said(error)}.") from error
    except MemoryError as error:
        raise ArraysError(f"{path.name} needs more memory than there is: give a shorter motion.") from error


def _read(path: Path, fps: float | None, up: str) -> Read:
    pickled = path.suffix.lower() in PICKLED
    arrays: Mapping[str, NDArray[Any]] = read_pickled(path) if pickled else NpzArrays(path, "a motion")
    if "dof_pos" in arrays:
        raise UnknownArrays("it is the motion of a robot, whose joints are no person's")
    if "root_pos" in arrays or "rot" in arrays:
        found = {name: arrays[name] for name in _TAKE if name in arrays}
        found["fps"] = np.array(_rate(arrays) if fps is None else fps)
        return Read(check_motion(Motion.from_arrays(found)), (), _meta(arrays))
    if not pickled and amass.is_amass(arrays):
        model, note = body_files.body_of(arrays, amass.joints_of(arrays, path))
        return Read(check_motion(amass.read_amass(path, model, fps, up)), (note,) if note else ())
    if not is_generated(arrays):
        names = ", ".join(f"“{name:.30}”" for name in list(arrays)[:4]) or "nothing"
        raise UnknownArrays(f"it holds {names}, which is no motion that is known")
    found = read_generated(arrays, path.name, fps, up)
    return Read(found.motion, found.notes)


def _rate(arrays: Mapping[str, NDArray[Any]]) -> float:
    """A take's own frame rate; raises ValueError where it has none, or no number."""
    if "fps" not in arrays:
        raise ValueError("its frame rate, “fps”, is missing: give it with --fps")
    written = np.asarray(arrays["fps"]).reshape(-1)
    try:
        if len(written) != 1 or written.dtype.kind not in "iufSU":
            raise ValueError
        return float(written[0])
    except ValueError:
        shown = " ".join(str(value) for value in written[:3])
        raise ValueError(f"its frame rate, “fps”, is “{shown:.40}” and no number: give it with --fps") from None


def _meta(arrays: Mapping[str, NDArray[Any]]) -> Mapping[str, Any]:
    """The record of a take; raises ValueError where it is no JSON object."""
    if "meta" not in arrays:
        return {}
    written = np.asarray(arrays["meta"])
    try:
        found = json.loads(str(written))
    except (ValueError, RecursionError) as error:
        raise ValueError("its record, “meta”, is not JSON") from error
    if not isinstance(found, dict):
        raise ValueError("its record, “meta”, is not a JSON object")
    return cast("dict[str, Any]", found)


def _said(error: Exception) -> str:
    """What an error says, on one line and without its full stop."""
    return " ".join(str(error).split())[:160].rstrip(".") or type(error).__name__
