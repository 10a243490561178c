"""How long each step of a plan lasts."""

from __future__ import annotations

from collections.abc import Iterable

from .steps import Step

OPEN_SECONDS = 4.0  # of a step that goes on until something else begins, where nothing says how long
LEAST_SECONDS = 0.5  # of any step, as long as there is room for it


def lengths(plan: Iterable[Step], seconds: float | None = None) -> tuple[float, ...]:
    """Seconds for each step. seconds: of all together, None for as long as they take.

    Asked and natural lengths come first, and steps that go on share what is left. Where all is too little or too much,
    what isn't asked for gives way, natural lengths to a half at first; then everything in proportion, so that the sum
    is always `seconds`. Raises ValueError for a length that isn't above 0.
    """
    steps = tuple(plan)
    usual = tuple(step.seconds or step.natural or OPEN_SECONDS for step in steps)
    if seconds is None:
        return usual
    if not seconds > 0:
        raise ValueError(f"a length of {seconds} seconds")
    asked = [step.seconds is not None for step in steps]
    goes_on = [step.seconds is None and step.natural is None for step in steps]
    for free in (goes_on, [not a for a in asked], [True] * len(steps)):
        shared = sum(length for length, f in zip(usual, free) if f)
        left = seconds - sum(length for length, f in zip(usual, free) if not f)
        least = sum(min(LEAST_SECONDS, length) for length, f in zip(usual, free) if f)
        if shared > 0 and (left >= least or all(free)):
            return tuple(length * left / shared if f else length for length, f in zip(usual, free))
    return usual
