"""What artists type, said in the words that the planner reads: clip names, nouns that are done, many verbs."""

from __future__ import annotations

from collections.abc import Callable

from .clip_names import as_sentence_of_clip
from .verbs import reworded
from .wording import in_words


def plainly(text: str, known: Callable[[str], frozenset[str]]) -> str:
    """The text in the planner's own words, the same where it is in them. known: the facts that the
    planner knows of a text as it is."""
    clip = as_sentence_of_clip(text)
    return reworded(clip or in_words(text, known), known)
