"""`build.py test`: ruff and pyright, pytest outside Blender, then inside every Blender that can be had here."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from . import environment, lint, packaging
from .console import BUILD, LOG, ROOT, Stop, clean_environment, run_through, shown, step, venv_python

BLENDER_TESTS = ROOT / "tests" / "blender" / "run.py"
REPORTS = BUILD / "test"
# A Blender that hangs at exit must not hold everything up.
LIMIT_S = 1800


@dataclass(frozen=True)
class Result:
    """How one suite went. `reason` says why it did not run or what broke outside a test."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    reason: str = ""
    failures: tuple[str, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return self.failed == 0


def _suites() -> dict[str, Callable[[bool, str | None], Result]]:
    found: dict[str, Callable[[bool, str | None], Result]] = {"lint": _lint, "python": _python}
    matrix: list[str] = [
        *environment.project()["project"]["optional-dependencies"]["blender"],
        *environment.project()["tool"]["motif"]["blender-matrix"],
    ]
    for requirement in matrix:
        release = requirement.split("==")[1]
        found[f"blender-{release}"] = _wheel(requirement, release)
    found["blender-system"] = _system
    found["zip"] = _zip
    found["window"] = _window
    return found


def names() -> list[str]:
    """The suites, in the order they run."""
    return list(_suites())


def run(slow: bool, words: str | None, only: str | None) -> int:
    """Run every suite (or one) and print a summary; returns 0 when nothing failed."""
    chosen = _suites()
    if only:
        chosen = {name: call for name, call in chosen.items() if only in name}
        if not chosen:
            raise Stop(f"there is no suite {only!r}: choose one of {', '.join(names())}")
    REPORTS.mkdir(parents=True, exist_ok=True)
    results = []
    for name, call in chosen.items():
        print(f"\n{f' {name} ':=^88}", flush=True)
        began = time.monotonic()
        try:
            result = call(slow, words)
        except Stop as stop:
            result = Result(name, skipped=1, reason=str(stop))
        results.append(replace(result, name=name, seconds=time.monotonic() - began))
    _summary(results)
    return 0 if all(r.ok for r in results) and any(r.passed for r in results) else 1


def _summary(results: list[Result]) -> None:
    print(f"\n{' summary ':=^88}")
    for r in results:
        for failure in r.failures:
            print(f"FAILED {r.name}: {failure}")
    for r in results:
        state = "failed" if not r.ok else "ok" if r.passed else "skipped"
        counts = f"{r.passed} passed, {r.failed} failed, {r.skipped} skipped"
        print(f"{r.name:<18} {state:<8} {counts:<40} {r.seconds:6.1f} s  {r.reason}".rstrip())
    total = [sum(getattr(r, what) for r in results) for what in ("passed", "failed", "skipped")]
    seconds = sum(r.seconds for r in results)
    words = f" {total[0]} passed, {total[1]} failed, {total[2]} skipped in {seconds:.0f} s "
    print(f"{words:=^88}", flush=True)


def _lint(_slow: bool, words: str | None) -> Result:
    """ruff and pyright; each check counts as a test."""
    if words:
        return Result("", skipped=1, reason="only tests by name were asked for")
    failures = lint.run()
    return Result("", len(lint.CHECKS) - len(failures), len(failures), failures=tuple(failures))


def _python(slow: bool, words: str | None) -> Result:
    report = REPORTS / "python.xml"
    report.unlink(missing_ok=True)
    try:
        environment.ensure_smplx()
    except Stop as stop:  # its tests skip and say so
        print(f"  note: {stop}")
    command: list[str | Path] = [venv_python(), "-m", "pytest", f"--junit-xml={report}", "--durations=5"]
    command += (["--slow"] if slow else []) + (["-k", words] if words else [])
    status = run_through(command)
    return _read_junit("python", report, status, nothing_is_fine=bool(words))


def _read_junit(name: str, report: Path, status: int, nothing_is_fine: bool) -> Result:
    """A suite's result from pytest's report and exit status. nothing_is_fine: when no test was collected."""
    if status == 5 and nothing_is_fine:  # pytest's status for "no test matched"
        return Result(name, reason="no test matches")
    try:
        suite = next(ElementTree.parse(report).getroot().iter("testsuite"))
    except (OSError, ElementTree.ParseError, StopIteration):
        return Result(name, failed=1, reason=f"pytest ended with status {status} and no report")
    count = {what: int(suite.get(what, "0")) for what in ("tests", "failures", "errors", "skipped")}
    failed = count["failures"] + count["errors"]
    bad = [
        f"{case.get('classname')}::{case.get('name')}"
        for case in suite.iter("testcase")
        if case.find("failure") is not None or case.find("error") is not None
    ]
    if status and not failed:
        return Result(name, failed=1, reason=f"pytest ended with status {status}")
    return Result(name, count["tests"] - failed - count["skipped"], failed, count["skipped"], failures=tuple(bad))


def _wheel(requirement: str, release: str) -> Callable[[bool, str | None], Result]:
    def call(slow: bool, words: str | None) -> Result:
        main = requirement in environment.project()["project"]["optional-dependencies"]["blender"]
        numpy = next(r for r in environment.project()["project"]["dependencies"] if r.startswith("numpy"))
        python = venv_python() if main else environment.ensure_side(f"venv-{release}", [requirement, numpy])
        if not main:
            environment.ensure_pytest()
        return _blender([python, BLENDER_TESTS], release, slow, words)

    return call


def _system(slow: bool, words: str | None) -> Result:
    program = os.environ.get("MOTIF_TEST_BLENDER") or shutil.which("blender")
    if not program:
        return Result("", skipped=1, reason="no blender program on this system")
    environment.ensure_pytest()
    # Debian's takes its modules, numpy among them, from the first python3 on PATH, which must be the system's own.
    path = os.pathsep.join([str(Path(program).resolve().parent), os.environ.get("PATH", "")])
    command: list[str | Path] = [program, "-b", "--factory-startup", "--python", BLENDER_TESTS, "--"]
    return _blender(command, "system", slow, words, {"PATH": path})


def _zip(_slow: bool, words: str | None) -> Result:
    """The zip as it ships: Blender's checker, both ways to install it, a take from the engine inside."""
    if words:
        return Result("", skipped=1, reason="only tests by name were asked for")
    try:
        packaging.zip_addon()
    except Stop as stop:
        return Result("", failed=1, reason=str(stop))
    return Result("", passed=4)


def _window(slow: bool, words: str | None) -> Result:
    """An artist's first minutes in real windows: the system's Blender, and what MOTIF_TEST_WINDOWS names, by lines."""
    if words or not slow:
        return Result("", skipped=1, reason="plays with --slow alone")
    missing = [name for name in ("blender", "Xvfb", "xdotool") if not shutil.which(name)]
    if missing:
        return Result("", skipped=1, reason=f"there is no {' and no '.join(missing)} on this system")
    commands = ["blender", *os.environ.get("MOTIF_TEST_WINDOWS", "").splitlines()]
    options = [word for command in commands for word in ("--blender", command)]
    status = run_through([venv_python(), ROOT / "tests" / "window" / "run.py", *options])
    return Result("", passed=len(commands)) if status == 0 else Result("", failed=1, reason="see what it printed")


def _blender(
    command: list[str | Path], label: str, slow: bool, words: str | None, extra: dict[str, str] | None = None
) -> Result:
    """Run tests/blender/run.py in one Blender, under a home of its own."""
    home, report = REPORTS / f"home-{label}", REPORTS / f"blender-{label}.xml"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    report.unlink(missing_ok=True)
    places = {
        "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "BLENDER_USER_RESOURCES": str(home / "user"),
        "MOTIF_ENGINE_PYTHON": str(venv_python()), **(extra or {}),
    }  # fmt: skip
    options = [f"--junit-xml={report}", *(["--slow"] if slow else []), *(["-k", words] if words else [])]
    log = LOG / f"test-blender-{label}.log"
    try:
        status = _to_console([*map(str, command), *options], clean_environment(places), log)
    except subprocess.TimeoutExpired:
        return Result("", failed=1, reason=f"stopped after {LIMIT_S} s; see {shown(log)}")
    result = _read_junit("", report, status, nothing_is_fine=bool(words))
    return replace(result, reason=f"{result.reason}; see {shown(log)}") if result.reason else result


def _to_console(command: list[str], env: dict[str, str], log: Path) -> int:
    """Run, with the output both in a log and, when something fails, its end on the console."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with step(" ".join(Path(word).name if "/" in word else word for word in command[:3])), log.open("wb") as out:
        status = subprocess.call(
            command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=ROOT, env=env, timeout=LIMIT_S
        )
    if status:
        print("\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-60:]), flush=True)
    return status
