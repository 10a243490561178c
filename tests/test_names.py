"""Module names and paths that stand in strings and lists, where no import would fail, name what exists."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tools import packaging

ROOT = Path(__file__).parents[1]
# Where the add-on is asked for by its installed name.
BY_INSTALLED_NAME = sorted([*(ROOT / "demo").glob("*.py"), *(ROOT / "tests").rglob("*.py")])


def _is_module(name: str) -> bool:
    """Whether the add-on has such a module, engine and retarget inside it included."""
    relative = Path(*name.split("."))
    tops = [ROOT / "blender_addon" / relative]
    tops += [ROOT / relative] if relative.parts[:1] in (("engine",), ("retarget",)) else []
    return any(top.with_suffix(".py").is_file() or (top / "__init__.py").is_file() for top in tops)


def _asked_for(path: Path) -> set[str]:
    """Modules of the add-on that a file imports from `motif`, or asks the helpers' `part` for."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").startswith("motif."):
            found.add((node.module or "").removeprefix("motif."))
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module == "motif":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("part", "h.part", "helpers.part"):
            found |= {str(arg.value) for arg in node.args if isinstance(arg, ast.Constant)}
    return found


def test_what_is_asked_of_the_add_on_by_name_is_there() -> None:
    asked = {path: _asked_for(path) for path in BY_INSTALLED_NAME}
    assert sum(map(len, asked.values())) > 100
    for path, names in asked.items():
        lost = {name for name in names if not _is_module(name)}
        assert not lost, path.relative_to(ROOT)


def _path_of(name: str) -> Path:
    """The file of one of the add-on's modules, engine and retarget inside it included."""
    top = ROOT if name.split(".")[0] in ("engine", "retarget") else ROOT / "blender_addon"
    path = top.joinpath(*name.split("."))
    return path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py"


def _defined(path: Path) -> set[str]:
    """Names that a module defines or imports at its top level."""
    found: set[str] = set()
    nodes = list(ast.parse(path.read_text(encoding="utf-8")).body)
    for node in nodes:  # grows by what stands under a top-level if: classes that not every Blender has
        if isinstance(node, ast.If):
            nodes += [*node.body, *node.orelse]
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        else:
            found |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return found


def test_what_is_asked_of_a_module_by_name_is_defined_there() -> None:
    checked = 0
    for path in BY_INSTALLED_NAME:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Call)):
                continue
            call = node.value
            if ast.unparse(call.func) in ("part", "h.part", "helpers.part") and isinstance(call.args[0], ast.Constant):
                module = str(call.args[0].value)
                if node.attr not in ("__file__", "__name__"):
                    assert node.attr in _defined(_path_of(module)), f"{path.relative_to(ROOT)}: {module}.{node.attr}"
                checked += 1
    assert checked > 50


def _modules_of(tree: ast.Module) -> dict[str, str]:
    """Local name -> module of the add-on, of `from motif.rig import binding as rig_binding`."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").startswith("motif."):
            package = (node.module or "").removeprefix("motif.")
            names = ((alias.asname or alias.name, f"{package}.{alias.name}") for alias in node.names)
            found |= {local: module for local, module in names if _is_module(module)}
    return found


def test_what_is_asked_of_an_imported_module_is_defined_there() -> None:
    checked = 0
    for path in BY_INSTALLED_NAME:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = _modules_of(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
                module = modules[node.value.id]
                assert node.attr in _defined(_path_of(module)), f"{path.relative_to(ROOT)}: {module}.{node.attr}"
                checked += 1
    assert checked > 5


def test_what_programs_in_strings_import_is_there() -> None:
    """Programs that tests hand to another Python, and what they replace by name."""
    checked = 0
    for path in sorted([*(ROOT / "tests").rglob("*.py"), *(ROOT / "tools").glob("*.py")]):
        if path.name == "test_house.py":  # which makes a small tree with names of its own
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
                continue
            for module, name in re.findall(r"from ((?:engine|retarget)[\w.]*) import (\w+)", node.value):
                there = _is_module(f"{module}.{name}") or name in _defined(_path_of(module))
                assert there, f"{path.relative_to(ROOT)}: from {module} import {name}"
                checked += 1
            for name in re.findall(r"^((?:engine|retarget)(?:\.\w+)+)\.(?:time|os|sys)\.\w+$", node.value):
                assert _is_module(name), f"{path.relative_to(ROOT)}: {name}"
                checked += 1
    assert checked > 5


def test_what_the_zip_leaves_out_is_there() -> None:
    for name in packaging.LEFT_OUT:
        assert (ROOT / name).is_dir(), name
    for name in packaging.WEIGHTS_LEFT_OUT:
        assert any((ROOT / "engine" / "weights").glob(f"{name}*")), name


def test_paths_in_pyproject_are_there() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    paths = [*tools["pyright"]["strict"], *(e["root"] for e in tools["pyright"]["executionEnvironments"])]
    paths += [*tools["pyright"]["include"], *tools["pytest"]["ini_options"]["testpaths"]]
    paths += [p.removesuffix("/*") for p in tools["ruff"]["lint"]["per-file-ignores"]]
    for path in paths:
        assert path.startswith("build/") or (ROOT / path).exists(), path


@pytest.mark.parametrize("path", ["README.md", "CONTRIBUTING.md", "docs/design.md"])
def test_files_named_in_the_documents_are_there(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:engine|retarget|blender_addon|tools|tests|demo|docs)/[\w/.]+)`", text))
    lost = {name for name in named if not (ROOT / name).exists()}
    assert not lost
