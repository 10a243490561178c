"""Pickled arrays are read without running anything: what a pickle names besides arrays is refused, and so are bombs."""

from __future__ import annotations

import io
import pickle
import struct
import subprocess
import sys
import zipfile
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest

from retarget.formats.npz import NpzError
from retarget.formats.pickled import read_pickled


def written(folder, data, name="results.npy"):
    path = folder / name
    path.write_bytes(data)
    return path


def npy(value):
    file = io.BytesIO()
    np.save(file, np.array(value, dtype=object) if isinstance(value, dict) else value, allow_pickle=True)
    return file.getvalue()


ARRAYS = {
    "motion": np.arange(24, dtype=np.float32).reshape(2, 3, 4),
    "lengths": np.array([3, 4]),
    "big": np.arange(6, dtype=">f8"),
    "fortran": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    "flags": np.array([True, False]),
    "names": np.array(["a", "bc"]),
    "scalar": np.float64(2.5),
    "count": 7,
}


@pytest.mark.parametrize("protocol", range(6))
def test_arrays_are_what_they_were(tmp_path, protocol):
    found = read_pickled(written(tmp_path, pickle.dumps({**ARRAYS, "text": ["walks"]}, protocol), "a.pkl"))
    assert set(found) == set(ARRAYS)
    for name, array in ARRAYS.items():
        assert found[name].dtype.kind == np.asarray(array).dtype.kind and (found[name] == array).all()


def test_a_dict_saved_as_npy_and_one_within_another(tmp_path):
    found = read_pickled(written(tmp_path, npy({"motion": ARRAYS["motion"], "world": OrderedDict(a=np.ones(2))})))
    assert (found["motion"] == ARRAYS["motion"]).all() and (found["world/a"] == 1).all()
    assert (read_pickled(written(tmp_path, npy(ARRAYS["motion"])))[""] == ARRAYS["motion"]).all()


def test_tensors(tmp_path):
    torch = pytest.importorskip("torch")
    whole = torch.arange(24, dtype=torch.float32).reshape(2, 3, 4)
    path = tmp_path / "results.pt"
    torch.save(
        {"smpl_params_global": {"body_pose": whole, "transl": whole[1:]}, "net_outputs": {"x": whole.half()}}, path
    )
    found = read_pickled(path)
    assert (found["smpl_params_global/body_pose"] == whole.numpy()).all()
    assert (found["smpl_params_global/transl"] == whole[1:].numpy()).all()
    assert found["net_outputs/x"].dtype == np.float16


class _Runs:
    def __init__(self, name, *arguments):
        self.name, self.arguments = name, arguments

    def __reduce__(self):
        import importlib

        module, _, name = self.name.rpartition(".")
        return getattr(importlib.import_module(module), name), self.arguments


@pytest.mark.parametrize(
    "call",
    [("os.system", "touch {}"), ("builtins.open", "{}", "w"), ("builtins.eval", "1"), ("numpy.load", "{}"),
     ("pathlib.Path", "{}"), ("operator.attrgetter", "a")],
)  # fmt: skip
def test_nothing_is_run(tmp_path, call):
    mark = tmp_path / "mark"
    name, *arguments = call
    data = pickle.dumps({"motion": _Runs(name, *(a.format(mark) for a in arguments))})
    for path in (written(tmp_path, data, "a.pkl"), written(tmp_path, npy({"motion": _Runs(name, "x")}))):
        with pytest.raises(NpzError, match="could run a program"):
            read_pickled(path)
    assert not mark.exists()


def test_what_a_pickle_may_call_cannot_be_changed(tmp_path):
    # c: push numpy's scalar; }: a dict; b: change the scalar by it
    data = b"\x80\x02cnumpy.core.multiarray\nscalar\n}X\x08\x00\x00\x00__name__X\x01\x00\x00\x00asb."
    with pytest.raises(NpzError, match="damaged"):
        read_pickled(written(tmp_path, data, "a.pkl"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x80\x04",
        b"\x80\x04N.",
        b"\x80\x04]r\xff\xff\xff\x7f.",  # a memo of 16 GB
        b"\x80\x05\x96" + struct.pack("<Q", 2**40) + b"abc.",  # bytes that are not there
        b"\x80\x04" + b"(" * 300_000 + b".",
        b"\x93NUMPY\x01\x00v\x00{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,), }"
        + b" " * 50
        + b"\n",
    ],
)
def test_damage_and_bombs(tmp_path, data):
    path = written(tmp_path, data)
    if data.endswith(b"N."):  # None alone is a whole pickle, and holds nothing
        assert read_pickled(path) == {}
        return
    with pytest.raises(NpzError, match=r"results\.npy"):
        read_pickled(path)


def test_a_small_file_takes_little_memory(tmp_path):
    """In processes whose memory is bounded: a file that asks for more is refused by its own sentence."""
    resource = pytest.importorskip("resource")
    assert resource
    bombs = []
    for size in (900, 100):  # MB: too many bytes in all, and too many numbers
        bombs.append(tmp_path / f"bomb{size}.npz")
        with zipfile.ZipFile(bombs[-1], "w", zipfile.ZIP_DEFLATED) as archive, archive.open("joints.npy", "w") as file:
            head = b"{'descr': '|u1', 'fortran_order': False, 'shape': (%d000000,), }" % size
            file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head) + 1) + head + b"\n")
            for _ in range(size // 10):
                file.write(bytes(10_000_000))
    memo = written(tmp_path, b"\x80\x04]r\xff\xff\xff\x7f.", "memo.pkl")
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (700 << 20,) * 2)\n"
        "from pathlib import Path; from retarget.formats.motion_arrays import ArraysError, read_arrays\n"
        "try: read_arrays(Path(sys.argv[1]))\n"
        "except ArraysError as error: print(error)"
    )
    for path, words in ((bombs[0], "once unpacked"), (bombs[1], "100,000,000 numbers"), (memo, "damaged")):
        done = subprocess.run(
            [sys.executable, "-c", code, str(path)], cwd=Path(__file__).parents[3], capture_output=True, text=True,
            env={"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}, check=False,
        )  # fmt: skip
        assert words in done.stdout, done.stderr
