"""Filling gaps: windows cover every gap, seeds give fillings, the straight way is the untrained answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from engine import gaps
from engine.filling import windows
from engine.fillmodel import FillModel, stretches
from engine.models import inbetween
from retarget import exact, quat
from retarget.motion import Motion, canonical_skeleton


@pytest.fixture
def model() -> inbetween.InBetween:
    torch.manual_seed(0)
    return inbetween.InBetween(inbetween.Config(dim=32, heads=2, layers=2, most=64)).eval().requires_grad_(False)


def turning(frames: int = 60) -> Motion:
    rng = np.random.default_rng(1)
    t = np.arange(frames)[:, None, None] / 30
    rot = quat.from_rotvec(rng.uniform(0, 0.5, (1, 22, 3)) * np.sin(3 * t + rng.uniform(0, 6, (1, 22, 3))))
    rot[:, 0] = quat.multiply(quat.from_rotvec(np.outer(np.linspace(1, 2, frames), [0, 1.0, 0])), rot[:, 0])
    root = np.stack([np.linspace(3, 4, frames), np.full(frames, 0.9), np.linspace(-2, 0, frames)], axis=1)
    return Motion(canonical_skeleton(), 30, root, quat.continuous(rot))


@pytest.mark.parametrize("seed", range(30))
def test_stretches_cover_every_missing_frame(seed: int) -> None:
    rng = np.random.default_rng(seed)
    kept = rng.random(300) > rng.uniform(0.05, 0.95)
    kept[:3] = True
    if seed % 3 == 0:
        kept[100:280] = False
    covered = kept.copy()
    for window in stretches(kept, 10, 64):
        assert 0 < window.stop - window.start <= 64
        assert covered[window.start] or window.start == 0  # each begins where something is known
        covered[window] = True
    assert covered.all()


@pytest.mark.parametrize("seed", range(30))
def test_token_windows_cover_every_unknown_token(seed: int) -> None:
    rng = np.random.default_rng(seed)
    known = rng.random(200) > rng.uniform(0.05, 0.9)
    if seed % 3 == 0:
        known[20:180] = False
    done = known.copy()
    for window, until in windows(known, 50):
        assert 0 < window.stop - window.start <= 50 and window.start < until <= window.stop
        done[window.start : until] = True
    assert done.all()


def test_heading_frame_is_undone_by_its_yaw_and_ground() -> None:
    motion = turning()
    kept = np.zeros((1, 60), bool)
    kept[0, :20] = kept[0, 50:] = True
    root, rot, yaw, ground = gaps.heading_frame(motion.root_pos[None], motion.rot[None], kept)
    assert np.abs(root[0, 19, [0, 2]]).max() < 1e-5  # the last kept frame before the gap is the origin
    about = quat.from_axis_angle(np.array([0.0, 1.0, 0.0]), yaw)
    assert np.allclose(quat.rotate(about, root[0]) + ground, motion.root_pos, atol=1e-5)
    turned = quat.multiply(about, rot[0, :, 0])
    assert np.abs(np.sum(turned * motion.rot[:, 0], axis=-1)).min() > 1 - 1e-6


def test_straight_is_what_interpolation_does() -> None:
    motion, kept = turning(), np.zeros(60, bool)
    kept[[5, 20, 21, 40]] = True
    keep = exact.Keep(kept, np.tile(kept[:, None], (1, 22)))
    root, turns = gaps.straight(motion.root_pos[None], motion.rot[None], kept[None])
    plain = exact.interpolate(motion, keep)
    assert np.allclose(root[0], plain.root_pos, atol=1e-5)
    assert np.allclose(turns[0], quat.to_matrix(plain.rot), atol=1e-5)


def test_corrections_and_their_inverse(model: inbetween.InBetween) -> None:
    motion = turning()
    kept = torch.zeros(1, 60, dtype=torch.bool)
    kept[0, :10] = True
    way = torch.from_numpy(motion.root_pos[None])
    turns = torch.from_numpy(quat.to_matrix(motion.rot)[None]).float()
    other = turns.roll(7, dims=1)
    gap = inbetween.Gap(way, turns, kept, torch.ones_like(kept))
    y = inbetween.corrections(gap, way + 0.3, other, model.config)
    root, back = inbetween.applied(gap, y, model.config)
    assert torch.allclose(root, way + 0.3, atol=1e-5) and torch.allclose(back, other, atol=1e-5)
    assert torch.allclose(inbetween.positions(way, turns)[0], torch.from_numpy(motion.globals()[0]), atol=1e-4)


def test_distances_to_kept_frames() -> None:
    kept = torch.tensor([[True, False, False, True, False]])
    before, after = inbetween.distances(kept, 9)
    assert before.tolist() == [[0, 1, 2, 0, 1]] and after.tolist() == [[0, 2, 1, 0, 9]]


def test_noise_levels_keep_the_variance() -> None:
    y, noise = torch.randn(4000, 1, 4), torch.randn(4000, 1, 4)
    for level in (0.0, 0.3, 0.8, 1.0):
        mixed = inbetween.noised(y, noise, torch.full((4000,), level))
        assert abs(float(mixed.var()) - 1) < 0.1
    assert torch.allclose(inbetween.noised(y, noise, torch.zeros(4000)), y)


def test_a_batch_gives_a_finite_loss_that_kept_frames_have_no_part_in(model: inbetween.InBetween) -> None:
    motion = turning()
    kept = np.ones((1, 60), bool)
    root, turns = gaps.straight(motion.root_pos[None], motion.rot[None], kept)
    seen = [torch.from_numpy(v).float() for v in (root, turns)]
    gap = inbetween.Gap(seen[0], seen[1], torch.from_numpy(kept), torch.from_numpy(kept))
    loss, parts = model.loss(gap, gap.root + 5, gap.turns, torch.zeros(1, 60, 4))
    assert torch.isfinite(loss) and all(float(parts[k]) == 0 for k in ("correction", "apart m", "pace m"))


def fill(model: inbetween.InBetween, seed: int, temperature: float) -> Motion:
    motion, kept = turning(), np.ones(60, bool)
    kept[20:45] = False

    def words() -> None:
        raise AssertionError("a short gap without a prompt needs no text model")

    keep = exact.keep_all_but(motion.skeleton, ~kept)
    return FillModel(model, "cpu").fill(motion, keep, "", seed, words=words, temperature=temperature)  # type: ignore[arg-type]


def test_an_untrained_model_goes_straight(model: inbetween.InBetween) -> None:
    motion, kept = turning(), np.ones(60, bool)
    kept[20:45] = False
    keep = exact.keep_all_but(motion.skeleton, ~kept)
    made, plain = fill(model, 0, 0.0), exact.interpolate(motion, keep)
    assert np.allclose(made.root_pos, plain.root_pos, atol=1e-4)
    assert np.abs(np.sum(made.rot * plain.rot, axis=-1)).min() > 1 - 1e-5


def test_without_an_in_betweener_short_gaps_are_eased() -> None:
    motion, kept = turning(), np.ones(60, bool)
    kept[20:45] = False
    keep = exact.keep_all_but(motion.skeleton, ~kept)

    def words() -> None:
        raise AssertionError("a short gap without a prompt needs no text model")

    made = FillModel(None, "cpu").fill(motion, keep, "", 0, words=words)  # type: ignore[arg-type]
    assert np.array_equal(made.rot, exact.eased(motion, keep).rot)


def test_seeds(model: inbetween.InBetween) -> None:
    torch.nn.init.normal_(model.out.weight, std=0.1)
    a, b, c = fill(model, 1, 1.0), fill(model, 1, 1.0), fill(model, 2, 1.0)
    assert np.array_equal(a.rot, b.rot) and not np.array_equal(a.rot, c.rot)
    assert np.array_equal(fill(model, 1, 0.0).rot, fill(model, 2, 0.0).rot)
    assert np.array_equal(a.root_pos[:20], turning().root_pos[:20])


def test_kept_frames_are_passed_on_as_they_are(model: inbetween.InBetween) -> None:
    made = fill(model, 3, 1.0)
    assert np.allclose(made.rot[45:], replace(turning()).rot[45:], atol=1e-6)
