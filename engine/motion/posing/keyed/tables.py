"""All moves of the tables by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.motion.posing.keyed.keys import Move
from engine.motion.posing.keyed.moves.acrobatics import ACROBATICS
from engine.motion.posing.keyed.moves.balls import BALLS
from engine.motion.posing.keyed.moves.blows import BLOWS
from engine.motion.posing.keyed.moves.combat import COMBAT
from engine.motion.posing.keyed.moves.dance import DANCE
from engine.motion.posing.keyed.moves.exercise import EXERCISE
from engine.motion.posing.keyed.moves.gym import GYM
from engine.motion.posing.keyed.moves.leaps import LEAPS
from engine.motion.posing.keyed.moves.sport import SPORT
from engine.motion.posing.keyed.moves.stage import STAGE
from engine.motion.posing.keyed.moves.struck import STRUCK
from engine.motion.posing.keyed.moves.work import WORK

_MOVES: Mapping[str, Move] = {
    **COMBAT, **BLOWS, **STRUCK, **SPORT, **BALLS, **EXERCISE, **GYM, **LEAPS, **ACROBATICS, **WORK, **STAGE, **DANCE,
}  # fmt: skip
# Blows with a weapon also as they are dealt on the way: a step with each of them.
MOVES: Mapping[str, Move] = {
    **_MOVES,
    **{f"{name} forward": replace(move, passes=True) for name, move in _MOVES.items()
       if move.stance == "sword" and not move.stays and not move.round},
}  # fmt: skip
