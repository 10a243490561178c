"""Passes from a graph of fixed shape, with a stand-in for CUDA's: the same logits, and the plain way where it fails."""

from __future__ import annotations

import pytest
import torch

from engine.models import mmm
from engine.runtime import log
from engine.text import cuda_graphs
from tests.engine.models.test_critic import text_model
from tests.engine.models.test_mmm import TINY, context, model, text


def arguments(rows: int, length: int, found: bool) -> tuple:
    g = torch.Generator().manual_seed(rows)
    codes = torch.randint(TINY.codes, (rows, length, TINY.levels), generator=g)
    level, known = torch.randint(TINY.levels, (rows,), generator=g), torch.rand(rows, generator=g) < 0.7
    return codes, level, text(rows), known, context(rows) if found else None


class Recorder:
    """Calls again and again into the same tensor, as a graph does."""

    def __init__(self, works: int = 99) -> None:
        self.recorded, self.works = 0, works

    def __call__(self, call):
        self.recorded += 1
        if self.recorded > self.works:
            raise RuntimeError("operation not permitted when stream is capturing")
        output = call()

        def replay():
            return output.copy_(call())

        return replay


@pytest.mark.parametrize("found", [False, True])
@torch.no_grad()
def test_a_replayed_pass_is_the_pass(found):
    net, recorder = model(), Recorder()
    asked = [arguments(rows, length, found) for rows, length in ((3, 9), (4, 12), (2, 13), (1, 1), (3, 5))]
    plain = [net.forward(*one) for one in asked]
    with cuda_graphs.replayed(net, recorder) as replay:
        made = [net(*one) for one in asked]
    for one, other in zip(plain, made, strict=True):
        assert one.shape == other.shape
        torch.testing.assert_close(one, other, atol=1e-4, rtol=1e-4)
    assert recorded_once(recorder) and not replay.broken
    assert net.forward.__func__ is mmm.MMM.forward, "and then it is the network's own again"  # type: ignore[attr-defined]


def recorded_once(recorder: Recorder) -> bool:
    """Four, two and one rows; three go with four."""
    return recorder.recorded == 3


@torch.no_grad()
def test_what_a_replay_gave_stays(monkeypatch):
    net = model()
    with cuda_graphs.replayed(net, Recorder()):
        first = net(*arguments(4, 9, True))
        before = first.clone()
        net(*arguments(3, 12, True))
    assert torch.equal(first, before)


@pytest.mark.parametrize("works", [0, 1])
@torch.no_grad()
def test_where_it_fails_the_network_computes_as_ever(works, capsys):
    log.configure()
    net, recorder = model(), Recorder(works)
    asked = [arguments(rows, 9, True) for rows in (2, 4, 2)]
    plain = [net.forward(*one) for one in asked]
    with cuda_graphs.replayed(net, recorder) as replay:
        for one, given in zip(plain, asked, strict=True):
            torch.testing.assert_close(net(*given), one, atol=1e-4, rtol=1e-4)
    assert "capturing" in replay.broken and recorder.recorded == works + 1, "it is not tried again"
    assert capsys.readouterr().err.count("motif engine: no CUDA graphs") == 1


@torch.no_grad()
def test_longer_than_the_graph_goes_the_plain_way():
    net, recorder = model(), Recorder()
    states = text(2)
    wide = type(states)(states.sentence, states.words.repeat(1, 20, 1), states.mask.repeat(1, 20))
    codes, level, _, known, found = arguments(2, 9, True)
    plain = net.forward(codes, level, wide, known, found)
    with cuda_graphs.replayed(net, recorder):
        assert torch.equal(net(codes, level, wide, known, found), plain)
    assert recorder.recorded == 0


def test_never_on_a_processor_and_only_where_asked(monkeypatch):
    monkeypatch.setenv(cuda_graphs.VARIABLE, "1")
    assert not cuda_graphs.wanted("cpu") and cuda_graphs.wanted("cuda") and cuda_graphs.wanted("cuda:1")
    assert "forward" not in vars(text_model(None).transformer)
    monkeypatch.delenv(cuda_graphs.VARIABLE)
    assert not cuda_graphs.wanted("cuda")


def test_takes_come_out_the_same():
    plain = text_model(None).sample(["a person walks"], [60], [3], steps=3)
    other = text_model(None)
    with cuda_graphs.replayed(other.transformer, Recorder()) as replay:
        made = other.sample(["a person walks"], [60], [3], steps=3)
    assert not replay.broken and abs(plain[0].rot - made[0].rot).max() < 1e-4
