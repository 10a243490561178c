"""How takes are sampled and finished: what requests of every kind share, with its checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .errors import bad_request, number, whole
from .limits import MAX_FPS, MAX_TAKES

FOOT_LOCKS = ("none", "keep", "always", "ground")
DEFAULT_GUIDANCE = 1.0
_MAX_SEED = 2**63 - 1


@dataclass(frozen=True)
class Sampling:
    """One take for each of `seeds`, at `fps` frames a second.

    steps: of the sampler, None for the model's own number. temperature: scale of the noise. guidance: strength of the
    condition, 1 as in the data. clean_up: whether the takes are cleaned up; foot_lock: how, one of FOOT_LOCKS.
    """

    seeds: tuple[int, ...] = (0,)
    fps: float = 30.0
    steps: int | None = None
    temperature: float = 1.0
    guidance: float = DEFAULT_GUIDANCE
    clean_up: bool = True
    foot_lock: str = "keep"

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "fps", number(self.fps, "The frame rate", 1, MAX_FPS))
        seeds = check_seeds(self.seeds)
        if not 1 <= len(seeds) <= MAX_TAKES:
            raise bad_request(f"The request asks for {len(seeds)} takes: ask for 1 to {MAX_TAKES}.")
        put(self, "seeds", seeds)
        if self.steps is not None:
            put(self, "steps", whole(self.steps, "The number of steps", 1, 1000))
        put(self, "temperature", number(self.temperature, "Temperature", 0.01, 10))
        put(self, "guidance", number(self.guidance, "Guidance", 0, 20))
        put(self, "clean_up", bool(self.clean_up))
        if self.foot_lock not in FOOT_LOCKS:
            raise bad_request(f"Foot lock “{self.foot_lock!s:.40}” is unknown: choose one of {', '.join(FOOT_LOCKS)}.")

    @property
    def applied_foot_lock(self) -> str:
        """The foot lock to apply: "none" where takes are not cleaned up."""
        return self.foot_lock if self.clean_up else "none"


def check_seeds(seeds: Any) -> tuple[int, ...]:
    """Seeds as whole numbers; raises EngineError for anything else."""
    if isinstance(seeds, (str, bytes)):
        raise _no_seeds(seeds)
    try:
        listed = tuple(seeds)
    except TypeError:
        raise _no_seeds(seeds) from None
    return tuple(whole(seed, "A seed", 0, _MAX_SEED) for seed in listed)


def _no_seeds(seeds: Any) -> Exception:
    return bad_request(f"Seeds must be a list of whole numbers, not {seeds!r:.60}.")
