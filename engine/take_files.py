"""Reading and writing takes as files: `.npz` (np.load, no pickle), AMASS's as `_amass.npz`, or `.bvh`."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from engine import files
from engine.protocol.errors import EngineError, bad_request
from engine.protocol.messages import Take
from engine.protocol.request import InbetweenRequest
from retarget.formats import amass, body_files, bvh, upright
from retarget.formats.motion_arrays import SUFFIXES as ARRAYS
from retarget.formats.motion_arrays import ArraysError, Read, read_arrays
from retarget.formats.npz import NpzArrays
from retarget.formats.smpl_body import ModelError
from retarget.motion import Motion

SUFFIXES = (".npz", ".bvh")
_log = logging.getLogger(__name__)
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


def check_writable(folder: Path, *, make: bool = True) -> None:
    """Make the folder where it lacks and try it, so that nothing is generated for a place that takes no files.

    make: False to try the nearest folder that is there instead, and leave nothing behind.
    """
    try:
        if make:
            folder.mkdir(parents=True, exist_ok=True)
        else:
            folder = next((one for one in (folder, *folder.absolute().parents) if one.exists()), folder)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (OSError, ValueError) as error:
        raise bad_request(files.why_not(folder, error)) from error


def save_take(take: Take, path: Path, source: Path | None = None) -> None:
    """Write one take, so that an older file stands whole until the new one does; as `write`."""
    path = Path(path)
    try:
        files.write(path, _content(take, path, source), _check(path))
    except (OSError, ValueError) as error:
        raise bad_request(files.why_not(path, error)) from error


def save_motion(motion: Motion, path: Path, meta: Mapping[str, Any]) -> None:
    """Write a motion that is no take, with a record of where it comes from; as `save_take`."""
    record = json.dumps(json.loads(files.to_json(dict(meta))))
    try:
        files.write(path, _encoded(motion, path, motion.to_arrays(), record), _check(path))
    except (OSError, ValueError) as error:
        raise bad_request(files.why_not(path, error)) from error


def write(take: Take, path: Path, beside: Path, source: Path | None = None) -> None:
    """Write what belongs at `path` into the file `beside`: the same take gives the same bytes. Raises EngineError with
    a sentence where the place takes no files, and leaves nothing there.

    source: the file of the motion that the take is an edit of: from .npz to .npz, frames and joints that were kept are
    the file's own, to the bit.
    """
    content = _content(take, path, source)
    try:
        beside.unlink(missing_ok=True)  # of a run that was cut off
        files.put(beside, content)
        _check(path)(beside)
    except BaseException as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        if isinstance(error, (OSError, ValueError)):
            raise bad_request(files.why_not(path, error)) from error
        raise


def _content(take: Take, path: Path, source: Path | None) -> bytes:
    """The bytes of a take's file."""
    arrays = take.motion.to_arrays() if source is None else _with_own(take, source)
    return _encoded(take.motion, path, arrays, _record(take))


def _encoded(motion: Motion, path: Path, arrays: Mapping[str, Any], record: str) -> bytes:
    """The bytes of a motion's file. arrays, record: what an .npz holds."""
    if path.suffix.lower() == ".bvh":
        return bvh.to_text(motion).encode()
    file = io.BytesIO()
    if path.stem.lower().endswith(AMASS):
        try:
            amass.write_amass(motion, file, model=body_files.neutral())
        except ModelError as error:
            raise bad_request(str(error)) from error
    else:
        np.savez_compressed(file, **arrays, meta=np.array(record))
    return file.getvalue()


def _check(path: Path) -> files.Check:
    """What reads a file that is to be called `path` again, in full; raises ValueError where it is not whole."""

    def arrays(beside: Path) -> None:
        for _ in NpzArrays(beside, "a motion").values():
            pass

    def text(beside: Path) -> None:
        bvh.read_bvh(beside)

    return text if path.suffix.lower() == ".bvh" else arrays


def _record(take: Take) -> str:
    """What a file keeps of how its take came to be, as JSON in ASCII; how long that took is no part of it."""
    kept = {name: value for name, value in take.meta().items() if name != "timings"}
    return json.dumps(json.loads(files.to_json(kept)))  # without the stray bytes of a sound's name


def _with_own(take: Take, source: Path) -> dict[str, Any]:
    """The take's arrays with the kept values of the file it was made from."""
    arrays, request = take.motion.to_arrays(), take.request
    if source.suffix.lower() == ".npz" and isinstance(request, InbetweenRequest) and request.mask is not None:
        stored = NpzArrays(source, "a motion")  # AMASS's has other arrays: what is kept is kept in Motion's numbers
        for name, kept in (("rot", request.mask.joints), ("root_pos", request.mask.root)):
            if name in stored and stored[name].shape == arrays[name].shape:
                arrays[name] = np.where(kept[..., None], stored[name], arrays[name])
    return arrays


def load_motion(path: Path, fps: float | None = None, up: str = "") -> tuple[Motion, dict[str, Any]]:
    """A motion from a file of any kind, and its meta (empty where it has none). Raises EngineError with a sentence.

    fps: the frame rate in place of the file's. up: the file's axis that points up, "" to tell it by the motion. What
    was assumed of the file is logged.
    """
    path = Path(path)
    try:
        if path.suffix.lower() == ".bvh":
            read = Read(*upright.read_figure(path, fps, up))
        elif path.suffix.lower() in ARRAYS:
            read = read_arrays(path, fps, up)
        else:
            raise bad_request(f"“{path.name}” is no motion that can be read: give one of {', '.join(ARRAYS)}, .bvh.")
    except ArraysError as error:
        raise bad_request(str(error)) from error
    except OSError as error:
        raise bad_request(f"The motion {path} can't be read: {error.strerror or error}.") from error
    except upright.FigureError as error:
        raise bad_request(str(error)) from error
    except Exception as error:  # the constructors of Motion have many kinds
        if isinstance(error, EngineError):
            raise
        raise bad_request(f"The motion {path.name} is damaged or of an unknown kind ({error!s:.120}).") from error
    for note in read.notes:
        _log.warning("%s", note)
    return read.motion, dict(read.meta)
