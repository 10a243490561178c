"""The programs `motif` and `motif-blender` of an installed wheel."""

from __future__ import annotations

import importlib.util
import os
import sys

from . import scripting


def motif() -> int:
    """Run `motif`; returns the exit status."""
    return scripting.engine_module("engine.__main__").main()


def motif_blender() -> int:
    """Run `motif-blender`, with this Python for its engine; ends the process, or returns 1 where there is no bpy."""
    if importlib.util.find_spec("bpy") is None:
        print("motif-blender: this Python has no bpy: install it with `pip install 'motif[blender]'`.", file=sys.stderr)
        return 1
    os.environ.setdefault("MOTIF_ENGINE_PYTHON", sys.executable)
    from . import batch

    batch.run_as_program()
    return 0
