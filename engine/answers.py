"""How a request of each kind is answered: its models, its sampling, and the clean-up of its takes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.audio.prompt_tokens import PromptTokens, with_length, with_numbered_tags
from engine.inbetween.edit import edit
from engine.model_interfaces import LoadedModel
from engine.motion import cleanup
from engine.motion.canonical import FPS, with_roles
from engine.path import reach
from engine.protocol.errors import EngineError
from engine.protocol.messages import Take
from engine.protocol.request import AroundRequest, AudioRequest, InbetweenRequest, PoseRequest, Request, TextRequest
from engine.protocol.version import engine_version
from engine.runtime import memory, weights
from engine.runtime.device import free_memory
from engine.runtime.progress import Clock, Progress
from engine.text.segments import Segment, segments_of
from retarget.motion import Motion, sample_at

if TYPE_CHECKING:
    from engine.audio.conditioning import Conditioning
    from engine.audio.phrases.assembly import Join
    from engine.text.networks import Settings

AUDIO_TOKEN = "audiotoken"  # the model that turns a sound into a token of the text model's prompts
# Frames that are sampled at once, over all takes: bounds the memory.
BATCH_FRAMES, BATCH_FRAMES_ON_CARD = 4096, 16384
_SAMPLING_SHARE = 0.9  # of the progress; the rest is the clean-up's

_log = logging.getLogger(__name__)

Sample = Callable[[Any, Sequence[int], Progress], list[Motion]]  # (model, seeds, progress) -> a motion for each seed


@dataclass(frozen=True)
class Job:
    """One call of `Engine.generate`.

    load: (model's name, device or None for `device`) -> the model. keep_only: drop every model but the one named.
    """

    load: Callable[[str, str | None], LoadedModel]
    keep_only: Callable[[str], None]
    device: str
    progress: Progress
    clock: Clock

    def load_model(self, request: Request) -> LoadedModel:
        """The model of the request's kind."""
        self.progress(0.0, "Loading the model")
        loaded = self.load(request.model, None)
        self.clock.lap("load")
        return loaded


def answer_text(job: Job, request: TextRequest) -> list[Take]:
    """Takes that follow prompts, those of one prompt side by side, those of several one after another."""
    loaded, tokens = job.load_model(request), None
    if request.has_audio_tag:
        request, tokens = _tokens(job, request)
    from engine.path import follow

    found = segments_of(tokens.prompts if tokens else request.prompts, request.frames, request.sampling.fps)
    apart = tokens is None and not request.whole

    def sample(model: Any, seeds: Sequence[int], progress: Progress) -> list[Motion]:
        model = tokens.bind(model) if tokens else model
        if request.path is None:
            motions = model.perform(found, seeds, _settings(request), apart=apart, on_step=progress.steps())
        else:
            motions = follow.perform(
                model, found, request.path, request.sampling.fps, seeds, _settings(request), apart=apart,
                on_step=progress.steps(),
            )  # fmt: skip
        progress.check()
        if len(motions) != len(seeds):
            raise EngineError("internal", f"The model made {len(motions)} motions where {len(seeds)} were asked for.")
        return motions

    most = BATCH_FRAMES if job.device == "cpu" else BATCH_FRAMES_ON_CARD
    motions = _within_memory(job, request, _batches(request.sampling.seeds, found, most), sample)
    return _finish(job, request, motions, _digest(loaded, tokens), request.frames)


def answer_audio(job: Job, request: AudioRequest) -> list[Take]:
    """Takes that follow a sound, and prompts in their frames."""
    loaded, tokens = job.load_model(request), None
    if request.has_audio_tag:
        request, tokens = _tokens(job, request)
    from engine.audio import dancing
    from engine.audio.conditioning import conditioning, frames_of

    model: Any = loaded.model
    job.progress(0.0, "Listening")
    frames = frames_of(request)
    condition = conditioning(request, model.styles, frames)
    # The network takes energy more to heart than bars are chosen by it: all the way down it stands.
    lively = (condition.energy + request.energy) / 2
    job.clock.lap("listen")

    def sample(model: Any, seeds: Sequence[int], progress: Progress) -> list[Motion]:
        def dance(seeds: Sequence[int], progress: Progress, **pinned: Any) -> list[Motion]:
            return model.sample(
                condition.features, condition.styles, seeds, steps=request.sampling.steps,
                temperature=request.sampling.temperature, guidance=request.sampling.guidance, energy=lively,
                on_step=progress.steps(), **pinned,
            )  # fmt: skip

        if request.prompts:
            motions = _beside_sound(job, request, len(condition.features), seeds, dance, tokens, progress)
        else:
            motions = dancing.composed(
                model,
                request,
                condition,
                seeds,
                lambda some, **pinned: dance(some, progress, **pinned),
                _join(job, model, request, condition),
            )
        progress.check()
        return motions

    motions = _within_memory(job, request, [request.sampling.seeds], sample)
    return _finish(
        job,
        request,
        motions,
        _digest(loaded, tokens),
        frames,
        lambda motion: dancing.finished(motion, request, condition),
    )


def _join(job: Job, model: Any, request: AudioRequest, condition: Conditioning) -> Join | None:
    """What fills seams between phrases: the in-betweener, where there will be phrases and its weights are there."""
    if getattr(model, "phrases", None) is None or condition.bars is None or request.dance.variation >= 1:
        return None
    try:
        filler: Any = job.load(InbetweenRequest.model, None).model
    except EngineError:  # a folder of weights of the audio model alone
        return None
    return filler.join if getattr(filler, "between", None) is not None else None


def answer_inbetween(job: Job, request: InbetweenRequest) -> list[Take]:
    """Takes in which part of the request's motion is generated anew."""
    loaded = job.load_model(request)

    def make(seed: int, base_seed: int, on_step: Callable[[], None]) -> Motion:
        return edit(request, seed, loaded.model, lambda: job.load(TextRequest.model, None).model, on_step)

    return _one_by_one(job, request, loaded.digest, make)


def answer_around(job: Job, request: AroundRequest) -> list[Take]:
    """Takes around a pose."""
    loaded = job.load_model(request)
    model: Any = loaded.model

    def make(seed: int, base_seed: int, on_step: Callable[[], None]) -> Motion:
        return model.generate(request, seed, base_seed, on_step)

    return _one_by_one(job, request, loaded.digest, make, request.base_seeds)


def answer_pose(job: Job, request: PoseRequest) -> list[Take]:
    """Ways to complete a pose."""
    loaded = job.load_model(request)
    model: Any = loaded.model

    def make(seed: int, base_seed: int, on_step: Callable[[], None]) -> Motion:
        return model.generate(request, seed, on_step)

    return _one_by_one(job, request, loaded.digest, make)


def _one_by_one(
    job: Job, request: Request, digest: str, make: Callable[[int, int, Callable[[], None]], Motion],
    base_seeds: Sequence[int] = (),
) -> list[Take]:  # fmt: skip
    """A take for each seed. make: (seed, base seed, what to call at each step) -> the motion, as it is kept."""
    seeds, takes = request.sampling.seeds, list[Take]()
    for i, seed in enumerate(seeds):
        base = base_seeds[i] if base_seeds else None
        progress = job.progress.part(_SAMPLING_SHARE * i / len(seeds), _SAMPLING_SHARE / len(seeds))
        motion = make(seed, seed if base is None else base, progress.open_steps())
        _check_finite(motion)
        quality = cleanup.measure(motion)
        if isinstance(request, InbetweenRequest):
            quality |= reach.misses(with_roles(motion), request.targets)
        takes.append(Take(motion, request, seed, digest, engine_version(), quality=quality, base_seed=base))
    job.clock.lap("sample")
    job.progress(1.0, "Done")
    return [replace(take, timings=job.clock.laps) for take in takes]


def _tokens(job: Job, request: Any) -> tuple[Any, PromptTokens]:
    """A request whose prompts have the audio tag, with its length, and the tokens of its tags."""
    job.progress(0.0, "Listening")
    request = with_length(request)
    loaded = job.load(AUDIO_TOKEN, None)
    model: Any = loaded.model
    tokens = PromptTokens(with_numbered_tags(request.prompts), tuple(model.tokens_of(request)), loaded.digest)
    job.clock.lap("listen")
    return request, tokens


def _digest(loaded: LoadedModel, tokens: PromptTokens | None) -> str:
    return weights.combine([loaded.digest, tokens.digest]) if tokens else loaded.digest


def _beside_sound(
    job: Job, request: AudioRequest, frames: int, seeds: Sequence[int], dance: Callable[..., list[Motion]],
    tokens: PromptTokens | None, progress: Progress,
) -> list[Motion]:  # fmt: skip
    """`dance` to the sound, with what the request's prompts say held fixed in their frames."""
    from engine.text import timeline

    prompts = tokens.prompts if tokens else request.prompts
    found, settings = segments_of(prompts, request.frames, request.sampling.fps), _settings(request)
    motions: list[Motion] = []
    for i, seed in enumerate(seeds):
        first, then = (progress.part((2 * i + half) / (2 * len(seeds)), 0.5 / len(seeds)) for half in (0, 1))
        words: Any = job.load(TextRequest.model, None).model
        words = tokens.bind(words) if tokens else words
        pinned = timeline.pinned(words, found, frames, seed, settings, first.steps(), apart=tokens is None)
        motions += dance([seed], then, pinned=pinned)
    return motions


def _settings(request: TextRequest | AudioRequest) -> Settings:
    from engine.text.networks import Settings

    sampling = request.sampling
    return Settings(sampling.steps, sampling.temperature, sampling.guidance, request.candidates)


def _batches(seeds: Sequence[int], found: Sequence[Segment], most: int) -> list[Sequence[int]]:
    """The seeds in groups of at most so many frames, which fit in memory at once."""
    frames = sum(300 if segment.frames is None else segment.frames for segment in found)
    size = max(1, most // frames)
    return [seeds[i : i + size] for i in range(0, len(seeds), size)]


def _within_memory(job: Job, request: Request, groups: Sequence[Sequence[int]], sample: Sample) -> list[Motion]:
    """A motion for each seed, a group at once.

    Where memory runs out, other models are dropped and the seeds go by halves; one that doesn't fit on the card alone
    is sampled on the processor.
    """
    sampled, count = 0, len(request.sampling.seeds)

    def make(seeds: Sequence[int], device: str | None = None) -> list[Motion]:
        nonlocal sampled
        progress = job.progress.part(_SAMPLING_SHARE * sampled / count, _SAMPLING_SHARE * len(seeds) / count)
        motions = sample(job.load(request.model, device).model, seeds, progress)
        sampled += len(seeds)
        return motions

    def relieve() -> None:
        _log.info("memory ran out: dropping other models and halving the batch")
        job.keep_only(request.model)
        free_memory()

    def on_processor(seeds: Sequence[int]) -> list[Motion]:
        job.progress(_SAMPLING_SHARE * sampled / count, "Too little memory on the card: using the processor")
        return make(seeds, "cpu")

    elsewhere = None if job.device == "cpu" else on_processor
    return [motion for seeds in groups for motion in memory.by_halves(seeds, make, relieve, elsewhere)]


def _finish(
    job: Job, request: TextRequest | AudioRequest, motions: Sequence[Motion], digest: str, frames: int | None,
    then: Callable[[Motion], Motion] = lambda motion: motion,
) -> list[Take]:  # fmt: skip
    """Takes of the motions, one for each seed. frames: their length; None: as sampled. then: what else is done with a
    motion that is cleaned up."""
    job.clock.lap("sample")
    takes: list[Take] = []
    for i, (seed, motion) in enumerate(zip(request.sampling.seeds, motions, strict=True)):
        job.progress.check()
        job.progress(_SAMPLING_SHARE + (1 - _SAMPLING_SHARE) * i / len(motions), "Cleaning up")
        takes.append(_take(request, seed, motion, digest, frames, then))
    job.clock.lap("finish")
    job.progress(1.0, "Done")
    return [replace(take, timings=job.clock.laps) for take in takes]


def _take(
    request: TextRequest | AudioRequest, seed: int, motion: Motion, digest: str, frames: int | None,
    then: Callable[[Motion], Motion],
) -> Take:  # fmt: skip
    """Clean-up and the measures of quality at the model's frame rate, then the request's frame rate and length."""
    _check_finite(motion)
    sampling = request.sampling
    if sampling.clean_up:
        motion = cleanup.clean(motion, sampling.foot_lock)
    motion = then(motion)
    quality = cleanup.measure(motion)
    count = frames or max(1, round(len(motion) * sampling.fps / FPS))
    if sampling.fps != FPS or count != len(motion):
        motion = sample_at(motion, np.arange(count) * (FPS / sampling.fps), sampling.fps)
    targets = request.targets if isinstance(request, TextRequest) else ()
    if targets:
        motion = reach.met(motion, targets)
    quality = {**quality, **reach.misses(motion, targets)}
    return Take(motion, request, seed, digest, engine_version(), quality=quality)


def _check_finite(motion: Motion) -> None:
    if not (np.isfinite(motion.root_pos).all() and np.isfinite(motion.rot).all()):
        raise EngineError("internal", "The model made a motion with numbers out of range: try another seed.")
