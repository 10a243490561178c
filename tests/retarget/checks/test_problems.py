"""What is put wrong into a motion is found: its kind, joint and frames, worst first."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from retarget import solve
from retarget.checks import problems
from retarget.checks.figure import Asked, Target
from retarget.motion import Motion, Skeleton, canonical_skeleton, resample

from .figures import crouch, pushed, stand, swinging, turned


def found(motion: Motion, kind: str, asked: Asked | None = None) -> problems.Problem:
    """The first problem, which must be of that kind."""
    report = problems.check(motion, asked=asked)
    assert report.problems, f"no {kind}"
    assert report.problems[0].kind == kind, report.problems[:3]
    return report.problems[0]


def test_standing_still_is_right():
    for motion in (stand(), crouch(), resample(stand(), 60), resample(crouch(), 24)):
        assert problems.check(motion).problems == ()


@pytest.mark.parametrize("fps", [24, 30, 60, 120])
def test_a_slide(fps):
    one = found(pushed(stand(4 * fps, fps), 2 * fps, round(0.4 * fps), 0.4), "slide")
    assert one.unit == "cm/s" and one.worst == pytest.approx(150, rel=0.1)  # 40 cm in 0.4 s, at its fastest
    assert 2 * fps - 1 <= one.first <= one.at <= one.last <= round(2.4 * fps) + 1


def test_a_sinking():
    motion = stand()
    root = motion.root_pos.copy()
    root[50:70, 1] -= 0.06 * np.sin(np.linspace(0, np.pi, 20)) ** 2
    one = found(replace(motion, root_pos=root), "sink")
    assert one.worst == pytest.approx(6, abs=0.2) and 50 <= one.first < one.at < one.last <= 70


def test_a_jolt_is_told_by_its_joint():
    one = found(turned(stand(), "left_shoulder", slice(60, 61), 35, axis=2), "jolt")
    assert one.joint in ("left_elbow", "left_wrist") and one.first <= 60 <= one.last and one.last - one.first < 6


def test_a_knee_that_snaps():
    motion = crouch()
    rot = motion.rot.copy()
    rot[70:74, motion.skeleton.role_joint["right_knee"]] = (1, 0, 0, 0)
    report = problems.check(replace(motion, rot=rot))
    assert {p.kind for p in report.problems[:3]} & {"knee"}
    knee = next(p for p in report.problems if p.kind == "knee")
    assert knee.joint == "right_knee" and 68 <= knee.first <= knee.last <= 76


def test_a_knee_bent_backwards():
    one = found(turned(stand(), "left_knee", slice(None), -40), "range")
    assert one.joint == "left_knee" and (one.first, one.last) == (0, 119)


def test_a_hand_in_the_body():
    motion = turned(stand(), "right_shoulder", slice(None), 28, axis=2)  # past hanging, into the thigh
    one = next(p for p in problems.check(motion).problems if p.kind == "hand")
    assert one.joint == "right_wrist"


def test_off_the_beat_and_off_a_target():
    motion = swinging()
    assert not [p for p in problems.check(motion).problems if p.kind == "beat"]
    on = Asked(beats=[40.0, 60.0, 80.0, 100.0, 120.0])
    assert not [p for p in problems.check(motion, asked=on).problems if p.kind == "beat"]
    off = Asked(beats=[40.0, 60.0, 86.0, 100.0, 120.0])
    (late,) = [p for p in problems.check(motion, asked=off).problems if p.kind == "beat"]
    assert late.at == 80 and late.worst == pytest.approx(200) and late.unit == "ms"
    place = np.array([1.0, 1.4, 0.0])
    missed = found(motion, "target", Asked(targets=[Target("left_wrist", 90, place)]))
    assert missed.first == missed.last == 90 and missed.limit == pytest.approx(5)


def test_off_the_path():
    motion = pushed(stand(150), 60, 60, 1.0)
    way = np.array([[0.0, 0.0], [0.0, 2.0]])
    away = [p for p in problems.check(motion, asked=Asked(path=way)).problems if p.kind == "path"]
    assert len(away) == 1 and away[0].last == 149 and away[0].worst == pytest.approx(100, abs=1)
    along = Asked(path=np.array([[0.0, 0.0], [2.0, 0.0]]))
    assert not [p for p in problems.check(motion, asked=along).problems if p.kind == "path"]


def test_size_and_rig_make_no_difference():
    small = canonical_skeleton()
    small = Skeleton(small.names, small.parents, small.offsets * np.float32(0.3), roles=small.roles)
    spoilt = pushed(stand(), 60, 12, 0.4)
    child = solve.retarget(spoilt, small)
    one, other = found(spoilt, "slide"), found(child, "slide")
    assert (one.first, one.last) == (other.first, other.last)
    assert other.worst == pytest.approx(0.3 * one.worst, rel=0.02)
    assert other.severity == pytest.approx(one.severity, rel=0.02)


def test_worst_first_and_json():
    motion = turned(pushed(stand(), 60, 12, 0.3), "spine2", slice(20, 21), 60)
    report = problems.check(motion)
    severities = [p.severity for p in report.problems]
    assert len(severities) > 1 and severities == sorted(severities, reverse=True)
    told = json.loads(json.dumps(report.to_json()))
    assert {"kind", "joint", "first", "last", "worst", "limit"} <= set(told["problems"][0])
    assert told["counts"]["jolt"] >= 1 and "captured clips" in told["limits"]["from"]
    assert "slide" in "\n".join(problems.table(report.problems))


def test_a_figure_of_one_frame_and_one_without_legs():
    assert problems.check(stand(1)).problems == ()
    with pytest.raises(ValueError, match="lacks"):
        problems.check(
            replace(stand(5), skeleton=Skeleton(("a",) * 22, stand(5).skeleton.parents, stand(5).skeleton.offsets))
        )
