"""Filling gaps: what the network sees of them, seeds give fillings, the plain way is the untrained answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from engine.inbetween import gaps
from engine.inbetween.model import FillModel
from engine.models import inbetween
from engine.text.infill import windows
from retarget import constraints, quat
from retarget.mask import Mask, keep_all_but
from retarget.motion import Motion, canonical_skeleton


@pytest.fixture
def model() -> inbetween.InBetween:
    torch.manual_seed(0)
    model = inbetween.InBetween(inbetween.Config(width=32, layers=2, longest=40)).eval().requires_grad_(False)
    model.spread.fill_(0.05)
    return model


def turning(frames: int = 60) -> Motion:
    rng = np.random.default_rng(1)
    t = np.arange(frames)[:, None, None] / 30
    rot = quat.from_rotvec(rng.uniform(0, 0.5, (1, 22, 3)) * np.sin(3 * t + rng.uniform(0, 6, (1, 22, 3))))
    rot[:, 0] = quat.multiply(quat.from_rotvec(np.outer(np.linspace(1, 2, frames), [0, 1.0, 0])), rot[:, 0])
    root = np.stack([np.linspace(3, 4, frames), np.full(frames, 0.9), np.linspace(-2, 0, frames)], axis=1)
    return Motion(canonical_skeleton(), 30, root, quat.continuous(rot))


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


def gap_in(motion: Motion, first: int, last: int, kept: tuple[int, int] = (6, 6)) -> inbetween.Gap:
    root, rot, *_ = gaps.seen_from(motion.root_pos[None], motion.rot[None], first - 1)
    return gaps.gap_of(root, rot, (first, last), kept, 6)


def test_spans_joined_together_are_those_joined_one_by_one(model):
    motion = turning(90)
    fill, spans = FillModel(model, "cpu"), [(12, 24), (40, 52), (70, 76)]
    together, each = fill.join(motion, spans), motion
    for span in spans:
        each = fill.join(each, [span])
    free = np.zeros(len(motion), bool)
    for first, last in spans:
        free[first:last] = True
    assert np.array_equal(together.root_pos[~free], motion.root_pos[~free])
    assert np.abs(quat.angle_between(together.rot[~free], motion.rot[~free])).max() < 1e-3
    assert np.abs(together.root_pos - each.root_pos).max() < 1e-4
    assert np.abs(quat.angle_between(together.rot, each.rot)).max() < 1e-3
    assert np.abs(quat.angle_between(together.rot[free], motion.rot[free])).max() > 0.002
    assert FillModel(None, "cpu").join(motion, spans) is motion


def truth(motion: Motion, first: int, last: int) -> tuple[torch.Tensor, torch.Tensor]:
    root, rot, *_ = gaps.seen_from(motion.root_pos[None], motion.rot[None], first - 1)
    around = slice(first - 1, last + 1)
    return torch.from_numpy(root[:, around]).float(), torch.from_numpy(quat.to_matrix(rot[:, around])).float()


def test_a_view_from_a_frame_is_undone_by_its_yaw_and_ground() -> None:
    motion = turning()
    root, rot, yaw, ground = gaps.seen_from(motion.root_pos[None], motion.rot[None], 19)
    assert np.abs(root[0, 19, [0, 2]]).max() < 1e-5
    about = quat.from_axis_angle(np.array([0.0, 1.0, 0.0]), yaw)
    assert np.allclose(quat.rotate(about, root[0]) + ground, motion.root_pos, atol=1e-5)
    turned = quat.multiply(about, rot[0, :, 0])
    assert np.abs(np.sum(turned * motion.rot[:, 0], axis=-1)).min() > 1 - 1e-6


@pytest.mark.parametrize("frames", [2, 30])
@pytest.mark.parametrize("kept", [(6, 6), (1, 6), (6, 1), (1, 1)])
def test_the_plain_way_is_eased_interpolation_of_what_is_kept(frames: int, kept: tuple[int, int]) -> None:
    motion, first, last = turning(), 20, 20 + frames
    known = np.zeros(60, bool)
    known[first - kept[0] : first] = known[last : last + kept[1]] = True
    plain = constraints.eased(motion, Mask(known, np.tile(known[:, None], (1, 22))))
    gap = gap_in(motion, first, last, kept)
    root, turns = truth(plain, first, last)
    assert gap.frames == frames
    assert torch.allclose(gap.root, root, atol=1e-5) and torch.allclose(gap.turns, turns, atol=1e-5)


def test_frames_that_are_not_kept_are_not_seen() -> None:
    motion = turning()
    other = replace(motion, root_pos=motion.root_pos + 1, rot=np.roll(motion.rot, 9, axis=0))
    for kept in ((6, 6), (1, 6), (6, 1), (3, 2)):
        known = np.zeros(60, bool)
        known[20 - kept[0] : 20] = known[40 : 40 + kept[1]] = True
        mixed = replace(
            motion, root_pos=np.where(known[:, None], motion.root_pos, other.root_pos),
            rot=np.where(known[:, None, None], motion.rot, other.rot),
        )  # fmt: skip
        assert torch.equal(
            inbetween.context_features(gap_in(motion, 20, 40, kept)),
            inbetween.context_features(gap_in(mixed, 20, 40, kept)),
        )


def test_corrections_take_the_plain_way_to_the_truth() -> None:
    motion = turning()
    gap, (root, turns) = gap_in(motion, 20, 40), truth(motion, 20, 40)
    all_waves = inbetween.amplitudes_of(inbetween.corrections(gap, root, turns), 20)
    have, back = inbetween.apply_corrections(gap, all_waves)
    assert torch.allclose(have, root, atol=1e-4) and torch.allclose(back, turns, atol=1e-3)
    few = inbetween.apply_corrections(gap, all_waves[:, :4])[1]
    assert (few - turns).norm() < 0.3 * (gap.turns - turns).norm()
    assert torch.allclose(have[:, [0, -1]], gap.root[:, [0, -1]], atol=1e-6)  # what is kept has no part in it


def test_rotation_vectors_and_back() -> None:
    vectors = torch.randn(200, 3, dtype=torch.float64)
    vectors *= 3.0 * torch.rand(200, 1) / vectors.norm(dim=-1, keepdim=True)
    matrices = inbetween.from_rotvec(vectors)
    assert torch.allclose(matrices, torch.from_numpy(quat.to_matrix(quat.from_rotvec(vectors.numpy()))), atol=1e-6)
    assert torch.allclose(inbetween.to_rotvec(matrices), vectors, atol=1e-5)


def test_positions_are_the_skeletons() -> None:
    motion = turning()
    found = inbetween.positions(
        torch.from_numpy(motion.root_pos[None]), torch.from_numpy(quat.to_matrix(motion.rot)[None]).float()
    )
    assert torch.allclose(found[0], torch.from_numpy(motion.globals()[0]), atol=1e-4)


def test_noise_levels_keep_the_variance() -> None:
    y, noise = torch.randn(4000, 1, 4), torch.randn(4000, 1, 4)
    for level in (0.0, 0.3, 0.8, 1.0):
        mixed = inbetween.noised(y, noise, torch.full((4000,), level))
        assert abs(float(mixed.var()) - 1) < 0.1
    assert torch.allclose(inbetween.noised(y, noise, torch.zeros(4000)), y)


def test_a_few_steps_learn_a_gap(model: inbetween.InBetween) -> None:
    torch.manual_seed(1)
    trained = inbetween.InBetween(model.config)
    trained.load_state_dict(model.state_dict())
    gap, there = gap_in(turning(), 20, 40), truth(turning(), 20, 40)
    optimizer = torch.optim.Adam(trained.parameters(), lr=3e-3)
    losses = []
    for _ in range(60):
        loss, parts = trained.loss(gap, *there)
        assert set(parts) == {"amplitudes", "apart", "pace", "twist"}
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(parts["apart"].detach()))
    assert np.mean(losses[-10:]) < 0.6 * losses[0]


def fill(model: inbetween.InBetween, seed: int, temperature: float) -> Motion:
    motion, kept = turning(), np.ones(60, bool)
    kept[20:45] = False

    keep = keep_all_but(motion.skeleton, ~kept)
    return FillModel(model, "cpu").fill(motion, keep, "", seed, words=_unused, temperature=temperature)  # type: ignore[arg-type]


def test_an_untrained_model_goes_the_plain_way(model: inbetween.InBetween) -> None:
    motion, kept = turning(), np.ones(60, bool)
    kept[20:45] = False
    keep = keep_all_but(motion.skeleton, ~kept)
    made, plain = fill(model, 0, 0.0), constraints.eased(motion, keep)
    assert np.allclose(made.root_pos, plain.root_pos, atol=1e-4)
    assert np.abs(np.sum(made.rot * plain.rot, axis=-1)).min() > 1 - 1e-5


def test_without_an_in_betweener_short_gaps_are_eased() -> None:
    motion, kept = turning(), np.ones(60, bool)
    kept[20:45] = False
    keep = keep_all_but(motion.skeleton, ~kept)

    made = FillModel(None, "cpu").fill(motion, keep, "", 0, words=_unused)  # type: ignore[arg-type]
    assert np.array_equal(made.rot, constraints.eased(motion, keep).rot)


def test_seeds(model: inbetween.InBetween) -> None:
    torch.nn.init.normal_(model.out.weight, std=0.1)
    a, b, c = fill(model, 1, 1.0), fill(model, 1, 1.0), fill(model, 2, 1.0)
    assert np.array_equal(a.rot, b.rot) and not np.array_equal(a.rot, c.rot)
    assert np.array_equal(fill(model, 1, 0.0).rot, fill(model, 2, 0.0).rot)
    assert np.array_equal(a.root_pos[:20], turning().root_pos[:20])


def test_kept_frames_are_passed_on_as_they_are(model: inbetween.InBetween) -> None:
    made = fill(model, 3, 1.0)
    assert np.allclose(made.rot[45:], replace(turning()).rot[45:], atol=1e-6)


def test_poses_one_after_another_are_passed_without_a_stop(model: inbetween.InBetween) -> None:
    motion, kept = turning(), np.zeros(60, bool)
    kept[[0, 20, 40, 59]] = True
    keep = keep_all_but(motion.skeleton, ~kept)
    made = FillModel(model, "cpu").fill(motion, keep, "", 0, words=_unused, temperature=0.0)  # type: ignore[arg-type]
    plain = constraints.interpolate(motion, keep)
    assert np.array_equal(made.root_pos[kept], motion.root_pos[kept])
    kink = [np.linalg.norm(np.diff(m.root_pos, n=2, axis=0)[[19, 39]], axis=-1).sum() for m in (made, plain)]
    assert kink[0] <= kink[1] + 1e-6


def _unused() -> None:
    raise AssertionError("a short gap without a prompt needs no text model")
