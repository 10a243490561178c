"""Registers the Korean and Japanese translations with Blender, and translates text that is put together."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import bpy

from ..paths import PACKAGE
from .checks import CHECKS
from .dance import DANCE
from .errors import ERRORS
from .labels import LABELS
from .lessons import LESSONS
from .path import PATH
from .sentences.engine import ENGINE
from .sentences.files import FILES
from .sentences.install import INSTALL
from .sentences.keys import KEYS
from .sentences.matching import Sentences
from .sentences.reports import REPORTS
from .sentences.requests import REQUESTS
from .sentences.rig import RIG
from .sentences.sources import SOURCES
from .tips import TIPS
from .tooltips import TOOLTIPS

_LANGUAGES = ("ko_KR", "ja_JP")
_SENTENCES = REPORTS | KEYS | RIG | SOURCES | FILES | REQUESTS | INSTALL | ENGINE
_FORMATTED = Sentences(english for english in _SENTENCES | ERRORS if "{" in english)


def _table() -> dict[str, dict[tuple[str, str], str]]:
    """Return language -> (translation context, English) -> translation, as Blender wants it."""
    table: dict[str, dict[tuple[str, str], str]] = {}
    messages = _SENTENCES | PATH | CHECKS | DANCE | ERRORS | LESSONS | LABELS | TIPS | TOOLTIPS
    for number, language in enumerate(_LANGUAGES):
        # Buttons are looked up in the context Operator, all else in the default one.
        table[language] = {
            (context, english): translated[number]
            for english, translated in messages.items()
            for context in ("*", "Operator")
        }
    return table


def tr(text: str) -> str:
    """Return a label, or a sentence with whatever names and numbers in it, in the language of the interface; `text`
    itself where it has no translation."""
    found = _looked_up(text)
    if found != text or _language() not in _LANGUAGES:
        return found
    sentence, values = _known(text)
    translated = _looked_up(sentence)
    return translated.format(*map(tr, values)) if translated != sentence else text


def _looked_up(text: str) -> str:
    """Return Blender's translation of exactly this text."""
    return bpy.app.translations.pgettext_iface(text) or text


def _language() -> str:
    """Return the language of the interface, as ko_KR."""
    return bpy.app.translations.locale


@lru_cache(maxsize=256)
def _known(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the sentence that a finished text is, and its values; ("", ()) for another text."""
    return _FORMATTED.find(text) or ("", ())


def register() -> None:
    """Register the tables with Blender."""
    tables: Any = _table()  # the stubs have plain strings for its keys
    bpy.app.translations.register(PACKAGE, tables)


def unregister() -> None:
    """Unregister the tables."""
    bpy.app.translations.unregister(PACKAGE)
