"""Infilling: gaps in a motion sampled by the masked transformer, known tokens kept (MMM, section 3.4).

A token is four frames wide and kept tokens are decoded again, so what comes out only *resembles* what was kept:
`retarget.constraints.conform` makes it exact afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.models import mmm
from engine.models.text_states import TextStates
from engine.models.vqvae import VQVAE
from engine.motion import features
from engine.text import sampling
from engine.text.networks import TextNetworks
from engine.text.sampling import GUIDANCE, OVERLAP, STEPS
from retarget import constraints, smooth
from retarget.mask import Mask
from retarget.motion import Motion

# Tokens on either side of a gap that the network looks at, where the motion has them.
SURROUNDINGS = 8


@dataclass(frozen=True)
class Settings:
    """How to sample. candidates: fillings for one seed, of which the one that fits its surroundings best is kept."""

    steps: int | None = None
    temperature: float = 1.0
    guidance: float | None = None
    candidates: int = 4


def fill(
    model: TextNetworks, source: Motion, keep: Mask, prompt: str, seed: int, settings: Settings | None = None,
    on_step: Callable[[], None] = lambda: None,
) -> Motion:  # fmt: skip
    """`source` (canonical, 30 fps) with what `keep` doesn't keep sampled; "" for no prompt. Kept frames come near
    the source's, not exact. on_step is called at every sampler step and may raise to stop."""
    settings = settings or Settings()
    # The gaps are interpolated first, so that tokens at their edges are near what is to come.
    straight = constraints.interpolate(source, keep)
    codes, known = encode(model.tokenizer, straight, keep.frames)
    text = model.encoder.encode([prompt or " "])
    generators = generators_of(seed, settings.candidates)
    # All candidates in one batch, gaps masked; window by window, each going on from the last.
    codes = codes.expand(len(generators), -1, -1).clone()
    codes[:, torch.from_numpy(~known)] = model.transformer.config.mask
    for window, until in windows(known, model.transformer.config.max_tokens):
        sampled = _sample(model, codes[:, window], text, bool(prompt), generators, settings, on_step)
        codes[:, window.start : until] = sampled[:, : until - window.start]
    with torch.no_grad():
        rows, contacts = model.tokenizer.decode(codes)
    candidates = [
        features.decode(r[: len(source)].cpu().numpy(), c[: len(source)].cpu().numpy() > 0)
        for r, c in zip(rows, contacts, strict=True)
    ]
    return min(candidates, key=lambda m: constraints.misfit(m, source, keep))


def generators_of(seed: int, count: int) -> list[torch.Generator]:
    """CPU generators, one for each of a seed's candidates; seeds may be as large as a request's."""
    return [torch.Generator().manual_seed((seed * 1000 + i) % 2**64) for i in range(count)]


def encode(tokenizer: VQVAE, motion: Motion, kept: NDArray[np.bool_]) -> tuple[Tensor, NDArray[np.bool_]]:
    """Codes (L, levels) of a motion, and which tokens (L,) are known from its kept frames (T,).

    A token is known where all its frames are kept, and where a pinned pose lies that would else be lost.
    """
    stride = tokenizer.config.stride
    count = -(-len(motion) // stride)
    rows = features.encode(motion)
    rows = np.concatenate([rows, np.repeat(rows[-1:], count * stride - len(rows), axis=0)])
    with torch.no_grad():
        codes = tokenizer.encode(torch.from_numpy(rows[None]).to(next(tokenizer.parameters()).device))[0]
    padded = np.concatenate([kept, np.repeat(kept[-1:], count * stride - len(kept))])
    known = padded.reshape(count, stride).all(axis=1)
    for first, last in smooth.runs(kept):
        if not known[first // stride : (last - 1) // stride + 1].any():
            known[(first + last - 1) // 2 // stride] = True
    return codes, known


def windows(known: NDArray[np.bool_], most: int) -> list[tuple[slice, int]]:
    """Stretches of at most `most` tokens that together cover all unknown ones, and how far each one's result counts.

    Each looks at some known tokens before it; a gap that is longer than a window is made piece by piece, each going
    on from the last.
    """
    found, at, count = [], 0, len(known)
    while True:
        unknown = np.flatnonzero(~known[at:])
        if not len(unknown):
            return found
        first = at + int(unknown[0])
        start = max(0, first - (SURROUNDINGS if not found or at < first else OVERLAP))
        end = min(count, start + most)
        start = max(0, end - most)
        # What lies in a gap that goes on beyond the window is sampled again by the next one, which sees more of it.
        at = end
        if end < count and not known[end - 1]:
            at = max(end - OVERLAP // 2, first + 1)
        found.append((slice(start, end), at))


def _sample(
    model: TextNetworks, codes: Tensor, text: TextStates, conditional: bool, generators: list[torch.Generator],
    settings: Settings, on_step: Callable[[], None],
) -> Tensor:  # fmt: skip
    """One window's codes (candidates, L, levels), sampled where they are masked."""
    count = len(generators)
    one = torch.zeros(count, dtype=torch.long, device=codes.device)
    context = None
    if conditional:
        found = sampling.context_of(model, sampling.find(model, text, generators[:1]))
        context = found[one] if found is not None else None
    return mmm.sample(
        model.transformer, text[one], torch.full((count,), codes.shape[1], device=codes.device), generators,
        steps=settings.steps or STEPS, temperature=settings.temperature, context=context, given=codes.clone(),
        guidance=GUIDANCE if settings.guidance is None else settings.guidance, conditional=conditional,
        on_step=lambda step, total: on_step(),
    )  # fmt: skip
