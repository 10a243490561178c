"""Finds which sentence a finished text is, and the names and numbers that stand in it. Without Blender."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

_VALUE = re.compile(r"\{\d\}")


class Sentences:
    """Sentences whose values stand as {0}, {1}, in the order of the English."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self._sentences = tuple(sentences)

    @cached_property
    def _patterns(self) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
        """(sentence, its longest stretch without a value, pattern); those that say most in their own words first."""
        found = []
        for sentence in sorted(self._sentences, key=lambda s: -len(_VALUE.sub("", s))):
            stretches = _VALUE.split(sentence)
            pattern = "(.*?)".join(map(re.escape, stretches))
            found.append((sentence, max(stretches, key=len), re.compile(pattern, re.DOTALL)))
        return tuple(found)

    def find(self, text: str) -> tuple[str, tuple[str, ...]] | None:
        """Return the sentence that `text` is and its values; None for another text."""
        for sentence, stretch, pattern in self._patterns:
            if stretch in text and (found := pattern.fullmatch(text)):
                return sentence, found.groups()
        return None
