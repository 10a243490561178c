"""Linear layers for the processor in other forms: weights packed for oneDNN, or in int8 with a scale a channel.

Which form a network takes is `MOTIF_PRECISION`: "exact", as trained (what ships); "packed", the same sums in another
order (imported sets: single products 1.3 to 1.8 times as fast, 2e-6 apart at most); "int8", three to four times as fast
and 1 to 2% apart: takes become others. Where the variable asks for one, the network computes in float32 around it, on a
processor too that is fast in bfloat16, which is what it takes there by itself (`engine.runtime.device.fast_dtype`).
"""

from __future__ import annotations

import os
import warnings
from typing import Any

import torch
from torch import Tensor, nn

from engine.runtime.device import fast_dtype

VARIABLE = "MOTIF_PRECISION"
FORMS = ("exact", "packed", "int8")
_LEAST = 128 * 128  # numbers of a weight that is worth packing
_ROWS = 64  # rows of a product that the packing is made for; others work too


class PackedLinear(nn.Module):
    """A linear layer that holds its weight as oneDNN wants it, so that no product has to bring it there first."""

    def __init__(self, plain: nn.Linear) -> None:
        super().__init__()
        self.in_features, self.out_features = plain.in_features, plain.out_features
        self._packed = torch.ops.mkldnn._reorder_linear_weight(plain.weight.detach(), _ROWS)
        self._bias = None if plain.bias is None else plain.bias.detach()

    def forward(self, x: Tensor) -> Tensor:
        return torch.ops.mkldnn._linear_pointwise(x.contiguous(), self._packed, self._bias, "none", [], "")


def wanted(default: str = "exact") -> str:
    """The form that the variable asks for, `default` where it asks for none that is known."""
    said = os.environ.get(VARIABLE, "")
    return said if said in FORMS else default


def kind(device: str) -> torch.dtype:
    """What a network on a device computes in: float32 on the processor where the variable asks for a form."""
    return torch.float32 if device == "cpu" and os.environ.get(VARIABLE, "") in FORMS else fast_dtype(device)


def quicken(network: Any, lists: tuple[str, ...], form: str) -> None:
    """Bring the named lists of blocks of a network into a form, in place."""
    for name in lists:
        setattr(network, name, in_form(getattr(network, name), form))


def in_form(network: Any, form: str) -> Any:
    """The network with its large linear layers in a form, for inference on the processor; as it is where that fails."""
    if form == "int8" and "fbgemm" in torch.backends.quantized.supported_engines:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of where these functions will live in a later torch; ours is pinned
            return torch.ao.quantization.quantize_dynamic(network, {nn.Linear}, dtype=torch.qint8)
    if form == "packed" and torch.backends.mkldnn.is_available():
        _pack(network)
    return network


def _pack(module: nn.Module) -> None:
    for name, child in module.named_children():
        if type(child) is nn.Linear and child.weight.numel() >= _LEAST and child.weight.dtype == torch.float32:
            made: Any = PackedLinear(child)
            setattr(module, name, made)
        else:
            _pack(child)
