"""Random numbers that are the same on every device: drawn on the CPU, each row from a generator of its own.

For a graphics card they are drawn by several threads into pinned memory, from which they are copied while the network
still computes: one thread would keep the card waiting.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import torch
from torch import Tensor


def uniform_rows(
    generators: Sequence[torch.Generator], lengths: Sequence[int], width: int, count: int, device: torch.device
) -> Tensor:  # fmt: skip
    """Uniform noise (B, width, count) float32 on a device: a row's first `length` places from its own generator, 0.5
    past them. No generator may stand in two rows."""
    on_card = device.type == "cuda"
    noise = torch.full((len(generators), width, count), 0.5, pin_memory=on_card)
    return fill(noise, generators, lengths, aside=on_card).to(device, non_blocking=True)


def fill(noise: Tensor, generators: Sequence[torch.Generator], lengths: Sequence[int], aside: bool) -> Tensor:
    """The noise (B, width, count), filled in place; aside: by several threads, which gives the same numbers.

    Not under torch.inference_mode, which holds for one thread: the others could not write into its tensors.
    """

    def one(row: int) -> None:
        drawn = noise[row, : lengths[row]]
        torch.rand(drawn.shape, generator=generators[row], out=drawn)

    rows = range(len(generators))
    for _ in _threads().map(one, rows) if aside else map(one, rows):
        pass
    return noise


@lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(min(16, os.cpu_count() or 1), thread_name_prefix="motif-rng")
