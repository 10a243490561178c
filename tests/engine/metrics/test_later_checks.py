"""The lists that were written before their takes were seen: each prompt once, and rules that can fail and can hold."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from engine.evaluate.text import LISTS
from engine.metrics.figure import Figure
from engine.metrics.later_checks import CHECKS
from engine.metrics.prompt_checks import Check
from retarget.motion import Motion, mirror
from tests.engine.metrics.test_prompt_rules import FRAMES, along, pose

HANGING = {
    f"{side}_shoulder": ((0, 0, 1), np.full(FRAMES, angle)) for side, angle in (("left", -80), ("right", 80))
}  # fmt: skip
_KNEE = {**HANGING, "right_hip": ((1, 0, 0), -95 * np.clip(np.sin(np.linspace(0, 4 * np.pi, FRAMES)), 0, 1) ** 2)}


def passing(motion: Motion, checks: Sequence[Check] = CHECKS) -> set[str]:
    figure = Figure(motion)
    return {check.prompt for check in checks if check.rule(figure)}


def test_each_prompt_stands_in_one_list_once() -> None:
    prompts = [check.prompt for checks in LISTS.values() for check in checks]
    assert len(CHECKS) == 48 and len(set(prompts)) == len(prompts)


def test_nobody_passes_by_standing() -> None:
    assert passing(pose(HANGING)) == set()
    assert passing(pose()) == {"T-pose"}


@pytest.mark.parametrize(
    ("motion", "prompt"),
    [
        (pose(HANGING, along(x=-1.5)), "strafe right"),
        (pose(HANGING, along(z=-2.0)), "moonwalk"),
        (pose({**HANGING, "pelvis": ((0, 1, 0), np.linspace(0, 90, FRAMES))}), "turn left 90 deg"),
        (pose(_KNEE), "lifts the right knee to the chest twice"),
    ],
)  # fmt: skip
def test_what_is_asked_for_passes_and_its_mirror_image_does_not(motion: Motion, prompt: str) -> None:
    assert prompt in passing(motion)
    assert (prompt in passing(mirror(motion))) == (prompt == "moonwalk")  # which has no side
