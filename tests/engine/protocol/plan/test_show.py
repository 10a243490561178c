"""A plan in words, for the command line and the panel."""

from __future__ import annotations

import json

import pytest

from engine.__main__ import main
from engine.protocol.plan.parse import plan_of
from engine.protocol.plan.show import explained, one_line

BOTH = "a person walks forward while waving with both hands, then sits down"


def test_one_line_for_the_panel() -> None:
    assert one_line(plan_of(BOTH)) == "1 walks forward +waves, both hands  2 sits down (2.4 s)"
    assert one_line(plan_of(BOTH), 5.0) == "1 walks forward +waves, both hands (2.6 s)  2 sits down (2.4 s)"
    assert one_line(plan_of("the old man sits while talking on the phone")) == "1 sits +talks on the phone"
    assert one_line(plan_of("walks with both hands up over the head")) == "1 walks +holds both hands up over the head"
    assert one_line(plan_of("jogs, hands on the hips")) == "1 jogs +the hands on the hips"
    assert one_line(plan_of("waits for two seconds, then runs")) == "1 waits (2.0 s)  2 runs"


def test_a_line_for_each_step() -> None:
    assert explained(plan_of(BOTH)) == [
        "1  a person walks forward + a person waves with both hands | 4.0 s, goes on | action walk, direction forward"
        " | action wave, side both, limb hand",
        "2  a person sits down | 2.4 s | action sit, begin standing, end sitting",
    ]
    assert explained(plan_of("sits down, then walks"))[1].startswith("2  a person stands up | 2.0 s, implied")
    assert explained(plan_of("walks"))[0].endswith("in one piece")
    assert explained(plan_of("two people walk"))[0].endswith("not understood: in one piece")


def test_explain_prints_the_steps(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", BOTH]) == 0
    assert capsys.readouterr().out.splitlines() == explained(plan_of(BOTH))


def test_explain_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", BOTH, "--seconds", "6", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] and said["apart"] and said["text"] == BOTH
    assert sum(step["lasts"] for step in said["steps"]) == pytest.approx(6.0)
    assert said["line"] == one_line(plan_of(BOTH), 6.0)


@pytest.mark.parametrize("argv", [["explain", "  "], ["explain"], ["explain", "walks", "--seconds", "0"]])
def test_explain_refuses_nothing_as_usage(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(argv)
    assert ended.value.code == 2 and capsys.readouterr().out == ""


def test_explain_says_that_it_reads_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "歩く"]) == 1
    assert "English" in capsys.readouterr().err
