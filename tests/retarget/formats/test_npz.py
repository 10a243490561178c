"""Damaged .npz files end in one sentence, whatever is wrong with them."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest

from retarget.formats import npz
from retarget.formats.npz import NpzArrays, NpzError


def _file(path, **arrays):
    np.savez_compressed(path, **arrays)
    return path


@pytest.fixture
def good(tmp_path):
    rot = np.random.default_rng(0).normal(size=(40, 22, 4)).astype(np.float32)
    return _file(tmp_path / "good.npz", rot=rot, fps=np.float64(30), names=np.array(["hips", "spine"]))


def test_arrays_are_read_by_name(good):
    arrays = NpzArrays(good, "a motion")
    assert set(arrays) == {"rot", "fps", "names"} and arrays["rot"].shape == (40, 22, 4)
    assert float(arrays["fps"]) == 30 and "root" not in arrays
    with pytest.raises(KeyError):
        arrays["root"]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n", "git lfs pull"), (b"", "is empty"),
     (b"\n<!DOCTYPE html><html>", "a web page"),
     (b"HIERARCHY\nROOT Hips\n", "not a motion"), (b"PK\x03\x04 and no more", "cut short or damaged")],
)  # fmt: skip
def test_what_is_no_npz_is_told(tmp_path, content, words):
    path = tmp_path / "walk.npz"
    path.write_bytes(content)
    with pytest.raises(NpzError, match=words):
        NpzArrays(path, "a motion")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        NpzArrays(tmp_path / "none.npz", "a motion")


def test_a_file_cut_short(good):
    whole = good.read_bytes()
    for part in (len(whole) // 2, len(whole) - 30):
        good.write_bytes(whole[:part])
        with pytest.raises(NpzError, match="cut short or damaged"):
            NpzArrays(good, "a motion")


def test_a_pickled_array_is_never_opened_and_does_not_spoil_the_others(tmp_path):
    path = _file(tmp_path / "old.npz", labels=np.array([{"a": 1}], object), fps=np.float64(30))
    arrays = NpzArrays(path, "a motion")
    assert float(arrays["fps"]) == 30 and "labels" in arrays
    with pytest.raises(NpzError, match=r"“labels” .* pickled"):
        arrays["labels"]


def test_a_shape_that_the_file_is_too_small_for_makes_no_room(tmp_path):
    header = io.BytesIO()
    described = {"descr": "<f4", "fortran_order": False, "shape": (10**12, 4)}
    np.lib.format.write_array_header_1_0(header, described)  # type: ignore[arg-type]
    with zipfile.ZipFile(tmp_path / "big.npz", "w") as archive:
        archive.writestr("rot.npy", header.getvalue() + bytes(64))
    with pytest.raises(NpzError, match="cut short"):
        NpzArrays(tmp_path / "big.npz", "a motion")["rot"]


def test_what_would_unpack_to_gigabytes_is_refused_before_it_is_unpacked(good, monkeypatch):
    monkeypatch.setattr(npz, "MAX_BYTES", 10_000)
    with pytest.raises(NpzError, match="once unpacked"):
        NpzArrays(good, "a motion")


def test_any_damage_is_an_error_of_the_reader_or_nothing(good):
    whole, rng, refused = good.read_bytes(), np.random.default_rng(1), 0
    for _ in range(500):
        content = bytearray(whole)
        for _ in range(rng.integers(1, 6)):
            content[rng.integers(len(content))] = rng.integers(256)
        if rng.random() < 0.2:
            content = content[: rng.integers(len(content))]
        good.write_bytes(bytes(content))
        try:
            arrays = NpzArrays(good, "a motion")
            for name in arrays:
                arrays[name]
        except NpzError as error:
            refused += 1
            assert str(error).endswith((".", "`.")) and "\n" not in str(error)
    assert refused > 250
