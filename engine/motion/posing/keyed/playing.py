"""Moves by name as motion: on the side, as often and as long as is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engine.motion.canonical import FPS
from engine.motion.posing.keyed.keys import BACK_S, LEAD_S, Move, Timeline, timeline
from engine.motion.posing.keyed.solving import solved
from engine.motion.posing.keyed.tables import MOVES
from retarget.motion import Motion, sample_at

_OTHER = {"left": "right", "right": "left"}
_FASTER, _SLOWER = 0.75, 1.3  # of its own length, in which a move is played in the frames that are asked for
_AGAIN = frozenset({"guard", "sword"})  # stances of blows, which are dealt again where there is time


def played(names: str, side: str | None = None, count: int | None = None, frames: int | None = None) -> Motion:
    """Moves of the tables (joined by "+", each with ":left" or ":right" where its side is told) as a canonical motion.

    side: of all of them. count: how often, as usual where None. frames: of the motion, as many as it takes where None.
    """
    moves = [_told(name, side) for name in names.split("+")]
    times = count or _times(moves, frames)
    row = timeline([_turned(move, mirror, turn) for turn in range(times) for move, mirror in moves])
    if frames is None:
        return solved(row)
    own = round(row.seconds * FPS) + 1
    if _FASTER * own <= frames <= _SLOWER * own and frames != own and (count or times > 1 or frames < own):
        return _in_frames(solved(row), frames)
    if frames < own:
        return _in_frames(solved(row), max(frames, round(_FASTER * own))).cut(0, frames)
    return solved(_longer(row, (frames - 1) / FPS))


def _told(name: str, side: str | None) -> tuple[Move, bool]:
    """A move and whether it is the mirror image of its table."""
    name, _, own = name.partition(":")
    move = MOVES[name]
    wanted = own or side
    return replace(move, turns=move.turns and not wanted), bool(wanted and move.side and wanted == _OTHER[move.side])


def _turned(move: Move, mirror: bool, turn: int) -> tuple[Move, bool]:
    return move, mirror != (move.turns and turn % 2 == 1)


def _times(moves: Sequence[tuple[Move, bool]], frames: int | None) -> int:
    """How often moves are done where nobody counts: as usual, or as often as there is time for."""
    first, one = moves[0][0], sum(move.seconds + move.rest * (not move.round) for move, _ in moves)
    again = first.round or first.usual > 1 or first.stance in _AGAIN
    if frames is None or not again or moves[-1][0].stays:
        return first.usual if len(moves) == 1 else 1
    around = LEAD_S.get(first.stance, 0.2) + (BACK_S if first.stance != "stand" else 0.25)
    return max(1, int(np.floor((frames / FPS - around) / one + 0.3)))


def _in_frames(motion: Motion, frames: int) -> Motion:
    return sample_at(motion, np.linspace(0, len(motion) - 1, frames), motion.fps)


def _longer(row: Timeline, seconds: float) -> Timeline:
    return replace(row, seconds=seconds)
