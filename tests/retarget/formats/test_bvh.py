"""BVH files: what is read, what is written, and what is said about damaged ones."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from retarget import quat
from retarget.formats import bvh, bvh_text
from retarget.motion import Motion, Skeleton, canonical_skeleton

SHARED = Path(__file__).parents[3].parent / "shared"

SMALL = """HIERARCHY
ROOT Hips
{
  OFFSET 0 0 0
  CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
  JOINT Left leg
  {
    OFFSET 10 -1.5e1 0
    CHANNELS 3 Yrotation Zrotation Xrotation
    End Site
    {
      OFFSET 0 -5 0
    }
  }
}
MOTION
Frames: 2
Frame Time: 0.0333333
1 2 3 10 20 30 40 50 60
1e0 2.5 3 -10 0 0 0 0 1E1
"""


def random_motion(frames: int = 40, seed: int = 0, skeleton: Skeleton | None = None) -> Motion:
    rng = np.random.default_rng(seed)
    skeleton = skeleton or canonical_skeleton()
    rot = rng.normal(size=(frames, len(skeleton), 4))
    root = rng.normal(loc=(0, 1, 0), size=(frames, 3)).astype(np.float32)
    return Motion(skeleton, 30, root, quat.continuous(quat.normalize(rot)))


def write(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "clip.bvh"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_rotations_follow_the_order_of_channels(tmp_path):
    clip = bvh.read_bvh(write(tmp_path, SMALL), scale=0.01)
    assert clip.skeleton.names == ("Hips", "Left leg") and clip.fps == 30.0
    np.testing.assert_allclose(clip.root_pos, [[0.01, 0.02, 0.03], [0.01, 0.025, 0.03]], atol=1e-7)
    np.testing.assert_allclose(clip.skeleton.offsets[1], [0.1, -0.15, 0], atol=1e-7)
    for joint, order, angles in ((0, "ZXY", [10, 20, 30]), (1, "YZX", [40, 50, 60])):
        want = Rotation.from_euler(order, angles, degrees=True).as_quat()[[3, 0, 1, 2]]
        assert quat.angle_between(clip.rot[0, joint], want.astype(np.float32)) < 1e-5


def test_untidy_text_reads_the_same(tmp_path):
    plain = bvh.read_bvh(write(tmp_path, SMALL))
    untidy = b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").replace("  ", "\t").encode() + b"\r\n \r\n\r\n"
    untidy = untidy.replace(b"Left leg\r\n\t\t{", b"Left leg {").replace(b"10 20 30 40", b"10 20\t30\r\n40")
    other = bvh.read_bvh(write(tmp_path, untidy))
    assert other.skeleton.digest == plain.skeleton.digest
    np.testing.assert_array_equal(other.rot, plain.rot)


def test_round_trip(tmp_path):
    clip = random_motion()
    bvh.write_bvh(clip, tmp_path / "a.bvh", scale=0.01)
    back = bvh.read_bvh(tmp_path / "a.bvh", scale=0.01)
    order = [back.skeleton.names.index(name) for name in clip.skeleton.names]
    assert quat.angle_between(back.rot[:, order], clip.rot).max() < 1e-4
    np.testing.assert_allclose(back.globals()[0][:, order], clip.globals()[0], atol=1e-5)
    assert [back.skeleton.roles[j] for j in order] == list(clip.skeleton.roles)
    assert not list(tmp_path.glob(".*"))


def test_rest_rotations_are_folded(tmp_path):
    rng = np.random.default_rng(3)
    plain = canonical_skeleton()
    rest = quat.normalize(rng.normal(size=(22, 4)).astype(np.float32))
    clip = random_motion(skeleton=replace(plain, rest=rest))
    bvh.write_bvh(clip, tmp_path / "a.bvh")
    back = bvh.read_bvh(tmp_path / "a.bvh")
    order = [back.skeleton.names.index(name) for name in clip.skeleton.names]
    np.testing.assert_allclose(back.globals()[0][:, order], clip.globals()[0], atol=1e-4)
    here, there = clip.skeleton.rest_globals()[0], back.skeleton.rest_globals()[0][order]
    np.testing.assert_allclose(there, here, atol=1e-5)  # the file's rest pose is the skeleton's


@pytest.mark.parametrize("fps", [24, 25, 30, 60, 120, 24000 / 1001, 30000 / 1001, 17.3])
def test_ten_minutes_do_not_drift(tmp_path, fps):
    bvh.write_bvh(replace(random_motion(2), fps=fps), tmp_path / "a.bvh")
    assert abs(bvh.read_bvh(tmp_path / "a.bvh").fps / fps - 1) * 600 < 1e-5


@pytest.mark.parametrize(
    "text, fps",
    [("0.0333333", 30), ("0.033333", 30), ("0.0333", 30), ("0.0334", 30000 / 1001), ("0.0333667", 30000 / 1001),
     ("0.0083333", 120), ("8.3333e-03", 120), ("0.0417", 24), ("0.0416", 24), ("0.0417083", 24000 / 1001), ("0.04", 25),
     ("0.016667", 60), ("0.0166666", 60), ("0.05", 20), ("0.1", 10), ("1", 1)],
)  # fmt: skip
def test_frame_times_snap_to_the_rate_they_stand_for(text, fps):
    assert bvh_text._snap_rate(Decimal(text)) == pytest.approx(fps, rel=1e-12)


def test_positions_of_joints_below_the_root(tmp_path):
    text = SMALL.replace("CHANNELS 3 Yrotation", "CHANNELS 6 Xposition Yposition Zposition Yrotation")
    text = text.replace("20 30 40", "20 30 0 90 0 40").replace("-10 0 0 0", "-10 0 0 0 95 0 0")
    clip = bvh.read_bvh(write(tmp_path, text))
    joint = clip.globals()[0][:, 1]
    # an only child carries the figure: where it goes, the root is moved so that it gets there
    turn = quat.normalize(clip.rot[:, 0])
    want = np.array([[1, 2, 3], [1, 2.5, 3]]) + quat.rotate(turn, np.array([[0, 90, 0], [0, 95, 0]], np.float32))
    np.testing.assert_allclose(joint, want, atol=1e-4)


def test_steady_positions_replace_the_offset_of_a_limb(tmp_path):
    limb = "JOINT {0}\n{{\nOFFSET 0 0 0\nCHANNELS 6 Xposition Yposition Zposition Zrotation Yrotation Xrotation\n"
    limb += "End Site\n{{\nOFFSET 0 0 0\n}}\n}}\n"
    text = "HIERARCHY\nROOT a\n{\nOFFSET 0 0 0\nCHANNELS 3 Xposition Yposition Zposition\n"
    text += limb.format("b") + limb.format("c") + "}\nMOTION\nFrames: 2\nFrame Time: .04\n"
    text += "0 1 0 1 2 3 0 0 0 4 5 6 0 0 0\n" * 2
    np.testing.assert_allclose(bvh.read_bvh(write(tmp_path, text)).skeleton.offsets[1:], [[1, 2, 3], [4, 5, 6]])


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda t: "", "empty"),
        (lambda t: "\x00\x01PNG", "line 1 should say HIERARCHY"),
        (lambda t: t[: t.index("MOTION") - 3], "cut short"),
        (lambda t: t[: t.index("MOTION") - 2] + "MOTION\n", "before the hierarchy is complete"),
        (lambda t: t[: t.index("Frame Time")], "cut short"),
        (lambda t: t[: t.index("30 40 50")], "its only frame ends at line 19, incomplete"),
        (lambda t: t.replace(" 60\n", "\n"), "the row of frame 1 has 8 values and needs 9"),
        (lambda t: t.replace("2.5", "2:5"), "line 20 has '2:5'"),
        (lambda t: t.replace("2.5", "nan"), "frame 2"),
        (lambda t: t[: t.index("1 2 3 10")], "no frames"),
        (lambda t: t.replace("0.0333333", "0"), "frame time"),
        (lambda t: t.replace("0.0333333", "-1"), "frame time"),
        (lambda t: t.replace("OFFSET 10", "OFFSET ten"), "line 8 needs 3 numbers"),
        (lambda t: t.replace("Xrotation", "Wrotation"), "line 5 has the unknown channel 'Wrotation'"),
        (lambda t: t.replace("CHANNELS 3", "CHANNELS 9"), "line 9 names 3 channels"),
        (lambda t: t.replace("JOINT", "JIONT"), "line 6 has 'JIONT'"),
        (lambda t: t.replace("JOINT", "ROOT"), "second figure"),
    ],
)
def test_damaged_files_get_one_sentence(tmp_path, change, words):
    with pytest.raises(ValueError, match=r"^clip\.bvh: .") as caught:
        bvh.read_bvh(write(tmp_path, change(SMALL)))
    assert words in str(caught.value) and "\n" not in str(caught.value)


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = write(tmp_path, "old")

    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr(bvh.os, "replace", full)
    with pytest.raises(OSError, match="no space"):
        bvh.write_bvh(random_motion(2), path)
    assert path.read_text() == "old" and [p.name for p in tmp_path.iterdir()] == ["clip.bvh"]


@pytest.mark.parametrize("name", ["cmu_mb31_49_03.bvh", "cmu_daz43_10_01.bvh"])
def test_captured_files(name, tmp_path):
    path = SHARED / "rigs" / name
    if not path.exists():
        pytest.skip(f"the shared data beside the checkout is absent: {path}")
    clip = bvh.read_bvh(path, scale=0.0254)
    assert len(clip) == 240 and clip.fps == 120
    bvh.write_bvh(clip, tmp_path / "again.bvh")
    again = bvh.read_bvh(tmp_path / "again.bvh")
    assert again.skeleton.names == clip.skeleton.names
    assert quat.angle_between(again.rot, clip.rot).max() < 1e-4
