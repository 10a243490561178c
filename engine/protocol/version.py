"""The product's version, from its manifest."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def engine_version() -> str:
    """The version in the manifest beside the engine (an installed add-on, or a checkout), "0.0.0" without one."""
    root = Path(__file__).resolve().parents[2]
    for manifest in (root / "blender_manifest.toml", root / "blender_addon" / "blender_manifest.toml"):
        if manifest.is_file():
            found = re.search(r'^version\s*=\s*"([^"]+)"', manifest.read_text(encoding="utf-8"), re.MULTILINE)
            if found:
                return found.group(1)
    return "0.0.0"
