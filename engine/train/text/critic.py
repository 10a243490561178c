"""Recipe of the critic: which captions of the training split belong to which of its motions, seen as codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine import files
from engine.metrics import distributions
from engine.models import critic
from engine.models.text_states import TextStates
from engine.models.vqvae import VQVAE
from engine.motion import blend
from engine.runtime.weights import load_weights, read_config
from engine.train import loop
from engine.train.data.arrays import buckets
from engine.train.data.clips import Clip, corpus_file, partition
from engine.train.publish import Card, publish
from engine.train.text.corpus import TextCorpus, encode_motions
from engine.train.text.items import COMPOSED, mirror_of
from engine.train.text.recipe import corpora, items_of, tokenizer_of
from engine.train.warm_start import warm_start

BATCH = 96
BUCKETS = 6  # batches that are drawn at once and sorted by length
TOTAL_STEPS = 900
# Share of batches that see the first level of codes alone: candidates are judged before finer ones are generated.
COARSE = 0.5
# Captions nearer than this in MiniLM's space mean the same, and so do motions whose captions are on average.
SAME, SAME_ON_AVERAGE = 0.85, 0.9
_ONE_WAY = re.compile(
    r"\b(?:walk|run|jog|stroll|stride|sprint|march|sneak|creep|step|hop|skip|leap|jump)\w*\b"
    r".*\b(?:forward|backward|ahead)s?\b"
    r"|\b(?:sit|lie|kneel|crouch|squat|bend)\w* down\b(?!.*\bup\b)|\b(?:get|stand|ris)\w* up\b(?!.*\bdown\b)"
    r"|\btakes? a seat\b|\b(?:turn|spin)\w*\b.*\b(?:left|right|clockwise|counterclockwise)\b|, then |\bthrow"
)
Backward = Mapping[int, NDArray[np.int16]]  # item -> codes (L, levels)
CARD = Card(
    "Critic",
    "Looks at several takes for one sentence and says which does it best; the text model keeps that one. Trained on "
    "captured motion and its captions against other captions, mirror images, and motion played backwards.",
    (
        "It knows the actions of the training split, and prefers what they look like there.",
        "It sees at most seven seconds, through the tokenizer: what that loses it can't miss.",
        "Its scores compare takes for one sentence; across sentences they mean nothing.",
    ),
)


@dataclass(frozen=True)
class Batch:
    """Arguments of `Critic.loss`. worse: vectors, lengths and rows of motions that the caption is false of."""

    vectors: Tensor
    lengths: Tensor
    text: TextStates
    same: Tensor
    worse: tuple[Tensor, Tensor, Tensor]
    contrary: tuple[TextStates, Tensor] | None


def train_critic(clips: list[Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """Train the critic of `out`'s text model and publish the weights that are best on held-out motion."""
    stored, folder = load_weights(out / "tokenizer.safetensors"), runs / "critic"
    tokenizer = tokenizer_of(stored, "cpu")
    train, val = corpora(clips, tokenizer, items_of, corpus_file(runs, "text", clips, stored.codes), device)
    most = read_config(out / "text.safetensors")["max_tokens"]
    config = critic.Config(code_dim=tokenizer.config.code_dim, max_tokens=most)
    reversed_codes = backward(clips, tokenizer, corpus_file(runs, "backward", clips, stored.codes))
    pairs, held_out = (
        Pairs(corpus, tokenizer, config, own) for corpus, own in zip((train, val), reversed_codes, strict=True)
    )
    judge, earlier = critic.Critic(config), out / "critic.safetensors"
    if earlier.exists() and not resume:
        warm_start(judge, load_weights(earlier, torch.float32).state)
    judge.mean, judge.scale = pairs.statistics()
    best = loop.Best(held_out.measure, merit=lambda row: sum(row.values()))
    schedule = loop.Schedule(
        minutes, learning_rate=1e-3, betas=(0.9, 0.98), weight_decay=0.05, warm_up=40, total_steps=TOTAL_STEPS, ema=0.98
    )
    loop.fit(
        judge, lambda seed: pairs.batches(BATCH, seed),
        lambda m, b: m.loss(b.vectors, b.lengths, b.text, b.same, b.worse, b.contrary), schedule, folder, resume=resume,
        validate=best, validate_every=50,
    )  # fmt: skip
    return publish("critic", out, folder, best.state, asdict(config), best.row, clips, CARD,
                   {"tokenizer": stored.codes})  # fmt: skip


def backward(clips: Sequence[Clip], tokenizer: VQVAE, cache: Path) -> list[Backward]:
    """Codes of items' motions played backwards in time, for the training and the validation items of `items_of`.

    Of captured pieces at their own speed whose captions give a direction: item -> codes. Kept in the file `cache`.
    """
    if cache.exists():
        return torch.load(cache, weights_only=False)  # our own file, read by us alone
    found: list[Backward] = []
    parts = partition(clips)
    for name in ("train", "val"):
        items = items_of(parts[name], False)  # compositions come after these, and have no mirror image either
        directed = [i for i in range(0, len(items), 2) if any(map(one_way, items[i].sentences))]
        codes = encode_motions(tokenizer, [blend.reverse(items[i].motion) for i in directed])
        found.append(dict(zip(directed, codes, strict=True)))
    with files.replaced(cache, files.check_zip) as beside:
        torch.save(found, beside)
    return found


class Pairs:
    """Items of a text corpus as pairs of code vectors and captions."""

    def __init__(
        self, corpus: TextCorpus, tokenizer: VQVAE, config: critic.Config,
        backward: Backward = MappingProxyType({}),
    ) -> None:  # fmt: skip
        """backward: codes of items played backwards in time, of which a sentence with a direction is false."""
        self.corpus, self.tokenizer, self.most = corpus, tokenizer, config.max_tokens
        self.lengths = [len(codes) for codes in corpus.codes]
        self.backward = backward
        self.one_way = frozenset(i for i, name in enumerate(corpus.names) if one_way(name))
        vectors = corpus.texts.sentences.float()
        average = torch.stack([vectors[captions].mean(0) for captions in corpus.sentences])
        self.average = torch.nn.functional.normalize(average, dim=-1)

    def statistics(self) -> tuple[Tensor, Tensor]:
        """Mean and scale (code_dim,) of the vectors of one token in ten."""
        codes = torch.from_numpy(np.concatenate([c[::10] for c in self.corpus.codes]).astype(np.int64))
        vectors = self.vectors([codes])[0][0]
        return vectors.mean(0), vectors.std(0).clamp(min=1e-3)

    def vectors(self, codes: Sequence[Tensor], levels: int | None = None) -> tuple[Tensor, Tensor]:
        """Motions' codes (L, levels) -> the tokenizer's vectors, padded (B, L, code_dim), and lengths (B,)."""
        if not codes:
            return torch.zeros(0, 1, self.tokenizer.config.code_dim), torch.zeros(0, dtype=torch.long)
        padded = torch.nn.utils.rnn.pad_sequence(list(codes), batch_first=True)
        with torch.no_grad():
            return self.tokenizer.vectors(padded[..., :levels]), torch.tensor([len(c) for c in codes])

    def batches(self, batch: int, seed: int) -> Iterator[Batch]:
        """Endless batches of motions of similar length: less padding, and the length tells nothing."""
        rng = np.random.default_rng(seed)
        while True:
            drawn = rng.choice(len(self.corpus.codes), BUCKETS * batch, p=self.corpus.weights)
            for items in buckets(drawn, self.lengths, BUCKETS, rng):
                yield self._batch(items, rng)

    def _batch(self, items: Sequence[int], rng: np.random.Generator) -> Batch:
        texts = [int(rng.choice(self.corpus.sentences[i])) for i in items]
        text = self.corpus.texts.states(texts)
        kept = torch.from_numpy(rng.random(tuple(text.mask.shape)) > 0.1) & text.mask  # word dropout
        kept[:, 0] = True
        levels = 1 if rng.random() < COARSE else None
        sided = self.sided(items, texts)
        timed = [row for row, text in enumerate(texts) if text in self.one_way and items[row] in self.backward]
        wrong = [self._cut(mirror_of(items[row]), rng) for row in sided]
        wrong += [self._part(self.backward[items[row]], rng) for row in timed]
        return Batch(
            *self.vectors([self._cut(i, rng) for i in items], levels), TextStates(text.sentence, text.words, kept),
            self.alike(items, texts), (*self.vectors(wrong, levels), torch.tensor(sided + timed, dtype=torch.long)),
            self._contrary(items, texts, sided),
        )  # fmt: skip

    def _contrary(
        self, items: Sequence[int], texts: Sequence[int], sided: Sequence[int]
    ) -> tuple[TextStates, Tensor] | None:  # fmt: skip
        """The sentences of `sided` rows with left and right exchanged: what their mirror images are called."""
        own = self.corpus.sentences
        swapped = [own[mirror_of(items[row])][own[items[row]].index(texts[row])] for row in sided]
        return (self.corpus.texts.states(swapped), torch.tensor(sided)) if sided else None

    def sided(self, items: Sequence[int], texts: Sequence[int]) -> list[int]:
        """Rows whose caption is false of the item's mirror image."""
        pairs = enumerate(zip(items, texts, strict=True))
        return [
            row for row, (item, text) in pairs
            if self.corpus.groups[item] != COMPOSED and text not in self.corpus.sentences[mirror_of(item)]
        ]  # fmt: skip

    def alike(self, items: Sequence[int], texts: Sequence[int]) -> Tensor:
        """(B, B) bool: pairs with the same meaning, which are no negatives; a piece and its mirror image are such."""
        said, average = self.corpus.texts.sentences[list(texts)].float(), self.average[list(items)]
        return (said @ said.T > SAME) | (average @ average.T > SAME_ON_AVERAGE)

    def _cut(self, item: int, rng: np.random.Generator) -> Tensor:
        """Codes of an item: a window of a long one, 85% to all of a short one."""
        return self._part(self.corpus.codes[item], rng)

    def _part(self, codes: NDArray[np.int16], rng: np.random.Generator) -> Tensor:
        size = min(len(codes), self.most)
        if size < self.most:
            size = max(1, round(size * rng.uniform(0.85, 1.0)))
        first = int(rng.integers(0, len(codes) - size + 1))
        return torch.from_numpy(codes[first : first + size].astype(np.int64))

    @torch.no_grad()
    def measure(self, model: critic.Critic, most: int = 256) -> dict[str, float]:
        """R-precision of the items in pools of 32, and the share of motions nearer to their caption than mirrored;
        by the first level of codes, as in use."""
        rng = np.random.default_rng(0)
        whole = [i for i in range(0, len(self.corpus.codes), 4) if self.corpus.groups[i] != COMPOSED]
        items = [int(i) for i in rng.permutation(whole)[:most]]
        texts = [self.corpus.sentences[i][0] for i in items]
        seen = model.embed_motion(*self.vectors([self._cut(i, rng) for i in items], 1))
        said = model.embed_text(self.corpus.texts.states(texts))
        pool = min(distributions.POOL, len(items))  # a studio's own folder may hold out fewer
        pair = said.numpy(), seen.numpy()
        top = np.mean([distributions.r_precision(*pair, np.random.default_rng(i), pool) for i in range(10)], axis=0)
        row = {"R@1": float(top[0]), "R@3": float(top[2])}
        if sided := self.sided(items, texts):
            mirrored = model.embed_motion(*self.vectors([self._cut(mirror_of(items[i]), rng) for i in sided], 1))
            row["over mirror images"] = _share((said * seen).sum(-1)[sided] > (said[sided] * mirrored).sum(-1))
        timed = [row for row, text in enumerate(texts) if text in self.one_way and items[row] in self.backward]
        if timed:
            wrong = model.embed_motion(*self.vectors([self._part(self.backward[items[i]], rng) for i in timed], 1))
            row["over backwards"] = _share((said * seen).sum(-1)[timed] > (said[timed] * wrong).sum(-1))
        return row


def one_way(sentence: str) -> bool:
    """Whether what a sentence says can't be seen when it is played backwards in time."""
    return _ONE_WAY.search(sentence.lower()) is not None


def _share(wins: Tensor) -> float:
    return float(wins.float().mean())
