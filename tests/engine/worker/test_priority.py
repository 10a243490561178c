"""The engine beside a window: others first, and a core left free where there are several."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from engine.protocol.version import engine_version
from engine.worker import priority
from tests.engine.worker.test_serve import ROOT, Pipe

posix = pytest.mark.skipif(sys.platform == "win32", reason="niceness is POSIX's")


def niceness(*options: str) -> int:
    pipe = Pipe(*options)
    try:
        pipe.send("hello", engine_version=engine_version())
        pid = pipe.until("ready").data["info"]["pid"]
        return os.getpriority(os.PRIO_PROCESS, pid)
    finally:
        pipe.process.kill()
        pipe.process.communicate()


@posix
def test_the_worker_steps_back_as_far_as_it_is_told():
    assert niceness() == os.nice(0)
    assert niceness("--priority", "balanced") == max(os.nice(0), priority.NICENESS["balanced"])
    assert niceness("--priority", "window") == max(os.nice(0), priority.NICENESS["window"])


def test_balanced_lies_between_and_is_no_starving():
    """Of a core that others want whole, each step leaves four fifths: balanced gets at least half of a fair share."""
    lowest = [priority.NICENESS[name] for name in priority.PRIORITIES]
    assert lowest == sorted(lowest) and lowest[0] == 0
    assert 1.25 ** -priority.NICENESS["balanced"] > 0.5


@posix
def test_stepping_back_twice_is_stepping_back_once():
    code = "import os; from engine.worker.priority import step_back as s; print(s('window'), s('window'), os.nice(0))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", str(max(os.nice(0), priority.NICENESS["window"]))]


def test_a_system_that_refuses_is_no_error(monkeypatch):
    def refuse(_by: int) -> int:
        raise PermissionError

    monkeypatch.setattr(priority.os, "nice", refuse, raising=False)
    monkeypatch.setattr(priority.sys, "platform", "linux")
    assert priority.step_back("window") is False


def test_a_core_is_left_where_there_are_several():
    assert [priority.spared(n) for n in (1, 2, 3, 4, 8, 64)] == [1, 2, 3, 3, 7, 63]


class Torch:
    """As much of torch as is asked."""

    def __init__(self, threads: int) -> None:
        self.get_num_threads = lambda: threads
        self.asked: list[int] = []
        self.set_num_threads = self.asked.append


@pytest.mark.parametrize(
    ("told", "comes_first", "asked"),
    [(None, "balanced", [7]), (None, "window", [7]), (None, "takes", []), ("8", "window", [])],
)
def test_who_says_how_many_threads_gets_them(monkeypatch, told, comes_first, asked):
    torch = Torch(8)
    monkeypatch.setitem(sys.modules, "torch", torch)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    if told:
        monkeypatch.setenv("OMP_NUM_THREADS", told)
    priority.leave_a_core(comes_first)
    assert torch.asked == asked


def test_torch_is_not_loaded_for_it(monkeypatch):
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    priority.leave_a_core("window")
    assert "torch" not in sys.modules
