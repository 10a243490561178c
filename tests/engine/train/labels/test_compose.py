"""Compositions: no seams, feet on the ground, captions that are true."""

from __future__ import annotations

import numpy as np
import pytest

from engine.motion import blend, facts
from engine.train.labels import compose, segments
from engine.train.labels.compose import Labelled
from retarget import quat
from retarget.feet import contact
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion
from tests.engine.train.puppet import jump, real, stand, walk, wave

REAL = (
    "cmu_16_17", "cmu_16_19", "cmu_14_31", "cmu_14_24", "cmu_13_29", "cmu_13_11", "cmu_135_04", "cmu_16_35",
    "cmu_35_01", "cmu_07_01", "cmu_91_04", "hdm05_mm_kicklfront1reps_019", "hdm05_mm_squat1reps_038",
    "hdm05_mm_grabhighr_017", "hdm05_mm_sneak2stepslstart_011", "hdm05_mm_throwbasketball_011", "cmu_13_09",
)  # fmt: skip


def labelled(motion: Motion, *phrases: str, category: str = "walk") -> Labelled:
    return Labelled(motion, phrases, facts.measure(motion), category)


@pytest.fixture(scope="module")
def pieces() -> list[Labelled]:
    out = []
    for clip in real(*REAL):
        for s in segments.segments(clip):
            motion = clip.motion.cut(s.start, s.end)
            out.append(Labelled(motion, s.labels, facts.measure(motion), clip.category, clip.hand_made))
    return out


def rates(motion: Motion) -> tuple[np.ndarray, np.ndarray]:
    """Fastest joint of each frame, m/s, and its largest change, m/s2."""
    pos, _ = motion.globals()
    speed = np.diff(pos, axis=0) * motion.fps
    change = np.diff(speed, axis=0) * motion.fps
    return np.linalg.norm(speed, axis=-1).max(1), np.linalg.norm(change, axis=-1).max(1)


def test_quintic_begins_and_ends_as_asked():
    t = np.linspace(0, 0.5, 5001)
    x = blend.quintic(np.array([0.2]), np.array([-1.5]), 0.5, t)[:, 0]
    v = np.gradient(x, t)
    a = np.gradient(v, t)
    assert x[0] == pytest.approx(0.2)
    assert v[0] == pytest.approx(-1.5, abs=1e-2)
    assert abs(x[-1]) < 1e-9 and abs(v[-1]) < 1e-3 and abs(a[-3]) < 0.1
    assert abs(a[2]) < 0.2


def test_a_clip_placed_after_itself_goes_on():
    motion = walk(61)
    whole = blend.place(motion, motion)
    assert len(whole) == 122
    ahead = np.diff(whole.root_pos[:, 2])
    np.testing.assert_allclose(ahead, ahead[0], atol=2e-3)


def test_joins_keep_the_heading_and_the_ground():
    a, b = walk(turn=0.8), walk()
    whole = compose.join(a, b, np.random.default_rng(0))
    yaw = facts.measure(whole).turn
    assert yaw == pytest.approx(np.degrees(0.8 * 2.5), abs=25), "b goes on in the direction in which a ended"
    assert whole.root_pos[:, 1].max() < 1.05
    assert len(whole.contacts) == len(whole)


def test_joining_needs_one_skeleton_and_rate():
    with pytest.raises(ValueError, match="frame rate"):
        blend.place(walk(), Motion(walk().skeleton, 60, walk().root_pos, walk().rot))


def test_no_seam_jump_above_real_motion(pieces):
    """At every seam of captured pieces, speed and acceleration stay within real motion's 99th percentile."""
    real_rates = [rates(c.motion) for c in real(*REAL) if len(c.motion) > 4]
    fastest, sharpest = (np.percentile(np.concatenate(r), 99) for r in zip(*real_rates))
    rng = np.random.default_rng(7)
    upright = [p.motion for p in pieces if p.facts.postures == ("upright", "upright") and p.motion.seconds < 5]
    jumps = []
    while len(jumps) < 60:
        a, b = (upright[int(i)] for i in rng.integers(len(upright), size=2))
        if blend.seam_cost(a.cut(len(a) - 6, len(a)), b.cut(0, 6)).min() > 0.3:
            continue
        whole, seam = blend.join_marked(a, b, rng)
        if blend.seam_jump(whole, seam)[1] <= blend.MOST_ACCELERATION:  # what compositions keep
            jumps.append(blend.seam_jump(whole, seam))
    speed, change = np.array(jumps).T
    assert np.mean(speed > fastest) <= 0.02, f"99th percentile of real motion: {fastest:.1f} m/s"
    assert np.mean(change > max(sharpest, blend.MOST_ACCELERATION)) == 0
    assert np.median(change) < sharpest / 2


def test_overlay_puts_arms_over_legs():
    legs, arms = walk(90), wave("right", 60)
    both = compose.overlay(arms, legs, np.random.default_rng(0))
    assert both is not None
    known = facts.measure(both)
    assert (known.gait, known.direction, known.wave) == ("walks", "forward", "right")
    np.testing.assert_array_equal(both.root_pos, legs.root_pos)
    np.testing.assert_allclose(both.rot[:, R["left_knee"]], legs.rot[:, R["left_knee"]], atol=1e-6)


def test_one_arm_leaves_the_other_alone():
    legs = walk(90)
    both = compose.overlay(wave("right", 60), legs, np.random.default_rng(0), blend.arm_of("right"))
    assert both is not None
    np.testing.assert_allclose(both.rot[:, R["left_shoulder"]], legs.rot[:, R["left_shoulder"]], atol=1e-6)


def test_what_does_not_go_together_is_refused():
    rng = np.random.default_rng(0)
    assert compose.overlay(walk(), walk(), rng) is None, "the upper clip must not travel"
    lying = stand()
    rot = lying.rot.copy()
    rot[:, 0] = quat.from_axis_angle(np.array([1.0, 0, 0]), np.float64(1.5))
    down = Motion(lying.skeleton, 30, lying.root_pos * (1, 0.2, 1), rot)
    assert compose.overlay(wave(), down, rng) is None, "the lower clip must be upright"


def test_backwards_and_round():
    assert facts.measure(blend.reverse(walk())).direction == "backward"
    bent = blend.bend_path(walk(150), 1.0)
    known = facts.measure(bent)
    assert known.circle and known.turn > 200
    assert contact.foot_skate(bent)["locked_mm"] < 2.0


def test_cycle_goes_on():
    longer = blend.cycle(walk(90), 6.0, np.random.default_rng(1))
    assert longer.seconds >= 6.0
    assert facts.measure(longer).direction == "forward"


def test_composed_captions_come_with_their_motions():
    items = [
        labelled(walk(120), "walks forward", "walks"), labelled(walk(120, way=(0, -1)), "walks backward"),
        labelled(wave("right"), "waves with the right hand", category="gesture and signals"),
        labelled(wave("left"), "waves with the left hand", category="gesture and signals"),
        labelled(jump(), "jumps up", category="jump and hop"), labelled(stand(), "stands still", category="idle"),
    ]  # fmt: skip
    made = compose.make_composed(items, 30, np.random.default_rng(0))
    again = compose.make_composed(items, 30, np.random.default_rng(0))
    assert len(made) == 30
    assert [t for _, t in made] == [t for _, t in again]
    np.testing.assert_array_equal(made[3][0].rot, again[3][0].rot)
    told = " ".join(x for _, texts in made for x in texts)
    assert "while waving with the right hand" in told
    assert "then" in told
    for motion, texts in made:
        assert texts and 0.8 <= motion.seconds <= 12
        if "circle to the left" in texts[0]:
            assert facts.measure(motion).turn > 0


def test_gestures_tell_of_the_arms_alone_and_leave_the_legs():
    items = [labelled(walk(90), "walks forward"), labelled(wave(), "waves with the right hand", category="gestures")]
    items.append(labelled(stand(), "stands still", category="idle"))
    made = compose.make_gestures(items, 12, np.random.default_rng(0))
    assert len(made) == 12
    told = " ".join(text for _, texts in made for text in texts)
    assert "walk" not in told and "stand" not in told
    walking = [m for m, _ in made if m.root_pos[-1, 2] - m.root_pos[0, 2] > 0.5]
    assert walking and all(facts.measure(m).gait == "walks" for m in walking)


def test_composed_real_pieces_are_true(pieces):
    """In compositions of captured pieces, what is said of hands and ways can be measured."""
    made = compose.make_composed(pieces, 40, np.random.default_rng(3))
    assert len(made) == 40
    for motion, texts in made:
        known = facts.measure(motion)
        alone = [t for t in texts if "then" not in t and "after that" not in t]
        for text in alone:
            if "backward" in text and known.gait == "walks":
                assert known.direction == "backward", text
            if "while waving with the right hand" in text:
                assert known.wave in ("right", "both", ""), text
