"""build.py's parts: what it says when something is missing, the linked tree, the zip's bytes."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools import commands, console, environment, lint, packaging, suites

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small checkout with an add-on, an engine and weights of its own."""
    files = {
        "LICENSE": "terms",
        "blender_addon/__init__.py": "",
        "docs/manual/text.md": "a page",
        "blender_addon/blender_manifest.toml": 'id = "motif"\nversion = "1.2.3" # here\n',
        "blender_addon/__pycache__/x.cpython-311.pyc": "",
        "retarget/quat.py": "",
        "engine/api.py": "",
        "engine/train/loop.py": "",
        "engine/evaluate/command.py": "",
        "engine/weights/registry.json": json.dumps({"text": {"file": "text.safetensors"}}),
        "engine/weights/text.safetensors": "weights",
        "engine/weights/text.md": "card",
        "engine/weights/text_loss.png": "curve",
        "engine/weights/evaluator.safetensors": "for tests alone",
        "engine/weights/older.safetensors": "not registered",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(packaging, "ROOT", tmp_path)
    monkeypatch.setattr(packaging, "ADDON", tmp_path / "blender_addon")
    monkeypatch.setattr(packaging, "LINK", tmp_path / "build" / "link" / "motif")
    monkeypatch.setattr(packaging, "MANUAL", tmp_path / "docs" / "manual")
    return tmp_path


def test_zip_holds_what_runs_and_no_more(tree: Path) -> None:
    target = tree / "motif.zip"
    packaging.write_zip(target)
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
    assert names == [
        "motif/LICENSE",
        "motif/__init__.py",
        "motif/blender_manifest.toml",
        "motif/engine/api.py",
        "motif/engine/weights/registry.json",
        "motif/engine/weights/text.md",
        "motif/engine/weights/text.safetensors",
        "motif/manual/text.md",
        "motif/retarget/quat.py",
    ]


def test_nothing_in_the_zip_imports_what_was_left_out() -> None:
    """The command line names train, evaluate and bench and loads them only when they are asked for."""
    files = {
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__"): path
        for path in (ROOT / "engine").rglob("*.py")
    }
    shipped = {name for name, path in files.items() if packaging._ships(path.relative_to(ROOT).as_posix(), path)}
    assert {"engine.worker.serve", "engine.api", "engine.text.model"} <= shipped
    for name in shipped - {"engine.__main__", "engine.scripting"}:
        for node in ast.walk(ast.parse(files[name].read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").startswith("engine"):
                wanted = [f"{node.module}.{alias.name}" for alias in node.names] + [node.module or ""]
                assert set(wanted) & set(files) <= shipped, f"{name} imports {wanted}"


def test_everything_of_the_engine_in_the_zip_is_used_there() -> None:
    """Imported by what ships too, named where models are loaded by name, or run by its own path."""
    python = {name: path for name, path in packaging.shipped() if name.endswith(".py")}
    text = {name: path.read_text(encoding="utf-8") for name, path in python.items()}
    run = (
        "engine/__main__.py", "engine/installer/__main__.py", "engine/installer/verify.py", "engine/smpl/__main__.py",
    )  # fmt: skip
    for name in python:
        if not name.startswith("engine/") or name.endswith("__init__.py") or name in run:
            continue
        folder, module = name.removesuffix(".py").rsplit("/", 1)
        inside = folder.split("/")[-1]
        imported = re.compile(
            rf"(from [\w.]*\b{inside} import [^\n]*\b{module}\b|from \.+ import [^\n]*\b{module}\b"
            rf"|from [\w.]*\.{module} import|import [\w.]*\.{module}\b|\"[\w.]*\b{inside}\.{module}(?:\.\w+)?\")"
        )
        assert any(imported.search(other) for place, other in text.items() if place != name), f"nothing uses {name}"


def test_zip_is_the_same_bytes_again(tree: Path) -> None:
    first, second = tree / "a.zip", tree / "b.zip"
    packaging.write_zip(first)
    (tree / "engine" / "api.py").touch()
    packaging.write_zip(second)
    assert first.read_bytes() == second.read_bytes()


def test_version_comes_from_the_manifest(tree: Path) -> None:
    assert packaging.version() == "1.2.3"
    (tree / "blender_addon" / "blender_manifest.toml").write_text("version = ", encoding="utf-8")
    with pytest.raises(console.Stop, match=r"blender_manifest\.toml"):
        packaging.version()


def test_unreadable_registry_is_named(tree: Path) -> None:
    (tree / "engine" / "weights" / "registry.json").write_text("{", encoding="utf-8")
    with pytest.raises(console.Stop, match=r"registry\.json"):
        packaging.write_zip(tree / "motif.zip")


def test_link_follows_the_tree(tree: Path) -> None:
    folder = packaging.link()
    assert (folder / "engine" / "api.py").read_text(encoding="utf-8") == ""
    (tree / "blender_addon" / "new.py").write_text("1", encoding="utf-8")
    (tree / "blender_addon" / "__init__.py").unlink()
    packaging.link()
    assert (folder / "new.py").read_text(encoding="utf-8") == "1"
    assert not (folder / "__init__.py").exists()
    interpreter = (folder / packaging.INTERPRETER_FILE).read_text(encoding="utf-8").strip()
    assert Path(interpreter) == console.venv_python()


def test_link_copies_where_links_are_not_allowed(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise OSError("no privilege")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    folder = packaging.link()
    (tree / "engine" / "api.py").write_text("2", encoding="utf-8")
    packaging.link()
    assert (folder / "engine" / "api.py").read_text(encoding="utf-8") == "2"
    assert not (folder / "engine").is_symlink()


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("ERROR: No matching distribution found for bpy==5.0.1", "bpy==5.0.1 can't be had: pip's package index has no"),
        ("NewConnectionError ... \nERROR: No matching distribution found for torch==2.13.0", "check the network"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("error: something else", "pip could not install bpy 5.0.1"),
    ],
)
def test_pip_failures_in_words(output: str, said: str, tmp_path: Path) -> None:
    sentence = environment.explain_pip(output, ["bpy==5.0.1"], tmp_path / "pip.log")
    assert said in sentence and "pip.log" in sentence


def test_an_environment_of_another_python_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.9.2\n", encoding="utf-8")
    with pytest.raises(console.Stop, match=r"belongs to Python 3\.9"):
        environment._make_venv(tmp_path)
    assert (tmp_path / "pyvenv.cfg").exists()


def test_missing_libraries_without_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "missing_system_packages", lambda: ["libxi6", "libsm6"])
    monkeypatch.setattr(environment.shutil, "which", lambda _: "/usr/bin/apt-get")
    monkeypatch.setattr(environment.os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(console.Stop, match="sudo apt-get install libxi6 libsm6"):
        environment.ensure_system_libraries()


def test_unknown_command_lists_the_others() -> None:
    with pytest.raises(console.Stop, match="demo, test, zip"):
        commands.run("deom", [])


def test_other_python_is_told(tmp_path: Path) -> None:
    """Under another version the script says so; played here by asking for a version that this one is not."""
    script = (ROOT / "build.py").read_text(encoding="utf-8").replace("PYTHON = (3, 11)", "PYTHON = (2, 7)")
    copy = tmp_path / "build.py"
    copy.write_text(script, encoding="utf-8")
    environment_without_others = {"PATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, str(copy), "demo"], capture_output=True, text=True, env=environment_without_others, check=False
    )
    assert done.returncode == 1
    assert "needs Python 3.11" in done.stderr and len(done.stderr.splitlines()) == 1


def test_lint_goes_before_the_tests_and_counts_each_check(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[tuple[object, ...]] = []

    def fail_at_pyright(command: list[object], _environment: object = None) -> int:
        ran.append(tuple(command[2:4]))
        return int("pyright" in command)

    monkeypatch.setattr(lint, "run_through", fail_at_pyright)
    assert suites.names()[0] == "lint"
    result = suites._lint(False, None)
    assert (result.passed, result.failures, result.ok) == (2, ("pyright",), False)
    assert ran[:2] == [("ruff", "check"), ("ruff", "format")] and len(ran) == 3
    assert suites._lint(False, "words").skipped == 1


def test_the_commit_hooks_are_the_checks() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    entries = [line.partition("--only ")[2].strip('"') for line in hooks.splitlines() if "entry:" in line]
    assert entries == list(lint.CHECKS)


def test_a_broken_report_fails_its_suite(tmp_path: Path) -> None:
    assert not suites._read_junit("python", tmp_path / "none.xml", 0, nothing_is_fine=False).ok
    report = tmp_path / "python.xml"
    report.write_text(
        '<testsuites><testsuite tests="3" failures="1" errors="0" skipped="1">'
        '<testcase classname="a" name="b"><failure/></testcase></testsuite></testsuites>',
        encoding="utf-8",
    )
    result = suites._read_junit("python", report, 1, nothing_is_fine=False)
    assert (result.passed, result.failed, result.skipped, result.failures) == (1, 1, 1, ("a::b",))
