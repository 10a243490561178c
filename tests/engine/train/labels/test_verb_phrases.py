"""Verb phrases in sentences as people write them."""

from __future__ import annotations

import pytest

from engine.train.labels import verb_phrases

SAID = ["a man walks ahead", "she stands still", "someone sits down", "the old dancer spins", "he squats"]


@pytest.fixture(scope="module")
def verbs() -> frozenset[str]:
    return verb_phrases.lexicon(SAID)


def test_verbs_follow_people(verbs):
    assert {"walks", "stands", "sits", "spins", "squats"} <= verbs
    assert not {"a", "still", "ahead", "legs"} & verbs


@pytest.mark.parametrize(
    ("caption", "phrase"),
    [
        ("A man walks ahead", "walks ahead"),
        ("walks ahead", "walks ahead"),
        ("the person is walking slowly", "walks slowly"),
        ("walk ahead and stand still", "walks ahead and stands still"),
        ("squat down low, then stand up", "squats down low, then stands up"),
        ("standing idle with the arms down", "stands idle with the arms down"),
        ("walking, then sitting down", "walks, then sits down"),
        ("a small angry figure spins on the spot", "spins on the spot"),
    ],
)
def test_any_form_becomes_the_third_person(caption, phrase, verbs):
    assert verb_phrases.verb_phrase(caption, verbs) == phrase


@pytest.mark.parametrize(
    "caption",
    [
        "the right hand goes up",
        "from a crouch he walks on",
        "standing leg raises with the right leg",
        "a fast walk in a circle",
        "walking ahead, he sits down",
        "a man walks ahead for a long long while and then he turns round and goes all the way back home",
    ],
)
def test_what_no_phrase_can_follow_is_left_out(caption, verbs):
    assert verb_phrases.verb_phrase(caption, verbs) is None


def test_each_phrase_once_in_the_captions_order(verbs):
    captions = ["a man walks ahead", "Walks ahead", "the left foot first", "stand still"]
    assert verb_phrases.verb_phrases(captions, verbs) == ("walks ahead", "stands still")
