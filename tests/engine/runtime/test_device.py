"""Choosing a device and a number format."""

from __future__ import annotations

import pytest
import torch

from engine.protocol.errors import EngineError
from engine.runtime.device import MODEL_BYTES, choose_device, device_name, fast_dtype, model_budget


@pytest.mark.parametrize("wanted", ["tpu", "cuda:x", "cpu:1", "cuda:"])
def test_what_is_no_device_is_refused_in_words(wanted, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(EngineError) as failure:
        choose_device(wanted)
    assert failure.value.code == "bad_request" and "cpu" in str(failure.value)


def test_the_card_is_taken_where_there_is_one(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert [choose_device(w) for w in (None, "auto", "CUDA", "cuda:1", "cpu")] == [
        "cuda",
        "cuda",
        "cuda",
        "cuda:1",
        "cpu",
    ]
    with pytest.raises(EngineError, match="no CUDA device number 2"):
        choose_device("cuda:2")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert choose_device(None) == "cpu"


@pytest.mark.parametrize(
    ("able", "kind"),
    [({}, torch.float32), ({"amx_bf16": True}, torch.bfloat16), ({"avx512_bf16": True}, torch.bfloat16)],
)
def test_half_precision_only_where_it_is_fast(able, kind, monkeypatch):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: able)
    assert fast_dtype("cpu") == kind
    assert fast_dtype("cuda:1") == torch.bfloat16


def test_the_processor_in_words_and_bytes():
    assert device_name("cpu") == "CPU" and model_budget("cpu") == MODEL_BYTES
