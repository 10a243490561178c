"""Layers that models share: codes of places, steps and numbers, attention with hidden places."""

from __future__ import annotations

import torch

from engine.models import layers


def test_number_codes_are_the_sinusoids_of_whole_numbers_in_another_order():
    places = layers.sinusoids(9, 16)
    numbers = layers.number_code(torch.arange(9).float(), 16)
    torch.testing.assert_close(numbers, torch.cat([places[:, ::2], places[:, 1::2]], -1), atol=1e-6, rtol=1e-5)


def test_step_codes_tell_every_step_from_the_others():
    codes = layers.step_code(torch.arange(1, 151), 128)
    assert codes.shape == (150, 128)
    apart = torch.cdist(codes, codes) + 10 * torch.eye(150)
    assert apart.min() > 1e-3


def test_what_attention_may_not_see_changes_nothing():
    torch.manual_seed(0)
    block = layers.Block(8, 2).eval()
    x, seen = torch.randn(2, 5, 8), torch.randn(2, 4, 8)
    allowed = torch.tensor([[True, True, False, True], [True, False, False, True]])
    with torch.no_grad():
        memory = block.project(seen)
        other = block.project(torch.where(allowed[..., None], seen, torch.randn(2, 4, 8)))
        torch.testing.assert_close(block(x, allowed, memory), block(x, allowed, other))
        assert not torch.allclose(block(x, allowed, memory), block(x, torch.ones_like(allowed), memory))
