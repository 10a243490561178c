"""The audio model: position scores, the loss, guidance as a product of experts, windows, pinned frames."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from engine.models import diffusion, layers, lda
from engine.models.diffusion import Noise, Windows

TINY = lda.Config(
    pose_dim=6, audio=("onset", "rms"), styles=("slow", "fast", "odd"), width=32, layers=3, heads=4, kernels=5, feed=48,
    step_dim=16, step_hidden=24, window=20, predicts="clean", style_dropout=0.2, audio_dropout=0.2, energy_dropout=0.5,
)  # fmt: skip


def model(config: lda.Config = TINY) -> lda.LDA:
    """Random weights, the last layer's too: as built it says 0 to everything."""
    torch.manual_seed(0)
    made = lda.LDA(config)
    torch.nn.init.normal_(made.leave.weight, std=0.2)
    return made.eval().requires_grad_(False)


def condition(count: int, frames: int, config: lda.Config = TINY) -> lda.Condition:
    g = torch.Generator().manual_seed(3)
    style = torch.eye(len(config.styles))[torch.arange(count) % len(config.styles)]
    return lda.Condition(
        torch.randn(count, frames, config.audio_dim, generator=g), style[:, None].expand(-1, frames, -1),
        torch.randn(count, frames, generator=g), *torch.ones(2, count, dtype=torch.bool),
    )  # fmt: skip


def run(net: lda.LDA, x: Tensor, t: int, seen: lda.Condition, present: Tensor | None = None) -> Tensor:
    return net(x, torch.full((len(x),), t), seen, net.positions(x.shape[1]), present)


def test_position_scores_depend_on_the_offset_alone_and_equal_the_sum_of_kernels():
    torch.manual_seed(0)
    positions = layers.OffsetScores(4, 21)
    scores = positions(50)
    assert scores.shape == (4, 50, 50)
    assert torch.equal(scores[:, 3:20, 5:40], scores[:, 10:27, 12:47])
    torch.testing.assert_close(positions(30), scores[:, 9:39, 9:39])
    i, j = torch.meshgrid(torch.arange(50), torch.arange(50), indexing="ij")
    slow = torch.zeros(4, 50, 50)
    for head in range(4):
        for kernel in range(21):
            away = (j - i) - positions.offset[head, kernel]
            sharp = positions.sharpness[head, kernel].abs()
            slow[head] += positions.amplitude[head, kernel] * torch.exp(-sharp * away**2)
    torch.testing.assert_close(scores, slow, atol=1e-5, rtol=1e-4)


def test_what_the_network_says_moves_with_the_sequence():
    """No absolute position anywhere: away from the ends, a shifted input gives the shifted output."""
    net = model(replace(TINY, dilations=(0, 1, 2)))
    # Attention that looks no further than a few frames, so that the ends stay out of sight.
    for positions in (m for m in net.modules() if isinstance(m, layers.OffsetScores)):
        positions.amplitude.fill_(30.0)
        positions.offset.zero_()
        positions.sharpness.fill_(2.0)
    x, seen = torch.randn(1, 80, 6), condition(1, 80)
    whole = run(net, x, 10, seen)
    cut = lda.Condition(seen.audio[:, 7:], seen.style[:, 7:], seen.energy[:, 7:], seen.has_audio, seen.has_energy)
    torch.testing.assert_close(run(net, x[:, 7:], 10, cut)[:, 30:40], whole[:, 37:47], atol=1e-4, rtol=1e-4)


def test_padding_changes_nothing():
    net = model(replace(TINY, dilations=(0,)))
    x, seen = torch.randn(2, 20, 6), condition(2, 20)
    present = torch.arange(20) < torch.tensor([[20], [12]])
    padded = run(net, torch.where(present[..., None], x, 99.0), 5, seen, present)
    short = lda.Condition(
        seen.audio[1:, :12], seen.style[1:, :12], seen.energy[1:, :12], seen.has_audio[1:], seen.has_energy[1:]
    )
    torch.testing.assert_close(padded[1:, :12], run(net, x[1:, :12], 5, short), atol=1e-5, rtol=1e-4)


def test_what_is_not_told_is_not_seen():
    net = model()
    x, seen = torch.randn(2, 20, 6), condition(2, 20)
    silent = replace(seen, has_audio=torch.zeros(2, dtype=torch.bool), has_energy=torch.zeros(2, dtype=torch.bool))
    other = replace(silent, audio=seen.audio + 3, energy=seen.energy - 2)
    assert torch.equal(run(net, x, 5, silent), run(net, x, 5, other))
    assert not torch.allclose(run(net, x, 5, seen), run(net, x, 5, replace(seen, audio=seen.audio + 3)))
    told = replace(seen, audio=net.audio_mean.expand_as(seen.audio))
    assert not torch.allclose(run(net, x, 5, told), run(net, x, 5, replace(told, has_audio=silent.has_audio))), (
        "silence is heard"
    )


def test_drop_out_leaves_whole_items_untold():
    torch.manual_seed(0)
    seen = condition(3000, 2)
    dropped = lda.drop(seen, TINY)
    styled = dropped.style.sum(-1)
    assert torch.equal(styled[:, 0], styled[:, 1])
    assert float(styled[:, 0].mean()) == pytest.approx(0.8, abs=0.03)
    assert float(dropped.has_audio.float().mean()) == pytest.approx(0.8, abs=0.03)
    assert float(dropped.has_energy.float().mean()) == pytest.approx(0.5, abs=0.03)


def experts_of(*weights: tuple[int | None, bool, float], frames: int = 20) -> list[lda.Expert]:
    return [lda.Expert(style, has_audio, torch.full((frames,), weight)) for style, has_audio, weight in weights]


def by_hand(net: lda.LDA, audio: Tensor, x: Tensor, style: int | None, has_audio: bool = True) -> Tensor:
    one = torch.zeros(1, len(audio), len(net.config.styles))
    if style is not None:
        one[..., style] = 1
    off = torch.zeros(1, dtype=torch.bool)
    return run(net, x, 9, lda.Condition(audio[None], one, torch.zeros(1, len(audio)), torch.tensor([has_audio]), off))


def test_one_expert_of_weight_one_is_the_conditioned_model_and_others_are_guidance():
    net = model()
    audio, x = torch.randn(20, 2), torch.randn(1, 20, 6)
    windows = Windows(20, 20, 5)
    styled, plain = by_hand(net, audio, x, 1), by_hand(net, audio, x, None)
    denoise = lda.guided(net, audio, experts_of((1, True, 1.0)), windows)
    torch.testing.assert_close(denoise(x, 9), styled, atol=1e-5, rtol=1e-4)
    denoise = lda.guided(net, audio, experts_of((1, True, 2.5)), windows)
    torch.testing.assert_close(denoise(x, 9), plain + 2.5 * (styled - plain), atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(lda.guided(net, audio, [], windows)(x, 9), plain, atol=1e-5, rtol=1e-4)


def test_several_experts_with_weights_over_time_take_their_differences_from_one_base():
    net = model()
    audio, x = torch.randn(20, 2), torch.randn(1, 20, 6)
    rise = torch.linspace(0, 1.4, 20)
    experts = [
        lda.Expert(0, True, 1 - rise),
        lda.Expert(2, True, rise),
        lda.Expert(None, False, torch.full((20,), -0.5)),
    ]
    base = by_hand(net, audio, x, None)
    said = [by_hand(net, audio, x, 0), by_hand(net, audio, x, 2), by_hand(net, audio, x, None, has_audio=False)]
    wanted = base + sum(e.weight[:, None] * (s - base) for e, s in zip(experts, said, strict=True))
    denoise = lda.guided(net, audio, experts, Windows(20, 20, 5))
    torch.testing.assert_close(denoise(x, 9), wanted, atol=1e-5, rtol=1e-4)


def test_the_product_is_the_same_in_noise_and_in_clean_estimates():
    net = model(replace(TINY, predicts="epsilon"))
    audio, x, schedule = torch.randn(20, 2), torch.randn(1, 20, 6), TINY.schedule
    denoise = lda.guided(net, audio, experts_of((0, True, 1.7), (1, True, 0.6)), Windows(20, 20, 5))
    t = torch.tensor([9])
    clean = [diffusion.to_clean(schedule, "epsilon", by_hand(net, audio, x, s), x, t) for s in (None, 0, 1)]
    torch.testing.assert_close(denoise(x, 9), diffusion.product(clean[0], clean[1:], [1.7, 0.6]), atol=1e-4, rtol=1e-4)


def test_a_long_sequence_runs_in_windows_a_few_at_a_time_with_the_same_result():
    net = model()
    audio, x = torch.randn(95, 2), torch.randn(1, 95, 6)
    experts, windows = experts_of((1, True, 1.0), frames=95), Windows(95, 20, 5)
    one = lda.guided(net, audio, experts, windows)(x, 9)
    few = lda.guided(net, audio, experts, windows, at_once=2)(x, 9)
    torch.testing.assert_close(one, few, atol=1e-5, rtol=1e-4)
    assert one.shape == x.shape


def test_training_learns_to_make_what_it_was_shown():
    """Two styles, two poses that swing to the audio: samples land on the style's own and follow what is heard."""
    torch.manual_seed(0)
    config = replace(TINY, pose_dim=2, style_dropout=0.1, audio_dropout=0.0)
    net = lda.LDA(config)
    optimizer = torch.optim.AdamW(net.parameters(), lr=3e-3)
    beat = torch.sin(torch.arange(20) * 0.8)

    def shown(count: int) -> tuple[Tensor, lda.Condition]:
        seen = condition(count, 20)
        style = torch.randint(2, (count,))
        wave = beat * torch.where(torch.rand(count, 1) < 0.5, 1.0, -1.0)
        poses = torch.stack([wave, (style * 2.0 - 1)[:, None].expand(-1, 20)], -1)
        one = torch.eye(3)[style][:, None].expand(-1, 20, -1)
        return poses, replace(seen, audio=torch.stack([wave, 0 * wave], -1), style=one)

    for _ in range(120):
        poses, seen = shown(32)
        loss, parts = net.loss(poses, seen, torch.ones(32, 20, dtype=torch.bool))
        assert set(parts) == {"clean"}
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    net.eval().requires_grad_(False)
    for style, sign in ((0, 1.0), (1, -1.0)):
        audio = torch.stack([sign * beat, 0 * beat], -1)
        denoise = lda.guided(net, audio, experts_of((style, True, 1.0)), Windows(20, 20, 5))
        made = diffusion.sample(denoise, config.schedule, Noise([5], 20, 2), steps=12)[0]
        assert float((made[:, 1] - (style * 2.0 - 1)).abs().mean()) < 0.8, "nearer to its own style than to the other"
        assert float((made[:, 0] - sign * beat).abs().mean()) < 0.5, (
            "on the beat that is heard: off it, the mean is 0.64 or more"
        )


def test_the_papers_noise_prediction_learns():
    torch.manual_seed(0)
    net = lda.LDA(replace(TINY, predicts="epsilon"))
    optimizer = torch.optim.AdamW(net.parameters(), lr=3e-3)
    losses = []
    for _ in range(60):
        loss, _ = net.loss(torch.ones(32, 20, 6), condition(32, 20), torch.ones(32, 20, dtype=torch.bool))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[0] == pytest.approx(1.0, abs=0.1), "a network that says 0 misses all of the noise"
    assert sum(losses[-10:]) / 10 < 0.4


def test_the_papers_sizes_build_and_run():
    config = lda.Config.paper()
    net = lda.LDA(config)
    assert (config.layers, config.width, config.feed, config.kernels, config.steps) == (20, 256, 1024, 21, 150)
    out = run(net.eval().requires_grad_(False), torch.randn(1, 30, 61), 100, condition(1, 30, config))
    assert out.shape == (1, 30, 61) and torch.count_nonzero(out) == 0, "the last layer starts at 0"


@pytest.mark.parametrize("config", [lda.Config.paper(), lda.Config.shipped(("onset",), ("walk",))])
def test_signals_reach_the_last_layer_at_their_size_before_any_training(config):
    """Else that layer would have to grow for thousands of steps before it could say anything."""
    torch.manual_seed(0)
    net = lda.LDA(config).eval().requires_grad_(False)
    seen: list[Tensor] = []
    net.leave.register_forward_pre_hook(lambda _, given: seen.append(given[0]))
    for x in torch.randn(2, 4, 40, config.pose_dim):
        run(net, x, 5, condition(4, 40, config))
    differ = (seen[0] - seen[1]).std()
    assert 0.1 < differ.item() < 10


def test_lower_precision_says_nearly_the_same():
    net = model()
    x, seen = torch.randn(2, 20, 6), condition(2, 20)
    full = run(net, x, 5, seen)
    half = run(net.lower(torch.bfloat16), x, 5, seen)
    assert half.dtype == torch.float32
    assert float((half - full).abs().max()) < 0.05 * float(full.abs().max())
