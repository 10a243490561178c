"""Dances as an artist gets them, to music made for held-out recordings, whose beats are known to the sample."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from tqdm import tqdm

from engine import audio
from engine.api import Engine
from engine.evaluate.harness import Part
from engine.evaluate.sound import dances
from engine.metrics.dance import at_tempo
from engine.protocol.request import AudioRequest
from engine.protocol.sampling import Sampling
from engine.protocol.sound import file_mix
from engine.train.audio.items import Pair, pieces, soundtracks_for
from engine.train.data.clips import load_clips, partition
from retarget.motion import Motion

CAPTURED, OURS = "captured, held out", dances.OURS
_LEAST_S = 6.0  # of a piece: phrases are bars


def measure(args: argparse.Namespace) -> Part:
    """Rows of held-out captured pieces with the music made for them, and of ours to that music."""
    engine, found = Engine(args.weights, args.device), _pairs(args)
    if not found:
        return ["### Dances to made music\n", "Left out: nothing is held out there.\n"], {}
    others = [found[(k + max(1, len(found) // 2)) % len(found)] for k in range(len(found))]
    ours = [_taken(engine, pair, args.seed + k) for k, pair in enumerate(tqdm(found, desc="dances"))]
    rows = {
        CAPTURED: [_row(pair.motion, pair, other) for pair, other in zip(found, others, strict=True)],
        OURS: [_row(motion, pair, other) for motion, pair, other in zip(ours, found, others, strict=True)],
    }
    rows[f"{OURS}, at double tempo"] = [row._replace(beats=at_tempo(row.beats, 2.0)) for row in rows[OURS]]
    numbers = {name: dances.averaged(some) for name, some in rows.items()}
    title = f"### Dances to music made for {len(found)} held-out pieces\n"
    return [title, *dances.as_table(numbers)], numbers


def _row(motion: Motion, pair: Pair, other: Pair) -> dances.Row:
    return dances.Row(motion, pair.beats, other.beats, _loudness(pair), _loudness(other))


def _loudness(pair: Pair) -> NDArray:
    """Of the music, for each of the motion's frames."""
    return audio.analyse_samples(pair.samples, pair.sample_rate, len(pair.motion)).spectra.rms


def _pairs(args: argparse.Namespace) -> list[Pair]:
    """A soundtrack for each held-out piece of a style that is danced, at most --limit of them."""
    parts, rng = partition(load_clips(None)), np.random.default_rng(args.seed)
    long = [p for p in pieces(parts[args.split]) if p.style in dances.STYLES and p.motion.seconds >= _LEAST_S]
    chosen = [long[i] for i in rng.permutation(len(long))[: args.limit]]
    return [pair for piece in chosen for pair in soundtracks_for(piece, 1, rng) if len(pair.beats) > 2]


def _taken(engine: Engine, pair: Pair, seed: int) -> Motion:
    with tempfile.TemporaryDirectory() as folder:
        sound = Path(folder) / "made.wav"
        soundfile.write(sound, pair.samples, pair.sample_rate)
        request = AudioRequest(
            file_mix(str(sound)), len(pair.motion), Sampling(seeds=(seed,)), style_weights={pair.style: 1.0}
        )
        (take,) = engine.generate(request)
    return take.motion
