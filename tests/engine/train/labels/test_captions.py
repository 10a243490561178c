"""Language made of labels: coverage, inflection, mirroring, seeds."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from engine.motion.facts import Facts
from engine.train.data import timed_captions
from engine.train.labels import captions, cutting
from tests.engine.train.puppet import PACK


def draw(phrases, facts=None, hand_made=False, n=40, seed=0):
    return captions.sentences(phrases, facts, hand_made, np.random.default_rng(seed), n)


@pytest.mark.parametrize(
    ("label", "phrase"),
    [
        ("mop floor", "mops the floor"),
        ("Oiduki", "does a karate lunge punch"),
        ("Bassai", "performs a karate kata"),
        ("Mawashigeri", "does a roundhouse kick"),
        ("boxing: left jab", "punches with the left hand"),
        ("walk", "walks"),
        ("elephant (human subject)", "acts like an elephant"),
        ("running forward, style: chicken", "runs like a chicken"),
        ("walk up to object, squat, pick up object, set down in another place.",
         "walks up, squats, picks something up and sets it down elsewhere"),
    ],
)  # fmt: skip
def test_lab_labels_become_language(label, phrase):
    assert phrase in captions.phrases_for(label)


def test_every_label_of_the_pack_is_in_the_table_or_its_clip_has_captions():
    if not (PACK / "index.json").exists():
        pytest.skip("the shared motion pack is not beside this checkout")
    entries = json.loads((PACK / "index.json").read_text())["clips"]
    told = timed_captions.read(PACK / "captions.jsonl")
    entries = [e for e in entries if e["category"] != "motorcycle pose" and e["id"] not in told]
    labels = {e["description"].lower() for e in entries if not any("duplicate" in f for f in e["flags"])}
    patterns = captions.table()[0]
    missing = [x for x in labels if "style:" not in x and not any(p.search(x) for p, _ in patterns)]
    assert missing == []


def test_a_studios_own_caption_is_used_as_it_stands():
    assert captions.phrases_for("a person does the moonwalk; glide backwards smoothly") == (
        "does the moonwalk", "glides backwards smoothly",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "base", "gerund"),
    [
        ("walks forward", "walk forward", "walking forward"),
        ("sits down, then stands up", "sit down, then stand up", "sitting down, then standing up"),
        ("lies down and dies", "lie down and die", "lying down and dying"),
        ("carries a box", "carry a box", "carrying a box"),
        ("kicks with both legs", "kick with both legs", "kicking with both legs"),
        ("does a squat", "do a squat", "doing a squat"),
        ("runs, stops and runs on", "run, stop and run on", "running, stopping and running on"),
        ("sidesteps to the left", "sidestep to the left", "sidestepping to the left"),
        ("pushes a box", "push a box", "pushing a box"),
        ("tiptoes along", "tiptoe along", "tiptoeing along"),
        ("walks backwards", "walk backwards", "walking backwards"),
    ],
)
def test_inflection(phrase, base, gerund):
    assert captions.inflect(phrase, "base") == base
    assert captions.inflect(phrase, "gerund") == gerund


def test_no_verb_form_is_spoilt_anywhere_in_the_tables():
    """Gerunds of all table phrases: a verb is found in each, no letter stands three times."""
    tables = [p for _, ps in captions.table()[0] for p in ps] + [p for ps in cutting._actions().values() for p in ps]
    for phrase in (x for p in tables for x in captions.expand(p)):
        told = captions.inflect(phrase, "gerund")
        assert not re.search(r"(.)\1\1|[^o]eing\b(?<!being)|[^aeiou]yeing", told), told
        assert "  " not in told
        assert told != phrase or phrase.startswith(("is ", "SIDE", "VERB")), f"no verb found in {phrase!r}"


def test_sentences_vary_and_follow_the_seed():
    phrases = ("walks forward", "strolls ahead", "walks along")
    a, b, c = draw(phrases), draw(phrases), draw(phrases, seed=1)
    assert a == b
    assert a != c
    assert len(set(a)) > 15
    assert any(x.startswith("a person ") for x in a)
    assert any(x.lower().startswith(("walking", "strolling")) for x in a)
    assert any(x.lower().startswith(("walk ", "stroll ")) for x in a)


def test_hand_made_animation_is_marked_mostly():
    marked = [x for x in draw(("jumps",), hand_made=True, n=200) if any(m in x.lower() for m in captions.MARKERS)]
    assert 0.65 < len(marked) / 200 < 0.85
    assert not any(m in x for x in draw(("jumps",), n=100) for m in captions.MARKERS)


def test_facts_are_put_in():
    facts = Facts(3.0, gait="walks", direction="forward", distance=3.5, turn=90.0)
    told = draw(("walks",), facts)
    assert any("left" in x for x in told)
    assert not any("right" in x for x in told)
    kick = draw(("kicks",), Facts(2.0, kicks=("left",)))
    assert all("left" in x for x in kick)
    side = draw(("steps sideways like a drunk",), Facts(3.0, gait="walks", direction="right"))
    assert any("to the right" in x for x in side)
    assert not any("left" in x for x in side)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("a person waves with the left hand", "a person waves with the right hand"),
        ("Left turn, clockwise.", "Right turn, counterclockwise."),
        ("stands upright, all right, leftwards", "stands upright, all right, rightwards"),
        ("a right-handed throw", "a left-handed throw"),
        ("walks", "walks"),
    ],
)
def test_mirror_caption(text, other):
    assert captions.mirror_caption(text) == other
    assert captions.mirror_caption(other) == text


def test_joined_phrases():
    rng = np.random.default_rng(0)
    told = {captions.in_sequence(["walks forward", "sits down"], rng) for _ in range(40)}
    assert "walks forward, then sits down" in told
    assert "first walks forward, after that sits down" in told
    both = {captions.together("walks forward", "waves", rng) for _ in range(40)}
    assert both == {"walks forward and waves", "waves while walking forward", "walks forward while waving"}
