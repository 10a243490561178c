"""What the text model learns from: captions where somebody wrote them, words from the label elsewhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.train.data.clips import Clip
from engine.train.data.timed_captions import TimedCaption
from engine.train.labels.captions import MARKERS
from engine.train.text import held_out, items
from retarget.motion import Motion
from tests.engine.train.puppet import stand, walk, wave

WAVES = TimedCaption(
    0, 60, ("someone waves with the right hand", "wave hello with the right hand", "the right hand greets")
)


def clip(motion: Motion, *told: TimedCaption, name: str = "one", label: str = "walk", hand_made: bool = False) -> Clip:
    return Clip(name, motion, label, "walk", "studio", "", name, (), hand_made, told=told)


def test_captions_stand_for_the_label():
    pieces = items.labelled([clip(wave(frames=60), WAVES)])
    assert len(pieces) == 1
    piece = pieces[0][0]
    assert len(piece.motion) == 60
    assert piece.written == WAVES.captions
    assert piece.phrases == ("waves with the right hand", "waves hello with the right hand")
    assert items.plain_words(piece) == WAVES.captions


def test_the_label_speaks_where_captions_are_silent():
    motion = walk(180)
    whole = items.labelled([clip(motion)])
    assert whole and not any(piece.written for piece, _ in whole)
    part = items.labelled([clip(motion, TimedCaption(0, 80, ("a man walks",)))])
    assert any(piece.written for piece, _ in part)
    silent = [piece for piece, _ in part if not piece.written]
    assert silent, "more than half of the whole is told by nobody"
    told = items.labelled([clip(motion, TimedCaption(0, 180, ("a man walks",)))])
    assert all(piece.written for piece, _ in told)


@pytest.mark.parametrize(("start", "end", "share"), [(0, 10, 1.0), (5, 15, 0.5), (20, 30, 0.0)])
def test_share_of_a_stretch_that_is_told(start, end, share):
    assert items.covered(start, end, [TimedCaption(0, 6, ("a",)), TimedCaption(4, 10, ("b",))]) == share


def test_sentences_are_those_written_and_more():
    piece = items.labelled([clip(wave(frames=60), WAVES)])[0][0]
    words = items.words_for(piece, np.random.default_rng(0), 8)
    assert words[:3] == list(WAVES.captions)
    assert 3 < len(words) <= 8
    assert all("waves with the right hand" in w.lower() or "wav" in w.lower() for w in words[3:])
    assert items.words_for(piece, np.random.default_rng(0), 2) == list(WAVES.captions[:2])


def test_hand_made_animation_is_marked():
    piece = items.labelled([clip(wave(frames=60), WAVES, hand_made=True)])[0][0]
    marked = [w for seed in range(10) for w in items.words_for(piece, np.random.default_rng(seed), 3)]
    share = sum(any(m in w for m in MARKERS) for w in marked) / len(marked)
    assert 0.5 < share < 1


def test_an_exercise_repeated_for_a_minute_is_a_few_pieces():
    told = tuple(TimedCaption(20 * i, 20 * i + 20, (f"squat number {i}",)) for i in range(9))
    many = clip(stand(180), *told, name="uiprmd_s01_m01_deepsquat")
    assert len(items.labelled([many])) == 2
    assert items.labelled([many])[0][0].written == items.labelled([many])[0][0].written
    assert not items.labelled([replace(many, id="uiprmd_s01_m01_deepsquat_inc")])
    assert len(items.labelled([replace(many, id="other")])) == 9


def test_mirror_images_stand_where_they_are_looked_for():
    clips = [clip(wave(frames=60), WAVES), clip(walk(90), TimedCaption(0, 90, ("he walks",)), name="two")]
    made = items.make_items(clips, 4, np.random.default_rng(0))
    first = made[0]
    other = made[items.mirror_of(0)]
    assert other.sentences[0] == "someone waves with the left hand"
    np.testing.assert_allclose(other.motion.root_pos[:, 0], -first.motion.root_pos[:, 0], atol=1e-6)
    assert made[1].motion.seconds != first.motion.seconds and made[1].plain == ()
    assert any(item.group == items.COMPOSED for item in made)


def test_held_out_prompts_are_captions_each_once(monkeypatch):
    piece = items.labelled([clip(wave(frames=60), WAVES)])[0][0]
    found = held_out._told(piece, np.random.default_rng(0), 3)
    assert sorted(found) == sorted(WAVES.captions)
    assert len(held_out._told(piece, np.random.default_rng(0), 5)) == 5


def test_hand_made_motion_is_drawn_half_as_often():
    own = clip(walk(75))
    shares = [
        items.make_items([one], 0, np.random.default_rng(0))[0].share for one in (own, replace(own, hand_made=True))
    ]
    assert shares[1] == pytest.approx(items.HAND_MADE_SHARE * shares[0])


def test_stretched_motion_lasts_as_long_as_it_says():
    assert len(items.stretched(walk(60), 1.12)) == 67 and len(items.stretched(walk(60), 0.88)) == 53


def test_compositions_have_their_share_and_belong_to_no_recording():
    many = [clip(walk(75 + i), name=f"w{i}") for i in range(3)]
    many += [clip(wave("left", 75 + i), name=f"v{i}", label="waves") for i in range(3)]
    found = items.make_items(many, 6, np.random.default_rng(1))
    composed = [item for item in found if item.group == items.COMPOSED]
    assert composed and all(item.category == "composed" and not item.plain for item in composed)
    total = sum(item.share for item in found if item.group != items.COMPOSED)
    assert composed[0].share == pytest.approx(items.COMPOSED_SHARE * total / 6)
