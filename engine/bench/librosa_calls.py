"""What librosa computes beside ours, call by call: how far apart, how long once warm, and whose beats are better.

    python -m engine.bench.librosa_calls [--audio ../shared/audio] [--out FILE.md]

Nothing else may run meanwhile; about three minutes, of which librosa's first calls are one (numba compiles).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import files
from engine.audio import analysis, beats, spectra
from engine.audio.spectra import FPS, HOP, RATE

Floats = NDArray[np.floating]
NEAR_S = 0.07  # a beat found this near to one that is told counts
_WINDOW, _MELS = 2048, 64


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print both tables."""
    parser = argparse.ArgumentParser(prog="python -m engine.bench.librosa_calls")
    parser.add_argument("--audio", type=Path, default=Path("../shared/audio"), help="tracks and audio.json")
    parser.add_argument("--out", type=Path, help="a .md file")
    args = parser.parse_args(argv)
    generator = np.random.default_rng(0)
    sound = np.repeat(generator.standard_normal(RATE * 2), 15)[: RATE * 30].astype(np.float32) * 0.1
    lines = ["| call | apart, of the largest | ours | librosa, warm | its first call |", "|---|---|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in call_rows(sound)]
    lines += ["", "| track | F of our beats | of librosa's | our tempo | its | told |", "|---|---|---|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in beat_rows(args.audio)]
    print("\n".join(lines))
    if args.out:
        files.write_text(args.out, "\n".join(lines) + "\n")
    return 0


def call_rows(sound: Floats, repeats: int = 5) -> list[tuple[str, ...]]:
    """One row a call that both have, for mono samples at RATE."""
    import librosa

    power = np.abs(librosa.stft(sound, n_fft=_WINDOW, hop_length=HOP)) ** 2
    mel = spectra.mel_bank(RATE, _WINDOW, _MELS)
    level = spectra._decibels((power.T @ mel.T).astype(np.float32))
    strength = np.maximum(np.diff(level.mean(1), prepend=0), 0)
    calls: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
        "mel bank, Slaney's": (
            lambda: spectra.mel_bank(RATE, _WINDOW, _MELS),
            lambda: librosa.filters.mel(sr=RATE, n_fft=_WINDOW, n_mels=_MELS),
        ),
        "mel bank, HTK's": (
            lambda: spectra.mel_bank(RATE, _WINDOW, _MELS),
            lambda: librosa.filters.mel(sr=RATE, n_fft=_WINDOW, n_mels=_MELS, htk=True, norm=None),
        ),
        "MFCC of the same mel": (
            lambda: spectra._cepstrum(level),
            lambda: librosa.feature.mfcc(S=level.T, n_mfcc=spectra.MFCC).T,
        ),
        "chroma": (
            lambda: spectra._chroma(power.T.astype(np.float32)),
            lambda: librosa.feature.chroma_stft(S=power, sr=RATE).T,
        ),
        "resampling from 44.1 kHz": (
            lambda: analysis.resampled(sound, 2 * RATE),
            lambda: librosa.resample(sound, orig_sr=2 * RATE, target_sr=RATE, res_type="soxr_hq"),
        ),
        "onset strength": (
            lambda: spectra._onset(np.pad(sound, (spectra._LEFT, spectra._RIGHT)), len(sound) * FPS // RATE),
            lambda: librosa.onset.onset_strength(y=sound, sr=RATE, hop_length=HOP // spectra.FINE),
        ),
        "tempogram": (
            lambda: beats._tempogram(beats._normalised(strength)),
            lambda: librosa.feature.tempogram(onset_envelope=strength, sr=RATE, hop_length=HOP),
        ),
    }
    return [_row(name, *pair, repeats) for name, pair in calls.items()]


def _row(name: str, ours: Callable[[], Any], theirs: Callable[[], Any], repeats: int) -> tuple[str, ...]:
    start = time.perf_counter()
    b = theirs()
    first = time.perf_counter() - start
    a = ours()
    own, other = (min(_seconds(call) for _ in range(repeats)) for call in (ours, theirs))
    return name, apart(a, b), f"{1000 * own:.1f} ms", f"{1000 * other:.1f} ms", f"{first:.2f} s"


def apart(a: Any, b: Any) -> str:
    """The largest difference of two arrays as a share of the largest value; in words where their shapes differ."""
    if not (isinstance(a, np.ndarray) and isinstance(b, np.ndarray)) or a.shape != b.shape:
        return "another definition"
    return f"{np.abs(a - b).max() / max(np.abs(a).max(), 1e-12):.1e}"


def _seconds(call: Callable[[], Any]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def beat_rows(folder: Path) -> list[tuple[str, ...]]:
    """One row a track whose beats are told in the folder's audio.json; none where it is missing."""
    import librosa

    told = folder / "audio.json"
    if not told.is_file():
        return []
    rows, scores = [], list[tuple[float, float]]()
    for track in json.loads(told.read_text(encoding="utf-8"))["files"]:
        if not track.get("beat_times"):
            continue
        sound, _ = librosa.load(folder / track["file"], sr=RATE, mono=True)
        mine = analysis.analyse_samples(sound, RATE).beats
        tempo, times = librosa.beat.beat_track(y=sound, sr=RATE, units="time")
        wanted = np.asarray(track["beat_times"], float)
        scores.append((f_measure(mine.times, wanted), f_measure(np.asarray(times), wanted)))
        known = track.get("tempo_known_bpm") or track.get("tempo_bpm") or 0.0
        tempi = f"{mine.tempo or 0:.1f}", f"{float(np.ravel(tempo)[0]):.1f}", f"{known:.1f}"
        rows.append((track["file"], *(f"{score:.2f}" for score in scores[-1]), *tempi))
    if scores:
        rows.append(("mean", *(f"{mean:.3f}" for mean in np.mean(scores, axis=0)), "", "", ""))
    return rows


def f_measure(found: Floats, wanted: Floats) -> float:
    """F of beats found (N,) s against those told (M,) s: each told one is met at most once, within NEAR_S."""
    free, met = list(np.sort(np.asarray(found, float))), 0
    for time_s in np.sort(np.asarray(wanted, float)):
        near = [one for one in free if abs(one - time_s) <= NEAR_S]
        if near:
            free.remove(min(near, key=lambda one: abs(one - time_s)))
            met += 1
    return 2 * met / max(len(found) + len(wanted), 1)


if __name__ == "__main__":
    sys.exit(main())
