"""The model of in-between requests: chooses by the mask, the prompt and the gaps which network fills.

The upper body alone goes to its own model (`engine.inbetween.upper_body`), where its weights are there. With a prompt,
and for gaps that are long or open, the masked transformer fills; else the in-betweener. Without weights of the
in-betweener a short gap is interpolated with the speeds on either side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch

from engine.inbetween import gaps, upper_body
from engine.inbetween.upper_body import UpperModel
from engine.models import inbetween
from engine.runtime.bare import Bare
from engine.runtime.weights import load_weights
from engine.text import infill
from engine.text.model import TextModel
from retarget import constraints
from retarget.feet import contact
from retarget.mask import Mask, keep_all_but
from retarget.motion import Motion

Words = Callable[[], TextModel]
WEIGHTS = "inbetween.safetensors"
# Frames: a longer gap that the in-betweener can't fill needs an action, which the masked transformer makes.
LONGEST_PLAIN = 30


def _none() -> UpperModel | None:
    return None


@dataclass(frozen=True)
class FillModel:
    """Fills the gaps of a canonical motion at 30 fps. between: None without its weights. upper: loads its model."""

    between: inbetween.InBetween | None
    device: str
    upper: Callable[[], UpperModel | None] = _none  # loaded when it is first needed

    @classmethod
    def load(cls, folder: Path, device: str = "cpu") -> FillModel:
        """From a folder, with inbetween.safetensors where it has one; raises EngineError where that is unsound."""
        path = folder / WEIGHTS
        upper = lru_cache(maxsize=1)(lambda: UpperModel.load(folder, device))
        if not path.exists():
            return cls(None, device, upper)
        stored = load_weights(path)
        with Bare():
            model = inbetween.InBetween(inbetween.Config(**stored.config))
        model.load_state_dict(stored.state)
        model = model.to(device).float().eval().requires_grad_(False)
        return cls(model, device, upper)

    def fill(
        self, source: Motion, keep: Mask, prompt: str, seed: int, *, words: Words, steps: int | None = None,
        temperature: float = 1.0, guidance: float | None = None, on_step: Callable[[], None] = lambda: None,
    ) -> Motion:  # fmt: skip
        """`source` with what `keep` doesn't keep generated; kept frames come near the source's, not exact.

        temperature: 0 gives the likeliest filling. words: gives the text model, called where it is needed. on_step may
        raise to stop.
        """
        if upper_body.fits(keep) and (above := self.upper()) is not None:
            settings = infill.Settings(steps, max(temperature, 0.01), guidance)
            return above.fill(
                source, keep, prompt, seed, encoder=lambda: words().encoder, settings=settings, on_step=on_step
            )
        if prompt:
            settings = infill.Settings(steps, max(temperature, 0.01), guidance)
            return infill.fill(words(), source, keep, prompt, seed, settings, on_step)
        known = keep.frames.copy()
        filled = constraints.eased(source, keep)
        for first, last in constraints.gaps(known):
            if not self._bridges(first, last, len(known)) and last - first > LONGEST_PLAIN:
                gap_mask = keep_all_but(
                    source.skeleton, (np.arange(len(known)) >= first) & (np.arange(len(known)) < last)
                )
                settings = infill.Settings(None, max(temperature, 0.01), guidance)
                filled = constraints.conform(
                    infill.fill(words(), filled, gap_mask, "", seed, settings, on_step), filled, gap_mask
                )
                known[first:last] = True
        generator = torch.Generator().manual_seed(seed)
        for first, last in constraints.gaps(known):
            if self._bridges(first, last, len(known)):
                assert self.between is not None
                filled = gaps.bridged(
                    self.between, filled, known, [(first, last)], generator, steps=steps or 8,
                    temperature=temperature, device=self.device, on_step=on_step,
                )  # fmt: skip
                known[first:last] = True  # the next gap starts at this one's speed
        contacts = np.where(keep.frames[:, None], source.contacts, contact.detect(filled))
        return replace(filled, contacts=contacts)

    def _bridges(self, first: int, last: int, frames: int) -> bool:
        """Whether the gap is one for the in-betweener: with something on either side, and no longer than it learned."""
        return self.between is not None and first > 0 and last < frames and last - first <= self.between.config.longest

    def join(self, motion: Motion, spans: Sequence[tuple[int, int]]) -> Motion:
        """`motion` with short spans (first frame, end) of it made anew, the likeliest way; as it is without weights."""
        if self.between is None or not spans:
            return motion
        known = np.ones(len(motion), bool)
        for first, last in spans:
            known[first:last] = False
        generator = torch.Generator().manual_seed(0)
        joined = gaps.bridged(self.between, motion, known, spans, generator, temperature=0.0, device=self.device)
        return replace(joined, contacts=np.where(known[:, None], motion.contacts, contact.detect(joined)))
