"""Gaits found in a motion, laid along a curve: the pelvis on it, feet that stand, and rest at both ends."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from engine.metrics import path as measures
from engine.motion import cleanup
from engine.motion.events import signals
from engine.path import follow, standing
from engine.protocol.errors import EngineError
from engine.protocol.path import Path
from engine.protocol.prompt import Prompt
from engine.strides.curve import curve_of
from engine.strides.gait import Gait, gait_of
from engine.strides.lay import lay
from engine.strides.speed import natural
from engine.text.networks import Settings
from engine.text.segments import segments_of
from retarget import quat
from retarget.feet.legs import foot_points, legs_of
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


def test_who_was_captured_over_the_floor_walks_on_it(gait) -> None:
    high = cleanup.clean(walk(110))
    high = replace(high, root_pos=high.root_pos + np.array([0, 0.07, 0], np.float32))
    found = gait_of(high)
    assert found is not None and found.feet[..., 1].min(axis=0) == pytest.approx(0.02, abs=0.01)


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


def test_a_pelvis_that_goes_to_and_fro_is_there_in_the_frame_too(monkeypatch, gait) -> None:
    sway = np.zeros_like(gait.root)
    sway[:, 2] = 0.07 * np.sin(np.linspace(0, 4 * np.pi, len(gait), endpoint=False))
    slow = replace(gait, root=gait.root + sway)
    for frames in ((0, 110, 230, 340), (0, 121, 215, 340), (0, 104, 236, 340)):
        path = Path(((0, 0), (0, 1.3), (1, 2.5), (1, 4)), frames)
        motion = performed(monkeypatch, slow, path, (Prompt("a person sneaks"),), 341)
        assert np.abs(measures.arrivals(motion, path, 30.0)[:2]).max() <= 1


def test_a_gait_is_chosen_for_the_fastest_stretch() -> None:
    even = follow._needed(np.array([0.0, 2.0, 4.0]), np.array([0.0, 2.0, 4.0]), 30.0)
    assert even == pytest.approx(1.0)
    fast = follow._needed(np.array([0.0, 1.0, 4.0]), np.array([0.0, 3.0, 4.0]), 30.0)
    assert fast is not None and 2.0 < fast < 3.0
    assert follow._needed(np.array([0.0, 0.0]), np.array([0.0, 2.0]), 30.0) is None


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
    monkeypatch.setattr(standing.acting, "act_of", lambda *given: SimpleNamespace(motion=stand(given[2] or 60)))
    prompts = (Prompt("walks", 0, 110), Prompt("stands still", 110, 170), Prompt("walks", 170, 280))
    motion = performed(monkeypatch, gait, Path(((0, 0), (0, 6))), prompts, 280)
    pelvis = motion.root_pos[:, 2]
    assert len(motion) == 280 and np.ptp(pelvis[125:165]) < 0.15
    assert pelvis[140] == pytest.approx(3.0, abs=0.2) and pelvis[-1] == pytest.approx(6.0, abs=0.1)


def drifting(frames: int, turn: float) -> Motion:
    """Somebody who stands, and is carried and turned all the while, as ill captured ones are."""
    body = stand(frames)
    turned, root = body.rot.copy(), body.root_pos.copy()
    away = np.linspace(0, turn, frames)
    turned[:, 0] = quat.multiply(quat.from_axis_angle(np.array([0.0, 1.0, 0.0]), away), turned[:, 0])
    root[:, 0] += np.linspace(0, 0.6, frames)
    return replace(body, rot=turned.astype(np.float32), root_pos=root.astype(np.float32))


@pytest.mark.parametrize("face", ["along", "start"])
def test_who_waves_on_the_way_stays_faces_as_asked_and_goes_on_from_the_same_feet(monkeypatch, gait, face) -> None:
    monkeypatch.setattr(
        standing.acting, "act_of", lambda *given: SimpleNamespace(motion=drifting(given[2] or 60, np.radians(70)))
    )
    prompts = (Prompt("walks", 0, 110), Prompt("waves", 110, 180), Prompt("walks", 180, 290))
    path = Path(((0, 0), (1.2, 3), (2.4, 6)), face=face)
    motion = cleanup.clean(performed(monkeypatch, gait, path, prompts, 290))
    stay = slice(118, 178)
    toes = foot_points(motion, legs_of(motion.skeleton))[stay][:, [1, 3]]
    assert np.ptp(toes, axis=0).max() < 0.02
    middle = motion.root_pos[stay][:, [0, 2]].mean(axis=0)
    assert np.linalg.norm(middle - (1.2, 3)) < 0.12
    yaw = np.degrees(signals(motion).yaw[stay])
    assert yaw.mean() == pytest.approx(np.degrees(np.arctan2(1.2, 3)), abs=6) and np.ptp(yaw) < 30
    joints = motion.globals()[0]
    jolts = np.linalg.norm(np.diff(joints, 2, axis=0), axis=-1).max(axis=1) * 900
    assert max(jolts[100:120].max(), jolts[170:190].max()) < 75


def test_who_sits_gets_up_before_walking_on(monkeypatch, gait) -> None:
    asked: list[str] = []

    def act(model, step, frames, seed, settings) -> SimpleNamespace:
        asked.append(step.facts.action)
        return SimpleNamespace(motion=stand(frames or 60))

    monkeypatch.setattr(standing.acting, "act_of", act)
    prompts = (Prompt("walks", 0, 90), Prompt("sits down", 90, 150), Prompt("walks", 150, 300))
    motion = performed(monkeypatch, gait, Path(((0, 0), (0, 4))), prompts, 300)
    assert asked == ["sit", "rise"] and len(motion) == 300
    assert motion.root_pos[-1, 2] == pytest.approx(4.0, abs=0.1)
    assert np.ptp(motion.root_pos[165:205, 2]) < 0.1  # 60 frames, in which it rises


def test_a_jog_comes_to_rest_on_its_feet(gait) -> None:
    high = replace(gait, root=gait.root + np.array([0.0, 0.08, 0.0]))
    motion = laid(high, Path(((0, 0), (0, 4))))
    heights = foot_points(motion, legs_of(motion.skeleton))[-1][:, 1]
    assert heights[[1, 3]] == pytest.approx(0.02, abs=0.006)
