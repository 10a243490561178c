"""What both programs share: sentences on wrong words, examples that parse, lists that are whole, quiet logs."""

from __future__ import annotations

import io
import shlex

import pytest

from engine import __main__ as cli
from engine.commands import words
from engine.commands.examples import all_examples
from engine.commands.parser import HOME
from engine.commands.progress import Bar
from engine.protocol.sampling import FOOT_LOCKS
from engine.protocol.styles import NAMES
from retarget.mask import GROUPS
from retarget.motion import CANONICAL_NAMES


def _wrong(capsys, line: str) -> str:
    with pytest.raises(SystemExit) as caught:
        cli.main(shlex.split(line))
    assert caught.value.code == 2
    return capsys.readouterr().err.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("generate --text x --secnds 3 --out a.npz", "--secnds, did you mean --seconds?"),
        ("generat --text x", "did you mean generate?"),
        ("retarget --motion a.npz", "run “motif-blender retarget ...”"),
        ("generate --text x --foot-lock kepp --out a.npz", "did you mean keep?"),
        ("list part", "did you mean parts?"),
        ("xyzzy", "one of generate,"),
    ],
)
def test_a_wrong_word_is_told_with_the_nearest(capsys, line, said):
    assert said in _wrong(capsys, line)


def test_every_example_of_motif_parses():
    known = {name.split()[1] for name in all_examples() if name.startswith("motif ")}
    parser = cli._parser()
    assert known == {*parser._subparsers._group_actions[0].choices} - {"serve"}  # type: ignore[union-attr]
    for name, lines in all_examples().items():
        for line in lines:
            if name.startswith("motif "):
                assert shlex.split(line)[:2] == name.split() and parser.parse_args(shlex.split(line)[1:])


def test_no_command_is_anothers():
    own = {*cli._parser()._subparsers._group_actions[0].choices}  # type: ignore[union-attr]
    assert {name for name, program in HOME.items() if program == "motif"} <= own
    assert not own & {name for name, program in HOME.items() if program != "motif"}


def test_lists_have_every_word():
    names = {name: tuple(meaning) for name, (_, meaning) in words.LISTS.items()}
    assert sorted(names["parts"]) == sorted(GROUPS) and sorted(names["joints"]) == sorted(CANONICAL_NAMES)
    assert names["styles"] == NAMES and names["foot-locks"] == FOOT_LOCKS
    assert all(about for _, meaning in words.LISTS.values() for about in meaning.values())
    assert words.lines("vary")[0] == "vary (--vary)" and len(words.lines(None)) > 60


def test_out_is_also_called_save_and_span_spans():
    args = cli._parser().parse_args(["generate", "--spans", "0-9", "walks", "--save", "a.npz"])
    assert (args.spans, args.out.name) == ([["0-9", "walks"]], "a.npz")


def test_progress_in_a_log_is_a_line_a_minute_without_carriage_returns():
    log, now = io.StringIO(), [0.0]
    with Bar("Batch", log, lambda: now[0]) as bar:
        for second in range(200):
            now[0] = float(second)
            bar(second / 200, "rows")
    assert log.getvalue().splitlines() == [f"Batch: {s / 200:.0%} after {s} s, rows" for s in (60, 120, 180)]
    assert "\r" not in log.getvalue()


def test_progress_in_a_terminal_leaves_no_trace():
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen, now = Terminal(), [0.0]
    with Bar("Batch", screen, lambda: now[0]) as bar:
        now[0] = 1.0
        bar(0.5, "rows")
    assert "50% [###############...............]" in screen.getvalue() and screen.getvalue().endswith("\r\x1b[K")
    assert "\n" not in screen.getvalue()
