"""What librosa computes beside plain numpy: how far apart, how long once warm, what is taken, whose beats are better.

    python -m engine.bench.librosa_calls [--audio ../shared/audio] [--out FILE.md]

Times are the processor's, the least of fifteen. A minute; one more where numba has yet to compile.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from engine import files
from engine.audio import analysis, beats, spectra
from engine.audio.spectra import HOP, RATE

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
    sound = np.repeat(generator.standard_normal(RATE * 2), 10).astype(np.float32) * 0.1
    lines = [
        "| call | apart, of the largest | plain numpy | librosa, warm | its first call | taken |",
        "|---|---|---|---|---|---|",
    ]
    lines += [f"| {' | '.join(row)} |" for row in call_rows(sound)]
    lines += ["", "| track | F of our beats | of librosa's | our tempo | its | told |", "|---|---|---|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in beat_rows(args.audio)]
    print("\n".join(lines))
    if args.out:
        files.write_text(args.out, "\n".join(lines) + "\n")
    return 0


def call_rows(sound: Floats, repeats: int = 15) -> list[tuple[str, ...]]:
    """One row a call, for mono samples at RATE: in plain numpy, by librosa, and which of them the engine takes."""
    import librosa

    padded = np.pad(sound, _WINDOW // 2)
    power = spectra._magnitudes(np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP]) ** 2
    level = spectra._decibels((power @ spectra.mel_bank(RATE, _WINDOW, _MELS).T).astype(np.float32))
    strength = beats._normalised(np.maximum(np.diff(level.mean(1), prepend=0), 0).astype(np.float64))
    parts = np.lib.stride_tricks.sliding_window_view(strength, len(strength) // 2)[::50]
    chroma = {"tuning": 0.0, "norm": None, "ctroct": float(np.log2(400 / 27.5))}
    calls: dict[str, tuple[Callable[[], Any], Callable[[], Any], str]] = {
        "mel filters (once a process)": (
            lambda: mel_filters(RATE, _WINDOW, _MELS),
            lambda: librosa.filters.mel(sr=RATE, n_fft=_WINDOW, n_mels=_MELS),
            "librosa",
        ),
        "MFCC of a mel spectrogram": (
            lambda: level @ _cosines(_MELS),
            lambda: librosa.feature.mfcc(S=level.T, n_mfcc=spectra.MFCC).T,
            "librosa",
        ),
        "onset strength of a mel spectrogram": (
            lambda: rises(level, 2),
            lambda: librosa.onset.onset_strength(S=level.T, lag=2, max_size=3, center=False)[2:],
            "librosa",
        ),
        "autocorrelation, for the tempogram": (
            lambda: np.stack([correlation(part) for part in parts]),
            lambda: librosa.autocorrelate(parts),
            "librosa",
        ),
        "tempogram": (
            lambda: beats._tempogram(strength),
            lambda: librosa.feature.tempogram(onset_envelope=strength, sr=RATE, hop_length=HOP // 5, win_length=1200),
            "ours",
        ),
        "chroma": (
            lambda: power @ spectra.chroma_bank(RATE, _WINDOW).T,
            lambda: librosa.feature.chroma_stft(S=power.T, sr=RATE, **chroma).T,
            "ours",
        ),
        "resampling from 44.1 kHz": (
            lambda: _soxr(sound),
            lambda: librosa.resample(sound, orig_sr=2 * RATE, target_sr=RATE, res_type="soxr_hq"),
            "librosa",
        ),
    }
    return [_row(name, *pair, repeats) for name, pair in calls.items()]


def mel_filters(rate: int, window: int, bands: int) -> Floats:
    """(bands, window / 2 + 1) triangles of equal area on Slaney's mel scale, linear below 1 kHz."""
    step = np.log(6.4) / 27
    mels = np.linspace(0, 15 + np.log(rate / 2000) / step, bands + 2)
    edges = np.where(mels < 15, mels * 1000 / 15, 1000 * np.exp(step * (mels - 15)))
    bins = np.arange(window // 2 + 1) * rate / window
    rise = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    return (np.maximum(np.minimum(rise, fall), 0) * (2 / (edges[2:] - edges[:-2]))[:, None]).astype(np.float32)


@lru_cache
def _cosines(bands: int) -> Floats:
    return np.asarray(scipy.fft.dct(np.eye(bands), axis=1, norm="ortho"))[:, : spectra.MFCC].astype(np.float32)


def rises(mel: Floats, lag: int) -> Floats:
    """(n - lag,) mean rise of mel bands (n, bands) above the largest of a band and its neighbours `lag` rows before."""
    above, below = np.pad(mel, ((0, 0), (0, 1)), "edge")[:, 1:], np.pad(mel, ((0, 0), (1, 0)), "edge")[:, :-1]
    widest = np.maximum(mel, np.maximum(above, below))
    return np.maximum(mel[lag:] - widest[:-lag], 0).mean(1)


def correlation(x: Floats) -> Floats:
    """Autocorrelation (N,) of x (N,), by a Fourier transform of a power of two."""
    size = 1 << (2 * len(x) - 1).bit_length()
    return np.fft.irfft(np.abs(np.fft.rfft(x, size)) ** 2, size)[: len(x)]


def _soxr(sound: Floats) -> Floats:
    import soxr

    return soxr.resample(sound, 2 * RATE, RATE)


def _row(name: str, ours: Callable[[], Any], theirs: Callable[[], Any], taken: str, repeats: int) -> tuple[str, ...]:
    start = time.process_time()
    b = theirs()
    first = time.process_time() - start
    a = ours()
    own, other = (min(_seconds(call) for _ in range(repeats)) for call in (ours, theirs))
    return name, apart(a, b), f"{1000 * own:.2f} ms", f"{1000 * other:.2f} ms", f"{first:.2f} s", taken


def apart(a: Any, b: Any) -> str:
    """The largest difference of two arrays as a share of the largest value; in words where their shapes differ."""
    if not (isinstance(a, np.ndarray) and isinstance(b, np.ndarray)) or a.shape != b.shape:
        return "another definition"
    return f"{np.abs(a - b).max() / max(np.abs(a).max(), 1e-12):.1e}"


def _seconds(call: Callable[[], Any]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


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
