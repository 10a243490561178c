"""The page for a production's lawyer says of every weights file what its card says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

WEIGHTS = Path(__file__).resolve().parents[2] / "engine" / "weights"
FILES = sorted(path.stem for path in WEIGHTS.glob("*.safetensors"))


def of_card(name: str) -> tuple[list[str], str]:
    """The data sets of a file's card, and the hours of HDM05 in it, "" for none."""
    card = (WEIGHTS / f"{name}.md").read_text(encoding="utf-8")
    table = card.partition("| set | hours")[2].partition("\n\n")[0]
    found = re.findall(r"^\| ([^|]+?) \| ([\d.]+) \|", table, re.MULTILINE)
    return [data for data, _ in found], dict(found).get("HDM05", "")


@pytest.mark.parametrize("name", FILES)
def test_a_file_stands_there_as_its_card_has_it(name):
    page = (WEIGHTS / "LICENCES.md").read_text(encoding="utf-8")
    data, hours = of_card(name)
    told = f"| `{name}.safetensors` | {', '.join(data)} | {f'yes, {hours} h' if hours else 'no'} |"
    assert data and told in page, f"LICENCES.md should have: {told}"
