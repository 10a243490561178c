"""Writes the list of real words that no typing error is read into: `.venv/bin/python -m tools.real_words`.

They are those words of the text encoder's vocabulary (Apache 2.0), and their regular forms, that are one slip away from
a word that the planner knows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

from engine.protocol.plan.vocabulary import spelling
from engine.protocol.plan.vocabulary.inflection import gerund, past, third

FILE = Path(spelling.__file__).with_name("real_words.py")
_FREQUENT = 10000  # words of the vocabulary, which has the frequent ones first, of which every form is a word
_HEAD = '''"""English words that are one slip away from a word that the planner knows: never read as that word.

Written by tools/real_words.py from the text encoder's vocabulary.
"""

from __future__ import annotations

_WORDS = """
'''


def real_words(vocabulary: Path) -> list[str]:
    """The words of a tokenizer.json, and their forms, that are near a known word, in order."""
    pieces = json.loads(vocabulary.read_text(encoding="utf-8"))["model"]["vocab"]
    words = [word for word in pieces if word.isascii() and word.isalpha()]
    every = {form for word in words[:_FREQUENT] for form in (gerund(word), past(word))}
    every |= {*words, *map(third, words), *_bases(frozenset(words))}
    return sorted(word for word in every if len(word) >= 4 and spelling.is_near(word))


def written(words: list[str]) -> str:
    """The module's text."""
    lines = fill(" ".join(words), 120)
    return f'{_HEAD}{lines}\n"""\nREAL = frozenset(_WORDS.split())\n'


def _bases(words: frozenset[str]) -> Iterator[str]:
    """ "bake" of "baked" and "baking"."""
    for word in words:
        stem = word.removesuffix("ed")
        if word.endswith("ed") and f"{stem}ing" in words and stem not in words:
            yield f"{stem}e"


if __name__ == "__main__":
    from engine.text.encoder import default_folder

    FILE.write_text(written(real_words(default_folder() / "tokenizer.json")), encoding="utf-8")
