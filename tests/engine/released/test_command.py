"""`motif import`: small files in the released layout become a set that takes are made with; nothing in one is run."""

from __future__ import annotations

import json
import pickle
import re
import sys
import types
from pathlib import Path

import numpy as np
import pytest
import torch

from engine import model_registry
from engine.api import Engine
from engine.models import lda as our_lda
from engine.protocol import weight_sets
from engine.protocol.errors import EngineError
from engine.protocol.request import Prompt, TextRequest
from engine.protocol.sampling import Sampling
from engine.released import command, reading, sets
from engine.runtime import weights
from engine.runtime.weights import load_weights
from tests.engine.released import lda_small, mmm_small


@pytest.fixture(autouse=True)
def own_list(tmp_path, monkeypatch):
    monkeypatch.setenv(weight_sets.VARIABLE, str(tmp_path / "data"))


@pytest.fixture
def released(tmp_path) -> list[str]:
    """The files of a small release."""
    folder = tmp_path / "release"
    folder.mkdir()
    torch.save({"trans": mmm_small.parameters()}, folder / "net_last.pth")
    r = np.random.default_rng(0)
    mean, std = 0.05 * r.standard_normal(263), 0.01 + 0.05 * r.random(263)
    mean[3], mean[4 + 3 * 9 + 1 :: 3][:1] = 0.9, 0.3
    np.save(folder / "Mean.npy", mean.astype(np.float32))
    np.save(folder / "Std.npy", std.astype(np.float32))
    return [str(folder / name) for name in ("net_last.pth", "Mean.npy", "Std.npy")]


@pytest.fixture
def clip(tmp_path) -> Path:
    """A small CLIP text model with a projection."""
    from transformers.models.clip.configuration_clip import CLIPTextConfig
    from transformers.models.clip.modeling_clip import CLIPTextModelWithProjection

    words = ["!", "<|startoftext|>", *"abcdefghijklmnopqrstuvwxyz", *(f"{c}</w>" for c in "abcdefghijklmnopqrstuvwxyz")]
    words.append("<|endoftext|>")
    config = CLIPTextConfig(
        vocab_size=len(words), hidden_size=mmm_small.TEXT, projection_dim=mmm_small.TEXT, intermediate_size=32,
        num_hidden_layers=1, num_attention_heads=2, bos_token_id=1, eos_token_id=len(words) - 1,
    )  # fmt: skip
    torch.manual_seed(0)
    folder = tmp_path / "clip"
    CLIPTextModelWithProjection(config).save_pretrained(folder)
    (folder / "vocab.json").write_text(json.dumps({w: i for i, w in enumerate(words)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return folder


def run(capsys, *words: object) -> dict:
    status = command.main([str(w) for w in words])
    out, said = capsys.readouterr()
    return {"status": status, "said": said, **json.loads(out.splitlines()[-1])}


def test_a_release_becomes_a_set_that_takes_are_made_with(tmp_path, released, clip, capsys):
    done = run(capsys, "mmm", *released, "--clip", clip, "--out", tmp_path / "sets" / "theirs")
    assert done["ok"] and done["set"] == "theirs" and "CC BY-NC-ND" in done["licence"] and "CC BY-NC-ND" in done["said"]
    folder = weight_sets.folder_of("theirs")
    assert "CC BY-NC-ND" in (folder / "mmm.md").read_text(encoding="utf-8") and sets.read_card(folder).clip == str(clip)
    # Exactly what was released, in full precision.
    state = load_weights(folder / "text.safetensors").state
    assert torch.equal(state["heads"][0], mmm_small.parameters()["trans_head.head.weight"])
    engine = Engine(folder, "cpu")
    request = TextRequest(prompts=(Prompt("someone walks"),), frames=75, sampling=Sampling(seeds=(1, 2)))
    takes = engine.generate(request)
    assert [len(take.motion) for take in takes] == [75, 75] and all(np.isfinite(t.motion.root_pos).all() for t in takes)
    again = Engine(folder, "cpu").generate(request)
    assert np.array_equal(takes[1].motion.rot, again[1].motion.rot) and takes[0].weights_digest != ""


def test_the_other_models_are_those_that_ship(tmp_path, released, capsys):
    run(capsys, "mmm", *released, "--out", tmp_path / "set")
    home = model_registry.home_of
    assert home("text", tmp_path / "set") == tmp_path / "set" and home("audio", tmp_path / "set") == weights.FOLDER
    with pytest.raises(EngineError, match="without CLIP"):
        Engine(tmp_path / "set", "cpu").load("text")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda files: files[:1], "mean and std is missing"),
        (lambda files: files[1:], "transformer's file is missing"),
        (lambda files: [*files, files[0].replace("net_last.pth", "none.pth")], "no such file|not there|there is no"),
    ],
)
def test_what_is_missing_is_told(tmp_path, released, capsys, change, sentence):
    done = run(capsys, "mmm", *change(released), "--out", tmp_path / "set")
    assert done["status"] == 1 and not (tmp_path / "set").exists()
    assert re.search(sentence, done["error"]["message"], re.IGNORECASE), done


def test_nothing_in_a_file_is_run(tmp_path, capsys):
    class Bad:
        def __reduce__(self):
            return (Path.touch, (tmp_path / "ran",))

    torch.save({"trans": {"a": torch.zeros(1)}, "more": Bad()}, tmp_path / "bad.pth")
    (tmp_path / "worse.pt").write_bytes(pickle.dumps(Bad()))
    for name in ("bad.pth", "worse.pt"):
        done = run(capsys, "mmm", tmp_path / name, "--out", tmp_path / "set")
        assert done["status"] == 1 and done["error"]["message"].endswith(".")
    assert not (tmp_path / "ran").exists()


def test_checking_prints_the_largest_difference(tmp_path, released, capsys):
    given, g = mmm_small.parameters(), torch.Generator().manual_seed(3)
    codes = torch.randint(mmm_small.CODES, (2, 20), generator=g)
    sentence, words = torch.randn(2, mmm_small.TEXT, generator=g), torch.randn(2, 77, mmm_small.TEXT, generator=g)
    wanted = mmm_small.answer(given, codes, sentence, words)
    wanted[1, 3, 2] += 0.25
    arrays = {"codes": codes, "sentence": sentence, "words": words, "logits": wanted}
    np.savez(tmp_path / "told.npz", **{name: value.numpy() for name, value in arrays.items()})
    done = run(capsys, "mmm", released[0], "--check", tmp_path / "told.npz")
    assert done["ok"] and done["differences"]["largest"] == pytest.approx(0.25, abs=1e-4)


class StandardScaler:
    """As scikit-learn's, for a file that says so."""

    def __init__(self, width: int) -> None:
        self.mean_, self.scale_, self.other = np.arange(float(width)), np.full(width, 2.0), "left alone"


def test_an_lda_checkpoint_gives_its_network_and_its_scalers_and_says_what_it_lacks(tmp_path, capsys, monkeypatch):
    state = {f"diffmodel.{k}": v for k, v in lda_small.parameters().items()}
    with monkeypatch.context() as patch:  # scikit-learn is not installed: the file only names it
        module = types.ModuleType("sklearn.preprocessing._data")
        patch.setattr(module, "StandardScaler", StandardScaler, raising=False)
        patch.setattr(StandardScaler, "__module__", module.__name__)
        for name in ("sklearn", "sklearn.preprocessing", module.__name__):
            patch.setitem(sys.modules, name, module)
        held = {"state_dict": state, "hyper_parameters": {"scaler": StandardScaler(lda_small.POSE)}}
        torch.save(held, tmp_path / "dance.ckpt")
    done = run(capsys, "lda", tmp_path / "dance.ckpt", "--styles", lda_small.STYLES, "--out", tmp_path / "lda")
    assert done["ok"] and "academic research" in done["licence"] and "extractor" in done["missing"]
    stored = load_weights(tmp_path / "lda" / "lda.safetensors")
    net = our_lda.LDA(our_lda.Config(**stored.config))
    net.load_state_dict(stored.state)
    assert net.pose_mean.tolist() == [float(i) for i in range(lda_small.POSE)] and net.pose_scale.tolist() == [2.0] * 6
    assert not weight_sets.known(), "takes can't be made of it"


def test_a_scaler_takes_arrays_alone():
    made = reading.Scaler()
    made.__setstate__({"mean_": [1.0], "scale_": [2.0], "run": print})
    assert vars(made).keys() == {"mean_", "scale_"}
