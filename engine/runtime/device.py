"""Devices: which one to compute on, in which number format, and how much memory models may take there.

torch is imported only by functions that need it: it takes seconds to load.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from engine.protocol.errors import bad_request

if TYPE_CHECKING:
    import torch

# What loaded models may hold: bytes on the processor, and the share of a card's memory.
MODEL_BYTES = 3 << 30
MODEL_SHARE = 0.5


def choose_device(wanted: str | None) -> str:
    """Name of a torch device: the one asked for, else CUDA where there is one, else the CPU. Raises EngineError for one
    that is unknown or not there."""
    name = (wanted or "auto").lower()
    kind, _, index = name.partition(":")
    if name == "cpu":
        return name  # without torch, which takes seconds to load
    import torch

    if kind not in ("auto", "cpu", "cuda") or (index and not (kind == "cuda" and index.isdigit())):
        raise bad_request(f"The device “{wanted:.40}” is unknown: choose auto, cpu, cuda or cuda:N.")
    if kind == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    if kind == "cuda" and not torch.cuda.is_available():
        raise bad_request(
            "This computer has no CUDA device that the engine can use: choose the device “auto” or “cpu”."
        )
    if index and int(index) >= torch.cuda.device_count():
        raise bad_request(f"There is no CUDA device number {index}: this computer has {torch.cuda.device_count()}.")
    return name


def device_name(device: str) -> str:
    """The graphics card's name, or "CPU"."""
    if not device.startswith("cuda"):
        return "CPU"
    import torch

    return torch.cuda.get_device_name(torch.device(device))


def fast_dtype(device: str) -> torch.dtype:
    """bfloat16 on a GPU and on processors with AMX or AVX-512 BF16 (several times float32's rate), else float32."""
    import torch

    if device.startswith("cuda"):
        return torch.bfloat16
    able = torch.cpu.get_capabilities()
    return torch.bfloat16 if able.get("amx_bf16") or able.get("avx512_bf16") else torch.float32


def model_budget(device: str) -> int:
    """Bytes that loaded models may hold."""
    if device == "cpu":
        return MODEL_BYTES
    import torch

    return int(MODEL_SHARE * torch.cuda.get_device_properties(torch.device(device)).total_memory)


def free_memory() -> None:
    """Return torch's cached blocks to the card, so that the next and smaller request fits."""
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        torch.cuda.empty_cache()
