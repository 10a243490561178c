"""Held-out pieces with captions, on which the text model and the evaluator are measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.train.data.clips import Clip, split_of
from engine.train.labels.compose import Labelled
from engine.train.text.items import labelled, words_for
from retarget.motion import Motion

# Most pieces of one recording, so that a long dance does not outweigh many short clips.
PER_RECORDING = 4
SHORTEST, MAX_FRAMES = 16, 196  # frames at 30 fps


@dataclass(frozen=True)
class HeldOut:
    """Pieces of held-out recordings. prompts: [take][piece], another caption of the piece for each take."""

    motions: list[Motion]
    prompts: list[list[str]]
    recordings: list[str]


def held_out(clips: Sequence[Clip], split: str, takes: int, limit: int, seed: int) -> HeldOut:
    """Up to `limit` captured pieces of a split of SHORTEST to MAX_FRAMES frames, without hand-made animation."""
    rng = np.random.default_rng(seed)
    part = [c for c in clips if split_of(c.trial) == split and not c.hand_made]
    chosen: dict[str, list[tuple[Motion, list[str]]]] = {}
    for index, (piece, clip) in enumerate(_shuffled(labelled(part), rng)):
        of_trial = chosen.setdefault(clip.trial, [])
        if len(of_trial) < PER_RECORDING and SHORTEST <= len(piece.motion) <= MAX_FRAMES:
            draw = np.random.default_rng([seed, index])
            of_trial.append((piece.motion, _told(piece, draw, takes)))
    found = [(trial, *one) for trial, pieces in sorted(chosen.items()) for one in pieces]
    found = sorted(_shuffled(found, rng)[:limit], key=lambda f: f[0])
    return HeldOut([f[1] for f in found], [[f[2][k] for f in found] for k in range(takes)], [f[0] for f in found])


def _told(piece: Labelled, rng: np.random.Generator, takes: int) -> list[str]:
    """A sentence for each take: as written, where somebody wrote them, each once before one comes again."""
    if piece.written:
        return [piece.written[i % len(piece.written)] for i in rng.permutation(max(takes, len(piece.written)))[:takes]]
    found = words_for(piece, rng, takes)
    return [found[i % len(found)] for i in range(takes)]


def _shuffled(values: Sequence, rng: np.random.Generator) -> list:
    return [values[i] for i in rng.permutation(len(values))]
