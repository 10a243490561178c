"""The upper body over given legs: legs to the bit, what is known stays, seeds, prompts, and what happens without it."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine import model_registry
from engine.inbetween import upper_body
from engine.inbetween.model import FillModel
from engine.inbetween.upper_body import UPPER, UpperModel
from engine.models import mmm, vqvae
from engine.motion import features
from engine.runtime import weights
from engine.text import infill
from engine.text.encoder import TextEncoder
from retarget import constraints
from retarget.mask import Mask, keep_all_but
from retarget.motion import CANONICAL_NAMES, Motion
from tests.engine.evaluate.test_command import FakeText
from tests.engine.inbetween.test_regenerate import walk
from tests.engine.motion.test_features import wandering

SPLIT = vqvae.Config(width=32, depth=1, codes=16, code_dim=8, levels=2, split=True)
TINY = replace(mmm.Config.upper(), codes=16, levels=2, below=2, dim=32, heads=2, layers=1, cross_layers=1, dropout=0.0)
LEGS = [j for j in range(22) if j not in UPPER]


def model() -> UpperModel:
    torch.manual_seed(0)
    tokenizer = vqvae.VQVAE(SPLIT).train()
    rows = torch.from_numpy(np.stack([features.encode(wandering(64, seed)) for seed in range(4)]))
    mean, scale = features.statistics(rows.flatten(0, 1).numpy())
    tokenizer.mean.copy_(torch.from_numpy(mean))
    tokenizer.scale.copy_(torch.from_numpy(scale))
    tokenizer.loss(rows)  # the first batch starts the codebooks
    return UpperModel.assemble(tokenizer, mmm.MMM(TINY), None, "cpu")


def no_words() -> None:
    raise AssertionError("without a prompt no text is encoded")


def keep_but(motion: Motion, first: int, last: int, parts: str = "upper") -> Mask:
    again = np.zeros(len(motion), bool)
    again[first:last] = True
    return keep_all_but(motion.skeleton, again, [parts])


def fill(motion: Motion, keep: Mask, seed: int = 0, prompt: str = "", count: int = 2) -> Motion:
    settings = infill.Settings(steps=4, candidates=count)
    encoder = FakeText if prompt else no_words
    return model().fill(motion, keep, prompt, seed, encoder=encoder, settings=settings)  # type: ignore[arg-type]


def test_halves_of_the_body() -> None:
    names = {CANONICAL_NAMES[j] for j in UPPER}
    assert len(names) == 13 and {"spine1", "head", "left_wrist", "right_collar"} <= names
    above, below = features.columns_of_halves()
    assert sorted([*above, *below]) == list(range(features.FEATURE_DIM))
    assert len(above) == 13 * 12 and set(range(4)) <= set(below) and 265 in below


def test_a_half_of_the_codes_knows_its_half_of_the_body_alone() -> None:
    tokenizer, rows = model().tokenizer, torch.from_numpy(features.encode(wandering(32)))[None]
    above, below = features.columns_of_halves()
    codes = tokenizer.encode(rows)
    assert codes.shape == (1, 8, 4)
    for columns, same in ((above, slice(2, 4)), (below, slice(0, 2))):
        other = rows.clone()
        other[..., columns] += 3 * torch.randn(1, 32, len(columns))
        changed = tokenizer.encode(other)
        assert torch.equal(changed[..., same], codes[..., same]) and not torch.equal(changed, codes)


def test_both_halves_come_out_of_a_round_trip() -> None:
    tokenizer, rows = model().tokenizer, torch.from_numpy(features.encode(wandering(32)))[None]
    made, contacts = tokenizer.decode(tokenizer.encode(rows))
    assert made.shape == (1, 32, features.MOTION_DIM) and contacts.shape == (1, 32, 4)
    forward, *_ = tokenizer(rows)
    torch.testing.assert_close(forward, made, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("parts", ["upper", "right_arm", "head"])
def test_legs_and_root_are_the_same_to_the_bit(parts: str) -> None:
    motion = walk(60)
    keep = keep_but(motion, 20, 45, parts)
    made = fill(motion, keep)
    assert np.array_equal(made.rot[:, LEGS], motion.rot[:, LEGS])
    assert np.array_equal(made.root_pos, motion.root_pos)
    exactly = constraints.conform(made, motion, keep)
    assert np.array_equal(exactly.rot[keep.joints], motion.rot[keep.joints])
    free = ~keep.joints[30]
    assert not np.allclose(exactly.rot[30, free], motion.rot[30, free], atol=1e-3)
    assert np.allclose(np.linalg.norm(made.rot, axis=-1), 1, atol=1e-5)


def test_seeds_and_prompts() -> None:
    motion = walk(60)
    keep = keep_but(motion, 8, 52)
    a, b, c = fill(motion, keep, 1), fill(motion, keep, 1), fill(motion, keep, 2)
    assert np.array_equal(a.rot, b.rot) and not np.array_equal(a.rot, c.rot)
    told = fill(motion, keep, 1, "waves")
    assert not np.array_equal(told.rot, a.rot)


def test_the_largest_seed_of_a_request_is_one_too() -> None:
    first, other = (infill.generators_of(seed, 2) for seed in (2**63 - 1, 7))
    drawn = {float(torch.rand(1, generator=g)) for g in (*first, *other)}
    assert len(drawn) == 4


def test_a_gap_longer_than_the_window_is_filled_to_its_end() -> None:
    motion = walk(300)
    made = fill(motion, keep_but(motion, 10, 290), count=1)
    assert len(made) == 300 and np.isfinite(made.rot).all()


def test_it_stops_when_told() -> None:
    def stop() -> None:
        raise InterruptedError

    motion = walk(40)
    with pytest.raises(InterruptedError):
        model().fill(motion, keep_but(motion, 8, 32), "", 0, encoder=no_words, on_step=stop)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("parts", "is_one"), [("upper", True), ("left_arm", True), ("body", False), ("legs", False), ("left", False)]
)
def test_what_it_is_for(parts: str, is_one: bool) -> None:
    motion = walk(40)
    assert upper_body.fits(keep_but(motion, 10, 20, parts)) is is_one
    assert not upper_body.fits(keep_but(motion, 0, 0))


def saved(folder: Path) -> None:
    own = model()
    state = {upper_body.TOKENIZER + k: v for k, v in own.tokenizer.state_dict().items()}
    configs = {"tokenizer": asdict(SPLIT), "transformer": asdict(TINY)}
    weights.save_weights(folder / upper_body.WEIGHTS, state | own.transformer.state_dict(), configs)


def test_the_filler_takes_it_where_it_fits_and_is_there(tmp_path: Path) -> None:
    motion = walk(60)
    above, whole = keep_but(motion, 20, 40), keep_but(motion, 20, 40, "body")
    without = FillModel.load(tmp_path).fill(motion, above, "", 0, words=no_words)  # type: ignore[arg-type]
    assert np.array_equal(without.rot, constraints.eased(motion, above).rot)
    saved(tmp_path)
    filler = FillModel.load(tmp_path)
    made = filler.fill(motion, above, "", 0, words=no_words, steps=3)  # type: ignore[arg-type]
    assert not np.allclose(made.rot[30, UPPER], without.rot[30, UPPER], atol=1e-3)
    assert np.array_equal(made.rot[:, LEGS], motion.rot[:, LEGS])
    assert filler.upper() is filler.upper(), "loaded once"
    plain = filler.fill(motion, whole, "", 0, words=no_words)  # type: ignore[arg-type]
    assert np.array_equal(plain.rot, constraints.eased(motion, whole).rot)


def test_a_take_remembers_these_weights_too(tmp_path: Path) -> None:
    for name in ("tokenizer", "text"):
        weights.save_weights(tmp_path / f"{name}.safetensors", {"a": torch.ones(2)}, {})
    digest = model_registry.digest
    before = digest("inbetween", tmp_path), digest("text", tmp_path)
    saved(tmp_path)
    assert (
        model_registry.digest("inbetween", tmp_path) != before[0]
        and model_registry.digest("text", tmp_path) == before[1]
    )
    assert "inbetween" in model_registry.present(tmp_path)


def test_the_weights_that_ship_raise_the_hand_that_is_named() -> None:
    filler = FillModel.load(weights.FOLDER)
    own, motion = filler.upper(), walk(80)
    assert own is not None
    keep = keep_but(motion, 10, 70)
    made = own.fill(motion, keep, "has the right hand up in the air", 0, encoder=TextEncoder)
    assert np.array_equal(made.rot[:, LEGS], motion.rot[:, LEGS]) and np.array_equal(made.root_pos, motion.root_pos)
    pos, _ = made.globals()
    head, left, right = (made.skeleton.role_joint[r] for r in ("head", "left_wrist", "right_wrist"))
    up = pos[20:60, [left, right], 1] - pos[20:60, [head], 1]
    assert up[:, 1].max() > 0 > up[:, 0].max()
