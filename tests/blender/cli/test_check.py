"""`motif-blender check` and `clean`."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import bpy

from tests.blender import helpers as h
from tests.blender.checks.test_checks import put
from tests.blender.cli.test_generate import _main


def test_check_and_clean_a_scene():
    put("jolt", "rigify", roll=25)
    with tempfile.TemporaryDirectory() as folder:
        scene, report, out = (Path(folder) / name for name in ("shot.blend", "r.json", "clean.blend"))
        bpy.ops.wm.save_as_mainfile(filepath=str(scene))
        before = scene.read_bytes()
        status, said, _ = _main("check", "--scene", scene, "--armature", "Rig", "--report", report)
        told = json.loads(report.read_text(encoding="utf-8"))
        first = told["problems"][0]
        assert status == 0 and first["kind"] == "jolt" and first["first"] <= 61 <= first["last"]
        assert told["armature"] == "Rig" and told["frames"] == [11, 110] and said.startswith("problem")
        assert {"kind", "joint", "first", "last", "worst", "limit"} <= set(first)
        assert scene.read_bytes() == before and list(bpy.data.actions) == [bpy.data.actions["mocap"]]

        status, said, _ = _main("clean", "--scene", scene, "--keys", "sparse:0.5,3", "--save", out, "--json")
        told = json.loads(said.splitlines()[-1])
        assert status == 0 and told["action"] == "mocap clean"
        assert told["after"]["spikes"] == 0 < told["before"]["spikes"]
        bpy.ops.wm.open_mainfile(filepath=str(out))
        assert bpy.data.actions["mocap"] and bpy.data.objects["Rig"].animation_data.action.name == "mocap clean"
        status, _, err = _main("check", "--scene", Path(folder) / "none.blend")
        assert status == 1 and err.startswith("motif-blender: ") and "Traceback" not in err
        status, _, err = _main("clean", "--scene", scene, "--feet", "3")
        assert status == 1 and "feet is 3" in err


def test_an_armature_without_animation_is_said():
    h.build("mixamo", "Still")
    status, _, err = _main("check", "--armature", "Still")
    assert status == 1 and "no animation" in err
    assert _main("check", "--nonsense")[0] == 2
