"""The worker's priority beside a window, which the artist chooses: what a take is worth against the window's redraws.

A lower priority costs nothing while no other process wants the processor. But the system shares by it between all
programs, not between the engine and the window alone: who steps back from the window steps back from a render in the
background too. Each step of niceness is a fifth less of what others want whole, ten are nine tenths. So “balanced” is
no lower than the window needs, and “window” is for who must draw in software or plays a scene while takes are made.

Windows gives no time at all to a class below the one that wants the processor, and favours the window in front by
itself: “balanced” is its normal class. A core is left free where there are several, because a network's threads wait
for each other at every layer: the one that shares its core with the window would delay all of them.
"""

from __future__ import annotations

import os
import sys

PRIORITIES = ("takes", "balanced", "window")  # what comes first
NICENESS = {"takes": 0, "balanced": 2, "window": 10}  # of 19
_BELOW_NORMAL = 0x4000  # Windows' BELOW_NORMAL_PRIORITY_CLASS
FEWEST_CORES = 4  # with fewer a core is too much to give away


def step_back(priority: str) -> bool:
    """Lower this process's priority as far as one of PRIORITIES says; False where the system doesn't let it, which is
    no reason to stop."""
    try:
        if sys.platform == "win32":
            return priority != "window" or _below_normal()
        wanted, before = NICENESS[priority], os.nice(0)
        return os.nice(max(0, wanted - before)) >= wanted
    except (OSError, AttributeError):
        return False


def _below_normal() -> bool:
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    return bool(kernel.SetPriorityClass(ctypes.c_void_p(kernel.GetCurrentProcess()), _BELOW_NORMAL))


def leave_a_core(priority: str) -> None:
    """Let torch take one thread less than its own number; not for “takes”, not where OMP_NUM_THREADS is set, and not
    where torch isn't loaded."""
    torch = sys.modules.get("torch")
    if priority == "takes" or torch is None or "OMP_NUM_THREADS" in os.environ:
        return
    torch.set_num_threads(spared(torch.get_num_threads()))


def spared(threads: int) -> int:
    """Threads to use where torch would use `threads`."""
    return threads - 1 if threads >= FEWEST_CORES else threads
