#!/usr/bin/env python3
"""Motif's one entry point for building, testing and the demo: `python3 build.py demo`.

Standard library only. Makes `.venv` with everything pinned in pyproject.toml the first time it is needed.

    demo                        three takes from text on a mannequin: demo/motif_demo.blend and contact sheets
    sheets --prompts FILE       a contact sheet for each line of FILE, into --out; --audio FILE --style NAME --video:
                                a take that follows a sound, as a sheet and as a film with the sound
    film --audio FILE           two dancers to a sound, 30 s: docs/images/dance.mp4, and dance.png of its frames
    test [--slow] [-k WORDS]    every check: ruff, pyright, Python tests, then tests inside each Blender that can be had
    zip                         dist/motif-VERSION.zip, which Blender installs as an extension or as an add-on
    wheel [--sdist]             dist/motif-VERSION-py3-none-any.whl, for `pip install` and `import motif`; so does
                                `python -m build`, with the source archive
    api                         docs/api.md, from the docstrings of what scripts may use
    link                        build/link/motif: the same tree made of links, for development
    train, evaluate, bench      the engine's commands of those names, in .venv
    lint [--only CHECK]         ruff check, ruff format --check and pyright
    locks [--fresh]             the checksums of the packages that the engine's installer takes
    setup                       only the environment
"""

from __future__ import annotations

import sys

PYTHON = (3, 11)


def _use_right_python() -> None:
    """Go on under Python 3.11, or say in one sentence what is missing."""
    if sys.version_info[:2] == PYTHON:
        return
    import os
    import shutil

    version = "{}.{}".format(*sys.version_info[:2])
    found = shutil.which("python3.11") or shutil.which("python3.11.exe")
    if found and "MOTIF_BUILD_PYTHON" not in os.environ:
        os.environ["MOTIF_BUILD_PYTHON"] = found  # not twice, whatever that program is
        print(f"This is Python {version}; going on with {found}.", flush=True)
        import subprocess

        sys.exit(subprocess.call([found, *sys.argv]))
    print(
        f"Motif's build needs Python 3.11 and this is {version}: "
        f"install Python 3.11 and run `python3.11 {' '.join(sys.argv)}`.",
        file=sys.stderr,
    )
    sys.exit(1)


def main(argv: list[str]) -> int:
    """Run one command; returns the exit status."""
    from tools import commands, console

    if __name__ == "__main__" and __spec__ is not None and (not argv or argv[0][:1] == "-"):  # `python -m build`
        argv = ["wheel", "--sdist", *argv]  # which finds this file first
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(__doc__)
        return 0 if argv else 2
    try:
        return commands.run(argv[0], argv[1:])
    except console.Stop as stop:
        print(f"build.py: {stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nbuild.py: stopped", file=sys.stderr)
        return 130


if __name__ == "__main__":
    _use_right_python()
    sys.exit(main(sys.argv[1:]))
