"""Audio as a word: what is learnt and what must not move, pooling, and that a sound comes to say what it should."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.models import audio_encoder, audio_token, mmm
from engine.models.text_states import TextStates
from engine.text.encoder import with_audio_tokens

TINY = audio_token.Config(states=18, hidden=16, width=12)
WORDS = mmm.Config(
    codes=20, levels=2, dim=32, heads=4, layers=1, cross_layers=1, dropout=0.0, text_dim=12, max_tokens=12,
    text_dropout=0.0,
)  # fmt: skip
NAMES = ("creak",)


def token(config: audio_token.Config = TINY) -> audio_token.AudioToken:
    torch.manual_seed(0)
    return audio_token.AudioToken(config)


def ears() -> audio_encoder.AudioTransformer:
    torch.manual_seed(1)
    config = audio_encoder.Config(bands=8, patch=2, dim=6, heads=2, layers=3, window=10, classes=NAMES)
    return audio_encoder.AudioTransformer(config).eval().requires_grad_(False)


def generator(seed: int = 2) -> mmm.MMM:
    torch.manual_seed(seed)
    return mmm.MMM(WORDS).eval().requires_grad_(False)


def prompts(count: int) -> TextStates:
    words = torch.randn(1, 5, 12, generator=torch.Generator().manual_seed(3)).expand(count, -1, -1)
    return TextStates(F.normalize(words.mean(1), dim=-1), words, torch.ones(count, 5, dtype=torch.bool))


def spoken(net: mmm.MMM, codes: Tensor, lengths: Tensor):
    """The generator's own loss as a function of the token, which stands third in every prompt."""

    def loss(word: Tensor) -> Tensor:
        torch.manual_seed(5)  # the same places masked each time: what falls is the token's doing
        return net.loss(codes, lengths, with_audio_tokens(prompts(len(word)), [[2]] * len(word), word))[0]

    return loss


def labels(count: int) -> tuple[Tensor, Tensor]:
    unit = F.normalize(torch.randn(count, 12, generator=torch.Generator().manual_seed(4)), dim=-1)
    return unit, torch.eye(count, dtype=torch.bool)


def state(module: nn.Module) -> dict[str, Tensor]:
    return {name: value.clone() for name, value in module.state_dict().items()}


def test_gradients_reach_the_two_layers_and_the_pooling_and_nothing_else():
    net, hears, words = token(), ears(), generator()
    mel, real = torch.rand(4, 12, 8) - 1, torch.ones(4, 6, dtype=torch.bool)
    codes, lengths = torch.randint(20, (4, 9, 2)), torch.tensor([8, 8, 6, 8])
    loss, _ = net.loss(hears.layer_states(mel, real), real, spoken(words, codes, lengths), *labels(4))
    loss.backward()
    for name, parameter in net.named_parameters():
        assert parameter.grad is not None and parameter.grad.abs().sum() > 0, f"{name} learns nothing"
    assert {name.partition(".")[0] for name, _ in net.named_parameters()} == {"first", "second", "look"}
    for frozen in (hears, words):
        assert all(p.grad is None and not p.requires_grad for p in frozen.parameters())


def test_the_generator_alone_teaches_the_token():
    """Without any label: gradients come through the frozen transformer's cross-attention."""
    config = replace(TINY, label_weight=0.0)
    net, words = token(config), generator()
    states, real = torch.randn(2, 6, 18), torch.ones(2, 6, dtype=torch.bool)
    codes = torch.stack([torch.full((9, 2), 3), torch.full((9, 2), 11)])
    own = spoken(words, codes, torch.tensor([8, 8]))
    before, frozen = float(own(net(states, real)).detach()), state(words)
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-2)
    for _ in range(40):
        loss, _ = net.loss(states, real, own, *labels(2))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert float(own(net(states, real)).detach()) < before - 0.1
    after = state(words)
    assert all(torch.equal(frozen[name], after[name]) for name in frozen), "the generator has moved"


def test_a_sound_comes_to_lie_by_its_label():
    net = token(replace(TINY, dropout=0.0))
    states, real = torch.randn(6, 5, 18), torch.ones(6, 5, dtype=torch.bool)
    said, same = labels(6)
    optimizer, parts = torch.optim.AdamW(net.parameters(), lr=5e-3), dict[str, Tensor]()
    for _ in range(150):
        loss, parts = net.loss(states, real, lambda word: 0 * word.sum(), said, same)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    near = F.normalize(net(states, real), dim=-1) @ said.T
    assert near.argmax(1).tolist() == list(range(6))
    assert parts["cosine"] > 0.8
    torch.testing.assert_close(net(states, real).norm(dim=-1), torch.full((6,), TINY.length))


def test_labels_that_mean_the_same_are_no_negatives():
    net = token().eval()
    states, real = torch.randn(3, 4, 18), torch.ones(3, 4, dtype=torch.bool)
    said = labels(3)[0]
    said = torch.stack([said[0], said[0], said[2]])
    own = lambda word: 0 * word.sum()  # noqa: E731
    apart = net.loss(states, real, own, said, torch.eye(3, dtype=torch.bool))[1]["label"]
    alike = net.loss(states, real, own, said, said @ said.T > 0.9)[1]["label"]
    assert alike < apart


def test_what_pads_a_batch_is_not_heard():
    net = token().eval()
    states = torch.randn(1, 4, 18)
    alone = net(states, torch.ones(1, 4, dtype=torch.bool))
    longer = torch.cat([states, 100 * torch.randn(1, 3, 18)], 1)
    torch.testing.assert_close(net(longer, torch.arange(7)[None] < 4), alone)


def test_pooling_looks_where_there_is_something():
    """A click in a long silence is not averaged away once the pooling has learnt to look."""
    net = token(replace(TINY, dropout=0.0))
    click = torch.randn(2, 18, generator=torch.Generator().manual_seed(7))
    states = torch.zeros(2, 40, 18) + 0.01 * torch.randn(2, 40, 18)
    states[0, 31], states[1, 8] = 3 * click[0], 3 * click[1]
    real, (said, same) = torch.ones(2, 40, dtype=torch.bool), labels(2)
    optimizer, parts = torch.optim.AdamW(net.parameters(), lr=1e-2), dict[str, Tensor]()
    for _ in range(150):
        loss, parts = net.loss(states, real, lambda word: 0 * word.sum(), said, same)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert parts["cosine"] > 0.9


@pytest.mark.parametrize("config", [audio_token.Config.paper(), audio_token.Config.shipped(576, 384)])
def test_named_sizes_run(config):
    with torch.device("meta"):
        net = audio_token.AudioToken(config)
        out = net(torch.zeros(2, 30, config.states), torch.ones(2, 30, dtype=torch.bool))
    assert out.shape == (2, config.width)
