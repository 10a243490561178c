"""The released LDA network in ours: equal answers, sizes read off the file, sentences for files that don't fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor

from engine.models import lda
from engine.models.lda_blocks import SlopedScores
from engine.protocol.errors import EngineError
from engine.released import lda as released
from tests.engine.released import lda_small

SHARED = Path(__file__).parents[4] / "shared" / "published"


def loaded(given: dict[str, Tensor], styles: int) -> lda.LDA:
    config = released.config_of(given, styles)
    net = lda.LDA(config).eval().requires_grad_(False)
    missing, unknown = net.load_state_dict(released.state_of(given, config), strict=False)
    assert not unknown and {name.rpartition("_")[0] for name in missing} == {"pose", "audio"}
    return net


def said(net: lda.LDA, x: Tensor, control: Tensor, style: Tensor, n: int) -> Tensor:
    flags = torch.ones(2, len(x), dtype=torch.bool)
    told = lda.Condition(control, style, torch.zeros(x.shape[:2]), *flags)
    return net(x, torch.full((len(x),), n + 1), told, net.positions(x.shape[1]))


def test_ours_says_what_the_published_network_says():
    given, g = lda_small.parameters(), torch.Generator().manual_seed(1)
    x, control, style = (
        torch.randn(2, 17, width, generator=g) for width in (lda_small.POSE, lda_small.CONTROL, lda_small.STYLES)
    )
    net = loaded(given, lda_small.STYLES)
    assert (net.config.window, net.config.blocks, net.config.kernels) == (lda_small.WINDOW, 2, 5)
    for n in (0, 17, 149):
        wanted = lda_small.answer(given, x, control, style, n)
        torch.testing.assert_close(said(net, x, control, style, n), wanted, atol=1e-5, rtol=0)


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"{SHARED} has the released networks' answers, and is not here")
def test_the_released_networks_own_answers():
    given, told = load_file(SHARED / "lda_small.safetensors"), np.load(SHARED / "lda_small.npz")
    x, control, style = (torch.from_numpy(told[name]) for name in ("x", "control", "style"))
    net = loaded(given, style.shape[-1])
    for n in (0, 17, 149):
        wanted = torch.from_numpy(told[f"out_{n}"])
        torch.testing.assert_close(said(net, x, control, style, n), wanted, atol=1e-5, rtol=0)


def test_the_paper_has_its_two_blocks_and_71_million_numbers():
    with torch.device("meta"):
        net = lda.LDA(lda.Config.paper())
        assert [len(own) for own in net.positions(2)] == [2] * 20
    assert round(sum(p.numel() for p in net.parameters()) / 1e6) == 71


def test_scores_are_of_the_offset_alone_and_made_once_for_a_length(monkeypatch):
    net, made = loaded(lda_small.parameters(), lda_small.STYLES), []
    old = SlopedScores.at
    monkeypatch.setattr(SlopedScores, "at", lambda self, offsets: made.append(len(offsets)) or old(self, offsets))
    scores = net.positions(9)
    x, style = torch.zeros(1, 9, lda_small.POSE), torch.zeros(1, 9, lda_small.STYLES)
    told = lda.Condition(torch.zeros(1, 9, 3), style, torch.zeros(1, 9), *torch.ones(2, 1, dtype=torch.bool))
    for t in (150, 20, 1):
        net(x, torch.tensor([t]), told, scores)
    assert made == [17] * 2 * lda_small.LAYERS


@pytest.mark.parametrize("change", ["missing", "shape", "size", "unknown", "slopes"])
def test_a_file_that_does_not_fit_is_told_in_a_sentence(change):
    given = lda_small.parameters()
    name = "residual_layers.1.nn.attention_blocks.1.attn.gate.weight"
    if change == "missing":
        del given[name]
    elif change == "shape":
        given[name] = given[name][None, None]
    elif change == "size":
        given[name] = given[name][:-1]
    elif change == "unknown":
        given["residual_layers.0.something"] = torch.zeros(3)
    else:
        name = "residual_layers.2.nn.attention_blocks.0.attn.position_scorer.slopes"
        given[name] = given[name] * 1.5
    with pytest.raises(EngineError, match="LDA network") as told:
        released.state_of(given, released.config_of(given, lda_small.STYLES))
    assert ("something" if change == "unknown" else name) in told.value.message and told.value.message.endswith(".")
