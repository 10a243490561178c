"""What skin, fingers and twist bones tell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from retarget import quality, quat, twist
from retarget.body import Body, Hand, Sole, find_thumb, hand_of, relaxed_fingers, twist_shares
from retarget.feet import contact, lock
from retarget.feet.legs import legs_of
from retarget.feet.stance import toe_bend
from retarget.motion import ROLE_INDEX, Motion, Skeleton, canonical_skeleton
from retarget.solve import rest_alignment, retarget
from tests.retarget.figures import A_POSE, LIMBS, directions, limbs, posed_rest, random_rest, sway


def hand_points(side: str = "left", turn: np.ndarray | None = None) -> tuple[np.ndarray, list[np.ndarray]]:
    """A stiff hand in a T-pose, palm down: its wrist, and thumb and four fingers as joints and tips, then turned."""
    sign = 1.0 if side == "left" else -1.0
    wrist = np.array([0.8 * sign, 1.4, 0.0])
    chains = []
    for k in range(4):
        z = 0.03 - 0.02 * k
        chains.append(np.array([[0.89 + 0.03 * i - 0.005 * k, 1.4, z] for i in range(4)]) * (sign, 1, 1))
    thumb = np.array([[0.82, 1.39, 0.03], [0.84, 1.385, 0.06], [0.86, 1.38, 0.085], [0.88, 1.38, 0.1]]) * (sign, 1, 1)
    chains.append(thumb)
    if turn is not None:
        wrist, chains = quat.rotate(turn, wrist), [quat.rotate(turn, c) for c in chains]
    return wrist, chains


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("seed", [None, 1, 2])
def test_the_palm_is_found_whichever_way_the_hand_points(side, seed):
    turn = None if seed is None else quat.normalize(np.random.default_rng(seed).normal(size=4))
    wrist, chains = hand_points(side, turn)
    order = [chains[i] for i in (2, 4, 0, 3, 1)]  # named and listed anyhow
    assert find_thumb(wrist, order) == 1
    hand = hand_of(side, wrist, order)
    assert hand is not None
    down = np.array([0, -1.0, 0])
    along = np.array([1.0 if side == "left" else -1.0, 0, 0])
    if turn is not None:
        down, along = quat.rotate(turn, down), quat.rotate(turn, along)
    assert hand.palm @ down > 0.98 and hand.along @ along > 0.98


def test_a_hand_without_a_thumb_has_no_known_palm():
    wrist, chains = hand_points()
    assert hand_of("left", wrist, chains[:4]) is None and hand_of("left", wrist, chains[4:]) is None


@pytest.mark.parametrize("side", ["left", "right"])
def test_fingers_curl_towards_the_palm_and_the_little_one_most(side):
    wrist, chains = hand_points(side)
    hand = hand_of(side, wrist, chains)
    assert hand is not None
    bent = relaxed_fingers(hand, wrist, chains)
    drops = []
    for points, turns in zip(chains, bent):
        at, carried = points[0], quat.IDENTITY.astype(float)
        for i, turn in enumerate(turns):
            carried = quat.multiply(carried, turn)
            at = at + quat.rotate(carried, points[i + 1] - points[i])
        drops.append((at - points[-1]) @ hand.palm)
    assert min(drops[:4]) > 0.01 and drops[3] > drops[0]
    assert drops[4] > 0


def test_a_hand_that_rests_curled_is_left_alone():
    wrist, chains = hand_points()
    hand = hand_of("left", wrist, chains)
    assert hand is not None
    turns = relaxed_fingers(hand, wrist, chains)
    curled = []
    for points, bends in zip(chains, turns):
        out, carried = [points[0]], quat.IDENTITY.astype(float)
        for i, bend in enumerate(bends):
            carried = quat.multiply(carried, bend)
            out.append(out[-1] + quat.rotate(carried, points[i + 1] - points[i]))
        curled.append(np.array(out))
    again = relaxed_fingers(hand, wrist, curled)
    left = [2 * np.arccos(min(1.0, abs(turn[0]))) for bends in again[:4] for turn in bends]
    assert np.degrees(max(left)) < 5


def test_palms_that_rest_forwards_end_where_the_motion_puts_them():
    """The same arm, its hand drawn with the thumb up: the hand's turn in the world must make up for it."""
    target = canonical_skeleton()
    rolled = Body(hands={"left": Hand(np.array([1.0, 0, 0]), np.array([0, 0, 1.0]))})
    motion = limbs()
    plain = retarget(motion, target).globals()[1][:, ROLE_INDEX["left_wrist"]]
    moved = retarget(motion, target, body=rolled).globals()[1][:, ROLE_INDEX["left_wrist"]]
    palm = quat.rotate(plain, np.array([0, -1.0, 0], np.float32))
    np.testing.assert_allclose(quat.rotate(moved, np.array([0, 0, 1.0], np.float32)), palm, atol=1e-4)
    np.testing.assert_allclose(
        directions(retarget(motion, target, body=rolled), LIMBS), directions(motion, LIMBS), atol=2e-5
    )


def test_a_bent_rest_pose_tells_the_hinge():
    """Elbows that rest bent upwards, not forwards: in motion they still fold in their own plane."""
    bent = posed_rest(canonical_skeleton(), {"left_elbow": (0.0, 0.0, 0.7), "right_elbow": (0.0, 0.0, -0.7)})
    align = rest_alignment(bent).align
    hinge = quat.rotate(align[ROLE_INDEX["left_shoulder"]], np.array([0, -1.0, 0], np.float32))
    # From forwards about -Y to upwards about +Z is a quarter turn, more than is believed: only less than that is.
    np.testing.assert_allclose(hinge, (0, -1, 0), atol=1e-5)
    slanted = posed_rest(canonical_skeleton(), {"left_elbow": (0.0, -0.5, 0.5)})
    pos = slanted.rest_globals()[0]
    a, b, c = (pos[ROLE_INDEX[f"left_{r}"]] for r in ("shoulder", "elbow", "wrist"))
    normal = quat.normalize(np.cross(b - a, c - b))
    for role in ("left_shoulder", "left_elbow"):
        hinge = quat.rotate(rest_alignment(slanted).align[ROLE_INDEX[role]], np.array([0, -1.0, 0], np.float32))
        assert hinge @ normal > 0.999


def halved(skeleton: Skeleton, role: str) -> Skeleton:
    """The skeleton with one more bone in the middle of the segment that ends at `role`, drawn with its own roll."""
    at = skeleton.names.index(role)
    turn = quat.from_rotvec(np.array([0.3, 0.5, -0.2]))
    names = (*skeleton.names[:at], "between", *skeleton.names[at:])
    parents = [p + (p >= at) for p in skeleton.parents.tolist()]
    parents = [*parents[:at], parents[at], *parents[at:]]
    parents[at + 1] = at
    offsets = np.insert(skeleton.offsets, at, skeleton.offsets[at] / 2, axis=0)
    offsets[at + 1] = quat.rotate(quat.inverse(turn), skeleton.offsets[at] / 2)
    rest = np.insert(skeleton.rest, at, turn, axis=0)
    rest[at + 1] = quat.multiply(quat.inverse(turn), skeleton.rest[at])
    return Skeleton(names, np.array(parents), offsets, rest, (*skeleton.roles[:at], "", *skeleton.roles[at:]))


@pytest.mark.parametrize("role", ["left_wrist", "right_ankle"])
def test_a_bone_between_takes_half_of_the_twist(role):
    target = halved(canonical_skeleton(), role)
    moved = retarget(sway(), target)
    start, end = (
        target.names.index(target.names[target.parents[target.names.index("between")]]),
        target.names.index(role),
    )
    shared = twist.spread(moved, [(start, end)])
    np.testing.assert_allclose(shared.globals()[0], moved.globals()[0], atol=1e-5)
    keep = [j for j, name in enumerate(target.names) if name != "between"]
    assert quat.angle_between(shared.globals()[1][:, keep], moved.globals()[1][:, keep]).max() < 2e-3
    whole, half = twist.end_twist(moved, start, end), twist.end_twist(shared, start, target.names.index("between"))
    assert np.abs(whole).max() > 0.1
    between = target.names.index("between")
    own = quat.to_rotvec(shared.rot[:, between])
    np.testing.assert_allclose(np.linalg.norm(own, axis=-1), np.abs(whole) / 2, atol=2e-3)
    assert np.isfinite(half).all()


def test_twist_shares_go_by_place_or_evenly():
    start, end = np.zeros(3), np.array([2.0, 0, 0])
    assert twist_shares(start, end, [np.array([0.5, 0.1, 0]), np.array([1.5, 0, 0])]) == [0.25, 0.75]
    assert twist_shares(start, end, [start, start]) == pytest.approx([1 / 3, 2 / 3])


def boots(skeleton: Skeleton, sole: float = 0.05, tip: float = 0.1) -> Body:
    """Soles `sole` m under the ankles' standing height, toes `tip` m long."""
    pos, joint = skeleton.rest_globals()[0], skeleton.role_joint
    made = []
    for side in ("left", "right"):
        ankle, toe = pos[joint[f"{side}_ankle"]], pos[joint[f"{side}_foot"]]
        floor = toe[1] - sole
        heel = np.array([[ankle[0] + x, floor, ankle[2] + z] for x in (-0.04, 0.04) for z in (-0.06, 0.1)])
        made.append(Sole(heel, np.array([[toe[0] + x, floor, toe[2] + z] for x in (-0.04, 0.04) for z in (0, tip)])))
    return Body((made[0], made[1]))


def test_heights_come_from_the_skin():
    skeleton = random_rest(posed_rest(canonical_skeleton(), A_POSE))
    leg = legs_of(skeleton, boots(skeleton).soles)[0]
    np.testing.assert_allclose(leg.stand, (0.11, 0.05), atol=1e-3)
    assert abs(rest_alignment(skeleton, boots(skeleton)).ankle - 0.11) < 1e-3


@pytest.mark.parametrize("seed", [None, 4])
def test_boots_stand_on_the_floor_and_their_toes_bend(seed):
    from tests.retarget.feet.test_contact import walk

    skeleton = canonical_skeleton() if seed is None else random_rest(canonical_skeleton(), seed)
    body = boots(skeleton)
    source = walk(slide=0.05)
    lean = source.rot.copy()
    # On tiptoe: both feet pitched down by 40 degrees where they stand.
    pitch = quat.from_axis_angle(np.array([1.0, 0, 0], np.float32), np.array(np.radians(40), np.float32))
    for side in ("left", "right"):
        lean[:, ROLE_INDEX[f"{side}_ankle"]] = quat.multiply(lean[:, ROLE_INDEX[f"{side}_ankle"]], pitch)
    contacts = contact.detect(source, 0.0)
    contacts[:, [0, 2]] = False
    source = replace(source, rot=lean, contacts=contacts)
    moved = retarget(source, skeleton, body=body)
    locked = lock.lock_feet(moved, body=body)
    found = quality.compare(source, locked, body)
    assert quality.compare(source, moved, body)["sunk_mm"] > 30
    assert found["sunk_mm"] < 0.5 and found["locked_mm_worst"] < 2
    toes = [skeleton.role_joint[f"{side}_foot"] for side in ("left", "right")]
    assert np.degrees(quat.angle_between(locked.rot[:, toes], moved.rot[:, toes]).max()) > 15


def test_toes_bend_just_enough():
    toe = np.array([[0, 0.03, 0], [0, 0.03, 0], [0, 0.2, 0]], np.float32)
    tip = np.array([[[0, -0.03, 0.08]], [[0, -0.06, 0.07]], [[0, -0.06, 0.07]]], np.float32)
    along = np.tile(np.array([0, 0, 1.0], np.float32), (3, 1))
    bend = toe_bend(toe, tip, along, 0.0)
    assert abs(bend[0]) < 1e-3 and bend[2] < -0.5
    y, z = tip[1, 0, 1], tip[1, 0, 2]
    assert abs(toe[1, 1] + y * np.cos(bend[1]) + z * np.sin(bend[1])) < 1e-5


def test_toes_that_point_up_lie_down_while_they_are_planted():
    from tests.retarget.feet.test_contact import walk

    skeleton = canonical_skeleton()
    body, source = boots(skeleton, sole=0.02), walk()
    rot = source.rot.copy()
    up = quat.from_axis_angle(np.array([-1.0, 0, 0], np.float32), np.array(0.5, np.float32))
    toes = [ROLE_INDEX["left_foot"], ROLE_INDEX["right_foot"]]
    rot[:, toes] = up
    source = replace(source, rot=rot, contacts=contact.detect(source, 0.0))
    locked = lock.lock_feet(source, body=body)
    tilt = np.abs(quat.to_rotvec(locked.globals()[1][:, toes])[..., 0])
    planted = source.contacts[:, [1, 3]] & source.contacts[:, [0, 2]]
    assert planted.any() and tilt[planted].max() < 0.08 and tilt.max() > 0.4


def test_a_foot_that_pivots_is_not_held_by_its_heel():
    """Toes planted while the heel comes round by a right angle: the toes stay, and nothing is pulled two ways."""
    from tests.retarget.feet.test_contact import walk

    motion = walk(steps=4)
    frames = len(motion)
    still = replace(
        motion, rot=np.tile(motion.rot[20:21], (frames, 1, 1)), root_pos=np.tile(motion.root_pos[20], (frames, 1))
    )
    turn = quat.from_axis_angle(np.array([0, 1.0, 0], np.float32), np.linspace(0, np.pi / 2, frames, dtype=np.float32))
    toe = still.globals()[0][:, ROLE_INDEX["left_foot"]]
    root = toe + quat.rotate(turn, still.root_pos - toe)
    rot = still.rot.copy()
    rot[:, 0] = quat.multiply(turn, rot[:, 0])
    contacts = np.zeros((frames, 4), bool)
    contacts[:, :2] = True
    locked = lock.lock_feet(Motion(still.skeleton, 30, root, quat.continuous(rot), contacts))
    points = locked.globals()[0][:, [ROLE_INDEX["left_ankle"], ROLE_INDEX["left_foot"]]]
    step = np.linalg.norm(np.diff(points, axis=0), axis=-1)
    assert step[:, 1].max() < 1e-3
    held = locked.contacts[1:, 0] & locked.contacts[:-1, 0]
    assert held.any() and not held.all() and step[held, 0].max() < 2e-3
