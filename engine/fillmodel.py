"""What fills a gap: the masked transformer with a prompt and where a gap is long, else the in-betweener.

Where no weights of an in-betweener are at hand, a short gap is filled straight, left and met at the speeds around it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from engine import filling, gaps
from engine.models import inbetween
from engine.precision import fast_dtype
from engine.textmodel import TextModel
from engine.weights import load_weights
from retarget import exact, quat
from retarget.motion import Motion

AROUND = 24  # kept frames on either side of a gap that the in-betweener looks at
Words = Callable[[], TextModel]
WEIGHTS = "inbetween.safetensors"
# Frames: in a longer gap something has to happen, and what, the masked transformer knows.
LONGEST, LONGEST_STRAIGHT = 75, 30


@dataclass(frozen=True)
class FillModel:
    """Gaps in a canonical motion at 30 fps -> the motion with something in them."""

    between: inbetween.InBetween | None
    device: str

    @classmethod
    def load(cls, folder: Path, device: str = "cpu") -> FillModel:
        """From a folder, with inbetween.safetensors where it has one; raises EngineError where that is unsound."""
        path = folder / WEIGHTS
        if not path.exists():
            return cls(None, device)
        stored = load_weights(path)
        model = inbetween.InBetween(inbetween.Config(**stored.config))
        model.load_state_dict(stored.state)
        model = model.to(device).float().eval().requires_grad_(False)
        return cls(model, device)

    def fill(
        self, source: Motion, keep: exact.Keep, prompt: str, seed: int, *, words: Words, steps: int | None = None,
        temperature: float = 1.0, guidance: float | None = None, on_step: Callable[[], None] = lambda: None,
    ) -> Motion:  # fmt: skip
        """Kept frames come near the source's, not exact; temperature 0 gives the likeliest filling.

        words: gives the text model, and is called where that is needed. on_step may raise to stop.
        """
        kept = keep.frames
        most = LONGEST if self.between else LONGEST_STRAIGHT
        long = [g for g in exact.gaps(kept) if g[1] - g[0] > most]
        if prompt:
            settings = filling.Settings(steps, max(temperature, 0.01), guidance)
            return filling.fill(words(), source, keep, prompt, seed, settings, on_step)
        filled = exact.interpolate(source, keep) if self.between else exact.eased(source, keep)
        rest = kept.copy()
        for first, last in long:
            rest[first:last] = True
            alone = np.ones(len(source), bool)
            alone[first:last] = False
            own = exact.keep_all_but(source.skeleton, ~alone)
            settings = filling.Settings(None, max(temperature, 0.01), guidance)
            made = filling.fill(words(), filled, own, "", seed, settings, on_step)
            filled = exact.conform(made, filled, own)
        if self.between is None:
            return filled
        generator = torch.Generator().manual_seed(seed)
        for window in stretches(rest, AROUND, self.between.config.most):
            filled = self._bridge(filled, rest, window, generator, steps, temperature, on_step)
        return filled

    def _bridge(
        self, motion: Motion, kept: NDArray[np.bool_], window: slice, generator: torch.Generator, steps: int | None,
        temperature: float, on_step: Callable[[], None],
    ) -> Motion:  # fmt: skip
        """`motion` with the gaps inside `window` filled."""
        assert self.between is not None
        own = kept[window][None]
        root, rot, yaw, ground = gaps.heading_frame(motion.root_pos[window][None], motion.rot[window][None], own)
        way, turns = gaps.straight(root, rot, own)
        seen = [torch.from_numpy(np.ascontiguousarray(v, np.float32)).to(self.device) for v in (way, turns)]
        given = torch.from_numpy(own).to(self.device)
        gap = inbetween.Gap(seen[0], seen[1], given, torch.ones_like(given))
        with torch.autocast(self.device.split(":")[0], fast_dtype(self.device), enabled=self.device != "cpu"):
            found, matrices, planted = inbetween.sample(
                self.between, gap, generator, steps=steps or 8, temperature=temperature, on_step=on_step
            )
        about = quat.from_axis_angle(np.array([0, 1, 0], np.float32), yaw)
        made_root = quat.rotate(about, found[0].cpu().numpy()) + ground
        made_rot = quat.from_matrix(matrices[0].cpu().numpy())
        made_rot[:, 0] = quat.multiply(about, made_rot[:, 0])
        free = ~kept[window]
        root_pos, local, contacts = motion.root_pos.copy(), motion.rot.copy(), motion.contacts.copy()
        root_pos[window][free], local[window][free] = made_root[free], made_rot[free]
        contacts[window][free] = (planted[0].cpu().numpy() > 0)[free]
        return replace(motion, root_pos=root_pos, rot=quat.continuous(local), contacts=contacts)


def stretches(kept: NDArray[np.bool_], around: int, most: int) -> list[slice]:
    """Windows of at most `most` frames that cover the gaps with `around` kept frames about them; gaps that lie close
    together share one, and what doesn't fit is left to the next."""
    found: list[slice] = []
    at = 0
    spans = exact.gaps(kept)
    while spans:
        first = max(spans[0][0], at)
        start = max(0, first - around)
        end = min(len(kept), start + most)
        inside = [g for g in spans if g[1] < end or (g[1] == end == len(kept))]
        if inside:
            stop = min(end, inside[-1][1] + around)
            found.append(slice(start, stop))
            spans = [g for g in spans if g[1] > inside[-1][1]]
            continue
        found.append(slice(start, end))  # one gap, longer than a window: piece by piece
        at = end - around
        if end == len(kept):
            break
    return found
