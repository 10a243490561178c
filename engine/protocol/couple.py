"""Two dancers to one sound: the requests for the first and for the second."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .dance import pair, place_of
from .errors import bad_request
from .options import OPTIONS
from .request import AudioRequest, Request, with_seeds


def couple(
    request: AudioRequest, partner: str, place: tuple[float, float, float]
) -> tuple[AudioRequest, AudioRequest]:  # fmt: skip
    """The requests for both. partner: of `dance.PARTNERS`. place: of the second, as in Dance. Raises EngineError."""
    if partner == "canon" and request.prompts:
        raise bad_request("A canon has no words of its own: leave out the texts, or mirror the second dancer.")
    first, second = (replace(request, dance=dance) for dance in pair(request.dance, partner, place))
    if partner == "other":
        last = max(request.sampling.seeds)
        second = with_seeds(second, [last + 1 + k for k in range(len(request.sampling.seeds))])
    return first, second


def couple_of(options: Mapping[str, Any], request: Request) -> tuple[AudioRequest, AudioRequest]:
    """The same from options of a command line or a manifest's row. Raises EngineError for what can't be danced by
    two."""
    if options["dancers"] != 2:
        raise bad_request(f"The number of dancers is {options['dancers']}: give 1 or 2.")
    if not isinstance(request, AudioRequest):
        raise bad_request("Two dancers dance to a sound: give it with --audio, and no text.")
    partner, placed, apart = (options.get(name, OPTIONS[name].default) for name in ("partner", "placed", "apart"))
    return couple(request, partner, place_of(placed, apart))
