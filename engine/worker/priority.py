"""The worker's priority beside a window: lower than the window's, and one processor core less.

A low priority costs nothing while no other process wants the processor. A core is left free where there are several,
because a network's threads wait for each other at every layer: the one that shares its core with the window would
delay all of them.
"""

from __future__ import annotations

import os
import sys

NICENESS = 10  # of 19: a tenth of a core that others want whole
_BELOW_NORMAL = 0x4000  # Windows' BELOW_NORMAL_PRIORITY_CLASS
FEWEST_CORES = 4  # with fewer a core is too much to give away


def step_back() -> bool:
    """Lower this process's priority; False where the system doesn't let it, which is no reason to stop."""
    try:
        if sys.platform == "win32":
            import ctypes

            kernel = ctypes.windll.kernel32
            kernel.GetCurrentProcess.restype = ctypes.c_void_p
            return bool(kernel.SetPriorityClass(ctypes.c_void_p(kernel.GetCurrentProcess()), _BELOW_NORMAL))
        before = os.nice(0)
        return os.nice(max(0, NICENESS - before)) >= NICENESS
    except (OSError, AttributeError):
        return False


def leave_a_core() -> None:
    """Let torch take one thread less than its own number; not where OMP_NUM_THREADS is set or torch isn't loaded."""
    torch = sys.modules.get("torch")
    if torch is None or "OMP_NUM_THREADS" in os.environ:
        return
    torch.set_num_threads(spared(torch.get_num_threads()))


def spared(threads: int) -> int:
    """Threads to use where torch would use `threads`."""
    return threads - 1 if threads >= FEWEST_CORES else threads
