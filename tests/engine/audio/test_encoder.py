"""Audio encoders: our own, and any in a folder; what they must not care about, and what they say when one is amiss."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from engine.audio.encoder import FolderEncoder, OwnEncoder, WithRhythm, of_mel, open_encoder
from engine.audio.logmel import BANDS, HOP, logmel
from engine.audio.rhythm import SIZE, rhythm_features
from engine.audio.spectra import RATE
from engine.models import audio_encoder
from engine.protocol.errors import EngineError
from engine.runtime.weights import save_weights

TINY = audio_encoder.Config(
    bands=BANDS, patch=4, dim=12, heads=2, layers=3, dropout=0.0, window=25, classes=("beep", "hiss")
)


def beeps(seconds: float = 2.0, hz: float = 880.0) -> np.ndarray:
    t = np.arange(int(seconds * RATE)) / RATE
    return (0.3 * np.sin(2 * np.pi * hz * t) * (t % 0.5 < 0.1)).astype(np.float32)


def network() -> audio_encoder.AudioTransformer:
    torch.manual_seed(0)
    return audio_encoder.AudioTransformer(TINY)


def test_the_picture_has_a_row_for_each_hop_and_does_not_depend_on_volume():
    sound = beeps()
    picture = logmel(sound)
    assert picture.shape == (-(-len(sound) // HOP), BANDS)
    assert picture.max() == 0 and picture.min() == -1
    np.testing.assert_allclose(logmel(0.3 * sound), picture, atol=1e-3)
    loud = picture.max(1)
    assert (loud[np.arange(len(loud)) * HOP / RATE % 0.5 < 0.08] > -0.2).all()
    assert (
        loud[(np.arange(len(loud)) * HOP / RATE % 0.5 > 0.2) & (np.arange(len(loud)) * HOP / RATE % 0.5 < 0.4)] < -0.7
    ).all()


def test_silence_stays_silence():
    assert (logmel(np.zeros(RATE)) == -1).all()
    assert logmel(1e-5 * np.random.default_rng(0).standard_normal(RATE)).max() < -0.5, "a hiss is no shout"
    assert logmel(np.zeros(0)).shape == (1, BANDS)


def test_hidden_patches_come_in_runs_about_as_often_as_asked():
    torch.manual_seed(0)
    real = torch.arange(100) < torch.randint(40, 100, (200, 1))
    hidden = audio_encoder.masked_patches(real, 0.4, 4)
    assert not (hidden & ~real).any() and hidden.any(1).all()
    assert 0.25 < hidden.sum() / real.sum() < 0.45
    runs = (hidden[:, 1:] & ~hidden[:, :-1]).sum()
    assert hidden.sum() / runs > 3


def test_hidden_patches_are_not_seen():
    net = network().eval()
    mel = torch.rand(1, 40, BANDS) - 1
    real, hidden = torch.ones(1, 10, dtype=torch.bool), torch.zeros(1, 10, dtype=torch.bool)
    hidden[0, 3:6] = True
    other = mel.clone()
    other[0, 12:24] = torch.rand(12, BANDS) - 1
    one, two = (net(net.patches(m), real, hidden)[-1] for m in (mel, other))
    torch.testing.assert_close(one, two)
    assert not torch.allclose(net(net.patches(mel), real)[-1], net(net.patches(other), real)[-1])


def test_it_learns_to_fill_in_and_to_name():
    net = network().train()
    rng = np.random.default_rng(0)
    hiss = 0.1 * rng.standard_normal(2 * RATE)
    mel = torch.from_numpy(np.stack([logmel(beeps())[:100], logmel(hiss)[:100]]))
    real, sounds = torch.ones(2, 25, dtype=torch.bool), torch.eye(2)
    optimizer = torch.optim.AdamW(net.parameters(), lr=3e-3)
    first, parts = dict[str, torch.Tensor](), dict[str, torch.Tensor]()
    for _ in range(60):
        loss, parts = net.loss(mel, real, sounds)
        first = first or {k: v.detach() for k, v in parts.items()}
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert parts["filled"] < 0.7 * first["filled"]
    assert parts["sounds"] < 0.2 and parts["right"] == 1


def test_states_of_any_length_window_by_window():
    encoder = OwnEncoder(network(), "0" * 64)
    short, long = encoder.states(beeps(0.05), RATE), encoder.states(beeps(7.0), RATE)
    assert short.shape == (1, 36) and long.shape == (88, 36)  # 12.5 a second
    assert encoder.width == 36 and torch.isfinite(long).all()
    assert TINY.picked == (1, 2, 3)


def test_another_sample_rate_sounds_the_same():
    encoder = OwnEncoder(network(), "0" * 64)
    t = np.arange(2 * 48000) / 48000
    fast = (0.3 * np.sin(2 * np.pi * 880 * t) * (t % 0.5 < 0.1)).astype(np.float32)
    one, two = encoder.states(beeps(), RATE), encoder.states(fast, 48000)
    assert one.shape == two.shape
    assert torch.nn.functional.cosine_similarity(one.flatten(), two.flatten(), dim=0) > 0.98


def test_a_stored_encoder_hears_as_before(tmp_path):
    net = network()
    net.load_state_dict({name: value.half().float() for name, value in net.state_dict().items()})
    digest = save_weights(tmp_path / "hearing.safetensors", net.state_dict(), asdict(TINY))
    encoder = open_encoder(tmp_path)
    assert encoder.digest == digest
    torch.testing.assert_close(encoder.states(beeps(), RATE), OwnEncoder(net, "").states(beeps(), RATE))
    with pytest.raises(EngineError, match=r"hearing\.safetensors"):
        open_encoder(tmp_path / "nowhere")


@pytest.mark.parametrize("config", [audio_encoder.Config.paper(), audio_encoder.Config.shipped(("a", "b"))])
def test_named_sizes_run(config):
    with torch.device("meta"):
        net = audio_encoder.AudioTransformer(config)
        states = net.layer_states(torch.zeros(1, 8 * config.patch, config.bands), torch.ones(1, 8, dtype=torch.bool))
    assert states.shape == (1, 8, 3 * config.dim)


def spectrogram_transformer(folder: Path) -> Path:
    """A tiny AST with random weights, as transformers keeps it."""
    transformers = pytest.importorskip("transformers", reason="transformers is not installed here")
    torch.manual_seed(0)
    config = transformers.ASTConfig(
        hidden_size=16, num_hidden_layers=4, num_attention_heads=2, intermediate_size=24, max_length=64,
        num_mel_bins=32,
    )  # fmt: skip
    transformers.ASTModel(config).save_pretrained(folder)
    transformers.ASTFeatureExtractor(num_mel_bins=32, max_length=64).save_pretrained(folder)
    return folder


def test_a_spectrogram_transformer_from_a_folder(tmp_path):
    encoder = open_encoder(tmp_path, str(spectrogram_transformer(tmp_path / "ast")))
    assert isinstance(encoder, FolderEncoder) and encoder.width == 48
    states = encoder.states(beeps(), RATE)
    assert states.shape[1] == 48 and torch.isfinite(states).all()
    assert not torch.allclose(states, encoder.states(beeps(hz=2500), RATE))
    assert len(encoder.states(beeps(25.0), RATE)) == 3 * len(states), "ten seconds at once"
    layers = encoder.model(
        **encoder.extract(beeps(2)[::2], sampling_rate=16000, return_tensors="pt"), output_hidden_states=True
    ).hidden_states
    assert len(layers) == 5, "layers 1, 2 and 4 of 4 are picked"


def test_a_waveform_transformer_from_a_folder(tmp_path):
    transformers = pytest.importorskip("transformers", reason="transformers is not installed here")
    torch.manual_seed(0)
    config = transformers.Wav2Vec2Config(
        hidden_size=16, num_hidden_layers=3, num_attention_heads=2, intermediate_size=24, conv_dim=(8, 8),
        conv_stride=(5, 4), conv_kernel=(10, 8), num_conv_pos_embeddings=4, num_conv_pos_embedding_groups=2,
        num_feat_extract_layers=2,
    )  # fmt: skip
    transformers.Wav2Vec2Model(config).save_pretrained(tmp_path)
    transformers.Wav2Vec2FeatureExtractor().save_pretrained(tmp_path)
    encoder = FolderEncoder(tmp_path)
    assert encoder.states(beeps(), RATE).shape[1] == encoder.width == 48
    assert torch.isfinite(encoder.states(np.zeros(10), RATE)).all(), "too short for the convolutions"


def test_the_digest_is_of_what_lies_there(tmp_path):
    folder = spectrogram_transformer(tmp_path / "ast")
    before = FolderEncoder(folder).digest
    text = (folder / "config.json").read_text()
    (folder / "config.json").write_text(text + "\n")
    assert FolderEncoder(folder).digest != before


def test_what_is_said_where_there_is_no_model(tmp_path, monkeypatch):
    with pytest.raises(EngineError, match=r"no audio model in .*config\.json"):
        open_encoder(tmp_path, str(tmp_path / "nowhere"))
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(EngineError, match="can't be loaded"):
        open_encoder(tmp_path, str(tmp_path))
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(EngineError, match="needs the Python package transformers"):
        open_encoder(tmp_path, str(tmp_path))


def test_a_pulse_stands_beside_every_state(tmp_path):
    plain = OwnEncoder(network(), "0" * 64)
    ears = WithRhythm(plain)
    states = ears.states(beeps(), RATE)
    assert ears.width == plain.width + SIZE == states.shape[1] and (ears.digest, ears.folder) == ("0" * 64, "")
    torch.testing.assert_close(states[:, : plain.width], plain.states(beeps(), RATE))
    told = torch.from_numpy(rhythm_features(logmel(beeps())))
    assert torch.equal(states[:, plain.width :], told.expand(len(states), -1))
    torch.testing.assert_close(of_mel(ears, logmel(beeps())), states)
    other: Any = SimpleNamespace(width=3, digest="", folder="x")
    with pytest.raises(TypeError, match="another's"):
        of_mel(WithRhythm(other), logmel(beeps()))
