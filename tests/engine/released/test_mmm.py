"""The released MMM networks in ours: equal logits, codes and features, and sentences for files that don't fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor

from engine.models import mmm
from engine.models.text_states import TextStates
from engine.protocol.errors import EngineError
from engine.released import mmm as released
from engine.released import tokenizer
from tests.engine.released import mmm_small

SHARED = Path(__file__).parents[4] / "shared" / "published"


def loaded(given: dict[str, Tensor]) -> mmm.MMM:
    config = released.config_of(given)
    net = mmm.MMM(config).eval().requires_grad_(False)
    net.load_state_dict(released.state_of(given, config))
    return net


def loaded_tokenizer(given: dict[str, Tensor]) -> tokenizer.Tokenizer:
    config, columns = tokenizer.config_of(given, released.TOKENIZER)
    net = tokenizer.Tokenizer(config, columns).eval().requires_grad_(False)
    net.load_state_dict(tokenizer.state_of(given, config, columns, released.TOKENIZER))
    return net


def states(sentence: Tensor, words: Tensor) -> TextStates:
    """As the encoder gives them: some of the 77 places are padding, which the released network sees all the same."""
    return TextStates(sentence, words, torch.arange(77).expand(len(words), -1) < 9)


def ours(net: mmm.MMM, codes: Tensor, text: TextStates) -> Tensor:
    """Logits for codes with the released special tokens."""
    n, config = net.config.codes, net.config
    table = torch.arange(n + 3)
    table[[n, n + 1, n + 2]] = torch.tensor([config.end, config.pad, config.mask])
    count = len(codes)
    return net(table[codes][..., None], torch.zeros(count, dtype=torch.long), text, torch.ones(count, dtype=torch.bool))


def test_ours_says_what_the_published_network_says():
    given, g = mmm_small.parameters(), torch.Generator().manual_seed(2)
    net = loaded(given)
    codes = torch.randint(mmm_small.CODES, (2, 25), generator=g)
    codes[torch.rand(2, 25, generator=g) < 0.4] = mmm_small.MASK
    codes[0, 24], codes[1, 9], codes[1, 10:] = mmm_small.END, mmm_small.END, mmm_small.PAD
    sentence, words = torch.randn(2, mmm_small.TEXT, generator=g), torch.randn(2, 77, mmm_small.TEXT, generator=g)
    wanted = mmm_small.answer(given, codes, sentence, words)
    torch.testing.assert_close(ours(net, codes, states(sentence, words)), wanted, atol=1e-5, rtol=0)
    assert not (wanted - wanted.roll(1, 0)).abs().max() < 0.1


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"{SHARED} has the released networks' answers, and is not here")
def test_the_released_networks_own_answers():
    given, told = load_file(SHARED / "mmm_small.safetensors"), np.load(SHARED / "mmm_small.npz")
    at = {name: torch.from_numpy(told[name]) for name in told}
    net, text = loaded(given), states(at["sentence"], at["words"])
    torch.testing.assert_close(ours(net, at["codes"], text), at["logits"], atol=1e-5, rtol=0)
    for frames in (196, 120):
        tokens = torch.tensor([frames // 4])
        found = mmm.sample(net, text[:1], tokens, [torch.Generator()], temperature=0.0, noise=0.0)
        assert torch.equal(found[0, :, 0], at[f"greedy_{frames}"])
    book = loaded_tokenizer(given)
    assert torch.equal(book.encode(at["motion"]), at["ids"])
    torch.testing.assert_close(book.latent(at["motion"]), at["encoded"], atol=1e-5, rtol=0)
    torch.testing.assert_close(book.decode(at["greedy_120"][None]), at["decoded_120"], atol=1e-5, rtol=0)


def test_the_tokenizers_convolutions_stand_where_they_do_in_the_file():
    given, x = mmm_small.parameters(columns=5), torch.randn(1, 16, 5, generator=torch.Generator().manual_seed(4))
    layer = lambda name, y, **how: F.conv1d(  # noqa: E731
        y, given[f"trans_base.vqvae.vqvae.{name}.weight"], given[f"trans_base.vqvae.vqvae.{name}.bias"], **how
    )

    def stack(name: str, y: Tensor) -> Tensor:
        for k, dilation in enumerate((3, 1)):
            z = layer(f"{name}.model.{k}.conv1", F.relu(y), padding=dilation, dilation=dilation)
            y = y + layer(f"{name}.model.{k}.conv2", F.relu(z))
        return y

    z = F.relu(layer("encoder.model.0", x.transpose(1, 2), padding=1))
    for i in (2, 3):
        z = stack(f"encoder.model.{i}.1", layer(f"encoder.model.{i}.0", z, stride=2, padding=1))
    z = layer("encoder.model.4", z, padding=1)
    book = loaded_tokenizer(given)
    torch.testing.assert_close(book.latent(x), z.transpose(1, 2), atol=1e-5, rtol=0)
    codes = book.encode(x)
    away = (z.transpose(1, 2)[:, :, None] - book.codebook).square().sum(-1)
    assert torch.equal(codes, away.argmin(-1))
    y = F.relu(layer("decoder.model.0", book.codebook[codes].transpose(1, 2), padding=1))
    for i in (2, 3):
        y = layer(f"decoder.model.{i}.2", stack(f"decoder.model.{i}.0", y).repeat_interleave(2, -1), padding=1)
    y = layer("decoder.model.6", F.relu(layer("decoder.model.4", y, padding=1)), padding=1)
    torch.testing.assert_close(book.decode(codes), y.transpose(1, 2), atol=1e-5, rtol=0)


def test_steps_are_in_proportion_to_the_tokens():
    paper, shipped = mmm.Config.paper(), mmm.Config.shipped()
    assert [paper.steps(n) for n in (49, 30, 12, 2, 1)] == [10, 6, 2, 1, 1]
    assert {shipped.steps(n) for n in (1, 12, 49)} == {10}


def test_there_is_no_guidance_where_no_text_was_ever_hidden():
    given, g = mmm_small.parameters(), torch.Generator().manual_seed(5)
    net = loaded(given)
    text = states(torch.randn(1, mmm_small.TEXT, generator=g), torch.randn(1, 77, mmm_small.TEXT, generator=g))
    codes, lengths = torch.full((1, 8, 1), net.config.mask), torch.tensor([8])
    plain = mmm.guided(net, codes, lengths, 0, text, None, 0.0)
    assert torch.equal(mmm.guided(net, codes, lengths, 0, text, None, 3.0), plain)
    assert net.predict_length(text).tolist() == [25]  # nothing predicts it: as long as motions usually are, or the most


@pytest.mark.parametrize(
    ("name", "to", "told"),
    [
        ("trans_base.cross_att.0.ln3.weight", None, "missing"),
        ("trans_head.blocks.1.mlp.0.weight", torch.zeros(7, 32), "where"),
        ("trans_base.blocks.0.attn.key.weight", torch.zeros(4), "axes"),
        ("trans_base.another.weight", torch.zeros(4), "nothing that it has"),
    ],
)
def test_a_file_that_does_not_fit_is_told_in_a_sentence(name, to, told):
    given = mmm_small.parameters()
    if to is None:
        del given[name]
    else:
        given[name] = to
    with pytest.raises(EngineError, match=told) as error:
        released.state_of(given, released.config_of(given))
    assert name in error.value.message and error.value.message.endswith(".")


def test_the_paper_has_its_sizes():
    with torch.device("meta"):
        net = mmm.MMM(mmm.Config.paper())
    assert net.tokens[0].weight.shape == (8195, 32) and net.no_text is None and net.length is None
    assert len(net.cross) == 2 and len(net.blocks) == 16 and net.cross[0].norm3 is not None
