"""What a prompt, a sound and a mask pass through: runs the program itself with a profiler that looks at each call.

Counted are the distinct files of the add-on, the engine and retarget of which a function was entered, and their
distinct dataclasses and named tuples of which an instance was made. What runs while a module is imported is not
counted, nor is the add-on's registration. Two ways are taken, each for a prompt, a sound and a mask:

| way | what runs |
|---|---|
| command line | `motif generate --text`, `motif generate --audio`, `motif inbetween --parts`, in one process |
| Blender | the same commands of `motif-blender` on an armature in bpy, and the worker that it starts |

In Blender's way a worker loads the text model first, whatever is asked of it.

This file is also the program that runs in these processes; only numpy and bpy are used, and only there.
"""

from __future__ import annotations

import importlib
import os
import runpy
import subprocess
import sys
import tempfile
import threading
import wave
from collections.abc import Callable, Sequence
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

TREES = ("blender_addon", "engine", "retarget")
KINDS = ("prompt", "sound", "mask")
_SECONDS = "1.5"
_MASK = ("--frames", "10-30", "--parts", "left_arm")
_LIMIT_S = 900


class Recorder:
    """Writes `file PATH` and `type PATH:NAME` lines to a file as they are first seen; paths are relative to root.

    Lines are written at once, since a worker ends without a chance to say goodbye.
    """

    def __init__(self, root: Path, out: Path) -> None:
        self._root = os.path.realpath(root) + os.sep
        self._out = out.open("a", encoding="utf-8", buffering=1)
        self._seen: dict[int, CodeType] = {}  # by id, since two dataclasses of the same fields have equal code
        self._written: set[str] = set()
        self._paths: dict[str, str] = {}
        self._local = threading.local()

    def start(self) -> None:
        """Look at every call from here on, in threads that start later too."""
        threading.setprofile(self._look)
        sys.setprofile(self._look)

    def stop(self) -> None:
        """Look no longer, in this thread and those that start later."""
        threading.setprofile(None)
        sys.setprofile(None)

    def _look(self, frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        if id(code) in self._seen or event not in ("call", "return"):
            return
        path = self._path(code.co_filename)
        if code.co_name == "<module>" and path:
            if frame.f_globals.get("__name__") == "__main__":  # the program, not an import
                return
            self._local.importing = self._importing + (1 if event == "call" else -1)
            return
        if event == "return" or (self._importing and (path or code.co_filename == "<string>")):
            return
        self._seen[id(code)] = code
        if path and code.co_flags & 1:  # CO_OPTIMIZED: a function, not the body of a class
            self._write(f"file {path}")
        if code.co_filename == "<string>" or (path and code.co_name == "__init__"):
            self._made(frame.f_locals)

    @property
    def _importing(self) -> int:
        """How many of the project's modules this thread is in the middle of importing."""
        return getattr(self._local, "importing", 0)

    def _made(self, variables: dict[str, Any]) -> None:
        """An instance's `__init__`, or a named tuple's `__new__`, whose code the standard library has written."""
        made = variables["_cls"] if "_cls" in variables else type(variables.get("self"))
        module = sys.modules.get(getattr(made, "__module__", ""))
        path = self._path(getattr(module, "__file__", None) or "")
        if path and (hasattr(made, "__dataclass_fields__") or hasattr(made, "_fields")):
            self._write(f"type {path}:{made.__qualname__}")

    def _path(self, name: str) -> str:
        """A file's path from the root, links resolved; "" where it is not one of the project's."""
        if name not in self._paths:
            real = os.path.realpath(name)
            inside = real.removeprefix(self._root).replace(os.sep, "/") if real.startswith(self._root) else ""
            self._paths[name] = inside if inside.split("/")[0] in TREES else ""
        return self._paths[name]

    def _write(self, line: str) -> None:
        if line not in self._written:
            self._written.add(line)
            self._out.write(line + "\n")


def measure(root: Path, python: str = sys.executable) -> dict[str, Any]:
    """kind -> way -> files and types, each a sorted list; ways: command line, Blender (both processes), and its parts
    in Blender and worker. Raises RuntimeError with the end of a command's output where it fails."""
    root = root.resolve()
    with tempfile.TemporaryDirectory() as name:
        runs = _Runs(root, Path(name), python)
        return {kind: runs.measure(kind) for kind in KINDS}


class _Runs:
    """The processes of one measurement, in a folder of their own."""

    def __init__(self, root: Path, folder: Path, python: str) -> None:
        self._root, self._folder, self._python = root, folder, python
        self._tree = folder / "tree" / "motif"
        self._tree.mkdir(parents=True)
        for entry in [*(root / "blender_addon").iterdir(), root / "engine", root / "retarget"]:
            if entry.name != "__pycache__":
                (self._tree / entry.name).symlink_to(entry)
        self._worker = folder / "python"
        self._clicks = folder / "clicks.wav"
        _write_clicks(self._clicks)
        (folder / "home").mkdir()

    def measure(self, kind: str) -> dict[str, dict[str, list[str]]]:
        """Run both ways for a kind; the prompt comes first, since its take is what a mask is laid over."""
        seen = {way: self._folder / f"{kind}-{way}.txt" for way in ("command line", "in Blender", "worker")}
        take, scene = self._folder / "prompt.npz", self._folder / "scene.blend"
        self._run("record", seen["command line"], "-m", "engine", *_command_line(kind, take, self._clicks))
        if not scene.exists():
            self._run("scene", scene, take)
        self._write_worker(seen["worker"])
        self._run("blender", seen["in Blender"], self._tree.parent, *_blender(kind, scene, self._clicks))
        found = {way: _read(path) for way, path in seen.items()}
        both = {what: sorted({*found["in Blender"][what], *found["worker"][what]}) for what in ("files", "types")}
        return {**found, "Blender": both}

    def _run(self, mode: str, *arguments: str | Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        home = str(self._folder / "home")
        env = {
            **kept, "PYTHONPATH": str(self._root), "PYTHONDONTWRITEBYTECODE": "1", "HOME": home,
            "XDG_CONFIG_HOME": home, "BLENDER_USER_RESOURCES": home, "MOTIF_ENGINE_PYTHON": str(self._worker),
        }  # fmt: skip
        command = [self._python, __file__, mode, str(self._root), *map(str, arguments)]
        out = self._folder / "output.txt"
        with out.open("wb") as file:
            status = subprocess.call(
                command, cwd=self._folder, env=env, stdin=subprocess.DEVNULL, stdout=file, stderr=file, timeout=_LIMIT_S
            )
        if status:
            said = "\n".join(out.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
            raise RuntimeError(f"`{' '.join(command[2:])}` failed:\n{said}")

    def _write_worker(self, out: Path) -> None:
        """A program that stands in for the worker's interpreter and runs what it is given under the recorder."""
        line = f'exec "{self._python}" "{Path(__file__).resolve()}" record "{self._root}" "{out}" "$@"'
        self._worker.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        self._worker.chmod(0o755)


def _command_line(kind: str, take: Path, clicks: Path) -> list[str | Path]:
    sampling: list[str | Path] = ["--device", "cpu", "--out", take.with_name(f"{kind}.npz")]
    return {
        "prompt": ["generate", "--text", "a person walks", "--seconds", _SECONDS, *sampling],
        "sound": ["generate", "--audio", clicks, "--seconds", _SECONDS, *sampling],
        "mask": ["inbetween", "--motion", take, *_MASK, *sampling],
    }[kind]


def _blender(kind: str, scene: Path, clicks: Path) -> list[str | Path]:
    saved = {name: scene.with_name(f"{name}.blend") for name in KINDS}
    sampling: list[str | Path] = ["--device", "cpu", "--save", saved[kind]]
    return {
        "prompt": ["generate", "--scene", scene, "--text", "a person walks", "--seconds", _SECONDS, *sampling],
        "sound": ["generate", "--scene", scene, "--audio", clicks, "--seconds", _SECONDS, *sampling],
        "mask": ["inbetween", "--scene", saved["prompt"], *_MASK, *sampling],
    }[kind]


def _read(path: Path) -> dict[str, list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    if not lines:
        raise RuntimeError(f"{path.stem}: nothing of the project ran")
    seen = [line.split(" ", 1) for line in lines]
    return {f"{what}s": sorted(name for kind, name in seen if kind == what) for what in ("file", "type")}


def _write_clicks(path: Path, rate: int = 16000) -> None:
    """Two seconds of clicks, four a second."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((b"\x00\x60\x00\xa0" * 40 + bytes(2 * (rate // 4 - 80))) * 8)


def _record(root: Path, out: Path, arguments: Sequence[str]) -> None:
    """`-m MODULE ARGUMENTS` as the interpreter would run it, under the recorder."""
    at = list(arguments).index("-m")
    sys.argv = list(arguments[at + 1 :])
    Recorder(root, out).start()
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _record_blender(root: Path, out: Path, folder: Path, arguments: Sequence[str]) -> None:
    """What the add-on in `folder` registers as `blender --command motif`, called under the recorder once registered."""
    bpy: Any = importlib.import_module("bpy")
    commands: list[Callable[[list[str]], int]] = []
    bpy.utils.register_cli_command = lambda _name, execute: commands.append(execute)
    bpy.utils.unregister_cli_command = lambda _handle: None
    sys.path.insert(0, str(folder))
    importlib.import_module("motif").register()
    recorder = Recorder(root, out)
    recorder.start()
    status = commands[0](list(arguments))
    recorder.stop()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # some of Blender's wheels hang on their own way out


def _write_scene(out: Path, take: Path) -> None:
    """A .blend with an armature of a take's skeleton: metres, a bone a joint, Y up turned to Blender's Z up."""
    bpy: Any = importlib.import_module("bpy")
    np: Any = importlib.import_module("numpy")
    with np.load(take) as arrays:
        names, parents, offsets = (arrays[key].tolist() for key in ("names", "parents", "offsets"))
    bpy.ops.wm.read_factory_settings(use_empty=True)
    armature = bpy.data.objects.new("Body", bpy.data.armatures.new("Body"))
    bpy.context.scene.collection.objects.link(armature)
    bpy.context.view_layer.objects.active = armature
    bpy.ops.object.mode_set(mode="EDIT")
    bones = []
    for name, parent, (x, y, z) in zip(names, parents, offsets):
        bone = armature.data.edit_bones.new(name)
        bone.head = (x, -z, y)
        if parent >= 0:
            bone.parent = bones[parent]
            bone.head += bones[parent].head
        bone.tail = (*bone.head[:2], bone.head[2] + 0.1)
        bones.append(bone)
    bpy.ops.object.mode_set(mode="OBJECT")
    bpy.ops.wm.save_as_mainfile(filepath=str(out))
    sys.stdout.flush()
    os._exit(0)


def main(arguments: Sequence[str]) -> None:
    """`record ROOT OUT -m MODULE ...`, `blender ROOT OUT FOLDER ARGUMENTS` or `scene ROOT OUT TAKE`."""
    mode, root, out, *rest = arguments
    sys.path.pop(0)  # this file's folder
    if mode == "record":
        _record(Path(root), Path(out), rest)
    elif mode == "blender":
        _record_blender(Path(root), Path(out), Path(rest[0]), rest[1:])
    else:
        _write_scene(Path(out), Path(rest[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
