"""SMPL support, which is smplx in the engine's Python: whether it is there, and bodies by it.

It runs in a process of its own for the seconds that a body takes; without it `retarget.formats.smpl_body` reads files.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..engine.protocol.client import clean_environment
from ..paths import ADDON
from ..retarget.formats.smpl_body import BodyModel, ModelError
from ..session import session

_LIMIT_S = 300
MISSING = (
    "The body bends without pose corrections: press Install SMPL Support in Motif's preferences and import it again."
)


@dataclass(frozen=True)
class Corrected:
    """A body with its shape, and what its joints' rotations add to it: (J - 1, 9, V, 3) m for each number of each
    rotation matrix less the identity's, Y up."""

    model: BodyModel
    corrections: NDArray[np.float32]


def is_there(python: str | None = None) -> bool:
    """Whether the engine's Python has smplx; looks at the disk alone."""
    python = python or session.find_python()
    if not python:
        return False
    root = Path(python).parents[1]
    places = (*root.glob("lib/python3.*/site-packages/smplx"), *root.glob("Lib/site-packages/smplx"))
    return any((place / "lbs.py").is_file() for place in places)


def rest(path: Path, betas: Sequence[float]) -> Corrected:
    """Have smplx make the body of a model file; waits for it. Raises ModelError with one sentence."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "body.npz"
        shape = ",".join(f"{beta:.9g}" for beta in betas)
        _run(["rest", "--model", str(path), f"--betas={shape}", "--out", str(out)])
        with np.load(out, allow_pickle=False) as arrays:
            return of_arrays(arrays)


def of_arrays(arrays: Mapping[str, NDArray[np.generic]]) -> Corrected:
    """Read the arrays that `python -m engine.smpl rest` writes."""
    names = tuple(str(name) for name in arrays["names"])
    model = BodyModel(
        names, np.asarray(arrays["parents"], np.int16), np.asarray(arrays["joints"], np.float32),
        np.asarray(arrays["vertices"], np.float32), np.asarray(arrays["faces"], np.int32),
        np.asarray(arrays["weights"], np.float32),
    )  # fmt: skip
    return Corrected(model, np.asarray(arrays["corrections"], np.float32))


def _run(options: Sequence[str]) -> None:
    python = session.find_python()
    if python is None:
        raise ModelError(session.NOT_INSTALLED)
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(
            [python, "-m", "engine.smpl", *options], capture_output=True, text=True, encoding="utf-8", cwd=ADDON,
            errors="replace", timeout=_LIMIT_S, env=clean_environment(ADDON), creationflags=flags, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ModelError(f"The engine's Python can't make the body ({error!s:.160}): verify the engine.") from error
    said = done.stdout.strip().splitlines()[-1:] or [""]
    with contextlib.suppress(ValueError):
        answer = json.loads(said[0])
        if answer.get("ok"):
            return
        raise ModelError(str(answer.get("error")))
    last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
    raise ModelError(f"The engine's Python can't make the body ({last:.160}): verify the engine.")
