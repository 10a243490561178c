"""The library: the nearest sentence's motion is found; a library of another tokenizer's codes is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from engine.runtime.weights import save_weights
from engine.text import model
from engine.text.retrieval import Library


def library(sentences: int = 6, width: int = 384) -> Library:
    """Each sentence names two motions of three tokens, of two recordings."""
    generator = torch.Generator().manual_seed(0)
    vectors = torch.nn.functional.normalize(torch.randn(sentences, width, generator=generator), dim=-1)
    motions = 2 * sentences
    return Library(
        torch.arange(3 * motions * 2).view(-1, 2).to(torch.int16),
        (3 * torch.arange(motions)).int(),
        torch.full((motions,), 3, dtype=torch.int32),
        vectors.half(),
        torch.tensor([[m // 2, m] for m in range(motions)], dtype=torch.int32),
        (torch.arange(motions) % 2).int(),
    )


@pytest.mark.parametrize("kind", [torch.float16, torch.int8])
def test_the_nearest_sentence_is_found(kind):
    own = library() if kind == torch.float16 else library().in_bytes()
    assert own.sentences.dtype == kind
    for text in range(6):
        found = own.find(library().vectors[text], 1, torch.Generator().manual_seed(text), spread=0.0)
        assert found[0] // 2 == text
        other = own.find(library().vectors[text], 1, torch.Generator().manual_seed(text), spread=0.0, avoid=0)
        assert other == [2 * text + 1], "of the recording that may be found"


def test_a_byte_a_number_hardly_moves_a_sentence():
    own = library(40)
    near, stored = own.vectors @ own.vectors.T, own.in_bytes().vectors @ own.vectors.T
    assert (near - stored).abs().max() < 0.005
    assert own.in_bytes().in_bytes().sentences.equal(own.in_bytes().sentences)


def test_only_a_library_of_these_codes_is_used(tmp_path):
    path = tmp_path / "library.safetensors"
    assert model._load_library(path, "this") is None
    save_weights(path, library().in_bytes().tensors(), {}, extra={"tokenizer": "this"})
    found = model._load_library(path, "this")
    assert found is not None
    for name, tensor in library().in_bytes().tensors().items():
        assert found.tensors()[name].equal(tensor), name
    assert model._load_library(path, "another") is None


def named(*pairs: tuple[int, int], width: int = 16) -> torch.Tensor:
    """Unit text vectors of captions (who, what is done), which all have one direction in common besides."""
    rows = torch.zeros(len(pairs), width)
    for row, (who, done) in zip(rows, pairs, strict=True):
        row[0], row[1 + who], row[8 + done] = 1.0, 1.0, 1.0
    return torch.nn.functional.normalize(rows, dim=-1)


def test_what_is_done_counts_above_who_does_it():
    captions = named((0, 0), (1, 1), (2, 2), (3, 3), (4, 4))
    own = replace(library(5, 16), sentences=captions)
    # The first one's subject, a little louder than the second one's action.
    asked = torch.nn.functional.normalize(named((0, 1))[0] + 0.1 * torch.eye(16)[1], dim=-1)
    content = torch.eye(16)[0] + torch.eye(16)[8 + 1]
    assert own.nearness(asked).argmax() == 0 and own.nearness(asked, content).argmax() == 1
    found = own.nearest(asked, 1, torch.Generator().manual_seed(0), spread=0.0, content=content)
    assert found[0][0] in (2, 3)


def test_a_caption_that_is_the_sentence_is_as_near_as_can_be():
    own = replace(library(5, 16), sentences=named((0, 0), (1, 1), (2, 2), (3, 3), (4, 4)))
    near = own.nearness(named((2, 2))[0], torch.eye(16)[0])
    assert near.argmax() == 2 and near.max() > 0.99
