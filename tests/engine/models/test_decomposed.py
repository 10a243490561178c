"""Decomposed diffusion: what the noise must be, how it is taken apart, and what the networks may see and learn."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import nn

from engine.models import decomposed as de
from engine.models import diffusion, lda
from engine.models.diffusion import Schedule, diffuse

SCHEDULE = Schedule.linear(40, 1e-3, 0.3)
TINY = de.Config(
    pose_dim=8, text_dim=6, base_width=24, base_depth=2, dim=24, heads=2, layers=2, dropout=0.0, most=20, steps=40,
    last_beta=0.3, geometry=0.0,
)  # fmt: skip


def rest_of(epsilon: torch.Tensor, base: torch.Tensor, shares: torch.Tensor) -> torch.Tensor:
    """r (B, T, D) of eps (B, T, D): inverse of `composed`; 0 where the share is 1 and nothing of r is in eps."""
    own = (1 - shares)[..., None]
    return torch.where(own > 0, (epsilon - shares.sqrt()[..., None] * base[:, None]) / own.clamp(min=1e-12).sqrt(), 0)


def model(config: de.Config = TINY) -> de.Decomposed:
    """Random weights, the last layers' too: as built they say 0 to everything."""
    torch.manual_seed(0)
    made = de.Decomposed(config)
    assert isinstance(made.base, de.PosePrior) and isinstance(made.rest, de.ResidualGenerator)
    for last in (made.base.leave, made.rest.leave):
        nn.init.normal_(last.weight, std=0.3)
    return made.eval().requires_grad_(False)


def shares_of(kind: float | str, frames: int, middle: int) -> torch.Tensor:
    away = (torch.arange(frames) - middle).abs()
    shares = torch.exp(-0.2 * away) if kind == "falling" else torch.full((frames,), float(kind))
    return torch.where(away == 0, 1.0, shares)


@pytest.mark.parametrize("kind", [0.0, 0.25, 0.5, "falling"])
def test_each_frames_noise_has_variance_1_and_two_frames_correlate_by_the_root_of_their_shares(kind):
    shares = shares_of(kind, 7, 3)
    seeds = range(4000)
    noise = de.SharedNoise(seeds, seeds, shares, 5)()
    frames = noise.permute(1, 0, 2).flatten(1)  # (T, samples)
    covariance = frames @ frames.T / frames.shape[1]
    expected = (shares[:, None] * shares[None]).sqrt()
    expected.fill_diagonal_(1.0)
    # 20,000 samples: a covariance strays by about 0.007 a standard deviation.
    torch.testing.assert_close(covariance, expected, atol=0.035, rtol=0)
    assert frames.mean(1).abs().max() < 0.035


@pytest.mark.parametrize("kind", [0.0, 0.25, 0.5, "falling"])
def test_noise_is_taken_apart_into_what_it_was_made_of(kind):
    g = torch.Generator().manual_seed(1)
    shares = shares_of(kind, 9, 4)
    base, rest = torch.randn(3, 8, generator=g), torch.randn(3, 9, 8, generator=g)
    epsilon = de.composed(base, rest, shares)
    torch.testing.assert_close(epsilon[:, 4], base)
    found = rest_of(epsilon, base, shares)
    torch.testing.assert_close(found[:, shares < 1], rest[:, shares < 1], atol=1e-5, rtol=1e-4)
    assert (found[:, 4] == 0).all()
    torch.testing.assert_close(de.composed(base, found, shares), epsilon, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("t", [1, 17, 40])
def test_the_base_taken_away_leaves_the_frames_and_their_own_noise(t):
    g = torch.Generator().manual_seed(2)
    shares = shares_of(0.5, 6, 2)
    clean, base, rest = (torch.randn(*s, generator=g) for s in ((2, 6, 8), (2, 8), (2, 6, 8)))
    z = diffuse(SCHEDULE, clean, torch.full((2,), t), de.composed(base, rest, shares))
    left = de.without_base(z, base, shares, SCHEDULE.noise(t))
    own = SCHEDULE.signal(t) * clean + SCHEDULE.noise(t) * (1 - shares).sqrt()[:, None] * rest
    torch.testing.assert_close(left, own, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("sampler", ["ddpm", "ddim"])
@pytest.mark.parametrize("kind", [0.0, 0.5, "falling"])
def test_perfect_generators_lead_every_sampler_to_the_clip(sampler, kind):
    """Generators that know the clip, and tell its noise as the paper's do: b from the base frame alone, then r."""
    frames, middle = 10, 6
    clip, shares = torch.randn(1, frames, 8, generator=torch.Generator().manual_seed(3)), shares_of(kind, frames, 6)
    own = (1 - shares).sqrt()[:, None]

    def base(z, t):
        return de.noise_of(clip[:, middle], z, SCHEDULE.signal(t), SCHEDULE.noise(t))

    def rest(z, t, first):
        torch.testing.assert_close(first, clip[:, middle], atol=1e-3, rtol=1e-3)
        said = de.noise_of(clip, z, SCHEDULE.signal(t), SCHEDULE.noise(t)) / own.clamp(min=1e-6)
        return torch.where(own > 0, said, 0)

    denoise = de.decomposed(base, rest, SCHEDULE, shares, middle)
    noise = de.SharedNoise([1], [2], shares, 8)
    made = diffusion.sample(denoise, SCHEDULE, noise, sampler=sampler, steps=40)
    torch.testing.assert_close(made, clip, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("sampler", ["ddpm", "ddim"])
def test_without_shares_it_is_plain_diffusion(sampler):
    """lambda 0 at all frames, the base frame too: the same draws, the same network, the same clip."""
    net, places = model(replace(TINY, share=0.0, told=False)), torch.arange(12) - 5
    text, shares = torch.zeros(1, 6), torch.zeros(12)
    noise = de.SharedNoise([4], [5], shares, 8)
    there = torch.ones(1, 12, dtype=torch.bool)

    def said(z, t):
        return net.rest(z, torch.tensor([t]), places[None], torch.zeros(1, 8), text, there)

    plain = diffusion.sample(said, net.schedule, noise, sampler=sampler, steps=40)
    rest = lambda z, t, first: de.noise_of(said(z, t), z, net.schedule.signal(t), net.schedule.noise(t))  # noqa: E731
    denoise = de.decomposed(de.base_noise(net, text), rest, net.schedule, shares, 5)
    noise = de.SharedNoise([4], [5], shares, 8)
    made = diffusion.sample(denoise, net.schedule, noise, sampler=sampler, steps=40)
    torch.testing.assert_close(made, plain, atol=2e-4, rtol=1e-3)


def clip_of(net: de.Decomposed, base_seed: int, seed: int, **options) -> torch.Tensor:
    frames, middle = 12, 4
    places, text = torch.arange(frames) - middle, torch.zeros(1, 6)
    base = options.get("base") or de.base_noise(net, text)
    denoise = de.decomposed(base, de.rest_noise(net, places, text), net.schedule, net.lambdas(places), middle)
    noise = de.SharedNoise([base_seed], [seed], net.lambdas(places), 8)
    return diffusion.sample(denoise, net.schedule, noise, sampler=options.get("sampler", "ddim"), steps=10)[0]


@pytest.mark.parametrize("sampler", ["ddpm", "ddim"])
def test_families_share_a_base_frame_or_a_residual(sampler):
    net = model()
    first, other, moved = (clip_of(net, b, s, sampler=sampler) for b, s in ((1, 1), (1, 2), (2, 1)))
    torch.testing.assert_close(first[4], other[4], atol=1e-4, rtol=1e-4)
    assert (first - other)[:4].abs().max() > 0.01
    assert (first[4] - moved[4]).abs().max() > 0.01
    noise = [de.SharedNoise([b], [s], net.lambdas(torch.arange(12) - 4), 8)()[0] for b, s in ((1, 1), (2, 1))]
    own = [rest_of(n[None], n[None, 4], net.lambdas(torch.arange(12) - 4))[0] for n in noise]
    torch.testing.assert_close(own[0], own[1], atol=1e-5, rtol=1e-4)


def test_a_given_pose_is_the_base_frame():
    net = model()
    pose = torch.randn(1, 8, generator=torch.Generator().manual_seed(6))
    keep = torch.tensor([[True] * 6 + [False] * 2])
    base = de.held(de.base_noise(net, torch.zeros(1, 6)), net.schedule, pose, keep)
    for sampler in ("ddpm", "ddim"):
        made = clip_of(net, 1, 1, base=base, sampler=sampler)[4]
        torch.testing.assert_close(made[:6], pose[0, :6], atol=1e-3, rtol=1e-3)
        assert (made[6:] - pose[0, 6:]).abs().max() > 0.01


def batch_of(count: int = 3, frames: int = 10) -> de.Clips:
    g = torch.Generator().manual_seed(7)
    present = torch.ones(count, frames, dtype=torch.bool)
    present[-1, 7:] = False
    middle = torch.tensor([4, 0, 6])[:count]
    return de.Clips(torch.randn(count, frames, 8, generator=g), middle, torch.randn(count, 6, generator=g), present)


@pytest.mark.parametrize("predicts", ["clean", "epsilon"])
def test_the_residuals_error_does_not_train_the_base(predicts):
    net = model(replace(TINY, predicts=predicts)).train().requires_grad_(True)
    torch.manual_seed(8)
    _, parts = net.loss(batch_of())
    parts["rest"].backward(retain_graph=True)
    assert all(p.grad is None for p in net.base.parameters())
    assert any(p.grad is not None and p.grad.abs().max() > 0 for p in net.rest.parameters())
    net.zero_grad()
    parts["base"].backward()
    assert any(p.grad is not None and p.grad.abs().max() > 0 for p in net.base.parameters())
    assert all(p.grad is None or (p.grad == 0).all() for p in net.rest.parameters())


def test_the_papers_own_form_learns_and_samples():
    """At its full size: a loss whose gradients reach every part, and a clip in a few steps of both samplers."""
    torch.manual_seed(14)
    config = de.Config.paper()
    net = de.Decomposed(config)
    base, rest = (sum(p.numel() for p in part.parameters()) for part in (net.base, net.rest))
    assert 3 < base / rest < 5 and base > 4e7
    shape, said = (2, 12, config.pose_dim), nn.functional.normalize(torch.randn(2, config.text_dim), dim=-1)
    batch = de.Clips(torch.randn(shape), torch.tensor([6, 6]), said, torch.ones(2, 12) > 0)
    assert isinstance(net.base, de.PosePrior) and isinstance(net.rest, de.ResidualGenerator)
    for part in (net.base, net.rest):  # as built they say 0, and no gradient goes past that
        nn.init.normal_(part.leave.weight, std=0.01)
    loss, parts = net.loss(batch)
    loss.backward()
    # Noise of variance 1 against about nothing.
    assert set(parts) == {"base", "rest"} and all(0.5 < part.item() < 3 for part in parts.values())
    untold = {"rest.base.weight", "rest.base.bias"}  # it is not told what the base frame is
    idle = {name for name, p in net.named_parameters() if p.grad is None or not p.grad.any()}
    assert idle == untold
    net.eval().requires_grad_(False)
    places, text = torch.arange(12) - 6, said[:1]
    for sampler in ("ddpm", "ddim"):
        shares = net.lambdas(places)
        denoise = de.decomposed(de.base_noise(net, text), de.rest_noise(net, places, text), net.schedule, shares, 6)
        noise = de.SharedNoise([1], [2], shares, config.pose_dim)
        made = diffusion.sample(denoise, net.schedule, noise, sampler=sampler, steps=3)
        assert made.shape == (1, 12, config.pose_dim) and made.isfinite().all()


def test_the_base_learns_slowly():
    net = model()
    scales = {id(p): group.get("scale", 1.0) for group in net.parameter_groups() for p in group["params"]}
    assert {scales[id(p)] for p in net.base.parameters()} == {0.1}
    assert {scales[id(p)] for p in net.rest.parameters()} == {1.0}
    assert len(scales) == len(list(net.parameters()))


@pytest.mark.parametrize("predicts", ["clean", "epsilon"])
def test_padding_changes_no_loss(predicts):
    net, batch = model(replace(TINY, predicts=predicts)), batch_of(3, 10)
    other = replace(batch, poses=torch.where(batch.present[..., None], batch.poses, 99.0))
    losses = []
    for each in (batch, other):
        torch.manual_seed(9)
        losses.append(net.loss(each)[0])
    torch.testing.assert_close(*losses)


def test_it_learns_a_clip_around_its_base_frame():
    """Straight ways whose slope the sentence tells, through a base pose: learned from a few hundred batches."""
    config = replace(TINY, text_dropout=0.0, patch=2, steps=40)
    torch.manual_seed(10)
    net = de.Decomposed(config).train()
    optimizer = torch.optim.AdamW([{**g, "lr": 3e-3} for g in net.parameter_groups()])

    def straight(count: int) -> de.Clips:
        places = torch.arange(9).float() - 4
        start, slope = torch.randn(count, 1, 8), torch.where(torch.rand(count, 1, 1) < 0.5, -0.4, 0.4)
        text = slope[:, 0].sign().expand(-1, 6) / 6**0.5
        poses = start + slope * places[None, :, None]
        return de.Clips(poses, torch.full((count,), 4), text, torch.ones(count, 9, dtype=torch.bool))

    for _ in range(300):
        loss, _ = net.loss(straight(64))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    net.eval().requires_grad_(False)
    pose, keep = torch.linspace(-1, 1, 8)[None], torch.ones(1, 8, dtype=torch.bool)
    for sign in (-1.0, 1.0):
        text, places = torch.full((1, 6), sign / 6**0.5), torch.arange(9) - 4
        base = de.held(de.base_noise(net, text), net.schedule, pose, keep)
        denoise = de.decomposed(base, de.rest_noise(net, places, text), net.schedule, net.lambdas(places), 4)
        made = diffusion.sample(denoise, net.schedule, de.SharedNoise([1], [2], net.lambdas(places), 8), sampler="ddim")
        want = pose[0] + sign * 0.4 * places[:, None]
        assert (made[0] - want).square().mean().sqrt() < 0.45 * want.std(), sign


def test_measured_shares_are_the_squared_correlation_of_frames():
    g = torch.Generator().manual_seed(11)
    steps = torch.randn(500, 30, 4, generator=g)
    clips = [steps[:, 0]]
    for i in range(1, 30):  # an autoregression: frames d apart correlate by 0.9^d
        clips.append(0.9 * clips[-1] + (1 - 0.81) ** 0.5 * steps[:, i])
    table = de.measured_shares(torch.stack(clips, 1), 40)
    assert table.shape == (41,) and table[0] == 1 and (table.diff() <= 0).all()
    torch.testing.assert_close(table[1:8], 0.81 ** torch.arange(1, 8).float(), atol=0.03, rtol=0)
    assert (table[30:] == table[29]).all()


def test_any_network_may_be_the_residual_generator():
    """The conformer stack with a sound for its condition, as it comes from another paper."""
    config = lda.Config(
        pose_dim=8, audio=("onset",), styles=("slow",), width=16, layers=2, heads=2, kernels=3, feed=24, step_dim=8,
        step_hidden=12, window=12, steps=40,
    )  # fmt: skip
    torch.manual_seed(12)
    stack, net = lda.LDA(config).eval().requires_grad_(False), model()
    nn.init.normal_(stack.leave.weight, std=0.3)
    places, text = torch.arange(12) - 4, torch.zeros(1, 6)
    sound = torch.randn(2, 1, 12, 1)
    made = []
    for heard in sound:
        flags = torch.ones(2, 1, dtype=torch.bool)
        told = lda.Condition(heard, torch.ones(1, 12, 1), torch.zeros(1, 12), *flags)
        rest = lambda z, t, first, told=told: stack(z, torch.tensor([t]), told, stack.positions(12))  # noqa: E731
        denoise = de.decomposed(de.base_noise(net, text), rest, net.schedule, net.lambdas(places), 4)
        noise = de.SharedNoise([1], [1], net.lambdas(places), 8)
        made.append(diffusion.sample(denoise, net.schedule, noise, sampler="ddim", steps=5)[0])
    assert made[0].isfinite().all() and (made[0] - made[1]).abs().max() > 1e-3
    torch.testing.assert_close(made[0][4], made[1][4], atol=1e-3, rtol=1e-3)


def test_inpainting_meets_what_is_known_and_draws_the_rest_to_fit_it():
    """Two numbers that are always equal up to the sign of a little noise: one given, the other must follow."""
    spread = torch.tensor([[1.0, 0.95], [0.95, 1.0]])

    def denoise(x, t):  # the exact posterior mean of a normal distribution
        signal, noise = SCHEDULE.signal(t), SCHEDULE.noise(t)
        gain = signal * spread @ torch.linalg.inv(signal**2 * spread + noise**2 * torch.eye(2))
        return x @ gain.T

    g = torch.Generator().manual_seed(13)
    values, keep = torch.tensor([[[1.2, 0.0]]]).expand(600, 1, 2), torch.tensor([[[True, False]]]).expand(600, 1, 2)
    times = SCHEDULE.times(40)
    other = {}
    for rounds in (1, 8):
        draw = lambda: torch.randn(600, 1, 2, generator=g)  # noqa: E731
        made = diffusion.inpaint(denoise, SCHEDULE, draw, times, values, keep, rounds=rounds)[:, 0]
        assert (made[:, 0] == 1.2).all()
        other[rounds] = made[:, 1]
    # Given 1.2 the other is normal around 1.14 with deviation 0.31.
    assert abs(other[8].mean() - 1.14) < 0.12 and abs(other[8].std() - 0.31) < 0.1
    assert abs(other[8].mean() - 1.14) < abs(other[1].mean() - 1.14)
