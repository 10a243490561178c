"""The lists that somebody else typed: their rules can fail, and hold where what is asked is done."""

from __future__ import annotations

import numpy as np
import pytest

from engine.evaluate.text import LISTS
from retarget.motion import Motion, mirror
from tests.engine.metrics.test_later_checks import HANGING, passing
from tests.engine.metrics.test_prompt_rules import FRAMES, along, pose


def turning(degrees: float) -> Motion:
    return pose({**HANGING, "pelvis": ((0, 1, 0), np.linspace(0, degrees, FRAMES))})


@pytest.mark.parametrize(("name", "prompts"), [("typed", 60), ("asked", 72)])
def test_nobody_passes_by_standing(name: str, prompts: int) -> None:
    assert len(LISTS[name]) == prompts
    assert passing(pose(HANGING), LISTS[name]) == set()


@pytest.mark.parametrize(
    ("name", "motion", "prompt"),
    [
        ("typed", pose(HANGING, along(x=1.5)), "strafe left"),
        ("typed", turning(-90), "Turn_Right_90"),
        ("asked", pose(HANGING, along(x=1.5, z=1.5)), "walks diagonally forward to the left"),
        ("asked", turning(-360), "spin 360 to the right"),
    ],
)
def test_what_is_asked_for_passes_and_its_mirror_image_does_not(name: str, motion: Motion, prompt: str) -> None:
    assert prompt in passing(motion, LISTS[name])
    assert prompt not in passing(mirror(motion), LISTS[name])
