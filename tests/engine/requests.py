"""Requests of one prompt or one sound, with the options of their sampling flat: short to write in tests."""

from __future__ import annotations

from typing import Any

from engine.protocol.prompt import Prompt
from engine.protocol.request import AudioRequest, TextRequest
from engine.protocol.sampling import Sampling
from engine.protocol.sound import AudioClip, Mix

_OWN = ("frames", "audio", "candidates", "whole", "prompts", "style_weights", "energy")


def text_request(text: str, **options: Any) -> TextRequest:
    """One prompt over the whole take; `options` are the fields of TextRequest and of Sampling."""
    own, sampling = _split(options)
    return TextRequest((Prompt(text),), sampling=sampling, **own)


def timeline_request(*prompts: Prompt, **options: Any) -> TextRequest:
    """Prompts along the take; `options` are the fields of TextRequest and of Sampling."""
    own, sampling = _split(options)
    return TextRequest(prompts, sampling=sampling, **own)


def audio_request(audio: AudioClip | Mix, **options: Any) -> AudioRequest:
    """Motion to a sound; `options` are the fields of AudioRequest and of Sampling."""
    own, sampling = _split(options)
    return AudioRequest(audio, sampling=sampling, **own)


def _split(options: dict[str, Any]) -> tuple[dict[str, Any], Sampling]:
    own = {name: options.pop(name) for name in _OWN if name in options}
    return own, Sampling(**options)
