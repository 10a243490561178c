"""The engine: a request in, takes out. Every caller goes through here: the worker, the command line, the tests."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.audio.prompt_tokens import Ears, numbered, settled
from engine.inbetween.edit import edit, step_counter
from engine.model_registry import LOADERS, LoadedModel, Loader
from engine.motion import cleanup
from engine.protocol.request import EngineError, Request, Take, bad_request, engine_version
from engine.runtime import memory, weights
from engine.runtime.device import choose_device, device_name, free_memory, model_budget
from engine.text.segments import FPS, Passage, passages
from retarget.motion import Motion, sample_at

if TYPE_CHECKING:
    from engine.text import timeline

# The shortest clip that a model is asked for; a shorter request is cut from one.
LEAST_FRAMES = 16
# Frames that are sampled at once, over all takes: bounds the memory.
BATCH_FRAMES, BATCH_FRAMES_ON_CARD = 4096, 16384

OnProgress = Callable[[float, str], None]
ShouldStop = Callable[[], bool]


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
        at_hand = {*loaded, *weights.present(self.weights_dir)} & self._loaders.keys()
        return {
            "device": self.device,
            "device_name": device_name(self.device),
            "models": sorted(at_hand),
            "engine_version": engine_version(),
        }

    def load(self, model: str = "text", device: str | None = None) -> LoadedModel:
        """The model, on the engine's device or another; models used least recently make room for it.

        Raises EngineError for one that is unknown, absent or altered.
        """
        loader = self._loaders.get(model)
        if loader is None:
            raise bad_request(f"The model “{model:.40}” is unknown: choose {' or '.join(sorted(self._loaders))}.")
        where = device or self.device
        with self._lock:
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
        try:
            return self._generate(request, on_progress, should_stop)
        except EngineError:
            raise
        except InterruptedError as error:  # a model's own word for "should_stop said so"
            raise _cancelled() from error
        except Exception as error:
            raise explain(error) from error

    def _generate(self, request: Request, on_progress: OnProgress | None, should_stop: ShouldStop | None) -> list[Take]:
        report: OnProgress = on_progress or (lambda _fraction, _text: None)
        stop: ShouldStop = should_stop or (lambda: False)
        clock = _Clock()
        if request.mask is not None or request.model == "inbetween":
            return self._edit(request, report, stop, clock)
        report(0.0, "Loading the model")
        loaded = self.load(request.model)
        clock.lap("load")
        if hasattr(loaded.model, "carry_out"):
            return self._edit(request, report, stop, clock)
        request, ears = self._listen(request, report, clock)
        if request.condition.audio is not None and (ears is None or hasattr(loaded.model, "styles")):
            raw = self._follow(loaded, request, ears, report, stop, clock)
        else:
            raw = self._speak(loaded, request, ears, report, stop)
        digest = weights.combine([loaded.digest, ears.digest]) if ears else loaded.digest
        clock.lap("sample")
        takes: list[Take] = []
        for i, (seed, motion) in enumerate(zip(request.seeds, raw, strict=True)):
            _check_stop(stop)
            report(0.9 + 0.1 * i / len(raw), "Cleaning up")
            takes.append(self._finish(request, seed, motion, digest))
        clock.lap("finish")
        report(1.0, "Done")
        return [replace(take, timings=clock.laps) for take in takes]

    def _edit(self, request: Request, report: OnProgress, stop: ShouldStop, clock: _Clock) -> list[Take]:
        """Part of the request's own motion made anew, or what a pose leads to, one a seed."""
        report(0.0, "Loading the model")
        loaded = self.load(request.model)
        clock.lap("load")
        make = self._maker(loaded, request)
        takes: list[Take] = []
        for i, seed in enumerate(request.seeds):
            base = request.base_seeds[i] if request.base_seeds else None
            step = step_counter(_part(report, i / len(request.seeds), 1 / len(request.seeds)), stop)
            motion = make(seed, seed if base is None else base, step)
            _check_finite(motion)
            quality = cleanup.measure(motion)
            takes.append(Take(motion, request, seed, loaded.digest, engine_version(), quality=quality, base_seed=base))
        clock.lap("sample")
        report(1.0, "Done")
        return [replace(take, timings=clock.laps) for take in takes]

    def _maker(self, loaded: LoadedModel, request: Request) -> Callable[[int, int, Callable[[], None]], Motion]:
        """(seed, base seed, what to call at each step) -> one take's motion."""
        model: Any = loaded.model
        if hasattr(model, "carry_out"):
            return lambda seed, base, step: model.carry_out(request, seed, base, step)
        if not hasattr(model, "fill"):
            raise bad_request(f"The model “{request.model:.40}” makes whole takes: choose the model “inbetween”.")
        return lambda seed, base, step: edit(request, seed, model, lambda: self.load("text").model, step)

    def _follow(
        self, loaded: LoadedModel, request: Request, ears: Ears | None, report: OnProgress, stop: ShouldStop,
        clock: _Clock,
    ) -> list[Motion]:  # fmt: skip
        """Motion to the request's sound, one a seed."""
        from engine.audio.conditioning import steering

        model: Any = loaded.model
        if not hasattr(model, "styles"):
            raise bad_request(f"The model “{request.model:.40}” reads words: choose the model “audio” for sound.")
        report(0.0, "Listening")
        heard = steering(request, model.styles)
        clock.lap("listen")

        def sample(loaded: LoadedModel, seeds: Sequence[int], part: OnProgress) -> list[Motion]:
            model: Any = loaded.model

            def dance(seeds: Sequence[int], part: OnProgress, **pinned: Any) -> list[Motion]:
                return model.sample(
                    heard.features, heard.styles, seeds, steps=request.steps, temperature=request.temperature,
                    guidance=request.condition.guidance, energy=request.condition.energy, on_step=_steps(part, stop),
                    should_stop=stop, **pinned,
                )  # fmt: skip

            motions = self._told(request, len(heard.features), seeds, dance, ears, part, stop)
            _check_stop(stop)
            return motions

        return self._within_memory(request, [request.seeds], sample, report)

    def _told(
        self, request: Request, frames: int, seeds: Sequence[int], dance: Callable[..., list[Motion]],
        ears: Ears | None, report: OnProgress, stop: ShouldStop,
    ) -> list[Motion]:  # fmt: skip
        """`dance` to the sound, with what the request's prompts say held fixed where they say it."""
        if not request.condition.prompts:
            return dance(seeds, report)
        from engine.text import timeline

        found, settings = passages(ears.request if ears else request), _settings(request)
        motions: list[Motion] = []
        for i, seed in enumerate(seeds):
            first, then = (_share(report, (2 * i + half) / (2 * len(seeds)), 0.5 / len(seeds)) for half in (0, 1))
            words: Any = self.load("text").model
            words = ears.lend(words) if ears else words
            pinned = timeline.pinned(words, found, frames, seed, settings, _steps(first, stop))
            motions += dance([seed], then, pinned=pinned)
        return motions

    def _listen(self, request: Request, report: OnProgress, clock: _Clock) -> tuple[Request, Ears | None]:
        """What the request's sound says as words, None where no prompt says `<audio>`; and the request, as long as its
        sound where that was left open."""
        if not request.condition.hears:
            return request, None
        report(0.0, "Listening")
        request = settled(request)
        listener = self.load("audiotoken")
        model: Any = listener.model
        ears = Ears(numbered(request), tuple(model.words(request)), listener.digest)
        clock.lap("listen")
        return request, ears

    def _speak(
        self, loaded: LoadedModel, request: Request, ears: Ears | None, report: OnProgress, stop: ShouldStop
    ) -> list[Motion]:
        """Motion to the request's words, one a seed."""
        if hasattr(loaded.model, "styles"):
            raise bad_request(f"The model “{request.model:.40}” follows sound: choose a sound, or the model “text”.")
        if not hasattr(loaded.model, "sample"):
            raise bad_request(f"The model “{request.model:.40}” makes no motion: choose the model “text”.")
        found = passages(ears.request if ears else request)

        def sample(loaded: LoadedModel, seeds: Sequence[int], part: OnProgress) -> list[Motion]:
            way = _sample if len(found) == 1 else _in_a_row
            model = ears.lend(loaded.model) if ears else loaded.model
            return way(model, request, found, seeds, part, stop)

        most = BATCH_FRAMES if self.device == "cpu" else BATCH_FRAMES_ON_CARD
        return self._within_memory(request, _batches(request, found, most), sample, report)

    def _within_memory(
        self,
        request: Request,
        groups: Sequence[Sequence[int]],
        sample: Callable[[LoadedModel, Sequence[int], OnProgress], list[Motion]],
        report: OnProgress,
    ) -> list[Motion]:
        """A motion for each seed, a group at once. Where memory runs out, other models are put away and the seeds go
        by halves; one that doesn't fit on the card alone is made on the processor."""
        made = 0

        def make(seeds: Sequence[int], device: str | None = None) -> list[Motion]:
            nonlocal made
            part = _part(report, made / len(request.seeds), len(seeds) / len(request.seeds))
            motions = sample(self.load(request.model, device), seeds, part)
            made += len(seeds)
            return motions

        def relieve() -> None:
            self._loaded.keep(lambda key: key[0] == request.model)
            free_memory()

        def on_processor(seeds: Sequence[int]) -> list[Motion]:
            report(0.9 * made / len(request.seeds), "Too little memory on the card: using the processor")
            return make(seeds, "cpu")

        elsewhere = None if self.device == "cpu" else on_processor
        return [motion for seeds in groups for motion in memory.by_halves(seeds, make, relieve, elsewhere)]

    def _finish(self, request: Request, seed: int, motion: Motion, digest: str) -> Take:
        """Clean-up at the model's frame rate, the request's frame rate and length, and the measures of quality."""
        _check_finite(motion)
        if request.clean_up:
            motion = cleanup.clean(motion, request.foot_lock)
        quality = cleanup.measure(motion)
        count = request.frames
        if count is None and request.condition.audio is not None:
            from engine.audio.conditioning import frames_of

            count = frames_of(request)
        count = count or max(1, round(len(motion) * request.fps / FPS))
        if request.fps != FPS or count != len(motion):
            motion = sample_at(motion, np.arange(count) * (FPS / request.fps), request.fps)
        return Take(motion, request, seed, digest, engine_version(), quality=quality)


def _sample(
    model: Any, request: Request, found: Sequence[Passage], seeds: Sequence[int], report: OnProgress, stop: ShouldStop
) -> list[Motion]:
    """Takes of one prompt, side by side."""
    frames = found[0].frames
    motions = model.sample(
        [found[0].text] * len(seeds),
        [None if frames is None else max(frames, LEAST_FRAMES)] * len(seeds),
        list(seeds),
        steps=request.steps,
        temperature=request.temperature,
        guidance=request.condition.guidance,
        candidates=request.candidates,
        on_step=_steps(report, stop),
        should_stop=stop,
    )
    _check_stop(stop)
    if len(motions) != len(seeds):
        raise EngineError("internal", f"The model made {len(motions)} motions where {len(seeds)} were asked for.")
    return [m if frames is None else m.cut(0, frames) for m in motions]


def _in_a_row(
    model: Any, request: Request, found: Sequence[Passage], seeds: Sequence[int], report: OnProgress, stop: ShouldStop
) -> list[Motion]:
    """Takes of several prompts along the timeline, one after another."""
    from engine.text import timeline

    return [
        timeline.make(
            model, found, seed, _settings(request), _steps(_share(report, i / len(seeds), 1 / len(seeds)), stop)
        )
        for i, seed in enumerate(seeds)
    ]


def _settings(request: Request) -> timeline.Settings:
    from engine.text import timeline

    return timeline.Settings(request.steps, request.temperature, request.condition.guidance, request.candidates)


def _batches(request: Request, found: Sequence[Passage], most: int) -> list[Sequence[int]]:
    """The seeds in groups of at most so many frames, which fit in memory at once."""
    frames = sum(300 if passage.frames is None else passage.frames for passage in found)
    size = max(1, most // frames)
    return [request.seeds[i : i + size] for i in range(0, len(request.seeds), size)]


def _part(report: OnProgress, start: float, share: float) -> OnProgress:
    """Progress within a part of the sampling, which fills the first nine tenths of the bar."""
    return lambda fraction, text: report(0.9 * (start + share * fraction), text)


def _share(report: OnProgress, start: float, share: float) -> OnProgress:
    """Progress within a share of what `report` counts."""
    return lambda fraction, text: report(start + share * fraction, text)


def _steps(report: OnProgress, stop: ShouldStop) -> Callable[[int, int], None]:
    """What a sampler calls after each step: raises EngineError("cancelled") once it is told to stop."""

    def on_step(step: int, steps: int) -> None:
        _check_stop(stop)
        report(step / max(steps, 1), f"Step {step} of {steps}")

    return on_step


def explain(error: Exception) -> EngineError:
    """An error that nobody foresaw, as an EngineError with its trace; one of memory gets the code `oom`."""
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


def _check_finite(motion: Motion) -> None:
    if not (np.isfinite(motion.root_pos).all() and np.isfinite(motion.rot).all()):
        raise EngineError("internal", "The model made a motion with numbers out of range: try another seed.")


def _check_stop(stop: ShouldStop) -> None:
    if stop():
        raise _cancelled()


def _cancelled() -> EngineError:
    return EngineError("cancelled", "The generation was cancelled.")


class _Clock:
    """Seconds between one `lap` and the next, by name."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = now - self._last
        self.laps["total"] = now - self._start
        self._last = now
