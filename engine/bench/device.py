"""`motif bench`, stage "device": models of the published sizes against the limits of the device.

Random weights take the same time as trained ones. The floor of a take is the larger of two times: reading every weight
once in every pass of the network, at the measured bandwidth, and all products of linear layers and convolutions, at the
measured rate of one large product. Products in attention, a few in a hundred, are left out, so that the floor is low.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from engine import api
from engine.audio import PRESETS
from engine.audio.model import AudioModel
from engine.models import lda, mmm, vqvae
from engine.models.text_states import TextStates
from engine.protocol.errors import EngineError
from engine.protocol.prompt import Prompt
from engine.protocol.request import AudioRequest, Request, TextRequest
from engine.protocol.sampling import Sampling
from engine.protocol.sound import AudioClip
from engine.runtime.device import device_name, fast_dtype, free_memory
from engine.text import cuda_graphs
from engine.text.encoder import TextEncoder
from engine.text.model import TextModel

FRAMES, SECONDS = 196, 10.0
PROMPT = "a person walks forward, turns around and waves with the right hand"
# The largest relative difference (RMS) from the processor's float32 that passes, by number format.
TOLERANCE = {torch.float32: 1e-3, torch.bfloat16: 5e-2, torch.float16: 1e-2}


@dataclass(frozen=True)
class Limits:
    """Measured limits of a device: bytes and floating point operations a second."""

    bandwidth: float
    rate: float

    def floor(self, passes: int, weight_bytes: int, flops: float) -> float:
        """Least seconds for some passes over the weights and for so many floating point operations."""
        return max(passes * weight_bytes / self.bandwidth, flops / self.rate)


@dataclass
class Work:
    """Work of a take: passes through the network, and floating point operations in linear layers and convolutions."""

    passes: int = 0
    flops: float = 0.0


def measure(device: str, repeats: int, batches: Sequence[int]) -> dict[str, Any]:
    """Latency of paper-sized takes from text and sound, floors, and how near the device comes to the processor."""
    kind = fast_dtype(device)
    limits = _limits(device, kind)
    result: dict[str, Any] = {
        "device_name": device_name(device), "format": str(kind).removeprefix("torch."),
        "bandwidth_gb_s": limits.bandwidth / 1e9, "rate_tflops": limits.rate / 1e12,
    }  # fmt: skip
    for name, build, ask in (("text", _text_model, _ask_text), ("audio", _audio_model, _ask_audio)):
        network, model = build(device)
        result |= _case(f"paper_{name}", device, network, model, ask, limits, repeats, batches)
        if device.startswith("cuda") and isinstance(network, mmm.MMM) and isinstance(model, TextModel):
            result |= from_graphs(network, model, device, repeats, batches)
        result[f"paper_{name}_error"] = error = _difference(name, device)
        result[f"paper_{name}_within"] = error <= TOLERANCE[kind]
        del network, model
        free_memory()
    return result


def _case(
    name: str, device: str, network: nn.Module, model: Any, ask: Callable[[int], Request], limits: Limits,
    repeats: int, batches: Sequence[int],
) -> dict[str, Any]:  # fmt: skip
    kind = name.rpartition("_")[2]
    engine = api.Engine(device=device, loaders={kind: lambda folder, where: api.LoadedModel(model, "0" * 64)})
    if device.startswith("cuda"):
        torch.cuda.reset_peak_memory_stats()
    with counted(network) as work:  # the first call also warms up
        engine.generate(ask(1))
    size = sum(p.numel() * p.element_size() for p in network.parameters())
    found: dict[str, Any] = {
        f"{name}_parameters": sum(p.numel() for p in network.parameters()), f"{name}_weight_mb": size / 1e6,
        f"{name}_passes": work.passes, f"{name}_gflops": work.flops / 1e9,
    }  # fmt: skip
    for batch in batches:
        seconds = min(_sampling(engine, ask(batch)) for _ in range(max(1, repeats if batch == 1 else repeats // 3)))
        floor = limits.floor(work.passes, size, batch * work.flops)
        found |= {f"{name}_b{batch}_s": seconds, f"{name}_b{batch}_floor_s": floor,
                  f"{name}_b{batch}_over_floor": seconds / floor}  # fmt: skip
    if device.startswith("cuda"):
        found[f"{name}_peak_gb"] = torch.cuda.max_memory_allocated() / 1e9
    return found


def from_graphs(
    network: mmm.MMM, model: TextModel, device: str, repeats: int, batches: Sequence[int],
    recorder: cuda_graphs.Recorder | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The same takes with the network's passes replayed from CUDA graphs; how far a pass is off (RMS over RMS), and
    why graphs were given up, where they were."""
    engine = api.Engine(device=device, loaders={"text": lambda folder, where: api.LoadedModel(model, "0" * 64)})
    codes = torch.full((1, FRAMES // 4, network.config.levels), network.config.mask, device=device)
    level, known = codes.new_zeros(1), torch.ones(1, dtype=torch.bool, device=device)
    given = codes, level, model.encoder.encode([PROMPT]), known
    found: dict[str, Any] = {}
    with torch.no_grad():
        plain = network(*given).float()
        with cuda_graphs.replayed(network, recorder) as replay:
            found["paper_text_graphs_error"] = _apart(network(*given).float(), plain)
            for batch in batches:
                _sampling(engine, _ask_text(batch))  # records what it needs
                seconds = [_sampling(engine, _ask_text(batch)) for _ in range(max(1, repeats // 2))]
                found[f"paper_text_graphs_b{batch}_s"] = min(seconds)
    return {**found, "paper_text_graphs_broken": replay.broken}


def _sampling(engine: api.Engine, request: Request) -> float:
    """Seconds that network and decoder take of a request, up to takes in main memory."""
    takes = engine.generate(request)
    return takes[0].timings["sample"]


def _ask_text(batch: int) -> Request:
    return TextRequest((Prompt(PROMPT),), FRAMES, Sampling(tuple(range(batch)), clean_up=False))


def _ask_audio(batch: int) -> Request:
    """Ten seconds of clicks, twice a second."""
    rate = 16000
    clicks = np.zeros(int(SECONDS * rate), np.float32)
    clicks[:: rate // 2] = 0.9
    return AudioRequest(AudioClip(clicks, rate), sampling=Sampling(tuple(range(batch)), clean_up=False))


def _text_model(device: str) -> tuple[mmm.MMM, TextModel]:
    """The published sizes with the text encoder that is at hand."""
    torch.manual_seed(0)
    try:
        encoder = TextEncoder(None, device)
    except FileNotFoundError as error:
        raise EngineError("weights_missing", str(error)) from error
    network = mmm.MMM(replace(mmm.Config.paper(), text_dim=encoder.width))
    model = TextModel.assemble(encoder, network, vqvae.VQVAE(vqvae.Config.paper()), None, device)
    return model.transformer, model


def _audio_model(device: str) -> tuple[nn.Module, AudioModel]:
    torch.manual_seed(0)
    config = replace(lda.Config.paper(), pose_dim=lda.POSE_DIM, audio=PRESETS["motif"])
    model = AudioModel.assemble(_with_output(lda.LDA(config)), device)
    return model.network, model


def _with_output(network: lda.LDA) -> lda.LDA:
    """Give random weights to the last layer, which starts at zero, so that estimates differ."""
    nn.init.normal_(network.leave.weight, std=0.02)
    return network


@contextmanager
def counted(network: nn.Module) -> Iterator[Work]:
    """Count the work of a network by hooks on its linear layers and convolutions."""
    work, hooks = Work(), []
    layers = [part for part in network.modules() if isinstance(part, (nn.Linear, nn.Conv1d))]
    calls: dict[nn.Module, int] = {}

    def after(layer: nn.Module, _inputs: Any, output: Tensor) -> None:
        calls[layer] = calls.get(layer, 0) + 1
        assert isinstance(layer, (nn.Linear, nn.Conv1d))
        work.flops += 2.0 * output.numel() * layer.weight[0].numel()
        work.passes = max(calls.values())

    for layer in layers:
        hooks.append(layer.register_forward_hook(after))
    try:
        yield work
    finally:
        for hook in hooks:
            hook.remove()


def _limits(device: str, kind: torch.dtype) -> Limits:
    """Limits measured by a long copy and a large product, the best of several each."""
    on_card = device.startswith("cuda")
    numbers = torch.empty((1 << 30 if on_card else 1 << 27) // 4, device=device)
    there = torch.empty_like(numbers)
    side = 8192 if on_card else 1024
    a, b = (torch.randn(side, side, device=device, dtype=kind) for _ in range(2))
    copying = _best(device, lambda: there.copy_(numbers))
    multiplying = _best(device, lambda: a @ b)
    return Limits(2 * numbers.numel() * numbers.element_size() / copying, 2.0 * side**3 / multiplying)


def _best(device: str, call: Callable[[], Any], repeats: int = 8) -> float:
    seconds = []
    for _ in range(repeats):
        _settle(device)
        start = time.perf_counter()
        call()
        _settle(device)
        seconds.append(time.perf_counter() - start)
    return min(seconds[1:])


def _settle(device: str) -> None:
    if device.startswith("cuda"):
        torch.cuda.synchronize()


# -- the same numbers as on the processor


def _difference(name: str, device: str) -> float:
    """RMS of a network's answer on the device, in its format, from the processor's in float32, over its RMS there."""
    answer = _text_answer if name == "text" else _audio_answer
    return _apart(answer(device, fast_dtype(device)), answer("cpu", torch.float32))


def _apart(ours: Tensor, exact: Tensor) -> float:
    return float((ours - exact).square().mean().sqrt() / exact.square().mean().sqrt())


@torch.no_grad()
def _text_answer(device: str, kind: torch.dtype) -> Tensor:
    """Logits of half-masked tokens."""
    torch.manual_seed(0)
    config = mmm.Config.paper()
    network = mmm.MMM(config).eval()
    codes = torch.randint(config.codes, (1, FRAMES // 4, 1))
    codes[:, ::2] = config.mask
    sentence, words = torch.randn(1, config.text_dim), torch.randn(1, 12, config.text_dim)
    text = TextStates(sentence, words, torch.ones(1, 12, dtype=torch.bool)).to(device)
    network = network.to(device=device, dtype=kind)
    known, level = torch.ones(1, dtype=torch.bool, device=device), torch.zeros(1, dtype=torch.long, device=device)
    return network.forward(codes.to(device), level, text, known).float().cpu()


@torch.no_grad()
def _audio_answer(device: str, kind: torch.dtype) -> Tensor:
    """The estimate of the noise in half-noised poses."""
    torch.manual_seed(0)
    network = _with_output(lda.LDA(lda.Config.paper())).eval()
    config, frames = network.config, network.config.window
    x, audio = torch.randn(1, frames, config.pose_dim), torch.randn(1, frames, config.audio_dim)
    style = torch.zeros(1, frames, len(config.styles))
    style[..., 0] = 1
    on = torch.ones(1, dtype=torch.bool)
    given = [t.to(device) for t in (audio, style, torch.zeros(1, frames), on, ~on)]
    network = network.to(device).lower(kind)
    step = torch.full((1,), config.steps // 4, device=device)
    return network.forward(x.to(device), step, lda.Condition(*given), network.positions(frames)).float().cpu()


def against_processor(device: str, weights: Path | None, takes: int = 4) -> dict[str, Any]:
    """Takes of the shipped models from the same seeds on the device and on the processor: mean distance of joints in
    mm, and for words the share of takes that come within 10 mm (a token that tips over makes another take)."""
    found: dict[str, Any] = {}
    for name, ask in (("text", _ask_text), ("audio", _ask_audio)):
        request = ask(takes)
        ours, exact = (api.Engine(weights, where).generate(request) for where in (device, "cpu"))
        apart = [
            1000 * float(np.linalg.norm(a.motion.globals()[0] - b.motion.globals()[0], axis=-1).mean())
            for a, b in zip(ours, exact, strict=True)
        ]
        found[f"{name}_joints_apart_mm"] = float(np.median(apart))
        found[f"{name}_same_takes"] = float(np.mean([distance < 10 for distance in apart]))
    return found
