"""Audio token model: a sound -> the word embedding that stands for it in a prompt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.audio.encoder import AudioEncoder, WithRhythm, open_encoder
from engine.audio.spectra import RATE
from engine.models import audio_token
from engine.protocol.limits import MAX_SECONDS
from engine.protocol.prompt import Prompt
from engine.protocol.request import AudioRequest, TextRequest
from engine.protocol.sound import AudioClip, Mix
from engine.runtime.weights import load_weights, missing

_LEAST_S = 0.2  # a shorter stretch is padded with silence


@dataclass(frozen=True)
class AudioTokenModel:
    """Audio encoder and audio token: a sound -> one word embedding as wide as the text encoder's."""

    encoder: AudioEncoder
    token: audio_token.AudioToken
    device: str

    @classmethod
    def load(cls, folder: Path, device: str = "cpu") -> AudioTokenModel:
        """From a folder with audiotoken.safetensors and the encoder that it was learnt with; raises EngineError."""
        stored = load_weights(folder / "audiotoken.safetensors", torch.float32)
        encoder = open_encoder(folder, stored.meta.get("encoder", ""), device)
        if stored.meta.get("encoder_digest", encoder.digest) != encoder.digest:
            raise missing(
                "The audio token was learnt with another audio encoder than the one beside it: train it again with "
                "“motif train audiotoken”."
            )
        token = audio_token.AudioToken(audio_token.Config(**stored.config))
        encoder = WithRhythm(encoder) if token.config.pulse else encoder
        token.load_state_dict(stored.state)
        return cls(encoder, token.to(device).eval().requires_grad_(False), device)

    @torch.no_grad()
    def token_of(self, samples: NDArray[np.floating], rate: int = RATE) -> Tensor:
        """Mono samples (N,) at `rate` Hz -> (width,) float32 on the CPU."""
        short = round(_LEAST_S * rate) - len(samples)
        states = self.encoder.states(np.pad(samples, (0, max(0, short))), rate)[None].to(self.device)
        real = torch.ones(states.shape[:2], dtype=torch.bool, device=self.device)
        return self.token(states, real)[0].float().cpu()

    def tokens_of(self, request: TextRequest | AudioRequest) -> list[Tensor | None]:
        """The audio token (width,) of each prompt that says `<audio>`, for the sound in that prompt's frames; None for
        the others. Raises EngineError where the sound can't be read."""
        assert request.audio is not None
        prompts, fps = request.prompts, request.sampling.fps
        ends = [p.end or then for p, then in zip(prompts, [*(p.start for p in prompts[1:]), request.frames])]
        last = max((e for e in ends if e is not None), default=None)
        sound = samples_of(request.audio, MAX_SECONDS if last is None else last / fps)
        return [
            self.token_of(_between(sound, prompt, end, fps)) if prompt.has_audio_tag else None
            for prompt, end in zip(prompts, ends, strict=True)
        ]


def samples_of(audio: AudioClip | Mix, seconds: float = MAX_SECONDS) -> NDArray[np.float32]:
    """The first `seconds` of a sound, mono at RATE."""
    from engine.audio.sources import open_source

    most, parts, size = round(seconds * RATE), [np.zeros(0, np.float32)], 0
    for block in open_source(audio).blocks():
        parts.append(block)
        size += len(block)
        if size >= most:
            break
    return np.nan_to_num(np.concatenate(parts)[:most], nan=0.0, posinf=0.0, neginf=0.0)


def _between(sound: NDArray[np.float32], prompt: Prompt, end: int | None, fps: float) -> NDArray[np.float32]:
    """Samples (N,) from a prompt's first frame up to `end`; none past the sound's end."""
    first = round(prompt.start / fps * RATE)
    last = len(sound) if end is None else round(end / fps * RATE)
    return sound[first:last]
