"""`motif batch`: a manifest's rows made by engines side by side, on this computer or on a Ray cluster."""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine import files, take_files
from engine.inbetween.options import cut_away
from engine.installer.machine import detect
from engine.model_registry import model_files
from engine.protocol.client import worker_command
from engine.protocol.dance import file_of_second
from engine.protocol.errors import EngineError, bad_request
from engine.protocol.messages import Take
from engine.protocol.request import AudioRequest, Request
from engine.runtime import weights

from . import manifest, outputs, report
from .asking import asked
from .journal import Entry, Journal, beside
from .local_pool import LocalPool, thread_environment
from .manifest import Row
from .schedule import Outcome, Pool, work

MAX_WORKERS = 256
_USUAL_WORKERS = 4  # of which each holds about a gigabyte
Report = Callable[[float, str], None]


@dataclass(frozen=True)
class Job:
    """A row that the engine makes: its requests, the files of their takes, and the motion file that it is a part of.

    requests: one, of two dancers both; none of a row that reads others' files, until these are made.
    """

    row: Row
    requests: tuple[Request, ...]
    paths: tuple[Path, ...]
    source: Path | None = None


@dataclass(frozen=True)
class Crew:
    """Who makes the rows. workers: None for as many as suit the machine. threads: of each worker on the processor.
    ray: on a Ray cluster instead of processes here. models: stand-ins, for tests."""

    workers: int | None = None
    threads: int = 1
    ray: bool = False
    device: str | None = None
    weights: Path | None = None
    models: str | None = None

    def __post_init__(self) -> None:
        if self.workers is not None and not 1 <= self.workers <= MAX_WORKERS:
            raise bad_request(f"The number of workers is {self.workers}: give 1 to {MAX_WORKERS}.")
        if not 1 <= self.threads <= 1024:
            raise bad_request(f"The number of threads is {self.threads}: give 1 or more.")

    def pool(self, jobs: int) -> Pool[Request]:
        """Workers for so many jobs. Raises EngineError where there can be none."""
        env = thread_environment(self.threads)
        if self.ray:
            from .ray_pool import RayPool

            return RayPool(self.workers, jobs, env, self.weights, self.device, self.models)
        options = [*(["--device", self.device] if self.device else []),
                   *(["--weights", str(self.weights.resolve())] if self.weights else []),
                   *(["--models", self.models] if self.models else [])]  # fmt: skip
        return LocalPool(worker_command(sys.executable, *options), min(self._count(), jobs), env)

    def _count(self) -> int:
        if self.workers is not None:
            return self.workers
        on_card = (self.device or "auto") != "cpu" and detect().gpu
        return 1 if on_card else min(_USUAL_WORKERS, max(1, (os.cpu_count() or 1) // self.threads))


def prepare(path: Path, crew: Crew, out: Path | None = None) -> tuple[list[Job], list[Row]]:
    """The jobs of a manifest, and the rows that need a Blender; raises EngineError naming the first line that is wrong,
    before anything is made."""
    rows, known = manifest.read(path), _known_styles(crew.weights)
    jobs: list[Job] = []
    for row in rows:
        if row.in_blender:
            continue
        try:
            jobs.append(Job(row, (), tuple(manifest.files_of(row.out, row.options))) if row.needs else _job(row, known))
        except EngineError as error:
            raise manifest.at(path, row.line)(error) from error
        except Exception as error:  # a file that nobody has thought of
            wrong = bad_request(f"its request can't be made ({type(error).__name__}: {error!s:.120}).")
            raise manifest.at(path, row.line)(wrong) from error
    left = [row for row in rows if row.in_blender]
    outputs.check(_plan(path, jobs, left, out))
    return jobs, left


def _plan(path: Path, jobs: Sequence[Job], left: Sequence[Row], out: Path | None) -> outputs.Plan:
    written = [*((job.row, job.paths) for job in jobs), *((row, (row.out,)) for row in left)]
    return outputs.Plan(path, written, report.places(out or report.path_for(path)))


def _job(row: Row, known: Sequence[str]) -> Job:
    requests, motion = asked(row.command, row.options)
    source = None
    if row.command == "inbetween" and motion is not None:
        source = Path(row.options["motion"])
        for said in cut_away(row.options["frames"], ",".join(row.options.get("pins", ())), len(motion)):
            _say(row, said)
    styles = [name for one in requests if isinstance(one, AudioRequest) for name in one.style_weights]
    unknown = [style for style in styles if known and style not in known]
    if unknown:
        raise bad_request(f"there is no style called “{unknown[0]:.40}”: choose one of {', '.join(known)}.")
    outs = (row.out, file_of_second(row.out))
    paths = [path for out, one in zip(outs, requests) for path in take_files.take_paths(out, len(one.sampling.seeds))]
    return Job(row, requests, tuple(paths), source)


def _known_styles(folder: Path | None) -> list[str]:
    """Names that the audio model knows; none where it can't be asked, and the engine will say why."""
    with contextlib.suppress(EngineError, KeyError):
        (path,) = model_files(AudioRequest.model, folder or weights.FOLDER)
        return list(weights.read_config(path)["styles"])
    return []


def run(
    path: Path, crew: Crew, *, retries: int = 2, on_progress: Report, out: Path | None = None, overwrite: bool = False
) -> dict[str, Any]:
    """Make every row that isn't made yet and write the report, which is returned. overwrite: also over files that no
    run of this manifest made.

    A row that fails is tried again on a fresh worker where that may help, then reported, and the others go on. Raises
    EngineError for a manifest that can't be run.
    """
    if not 0 <= retries <= 100:
        raise bad_request(f"The number of retries is {retries}: give 0 to 100.")
    started = time.perf_counter()
    jobs, left = prepare(path, crew, out)
    if not jobs:
        raise bad_request(f"Every row of {path.name} has a scene or a rig: run it with “motif-blender batch”.")
    results: list[dict[str, Any]] = [{"line": row.line, "state": "left", "out": str(row.out)} for row in left]
    workers, where = 0, "no worker"

    def told() -> dict[str, Any]:
        found = report.summary(path, results, time.perf_counter() - started, workers, where)
        report.write(found, out or report.path_for(path))
        return found

    with Journal(path) as journal:
        todo, there = _todo(path, jobs, left, journal, out, overwrite)
        results += there
        if todo:
            pool = crew.pool(len(todo))
            workers, where = pool.size, pool.where
            try:
                with contextlib.closing(pool):
                    for result in _make_in_order(
                        todo, pool, journal, retries, on_progress, _known_styles(crew.weights)
                    ):
                        results.append(result)
            except KeyboardInterrupt:
                told()  # what was made until then
                raise
    return told()


def check(path: Path, crew: Crew, *, out: Path | None = None, overwrite: bool = False) -> dict[str, Any]:
    """Check a manifest as `run` does before it makes anything; returns counts, and a sentence as “said”."""
    jobs, left = prepare(path, crew, out)
    with Journal(path) as journal:
        todo, there = _todo(path, jobs, left, journal, out, overwrite, make=False)
    said = f"{len(todo)} rows of {path.name} can be made, {len(there)} are there, {len(left)} are motif-blender's"
    return {"manifest": path.name, "to_make": len(todo), "there": len(there), "left": len(left), "said": said}


def _todo(
    path: Path, jobs: Sequence[Job], left: Sequence[Row], journal: Journal, out: Path | None, overwrite: bool,
    *, make: bool = True,
) -> tuple[list[Job], list[dict[str, Any]]]:  # fmt: skip
    """Jobs that are to be made, and results of those that are there. Raises EngineError where a file is in the way.

    make: whether folders that outputs lack are made.
    """
    todo, there = [], []
    for job in jobs:
        entry = journal.find(job.row.key, job.paths)
        if entry is None:
            todo.append(job)
        else:
            there.append(_result(job, "there", entry))
    outputs.check_there(_plan(path, jobs, left, out), [(job.row, job.paths) for job in todo], journal, overwrite)
    for folder in {files.target_of(place).parent for job in todo for place in job.paths}:
        take_files.check_writable(folder, make=make)
    return todo, there


def _make_in_order(
    todo: Sequence[Job], pool: Pool[Request], journal: Journal, retries: int, on_progress: Report, known: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Make the jobs, those that read others' files after these; yields each one's result when it is there."""
    on_progress(0.0, f"0 of {len(todo)} rows")
    failed: set[int] = set()
    done = 0
    for wave in _waves(todo):
        ready, unready = _ready(wave, failed, known)
        results = (_failed(job, error, journal) for job, error in unready)
        for result in itertools.chain(results, _make(ready, pool, journal, retries)):
            if result["state"] == "failed":
                failed.add(result["line"])
            done += 1
            on_progress(done / len(todo), f"{done} of {len(todo)} rows")
            yield result


def _ready(
    jobs: Sequence[Job], failed: Set[int], known: Sequence[str]
) -> tuple[list[Job], list[tuple[Job, EngineError]]]:  # fmt: skip
    """Jobs with their requests, and those that can't be asked, with why; all that they read is made, but for the lines
    that failed."""
    ready: list[Job] = []
    unready: list[tuple[Job, EngineError]] = []
    for job in jobs:
        if missing := sorted(failed & set(job.row.needs)):
            unready.append((job, bad_request(f"Line {missing[0]}, whose file it reads, could not be made.")))
            continue
        try:
            ready.append(job if job.requests else _job(job.row, known))
        except EngineError as error:
            unready.append((job, error))
    return ready, unready


def _waves(jobs: Sequence[Job]) -> list[list[Job]]:
    """Jobs that can be made side by side, after those before them; they come with rows after those that they need."""
    level: dict[int, int] = {}
    waves: list[list[Job]] = []
    for job in jobs:
        level[job.row.line] = 1 + max((level.get(line, -1) for line in job.row.needs), default=-1)
        waves += [[]] if level[job.row.line] == len(waves) else []
        waves[level[job.row.line]].append(job)
    return waves


def _make(jobs: Sequence[Job], pool: Pool[Request], journal: Journal, retries: int) -> Iterator[dict[str, Any]]:
    """Make jobs side by side; yields each one's result when all that it asks for is there."""
    pieces = [(job, request) for job in jobs for request in job.requests]
    parts: dict[int, list[Outcome]] = {}

    def on_retry(outcome: Outcome) -> None:
        assert outcome.error is not None
        row = pieces[outcome.number][0].row
        _say(row, f"{outcome.error.message} Trying again ({outcome.tries} of {retries}).")

    for part in work([request for _, request in pieces], pool, retries, on_retry):
        job = pieces[part.number][0]
        there = parts.setdefault(job.row.line, [])
        there.append(part)
        if len(there) < len(job.requests):
            continue
        outcome = _together(there)
        error = outcome.error
        if error is None:
            try:
                yield _result(job, "made", _keep(job, outcome, journal))
            except EngineError as unwritable:
                error = unwritable
            except Exception as unforeseen:  # one row never ends the others
                said = f"The row could not be kept ({type(unforeseen).__name__}: {unforeseen!s:.120})."
                error = EngineError("internal", said)
        if error is not None:
            yield _failed(job, error, journal, outcome.tries, outcome.seconds)


def _together(parts: Sequence[Outcome]) -> Outcome:
    """What came of all requests of a row: the takes of all, or what one of them failed of."""
    ordered = sorted(parts, key=lambda part: part.number)
    first = next((part for part in ordered if part.error is not None), ordered[0])
    takes = None if first.error is not None else tuple(take for part in ordered for take in part.made)
    return replace(first, made=takes, seconds=sum(p.seconds for p in parts), tries=max(p.tries for p in parts))


def _failed(job: Job, error: EngineError, journal: Journal, tries: int = 1, seconds: float = 0.0) -> dict[str, Any]:
    """The result of a row that could not be made, which is told and noted."""
    failure = {"code": error.code, "message": error.message, "tries": tries, "seconds": round(seconds, 3)}
    with contextlib.suppress(EngineError):  # a full disk may take neither
        journal.failed(job.row.key, {"line": job.row.line, **failure})
    _say(job.row, error.message)
    return {"line": job.row.line, "state": "failed", "out": str(job.row.out), **failure}


def _keep(job: Job, outcome: Outcome, journal: Journal) -> Entry:
    """A row's takes as files, all of them or none."""
    sampled: Sequence[Take] = outcome.made
    takes = [
        {"path": path.name, "seed": take.seed, "frames": len(take.motion), "fps": take.motion.fps,
         "quality": _rounded(take.quality), "weights": take.weights_digest[:12]}
        for take, path in zip(sampled, job.paths)
    ]  # fmt: skip
    data = {"line": job.row.line, "takes": takes, "seconds": round(outcome.seconds, 3),
            "timings": _rounded(sampled[0].timings), "tries": outcome.tries, "worker": outcome.worker}  # fmt: skip
    try:
        for take, path in zip(sampled, job.paths, strict=True):
            take_files.write(take, path, beside(path), job.source)
        return journal.made(job.row.key, job.paths, data)
    except BaseException as error:
        if not isinstance(error, KeyboardInterrupt):  # after which the next run may find them whole
            for path in job.paths:
                with contextlib.suppress(OSError):
                    beside(path).unlink()
        raise


def _result(job: Job, state: str, entry: Entry) -> dict[str, Any]:
    """A made row in the report; its line is the one that it stands on now."""
    kept = {name: entry[name] for name in ("takes", "seconds", "timings", "tries", "worker") if name in entry}
    return {"line": job.row.line, "state": state, "out": str(job.row.out), **kept}


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in values.items()}


def _say(row: Row, message: str) -> None:
    print(f"motif: line {row.line}: {message}", file=sys.stderr)
