"""`import motif`: its public names, its page, its errors; slow: the examples, and the wheel in a fresh environment."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest

from engine import scripting
from engine.protocol.errors import EngineError
from engine.protocol.request import AroundRequest, AudioRequest, InbetweenRequest, PoseRequest, TextRequest
from tests.engine.fake import loaders
from tools import api_page, packaging, wheel

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "docs" / "samples"
EXAMPLES = sorted(path.stem for path in (ROOT / "docs" / "examples").glob("*.py"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sample files, in which the test runs."""
    shutil.copytree(SAMPLES, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_public_names_are_the_add_ons_and_there() -> None:
    tree = ast.parse((ROOT / "blender_addon" / "__init__.py").read_text(encoding="utf-8"))
    (listed,) = (n.value for n in tree.body if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "PUBLIC")
    assert sorted(ast.literal_eval(listed)) == sorted((*scripting.PUBLIC, "onto_rig"))
    for name in scripting.PUBLIC:
        assert getattr(scripting, name) is not None
    with pytest.raises(AttributeError):
        scripting.nothing  # noqa: B018


def test_the_page_is_of_these_docstrings() -> None:
    assert api_page.PAGE.read_text(encoding="utf-8") == api_page.page(), "run `python3 build.py api`"
    assert sorted(api_page._ORDER) == EXAMPLES
    for name in EXAMPLES:
        assert len((ROOT / "docs" / "examples" / f"{name}.py").read_text(encoding="utf-8").splitlines()) <= 16


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({"text": "a person waves", "seconds": 2, "takes": 3}, TextRequest),
        ({"spans": [["0-29", "walks"], ["30-59", "sits down"]]}, TextRequest),
        ({"audio": Path("loop.ogg"), "style": ["salsa", "folk:0.4"], "seconds": 3}, AudioRequest),
        ({"motion": "walk.bvh", "frames": "20-50", "parts": "arms", "pins": "35"}, InbetweenRequest),
        ({"motion": "walk.bvh", "at": 40, "seconds": 2}, AroundRequest),
        ({"motion": "walk.bvh", "at": 40, "given": "left_arm,head"}, PoseRequest),
    ],
)
def test_what_is_asked_follows_from_the_options(folder: Path, options: dict, kind: type) -> None:
    request = scripting.ask(**options)
    assert type(request) is kind and len(request.sampling.seeds) == options.get("takes", 1)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "nothing to make"),
        ({"text": "walks", "secnds": 3}, r"unknown settings: secnds \(did you mean seconds\?\)"),
        ({"text": "walks", "seconds": "long"}, "must be a number"),
        ({"text": "walks", "out": "a.npz"}, "motif.write"),
        ({"motion": "none.bvh", "frames": "1-2"}, "none.bvh"),
        ({"motion": "walk.bvh", "frames": "900-950"}, "lie after the motion's last"),
    ],
)
def test_what_cant_be_asked_is_told_in_a_sentence(folder: Path, options: dict, said: str) -> None:
    with pytest.raises(EngineError, match=said):
        scripting.ask(**options)


def test_what_is_cut_away_of_an_inbetween_is_a_warning(folder: Path) -> None:
    with pytest.warns(UserWarning, match="go past the motion's last"):
        scripting.ask(motion="walk.bvh", frames="70-999")


def test_takes_are_made_written_and_read(folder: Path) -> None:
    engine = scripting.Engine(device="cpu", loaders=loaders())
    takes = scripting.generate("a person walks", seconds=1, takes=2, engine=engine)
    paths = scripting.write(takes, "take.npz")
    assert [str(path) for path in paths] == ["take-1.npz", "take-2.npz"]
    again = scripting.read("take-2.npz")
    assert np.array_equal(again.rot, takes[1].motion.rot) and again.fps == 30
    assert scripting.write(again, "copy.bvh") == [Path("copy.bvh")] and len(scripting.read("copy.bvh")) == len(again)
    with pytest.raises(EngineError, match=r"give it to motif\.ask"):
        scripting.generate(scripting.ask(text="walks"), seconds=3, engine=engine)
    with pytest.raises(EngineError, match="no take to write"):
        scripting.write([], "take.npz")
    with pytest.raises(EngineError, match="There is no folder"):
        scripting.train("tokenizer", "nowhere")


def test_a_name_of_an_earlier_version_warns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(scripting.DEPRECATED, "load", "read")
    with pytest.warns(DeprecationWarning, match=r"motif\.load is called motif\.read now"):
        assert scripting.__getattr__("load") is scripting.read


def _python(*words: object, link: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(link), "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, *map(str, words)], cwd=cwd, env=env, check=False, capture_output=True, text=True
    )


def test_importing_it_loads_nothing_and_asking_no_torch(tmp_path: Path) -> None:
    code = (
        "import sys, motif; assert 'numpy' not in sys.modules and 'bpy' not in sys.modules; motif.ask; "
        "assert 'torch' not in sys.modules and 'onto_rig' in dir(motif); print(motif.Prompt('walks').text)"
    )
    done = _python("-c", code, link=packaging.link().parent, cwd=tmp_path)
    assert done.stdout == "walks\n", done.stderr
    other = tmp_path / "engine"
    other.mkdir()
    (other / "__init__.py").write_text("", encoding="utf-8")
    done = _python("-c", "import motif; motif.ask", link=packaging.link().parent, cwd=tmp_path)
    assert done.returncode and "No module named 'engine.scripting'" in done.stderr


def test_the_wheel_holds_what_it_lists(tmp_path: Path) -> None:
    (made,) = wheel.main(tmp_path)
    with zipfile.ZipFile(made) as archive:
        names = archive.namelist()
        about = f"motif-{packaging.version()}.dist-info"
        record = archive.read(f"{about}/RECORD").decode().splitlines()
        told = archive.read(f"{about}/METADATA").decode()
    assert [line.split(",")[0] for line in record] == names
    assert f"Version: {packaging.version()}\n" in told and "Requires-Dist: torch==" in told
    assert {"motif/__init__.py", "motif/engine/scripting.py", "motif/engine/train/recipes.py"} <= {*names}
    assert {"motif/engine/weights/text.safetensors", "motif/engine/weights/LICENCES.md"} <= {*names}
    assert not [name for name in names if "__pycache__" in name or name.startswith("motif/tests")]
    shipped = {f"motif/{name}" for name, _ in packaging.shipped()} - {"motif/LICENSE"}  # which lies beside
    assert shipped <= {*names} and f"{about}/licenses/LICENSE" in names


@pytest.mark.slow
def test_the_source_archive_holds_all_that_the_wheel_is_made_of(tmp_path: Path) -> None:
    """`python -m build` makes the wheel of the archive; the links in build/link, which lead to engine/, are there."""
    packaging.link()
    archive = next(path for path in wheel.main(tmp_path, sdist=True) if path.name.endswith(".tar.gz"))
    with tarfile.open(archive) as held:
        names = {name.partition("/")[2] for name in held.getnames()}
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as made:
        packed = [name for name in made.namelist() if ".dist-info" not in name]
    places = {"engine": "", "retarget": "", "manual": "docs/"}
    for name in packed:
        inner = name.removeprefix("motif/")
        assert places.get(inner.split("/")[0], "blender_addon/") + inner in names
    assert {"pyproject.toml", "build.py", "LICENSE", "tests/conftest.py"} <= names


@pytest.mark.slow
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_runs(folder: Path, name: str) -> None:
    if name == "rig":
        pytest.importorskip("bpy", reason="bpy is not installed here")
    done = _python(ROOT / "docs" / "examples" / f"{name}.py", link=packaging.link().parent, cwd=folder)
    assert done.returncode == 0, done.stderr[-2000:]
    made = {"takes": "wave-3.npz", "dance": "dance.npz", "inbetween": "waving.npz", "rig": "jump.glb",
            "training": "sample_mocap/captions.csv"}  # fmt: skip
    assert (folder / made[name]).is_file()
    assert name != "inbetween" or "True" in done.stdout


@pytest.mark.slow
def test_the_wheel_runs_in_a_fresh_environment(folder: Path) -> None:
    """Installed by pip from PEP 517's hooks; the libraries come from this environment by a .pth file."""
    venv.create(folder / "fresh", with_pip=True)
    python = folder / "fresh" / ("Scripts" if os.name == "nt" else "bin") / "python"
    env = {**os.environ, "OMP_NUM_THREADS": "1"}

    def _run(words: list) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, cwd=folder, env=env, check=False, capture_output=True, text=True)

    packages = _run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).stdout.strip()
    (Path(packages) / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    packed = _run([python, "-m", "pip", "wheel", "--no-deps", "--no-index", "--no-build-isolation", "-w", "made", ROOT])
    assert packed.returncode == 0, packed.stderr[-2000:]
    (made,) = (folder / "made").glob("*.whl")
    done = _run([python, "-m", "pip", "install", "--no-deps", "--no-index", made])
    assert done.returncode == 0, done.stderr[-2000:]
    done = _run([python, ROOT / "docs" / "examples" / "takes.py"])
    assert done.returncode == 0 and (folder / "wave-3.npz").is_file(), done.stderr[-2000:]
    done = _run([python.with_name("motif"), "--version"])
    assert done.stdout.strip() == f"motif {packaging.version()}"


def test_hints_of_a_request_are_warnings() -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        scripting.ask(text="a person walks " + "and walks " * 60)
    assert any("long" in str(one.message) for one in told)
