"""Both ways in: a folder of BVH files with captions, and the pack (where it is at hand)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.train.data import clips as data
from engine.train.data import windows
from retarget import quat
from retarget.formats import bvh
from retarget.motion import Motion, canonical_skeleton

PACK = Path(__file__).resolve().parents[5] / "shared" / "data"


def walk(frames: int = 60, fps: float = 60) -> Motion:
    """A figure that swings its legs and moves forward, 1 m/s."""
    skeleton = canonical_skeleton()
    rot = np.tile(quat.IDENTITY, (frames, 22, 1))
    swing = 0.4 * np.sin(np.arange(frames) / fps * 6)
    for joint, sign in ((1, 1), (2, -1)):
        rot[:, joint] = quat.from_axis_angle(np.array([1.0, 0.0, 0.0]), sign * swing)
    root = np.stack([np.zeros(frames), np.full(frames, 0.97), np.arange(frames) / fps], axis=-1, dtype=np.float32)
    return Motion(skeleton, fps, root, rot)


def studio(folder: Path, rows: str) -> Path:
    """A studio's folder: two takes in centimetres and a table."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("one", "two"):
        bvh.write_bvh(walk(), folder / f"{name}.bvh", scale=0.01)
    (folder / "captions.csv").write_text(rows, encoding="utf-8")
    return folder


def test_a_folder_of_bvh(tmp_path):
    rows = ("file,caption,category", "one.bvh,a person walks,walk", "one.bvh,strolling ahead,walk")
    rows += ("two.bvh,walks,walk",)
    table = "\n".join(rows)
    clips = data.load_folder(studio(tmp_path / "mocap", table))
    assert [c.id for c in clips] == ["one", "two"]
    assert clips[0].description == "a person walks; strolling ahead"
    motion = clips[0].motion
    assert motion.fps == 30
    assert len(motion) == 30
    assert motion.skeleton.digest == canonical_skeleton().digest
    travel = motion.root_pos[-1] - motion.root_pos[0]
    assert travel[2] == pytest.approx(29 / 30, abs=0.05), "centimetres are found out and metres come back"
    assert motion.contacts.shape == (30, 4)


@pytest.mark.parametrize(
    ("rows", "word"), [("file,caption\none.bvh,\n", "line 2"), ("name,text\none.bvh,walk\n", "line 2")]
)
def test_a_bad_row_is_named(tmp_path, rows, word):
    with pytest.raises(ValueError, match=word):
        data.load_folder(studio(tmp_path / "mocap", rows))


def test_no_table_no_pack(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"captions\.csv"):
        data.load_folder(tmp_path)
    with pytest.raises(FileNotFoundError, match="--data"):
        data.load_pack(tmp_path)


def test_splits_go_by_trial_and_stay(tmp_path):
    names = [f"trial_{i}" for i in range(2000)]
    shares = [sum(data.split_of(n) == s for n in names) / len(names) for s in data.SPLITS]
    np.testing.assert_allclose(shares, [0.8, 0.1, 0.1], atol=0.03)
    assert data.split_of("cmu_01_01") == data.split_of("cmu_01_01")
    assert data._trial("cmu_60_07#1") == data._trial("cmu_61_07"), "partners of one dance stay together"
    clips = data.load_folder(studio(tmp_path / "m", "file,caption\none.bvh,walks\ntwo.bvh,walks\n"))
    splits = data.write_splits(clips, tmp_path / "splits.json")
    assert json.loads((tmp_path / "splits.json").read_text()) == splits
    assert {i for ids in splits.values() for i in ids} == {"one", "two"}
    assert all(splits.values()), "a small folder leaves no split empty"


def test_windows_hold_short_clips_still():
    block = windows.build([walk(40, 30)], ["walk"], [1.0], mirrored=True)
    assert len(block) == 2
    batch = next(windows.windows(block, 64, 3, seed=0))
    assert batch.shape[:2] == (3, 64)
    assert (batch[:, -1, :3] == 0).all(), "a held frame must not travel"
    assert (batch[:, 41:] == batch[:, 40:41]).all()


@pytest.mark.skipif(not (PACK / "index.json").exists(), reason="the shared motion pack is not beside the checkout")
def test_the_pack_maps_onto_the_canonical_skeleton():
    clips = []
    entries = json.loads((PACK / "index.json").read_text())["clips"]
    shapes = json.loads((PACK / "skeletons.json").read_text())
    families: set[str] = set()
    for entry in entries:
        if entry["family"] not in families and entry["seconds"] < 12:
            families.add(entry["family"])
            with np.load(PACK / entry["file"]) as pack:
                clips += data._pack_clips(entry, pack, data._pack_skeleton(shapes[entry["skeleton"]]))
    assert len(families) >= 9
    for clip in clips:
        pos, _ = clip.motion.globals()
        assert clip.motion.fps == 30
        assert np.isfinite(pos).all()
        assert -0.3 < np.percentile(pos[..., 1].min(axis=1), 20) < 0.6, clip.id


def test_what_was_made_of_other_clips_is_not_taken_up(tmp_path):
    clip = data.Clip("a", walk(), "walk", "locomotion", "ours", "me", "a")
    moved = replace(clip, motion=replace(clip.motion, root_pos=clip.motion.root_pos + np.float32(0.01)))
    files = {
        data.corpus_file(tmp_path, name, clips, codes)
        for name, clips, codes in (
            ("text", [clip], "x"), ("text", [moved], "x"), ("text", [replace(clip, description="run")], "x"),
            ("text", [clip], "y"), ("poses", [clip], "x"), ("text", [], "x"),
        )
    }  # fmt: skip
    assert len(files) == 6
    assert data.corpus_file(tmp_path, "text", [clip], "x") in files
