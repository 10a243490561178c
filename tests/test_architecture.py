"""Imports go downwards only, and what Blender loads finds its own parts by relative imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("retarget", "engine", "blender_addon")
# Loaded inside Blender under the add-on's name, whatever that is.
IN_BLENDER = (
    "retarget.", "blender_addon.", "engine.files.", "engine.protocol.", "engine.commands.", "engine.installer.",
    "engine.batch.schema.", "engine.learn.job.",
    *(f"engine.batch.{name}." for name in ("manifest", "cells", "outputs", "options", "journal", "schedule", "report")),
)  # fmt: skip
# Packages (and modules beside them) of each tree, lowest first: each imports from lower floors and from itself only.
RETARGET_FLOORS = (
    ("quat", "smooth", "time_warp"),
    ("motion", "body", "euler"),
    ("mask", "loop", "mapping", "solve", "twist", "feet"),
    ("constraints", "formats", "keyframes", "quality", "reach", "checks"),
)
ENGINE_FLOORS = (
    ("files",),
    ("protocol", "installer"),
    ("commands",),
    ("runtime", "motion", "model_interfaces"),
    ("models", "strides"),
    ("audio", "text"),
    ("path",),
    ("inbetween",),
    ("released", "smpl"),
    ("pose", "metrics", "take_files"),
    ("answers", "motion_checks"),
    ("model_registry",),
    ("api",),
    ("worker", "bench"),
    ("batch", "train", "learn"),
    ("evaluate", "scripting"),
    ("__main__",),
)
TRAIN_FLOORS = (
    ("motion", "band", "loop", "progress"),
    ("data",),
    ("labels", "publish", "warm_start"),
    ("text", "audio"),
    ("foley", "pose"),
    ("audio_token",),
    ("recipes",),
)
PLAN_FLOORS = (
    ("vocabulary",),
    ("steps",),
    ("manners", "moves", "sentence", "facts", "waiting", "lengths", "content", "reasons"),
    ("typed", "passes", "show"),
    ("assembly",),
    ("recognisers",),
    ("pieces",),
    ("parse",),
)
ADDON_FLOORS = (
    ("paths", "bpy_types"),
    ("animation", "i18n", "log", "help_pages"),
    ("controls",),
    ("rig",),
    ("keying",),
    ("sources",),
    ("drawing",),
    ("takes",),
    ("session",),
    ("bodies", "checks"),
    ("properties", "cli"),
    ("panels", "operators"),
    ("registration",),
    ("batch",),
    ("scripting",),
    ("programs",),
)
FLOORS = {
    "retarget": RETARGET_FLOORS, "engine": ENGINE_FLOORS, "engine.protocol.plan": PLAN_FLOORS,
    "engine.train": TRAIN_FLOORS, "blender_addon": ADDON_FLOORS,
}  # fmt: skip
# What the papers share; they never import one another.
SHARED_BY_PAPERS = {f"engine.models.{name}" for name in ("layers", "diffusion", "text_states", "lda_blocks")}
# Of the engine, what the add-on may import.
SHARED_WITH_BLENDER = ("engine.files", "engine.protocol", "engine.commands", "engine.installer", "engine.batch",
    "engine.learn",
)  # fmt: skip
# What a package may not import from outside, by the start of its name.
_THIRD_PARTY = {
    "retarget": {"numpy"},
    "engine.files": set(),
    "engine.protocol": {"numpy"},
    "engine.installer": set(),
    "engine.commands": set(),
    "engine.learn.job": set(),
    "engine.batch.cells": set(),
    "engine.batch.manifest": set(),
    "engine.batch.outputs": set(),
    "engine.batch.options": set(),
    "engine.batch.journal": set(),
    "engine.batch.schedule": set(),
    "engine.batch.schema": set(),
    "engine.batch.report": set(),
    "blender_addon": {
        "numpy",
        "bpy",
        "mathutils",
        "addon_utils",
        "bpy_extras",
        "aud",
        "gpu",
        "gpu_extras",
        "blf",
        "bl_ui",
    },
}


@lru_cache(maxsize=1)
def modules() -> dict[str, Path]:
    """Dotted name -> file, for every module of the three packages."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(name: str, types: bool = False) -> set[tuple[str, bool]]:
    """(dotted target, whether it was written relative) of every import that runs, those in functions too; with `types`
    also of those that only a type checker reads."""
    path = modules()[name]
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    found = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree) if types else _running(tree):
        if isinstance(node, ast.Import):
            found |= {(alias.name, False) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *filter(None, [node.module])])
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                found.add((whole if in_tree(whole) in modules() else base, node.level > 0))
    return found


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """Every node below, without what only a type checker reads."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING":
            continue
        yield child
        yield from _running(child)


def in_tree(target: str) -> str:
    """In the shipped tree engine and retarget lie inside the add-on's folder."""
    for package in ("engine", "retarget"):
        inside = f"blender_addon.{package}"
        if target == inside or target.startswith(inside + "."):
            return target.removeprefix("blender_addon.")
    return target


def own(name: str, types: bool = False) -> set[tuple[str, bool]]:
    """Imports of a module that stay within the project."""
    return {(in_tree(t), rel) for t, rel in imports(name, types) if in_tree(t).split(".")[0] in PACKAGES}


def graph(tree: str = "") -> dict[str, set[str]]:
    """Module -> the modules it imports; of one tree, with what only a type checker reads, or of all."""
    names = [name for name in modules() if name.startswith(tree)]
    return {name: {t for t, _ in own(name, bool(tree)) if t != name and t not in PACKAGES} for name in names}


def floor_of(name: str, tree: str, floors: tuple[tuple[str, ...], ...]) -> tuple[int, str]:
    """The floor of a module and its package or module name below `tree`; the tree's own __init__ is above all."""
    room = name.removeprefix(tree).removeprefix(".").split(".")[0]
    if not room:
        return len(floors), room
    found = [number for number, rooms in enumerate(floors) if room in rooms]
    assert len(found) == 1, f"{name} stands on {len(found)} floors of {tree}: name {room} once"
    return found[0], room


@pytest.mark.parametrize("name", sorted(modules()))
def test_imports_exist(name):
    for target, _ in own(name):
        assert target in modules() or target in PACKAGES, f"{name} imports {target}, which does not exist"


@pytest.mark.parametrize("name", sorted(modules()))
def test_what_blender_loads(name):
    inside = (name + ".").startswith(IN_BLENDER)
    for target, relative in own(name):
        package = target.split(".")[0]
        if inside:
            assert relative, f"{name} imports {target} by its absolute name, which an installed extension lacks"
        if name.startswith("blender_addon") and package == "engine":
            loaded = (target + ".").startswith(IN_BLENDER) or target in SHARED_WITH_BLENDER
            assert loaded, f"{name} imports {target}, which needs the engine's libraries"
        if inside and name.startswith("engine."):
            assert package != "retarget", f"{name} imports {target}: engine is a package of its own in the worker"
    outside = {t.split(".")[0] for t, relative in imports(name) if not relative} - set(PACKAGES)
    assert name.startswith("blender_addon") or "bpy" not in outside, f"{name} imports bpy"
    for start, allowed in _THIRD_PARTY.items():
        if name == start or name.startswith(start + "."):
            foreign = outside - allowed - set(sys.stdlib_module_names)
            assert not foreign, f"{name} imports {', '.join(sorted(foreign))}, which Blender may lack"


@pytest.mark.parametrize(("tree", "floors"), FLOORS.items())
def test_packages_import_from_lower_floors_only(tree, floors):
    for name in (name for name in modules() if f"{name}.".startswith(f"{tree}.")):
        floor, room = floor_of(name, tree, floors)
        for target in sorted(t for t, _ in own(name, types=True) if t.startswith(f"{tree}.")):
            lower, other = floor_of(target, tree, floors)
            assert other == room or lower < floor, f"{name} imports {target}, which stands on floor {lower} of {floor}"


@pytest.mark.parametrize("tree", ["", *FLOORS])
def test_there_are_no_cycles(tree):
    edges, done, path = graph(tree), set(), []

    def visit(name: str) -> None:
        assert name not in path, f"imports go round: {' -> '.join([*path[path.index(name) :], name])}"
        if name in done or name not in edges:
            return
        path.append(name)
        for target in sorted(edges[name]):
            visit(target)
        path.pop()
        done.add(name)

    for name in sorted(edges):
        visit(name)


def test_papers_do_not_import_one_another():
    papers = {n for n in modules() if n.startswith("engine.models.")} - SHARED_BY_PAPERS
    for name in papers:
        others = {t for t, _ in own(name)} & (papers - {name})
        assert not others, f"{name} imports {', '.join(sorted(others))}"


def test_the_core_loads_without_heavy_libraries():
    heavy = ("torch", "scipy", "transformers", "librosa", "matplotlib", "bpy")
    names = [n for n in modules() if n.startswith("retarget") or (n + ".").startswith(IN_BLENDER[2:])]
    code = f"import sys; [__import__(n) for n in {names!r}]; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
