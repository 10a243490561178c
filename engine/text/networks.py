"""What sampling needs of a text model, and what it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from torch import Tensor

from engine.models import critic, mmm, vqvae
from engine.models.text_states import TextStates
from engine.text.retrieval import Library


class Networks(Protocol):
    """The parts of a text model that takes are sampled with; `engine.text.model.TextModel` has them."""

    @property
    def transformer(self) -> mmm.MMM: ...

    @property
    def tokenizer(self) -> vqvae.VQVAE: ...

    @property
    def library(self) -> Library | None: ...

    @property
    def critic(self) -> critic.Critic | None: ...

    @property
    def device(self) -> str: ...


class Encoder(Protocol):
    """Reads texts."""

    def encode(self, texts: Sequence[str]) -> TextStates: ...


class TextNetworks(Networks, Protocol):
    """All parts of a text model, and how it draws takes."""

    @property
    def encoder(self) -> Encoder: ...

    @property
    def together(self) -> int: ...

    def draw(self, specs: Sequence[TakeSpec], settings: Settings, on_step: Callable[[int], None]) -> list[Tensor]: ...

    def steps_in_all(self, tokens: Sequence[int | None], steps: int | None) -> int: ...


@dataclass(frozen=True)
class Settings:
    """How takes are sampled; None: the model's default. candidates: made for each take, of which one is kept.
    guided_share: see `engine.models.mmm.sample`."""

    steps: int | None = None
    temperature: float = 1.0
    guidance: float | None = None
    candidates: int | None = None
    guided_share: float = 1.0


@dataclass(frozen=True)
class TakeSpec:
    """A take to sample. text: one sentence's states. tokens: its length; None: predicted from the sentence, or that of
    the retrieved motion."""

    text: TextStates
    tokens: int | None
    seed: int
