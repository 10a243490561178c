"""A larger model goes on from what a smaller one knew."""

from __future__ import annotations

from dataclasses import replace

import torch

from engine.models import vqvae
from engine.train.warm_start import warm_start

SMALL = vqvae.Config(width=16, depth=1, codes=8, code_dim=4, levels=2)


def test_the_same_model_is_copied_whole():
    first, second = vqvae.VQVAE(SMALL), vqvae.VQVAE(SMALL)
    assert warm_start(second, first.state_dict()) == []
    for name, tensor in first.state_dict().items():
        assert second.state_dict()[name].equal(tensor), name


def test_further_levels_stay_as_they_were_made():
    first, second = vqvae.VQVAE(SMALL), vqvae.VQVAE(replace(SMALL, levels=3))
    for book in first.quantizers:
        torch.nn.init.normal_(book.codebook)  # type: ignore[reportArgumentType]
    left = warm_start(second, first.state_dict())
    assert left and all(name.startswith("quantizers.2.") for name in left)
    assert second.state_dict()["quantizers.1.codebook"].equal(first.state_dict()["quantizers.1.codebook"])
    assert not second.state_dict()["quantizers.2.ready"]


def test_a_table_grows_at_its_end():
    small, large = torch.nn.Embedding(3, 4), torch.nn.Embedding(5, 4)
    before = large.weight.detach().clone()
    assert warm_start(large, small.state_dict()) == ["weight"]
    assert large.weight[:3].equal(small.weight)
    assert large.weight[3:].equal(before[3:])


def test_what_does_not_fit_is_left_alone():
    small, wide = torch.nn.Linear(3, 4), torch.nn.Linear(5, 4)
    before = wide.weight.detach().clone()
    assert warm_start(wide, small.state_dict()) == ["weight"]
    assert wide.weight.equal(before) and wide.bias.equal(small.bias)
