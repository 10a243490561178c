"""The library is made of clips themselves: every motion that texts name, as it was captured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.train.data.timed_captions import TimedCaption
from engine.train.text import library
from engine.train.text.items import make_items, named_items
from tests.engine.evaluate.test_command import FakeText
from tests.engine.train.puppet import walk, wave
from tests.engine.train.text.test_corpus import tokenizer
from tests.engine.train.text.test_items import WAVES, clip


def clips():
    noisy = replace(clip(walk(80), TimedCaption(0, 80, ("a man walks",)), name="walks"), dataset="CMU")
    return [noisy, clip(wave(frames=60), WAVES, name="waves")]


def test_what_a_library_names_is_what_training_learns_under_these_names():
    named = [item for item, _ in named_items(clips(), np.random.default_rng(library.SEED))]
    trained = [item for item in make_items(clips(), 4, np.random.default_rng(library.SEED)) if item.plain]
    assert [item.plain for item in named] == [item.plain for item in trained]
    assert all(np.array_equal(a.motion.rot, b.motion.rot) for a, b in zip(named, trained, strict=True))
    assert [item.group for item in named] == [item.group for item in trained]


def test_a_library_holds_motions_as_captured_their_mirror_images_and_marks():
    made = library.made(clips(), tokenizer(), FakeText())  # type: ignore[arg-type]
    first, image = made.captured(0), made.captured(1)
    assert first is not None and image is not None and made.marks is not None
    assert len(made.marks) == len(made.lengths) and len(first) == 80
    assert np.abs(first.globals()[0] - walk(80).globals()[0]).max() < 0.02
    assert np.abs(image.root_pos[:, 0] + first.root_pos[:, 0]).max() < 1e-3
