"""Classifier of styles from motion alone, by which generated dances are evaluated.

A window of four seconds is described by means, standard deviations and mean changes of its feature columns; a linear
layer over their principal components gives the style. It trains in seconds where it is needed and is kept beside the
pairs. (The recordings of a style are of few people, so it may recognise people as well.)
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from engine.motion import features
from engine.protocol import styles
from engine.train.audio.pairs import AudioPairs
from engine.train.data.arrays import ArrayFile

WINDOW, HOP = 120, 60  # frames
_COMPONENTS = 48
_CLIP = 5.0  # standard deviations, so that one joint cannot decide alone
_STEPS, _RATE, _DECAY = 400, 0.05, 0.02
F32 = NDArray[np.float32]


@dataclass(frozen=True)
class StyleClassifier(ArrayFile):
    """mean, scale (D,) and basis (D, C) of the description; weight (C, S), bias (S,) of the linear layer."""

    mean: F32
    scale: F32
    basis: F32
    weight: F32
    bias: F32

    def embed(self, rows: NDArray) -> F32:
        """Feature rows (T, FEATURE_DIM) -> (C,): principal components of their description, mean over windows."""
        described = np.clip((describe(rows) - self.mean) / self.scale, -_CLIP, _CLIP)
        return (described @ self.basis).mean(axis=0)

    def style(self, rows: NDArray) -> int:
        """Index into `styles.NAMES`."""
        return int(np.argmax(self.embed(rows) @ self.weight + self.bias))


def describe(rows: NDArray) -> F32:
    """Rows (T, FEATURE_DIM) -> (W, D): mean, spread and mean size of change of each column over windows."""
    rows = np.asarray(rows, np.float32)
    firsts = range(0, max(1, len(rows) - WINDOW + 1), HOP)
    out = []
    for first in firsts:
        window = rows[first : first + WINDOW]
        change = np.abs(np.diff(window, axis=0)).mean(axis=0) if len(window) > 1 else np.zeros(window.shape[1])
        out.append(np.concatenate([window.mean(axis=0), window.std(axis=0), change]))
    return np.array(out, np.float32)


def train(pairs: AudioPairs, seed: int = 0) -> StyleClassifier:
    """Train on the training split and its mirror images; each style has the same weight."""
    blocks, labels = [], []
    for index in pairs.of_split("train"):
        rows, _ = pairs.rows(int(index))
        for copy in (rows, features.mirror_rows(rows)):
            described = describe(copy)
            blocks.append(described)
            labels += [int(pairs.style[index])] * len(described)
    x, y = np.concatenate(blocks), np.array(labels)
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-4
    x = np.clip((x - mean) / scale, -_CLIP, _CLIP)
    values, axes = np.linalg.eigh(x.T @ x / len(x))  # rising
    basis = axes[:, -_COMPONENTS:] / np.sqrt(np.maximum(values[-_COMPONENTS:], 1e-3))
    weight, bias = _linear(x @ basis, y, seed)
    return StyleClassifier(*(np.asarray(a, np.float32) for a in (mean, scale, basis, weight, bias)))


def _linear(x: NDArray, y: NDArray, seed: int) -> tuple[NDArray, NDArray]:
    """Balanced multinomial logistic regression of (N, C) on labels (N,): weight (C, S) and bias (S,)."""
    torch.manual_seed(seed)
    count = np.bincount(y, minlength=len(styles.NAMES))
    balance = torch.tensor(len(y) / np.maximum(count, 1) / len(count), dtype=torch.float32)
    layer = torch.nn.Linear(x.shape[1], len(styles.NAMES))
    optimiser = torch.optim.AdamW(layer.parameters(), lr=_RATE, weight_decay=_DECAY)
    inputs, target = torch.tensor(x, dtype=torch.float32), torch.tensor(y)
    for _ in range(_STEPS):
        loss = torch.nn.functional.cross_entropy(layer(inputs), target, balance, label_smoothing=0.1)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return layer.weight.detach().numpy().T, layer.bias.detach().numpy()


def load_or_train(pairs: AudioPairs, path: Path) -> StyleClassifier:
    """Read the classifier from `path`, or train it and write it there."""
    if not path.exists():
        train(pairs).save(path)
    return StyleClassifier.load(path)
