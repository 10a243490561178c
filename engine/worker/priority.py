"""Beside a window that is drawn all the while, the engine takes what the window leaves over.

The system is asked to run others first, which costs nothing while nobody else wants the processor. Where there are
several cores one is left free: a network's threads wait for each other at every layer, so that the one which shares
its core with the window would hold all of them up.
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
    """One thread less than torch would take by itself. Not where somebody has said how many, nor before torch is
    there."""
    torch = sys.modules.get("torch")
    if torch is None or "OMP_NUM_THREADS" in os.environ:
        return
    torch.set_num_threads(spared(torch.get_num_threads()))


def spared(threads: int) -> int:
    """Threads to take of those that a machine has cores for."""
    return threads - 1 if threads >= FEWEST_CORES else threads
