"""A manifest's rows as keyframes in .blend copies, on the fake engine."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import bpy
import numpy as np
import pytest

from tests.blender import helpers as h
from tests.blender.cli.test_generate import _folder, _main, _outside, _scene
from tests.blender.fake_engine import walk
from tests.small_disk import fill, small_disk


def _manifest(folder: Path, *rows: dict, name: str = "shots.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def _batch(path: Path, *words: object) -> tuple[int, dict, str]:
    status, said, err = _main("batch", path, "--json", *map(str, words))
    return status, json.loads(said.strip().splitlines()[-1]), err


def _two_heroes(folder: Path) -> Path:
    h.build("mixamo", "Hero")
    h.place(h.build("unreal", "Villain"), (2, 0, 0))
    path = folder / "shot.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(path))
    return path


def _keys(path: Path, name: str) -> np.ndarray:
    """Every key of an armature's Action in a file: (curve, frame, value)."""
    bpy.ops.wm.open_mainfile(filepath=str(path))
    data = bpy.data.objects[name].animation_data
    curves = h.part("animation.actions").action_curves(data.action, getattr(data, "action_slot", None))
    return np.array([(i, *key.co) for i, curve in enumerate(curves) for key in curve.keyframe_points])


def _alike(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether keys made twice are the same, but for the last bits of their values.

    numpy 1.24, which Blender 3.4 brings, has two ways to a sine and to a sum, a last bit apart, and chooses by how its
    operands lie in memory.
    """
    return a.shape == b.shape and bool(np.abs(a - b).max() < 1e-6)


def test_rows_as_keyframes_in_copies():
    with _folder() as folder, h.engine():
        scene = _two_heroes(folder)
        before = scene.read_bytes()
        np.savez(folder / "walk.npz", meta="{}", **walk(60, 30.0, 1).to_arrays())
        shot = {"scene": "shot.blend", "text": "a person walks"}
        path = _manifest(
            folder,
            {**shot, "armature": "Hero", "range": "11-40", "takes": 2, "seed": 5, "out": "out/both.blend"},
            {**shot, "armature": "Villain", "seconds": 1, "out": "out/both.blend"},
            {"text": "a person walks", "out": "walk2.npz"},
            {"scene": "shot.blend", "motion": "walk.npz", "armature": "Villain", "foot_lock": "none",
             "out": "moved.blend"},
        )  # fmt: skip
        status, said, err = _batch(path)
        assert status == 0 and (said["made"], said["left"], said["failed"]) == (3, 1, []), err
        assert scene.read_bytes() == before
        assert sorted(p.name for p in folder.rglob("*.blend")) == ["both.blend", "moved.blend", "shot.blend"]
        assert not [*folder.rglob("*.blend1")]
        bpy.ops.wm.open_mainfile(filepath=str(folder / "out" / "both.blend"))
        hero, villain = bpy.data.objects["Hero"], bpy.data.objects["Villain"]
        frame_range = h.part("animation.actions").frame_range
        assert len(hero.motif.takes) == 2 and frame_range(hero.animation_data.action) == (11, 40)
        assert frame_range(villain.animation_data.action) == (1, 24)
        report = json.loads(Path(said["report"]).read_text(encoding="utf-8"))
        first, moved = report["results"][0], report["results"][3]
        assert [take["seed"] for take in first["takes"]] == [5, 6] and "skate_share" in first["takes"][0]["quality"]
        assert "skate_mm" in moved["takes"][0]["quality"] and first["seconds"] > 0
        assert "11-40" in Path(said["report"]).with_suffix(".txt").read_text(encoding="utf-8")
        # Nothing is done twice.
        times = {p: p.stat().st_mtime_ns for p in folder.rglob("*.blend")}
        status, said, _ = _batch(path)
        assert status == 0 and (said["made"], said["there"]) == (0, 3)
        assert times == {p: p.stat().st_mtime_ns for p in folder.rglob("*.blend")}


def test_a_copy_gets_the_rows_that_it_lacks():
    with _folder() as folder, h.engine():
        _two_heroes(folder)
        shot = {"scene": "shot.blend", "text": "a person walks", "seconds": 1, "out": "out.blend"}
        hero, villain = {**shot, "armature": "Hero", "seed": 3}, {**shot, "armature": "Villain", "seed": 4}
        assert _batch(_manifest(folder, hero))[0] == 0
        first = _keys(folder / "out.blend", "Hero")
        status, said, _ = _batch(_manifest(folder, hero, villain))
        assert status == 0 and (said["made"], said["there"]) == (1, 1)
        assert np.array_equal(_keys(folder / "out.blend", "Hero"), first)
        both = _keys(folder / "out.blend", "Villain")
        # One row says something else now: made from the scene again, with the other beside it.
        status, said, _ = _batch(_manifest(folder, {**hero, "seed": 9}, villain))
        assert status == 0 and (said["made"], said["there"]) == (2, 0)
        assert not _alike(_keys(folder / "out.blend", "Hero"), first)
        assert len(bpy.data.actions) == 2
        assert _alike(_keys(folder / "out.blend", "Villain"), both)


def test_the_same_keys_whatever_the_order():
    with _folder() as folder, h.engine():
        _two_heroes(folder)
        rows = [
            {
                "scene": "shot.blend",
                "armature": name,
                "text": "a person walks",
                "seconds": 1,
                "seed": 2,
                "out": "{}.blend",
            }
            for name in ("Hero", "Villain")
        ]
        for order, out in ((rows, "a"), (rows[::-1], "b")):
            made = [{**row, "out": row["out"].format(out)} for row in order]
            assert _batch(_manifest(folder, *made, name=f"{out}.jsonl"))[0] == 0
        for name in ("Hero", "Villain"):
            assert _alike(_keys(folder / "a.blend", name), _keys(folder / "b.blend", name))


def test_a_row_that_fails_leaves_the_others():
    with _folder() as folder, h.engine():
        _two_heroes(folder)
        shot = {"scene": "shot.blend", "seconds": 1, "out": "out.blend"}
        rows = [
            {**shot, "armature": "Hero", "text": "the worker dies"}, {**shot, "armature": "Nobody", "text": "walks"},
            {**shot, "armature": "Villain", "text": "walks"},
        ]  # fmt: skip
        status, said, err = _batch(_manifest(folder, *rows), "--retries", "1")
        assert status == 1 and (said["made"], [f["line"] for f in said["failed"]]) == (1, [1, 2]), said
        assert said["tries_again"] == 1 and "Trying again" in err and "Nobody" in said["failed"][1]["message"]
        assert len(_keys(folder / "out.blend", "Villain")) > 0
        rows = [{**rows[0], "text": "walks"}, {**rows[1], "armature": "Hero", "seed": 8}, rows[2]]
        status, said, _ = _batch(_manifest(folder, *rows))
        assert status == 0 and (said["made"], said["there"]) == (2, 1)
        assert len(_keys(folder / "out.blend", "Hero")) > 0 and len(bpy.data.actions) == 3


def test_a_rig_that_is_no_scene():
    with _folder() as folder, h.engine():
        source = h.part("retarget.motion").Motion.from_arrays(walk(40, 24.0, 1).to_arrays())
        h.part("retarget.formats.bvh").write_bvh(source, folder / "person.bvh")
        row = {"rig": "person.bvh", "text": "a person walks", "seconds": 20, "out": "on.blend"}
        status, said, err = _batch(_manifest(folder, row))
        assert status == 0 and said["made"] == 1, err
        bpy.ops.wm.open_mainfile(filepath=str(folder / "on.blend"))
        assert bpy.context.scene.frame_end == 480 and bpy.data.objects["person"].animation_data.action is not None
        # The same on the command line.
        words = ["generate", "--rig", folder / "person.bvh", "--text", "a person walks", "--range", "5-20"]
        assert "--out" in _main(*words)[2]
        status, _, err = _main(*words, "--save", folder / "alone.blend")
        assert status == 0, err
        assert set(_keys(folder / "alone.blend", "person")[:, 1]) == set(range(5, 21))


def test_everything_is_checked_before_anything_is_made():
    with _folder() as folder, h.engine():
        _two_heroes(folder)
        good = {"scene": "shot.blend", "text": "a person walks", "out": "good.blend"}
        cases = {
            "invalid choice": {**good, "loop": "twice", "out": "b.blend"},
            "1 to 32": {**good, "takes": 99, "out": "b.blend"},
            "English": {**good, "text": "歩く", "out": "b.blend"},
            "not a .blend": {**good, "out": "b.npz"},
            "polka": {"scene": "shot.blend", "audio": "scene", "style": "polka:loud", "out": "b.blend"},
        }
        for words, row in cases.items():
            status, _, err = _main("batch", _manifest(folder, good, row))
            last = err.strip().splitlines()[-1]
            assert status == 1 and last.startswith("motif-blender: Line 2 of shots.jsonl: ") and words in last, err
        assert [p.name for p in folder.glob("*.blend")] == ["shot.blend"]
        status, _, err = _main("batch", _manifest(folder, {"text": "a person walks", "out": "a.npz"}))
        assert status == 1 and "motif batch" in err
        status, _, err = _main("batch", _manifest(folder, good), "--workers", "2")
        assert status == 1 and "leave out --workers" in err and not (folder / "good.blend").exists()
        assert _main("batch", _manifest(folder, good), "--workers", "1", "--check")[0] == 0


def test_an_in_between_in_a_scene():
    with _folder() as folder, h.engine():
        _two_heroes(folder)
        shot = {"scene": "shot.blend", "armature": "Hero"}
        assert _batch(_manifest(folder, {**shot, "text": "a person walks", "range": "1-60", "out": "a.blend"}))[0] == 0
        before = _keys(folder / "a.blend", "Hero")
        row = {
            "scene": "a.blend",
            "armature": "Hero",
            "frames": "20-30",
            "parts": ["arms"],
            "pins": "25",
            "out": "b.blend",
        }
        status, said, err = _batch(_manifest(folder, row))
        assert status == 0 and said["made"] == 1, err
        after = _keys(folder / "b.blend", "Hero")
        outside = (after[:, 1] < 20) | (after[:, 1] > 30)
        kept = {tuple(key) for key in before if key[1] < 20 or key[1] > 30}
        assert {tuple(key) for key in after[outside]} == kept and not np.array_equal(before, after)


def test_as_a_process():
    with _folder() as folder, h.engine():
        scene = _scene(folder)
        path = _manifest(folder, {"scene": "scene.blend", "text": "walk", "frames": 24, "out": "out.blend"})
        words = ["batch", path, "--json"]
        if getattr(bpy.app, "module", False) or not bpy.app.binary_path:
            import sys

            code = f"import sys; sys.path.insert(0, {str(h.LINK)!r}); from motif import batch; batch.run_as_program()"
            front = [sys.executable, "-c", code]
        else:
            front = [bpy.app.binary_path, "-b", scene, "--factory-startup", "--python", h.LINK / "motif" / "batch.py",
                     "--"]  # fmt: skip
        done = _outside([*front, *words])
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout.strip().splitlines()[-1])["made"] == 1 and os.path.exists(folder / "out.blend")


@pytest.mark.skipif(bpy.app.version < (4, 2), reason="the scene is of Blender 4.2")
def test_rows_of_an_earlier_version_are_there_and_made_anew_as_they_were(tmp_path):
    for name in ("earlier_shots.jsonl", "earlier_shots.journal.jsonl", "earlier_takes.blend"):
        shutil.copy(h.HERE / "data" / name, tmp_path)
    np.savez(tmp_path / "walk.npz", **walk(20, 12, 1).to_arrays())
    (tmp_path / "clicks.wav").touch()
    out, manifest, journal = (
        tmp_path / name for name in ("shots.blend", "earlier_shots.jsonl", "earlier_shots.journal.jsonl")
    )
    known = json.loads(journal.read_text(encoding="utf-8"))["rows"]
    out.touch()  # holds them all, as the journal says
    _, report, _ = _batch(manifest)
    assert report["there"] == len(known) == 8
    out.unlink()
    with h.engine():
        _, report, _ = _batch(manifest)
    assert report["made"] == len(known)
    now = tmp_path / "earlier_shots.jsonl.journal"
    latest = json.loads(now.read_text(encoding="utf-8").splitlines()[-1])["rows"]
    assert latest.keys() == known.keys()
    for key, row in known.items():
        for now, before in zip(latest[key]["takes"], row["takes"], strict=True):
            assert (now.get("seed"), now["frames"]) == (before.get("seed"), before["frames"])
            # Since then named by frames, not numbers, and a rest of a pose after the Action that it is of.
            assert now["action"].startswith(before["action"].split(".")[0]) or "pose at" in now["action"]


def test_rows_that_read_what_others_make_come_after_them():
    with _folder() as folder, h.engine():
        samples = h.ROOT / "docs" / "samples"
        shutil.copy(samples / "rig.bvh", folder)
        shutil.copy(samples / "walk.bvh", folder)
        rows = [
            {"scene": "shot.blend", "text": "walk", "frames": 20, "out": "next.blend"},
            {"rig": "rig.bvh", "motion": "walk.bvh", "out": "shot.blend"},
            {"rig": "rig.bvh", "motion": "made.npz", "out": "made.blend"},
            {"text": "a person walks", "out": "made.npz"},
        ]
        path = folder / "rows.jsonl"
        path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        assert _batch(path, "--check")[0] == 0
        status, _, err = _batch(path)
        assert status == 1 and "line 4 makes: run “motif batch rows.jsonl” first" in err
        path.write_text("\n".join(map(json.dumps, rows[:2])), encoding="utf-8")
        status, report, err = _batch(path)
        assert status == 0 and report["made"] == 2, err
        assert (folder / "next.blend").is_file()


def test_what_a_batch_may_not_write_over():
    with _folder() as folder, h.engine():
        scene = _two_heroes(folder)
        shot = {"scene": "shot.blend", "armature": "Hero", "text": "a person walks", "seconds": 1}
        (folder / "link.blend").symlink_to(scene)
        (folder / "theirs.blend").write_bytes(scene.read_bytes())
        shutil.copyfile(scene, folder / "t1.blend")
        for rows, words in (
            ([{**shot, "out": "t1.blend"}, {**shot, "scene": "t1.blend", "out": "t9.blend"}], "line 2's scene"),
            ([{**shot, "out": "link.blend"}], "is the scene itself"),
            ([{**shot, "out": "a.blend"}, {**shot, "armature": "Villain", "out": "x/../a.blend"}], "line 1 writes"),
            ([{**shot, "out": "theirs.blend"}], "no run of this manifest made it"),
        ):
            path = _manifest(folder, *rows)
            before = {p.name: p.read_bytes() for p in folder.iterdir()}
            status, said, err = _batch(path)
            assert status == 1 and words in said["error"], (said, err)
            assert {p.name: p.read_bytes() for p in folder.iterdir()} == before
        path = _manifest(folder, {**shot, "out": "theirs.blend"})
        before = path.read_bytes()
        status, said, _ = _batch(path, "--report", path)
        assert status == 1 and "over the manifest" in said["error"] and path.read_bytes() == before
        assert _batch(path, "--overwrite")[0] == 0
        # Its own work is a batch's to make anew, unless somebody went on from it.
        assert _batch(_manifest(folder, {**shot, "seed": 5, "out": "theirs.blend"}))[0] == 0
        bpy.ops.wm.open_mainfile(filepath=str(folder / "theirs.blend"))
        bpy.context.scene["worked_on"] = True  # type: ignore[reportOptionalSubscript]
        bpy.ops.wm.save_mainfile()
        status, said, _ = _batch(_manifest(folder, {**shot, "seed": 6, "out": "theirs.blend"}))
        assert status == 1 and "no run of this manifest made it so" in said["error"]


def test_a_full_disk_leaves_the_copies_that_are_whole():
    with _folder() as folder, h.engine():
        scene = _two_heroes(folder)
        size = scene.stat().st_size // 1024
        with small_disk(folder / "disk", 2 * size + 900) as disk:
            shutil.copyfile(scene, folder / "shot2.blend")
            shot = {"armature": "Hero", "text": "a person walks", "seconds": 1}
            rows = [
                {**shot, "scene": str(scene), "out": "first.blend"},
                {**shot, "scene": str(scene), "out": "b.blend"},
            ]
            path = _manifest(disk, rows[0])
            status, _, err = _batch(path, "--report", folder / "r.json")
            assert status == 0, err
            first = (disk / "first.blend").read_bytes()
            _manifest(disk, *rows)
            fill(disk, 16 * 1024)
            status, said, err = _batch(path, "--report", folder / "r.json")
            assert status == 1 and (said["made"], said["there"]) == (0, 1), (said, err)
            assert "no room left on the disk" in said["failed"][0]["message"]
            assert (disk / "first.blend").read_bytes() == first and not [*disk.glob(".*")]
            assert sorted(p.name for p in disk.glob("*.blend*")) == ["first.blend"]
            journal = (disk / "shots.jsonl.journal").read_text(encoding="utf-8")
            assert [line for line in journal.splitlines() if '"made"' in line and "b.blend" in line] == []
            (disk / "ballast").unlink()
            status, said, err = _batch(path, "--report", folder / "r.json")
            assert status == 0 and (said["made"], said["there"]) == (1, 1), err


def test_a_copy_that_fails_in_a_way_nobody_thought_of(monkeypatch):
    with _folder() as folder, h.engine():
        _two_heroes(folder)
        shot = {"scene": "shot.blend", "armature": "Hero", "text": "a person walks", "seconds": 1}
        path = _manifest(folder, {**shot, "out": "a.blend"}, {**shot, "out": "b.blend"})
        saving = h.part("rig.saving")
        real = saving.write_copy

        def write_copy(beside: Path, out: Path) -> None:
            if out.name == "a.blend":
                raise KeyError("poses")
            real(beside, out)

        monkeypatch.setattr(saving, "write_copy", write_copy)
        status, said, _ = _batch(path)
        assert status == 1 and (said["made"], [f["line"] for f in said["failed"]]) == (1, [1])
        assert not (folder / "a.blend").exists() and not [*folder.glob(".*")]
