"""Codes, text states and batches of the masked transformer, on a tokenizer with random weights."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.models import vqvae
from engine.train.data.arrays import buckets, by_length
from engine.train.text.corpus import Item, TextCorpus, encode_motions, encode_texts
from tests.engine.evaluate.test_command import FakeText
from tests.engine.train.puppet import stand, walk


def tokenizer() -> vqvae.VQVAE:
    torch.manual_seed(0)
    model = vqvae.VQVAE(vqvae.Config(width=16, depth=1, codes=16, code_dim=8, levels=2))
    for name, buffer in model.named_buffers():
        if name.endswith("codebook"):
            buffer.normal_()
    return model.eval()


@pytest.fixture(scope="module")
def corpus() -> TextCorpus:
    items = [
        Item(walk(80), ("a person walks", "walks ahead"), ("a person walks",), "walk", 0),
        Item(walk(40), ("someone walks",), ("a person walks",), "walk", 1),
        Item(stand(60), ("a person stands still",), ("a person stands",), "stand", 2),
        Item(stand(24), ("walks, then stands",), (), "composed", -2),
    ]
    return TextCorpus(items, tokenizer(), FakeText())  # type: ignore[arg-type]


def test_codes_do_not_depend_on_what_is_encoded_beside_them():
    model, motions = tokenizer(), [walk(80), stand(24), walk(40)]
    together = encode_motions(model, motions)
    assert [len(codes) for codes in together] == [20, 6, 10]
    alone = [encode_motions(model, [motion])[0] for motion in motions]
    assert (together[0] == alone[0]).all(), "the longest is not padded"


def test_text_states_come_back_as_they_were_encoded():
    texts = ["walks", "a person walks far", "jumps twice"]
    found = encode_texts(FakeText(), texts, batch=2)  # type: ignore[arg-type]
    states = found.states([1, 0])
    assert states.mask.sum(1).tolist() == [4, 1]
    expected = FakeText().encode(texts[1:2])
    assert torch.allclose(states.words[0], expected.words[0], atol=2e-3)
    assert torch.allclose(states.sentence[0], expected.sentence[0], atol=2e-3)


def test_batches_hold_codes_of_the_right_items_with_one_of_their_captions(corpus: TextCorpus):
    batch = next(corpus.batches(4, 8, 0, 3))
    assert batch.codes.shape[0] == 4 and batch.lengths.max() <= 8 and batch.context is None
    windows = [{tuple(map(tuple, c[i : i + n])) for c in corpus.codes for i in range(len(c) - n + 1)}
               for n in batch.lengths.tolist()]  # fmt: skip
    for row, length, known in zip(batch.codes, batch.lengths.tolist(), windows, strict=True):
        assert tuple(map(tuple, row[:length].tolist())) in known
        assert (row[length:] == 0).all()


def test_in_order_every_item_comes_once(corpus: TextCorpus):
    found = list(corpus.batches(3, 100, 0, 0, shuffle=False))
    assert [length for batch in found for length in batch.lengths.tolist()] == [20, 10, 15, 6]


def test_the_library_holds_captured_items_alone(corpus: TextCorpus):
    assert corpus.library.lengths.tolist() == [20, 10, 15]
    batch = next(corpus.batches(4, 8, 2, 3))
    assert batch.context is not None


def test_batches_by_length_hold_each_index_once_shortest_first():
    found = by_length([5, 1, 4, 2, 3], 2)
    assert found == [[1, 3], [4, 2], [0]]
    drawn = buckets(np.array([0, 1, 2, 3]), [9, 2, 5, 1], 2, np.random.default_rng(0))
    assert sorted(map(sorted, drawn)) == [[0, 2], [1, 3]]
