"""BVH files as other programs write them: encodings, doubled names, wrong headers, too few rows, and too much."""

from __future__ import annotations

import re

import numpy as np
import pytest

from retarget.formats import bvh
from tests.retarget.formats.test_bvh import SMALL, random_motion, write

JAPANESE = ["センター", "左足", "左ひざ", "左足首ボーン", "左つま先", "上半身", "首", "頭", "左腕", "左ひじ", "左手首"]
CHINESE = ["骨盆", "左大腿", "左小腿", "左脚", "左脚趾", "脊椎", "胸", "颈", "头", "左锁骨", "左上臂", "左前臂", "左手"]
KOREAN = ["골반", "왼쪽허벅지", "왼쪽종아리", "왼쪽발", "척추", "머리"]
GERMAN = ["Hüfte", "LinkerFuß", "Oberschenkel", "Kopf", "Schlüsselbein"]


def chain(names: list[str]) -> str:
    """A file of joints one below another."""
    text = "HIERARCHY\n"
    for number, name in enumerate(names):
        text += f"{'JOINT' if number else 'ROOT'} {name}\n{{\nOFFSET 0 1 0\nCHANNELS 3 Zrotation Yrotation Xrotation\n"
    rows = 2 * (" ".join(["0"] * 3 * len(names)) + "\n")
    return text + "}\n" * len(names) + "MOTION\nFrames: 2\nFrame Time: 0.04\n" + rows


@pytest.mark.parametrize(
    "names, encoding",
    [(JAPANESE, "cp932"), (JAPANESE, "euc_jp"), (JAPANESE, "utf-8-sig"), (JAPANESE, "utf-16"), (JAPANESE, "utf-16-le"),
     (JAPANESE, "utf-16-be"), (CHINESE, "gbk"), (KOREAN, "cp949"), (GERMAN, "latin-1"), (JAPANESE[:2], "cp932"),
     (CHINESE[:2], "gbk"), (["Hips", "tête"], "latin-1")],
)  # fmt: skip
def test_names_in_any_encoding(tmp_path, names, encoding):
    clip = bvh.read_bvh(write(tmp_path, chain(names).encode(encoding)))
    assert clip.skeleton.names == tuple(names)


def test_bytes_that_no_encoding_reads_leave_the_rest_readable(tmp_path):
    clip = bvh.read_bvh(write(tmp_path, chain(["Hips", "?"]).encode().replace(b"?", b"a\xff\xff\x81")))
    assert clip.skeleton.names[0] == "Hips" and len(clip.skeleton.names[1]) > 1


def test_doubled_names_become_unique_and_are_told(tmp_path):
    clip, notes = bvh.read_noted(write(tmp_path, chain(["Head", "Neck", "Head", "Head", "Head.001"])))
    assert clip.skeleton.names == ("Head", "Neck", "Head.002", "Head.003", "Head.001")
    assert len(notes) == 1 and "“Head”" in notes[0]


@pytest.mark.parametrize(
    "written, fps",
    [("33.3333", 30), ("33", 30), ("16.67", 60), ("8.33", 120), ("41.7", 24), ("40", 25), ("30", 30), ("60", 60),
     ("120", 120), ("24", 24)],
)  # fmt: skip
def test_a_frame_time_above_a_second_is_no_seconds(tmp_path, written, fps):
    clip, notes = bvh.read_noted(write(tmp_path, SMALL.replace("0.0333333", written)))
    assert clip.fps == pytest.approx(fps, rel=1e-9)
    assert len(notes) == 1 and written in notes[0] and "--fps" in notes[0]


def test_commas_in_numbers(tmp_path):
    """As decimal points, which is told; between numbers; in a name, where they stay."""
    plain = bvh.read_bvh(write(tmp_path, SMALL))
    clip, notes = bvh.read_noted(write(tmp_path, re.sub(r"(\d)\.(\d)", r"\1,\2", SMALL)))
    assert (clip.root_pos == plain.root_pos).all() and (clip.rot == plain.rot).all() and clip.fps == plain.fps
    assert (clip.skeleton.offsets == plain.skeleton.offsets).all() and len(notes) == 1 and "decimal" in notes[0]
    spread = re.sub(r"(?m)^(\s*OFFSET) (\S+) (\S+) (\S+)$", r"\1 \2, \3, \4", SMALL)
    assert spread != SMALL
    clip, notes = bvh.read_noted(write(tmp_path, re.sub(r"JOINT \S+", "JOINT a,b", spread)))
    assert (clip.skeleton.offsets == plain.skeleton.offsets).all() and notes == () and "a,b leg" in clip.skeleton.names


def test_seconds_get_no_note(tmp_path):
    assert bvh.read_noted(write(tmp_path, SMALL))[1] == ()


@pytest.mark.parametrize("written", ["1e-999999999", "1e999999999", "0", "-1", "0.0001", "99999", "nan", "inf"])
def test_a_frame_time_out_of_bounds(tmp_path, written):
    path = write(tmp_path, SMALL.replace("0.0333333", written))
    with pytest.raises(ValueError, match=r"clip.bvh: .*frame time"):
        bvh.read_bvh(path)
    assert bvh.read_noted(path, fps=50.0)[0].fps == 50.0


@pytest.mark.parametrize(
    "change, frames, words",
    [
        (lambda t: t.replace("Frames: 2", "Frames: 3"), 2, "announces 3 frames and holds 2"),
        (lambda t: t.replace("Frames: 2", "Frames: 1"), 2, "announces 1 frame and holds 2"),
        (lambda t: t.replace("Frames: 2", "Frames: 0"), 2, "announces no number of frames"),
        (lambda t: t[:-8], 1, "line 20, is incomplete"),
        (lambda t: t + t[t.index("1e0") :], 3, "announces 2 frames and holds 3"),
    ],
)
def test_the_rows_that_are_there_are_used_and_told(tmp_path, change, frames, words):
    clip, notes = bvh.read_noted(write(tmp_path, change(SMALL)))
    assert len(clip) == frames and any(words in note for note in notes), notes


def test_a_missing_value_in_the_middle_shifts_nothing(tmp_path):
    bvh.write_bvh(random_motion(5), tmp_path / "clip.bvh")
    lines = (tmp_path / "clip.bvh").read_text().splitlines()
    lines[-3] = " ".join(lines[-3].split()[1:])
    with pytest.raises(ValueError, match="the row of frame 3 has 68 values and needs 69"):
        bvh.read_bvh(write(tmp_path, "\n".join(lines)))


@pytest.mark.parametrize(
    "old, new, words",
    [("1e0 2.5", "1e308 2.5", "frame 2 gives as position of Hips 1e\\+308"),
     ("0 0 0 0 1E1", "0 0 0 0 9e300", "frame 2 gives as rotation of Left leg 9e\\+300"),
     ("40 50 60", "40 inf 60", "frame 1 gives as rotation of Left leg a value that is no number"),
     ("OFFSET 10", "OFFSET 1e300", "line 8 needs 3 numbers")],
)  # fmt: skip
def test_values_out_of_all_bounds_are_named(tmp_path, old, new, words):
    with pytest.raises(ValueError, match=words):
        bvh.read_bvh(write(tmp_path, SMALL.replace(old, new)))


def test_a_file_asks_for_no_more_than_it_holds(tmp_path, monkeypatch):
    """Announced rows, channels that are missing and thousands of joints are refused before arrays are made."""
    still = "HIERARCHY\nROOT a\n{\nOFFSET 0 0 0\n}\nMOTION\nFrames: 1000000000\nFrame Time: .04\n"
    many = chain([f"b{n}" for n in range(2001)])
    one = "HIERARCHY\nROOT a\n{\nOFFSET 0 0 0\nCHANNELS 1 Xrotation\n" + "".join(
        f"JOINT b{n}\n{{\nOFFSET 0 0 0\n" for n in range(1500)
    )
    one += "}\n" * 1501 + "MOTION\nFrames: 1000\nFrame Time: .04\n" + "0\n" * 1000

    def never(*_: object) -> None:
        raise AssertionError("it went on with the motion")

    monkeypatch.setattr(bvh, "_motion", never)
    for text, words in ((still, "no joint has any channels"), (many, "more than 2,000 joints"),
                        (one, "have no channels")):  # fmt: skip
        with pytest.raises(ValueError, match=words):
            bvh.read_bvh(write(tmp_path, text))
    assert np.isfinite(bvh_values(tmp_path)).all()


def bvh_values(tmp_path) -> np.ndarray:
    """The table of a sound file."""
    return bvh.bvh_text.parse(write(tmp_path, SMALL).read_text()).table


@pytest.mark.parametrize("written", ["", "thirty", "33ms", "1/30"])
def test_a_frame_time_that_is_no_number_is_given_by_hand(tmp_path, written):
    path = write(tmp_path, SMALL.replace("0.0333333", written))
    with pytest.raises(ValueError, match="--fps"):
        bvh.read_bvh(path)
    assert bvh.read_noted(path, fps=24)[0].fps == 24


@pytest.mark.parametrize("written", ["", "many", "-2", "nan"])
def test_a_number_of_frames_that_is_none_is_counted(tmp_path, written):
    clip, notes = bvh.read_noted(write(tmp_path, re.sub(r"Frames:.*", f"Frames: {written}", SMALL)))
    assert len(clip) == len(bvh.read_bvh(write(tmp_path, SMALL))) and "used" in notes[0]


def test_zeros_after_the_end_are_no_rows(tmp_path):
    assert len(bvh.read_bvh(write(tmp_path, SMALL + "\0" * 500 + "\n\0"))) == len(bvh.read_bvh(write(tmp_path, SMALL)))


@pytest.mark.parametrize(
    ("content", "words"),
    [("version https://git-lfs.github.com/spec/v1\noid sha256:00\n", "git lfs pull"), ("", "empty"),
     ("\ufeff<!DOCTYPE html>\n<html><body>404</body></html>", "web page")],
)  # fmt: skip
def test_what_stands_in_the_files_place_is_told(tmp_path, content, words):
    with pytest.raises(ValueError, match=words):
        bvh.read_bvh(write(tmp_path, content))
