"""What evaluations share: options, parts by --only, tables, and pages that keep what is around a section."""

from __future__ import annotations

import argparse

import numpy as np
import pytest

from engine.evaluate import command, harness
from engine.protocol.errors import EngineError


def options(**values) -> argparse.Namespace:
    return argparse.Namespace(**{"what": "text", "out": None, "split": "val", **values})


def test_a_page_is_printed_and_written_with_its_numbers(tmp_path, capsys):
    args = options(out=tmp_path / "new" / "page.md")
    numbers = harness.report(args, lambda a: (["a line"], {"value": 3}), lambda a, seconds: [f"# {a.split}"])
    assert args.out.read_text() == "# val\na line\n" == capsys.readouterr().out
    assert numbers["split"] == "val" and numbers["value"] == 3 and numbers["seconds"] >= 0


def test_a_section_is_renewed_and_the_rest_of_the_page_stays(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Kept\n\nbefore\n")
    for text in ("first", "second"):
        harness.report(
            options(out=page), lambda a, t=text: ([t], {}), lambda a, s: [], section="mine", title="# Not used"
        )
        page.write_text(page.read_text() + "after\n")
    lines = page.read_text().splitlines()
    assert lines[:3] == ["# Kept", "", "before"] and lines.count("after") == 2
    assert "second" in lines and "first" not in lines and "# Not used" not in lines


def test_only_leaves_one_part():
    parts = {name: lambda name=name: ([name], len(name)) for name in ("one", "three")}
    assert harness.only(options(only=None), parts) == (["one", "three"], {"one": 3, "three": 5})  # type: ignore[arg-type]
    assert harness.only(options(only="three"), parts) == (["three"], {"three": 5})  # type: ignore[arg-type]


def test_a_table_has_a_rule_as_wide_as_its_head():
    lines = harness.table(("", "a", "b"), [("x", 1, 2.5)])
    assert lines == ["|  | a | b |", "|---|---|---|", "| x | 1 | 2.5 |", ""]


def test_the_command_leaves_out_what_is_not_set():
    args = options(limit=3, seconds=10.0, only=None)
    assert harness.command(args, "limit", "only", "seconds") == "motif evaluate text --limit=3 --seconds=10"


def test_an_even_choice_has_both_ends():
    assert harness.evenly(10, 4) == [0, 3, 6, 9] and harness.evenly(2, 4) == [0, 1]


def test_too_few_pieces_are_refused():
    harness.check_pool(32)
    with pytest.raises(EngineError, match="Only 31 held-out pieces"):
        harness.check_pool(31)


@pytest.mark.parametrize("name", list(command.EVALUATIONS))
def test_every_evaluation_has_the_common_options(name):
    required = {"strips": ["--prompts", "p.txt", "--out", "a.png"], "edits": ["--out", "a.png"]}
    args = command._parser().parse_args([name, *required.get(name, []), "--seed", "7"])
    assert args.seed == 7 and args.device == "cpu" and args.temperature == 1.0 and not args.json
    assert args.weights is None and args.what == name
    if "limit" in args:
        assert args.limit > 0 and np.isfinite(args.limit)
