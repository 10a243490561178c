"""A manifest of takes: one JSON object a line, with the command line's options of `generate` as its keys.

`{"text": "a person walks", "seconds": 4, "takes": 3, "seed": 7, "out": "walk.npz"}`. Paths count from the manifest's
folder. A row whose files are all there is left out, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from engine import takes as files
from engine.client import Client, worker_command
from engine.options import KEYS, request_of
from engine.protocol import EngineError, Request, bad_request
from retarget.motion import Motion


@dataclass(frozen=True)
class Row:
    """One line of a manifest."""

    number: int
    request: Request
    paths: list[Path]


def read(manifest: Path) -> list[Row]:
    """The rows of a manifest; raises EngineError naming the first line that is wrong, before anything is made."""
    try:
        lines = Path(manifest).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise bad_request(
            f"The manifest {manifest} can't be read: {getattr(error, 'strerror', None) or error}."
        ) from error
    rows = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                rows.append(_row(number, line, Path(manifest).parent))
            except EngineError as error:
                raise bad_request(f"Line {number} of {Path(manifest).name}: {error.message}") from error
    if not rows:
        raise bad_request(f"The manifest {manifest} has no rows: write one JSON object a line.")
    return rows


def _row(number: int, line: str, folder: Path) -> Row:
    try:
        options = json.loads(line)
    except ValueError as error:
        raise bad_request("this is not JSON.") from error
    if not isinstance(options, dict) or not isinstance(options.get("out"), str):
        raise bad_request('a row is a JSON object with at least "text" and "out".')
    unknown = sorted(set(options) - {*KEYS, "out"})
    if unknown:
        raise bad_request(f"unknown settings: {', '.join(unknown)}.")
    request = request_of(options)
    return Row(number, request, files.take_paths(folder / options["out"], len(request.seeds)))


def run(
    manifest: Path, workers: int, device: str | None, weights: Path | None, report: Callable[[float, str], None]
) -> dict[str, Any]:
    """Make every take that isn't there yet; a row that fails is told of and the others go on."""
    if not 1 <= workers <= 64:
        raise bad_request(f"The number of workers is {workers}: give 1 to 64.")
    rows = read(manifest)
    todo = [row for row in rows if not all(path.exists() for path in row.paths)]
    for folder in {row.paths[0].parent for row in todo}:
        files.check_writable(folder)
    failed: list[dict[str, Any]] = []
    if todo:
        _work(todo, min(workers, len(todo)), device, weights, failed, report)
    return {"rows": len(rows), "skipped": len(rows) - len(todo), "made": len(todo) - len(failed), "failed": failed}


def _work(
    todo: list[Row],
    workers: int,
    device: str | None,
    weights: Path | None,
    failed: list[dict[str, Any]],
    report: Callable[[float, str], None],
) -> None:
    """Each worker is a process of its own, so that one that dies takes one row with it and no more."""
    options = [*(["--device", device] if device else []), *(["--weights", str(weights.resolve())] if weights else [])]
    clients = [Client(worker_command(sys.executable, *options), Motion.from_arrays) for _ in range(workers)]
    free: SimpleQueue[Client] = SimpleQueue()
    for client in clients:
        free.put(client)

    def make(row: Row) -> None:
        client = free.get()
        try:
            for take, path in zip(client.generate(row.request), row.paths, strict=True):
                files.save_take(take, path)
        finally:
            free.put(client)

    try:
        with ThreadPoolExecutor(workers) as pool:
            jobs = {pool.submit(make, row): row for row in todo}
            for done, job in enumerate(as_completed(jobs), 1):
                row, error = jobs[job], job.exception()
                if isinstance(error, EngineError):
                    failed.append({"line": row.number, "code": error.code, "message": error.message})
                    print(f"motif: line {row.number}: {error.message}", file=sys.stderr)
                elif error is not None:
                    raise error
                report(done / len(todo), f"{done} of {len(todo)} rows")
    finally:
        for client in clients:
            client.shutdown()
