"""Two dancers: what is asked for the second, and what can't be."""

from __future__ import annotations

import numpy as np
import pytest

from engine.protocol.couple import couple, couple_of
from engine.protocol.dance import AS_BEFORE, Dance, box_of, dance_from_json, dance_of, place_of
from engine.protocol.errors import EngineError
from engine.protocol.prompt import Prompt
from engine.protocol.request import AudioRequest, TextRequest
from engine.protocol.sampling import Sampling
from engine.protocol.sound import AudioClip

SOUND = AudioClip(np.zeros(8000, np.float32), 8000)


def request(**more):
    return AudioRequest(SOUND, 30, Sampling(seeds=(4, 5)), **more)


def test_the_second_dances_the_same_or_with_seeds_of_its_own():
    for partner, seeds in (("mirrored", (4, 5)), ("canon", (4, 5)), ("other", (6, 7))):
        first, second = couple(request(), partner, place_of("beside"))
        assert first.sampling.seeds == (4, 5) and second.sampling.seeds == seeds
        assert not first.dance.partner and second.dance.partner == partner and any(second.dance.place)


def test_a_record_keeps_the_stage_and_the_partner():
    dance = Dance(corners=box_of("4 x 3"), partner="canon", place=(1.0, 2.0, 90.0), follow=0.25)
    assert dance_from_json(dance.to_json()) == dance
    assert dance_from_json(None) == AS_BEFORE and AS_BEFORE.to_json() == {}
    assert dance_of({"box": "4x3", "stage": None}).corners == dance.corners
    assert AS_BEFORE.follow == 0 and Dance().follow == 1 and dance_of({"follow": 0.5}).follow == 0.5


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: Dance(partner="twin"), "There is no partner “twin”"),
        (lambda: Dance(follow=2), "Follow the track is 2"),
        (lambda: box_of("4"), "not WIDTHxDEPTH"),
        (lambda: box_of("4x0") and Dance(corners=box_of("4x0")), "no room"),
        (lambda: Dance(corners=((0, 0), (4, 0), (1, 1), (0, 4))), "points inwards"),
        (lambda: place_of("behind"), "choose beside or facing"),
        (lambda: place_of("beside", 0.1), "distance of two dancers"),
        (lambda: couple_of({"dancers": 3}, request()), "give 1 or 2"),
        (lambda: couple_of({"dancers": 2}, TextRequest((Prompt("waves"),))), "dance to a sound"),
        (lambda: couple(request(prompts=(Prompt("waves", 0, 20),)), "canon", (1, 0, 0)), "no words of its own"),
    ],
)
def test_what_cannot_be_danced_is_said(made, said):
    with pytest.raises(EngineError, match=said):
        made()
