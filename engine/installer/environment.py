"""The environment: installs, verifies and repairs it with venv and pip, reporting progress. Each may take minutes."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import files
from . import folder, pip_output, trim
from .plan import InstallError, PipRun, Plan, in_words

Report = Callable[[float, str], None]
# Where Debian keeps the wheels that its ensurepip lacks.
SYSTEM_WHEELS = (Path("/usr/share/python-wheels"),)
# The user's pip settings, in variables or in pip.conf, that would send packages elsewhere than into the environment or
# leave some out. Index, proxy and certificates stay the user's. pip skips an empty variable, so that folders have to be
# given on the command line; a switch is off with "0", which counts before pip.conf.
_FOLDERS = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON")
_SWITCHES = ("PIP_USER", "PIP_DRY_RUN", "PIP_NO_DEPS", "PIP_REQUIRE_VIRTUALENV")
_TAIL = 400


@dataclass
class Installer:
    """Works on one folder. wheels: a folder of wheels in place of the network. base: the Python to build with.

    libraries: what must load in the end (tests give fewer than the engine needs). whole: leave what the engine doesn't
    read of packages (`trim`). `stop` may be called from any thread.
    """

    folder: Path
    report: Report
    wheels: Path | None = None
    base: str = sys.executable
    libraries: tuple[str, ...] = ()
    whole: bool = False
    _child: subprocess.Popen[str] | None = field(default=None, init=False)
    _stopped: bool = field(default=False, init=False)
    _known_pip: str = field(default="", init=False)

    # -- what can be asked for

    def install(self, plan: Plan) -> dict[str, Any]:
        """Make the environment, or go on with one that was begun; returns the stamp. Raises InstallError."""
        if self.wheels is not None and not self.wheels.is_dir():
            raise InstallError(f"The folder of wheels {self.wheels} is not there: choose another.")
        unfinished = folder.read(self.folder).kind == "unfinished"
        folder.check_room(self.folder, plan.room // 2 if unfinished else plan.room)
        source = "to download" if self.wheels is None else "of wheels"
        self.report(0.0, f"About {in_words(plan.download)} {source}, {in_words(plan.disk)} on disk")
        began = time.monotonic()
        known = {"build": plan.build, "python": f"{plan.python[0]}.{plan.python[1]}", "needs": folder.NEEDS}
        folder.write_stamp(self.folder, state="unfinished", **known)
        try:
            self._make_env(plan)
            whole = sum(run.download for run in plan.runs) or 1
            done = 0
            for run in plan.runs:
                share = max(run.download, whole // 50) / whole
                self._pip(run, 0.05 + 0.8 * min(1.0, done / whole), 0.8 * min(share, 1 - min(1.0, done / whole)))
                done += run.download
            self._trim()
            found = self._check(0.85, 0.14)
        except InstallError as error:
            folder.write_stamp(self.folder, state="unfinished", why=str(error), **known)
            raise
        return self._settle(found, known, time.monotonic() - began)

    def verify(self) -> dict[str, Any]:
        """Check every file and load the libraries; returns the stamp, whose "damaged" names bad packages."""
        stamp = folder.read_stamp(self.folder)
        if stamp is None or not folder.interpreter(self.folder).exists():
            raise InstallError(folder.read(self.folder).text or "The engine is not installed: press Install Engine.")
        known = {name: stamp[name] for name in ("build", "python", "needs") if name in stamp}
        return self._settle(self._check(0.0, 0.95), known, float(stamp.get("seconds", 0)), fail=False)

    def repair(self, plan: Plan) -> dict[str, Any]:
        """Reinstall damaged packages; where the environment itself is broken, rebuild it. Returns the stamp."""
        if self._python_runs():
            found = self._check(0.0, 0.3, broken_is_fine=True)
            self._take_away(found["damaged"] or dict.fromkeys(found["packages"] if found["unloadable"] else ()))
            if self.whole and (site := self._site()):
                self._take_away(dict.fromkeys(trim.trimmed(site)))
        else:
            shutil.rmtree(self.folder / "env", ignore_errors=True)
            self._known_pip = ""
        return self.install(plan)

    def add(self, run: PipRun) -> dict[str, Any]:
        """Install something more into a complete environment; returns the stamp. Raises InstallError."""
        stamp = folder.read_stamp(self.folder)
        if stamp is None or stamp.get("state") != "ready" or not folder.interpreter(self.folder).exists():
            raise InstallError("The engine is not installed: press Install Engine first.")
        self._pip(run, 0.05, 0.5)
        self._trim()
        return self.verify()

    def stop(self) -> None:
        """End what runs; the work fails with a sentence, and can be resumed."""
        self._stopped = True
        child = self._child
        if child is not None:
            with contextlib.suppress(OSError):
                child.kill()

    # -- steps

    def _make_env(self, plan: Plan) -> None:
        """A virtual environment whose pip runs; one that is there and runs is kept."""
        self.report(0.0, "Preparing")
        env = self.folder / "env"
        if not self._python_runs():
            shutil.rmtree(env, ignore_errors=True)
            status, output = self._run([self.base, "-m", "venv", "--without-pip", str(env)])
            if status or not folder.interpreter(self.folder).exists():
                raise InstallError(
                    f"{self.base} can't make a virtual environment ({_last(output)}): choose another Python to install "
                    "with."
                )
        if not self._pip_runs():
            self._bring_pip()
        self.report(0.04, "Preparing")
        self._renew_pip(plan)

    def _renew_pip(self, plan: Plan) -> None:
        """The pinned pip: one before 24.1 does not tell its progress in bytes. Without it the bar is coarse."""
        lock = next((a for run in plan.runs for a in run.arguments if a.endswith(".txt")), "")
        line = _pinned_line(Path(lock), "pip") if lock else "pip>=24.1"
        if not line or _version(self._pip_version()) >= (24, 1):
            return
        wanted = self.folder / "pip.txt"
        try:
            files.write_text(wanted, line + "\n")
        except OSError as error:
            raise folder.unwritable(self.folder, error) from error
        self._run([*self._pip_command(), "--upgrade", "-r", str(wanted)])
        wanted.unlink(missing_ok=True)
        self._known_pip = ""

    def _bring_pip(self) -> None:
        """pip from Python's own bundle, else from a wheel at hand, else by the pip of the Python that we build with."""
        python = str(folder.interpreter(self.folder))
        said = []
        for command in self.pip_sources(python):
            status, output = self._run(command)
            if status == 0 and self._pip_runs():
                return
            said.append(_last(output))
        raise InstallError(
            f"{self.base} brings no pip ({said[0] if said else 'no way is left'}): install the system's package "
            "python3-venv, or choose another Python to install with."
        )

    def pip_sources(self, python: str) -> list[list[str]]:
        """Commands that may put pip into the environment, best first."""
        ways = [[python, "-m", "ensurepip", "--default-pip"]]
        for place in (*([self.wheels] if self.wheels else []), *SYSTEM_WHEELS):
            for wheel in sorted(place.glob("pip-*.whl"), reverse=True)[:1]:
                ways.append([python, str(wheel / "pip"), "install", "--no-index", "--no-deps", str(wheel)])
        source = ["--no-index", "--find-links", str(self.wheels)] if self.wheels else []
        ways.append(
            [
                self.base,
                "-m",
                "pip",
                "--python",
                python,
                "install",
                "--no-deps",
                *self._into_environment(),
                *source,
                "pip",
            ]
        )
        return ways

    def _pip(self, run: PipRun, start: float, share: float) -> None:
        """One run of pip with its progress on the bar from `start` over `share`. Raises InstallError."""
        watch = pip_output.Progress(run.download)
        tail: deque[str] = deque(maxlen=_TAIL)
        site = self._site()
        before = 0

        def listen(line: str) -> None:
            nonlocal before
            tail.append(line)
            if watch.feed(line):
                if watch.unpacking and not before:
                    before = max(1, _installed(site))
                self.report(start + share * watch.fraction(), watch.message)

        def tick() -> None:
            if watch.unpacking:
                self.report(start + share * watch.fraction(_installed(site) - before), watch.message)

        bar = ["--progress-bar", "raw" if _version(self._pip_version()) >= (24, 1) else "off"]
        status, _ = self._run([*self._pip_command(), *bar, *run.arguments], listen, tick)
        if status:
            raise InstallError(pip_output.explain("\n".join(tail), str(self.wheels or "")))

    def _pip_command(self) -> list[str]:
        command = [str(folder.interpreter(self.folder)), "-m", "pip", "--disable-pip-version-check", "--no-input"]
        command += ["--cache-dir", str(self.folder / "cache"), "install", "--only-binary=:all:"]
        command += ["--no-compile"]  # Python compiles what is loaded, when it is: the rest is never read
        command += self._into_environment()
        return command + (["--no-index", "--find-links", str(self.wheels)] if self.wheels else [])

    def _into_environment(self) -> list[str]:
        """Options of `pip install` that undo folders which the user's pip.conf may name."""
        env = (self.folder / "env").absolute()
        return ["--no-user", "--target=", f"--prefix={env}", f"--root={env.anchor}"]

    def _check(self, start: float, share: float, broken_is_fine: bool = False) -> dict[str, Any]:
        """What `check` says in the end. Raises InstallError where it can't run."""
        last: dict[str, Any] = {}

        def listen(line: str) -> None:
            with contextlib.suppress(ValueError, TypeError):
                said = json.loads(line)
                if "message" in said:
                    self.report(start + share * float(said["fraction"]), str(said["message"]))
                last.update(said)

        program = Path(__file__).with_name("verify.py")
        status, output = self._run([str(folder.interpreter(self.folder)), "-I", str(program), *self.libraries], listen)
        if "packages" in last:
            return last
        if broken_is_fine:
            return {"damaged": {}, "unloadable": {"check": "failed"}, "packages": {}}
        raise InstallError(f"The engine's Python can't be checked (status {status}, {_last(output)}): press Repair.")

    def _trim(self) -> None:
        """Take away what the engine doesn't read; where it can't be, it stays."""
        site = self._site()
        if site is not None and not self.whole:
            with contextlib.suppress(OSError):
                trim.trim(site)

    def _take_away(self, packages: dict[str, Any]) -> None:
        """Delete packages' records: pip then installs them again over what is left."""
        site = self._site()
        for record in site.glob("*.dist-info") if site else ():
            name = record.name.partition("-")[0].lower().replace("_", "-")
            if name != "pip" and name in {p.lower().replace("_", "-") for p in packages}:
                shutil.rmtree(record, ignore_errors=True)

    def _settle(
        self, found: dict[str, Any], known: dict[str, Any], seconds: float, fail: bool = True
    ) -> dict[str, Any]:
        """Write the stamp for what was found, throw away the downloads. Raises InstallError for libraries that fail."""
        if found["unloadable"] and not found["damaged"]:
            name, why = next(iter(found["unloadable"].items()))
            sentence = f"{name} was installed and does not load ({why:.140}): press Repair."
            folder.write_stamp(self.folder, state="unfinished", why=sentence, **known)
            raise InstallError(sentence)
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        self.report(0.99, "Measuring")
        stamp = {
            "state": "ready", **known, "packages": found["packages"], "cuda": found.get("cuda", ""),
            "damaged": sorted(found["damaged"]), "seconds": round(seconds, 1), "size": folder.size(self.folder),
        }  # fmt: skip
        folder.write_stamp(self.folder, **stamp)
        self.report(1.0, "Done")
        if found["damaged"] and fail:
            raise InstallError(folder.read(self.folder).text)
        return stamp

    # -- processes

    def _run(
        self,
        command: Sequence[str],
        listen: Callable[[str], None] | None = None,
        tick: Callable[[], None] | None = None,
    ) -> tuple[int, str]:
        """Run to the end with its lines in the log and handed to `listen`; (status, output). Raises InstallError."""
        if self._stopped:
            raise InstallError("The installation was stopped: press Resume to go on.")
        lines: deque[str] = deque(maxlen=_TAIL)
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            log = (self.folder / "install.log").open("a", encoding="utf-8", errors="replace")
        except OSError as error:
            raise folder.unwritable(self.folder, error) from error
        with log:
            _note(log, "$ " + " ".join(command))
            try:
                self._child = subprocess.Popen(
                    list(command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                    text=True, encoding="utf-8", errors="replace", env=self._environment(), creationflags=flags,
                )  # fmt: skip
            except OSError as error:
                return 127, str(error)
            done = threading.Event()
            if tick is not None:
                threading.Thread(target=_every, args=(0.5, tick, done), daemon=True).start()
            assert self._child.stdout is not None
            for line in self._child.stdout:
                lines.append(line.rstrip())
                if not line.startswith("Progress "):
                    _note(log, line.rstrip())
                if listen is not None:
                    listen(line.rstrip())
            status = self._child.wait()
            done.set()
        self._child = None
        if self._stopped:
            raise InstallError("The installation was stopped: press Resume to go on.")
        return status, "\n".join(lines)

    def _environment(self) -> dict[str, str]:
        """This process's own without Python's settings; offline also without pip's, which may name other sources."""
        offline = self.wheels is not None
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.upper().startswith("PYTHON")
            and name not in _FOLDERS
            and not (offline and name.startswith("PIP_"))
        }
        kept.pop("__PYVENV_LAUNCHER__", None)
        if offline:
            kept["PIP_CONFIG_FILE"] = os.devnull
        switches = dict.fromkeys(_SWITCHES, "0")
        return {
            **kept,
            **switches,
            "PYTHONUTF8": "1",
            "PYTHONUNBUFFERED": "1",
            "PYTHONNOUSERSITE": "1",
            "NO_COLOR": "1",
        }

    def _python_runs(self) -> bool:
        python = folder.interpreter(self.folder)
        code = "import sys; sys.exit(sys.prefix == sys.base_prefix)"
        return python.exists() and self._run([str(python), "-c", code])[0] == 0

    def _pip_runs(self) -> bool:
        return bool(self._pip_version())

    def _pip_version(self) -> str:
        """pip's version in the environment, "" where it has none."""
        if not self._known_pip:
            code = "from importlib import metadata; import pip._internal.cli.main; print(metadata.version('pip'))"
            status, output = self._run([str(folder.interpreter(self.folder)), "-I", "-c", code])
            self._known_pip = output.strip() if status == 0 else ""
        return self._known_pip

    def _site(self) -> Path | None:
        env = self.folder / "env"
        return next(iter([*env.glob("lib/python3.*/site-packages"), *env.glob("Lib/site-packages")]), None)


def _every(seconds: float, call: Callable[[], None], done: threading.Event) -> None:
    while not done.wait(seconds):
        call()


def _note(log: Any, line: str) -> None:
    """A line for the log; a full disk must not end what is under way, pip says it better."""
    with contextlib.suppress(OSError):
        log.write(line + "\n")
        log.flush()


def _installed(site: Path | None) -> int:
    """How many packages stand in the environment."""
    return sum(1 for _ in site.glob("*.dist-info")) if site else 0


def _pinned_line(lock: Path, name: str) -> str:
    """The lock file's line for a package, "" where it has none."""
    with contextlib.suppress(OSError):
        for line in lock.read_text(encoding="utf-8").splitlines():
            if line.startswith(f"{name}=="):
                return line
    return ""


def _version(text: str) -> tuple[int, int]:
    parts = [int(p) for p in text.split(".")[:2] if p.isdigit()]
    return (parts[0], parts[1]) if len(parts) == 2 else (0, 0)


def _last(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1][:160] if lines else "it said nothing"
