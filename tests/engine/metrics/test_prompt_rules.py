"""The rules of the kinematic check: what passes them, and that standing and sliding about don't."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from engine.evaluate.strips import sheet, strip
from engine.metrics.figure import Figure
from engine.metrics.prompt_checks import CHECKS
from retarget import quat
from retarget.motion import ROLE_INDEX, Motion, canonical_skeleton, mirror

FRAMES = 90


def pose(
    turns: Mapping[str, tuple[tuple[float, float, float], np.ndarray]] | None = None, path: np.ndarray | None = None
) -> Motion:
    """Standing, with joints turned about an axis by angles (T,) in degrees."""
    rot = np.tile(quat.IDENTITY, (FRAMES, 22, 1))
    for joint, (axis, angle) in (turns or {}).items():
        rot[:, ROLE_INDEX[joint]] = quat.from_axis_angle(np.array(axis), np.radians(angle))
    root = np.tile(np.array([0, 0.98, 0], np.float32), (FRAMES, 1)) if path is None else path
    return Motion(canonical_skeleton(), 30.0, root, quat.continuous(rot))


def along(x: float = 0.0, z: float = 0.0, y: np.ndarray | float = 0.98) -> np.ndarray:
    share = np.linspace(0, 1, FRAMES)
    return np.stack([x * share, np.broadcast_to(y, FRAMES), z * share], axis=1).astype(np.float32)


def passing(motion: Motion) -> set[str]:
    figure = Figure(motion)
    return {check.prompt for check in CHECKS if check.rule(figure)}


def bump(height: float) -> np.ndarray:
    return height * np.sin(np.linspace(0, np.pi, FRAMES)) ** 8


def test_seventy_two_prompts_each_once() -> None:
    assert len(CHECKS) == 72
    assert len({check.prompt for check in CHECKS}) == 72


def test_nothing_but_waiting_passes_by_standing() -> None:
    assert passing(pose()) == {"just stands there and waits"}
    arms_down = {"left_shoulder": ((0, 0, 1), np.full(FRAMES, -80)), "right_shoulder": ((0, 0, 1), np.full(FRAMES, 80))}
    assert passing(pose(arms_down)) == {"just stands there and waits"}


@pytest.mark.parametrize(
    ("path", "word"),
    [
        (along(z=3.0), "strolls"), (along(z=12.0), "sprints"), (along(z=-1.5), "backs away"),
        (along(x=1.5), "sideways"),
        (along(y=0.98 + bump(0.3)), "leaps up"), (along(z=1.8, y=0.98 + bump(0.3)), "good way forward"),
    ],
)  # fmt: skip
def test_paths(path: np.ndarray, word: str) -> None:
    assert any(word in prompt for prompt in passing(pose(path=path)))


def test_kicks_know_left_from_right() -> None:
    kick = pose({"left_hip": ((1, 0, 0), -bump(100))})
    assert any("left leg" in prompt for prompt in passing(kick))
    assert not any("right leg" in prompt for prompt in passing(kick))
    assert any("right leg" in prompt for prompt in passing(mirror(kick)))


def test_turns_know_left_from_right() -> None:
    share = np.linspace(0, 90, FRAMES)
    yaw = np.radians(share)
    path = np.stack([np.cumsum(np.sin(yaw)), np.full(FRAMES, 29.4), np.cumsum(np.cos(yaw))], 1).astype(np.float32) / 30
    left = pose({"pelvis": ((0, 1, 0), share)}, path)
    assert any("corner to the left" in prompt for prompt in passing(left))
    assert not any("corner to the right" in prompt for prompt in passing(left))
    assert any("corner to the right" in prompt for prompt in passing(mirror(left)))


def test_a_wave_needs_the_right_hand_to_go_to_and_fro() -> None:
    raised = {"right_shoulder": ((0, 0, 1), np.full(FRAMES, 10.0))}
    still = pose({**raised, "right_elbow": ((0, 0, 1), np.full(FRAMES, -80.0))})
    moving = pose({**raised, "right_elbow": ((0, 0, 1), -80 + 40 * np.sin(np.arange(FRAMES) / 3))})
    assert not any("waving" in prompt for prompt in passing(still))
    assert any("waving" in prompt for prompt in passing(moving))
    assert not any("waving" in prompt for prompt in passing(mirror(moving)))


def test_cartwheel_is_upside_down() -> None:
    turn = np.linspace(0, 360, FRAMES)
    assert any("cartwheel" in prompt for prompt in passing(pose({"pelvis": ((0, 0, 1), turn)}, along(x=2.0))))


def test_figure_signals() -> None:
    figure = Figure(pose(path=along(z=3.0)))
    assert figure.ahead == pytest.approx(3.0, abs=0.1)
    assert figure.aside == pytest.approx(0, abs=1e-3)
    assert figure.pace == pytest.approx(3.0 / (FRAMES - 1) * 30, rel=0.02)
    wave = np.sin(np.arange(90) / 90 * 2 * np.pi * 3)
    assert figure.swings(wave, 0.5) == 5 or figure.swings(wave, 0.5) == 6
    assert figure.swings(0.1 * wave, 0.5) == 0
    assert figure.hold(np.arange(90) >= 60) == 1.0
    assert figure.hold(np.zeros(90, bool)) == 0.0


def test_one_frame_is_enough_not_to_fail() -> None:
    assert passing(pose().cut(0, 1)) == set()


def test_strips(tmp_path) -> None:
    motion = pose(path=along(z=3.0))
    image = strip(motion, count=4, size=80, title="läuft →")
    assert image.size == (320, 96)
    assert len(image.getcolors(100_000) or []) > 3
    sheet([("a", motion), ("b", motion.globals()[0])], tmp_path / "new" / "sheet.png", count=4, size=80)
    assert (tmp_path / "new" / "sheet.png").stat().st_size > 500
