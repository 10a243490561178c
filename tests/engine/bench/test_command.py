"""What `motif bench` says of a device: floors, counts and differences that can be checked on any machine."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
import torch
from torch import nn

from engine.__main__ import main
from engine.bench import command
from engine.bench import device as bench_device
from engine.models import lda, mmm, vqvae
from engine.models.text_states import TextStates
from engine.protocol.errors import EngineError
from engine.text.model import TextModel


def test_work_is_counted():
    network = nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 2))
    with bench_device.counted(network) as work:
        for _ in range(4):
            network(torch.zeros(7, 3))
    assert work.passes == 4 and work.flops == 4 * 7 * 2 * (3 * 5 + 5 * 2)
    network(torch.zeros(7, 3))
    assert work.passes == 4  # no hook is left
    with bench_device.counted(conv := nn.Conv1d(3, 5, 4)) as work:
        conv(torch.zeros(2, 3, 10))
    assert work.flops == 2 * (2 * 5 * 7) * (3 * 4)


def test_the_floor_is_the_slower_of_the_two():
    limits = bench_device.Limits(bandwidth=100.0, rate=1000.0)
    assert limits.floor(passes=3, weight_bytes=50, flops=10) == 1.5
    assert limits.floor(passes=3, weight_bytes=50, flops=5000) == 5.0


@pytest.fixture
def small(monkeypatch):
    """Tiny networks in place of the published sizes."""
    text = mmm.Config(codes=16, dim=16, heads=2, layers=1, cross_layers=1)
    sound = lda.Config(width=16, layers=1, heads=2, feed=16, step_dim=8, step_hidden=8, kernels=3)
    books = vqvae.Config(width=16, depth=1, codes=16, code_dim=4)
    for config, own in ((mmm.Config, text), (lda.Config, sound), (vqvae.Config, books)):
        monkeypatch.setattr(config, "paper", classmethod(lambda cls, own=own: own))
    monkeypatch.setattr(bench_device, "_limits", lambda device, kind: bench_device.Limits(1e9, 1e9))


def test_both_models_are_measured(small):
    try:
        found = bench_device.measure("cpu", 1, (1, 3))
    except EngineError as error:
        pytest.skip(error.message)
    for name, passes in (("text", 10), ("audio", 16)):
        assert found[f"paper_{name}_passes"] >= passes and found[f"paper_{name}_gflops"] > 0
        assert found[f"paper_{name}_b3_floor_s"] >= found[f"paper_{name}_b1_floor_s"] > 0
        assert found[f"paper_{name}_b1_s"] > 0 and found[f"paper_{name}_within"]
    assert found["format"] in ("float32", "bfloat16")


def test_takes_from_graphs_stand_beside_the_others(small):
    network = mmm.MMM(mmm.Config.paper())
    encoder = SimpleNamespace(encode=encode)
    tokenizer = vqvae.VQVAE(vqvae.Config.paper())
    model = TextModel.assemble(encoder, network, tokenizer, None, "cpu")  # type: ignore[arg-type]
    found = bench_device.from_graphs(model.transformer, model, "cpu", 1, (1, 3), lambda call: call)
    assert found["paper_text_graphs_broken"] == "" and found["paper_text_graphs_error"] < 1e-2
    assert found["paper_text_graphs_b1_s"] > 0 and found["paper_text_graphs_b3_s"] > 0
    broken = bench_device.from_graphs(model.transformer, model, "cpu", 1, (1,), lambda call: 1 / 0)  # type: ignore
    assert "ZeroDivisionError" in broken["paper_text_graphs_broken"] and broken["paper_text_graphs_b1_s"] > 0


def encode(texts) -> TextStates:
    """As long as the text encoder's, and says nothing."""
    return TextStates(torch.zeros(len(texts), 512), torch.zeros(len(texts), 3, 512), torch.ones(len(texts), 3) > 0)


@pytest.mark.parametrize("answer", [bench_device._text_answer, bench_device._audio_answer])
def test_half_precision_comes_near_and_is_not_the_same(small, answer):
    exact, again, half = (answer("cpu", kind) for kind in (torch.float32, torch.float32, torch.bfloat16))
    error = float((half - exact).square().mean().sqrt() / exact.square().mean().sqrt())
    assert torch.equal(exact, again) and 0 < error < bench_device.TOLERANCE[torch.bfloat16]


def test_a_machine_without_a_card_says_so(capsys, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert main(["bench", "--device", "cuda", "--json"]) == 1
    captured = capsys.readouterr()
    assert "no CUDA device" in captured.err and "Traceback" not in captured.err
    assert json.loads(captured.out)["error"]["code"] == "bad_request"


def test_batches_that_make_no_sense():
    assert command._batches("1,32") == (1, 32)
    for text in ("", "a", "0", "1,99"):
        with pytest.raises(EngineError, match="1,32"):
            command._batches(text)
