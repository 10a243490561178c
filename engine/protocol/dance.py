"""How a take to a sound is danced: how near the beat, where, and from what. Standard library only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .errors import number


@dataclass(frozen=True)
class Dance:
    """on_beat: from 0, in the time that the model gives it, to 1, stops of the body on the beats, strokes of speaking
    hands on the stresses. stage: m around its beginning within which captured phrases are chosen, 0 for anywhere.
    variation: share of the bars that the network makes, 0 for captured phrases alone, 1 for the network alone. Raises
    EngineError for what is out of range."""

    on_beat: float = 1.0
    stage: float = 1.5
    variation: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "on_beat", number(self.on_beat, "On the beat", 0, 1))
        object.__setattr__(self, "stage", number(self.stage, "The stage", 0, 100))
        object.__setattr__(self, "variation", number(self.variation, "Variation", 0, 1))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON of what is not as before: records of before there was a choice are read and made as they were."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: value for name, value in plain.items() if value != getattr(AS_BEFORE, name)}


AS_BEFORE = Dance(on_beat=0.0, stage=0.0, variation=1.0)  # takes of before there was such a choice


def dance_from_json(data: Mapping[str, Any] | None) -> Dance:
    """Inverse of `to_json`, None for a record that doesn't say."""
    return replace(AS_BEFORE, **(data or {}))


def dance_of(options: Mapping[str, Any]) -> Dance:
    """From options of a command line or a manifest's row, None or absent where they are left open."""
    given = {name: options.get(name) for name in Dance.__dataclass_fields__}
    return Dance(**{name: value for name, value in given.items() if value is not None})


def is_asked(options: Mapping[str, Any]) -> bool:
    """Whether an option says how to dance."""
    return any(options.get(name) is not None for name in Dance.__dataclass_fields__)
