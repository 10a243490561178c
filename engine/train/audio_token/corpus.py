"""Training data of the audio token in memory: motion codes, hidden states of sounds, prompts with `<audio>`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from engine.audio.encoder import AudioEncoder, of_mel
from engine.models.text_states import TextStates
from engine.models.vqvae import VQVAE
from engine.protocol.prompt import AUDIO_TAG
from engine.text.encoder import TextEncoder
from engine.train.audio_token import items
from engine.train.audio_token.items import KINDS
from engine.train.audio_token.sounds import Sounds
from engine.train.band.tones import RATE
from engine.train.data.clips import Clip
from engine.train.text.corpus import encode_rows, encode_texts
from engine.train.text.items import PLAIN_SUBJECT

# The prompts do not name the action, so that the token has to carry it.
PROMPTS = tuple(
    text.replace("*", AUDIO_TAG)
    for text in (
        "a person moves to *", "a person moves along with *", "someone moves to *", "a character acts to *",
        "the figure moves as in *", "a person does what * sounds like", "moves to *", "*", "a person is heard: *",
        "a man moves to *", "a woman moves to *", "a person performs to *",
    )
)  # fmt: skip
SAME = 0.85  # labels nearer than this in the text encoder's space say the same
NO_CONTEXT = 0.4  # share of rows without retrieved motion, so that the token has to carry all information


@dataclass(frozen=True)
class Batch:
    """codes (B, L + 1, levels), lengths (B,), states (B, n, S) with real (B, n), prompts with their slots, labels
    (B, D) with same (B, B), the groups (B,) that retrieval leaves out, and retrieval (B,) bool: whether to retrieve."""

    codes: Tensor
    lengths: Tensor
    states: Tensor
    real: Tensor
    text: TextStates
    slots: list[list[int]]
    labels: Tensor
    same: Tensor
    groups: list[int]
    retrieval: list[bool]


def hidden_states(
    sounds: Sounds, encoder: AudioEncoder, clips: Sequence[Clip], count: int
) -> list[NDArray[np.float16]]:
    """Hidden states (n, width) of every sound. An external encoder needs samples, which are synthesised again."""
    if not encoder.folder:
        return [of_mel(encoder, sounds.mel_of(i)).cpu().numpy().astype(np.float16) for i in range(len(sounds))]
    recordings = items.all_recordings(items.soundings(clips), count, 0)
    return [encoder.states(r.samples, RATE).cpu().numpy().astype(np.float16) for _, r in recordings]


def class_vectors(encoder: TextEncoder) -> Tensor:
    """(kinds, D) unit vectors: the mean text vector of each kind's phrases."""
    rows = [encoder.encode([PLAIN_SUBJECT + text for text in kind.says]).sentence.mean(0) for kind in KINDS]
    return F.normalize(torch.stack(rows), dim=-1).cpu()


class TokenCorpus:
    """Sounds with hidden states, the codes of their motions, labels and prompts. groups: trial -> its number."""

    def __init__(
        self, sounds: Sounds, states: Sequence[NDArray[np.float16]], tokenizer: VQVAE, text: TextEncoder,
        groups: dict[str, int],
    ) -> None:  # fmt: skip
        self.sounds, self.states = sounds, states
        self.codes = encode_rows(tokenizer, sounds.frames.tolist(), sounds.rows_of)
        texts, place = np.unique(sounds.plain, return_inverse=True)
        self.labels = encode_texts(text, texts.tolist()).sentences.float()[torch.from_numpy(place)]
        self.prompts = encode_texts(text, PROMPTS)
        self.slots = [text.slots(prompt) for prompt in PROMPTS]
        self.groups = [groups.get(str(trial), -1) for trial in sounds.trial]

    def batches(self, size: int, seed: int) -> Iterator[Batch]:
        """Endless training batches."""
        rng = np.random.default_rng(seed)
        while True:
            yield self.batch(self.sounds.draw(size, rng).tolist(), rng)

    def held(self, split: str, size: int) -> list[Batch]:
        """Batches of a split's sounds, each once and the same every time; of the training split if it is empty."""
        index = self.sounds.split_or_train(split)
        rng = np.random.default_rng(0)
        return [self.batch(index[i : i + size].tolist(), rng, altered=False) for i in range(0, len(index), size)]

    def batch(self, index: list[int], rng: np.random.Generator, altered: bool = True) -> Batch:
        """A batch of sounds with their motions; altered: a random part of each sound, with a random prompt."""
        owner = [int(self.sounds.owner[i]) for i in index]
        rows = [self.codes[m] for m in owner]
        codes = np.zeros((len(rows), max(len(r) for r in rows) + 1, rows[0].shape[1]), np.int64)
        for i, row in enumerate(rows):
            codes[i, : len(row)] = row
        prompts = [int(rng.integers(len(PROMPTS))) if altered else 0 for _ in index]
        crops = [self._cropped(self.states[i], rng) if altered else self.states[i] for i in index]
        states, real = padded(crops)
        kinds = torch.from_numpy(self.sounds.kind[owner])
        labels = self.labels[owner]
        same = (labels @ labels.T > SAME) | (kinds[:, None] == kinds)
        return Batch(
            torch.from_numpy(codes), torch.tensor([len(r) for r in rows]), states, real, self.prompts.states(prompts),
            [self.slots[s] for s in prompts], labels, same, [self.groups[m] for m in owner],
            [not altered or rng.random() > NO_CONTEXT for _ in index],
        )  # fmt: skip

    @staticmethod
    def _cropped(states: NDArray[np.float16], rng: np.random.Generator) -> NDArray[np.float16]:
        """A random part of at least half of a sound's states."""
        least = max(1, len(states) // 2)
        count = int(rng.integers(least, len(states) + 1))
        start = int(rng.integers(0, len(states) - count + 1))
        return states[start : start + count]


def padded(states: Sequence[NDArray[np.float16]]) -> tuple[Tensor, Tensor]:
    """Pad states (n, S) -> (B, n, S) float32, and (B, n) bool, True before each end."""
    real = torch.arange(max(len(s) for s in states)) < torch.tensor([len(s) for s in states])[:, None]
    out = torch.zeros(*real.shape, states[0].shape[1])
    for i, rows in enumerate(states):
        out[i, : len(rows)] = torch.from_numpy(rows.astype(np.float32))
    return out, real
