"""Reading and writing takes as files: `.npz` (np.load, no pickle), AMASS's as `_amass.npz`, or `.bvh`.

They are written beside and renamed into place.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from engine.protocol.errors import EngineError, bad_request
from engine.protocol.messages import Take
from engine.protocol.request import InbetweenRequest
from retarget.formats import amass, bvh
from retarget.formats.checks import check_motion
from retarget.formats.npz import NpzArrays, NpzError
from retarget.formats.smpl_body import ModelError
from retarget.motion import Motion

SUFFIXES = (".npz", ".bvh")
AMASS = "_amass"  # a file called TAKE_amass.npz holds AMASS's arrays


def take_paths(out: Path, count: int) -> list[Path]:
    """`out` for one take, `NAME-1.npz` .. `NAME-K.npz` for more. Raises EngineError for an unknown kind of file."""
    out = Path(out)
    if out.suffix.lower() not in SUFFIXES:
        raise bad_request(f"“{out.name}” is not a kind of file that a take can be written to: end it in .npz or .bvh.")
    if count == 1:
        return [out]
    amassed = out.suffix.lower() == ".npz" and out.stem.lower().endswith(AMASS)
    stem, end = (out.stem[: -len(AMASS)], out.stem[-len(AMASS) :]) if amassed else (out.stem, "")
    return [out.with_name(f"{stem}-{i}{end}{out.suffix}") for i in range(1, count + 1)]


def check_writable(folder: Path) -> None:
    """Make the folder where it lacks and try it, so that nothing is generated for a place that takes no files."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _unwritable(folder, error) from error


def save_take(take: Take, path: Path, source: Path | None = None) -> None:
    """Write one take, beside `path` and then renamed onto it; as `write`."""
    path = Path(path)
    beside = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        write(take, path, beside, source)
        os.replace(beside, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise _unwritable(path.parent, error) from error


def write(take: Take, path: Path, beside: Path, source: Path | None = None) -> None:
    """Write what belongs at `path` into the file `beside`: the same take gives the same bytes. Raises EngineError with
    a sentence where the place takes no files.

    source: the file of the motion that the take is an edit of: from .npz to .npz, frames and joints that were kept are
    the file's own, to the bit.
    """
    arrays = take.motion.to_arrays() if source is None else _with_own(take, source)
    try:
        if path.suffix.lower() == ".bvh":
            bvh.write_bvh(take.motion, beside)
            return
        with open(beside, "wb") as file:
            if path.stem.lower().endswith(AMASS):
                amass.write_amass(take.motion, file)
            else:
                np.savez_compressed(file, **arrays, meta=np.array(json.dumps(_record(take))))
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise _unwritable(path.parent, error) from error


def _record(take: Take) -> dict[str, Any]:
    """What a file keeps of how its take came to be; how long that took is no part of it."""
    return {name: value for name, value in take.meta().items() if name != "timings"}


def _with_own(take: Take, source: Path) -> dict[str, Any]:
    """The take's arrays with the kept values of the file it was made from."""
    arrays, request = take.motion.to_arrays(), take.request
    if source.suffix.lower() == ".npz" and isinstance(request, InbetweenRequest) and request.mask is not None:
        stored = NpzArrays(source, "a motion")  # AMASS's has other arrays: what is kept is kept in Motion's numbers
        for name, kept in (("rot", request.mask.joints), ("root_pos", request.mask.root)):
            if name in stored and stored[name].shape == arrays[name].shape:
                arrays[name] = np.where(kept[..., None], stored[name], arrays[name])
    return arrays


def load_motion(path: Path) -> tuple[Motion, dict[str, Any]]:
    """A motion from `.npz` or `.bvh`, and its meta (empty where it has none). Raises EngineError with a sentence."""
    path = Path(path)
    try:
        if path.suffix.lower() == ".bvh":
            return check_motion(bvh.read_bvh(path)), {}
        arrays = NpzArrays(path, "a motion")
        if amass.is_amass(arrays):
            return amass.read_amass(path), {}
        meta = json.loads(str(arrays["meta"])) if "meta" in arrays else {}
        return check_motion(Motion.from_arrays(arrays)), meta
    except (ModelError, NpzError) as error:
        raise bad_request(str(error)) from error
    except OSError as error:
        raise bad_request(f"The motion {path} can't be read: {error.strerror or error}.") from error
    except Exception as error:  # json and the constructors of Motion have many kinds
        raise bad_request(f"The motion {path.name} is damaged or of an unknown kind ({error!s:.120}).") from error


def _unwritable(folder: Path, error: OSError) -> EngineError:
    reason = error.strerror or str(error)
    return bad_request(f"Nothing can be written to {folder} ({reason}): choose another folder or allow writing there.")
