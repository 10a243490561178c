"""Import cycles and imports upwards, read from the syntax of a checkout's files.

Imports inside functions count like those at the top of a file, and so do those under `if TYPE_CHECKING`, which are told
apart. Modules that a string names (`importlib.import_module`) do not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .sources import Source

TREES = ("retarget", "engine", "blender_addon")  # from the bottom up; those below do not import those above
TOPS = {"retarget": 0, "engine": 1, "blender_addon": 2, "demo": 3, "tools": 3, "tests": 3}
# Names in tests/test_architecture.py that hold a tree's packages from the bottom up: each a name with or without the
# tree's own before it, or a tuple of names that stand on one floor.
FLOORS = {"retarget": "RETARGET_FLOORS", "engine": "ENGINE_FLOORS", "blender_addon": "ADDON_FLOORS"}
ARCHITECTURE = "tests/test_architecture.py"

Graph = dict[str, set[str]]
Floors = dict[str, int]  # dotted name of a package or module -> its floor, 0 the lowest


def measure(root: Path, sources: list[Source]) -> dict[str, Any]:
    """Cycles and imports upwards, as JSON's types; `notes` says what could not be measured."""
    modules = {module_name(source.path): source for source in sources}
    running, all_of_them = graph(modules, typing=False), graph(modules, typing=True)
    cycles = components(running)
    floors, notes = read_floors(root)
    return {
        "cycles": [" ".join(cycle) for cycle in cycles],
        "typing_cycles": [" ".join(cycle) for cycle in components(all_of_them) if cycle not in cycles],
        "upward_trees": upward(all_of_them, TOPS),
        "upward_inside": {tree: upward(all_of_them, floors[tree]) for tree in floors},
        "modules_without_floor": [
            m
            for m in sorted(modules)
            if (tree := m.partition(".")[0]) in floors and m != tree and floor_of(m, floors[tree]) is None
        ],
        "notes": notes,
    }


def module_name(path: str) -> str:
    """`engine.audio` of engine/audio/__init__.py, `engine.audio.analysis` of engine/audio/analysis.py."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def graph(modules: dict[str, Source], typing: bool) -> Graph:
    """module -> the project's modules that it imports. typing: those under TYPE_CHECKING too."""
    found: Graph = {}
    for name, source in modules.items():
        package = name if source.path.endswith("/__init__.py") else name.rpartition(".")[0]
        targets = {
            resolved
            for node in _imports(source.tree, typing)
            for target in _targets(node, package)
            if (resolved := _resolve(target, modules))
        }
        found[name] = targets - {name}
    return found


def _imports(node: ast.AST, typing: bool) -> Iterator[ast.Import | ast.ImportFrom]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.Import, ast.ImportFrom)):
            yield child
        elif isinstance(child, ast.If) and ast.unparse(child.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            for inner in child.body if typing else ():
                yield from _imports(ast.Module([inner], []), typing)
            for inner in child.orelse:
                yield from _imports(ast.Module([inner], []), typing)
        else:
            yield from _imports(child, typing)


def _targets(node: ast.Import | ast.ImportFrom, package: str) -> Iterator[str]:
    """Dotted names that an import may mean, relative ones resolved: `from a import b` may mean the module a.b."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    base = node.module or ""
    if node.level:
        parts = package.split(".")
        base = ".".join([*parts[: len(parts) - node.level + 1], *filter(None, [node.module])])
    yield from (f"{base}.{alias.name}" for alias in node.names)


def _resolve(target: str, modules: dict[str, Source]) -> str:
    """The project's module that a dotted name means or lies in; "" where it is none of the project's."""
    for tree in TREES[:-1]:  # in the shipped tree these lie inside the add-on's folder
        if f"{target}.".startswith(f"blender_addon.{tree}."):
            target = target.removeprefix("blender_addon.")
    while target and target not in modules:
        target = target.rpartition(".")[0]
    return target


def components(edges: Graph) -> list[list[str]]:
    """Groups of two modules or more of which each reaches each other one (Tarjan 1972), sorted."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for target in sorted(edges.get(name, ())):
            if target not in order:
                visit(target)
                low[name] = min(low[name], low[target])
            elif target in stack:
                low[name] = min(low[name], order[target])
        if low[name] == order[name]:  # the first of its group to be met: the group is what lies above it
            at = stack.index(name)
            group = sorted(stack[at:])
            del stack[at:]
            if len(group) > 1:
                found.append(group)

    for name in sorted(edges):
        if name not in order:
            visit(name)
    return sorted(found)


def read_floors(root: Path) -> tuple[dict[str, Floors], list[str]]:
    """tree -> its floors as the tests of the architecture hold them, and notes on the trees that they hold none of."""
    path = root / ARCHITECTURE
    assigned: dict[str, ast.expr] = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body if path.is_file() else ():
        if isinstance(node, ast.Assign):
            assigned.update({t.id: node.value for t in node.targets if isinstance(t, ast.Name)})
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            assigned[node.target.id] = node.value
    floors, notes = {}, []
    for tree, name in FLOORS.items():
        try:
            entries = ast.literal_eval(assigned[name])
        except KeyError:
            notes.append(f"{ARCHITECTURE} has no {name}: imports upwards inside {tree} are not measured")
            continue
        except ValueError:
            notes.append(f"{name} in {ARCHITECTURE} is not a literal: imports upwards inside {tree} are not measured")
            continue
        named = ((floor, [entry] if isinstance(entry, str) else entry) for floor, entry in enumerate(entries))
        floors[tree] = {f"{tree}.{p.removeprefix(f'{tree}.')}": floor for floor, names in named for p in names}
    return floors, notes


def floor_of(module: str, floors: Floors) -> int | None:
    """The floor of the longest name that the module is or lies in; None where it is none of these."""
    while module and module not in floors:
        module = module.rpartition(".")[0]
    return floors.get(module)


def upward(edges: Graph, floors: Floors) -> list[str]:
    """`importer -> imported` where both stand on a floor, and the imported module's is the higher one."""
    found = []
    for name in sorted(edges):
        here = floor_of(name, floors)
        for target in sorted(edges[name]):
            there = floor_of(target, floors)
            if here is not None and there is not None and there > here:
                found.append(f"{name} -> {target}")
    return found
