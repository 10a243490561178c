"""Moves by name as motion: on the side, as often and as long as is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engine.motion.canonical import FPS
from engine.motion.posing.keyed.keys import Move, Timeline, timeline
from engine.motion.posing.keyed.solving import solved
from engine.motion.posing.keyed.tables import MOVES
from engine.motion.posing.keyed.variety import other_side, varied
from engine.motion.posing.varying import Chance
from retarget.motion import Motion, sample_at

_OTHER = {"left": "right", "right": "left"}
_FASTER, _SLOWER = 0.75, 1.3  # of its own length, in which a move is played in the frames that are asked for
_AGAIN = frozenset({"guard", "sword"})  # stances of blows, which are dealt again where there is time


def played(
    names: str, side: str | None = None, count: int | None = None, frames: int | None = None, seed: int | None = None
) -> Motion:  # fmt: skip
    """Moves of the tables (joined by "+", each with ":left" or ":right" where its side is told) as a canonical motion.

    side: of all of them. count: how often, as usual where None. frames: of the motion, as many as it takes where None.
    seed: of what is this take's own, None for nothing.
    """
    chance = Chance(seed)
    moves = [_told(name, side, chance) for name in names.split("+")]
    return _carried(_played(moves, names, side, count, frames, chance), moves[0][0].rides)


def _carried(motion: Motion, speed: float) -> Motion:
    """The motion of who is carried ahead by what is ridden, m/s: no foot is on the floor."""
    if not speed:
        return motion
    far = (np.arange(len(motion)) / motion.fps * speed)[:, None] * np.eye(3)[2]
    return replace(motion, root_pos=(motion.root_pos + far).astype(np.float32), contacts=np.zeros_like(motion.contacts))


def _played(
    moves: list[tuple[Move, bool]], names: str, side: str | None, count: int | None, frames: int | None, chance: Chance
) -> Motion:  # fmt: skip
    """The moves where whoever does them stays; the rest as `played` has it."""
    if not side and ":" not in names and other_side(moves, chance):
        moves = [(move, not mirror) for move, mirror in moves]
    times = count or _times(moves, frames)
    if frames and not count and moves[0][0].begun:  # at it all the time, wherever the last one is broken off
        times = int(np.ceil(frames / FPS / (_row(moves, 2).seconds - _row(moves, 1).seconds) / _FASTER))
        return solved(varied(_row(moves, times), chance)).cut(0, frames)
    row = varied(_row(moves, times), chance)
    if frames is None:
        return solved(row)
    own = round(row.seconds * FPS) + 1
    if (
        _FASTER * own <= frames <= _SLOWER * own
        and frames != own
        and (count or times > 1 or frames < own or moves[0][0].round)
    ):
        return _in_frames(solved(row), frames)
    if frames < own:
        return _in_frames(solved(row), max(frames, round(_FASTER * own))).cut(0, frames)
    return solved(_longer(row, (frames - 1) / FPS))


def _told(name: str, side: str | None, chance: Chance) -> tuple[Move, bool]:
    """A move and whether it is the mirror image of its table."""
    name, _, own = name.partition(":")
    move = MOVES[name]
    if move.other and chance.picks("other"):
        move = MOVES[move.other]
    wanted = own or side
    return replace(move, turns=move.turns and not wanted), bool(wanted and move.side and wanted == _OTHER[move.side])


def _row(moves: Sequence[tuple[Move, bool]], times: int) -> Timeline:
    row = [_turned(move, mirror, turn) for turn in range(times) for move, mirror in moves]
    first, last = row[0], row[-1]
    opens, closes = ([(MOVES[name], mirror)] if name else [] for name, mirror in (
        (first[0].opens, first[1]), (last[0].closes, not last[1])))  # fmt: skip
    return timeline([*opens, *row, *closes])


def _turned(move: Move, mirror: bool, turn: int) -> tuple[Move, bool]:
    return move, mirror != (move.turns and turn % 2 == 1)


def _times(moves: Sequence[tuple[Move, bool]], frames: int | None) -> int:
    """How often moves are done where nobody counts: as usual, or as often as there is time for."""
    first = moves[0][0]
    again = first.round or first.usual > 1 or first.stance in _AGAIN
    if frames is None or not again or (moves[-1][0].stays and not moves[-1][0].round):
        return first.usual if len(moves) == 1 else 1
    once, twice = (_row(moves, n).seconds for n in (1, 2))
    return 1 + max(0, int(np.floor((frames / FPS - once) / (twice - once) + 0.3)))


def _in_frames(motion: Motion, frames: int) -> Motion:
    return sample_at(motion, np.linspace(0, len(motion) - 1, frames), motion.fps)


def _longer(row: Timeline, seconds: float) -> Timeline:
    return replace(row, seconds=seconds)
