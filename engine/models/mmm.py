"""Masked motion transformer (MMM): text and partly masked motion tokens -> logits over codes, and parallel decoding.

Pinyoanuntapong, Wang, Lee, Chen: "MMM: Generative Masked Motion Model", CVPR 2024, sections 3.2-3.4.

| paper | here |
|---|---|
| motion tokens Y | `codes`, (B, L, levels) |
| masked tokens Y_M | `corrupt(...)` |
| words W, sentence | `TextStates.words`, `TextStates.sentence` |
| MASK, PAD, END | `Config.mask`, `Config.pad`, `Config.end` |
| p(y_i given Y_M, W) | `MMM.forward` -> logits |
| L_mask | `MMM.loss` |
| n_M = L cos(pi/2 t/T) | `sample`, equation 4 |
| upper-body editing: Y_down, given and lightly corrupted; L_up | `Config.below`, `corrupt` |

`Config.paper()` is the network of the authors' released weights: with their parameters it gives their answers.

**Deviations**: fields of `Config`, in which the weights that ship differ (`Config.shipped`, `Config.upper`)
- `token_dim` 0: tokens' embeddings are learned, in the network's width; published: the tokenizer's codebook, in its.
- `second_positions`, `word_norm` False: positions are added once, before the cross-attention, and words come to it as
  they are; published: added once more before the self-attention, and each cross block normalises the words.
- `open_slot`: a learned place that the cross-attention always sees; `all_words` False: padding is hidden from it.
  Published: no such place, and all 77 of the encoded sentence are seen, padding included.
- `levels` > 1: the tokenizer's residual levels are decoded one after the other by the same network, coarse to fine, as
  SoundStorm does (Borsos et al. 2023); a level's tokens see all coarser ones. With one level it is the paper's model.
- `steps_a_token` 0: 10 iterations whatever the length; published: in proportion, 10 for 49 tokens.
- Words may be joined in the cross-attention by the tokens of motions found by text (ReMoDiffuse's idea, Zhang et al.
  2023): two hours of data describe each action once or twice, and looking at it beats remembering it.
- `text_dropout`: 10% of the texts are dropped in training, for guidance (1 + s) cond - s uncond, which the released
  model lacks: where it is 0 there is no unconditional answer, and guidance changes nothing.
- `least_masked` and `replaced` are .3 and .2 in what ships (published .5, .5). Labels are smoothed by .05, and half
  of the draws are on the coarse level.
- Noise on the confidence when choosing what to mask again, which the paper doesn't have: without it decoding repeats
  a code for many frames.
- Half of the upper body's training sequences are masked in one stretch, as a gap to fill is, instead of at random.
- `length_head`: a small head on the sentence predicts the length, for requests that leave it open.
- Upper body: one decoder of both halves' codes together, where two are published, one of each half.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..runtime.rng import uniform_rows
from .layers import Block, sinusoids
from .text_states import Context, Memory, TextStates

STEPS = 10  # decoding iterations
USUAL_TOKENS = 30  # of a motion where nothing predicts its length


@dataclass(frozen=True)
class Config:
    """Sizes; the defaults are the paper's, but for those from `token_dim` on, which are what weights files hold that
    were written before these fields."""

    codes: int = 8192
    levels: int = 1
    dim: int = 1024
    heads: int = 16
    layers: int = 16
    cross_layers: int = 2
    dropout: float = 0.1
    text_dim: int = 512
    max_tokens: int = 50
    least_masked: float = 0.5  # alpha: the mask ratio is uniform in [alpha, 1]
    replaced: float = 0.5  # share of the unmasked tokens that become random codes
    text_dropout: float = 0.1
    retrieved: int = 0  # motions found by text that the cross-attention sees
    below: int = 0  # levels of the lower body's codes, which are given and stand after the `levels` to predict
    below_masked: float = 0.0  # share of the given tokens that training hides, so that the network leans on all
    stretches: float = 0.0  # share of the training sequences whose masked tokens are one stretch
    token_dim: int = 0  # width of the tokens' embeddings; 0: `dim`
    second_positions: bool = False  # positions once more before the self-attention, the sentence's place the first
    word_norm: bool = False  # each cross block normalises what it looks at
    open_slot: bool = True  # a place that the cross-attention always sees
    all_words: bool = False  # all places of the encoded sentence are seen, padding too
    length_head: bool = True  # predicts the length
    steps_a_token: float = 0.0  # decoding iterations in proportion to the tokens; 0: always STEPS

    @property
    def mask(self) -> int:
        """To be predicted."""
        return self.codes

    @property
    def end(self) -> int:
        """The position after the last token."""
        return self.codes + 1

    @property
    def pad(self) -> int:
        """Fills a batch."""
        return self.codes + 2

    @classmethod
    def paper(cls) -> Config:
        """As published, with CLIP's 512-wide text and a tokenizer's codes 32 wide."""
        return cls(
            max_tokens=49, text_dropout=0.0, token_dim=32, second_positions=True, word_norm=True, open_slot=False,
            all_words=True, length_head=False, steps_a_token=STEPS / 49,
        )  # fmt: skip

    def steps(self, tokens: int) -> int:
        """Decoding iterations for so many tokens."""
        return max(1, round(self.steps_a_token * tokens)) if self.steps_a_token else STEPS

    @classmethod
    def shipped(cls) -> Config:
        """As trained on the open pack: eight small codebooks, MiniLM's 384-wide text, two motions looked at."""
        return cls(
            codes=512, levels=8, dim=384, heads=6, layers=6, dropout=0.1, text_dim=384, replaced=0.2,
            least_masked=0.3, retrieved=2,
        )  # fmt: skip

    @classmethod
    def upper(cls) -> Config:
        """As trained on the open pack for the upper body over given legs: four small codebooks each."""
        return cls(
            codes=512, levels=4, below=4, dim=256, heads=4, layers=3, cross_layers=1, text_dim=384, least_masked=0.3,
            replaced=0.2, text_dropout=0.2, retrieved=1, below_masked=0.1, stretches=0.5,
        )  # fmt: skip


class MMM(nn.Module):
    """Logits over the codes of one level, from tokens, text and retrieved motion."""

    positions: Tensor

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        dim = config.dim
        columns = config.levels + config.below
        self.tokens = nn.ModuleList(nn.Embedding(config.codes + 3, config.token_dim or dim) for _ in range(columns))
        for table in self.tokens:
            nn.init.normal_(table.weight, std=0.5 / columns**0.5)  # type: ignore[arg-type]
        self.enter = nn.Linear(config.token_dim or dim, dim)
        self.level = nn.Embedding(config.levels, dim) if config.levels > 1 else None
        self.register_buffer("positions", sinusoids(config.max_tokens + 2, dim), persistent=False)
        self.words, self.sentence = nn.Linear(config.text_dim, dim), nn.Linear(config.text_dim, dim)
        learned = config.open_slot or config.text_dropout > 0
        self.no_text = nn.Parameter(torch.randn(dim) * 0.02) if learned else None
        self.rank = nn.Embedding(max(1, config.retrieved), dim) if config.retrieved or config.open_slot else None
        sizes = config.dim, config.heads, config.dropout
        self.cross = nn.ModuleList(Block(*sizes, memory_norm=config.word_norm) for _ in range(config.cross_layers))
        self.blocks = nn.ModuleList(Block(*sizes) for _ in range(config.layers))
        self.norm = nn.LayerNorm(dim)
        self.heads = nn.Parameter(torch.randn(config.levels, config.codes, dim) * dim**-0.5)
        head = nn.Linear(config.text_dim, 256), nn.GELU(), nn.Linear(256, config.max_tokens)
        self.length = nn.Sequential(*head) if config.length_head else None

    def forward(
        self, codes: Tensor, level: Tensor, text: TextStates, conditional: Tensor, context: Context | None = None,
        memory: Memory | None = None,
    ) -> Tensor:  # fmt: skip
        """Logits (B, L, codes) of one level a sequence.

        codes: (B, L, levels + below) int64 with special tokens. level: (B,) the level to predict. conditional: (B,)
        bool, False where text and retrieved motion are hidden, as in training a tenth of the time. memory: what
        `memory` makes of the last three, where a sampler has kept it.
        """
        # A token is the sum of its levels' embeddings, its place, and which level is asked for.
        x = self._embed(codes) + self.positions[: codes.shape[1]]
        x = x if self.level is None else x + self.level(level)[:, None]
        # Words and retrieved motion come in by cross-attention (section 3.2) ...
        memory = self.memory(text, conditional, context) if memory is None else memory
        for block, projected in zip(self.cross, memory.projected, strict=True):
            x = block(x, memory.allowed, projected)
        # ... the whole sentence as one more token in front of the motion's, for the self-attention.
        sentence = self.sentence(text.sentence.to(self.sentence.weight.dtype))
        if self.no_text is not None:
            sentence = torch.where(conditional[:, None], sentence, self.no_text)
        x = torch.cat([sentence[:, None], x], dim=1)
        x = x + self.positions[: x.shape[1]] if self.config.second_positions else x
        present = F.pad(codes[..., 0] != self.config.pad, (1, 0), value=True)
        for block in self.blocks:
            x = block(x, present)
        # Each level has an output layer of its own; the sentence's token predicts nothing.
        if self.config.levels == 1:  # where there is one, the codes' table is not copied for every row
            return F.linear(self.norm(x[:, 1:]), self.heads[0])
        return torch.einsum("bld,bkd->blk", self.norm(x[:, 1:]), self.heads[level])

    def _embed(self, codes: Tensor) -> Tensor:
        tables = zip(self.tokens, codes.unbind(-1), strict=True)
        return self.enter(torch.stack([table(c) for table, c in tables]).sum(0))

    def memory(self, text: TextStates, conditional: Tensor, context: Context | None = None) -> Memory:
        """What the cross-attention sees, from arguments of `forward`; where there is an open slot it is the first."""
        words = text.words.to(self.words.weight.dtype)  # a sampler may hold the network in half precision
        parts, masks = [self.words(words)], [text.mask | self.config.all_words]
        if self.no_text is not None:
            masks = [masks[0] & conditional[:, None]]
            parts.insert(0, self.no_text.expand(len(conditional), 1, -1))
            masks.insert(0, (torch.ones_like(conditional) if self.config.open_slot else ~conditional)[:, None])
        if context is not None and self.rank is not None:
            retrieved = self._embed(context.codes) + self.positions[context.places] + self.rank(context.rank)
            parts.append(retrieved)
            masks.append(context.mask & conditional[:, None])
        whole = torch.cat(parts, dim=1)
        return Memory([block.project(whole) for block in self.cross], torch.cat(masks, dim=1))  # type: ignore[operator]

    def loss(
        self, codes: Tensor, lengths: Tensor, text: TextStates, context: Context | None = None
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Loss: L_mask (section 3.3; L_up where legs are given) plus the length's cross-entropy, and the parts.

        codes: (B, L, levels + below) int64. lengths: (B,) in tokens.
        """
        config, count = self.config, len(codes)
        level = torch.randint(config.levels, (count,), device=codes.device)
        if config.levels > 1:  # the coarse level decides what happens: half of the time it is the one to learn
            level = torch.where(torch.rand(count, device=codes.device) < 0.5, torch.zeros_like(level), level)
        corrupted, masked = corrupt(codes, lengths, level, config)
        # Some sequences see no text, which makes the unconditional prediction that guidance needs.
        conditional = torch.rand(count, device=codes.device) >= config.text_dropout
        logits = self.forward(corrupted, level, text, conditional, context).float()
        target = codes.gather(2, level[:, None, None].expand(-1, codes.shape[1], 1))[..., 0]
        # Cross-entropy of the true codes, at masked tokens alone.
        losses = F.cross_entropy(logits.flatten(0, 1), target.flatten(), reduction="none", label_smoothing=0.05)
        losses = losses.view_as(target)
        tokens = (losses * masked).sum() / masked.sum().clamp(min=1)
        correct = ((logits.argmax(-1) == target) & masked).float()
        coarse = masked & (level == 0)[:, None]
        length = tokens.new_zeros(())
        if self.length is not None:
            length = F.cross_entropy(self.length(text.sentence).float(), lengths - 1)
        parts = {
            "tokens": tokens,
            "accuracy": correct.sum() / masked.sum().clamp(min=1),
            "accuracy 0": (correct * coarse).sum() / coarse.sum().clamp(min=1),
            "length": length,
        }
        return tokens + 0.1 * length, parts

    @torch.no_grad()
    def predict_length(self, text: TextStates) -> Tensor:
        """Median of the predicted lengths, in tokens (B,); USUAL_TOKENS where nothing predicts them."""
        if self.length is None:
            usual = min(USUAL_TOKENS, self.config.max_tokens)
            return torch.full((len(text.sentence),), usual, device=text.sentence.device)
        sentence = text.sentence.to(self.sentence.weight.dtype)
        cumulative = self.length(sentence).float().softmax(-1).cumsum(-1)
        return (cumulative < 0.5).sum(-1).clamp(max=self.config.max_tokens - 1) + 1


def corrupt(codes: Tensor, lengths: Tensor, level: Tensor, config: Config) -> tuple[Tensor, Tensor]:
    """Training input (section 3.2): of the level to learn a share r ~ U(alpha, 1) is MASK, a part of the rest random.

    codes: (B, L, levels + below) int64. lengths, level: (B,). Coarser levels stay, finer ones are all MASK; of the
    lower body's, `Config.below_masked` are. Returns the tokens with END and PAD set, of the same shape, and masked
    (B, L) bool, where the loss is.
    """
    count, width, columns = codes.shape
    place = torch.arange(width, device=codes.device)
    real = place < lengths[:, None]
    # Which places are masked: those of the least random numbers, r times the length of them ...
    ratio = config.least_masked + (1 - config.least_masked) * torch.rand(count, 1, device=codes.device)
    noise = torch.rand(count, width, device=codes.device)
    # ... or, in some sequences, one stretch from a random place on and around the end: a gap to fill.
    if config.stretches:
        start = torch.rand(count, 1, device=codes.device) * lengths[:, None]
        along = (place - start) % lengths[:, None] / lengths[:, None]
        noise = torch.where(torch.rand(count, 1, device=codes.device) < config.stretches, along, noise)
    noise = noise.masked_fill(~real, 2.0)
    order = noise.argsort(1).argsort(1)
    masked = (order < (ratio * lengths[:, None]).ceil()) & real
    # Random codes among the unmasked ones teach not to trust what was sampled before.
    swap = (torch.rand(count, width, device=codes.device) < config.replaced) & ~masked
    random = torch.randint(config.codes, (count, width), device=codes.device)
    column = torch.arange(columns, device=codes.device)
    current, finer = column == level[:, None], (column > level[:, None]) & (column < config.levels)  # (B, columns)
    corrupted = torch.where((swap[..., None] & current[:, None]), random[..., None], codes)
    corrupted = corrupted.masked_fill((masked[..., None] & current[:, None]) | finer[:, None], config.mask)
    if config.below:
        lost = torch.rand(count, width, device=codes.device) < config.below_masked
        corrupted = corrupted.masked_fill(lost[..., None] & (column >= config.levels), config.mask)
    return frame_with_specials(corrupted, lengths, config), masked


def frame_with_specials(codes: Tensor, lengths: Tensor, config: Config) -> Tensor:
    """Codes (B, L, levels) with END at each sequence's length (B,) and PAD after it, in every level."""
    place = torch.arange(codes.shape[1], device=codes.device)
    codes = codes.masked_fill((place == lengths[:, None])[..., None], config.end)
    return codes.masked_fill((place > lengths[:, None])[..., None], config.pad)


def masked_share(step: int, steps: int) -> float:
    """Equation 4: the share of tokens that stay masked after iteration `step` of `steps`."""
    return math.cos(math.pi / 2 * step / steps)


@torch.no_grad()
def sample(
    model: MMM,
    text: TextStates,
    lengths: Tensor,
    generators: Sequence[torch.Generator],
    *,
    steps: int | None = None,
    fine_steps: int = 1,
    guidance: float = 2.0,
    temperature: float = 1.0,
    noise: float = 4.0,
    context: Context | None = None,
    given: Tensor | None = None,
    conditional: bool = True,
    levels: range | None = None,
    guided_share: float = 1.0,
    on_step: Callable[[int, int], None] | None = None,
) -> Tensor:
    """Parallel decoding (section 3.3): codes (B, L, levels) int64, from MASK everywhere or where `given` has it.

    lengths: (B,) in tokens, on the device to compute on; past them codes are 0. generators: a CPU one a sequence, so
    that results do not depend on what else is in the batch. steps, fine_steps: iterations for the coarse level (None:
    the network's own number) and for each finer one. guidance: s. temperature: half of it for finer levels. noise: on
    the confidence, at first. given: (B, L, levels + below), written in place; the lower body's levels come back as
    they were. conditional: False hides text and retrieved motion. levels: those to decode, None for all. guided_share:
    of the coarse level's iterations, the first, that are guided; below 1 the finer levels are not guided at all.
    on_step(done, total) may raise to stop.
    """
    config, device = model.config, lengths.device
    width = int(lengths.max())
    real = torch.arange(width, device=device) < lengths[:, None]
    codes = torch.full((len(lengths), width, config.levels), config.mask, device=device) if given is None else given
    counts = lengths.tolist()  # once: asking the card in every step would make it wait
    levels, kept = range(config.levels) if levels is None else levels, dict[int, Memory]()
    steps = steps or config.steps(width)
    total, done = sum(fine_steps if level else steps for level in levels), 0
    for level in levels:  # coarse to fine: a level sees all coarser ones
        iterations = fine_steps if level else steps
        n_unknown = ((codes[..., level] == config.mask) & real).sum(1)
        for step in range(1, iterations + 1):
            early = guided_share >= 1 or (level == 0 and step <= round(guided_share * iterations))
            strength = guidance if early else 0.0
            logits = guided(model, codes, lengths, level, text, context, strength, conditional, kept)
            # One random number for each code of each token, and one more a token for its confidence.
            uniform = uniform_rows(generators, counts, width, config.codes + 1, device)
            gumbel = -torch.log(-torch.log(uniform.clamp(1e-9, 1 - 1e-7)))
            masked = (codes[..., level] == config.mask) & real
            # Equation 4: how many stay masked after this iteration.
            n_masked = (masked_share(step, iterations) * n_unknown).floor()[:, None]
            tempered = temperature if level == 0 else 0.5 * temperature
            order_noise = noise * temperature * (1 - step / iterations)
            sampled, fixed = _unmask(logits, masked, n_masked, gumbel, tempered, order_noise)
            codes[..., level] = torch.where(fixed, sampled, codes[..., level])
            if on_step:
                on_step(done := done + 1, total)
    return codes.masked_fill(~real[..., None], 0)


def _unmask(
    logits: Tensor, masked: Tensor, n_masked: Tensor, gumbel: Tensor, temperature: float, order_noise: float
) -> tuple[Tensor, Tensor]:
    """What one iteration decides: a code for each token (B, L), and at which of the `masked` (B, L) it is fixed.

    logits: (B, L, codes). n_masked: (B, 1), how many are masked again. gumbel: (B, L, codes + 1) of Gumbel noise.
    """
    # The argmax of logits plus Gumbel noise is a draw of the softmax; without temperature the likeliest is taken.
    noise = gumbel[..., :-1] if temperature else 0.0
    sampled = (logits / max(temperature, 1e-4) + noise).argmax(-1)
    # How sure the network is of each: its log probability, with noise that dies away over the iterations.
    confidence = logits.log_softmax(-1).gather(2, sampled[..., None])[..., 0]
    confidence = confidence + order_noise * gumbel[..., -1]
    confidence = confidence.masked_fill(~masked, math.inf)  # known tokens are kept for good
    # Those of least confidence are masked again (section 3.3).
    remask = confidence.argsort(1).argsort(1) < n_masked
    return sampled, masked & ~remask


def guided(
    model: MMM, codes: Tensor, lengths: Tensor, level: int, text: TextStates, context: Context | None, guidance: float,
    conditional: bool = True, kept: dict[int, Memory] | None = None,
) -> Tensor:  # fmt: skip
    """Classifier-free guidance (Ho & Salimans 2022): logits (B, L, codes) float32 = (1 + s) cond - s uncond, both in
    one batched pass; without guidance, or unconditionally, one of them alone. Arguments as in `sample`; kept: what
    passes with as many rows have projected of the same text and context, by rows, and where it is put."""
    # Finer levels of known tokens are hidden, as in training: the network has never seen them. The lower body's stay.
    column = torch.arange(codes.shape[-1], device=codes.device)
    codes = codes.masked_fill((column > level) & (column < model.config.levels), model.config.mask)
    framed = frame_with_specials(F.pad(codes, (0, 0, 0, 1), value=model.config.mask), lengths, model.config)
    which = torch.full((len(codes),), level, device=codes.device)
    seen = torch.full((len(codes),), conditional, device=codes.device)
    alone = guidance == 0 or not conditional or model.no_text is None
    if not alone:
        twice = torch.arange(len(codes), device=codes.device).repeat(2)
        framed, which, text, seen = framed[twice], which[twice], text[twice], torch.cat([seen, ~seen])
        context = context[twice] if context else None
    kept = {} if kept is None else kept
    if len(seen) not in kept:
        kept[len(seen)] = model.memory(text, seen, context)
    logits = model.forward(framed, which, text, seen, context, kept[len(seen)])[:, :-1].float()
    cond, uncond = logits[: len(codes)], logits[len(codes) :]
    return cond if alone else (1 + guidance) * cond - guidance * uncond
