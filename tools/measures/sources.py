"""Sizes, comments, docstrings, types and questions about attributes, read from the syntax of a checkout's files.

Nothing of the checkout is imported, so that any state of it can be measured.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

FOLDERS = ("blender_addon", "engine", "retarget", "demo", "tools", "tests")
LONG_FUNCTION = 50  # lines
LONG_FILE = 400  # lines
MODULES = (3, 14)  # in a folder, __init__.py not counted
# Functions with mathematics in them: so many lines or more than these, and arithmetic operators.
MATHS_LINES, MATHS_OPERATORS = 30, 10
# Receivers whose attributes say of what kind a request, a model or a command's options are.
ASKED = {
    "args", "condition", "loaded", "model", "models", "network", "options", "request", "requests", "settings", "wish",
}  # fmt: skip
# Methods that Blender calls and whose meaning is Blender's.
_CALLBACKS = {
    "cancel", "check", "description", "draw", "draw_filter", "draw_header", "draw_header_preset", "draw_item",
    "execute", "filter_items", "invoke", "modal", "poll", "register", "unregister",
}  # fmt: skip
_PRAGMA = re.compile(r"#\s*(fmt:|noqa|type:|pyright:|!)")
_SKIPPED_TOKENS = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING,
    tokenize.ENDMARKER,
}  # fmt: skip
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)


@dataclass(frozen=True)
class Source:
    """One file. path: from the checkout's root, with slashes. code, comments: numbers of the lines that hold code
    (docstrings are none) and comments (`# noqa` and its like are none)."""

    path: str
    text: str
    tree: ast.Module
    code: frozenset[int]
    comments: frozenset[int]

    @property
    def folder(self) -> str:
        """The folder it lies in, "" for the root."""
        parent = PurePosixPath(self.path).parent.as_posix()
        return "" if parent == "." else parent

    @property
    def top(self) -> str:
        """The top folder, or the file's own name at the root."""
        return self.path.split("/")[0]

    @property
    def lines(self) -> int:
        """All lines, empty ones too."""
        return len(self.text.splitlines())


def read(root: Path) -> list[Source]:
    """Every Python file in FOLDERS and build.py. Raises SyntaxError with the path of a file that can't be parsed."""
    paths = [root / "build.py"] if (root / "build.py").is_file() else []
    for folder in FOLDERS:
        paths += sorted((root / folder).rglob("*.py"))
    return [source_of(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")) for path in paths]


def source_of(path: str, text: str) -> Source:
    """A file's text, parsed."""
    tree = ast.parse(text, filename=path)
    code, comments = set(), set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _SKIPPED_TOKENS:
            code.update(range(token.start[0], token.end[0] + 1))
        elif token.type == tokenize.COMMENT and not _PRAGMA.match(token.string):
            comments.add(token.start[0])
    for node in ast.walk(tree):
        documented = isinstance(node, (ast.Module, ast.ClassDef, *_FUNCTIONS))
        if documented and ast.get_docstring(node, clean=False) is not None:
            code.difference_update(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    return Source(path, text, tree, frozenset(code), frozenset(comments))


def in_tests(path: str) -> bool:
    """Whether a path is one of the tests'."""
    return path.split("/")[0] == "tests"


def measure(sources: list[Source]) -> dict[str, Any]:
    """Everything this module measures, as JSON's types. Lists name places as `path:line`."""
    shipped = [source for source in sources if not in_tests(source.path)]
    asked = [call for source in shipped for call in attribute_questions(source)]
    return {
        "tops": _sizes((source.top, source) for source in sources),
        "folders": _sizes((source.folder, source) for source in sources if source.folder),
        "long_functions": [text for source in sources for text in long_functions(source)],
        "long_files": [f"{s.path}: {s.lines} lines" for s in sources if s.lines > LONG_FILE],
        "crowded_or_empty_folders": folders_out_of_bounds(sources),
        "dispatches": [text for text, dispatch in asked if dispatch],
        "hasattr_dispatches": sum(dispatch and " hasattr(" in text for text, dispatch in asked),
        "hasattr_calls": sum(" hasattr(" in text for text, _ in asked),
        "any_annotations": sum(annotated_any(source) for source in shipped if source.top == "blender_addon"),
        "undocumented_modules": [s.path for s in shipped if s.text.strip() and ast.get_docstring(s.tree) is None],
        "undocumented_functions": [text for source in shipped for text in undocumented(source)],
        "types": declared_types(shipped),
        "maths": maths(shipped),
    }


def _sizes(named: Iterable[tuple[str, Source]]) -> dict[str, dict[str, int]]:
    """name -> files, modules (files but `__init__.py`), lines, code lines and comment lines."""
    found: dict[str, Counter[str]] = {}
    for name, source in named:
        size = found.setdefault(name, Counter(files=0, modules=0, lines=0, code=0, comments=0))
        size.update(files=1, modules=int(not source.path.endswith("__init__.py")))
        size.update(lines=source.lines, code=len(source.code), comments=len(source.comments))
    return {name: dict(size) for name, size in sorted(found.items())}


def functions(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """(dotted name, node) of every function and method, those inside others too."""
    for node in ast.iter_child_nodes(tree):
        name = inside
        if isinstance(node, (ast.ClassDef, *_FUNCTIONS)):
            name = f"{inside}.{node.name}" if inside else node.name
            if isinstance(node, _FUNCTIONS):
                yield name, node
        yield from functions(node, name)


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def long_functions(source: Source) -> list[str]:
    """Functions of more than LONG_FUNCTION lines, from `def` to the last one, docstring and comments included."""
    return [
        f"{source.path}:{node.lineno} {name}: {_length(node)} lines"
        for name, node in functions(source.tree)
        if _length(node) > LONG_FUNCTION
    ]


def folders_out_of_bounds(sources: list[Source]) -> list[str]:
    """Folders that hold fewer or more modules than MODULES allows; those that hold only other folders are none."""
    count = Counter(source.folder for source in sources if source.folder and not source.path.endswith("__init__.py"))
    least, most = MODULES
    return [f"{folder}: {n} modules" for folder, n in sorted(count.items()) if not least <= n <= most]


def attribute_questions(source: Source) -> list[tuple[str, bool]]:
    """(place and call, whether it dispatches) of each `hasattr` and each `getattr` with a default.

    It dispatches where the receiver is, or is reached through, a name in ASKED: `loaded.model`, `request`, `args`.
    """
    found = []
    calls = (node for node in ast.walk(source.tree) if isinstance(node, ast.Call))
    for node in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        if not isinstance(node.func, ast.Name):
            continue
        if (node.func.id, len(node.args)) not in (("hasattr", 2), ("getattr", 3)):
            continue
        names = {n.id for n in ast.walk(node.args[0]) if isinstance(n, ast.Name)}
        names |= {n.attr for n in ast.walk(node.args[0]) if isinstance(n, ast.Attribute)}
        found.append((f"{source.path}:{node.lineno} {ast.unparse(node)}", bool(names & ASKED)))
    return found


def annotated_any(source: Source) -> int:
    """How often annotations of parameters, results and variables say `Any`."""
    count = 0
    for node in ast.walk(source.tree):
        for field in ("annotation", "returns"):
            annotation = getattr(node, field, None)
            if annotation is not None:
                count += sum(isinstance(n, ast.Name) and n.id == "Any" for n in ast.walk(annotation))
    return count


def undocumented(source: Source) -> list[str]:
    """Public functions, and public methods of public classes, without a docstring; Blender's callbacks are none."""
    found = []
    everything = list(functions(source.tree))
    names = {name for name, _ in everything}
    for name, node in everything:
        nested = name.rpartition(".")[0] in names
        private = any(part.startswith("_") for part in name.split("."))
        callback = "." in name and node.name in _CALLBACKS
        setter = any(isinstance(d, ast.Attribute) and d.attr in ("setter", "deleter") for d in node.decorator_list)
        if not (nested or private or callback or setter) and ast.get_docstring(node) is None:
            found.append(f"{source.path}:{node.lineno} {name}")
    return found


def declared_types(sources: list[Source]) -> dict[str, int]:
    """How many classes are declared as a dataclass, NamedTuple, TypedDict, Protocol, or an Enum."""
    found: Counter[str] = Counter(dict.fromkeys(("dataclass", "NamedTuple", "TypedDict", "Protocol", "Enum"), 0))
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ClassDef):
                said = {_last_name(part) for part in (*node.decorator_list, *node.bases)}
                said |= {"Enum"} if said & {"IntEnum", "StrEnum", "Flag", "IntFlag"} else set()
                found.update(said & set(found))
    return dict(found)


def _last_name(node: ast.expr) -> str:
    """`dataclass` of `dataclasses.dataclass(frozen=True)`, `Protocol` of `Protocol[T]`."""
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Subscript):
        node = node.value
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def maths(sources: list[Source]) -> dict[str, int]:
    """functions: those of more than MATHS_LINES lines with MATHS_OPERATORS arithmetic operators or more; code,
    comments: the lines of each in them."""
    found = Counter(functions=0, code=0, comments=0)
    for source in sources:
        for _, node in functions(source.tree):
            operators = sum(isinstance(n, (ast.BinOp, ast.AugAssign)) and _counts(n) for n in ast.walk(node))
            if _length(node) > MATHS_LINES and operators >= MATHS_OPERATORS:
                lines = set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
                found.update(functions=1, code=len(lines & source.code), comments=len(lines & source.comments))
    return dict(found)


def _counts(node: ast.BinOp | ast.AugAssign) -> bool:
    """Whether an operator is arithmetic: not one that joins texts or sets."""
    sides = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.value,)
    text = any(isinstance(n, ast.JoinedStr) or isinstance(getattr(n, "value", None), str) for n in sides)
    return isinstance(node.op, _ARITHMETIC) and not text
