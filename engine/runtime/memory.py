"""Memory: a cache of loaded models with a budget, and work that is halved where it doesn't fit.

Never imports torch.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Shelf(Generic[T]):
    """Cache of at most `budget` bytes, from which the least recently used goes first; the one asked for last always
    stays, whatever its size."""

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self._kept: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._kept

    def names(self) -> list[Any]:
        """Its keys, the least recently used first."""
        return list(self._kept)

    def get(self, key: Hashable, make: Callable[[], T], size: Callable[[T], int]) -> T:
        """The thing of that key, made where it is not there; size: its bytes, for which others are dropped."""
        if key not in self._kept:
            thing = make()
            self._kept[key] = (thing, size(thing))
        self._kept.move_to_end(key)
        while len(self._kept) > 1 and sum(size for _, size in self._kept.values()) > self.budget:
            self._kept.popitem(last=False)
        return self._kept[key][0]

    def keep(self, wanted: Callable[[Any], bool]) -> None:
        """Drop all whose key is not wanted."""
        for key in [k for k in self._kept if not wanted(k)]:
            del self._kept[key]


def held(thing: Any, depth: int = 3) -> int:
    """Bytes of the tensors in a model, or in what an object holds."""
    if callable(getattr(thing, "parameters", None)):
        tensors = [*thing.parameters(), *thing.buffers()]
        return sum(int(t.numel() * t.element_size()) for t in tensors)
    inside = getattr(thing, "__dict__", None)
    return sum(held(value, depth - 1) for value in inside.values()) if inside and depth else 0


def ran_out(error: BaseException) -> bool:
    """Whether an error means that there was too little memory, on the processor or a card."""
    message = str(error).lower()
    return isinstance(error, MemoryError) or any(
        words in message for words in ("out of memory", "can't allocate memory", "cannot allocate memory")
    )


def by_halves(
    items: Sequence[T],
    make: Callable[[Sequence[T]], list[R]],
    relieve: Callable[[], None],
    elsewhere: Callable[[Sequence[T]], list[R]] | None = None,
) -> list[R]:
    """make(items), one result each. Where memory runs out: `relieve()`, then each half by itself; an item that doesn't
    fit alone is made `elsewhere`. Raises MemoryError where nothing helps, and whatever else `make` raises."""
    try:
        return make(items)
    except Exception as error:
        if not ran_out(error):
            raise
        # Its frames hold the very tensors that are too many.
        error.__traceback__ = None
    relieve()
    if len(items) > 1:
        middle = (len(items) + 1) // 2
        first = by_halves(items[:middle], make, relieve, elsewhere)
        return first + by_halves(items[middle:], make, relieve, elsewhere)
    if elsewhere is None:
        raise MemoryError
    return elsewhere(items)
