"""Command line: `python -m engine.installer install|smpl|verify|repair|remove|plan --into FOLDER`; ends with its stdin.

Lines: {"event": "progress", "fraction", "message"}, then one of {"event": "done", ...} and {"event": "failed",
"message"}. Exit status 0 done, 1 failed, 3 stopped because the caller went away.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from . import folder, machine, plan
from .environment import Installer
from .plan import InstallError


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    options = _parser().parse_args(argv)
    try:
        done = _COMMANDS[options.command](options)
    except InstallError as error:
        _say(event="failed", message=str(error))
        return 1
    except OSError as error:
        _say(event="failed", message=str(folder.unwritable(options.into, error)))
        return 1
    _say(event="done", **done)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="engine.installer", description="Install the engine's Python environment.")
    parser.add_argument("command", choices=sorted(_COMMANDS))
    parser.add_argument("--into", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--build", default="auto", choices=("auto", *plan.BUILDS))
    parser.add_argument("--wheels", type=Path, metavar="DIR", help="take packages from this folder, not the network")
    parser.add_argument("--locks", type=Path, default=plan.LOCKS, help=argparse.SUPPRESS)
    parser.add_argument("--libraries", nargs="*", default=[], help=argparse.SUPPRESS)
    parser.add_argument("--whole", action="store_true", help="leave what the engine doesn't read of packages, or bring "
                        "it back (repair)")  # fmt: skip
    parser.add_argument("--keep-going", action="store_true", help="go on when stdin ends")
    return parser


def _installer(options: argparse.Namespace) -> Installer:
    """Ready to work, and to be stopped by the end of stdin."""
    into = options.into.absolute()
    wheels = options.wheels.absolute() if options.wheels else None
    created = Installer(into, _Reporter(), wheels, libraries=tuple(options.libraries), whole=options.whole)
    if not options.keep_going:
        threading.Thread(target=_stop_with_stdin, args=(created,), daemon=True).start()
    return created


def _stop_with_stdin(installer: Installer) -> None:
    """A caller that cancels or dies closes the pipe; nothing may go on without it."""
    while sys.stdin.buffer.read(1):
        pass
    installer.stop()
    time.sleep(5)  # the main thread ends by itself; if it hangs in a system call, end it
    os._exit(3)


def _make_plan(options: argparse.Namespace) -> plan.Plan:
    return plan.make(machine.detect(), sys.version_info[:2], options.build, options.locks)


def _install(options: argparse.Namespace) -> dict[str, Any]:
    return _installer(options).install(_make_plan(options))


def _smpl(options: argparse.Namespace) -> dict[str, Any]:
    return _installer(options).add(plan.smpl_run(options.locks))


def _verify(options: argparse.Namespace) -> dict[str, Any]:
    return _installer(options).verify()


def _repair(options: argparse.Namespace) -> dict[str, Any]:
    return _installer(options).repair(_make_plan(options))


def _remove(options: argparse.Namespace) -> dict[str, Any]:
    folder.remove(options.into.absolute())
    return {}


def _plan(options: argparse.Namespace) -> dict[str, Any]:
    return {"plan": dataclasses.asdict(_make_plan(options))}


_COMMANDS = {"install": _install, "smpl": _smpl, "verify": _verify, "repair": _repair, "remove": _remove, "plan": _plan}


class _Reporter:
    """Progress lines, at most ten a second and never backwards."""

    def __init__(self) -> None:
        self._fraction, self._message, self._last = 0.0, "", 0.0
        self._lock = threading.Lock()

    def __call__(self, fraction: float, message: str) -> None:
        with self._lock:
            now = time.monotonic()
            if message == self._message and now - self._last < 0.1 and fraction < 1:
                return
            self._fraction = max(self._fraction, min(1.0, fraction))
            self._message, self._last = message, now
            _say(event="progress", fraction=round(self._fraction, 4), message=message)


def _say(**values: Any) -> None:
    try:
        print(json.dumps(values), flush=True)
    except OSError:  # the caller has gone away; its pipe's other end stops us
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115


if __name__ == "__main__":
    sys.exit(main())
