"""Runs pytest on this folder inside a Blender: by a bpy wheel's Python, or `blender -b --python run.py -- OPTIONS`.

OPTIONS are pytest's, such as -k WORDS, --junit-xml FILE, and --slow.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def main() -> int:
    """Run the tests; returns pytest's exit status."""
    # Where `build.py test` puts pytest for a Python without it. Last: what is installed goes first.
    sys.path.append(str(ROOT / "build" / "pytest"))
    import pytest

    words = sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else sys.argv[1:]
    # The cache would be shared with other Blenders' runs and with the tests outside.
    own = ["-c", str(ROOT / "pyproject.toml"), "-vv", "--tb=short", "-p", "no:cacheprovider"]
    return int(pytest.main([*own, str(HERE), *words]))


if __name__ == "__main__":
    try:
        status = main()
    except ImportError as error:
        print(f"{error}: run `python3 build.py test --only blender` once, which puts pytest into build/pytest")
        status = 3
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # Blender itself ends with 0 whatever a script's status, and its wheels may hang at exit
