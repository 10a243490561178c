"""The in-betweening measures: nothing for the truth, and what the definitions say for simple errors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.metrics import inbetween
from retarget import quat
from retarget.motion import Motion, canonical_skeleton


def moving(seed: int, frames: int = 40) -> Motion:
    rng = np.random.default_rng(seed)
    t = np.arange(frames)[:, None, None] / 30
    rot = quat.from_rotvec(rng.uniform(0, 0.5, (1, 22, 3)) * np.sin(6 * t + rng.uniform(0, 6, (1, 22, 3))))
    root = np.stack([np.linspace(0, 1, frames), np.full(frames, 0.9), np.linspace(0, 2, frames)], axis=1)
    return Motion(canonical_skeleton(), 30, root, quat.continuous(rot))


SCALE = inbetween.Scale(np.zeros((22, 3)), np.ones((22, 3)))


def test_the_truth_has_no_error() -> None:
    real = moving(0)
    assert inbetween.l2p(real, real, 10, 20, SCALE) == 0 and inbetween.l2q(real, real, 10, 20) == 0
    assert inbetween.npss([real], [real], 10, 20) == 0


def test_a_shift_of_all_joints() -> None:
    """22 joints, each off by a tenth: sqrt(22) tenths."""
    real = moving(0)
    root = real.root_pos.copy()
    root[10:30, 1] += 0.1
    assert np.isclose(inbetween.l2p(replace(real, root_pos=root), real, 10, 20, SCALE), 0.1 * 22**0.5, atol=1e-4)


def test_it_does_not_matter_where_in_the_world() -> None:
    real, other = moving(0), moving(1)
    far = replace(real, root_pos=real.root_pos + np.float32(5)), replace(other, root_pos=other.root_pos + np.float32(5))
    near = inbetween.l2p(other, real, 10, 20, SCALE)
    assert abs(near - inbetween.l2p(far[1], far[0], 10, 20, SCALE)) < 0.3 * near  # heights count


def test_signs_of_quaternions_do_not_count() -> None:
    real = moving(0)
    turned = replace(real, rot=-real.rot)
    assert inbetween.l2q(turned, real, 10, 20) < 1e-6 and inbetween.npss([turned], [real], 10, 20) < 1e-6


def test_frozen_motion_has_another_spectrum() -> None:
    real = moving(0)
    rot = real.rot.copy()
    rot[10:30] = rot[9]
    frozen, other = replace(real, rot=rot), replace(real, rot=np.roll(real.rot, 1, axis=0))
    assert inbetween.npss([frozen], [real], 10, 20) > 3 * inbetween.npss([other], [real], 10, 20) > 0


def test_a_pop_is_seen_at_its_seam() -> None:
    real = moving(0)
    root = real.root_pos.copy()
    root[20:, 1] += 0.05
    popped = replace(real, root_pos=root)
    there, before = inbetween.seam_jumps(popped, [20]), inbetween.seam_jumps(real, [20])
    assert there[0][0] > 1.0 > before[0][0] and there[1][0] > before[1][0]


def test_jump_ratios_are_of_the_seams_alone() -> None:
    """A kick away from the seam changes nothing; one at the seam counts."""
    real = [moving(i) for i in range(4)]
    usual = inbetween.jump_ratios(real, real, [[10, 30]] * 4)

    def kicked(at: int) -> list[Motion]:
        roots = [m.root_pos.copy() for m in real]
        for root in roots:
            root[at:] += 0.3
        return [replace(m, root_pos=root) for m, root in zip(real, roots, strict=True)]

    assert np.allclose(inbetween.jump_ratios(kicked(20), real, [[10, 30]] * 4), usual, rtol=1e-3)
    assert all(a > 2 * b for a, b in zip(inbetween.jump_ratios(kicked(30), real, [[10, 30]] * 4), usual, strict=True))
