"""What the engine never reads of packages is taken away, told, and brought back."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from engine.installer import folder, trim
from tests.engine.wheels import PYTHON, Studio, digest, make_wheel


@pytest.mark.parametrize(
    "name",
    ["torch/test/test_nn.py", "torch/include/ATen/ATen.h", "torch/bin/protoc", "torch/lib/dnnl.lib",
     "scipy/fft/tests/test_basic.py", "numba/tests/support.py", "sklearn/cluster/_kmeans.py", "hf_xet/hf_xet.abi3.so",
     "transformers/models/llama/modeling_llama.py"],
)  # fmt: skip
def test_unused(name):
    assert trim.is_unused(name)


@pytest.mark.parametrize(
    "name",
    ["torch/bin/torch_shm_manager", "torch/lib/libtorch_cpu.so", "torch/testing/_internal/a.py", "numpy/testing/a.py",
     "transformers/models/__init__.py", "transformers/models/wav2vec2/modeling_wav2vec2.py", "jinja2/tests.py",
     "transformers/models/auto/modeling_auto.py", "torch-2.13.0.dist-info/RECORD", "six.py", "mine/tests/test_it.py"],
)  # fmt: skip
def test_used(name):
    assert not trim.is_unused(name)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two packages, torch with a test and what Python made of it, the other whole."""
    held = {"torch": ["torch/__init__.py", "torch/test/deep/a.py"], "other": ["other/tests/b.py"]}
    for package, names in held.items():
        info = tmp_path / f"{package}-1.0.dist-info"
        info.mkdir()
        for name in names:
            (tmp_path / name).parent.mkdir(parents=True)
            (tmp_path / name).write_text("x" * 100)
        (info / "RECORD").write_text("".join(f"{name},,100\n" for name in names) + f"{info.name}/RECORD,,\n")
    compiled = tmp_path / "torch/test/deep/__pycache__/a.cpython-311.pyc"
    compiled.parent.mkdir()
    compiled.write_text("y" * 10)
    return tmp_path


def test_files_go_with_what_python_made_of_them_and_the_list_says_what_is_left(site):
    record = site / "torch-1.0.dist-info" / "RECORD"
    before = record.read_text()
    assert trim.trim(site) == 110
    assert not (site / "torch" / "test").exists() and (site / "torch" / "__init__.py").exists()
    assert (site / "other" / "tests" / "b.py").exists() and trim.trimmed(site) == ["torch"]
    rows = [row[0] for row in csv.reader(record.read_text().splitlines())]
    own = record.parent.name
    assert rows == ["torch/__init__.py", f"{own}/RECORD", f"{own}/{trim.WHOLE}"]
    assert (record.parent / trim.WHOLE).read_text() == before
    assert trim.trim(site) == 0 and [row[0] for row in csv.reader(record.read_text().splitlines())] == rows


def test_what_was_cut_off_is_gone_on_with(site):
    (site / "torch/test/deep/a.py").unlink()  # an earlier run came so far
    assert trim.trim(site) == 0 or not (site / "torch/test").exists()
    assert "test" not in (site / "torch-1.0.dist-info" / "RECORD").read_text().replace("dist-info", "")


def test_an_installation_is_trimmed_verified_and_made_whole_again(tmp_path):
    studio = Studio(tmp_path)
    place = studio.wheels
    wheel = make_wheel(place, "sklearn", "1.0")  # a package that is never loaded, as a whole
    lock = next(path for path in studio.locks.glob("*.txt") if "cpu" not in path.name)
    lock.write_text(lock.read_text() + f"sklearn==1.0 --hash=sha256:{digest(wheel)}\n")
    studio.installer().install(studio.plan())
    there = next(studio.folder.glob(f"env/lib/python{PYTHON[0]}.{PYTHON[1]}/site-packages"))
    assert not (there / "sklearn").exists() and folder.read(studio.folder).kind == "ready"
    assert studio.installer().verify()["damaged"] == []
    studio.installer(whole=True).repair(studio.plan())
    assert studio.runs("import sklearn; print(sklearn.__version__)") == "1.0" and trim.trimmed(there) == []
