"""Which number format a device multiplies fastest."""

from __future__ import annotations

import torch


def fast_dtype(device: str) -> torch.dtype:
    """bfloat16 on a GPU and on processors with AMX or AVX-512 BF16 (several times float32's rate), else float32."""
    if device.startswith("cuda"):
        return torch.bfloat16
    able = torch.cpu.get_capabilities()
    return torch.bfloat16 if able.get("amx_bf16") or able.get("avx512_bf16") else torch.float32
