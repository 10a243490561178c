"""Where decoding starts from: nothing, or a found training motion of which a part is to be made anew."""

from __future__ import annotations

import torch
from torch import Tensor

# Tokens of a stretch that is made anew: long enough for another course of events, short enough to stay in tune.
SHORTEST, LONGEST = 2, 6
# What a take's candidates start from, in turn: nothing, or the share of a found motion that is made anew.
SHARES = (None, 0.25)


def share_anew(candidate: int) -> float | None:
    """The share of a found motion that a candidate makes anew; None: it starts from nothing."""
    return SHARES[candidate % len(SHARES)]


def remasked(tokens: Tensor, length: int, share: float, mask: int, generator: torch.Generator) -> Tensor:
    """A motion's codes (L, levels) -> what decoding starts from, (length, levels), MASK where it is to be made.

    A longer motion is cut somewhere, a shorter one stands somewhere among MASK; of what is left of it stretches that
    add up to about `share` are MASK. The generator chooses.
    """
    given = torch.full((length, tokens.shape[1]), mask, dtype=torch.long)
    first = int(torch.randint(abs(len(tokens) - length) + 1, (1,), generator=generator))
    if len(tokens) >= length:
        low, high = 0, length
        given[:] = tokens[first : first + length]
    else:
        low, high = first, first + len(tokens)
        given[low:high] = tokens
    anew = torch.zeros(length, dtype=torch.bool)
    while int(anew[low:high].sum()) < round(share * (high - low)):
        size = int(torch.randint(SHORTEST, LONGEST + 1, (1,), generator=generator))
        start = int(torch.randint(low - size + 1, high, (1,), generator=generator))
        anew[max(low, start) : min(high, start + size)] = True
    given[anew] = mask
    return given
