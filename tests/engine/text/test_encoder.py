"""Text encoders from local files: MiniLM as its package carries it, and any CLIP text model in a folder."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from engine.text.encoder import TextEncoder, default_folder

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def minilm() -> TextEncoder:
    return TextEncoder()


def test_like_means_lie_near(minilm):
    s = minilm.encode(["walks forward", "strolls ahead", "sits down", "takes a seat"]).sentence
    near = s @ s.T
    assert near[0, 1] > 0.6 > near[0, 2]
    assert near[2, 3] > 0.5 > near[1, 3]


def test_padding_changes_nothing(minilm):
    alone = minilm.encode(["a person jumps"])
    among = minilm.encode(["a person jumps", "a person walks in a circle, then sits down on the floor and waves"])
    count = int(alone.mask.sum())
    torch.testing.assert_close(alone.sentence[0], among.sentence[0], atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(alone.words[0, :count], among.words[0, :count], atol=1e-3, rtol=1e-3)
    assert among.mask[0].sum() == count


def test_long_texts_are_read_up_to_a_limit(minilm):
    states = minilm.encode(["walk " * 2000])
    assert states.words.shape[1] <= 48
    assert torch.isfinite(states.sentence).all()


def test_no_server_is_asked(minilm, monkeypatch):
    import socket

    def refuse(*_args, **_kwargs):
        raise AssertionError("the text encoder opened a socket")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert TextEncoder(default_folder()).encode(["run"]).sentence.shape == (1, 384)


@pytest.mark.slow  # transformers alone takes seconds to load
def test_its_states_are_those_of_transformers_to_the_bit(minilm):
    from transformers.models.bert.modeling_bert import BertModel

    theirs = BertModel.from_pretrained(default_folder(), local_files_only=True, add_pooling_layer=False).eval()
    for texts in (["a person walks"], ["a person jumps", "a person walks in a circle, then sits down and waves"]):
        ids, mask = minilm.tokenize(texts)
        with torch.no_grad():
            wanted = theirs(input_ids=ids, attention_mask=mask).last_hidden_state
        assert torch.equal(minilm.encode(texts).words, wanted)


def test_reading_words_loads_no_transformers():
    code = "import sys; from engine.text.encoder import TextEncoder; TextEncoder().encode(['a']); "
    code += "print('transformers' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_clip_from_a_folder(tmp_path):
    from transformers import CLIPTextConfig, CLIPTextModel

    config = CLIPTextConfig(
        vocab_size=300, hidden_size=16, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2,
        max_position_embeddings=64, bos_token_id=1, eos_token_id=2,
    )  # fmt: skip
    torch.manual_seed(0)
    CLIPTextModel(config).save_pretrained(tmp_path)
    letters = [chr(c) for c in range(97, 123)]
    words = ["<|startoftext|>", "<|startoftext|>", "<|endoftext|>", *letters, *(c + "</w>" for c in letters)]
    (tmp_path / "vocab.json").write_text(json.dumps({w: i for i, w in enumerate(words)}))
    (tmp_path / "merges.txt").write_text("#version: 0.2\n")
    tokens = {"unk_token": "<|endoftext|>", "bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>"}
    (tmp_path / "tokenizer_config.json").write_text(json.dumps({**tokens, "pad_token": "<|endoftext|>"}))
    encoder = TextEncoder(tmp_path)
    states = encoder.encode(["walk", "run fast"])
    assert encoder.width == 16
    assert states.sentence.shape == (2, 16)
    assert states.words.shape[::2] == (2, 16)
    assert states.mask.sum(1).tolist() == [6, 9], "start, a letter each, end"
    assert not torch.allclose(states.sentence[0], states.sentence[1])
