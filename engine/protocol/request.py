"""Requests to the engine, one type for each kind, with their checks. Standard library and numpy only.

Frames count from 0 and spans end before `end`. Every check raises EngineError with one sentence that an artist can act
on. `model` is the name of the kind in JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Protocol, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from .dance import Dance
from .errors import bad_request, number, whole
from .limits import MAX_AUDIO_SECONDS, MAX_CANDIDATES, MAX_SECONDS, MAX_TIMELINE_SECONDS
from .path import Path, check_length
from .plan.parse import plan_of
from .prompt import AUDIO_TAG, READ_WORDS, Prompt, check_prompts, has_audio_tag, hints
from .sampling import Sampling, check_seeds
from .sound import AudioClip, Mix
from .targets import Target, check_targets

StyleWeight = float | tuple[float, ...]


class PackedMotion(Protocol):
    """A motion, as far as this package needs to know: `retarget.motion.Motion` on both sides of the process."""

    def pack(self) -> dict[str, NDArray[Any]]: ...


class PackedMask(Protocol):
    """What is kept of a motion of T frames and J joints: `retarget.mask.Mask` on both sides of the process."""

    @property
    def root(self) -> NDArray[np.bool_]: ...

    @property
    def joints(self) -> NDArray[np.bool_]: ...

    def pack(self) -> dict[str, NDArray[np.bool_]]: ...


@dataclass(frozen=True)
class TextRequest:
    """Motion from prompts along the take's frames; what lies between two is a transition.

    frames: at the sampling's rate, None for a length chosen by the model. audio: what the audio tag in the prompts
    means; its beginning is the take's first frame. candidates: generated for each take, of which the best is kept;
    None for the model's own number. whole: each prompt goes to the model as it is, also where it can be taken apart
    (`plan.parse.plan_of`). path: what the take goes along; with frames it says how long the take is, where
    nothing else does. targets: places that joints are at in frames of the take.
    """

    model: ClassVar[str] = "text"
    prompts: tuple[Prompt, ...]
    frames: int | None = None
    sampling: Sampling = field(default_factory=Sampling)
    audio: AudioClip | Mix | None = None
    candidates: int | None = None
    whole: bool = False
    path: Path | None = None
    targets: tuple[Target, ...] = ()

    def __post_init__(self) -> None:
        put = object.__setattr__
        prompts = tuple(self.prompts)
        if self.path is not None and self.path.last_frame is not None and self.frames is None:
            put(self, "frames", self.path.last_frame + 1)
        if not prompts and self.audio is not None:
            raise bad_request("The model “text” reads words: choose the model “audio” for sound.")
        if not prompts:
            raise _nothing()
        put(self, "frames", _check_frames(self.frames, _prompts_limit(prompts), self.sampling.fps))
        put(self, "candidates", _check_candidates(self.candidates))
        put(self, "whole", _check_flag(self.whole, "whole"))
        put(self, "prompts", check_prompts(prompts, self.frames, self.sampling.fps))
        check_length(self.path, self.frames)
        put(self, "targets", check_targets(self.targets, self.frames))
        if self.path is not None and self.audio is not None:
            raise bad_request("A path is followed by words, not by a sound: leave out the sound or the path.")
        if self.has_audio_tag and self.audio is None:
            raise bad_request(
                f"The prompt says {AUDIO_TAG} and there is no sound: choose one, or take {AUDIO_TAG} out."
            )
        if self.audio is not None and not self.has_audio_tag:
            raise bad_request(
                f"There is a sound and the prompt doesn't say where it is meant: write {AUDIO_TAG} in it, such as "
                f"“a person moves to {AUDIO_TAG}”, or leave the sound out."
            )

    @property
    def has_audio_tag(self) -> bool:
        """Whether a prompt has the audio tag."""
        return any(prompt.has_audio_tag for prompt in self.prompts)


@dataclass(frozen=True)
class AudioRequest:
    """Motion to a sound, with prompts that hold for their own frames; the sound leads everywhere else.

    audio: its beginning is the take's first frame. frames: at the sampling's rate, None for as long as the sound.
    style_weights: name -> weight, or a weight for each frame. energy: 1 as the music has it, above for larger and
    livelier motion, below for calmer. candidates: of what the prompts say, as in TextRequest. dance: beats and stage.
    """

    model: ClassVar[str] = "audio"
    audio: AudioClip | Mix
    frames: int | None = None
    sampling: Sampling = field(default_factory=Sampling)
    prompts: tuple[Prompt, ...] = ()
    style_weights: Mapping[str, StyleWeight] = field(default_factory=dict[str, StyleWeight])
    energy: float = 1.0
    candidates: int | None = None
    dance: Dance = field(default_factory=Dance)

    def __post_init__(self) -> None:
        put, fps = object.__setattr__, self.sampling.fps
        audio = cast("AudioClip | Mix | None", self.audio)
        if audio is None:
            raise bad_request("The model “audio” follows sound: choose a sound, or the model “text”.")
        if self.frames is None and audio.seconds is not None:
            put(self, "frames", max(1, round(audio.seconds * fps)))
        put(self, "frames", _check_frames(self.frames, MAX_AUDIO_SECONDS, fps))
        styles = {str(name): _style_weight(str(name), value) for name, value in dict(self.style_weights).items()}
        put(self, "style_weights", styles)
        put(self, "energy", number(self.energy, "Energy", 0, 2))
        put(self, "candidates", _check_candidates(self.candidates))
        for name, weight in styles.items():
            if isinstance(weight, tuple) and len(weight) != self.frames:
                raise bad_request(
                    f"The style {name:.40} has {len(weight)} weights and the take {self.frames} frames: match them."
                )
        put(self, "prompts", check_prompts(self.prompts, self.frames, fps))

    @property
    def has_audio_tag(self) -> bool:
        """Whether a prompt has the audio tag."""
        return any(prompt.has_audio_tag for prompt in self.prompts)


@dataclass(frozen=True)
class InbetweenRequest:
    """Part of a motion generated anew: what the mask doesn't keep of `source`, following the prompts that hold there.

    source, mask: of the same frames and joints; None in a take's record, which keeps neither. frames: as many as the
    mask has. path: what the part that is made anew goes along; targets: what is reached there. Both in the source's own
    frames and on its ground.
    """

    model: ClassVar[str] = "inbetween"
    source: PackedMotion | None
    mask: PackedMask | None
    sampling: Sampling = field(default_factory=Sampling)
    prompts: tuple[Prompt, ...] = ()
    frames: int | None = None
    path: Path | None = None
    targets: tuple[Target, ...] = ()

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "frames", _frames_of_mask(self.mask, self.frames, self.prompts, self.sampling.fps))
        put(self, "prompts", _without_sound(check_prompts(self.prompts, self.frames, self.sampling.fps)))
        check_length(self.path, self.frames)
        put(self, "targets", check_targets(self.targets, self.frames))


@dataclass(frozen=True)
class AroundRequest:
    """Motion around one pose: the frame of `source` that the mask keeps, or a pose drawn by the model.

    source, mask: None for the model's own pose, and in a take's record. frames: as many as the mask has. base_seeds:
    of each take's base pose and shared noise, none for the sampling's seeds.
    """

    model: ClassVar[str] = "decomposed"
    source: PackedMotion | None
    mask: PackedMask | None
    sampling: Sampling = field(default_factory=Sampling)
    prompts: tuple[Prompt, ...] = ()
    base_seeds: tuple[int, ...] = ()
    frames: int | None = None

    def __post_init__(self) -> None:
        put, seeds = object.__setattr__, self.sampling.seeds
        put(self, "frames", _frames_of_mask(self.mask, self.frames, self.prompts, self.sampling.fps))
        put(self, "prompts", _without_sound(check_prompts(self.prompts, self.frames, self.sampling.fps)))
        bases = check_seeds(self.base_seeds)
        if len(bases) not in (0, len(seeds)):
            raise bad_request(f"There are {len(seeds)} seeds and {len(bases)} base seeds: give as many of both.")
        put(self, "base_seeds", bases)


@dataclass(frozen=True)
class PoseRequest:
    """A pose completed: what isn't given of the one frame of `source`. given: roles or body parts whose pose stays.

    source: None in a take's record.
    """

    model: ClassVar[str] = "poses"
    frames: ClassVar[int] = 1
    source: PackedMotion | None
    given: tuple[str, ...]
    sampling: Sampling = field(default_factory=Sampling)
    prompts: tuple[Prompt, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "given", tuple(str(name) for name in self.given))
        prompts = _without_sound(check_prompts(self.prompts, self.frames, self.sampling.fps))
        object.__setattr__(self, "prompts", prompts)


Request = TextRequest | AudioRequest | InbetweenRequest | AroundRequest | PoseRequest
REQUEST_TYPES: tuple[type[Request], ...] = (
    TextRequest, AudioRequest, InbetweenRequest, AroundRequest, PoseRequest,
)  # fmt: skip
R = TypeVar("R", bound=Request)


def with_seeds(request: R, seeds: Iterable[int]) -> R:
    """The same request with other seeds."""
    return replace(request, sampling=replace(request.sampling, seeds=tuple(seeds)))


def notes(request: Request) -> list[str]:
    """What an artist should know of a request that is legal and not quite what it seems: sentences."""
    long = [
        f"The prompt “{p.text[:30]}…” is long: only about its first {READ_WORDS} words are read."
        for p in request.prompts
        if len(p.text.split()) > READ_WORDS
    ]
    texts = [p.text for p in request.prompts]
    return [*long, *hints(texts), *(_unclear(texts) if isinstance(request, TextRequest) and not request.whole else [])]


def understood(text: str) -> bool:
    """Whether a prompt's words tell what is done; any other is looked for as it stands, and nothing of it measured."""
    return not text.strip() or has_audio_tag(text) or plan_of(text).understood


def _unclear(texts: Iterable[str]) -> list[str]:
    return [
        f"“{text[:30]}” is not understood, so what comes is near it at best: say what the body does, such as “walks”."
        for text in texts
        if not understood(text)
    ]


def _nothing() -> Exception:
    return bad_request("There is nothing to generate from: write a prompt or choose audio.")


def _prompts_limit(prompts: tuple[Prompt, ...]) -> float:
    """Seconds that a take with these prompts can last."""
    return MAX_TIMELINE_SECONDS if len(prompts) > 1 else MAX_SECONDS


def _check_frames(frames: int | None, seconds: float, fps: float) -> int | None:
    """A length in frames of at most so many seconds; None stays open."""
    if frames is None:
        return None
    most = int(seconds * fps)
    frames = whole(frames, "The length in frames", -(2**62), 2**62)
    if frames < 1:
        raise bad_request(f"The length is {frames} frames: give at least 1, or leave it on automatic.")
    if frames > most:
        raise bad_request(
            f"The length is {frames:,} frames, over the {seconds:g} seconds that one take can last: give at "
            f"most {most:,} frames at {fps:g} fps."
        )
    return frames


def _frames_of_mask(mask: PackedMask | None, frames: int | None, prompts: Iterable[Prompt], fps: float) -> int | None:
    """The length of a request with a mask: the mask's, which `frames` must match where it is given."""
    limit = _prompts_limit(tuple(prompts))
    if mask is None:
        return _check_frames(frames, limit, fps)
    frames = _check_frames(mask.root.size if frames is None else frames, limit, fps)
    if mask.root.size != frames:
        raise bad_request(f"The mask covers {mask.root.size} frames and the take {frames}: match them.")
    return frames


def _without_sound(prompts: tuple[Prompt, ...]) -> tuple[Prompt, ...]:
    """The prompts of a kind that takes no sound; raises EngineError for an audio tag."""
    if any(prompt.has_audio_tag for prompt in prompts):
        raise bad_request(f"In-betweening and poses hear no sound: take {AUDIO_TAG} out of the prompt.")
    return prompts


def _check_candidates(candidates: int | None) -> int | None:
    return None if candidates is None else whole(candidates, "The number of candidates", 1, MAX_CANDIDATES)


def _check_flag(value: Any, name: str) -> bool:
    if not isinstance(value, bool):
        raise bad_request(f"“{name}” must be true or false, not {value!r:.40}.")
    return value


def _style_weight(name: str, value: Any) -> StyleWeight:
    what = f"The weight of the style {name:.40}"
    if isinstance(value, (list, tuple, np.ndarray)):
        return tuple(number(v, what, -10, 10) for v in cast("Iterable[Any]", value))
    return number(value, what, -10, 10)
