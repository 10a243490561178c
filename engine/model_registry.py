"""The models that the engine composes, how each is loaded, and which kind of request each answers."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from engine import answers
from engine.model_interfaces import LoadedModel, Loader
from engine.protocol.messages import Take
from engine.protocol.request import AroundRequest, AudioRequest, InbetweenRequest, PoseRequest, Request, TextRequest
from engine.runtime import weights

# Answers a request of one kind: (job, request) -> a take for each seed.
Answer = Callable[[answers.Job, Any], list[Take]]


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


def _load_audio_token(folder: Path, device: str) -> LoadedModel:
    """The audio token. An audio encoder of another maker counts by its own digest."""
    from engine.audio.audio_token import AudioTokenModel

    word = AudioTokenModel.load(folder, device)
    token = weights.file_digest(folder / "audiotoken.safetensors")
    return LoadedModel(word, weights.combine([word.encoder.digest, token]))


LOADERS: Mapping[str, Loader] = {
    TextRequest.model: _loader("text", "text.model", "TextModel"),
    AudioRequest.model: _loader("audio", "audio.model", "AudioModel"),
    InbetweenRequest.model: _loader("inbetween", "inbetween.model", "FillModel"),
    PoseRequest.model: _loader("poses", "pose.prior", "PriorModel"),
    AroundRequest.model: _loader("decomposed", "pose.around", "AroundModel"),
    answers.AUDIO_TOKEN: _load_audio_token,
}

ANSWERS: Mapping[type[Request], Answer] = {
    TextRequest: answers.answer_text,
    AudioRequest: answers.answer_audio,
    InbetweenRequest: answers.answer_inbetween,
    AroundRequest: answers.answer_around,
    PoseRequest: answers.answer_pose,
}
