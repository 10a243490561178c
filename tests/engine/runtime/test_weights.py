"""Weights on disk: what is written comes back, and what is absent, cut short or altered is named in one sentence."""

from __future__ import annotations

import json

import pytest
import torch

from engine import model_registry
from engine.api import Engine
from engine.protocol.errors import EngineError
from engine.runtime import weights
from tests.engine.requests import text_request


@pytest.fixture
def folder(tmp_path):
    """A folder of weights in which both files of the text model are pinned."""
    for name in ("tokenizer", "text"):
        state = {"a.weight": torch.arange(6.0).reshape(2, 3), "counts": torch.tensor([1, 2**40])}
        weights.save_weights(tmp_path / f"{name}.safetensors", state, {"width": 3, "name": name}, extra={"steps": 7})
    return tmp_path


def sentence(path_or_call) -> str:
    """The message of the weights_missing error that a load, or a call, ends in."""
    with pytest.raises(EngineError) as caught:
        path_or_call() if callable(path_or_call) else weights.load_weights(path_or_call)
    assert caught.value.code == "weights_missing"
    message = caught.value.message
    assert "\n" not in message and message.endswith(".") and "install the add-on again" in message
    return message


def test_weights_come_back_with_config_and_meta(folder):
    loaded = weights.load_weights(folder / "text.safetensors", dtype=torch.float32)
    assert loaded.config == {"width": 3, "name": "text"} and loaded.meta["steps"] == 7
    assert torch.equal(loaded.state["a.weight"], torch.arange(6.0).reshape(2, 3))
    assert loaded.state["counts"].tolist() == [1, 2**40]  # whole numbers keep their type
    assert weights.load_weights(folder / "text.safetensors").state["a.weight"].dtype == torch.float16
    assert weights.read_config(folder / "text.safetensors") == loaded.config
    entry = json.loads((folder / "registry.json").read_text())["text"]
    assert entry == {
        "file": "text.safetensors",
        "sha256": loaded.digest,
        "size": (folder / entry["file"]).stat().st_size,
    }
    assert not list(folder.glob("*.part"))


def test_saving_again_pins_the_new_file(folder):
    path = folder / "text.safetensors"
    before = model_registry.digest("text", folder)
    weights.save_weights(path, {"b": torch.ones(4)}, {}, dtype=torch.bfloat16)
    assert weights.load_weights(path).state["b"].dtype == torch.bfloat16
    assert model_registry.digest("text", folder) != before


def test_a_critic_beside_the_text_model_is_part_of_its_digest(folder):
    before = model_registry.digest("text", folder)
    weights.save_weights(folder / "critic.safetensors", {"c": torch.ones(4)}, {})
    assert model_registry.digest("text", folder) != before
    assert "text" in model_registry.present(folder)
    (folder / "critic.safetensors").unlink()
    assert model_registry.digest("text", folder) == before, "and can be left away"


def test_absent_weights(tmp_path, folder):
    assert "text.safetensors is not in" in sentence(tmp_path / "nowhere" / "text.safetensors")
    (folder / "tokenizer.safetensors").unlink()
    assert "tokenizer.safetensors" in sentence(lambda: model_registry.digest("text", folder))
    assert model_registry.present(folder) == []


@pytest.mark.parametrize("pinned", [True, False])
@pytest.mark.parametrize("size", [0, 4, 20, 200])
def test_truncated_weights(folder, size, pinned):
    path = folder / "text.safetensors"
    path.write_bytes(path.read_bytes()[:size])
    if not pinned:
        (folder / "registry.json").unlink()
        assert "cut short or damaged" in sentence(lambda: weights.read_config(path))
    assert "cut short" in sentence(path)


def test_altered_weights(folder):
    path = folder / "text.safetensors"
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    assert "digest differs" in sentence(path)
    assert "digest differs" in sentence(lambda: model_registry.digest("text", folder))


def test_a_file_that_nobody_pinned_loads(folder):
    (folder / "registry.json").unlink()
    assert weights.load_weights(folder / "text.safetensors").config["width"] == 3


@pytest.mark.parametrize("text", ["", "[]", "{", '{"text": 3}'])
def test_a_damaged_registry(folder, text):
    (folder / "registry.json").write_text(text)
    assert "registry" in sentence(folder / "text.safetensors")


def test_other_files_are_not_taken_for_weights(tmp_path):
    (tmp_path / "x.safetensors").write_bytes(b"PK\x03\x04 this is a zip, or a web page of an error " * 40)
    assert "damaged" in sentence(tmp_path / "x.safetensors")


def test_an_unknown_model_lists_the_known_ones(folder):
    with pytest.raises(EngineError, match=r"“poetry” is unknown: choose audio or .*text") as caught:
        model_registry.digest("poetry", folder)
    assert caught.value.code == "bad_request"


def test_the_engine_says_so_before_it_loads_anything(folder):
    engine = Engine(folder, "cpu")
    assert engine.info()["models"] == ["inbetween", "text"]
    path = folder / "text.safetensors"
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    sentence(lambda: engine.generate(text_request("a person walks")))
    path.unlink()
    sentence(lambda: engine.generate(text_request("a person walks")))
