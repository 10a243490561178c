#!/usr/bin/env python3
"""Measures how a checkout is laid out and prints it as Markdown tables; beside another's, where given.

    python3 tools/house.py [--root DIR] [--json FILE] [--against FILE.json]
    .venv/bin/python tools/house.py --trace ...     # also what a prompt, a sound and a mask pass through; minutes

Standard library only, and nothing of DIR is imported: it may be any state of the project with the top folders
blender_addon, engine, retarget, demo, tools and tests. --json writes the numbers and lists; --against prints another
checkout's, written that way, as the column before. What each measure counts is said in tools/measures.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if not __package__:
    sys.path[0] = str(ROOT)

from tools.measures import imports, sources, travel  # noqa: E402

Found = Mapping[str, Any]

# What is listed below the tables: key -> heading.
LISTS = {
    "long_functions": f"Functions over {sources.LONG_FUNCTION} lines",
    "long_files": f"Files over {sources.LONG_FILE} lines",
    "crowded_or_empty_folders": "Folders with fewer than {} or more than {} modules".format(*sources.MODULES),
    "cycles": "Import cycles",
    "typing_cycles": "Import cycles under TYPE_CHECKING alone",
    "upward_trees": "Imports upwards, from tree to tree",
    "upward_inside": "Imports upwards inside a tree",
    "modules_without_floor": "Modules that stand on no floor",
    "dispatches": "`hasattr`, `getattr` with a default, of a request, a model or options",
    "undocumented_modules": "Modules without a docstring, outside tests",
    "undocumented_functions": "Public functions without a docstring, outside tests",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, write and print; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=ROOT, metavar="DIR", help="the checkout; default: this one")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was measured")
    parser.add_argument("--against", type=Path, metavar="FILE.json", help="another checkout's, for a column before")
    parser.add_argument("--trace", action="store_true", help="run the program too; not on Windows")
    options = parser.parse_args(argv)
    try:
        found = measure(options.root.resolve(), options.trace)
        before = json.loads(options.against.read_text(encoding="utf-8")) if options.against else None
        if options.json:
            options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    except (OSError, ValueError, RuntimeError, SyntaxError) as error:
        print(f"house.py: {error}", file=sys.stderr)
        return 1
    print(markdown(found, before), end="")
    return 0


def measure(root: Path, trace: bool = False) -> dict[str, Any]:
    """All measures of the checkout at `root`, as JSON's types. Raises ValueError where it is none."""
    read = sources.read(root)
    if not read:
        raise ValueError(f"{root} is no checkout of the project: it has no Python files in its folders")
    found = {**sources.measure(read), **imports.measure(root, read)}
    return {**found, "travel": travel.measure(root)} if trace else found


def markdown(found: Found, before: Found | None = None) -> str:
    """The tables, then the lists of what was found; with `before`, its numbers to the left of the present ones."""
    columns = [found] if before is None else [before, found]
    parts = [
        _table("part", _sized(columns, "files", "lines", "code"), _headings(columns, "files", "lines", "code lines")),
        _table("measure", _numbers(columns), _headings(columns, "")),
        *_travelled(columns),
        _table("folder", _folders(columns), _headings(columns, "modules", "lines")),
        *_lists(found),
    ]
    return "\n".join(parts)


def _headings(columns: Sequence[Found], *names: str) -> list[str]:
    """Each name, and where two states are compared, each twice."""
    if len(columns) == 1:
        return [name or "number" for name in names]
    return [f"{name}, {state}" if name else state for name in names for state in ("before", "after")]


def _table(first: str, rows: Mapping[str, Sequence[object]], headings: Sequence[str]) -> str:
    lines = [f"| {first} | {' | '.join(headings)} |", "|---" + "|---:" * len(headings) + "|"]
    lines += [f"| {name} | {' | '.join(_shown(value) for value in row)} |" for name, row in rows.items()]
    return "\n".join(lines) + "\n"


def _shown(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:.1f}" if isinstance(value, float) else str(value)


def _sized(columns: Sequence[Found], *keys: str) -> dict[str, list[object]]:
    """A row for each top folder, and sums without and with the tests."""
    names = list(dict.fromkeys(name for column in columns for name in column["tops"] if name != "tests"))
    sums = {"**outside tests**": names, "tests": ["tests"], "**all**": [*names, "tests"]}
    rows: dict[str, list[object]] = {}
    for label, parts in {**{name: [name] for name in names}, **sums}.items():
        rows[label] = [_total(column, parts, key) for key in keys for column in columns]
    return rows


def _total(column: Found, parts: Sequence[str], key: str) -> int:
    return sum(column["tops"].get(part, {}).get(key, 0) for part in parts)


def _folders(columns: Sequence[Found]) -> dict[str, list[object]]:
    """A row for each folder that holds Python files; a dash where a state has no such folder."""
    names = sorted({name for column in columns for name in column["folders"]})
    return {
        name: [column["folders"].get(name, {}).get(key) for key in ("modules", "lines") for column in columns]
        for name in names
    }


def _numbers(columns: Sequence[Found]) -> dict[str, list[object]]:
    rows: dict[str, list[object]] = {}
    for column in columns:
        for label, value in _measured(column):
            rows.setdefault(label, []).append(value)
    return rows


def _measured(found: Found) -> Iterator[tuple[str, object]]:
    """(label, number) of each measure; the labels are the same for every checkout."""
    for key in ("long_functions", "long_files", "crowded_or_empty_folders"):
        label = LISTS[key].lower()
        tests = [text for text in found[key] if sources.in_tests(text)]
        yield f"{label}, outside tests", len(found[key]) - len(tests)
        yield f"{label}, tests", len(tests)
    yield "import cycles", len(found["cycles"])
    yield "import cycles under TYPE_CHECKING alone", len(found["typing_cycles"])
    yield "imports upwards, from tree to tree", len(found["upward_trees"])
    for tree in imports.TREES:
        yield f"imports upwards inside {tree}", _count(found["upward_inside"].get(tree))
    yield "modules that stand on no floor", len(found["modules_without_floor"]) if found["upward_inside"] else None
    yield "`hasattr` dispatches on a request, a model or options", found["hasattr_dispatches"]
    yield "`getattr` with a default, the same", len(found["dispatches"]) - found["hasattr_dispatches"]
    yield "`hasattr` calls, all", found["hasattr_calls"]
    yield "`Any` in annotations of blender_addon", found["any_annotations"]
    for kind, number in found["types"].items():
        yield f"classes declared as {kind}", number
    yield "modules without a docstring", len(found["undocumented_modules"])
    yield "public functions without a docstring", len(found["undocumented_functions"])
    for name in imports.TREES:
        yield f"comment lines in a hundred of code, {name}", _share(found["tops"].get(name, {}))
    yield f"functions of mathematics over {sources.MATHS_LINES} lines", found["maths"]["functions"]
    yield "comment lines in a hundred of their code", _share(found["maths"])


def _count(found: Sequence[str] | None) -> int | None:
    return None if found is None else len(found)


def _share(size: Mapping[str, int]) -> float | None:
    """Comment lines in a hundred lines of code; None where there is no code."""
    return 100 * size["comments"] / size["code"] if size.get("code") else None


def _travelled(columns: Sequence[Found]) -> list[str]:
    """Files entered and types made, for each kind and way; nothing where no column was traced."""
    if not any("travel" in column for column in columns):
        return []
    rows: dict[str, list[object]] = {}
    for kind in travel.KINDS:
        for way in ("command line", "Blender", "in Blender", "worker"):
            part = {"in Blender": ", its own process", "worker": ", the worker"}.get(way, "")
            label = f"{kind}, {'Blender' if part else way}{part}"
            ways = [column.get("travel", {}).get(kind, {}).get(way, {}) for column in columns]
            rows[label] = [len(w[what]) if w else None for what in ("files", "types") for w in ways]
    return [_table("what travels, which way", rows, _headings(columns, "files", "types"))]


def _lists(found: Found) -> list[str]:
    """Headings with what was found below each, and notes on what was not measured."""
    listed = {**found, "upward_inside": [text for texts in found["upward_inside"].values() for text in texts]}
    parts = [
        f"**{heading}**\n\n" + "\n".join(f"- {text}" for text in listed[key]) + "\n"
        for key, heading in LISTS.items()
        if listed[key]
    ]
    return parts + [f"Note: {note}.\n" for note in found["notes"]]


if __name__ == "__main__":
    sys.exit(main())
