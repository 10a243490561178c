"""The list that somebody else typed: its rules can fail, and hold where what is asked is done."""

from __future__ import annotations

import numpy as np
import pytest

from engine.metrics.typed.checks import CHECKS
from retarget.motion import Motion, mirror
from tests.engine.metrics.test_later_checks import HANGING, passing
from tests.engine.metrics.test_prompt_rules import FRAMES, along, pose


def test_nobody_passes_by_standing() -> None:
    assert len(CHECKS) == 60
    assert passing(pose(HANGING), CHECKS) == set()


@pytest.mark.parametrize(
    ("motion", "prompt"),
    [
        (pose(HANGING, along(x=1.5)), "strafe left"),
        (pose({**HANGING, "pelvis": ((0, 1, 0), np.linspace(0, -90, FRAMES))}), "Turn_Right_90"),
    ],
)
def test_what_is_asked_for_passes_and_its_mirror_image_does_not(motion: Motion, prompt: str) -> None:
    assert prompt in passing(motion, CHECKS)
    assert prompt not in passing(mirror(motion), CHECKS)
