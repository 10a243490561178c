"""Prompts that hear: which part of a request's sound each of them means, and how long a take then is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.protocol.request import AUDIO_WORD, MAX_SECONDS, MAX_TIMELINE_SECONDS, Request


@dataclass(frozen=True)
class Ears:
    """request: its prompts say `<audio 0>`, `<audio 1>` ... words: what is heard in each prompt, None where it doesn't
    hear. digest: of the weights that listened."""

    request: Request
    words: Sequence[Any]
    digest: str

    def lend(self, model: Any) -> Any:
        """A text model that reads these words."""
        return model.hearing(self.words)


def spoken(number: int) -> str:
    """What the prompt of that number says for its part of the sound."""
    return AUDIO_WORD.replace(">", f" {number}>")


def numbered(request: Request) -> Request:
    """The request with each prompt's `<audio>` told from the others'."""
    prompts = [
        replace(prompt, text=prompt.text.replace(AUDIO_WORD, spoken(number)))
        for number, prompt in enumerate(request.condition.prompts)
    ]
    return replace(request, condition=replace(request.condition, prompts=tuple(prompts)))


def settled(request: Request) -> Request:
    """The request with a length: of its last prompt, else of its sound, as far as one take can last."""
    if request.frames is not None or request.condition.audio is None:
        return request
    last = request.condition.prompts[-1].end
    if last is None:
        from engine.audio import open_source

        most = MAX_TIMELINE_SECONDS if len(request.condition.prompts) > 1 else MAX_SECONDS
        last = max(1, int(min(open_source(request.condition.audio).seconds, most) * request.fps))
    return replace(request, frames=last)
