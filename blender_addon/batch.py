"""Motif without a window: `motif-blender`, `blender --command motif`, and `blender -b FILE --python batch.py -- ...`.

Exit status 0 when done, 1 when it failed (one sentence on stderr), 2 for a command line that makes no sense, 130 when
ended by Ctrl-C, 143 by SIGTERM.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

if not __package__:  # run as a script: find the add-on's folder and go on as a module of it
    _here = Path(__file__).absolute().parent
    if not (_here / "engine").exists():  # a bare checkout, where engine/ lies beside this folder
        sys.path.insert(0, str(_here.parent))
        _here = importlib.import_module("tools.packaging").link()
    sys.path.insert(0, str(_here.parent))
    importlib.import_module(f"{_here.name}.batch").run_as_script()

import argparse
import contextlib
import io
import os
import shutil
import traceback
from collections.abc import Iterator, Sequence
from typing import Any

import bpy

from . import log, registration
from .cli import check, generate, install, manifest, options, report, retarget, settings
from .engine import files
from .engine.commands import words
from .engine.commands.parser import Parser
from .engine.protocol import stopping
from .engine.protocol.version import engine_version
from .session import session

_RUN = {
    **dict.fromkeys(("generate", "inbetween", "around", "poses"), generate.run),
    "retarget": retarget.run,
    "check": check.run,
    "clean": check.run_clean,
}
# The same for a manifest's rows, on the file that is open, which all rows of a copy share.
_ROWS = {**dict.fromkeys(_RUN, generate.run_row), "retarget": retarget.run_here}


class CommandError(Exception):
    """One sentence on why a command that a script runs could not be done."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    stopping.plain_output()
    try:
        with stopping.listening():
            return _run(argv)
    except KeyboardInterrupt as stop:
        print(f"motif-blender: {stopping.STOPPED}", file=sys.stderr, flush=True)
        return stopping.status(stop)


def _run(argv: Sequence[str] | None) -> int:
    try:
        given = _parser().parse_args(sys.argv[1:] if argv is None else list(argv))
        settings.check_source(given)
    except SystemExit as stop:  # argparse has said why
        return int(stop.code or 0) if isinstance(stop.code, int) else 2
    try:
        with _registered():
            done = given.run(given)
        report.write_report(done, given.report)
        sys.stdout.flush()
        for note in report.notes(done):
            print(f"motif-blender: {note}", file=sys.stderr, flush=True)
        print(files.to_json(done) if given.json else given.summary(done), flush=True)
        return 1 if done.get("failed") else 0
    except report.FAILURES as error:
        print(f"motif-blender: {error}", file=sys.stderr, flush=True)
        if given.json:
            print(files.to_json({"error": str(error)}), flush=True)
        return 1
    except Exception as error:
        traceback.print_exc()
        log.LOG.error("Unexpected error", exc_info=error)
        print(f"motif-blender: something unforeseen went wrong ({error!s:.160}).", file=sys.stderr, flush=True)
        return 1


@contextlib.contextmanager
def _registered() -> Iterator[None]:
    """The add-on's types for as long as a command runs; the engine ends with it."""
    here = not hasattr(bpy.types.Scene, "motif")
    if here:
        registration.register()
    try:
        yield
    finally:
        session.end_engine()
        if here:
            registration.unregister()


def run_command(words: Sequence[str]) -> dict[str, Any]:
    """Run a command for a script, without printing; returns its report. Raises CommandError with one sentence."""
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said):
            given = _parser().parse_args(list(words))
            settings.check_source(given)
    except SystemExit:
        last = said.getvalue().strip().splitlines()[-1].partition("error: ")[2]
        raise CommandError(f"{last or 'The options do not go together'}.") from None
    try:
        with _registered():
            return given.run(given)
    except report.FAILURES as error:
        raise CommandError(str(error)) from error


def run_as_script() -> None:
    """For `blender -b FILE --python batch.py -- ARGUMENTS`; ends the process with the exit status."""
    _end(main(sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else []))


def run_as_program() -> None:
    """`motif-blender` on the bpy wheel; ends the process with the exit status."""
    _end(main())


def _end(status: int) -> None:
    """End the process at once: Blender's own exit returns 0 and prints after the last line, and its wheels crash (4.2)
    or hang (4.5)."""
    sys.stdout.flush()
    sys.stderr.flush()
    shutil.rmtree(bpy.app.tempdir, ignore_errors=True)
    os._exit(status)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="motif-blender", description="Text or motion to keyframes on a rig.")
    parser.add_argument("--version", action="version", version=f"motif {engine_version()}")
    parser.set_defaults(summary=report.summary, report=None)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    options.add_to(commands, _RUN)
    install.add_to(commands)
    words.add_to(commands, lambda given: {"what": given.what, **words.listed(given.what)})
    commands.choices["list"].set_defaults(summary=lambda done: "\n".join(words.lines(done["what"])))
    manifest.add_to(commands, manifest.Rows(_parser, _ROWS))
    return parser
