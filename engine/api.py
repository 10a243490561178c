"""The engine: a request in, takes out. Every caller goes through here: the worker, the command line, the tests."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.answers import Job
from engine.model_interfaces import LoadedModel, Loader
from engine.model_registry import ANSWERS, LOADERS, present
from engine.protocol.errors import EngineError, bad_request
from engine.protocol.messages import Take
from engine.protocol.request import Request, TextRequest
from engine.protocol.version import engine_version
from engine.runtime import memory, weights
from engine.runtime.device import choose_device, device_name, free_memory, model_budget
from engine.runtime.progress import Clock, OnProgress, Progress, ShouldStop

_log = logging.getLogger(__name__)


class Engine:
    """Loads models when they are first needed and composes them with the clean-up.

    weights_dir: folder of weights, by default the ones that ship. device: auto, cpu, cuda or cuda:N. loaders: model
    name -> how it is loaded. Raises EngineError, here for a device that isn't there.
    """

    def __init__(
        self, weights_dir: Path | None = None, device: str | None = None, loaders: Mapping[str, Loader] | None = None
    ) -> None:
        self.weights_dir = Path(weights_dir) if weights_dir else weights.FOLDER
        self.device = choose_device(device)
        self._loaders = dict(LOADERS if loaders is None else loaders)
        self._loaded: memory.Shelf[LoadedModel] = memory.Shelf(model_budget(self.device))
        self._lock = threading.Lock()

    def info(self) -> dict[str, Any]:
        """device, device_name, models (those at hand), engine_version."""
        loaded = {name for name, _device in self._loaded.names()}
        at_hand = {*loaded, *present(self.weights_dir)} & self._loaders.keys()
        return {
            "device": self.device,
            "device_name": device_name(self.device),
            "models": sorted(at_hand),
            "engine_version": engine_version(),
        }

    def load(self, model: str = TextRequest.model, device: str | None = None) -> LoadedModel:
        """The model, on the engine's device or another; models used least recently make room for it.

        Raises EngineError for one that is unknown, absent or altered.
        """
        loader = self._loaders.get(model)
        if loader is None:
            raise bad_request(f"The model “{model:.40}” is unknown: choose {' or '.join(sorted(self._loaders))}.")
        where = device or self.device
        with self._lock:
            _log.debug("the model %s on %s", model, where)
            return self._loaded.get(
                (model, where), lambda: loader(self.weights_dir, where), lambda loaded: memory.held(loaded.model)
            )

    def generate(
        self, request: Request, *, on_progress: OnProgress | None = None, should_stop: ShouldStop | None = None
    ) -> list[Take]:
        """One take for each seed, at the request's frame rate.

        on_progress: called with a fraction 0-1 and a few words. should_stop: asked at every sampler step; once it is
        true, EngineError("cancelled") is raised. Raises EngineError and nothing else for what a caller can cause.
        """
        progress = Progress(on_progress or (lambda _fraction, _text: None), should_stop or (lambda: False))
        job = Job(self._load_on, self._keep_only, self.device, progress, Clock())
        try:
            return ANSWERS[type(request)](job, request)
        except EngineError:
            raise
        except Exception as error:
            raise explain(error) from error

    def _load_on(self, model: str, device: str | None) -> LoadedModel:
        return self.load(model, device)

    def _keep_only(self, model: str) -> None:
        self._loaded.keep(lambda key: key[0] == model)


def explain(error: Exception) -> EngineError:
    """An unexpected error, as an EngineError with its trace; one of memory gets the code `oom`."""
    trace = "".join(traceback.format_exception(error))
    if memory.ran_out(error):
        free_memory()
        return EngineError("oom", "There is not enough memory: ask for fewer or shorter takes.", trace=trace)
    if isinstance(error, ImportError):
        return EngineError(
            "internal",
            f"The engine's Python ({sys.executable}) can't load a library it needs ({error!s:.120}): repair it with "
            "“python3 build.py” or choose another Python in the add-on's preferences.",
            trace=trace,
        )
    what = f"{type(error).__name__}: {error}".strip().splitlines()[0]
    return EngineError(
        "internal", f"The engine met an error that it doesn't know ({what:.160}): try again.", trace=trace
    )
