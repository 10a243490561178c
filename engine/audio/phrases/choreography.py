"""Takes to music from captured phrases, and what of them is left to the network."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.audio.phrases.assembly import SETTLE_S, STAND_S, Join, assembled
from engine.audio.phrases.bars import Bars
from engine.audio.phrases.choosing import choose
from engine.audio.phrases.energy import scaled
from engine.audio.phrases.library import BAR, TALK, Phrases
from engine.audio.stage import Stage
from engine.motion import features
from engine.motion.canonical import FPS
from engine.motion.pinned import Pinned
from retarget.motion import Motion

_LEAD_S = 0.25  # at either end of what the network makes, in which it leads out of a phrase and into the next
Sample = Callable[..., list[Motion]]  # ([seed], pinned=...) -> [motion]


@dataclass(frozen=True)
class Asked:
    """What a choreography is made for. weights: of the styles over the whole take. stage: None for anywhere. variation:
    share of the bars that the network makes. energy: (T,) at FPS, 0 calm to 2 lively. canon: it begins a bar later."""

    bars: Bars
    frames: int
    weights: Mapping[str, float]
    stage: Stage | None
    energy: NDArray[np.float64]
    variation: float
    canon: bool = False


def choreographed(
    phrases: Phrases, asked: Asked, seeds: Sequence[int], sample: Sample, join: Join | None = None
) -> list[Motion] | None:
    """A motion for each seed, its seams filled by `join`; None where no style asked for fits the tempo."""
    known = [
        name for name, weight in asked.weights.items() if weight > 0 and name != TALK and len(phrases.marks(name).time)
    ]
    if not known:
        return None
    asked = replace(asked, bars=asked.bars.within(STAND_S, asked.frames / FPS - SETTLE_S))
    share = np.array([asked.weights[name] for name in known])
    out = []
    for seed in seeds:
        rng = np.random.default_rng([seed, 16])
        marks = phrases.marks(known[int(rng.choice(len(known), p=share / share.sum()))])
        chosen = choose(marks, asked.bars, asked.stage, _of_bars(asked), rng)
        if not chosen:
            return None
        bars, energy = asked.bars, asked.energy
        if asked.canon and len(chosen) > 1:
            chosen, bars = chosen[:-1], bars.later()
            late = round((bars.beats[0] - asked.bars.beats[0]) * FPS)
            energy = np.concatenate([energy[:1].repeat(late), energy])[: asked.frames]
        motion = scaled(assembled(phrases, marks, chosen, bars, asked.frames, join), energy)
        free = _left_to_network(chosen, replace(asked, bars=bars), rng)
        if free.any():
            (motion,) = sample([seed], pinned=Pinned(features.encode(motion), ~free))
        out.append(motion)
    return out


def _of_bars(asked: Asked) -> NDArray[np.float64]:
    """The energy (B,) half-way through each bar."""
    edges = asked.bars.beats[::BAR]
    return np.interp((edges[1:] + edges[:-1]) / 2 * FPS, np.arange(asked.frames), asked.energy)


def _left_to_network(chosen: list[int], asked: Asked, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Frames (T,) that the network makes: pairs of bars drawn at random until they are the share asked for."""
    free = np.zeros(asked.frames, bool)
    pairs = rng.permutation(range(0, len(chosen), 2))
    for first in pairs[: round(asked.variation * len(pairs))].tolist():
        begin, end = (float(asked.bars.beats[BAR * bar]) for bar in (first, min(first + 2, len(chosen))))
        free[max(0, round((begin - _LEAD_S) * FPS)) : round((end + _LEAD_S) * FPS)] = True
    return free
