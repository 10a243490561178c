"""Saving .blend files: whole or not at all, over links, with backups, on a disk that is full, cut off by a signal."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import bpy
import pytest

from tests.blender import helpers as h
from tests.blender.cli.test_generate import _folder, _main, _scene, _walk_file
from tests.small_disk import fill, small_disk


def _objects(path: Path) -> list[str]:
    load: Any = bpy.data.libraries.load
    with load(str(path)) as (found, _):
        return sorted(found.objects)


def _names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def _generate(scene: Path, *more: object) -> tuple[int, str, str]:
    return _main("generate", "--scene", scene, "--armature", "Hero", "--text", "walk", "--frames", "24", *more)


def test_over_the_scene_itself_with_a_backup():
    with _folder() as folder, h.engine():
        scene = _scene(folder)
        before = scene.read_bytes()
        status, _, err = _generate(scene)
        assert status == 1 and "--overwrite" in err and _names(folder) == ["scene.blend"], err
        status, _, err = _generate(scene, "--overwrite")
        assert status == 0, err
        assert _names(folder) == ["scene.blend", "scene.blend1"]
        assert (folder / "scene.blend1").read_bytes() == before and scene.read_bytes() != before
        assert Path(bpy.data.filepath) == scene
        once = scene.read_bytes()
        bpy.context.preferences.filepaths.save_version = 2
        try:
            assert _generate(scene, "--overwrite")[0] == 0
        finally:
            bpy.context.preferences.filepaths.save_version = 1
        assert _names(folder) == ["scene.blend", "scene.blend1", "scene.blend2"]
        assert (folder / "scene.blend1").read_bytes() == once and (folder / "scene.blend2").read_bytes() == before


def test_a_link_stays_and_relative_paths_hold():
    with _folder() as folder, h.engine():
        scene = _scene(folder)
        (folder / "far").mkdir()
        (folder / "picture.png").write_bytes(b"")
        bpy.ops.wm.open_mainfile(filepath=str(scene))
        image = bpy.data.images.new("Picture", 2, 2)
        image.source, image.filepath, image.use_fake_user = "FILE", "//picture.png", True
        bpy.ops.wm.save_mainfile()
        (folder / "link.blend").symlink_to(Path("far") / "real.blend")
        status, _, err = _generate(scene, "--save", folder / "link.blend")
        assert status == 0, err
        assert (folder / "link.blend").is_symlink() and _names(folder / "far") == ["real.blend"]
        bpy.ops.wm.open_mainfile(filepath=str(folder / "far" / "real.blend"))
        found = Path(bpy.path.abspath(bpy.data.images["Picture"].filepath)).resolve()
        assert found == (folder / "picture.png").resolve()


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9])
def test_a_full_disk_leaves_the_old_file(part):
    with _folder() as folder, h.engine():
        scene = _scene(folder)
        size = scene.stat().st_size
        with small_disk(folder / "disk", 2 * size // 1024 + 400) as disk:
            out = disk / "out.blend"
            status, _, err = _generate(scene, "--save", out)
            assert status == 0, err
            old = out.read_bytes()
            fill(disk, int(part * size))
            for way in (("--scene", out, "--overwrite"), ("--scene", scene, "--save", out)):
                status, said, err = _main(
                    "generate", *way, "--armature", "Hero", "--text", "run", "--frames", "24", "--json"
                )
                assert status == 1 and "no room left on the disk" in err, (said, err)
                assert "no room left" in json.loads(said.strip().splitlines()[-1])["error"]
                assert out.read_bytes() == old and _names(disk) == ["ballast", "out.blend"]
            status, _, err = _main("retarget", "--motion", _walk_file(folder), "--rig", scene, "--out", out)
            assert status == 1 and "no room left on the disk" in err
            assert out.read_bytes() == old and _names(disk) == ["ballast", "out.blend"]


def test_a_save_that_blender_calls_finished_and_is_none(monkeypatch):
    """What a full disk does to Blender 5.0: half a file, and no word of it."""
    saving = h.part("rig.saving")
    with _folder() as folder, h.engine():
        scene = _scene(folder)
        old, real = scene.read_bytes(), saving._save

        def half(path: Path) -> None:
            real(path)
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

        monkeypatch.setattr(saving, "_save", half)
        status, _, err = _generate(scene, "--overwrite")
        assert status == 1 and "can't be written (it was cut short)" in err
        assert scene.read_bytes() == old and _names(folder) == ["scene.blend"]


SAVING = """
import sys
sys.path.insert(0, {link!r})
from pathlib import Path
from typing import Any
import bpy
from motif.rig import saving, importing
importing.open_blend(Path({path!r}))
bpy.context.preferences.filepaths.save_version = 0
print("ready", flush=True)
while True:
    for name in ("first", "second"):
        bpy.context.scene["said"] = name * 1000
        saving.save_blend(Path({path!r}))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_kill_in_the_middle_of_a_save(number):
    with _folder() as folder:
        scene = _scene(folder)
        bpy.ops.wm.read_homefile(use_empty=True)
        objects = _objects(scene)
        code = SAVING.format(link=str(h.LINK), path=str(scene))
        if getattr(bpy.app, "module", False) or not bpy.app.binary_path:
            command = [sys.executable, "-c", code]
        else:
            command = [bpy.app.binary_path, "-b", "--factory-startup", "--python-expr", code]
        for delay in (0.05, 0.083, 0.121):
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
                assert process.stdout is not None
                while process.stdout.readline() not in (b"ready\n", b""):
                    pass
                time.sleep(delay)
                process.send_signal(number)
                with contextlib.suppress(OSError):
                    process.stdout.close()
            assert _objects(scene) == objects
            h.part("rig.saving")._check(scene)


def test_stray_bytes_in_names_and_words():
    if not sys.platform.startswith("linux"):
        pytest.skip("names of any bytes are Linux's")
    with _folder() as folder, h.engine():
        scene = _scene(folder)
        stray = os.fsdecode(os.fsencode(folder) + b"/o\xffut.blend")
        report = os.fsdecode(os.fsencode(folder) + b"/r\xff.json")
        status, said, err = _generate(scene, "--save", stray, "--report", report, "--json")
        assert status == 0 and os.path.exists(stray), err
        said.encode("utf-8")
        assert json.loads(said.strip().splitlines()[-1])["out"].endswith("o\ufffdut.blend")
        assert json.loads(Path(report).read_text(encoding="utf-8"))["out"].endswith("o\ufffdut.blend")
        motion = os.fsdecode(os.fsencode(folder) + b"/w\xff.npz")
        os.rename(_walk_file(folder), motion)
        status, _, err = _main("retarget", "--motion", motion, "--rig", scene, "--out", folder / "b.blend")
        assert status == 0, err
        status, _, err = _main("generate", "--scene", scene, "--text", "walk \udcff", "--overwrite")
        assert status == 1 and "no characters" in err and "Traceback" not in err


def test_a_character_with_its_take_in_other_programs_files():
    with _folder() as folder, h.engine():
        scene = _scene(folder)
        for kind, magic in ((".bvh", b"HIERARCHY"), (".glb", b"glTF"), (".fbx", b"Kaydara"), (".usdc", b"PXR-USDC")):
            status, _, err = _generate(scene, "--out", folder / "x" / f"hero{kind}")
            if status and "has no exporter" in err:  # a Blender built without
                assert kind not in (".bvh", ".glb")
                continue
            assert status == 0, err
            assert (folder / "x" / f"hero{kind}").read_bytes().startswith(magic)
        status, said, _ = _generate(scene, "--takes", "2", "--out", folder / "y" / "hero.bvh")
        assert status == 0 and "hero-1.bvh" in said and "hero-2.bvh" in said and "hero.bvh" not in said
        assert _names(folder / "y") == ["hero-1.bvh", "hero-2.bvh"]
        first, second = ((folder / "y" / name).read_text() for name in _names(folder / "y"))
        assert "Frames: 24" in first and first != second
        status, _, err = _generate(scene, "--out", folder / "hero.txt")
        assert status == 1 and ".glb" in err and not (folder / "hero.txt").exists()
