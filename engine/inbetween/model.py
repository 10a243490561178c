"""The model of in-between requests: chooses by the mask, the prompt and the gaps which network fills.

The upper body alone goes to its own model (`engine.inbetween.upper_body`), where its weights are there. With a prompt,
and for gaps that are long or open, the masked transformer fills; else the in-betweener. Without weights of the
in-betweener a short gap is interpolated with the speeds on either side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from engine.inbetween import gaps, upper_body
from engine.inbetween.upper_body import UpperModel
from engine.models import inbetween
from engine.runtime.bare import Bare
from engine.runtime.weights import load_weights
from engine.text import infill
from engine.text.model import TextModel
from retarget import constraints, quat
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
                filled = self._bridge(filled, known, (first, last), generator, steps, temperature, on_step)
                known[first:last] = True  # the next gap starts at this one's speed
        contacts = np.where(keep.frames[:, None], source.contacts, contact.detect(filled))
        return replace(filled, contacts=contacts)

    def _bridges(self, first: int, last: int, frames: int) -> bool:
        """Whether the gap is one for the in-betweener: with something on either side, and no longer than it learned."""
        return self.between is not None and first > 0 and last < frames and last - first <= self.between.config.longest

    def _bridge(
        self, motion: Motion, known: NDArray[np.bool_], span: tuple[int, int], generator: torch.Generator,
        steps: int | None, temperature: float, on_step: Callable[[], None],
    ) -> Motion:  # fmt: skip
        """`motion` with the gap `span` (first frame, end) filled by the in-betweener from the known (T,) frames."""
        assert self.between is not None
        first, last = span
        context = self.between.config.context
        kept = _run(known[:first][::-1], context), _run(known[last:], context)
        around = slice(first - kept[0], last + kept[1])
        root, rot, yaw, ground = gaps.seen_from(motion.root_pos[None, around], motion.rot[None, around], kept[0] - 1)
        gap = gaps.gap_of(root, rot, (kept[0], kept[0] + last - first), kept, context, self.device)
        bridged_root, matrices = inbetween.sample(
            self.between, gap, generator, steps=steps or 8, temperature=temperature, on_step=on_step
        )
        about = quat.from_axis_angle(np.array([0, 1, 0], np.float32), yaw)
        bridged_rot = quat.from_matrix(matrices[0, 1:-1].cpu().numpy())
        bridged_rot[:, 0] = quat.multiply(about, bridged_rot[:, 0])
        root_pos, local = motion.root_pos.copy(), motion.rot.copy()
        root_pos[first:last] = quat.rotate(about, bridged_root[0, 1:-1].cpu().numpy()) + ground
        local[first:last] = bridged_rot
        return replace(motion, root_pos=root_pos, rot=quat.continuous(local))


def _run(known: NDArray[np.bool_], most: int) -> int:
    """How many of the first frames are known in a row, at most `most`."""
    unknown = np.flatnonzero(~known[:most])
    return int(unknown[0]) if len(unknown) else min(most, len(known))
