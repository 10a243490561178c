"""Takes from words in the making: several candidates for each seed, of which the critic keeps one, window by window.

All that are asked for at once go through the network together, in one batch. Each has random numbers of its own, so
that a seed is the same take in any company, but for what a batch's shape does to the last bits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from engine.models import critic, mmm, vqvae
from engine.models.text_states import TextStates
from engine.text.retrieval import Library

STEPS = 10
GUIDANCE = 1.0
CANDIDATES = 4  # for each seed, where the request leaves it open and there is a critic to choose
LEAST_TOKENS = 4  # of a take whose length a found motion gives
OVERLAP = 10  # tokens of the window before that a long motion's next window goes on from
# Tokens of a stretch that is made anew: long enough for another course of events, short enough to stay in tune.
SHORTEST, LONGEST = 2, 6
# What a take's candidates start from, in turn: nothing, or the share of a found motion that is made anew.
SHARES = (None, 0.25)


class Networks(Protocol):
    """What takes are sampled with: `engine.text.model.TextModel`."""

    @property
    def transformer(self) -> mmm.MMM: ...

    @property
    def tokenizer(self) -> vqvae.VQVAE: ...

    @property
    def library(self) -> Library | None: ...

    @property
    def critic(self) -> critic.Critic | None: ...

    @property
    def device(self) -> str: ...


@dataclass(frozen=True)
class Settings:
    """How takes are sampled; None: the model's own. candidates: made for each take, of which one is kept."""

    steps: int | None = None
    temperature: float = 1.0
    guidance: float | None = None
    candidates: int | None = None


@dataclass(frozen=True)
class Wish:
    """One take. text: one sentence's states. tokens: its length; None: as long as the words or what they find last."""

    text: TextStates
    tokens: int | None
    seed: int


def draw(model: Networks, wishes: Sequence[Wish], settings: Settings, on_step: Callable[[int], None]) -> list[Tensor]:
    """Codes (tokens, levels) of each take, in main memory. on_step(takes), after every decoding step: how many went
    one step on; it may raise to stop."""
    count = candidates_of(model, settings.candidates)
    drafts = [_Draft(model, wish, count) for wish in wishes]
    while unfinished := [draft for draft in drafts if not draft.done]:
        _window(model, unfinished, settings, on_step)
    return [draft.made for draft in drafts]


def windows(tokens: int, most: int) -> int:
    """Windows of `most` tokens in which so many are sampled."""
    return 1 + max(0, -(-(tokens - most) // (most - OVERLAP)))


class _Draft:
    """One take in the making: its words, its candidates' random numbers, and what is done of it. It is kept in main
    memory, where it costs a card nothing."""

    def __init__(self, model: Networks, wish: Wish, candidates: int) -> None:
        mask = wish.text.mask[0]
        self.text = TextStates(wish.text.sentence, wish.text.words[:, mask], wish.text.mask[:, mask])
        self.generators = _generators(wish.seed, candidates)
        self.found = find(model, self.text, self.generators)
        self.made = torch.empty(0, model.transformer.config.levels, dtype=torch.long)
        self._model, self._wanted = model, wish.tokens

    @property
    def done(self) -> bool:
        return bool(len(self.made)) and (self._wanted is None or len(self.made) >= self._wanted)

    def starts(self) -> list[Tensor]:
        """What each candidate's next window is decoded from, (L, levels) with MASK. Past the model's window the next
        one goes on from the last tokens before it."""
        if not len(self.made):
            return [self._first(i, self.found[i], g) for i, g in enumerate(self.generators)]
        kept = self.made[-OVERLAP:]
        assert self._wanted is not None
        start = self._blank(self._wanted - len(self.made) + len(kept))
        start[: len(kept)] = kept
        return [start] * len(self.generators)

    def take_on(self, codes: Tensor) -> None:
        """The window that was made of `starts()`."""
        self.made = torch.cat([self.made, codes[min(OVERLAP, len(self.made)) :]])

    def _first(self, candidate: int, found: list[int], generator: torch.Generator) -> Tensor:
        model, config = self._model, self._model.transformer.config
        share = share_anew(candidate)
        if share is None or not found or model.library is None:
            return self._blank(self._wanted or int(model.transformer.predict_length(self.text)[0]))
        codes = model.library.tokens(found[0])
        length = min(config.max_tokens, self._wanted or max(LEAST_TOKENS, len(codes)))
        return remasked(codes, length, share, config.mask, generator)

    def _blank(self, length: int) -> Tensor:
        config = self._model.transformer.config
        return torch.full((min(config.max_tokens, length), config.levels), config.mask)


def _window(model: Networks, drafts: Sequence[_Draft], settings: Settings, on_step: Callable[[int], None]) -> None:
    """The next window of each: of its candidates the best, judged by the coarse level, where it is settled what
    happens, so that the finer ones are made for one alone."""
    config, device = model.transformer.config, model.device
    starts = [start for draft in drafts for start in draft.starts()]
    generators = [g for draft in drafts for g in draft.generators]
    text = _side_by_side([draft.text for draft in drafts])
    owner = torch.arange(len(drafts), device=device).repeat_interleave(len(generators) // len(drafts))
    lengths = torch.tensor([len(start) for start in starts], device=device)
    given = pad_sequence(starts, batch_first=True, padding_value=config.mask).to(device)
    context = context_of(model, [row for draft in drafts for row in draft.found])
    options: dict[str, Any] = {
        "steps": settings.steps or STEPS, "guidance": GUIDANCE if settings.guidance is None else settings.guidance,
        "temperature": settings.temperature, "on_step": lambda _step, _of: on_step(len(drafts)),
    }  # fmt: skip
    coarse = mmm.sample(
        model.transformer, text[owner], lengths, generators, context=context, given=given, levels=range(1), **options
    )
    best = best_of(model, text, coarse[..., 0], lengths)
    kept = lengths[best]
    counts = kept.tolist()
    fine = mmm.sample(
        model.transformer, text, kept, [generators[i] for i in best], context=context[best] if context else None,
        given=coarse[best, : max(counts)], levels=range(1, config.levels), **options,
    )  # fmt: skip
    for draft, codes, count in zip(drafts, fine.cpu(), counts, strict=True):
        draft.take_on(codes[:count])


def candidates_of(model: Networks, asked: int | None) -> int:
    """How many are made for each take; one where nobody could choose."""
    return (asked or CANDIDATES) if model.critic is not None else 1


def find(model: Networks, text: TextStates, generators: Sequence[torch.Generator]) -> list[list[int]]:
    """Motions of the library for one sentence, a list for each generator; empty where there is no library."""
    config = model.transformer.config
    if model.library is None or not config.retrieved:
        return [[] for _ in generators]
    sentence = text.sentence[0].cpu()
    return [model.library.find(sentence, config.retrieved, g) for g in generators]


def context_of(model: Networks, found: Sequence[list[int]]) -> mmm.Context | None:
    """What the transformer sees of found motions."""
    if model.library is None or not any(found):
        return None
    return model.library.context(list(found), model.transformer.config.max_tokens).to(model.device)


def best_of(model: Networks, text: TextStates, codes: Tensor, lengths: Tensor) -> list[int]:
    """Which row of candidates' coarse codes (B, L), of `lengths` (B,), the critic likes best for each sentence (S),
    whose B / S candidates lie in a row."""
    count = len(codes) // len(text.sentence)
    if model.critic is None or count == 1:
        return list(range(0, len(codes), count))
    with torch.no_grad():
        scores = model.critic.score(model.tokenizer.vectors(codes[..., None]), lengths, text)
    return [i * count + best for i, best in enumerate(scores.view(-1, count).argmax(1).tolist())]


def _side_by_side(texts: Sequence[TextStates]) -> TextStates:
    """One sentence each -> one batch, the words of shorter ones padded."""
    words, mask = (pad_sequence([getattr(t, f)[0] for t in texts], batch_first=True) for f in ("words", "mask"))
    return TextStates(torch.cat([t.sentence for t in texts]), words, mask)


def _generators(seed: int, count: int) -> list[torch.Generator]:
    """One for each candidate; the first is the seed's own, whatever their number."""
    draw = torch.Generator().manual_seed(seed)
    others = torch.randint(2**62, (count - 1,), generator=draw).tolist()
    return [torch.Generator().manual_seed(s) for s in (seed, *others)]


def share_anew(candidate: int) -> float | None:
    """The share of a found motion that a candidate makes anew; None: it starts from nothing."""
    return SHARES[candidate % len(SHARES)]


def remasked(tokens: Tensor, length: int, share: float, mask: int, generator: torch.Generator) -> Tensor:
    """A motion's codes (L, levels) -> what decoding starts from, (length, levels), MASK where it is to be made.

    A longer motion is cut somewhere, a shorter one stands somewhere among MASK; of what is left of it stretches that
    add up to about `share` are MASK. The generator chooses.
    """
    given = torch.full((length, tokens.shape[1]), mask, dtype=torch.long)
    first = int(torch.randint(abs(len(tokens) - length) + 1, (1,), generator=generator))
    if len(tokens) >= length:
        low, high = 0, length
        given[:] = tokens[first : first + length]
    else:
        low, high = first, first + len(tokens)
        given[low:high] = tokens
    anew = torch.zeros(length, dtype=torch.bool)
    while int(anew[low:high].sum()) < round(share * (high - low)):
        size = int(torch.randint(SHORTEST, LONGEST + 1, (1,), generator=generator))
        start = int(torch.randint(low - size + 1, high, (1,), generator=generator))
        anew[max(low, start) : min(high, start + size)] = True
    given[anew] = mask
    return given
