"""The help of all programs side by side: `PYTHONPATH=build/link:. .venv/bin/python -m tests.documents.helps`.

Prints a table of the options that `motif` and `motif-blender` (which is also `blender --command motif`) share, and of
manifests' rows; `--json` prints the same as data. Needs bpy. An option that a program requires and another doesn't is
no difference here: the usage line says it.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from engine.__main__ import _parser
from engine.batch.schema import schema
from engine.protocol.options import ROW_OPTIONS, SAID

# Of a manifest alone: (command, option) -> what the program has in its place.
INSTEAD = {("retarget", "--scene"): "--rig, which may be a .blend"}
FIELDS = ("names", "default", "unit", "choices", "help")
Told = Mapping[str, Any]


def of_program(parser: argparse.ArgumentParser) -> dict[tuple[str, str], Told]:
    """(command, option) -> what its help says of it; options by their first name."""
    (commands,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    found: dict[tuple[str, str], Told] = {}
    for command, sub in commands.choices.items():
        for action in sub._actions:
            if action.option_strings and action.dest != "help":
                # A list that nothing was added to, and a flag that is not given, are no default that help shows.
                default = None if action.default is False or action.default == [] else action.default
                choices = list(action.choices) if action.choices else None
                told = (action.option_strings, default, action.metavar, choices, action.help)
                found[command, action.option_strings[0]] = dict(zip(FIELDS, told, strict=True))
    return found


def of_rows() -> dict[tuple[str, str, bool], Told]:
    """(command, option, made by Blender) -> what the schema of a manifest's row says of it."""
    said = schema()["properties"]
    return {
        (command, f"--{name.replace('_', '-')}", blender): {
            "default": said[name].get("default"), "choices": said[name].get("enum"), "help": said[name]["description"],
        }
        for (command, blender), names in ROW_OPTIONS.items()
        for name in names if "description" in said[name]
    }  # fmt: skip


def differences(motif: Mapping[tuple[str, str], Told], blender: Mapping[tuple[str, str], Told]) -> Iterator[str]:
    """What programs say otherwise of an option of the same command, or manifests' schema of it: a line each."""
    for place in sorted(motif.keys() & blender.keys()):
        for field in FIELDS:
            one, other = motif[place][field], blender[place][field]
            if one != other:
                yield f"{' '.join(place)}: {field}: motif {one!r}, motif-blender {other!r}"
    for (command, option, in_blender), row in of_rows().items():
        shown = {"--spans": "--span"}.get(option, option)
        told = (blender if in_blender else motif).get((command, shown))
        if told is None and (command, option) in INSTEAD:
            continue
        if told is None:
            yield f"{command} {option}: of a manifest alone"
            continue
        own = (command, option[2:].replace("-", "_")) in SAID
        for field in ("default", "choices", *(() if own else ("help",))):
            if row[field] is not None and row[field] != told[field]:
                yield f"{command} {option}: {field}: manifest {row[field]!r}, program {told[field]!r}"


def main() -> int:
    """Print; returns 1 where something differs."""
    motif, blender = of_program(_parser()), of_program(importlib.import_module("motif.batch")._parser())
    shared, wrong = sorted(motif.keys() & blender.keys()), list(differences(motif, blender))
    if "--json" in sys.argv:
        print(json.dumps({"shared": shared, "rows": len(of_rows()), "differences": wrong}))
        return 1 if wrong else 0
    print("| option | unit | default | in `motif` and `motif-blender` | help |\n|---|---|---|---|---|")
    lines: dict[tuple[str, ...], list[str]] = {}
    for command, option in shared:
        told = motif[command, option]
        unit = " ".join(told["unit"]) if isinstance(told["unit"], tuple) else told["unit"] or ""
        default = "" if told["default"] is None else str(told["default"])
        words = (", ".join(told["names"]), unit, default, str(told["help"]))
        lines.setdefault(words, []).append(command)
    for (names, unit, default, said), commands in sorted(lines.items()):
        print(f"| `{names}` | {unit} | {default} | {', '.join(commands)} | {said} |")
    print(f"\n{len(shared)} shared options, {len(of_rows())} in rows, {len(wrong)} differences", *wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
