"""Baselines of the text evaluation (nearest clip, mean pose, tokenizer), and the model with its settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.models.vqvae import VQVAE
from engine.motion import cleanup, features
from engine.text.encoder import TextEncoder
from engine.text.model import TextModel
from engine.text.networks import Settings
from engine.text.segments import Segment
from engine.train.data import noise
from engine.train.data.arrays import by_length
from engine.train.data.clips import Clip, split_of
from engine.train.text import tokenizer_metrics
from engine.train.text.corpus import Item
from engine.train.text.held_out import MAX_FRAMES
from engine.train.text.items import labelled, mirrored, plain_words, words_for
from retarget import quat
from retarget.motion import Motion

Takes = list[list[Motion]]  # [take][piece]; a single take stands for all


class Nearest:
    """The baseline to beat: return the training motion whose caption is nearest to the prompt."""

    def __init__(self, clips: Sequence[Clip], encoder: TextEncoder) -> None:
        train = [c for c in clips if split_of(c.trial) == "train"]
        rng = np.random.default_rng(3)
        self.encoder = encoder
        self.motions: list[Motion] = []
        owners: dict[str, list[int]] = {}
        for piece, _ in labelled(train):
            whole = Item(piece.motion, tuple(words_for(piece, rng, len(piece.written) + 1)), plain_words(piece), "", 0)
            for item in (whole, mirrored(whole)):
                for text in {*item.sentences, *item.plain}:
                    owners.setdefault(text, []).append(len(self.motions))
                self.motions.append(item.motion)
        self.texts = sorted(owners)
        self.owners = [owners[t] for t in self.texts]
        self.vectors = self._vectors(self.texts)

    def _vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        out = np.zeros((len(texts), self.encoder.width), np.float32)
        for index in by_length([len(text) for text in texts], 256):
            out[index] = self.encoder.encode([texts[i] for i in index]).sentence.numpy()
        return out

    def find(self, prompts: Sequence[str], seed: int) -> list[Motion]:
        """A motion for each prompt, at most MAX_FRAMES; where several share the nearest caption the seed chooses."""
        best = (self._vectors(prompts) @ self.vectors.T).argmax(1)
        rng = np.random.default_rng(seed)
        return [self.motions[int(rng.choice(self.owners[b]))].cut(0, MAX_FRAMES) for b in best]


def mean_pose(motions: Sequence[Motion], lengths: Sequence[int]) -> list[Motion]:
    """The mean of all poses, held for each of the lengths."""
    rows = np.concatenate([features.encode(m)[::5, : features.MOTION_DIM] for m in motions])
    still = rows.mean(0)
    still[:3] = 0
    pose = features.decode(still[None])
    rot = quat.continuous(np.repeat(pose.rot, max(lengths), axis=0))
    held = Motion(pose.skeleton, pose.fps, np.repeat(pose.root_pos, max(lengths), axis=0), rot)
    return [held.cut(0, n) for n in lengths]


def quiet(motions: Sequence[Motion], recordings: Sequence[str], clips: Sequence[Clip]) -> list[Motion]:
    """The same motions, those of noisy recordings low-passed as training and library have them. recordings: of each."""
    noisy = {clip.trial for clip in clips if noise.is_noisy(clip)}
    return [noise.quieted(m) if trial in noisy else m for m, trial in zip(motions, recordings, strict=True)]


def through_tokenizer(tokenizer: VQVAE, motions: Sequence[Motion]) -> list[Motion]:
    """The same motions encoded and decoded."""
    return [tokenizer_metrics.round_trip(tokenizer, m) for m in motions]


@dataclass(frozen=True)
class Sampler:
    """The text model with the settings that are evaluated; None: the model's defaults."""

    model: TextModel
    steps: int | None = None
    guidance: float | None = None
    temperature: float = 1.0
    candidates: int | None = None

    def raw(
        self, prompts: Sequence[str], frames: Sequence[int | None], seed: int, on_takes: Callable[[int], object]
    ) -> list[Motion]:
        """One take of each prompt without clean-up, prompt i with seed + i; `on_takes` is called after each."""
        takes: list[Motion] = []
        for i, (prompt, length) in enumerate(zip(prompts, frames, strict=True)):
            settings = Settings(self.steps, self.temperature, self.guidance, self.candidates)
            takes += self.model.perform([Segment(prompt, 0, length)], [seed + i], settings)
            on_takes(1)
        return takes


def cleaned(motions: Sequence[Motion]) -> list[Motion]:
    """Motions after the default clean-up."""
    return [cleanup.clean(m) for m in motions]
