"""Takes as files: `.npz` (read with np.load, no pickle), AMASS's as `_amass.npz`, or `.bvh`.

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

from engine.inbetween import keep_of
from engine.protocol import EngineError, Take, bad_request
from retarget import amass, bvh
from retarget.motion import Motion
from retarget.smplbody import ModelError

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


def save_take(take: Take, path: Path) -> None:
    """Write one take; raises EngineError with a sentence where the place takes no files."""
    _write(take, take.motion.to_arrays(), Path(path))


def save_edit(take: Take, path: Path, source: Path) -> None:
    """Write a take that is a part of the motion in `source` made anew: from .npz to .npz, frames and joints that were
    kept are the file's own, to the bit."""
    arrays, mask = take.motion.to_arrays(), take.request.mask
    if source.suffix.lower() == ".npz" and mask is not None:
        keep = keep_of(mask, take.motion.skeleton)
        with np.load(source, allow_pickle=False) as own:
            for name, kept in (("rot", keep.joints), ("root_pos", keep.root)):
                if own[name].shape == arrays[name].shape:
                    arrays[name] = np.where(kept[..., None], own[name], arrays[name])
    _write(take, arrays, Path(path))


def _write(take: Take, arrays: dict[str, Any], path: Path) -> None:
    """Beside `path`, then renamed onto it."""
    beside = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        if path.suffix.lower() == ".bvh":
            bvh.write_bvh(take.motion, beside)
        elif path.stem.lower().endswith(AMASS):
            with open(beside, "wb") as file:
                amass.write_amass(take.motion, file)
        else:
            with open(beside, "wb") as file:
                np.savez_compressed(file, **arrays, meta=np.array(json.dumps(take.meta())))
        os.replace(beside, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise _unwritable(path.parent, error) from error


def load_motion(path: Path) -> tuple[Motion, dict[str, Any]]:
    """A motion from `.npz` or `.bvh`, and its meta (empty where it has none). Raises EngineError with a sentence."""
    path = Path(path)
    try:
        if path.suffix.lower() == ".bvh":
            return bvh.read_bvh(path), {}
        with np.load(path, allow_pickle=False) as arrays:
            if amass.is_amass(arrays):
                return amass.read_amass(path), {}
            meta = json.loads(str(arrays["meta"])) if "meta" in arrays else {}
            return Motion.from_arrays({name: arrays[name] for name in arrays.files}), meta
    except ModelError as error:
        raise bad_request(str(error)) from error
    except OSError as error:
        raise bad_request(f"The motion {path} can't be read: {error.strerror or error}.") from error
    except Exception as error:  # numpy and zipfile raise many kinds for a damaged file
        raise bad_request(f"The motion {path.name} is damaged or of an unknown kind ({error!s:.120}).") from error


def _unwritable(folder: Path, error: OSError) -> EngineError:
    reason = error.strerror or str(error)
    return bad_request(f"Nothing can be written to {folder} ({reason}): choose another folder or allow writing there.")
