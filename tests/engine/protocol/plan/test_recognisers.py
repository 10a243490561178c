"""Each form of prompt is read by the recogniser that is for it, and by none before it in the order."""

from __future__ import annotations

import pytest

from engine.protocol.plan import recognisers
from engine.protocol.plan.parse import _read
from engine.protocol.plan.recognisers import RECOGNISERS
from engine.protocol.plan.steps import Plan

FORMS = {
    "golf swing": recognisers.as_a_move,
    "jab_cross_hook": recognisers.as_a_move,
    "two people shake hands": recognisers.as_beyond_reading,
    "nobody is moving unless it rains": recognisers.as_beyond_reading,
    "a person walks forward and sits down": recognisers.as_clauses,
    "slam dunk, then a bow": recognisers.as_parts,
    "epic moonwalk contest": recognisers.with_a_move,
    "axe chop": recognisers.as_a_noun_phrase,
    "broods with the face in the hands": recognisers.with_hands,
}


@pytest.mark.parametrize("text", FORMS)
def test_the_first_that_knows_a_form_reads_it(text: str) -> None:
    plans = [(recognise, recognise(text, _read)) for recognise in RECOGNISERS]
    first, plan = next((recognise, plan) for recognise, plan in plans if plan is not None)
    assert first is FORMS[text]
    assert _read(text) == plan


def test_what_none_knows_goes_to_the_model_whole() -> None:
    text = "gravity is only a suggestion"
    assert [recognise(text, _read) for recognise in RECOGNISERS] == [None] * len(RECOGNISERS)
    assert _read(text).to_json()["understood"] is False and len(_read(text)) == 1


def test_parts_are_read_by_all_again() -> None:
    asked: list[str] = []

    def read(text: str) -> Plan:
        asked.append(text)
        return _read(text)

    assert recognisers.as_parts("slam dunk, then a bow", read) is not None
    assert asked == ["slam dunk", "a bow"]
