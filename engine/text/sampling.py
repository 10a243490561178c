"""Sampling of takes from text: window by window, several candidates each, of which the critic keeps one.

All takes of a call go through the network in one batch. Each has random numbers of its own, so that results do not
depend on what else is in the batch, but for what its shape does to the last bits. Candidates start from nothing, or
from a retrieved training motion of which stretches are masked and sampled again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from engine.models import mmm
from engine.models.text_states import TextStates
from engine.text.networks import Networks, Settings, TakeSpec

STEPS = 10
GUIDANCE = 1.0
CANDIDATES = 4  # for each seed, where the request leaves it open and there is a critic to choose
LEAST_TOKENS = 4  # of a take whose length a retrieved motion gives
OVERLAP = 10  # tokens of the window before that a long motion's next window goes on from
# Tokens of a stretch that is masked: long enough for other motion, short enough to fit what is around it.
SHORTEST, LONGEST = 2, 6
# What a take's candidates start from, in turn: nothing, or the share of a retrieved motion that is masked.
SHARES = (None, 0.25)


def draw(
    model: Networks, specs: Sequence[TakeSpec], settings: Settings, on_step: Callable[[int], None]
) -> list[Tensor]:
    """Codes (tokens, levels) int64 of each take, in main memory. on_step(takes) is called after every decoding step
    with the number of takes that it was for, and may raise to stop."""
    count = candidates_of(model, settings.candidates)
    takes = [_PartialTake(model, spec, count) for spec in specs]
    while unfinished := [take for take in takes if not take.done]:
        _sample_window(model, unfinished, settings, on_step)
    return [take.codes for take in takes]


def windows(tokens: int, most: int) -> int:
    """How many windows of `most` tokens a take of so many tokens is sampled in."""
    return 1 + max(0, -(-(tokens - most) // (most - OVERLAP)))


class _PartialTake:
    """A take while it is sampled: its text, its candidates' generators and retrieved motions, and the codes (tokens,
    levels) so far, in main memory, where they take nothing of a card's."""

    def __init__(self, model: Networks, spec: TakeSpec, candidates: int) -> None:
        mask = spec.text.mask[0]
        self.text = TextStates(spec.text.sentence, spec.text.words[:, mask], spec.text.mask[:, mask])
        self.generators = _generators(spec.seed, candidates)
        self.retrieved = find(model, self.text, self.generators)
        self.codes = torch.empty(0, model.transformer.config.levels, dtype=torch.long)
        self._model, self._wanted = model, spec.tokens

    @property
    def done(self) -> bool:
        return bool(len(self.codes)) and (self._wanted is None or len(self.codes) >= self._wanted)

    def starts(self) -> list[Tensor]:
        """What each candidate's next window is decoded from, (L, levels) with MASK. Past the model's window the next
        one goes on from the last tokens before it."""
        if not len(self.codes):
            return [self._first(i, self.retrieved[i], g) for i, g in enumerate(self.generators)]
        kept = self.codes[-OVERLAP:]
        assert self._wanted is not None
        start = self._masked(self._wanted - len(self.codes) + len(kept))
        start[: len(kept)] = kept
        return [start] * len(self.generators)

    def append(self, window: Tensor) -> None:
        """Add the window (L, levels) that was decoded from one of `starts()`, less what it went on from."""
        self.codes = torch.cat([self.codes, window[min(OVERLAP, len(self.codes)) :]])

    def _first(self, candidate: int, retrieved: list[int], generator: torch.Generator) -> Tensor:
        model, config = self._model, self._model.transformer.config
        share = remask_share(candidate)
        if share is None or not retrieved or model.library is None:
            return self._masked(self._wanted or int(model.transformer.predict_length(self.text)[0]))
        codes = model.library.tokens(retrieved[0])
        length = min(config.max_tokens, self._wanted or max(LEAST_TOKENS, len(codes)))
        return remask(codes, length, share, config.mask, generator)

    def _masked(self, length: int) -> Tensor:
        config = self._model.transformer.config
        return torch.full((min(config.max_tokens, length), config.levels), config.mask)


def _sample_window(
    model: Networks, takes: Sequence[_PartialTake], settings: Settings, on_step: Callable[[int], None]
) -> None:
    """Sample the next window of each take and append the best of its candidates.

    The critic judges the coarse level, where it is settled what happens, so that finer levels are sampled for the best
    alone.
    """
    config, device = model.transformer.config, model.device
    # One row a candidate, a take's candidates side by side.
    starts = [start for take in takes for start in take.starts()]
    generators = [g for take in takes for g in take.generators]
    text = _batched([take.text for take in takes])
    owner = torch.arange(len(takes), device=device).repeat_interleave(len(generators) // len(takes))
    lengths = torch.tensor([len(start) for start in starts], device=device)
    given = pad_sequence(starts, batch_first=True, padding_value=config.mask).to(device)
    context = context_of(model, [row for take in takes for row in take.retrieved])
    options: dict[str, Any] = {
        "steps": settings.steps or STEPS, "guidance": GUIDANCE if settings.guidance is None else settings.guidance,
        "temperature": settings.temperature, "guided_share": settings.guided_share,
        "on_step": lambda _step, _of: on_step(len(takes)),
    }  # fmt: skip
    # The coarse level of all candidates.
    coarse = mmm.sample(
        model.transformer, text[owner], lengths, generators, context=context, given=given, levels=range(1), **options
    )
    # The finer levels of the best, which go on with their own random numbers.
    best = best_of(model, text, coarse[..., 0], lengths)
    kept = lengths[best]
    counts = kept.tolist()
    fine = mmm.sample(
        model.transformer, text, kept, [generators[i] for i in best], context=context[best] if context else None,
        given=coarse[best, : max(counts)], levels=range(1, config.levels), **options,
    )  # fmt: skip
    for take, codes, count in zip(takes, fine.cpu(), counts, strict=True):
        take.append(codes[:count])


def candidates_of(model: Networks, asked: int | None) -> int:
    """How many candidates are sampled for each take; one where there is no critic to choose."""
    return (asked or CANDIDATES) if model.critic is not None else 1


def find(model: Networks, text: TextStates, generators: Sequence[torch.Generator]) -> list[list[int]]:
    """Numbers of the library's motions that are retrieved for one sentence, a list for each generator; empty where
    there is no library."""
    config = model.transformer.config
    if model.library is None or not config.retrieved:
        return [[] for _ in generators]
    sentence = text.sentence[0].cpu()
    return [model.library.find(sentence, config.retrieved, g) for g in generators]


def context_of(model: Networks, retrieved: Sequence[list[int]]) -> mmm.Context | None:
    """Retrieved motions, a list a sequence, as the transformer reads them, on the model's device; None where there are
    none."""
    if model.library is None or not any(retrieved):
        return None
    return model.library.context(list(retrieved), model.transformer.config.max_tokens).to(model.device)


def best_of(model: Networks, text: TextStates, codes: Tensor, lengths: Tensor) -> list[int]:
    """Row of the candidate that the critic scores highest, for each of S sentences: coarse codes (B, L) of `lengths`
    (B,), a sentence's B / S candidates side by side."""
    count = len(codes) // len(text.sentence)
    if model.critic is None or count == 1:
        return list(range(0, len(codes), count))
    with torch.no_grad():
        scores = model.critic.score(model.tokenizer.vectors(codes[..., None]), lengths, text)
    return [i * count + best for i, best in enumerate(scores.view(-1, count).argmax(1).tolist())]


def _batched(texts: Sequence[TextStates]) -> TextStates:
    """States of one sentence each -> one batch, the words of shorter ones padded."""
    words, mask = (pad_sequence([getattr(t, f)[0] for t in texts], batch_first=True) for f in ("words", "mask"))
    return TextStates(torch.cat([t.sentence for t in texts]), words, mask)


def _generators(seed: int, count: int) -> list[torch.Generator]:
    """CPU generators, one for each candidate; the first is the seed's own, whatever their number."""
    generator = torch.Generator().manual_seed(seed)
    others = torch.randint(2**62, (count - 1,), generator=generator).tolist()
    return [torch.Generator().manual_seed(s) for s in (seed, *others)]


def remask_share(candidate: int) -> float | None:
    """The share of a retrieved motion that a candidate masks; None: it starts from nothing."""
    return SHARES[candidate % len(SHARES)]


def remask(tokens: Tensor, length: int, share: float, mask: int, generator: torch.Generator) -> Tensor:
    """A motion's codes (L, levels) -> what decoding starts from, (length, levels) int64, `mask` where it is sampled.

    A longer motion is cut at random, a shorter one placed at random among masks; of it, stretches of SHORTEST to
    LONGEST tokens that add up to about `share` are masked. The generator chooses.
    """
    given = torch.full((length, tokens.shape[1]), mask, dtype=torch.long)
    first = int(torch.randint(abs(len(tokens) - length) + 1, (1,), generator=generator))
    if len(tokens) >= length:
        low, high = 0, length
        given[:] = tokens[first : first + length]
    else:
        low, high = first, first + len(tokens)
        given[low:high] = tokens
    masked = torch.zeros(length, dtype=torch.bool)
    while int(masked[low:high].sum()) < round(share * (high - low)):
        size = int(torch.randint(SHORTEST, LONGEST + 1, (1,), generator=generator))
        start = int(torch.randint(low - size + 1, high, (1,), generator=generator))
        masked[max(low, start) : min(high, start + size)] = True
    given[masked] = mask
    return given
