"""Random numbers: a row's are its generator's own, whatever else is drawn and by how many threads."""

from __future__ import annotations

import pytest
import torch

from engine.runtime.rng import fill, uniform_rows

CPU = torch.device("cpu")


def generators(*seeds: int) -> list[torch.Generator]:
    return [torch.Generator().manual_seed(seed) for seed in seeds]


def test_a_row_does_not_depend_on_the_others():
    both = uniform_rows(generators(1, 2), [5, 3], 5, 4, CPU)
    (alone,) = uniform_rows(generators(2), [3], 3, 4, CPU)
    assert torch.equal(both[1, :3], alone)
    assert (both[1, 3:] == 0.5).all(), "nothing is drawn past a row's length"
    assert torch.equal(both[0], torch.rand(5, 4, generator=generators(1)[0]))


@pytest.mark.parametrize("aside", [False, True])
def test_threads_draw_the_same_numbers(aside):
    lengths = [7, 1, 4, 7]
    drawn = fill(torch.full((4, 7, 3), 0.5), generators(3, 4, 5, 6), lengths, aside)
    for row, (generator, length) in enumerate(zip(generators(3, 4, 5, 6), lengths, strict=True)):
        assert torch.equal(drawn[row, :length], torch.rand(length, 3, generator=generator))
