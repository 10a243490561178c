"""From prompts to motions: text encoder, masked transformer and tokenizer put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from engine import features as layout
from engine.library import Library
from engine.models import mmm, vqvae
from engine.precision import fast_dtype
from engine.text import HearingEncoder, TextEncoder, TextStates
from engine.weights import load_weights
from retarget.motion import Motion

STEPS = 10
GUIDANCE = 1.0
OVERLAP = 10  # tokens of the window before that a long motion's next window goes on from


@dataclass(frozen=True)
class TextModel:
    """Prompts -> motions on the canonical skeleton at 30 fps."""

    encoder: TextEncoder
    transformer: mmm.MMM
    tokenizer: vqvae.VQVAE
    library: Library | None
    device: str

    @classmethod
    def load(cls, folder: Path, device: str = "cpu", text_folder: Path | None = None) -> TextModel:
        """From a folder with tokenizer.safetensors and text.safetensors; raises EngineError where they are unsound."""
        stored = load_weights(folder / "tokenizer.safetensors")
        tokenizer = vqvae.VQVAE(vqvae.Config(**stored.config))
        tokenizer.load_state_dict(stored.state)
        stored = load_weights(folder / "text.safetensors")
        own = {k: v for k, v in stored.state.items() if not k.startswith("library.")}
        library = Library.from_tensors(stored.state) if len(own) < len(stored.state) else None
        transformer = mmm.MMM(mmm.Config(**stored.config))
        transformer.load_state_dict(own)
        return cls.assemble(TextEncoder(text_folder, device), transformer, tokenizer, library, device)

    @classmethod
    def assemble(
        cls, encoder: TextEncoder, transformer: mmm.MMM, tokenizer: vqvae.VQVAE, library: Library | None, device: str
    ) -> TextModel:
        """Put on the device, ready to sample; the transformer in the format the hardware is fastest in."""
        transformer = transformer.to(device=device, dtype=fast_dtype(device)).eval().requires_grad_(False)
        tokenizer = tokenizer.to(device).float().eval().requires_grad_(False)
        return cls(encoder, transformer, tokenizer, library, device)

    def sample(
        self,
        prompts: Sequence[str],
        frames: Sequence[int | None],
        seeds: Sequence[int],
        *,
        steps: int | None = None,
        temperature: float = 1.0,
        guidance: float | None = None,
        on_step: Callable[[int, int], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> list[Motion]:
        """One motion for each prompt, length in frames (None: as long as the model thinks) and seed.

        Each is sampled by itself: a seed gives the same take whatever else was asked for. on_step(done, total) counts
        decoding steps over all of them. Raises InterruptedError at the next step once `should_stop` says so.
        """
        states = self.encoder.encode(prompts)
        lengths = self.lengths(states, frames)
        stride = self.tokenizer.config.stride
        total, done = sum(self.windows(-(-n // stride)) for n in lengths) * self.steps_of(steps), 0

        def count(_step: int, _of: int) -> None:
            nonlocal done
            done += 1
            if should_stop and should_stop():
                raise InterruptedError
            if on_step:
                on_step(done, total)

        motions = []
        for row, (length, seed) in enumerate(zip(lengths, seeds, strict=True)):
            own, tokens = states[row : row + 1], -(-length // stride)
            codes = self.codes(own, tokens, seed, steps or STEPS, temperature, guidance, count)
            motions.append(self.decode(codes, length))
        return motions

    def hearing(self, words: Sequence[Tensor | None]) -> TextModel:
        """The same model, to which `<audio N>` in a prompt says words[N] (text width,)."""
        return replace(self, encoder=HearingEncoder(self.encoder, words))

    def lengths(self, states: TextStates, frames: Sequence[int | None]) -> list[int]:
        """Frames asked for, or predicted where that is None."""
        predicted = self.transformer.predict_length(states) * self.tokenizer.config.stride
        return [int(p) if f is None else f for f, p in zip(frames, predicted.tolist(), strict=True)]

    def decode(self, codes: Tensor, frames: int) -> Motion:
        """Codes (L, levels) -> a motion of `frames` frames with its contacts."""
        with torch.no_grad():
            rows, contacts = self.tokenizer.decode(codes[None])
        return layout.decode(rows[0, :frames].cpu().numpy(), contacts[0, :frames].cpu().numpy() > 0)

    def windows(self, tokens: int) -> int:
        """Windows in which so many tokens are sampled."""
        most = self.transformer.config.max_tokens
        return 1 + max(0, -(-(tokens - most) // (most - OVERLAP)))

    def steps_of(self, steps: int | None) -> int:
        """Decoding steps a window."""
        return (steps or STEPS) + self.transformer.config.levels - 1

    def codes(
        self, text: TextStates, tokens: int, seed: int, steps: int, temperature: float, guidance: float | None,
        on_step: Callable[[int, int], None],
    ) -> Tensor:  # fmt: skip
        """Codes (tokens, levels) for one text; past the model's window the next one goes on from the last tokens before
        it. on_step may raise to stop."""
        text = TextStates(text.sentence, text.words[:, text.mask[0]], text.mask[:, text.mask[0]])
        config = self.transformer.config
        generator = torch.Generator().manual_seed(seed)
        context = self._context(text, generator)
        made = torch.zeros(0, config.levels, dtype=torch.long, device=self.device)
        while len(made) < tokens:
            kept = made[-OVERLAP:] if len(made) else made
            length = min(config.max_tokens, tokens - len(made) + len(kept))
            given = torch.full((1, length, config.levels), config.mask, device=self.device)
            given[0, : len(kept)] = kept
            window = mmm.sample(
                self.transformer, text, torch.tensor([length], device=self.device), [generator], steps=steps,
                guidance=GUIDANCE if guidance is None else guidance, temperature=temperature, context=context,
                given=given, on_step=on_step,
            )  # fmt: skip
            made = torch.cat([made, window[0, len(kept) :]])
        return made

    def _context(self, text: TextStates, generator: torch.Generator) -> mmm.Context | None:
        config = self.transformer.config
        if self.library is None or not config.retrieved:
            return None
        found = self.library.find(text.sentence[0], config.retrieved, generator)
        context = self.library.context([found], config.max_tokens)
        return mmm.Context(*(getattr(context, f).to(self.device) for f in context.__dataclass_fields__))
