"""The models that the engine composes: their weights, how each is loaded, and which kind of request each answers."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine import answers
from engine.model_interfaces import LoadedModel, Loader
from engine.protocol import weight_sets
from engine.protocol.errors import bad_request
from engine.protocol.messages import Take
from engine.protocol.request import AroundRequest, AudioRequest, InbetweenRequest, PoseRequest, Request, TextRequest
from engine.released import sets
from engine.runtime import weights

# Answers a request of one kind: (job, request) -> a take for each seed.
Answer = Callable[[answers.Job, Any], list[Take]]


@dataclass(frozen=True)
class ModelEntry:
    """files: names of the weights that it is made of. cls: its class in `engine.`, with `load(folder, device)`.
    optional: weights that it uses where they are there, and does without where they aren't."""

    files: tuple[str, ...]
    cls: str
    optional: tuple[str, ...] = ()


MODELS: Mapping[str, ModelEntry] = {
    TextRequest.model: ModelEntry(("tokenizer", "text"), "text.model.TextModel", ("critic", "library")),
    AudioRequest.model: ModelEntry(("audio",), "audio.model.AudioModel", ("phrases", "inbetween")),
    InbetweenRequest.model: ModelEntry(("tokenizer", "text"), "inbetween.model.FillModel", ("inbetween", "upper")),
    PoseRequest.model: ModelEntry(("poses",), "pose.prior.PriorModel"),
    AroundRequest.model: ModelEntry(("decomposed",), "pose.around.AroundModel"),
    answers.AUDIO_TOKEN: ModelEntry(("hearing", "audiotoken"), "audio.audio_token.AudioTokenModel"),
}

ANSWERS: Mapping[type[Request], Answer] = {
    TextRequest: answers.answer_text,
    AudioRequest: answers.answer_audio,
    InbetweenRequest: answers.answer_inbetween,
    AroundRequest: answers.answer_around,
    PoseRequest: answers.answer_pose,
}


# The text model of a folder of imported networks; its other models are those that ship.
_RELEASED, _RELEASED_UPPER = "released.text_model.ReleasedText", "released.upper_model.ReleasedFill"


def home_of(model: str, folder: Path) -> Path:
    """The folder that `model` is loaded from: of a set that was imported, or learnt from an artist's motion, which has
    the text model alone (or the upper body's), the weights that ship for the others."""
    alone = sets.is_set(folder) or weight_sets.is_learnt(folder)
    own = InbetweenRequest.model if alone and sets.is_upper(folder) else TextRequest.model
    return weights.FOLDER if alone and model != own else folder


def model_files(model: str, folder: Path) -> list[Path]:
    """The files that `model` is made of; raises EngineError("bad_request") for an unknown model."""
    if model not in MODELS:
        raise bad_request(f"The model “{model:.40}” is unknown: choose {' or '.join(sorted(MODELS))}.")
    return weights.files_of(MODELS[model].files, home_of(model, folder))


def present(folder: Path) -> list[str]:
    """Names of the models whose files all lie in `folder`."""
    return [model for model in MODELS if all(path.is_file() for path in model_files(model, folder))]


def digest(model: str, folder: Path) -> str:
    """One sha256 over the digests of all files that `model` is made of, and of the optional ones that are there: what a
    take remembers."""
    required = model_files(model, folder)
    optional = [path for path in weights.files_of(MODELS[model].optional, home_of(model, folder)) if path.is_file()]
    return weights.combine(weights.file_digest(path) for path in (*required, *optional))


def _loader(name: str) -> Loader:
    """Loads a model of MODELS from a folder of weights. Absent or altered ones need no torch to say so."""

    def load(folder: Path, device: str) -> LoadedModel:
        found = digest(name, folder)
        home = home_of(name, folder)
        theirs = _RELEASED_UPPER if name == InbetweenRequest.model else _RELEASED
        module, _, cls = (theirs if sets.is_set(home) else MODELS[name].cls).rpartition(".")
        try:
            model = getattr(importlib.import_module(f"engine.{module}"), cls).load(home, device)
        except FileNotFoundError as error:
            raise weights.missing(str(error)) from error
        return LoadedModel(model, found)

    return load


def _load_audio_token(folder: Path, device: str) -> LoadedModel:
    """The audio token. An audio encoder of another maker counts by its own digest."""
    from engine.audio.audio_token import AudioTokenModel

    home = home_of(answers.AUDIO_TOKEN, folder)
    model = AudioTokenModel.load(home, device)
    token = weights.file_digest(home / "audiotoken.safetensors")
    return LoadedModel(model, weights.combine([model.encoder.digest, token]))


LOADERS: Mapping[str, Loader] = {
    **{name: _loader(name) for name in MODELS},
    answers.AUDIO_TOKEN: _load_audio_token,
}
