"""The schema of a manifest's row says of every value what the parser says of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.batch.options import KINDS, given
from engine.batch.schema import schema
from engine.protocol.errors import EngineError
from tools.packaging import ROOT

SHIPPED = ROOT / "docs" / "manifest.schema.json"
TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict}
# Of JSON's own types: what a table's cells hold besides is text, which each of them is read from.
VALUES: list[Any] = ["walks", "3-9", 7, 0.5, True, ["head", "left_arm"], [3, 4], [["0-9", "walks"]], {"salsa": 1}]


def fits(value: Any, said: dict[str, Any]) -> bool:
    """Whether a value is one that a schema of this file's few words allows."""
    names = [said["type"]] if isinstance(said["type"], str) else said["type"]
    kinds = [
        name for name in names if isinstance(value, TYPES[name]) and isinstance(value, bool) == (name == "boolean")
    ]
    if not kinds or ("enum" in said and value not in said["enum"]):
        return False
    if isinstance(value, list):
        low, high = said.get("minItems", 0), said.get("maxItems", len(value))
        return low <= len(value) <= high and all(fits(one, said["items"]) for one in value)
    return True


def test_the_shipped_file_is_the_schema():
    assert json.loads(SHIPPED.read_text(encoding="utf-8")) == json.loads(json.dumps(schema()))


def test_every_option_is_in_it_and_no_other():
    said = schema()["properties"]
    assert {name for name, option in said.items() if not option.get("deprecated")} == set(KINDS)
    assert all(option.get("description") for name, option in said.items() if name not in ("rig",))


@pytest.mark.parametrize("name", sorted(KINDS))
def test_the_parser_takes_what_the_schema_allows_and_the_other_way_round(name):
    said = {key: value for key, value in schema()["properties"][name].items() if key != "enum"}
    for value in VALUES:
        try:
            given({name: value})
            taken = True
        except EngineError:
            taken = False
        # Text may hold what another type says, and not every text does.
        if isinstance(value, str) and KINDS[name] not in ("text", "path"):
            continue
        assert fits(value, said) == taken, value
