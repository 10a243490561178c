"""The JSON Schema of a manifest's row, made from the table of options. Standard library only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..protocol.limits import MAX_CANDIDATES, MAX_FPS, MAX_TAKES, MAX_TIMELINE_SECONDS
from ..protocol.options import ALIASES, OPTIONS
from .options import KINDS

_WORDS: Mapping[str, Any] = {"type": "string"}
_TYPES: Mapping[str, Mapping[str, Any]] = {
    "text": _WORDS,
    "path": {"type": "string", "minLength": 1},
    "number": {"type": "number"},
    "whole": {"type": "integer"},
    "flag": {"type": "boolean"},
    "frames": {"type": ["integer", "string"]},
    "list": {"type": ["string", "integer", "array"], "items": {"type": ["string", "integer"]}},
    "targets": {"type": ["string", "array"], "items": _WORDS},
    "spans": {
        "type": ["string", "array"],
        "items": {"type": "array", "items": _WORDS, "minItems": 2, "maxItems": 2},
        "minItems": 1,
    },
}
# Ranges that hold whatever else a row says.
_RANGES: Mapping[str, Mapping[str, Any]] = {
    "takes": {"minimum": 1, "maximum": MAX_TAKES},
    "candidates": {"minimum": 1, "maximum": MAX_CANDIDATES},
    "seed": {"minimum": 0},
    "fps": {"minimum": 1, "maximum": MAX_FPS},
    "seconds": {"exclusiveMinimum": 0, "maximum": MAX_TIMELINE_SECONDS},
    "energy": {"minimum": 0, "maximum": 2},
    **{name: {"minimum": 0, "maximum": 1} for name in ("follow", "on_beat", "variation")},
    "dancers": {"minimum": 1, "maximum": 2},
    "guidance": {"minimum": 0, "maximum": 20},
    "temperature": {"minimum": 0.01, "maximum": 10},
    "steps": {"minimum": 1, "maximum": 1000},
}


def schema() -> dict[str, Any]:
    """A row as a JSON Schema (draft 2020-12); which options go together is the program's to say (--check)."""
    row: dict[str, Any] = {name: _option(name) for name in sorted(KINDS)}
    row |= {other: {**_option(name), "deprecated": True} for other, name in ALIASES.items() if name in KINDS}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A row of a Motif manifest",
        "type": "object",
        "properties": row,
        "anyOf": [{"required": ["out"]}, {"required": ["save"]}],
        "additionalProperties": False,
    }


def _option(name: str) -> dict[str, Any]:
    option = OPTIONS[name]
    said: dict[str, Any] = {**_TYPES[option.kind], **_RANGES.get(name, {})}
    if name == "style":
        said["type"] = [*said["type"], "object"]
        said["additionalProperties"] = {"type": "number"}
    if option.choices:
        said["enum"] = list(option.choices)
    if option.default not in (None, [], ""):
        said["default"] = option.default
    return {**said, "description": option.help} if option.help else said
