"""Registers the Korean and Japanese translations with Blender, and translates text that is put together."""

from __future__ import annotations

from typing import Any

import bpy

from ..paths import PACKAGE
from .checks import CHECKS
from .dance import DANCE
from .errors import ERRORS
from .labels import LABELS
from .lessons import LESSONS
from .path import PATH
from .tooltips import TOOLTIPS

_LANGUAGES = ("ko_KR", "ja_JP")


def _table() -> dict[str, dict[tuple[str, str], str]]:
    """Return language -> (translation context, English) -> translation, as Blender wants it."""
    table: dict[str, dict[tuple[str, str], str]] = {}
    messages = PATH | CHECKS | DANCE | ERRORS | LESSONS | LABELS | TOOLTIPS
    for number, language in enumerate(_LANGUAGES):
        # Buttons are looked up in the context Operator, all else in the default one.
        table[language] = {
            (context, english): translated[number]
            for english, translated in messages.items()
            for context in ("*", "Operator")
        }
    return table


def tr(text: str) -> str:
    """Return a label in the language of the interface, or `text` itself where it has no translation."""
    return bpy.app.translations.pgettext_iface(text) or text


def register() -> None:
    """Register the tables with Blender."""
    tables: Any = _table()  # the stubs have plain strings for its keys
    bpy.app.translations.register(PACKAGE, tables)


def unregister() -> None:
    """Unregister the tables."""
    bpy.app.translations.unregister(PACKAGE)
