"""Requests and takes as messages: plain JSON and the arrays that travel beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from numpy.typing import NDArray

from .dance import dance_from_json
from .errors import bad_request
from .path import Path
from .prompt import Prompt
from .request import REQUEST_TYPES, AroundRequest, AudioRequest, InbetweenRequest, PoseRequest, Request, TextRequest
from .sampling import Sampling
from .sound import audio_from_json, audio_to_json
from .targets import Target

Arrays = Mapping[str, NDArray[Any]]
Unpack = Callable[[Arrays], tuple[Any, Any]]
# What reading JSON of any shape as a request can raise.
MALFORMED = (LookupError, TypeError, AttributeError, ValueError, ArithmeticError, RecursionError)
_SAMPLING_KEYS = ("seeds", "fps", "steps", "temperature", "guidance", "clean_up", "foot_lock")
_KEYS = {
    *_SAMPLING_KEYS, "model", "frames", "prompts", "style_weights", "audio", "mask", "energy", "base_seeds", "given",
    "candidates", "whole", "path", "targets", "dance",
}  # fmt: skip


@dataclass(frozen=True)
class Take:
    """One generated motion and how it came to be. timings: stage -> seconds. quality: measure -> value. base_seed: this
    take's, where the request has base seeds."""

    motion: Any
    request: Request
    seed: int
    weights_digest: str
    engine_version: str
    timings: Mapping[str, float] = field(default_factory=dict[str, float])
    quality: Mapping[str, float] = field(default_factory=dict[str, float])
    base_seed: int | None = None

    def meta(self) -> dict[str, Any]:
        """JSON-able, kept with the motion; `request_from_json(meta["request"])` asks for this very take again."""
        request, _ = request_to_json(self.request)
        request.pop("mask", None)  # of a motion that isn't kept here
        seeds: dict[str, Any] = {"seeds": [self.seed]}
        if self.base_seed is not None:
            seeds["base_seeds"] = [self.base_seed]
        return {
            "request": {**request, **seeds},
            "seed": self.seed,
            "weights_digest": self.weights_digest,
            "engine_version": self.engine_version,
            "timings": {k: round(float(v), 6) for k, v in self.timings.items()},
            "quality": {k: round(float(v), 6) for k, v in self.quality.items()},
        }


def request_to_json(request: Request) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """The request as plain JSON, and the arrays (samples of a sound, motion, mask) that travel beside it.

    Requests of all kinds have the same keys, so that any of them can be read by looking at `model` alone. "whole" is
    left out where it is true: records that were written before there was a planner are read and made as they were.
    """
    sampling, arrays = request.sampling, dict[str, NDArray[Any]]()
    audio = isinstance(request, AudioRequest)
    data: dict[str, Any] = {
        "model": request.model,
        "frames": request.frames,
        "fps": sampling.fps,
        "prompts": [{"text": p.text, "start": p.start, "end": p.end} for p in request.prompts],
        "style_weights": dict(request.style_weights) if audio else {},
        "guidance": sampling.guidance,
        "energy": request.energy if audio else 1.0,
        "seeds": list(sampling.seeds),
        "steps": sampling.steps,
        "temperature": sampling.temperature,
        "candidates": request.candidates if isinstance(request, (TextRequest, AudioRequest)) else None,
        "clean_up": sampling.clean_up,
        "foot_lock": sampling.foot_lock,
    }
    if isinstance(request, TextRequest) and not request.whole:
        data["whole"] = False
    if isinstance(request, (TextRequest, InbetweenRequest)) and request.path is not None:
        data["path"] = request.path.to_json()
    if isinstance(request, (TextRequest, InbetweenRequest)) and request.targets:
        data["targets"] = [target.to_json() for target in request.targets]
    if audio and (danced := request.dance.to_json()):
        data["dance"] = danced
    if isinstance(request, (TextRequest, AudioRequest)):
        if request.audio is not None:
            data["audio"], arrays = audio_to_json(request.audio)
        return data, arrays
    if isinstance(request, AroundRequest) and request.base_seeds:
        data["base_seeds"] = list(request.base_seeds)
    if isinstance(request, PoseRequest):
        data["given"] = list(request.given)
    elif request.mask is not None:
        frames, joints = request.mask.joints.shape
        data["mask"] = {"frames": frames, "joints": joints}
        arrays |= {f"kept/{name}": array for name, array in request.mask.pack().items()}
    if request.source is not None:
        arrays |= {f"source/{name}": array for name, array in request.source.pack().items()}
    return data, arrays


def request_from_json(data: Any, arrays: Arrays | None = None, unpack: Unpack | None = None) -> Request:
    """Inverse of `request_to_json`; raises EngineError("bad_request") for anything that isn't a request.

    unpack: makes the source motion and the mask, each None where it is absent, of the arrays
    (`retarget.mask.unpack`); without it both are left out.
    """
    arrays = arrays or {}
    if not isinstance(data, Mapping):
        raise bad_request("The request is not a JSON object.")
    data = cast("Mapping[str, Any]", data)
    unknown = sorted(set(data) - _KEYS)
    if unknown:
        raise bad_request(f"The request has unknown settings: {', '.join(map(str, unknown[:5]))}.")
    kind = _kind(data.get("model", TextRequest.model))
    try:
        shared: dict[str, Any] = {
            "prompts": tuple(Prompt(p["text"], p.get("start", 0), p.get("end")) for p in data.get("prompts") or ()),
            "sampling": Sampling(**{name: data[name] for name in _SAMPLING_KEYS if name in data}),
        }
        if kind is TextRequest or kind is AudioRequest:
            return _with_sound(kind, data, arrays, shared)
        source, mask = unpack(arrays) if unpack else (None, None)
        if kind is PoseRequest:
            return PoseRequest(source=source, given=tuple(data.get("given", ())), **shared)
        shared |= {"source": source, "mask": mask, "frames": data.get("frames")}
        if kind is AroundRequest:
            return AroundRequest(base_seeds=data.get("base_seeds", ()), **shared)
        return InbetweenRequest(**shared, **_where(data))
    except MALFORMED as error:
        raise bad_request(f"The request is malformed: {error!s:.120}.") from error


def _where(data: Mapping[str, Any]) -> dict[str, Any]:
    """The path and the targets of a request."""
    path = Path.from_json(data["path"]) if data.get("path") else None
    return {"path": path, "targets": tuple(Target.from_json(target) for target in data.get("targets") or ())}


def _kind(model: Any) -> type[Request]:
    if not isinstance(model, str) or not model:
        raise bad_request("The request names no model: choose one, such as “text”.")
    found = {kind.model: kind for kind in REQUEST_TYPES}
    if model not in found:
        raise bad_request(f"The model “{model:.40}” is unknown: choose {' or '.join(sorted(found))}.")
    return found[model]


def _with_sound(
    kind: type[TextRequest] | type[AudioRequest], data: Mapping[str, Any], arrays: Arrays, shared: dict[str, Any]
) -> TextRequest | AudioRequest:
    """A request of words or of sound; raises EngineError for one with a mask, which is of neither kind."""
    if data.get("mask"):
        raise bad_request(f"The model “{kind.model}” makes whole takes: choose the model “inbetween”.")
    shared["audio"] = audio_from_json(data["audio"], arrays) if data.get("audio") else None
    shared |= {name: data[name] for name in ("frames", "candidates") if name in data}
    if kind is TextRequest:
        return TextRequest(**shared, whole=data.get("whole", True), **_where(data))
    if shared["audio"] is None and not shared["prompts"]:
        raise bad_request("There is nothing to generate from: write a prompt or choose audio.")
    own = {name: data[name] for name in ("style_weights", "energy") if name in data}
    return AudioRequest(**shared, **own, dance=dance_from_json(data.get("dance")))


def takes_to_message(takes: list[Take]) -> tuple[list[dict[str, Any]], dict[str, NDArray[Any]]]:
    """Takes as JSON and arrays named `<index>/<name>`."""
    arrays = {f"{i}/{name}": a for i, take in enumerate(takes) for name, a in take.motion.to_arrays().items()}
    return [take.meta() for take in takes], arrays


def takes_from_message(
    metas: Any, arrays: Arrays, motion_from_arrays: Callable[[dict[str, NDArray[Any]]], Any], request: Request
) -> list[Take]:
    """Inverse of `takes_to_message` for the request that asked for them.

    `motion_from_arrays` makes the motion (`Motion.from_arrays`); raises ValueError for what isn't a list of takes.
    """
    takes: list[Take] = []
    try:
        for i, meta in enumerate(metas):
            values = {name.partition("/")[2]: a for name, a in arrays.items() if name.startswith(f"{i}/")}
            origin = str(meta["weights_digest"]), str(meta["engine_version"])
            measured = dict(meta["timings"]), dict(meta["quality"])
            base = meta.get("request", {}).get("base_seeds")
            base_seed = int(base[0]) if base else None
            takes.append(Take(motion_from_arrays(values), request, int(meta["seed"]), *origin, *measured, base_seed))
    except MALFORMED as error:
        raise ValueError(f"malformed takes: {error!r}") from error
    return takes
