"""Targets of a request as goals of a motion, and how far a take misses them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.protocol.errors import bad_request
from engine.protocol.targets import MISSED_M, Target, check_targets
from retarget.motion import Motion
from retarget.reach.goals import Goal
from retarget.reach.meet import meet, missed


def goal_of(target: Target) -> Goal:
    """A target as the solver takes it."""
    turn = np.array(target.turn) if target.turn else None
    return Goal(target.role, target.first, target.last, np.array(target.place), turn, target.joint == "look")


def met(motion: Motion, targets: Sequence[Target]) -> Motion:
    """The motion with its targets met as far as they can be; raises EngineError for one after its last frame or of a
    joint that the skeleton lacks."""
    check_targets(targets, len(motion))
    try:
        return meet(motion, [goal_of(target) for target in targets])[0]
    except ValueError as error:
        raise bad_request(f"A target can't be met: {error}.") from error


def misses(motion: Motion, targets: Sequence[Target]) -> dict[str, float]:
    """ "missed JOINT@FRAME" -> m, for the targets that a motion doesn't meet."""
    found = {f"missed {target.label}": missed(motion, goal_of(target)) for target in targets}
    return {name: metres for name, metres in found.items() if metres > MISSED_M}
