"""What an artist waits for while other programs want the processor: `python -m engine.bench.load`.

Beside 0, 1, 2 and 6 busy programs: how long three takes last, how often a window that draws in software can draw
meanwhile, and how often without the engine. The window is a stand-in: a process that does a fixed piece of work on two
threads for each picture, as much as lets a quiet machine of two cores draw 30 a second. Prints a Markdown table;
measures nothing of worth on a machine that isn't quiet.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.protocol.client import Client, worker_command
from engine.protocol.errors import EngineError
from engine.protocol.prompt import Prompt
from engine.protocol.request import TextRequest
from engine.protocol.sampling import Sampling
from retarget.motion import Motion

BUSY = (0, 1, 2, 6)
DRAWN_A_SECOND = 30.0  # by the stand-in on a quiet machine
COUNT_S = 6.0
PATIENCE_S = 90.0  # for three takes
_WINDOW = "import sys; from engine.bench.load import draw; draw(int(sys.argv[1]))"
_BUSY = "while True: pass"
TAKES = TextRequest((Prompt("a person walks forward"),), 196, Sampling((1, 2, 3)))


def main(argv: Sequence[str] | None = None) -> int:
    """Measure each niceness beside each number of programs."""
    parser = argparse.ArgumentParser(prog="python -m engine.bench.load", description="Measure takes under load.")
    parser.add_argument("--busy", default=",".join(map(str, BUSY)), metavar="N,..", help="programs beside")
    parser.add_argument("--niceness", default="0,2,10", metavar="N,..", help="as engine/worker/priority.py has them")
    args = parser.parse_args(argv)
    beside, nicenesses = ([int(word) for word in text.split(",")] for text in (args.busy, args.niceness))
    work = calibrated()
    print(f"load before: {os.getloadavg()[0]:.1f}; {os.cpu_count()} cores", flush=True)
    print(
        "| busy programs | niceness | three takes, s | three takes while drawn, s | redraws a second | without engine |"
    )
    print("|---|---|---|---|---|---|", flush=True)
    for count in beside:
        with busy(count):
            alone = redraws(work, COUNT_S)
            for niceness in nicenesses:
                row = measure(niceness, work)
                print(f"| {count} | {niceness} | {' | '.join(row)} | {alone:.1f} |", flush=True)
    return 0


def calibrated() -> int:
    """Bytes to digest on each of two threads for one picture."""
    data, began, done = bytes(1 << 20), time.process_time(), 0
    while time.process_time() - began < 0.3:
        hashlib.sha256(data)
        done += len(data)
    return int(done / 0.3 / DRAWN_A_SECOND)


def draw(work: int) -> None:
    """Draw for ever, one line on stdout for each picture; for a process of its own."""
    data = bytes(work)
    while True:
        threads = [threading.Thread(target=hashlib.sha256, args=(data,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        os.write(1, b".")


@contextlib.contextmanager
def busy(count: int) -> Iterator[None]:
    """That many programs which want a core each."""
    programs = [subprocess.Popen([sys.executable, "-c", _BUSY]) for _ in range(count)]
    try:
        yield
    finally:
        for program in programs:
            program.kill()
            program.wait()


@contextlib.contextmanager
def window(work: int) -> Iterator[subprocess.Popen[bytes]]:
    """The stand-in, drawing; its stdout has a byte for each picture."""
    drawing = subprocess.Popen([sys.executable, "-c", _WINDOW, str(work)], stdout=subprocess.PIPE)
    assert drawing.stdout is not None
    drawing.stdout.read(1)  # it has loaded
    try:
        yield drawing
    finally:
        drawing.kill()
        drawing.communicate()


def counted(drawing: subprocess.Popen[bytes], until: threading.Event, limit_s: float) -> float:
    """Pictures a second until then, or for so many seconds."""
    assert drawing.stdout is not None
    pipe = drawing.stdout.fileno()
    os.set_blocking(pipe, False)
    began, pictures = time.perf_counter(), 0
    while not until.wait(0.02) and time.perf_counter() - began < limit_s:
        with contextlib.suppress(BlockingIOError):
            pictures += len(os.read(pipe, 4096))
    return pictures / (time.perf_counter() - began)


def redraws(work: int, seconds: float) -> float:
    """Pictures a second of a window without an engine beside it."""
    with window(work) as drawing:
        return counted(drawing, threading.Event(), seconds)


def measure(niceness: int, work: int) -> tuple[str, str, str]:
    """Seconds of three takes, seconds while a window draws, and its pictures a second meanwhile."""
    client = Client(worker_command(sys.executable), Motion.from_arrays)
    try:
        client.generate(TAKES)  # loads
        lower(client.pid, niceness)
        quiet = seconds_of(client)
        with window(work) as drawing:
            done, times, drawn = threading.Event(), [], []
            counting = threading.Thread(target=lambda: drawn.append(counted(drawing, done, PATIENCE_S)))
            counting.start()
            times.append(seconds_of(client))
            done.set()
            counting.join()
        return quiet, times[0], f"{drawn[0]:.1f}"
    finally:
        client.shutdown()


def lower(pid: int | None, niceness: int) -> None:
    """Set the niceness of all threads of a process: on Linux each has its own."""
    for thread in Path(f"/proc/{pid}/task").iterdir():
        os.setpriority(os.PRIO_PROCESS, int(thread.name), niceness)


def seconds_of(client: Client) -> str:
    """How long three takes last, a number or that it was longer than PATIENCE_S."""
    began = time.perf_counter()
    try:
        client.generate(TAKES, should_stop=lambda: time.perf_counter() - began > PATIENCE_S)
    except EngineError as error:
        if error.code != "cancelled":
            raise
        return f"over {PATIENCE_S:g}"
    return f"{time.perf_counter() - began:.1f}"


if __name__ == "__main__":
    sys.exit(main())
