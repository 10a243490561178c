"""Typing errors in prompts: what is mended, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.__main__ import main
from engine.protocol.plan.parse import plan_of
from engine.protocol.plan.vocabulary.real_words import REAL
from engine.protocol.plan.vocabulary.spelling import known, meant, mended
from tests.engine.protocol.plan import sentences

SLIPS = {
    "sneeks": "sneaks", "gaurd": "guard", "idel": "idle", "wlaks": "walks", "jumpes": "jumps", "kiks": "kicks",
    "foward": "forward", "runing": "running", "stumle": "stumble", "criuches": "crouches", "pucnh": "punch",
    "crouchs": "crouches", "stumbels": "stumbles", "wavse": "waves", "sprnts": "sprints", "rihgt": "right",
    "clmibs": "climbs", "arround": "around", "runns": "runs", "swrod": "sword", "zombi": "zombie",
    "backwrds": "backwards", "slolwy": "slowly", "kneeels": "kneels", "cartwheal": "cartwheel", "throwss": "throws",
    "streches": "stretches", "saluts": "salutes", "hnads": "hands", "dwon": "down",
}  # fmt: skip
# Words that are one letter from a verb, a thing or a way, and words that are near nothing.
RIGHT = """
talks wants works bake cave gait gaits tabs thrones stars slope spins bark hike hiking danger stale stage walls
bone boxer mended trees blow grumpy shelf impatiently archer broom rope
"""


def test_a_slip_of_one_known_word_is_read_as_it() -> None:
    assert {word: meant(word) for word in SLIPS} == SLIPS


def test_real_words_stay() -> None:
    assert len(RIGHT.split()) == 30
    assert [meant(word) for word in RIGHT.split()] == RIGHT.split()


def test_no_sentence_of_the_table_changes() -> None:
    assert [row.text for row in sentences.read() if mended(row.text) != row.text] == []


def test_capitals_marks_and_tags_stay() -> None:
    assert mended("Wlaks, then JUMPES (twice).") == "Walks, then JUMPS (twice)."
    assert mended("dances to <audio 1>, über-gaurd") == "dances to <audio 1>, über-gaurd"


def test_a_prompt_with_slips_has_the_plan_of_the_right_one() -> None:
    assert plan_of("a man wlaks foward, then kiks with the rihgt leg") == plan_of(
        "a man walks forward, then kicks with the right leg"
    )


def test_explain_says_what_was_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "sneeks up on the gaurd"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "read as: sneaks up on the guard"


def test_the_encoder_reads_the_mended_words() -> None:
    encoder = pytest.importorskip("engine.text.encoder")
    assert encoder._readable("Wlaks to the <audio>") == "walks to the it"


def test_the_list_of_real_words_is_of_the_words_known_today() -> None:
    encoder = pytest.importorskip("engine.text.encoder")
    from tools.real_words import real_words

    listed: Path = encoder.default_folder() / "tokenizer.json"
    assert frozenset(real_words(listed)) == REAL, "run `.venv/bin/python -m tools.real_words`"
    assert not REAL & known()
