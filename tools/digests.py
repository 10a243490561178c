#!/usr/bin/env python3
"""Digests of what the commands make and say: whether a change of the code has left all of it as it was.

    .venv/bin/python tools/digests.py --out before.json         # run every case and write its digests
    .venv/bin/python tools/digests.py --against before.json     # run them again; exit status 1 if anything differs
    .venv/bin/python tools/digests.py --against before.json --only "in-between" --work build/digests

Command lines of `motif`, `motif-blender` and `build.py` are run as a person would run them; no module is imported but
the entry points in ENTRIES. Compared are the takes' arrays and records, keys and properties in .blend files, reports,
messages, help and exit statuses. Times, versions and the folders' names are left out. All on the processor, with one
thread: the same machine gives the same digests.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tools import digest_cases, digest_inputs
from tools.console import ROOT, clean_environment, venv_python
from tools.digest_cases import Case

# Where the programs may be entered, the first that is there: (module, function).
ENTRIES: Mapping[str, Sequence[tuple[str, str]]] = {
    "motif": (("engine.__main__", "main"), ("engine.cli", "main")),
    "motif-blender": (("motif.batch", "run_as_program"), ("motif.cli", "run_as_program")),
}
_ENTER = """
import importlib, importlib.util, sys
sys.path[0] = sys.argv.pop(1)
entries = [entry.split(":") for entry in sys.argv.pop(1).split(",")]
def there(name):
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False
module, function = next(entry for entry in entries if there(entry[0]))
sys.exit(getattr(importlib.import_module(module), function)())
"""
TIMEOUT_S = 600
_CHANGING = {"timings", "seconds", "engine_version", "worker", "sha256"}  # of JSON: differ from run to run
# Of text: a bar that nothing has wiped out, when Blender read a file, how long it took, where an error came through.
_UNSTEADY = (
    (re.compile(r"[A-Z][\w-]*: +\d+%\|.*?(?=motif: |$)", re.MULTILINE), ""),
    (re.compile(r"^\d\d:\d\d\.\d{3}(?= +\w)", re.MULTILINE), "#"),
    (re.compile(r"\b\d+\.\d+ s\b"), "# s"),
    (re.compile(r"^Traceback \(most recent call last\):\n(?: .*\n)+", re.MULTILINE), "Traceback: "),
)
_MOST_LINES = 40  # of a difference
Values = dict[str, str]


@dataclass(frozen=True)
class Place:
    """tree: the checkout that is run. work: the folder of inputs and of a folder for each case."""

    tree: Path
    work: Path

    @property
    def python(self) -> Path:
        """The checkout's interpreter."""
        return venv_python(self.tree / ".venv")

    def environment(self) -> dict[str, str]:
        """One thread, no card, no settings of the user's."""
        kept = {k: v for k, v in clean_environment().items() if not k.startswith(("MOTIF_", "BLENDER_"))}
        one = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
        return {
            **kept, **one, "CUDA_VISIBLE_DEVICES": "", "COLUMNS": "100", "LC_ALL": "C.UTF-8",
            "BLENDER_USER_RESOURCES": str(self.work / "blender"), "MOTIF_ENGINE_PYTHON": str(self.python),
        }  # fmt: skip

    def plain(self, text: str) -> str:
        """Text without this machine's folders, progress bars, seconds and the lines that a traceback went through."""
        for path, name in ((self.work, "WORK"), (self.tree, "TREE")):
            for spelling in sorted({str(path), str(path.resolve())}, key=len, reverse=True):
                text = text.replace(spelling, name)
        lines = [line.rpartition("\r")[2].rstrip() for line in text.replace("\r\n", "\n").split("\n")]
        text = "\n".join(lines).strip("\n")
        for pattern, instead in _UNSTEADY:
            text = pattern.sub(instead, text)
        return text


def command_of(line: str, place: Place) -> list[str]:
    """A case's command line as a process's arguments."""
    program, *words = shlex.split(line)
    if program == "build.py":
        return [str(place.python), str(place.tree / "build.py"), *words]
    path = place.tree if program == "motif" else place.tree / "build" / "link"
    entries = ",".join(f"{module}:{function}" for module, function in ENTRIES[program])
    return [str(place.python), "-c", _ENTER, str(path), entries, *words]


def run_case(case: Case, place: Place) -> Values:
    """What a case's commands say and write: name -> text, or "sha256 .." for what is no text."""
    folder = place.work / re.sub(r"\W+", "-", case.name)
    (folder / "rigs").mkdir(parents=True)
    (folder / "in").symlink_to(place.work / "in")
    for name in ("plain", "short"):
        (folder / "rigs" / f"{name}.blend").symlink_to(place.work / "in" / f"{name}.blend")
    for name, content in case.files.items():
        (folder / name).write_text(content, encoding="utf-8")
    values: Values = {}
    for line in case.lines:
        status, stdout, stderr = _run(command_of(line, place), place, folder)
        values[f"{line}: status"] = str(status)
        values[f"{line}: stdout"] = place.plain(_said(stdout))
        values[f"{line}: stderr"] = place.plain(stderr)
    made = [path for top in folder.iterdir() if top.name not in ("in", "rigs") for path in (top, *top.rglob("*"))]
    names = {path.relative_to(folder).as_posix(): path for path in sorted(made) if path.is_file()}
    for name, path in names.items():
        if name not in case.files and path.suffix != ".blend":
            values |= read_file(path, name, place)
    return values | read_blends({name: path for name, path in names.items() if path.suffix == ".blend"}, place)


def _run(command: Sequence[str], place: Place, folder: Path) -> tuple[int, str, str]:
    """Exit status, stdout and stderr, whose carriage returns stay: they tell a bar from a message."""
    done = subprocess.run(
        list(command), cwd=folder, env=place.environment(), stdin=subprocess.DEVNULL, capture_output=True,
        timeout=TIMEOUT_S, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def _said(stdout: str) -> str:
    """Output whose last line may be JSON."""
    before, _, last = stdout.rstrip("\n").rpartition("\n")
    return f"{before}\n{_tidy(json.loads(last))}" if last.startswith("{") else stdout


def _tidy(value: Any) -> str:
    """JSON, a line for each value, without what changes from run to run."""
    return json.dumps(_steady(value), ensure_ascii=False, indent=1)


def _steady(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _steady(inner) for name, inner in value.items() if name not in _CHANGING}
    return [_steady(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def read_file(path: Path, name: str, place: Place) -> Values:
    """What a file holds, as `run_case`."""
    kind = path.suffix.lower()
    if kind == ".npz":
        return read_arrays(path, name, place)
    if kind in (".json", ".jsonl", ".txt"):
        text = path.read_text(encoding="utf-8")
        if kind != ".txt":
            parts = text.splitlines() if kind == ".jsonl" else [text]
            return {name: place.plain("\n".join(_tidy(json.loads(part)) for part in parts))}
        # The column of seconds is as wide as its longest number.
        return {name: place.plain(re.sub(r" +", " ", re.sub(r"(?<= )\d+\.\d(?= )", "#", text)))}
    return {name: _sha256(path.read_bytes())}


def read_arrays(path: Path, name: str, place: Place) -> Values:
    """A digest of all arrays of an .npz, one of each, and what its record says."""
    values, everything = {}, hashlib.sha256()
    with np.load(path, allow_pickle=False) as arrays:
        for key in sorted(arrays.files):
            array = arrays[key]
            if key == "meta":
                values[f"{name}: meta"] = place.plain(_tidy(json.loads(str(array))))
                continue
            content = f"{key} {array.dtype} {array.shape}\n".encode() + np.ascontiguousarray(array).tobytes()
            everything.update(content)
            values[f"{name}: {key}"] = _sha256(content)
    return {f"{name}: arrays": f"sha256 {everything.hexdigest()}", **values}


def read_blends(files: Mapping[str, Path], place: Place) -> Values:
    """What .blend files hold, as `run_case`. Raises RuntimeError where Blender can't say."""
    if not files:
        return {}
    said = _blender("read", *files.values(), place=place).strip().splitlines()[-1]
    return {name: place.plain(_tidy(held)) for name, held in zip(files, json.loads(said), strict=True)}


def _blender(*words: str | Path, place: Place) -> str:
    program = Path(__file__).with_name("digest_blender.py")
    status, stdout, stderr = _run([str(place.python), str(program), *map(str, words)], place, place.work)
    if status:
        raise RuntimeError(f"{program.name} {words[0]} failed: {stderr[-800:]}")
    return stdout


def _sha256(content: bytes) -> str:
    return f"sha256 {hashlib.sha256(content).hexdigest()}"


def make_inputs(place: Place) -> None:
    """Sounds, motions and rigs into the work folder's `in`."""
    digest_inputs.make(place.work / "in")
    _blender("rigs", place.work / "in", place=place)


def run(cases: Sequence[Case], place: Place, jobs: int) -> dict[str, Values]:
    """The values of each case; one that fails unforeseen has the reason as its only value."""
    done: list[str] = []

    def one(case: Case) -> Values:
        began = time.monotonic()
        try:
            values = run_case(case, place)
        except Exception as error:
            values = {"trouble": f"{type(error).__name__}: {place.plain(str(error))}"}
        done.append(case.name)
        statuses = ", ".join(sorted({v for k, v in values.items() if k.endswith(": status")})) or values["trouble"]
        seconds = time.monotonic() - began
        print(f"[{len(done):2}/{len(cases)}] {case.name}: {seconds:.1f} s, status {statuses}", flush=True)
        return values

    with ThreadPoolExecutor(jobs) as pool:
        return dict(zip((case.name for case in cases), pool.map(one, cases), strict=True))


def digest_of(values: Values) -> str:
    """One sha256 over a case's values."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def differences(before: Mapping[str, Values], now: Mapping[str, Values]) -> list[str]:
    """A paragraph for each value that differs, is new or is gone, of the cases that are in both or in one."""
    found = []
    for case in dict.fromkeys((*before, *now)):
        if case not in before or case not in now:
            found.append(f"{case}: {'a new case' if case in now else 'the case is gone'}")
            continue
        old, new = before[case], now[case]
        for name in dict.fromkeys((*old, *new)):
            if old.get(name) != new.get(name):
                found.append(f"{case}: {name}\n{_difference(old.get(name, '(gone)'), new.get(name, '(gone)'))}")
    return found


def _difference(old: str, new: str) -> str:
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), "before", "now", n=1, lineterm=""))[2:]
    more = [f"    ... {len(lines) - _MOST_LINES} more lines"] if len(lines) > _MOST_LINES else []
    return "\n".join([*(f"    {line}" for line in lines[:_MOST_LINES]), *more])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Digests of what the commands make and say.")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the digests there")
    parser.add_argument("--against", type=Path, metavar="FILE", help="compare with these; status 1 if any differ")
    parser.add_argument("--made", type=Path, metavar="FILE", help="of an earlier run, in place of running")
    parser.add_argument("--only", metavar="WORDS", help="cases whose names hold these words")
    parser.add_argument("--jobs", type=int, choices=(1, 2), default=1, help="cases at a time; default 1")
    parser.add_argument("--tree", type=Path, default=ROOT, metavar="FOLDER", help="the checkout to run; default: this")
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="a new folder for the files, which stay there")
    return parser


def _made(options: argparse.Namespace) -> dict[str, Values]:
    cases = [case for case in digest_cases.all_cases() if (options.only or "") in case.name]
    with tempfile.TemporaryDirectory(prefix="motif-digests-") as folder:
        work = Path(folder) if options.work is None else options.work.absolute()
        place = Place(options.tree.absolute(), work)
        make_inputs(place)
        return run(cases, place, options.jobs)


def _load(path: Path) -> dict[str, Values]:
    return json.loads(path.read_text(encoding="utf-8"))["cases"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run or read the cases, write them, compare them; returns the exit status."""
    options, began = _parser().parse_args(argv), time.monotonic()
    made = _load(options.made) if options.made else _made(options)
    digests = {name: digest_of(values) for name, values in made.items()}
    together = hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()
    if options.out:
        found = {"all": together, "digests": digests, "cases": made}
        options.out.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{len(made)} cases, {sum(map(len, made.values()))} values in {time.monotonic() - began:.0f} s: {together}")
    if not options.against:
        return 0
    before = {name: values for name, values in _load(options.against).items() if (options.only or "") in name}
    found = differences(before, made)
    print("\n".join([*found, f"{len(found)} differences" if found else "No differences"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
