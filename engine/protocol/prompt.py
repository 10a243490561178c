"""A prompt: its text, the frames it holds for, and the audio tag in it. Standard library and numpy only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .errors import bad_request, whole
from .limits import MAX_FPS, MAX_SECONDS, MAX_TIMELINE_SECONDS

# Far past what a text encoder reads: a prompt of this length is a mistake, such as a page pasted in.
MAX_PROMPT_WORDS = 200
MAX_PROMPT_CHARACTERS = 1200
READ_WORDS = 35  # about as many words as the text encoder's 48 word pieces hold
AUDIO_TAG = "<audio>"  # in a prompt: what is heard in the prompt's frames
_NUMBERED_TAG = re.compile(r"<audio(?: \d+)?>")  # the engine numbers the tags of several prompts
_STRAY = re.compile("[\ud800-\udfff]")  # how Python reads bytes of a command line that are no UTF-8
# Phrases that mention a sound; without the tag they are read as words alone.
_MENTIONS_SOUND = re.compile(r"\bto (the |this |some )?(music|sound|beat|song|rhythm|audio)\b", re.IGNORECASE)


def check_prompt(text: Any) -> str:
    """The prompt with its spaces tidied; raises EngineError for one that the text model can't read."""
    if not isinstance(text, str):
        raise bad_request(f"A prompt must be text, not {type(text).__name__}.")
    if (stray := _STRAY.search(text)) is not None:
        raise bad_request(
            f"The prompt holds bytes that are no characters, after “{text[: stray.start()][-40:]}”: type it again."
        )
    text = " ".join(re.sub(r"<\s*audio\s*>", AUDIO_TAG, text, flags=re.IGNORECASE).split())
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
    def has_audio_tag(self) -> bool:
        """Whether its text has the audio tag, plain or numbered."""
        return _NUMBERED_TAG.search(self.text) is not None


def has_audio_tag(text: str) -> bool:
    """Whether a text that an artist wrote has the audio tag."""
    return AUDIO_TAG in text.lower()


def prompt_of(text: str) -> tuple[Prompt, ...]:
    """One prompt for all frames, none for an empty text."""
    return (Prompt(text),) if text.strip() else ()


def check_prompts(prompts: Iterable[Prompt], frames: int | None, fps: float) -> tuple[Prompt, ...]:
    """The prompts of a take of `frames` frames (None: open); raises EngineError where they overlap or don't fit."""
    prompts = tuple(prompts)
    for before, after in pairwise(prompts):
        if before.end is None or before.end > after.start:
            pair = f"“{before.text[:30]}” and “{after.text[:30]}”"
            raise bad_request(f"The prompts {pair} overlap: give each frames of its own.")
    for prompt in prompts:
        if frames is not None and prompt.start >= frames:
            raise bad_request(
                f"The prompt “{prompt.text[:40]}” starts at frame {prompt.start}, after the take's "
                f"{frames} frames: move it or lengthen the take."
            )
        if prompt.end is not None and prompt.end - prompt.start > MAX_SECONDS * fps:
            raise bad_request(
                f"The prompt “{prompt.text[:40]}” has {prompt.end - prompt.start:,} frames, over the "
                f"{MAX_SECONDS:g} seconds that one prompt can last: split it."
            )
    return prompts


def hints(texts: Iterable[str]) -> list[str]:
    """A sentence for each prompt that mentions a sound and has no audio tag."""
    return [
        f"“{found[0]}” is read as words alone: write “to {AUDIO_TAG}” and choose a sound for it to be heard."
        for text in texts
        if not has_audio_tag(text) and (found := _MENTIONS_SOUND.search(text))
    ]
