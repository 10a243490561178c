"""Every test here starts from an empty file with the add-on registered, as Blender loads it from build/link."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bpy
import pytest

ROOT = Path(__file__).resolve().parents[2]
LINK = ROOT / "build" / "link"
ADDON = {entry.name for entry in (ROOT / "blender_addon").iterdir()} - {"__pycache__"}
if not (LINK / "motif").is_dir() or ADDON - {entry.name for entry in (LINK / "motif").iterdir()}:
    sys.path.insert(0, str(ROOT))
    from tools import packaging

    packaging.link()
# The first finds this folder's modules; the last, engine and retarget by name, is for the fake engine.
sys.path[:0] = [str(ROOT), str(LINK), str(LINK / "motif")]
pytest.register_assert_rewrite("tests.blender.helpers", "tests.blender.control_rigs")


def pytest_report_header() -> str:
    return f"Blender {bpy.app.version_string}"


@pytest.fixture(autouse=True)
def addon() -> Iterator[Any]:
    """The registered add-on in an empty file."""
    from tests.blender import helpers

    bpy.ops.wm.read_factory_settings(use_empty=True)
    module = helpers.motif()
    module.register()
    yield module
    module.unregister()
