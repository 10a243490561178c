"""What a caller asks of the engine and what it gives back, and the checks on both. Standard library and numpy only.

Frames count from 0 and spans end before `end`. Every check fails with an EngineError whose message is one sentence
that an artist can act on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from .errors import EngineError as EngineError  # callers find it here
from .errors import bad_request, number, whole
from .sound import AudioClip, Mix, audio_from_json, audio_to_json

FOOT_LOCKS = ("none", "keep", "always", "ground")
MAX_SECONDS = 60.0
MAX_AUDIO_SECONDS = 600.0  # of a take that follows sound
MAX_TIMELINE_SECONDS = 1800.0  # of one with prompts along it, each of MAX_SECONDS at most
MAX_TAKES = 32
MAX_FPS = 240.0
MAX_CANDIDATES = 16
# Far past what a text encoder reads: a prompt of this length is a mistake, such as a page pasted in.
MAX_PROMPT_WORDS = 200
MAX_PROMPT_CHARACTERS = 1200
READ_WORDS = 35  # about as many words as the text encoder's 48 word pieces hold
DEFAULT_GUIDANCE = 1.0
AUDIO_WORD = "<audio>"  # in a prompt: the sound that is heard meanwhile
_HEARS = re.compile(r"<audio(?: \d+)?>")  # with a number once the engine tells several apart
# Words that speak of a sound which nobody gave to hear.
_SPEAKS_OF_SOUND = re.compile(r"\bto (the |this |some )?(music|sound|beat|song|rhythm|audio)\b", re.IGNORECASE)
_MAX_SEED = 2**63 - 1
_WORDLESS = ("inbetween", "poses", "decomposed")  # models that may do without a prompt and a sound
StyleWeight = float | tuple[float, ...]


def check_prompt(text: Any) -> str:
    """The prompt with its spaces tidied; raises EngineError for one that the text model can't read."""
    if not isinstance(text, str):
        raise bad_request(f"A prompt must be text, not {type(text).__name__}.")
    text = " ".join(re.sub(r"<\s*audio\s*>", AUDIO_WORD, text, flags=re.IGNORECASE).split())
    if not text:
        raise bad_request("The prompt is empty: write what the character does, such as “a person walks forward”.")
    words = len(text.split())
    if words > MAX_PROMPT_WORDS or len(text) > MAX_PROMPT_CHARACTERS:
        size = f"{words:,} words" if words > MAX_PROMPT_WORDS else f"{len(text):,} characters"
        raise bad_request(
            f"The prompt has {size}, far more than the model reads: describe the action in at most {READ_WORDS} words."
        )
    if not re.search(r"[A-Za-z]{2}", text):
        raise bad_request(
            f"The prompt “{text[:40]}” has no English words and the model reads only English: write what the "
            "character does in English."
        )
    return text


@dataclass(frozen=True)
class Prompt:
    """What happens in frames start..end-1 of the request; `end` None: to the request's last frame."""

    text: str
    start: int = 0
    end: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", check_prompt(self.text))
        limit = int(MAX_TIMELINE_SECONDS * MAX_FPS)
        object.__setattr__(self, "start", whole(self.start, "A prompt's first frame", 0, limit))
        if self.end is not None:
            object.__setattr__(self, "end", whole(self.end, "A prompt's last frame", 0, limit))
            if self.end <= self.start:
                raise bad_request(f"The prompt “{self.text[:40]}” covers no frames: its end must come after its start.")

    @property
    def hears(self) -> bool:
        """Whether a sound stands for a word in it."""
        return _HEARS.search(self.text) is not None


@dataclass(frozen=True)
class Condition:
    """What steers a take: prompts in order of time, sound, weights of named styles, strength of guidance.

    A prompt holds for its own frames. What lies between two is a transition, made without words, or to the sound where
    there is one: words say what is done in their frames, the sound leads everywhere else.
    audio: its beginning is the take's first frame; for the text model it is what `<audio>` in the prompts means.
    style_weights: name -> weight, or a weight for each frame of the request. energy: 1 as the music has it, above for
    larger and livelier motion, below for calmer.
    """

    prompts: tuple[Prompt, ...] = ()
    audio: AudioClip | Mix | None = None
    style_weights: Mapping[str, StyleWeight] = field(default_factory=dict[str, StyleWeight])
    guidance: float = DEFAULT_GUIDANCE
    energy: float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "prompts", tuple(self.prompts))
        styles = {str(name): _style_weight(str(name), value) for name, value in dict(self.style_weights).items()}
        object.__setattr__(self, "style_weights", styles)
        object.__setattr__(self, "energy", number(self.energy, "Energy", 0, 2))
        object.__setattr__(self, "guidance", number(self.guidance, "Guidance", 0, 20))
        for before, after in pairwise(self.prompts):
            if before.end is None or before.end > after.start:
                pair = f"“{before.text[:30]}” and “{after.text[:30]}”"
                raise bad_request(f"The prompts {pair} overlap: give each frames of its own.")

    @property
    def hears(self) -> bool:
        """Whether a prompt says `<audio>`: the sound is a word then, and words lead."""
        return any(prompt.hears for prompt in self.prompts)


def _style_weight(name: str, value: Any) -> StyleWeight:
    what = f"The weight of the style {name:.40}"
    if isinstance(value, (list, tuple, np.ndarray)):
        return tuple(number(v, what, -10, 10) for v in cast(Iterable[Any], value))
    return number(value, what, -10, 10)


@dataclass(frozen=True)
class FrameMask:
    """Which frames of an existing motion stay as they are.

    keep: (T,) bool. parts: body group -> (T,) bool, for groups that differ from `keep`. feather: carried
    with the request and heeded by no model yet: seams are eased inside the range by `retarget.constraints`.
    """

    keep: NDArray[np.bool_]
    parts: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict[str, NDArray[np.bool_]])
    feather: int = 0

    def __post_init__(self) -> None:
        keep = np.asarray(self.keep)
        parts = {str(name): np.asarray(part) for name, part in dict(self.parts).items()}
        for name, array in {"mask": keep, **parts}.items():
            if array.dtype != np.bool_ or array.shape != (keep.size,) or keep.size == 0:
                raise bad_request(f"The {name} must hold one true or false per frame, not {array.dtype} {array.shape}.")
        object.__setattr__(self, "keep", keep)
        object.__setattr__(self, "parts", parts)
        object.__setattr__(self, "feather", whole(self.feather, "The mask's feather", 0, keep.size))

    def to_tokens(self, stride: int) -> NDArray[np.bool_]:
        """(ceil(T / stride),) bool: a token is kept only where all its frames are."""
        count = -(-self.keep.size // stride)
        padded = np.ones(count * stride, bool)  # the frames past the end don't speak against the last token
        padded[: self.keep.size] = self.keep
        return padded.reshape(count, stride).all(axis=1)


class Packs(Protocol):
    """A motion, as far as this module needs to know: `retarget.motion.Motion` on both sides of the process."""

    def pack(self) -> dict[str, NDArray[Any]]: ...


@dataclass(frozen=True)
class Request:
    """One generation: as many takes as seeds.

    frames: at `fps`, None for a length chosen by the model. mask, source: which part of an existing motion (a
    `retarget.motion.Motion` of `frames` frames) is made anew. steps: sampler steps, None for the model's own number.
    base_seeds: for the model "decomposed", of each take's base pose and shared noise; none: as `seeds`. given: for the
    model "poses", the roles or body parts whose pose stays.
    """

    model: str = "text"
    frames: int | None = None
    fps: float = 30.0
    condition: Condition = field(default_factory=Condition)
    mask: FrameMask | None = None
    seeds: tuple[int, ...] = (0,)
    steps: int | None = None
    temperature: float = 1.0
    clean_up: bool = True
    foot_lock: str = "keep"
    source: Packs | None = None
    base_seeds: tuple[int, ...] = ()
    given: tuple[str, ...] = ()
    candidates: int | None = None

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "fps", number(self.fps, "The frame rate", 1, MAX_FPS))
        put(self, "frames", self._checked_frames())
        if not isinstance(cast(Any, self.model), str) or not self.model:
            raise bad_request("The request names no model: choose one, such as “text”.")
        seeds, bases = _checked_seeds(self.seeds), _checked_seeds(self.base_seeds)
        if not 1 <= len(seeds) <= MAX_TAKES:
            raise bad_request(f"The request asks for {len(seeds)} takes: ask for 1 to {MAX_TAKES}.")
        if len(bases) not in (0, len(seeds)):
            raise bad_request(f"There are {len(seeds)} seeds and {len(bases)} base seeds: give as many of both.")
        put(self, "seeds", seeds)
        put(self, "base_seeds", bases)
        put(self, "given", tuple(str(name) for name in self.given))
        if self.steps is not None:
            put(self, "steps", whole(self.steps, "The number of steps", 1, 1000))
        if self.candidates is not None:
            put(self, "candidates", whole(self.candidates, "The number of candidates", 1, MAX_CANDIDATES))
        put(self, "temperature", number(self.temperature, "Temperature", 0.01, 10))
        put(self, "clean_up", bool(self.clean_up))
        if self.foot_lock not in FOOT_LOCKS:
            raise bad_request(f"Foot lock “{self.foot_lock!s:.40}” is unknown: choose one of {', '.join(FOOT_LOCKS)}.")
        self._check_condition()

    def _checked_frames(self) -> int | None:
        if self.frames is None:
            return None
        limit = MAX_TIMELINE_SECONDS if len(self.condition.prompts) > 1 else MAX_SECONDS
        if self.condition.audio is not None and not (self.model == "text" and self.condition.hears):
            limit = MAX_AUDIO_SECONDS
        most = int(limit * self.fps)
        frames = whole(self.frames, "The length in frames", -(2**62), 2**62)
        if frames < 1:
            raise bad_request(f"The length is {frames} frames: give at least 1, or leave it on automatic.")
        if frames > most:
            raise bad_request(
                f"The length is {frames:,} frames, over the {limit:g} seconds that one take can last: give at "
                f"most {most:,} frames at {self.fps:g} fps."
            )
        return frames

    def _check_condition(self) -> None:
        if self.model not in _WORDLESS and not self.condition.prompts and self.condition.audio is None:
            raise bad_request("There is nothing to generate from: write a prompt or choose audio.")
        self._check_hearing()
        for name, weight in self.condition.style_weights.items():
            if isinstance(weight, tuple) and len(weight) != self.frames:
                raise bad_request(
                    f"The style {name:.40} has {len(weight)} weights and the take {self.frames} frames: match them."
                )
        for prompt in self.condition.prompts:
            if self.frames is not None and prompt.start >= self.frames:
                raise bad_request(
                    f"The prompt “{prompt.text[:40]}” starts at frame {prompt.start}, after the take's "
                    f"{self.frames} frames: move it or lengthen the take."
                )
            if prompt.end is not None and prompt.end - prompt.start > MAX_SECONDS * self.fps:
                raise bad_request(
                    f"The prompt “{prompt.text[:40]}” has {prompt.end - prompt.start:,} frames, over the "
                    f"{MAX_SECONDS:g} seconds that one prompt can last: split it."
                )
        if self.mask is not None and self.mask.keep.size != self.frames:
            raise bad_request(f"The mask covers {self.mask.keep.size} frames and the take {self.frames}: match them.")

    def _check_hearing(self) -> None:
        """Prompts that say `<audio>` need a sound and a model that makes takes of words, and the reverse."""
        prompts, audio = self.condition.prompts, self.condition.audio
        if self.condition.hears and self.model in _WORDLESS:
            raise bad_request(f"In-betweening and poses hear no sound: take {AUDIO_WORD} out of the prompt.")
        if self.condition.hears and audio is None:
            raise bad_request(
                f"The prompt says {AUDIO_WORD} and there is no sound: choose one, or take {AUDIO_WORD} out."
            )
        if self.model == "text" and prompts and audio is not None and not self.condition.hears:
            raise bad_request(
                f"There is a sound and the prompt doesn't say where it is meant: write {AUDIO_WORD} in it, such as "
                f"“a person moves to {AUDIO_WORD}”, or leave the sound out."
            )


def _checked_seeds(seeds: Any) -> tuple[int, ...]:
    if isinstance(seeds, (str, bytes)) or not hasattr(seeds, "__iter__"):
        raise bad_request(f"Seeds must be a list of whole numbers, not {seeds!r:.60}.")
    return tuple(whole(seed, "A seed", 0, _MAX_SEED) for seed in seeds)


def notes(request: Request) -> list[str]:
    """What an artist should know of a request that is legal and not quite what it seems: sentences."""
    long = [
        f"The prompt “{p.text[:30]}…” is long: only about its first {READ_WORDS} words are read."
        for p in request.condition.prompts
        if len(p.text.split()) > READ_WORDS
    ]
    return [*long, *hints(p.text for p in request.condition.prompts)]


def hints(texts: Iterable[str]) -> list[str]:
    """A sentence for each prompt that speaks of a sound without hearing one."""
    return [
        f"“{found[0]}” is read as words alone: write “to {AUDIO_WORD}” and choose a sound for it to be heard."
        for text in texts
        if AUDIO_WORD not in text.lower() and (found := _SPEAKS_OF_SOUND.search(text))
    ]


def text_request(
    text: str, *, guidance: float = DEFAULT_GUIDANCE, audio: AudioClip | Mix | None = None, **options: Any
) -> Request:
    """A request for one prompt over the whole take; `options` are Request's fields. audio: what `<audio>` means."""
    return Request(condition=Condition(prompts=(Prompt(text),), audio=audio, guidance=guidance), **options)


def audio_request(audio: AudioClip | Mix, *, fps: float = 30.0, frames: int | None = None, **options: Any) -> Request:
    """A request for motion to sound, as long as the sound unless `frames` is given.

    `options` are Request's fields, and style_weights, guidance, energy and prompts, which say what is done in frames of
    their own.
    """
    names = ("prompts", "style_weights", "guidance", "energy")
    steering = {name: options.pop(name) for name in names if name in options}
    options.setdefault("model", "audio")
    if frames is None and audio.seconds is not None:
        frames = max(1, round(audio.seconds * number(fps, "The frame rate", 1, MAX_FPS)))
    return Request(condition=Condition(audio=audio, **steering), fps=fps, frames=frames, **options)


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
        own: dict[str, Any] = {"seeds": [self.seed]}
        if self.base_seed is not None:
            own["base_seeds"] = [self.base_seed]
        return {
            "request": {**request, **own},
            "seed": self.seed,
            "weights_digest": self.weights_digest,
            "engine_version": self.engine_version,
            "timings": {k: round(float(v), 6) for k, v in self.timings.items()},
            "quality": {k: round(float(v), 6) for k, v in self.quality.items()},
        }


def request_to_json(request: Request) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """The request as plain JSON, and the arrays (audio samples, masks) that travel beside it."""
    condition = request.condition
    arrays: dict[str, NDArray[Any]] = {}
    data: dict[str, Any] = {
        "model": request.model,
        "frames": request.frames,
        "fps": request.fps,
        "prompts": [{"text": p.text, "start": p.start, "end": p.end} for p in condition.prompts],
        "style_weights": dict(condition.style_weights),
        "guidance": condition.guidance,
        "energy": condition.energy,
        "seeds": list(request.seeds),
        "steps": request.steps,
        "temperature": request.temperature,
        "candidates": request.candidates,
        "clean_up": request.clean_up,
        "foot_lock": request.foot_lock,
        **({"base_seeds": list(request.base_seeds)} if request.base_seeds else {}),
        **({"given": list(request.given)} if request.given else {}),
    }
    if condition.audio is not None:
        data["audio"], arrays = audio_to_json(condition.audio)
    if request.mask is not None:
        data["mask"] = {"feather": request.mask.feather, "parts": list(request.mask.parts)}
        arrays["mask"] = request.mask.keep
        arrays |= {f"mask/{name}": part for name, part in request.mask.parts.items()}
    if request.source is not None:
        arrays |= {f"source/{name}": array for name, array in request.source.pack().items()}
    return data, arrays


_REQUEST_KEYS = {
    "model", "frames", "fps", "prompts", "style_weights", "guidance", "seeds", "steps", "temperature", "clean_up",
    "foot_lock", "audio", "mask", "energy", "base_seeds", "given", "candidates",
}  # fmt: skip


def request_from_json(
    data: Any,
    arrays: Mapping[str, NDArray[Any]] | None = None,
    unpack: Callable[[dict[str, NDArray[Any]]], Any] | None = None,
) -> Request:
    """Inverse of `request_to_json`; raises EngineError("bad_request") for anything that isn't a request.

    unpack: makes the source motion of its arrays (`Motion.unpack`).
    """
    arrays = arrays or {}
    if not isinstance(data, Mapping):
        raise bad_request("The request is not a JSON object.")
    data = cast(Mapping[str, Any], data)
    unknown = sorted(set(data) - _REQUEST_KEYS)
    if unknown:
        raise bad_request(f"The request has unknown settings: {', '.join(map(str, unknown[:5]))}.")
    try:
        prompts = tuple(Prompt(p["text"], p.get("start", 0), p.get("end")) for p in data.get("prompts") or ())
        steering = {k: data[k] for k in ("style_weights", "guidance", "energy") if k in data}
        mask, audio = data.get("mask"), audio_from_json(data["audio"], arrays) if data.get("audio") else None
        kept = None
        if mask:
            kept = FrameMask(
                arrays["mask"], {name: arrays[f"mask/{name}"] for name in mask.get("parts", ())}, mask.get("feather", 0)
            )
        plain = (_REQUEST_KEYS - {"prompts", "style_weights", "guidance", "energy", "audio", "mask"}) & set(data)
        condition = Condition(prompts, audio, **steering)
        parts = {name[7:]: array for name, array in arrays.items() if name.startswith("source/")}
        source = unpack(parts) if parts and unpack else None
        return Request(condition=condition, mask=kept, source=source, **{name: data[name] for name in plain})
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise bad_request(f"The request is malformed: {error!s:.120}.") from error


def takes_to_message(takes: list[Take]) -> tuple[list[dict[str, Any]], dict[str, NDArray[Any]]]:
    """Takes as JSON and arrays named `<index>/<name>`."""
    arrays = {f"{i}/{name}": a for i, take in enumerate(takes) for name, a in take.motion.to_arrays().items()}
    return [take.meta() for take in takes], arrays


def takes_from_message(
    metas: Any,
    arrays: Mapping[str, NDArray[Any]],
    motion_from_arrays: Callable[[dict[str, NDArray[Any]]], Any],
    request: Request,
) -> list[Take]:
    """Inverse of `takes_to_message` for the request that asked for them.

    `motion_from_arrays` makes the motion (`Motion.from_arrays`); raises ValueError for what isn't a list of takes.
    """
    takes: list[Take] = []
    try:
        for i, meta in enumerate(metas):
            own = {name.partition("/")[2]: a for name, a in arrays.items() if name.startswith(f"{i}/")}
            origin = str(meta["weights_digest"]), str(meta["engine_version"])
            measured = dict(meta["timings"]), dict(meta["quality"])
            base = meta.get("request", {}).get("base_seeds")
            base_seed = int(base[0]) if base else None
            takes.append(Take(motion_from_arrays(own), request, int(meta["seed"]), *origin, *measured, base_seed))
    except (KeyError, TypeError) as error:
        raise ValueError(f"malformed takes: {error!r}") from error
    return takes


@lru_cache(maxsize=1)
def engine_version() -> str:
    """The product's version, from the manifest beside the engine (an installed add-on, or a checkout)."""
    root = Path(__file__).resolve().parents[2]
    for manifest in (root / "blender_manifest.toml", root / "blender_addon" / "blender_manifest.toml"):
        if manifest.is_file():
            found = re.search(r'^version\s*=\s*"([^"]+)"', manifest.read_text(encoding="utf-8"), re.MULTILINE)
            if found:
                return found.group(1)
    return "0.0.0"
