"""What is seen only with all steps side by side. Each pass goes over the steps once more, in the order of PASSES."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..handling_words import with_handling
from ..joining import with_returns
from ..keeping import with_kept
from ..moves.finding import with_moves
from ..posture_words import out_of_postures, plainly_named
from ..steps import Step
from .pronouns import with_objects

Pass = Callable[[Sequence[Step], str], Sequence[Step]]

PASSES: tuple[Pass, ...] = (
    with_returns,  # the turn before a way back that nobody says
    out_of_postures,  # getting up is out of the posture that was taken
    with_objects,  # "it" is named before hands are looked at, which may hold it
    with_moves,  # what a move's name says is done by the move alone: hands are not looked at
    with_handling,  # what hands hold and use, beside what legs do
    with_kept,  # and what they still hold in the steps behind it
    plainly_named,  # last: passes know named postures by the marks that this takes out of the words
)


def over_steps(steps: Sequence[Step], who: str) -> tuple[Step, ...]:
    """The steps with all passes gone over them. who: the subject with which their texts begin."""
    for one in PASSES:
        steps = one(steps, who)
    return tuple(steps)
