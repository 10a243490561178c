"""What the audio token is trained on, in memory: codes of motions, hidden states of sounds, prompts that hear."""

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

# Most prompts say nothing of the action: what it is, the sound has to say.
PROMPTS = tuple(
    text.replace("*", AUDIO_TAG)
    for text in (
        "a person moves to *", "a person moves along with *", "someone moves to *", "a character acts to *",
        "the figure moves as in *", "a person does what * sounds like", "moves to *", "*", "a person is heard: *",
        "a man moves to *", "a woman moves to *", "a person performs to *",
    )
)  # fmt: skip
SAME = 0.85  # labels nearer than this in the text encoder's space say the same
NO_CONTEXT = 0.4  # of training rows see no retrieved motion, so that the token has to say it all


@dataclass(frozen=True)
class Batch:
    """codes (B, L + 1, levels), lengths (B,), states (B, n, S) with real (B, n), prompts with their slots, labels
    (B, D) with same (B, B), and the groups (B,) that retrieval leaves out; told (B,) bool: context may be seen."""

    codes: Tensor
    lengths: Tensor
    states: Tensor
    real: Tensor
    text: TextStates
    slots: list[list[int]]
    labels: Tensor
    same: Tensor
    groups: list[int]
    told: list[bool]


def listen(sounds: Sounds, encoder: AudioEncoder, clips: Sequence[Clip], count: int) -> list[NDArray[np.float16]]:
    """Hidden states (n, width) of every sound. Another's encoder needs the samples, which are made again for it."""
    if not encoder.folder:
        return [of_mel(encoder, sounds.heard(i)).cpu().numpy().astype(np.float16) for i in range(len(sounds))]
    made = items.all_recordings(items.soundings(clips), count, 0)
    return [encoder.states(r.samples, RATE).cpu().numpy().astype(np.float16) for _, r in made]


def class_vectors(encoder: TextEncoder) -> Tensor:
    """(kinds, D) unit vectors: what each kind of sound says, in words."""
    rows = [encoder.encode([PLAIN_SUBJECT + text for text in kind.says]).sentence.mean(0) for kind in KINDS]
    return F.normalize(torch.stack(rows), dim=-1).cpu()


class TokenCorpus:
    """Sounds with their motions' codes, and what is said of them."""

    def __init__(
        self, sounds: Sounds, states: Sequence[NDArray[np.float16]], tokenizer: VQVAE, text: TextEncoder,
        groups: dict[str, int],
    ) -> None:  # fmt: skip
        self.sounds, self.states = sounds, states
        self.codes = encode_rows(tokenizer, sounds.frames.tolist(), sounds.rows_of)
        said, place = np.unique(sounds.plain, return_inverse=True)
        self.labels = encode_texts(text, said.tolist()).sentences.float()[torch.from_numpy(place)]
        self.prompts = encode_texts(text, PROMPTS)
        self.slots = [text.slots(prompt) for prompt in PROMPTS]
        self.groups = [groups.get(str(trial), -1) for trial in sounds.trial]

    def batches(self, size: int, seed: int) -> Iterator[Batch]:
        """Endless training batches; every kind is drawn about as often as any other."""
        rng = np.random.default_rng(seed)
        train = self.sounds.of_split("train")
        kinds = self.sounds.kind[self.sounds.owner[train]]
        share = np.bincount(kinds)[kinds] ** -0.7
        while True:
            yield self.batch(rng.choice(train, size, p=share / share.sum()).tolist(), rng)

    def held(self, split: str, size: int) -> list[Batch]:
        """A split's sounds, each once, the same every time; the training split's where the split is empty."""
        index = self.sounds.of_split(split)
        index = index if len(index) else self.sounds.of_split("train")
        rng = np.random.default_rng(0)
        return [self.batch(index[i : i + size].tolist(), rng, altered=False) for i in range(0, len(index), size)]

    def batch(self, index: list[int], rng: np.random.Generator, altered: bool = True) -> Batch:
        """Some sounds with their motions; altered: a stretch of each sound, under any of the prompts."""
        owner = [int(self.sounds.owner[i]) for i in index]
        rows = [self.codes[m] for m in owner]
        codes = np.zeros((len(rows), max(len(r) for r in rows) + 1, rows[0].shape[1]), np.int64)
        for i, row in enumerate(rows):
            codes[i, : len(row)] = row
        said = [int(rng.integers(len(PROMPTS))) if altered else 0 for _ in index]
        heard = [self._cropped(self.states[i], rng) if altered else self.states[i] for i in index]
        states, real = padded(heard)
        kinds = torch.from_numpy(self.sounds.kind[owner])
        labels = self.labels[owner]
        same = (labels @ labels.T > SAME) | (kinds[:, None] == kinds)
        return Batch(
            torch.from_numpy(codes), torch.tensor([len(r) for r in rows]), states, real, self.prompts.states(said),
            [self.slots[s] for s in said], labels, same, [self.groups[m] for m in owner],
            [not altered or rng.random() > NO_CONTEXT for _ in index],
        )  # fmt: skip

    @staticmethod
    def _cropped(states: NDArray[np.float16], rng: np.random.Generator) -> NDArray[np.float16]:
        """At least half of a sound: an artist's range may begin anywhere."""
        least = max(1, len(states) // 2)
        count = int(rng.integers(least, len(states) + 1))
        start = int(rng.integers(0, len(states) - count + 1))
        return states[start : start + count]


def padded(states: Sequence[NDArray[np.float16]]) -> tuple[Tensor, Tensor]:
    """States (n, S) of different lengths -> (B, n, S) float32 and (B, n) bool, True where there is sound."""
    real = torch.arange(max(len(s) for s in states)) < torch.tensor([len(s) for s in states])[:, None]
    out = torch.zeros(*real.shape, states[0].shape[1])
    for i, own in enumerate(states):
        out[i, : len(own)] = torch.from_numpy(own.astype(np.float32))
    return out, real
