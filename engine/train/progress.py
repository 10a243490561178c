"""Progress bars as callbacks of (done, total)."""

from __future__ import annotations

from collections.abc import Callable

from tqdm import tqdm


def progress_bar(title: str, unit: str = "clip") -> Callable[[int, int], None]:
    """Return a callback that shows how many of how many units are done."""
    bar = tqdm(desc=title, unit=unit)

    def show(done: int, total: int) -> None:
        bar.total = total
        bar.update(done - bar.n)

    return show
