"""Ctrl-C, SIGTERM and outputs that are inputs, without a window."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import bpy
import pytest

from tests.blender import helpers as h
from tests.blender.cli.test_generate import _folder, _main, _scene, _walk_file


def _front() -> list[str]:
    """What runs the command line as a process of its own: the wheel's Python, or this Blender."""
    if getattr(bpy.app, "module", False) or not bpy.app.binary_path:
        code = f"import sys; sys.path.insert(0, {str(h.LINK)!r}); from motif import batch; batch.run_as_program()"
        return [sys.executable, "-c", code]
    script = str(h.LINK / "motif" / "batch.py")
    return [bpy.app.binary_path, "-b", "--factory-startup", "--python", script, "--"]


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("batch", [False, True])
def test_a_signal_ends_a_command_with_a_sentence(number, status, batch):
    with _folder() as folder, h.engine():
        scene = _scene(folder)
        before = scene.read_bytes()
        ready = folder / "ready.txt"
        words = ["generate", "--scene", scene, "--armature", "Hero", "--text", "walk slowly", "--overwrite"]
        if batch:
            row = {"scene": scene.name, "armature": "Hero", "text": "walk", "out": "first.blend"}
            rows = [row, {**row, "text": "walk slowly", "out": "a.blend"}]
            (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
            words = ["batch", folder / "rows.jsonl"]
        with ready.open("wb") as err:
            process = subprocess.Popen([*_front(), *map(str, words)], stdout=subprocess.DEVNULL, stderr=err)
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
            if not children.exists():
                pytest.skip("needs Linux's /proc to see the engine start")
            first = folder / "rows.jsonl.journal"  # the second row is at work once the first is noted
            while process.poll() is None and (
                (batch and not (first.exists() and b'"made"' in first.read_bytes()))
                or "fake_engine" not in _commands(process.pid)
            ):
                time.sleep(0.05)
            time.sleep(1.0)
            process.send_signal(number)
            assert process.wait(60) == status
        said = ready.read_text(encoding="utf-8", errors="replace")
        assert "motif-blender: Stopped." in said and "Traceback" not in said
        assert scene.read_bytes() == before
        left = {p.name for p in folder.iterdir()} - {"scene.blend", "ready.txt", "rows.jsonl"}
        if batch:
            told = json.loads((folder / "rows.jsonl.blender-report.json").read_text(encoding="utf-8"))
            assert [(row["line"], row["state"]) for row in told["results"]] == [(1, "made")]
            left -= {
                "first.blend",
                "rows.jsonl.journal",
                "rows.jsonl.blender-report.json",
                "rows.jsonl.blender-report.txt",
            }
        assert not left


def _commands(pid: int) -> str:
    """The command lines of a process's children."""
    found = ""
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            command = Path(f"/proc/{child}/cmdline")
            found += command.read_bytes().decode(errors="replace") if command.exists() else ""
    return found


def test_nothing_is_written_over_what_is_read():
    with _folder() as folder, h.engine():
        scene, walk = _scene(folder), _walk_file(folder)
        rig = folder / "rig.blend"
        shutil.copyfile(scene, rig)
        (folder / "link.blend").symlink_to(rig)
        (folder / "map.json").write_text("{}", encoding="utf-8")
        before = {p.name: p.read_bytes() for p in folder.iterdir()}
        say = ["--armature", "Hero", "--text", "walk", "--frames", "9"]
        put = ["retarget", "--motion", walk, "--rig", rig]
        for words in (
            ["generate", "--rig", rig, "--save", rig, *say],
            ["generate", "--rig", rig, "--save", folder / "link.blend", *say],
            ["generate", "--scene", scene, "--report", scene, *say], ["generate", "--scene", scene, "--map",
             folder / "map.json", "--report", folder / "x" / ".." / "map.json", *say],
            [*put, "--out", rig], [*put, "--out", folder / "link.blend"], [*put, "--out", walk],
            [*put, "--out", folder / "a.blend", "--report", walk],
            [*put, "--out", folder / "a.blend", "--report", folder / "a.blend"],
        ):  # fmt: skip
            status, _, err = _main(*words)
            assert status == 1 and "name another file" in err, (words, err)
            assert {p.name: p.read_bytes() for p in folder.iterdir()} == before, words
