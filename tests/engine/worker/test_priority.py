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
def test_only_beside_a_window_does_the_worker_step_back():
    assert niceness() == os.nice(0)
    assert niceness("--beside-window") == max(os.nice(0), priority.NICENESS)


@posix
def test_stepping_back_twice_is_stepping_back_once():
    code = "import os; from engine.worker.priority import step_back; print(step_back(), step_back(), os.nice(0))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", str(max(os.nice(0), priority.NICENESS))]


def test_a_system_that_refuses_is_no_error(monkeypatch):
    def refuse(_by: int) -> int:
        raise PermissionError

    monkeypatch.setattr(priority.os, "nice", refuse, raising=False)
    monkeypatch.setattr(priority.sys, "platform", "linux")
    assert priority.step_back() is False


def test_a_core_is_left_where_there_are_several():
    assert [priority.spared(n) for n in (1, 2, 3, 4, 8, 64)] == [1, 2, 3, 3, 7, 63]


class Torch:
    """As much of torch as is asked."""

    def __init__(self, threads: int) -> None:
        self.get_num_threads = lambda: threads
        self.asked: list[int] = []
        self.set_num_threads = self.asked.append


@pytest.mark.parametrize(("told", "asked"), [(None, [7]), ("8", [])])
def test_who_says_how_many_threads_gets_them(monkeypatch, told, asked):
    torch = Torch(8)
    monkeypatch.setitem(sys.modules, "torch", torch)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    if told:
        monkeypatch.setenv("OMP_NUM_THREADS", told)
    priority.leave_a_core()
    assert torch.asked == asked


def test_torch_is_not_loaded_for_it(monkeypatch):
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    priority.leave_a_core()
    assert "torch" not in sys.modules
