"""Text model: prompts -> motions, by text encoder, masked transformer, tokenizer and critic together.

Several candidates are sampled for each seed, in one batch: some from nothing, some from a retrieved training motion of
which a part is masked. The critic keeps the one that matches the prompt best.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import torch
from torch import Tensor

from engine.models import critic, mmm, vqvae
from engine.models.text_states import TextStates
from engine.motion import features
from engine.runtime import linear, memory
from engine.runtime.bare import Bare
from engine.runtime.device import free_memory
from engine.runtime.weights import load_weights
from engine.text import cuda_graphs, sampling, timeline
from engine.text.encoder import AudioTokenEncoder, TextEncoder, shared_encoder
from engine.text.judging import whole
from engine.text.networks import Settings, TakeSpec
from engine.text.parts import parts_of
from engine.text.proposals import FOUND
from engine.text.retrieval import Library
from engine.text.sampling import CANDIDATES, STEPS
from engine.text.segments import Segment
from retarget.motion import Motion

CRITIC, LIBRARY = "critic.safetensors", "library.safetensors"
TOGETHER = 32  # takes that go through a card's network at once


@dataclass(frozen=True)
class TextModel:
    """Prompts -> motions on the canonical skeleton at 30 fps. together: takes that are sampled in one batch; one by one
    where a processor gains nothing by more, and a take's bits are to depend on its seed alone."""

    usual_form: ClassVar[str] = "exact"  # of the linear layers on the processor: see `engine.runtime.linear`
    encoder: TextEncoder
    transformer: mmm.MMM
    tokenizer: vqvae.VQVAE
    library: Library | None
    device: str
    critic: critic.Critic | None = None
    together: int = 1

    @classmethod
    def load(cls, folder: Path, device: str = "cpu", text_folder: Path | None = None) -> TextModel:
        """From a folder with tokenizer.safetensors and text.safetensors, and critic.safetensors and library.safetensors
        where there are some that were made with this tokenizer's codes; raises EngineError where they are unsound."""
        stored = load_weights(folder / "tokenizer.safetensors")
        codes = stored.codes
        with Bare():
            tokenizer = vqvae.VQVAE(vqvae.Config(**stored.config))
        tokenizer.load_state_dict(stored.state)
        stored = load_weights(folder / "text.safetensors")
        transformer_state = {k: v for k, v in stored.state.items() if not k.startswith("library.")}
        library = _load_library(folder / LIBRARY, codes)
        if library is None and len(transformer_state) < len(stored.state):
            library = Library.from_tensors(stored.state)
        with Bare():
            transformer = mmm.MMM(mmm.Config(**stored.config))
        transformer.load_state_dict(transformer_state)
        judge = _load_critic(folder / CRITIC, codes)
        encoder = TextEncoder(text_folder, device) if text_folder else shared_encoder(device)
        return cls.assemble(encoder, transformer, tokenizer, library, device, judge)

    @classmethod
    def assemble(
        cls, encoder: TextEncoder, transformer: mmm.MMM, tokenizer: vqvae.VQVAE, library: Library | None, device: str,
        judge: critic.Critic | None = None,
    ) -> TextModel:  # fmt: skip
        """Put on the device, ready to sample; the transformer in the format the hardware is fastest in."""
        kind = linear.kind(device)
        transformer = transformer.to(device=device, dtype=kind).eval().requires_grad_(False)
        if device == "cpu" and kind == torch.float32:
            linear.quicken(transformer, ("cross", "blocks"), linear.wanted(cls.usual_form))
        tokenizer = tokenizer.to(device).float().eval().requires_grad_(False)
        if cuda_graphs.wanted(device):
            cuda_graphs.install(transformer)
        judge = judge.to(device).eval().requires_grad_(False) if judge else None
        return cls(encoder, transformer, tokenizer, library, device, judge, 1 if device == "cpu" else TOGETHER)

    def perform(
        self, segments: Sequence[Segment], seeds: Sequence[int], settings: Settings, *, apart: bool = True,
        on_step: Callable[[int, int], None] = lambda done, total: None,
    ) -> list[Motion]:  # fmt: skip
        """Segments with their prompts as one canonical motion at 30 fps for each seed: what the words ask for, by the
        network, the library and the judge of facts together. apart: whether prompts are taken apart. on_step as in
        `sample`."""
        made = timeline.make(self, parts_of(segments, apart=apart), seeds, settings, on_step)
        told = whole.sentence_of(segments) if apart else None
        found = FOUND * (settings.candidates or CANDIDATES)
        return made if told is None else [
            whole.or_whole(self, *told, motion, seed, found) for motion, seed in zip(made, seeds, strict=True)
        ]  # fmt: skip

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
    ) -> list[Motion]:
        """The network's own canonical motion at 30 fps for each prompt, length in frames (None: predicted) and seed.

        Results do not depend on what else is in the batch. candidates: how many are made for each, of which one is
        kept. on_step(done, total) counts decoding steps over all of them, and may raise to stop.
        """
        stride = self.tokenizer.config.stride
        tokens = [None if n is None else -(-n // stride) for n in frames]
        total, done = self.steps_in_all(tokens, steps), 0

        def count(takes: int) -> None:
            nonlocal done
            done = min(done + takes, total)  # where memory ran out, some are taken again
            if on_step:
                on_step(done, total)

        different = list(dict.fromkeys(prompts))
        states, rows = self.encoder.encode(different), [different.index(prompt) for prompt in prompts]
        specs = [TakeSpec(states[i : i + 1], n, seed) for i, n, seed in zip(rows, tokens, seeds, strict=True)]
        codes = self.draw(specs, Settings(steps, temperature, guidance, candidates), count)
        return self.decode(codes, [len(c) * stride if n is None else n for c, n in zip(codes, frames, strict=True)])

    def with_audio_tokens(self, tokens: Sequence[Tensor | None]) -> TextModel:
        """The same model with audio tokens bound to it: `<audio N>` in a prompt is tokens[N] (text width,)."""
        return replace(self, encoder=AudioTokenEncoder(self.encoder, tokens))

    def lengths(self, states: TextStates, frames: Sequence[int | None]) -> list[int]:
        """Frames asked for, or predicted where that is None."""
        predicted = self.transformer.predict_length(states) * self.tokenizer.config.stride
        return [int(p) if f is None else f for f, p in zip(frames, predicted.tolist(), strict=True)]

    def draw(self, specs: Sequence[TakeSpec], settings: Settings, on_step: Callable[[int], None]) -> list[Tensor]:
        """Codes (tokens, levels) of each take; on_step as in `sampling.draw`. What doesn't fit into memory together
        goes by halves; raises MemoryError where one alone doesn't."""
        codes: list[Tensor] = []
        for first in range(0, len(specs), self.together):
            some = specs[first : first + self.together]
            codes += memory.by_halves(some, lambda own: sampling.draw(self, own, settings, on_step), free_memory)
        return codes

    def decode(self, codes: Sequence[Tensor], frames: Sequence[int]) -> list[Motion]:
        """Codes (L, levels) each -> motions of so many frames with their contacts; those of one length together."""
        groups: dict[tuple[int, int], list[int]] = {}
        for i, one in enumerate(codes):
            groups.setdefault((len(one), i if self.together == 1 else 0), []).append(i)
        motions: dict[int, Motion] = {}
        for group in groups.values():
            with torch.no_grad():
                decoded = self.tokenizer.decode(torch.stack([codes[i] for i in group]).to(self.device))
            for i, rows, contacts in zip(group, *(part.cpu().numpy() for part in decoded), strict=True):
                motions[i] = features.decode(rows[: frames[i]], contacts[: frames[i]] > 0)
        return [motions[i] for i in range(len(codes))]

    def steps_in_all(self, tokens: Sequence[int | None], steps: int | None) -> int:
        """Decoding steps of takes of so many tokens, one after the other."""
        config = self.transformer.config
        windows = sum(sampling.windows(n or 1, config.max_tokens) for n in tokens)
        return windows * ((steps or STEPS) + config.levels - 1)


def _load_library(path: Path, codes: str) -> Library | None:
    """None where there is none, or one of another tokenizer's codes."""
    if not path.exists():
        return None
    stored = load_weights(path)
    return Library.from_tensors(stored.state) if stored.meta.get("tokenizer") == codes else None


def _load_critic(path: Path, codes: str) -> critic.Critic | None:
    """None where there is none, or one that reads the codes of another tokenizer."""
    if not path.exists():
        return None
    stored = load_weights(path, torch.float32)
    if stored.meta.get("tokenizer") != codes:
        return None
    with Bare():
        model = critic.Critic(critic.Config(**stored.config))
    model.load_state_dict(stored.state)
    return model
