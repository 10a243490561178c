"""Runs the tests of this folder inside a Blender: a bpy wheel's Python, or `blender -b --python run.py -- OPTIONS`.

Each test starts from an empty file with the add-on registered. Writes its counts as JSON to --report.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import bpy

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LINK = ROOT / "build" / "link"
# The first finds this folder's modules; the last, engine and retarget by name, is for the fake engine.
sys.path[:0] = [str(ROOT), str(LINK), str(LINK / "motif")]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("-k", default="")
    words = sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else sys.argv[1:]
    return parser.parse_args(words)


def _ensure_link() -> None:
    """`build.py test` has made the linked tree already; alone, make it here."""
    if (LINK / "motif" / "batch.py").exists():
        return
    from tools import packaging

    packaging.link()


def _collect(words: str) -> list[tuple[str, Any]]:
    found = []
    for file in sorted(HERE.rglob("test_*.py")):
        module = importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
        for name, value in vars(module).items():
            full = f"{file.stem}::{name}"
            if name.startswith("test_") and callable(value) and all(w in full for w in words.split()):
                found.append((full, value))
    return found


def _run(test: Any) -> str:
    """passed, skipped: reason, or the failure's trace."""
    from tests.blender import helpers

    bpy.ops.wm.read_factory_settings(use_empty=True)
    addon = helpers.motif()
    addon.register()
    try:
        test()
    except helpers.Skip as skip:
        return f"skipped: {skip}"
    except Exception:
        return traceback.format_exc()
    finally:
        addon.unregister()
    return "passed"


def main() -> int:
    options = _options()
    _ensure_link()
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    failures: list[str] = []
    print(f"Blender {bpy.app.version_string}, Python {sys.version.split()[0]}", flush=True)
    for name, test in _collect(options.k):
        began = time.perf_counter()
        if getattr(test, "slow", False) and not options.slow:
            said = "skipped: slow"
        else:
            said = _run(test)
        kind = said.split(":")[0] if said.startswith(("passed", "skipped")) else "failed"
        counts[kind] += 1
        print(f"{kind:<8}{time.perf_counter() - began:6.2f} s  {name}", flush=True)
        if kind == "failed":
            failures.append(name)
            print(said, flush=True)
        elif kind == "skipped":
            print(f"         {said}", flush=True)
    print(", ".join(f"{number} {kind}" for kind, number in counts.items()), flush=True)
    if options.report:
        options.report.parent.mkdir(parents=True, exist_ok=True)
        options.report.write_text(json.dumps({**counts, "failures": failures}), encoding="utf-8")
    return 1 if failures or not counts["passed"] else 0


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # Blender itself ends with 0 whatever a script's status, and its wheels may hang at exit
