"""Two dancers from one press, and a stage that is an object of the scene."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import bpy
import numpy as np

from tests.blender import helpers as h
from tests.blender.sources.test_sound import _clicks, _rate


def _panel(folder: str):
    _rate(24)
    s = bpy.context.scene.motif
    s.source, s.sound.kind, s.start, s.takes = "audio", "file", 1, 1
    s.sound.file = _clicks(folder)
    return s.sound


def _request(armature) -> dict:
    return h.part("animation.actions").read_meta(armature.animation_data.action)["request"]


def _floor(width: float, depth: float, place, turn: float = 0.0):
    mesh = bpy.data.meshes.new("Floor")
    mesh.from_pydata(
        [(x * width / 2, y * depth / 2, 0) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))], [], [(0, 1, 2, 3)]
    )
    floor = bpy.data.objects.new("Floor", mesh)
    bpy.context.scene.collection.objects.link(floor)
    floor.location, floor.rotation_euler = place, (0, 0, turn)
    bpy.context.view_layer.update()
    return floor


def _active(armature) -> None:
    bpy.context.view_layer.objects.active = armature


def test_one_press_makes_two_dancers():
    with tempfile.TemporaryDirectory() as folder:
        sound = _panel(folder)
        second, first = h.build("rigify", "B"), h.build("mixamo", "A")
        second.location = (3, 0, 0)
        bpy.context.view_layer.update()
        _active(first)
        sound.partner, sound.second, sound.second_place, sound.apart = "mirrored", second, "beside", 2.0
        with h.engine():
            assert bpy.ops.motif.generate() == {"FINISHED"}
        one, two = _request(first), _request(second)
        assert first.motif.takes[-1].seed == second.motif.takes[-1].seed and "partner" not in one["dance"]
        assert two["dance"]["partner"] == "mirrored"
        # The rigs face -Y: the first one's left, 2 m away, lies a metre to the right of where the second stands.
        x, z, turn = two["dance"]["place"]
        assert abs(x + 1.0) < 0.05 and abs(z) < 0.01 and abs(turn) < 0.1, (x, z, turn)
        assert max(p[0] for p in one["dance"]["corners"]) < 0.8
        assert first.motif.takes and second.motif.takes


def test_a_second_dancer_faces_the_first_or_stands_where_it_is():
    with tempfile.TemporaryDirectory() as folder:
        sound = _panel(folder)
        second, first = h.build("mixamo", "B"), h.build("mixamo", "A")
        second.location, second.rotation_euler = (0, -2, 0), (0, 0, np.pi)
        second.rotation_mode = "XYZ"
        bpy.context.view_layer.update()
        _active(first)
        sound.partner, sound.second = "other", second
        for where in ("facing", "stands"):
            sound.second_place, sound.apart = where, 2.0
            with h.engine():
                assert bpy.ops.motif.generate() == {"FINISHED"}
            x, z, turn = _request(second)["dance"].get("place", (0, 0, 0))
            assert abs(x) < 0.05 and abs(z) < 0.05 and abs((turn + 180) % 360 - 180) < 0.5, (where, x, z, turn)
            assert int(second.motif.takes[-1].seed) == int(first.motif.takes[-1].seed) + 1


def test_what_is_missing_is_said_and_nothing_is_made():
    with tempfile.TemporaryDirectory() as folder:
        sound = _panel(folder)
        first = h.build("mixamo", "A")
        sound.partner = "canon"
        for said in ("no armature of its own", "none is chosen"):
            with h.engine():
                try:
                    bpy.ops.motif.generate()
                except RuntimeError as error:
                    assert said in str(error), error
                else:
                    raise AssertionError(said)
            assert not first.motif.takes
            sound.partner, sound.stage_shape = "none", "object"


def test_the_stage_is_an_objects_bounds():
    with tempfile.TemporaryDirectory() as folder:
        sound = _panel(folder)
        armature = h.build("mixamo", "A")
        sound.stage_shape, sound.stage_object = "object", _floor(4, 2, (1, 0, 0))
        with h.engine():
            assert bpy.ops.motif.generate() == {"FINISHED"}
        corners = np.array(_request(armature)["dance"]["corners"])
        # It faces -Y, with +X to its left.
        assert np.allclose(sorted(np.ptp(corners, axis=0)), [2, 4], rtol=0.1)
        assert np.allclose(corners.mean(axis=0), [1, 0], atol=0.1), corners
        words = ["generate", "--audio", sound.file, "--box", "Floor", "--takes", "1", "--seconds", "2"]
        with h.engine():
            assert h.part("batch").main([*words, "--save", str(Path(folder) / "out.blend")]) == 0
        assert np.allclose(_request(armature)["dance"]["corners"], corners, atol=1e-4)
        sound.stage_shape, sound.stage_size = "box", (4, 3)
        with h.engine():
            assert bpy.ops.motif.generate() == {"FINISHED"}
        assert np.allclose(np.ptp(_request(armature)["dance"]["corners"], axis=0), [4, 3])


def test_two_dancers_are_one_undo_step(monkeypatch):
    with tempfile.TemporaryDirectory() as folder:
        sound = _panel(folder)
        second, first = h.build("rigify", "B"), h.build("mixamo", "A")
        _active(first)
        sound.partner, sound.second, sound.second_place = "mirrored", second, "beside"
        session, steps = h.part("session.session"), []
        monkeypatch.setattr(session, "push_undo", steps.append)
        with h.engine():
            asked = h.part("takes.couple").dancers(
                first, bpy.context.scene, *h.part("takes.settings").from_panel(first, bpy.context.scene)
            )
            for placement, request in asked:
                session.submit(session.Job(placement, request, group=1))
            one_alone = False
            for _ in range(600):
                session._pump()
                one_alone |= bool(first.motif.takes) != bool(second.motif.takes)
                if not session.jobs():
                    break
                time.sleep(0.05)
        assert first.motif.takes and second.motif.takes and not one_alone
        assert len(steps) == 1, steps


def test_motif_blender_makes_two_dancers():
    with tempfile.TemporaryDirectory() as folder:
        sound = _panel(folder)
        first, second = h.build("mixamo", "A"), h.build("rigify", "B")
        second.location = (3, 0, 0)
        bpy.context.view_layer.update()
        words = ["generate", "--audio", sound.file, "--seconds", "2", "--armature", "A", "--dancers", "2"]
        out = ["--out", str(Path(folder) / "out.blend")]
        with h.engine():
            main = h.part("batch").main
            assert main([*words, *out]) == 1 and not first.motif.takes
            assert main([*words, "--second", "C", *out]) == 1 and not first.motif.takes
            assert (
                main([*words, "--second", "B", "--partner", "canon", "--placed", "facing", "--apart", "2", *out]) == 0
            )
            one, two = _request(bpy.data.objects["A"]), _request(bpy.data.objects["B"])
            assert "partner" not in one["dance"] and two["dance"]["partner"] == "canon"
            named = Path(folder) / "duo.bvh"
            assert main([*words, "--second", "B", "--placed", "stands", "--out", str(named)]) == 0
        assert named.is_file() and (Path(folder) / "duo-second.bvh").is_file()
