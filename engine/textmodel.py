"""From prompts to motions: text encoder, masked transformer, tokenizer and critic put together.

Several candidates are made for each seed, in one batch: some from nothing, some from a training motion that the words
find, with a part of it made anew. The critic keeps the one that does best what the words say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from engine import features as layout
from engine.library import Library
from engine.models import critic, mmm, vqvae
from engine.precision import fast_dtype
from engine.starts import remasked, share_anew
from engine.text import HearingEncoder, TextEncoder, TextStates
from engine.weights import load_weights
from retarget.motion import Motion

CRITIC = "critic.safetensors"
STEPS = 10
GUIDANCE = 1.0
CANDIDATES = 4  # for each seed, where the request leaves it open and there is a critic to choose
LEAST_TOKENS = 4  # of a take whose length a found motion gives
OVERLAP = 10  # tokens of the window before that a long motion's next window goes on from


@dataclass(frozen=True)
class TextModel:
    """Prompts -> motions on the canonical skeleton at 30 fps."""

    encoder: TextEncoder
    transformer: mmm.MMM
    tokenizer: vqvae.VQVAE
    library: Library | None
    device: str
    critic: critic.Critic | None = None

    @classmethod
    def load(cls, folder: Path, device: str = "cpu", text_folder: Path | None = None) -> TextModel:
        """From a folder with tokenizer.safetensors and text.safetensors, and critic.safetensors where there is one that
        was trained on this very tokenizer; raises EngineError where they are unsound."""
        stored = load_weights(folder / "tokenizer.safetensors")
        digest = stored.digest
        tokenizer = vqvae.VQVAE(vqvae.Config(**stored.config))
        tokenizer.load_state_dict(stored.state)
        stored = load_weights(folder / "text.safetensors")
        own = {k: v for k, v in stored.state.items() if not k.startswith("library.")}
        library = Library.from_tensors(stored.state) if len(own) < len(stored.state) else None
        transformer = mmm.MMM(mmm.Config(**stored.config))
        transformer.load_state_dict(own)
        judge = _load_critic(folder / CRITIC, digest)
        return cls.assemble(TextEncoder(text_folder, device), transformer, tokenizer, library, device, judge)

    @classmethod
    def assemble(
        cls, encoder: TextEncoder, transformer: mmm.MMM, tokenizer: vqvae.VQVAE, library: Library | None, device: str,
        judge: critic.Critic | None = None,
    ) -> TextModel:  # fmt: skip
        """Put on the device, ready to sample; the transformer in the format the hardware is fastest in."""
        transformer = transformer.to(device=device, dtype=fast_dtype(device)).eval().requires_grad_(False)
        tokenizer = tokenizer.to(device).float().eval().requires_grad_(False)
        judge = judge.to(device).eval().requires_grad_(False) if judge else None
        return cls(encoder, transformer, tokenizer, library, device, judge)

    def sample(
        self,
        prompts: Sequence[str],
        frames: Sequence[int | None],
        seeds: Sequence[int],
        *,
        steps: int | None = None,
        temperature: float = 1.0,
        guidance: float | None = None,
        candidates: int | None = None,
        on_step: Callable[[int, int], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> list[Motion]:
        """One motion for each prompt, length in frames (None: as long as the model thinks) and seed.

        Each is sampled by itself: a seed gives the same take whatever else was asked for. candidates: how many are made
        for each, of which one is kept. on_step(done, total) counts decoding steps over all of them. Raises
        InterruptedError at the next step once `should_stop` says so.
        """
        states = self.encoder.encode(prompts)
        stride = self.tokenizer.config.stride
        tokens = [None if n is None else -(-n // stride) for n in frames]
        total, done = sum(self.windows(n or 1) for n in tokens) * self.steps_of(steps), 0

        def count(_step: int, _of: int) -> None:
            nonlocal done
            done += 1
            if should_stop and should_stop():
                raise InterruptedError
            if on_step:
                on_step(done, total)

        motions = []
        for row, (wanted, length, seed) in enumerate(zip(tokens, frames, seeds, strict=True)):
            own = states[row : row + 1]
            codes = self.codes(own, wanted, seed, steps or STEPS, temperature, guidance, count, candidates)
            motions.append(self.decode(codes, len(codes) * stride if length is None else length))
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
        self, text: TextStates, tokens: int | None, seed: int, steps: int, temperature: float, guidance: float | None,
        on_step: Callable[[int, int], None], candidates: int | None = None,
    ) -> Tensor:  # fmt: skip
        """Codes (tokens, levels) for one text; None: as many as the words or what they find last. on_step may raise to
        stop."""
        text = TextStates(text.sentence, text.words[:, text.mask[0]], text.mask[:, text.mask[0]])
        count = (candidates or CANDIDATES) if self.critic is not None else 1
        return _Draft(self, text, count, steps, temperature, guidance, on_step).codes(tokens, seed)

    def find(self, text: TextStates, generators: Sequence[torch.Generator]) -> list[list[int]]:
        """Motions of the library for one sentence, a list for each generator; empty where there is no library."""
        config = self.transformer.config
        if self.library is None or not config.retrieved:
            return [[] for _ in generators]
        return [self.library.find(text.sentence[0], config.retrieved, g) for g in generators]

    def context(self, found: Sequence[list[int]]) -> mmm.Context | None:
        """What the transformer sees of found motions."""
        if self.library is None or not any(found):
            return None
        return self.library.context(list(found), self.transformer.config.max_tokens).to(self.device)

    def best(self, text: TextStates, codes: Tensor, lengths: Tensor) -> int:
        """Which of the candidates' coarse codes (B, L), of `lengths` (B,), the critic likes best for one sentence."""
        if self.critic is None or len(codes) == 1:
            return 0
        with torch.no_grad():
            scores = self.critic.score(self.tokenizer.vectors(codes[..., None]), lengths, text)
        return int(scores.argmax())


def _load_critic(path: Path, tokenizer: str) -> critic.Critic | None:
    """None where there is none, or one that reads the codes of another tokenizer."""
    if not path.exists():
        return None
    stored = load_weights(path, torch.float32)
    if stored.meta.get("tokenizer") != tokenizer:
        return None
    model = critic.Critic(critic.Config(**stored.config))
    model.load_state_dict(stored.state)
    return model


@dataclass(frozen=True)
class _Draft:
    """One take in the making: its words and how it is sampled."""

    model: TextModel
    text: TextStates
    candidates: int
    steps: int
    temperature: float
    guidance: float | None
    on_step: Callable[[int, int], None]

    def codes(self, tokens: int | None, seed: int) -> Tensor:
        """Codes (tokens, levels), None: as many as the words or what they find last. Past the model's window the next
        one goes on from the last tokens before it."""
        generators = _generators(seed, self.candidates)
        found = self.model.find(self.text, generators)
        context = self.model.context(found)
        most = self.model.transformer.config.max_tokens
        starts = [self._start(i, tokens, found[i], g) for i, g in enumerate(generators)]
        made = self._window(starts, generators, context)
        while tokens is not None and len(made) < tokens:
            kept = made[-OVERLAP:]
            start = self._blank(min(most, tokens - len(made) + len(kept)))
            start[: len(kept)] = kept
            made = torch.cat([made, self._window([start] * len(generators), generators, context)[len(kept) :]])
        return made

    def _start(self, candidate: int, tokens: int | None, found: list[int], generator: torch.Generator) -> Tensor:
        """What a candidate's first window is decoded from."""
        model, config = self.model, self.model.transformer.config
        share = share_anew(candidate)
        if share is None or not found or model.library is None:
            return self._blank(min(config.max_tokens, tokens or int(model.transformer.predict_length(self.text)[0])))
        codes = model.library.tokens(found[0])
        length = min(config.max_tokens, tokens or max(LEAST_TOKENS, len(codes)))
        return remasked(codes, length, share, config.mask, generator).to(model.device)

    def _blank(self, length: int) -> Tensor:
        config = self.model.transformer.config
        return torch.full((length, config.levels), config.mask, device=self.model.device)

    def _window(
        self, starts: Sequence[Tensor], generators: Sequence[torch.Generator], context: mmm.Context | None
    ) -> Tensor:
        """The best of the candidates decoded from `starts`: judged by the coarse level, where it is settled what
        happens, so that the finer ones are made for one alone."""
        model, config = self.model, self.model.transformer.config
        lengths = torch.tensor([len(s) for s in starts], device=model.device)
        one = torch.zeros(len(starts), dtype=torch.long, device=model.device)
        given = torch.nn.utils.rnn.pad_sequence(list(starts), batch_first=True, padding_value=config.mask)
        settings: dict[str, Any] = {
            "steps": self.steps, "guidance": GUIDANCE if self.guidance is None else self.guidance,
            "temperature": self.temperature, "on_step": self.on_step,
        }  # fmt: skip
        coarse = mmm.sample(
            model.transformer, self.text[one], lengths, generators, context=context, given=given, levels=range(1),
            **settings,
        )  # fmt: skip
        best = model.best(self.text, coarse[..., 0], lengths)
        row, length = slice(best, best + 1), int(lengths[best])
        return mmm.sample(
            model.transformer, self.text, lengths[row], generators[row], context=context[row] if context else None,
            given=coarse[row, :length], levels=range(1, config.levels), **settings,
        )[0]  # fmt: skip


def _generators(seed: int, count: int) -> list[torch.Generator]:
    """One for each candidate; the first is the seed's own, whatever their number."""
    draw = torch.Generator().manual_seed(seed)
    others = torch.randint(2**62, (count - 1,), generator=draw).tolist()
    return [torch.Generator().manual_seed(s) for s in (seed, *others)]
