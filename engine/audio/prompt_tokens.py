"""Prompts with the audio tag: the token that stands for each tag, and the length of a take with such prompts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from engine.protocol.limits import MAX_SECONDS, MAX_TIMELINE_SECONDS
from engine.protocol.prompt import AUDIO_TAG, Prompt
from engine.protocol.request import AudioRequest, TextRequest

R = TypeVar("R", TextRequest, AudioRequest)


@dataclass(frozen=True)
class PromptTokens:
    """prompts: with the tag of prompt N as `<audio N>`. tokens: what it stands for, (text width,) for each prompt, None
    for one without a tag. digest: of the weights that made the tokens."""

    prompts: tuple[Prompt, ...]
    tokens: Sequence[Any]
    digest: str

    def bind(self, model: Any) -> Any:
        """The text model `model` with these tokens for the tags of its prompts."""
        return model.with_audio_tokens(self.tokens)


def numbered_tag(number: int) -> str:
    """The tag of the prompt of that number."""
    return AUDIO_TAG.replace(">", f" {number}>")


def with_numbered_tags(prompts: Iterable[Prompt]) -> tuple[Prompt, ...]:
    """The prompts with each one's tag numbered."""
    return tuple(
        replace(prompt, text=prompt.text.replace(AUDIO_TAG, numbered_tag(number)))
        for number, prompt in enumerate(prompts)
    )


def with_length(request: R) -> R:
    """The request with a length where it was open: to the end of its last prompt, else of its sound, as far as one take
    can last."""
    if request.frames is not None or request.audio is None:
        return request
    last = request.prompts[-1].end
    if last is None:
        from engine.audio import open_source

        most = MAX_TIMELINE_SECONDS if len(request.prompts) > 1 else MAX_SECONDS
        last = max(1, int(min(open_source(request.audio).seconds, most) * request.sampling.fps))
    return replace(request, frames=last)
