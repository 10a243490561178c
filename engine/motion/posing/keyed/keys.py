"""Key poses of a move, and moves put one after another on one timeline.

Axes of the floor: x to the left, y up, z ahead of who begins; metres and degrees of the canonical figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import NamedTuple

import numpy as np

from engine.motion.posing.varying import Chance
from retarget import smooth

Three = tuple[float, float, float]


class Hand(NamedTuple):
    """A wrist: out to its own side, up and ahead of the chest's middle, as the chest heads and upright ("level"), along
    its own axes ("chest") or from the pelvis along its axes ("pelvis"); from its shoulder along the axes of the floor
    ("way"); or a place over the floor ("floor")."""

    x: float
    y: float
    z: float
    frame: str = "level"


class Foot(NamedTuple):
    """A foot: its ankle over the floor. "on": set down at x, z, on what is y over the floor, turned to the left by
    yaw, its heel raised by so many degrees (under 0 its toes). "off": in the air at x, y, z, its toes stretched by so
    many degrees. "hung": the same, out to its side, up and ahead of the pelvis along its axes."""

    x: float
    y: float
    z: float
    yaw: float = 0.0
    pitch: float = 0.0
    frame: str = "on"


def on(x: float, z: float, yaw: float = 0.0, heel: float = 0.0) -> Foot:
    """A foot on the floor."""
    return Foot(x, 0.0, z, yaw, heel)


def rung(x: float, y: float, z: float) -> Foot:
    """A foot flat on what is y over the floor."""
    return Foot(x, y, z)


def off(x: float, y: float, z: float, point: float = 15.0) -> Foot:
    """A foot in the air over a place of the floor, its ankle y over it."""
    return Foot(x, y, z, 0.0, point, "off")


def hung(x: float, y: float, z: float, point: float = 15.0) -> Foot:
    """A foot out to its side, up and ahead of the pelvis."""
    return Foot(x, y, z, 0.0, point, "hung")


def chest(x: float, y: float, z: float) -> Hand:
    """A wrist along the chest's own axes."""
    return Hand(x, y, z, "chest")


def way(x: float, y: float, z: float) -> Hand:
    """A wrist from its shoulder, to the left, up and ahead of who begins the move, however the chest is turned."""
    return Hand(x, y, z, "way")


def floor(x: float, y: float, z: float) -> Hand:
    """A wrist at a place over the floor."""
    return Hand(x, y, z, "floor")


@dataclass(frozen=True)
class Key:
    """A pose at a time (s) of its move; what is not told goes on from the key before to the key after, but for feet,
    which stay. hips: of the pelvis aside, its height, ahead. turn: of the pelvis to the left, forward, tilted to the
    left. trunk: of the spine over it, the same. gaze: to the left, up, and how far (0 to 1) the head keeps to that way
    of the floor and doesn't go with the chest. elbows: the way they point, out, up, ahead. knees: outward."""

    at: float
    hips: Three | None = None
    turn: Three | None = None
    trunk: Three | None = None
    gaze: Three | None = None
    right: Hand | tuple[float, float, float] | None = None
    left: Hand | tuple[float, float, float] | None = None
    elbows: Three | None = None
    knees: float | None = None
    rfoot: Foot | None = None
    lfoot: Foot | None = None


@dataclass(frozen=True)
class Move:
    """Keys of a move. seconds: of one. stance: of `STANCES`, in which it begins and to which it comes back unless it
    `stays` where it ends. round: one goes over into the next without the stance between. side: of what does it, in the
    table. turns: the other side does every second one. goes: where one ends, aside, ahead and turned to the left. air:
    times between which nothing touches the floor. down: times between which the body lies on what is lowest of it.
    usual: how often it is done where nothing tells. rest: s between two. either: whether left and right do it as well,
    where nothing tells. over: degrees that the body has gone over by where one ends, forward and to the left. up: m
    that it ends higher. opens, closes: moves that are done once before and behind. other: a move that every second take
    has in place of it. begun: whether who does it is at it from the first frame to the last. rides: m/s that whoever
    does it is carried ahead by. passes: whether the foot behind steps past the other one as the blow falls, in place of
    what feet do in its keys."""

    seconds: float
    keys: tuple[Key, ...]
    stance: str = "stand"
    stays: bool = False
    round: bool = False
    side: str = "right"
    turns: bool = False
    goes: Three = (0.0, 0.0, 0.0)
    air: tuple[tuple[float, float], ...] = ()
    down: tuple[tuple[float, float], ...] = ()
    usual: int = 1
    rest: float = 0.12
    either: bool = False
    over: tuple[float, float] = (0.0, 0.0)
    up: float = 0.0
    opens: str = ""
    closes: str = ""
    other: str = ""
    begun: bool = False
    rides: float = 0.0
    passes: bool = False


STAND = Key(
    0.0, (0.0, 0.955, 0.0), (0.0, 0.0, 0.0), (0.0, 2.0, 0.0), (0.0, 0.0, 1.0), Hand(0.25, -0.37, 0.05),
    Hand(0.25, -0.37, 0.05), (0.5, -0.3, -1.0), 4.0, on(-0.11, 0.0, -8.0), on(0.11, 0.0, 8.0),
)  # fmt: skip
STANCES: Mapping[str, Key] = {
    "stand": STAND,
    "guard": Key(
        0.0, (-0.02, 0.895, 0.0), (-32.0, 6.0, 0.0), (-6.0, 8.0, 0.0), (0.0, -4.0, 1.0), Hand(0.03, 0.13, 0.22),
        Hand(0.09, 0.16, 0.27), (0.35, -1.0, 0.0), 4.0, on(-0.15, -0.20, -55.0, 14.0), on(0.09, 0.22, -12.0),
    ),
    "wide": replace(STAND, hips=(0.0, 0.91, 0.0), rfoot=on(-0.23, 0.0, -14.0), lfoot=on(0.23, 0.0, 14.0)),
    "sword": Key(
        0.0, (0.0, 0.90, -0.02), (-20.0, 4.0, 0.0), (0.0, 5.0, 0.0), (0.0, -2.0, 1.0), Hand(0.02, -0.10, 0.34),
        Hand(0.0, -0.20, 0.28), (0.9, -0.5, -0.3), 6.0, on(-0.15, -0.24, -50.0), on(0.11, 0.22, -5.0),
    ),
    # Who sits on the floor with feet ahead.
    "seat": Key(
        0.0, (0.0, 0.16, -0.10), (0.0, -8.0, 0.0), (0.0, 20.0, 0.0), (0.0, 0.0, 1.0), Hand(0.16, -0.16, 0.34),
        Hand(0.16, -0.16, 0.34), (0.8, -0.4, 0.0), 12.0, on(-0.13, 0.48, 0.0), on(0.13, 0.48, 0.0),
    ),
    # Who lies on the back with feet set up, hands behind the head.
    "back": Key(
        0.0, (0.0, 0.11, -0.10), (0.0, -90.0, 0.0), (0.0, 0.0, 0.0), (0.0, -12.0, 0.0), chest(0.10, 0.30, -0.02),
        chest(0.10, 0.30, -0.02), (1.0, 0.3, 0.1), 6.0, on(-0.13, 0.40, 0.0), on(0.13, 0.40, 0.0),
    ),
    # Who lies flat on the back.
    "flat": Key(
        0.0, (0.0, 0.11, -0.10), (0.0, -90.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0), chest(0.27, -0.40, 0.0),
        chest(0.27, -0.40, 0.0), (1.0, 0.0, 0.0), 4.0, on(-0.12, 0.82, -14.0, -62.0), on(0.12, 0.82, 14.0, -62.0),
    ),
    # Who stands on a ledge, and who comes down through the air.
    "ledge": replace(STAND, hips=(0.0, 1.755, 0.0), rfoot=off(-0.11, 0.88, 0.0, 0.0), lfoot=off(0.11, 0.88, 0.0, 0.0)),
    "falls": replace(
        STAND, hips=(0.0, 1.75, 0.0), right=Hand(0.46, 0.14, 0.14), left=Hand(0.46, 0.14, 0.14),
        rfoot=off(-0.12, 0.82, 0.06, 25.0), lfoot=off(0.12, 0.82, 0.06, 25.0),
    ),
    # Who holds on to a ladder, a hand and the other foot a rung higher.
    "rungs": Key(
        0.0, (-0.03, 1.20, 0.10), (0.0, 4.0, 0.0), (0.0, 4.0, 0.0), (0.0, 16.0, 1.0), floor(-0.18, 1.55, 0.40),
        floor(0.18, 1.85, 0.40), (0.7, -0.9, -0.2), 10.0, rung(-0.11, 0.60, 0.27), rung(0.11, 0.30, 0.27),
    ),
    # A straight body on toes and hands, which are a way ahead.
    "plank": Key(
        0.0, (0.0, 0.50, 0.62), (0.0, 72.0, 0.0), (0.0, 2.0, 0.0), (0.0, -8.0, 0.0), floor(-0.22, 0.06, 1.16),
        floor(0.22, 0.06, 1.16), (0.6, -0.2, -0.8), 2.0, on(-0.09, -0.33, 0.0, 66.0), on(0.09, -0.33, 0.0, 66.0),
    ),
}  # fmt: skip
FLOOR = frozenset({"seat", "back", "flat", "plank"})  # stances that nobody stands in: moves begin and end in them
HIGH = frozenset({"ledge", "falls", "rungs"})  # in which moves begin alone
LEAD_S, BACK_S = {"stand": 0.2, "wide": 0.45, "guard": 0.45, "sword": 0.5}, 0.55
FLOWING, _LED_ON_S = frozenset({"guard", "sword"}), (0.14, 0.3)  # stances of blows, and s from one's end to the next
_PASSING, _PIVOT_S = (0.14, 0.44), 0.16  # when a foot passes, as shares of a blow, and s until the other has turned
_ANKLE_M, _PASSING_M = 0.09, 0.07  # height of the ankle of who stands, and what it is lifted by in passing
HOLD_S = 0.7  # that who stays where a move ends is seen there


@dataclass(frozen=True)
class Timeline:
    """Keys of all that is done, in order of time. air, down: as in `Move`, on the same clock. seconds: of all. chance:
    what is this take's own."""

    keys: tuple[Key, ...]
    seconds: float
    air: tuple[tuple[float, float], ...] = ()
    down: tuple[tuple[float, float], ...] = ()
    chance: Chance = field(default_factory=Chance)


@dataclass
class _Row:
    """A timeline as it grows. home: where the next move begins, aside, ahead and turned. high: m over the floor. over:
    degrees that the body has gone over by."""

    keys: list[Key] = field(default_factory=list[Key])
    air: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    down: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    time: float = 0.0
    home: Three = (0.0, 0.0, 0.0)
    high: float = 0.0
    over: tuple[float, float] = (0.0, 0.0)


def timeline(moves: Sequence[tuple[Move, bool]]) -> Timeline:
    """Moves one after another, each with whether it is the mirror image of its table; from standing, by the stances of
    moves, to standing, or to where the last one stays. Who does it on the floor begins and ends there."""
    stance = moves[0][0].stance if moves and moves[0][0].stance in FLOOR | HIGH else "stand"
    row = _Row(high=max(0.0, -sum(move.up for move, _ in moves)))  # who comes down begins as high as that
    flipped = moves[0][1] if moves else False  # the side of the stance is the first one's
    first = (
        STANCES[stance]
        if not (moves and moves[0][0].begun)
        else _whole(moves[0][0].keys[0], STANCES[moves[0][0].stance])
    )
    row.keys.append(_laid(first, row, flipped))
    for number, (move, mirror) in enumerate(moves):
        if move.stance in HIGH:
            row.keys.append(_laid(STANCES[move.stance], row, mirror))
            stance = "stand"
        elif number == 0 and move.begun:
            stance = move.stance
        elif number == 0 or move.stance != stance:
            row.time += LEAD_S.get(move.stance, LEAD_S["stand"])
            stance, flipped = move.stance, mirror
            row.keys.append(_laid(STANCES[stance], row, flipped))
        last = number == len(moves) - 1
        if not last and _flows(move, moves[number + 1][0]):
            behind = STANCES[stance] if mirror == flipped else mirrored(STANCES[stance])
            _append(row, _led_on(move, behind), mirror, flipped)
            flipped = flipped != move.passes
            continue
        _append(row, move, mirror, flipped)
        flipped = flipped != move.passes
        if move.stays:
            continue
        if last and move.begun:
            return _timeline(row, 0.0)
        if last or not (move.round and moves[number + 1][0].round):
            row.keys.append(_laid(replace(STANCES[stance], at=0.0), row, flipped))
            row.time += 0.0 if last else move.rest
            if not last and move.rest:
                row.keys.append(_laid(STANCES[stance], row, flipped))
    if moves and moves[-1][0].stays:
        return _timeline(row, HOLD_S)
    if stance not in FLOOR | {"stand"}:
        row.time += BACK_S
        row.keys.append(_laid(STAND, row, False))
    return _timeline(row, 0.25)


def _whole(key: Key, stance: Key) -> Key:
    """A key with what it doesn't tell as in its stance."""
    told = {one.name: getattr(key, one.name) for one in fields(Key) if getattr(key, one.name) is not None}
    return replace(stance, **told)


def _flows(move: Move, behind: Move) -> bool:
    """Whether the recovery of a blow leads into the wind-up of the next one."""
    return move.stance in FLOWING and move.stance == behind.stance and not (move.stays or move.round or behind.round)


def _led_on(move: Move, stance: Key) -> Move:
    """A blow without the way back to its stance: its feet stand there, and fists guard, when the next one begins, but
    trunk and hips go on into it. stance: as the table of the move has it."""
    told = [i for i, key in enumerate(move.keys) if key.hips or key.turn or key.trunk or key.right or key.left]
    last = move.keys[told[-1]]
    seconds = last.at + min(_LED_ON_S[1], max(_LED_ON_S[0], move.seconds - last.at))
    feet = Key(seconds, rfoot=stance.rfoot, lfoot=stance.lfoot)
    if move.stance == "guard":
        feet = replace(feet, right=stance.right, left=stance.left, elbows=stance.elbows, gaze=stance.gaze)
    return replace(move, seconds=seconds, keys=(*move.keys[: told[-1] + 1], feet))


def _timeline(row: _Row, more: float) -> Timeline:
    return Timeline(tuple(row.keys), row.time + more, tuple(row.air), tuple(row.down))


def _append(row: _Row, move: Move, mirror: bool, flipped: bool) -> None:
    """The keys of one move on the clock and at the place where it begins; its end is where the next one begins.
    flipped: whether feet stand as in the mirror image of its stance."""
    if move.passes:
        _append_passing(row, move, mirror, flipped)
        return
    row.keys += [_laid(key, row, mirror) for key in move.keys]
    row.air += [(row.time + a, row.time + b) for a, b in move.air]
    row.down += [(row.time + a, row.time + b) for a, b in move.down]
    x, z, yaw = move.goes if not mirror else (-move.goes[0], move.goes[1], -move.goes[2])
    gone = _placed((x, 0.0, z), row.home)
    row.time, row.home = row.time + move.seconds, (gone[0], gone[2], row.home[2] + yaw)
    row.high, row.over = row.high + move.up, (row.over[0] + move.over[0], row.over[1] + move.over[1] * (-1) ** mirror)


def _append_passing(row: _Row, move: Move, mirror: bool, flipped: bool) -> None:
    """The keys of a blow over a step: the foot behind passes the other one, which stays and is behind then. Told of
    feet that stand as the stance has them, the right one behind, and flipped where they don't."""
    stance, after = STANCES[move.stance], mirrored(STANCES[move.stance])
    assert stance.lfoot and stance.rfoot and after.lfoot and after.rfoot
    gone = stance.lfoot.z - after.lfoot.z
    leaves, lands = stance.rfoot, after.rfoot._replace(z=after.rfoot.z + gone)
    begin, end = (share * move.seconds for share in _PASSING)
    ahead = gone * smooth.minimum_jerk((np.array([key.at for key in move.keys]) - begin) / (end - begin))
    body = [
        replace(key, hips=key.hips and (key.hips[0], key.hips[1], key.hips[2] + float(z)), rfoot=None, lfoot=None)
        for key, z in zip(move.keys, ahead)
    ]
    # Every key between tells where the foot is by then: it would stand there else.
    swing = sorted({0.5 * (begin + end), *(key.at for key in move.keys if begin < key.at < end)})
    feet = (
        Key(begin, rfoot=leaves, lfoot=stance.lfoot),
        *(Key(at, rfoot=_in_the_air(leaves, lands, (at - begin) / (end - begin))) for at in swing),
        Key(end, rfoot=lands, lfoot=stance.lfoot),
        Key(min(end + _PIVOT_S, move.seconds), lfoot=after.lfoot._replace(z=after.lfoot.z + gone)),
    )
    laid = {key.at: key for key in (_laid(key, row, flipped) for key in feet)}
    row.keys += [_joined(key, laid.pop(key.at, None)) for key in (_laid(key, row, mirror) for key in body)]
    row.keys = sorted([*row.keys, *laid.values()], key=lambda key: key.at)
    home = _placed((0.0, 0.0, gone), row.home)
    row.time, row.home = row.time + move.seconds, (home[0], home[2], row.home[2])


def _in_the_air(leaves: Foot, lands: Foot, share: float) -> Foot:
    """A foot on its way from one place on the floor to another."""
    done = float(smooth.minimum_jerk(np.array(share)))
    x, z = (a + done * (b - a) for a, b in ((leaves.x, lands.x), (leaves.z, lands.z)))
    return off(x, _ANKLE_M + _PASSING_M * float(np.sin(np.pi * share)), z, 0.0)


def _joined(key: Key, feet: Key | None) -> Key:
    """A key of the body with the feet of another one at the same time."""
    return key if feet is None else replace(key, rfoot=feet.rfoot, lfoot=feet.lfoot)


def _laid(key: Key, row: _Row, mirror: bool) -> Key:
    """A key, mirrored or not, where and when a row has come to."""
    key = mirrored(key) if mirror else key
    home, yaw = row.home, row.home[2]

    def higher(at: Three) -> Three:
        x, y, z = _placed(at, home)
        return (x, y + row.high, z)

    def hand(one: Hand | Three | None) -> Hand | None:
        if one is None:
            return None
        one = one if isinstance(one, Hand) else Hand(*one)
        if one.frame == "way":
            return Hand(*_placed(one[:3], (0.0, 0.0, yaw)), "way")
        return Hand(*higher(one[:3]), "floor") if one.frame == "floor" else one

    def foot(one: Foot | None) -> Foot | None:
        if one is None or one.frame == "hung":
            return one
        return Foot(*higher(one[:3]), one.yaw + yaw, one.pitch, one.frame)

    return replace(
        key, at=row.time + key.at, hips=key.hips and higher(key.hips),
        turn=key.turn and (key.turn[0] + yaw, key.turn[1] + row.over[0], key.turn[2] + row.over[1]),
        gaze=key.gaze and (key.gaze[0] + yaw, *key.gaze[1:]),
        right=hand(key.right), left=hand(key.left), rfoot=foot(key.rfoot), lfoot=foot(key.lfoot),
    )  # fmt: skip


def _placed(at: Three, home: Three) -> Three:
    """A place (x, y, z) of the table where its origin is at home (x, z, yaw)."""
    cos, sin = np.cos(np.radians(home[2])), np.sin(np.radians(home[2]))
    return (float(home[0] + cos * at[0] + sin * at[2]), at[1], float(home[1] + cos * at[2] - sin * at[0]))


def mirrored(key: Key) -> Key:
    """The mirror image of a key."""

    def flip(three: Three | None, which: int) -> Three | None:
        return three and (-three[0] if which != 1 else three[0], three[1], -three[2] if which == 2 else three[2])

    def hand(one: Hand | Three | None) -> Hand | Three | None:
        return one._replace(x=-one.x) if isinstance(one, Hand) and one.frame in ("floor", "way") else one

    def foot(one: Foot | None) -> Foot | None:
        return one if one is None or one.frame == "hung" else one._replace(x=-one.x, yaw=-one.yaw)

    return replace(
        key, hips=flip(key.hips, 0), turn=flip(key.turn, 2), trunk=flip(key.trunk, 2), gaze=flip(key.gaze, 0),
        right=hand(key.left), left=hand(key.right), rfoot=foot(key.lfoot), lfoot=foot(key.rfoot),
    )  # fmt: skip
