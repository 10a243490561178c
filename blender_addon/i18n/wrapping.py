"""Wraps text to lines of so many letters, of which a Korean or Japanese one is as wide as two. Without Blender."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from functools import lru_cache

# Where a line may break: after a word, and between Japanese letters but for those that must not begin a line.
_PARTS = re.compile(r"[぀-ヿ一-鿿][、。」）？！ーっゃゅょァィゥェォッャュョ]*|[^\s぀-ヿ一-鿿]+\s*|\s+")


@lru_cache(maxsize=64)
def wrapped(text: str, room: int) -> tuple[str, ...]:
    """Return `text` wrapped to lines of `room` letters, cached between redraws."""
    if not any(_wide(letter) for letter in text):
        return tuple(textwrap.wrap(text, room))
    lines, line, used = [], "", 0
    for part in _broken(text, room):
        width = _width(part)
        if line and used + width > room:
            lines, line, used = [*lines, line.rstrip()], "", 0
        line, used = line + (part if line else part.lstrip()), used + width
    return tuple([*lines, line.rstrip()] if line.strip() else lines)


def _broken(text: str, room: int) -> list[str]:
    """Return where the text may break; what is longer than a line, as a path, breaks anywhere."""
    found = list[str]()
    for part in _PARTS.findall(text):
        if _width(part) <= room:
            found.append(part)
        else:
            found.extend(part)
    return found


def _width(text: str) -> int:
    return sum(2 if _wide(letter) else 1 for letter in text)


def _wide(letter: str) -> bool:
    """Whether a letter is as wide as two of the alphabet's, as in Korean and Japanese."""
    return unicodedata.east_asian_width(letter) in "WF"
