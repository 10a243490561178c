"""Training that begins with the weights of an earlier model, also where the new one is larger."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn


@torch.no_grad()
def warm_start(model: nn.Module, state: Mapping[str, Tensor]) -> list[str]:
    """Copy what an earlier model knew into a new one of the same kind; returns the names of what stays as it was made.

    A tensor that has grown along its first dimension (embeddings of levels, heads) keeps its further rows as
    they were made; one that differs elsewhere is left alone, and so is what the earlier model did not have.
    """
    left = []
    for name, own in model.state_dict().items():
        known = state.get(name)
        if known is None or known.shape[1:] != own.shape[1:] or (known.ndim and len(known) > len(own)):
            left.append(name)
        elif known.ndim == 0 or len(known) == len(own):
            own.copy_(known)
        else:
            own[: len(known)] = known.to(own.dtype)
            left.append(name)
    return left
