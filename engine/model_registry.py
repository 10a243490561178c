"""The models that the engine composes: what each must be able to do, and how it is loaded."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.protocol.request import Request
from engine.runtime import weights
from retarget.mask import Mask
from retarget.motion import Motion


class MotionModel(Protocol):
    """What makes motion from text: `engine.textmodel.TextModel`, or a small stand-in in the tests."""

    def sample(
        self,
        prompts: list[str],
        frames: list[int | None],
        seeds: list[int],
        *,
        steps: int | None,
        temperature: float,
        guidance: float,
        candidates: int | None,
        on_step: Callable[[int, int], None],
        should_stop: Callable[[], bool],
    ) -> list[Motion]:
        """Canonical motions at 30 fps, one for each prompt, length (None: the model chooses) and seed, each the best of
        `candidates` (None: the model's own number)."""
        ...


class AudioMotionModel(Protocol):
    """What makes motion from sound: `engine.audiomodel.AudioModel`, or a stand-in."""

    @property
    def styles(self) -> tuple[str, ...]:
        """Names of the styles it knows, in order."""
        ...

    def sample(
        self,
        features: NDArray[np.float32],
        styles: NDArray[np.float32],
        seeds: Sequence[int],
        *,
        steps: int | None,
        temperature: float,
        guidance: float,
        energy: float,
        on_step: Callable[[int, int], None],
        should_stop: Callable[[], bool],
    ) -> list[Motion]:
        """Canonical motions of T frames at 30 fps, one a seed, to features (T, F), the preset "motif" of
        `engine.audio`, and style weights (T, S).

        Weights may change over time; where all are 0 the model chooses. Raises InterruptedError once told to stop.
        """
        ...


class Fills(Protocol):
    """What fills gaps in a canonical motion at 30 fps: `engine.fillmodel.FillModel`, or a stand-in."""

    def fill(
        self, source: Motion, keep: Mask, prompt: str, seed: int, *, words: Callable[[], Any], steps: int | None,
        temperature: float, guidance: float, on_step: Callable[[], None],
    ) -> Motion:  # fmt: skip
        """Kept frames come near the source's, not exact. words: gives the text model. on_step may raise to stop."""
        ...


class Poses(Protocol):
    """What works from one pose: `engine.posemodel.PriorModel` and `engine.aroundmodel.AroundModel`, or a stand-in."""

    def carry_out(self, request: Request, seed: int, base_seed: int, on_step: Callable[[], None]) -> Motion:
        """The request's pose completed, or motion around it, on the pose's own skeleton. on_step may raise to stop."""
        ...


class Hears(Protocol):
    """What turns sound into words for the text model: `engine.audioword.AudioWord`, or a stand-in."""

    def words(self, request: Request) -> list[Any]:
        """A tensor (text width,) for each prompt of the request that says `<audio>`, None for the others."""
        ...


@dataclass(frozen=True)
class LoadedModel:
    """A model, ready to sample, and the digest of the weights it runs on."""

    model: MotionModel | AudioMotionModel | Fills | Poses | Hears
    digest: str


Loader = Callable[[Path, str], LoadedModel]


def _loader(name: str, module: str, kind: str) -> Loader:
    """Loads `kind` of `engine.module` from a folder of weights. Absent or altered ones need no torch to say so."""

    def load(folder: Path, device: str) -> LoadedModel:
        digest = weights.digest(name, folder)
        made = getattr(importlib.import_module(f"engine.{module}"), kind)
        try:
            return LoadedModel(made.load(folder, device), digest)
        except FileNotFoundError as error:
            raise weights.missing(str(error)) from error

    return load


def _load_audiotoken(folder: Path, device: str) -> LoadedModel:
    """What turns a sound into a word for the text model. Another's audio encoder counts by its own digest."""
    from engine.audio.audio_token import AudioWord

    word = AudioWord.load(folder, device)
    token = weights.file_digest(folder / "audiotoken.safetensors")
    return LoadedModel(word, weights.combine([word.encoder.digest, token]))


LOADERS: Mapping[str, Loader] = {
    "text": _loader("text", "text.model", "TextModel"),
    "audio": _loader("audio", "audio.model", "AudioModel"),
    "inbetween": _loader("inbetween", "inbetween.model", "FillModel"),
    "poses": _loader("poses", "pose.prior", "PriorModel"),
    "decomposed": _loader("decomposed", "pose.around", "AroundModel"),
    "audiotoken": _load_audiotoken,
}
