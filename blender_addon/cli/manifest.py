"""`motif-blender batch`: writes the rows of a manifest that have a scene or a rig as keyframes into .blend copies.

Rows of the same copy are run on one opened file, in order, and saved together. A copy that holds some of its rows gets
the others added; where one of them has changed, the copy is made from the scene again.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bpy

from ..engine import files
from ..engine.batch import manifest, outputs, report
from ..engine.batch.journal import Entry, Journal, beside
from ..engine.batch.manifest import Row
from ..engine.batch.schedule import Outcome, mendable, work
from ..engine.protocol.errors import EngineError, bad_request
from ..engine.protocol.options import add_options, request_of
from ..rig import importing, saving
from ..rig.binding import RigError, read_rig
from ..rig.importing import FileError
from ..session import session
from ..sources import sound
from ..takes import takes
from ..takes.target import check_writable
from . import settings

# A row's file is opened and saved for all rows of a copy together.
_NOT_OPTIONS = ("scene", "rig")
_OF_THE_SCENE = ("frames", "range", "spans", "path", "face", "reach")  # checked once it is open


@dataclass(frozen=True)
class Rows:
    """Runs a row through the command line's parser, on the file that is open. here: command -> what runs it."""

    parser: Callable[[], argparse.ArgumentParser]
    here: Mapping[str, Callable[[argparse.Namespace], dict[str, Any]]]

    def parsed(self, row: Row, device: str | None) -> argparse.Namespace:
        """Parse the row's options; raises EngineError for one that the command line refuses."""
        said = io.StringIO()
        try:
            with contextlib.redirect_stderr(said):
                options = self.parser().parse_args(words(row, device))
                settings.check_source(options)
        except SystemExit:
            last = said.getvalue().strip().splitlines()[-1].partition("error: ")[2]
            raise bad_request(f"{last or 'the options do not go together'}.") from None
        if row.command != "retarget":
            kept = {k: v for k, v in row.options.items() if k not in _OF_THE_SCENE}
            request_of({**kept, "text": kept.get("text") or (None if "audio" in kept else "moves")})
        return options


def words(row: Row, device: str | None = None) -> list[str]:
    """Return a row as command-line arguments, without the file that it opens."""
    out = [row.command]
    for name, value in row.options.items():
        option = "--span" if name == "spans" else f"--{name.replace('_', '-')}"
        if name in _NOT_OPTIONS or value is False:
            continue
        if name == "style":
            named = [f"{style}:{weight}" for style, weight in value.items()] if isinstance(value, dict) else value
            out += [f"{option}={style}" for style in named]
        elif name == "spans":
            # A space before it, or frames below 0 would be taken for an option.
            out += [word for frames, text in value for word in (option, f" {frames}", text)]
        elif name == "reach":
            out += [f"{option}={target}" for target in value]
        elif isinstance(value, list):
            out.append(f"{option}={','.join(value)}")
        else:
            out.append(option if value is True else f"{option}={value}")
    if row.command == "retarget":
        return [*out, f"--rig={row.source}", f"--out={row.out}"]
    return [*out, *([f"--device={device}"] if device else [])]


def add_to(commands: Any, rows: Rows) -> None:
    """Add the command with its options."""
    parser = commands.add_parser("batch", help="the rows of a manifest that have a scene or a rig")
    parser.add_argument("manifest", type=Path, metavar="MANIFEST", help=".jsonl, or .csv with names in its first line")
    add_options(parser, "workers", "retries")
    add_options(parser, "report", dest="report_file")
    add_options(parser, "overwrite", "device", "check", "json")
    parser.set_defaults(
        run=lambda options: _run(options, rows), summary=lambda found: f"{found['said']}\n{found['report']}".rstrip()
    )


def _run(options: argparse.Namespace, rows: Rows) -> dict[str, Any]:
    clock, path = time.perf_counter(), options.manifest
    if options.workers not in (None, 1):
        raise FileError(
            "One Blender makes these rows, one after the other: leave out --workers, or split the manifest, rows of "
            "one “out” and of what it reads together, and run one motif-blender batch for each part."
        )
    everything = manifest.read(path)
    asked: dict[Path, list[tuple[Row, argparse.Namespace]]] = {}
    for row in everything:
        if row.in_blender:
            try:
                asked.setdefault(row.out, []).append((row, rows.parsed(row, options.device)))
            except EngineError as error:
                raise manifest.at(path, row.line)(error) from error
    if not asked:
        raise FileError(f"No row of {path.name} has a scene or a rig: run it with “motif batch”.")
    where = options.report_file or report.path_for(path, "blender-report")
    plan = outputs.Plan(
        path, [(row, manifest.files_of(row.out, row.options)) for row in everything], report.places(where)
    )
    outputs.check(plan)
    results = [{"line": r.line, "state": "left", "out": str(r.out)} for r in everything if not r.in_blender]
    if not options.check:
        _check_needed(path, everything)
    with Journal(path) as journal:
        anew = [(pairs[0][0], [out]) for out, pairs in asked.items() if not _have(out, [r for r, _ in pairs], journal)]
        outputs.check_there(plan, anew, journal, options.overwrite)
        if options.check:
            return _checked(path, asked, len(results))
        for folder in {files.target_of(out).parent for out in asked}:
            _check_writable(folder)
        try:
            for made in _copies(asked, journal, rows, options.retries):
                results += made
        finally:  # after Ctrl-C too, of what was made until then
            found = report.summary(path, results, time.perf_counter() - clock, 1, "one Blender")
            report.write(found, where)
    return report.short(found, where)


def _copies(
    asked: Mapping[Path, list[tuple[Row, argparse.Namespace]]], journal: Journal, rows: Rows, retries: int
) -> Iterator[list[dict[str, Any]]]:
    """Make one .blend copy after the other; yields each one's results."""
    failed: set[int] = set()
    for out, pairs in asked.items():
        missing = sorted(failed & {line for row, _ in pairs for line in row.needs})
        if missing:
            error = bad_request(f"Line {missing[0]}, whose file it reads, could not be made.")
            made = [_failed(row, error, 1, journal) for row, _ in pairs]
        else:
            made = _copy(out, pairs, journal, _BlenderPool(rows), retries)
        failed |= {result["line"] for result in made if result["state"] == "failed"}
        yield made


def _check_needed(path: Path, rows: Sequence[Row]) -> None:
    """Raise EngineError where a row reads what a row of “motif batch” makes, and that file is not there yet."""
    by_line = {row.line: row for row in rows}
    for row in rows:
        makers = [by_line[line] for line in row.needs] if row.in_blender else []
        for maker in makers:
            lost = [file for file in manifest.files_of(maker.out, maker.options) if not file.exists()]
            if lost and not maker.in_blender:
                said = f"it reads {lost[0].name}, which line {maker.line} makes: run “motif batch {path.name}” first."
                raise manifest.at(path, row.line)(bad_request(said))


@contextlib.contextmanager
def _naming(path: Path, row: Row) -> Iterator[None]:
    """Let errors name the row's line."""
    try:
        yield
    except (FileError, RigError, EngineError) as error:
        raise manifest.at(path, row.line)(_as_engine_error(error)) from error


def _checked(path: Path, asked: Mapping[Path, list[tuple[Row, argparse.Namespace]]], left: int) -> dict[str, Any]:
    """Open every row's file and find its armature; returns what the command prints. Raises EngineError naming the
    line."""
    opened: Path | None = None
    for row, options in (pair for pairs in asked.values() for pair in pairs):
        if row.needs and row.source is not None and not row.source.exists():
            continue  # what another row will have made
        with _naming(path, row):
            if opened != row.source:
                importing.open_rig(row.source or row.out)
                opened = row.source
            armature, scene = importing.pick_armature(options.armature), bpy.context.scene
            check_writable(armature, scene)
            read_rig(armature, scene, settings.read_map(options, armature))
            if row.command == "retarget" and (options.motion.exists() or not row.needs):
                importing.read_noted(options.motion, options.fps, options.up or "")
            elif row.options.get("audio") == "scene":
                sound.scene_span(scene)
    count = sum(map(len, asked.values()))
    said = f"{count} rows of {path.name} can be made, {left} are motif's"
    return {"manifest": path.name, "to_make": count, "left": left, "said": said, "report": ""}


def _copy(
    out: Path, pairs: Sequence[tuple[Row, argparse.Namespace]], journal: Journal, pool: _BlenderPool, retries: int
) -> list[dict[str, Any]]:
    """Make all rows of one .blend copy; returns their results."""
    have = _have(out, [row for row, _ in pairs], journal)
    todo = [(row, options) for row, options in pairs if row.key not in have]
    results = [_result(row, "there", have[row.key]) for row, _ in pairs if row.key in have]
    if not todo:
        return results
    failures: dict[int, tuple[EngineError, int]] = {}
    try:
        importing.open_rig(out if have else todo[0][0].source or out)
        made = dict(have)
        for outcome in work(todo, pool, retries, lambda o: _say(todo[o.number][0], f"{o.error} Trying again.")):
            row = todo[outcome.number][0]
            if outcome.error is not None:
                failures[row.line] = outcome.error, outcome.tries
            else:
                made[row.key] = {**outcome.made, "seconds": round(outcome.seconds, 3), "tries": outcome.tries}
                _say(row, f"on “{outcome.made['armature']}” in {outcome.seconds:.1f} s")
        if len(made) > len(have):
            _save(out, made, journal)
    except Exception as error:  # one copy never ends the others
        if not isinstance(error, (FileError, RigError, EngineError)):
            traceback.print_exc()
            error = EngineError("internal", f"something unforeseen went wrong ({error!s:.160}).")
        failures = {row.line: (_as_engine_error(error), 1) for row, _ in todo}
        made = {}
    for row, _ in todo:
        if row.line in failures:
            results.append(_failed(row, *failures[row.line], journal))
        else:
            results.append(_result(row, "made", made[row.key]))
    return results


def _have(out: Path, rows: Sequence[Row], journal: Journal) -> dict[str, Any]:
    """Return what a copy holds of the rows that go into it, by their keys; nothing where it is to be made anew."""
    entry = journal.holders(out)
    have: dict[str, Any] = dict(entry["rows"]) if entry is not None and "rows" in entry else {}
    asked = {row.key for row in rows}
    changed = not set(have) <= asked and not asked <= set(have)
    return {} if changed else have


def _save(out: Path, rows: Mapping[str, Any], journal: Journal) -> Entry:
    waiting = beside(out)
    try:
        saving.write_copy(waiting, out)
        return journal.made("", [out], {"rows": dict(rows)})
    except Exception:
        with contextlib.suppress(OSError):
            waiting.unlink()
        raise


class _BlenderPool:
    """This Blender as a pool of one: a row is run when it is submitted."""

    size, where = 1, "one Blender"

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._outcome = Outcome(-1)

    def submit(self, number: int, work: tuple[Row, argparse.Namespace]) -> None:
        row, options = work
        start = time.perf_counter()
        made: dict[str, Any] | None = None
        error: EngineError | None = None
        try:
            said = self._rows.here[row.command](options)
            if row.command != "retarget" and len(said["takes"]) == 1 and options.into != "nla":
                # Nothing to choose from: the rig's own, which further rows go on from.
                takes.keep(bpy.data.objects[said["armature"]], clear=False)
            made = {name: said[name] for name in ("armature", "takes", "notes") if name in said}
            if "quality" in said:  # of a motion that was put on the rig
                made["takes"] = [{"quality": said["quality"], **take} for take in said["takes"]]
        except (FileError, RigError, EngineError) as problem:
            error = _as_engine_error(problem)
        except Exception as problem:
            traceback.print_exc()
            error = EngineError("internal", f"something unforeseen went wrong ({problem!s:.160}).")
        if error is not None and mendable(error):
            session.end_engine()
        self._outcome = Outcome(number, made, error, time.perf_counter() - start, self.where)

    def wait(self) -> Outcome:
        return self._outcome

    def close(self) -> None:
        session.end_engine()


def _as_engine_error(error: Exception) -> EngineError:
    return error if isinstance(error, EngineError) else bad_request(str(error))


def _result(row: Row, state: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    return {"line": row.line, "state": state, "out": str(row.out), **kept}


def _failed(row: Row, error: EngineError, tries: int, journal: Journal) -> dict[str, Any]:
    failure = {"code": error.code, "message": error.message, "tries": tries}
    with contextlib.suppress(EngineError):  # a full disk may take neither
        journal.failed(row.key, {"line": row.line, **failure})
    _say(row, error.message)
    return {"line": row.line, "state": "failed", "out": str(row.out), **failure}


def _check_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise FileError(files.why_not(folder, error)) from error


def _say(row: Row, message: str) -> None:
    print(f"motif-blender: line {row.line}: {message}", file=sys.stderr, flush=True)
