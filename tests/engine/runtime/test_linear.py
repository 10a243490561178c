"""Linear layers in other forms: how near they stay, and that a network takes them where it is told to."""

from __future__ import annotations

import pytest
import torch

from engine.models.layers import Block
from engine.runtime import linear


@pytest.mark.parametrize(("form", "near"), [("exact", 0.0), ("packed", 2e-6), ("int8", 0.04)])
def test_a_block_stays_as_near_as_its_form_says(form, near):
    torch.manual_seed(0)
    block = Block(256, 4).eval().requires_grad_(False)
    x, seen = torch.randn(2, 30, 256), torch.ones(2, 30, dtype=torch.bool)
    wanted = block(x, seen)
    found = linear.in_form(torch.nn.ModuleList([block]), form)[0](x, seen)
    apart = float((found - wanted).norm() / wanted.norm())
    assert apart <= near and (form == "exact") == (apart == 0.0)


def test_small_layers_and_biases_are_left(monkeypatch):
    network = torch.nn.Sequential(torch.nn.Linear(8, 8), torch.nn.Linear(256, 256, bias=False)).eval()
    x = torch.randn(3, 8)
    linear.in_form(network, "packed")
    assert isinstance(network[0], torch.nn.Linear) and isinstance(network[1], linear.PackedLinear)
    assert network[1](torch.randn(5, 3, 256)).shape == (5, 3, 256) and network[0](x).shape == (3, 8)
    monkeypatch.setenv(linear.VARIABLE, "int8")
    assert linear.wanted("packed") == "int8"
    monkeypatch.setenv(linear.VARIABLE, "half")
    assert linear.wanted("packed") == "packed"


def test_a_form_that_is_asked_for_is_computed_in_float32_whatever_the_processor_is_fast_in(monkeypatch):
    monkeypatch.setattr(linear, "fast_dtype", lambda device: torch.bfloat16)
    monkeypatch.delenv(linear.VARIABLE, raising=False)
    assert linear.kind("cpu") == torch.bfloat16
    monkeypatch.setenv(linear.VARIABLE, "int8")
    assert linear.kind("cpu") == torch.float32 and linear.kind("cuda:0") == torch.bfloat16
