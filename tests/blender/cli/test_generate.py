"""Without a window: the command line in this process, and Blender's own ways in."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import bpy
import numpy as np
import pytest

from tests.blender import helpers as h
from tests.blender.fake_engine import walk


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _main(*words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = h.part("batch").main([str(word) for word in words])
    return status, out.getvalue(), err.getvalue()


def _scene(folder: Path, family="mixamo") -> Path:
    h.build(family, "Hero")
    h.build("rigify", "Crate", leave_out=tuple(r for r in h.part("retarget.motion").CANONICAL_NAMES if "_" in r))
    path = folder / "scene.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(path))
    return path


def _walk_file(folder: Path) -> Path:
    path = folder / "walk.npz"
    np.savez(path, meta="{}", **walk(60, 30.0, 1).to_arrays())
    return path


def test_generate():
    with _folder() as folder, h.engine():
        scene, out = _scene(folder), folder / "out.blend"
        status, said, _ = _main(
            "generate", "--scene", scene, "--armature", "Hero", "--text", "a person walks", "--seconds", "2",
            "--seed", "7", "--takes", "2", "--save", out, "--json",
        )  # fmt: skip
        assert status == 0
        report = json.loads(said.strip().splitlines()[-1])
        assert report["family"] == "Mixamo" and report["map"]["left_knee"]["bone"] == "mixamorig:LeftLeg"
        assert [take["seed"] for take in report["takes"]] == [7, 8]
        assert report["takes"][0]["frames"] == [1, 48] and "skate_share" in report["quality"]
        bpy.ops.wm.open_mainfile(filepath=str(out))
        hero = bpy.data.objects["Hero"]
        assert hero.animation_data.action.name == report["takes"][0]["action"]
        assert len(hero.motif.takes) == 2
        bpy.ops.wm.open_mainfile(filepath=str(scene))
        assert not bpy.data.actions


def test_generate_picks_the_body_and_saves_over_the_scene():
    with _folder() as folder, h.engine():
        scene = _scene(folder)
        status, _, _ = _main("generate", "--scene", scene, "--text", "a person walks", "--frames", "30", "--start", "5",
                             "--overwrite")  # fmt: skip
        assert status == 0
        bpy.ops.wm.open_mainfile(filepath=str(scene))
        assert h.part("animation.actions").frame_range(bpy.data.objects["Hero"].animation_data.action) == (5, 34)


def test_failures_are_one_sentence():
    with _folder() as folder, h.engine():
        scene = _scene(folder)
        bytes_before = scene.read_bytes()
        cases = {
            "empty": ("--text", " "),
            "Hero": ("--text", "walk", "--armature", "Nobody"),
            "seconds": ("--text", "walk", "--seconds", "1e4"),
            "--seconds": ("--text", "walk", "--seconds", "-1"),
            "--takes": ("--text", "walk", "--takes", "0"),
            "Crate": ("--text", "walk", "--armature", "Crate"),
            "generate again": ("--text", "the worker dies"),
            "damaged": ("--text", "the weights are broken"),
            "bone map": ("--text", "walk", "--map", "/nowhere.json"),
        }
        for words, arguments in cases.items():
            status, _, err = _main("generate", "--scene", scene, "--overwrite", *arguments)
            sentence = err.strip().splitlines()[-1]
            assert status == 1 and words in sentence and sentence.startswith("motif-blender: "), (words, err)
        assert scene.read_bytes() == bytes_before
        assert _main("generate", "--scene", folder / "no.blend", "--text", "walk")[0] == 1
        assert _main("generate", "--scene", scene, "--text", "walk", "--frames", "24", "--overwrite")[0] == 0


def test_a_folder_that_cant_be_written():
    with _folder() as folder, h.engine():
        scene = _scene(folder)
        (folder / "file").write_text("in the way")
        status, _, err = _main("generate", "--scene", scene, "--text", "walk", "--save", folder / "file" / "out.blend")
        assert status == 1 and "can't be written" in err, err
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            return  # root writes anywhere
        folder.chmod(0o500)
        try:
            status, _, err = _main("generate", "--scene", scene, "--text", "walk", "--save", folder / "out.blend")
        finally:
            folder.chmod(0o700)
        assert status == 1 and "can't be written" in err, err


def test_usage():
    assert _main()[0] == 2
    assert _main("generate")[0] == 2
    assert _main("dance")[0] == 2
    assert _main("retarget", "--help")[0] == 0


def test_retarget_onto_a_blend():
    with _folder() as folder:
        scene, out, report = _scene(folder, "unreal"), folder / "out.blend", folder / "report.json"
        status, _, err = _main(
            "retarget", "--motion", _walk_file(folder), "--rig", scene, "--armature", "Hero", "--out", out,
            "--report", report, "--foot-lock", "none",
        )  # fmt: skip
        assert status == 0, err
        said = json.loads(report.read_text(encoding="utf-8"))
        assert said["map"]["left_knee"]["bone"] == "calf_l" and "skate_mm" in said["quality"]
        bpy.ops.wm.open_mainfile(filepath=str(out))
        hero = bpy.data.objects["Hero"]
        frames = range(1, 45, 4)
        motion = h.part("retarget.motion")
        source = motion.resample(h.part("rig.importing").read_motion(_walk_file(folder)), 24.0)
        points = {role: p[[f - 1 for f in frames]] for role, p in h.source_points(source).items()}
        assert h.limb_error(h.pose_points(hero, h.roles_of(hero), frames), points) < 3


def test_retarget_a_bvh_onto_a_bvh_with_a_map():
    with _folder() as folder:
        bvh, motion = h.part("retarget.formats.bvh"), h.part("retarget.motion")
        source = motion.Motion.from_arrays(walk(40, 24.0, 1).to_arrays())
        bvh.write_bvh(source, folder / "walk.bvh")
        (folder / "map.json").write_text(json.dumps({"left_foot": None, "neck": {"bone": "neck"}}))
        out = folder / "out.blend"
        status, said, err = _main(
            "retarget", "--motion", folder / "walk.bvh", "--rig", folder / "walk.bvh", "--map", folder / "map.json",
            "--out", out, "--json", "--foot-lock", "none",
        )  # fmt: skip
        assert status == 0, err
        report = json.loads(said.strip().splitlines()[-1])
        assert report["missing"] == ["left_foot"]
        bpy.ops.wm.open_mainfile(filepath=str(out))
        rig = bpy.data.objects["walk"]
        frames = range(1, 40, 6)
        points = {role: p[[f - 1 for f in frames]] for role, p in h.source_points(source).items()}
        assert h.limb_error(h.pose_points(rig, h.roles_of(rig), frames), points) < 3


def test_retarget_failures():
    with _folder() as folder:
        walk_file, scene, out = _walk_file(folder), _scene(folder), folder / "out.blend"
        (folder / "bad.npz").write_bytes(b"not a zip")
        (folder / "bad.bvh").write_text("HIERARCHY\nROOT")
        (folder / "bad.blend").write_bytes(b"BLENDER?" * 10)
        cases = {
            "bad.npz": (folder / "bad.npz", scene),
            "bad.bvh": (folder / "bad.bvh", scene),
            "no.npz": (folder / "no.npz", scene),
            "motion that can be read": (scene, scene),
            "rig that can be read": (walk_file, walk_file),
            "bad.blend": (walk_file, folder / "bad.blend"),
            "no.fbx": (walk_file, folder / "no.fbx"),
        }
        for words, (motion, rig) in cases.items():
            status, _, err = _main("retarget", "--motion", motion, "--rig", rig, "--out", out)
            assert status == 1 and words in err.strip().splitlines()[-1], (words, err)
        assert not out.exists()


def _outside(command: list, **places: str) -> subprocess.CompletedProcess:
    env = {**os.environ, **places}
    return subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, env=env, timeout=120, check=False
    )


def test_as_a_process():
    """The wheel as `python -m`, or this Blender with `--python batch.py --`: status, and JSON on the last line."""
    with _folder() as folder, h.engine():
        scene, out = _scene(folder), folder / "out.blend"
        words = ["generate", "--armature", "Hero", "--text", "walk", "--frames", "24", "--save", out, "--json"]
        if getattr(bpy.app, "module", False) or not bpy.app.binary_path:
            code = f"import sys; sys.path.insert(0, {str(h.LINK)!r}); from motif import batch; batch.run_as_program()"
            front = [sys.executable, "-c", code]
            words += ["--scene", scene]
        else:
            front = [bpy.app.binary_path, "-b", scene, "--factory-startup", "--python", h.LINK / "motif" / "batch.py",
                     "--"]  # fmt: skip
        done = _outside([*front, *words])
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout.strip().splitlines()[-1])["takes"][0]["frames"] == [1, 24]
        assert out.exists()
        done = _outside([*front, *words, "--takes", "99"])
        assert done.returncode == 1 and "--takes" in done.stderr.strip().splitlines()[-1], done.stderr
        assert _outside([*front, "generate"]).returncode == 2


def test_blender_command():
    """`blender --background FILE --command motif ...`, from 4.2 on."""
    if getattr(bpy.app, "module", False) or not bpy.app.binary_path or bpy.app.version < (4, 2, 0):
        pytest.skip("no --command here")
    with _folder() as folder, h.engine():
        scene, out = _scene(folder), folder / "out.blend"
        scripts = folder / "scripts" / "addons"
        scripts.mkdir(parents=True)
        (scripts / "motif").symlink_to(h.LINK / "motif")
        front = [bpy.app.binary_path, "--background", scene, "--addons", "motif", "--command", "motif"]
        done = _outside(
            [*front, "generate", "--armature", "Hero", "--text", "walk", "--frames", "24", "--save", out, "--json"],
            BLENDER_USER_SCRIPTS=str(folder / "scripts"),
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert out.exists()


def test_retarget_onto_a_folder_of_rigs():
    with _folder() as folder:
        rigs, out = folder / "rigs", folder / "out"
        rigs.mkdir()
        _scene(rigs, "unreal")
        h.part("retarget.formats.bvh").write_bvh(
            h.part("rig.importing").read_motion(_walk_file(folder)), rigs / "person.bvh"
        )
        words = ["retarget", "--motion", folder / "walk.npz", "--rig", rigs, "--out", out, "--json"]
        status, said, err = _main(*words)
        report = json.loads(said.strip().splitlines()[-1])
        assert status == 0 and report["failed"] == [], err
        for name in ("scene.blend", "person.bvh"):
            quality = report["rigs"][name]["quality"]
            assert quality["locked_mm_worst"] < 2 and quality["limb_degrees"] < 3, quality
            assert (out / f"{name}.blend").is_file()
        (rigs / "bad.bvh").write_text("HIERARCHY\nROOT")
        status, said, err = _main(*words)
        report = json.loads(said.strip().splitlines()[-1])
        assert status == 1 and report["failed"] == ["bad.bvh"] and len(report["rigs"]) == 3
        assert "bad.bvh" in err and (out / "person.bvh.blend").is_file()
        assert _main(*words[:-2], folder / "one.blend")[0] == 1
        (folder / "empty").mkdir()
        assert _main("retarget", "--motion", folder / "walk.npz", "--rig", folder / "empty", "--out", out)[0] == 1


def test_a_captured_file_is_brought_to_metres_and_to_the_floor():
    with _folder() as folder:
        motion, read = h.part("retarget.motion"), h.part("rig.importing").read_motion
        source = motion.Motion.from_arrays(walk(40, 24.0, 1).to_arrays())
        big = motion.Skeleton(source.skeleton.names, source.skeleton.parents, source.skeleton.offsets * 40)
        root = (source.root_pos + np.array([0, 0.7, 0])) * 40
        h.part("retarget.formats.bvh").write_bvh(motion.Motion(big, 24.0, root, source.rot), folder / "big.bvh")
        found = read(folder / "big.bvh")
        assert abs(h.part("retarget.feet.contact").floor_height(found)) < 0.02
        assert abs(np.ptp(found.root_pos[:, 2]) - np.ptp(source.root_pos[:, 2])) < 0.02
