"""Every fenced block of the documents is one that can be run or says why not; slow: all of them run to the letter."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from engine.__main__ import _parser
from tests.documents import run
from tests.documents.run import COMMANDS, FILES, PROGRAM, ROOT, SAMPLES, SHOWN, blocks, commands, documents, row

BLOCKS = [block for path in documents() for block in blocks(path)]


def test_there_are_blocks_of_each_kind_and_no_other() -> None:
    assert {block.kind for block in BLOCKS} <= {*COMMANDS, *FILES, PROGRAM, *SHOWN}
    assert sum(block.runs for block in BLOCKS) > 15
    for block in BLOCKS:
        assert bool(block.name) == (block.kind in FILES), f"{block.path}:{block.line}: a file has a name"


def test_a_reason_is_for_a_block_and_files_of_a_name_are_the_samples() -> None:
    for path in documents():
        text = (ROOT / path).read_text(encoding="utf-8")
        assert text.count("<!-- not run") == sum(bool(block.reason) for block in blocks(path)), path
    for block in BLOCKS:
        sample = ROOT / SAMPLES / block.name
        if block.name == "shots.jsonl":
            assert sample.read_text(encoding="utf-8") == block.text


def test_every_command_of_motif_in_a_block_parses() -> None:
    lines = [text for block in BLOCKS if block.kind in COMMANDS for _, text in commands(block)]
    asked = [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("motif ")]
    assert len(asked) > 6
    for words in asked:
        assert _parser().parse_args(words)


def test_every_command_in_a_sentence_parses(capsys: pytest.CaptureFixture[str]) -> None:
    """But for what a sentence may leave out: where it goes, or all of it but the command's name."""
    seen = 0
    for path in documents():
        text = re.sub(r"```.*?```", "", (ROOT / path).read_text(encoding="utf-8"), flags=re.DOTALL)
        for line in re.findall(r"`motif ([^`]+)`", text) if "results" not in path.parts else ():
            seen += 1
            words = shlex.split(" ".join(line.split()).replace("--workers N", "--workers 4").removesuffix(" .."))
            try:
                _parser().parse_args(words)
            except SystemExit as stop:
                said = capsys.readouterr().err
                assert not stop.code or "are required" in said, f"{path}: {line}: {said}"
    assert seen > 20


def test_commands_of_a_document_run_in_one_shell_and_a_red_one_is_told(tmp_path: Path) -> None:
    page, spare = tmp_path / "page.md", tmp_path / "spare"
    page.write_text(
        "```\nmkdir inner && cd inner  # in it\necho one \\\n  two > said\n```\n\n  ```jsonl a.jsonl\n  {}\n  ```\n"
        "```\ncat a.jsonl said\nfalse\n```\n<!-- not run: never -->\n```\nexit 3\n```\n```\nexit 4\ntrue\n```\n",
        encoding="utf-8",
    )
    spare.mkdir()
    done = run.run(run.steps(page, spare), tmp_path, {"PATH": "/usr/bin:/bin"}, spare)
    assert [one.status for one in done] == [0, 0, 0, 0, 1, None, None]
    assert [one.step.line for one in done] == [2, 3, 7, 11, 12, 19, 20]
    assert done[3].said == "{}\none two\n" and (tmp_path / "inner" / "said").exists()
    assert "`mkdir inner && cd inner` | 0 |" in row(done[0]) and "not reached" in row(done[-1])


@pytest.mark.slow
def test_every_block_runs() -> None:
    done = run.run_documents(documents())
    red = [f"{row(one)}\n{one.said}" for one in done if one.status != 0]
    assert len(done) > 20 and not red, "\n".join(red)
