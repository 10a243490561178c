"""A motion's codes and back, a stretch at a time, however long it is."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from engine.motion import features
from engine.text.networks import Networks
from retarget.motion import Motion

# Tokens decoded at once, and beyond either end of them: farther off no token makes a difference.
CHUNK, MARGIN = 128, 24


def decoded(model: Networks, codes: Tensor, frames: int | None = None) -> Motion:
    """Codes (L, levels) -> a motion with its contacts, of `frames` frames or all that there are."""
    stride, rows, contacts = model.tokenizer.config.stride, [], []
    for first in range(0, len(codes), CHUNK):
        start, end = max(0, first - MARGIN), min(len(codes), first + CHUNK + MARGIN)
        with torch.no_grad():
            made, planted = model.tokenizer.decode(codes[None, start:end].to(model.device))
        inside = slice((first - start) * stride, (min(first + CHUNK, len(codes)) - start) * stride)
        rows.append(made[0, inside].cpu().numpy())
        contacts.append(planted[0, inside].cpu().numpy() > 0)
    return features.decode(np.concatenate(rows)[:frames], np.concatenate(contacts)[:frames])


def encoded(model: Networks, motion: Motion) -> Tensor:
    """A motion -> codes (L, levels) on the model's device, the last token filled with its last frame."""
    rows = torch.from_numpy(features.encode(motion))[None]
    with torch.no_grad():
        return model.tokenizer.encode(rows.to(model.device))[0]


def of_library(model: Networks, motion: int) -> Motion:
    """A motion of the model's library: as captured, or where it holds tokens alone, as these are decoded."""
    assert model.library is not None
    found = model.library.captured(motion)
    return decoded(model, model.library.tokens(motion)) if found is None else found
