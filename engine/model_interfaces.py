"""What the engine asks of its models, as protocols: `engine.model_registry` says which classes meet them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.protocol.request import AroundRequest, AudioRequest, PoseRequest, TextRequest
from retarget.mask import Mask
from retarget.motion import Motion


class TextMotionModel(Protocol):
    """Motion from text."""

    def perform(
        self, segments: Sequence[Any], seeds: Sequence[int], settings: Any, *, apart: bool,
        on_step: Callable[[int, int], None],
    ) -> list[Motion]:  # fmt: skip
        """Canonical motions at 30 fps, one for each seed, that do one segment (text, first, frames: None for as many as
        the model chooses) after another. settings: steps, temperature, guidance and candidates, None for the model's
        own. apart: whether prompts are taken apart into steps. on_step(done, total) may raise to stop.

        Paths, prompts beside a sound and in-betweens with words ask for more than this: for the parts of `TextModel`.
        """
        ...


class AudioMotionModel(Protocol):
    """Motion from sound."""

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
    ) -> list[Motion]:
        """Canonical motions of T frames at 30 fps, one for each seed, to features (T, F), the preset "motif" of
        `engine.audio`, and style weights (T, S).

        Weights may change over time; where all are 0 the model chooses. on_step(done, total) may raise to stop.
        """
        ...


class InbetweenModel(Protocol):
    """Gaps filled in a canonical motion at 30 fps."""

    def fill(
        self, source: Motion, keep: Mask, prompt: str, seed: int, *, words: Callable[[], Any], steps: int | None,
        temperature: float, guidance: float, on_step: Callable[[], None],
    ) -> Motion:  # fmt: skip
        """Kept frames come near the source's, not exact. words: gives the text model. on_step may raise to stop."""
        ...


class AroundModel(Protocol):
    """Motion around one pose."""

    def generate(self, request: AroundRequest, seed: int, base_seed: int, on_step: Callable[[], None]) -> Motion:
        """One take, on the pose's own skeleton. on_step may raise to stop."""
        ...


class PoseModel(Protocol):
    """Poses completed."""

    def generate(self, request: PoseRequest, seed: int, on_step: Callable[[], None]) -> Motion:
        """The request's pose completed, on its own skeleton. on_step may raise to stop."""
        ...


class AudioTokenModel(Protocol):
    """Sounds as tokens of the text model's prompts."""

    def tokens_of(self, request: TextRequest | AudioRequest) -> list[Any]:
        """A tensor (text width,) for each prompt of the request that has the audio tag, None for the others."""
        ...


Model = TextMotionModel | AudioMotionModel | InbetweenModel | AroundModel | PoseModel | AudioTokenModel


@dataclass(frozen=True)
class LoadedModel:
    """A model, ready to sample, and the digest of the weights it runs on."""

    model: Model
    digest: str


Loader = Callable[[Path, str], LoadedModel]  # of a folder of weights and a device
