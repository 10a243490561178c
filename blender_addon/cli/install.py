"""`motif-blender install`: the engine's environment without a window."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from ..engine.installer.plan import in_words
from ..engine.protocol.options import add_options
from ..session import installation, session

_STEP = 0.05


def add_to(commands: Any) -> None:
    """Add the command with its options."""
    parser = commands.add_parser("install", help="the engine's own environment: install, verify, repair or remove it")
    what = parser.add_mutually_exclusive_group()
    for name, help_text in (
        ("verify", "compare every file with its checksum and load the libraries"),
        ("repair", "install damaged packages again"),
        ("remove", "delete the environment"),
    ):
        what.add_argument(f"--{name}", dest="what", action="store_const", const=name, help=help_text)
    parser.add_argument("--wheels", type=Path, metavar="DIR", help="take packages from this folder, not the network")
    parser.add_argument("--build", choices=("auto", "cpu", "cuda"), default="auto", help="by default what there is")
    parser.add_argument("--python", metavar="PATH", default="", help="make it with this Python; default: Blender's own")
    add_options(parser, "json")
    parser.set_defaults(run=_run, summary=_summary, what="install")


def _run(options: argparse.Namespace) -> dict[str, Any]:
    clock = time.perf_counter()
    session.end_engine()
    if options.what == "remove":
        installation.remove()
    else:
        wheels = str(options.wheels.absolute()) if options.wheels else ""
        installation.run_now(options.what, _Steps(), build=options.build, wheels=wheels, base=options.python)
    known = installation.state()
    return {
        "folder": str(installation.folder()), "state": known.kind, "problem": known.text, "build": known.build,
        "python": known.python, "bytes": known.size, "seconds": {"total": time.perf_counter() - clock},
    }  # fmt: skip


def _summary(report: dict[str, Any]) -> str:
    seconds = f"({report['seconds']['total']:.0f} s)"
    if report["state"] == "absent":
        return f"Removed from {report['folder']} {seconds}"
    if report["problem"]:
        return f"{report['problem']} {seconds}"
    about = f"{report['build']}, Python {report['python']}, {in_words(report['bytes'])}"
    return f"The engine is ready in {report['folder']}: {about} {seconds}"


class _Steps:
    """Prints progress, a line for each step of the fraction and not for each message."""

    def __init__(self) -> None:
        self._next = 0.0

    def __call__(self, fraction: float, message: str) -> None:
        if fraction >= self._next:
            print(f"{fraction:4.0%} {message}", flush=True)
            self._next = fraction + _STEP
