"""Long sessions with everything that can go wrong, at random from a fixed seed: `python -m tests.soak --minutes 5`.

Two callers stand for two Blenders, each with an engine of its own on the stand-in model. Jobs are asked for and
cancelled; engines are killed, stopped, fed garbage, run out of memory, die, hang and speak nonsense; callers close and
are killed. What must hold, whatever happens in whatever order:

- nothing is lost and nothing comes twice: each job ends once, with its takes or with one sentence;
- takes are right: those of a seed are the same in every engine;
- a job fails only of what was done to it or to its engine;
- no deadlock: every job ends;
- no orphan: no engine outlives its caller, and no handle or thread is left.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from engine.protocol import wire
from engine.protocol.client import Client, Event, worker_command
from retarget.motion import Motion
from tests.engine import fake
from tests.engine.requests import text_request

ROOT = Path(__file__).resolve().parents[1]
COMMAND = worker_command(sys.executable, "--device", "cpu", "--models", "tests.engine.fake:loaders")
FRAMES = 24
# A hang guard and no measure of speed: far longer than anything here takes on a busy machine.
DEADLINE_S = 240.0
# Prompt -> code with which it fails by itself, "" where it succeeds.
PROMPTS = {
    "a person walks": "", "a person walks slowly": "", "a person prints": "", "a person has no memory": "oom",
    "a person breaks a leg": "internal", "a person dies": "internal", "a person walks nowhere": "internal",
    "a person hangs": "internal", "a person talks nonsense": "internal",
}  # fmt: skip
# What takes the whole engine down, and every job on it.
_FATAL = ("dies", "hangs", "nonsense")
# Thing that happens -> how often, against the others.
EVENTS = {
    "submit": 40, "wait": 40, "cancel": 8, "kill": 3, "stop": 1, "garbage": 2, "close": 2, "unknown": 2, "murder": 1,
}  # fmt: skip
_WEIGHTS = {"a person walks": 12, "a person walks slowly": 5, "a person hangs": 0.3, "a person dies": 0.6}


class Broken(AssertionError):
    """Something that must hold did not."""


@dataclass
class Job:
    """One request. excuse: what was done to it or its engine, for which it may fail."""

    text: str
    seed: int
    asked: float
    excuse: str = ""


@dataclass
class Caller:
    """A Blender: a client and the jobs that are open on it."""

    client: Client = field(default_factory=lambda: _client())
    open: dict[int, Job] = field(default_factory=dict)
    doomed: tuple[int | None, str] = (None, "")  # the engine that goes down, and why

    def excuse(self, why: str) -> None:
        """The engine goes down: every job on it may fail, those too that come before that is noticed."""
        self.doomed = (self.client.pid, why)
        for job in self.open.values():
            job.excuse = job.excuse or why

    def submit(self, text: str, seed: int) -> None:
        """Ask for a take."""
        number = self.client.submit(text_request(text, frames=FRAMES, seeds=(seed,), clean_up=False))
        job = self.open[number] = Job(text, seed, time.monotonic())
        if self.client.pid == self.doomed[0]:
            job.excuse = self.doomed[1]
        if any(word in text for word in _FATAL):
            self.excuse(text)


def _client() -> Client:
    return Client(COMMAND, Motion.from_arrays, quiet_seconds=4.0, stuck_seconds=12.0, start_seconds=DEADLINE_S)


class Soak:
    """The run: `step` makes one thing happen, `finish` ends everything and looks at what is left."""

    def __init__(self, seed: int, callers: int = 2) -> None:
        self.random = random.Random(seed)
        self.before = _handles()
        self.callers = [Caller() for _ in range(callers)]
        self.count: collections.Counter[str] = collections.Counter()
        self.pids: set[int] = set()

    def step(self) -> None:
        """One event on one caller, then take in what has arrived everywhere."""
        caller = self.random.choice(self.callers)
        event = self.random.choices([*EVENTS], [*EVENTS.values()])[0]
        getattr(self, f"_{event}")(caller)
        self.count[f"event {event}"] += 1
        self.take_in()

    def take_in(self) -> None:
        """Poll every caller and check what it hands out."""
        for caller in self.callers:
            for event in caller.client.poll():
                self._check(caller, event)
            if caller.client.pid is not None:
                self.pids.add(caller.client.pid)
            for number, job in caller.open.items():
                if time.monotonic() - job.asked > DEADLINE_S:
                    raise Broken(f"job {number} ({job.text}) has not ended in {DEADLINE_S:g} s: a deadlock")

    def finish(self) -> dict[str, Any]:
        """Let the open jobs end, close, and report. Raises Broken where something is left behind."""
        while any(caller.open for caller in self.callers):
            self.take_in()
            time.sleep(0.01)
        for caller in self.callers:
            self._close(caller, again=False)
        _until(lambda: _handles() == self.before, f"handles or threads are left: {self.before} -> {_handles()}")
        _until(lambda: not any(map(alive, self.pids)), "an engine outlived its caller")
        if self.count["asked"] != self.count["ended"]:
            raise Broken(f"{self.count['asked']} jobs were asked for and {self.count['ended']} ended")
        return {**dict(sorted(self.count.items())), "engines": len(self.pids), "orphans": 0, "lost": 0}

    # -- events

    def _submit(self, caller: Caller) -> None:
        if len(caller.open) >= 4:
            return
        text = self.random.choices([*PROMPTS], [_WEIGHTS.get(t, 1) for t in PROMPTS])[0]
        caller.submit(text, self.random.randrange(1000))
        self.count["asked"] += 1

    def _wait(self, _caller: Caller) -> None:
        time.sleep(self.random.uniform(0.0, 0.3))

    def _cancel(self, caller: Caller) -> None:
        if caller.open:
            number = self.random.choice([*caller.open])
            caller.open[number].excuse = "cancel"
            caller.client.cancel(number)

    def _kill(self, caller: Caller) -> None:
        self._signal(caller, signal.SIGKILL)

    def _stop(self, caller: Caller) -> None:
        self._signal(caller, signal.SIGSTOP)

    def _signal(self, caller: Caller, which: signal.Signals) -> None:
        pid = caller.client.pid
        if pid is None:
            return
        self.pids.add(pid)
        caller.excuse(which.name)
        os.kill(pid, which)
        if which is signal.SIGSTOP and not caller.open:  # nobody waits for it: nothing would notice
            os.kill(pid, signal.SIGCONT)

    def _garbage(self, caller: Caller) -> None:
        worker = caller.client._worker
        if worker is not None:
            caller.excuse("garbage")
            worker.send(self.random.randbytes(64))

    def _unknown(self, caller: Caller) -> None:
        worker = caller.client._worker
        if worker is not None:
            worker.send(wire.pack(wire.Message("dance")))

    def _close(self, caller: Caller, again: bool = True) -> None:
        """Blender quits in the middle of whatever it does; another is opened."""
        caller.excuse("close")
        pid = caller.client.pid
        caller.client.shutdown(0.2)
        self._drain(caller)
        if caller.open:
            raise Broken(f"closing left jobs open: {caller.open}")
        if pid is not None and alive(pid):
            raise Broken("an engine outlived its caller's shutdown")
        if again:
            caller.client = _client()

    def _murder(self, _caller: Caller) -> None:
        """A third Blender is killed while its engine works."""
        script = (
            "import time\nfrom engine.protocol.client import Client\nfrom tests.engine.requests import text_request\n"
            f"client = Client({COMMAND!r}, dict)\nclient.submit(text_request('a person walks slowly', frames=30))\n"
            "while not any(e.kind == 'progress' for e in client.poll()): time.sleep(0.01)\n"
            "print(client.pid, flush=True)\ntime.sleep(600)\n"
        )
        with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            pid = int(process.stdout.readline())
            process.kill()
        _until(lambda: not alive(pid), "an engine outlived a caller that was killed")

    # -- checks

    def _drain(self, caller: Caller) -> None:
        for event in caller.client.poll():
            self._check(caller, event)

    def _check(self, caller: Caller, event: Event) -> None:
        if event.kind not in ("result", "failed") or event.job is None:
            return
        job = caller.open.pop(event.job, None)
        if job is None:
            raise Broken(f"job {event.job} ended twice, or was never asked for")
        self.count["ended"] += 1
        if event.kind == "result":
            self._check_takes(job, event)
            return
        error = event.error
        if error is None or not error.message or "\n" in error.message:
            raise Broken(f"{job.text} failed without one sentence: {error}")
        expected = PROMPTS[job.text]
        if not job.excuse and error.code != expected:
            raise Broken(f"{job.text} failed though nothing was done to it: {error.code}, {error.message}")
        self.count[f"failed {error.code}"] += 1

    def _check_takes(self, job: Job, event: Event) -> None:
        take = event.takes[0]
        if len(event.takes) != 1 or take.seed != job.seed:
            raise Broken(f"{job.text} brought other takes than were asked for")
        if not np.array_equal(take.motion.rot, fake._motion(FRAMES, job.seed).rot):
            raise Broken(f"{job.text} with seed {job.seed} brought another motion")
        self.count["made"] += 1


def alive(pid: int) -> bool:
    """Whether a process runs (one that has ended and is not yet waited for does not)."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def _handles() -> tuple[int, int]:
    """Open files and threads of this process."""
    return len(os.listdir("/proc/self/fd")), threading.active_count()


def _until(done: Any, complaint: str) -> None:
    end = time.monotonic() + 30
    while not done():
        if time.monotonic() > end:
            raise Broken(complaint)
        time.sleep(0.02)


def run(seed: int, *, seconds: float = float("inf"), events: int | None = None) -> dict[str, Any]:
    """Soak for so long or so many events, whichever comes first; returns the counts. Raises Broken."""
    soak, began = Soak(seed), time.monotonic()
    done = 0
    while time.monotonic() - began < seconds and (events is None or done < events):
        soak.step()
        done += 1
    report = soak.finish()
    return {"seed": seed, "events": done, "seconds": round(time.monotonic() - began, 1), **report}


def main() -> int:
    """The program."""
    parser = argparse.ArgumentParser(description="Things that go wrong, at random.")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print(json.dumps(run(options.seed, seconds=60 * options.minutes), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
