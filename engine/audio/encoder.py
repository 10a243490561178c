"""Audio encoders: sound -> hidden states of an early, a middle and the last layer, frozen, from local files only.

The default is our own small one, which ships; a folder with an audio model in the transformers layout (AST, wav2vec 2,
HuBERT, Whisper ...) can take its place.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.audio.analysis import resampled
from engine.audio.logmel import logmel
from engine.audio.rhythm import SIZE, rhythm_features
from engine.audio.spectra import RATE
from engine.models import audio_encoder
from engine.protocol.errors import bad_request
from engine.runtime.weights import combine, load_weights, missing

WINDOW_S = 10.0  # what encoders of other people's are shown at once
Samples = NDArray[np.floating]


class AudioEncoder(Protocol):
    """A frozen audio encoder. width: of its states. digest: sha256 of its weights. folder: "" for our own."""

    width: int
    digest: str
    folder: str

    def states(self, samples: Samples, rate: int) -> Tensor:
        """Mono samples (N,) at `rate` Hz -> (n, width) float32."""
        ...


def open_encoder(weights: Path, folder: str = "", device: str = "cpu") -> AudioEncoder:
    """The encoder that ships, from a folder of weights, or a third-party one from `folder`; raises EngineError."""
    return FolderEncoder(Path(folder), device) if folder else OwnEncoder.load(weights, device)


class OwnEncoder:
    """The encoder of `engine.models.audio_encoder`."""

    folder = ""

    def __init__(self, network: audio_encoder.AudioTransformer, digest: str, device: str = "cpu") -> None:
        self.network = network.to(device).float().eval().requires_grad_(False)
        self.digest, self.device = digest, device
        self.width = 3 * network.config.dim

    @classmethod
    def load(cls, folder: Path, device: str = "cpu") -> OwnEncoder:
        """From a folder with hearing.safetensors; raises EngineError where it is absent or unsound."""
        stored = load_weights(folder / "hearing.safetensors", torch.float32)
        network = audio_encoder.AudioTransformer(audio_encoder.Config(**stored.config))
        network.load_state_dict(stored.state)
        return cls(network, stored.digest, device)

    def states(self, samples: Samples, rate: int) -> Tensor:
        """Mono samples (N,) at `rate` Hz -> (n, width) float32, 12.5 a second."""
        return self.of_mel(logmel(resampled(samples, rate)))

    @torch.no_grad()
    def of_mel(self, mel: NDArray[np.floating]) -> Tensor:
        """A log-mel spectrogram (T, bands) -> (ceil(T / patch), width); a long one in windows of like length."""
        config = self.network.config
        # Padded with silence to whole patches, then cut into windows of about the same length.
        count = -(-len(mel) // config.patch)
        rows = torch.from_numpy(np.asarray(mel, np.float32))
        rows = torch.nn.functional.pad(rows, (0, 0, 0, count * config.patch - len(mel)), value=-1.0).to(self.device)
        edges = np.linspace(0, count, -(-count // config.window) + 1).round().astype(int) * config.patch
        parts = [rows[a:b][None] for a, b in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)]
        real = [torch.ones(1, p.shape[1] // config.patch, dtype=torch.bool, device=self.device) for p in parts]
        return torch.cat([self.network.layer_states(p, r)[0] for p, r in zip(parts, real, strict=True)])


class WithRhythm:
    """An encoder with the sound's rhythm features after each state, the same for all: states that are pooled say what
    sounds, not how often."""

    def __init__(self, encoder: AudioEncoder) -> None:
        self.encoder, self.digest, self.folder = encoder, encoder.digest, encoder.folder
        self.width = encoder.width + SIZE

    def states(self, samples: Samples, rate: int) -> Tensor:
        """Mono samples (N,) at `rate` Hz -> (n, width) float32."""
        return _with_rhythm(self.encoder.states(samples, rate), logmel(resampled(samples, rate)))


def of_mel(encoder: AudioEncoder, mel: NDArray[np.floating]) -> Tensor:
    """States (n, width) of a log-mel spectrogram (T, bands), by our own encoder; raises TypeError for another's, which
    takes samples."""
    if isinstance(encoder, WithRhythm):
        return _with_rhythm(of_mel(encoder.encoder, mel), mel)
    if not isinstance(encoder, OwnEncoder):
        raise TypeError("this is another's encoder")
    return encoder.of_mel(mel)


def _with_rhythm(states: Tensor, mel: NDArray[np.floating]) -> Tensor:
    """States (n, width) with the spectrogram's rhythm features (SIZE,) after each."""
    return torch.cat([states, torch.from_numpy(rhythm_features(mel)).to(states).expand(len(states), -1)], -1)


class FolderEncoder:
    """An audio model in the transformers layout, with its own feature extractor."""

    def __init__(self, folder: Path, device: str = "cpu") -> None:
        os.environ["HF_HUB_OFFLINE"] = "1"  # never asks a server, also where there is one
        if not (folder / "config.json").is_file():
            raise missing(f"There is no audio model in {folder}: give the folder that holds its config.json.")
        try:
            from transformers import AutoFeatureExtractor, AutoModel
        except ImportError as error:
            raise bad_request(
                f"The audio model in {folder.name:.60} needs the Python package transformers: install it into the "
                "engine's Python, or use the encoder that ships."
            ) from error
        try:
            self.extract: Any = AutoFeatureExtractor.from_pretrained(folder, local_files_only=True)
            model: Any = AutoModel.from_pretrained(folder, local_files_only=True)
        except (OSError, ValueError, ImportError) as error:
            raise bad_request(
                f"The audio model in {folder.name:.60} can't be loaded ({str(error).splitlines()[0]:.120}): choose a "
                "folder that transformers can read."
            ) from error
        model = model.get_encoder() if model.config.is_encoder_decoder else model
        self.model = model.to(device).float().eval().requires_grad_(False)
        self.device, self.folder = device, str(folder.resolve())
        self.rate = int(self.extract.sampling_rate)
        self.width = 3 * int(self.model.config.hidden_size)
        self.digest = folder_digest(folder)

    @torch.no_grad()
    def states(self, samples: Samples, rate: int) -> Tensor:
        """Mono samples (N,) at `rate` Hz -> (n, width) float32, window by window."""
        sound = _at(samples, rate, self.rate)
        size = round(WINDOW_S * self.rate)
        parts = np.array_split(sound, max(1, -(-len(sound) // size)))
        return torch.cat([self._window(part) for part in parts])

    def _window(self, sound: Samples) -> Tensor:
        """States (n, width) of one window: three layers' side by side."""
        if len(sound) < self.rate // 10:  # convolutions at the bottom need something to slide over
            sound = np.pad(sound, (0, self.rate // 10 - len(sound)))
        given = self.extract(sound, sampling_rate=self.rate, return_tensors="pt").to(self.device)
        layers = self.model(**given, output_hidden_states=True).hidden_states
        last = len(layers) - 1
        early, middle = max(1, last // 3), max(1, 2 * last // 3)
        return torch.cat([layers[i][0] for i in (early, middle, last)], -1).float()


def folder_digest(folder: Path) -> str:
    """sha256 over the config and the weights in a model's folder."""
    files = sorted(p for p in folder.iterdir() if p.name == "config.json" or p.suffix in (".safetensors", ".bin"))
    found = []
    for path in files:
        with open(path, "rb") as file:
            found.append(hashlib.file_digest(file, "sha256").hexdigest())
    return combine(found)


def _at(samples: Samples, rate: int, wanted: int) -> Samples:
    """(N,) at `rate` Hz -> (N * wanted / rate,)."""
    samples = np.asarray(samples, np.float32)
    if rate == wanted or not len(samples):
        return samples
    import librosa

    return librosa.resample(samples, orig_sr=rate, target_sr=wanted, res_type="soxr_hq")


__all__ = [
    "RATE", "AudioEncoder", "FolderEncoder", "OwnEncoder", "WithRhythm", "folder_digest", "of_mel", "open_encoder",
]  # fmt: skip
