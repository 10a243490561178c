"""smplx for tests, from build/smplx, where `build.py test` puts it: it is in no environment of the project's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "build" / "smplx"


def smplx_or_skip() -> Any:
    """The package; skips where it is not there, and says so."""
    if FOLDER.is_dir() and str(FOLDER) not in sys.path:
        sys.path.append(str(FOLDER))
    return pytest.importorskip("smplx", reason="smplx is not in build/smplx: run `python3 build.py test`")
