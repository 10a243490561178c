"""What can go wrong, in the caller's words, and the checks that say so. Standard library and numpy only."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

CODES = ("bad_request", "weights_missing", "oom", "cancelled", "internal")


class EngineError(Exception):
    """A failure in the caller's words: `message` is one sentence, `code` one of CODES, `trace` for the log only."""

    def __init__(self, code: str, message: str, hint: str = "", trace: str = "") -> None:
        super().__init__(message)
        self.code = code if code in CODES else "internal"
        self.message, self.hint, self.trace = message, hint, trace

    def to_json(self) -> dict[str, str]:
        """As a `failed` message carries it."""
        return {"code": self.code, "message": self.message, "hint": self.hint, "trace": self.trace}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> EngineError:
        """Inverse of `to_json`; missing parts become empty."""
        text = {name: str(data.get(name) or "") for name in ("code", "message", "hint", "trace")}
        message = text["message"] or "The engine failed without saying why: generate again."
        return cls(text["code"], message, text["hint"], text["trace"])


def bad_request(message: str, hint: str = "") -> EngineError:
    """The caller asked for something that can't be done."""
    return EngineError("bad_request", message, hint)


def number(value: Any, what: str, low: float, high: float) -> float:
    """`value` as a float; raises EngineError where it isn't a number from `low` to `high`."""
    if isinstance(value, (bool, str, bytes)) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise bad_request(f"{what} must be a number from {low:g} to {high:g}, not {value!r:.60}.")
    if not (math.isfinite(value) and low <= value <= high):
        raise bad_request(f"{what} is {value:g}: give a number from {low:g} to {high:g}.")
    return float(value)


def whole(value: Any, what: str, low: int, high: int) -> int:
    """`value` as an int; raises EngineError where it isn't a whole number from `low` to `high`."""
    numeric = isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)
    if not (numeric and math.isfinite(value) and value == int(value)):
        raise bad_request(f"{what} must be a whole number, not {value!r:.60}.")
    if not low <= value <= high:
        raise bad_request(f"{what} is {int(value)}: give a whole number from {low} to {high}.")
    return int(value)
