"""The released upper-body networks: equal answers, a set, and in-betweens of the upper body that are made with it."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import torch

from engine import model_registry
from engine.api import Engine
from engine.bench.command import swaying
from engine.models import mmm
from engine.models.text_states import TextStates
from engine.motion import features
from engine.protocol.errors import EngineError
from engine.protocol.prompt import Prompt
from engine.protocol.request import InbetweenRequest
from engine.protocol.sampling import Sampling
from engine.released import command, sets, upper
from engine.runtime import weights
from retarget.mask import Mask
from tests.engine.released import mmm_small, upper_small
from tests.engine.released.test_command import clip, own_list, run  # noqa: F401


@pytest.fixture(params=[False, True], ids=["two decoders", "one decoder"])
def given(request) -> dict[str, torch.Tensor]:
    return upper_small.parameters(request.param)


@pytest.fixture
def files(tmp_path, given) -> list[str]:
    torch.save({"trans": given}, tmp_path / "net_last.pth")
    for name, values in zip(("Mean.npy", "Std.npy"), upper_small.statistics(), strict=True):
        np.save(tmp_path / name, values.numpy())
    return [str(tmp_path / name) for name in ("net_last.pth", "Mean.npy", "Std.npy")]


def test_columns_of_the_halves():
    above, below, heights = upper.columns()
    assert torch.equal(torch.isin(torch.arange(263), above), upper_small.mask())
    assert torch.equal(torch.isin(torch.arange(263), heights), upper_small.heights())
    assert (len(above), len(below), len(heights)) == (156, 107, 13)
    assert set(upper.JOINTS) == set(features.UPPER_JOINTS)


def test_equal_answers(tmp_path, given, files, capsys):
    g = torch.Generator().manual_seed(3)
    codes = torch.randint(mmm_small.CODES, (2, 25, 2), generator=g)
    codes[..., 0][torch.rand(2, 25, generator=g) < 0.4] = mmm_small.MASK
    codes[0, 24], codes[1, 9], codes[1, 10:] = mmm_small.END, mmm_small.END, mmm_small.PAD
    sentence, words = torch.randn(2, mmm_small.TEXT, generator=g), torch.randn(2, 77, mmm_small.TEXT, generator=g)
    motion = torch.randn(1, 24, 263, generator=g)
    ids = upper_small.encode(given, motion)
    answers = {
        "codes": codes, "sentence": sentence, "words": words,
        "logits": upper_small.logits(given, codes, sentence, words), "motion": motion, "ids": ids,
        "decoded_24": upper_small.decode(given, ids),
    }  # fmt: skip
    np.savez(tmp_path / "told.npz", **{name: value.numpy() for name, value in answers.items()})
    found = run(capsys, "mmm", *files, "--check", tmp_path / "told.npz")["differences"]
    assert set(found) == {"logits", "decoded_24", "ids", "largest"} and found["largest"] < 1e-5, found
    assert found["ids"] == 0 and answers["logits"].std() > 0.1 and len(ids.unique()) > 3


def test_a_set_makes_upper_bodies_over_kept_legs(tmp_path, files, clip, capsys):  # noqa: F811
    done = run(capsys, "mmm", *files, "--clip", clip, "--out", tmp_path / "sets" / "above")
    folder = tmp_path / "sets" / "above"
    assert done["ok"] and done["set"] == "above" and "CC BY-NC-ND" in done["licence"] and sets.is_upper(folder)
    home = model_registry.home_of
    assert home("inbetween", folder) == folder and home("text", folder) == weights.FOLDER
    source = swaying(60)
    free = np.ones((60, features.JOINTS), bool)
    free[12:48, features.UPPER_JOINTS] = False
    request = InbetweenRequest(source, Mask(np.ones(60, bool), free), Sampling((1,)), (Prompt("waves"),))
    engine = Engine(folder, "cpu")
    take = engine.generate(request)[0].motion
    legs = np.delete(np.arange(features.JOINTS), features.UPPER_JOINTS)
    assert len(take) == 60 and np.array_equal(take.root_pos, source.root_pos)
    assert np.abs(take.rot[:, legs] - source.rot[:, legs]).max() < 1e-6
    assert np.abs(take.rot[24:36, 16:] - source.rot[24:36, 16:]).max() > 0.05


def test_without_clip_a_sentence_says_so(tmp_path, files, capsys):
    run(capsys, "mmm", *files, "--out", tmp_path / "set")
    model: Any = model_registry.LOADERS["inbetween"](tmp_path / "set", "cpu").model
    with pytest.raises(EngineError, match="without CLIP"):
        model.upper()._condition("waves", lambda: None, torch.Generator())


def test_a_part_that_lacks_is_named(tmp_path, given, files, capsys):
    name = f"{upper_small.NAME}quantizer_lower.codebook"
    torch.save({"trans": {k: v for k, v in given.items() if k != name}}, tmp_path / "net_last.pth")
    done = run(capsys, "mmm", *files, "--out", tmp_path / "set")
    assert done["status"] == 1 and "quantizer_lower.codebook” is missing" in done["error"]["message"]
    assert not (tmp_path / "set").exists() and json.dumps(done["error"]) and command.MMM_LICENCE


def test_both_halves_are_seen_and_the_lower_one_comes_back_as_it_was(given):
    config, state = upper.transformer_of(given)
    net = mmm.MMM(config).eval()
    net.load_state_dict(state)
    g = torch.Generator().manual_seed(1)
    text = TextStates(torch.randn(1, mmm_small.TEXT), torch.randn(1, 77, mmm_small.TEXT), torch.ones(1, 77).bool())
    legs = torch.randint(config.codes, (1, 20), generator=g)
    start = torch.stack([torch.full_like(legs, config.mask), legs], -1)
    found = mmm.sample(net, text, torch.tensor([20]), [torch.Generator()], given=start.clone(), temperature=0.0)
    assert torch.equal(found[..., 1], legs) and (found[..., 0] < config.codes).all() and config.steps(49) == 20
    other = mmm.sample(
        net, text, torch.tensor([20]), [torch.Generator()], temperature=0.0,
        given=torch.stack([start[..., 0], legs.flip(1)], -1),
    )  # fmt: skip
    assert not torch.equal(found[..., 0], other[..., 0])
