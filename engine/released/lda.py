"""The released audio-driven diffusion model's parameters (Alexanderson et al. 2023), under the names of our network."""

from __future__ import annotations

import math
from collections.abc import Mapping

import torch
from torch import Tensor

from engine.models.lda import LDA, Config
from engine.models.lda_blocks import slopes
from engine.protocol.errors import bad_request
from engine.released.names import Taken

_LAYER = "residual_layers.{}."
_BLOCK = _LAYER + "nn.attention_blocks.{}."
DILATIONS = (0, 1, 2)  # of the released models; the file does not say


def config_of(given: Mapping[str, Tensor], styles: int, steps: int = 150) -> Config:
    """Sizes of a released network, read off its parameters' shapes; raises EngineError where it is none.

    styles: how many channels of the condition, the last ones, are the style's.
    """
    parts = Taken(given, "LDA")
    layers, blocks = parts.count(_LAYER), parts.count(_BLOCK.replace("{}", "0", 1))
    width, pose_dim, _ = parts.shape("input_projection.conv1d.weight", 3)
    hidden, step_dim = parts.shape("diffusion_embedding.projection1.weight", 2)
    channels = parts.shape("residual_layers.0.local_cond_projection.weight", 2)[1]
    first = _BLOCK.format(0, 0)
    _, kernels, heads, _, _ = parts.shape(f"{first}attn.position_scorer.amplitudes", 5)
    conv = f"{first}ff.conv_1.weight" in given
    feed = parts.shape(f"{first}ff.conv_1.weight" if conv else f"{first}ff.linear_1.weight", 3 if conv else 2)[0]
    flattest = float(parts.shaped(f"{first}attn.position_scorer.slopes", 3).flatten()[-1])
    if channels <= styles:
        raise bad_request(f"The LDA network is given {channels} channels of sound and style, of which {styles} styles.")
    return Config(
        pose_dim=pose_dim, audio=tuple(f"feature {i}" for i in range(channels - styles)),
        styles=tuple(f"style {i}" for i in range(styles)), width=width, layers=layers, heads=heads, kernels=kernels,
        feed=feed, dilations=DILATIONS, step_dim=step_dim, step_hidden=hidden, steps=steps, energy_dropout=0.0,
        window=round(-math.log(1e-8) * 4 / flattest), block="published", blocks=blocks, told=False, whole_steps=True,
    )  # fmt: skip


def state_of(given: Mapping[str, Tensor], config: Config) -> dict[str, Tensor]:
    """The parameters under our names; raises EngineError for what is missing, of another shape or not known."""
    parts = Taken(given, "LDA")
    state = {
        **parts.linear("enter", "input_projection.conv1d"),
        **parts.linear("step.0", "diffusion_embedding.projection1"),
        **parts.linear("step.2", "diffusion_embedding.projection2"),
        **parts.linear("skips", "skip_projection.conv1d"),
        **parts.linear("leave", "output_projection.conv1d"),
    }
    for i in range(config.layers):
        state |= _layer(parts, config, i)
    with torch.device("meta"):
        parts.finish(state, LDA(config))
    return state


def _layer(parts: Taken, config: Config, i: int) -> dict[str, Tensor]:
    ours, theirs = f"layers.{i}.", _LAYER.format(i)
    state = {
        **parts.linear(f"{ours}step", f"{theirs}diffusion_projection"),
        **parts.linear(f"{ours}condition", f"{theirs}local_cond_projection"),
        **parts.linear(f"{ours}enter", f"{theirs}nn.in_proj"),
        **parts.linear(f"{ours}gate", f"{theirs}nn.out_proj"),
        **parts.linear(f"{ours}out", f"{theirs}output_projection.conv1d"),
    }
    dilated = config.dilations[i % len(config.dilations)] > 0
    for k in range(config.blocks):
        block = f"{ours}block." if not k else f"{ours}further.{k - 1}."
        state |= _block(parts, config, block, _BLOCK.format(i, k), dilated)
    return state


def _block(parts: Taken, config: Config, ours: str, theirs: str, dilated: bool) -> dict[str, Tensor]:
    names = ("ff.conv_1", "ff.conv_2") if dilated else ("ff.linear_1", "ff.linear_2")
    state = {
        # The released block normalises with its second norm first.
        **parts.norm(f"{ours}norm1", f"{theirs}norm_2"),
        **parts.norm(f"{ours}norm2", f"{theirs}norm_1"),
        **parts.linear(f"{ours}mix", f"{theirs}attn.in_proj", bias=False),
        **parts.linear(f"{ours}gate", f"{theirs}attn.gate"),
        **parts.linear(f"{ours}feed.up", f"{theirs}{names[0]}", bias=False),
        **parts.linear(f"{ours}feed.down", f"{theirs}{names[1]}", bias=False),
    }
    scorer = f"{theirs}attn.position_scorer."
    for name, released in (("amplitude", "amplitudes"), ("offset", "offsets"), ("sharpness", "sharpness")):
        state[f"{ours}positions.{name}"] = parts.shaped(scorer + released, 5)[0, :, :, 0, 0].t()
    state[f"{ours}positions.bias"] = parts.shaped(f"{scorer}bias", 4).flatten()
    told = parts.shaped(f"{scorer}slopes", 3).flatten()
    if not told.allclose(slopes(config.heads, config.window), rtol=1e-4):
        raise bad_request(f"The LDA network's {scorer}slopes are not those of a training window of {config.window}.")
    return state
