"""The interface in Korean and Japanese: Blender's tables, and a look-up for text that is put together."""

from __future__ import annotations

from typing import Any

import bpy

from ..paths import PACKAGE
from .labels import LABELS
from .tooltips import TOOLTIPS

_LANGUAGES = ("ko_KR", "ja_JP")


def _table() -> dict[str, Any]:
    table: dict[str, Any] = {}
    words = LABELS | TOOLTIPS
    for number, language in enumerate(_LANGUAGES):
        # Buttons are looked up in the context Operator, all else in the default one.
        table[language] = {
            (context, english): both[number] for english, both in words.items() for context in ("*", "Operator")
        }
    return table


def tr(text: str) -> str:
    """A label in the artist's language."""
    return bpy.app.translations.pgettext_iface(text) or text


def register() -> None:
    """Hand the tables to Blender."""
    bpy.app.translations.register(PACKAGE, _table())


def unregister() -> None:
    """Take them back."""
    bpy.app.translations.unregister(PACKAGE)
