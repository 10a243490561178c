"""Schedules, samplers and what wraps a denoiser, against what the algebra says."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
import torch
from torch import Tensor

from engine.models import diffusion
from engine.models.diffusion import Noise, Schedule, Windows

SCHEDULE = Schedule.linear(150, 0.01, 0.7)
FINE = Schedule.linear(1000, 1e-4, 0.02)


def gaussian(schedule: Schedule, mean: float, spread: float) -> diffusion.Denoiser:
    """The best denoiser of data from N(mean, spread^2): E[x_0 | x_t] in closed form."""

    def denoise(x: Tensor, t: int) -> Tensor:
        signal, noise = schedule.signal(t), schedule.noise(t)
        gain = signal * spread**2 / (signal**2 * spread**2 + noise**2)
        return mean + gain * (x - signal * mean)

    return denoise


def test_diffused_data_has_the_signal_and_the_variance_of_its_step():
    torch.manual_seed(0)
    clean = torch.full((200_000, 1), 2.0)
    for t in (1, 10, 30, 150):
        x = diffusion.diffuse(SCHEDULE, clean, torch.full((len(clean),), t), torch.randn_like(clean))
        kept = math.prod(1 - float(b) for b in torch.linspace(0.01, 0.7, 150, dtype=torch.float64)[:t])
        assert float(x.mean()) == pytest.approx(2 * math.sqrt(kept), abs=0.01)
        assert float(x.var()) == pytest.approx(1 - kept, abs=0.01)


@pytest.mark.parametrize("kind", ["epsilon", "clean", "velocity"])
def test_a_right_prediction_of_any_kind_gives_the_clean_data_back(kind):
    torch.manual_seed(0)
    clean, noise, t = torch.randn(5, 7, 3), torch.randn(5, 7, 3), torch.tensor([1, 5, 12, 20, 30])
    x = diffusion.diffuse(SCHEDULE, clean, t, noise)
    said = diffusion.target_of(SCHEDULE, kind, clean, noise, t)
    torch.testing.assert_close(diffusion.to_clean(SCHEDULE, kind, said, x, t), clean, atol=1e-4, rtol=1e-4)


def test_times_fall_to_zero_begin_in_pure_noise_and_come_in_the_number_asked_for():
    for count in range(1, 151):
        times = SCHEDULE.times(count)
        assert times[-1] == 0
        assert all(a > b for a, b in pairwise(times))
        ratio = SCHEDULE.alpha_bar[times[0]] / (1 - SCHEDULE.alpha_bar[times[0]])
        assert ratio < 1.2e-4 or count < 3
        if count <= 40:
            assert len(times) == count + 1
    assert SCHEDULE.times(150) == list(range(150, -1, -1))
    with pytest.raises(ValueError, match="at least 1"):
        SCHEDULE.times(0)


def test_deterministic_samplers_repeat_and_ancestral_ones_follow_the_seed():
    denoise = gaussian(SCHEDULE, 1.0, 0.5)
    for name in diffusion.SAMPLERS:
        one, same, other = (
            diffusion.sample(denoise, SCHEDULE, Noise([s], 6, 3), sampler=name, steps=12) for s in (4, 4, 5)
        )
        assert torch.equal(one, same)
        assert not torch.allclose(one, other)
    a = diffusion.ddim(denoise, SCHEDULE, Noise([4], 6, 3), SCHEDULE.times(12), eta=0.0)
    drawn: list[int] = []

    class Counting(Noise):
        def __call__(self) -> Tensor:
            drawn.append(1)
            return super().__call__()

    b = diffusion.ddim(denoise, SCHEDULE, Counting([4], 6, 3), SCHEDULE.times(12), eta=0.0)
    assert torch.equal(a, b) and len(drawn) == 1, "eta 0 draws the starting noise and nothing else"


def test_ddim_with_eta_1_over_all_steps_is_ddpm():
    """The posterior's mean and variance written in two ways: from the same noise, the same walk."""
    denoise = gaussian(SCHEDULE, -0.7, 0.3)
    a = diffusion.ddpm(denoise, SCHEDULE, Noise([0, 1], 50, 8), SCHEDULE.times(150))
    b = diffusion.ddim(denoise, SCHEDULE, Noise([0, 1], 50, 8), SCHEDULE.times(150), eta=1.0)
    torch.testing.assert_close(a, b, atol=2e-3, rtol=0)


@pytest.mark.parametrize(("sampler", "steps"), [("ddpm", 150), ("ddim", 50), ("dpm-solver", 20)])
def test_samples_of_a_gaussian_have_its_mean_and_spread(sampler, steps):
    x = diffusion.sample(gaussian(SCHEDULE, 1.5, 0.4), SCHEDULE, Noise([3], 400, 50), sampler=sampler, steps=steps)
    assert float(x.mean()) == pytest.approx(1.5, abs=0.02)
    assert float(x.std()) == pytest.approx(0.4, rel=0.12)


def exact(schedule: Schedule, x: Tensor, t: int, mean: float, spread: float) -> Tensor:
    """Where the probability flow of a Gaussian takes x from step t to clean data."""
    signal, noise = schedule.signal(t), schedule.noise(t)
    return mean + spread * (x - signal * mean) / math.sqrt(signal**2 * spread**2 + noise**2)


def test_dpm_solver_is_of_second_order_on_a_gaussian_and_exact_on_a_point():
    times = {n: FINE.times(n)[:-1] for n in (15, 30, 60)}  # to step 1: the last move to 0 is of first order
    errors = {}
    for sampler in (diffusion.ddim, diffusion.dpm_solver):
        for n, walk in times.items():
            x = sampler(gaussian(FINE, 0.3, 0.8), FINE, Noise([1], 40, 5), walk)
            end = exact(FINE, Noise([1], 40, 5)(), walk[0], 0.3, 0.8)
            spread = math.sqrt((FINE.signal(1) * 0.8) ** 2 + FINE.noise(1) ** 2)
            at_1 = FINE.signal(1) * 0.3 + (end - 0.3) / 0.8 * spread
            errors[sampler.__name__, n] = float((x - at_1).abs().max())
    assert errors["dpm_solver", 30] < 0.3 * errors["ddim", 30]
    assert errors["dpm_solver", 60] < 0.4 * errors["dpm_solver", 30]
    point = diffusion.dpm_solver(lambda x, t: torch.full_like(x, 0.6), FINE, Noise([1], 4, 2), FINE.times(3))
    torch.testing.assert_close(point, torch.full_like(point, 0.6))


def test_an_items_noise_does_not_depend_on_the_rest_of_the_batch():
    alone, together = Noise([9], 5, 2), Noise([1, 9, 4], 5, 2)
    for _ in range(3):
        assert torch.equal(alone()[0], together()[1])


def test_the_product_takes_every_difference_from_the_same_base():
    torch.manual_seed(0)
    base, a, b = torch.randn(3, 1, 4, 2)
    weight = torch.rand(4, 1)
    torch.testing.assert_close(
        diffusion.product(base, [a, b], [0.7, weight]), base + 0.7 * (a - base) + weight * (b - base)
    )
    torch.testing.assert_close(diffusion.product(base, [a], [1.0]), a)
    torch.testing.assert_close(diffusion.product(base, [a], [2.5]), base + 2.5 * (a - base))
    torch.testing.assert_close(diffusion.product(base, [a, b], [0.4, 0.4]), diffusion.product(base, [b, a], [0.4, 0.4]))


@pytest.mark.parametrize("sampler", sorted(diffusion.SAMPLERS))
def test_pinned_values_are_exact_and_what_lies_between_follows_them(sampler):
    """A denoiser that believes each value to be its neighbours' mean: pinned ends pull the middle after them."""

    def smooth(x: Tensor, t: int) -> Tensor:
        before, after = torch.roll(x, 1, 1), torch.roll(x, -1, 1)
        return (before + x + after) / 3

    values, keep = torch.zeros(1, 12, 2), torch.zeros(1, 12, 2, dtype=torch.bool)
    keep[:, [0, 1, 10, 11]] = True
    values[keep] = torch.linspace(5.0, 7.0, 8)
    noise = Noise([3], 12, 2)
    denoise = diffusion.pin(smooth, SCHEDULE, values, keep, noise())
    x = diffusion.sample(denoise, SCHEDULE, noise, sampler=sampler, steps=30)
    assert torch.equal(x[keep], values[keep])
    free = diffusion.sample(smooth, SCHEDULE, Noise([3], 12, 2), sampler=sampler, steps=30)
    assert float(x[~keep].mean()) > float(free[~keep].mean()) + 0.5


def test_one_window_is_the_sequence_itself_and_many_agree_where_they_say_the_same():
    x = torch.randn(40, 3)
    assert torch.equal(Windows(40, 60, 20).join(Windows(40, 60, 20).split(x)), x)
    for frames in (61, 100, 101, 333):
        windows = Windows(frames, 60, 20)
        long = torch.randn(frames, 3)
        assert windows.starts[0] == 0 and windows.starts[-1] + 60 == frames
        assert all(b - a <= 40 for a, b in pairwise(windows.starts))
        torch.testing.assert_close(windows.join(windows.split(long)), long)


def test_windows_that_differ_are_mixed_without_a_step():
    windows = Windows(100, 60, 20)
    parts = torch.stack([torch.zeros(60, 1), torch.ones(60, 1)])
    mixed = windows.join(parts)[:, 0]
    assert float(mixed[0]) == 0 and float(mixed[-1]) == 1
    assert float(mixed.diff().abs().max()) < 1.5 / 20


def test_windows_that_overlap_wholly_are_refused():
    with pytest.raises(ValueError, match="overlap"):
        Windows(100, 60, 60)
