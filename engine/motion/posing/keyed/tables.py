"""All moves of the tables by name."""

from __future__ import annotations

from collections.abc import Mapping

from engine.motion.posing.keyed.balls import BALLS
from engine.motion.posing.keyed.blows import BLOWS
from engine.motion.posing.keyed.combat import COMBAT
from engine.motion.posing.keyed.exercise import EXERCISE
from engine.motion.posing.keyed.keys import Move
from engine.motion.posing.keyed.leaps import LEAPS
from engine.motion.posing.keyed.sport import SPORT
from engine.motion.posing.keyed.stage import STAGE

MOVES: Mapping[str, Move] = {**COMBAT, **BLOWS, **SPORT, **BALLS, **EXERCISE, **LEAPS, **STAGE}
