"""The tokenizer: shapes, codes that decode to what was encoded, and a codebook that a checkpoint carries whole."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.models.vqvae import VQVAE, Config, Quantizer
from engine.motion import features
from tests.engine.motion.test_features import wandering

TINY = Config(width=32, depth=2, codes=16, code_dim=8, levels=3, reset_every=2)


def batch(count: int = 4, frames: int = 32) -> torch.Tensor:
    return torch.from_numpy(np.stack([features.encode(wandering(frames, seed)) for seed in range(count)]))


def ready(config: Config = TINY) -> VQVAE:
    torch.manual_seed(0)
    model = VQVAE(config)
    mean, scale = features.statistics(batch().flatten(0, 1).numpy())
    model.mean.copy_(torch.from_numpy(mean))
    model.scale.copy_(torch.from_numpy(scale))
    model.train()
    model.loss(batch())
    return model


def test_shapes_and_whole_tokens():
    model = ready().eval()
    codes = model.encode(batch(frames=30))
    assert codes.shape == (4, 8, 3), "thirty frames fill eight tokens of four"
    rows, contacts = model.decode(codes)
    assert rows.shape == (4, 32, features.MOTION_DIM)
    assert contacts.shape == (4, 32, 4)


def test_forward_and_encode_agree():
    model = ready().eval()
    rows, _, codes, _ = model(batch())
    assert torch.equal(codes, model.encode(batch()))
    torch.testing.assert_close(rows, model.decode(codes)[0], atol=1e-4, rtol=1e-4)


def test_more_levels_come_closer():
    model = ready().eval()
    z = model._latent(batch()).detach()
    left, errors = z, []
    for quantizer in model.books():
        left = left - torch.nn.functional.embedding(quantizer.nearest(left), quantizer.codebook)
        errors.append(float(left.square().mean()))
    assert errors[0] < float(z.square().mean())
    assert errors[-1] < errors[0]


def test_training_lowers_the_loss():
    model = ready()
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3)
    losses = []
    for _ in range(90):
        loss, _ = model.loss(batch())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert np.mean(losses[-5:]) < 0.75 * np.mean(losses[:5])


def test_all_codebook_state_is_in_the_checkpoint():
    """A resumed run must go on with the very same codebook and counts, and move them alike."""
    first = ready()
    second = VQVAE(TINY)
    second.load_state_dict(first.state_dict())
    for model in (first, second):
        torch.manual_seed(3)
        model.train()
        for _ in range(3):
            model.loss(batch())
    for name, value in first.state_dict().items():
        assert torch.equal(value, second.state_dict()[name]), name
    books = [q for q in second.quantizers if isinstance(q, Quantizer)]
    assert all(bool(q.ready) and int(q.step) > 3 for q in books)


def test_dead_codes_come_back():
    torch.manual_seed(0)
    quantizer = Quantizer(Config(codes=8, code_dim=4, reset_every=1)).train()
    quantizer.ready.fill_(True)
    quantizer.codebook.copy_(torch.cat([torch.zeros(1, 4), torch.full((7, 4), 100.0)]))
    quantizer.sums.copy_(quantizer.codebook)
    quantizer.counts.copy_(torch.tensor([50.0, *[0.01] * 7]))
    z = torch.randn(2, 64, 4)
    quantizer(z, torch.ones(2, dtype=torch.bool))
    assert quantizer.codebook.abs().max() < 10, "far codes that nothing uses were left where they are"


@pytest.mark.parametrize("config", [Config.paper(), Config.shipped()])
def test_named_sizes_build_and_run(config):
    model = VQVAE(config).eval()
    codes = model.encode(batch(1, 16))
    assert codes.shape == (1, 4, config.levels)
    assert model.decode(codes)[0].shape == (1, 16, features.MOTION_DIM)
