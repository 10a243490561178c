"""Gaits found in a motion, laid along a curve: the pelvis on it, feet that stand, and rest at both ends."""

from __future__ import annotations

import numpy as np
import pytest

from engine.metrics import path as measures
from engine.motion import cleanup
from engine.path import follow
from engine.path.curve import curve_of
from engine.path.gait import Gait, gait_of
from engine.path.lay import lay
from engine.path.speed import natural
from engine.protocol.errors import EngineError
from engine.protocol.path import Path
from engine.protocol.prompt import Prompt
from engine.text.networks import Settings
from engine.text.segments import segments_of
from retarget.motion import Motion
from tests.engine.train.puppet import stand, walk

CORNER = Path(((0, 0), (0, 2.5), (2.5, 2.5)))


@pytest.fixture(scope="module")
def gait() -> Gait:
    found = gait_of(cleanup.clean(walk(110)))
    assert found is not None
    return found


def laid(gait: Gait, path: Path) -> Motion:
    curve = curve_of(path)
    facing = curve.facing(path.face, gait.heading)
    timing = natural(curve, facing, gait.pace, np.array([0.0, curve.length]))
    return lay(gait, curve, facing, timing, int(np.ceil(timing.seconds[-1] * 30)) + 1)


def test_strides_are_found_at_their_own_pace_and_a_stand_has_none(gait) -> None:
    assert gait.pace == pytest.approx(1.2, rel=0.05) and len(gait) % 30 in (0, 1, 29) and gait.heading == 0
    assert gait_of(stand(60)) is None
    aside, back = gait_of(walk(110, way=(1, 0))), gait_of(walk(110, way=(0, -1)))
    assert aside is not None and np.degrees(aside.heading) == pytest.approx(-90)
    assert back is not None and abs(np.degrees(back.heading)) == pytest.approx(180)


@pytest.mark.parametrize(
    "path", [CORNER, Path(((0, 0), (0, 2), (0.01, 0))), Path(tuple(measures.CURVES["circle 1 m"]))]
)
def test_the_pelvis_keeps_to_the_path_and_faces_along(gait, path) -> None:
    motion = laid(gait, path)
    found = measures.measure(motion, path)
    assert found["apart"] < 0.03 and found["worst"] < 0.12 and found["left_over"] < 0.05
    assert found["facing"] < 16
    speed = np.linalg.norm(np.diff(motion.root_pos[:, [0, 2]], axis=0), axis=1) * 30
    assert speed[0] < 0.15 and speed[-1] < 0.15 and speed.max() < 1.7


def test_feet_slide_no_more_round_a_corner_than_straight_on(gait) -> None:
    corner, straight = (laid(gait, p) for p in (CORNER, Path(((0, 0), (0, 5)))))
    slides = [cleanup.measure(cleanup.clean(m))["skate"] for m in (corner, straight)]
    assert slides[0] < 1.4 * slides[1] + 0.5


def test_a_way_that_begins_and_ends_in_full_stride_is_as_even_at_its_ends_as_between(gait) -> None:
    curve = curve_of(Path(((0, 0), (0, 4))))
    facing = curve.facing("along", gait.heading)
    timing = natural(curve, facing, gait.pace, np.zeros(0))
    motion = lay(gait, curve, facing, timing, int(timing.seconds[-1] * 30))
    fastest = np.linalg.norm(np.diff(motion.globals()[0], n=2, axis=0), axis=-1).max(axis=1) * 900
    ends, between = np.concatenate([fastest[:12], fastest[-12:]]), fastest[20:-20]
    assert ends.max() < 1.2 * between.max()


def test_facing_a_fixed_way_the_body_does_not_turn(gait) -> None:
    motion = laid(gait, Path(((0, 0), (0, 3), (1, 4)), face="start"))
    assert measures.measure(motion, Path(((0, 0), (0, 3), (1, 4))))["apart"] < 0.05
    from engine.motion.events import signals

    assert np.abs(np.degrees(signals(motion).yaw)).max() < 20


def performed(monkeypatch, gait: Gait, path: Path, prompts: tuple[Prompt, ...], frames: int | None) -> Motion:
    monkeypatch.setattr(follow, "gait_for", lambda model, wanted, seed: gait)
    found = segments_of(prompts, frames, 30.0)
    return follow.perform(None, found, path, 30.0, [0], Settings())[0]  # type: ignore[arg-type]


def test_points_with_frames_are_passed_in_them(monkeypatch, gait) -> None:
    path = Path(((0, 0), (0, 2.5), (2.5, 2.5)), (0, 80, 170))
    motion = performed(monkeypatch, gait, path, (Prompt("a person walks"),), 171)
    assert len(motion) == 171
    late = measures.arrivals(motion, path, 30.0)
    assert abs(late[0]) <= 1 and abs(late[1]) <= 3  # at the end it comes to rest


def test_without_a_length_the_gait_has_its_own_speed(monkeypatch, gait) -> None:
    motion = performed(monkeypatch, gait, Path(((0, 0), (0, 6))), (Prompt("a person walks"),), None)
    assert 5.0 < len(motion) / 30 < 8.5


def test_a_speed_that_nobody_has_is_told(monkeypatch, gait) -> None:
    with pytest.raises(EngineError, match=r"asks for 6\.2 m/s in 30 frames.*say that they run"):
        performed(monkeypatch, gait, Path(((0, 0), (0, 6))), (Prompt("a person walks"),), 30)
    path = Path(((0, 0), (0, 3), (0, 6)), (0, 20, 200))
    with pytest.raises(EngineError, match=r"between frames 0 and 20"):
        performed(monkeypatch, gait, path, (Prompt("a person walks"),), 201)


def test_what_is_done_in_place_stands_where_the_path_has_led_to(monkeypatch, gait) -> None:
    from types import SimpleNamespace

    monkeypatch.setattr(follow.acting, "act_of", lambda *given: SimpleNamespace(motion=stand(given[2] or 60)))
    prompts = (Prompt("walks", 0, 110), Prompt("stands still", 110, 170), Prompt("walks", 170, 280))
    motion = performed(monkeypatch, gait, Path(((0, 0), (0, 6))), prompts, 280)
    pelvis = motion.root_pos[:, 2]
    assert len(motion) == 280 and np.ptp(pelvis[125:165]) < 0.15
    assert pelvis[140] == pytest.approx(3.0, abs=0.2) and pelvis[-1] == pytest.approx(6.0, abs=0.1)
