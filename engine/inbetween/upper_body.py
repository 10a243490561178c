"""The upper body generated over kept legs, with or without a prompt (MMM, section 3.4).

Each half of the body has a tokenizer of its own: the legs' tokens condition every frame, so that arms and trunk move
with the steps; the upper body's tokens are sampled where they are not kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.models import mmm, vqvae
from engine.models.text_states import TextStates
from engine.motion import features
from engine.runtime.bare import Bare
from engine.runtime.device import fast_dtype
from engine.runtime.weights import load_weights
from engine.text import infill
from engine.text.encoder import TextEncoder
from engine.text.retrieval import Library
from retarget import constraints, quat
from retarget.mask import Mask
from retarget.motion import Motion

WEIGHTS = "upper.safetensors"
TOKENIZER = "tokenizer."  # its tensors' names in the file begin so
STEPS, GUIDANCE, CANDIDATES = 20, 1.0, 4
UPPER = list(features.UPPER_JOINTS)


def fits(keep: Mask) -> bool:
    """Whether the mask frees joints of the upper body alone: root, hips and legs are kept on every frame."""
    rest = np.delete(keep.joints, UPPER, axis=1)
    return bool(keep.root.all() and rest.all() and not keep.everything)


@dataclass(frozen=True)
class UpperModel:
    """Fills the gaps of the upper body in a canonical motion at 30 fps."""

    tokenizer: vqvae.VQVAE
    transformer: mmm.MMM
    library: Library | None
    device: str

    @classmethod
    def load(cls, folder: Path, device: str = "cpu") -> UpperModel | None:
        """From a folder, None where it has no such weights; raises EngineError where they are unsound."""
        path = folder / WEIGHTS
        if not path.exists():
            return None
        stored = load_weights(path)
        halves = {k.removeprefix(TOKENIZER): v for k, v in stored.state.items() if k.startswith(TOKENIZER)}
        transformer_state = {k: v for k, v in stored.state.items() if not k.startswith((TOKENIZER, "library."))}
        with Bare():
            tokenizer = vqvae.VQVAE(vqvae.Config(**stored.config["tokenizer"]))
            transformer = mmm.MMM(mmm.Config(**stored.config["transformer"]))
        tokenizer.load_state_dict(halves)
        transformer.load_state_dict(transformer_state)
        library = (
            Library.from_tensors(stored.state) if len(halves) + len(transformer_state) < len(stored.state) else None
        )
        return cls.assemble(tokenizer, transformer, library, device)

    @classmethod
    def assemble(cls, tokenizer: vqvae.VQVAE, transformer: mmm.MMM, library: Library | None, device: str) -> UpperModel:
        """Put on the device, ready to sample; the transformer in the format the hardware is fastest in."""
        transformer = transformer.to(device=device, dtype=fast_dtype(device)).eval().requires_grad_(False)
        return cls(tokenizer.to(device).float().eval().requires_grad_(False), transformer, library, device)

    def fill(
        self, source: Motion, keep: Mask, prompt: str, seed: int, *, encoder: Callable[[], TextEncoder],
        settings: infill.Settings | None = None, on_step: Callable[[], None] = lambda: None,
    ) -> Motion:  # fmt: skip
        """`source` with the joints that `keep` doesn't keep generated; legs and root are the source's, to the bit.

        Kept frames of the upper body come near the source's, not exact. keep must be one that `fits`. encoder: gives
        the text encoder, and is called for a prompt alone. on_step may raise to stop.
        """
        settings = settings or infill.Settings()
        codes, known = infill.encode(self.tokenizer, constraints.eased(source, keep), keep.joints[:, UPPER].all(axis=1))
        generators = infill.generators_of(seed, settings.candidates)
        text, context = self._condition(prompt, encoder, generators[0])
        codes = codes.expand(len(generators), -1, -1).clone()
        config = self.transformer.config
        codes[:, torch.from_numpy(~known), : config.levels] = config.mask
        for window, until in infill.windows(known, config.max_tokens):
            sampled = self._sample(codes[:, window], text, context, bool(prompt), generators, settings, on_step)
            codes[:, window.start : until] = sampled[:, : until - window.start]
        with torch.no_grad():
            rows, _ = self.tokenizer.decode(codes)
        candidates = [over(source, r[: len(source)].cpu().numpy()) for r in rows]
        return min(candidates, key=lambda m: constraints.misfit(m, source, keep))

    def _condition(
        self, prompt: str, encoder: Callable[[], TextEncoder], generator: torch.Generator
    ) -> tuple[TextStates, mmm.Context | None]:
        """What the network reads: the prompt's states and a motion that its words find; nothing without a prompt."""
        config = self.transformer.config
        if not prompt:
            nothing = torch.zeros(1, 1, config.text_dim, device=self.device)
            return TextStates(nothing[:, 0], nothing, torch.zeros(1, 1, dtype=torch.bool, device=self.device)), None
        text = encoder().encode([prompt])
        if self.library is None or not config.retrieved:
            return text, None
        found = self.library.find(text.sentence[0], config.retrieved, generator)
        context = self.library.context([found], config.max_tokens)
        return text, mmm.Context(*(getattr(context, f).to(self.device) for f in context.__dataclass_fields__))

    def _sample(
        self, codes: Tensor, text: TextStates, context: mmm.Context | None, conditional: bool,
        generators: list[torch.Generator], settings: infill.Settings, on_step: Callable[[], None],
    ) -> Tensor:  # fmt: skip
        one = torch.zeros(len(codes), dtype=torch.long, device=self.device)
        return mmm.sample(
            self.transformer, text[one], torch.full((len(codes),), codes.shape[1], device=self.device), generators,
            steps=settings.steps or STEPS, temperature=settings.temperature, given=codes.clone(),
            conditional=conditional, guidance=GUIDANCE if settings.guidance is None else settings.guidance,
            context=context[one] if context else None, on_step=lambda step, total: on_step(),
        )  # fmt: skip


def over(source: Motion, rows: NDArray[np.float32]) -> Motion:
    """The source with the upper body's rotations of rows (T, >= MOTION_DIM)."""
    six = rows[:, 4 : features.MOTION_DIM].reshape(len(rows), features.JOINTS, 6)
    rot = source.rot.copy()
    rot[:, UPPER] = quat.continuous(quat.from_6d(six[:, UPPER]))
    return replace(source, rot=rot)
