"""A problem is mended in its frames, and all other frames stay to the bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from retarget.checks import cleaning, mending, problems
from retarget.checks.figure import Asked
from retarget.motion import Motion

from .figures import crouch, pushed, swinging, turned


def _mend(motion: Motion, kind: str, asked: Asked | None = None) -> mending.Mended:
    one = next(p for p in problems.check(motion, asked=asked).problems if p.kind == kind)
    made = mending.mend(motion, one, asked=asked)
    outside = np.r_[0 : made.first, made.last + 1 : len(motion)]
    assert len(outside) and (made.motion.rot[outside] == motion.rot[outside]).all()
    assert (made.motion.root_pos[outside] == motion.root_pos[outside]).all()
    assert made.before == one.worst and made.after < made.before / 2
    return made


def _there_and_back(motion: Motion) -> Motion:
    return pushed(pushed(motion, 90, 8, 0.14), 130, 8, -0.14)


def test_a_slide_is_held():
    motion = _there_and_back(crouch(240))
    # Both feet leave the floor before and after, so that the stance has an end.
    root = motion.root_pos.copy()
    root[:, 1] += np.where((np.arange(240) < 50) | (np.arange(240) > 180), 0.3, 0.0)
    _mend(replace(motion, root_pos=root), "slide")


def test_a_sinking_is_lifted():
    motion = crouch()
    root = motion.root_pos.copy()
    root[50:70, 1] -= 0.06 * np.sin(np.linspace(0, np.pi, 20)) ** 2
    assert _mend(replace(motion, root_pos=root), "sink").after == 0


@pytest.mark.parametrize(("role", "axis"), [("left_shoulder", 2), ("spine2", 0)])
def test_a_jolt_is_calmed(role, axis):
    motion = turned(crouch(), role, slice(60, 61), 35, axis)
    made = _mend(motion, "jolt")
    assert made.after == 0
    apart = np.linalg.norm(made.motion.globals()[0] - crouch().globals()[0], axis=-1)
    assert apart.max() < 0.02  # as it was before the jolt


def test_a_knee_is_calmed():
    motion = crouch()
    rot = motion.rot.copy()
    rot[70:73, motion.skeleton.role_joint["right_knee"]] = (1, 0, 0, 0)
    _mend(replace(motion, rot=rot), "knee")


def test_an_accent_goes_to_its_beat():
    _mend(swinging(), "beat", Asked(beats=[40.0, 60.0, 85.0, 100.0, 120.0]))


def test_what_only_an_in_between_can_do():
    assert not any(mending.can_mend(kind) for kind in ("range", "hand", "path", "target"))
    assert set(problems.KINDS) >= {"range", "hand", "path", "target", "slide", "sink", "jolt", "knee", "beat"}


def test_cleaning_takes_out_what_was_put_in():
    clean, rng = crouch(240), np.random.default_rng(3)
    noisy = clean
    for frame, role in ((40, "left_elbow"), (90, "head"), (150, "right_knee")):
        noisy = turned(noisy, role, slice(frame, frame + 1), 40)
    shake = rng.normal(size=(240, 3)) * 0.004
    time = np.arange(240)[:, None] / 30
    drift = 0.04 * np.concatenate([np.sin(3 * time), 0.8 * np.sin(2 * time), np.cos(2.5 * time)], axis=1)
    noisy = replace(noisy, root_pos=noisy.root_pos + shake + drift)
    made = cleaning.clean(noisy)
    before, after = cleaning.measured(noisy), cleaning.measured(made)
    assert before["spikes"] >= 3 and after["spikes"] == 0
    assert after["slide"] < before["slide"] / 3 and after["sunk"] < 0.1 < before["sunk"]
    assert after["jitter"] < before["jitter"] / 3
    assert "slide" in cleaning.told(before, after)


def test_each_step_alone_and_none():
    noisy = turned(pushed(crouch(120), 40, 30, 0.05), "head", slice(60, 61), 40)
    nothing = dict.fromkeys(cleaning.STEPS, 0.0)
    assert cleaning.clean(noisy, cleaning.CleanUp(**nothing)) is noisy
    spikes = cleaning.clean(noisy, cleaning.CleanUp(**{**nothing, "spikes": 0.5}))
    changed = np.flatnonzero((spikes.rot != noisy.rot).any(axis=(1, 2)))
    assert changed.tolist() == [60] and (spikes.root_pos == noisy.root_pos).all()
    with pytest.raises(ValueError, match="feet is 2"):
        cleaning.CleanUp(feet=2)
