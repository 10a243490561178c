"""`import motif`: the engine's public names, and takes onto rigs in this process.

`motif.ask`, `motif.generate` and the rest are engine/scripting's, which goes by its absolute name as in the worker. A
Python without torch, such as Blender's own, makes takes by the engine that is installed for the add-on.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
_ENGINE = "engine.scripting"
# Public names that are defined here.
OWN = ("onto_rig",)


def public(name: str) -> Any:
    """Look up a public name. Raises ImportError where the engine can't be loaded."""
    if name in OWN:
        return globals()[name]
    module = engine_module(_ENGINE)
    if name == "generate" and importlib.util.find_spec("torch") is None:
        return _generate_in_worker
    return getattr(module, name)


def engine_module(name: str) -> Any:
    """Import a module of the engine by its absolute name, found beside this file."""
    folder = next(one for one in (FOLDER, FOLDER.parent) if (one / "engine" / "scripting.py").is_file())
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    module = importlib.import_module(name)
    if (folder / "engine").resolve() not in Path(str(module.__file__)).resolve().parents:
        raise ImportError(
            f"motif needs its own package “engine”, and another is first on Python's path: {module.__file__}"
        )
    return module


def onto_rig(take: Any, rig: Path | str, out: Path | str, **options: Any) -> dict[str, Any]:
    """Put a take onto a rig's file in this process and save the result; returns the report.

    take: a take, a motion, or the file of one. rig: .blend, .fbx, .glb, .bvh and so on; it stays as it is, and the file
    that is open in this Blender is closed. out: .blend, .fbx, .glb, .bvh or .usd. options: as `motif-blender retarget
    --help` has them: armature, map, keys, root, controls, in_place, start, loop, foot_lock. Raises EngineError with
    one sentence. Needs a Python with bpy, or Blender's.
    """
    error = engine_module("engine.protocol.errors").EngineError
    if importlib.util.find_spec("bpy") is None:
        raise error(
            "bad_request", "This Python has no bpy: run it in Blender, or install Blender's wheel (pip install bpy)."
        )
    from . import batch

    with tempfile.TemporaryDirectory(prefix="motif-") as folder:
        motion = take
        if not isinstance(take, (str, Path)):
            (motion,) = engine_module(_ENGINE).write(take, Path(folder) / "take.npz")
        words = ["retarget", f"--motion={motion}", f"--rig={rig}", f"--out={out}"]
        for name, value in options.items():
            flag = f"--{name.replace('_', '-')}"
            words += [flag] if value is True else [] if value in (False, None) else [f"{flag}={value}"]
        try:
            return batch.run_command(words)
        except batch.CommandError as wrong:
            raise error("bad_request", str(wrong)) from wrong


def _generate_in_worker(request: Any, *, engine: Any = None, on_progress: Any = None, **options: Any) -> list[Any]:
    """As `engine.scripting.generate`, by the engine that is installed for the add-on."""
    scripting, protocol = engine_module(_ENGINE), engine_module("engine.protocol.client")
    if isinstance(request, str):
        request = scripting.ask(text=request, **options)
    if engine is not None:
        return engine.generate(request, on_progress=on_progress)
    from .session import session

    python = session.find_python()
    if python is None:
        raise scripting.EngineError(
            "internal", "The engine is not installed: press Install Engine in Motif's preferences."
        )
    client = protocol.Client(protocol.worker_command(python), scripting.Motion.from_arrays)
    shown: Callable[..., None] = on_progress or (lambda _fraction, _text: None)
    try:
        return list(client.generate(request, on_progress=shown))
    finally:
        client.shutdown(2.0)
