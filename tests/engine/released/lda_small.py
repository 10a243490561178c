"""A small released LDA network: random parameters under the released names, and its answer computed step by step."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

POSE, LAYERS, WIDTH, STEP, CONTROL, STYLES, HEADS, FEED, WINDOW = 6, 3, 16, 24, 3, 2, 2, 32, 24


def parameters(seed: int = 0) -> dict[str, Tensor]:
    """Random numbers in the layout of the released files."""
    g = torch.Generator().manual_seed(seed)
    shapes: dict[str, tuple[int, ...]] = {
        "diffusion_embedding.projection1": (STEP, 128), "diffusion_embedding.projection2": (STEP, STEP),
        "input_projection.conv1d": (WIDTH, POSE, 1), "skip_projection.conv1d": (WIDTH, WIDTH, 1),
        "output_projection.conv1d": (POSE, WIDTH, 1),
    }  # fmt: skip
    out: dict[str, Tensor] = {}
    for i in range(LAYERS):
        layer = f"residual_layers.{i}."
        shapes |= {
            f"{layer}diffusion_projection": (WIDTH, STEP), f"{layer}local_cond_projection": (WIDTH, CONTROL + STYLES),
            f"{layer}nn.in_proj": (WIDTH, WIDTH), f"{layer}nn.out_proj": (2 * WIDTH, WIDTH),
            f"{layer}output_projection.conv1d": (2 * WIDTH, WIDTH, 1),
        }  # fmt: skip
        for k in range(2):
            out |= _block(f"{layer}nn.attention_blocks.{k}.", i % 3, g)
    for name, shape in shapes.items():
        out[f"{name}.weight"] = torch.randn(shape, generator=g) / math.sqrt(math.prod(shape[1:]))
        out[f"{name}.bias"] = 0.1 * torch.randn(shape[0], generator=g)
    return out


def _block(name: str, dilation: int, g: torch.Generator) -> dict[str, Tensor]:
    draw = lambda *shape: torch.randn(shape, generator=g) / math.sqrt(math.prod(shape[1:]))  # noqa: E731
    scorer, first, last = f"{name}attn.position_scorer.", -math.log(1e-8) / 2.5, -math.log(1e-8) / (WINDOW / 4)
    feeds = ("conv_1", "conv_2") if dilation else ("linear_1", "linear_2")
    taps = (3,) if dilation else ()
    return {
        f"{name}attn.in_proj.weight": draw(3 * WIDTH, WIDTH), f"{name}attn.gate.weight": draw(2 * WIDTH, WIDTH),
        f"{name}attn.gate.bias": draw(2 * WIDTH), f"{scorer}amplitudes": draw(1, 5, HEADS, 1, 1),
        f"{scorer}offsets": 4 * draw(1, 5, HEADS, 1, 1), f"{scorer}sharpness": 1 + draw(1, 5, HEADS, 1, 1).abs(),
        f"{scorer}bias": draw(1, HEADS, 1, 1), f"{scorer}slopes": torch.tensor([first, last]).view(HEADS, 1, 1),
        f"{name}ff.{feeds[0]}.weight": draw(FEED, WIDTH, *taps),
        f"{name}ff.{feeds[1]}.weight": draw(WIDTH, FEED, *taps),
        f"{name}norm_1.weight": 1 + draw(WIDTH, 9)[:, 0], f"{name}norm_1.bias": draw(WIDTH, 9)[:, 0],
        f"{name}norm_2.weight": 1 + draw(WIDTH, 9)[:, 0], f"{name}norm_2.bias": draw(WIDTH, 9)[:, 0],
    }  # fmt: skip


def answer(p: dict[str, Tensor], x: Tensor, control: Tensor, style: Tensor, n: int) -> Tensor:
    """What the published network says of x (B, T, POSE) at step n, 0 to 149, in convolutions and loops."""
    linear = lambda name, y: F.linear(y, p[f"{name}.weight"].flatten(1), p.get(f"{name}.bias"))  # noqa: E731
    angle = n * 10.0 ** (torch.arange(64) * 4.0 / 63.0)
    step = torch.cat([angle.sin(), angle.cos()])
    step = F.silu(linear("diffusion_embedding.projection1", step))
    step = F.silu(linear("diffusion_embedding.projection2", step))
    y, skips = F.relu(linear("input_projection.conv1d", x)), torch.zeros(())
    given = torch.cat([control, style], -1)
    for i in range(LAYERS):
        name = f"residual_layers.{i}."
        z = y + linear(f"{name}diffusion_projection", step) + linear(f"{name}local_cond_projection", given)
        z = linear(f"{name}nn.in_proj", z)
        for k in range(2):
            z = _attended(p, f"{name}nn.attention_blocks.{k}.", z, i % 3)
        first, second = linear(f"{name}nn.out_proj", z).chunk(2, -1)
        first, second = linear(f"{name}output_projection.conv1d", first.sigmoid() * second.tanh()).chunk(2, -1)
        y, skips = (y + first) / math.sqrt(2), skips + second
    y = F.relu(linear("skip_projection.conv1d", skips / math.sqrt(LAYERS)))
    return linear("output_projection.conv1d", y)


def _attended(p: dict[str, Tensor], name: str, x: Tensor, dilation: int) -> Tensor:
    norm = lambda which, y: F.layer_norm(y, (WIDTH,), p[f"{name}{which}.weight"], p[f"{name}{which}.bias"])  # noqa: E731
    key, value, query = (x @ p[f"{name}attn.in_proj.weight"].t()).chunk(3, -1)
    heads, size = [], WIDTH // HEADS
    for h in range(HEADS):
        own = slice(h * size, (h + 1) * size)
        logits = query[..., own] @ key[..., own].transpose(1, 2) / math.sqrt(size)
        heads.append((logits + _scores(p, f"{name}attn.position_scorer.", h, x.shape[1])).softmax(-1) @ value[..., own])
    seen = torch.cat(heads, -1) @ p[f"{name}attn.gate.weight"].t() + p[f"{name}attn.gate.bias"]
    first, second = seen.chunk(2, -1)
    x = norm("norm_2", x + first * second.sigmoid())
    if dilation:
        conv = lambda which, y: F.conv1d(y, p[f"{name}ff.{which}.weight"], padding=dilation, dilation=dilation)  # noqa: E731
        fed = conv("conv_2", F.relu(conv("conv_1", x.transpose(1, 2)))).transpose(1, 2)
    else:
        fed = F.relu(x @ p[f"{name}ff.linear_1.weight"].t()) @ p[f"{name}ff.linear_2.weight"].t()
    return norm("norm_1", x + fed)


def _scores(p: dict[str, Tensor], name: str, h: int, length: int) -> Tensor:
    """Of one head, (T, T), a query a row."""
    d = torch.arange(length)[:, None] - torch.arange(length)
    total = p[f"{name}bias"].flatten()[h].abs() + 1e-8 + torch.zeros(length, length)
    for k in range(p[f"{name}amplitudes"].shape[1]):
        a, o, s = (p[f"{name}{part}"][0, k, h, 0, 0] for part in ("amplitudes", "offsets", "sharpness"))
        total = total + a.abs() * (a.sign() * (d - o) / s).sigmoid()
    return total.log() - p[f"{name}slopes"].flatten()[h] * d.abs()
