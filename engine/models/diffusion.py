"""Diffusion without a network: noise schedules, samplers, guidance, pinned values and windows, as pure functions.

A *denoiser* takes noisy sequences x_t (B, T, D) and the step t they stand at, and returns what it thinks the clean
ones are, x_0 (B, T, D). Networks that predict the noise or the velocity become one through `to_clean`. Guidance and
products of experts mix estimates; pinned values and windows over long sequences wrap a denoiser, so that every
sampler works with all of them and knows of none.

| symbol | here |
|---|---|
| alpha-bar_t | `Schedule.alpha_bar[t]`, with alpha-bar_0 = 1 for clean data |
| sqrt(alpha-bar_t), sqrt(1 - alpha-bar_t) | `Schedule.signal(t)`, `Schedule.noise(t)` |
| lambda_t = log(signal / noise) | `Schedule.log_snr(t)` |
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor

Denoiser = Callable[[Tensor, int], Tensor]
OnStep = Callable[[int, int], None]
Draw = Callable[[], Tensor]  # standard normal noise, a whole sequence's or batch's at a time: `Noise`
# Below this ratio of signal to noise variance a sequence can't be told from noise: samplers in few steps begin here.
PURE_NOISE = 1e-4


@dataclass(frozen=True)
class Schedule:
    """alpha_bar (N + 1,) float64, falling from 1: the share of the variance that is signal after each step."""

    alpha_bar: tuple[float, ...]

    @classmethod
    def linear(cls, steps: int, first: float, last: float) -> Schedule:
        """Ho et al. 2020: beta rises linearly from `first` to `last` over `steps`."""
        beta = torch.linspace(first, last, steps, dtype=torch.float64, device="cpu")
        return cls((1.0, *torch.cumprod(1 - beta, 0).tolist()))

    @property
    def steps(self) -> int:
        return len(self.alpha_bar) - 1

    def signal(self, t: int) -> float:
        return math.sqrt(self.alpha_bar[t])

    def noise(self, t: int) -> float:
        return math.sqrt(1 - self.alpha_bar[t])

    def log_snr(self, t: int) -> float:
        """lambda_t; infinite at t = 0, where there is no noise."""
        return math.log(self.signal(t) / self.noise(t)) if t else math.inf

    @property
    def first_of_noise(self) -> int:
        """The first step whose sequences are pure noise: what comes after it says nothing more."""
        ratios = (a / (1 - a) for a in self.alpha_bar[1:])
        return next((t for t, ratio in enumerate(ratios, 1) if ratio < PURE_NOISE), self.steps)

    def times(self, count: int) -> list[int]:
        """Steps t > ... > 0 to visit in about `count` moves: all N for N or more, else even in log-SNR.

        A coarse walk that began at N would leap over many e-folds of signal at once; it begins at the first step that
        is pure noise. Each step is visited once, so that a request for more moves than steps are left gets fewer.
        """
        if count < 1:
            raise ValueError(f"{count} sampler steps: at least 1 is needed.")
        start = self.first_of_noise
        # Enough moves for every step: nothing to choose.
        if count >= self.steps:
            return list(range(self.steps, -1, -1))
        if count >= start:
            return list(range(start, -1, -1))
        # Else `count` values of log-SNR, evenly from pure noise to the last step, and the step nearest to each.
        high, low = self.log_snr(1), self.log_snr(start)
        wanted = [low + (high - low) * i / max(count - 1, 1) for i in range(count)]
        nearest = [min(range(1, start + 1), key=lambda t: abs(self.log_snr(t) - at)) for at in wanted]
        return [*self._spread(nearest), 0]

    @staticmethod
    def _spread(times: list[int]) -> list[int]:
        """Strictly falling: where two moves would share a step, the earlier goes up one."""
        for i in range(len(times) - 2, -1, -1):
            times[i] = max(times[i], times[i + 1] + 1)
        return times


def diffuse(schedule: Schedule, clean: Tensor, t: Tensor, noise: Tensor) -> Tensor:
    """q(x_t | x_0) (Ho et al. 2020, equation 4): clean and noise (B, ...), t (B,) -> x_t."""
    alpha_bar = torch.tensor(schedule.alpha_bar, device=clean.device)[t].view(-1, *[1] * (clean.ndim - 1))
    return (alpha_bar.sqrt() * clean + (1 - alpha_bar).sqrt() * noise).to(clean.dtype)


def to_clean(schedule: Schedule, kind: str, output: Tensor, x: Tensor, t: Tensor) -> Tensor:
    """A network's output (B, ...) at x_t (B, ...), t (B,) -> its estimate of x_0.

    kind: "epsilon" (Ho et al. 2020), "clean", or "velocity" (Salimans & Ho 2022, v = signal eps - noise x_0). Raises
    ValueError for any other.
    """
    if kind == "clean":
        return output
    alpha_bar = torch.tensor(schedule.alpha_bar, device=x.device)[t].view(-1, *[1] * (x.ndim - 1))
    signal, noise = alpha_bar.sqrt(), (1 - alpha_bar).sqrt()
    if kind == "velocity":
        return (signal * x - noise * output).to(x.dtype)
    if kind == "epsilon":
        return ((x - noise * output) / signal).to(x.dtype)
    raise ValueError(f"A network predicts epsilon, clean or velocity, not {kind!r}.")


def target_of(schedule: Schedule, kind: str, clean: Tensor, noise: Tensor, t: Tensor) -> Tensor:
    """The training target of a network of that kind, as in `to_clean`: clean and noise (B, ...), t (B,) -> (B, ...)."""
    if kind == "velocity":
        alpha_bar = torch.tensor(schedule.alpha_bar, device=clean.device)[t].view(-1, *[1] * (clean.ndim - 1))
        return (alpha_bar.sqrt() * noise - (1 - alpha_bar).sqrt() * clean).to(clean.dtype)
    return {"epsilon": noise, "clean": clean}[kind]


class Noise:
    """Standard normal sequences (B, T, D), each item's from its own CPU generator: results do not depend on what else
    is in the batch, nor on the device."""

    def __init__(self, seeds: Sequence[int], frames: int, width: int, device: str = "cpu") -> None:
        self.generators = [torch.Generator().manual_seed(seed) for seed in seeds]
        self.shape, self.device = (frames, width), device

    def __call__(self) -> Tensor:
        return torch.stack([torch.randn(self.shape, generator=g) for g in self.generators]).to(self.device)


# Samplers: from x at times[0], pure noise, down to times[-1] = 0.


def ddpm(
    denoise: Denoiser, schedule: Schedule, noise: Draw, times: Sequence[int], *, on_step: OnStep | None = None
) -> Tensor:
    """Ancestral sampling (Ho et al. 2020, equations 6 and 7), the reference; sigma_t^2 is the posterior's variance."""
    x = noise()
    for done, (t, s) in enumerate(pairwise(times), 1):
        x = _ancestor(schedule, x, denoise(x, t), t, s, noise)
        if on_step:
            on_step(done, len(times) - 1)
    return x


def _ancestor(schedule: Schedule, x: Tensor, clean: Tensor, t: int, s: int, noise: Draw) -> Tensor:
    """A draw of q(x_s | x_t, x_0) with the estimate for x_0."""
    if not s:
        return clean
    bar_t, bar_s = schedule.alpha_bar[t], schedule.alpha_bar[s]
    alpha = bar_t / bar_s  # of the leap from s to t, which may skip steps
    # Equation 7: the posterior's mean weighs the estimate and x_t; its variance is what s still has of noise.
    mean = (bar_s**0.5 * (1 - alpha) * clean + alpha**0.5 * (1 - bar_s) * x) / (1 - bar_t)
    return mean + math.sqrt((1 - bar_s) / (1 - bar_t) * (1 - alpha)) * noise()


def inpaint(
    denoise: Denoiser, schedule: Schedule, noise: Draw, times: Sequence[int], values: Tensor, keep: Tensor,
    *, rounds: int = 5, on_step: OnStep | None = None,
) -> Tensor:  # fmt: skip
    """Ancestral sampling of what isn't known (Lugmayr et al. 2022, algorithm 1): exactly `values` where `keep` (both
    as x) is true; each step is gone over `rounds` times, noised again between, so that the rest comes to fit it."""
    x = noise()
    for done, (t, s) in enumerate(pairwise(times), 1):
        for remaining in reversed(range(rounds if s else 1)):
            # A step down from t to s, with the known values in the estimate (their line 7) ...
            x_s = _ancestor(schedule, x, torch.where(keep, values, denoise(x, t)), t, s, noise)
            # ... and, but for the last round, up again to t (line 10), so that unknown and known agree.
            alpha = schedule.alpha_bar[t] / schedule.alpha_bar[s]
            x = math.sqrt(alpha) * x_s + math.sqrt(1 - alpha) * noise() if remaining else x_s
        if on_step:
            on_step(done, len(times) - 1)
    return x


def ddim(
    denoise: Denoiser,
    schedule: Schedule,
    noise: Draw,
    times: Sequence[int],
    *,
    eta: float = 0.0,
    on_step: OnStep | None = None,
) -> Tensor:
    """Song, Meng & Ermon 2021, equation 12: deterministic at eta 0, ancestral at eta 1."""
    x = noise()
    for done, (t, s) in enumerate(pairwise(times), 1):
        clean = denoise(x, t)
        bar_t, bar_s = schedule.alpha_bar[t], schedule.alpha_bar[s]
        # The noise that the estimate leaves in x_t, put back at the size that it has at s.
        epsilon = (x - bar_t**0.5 * clean) / (1 - bar_t) ** 0.5
        sigma = eta * math.sqrt((1 - bar_s) / (1 - bar_t) * (1 - bar_t / bar_s))  # equation 16
        x = bar_s**0.5 * clean + math.sqrt(max(1 - bar_s - sigma**2, 0.0)) * epsilon
        if eta and s:
            x = x + sigma * noise()
        if on_step:
            on_step(done, len(times) - 1)
    return x


def dpm_solver(
    denoise: Denoiser, schedule: Schedule, noise: Draw, times: Sequence[int], *, on_step: OnStep | None = None
) -> Tensor:
    """DPM-Solver++(2M) of Lu et al. 2022, algorithm 2: second order, one estimate a step, deterministic."""
    x, previous, previous_h = noise(), None, 0.0
    for done, (t, s) in enumerate(pairwise(times), 1):
        clean = denoise(x, t)
        h = schedule.log_snr(s) - schedule.log_snr(t)
        if previous is None or not s:  # the first and the last step are of first order
            extrapolated = clean
        else:  # the estimate half a step ahead, on the line through the last two
            half = h / (2 * previous_h)
            extrapolated = (1 + half) * clean - half * previous
        # The linear part of the ODE is solved exactly; the estimate is taken as constant over the step.
        x = schedule.noise(s) / schedule.noise(t) * x - schedule.signal(s) * math.expm1(-h) * extrapolated
        previous, previous_h = clean, h
        if on_step:
            on_step(done, len(times) - 1)
    return x


Sampler = Callable[..., Tensor]
SAMPLERS: Mapping[str, Sampler] = {"ddpm": ddpm, "ddim": ddim, "dpm-solver": dpm_solver}


def sample(
    denoise: Denoiser,
    schedule: Schedule,
    noise: Draw,
    *,
    sampler: str = "dpm-solver",
    steps: int = 20,
    on_step: OnStep | None = None,
) -> Tensor:
    """Clean sequences (B, T, D) by one of SAMPLERS in about `steps` steps; on_step(done, total) may raise to stop.
    Raises ValueError for an unknown sampler."""
    if sampler not in SAMPLERS:
        raise ValueError(f"The sampler {sampler!r} is unknown: choose {' or '.join(SAMPLERS)}.")
    return SAMPLERS[sampler](denoise, schedule, noise, schedule.times(steps), on_step=on_step)


# Around a denoiser.


def product(base: Tensor, experts: Sequence[Tensor], weights: Sequence[float | Tensor]) -> Tensor:
    """Product of experts (Alexanderson et al. 2023, section 3.4): base + sum_i g_i (expert_i - base), (B, T, D) each.

    It holds for noise estimates; clean estimates and velocities depend on these affinely at a given x_t, so that it
    is the same formula in all three. One expert is classifier-free guidance with strength g.
    """
    mixed = base
    for expert, weight in zip(experts, weights, strict=True):
        mixed = mixed + weight * (expert - base)
    return mixed


def pin(denoise: Denoiser, schedule: Schedule, values: Tensor, keep: Tensor, noise: Tensor) -> Denoiser:
    """A denoiser that knows part of the answer: where `keep` (B, T, D) bool is true, x_t is `values` noised to step t
    by one fixed `noise` (Lugmayr et al. 2022 draw it anew), and the estimate is `values` itself: exact at the end."""

    def pinned(x: Tensor, t: int) -> Tensor:
        known = schedule.signal(t) * values + schedule.noise(t) * noise
        return torch.where(keep, values, denoise(torch.where(keep, known, x), t))

    return pinned


@dataclass(frozen=True)
class Windows:
    """A sequence of `frames` seen through windows of `length` that overlap: denoised together, they have no seams.

    The last window ends with the sequence and may overlap more. A sequence of at most `length` is one window.
    """

    frames: int
    length: int
    overlap: int

    def __post_init__(self) -> None:
        if not 0 <= self.overlap < self.length:
            raise ValueError(f"Windows of {self.length} frames can't overlap by {self.overlap}.")

    @property
    def size(self) -> int:
        """Frames in each window."""
        return min(self.length, self.frames)

    @property
    def starts(self) -> list[int]:
        last = self.frames - self.size
        return [*range(0, last, self.length - self.overlap), last] if last else [0]

    def split(self, sequence: Tensor) -> Tensor:
        """(T, ...) -> (W, size, ...)."""
        return torch.stack([sequence[a : a + self.size] for a in self.starts])

    def join(self, parts: Tensor) -> Tensor:
        """(W, size, D) -> (T, D): a weighted mean where windows overlap, each window's weight falling to its ends."""
        starts = self.starts
        if len(starts) == 1:
            return parts[0]
        ramp = self._weights(parts)
        total = parts.new_zeros(self.frames, 1)
        mixed = parts.new_zeros(self.frames, parts.shape[-1])
        for start, part in zip(starts, parts, strict=True):
            mixed[start : start + self.size] += ramp * part
            total[start : start + self.size] += ramp
        return mixed / total

    def _weights(self, like: Tensor) -> Tensor:
        """(size, 1): a straight ramp over the overlap at both ends, 1 between."""
        place = torch.arange(self.size, device=like.device, dtype=like.dtype)
        edge = torch.minimum(place + 1, self.size - place)
        return (edge / (self.overlap + 1)).clamp(max=1.0)[:, None]
