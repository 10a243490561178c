"""What decoding starts from: a found motion's codes with stretches of it to be made anew."""

from __future__ import annotations

import pytest
import torch

from engine.text.sampling import LONGEST, remask, remask_share

MASK = 99


def start(tokens: int, length: int, share: float, seed: int = 0) -> torch.Tensor:
    codes = torch.arange(tokens)[:, None].repeat(1, 3)
    return remask(codes, length, share, MASK, torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("share", [0.0, 0.3, 0.8, 1.0])
def test_about_the_share_is_made_anew_in_every_level(share):
    for seed in range(20):
        given = start(40, 40, share, seed)
        anew = given[:, 0] == MASK
        assert torch.equal(given == MASK, anew[:, None].expand(-1, 3))
        assert round(40 * share) <= int(anew.sum()) <= min(40, round(40 * share) + LONGEST)
        assert torch.equal(given[~anew, 0], torch.arange(40)[~anew]), "what is kept keeps its place"


def test_a_longer_motion_is_cut_and_a_shorter_one_stands_among_mask():
    cuts = {int(start(40, 10, 0.0, seed)[0, 0]) for seed in range(30)}
    assert len(cuts) > 10 and max(cuts) <= 30
    for seed in range(30):
        given = start(10, 40, 0.0, seed)[:, 0]
        own = (given != MASK).nonzero().flatten()
        assert torch.equal(given[own], torch.arange(10))
        assert len(own) == 10 == own[-1] - own[0] + 1


def test_the_generator_alone_decides():
    assert torch.equal(start(30, 20, 0.5, 4), start(30, 20, 0.5, 4))
    assert not torch.equal(start(30, 20, 0.5, 4), start(30, 20, 0.5, 5))


def test_the_first_candidate_starts_from_nothing():
    assert remask_share(0) is None
    assert any(remask_share(i) is not None for i in range(4))
