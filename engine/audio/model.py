"""Audio model: features of a sound and style weights -> motions, by the audio-driven diffusion model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from torch import Tensor

from engine.audio import PRESETS
from engine.audio.phrases.library import Phrases
from engine.models import lda
from engine.models.diffusion import Noise, Windows, pin, sample
from engine.motion import features
from engine.motion.pinned import Pinned
from engine.protocol.errors import bad_request
from engine.runtime.bare import Bare
from engine.runtime.device import fast_dtype
from engine.runtime.weights import load_weights
from retarget.motion import Motion

SAMPLER, STEPS = "dpm-solver", 16
OVERLAP = 40  # frames that neighbouring windows share
TOGETHER = 32  # takes that are sampled at once on a card
AT_ONCE = {"cpu": 16, "cuda": 256}  # windows in the network at a time, which bounds the memory
# Guidance by the audio: how much of the difference that it makes is added to the prediction.
AUDIO_GUIDANCE = 2.0
# Frames: the width of a Gaussian that takes off what trembles faster than real motion's joints turn.
STEADY = 0.8
WARMTH = (0.5, 1.2)  # how far the starting noise may be scaled before motion freezes or falls apart
Styles = Mapping[str, float] | NDArray[np.floating]


@dataclass(frozen=True)
class AudioModel:
    """Audio features -> motions on the canonical skeleton at 30 fps. together: takes that are sampled in one batch, as
    in `engine.text.model`. phrases: captured dances, None without their weights."""

    network: lda.LDA
    device: str
    together: int = 1
    phrases: Phrases | None = None

    @classmethod
    def load(cls, folder: Path, device: str = "cpu") -> AudioModel:
        """From a folder with audio.safetensors; raises EngineError where it is absent or unsound."""
        stored = load_weights(folder / "audio.safetensors", torch.float32)
        with Bare():
            network = lda.LDA(lda.Config(**stored.config))
        network.load_state_dict(stored.state)
        return replace(cls.assemble(network, device), phrases=Phrases.load(folder))

    @classmethod
    def assemble(cls, network: lda.LDA, device: str = "cpu") -> AudioModel:
        """Put on the device, ready to sample, in the format the hardware is fastest in."""
        network = network.to(device).eval().requires_grad_(False)
        return cls(network.lower(fast_dtype(device)), device, 1 if device == "cpu" else TOGETHER)

    @property
    def styles(self) -> tuple[str, ...]:
        """Names of the styles it knows, in the order of weights given as an array."""
        return tuple(self.network.config.styles)

    @torch.inference_mode()
    def sample(
        self,
        features: NDArray[np.floating],
        styles: Styles,
        seeds: Sequence[int],
        *,
        steps: int | None = None,
        sampler: str = SAMPLER,
        guidance: float = 1.0,
        audio_guidance: float = AUDIO_GUIDANCE,
        energy: float | NDArray[np.floating] = 1.0,
        temperature: float = 1.0,
        pinned: Pinned | None = None,
        on_step: Callable[[int, int], None] | None = None,
    ) -> list[Motion]:
        """One motion of T frames for each seed.

        features: (T, F), the preset "motif" of `engine.audio.features`. styles: weights by name, or (T, S) in the
        order of `styles`, one row a frame; none at all: whatever the music suggests. guidance times a style's weight
        is how strongly it is followed (1: as in the data). audio_guidance: how much of what the audio adds is added
        again. energy: 1 as lively as the music asks, 0 calm, 2 lively, a number or (T,). temperature scales the
        starting noise. Results do not depend on what else is in the batch. on_step(done, total) counts sampler steps
        over all, and may raise to stop.
        """
        # The condition, as a product of experts over windows, and the denoiser that it makes of the network.
        audio = self._audio(features)
        experts = self._experts(self._weights(styles, len(audio)), guidance, audio_guidance)
        windows = Windows(len(audio), self.network.config.window, OVERLAP)
        at_once = AT_ONCE[self.device.partition(":")[0]]
        energies = self._energy(energy, len(audio))
        denoise = lda.guided(self.network, audio, experts, windows, energy=energies, at_once=at_once)
        schedule = self.network.schedule
        steps = len(schedule.times(steps or STEPS)) - 1
        motions: list[Motion] = []

        def count(step: int, _of: int) -> None:
            if on_step:
                takes = min(self.together, len(seeds) - len(motions))
                on_step(len(motions) * steps + step * takes, len(seeds) * steps)

        while len(motions) < len(seeds):
            some = seeds[len(motions) : len(motions) + self.together]
            noise = Noise(some, len(audio), self.network.config.pose_dim, self.device)
            known = self._known(pinned, noise, len(audio))
            own = pin(denoise, schedule, *known) if known else denoise
            warm = _Scaled(noise, float(np.clip(temperature, *WARMTH)))
            x = sample(own, schedule, warm, sampler=sampler, steps=steps, on_step=count)
            rows = self.network.in_units(x.float()).cpu().numpy()
            motions += [self._decode(take, pinned) for take in rows]
        return motions

    def _audio(self, features: NDArray[np.floating]) -> Tensor:
        """The columns that the network reads, (T, audio_dim)."""
        names = PRESETS["motif"]
        if features.ndim != 2 or features.shape[1] != len(names) or not len(features):
            raise ValueError(f"Audio features must be (T, {len(names)}), not {features.shape}.")
        wanted = [names.index(name) for name in self.network.config.audio]
        rows = np.nan_to_num(np.asarray(features, np.float32)[:, wanted])
        return torch.from_numpy(rows).to(self.device)

    def _weights(self, styles: Styles, frames: int) -> Tensor:
        """Style weights as (T, S)."""
        if isinstance(styles, Mapping):
            unknown = [name for name in styles if name not in self.styles]
            if unknown:
                raise bad_request(f"The style “{unknown[0]:.40}” is unknown: choose from {', '.join(self.styles)}.")
            styles = np.tile([float(styles.get(name, 0.0)) for name in self.styles], (frames, 1))
        if styles.shape != (frames, len(self.styles)):
            raise ValueError(f"Style weights must be {(frames, len(self.styles))}, not {styles.shape}.")
        return torch.from_numpy(np.ascontiguousarray(styles, np.float32)).to(self.device)

    def _experts(self, weights: Tensor, guidance: float, audio_guidance: float) -> list[lda.Expert]:
        """Experts for style weights (T, S): each style that has weight anywhere with the audio, and for the audio's
        guidance the same without it, of negative weight."""
        used = [i for i in range(weights.shape[1]) if bool((weights[:, i] != 0).any())]
        experts = [lda.Expert(i, True, guidance * weights[:, i]) for i in used]
        if not audio_guidance or not self.network.config.audio_dropout:
            return experts
        whole = weights[:, used].abs().sum(1)
        # It is shared out by the styles' weights; what these leave of 1 goes to no style.
        total = whole.clamp(min=1.0)
        shares = [(i, audio_guidance * weights[:, i].abs() / total) for i in used]
        with_audio = [replace(e, weight=e.weight + share) for e, (_, share) in zip(experts, shares, strict=True)]
        without_audio = [lda.Expert(i, False, -share) for i, share in shares]
        rest = audio_guidance * (1 - whole / total)
        if bool((rest > 1e-6).any()):
            without_audio.append(lda.Expert(None, False, -rest))
        return [*with_audio, *without_audio]

    def _energy(self, energy: float | NDArray[np.floating], frames: int) -> Tensor | None:
        """As the network has learned it, in standard deviations; None leaves it to the music."""
        values = np.broadcast_to(np.asarray(energy, np.float32), (frames,))
        if (values == 1.0).all():
            return None
        return torch.from_numpy(2.0 * (values - 1.0)).clamp(-2.5, 2.5).to(self.device)

    def _known(self, pinned: Pinned | None, noise: Noise, frames: int) -> tuple[Tensor, Tensor, Tensor] | None:
        """What `diffusion.pin` takes: values and where they are kept, (1, T, pose_dim) each, and their noise."""
        if pinned is None:
            return None
        if len(pinned.rows) != frames:
            raise ValueError(f"{len(pinned.rows)} pinned frames for a take of {frames}.")
        width = self.network.config.pose_dim - features.MOTION_DIM
        rows = torch.from_numpy(np.pad(pinned.rows, ((0, 0), (0, width)))).to(self.device)
        keep = torch.from_numpy(np.pad(pinned.keep, ((0, 0), (0, width)))).to(self.device)
        return self.network.standardise(rows)[None], keep[None], noise()

    def _decode(self, rows: NDArray[np.floating], pinned: Pinned | None) -> Motion:
        """Rows (T, pose_dim) -> a motion, smoothed, with pinned values put back."""
        rows = gaussian_filter1d(rows, STEADY, axis=0, mode="nearest")
        if pinned is not None:  # to the bit, past the rounding of standardising there and back
            rows[:, : features.MOTION_DIM] = np.where(pinned.keep, pinned.rows, rows[:, : features.MOTION_DIM])
        return features.decode(rows, rows[:, features.MOTION_DIM :] > 0.5)


class _Scaled(Noise):
    """The same noise with its first draw, where sampling starts, scaled."""

    def __init__(self, noise: Noise, scale: float) -> None:
        self.noise, self.scale = noise, scale

    def __call__(self) -> Tensor:
        scale, self.scale = self.scale, 1.0
        return scale * self.noise()
