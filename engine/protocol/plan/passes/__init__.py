"""What is seen only with all steps side by side. Each pass goes over the steps once more, in the order of PASSES."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..moves.finding import with_moves
from ..steps import Step
from .handling import with_handling
from .keeping import with_kept
from .named_postures import out_of_postures, plainly_named
from .pacing import with_pacing
from .pronouns import with_objects
from .returns import with_returns
from .stopping import with_stops
from .two_hands import with_two_hands

Pass = Callable[[Sequence[Step], str], Sequence[Step]]

PASSES: tuple[Pass, ...] = (
    with_stops,  # who goes three metres has stopped there
    with_returns,  # the turn before a way back that nobody says
    out_of_postures,  # getting up is out of the posture that was taken
    with_objects,  # "it" is named before hands are looked at, which may hold it
    with_moves,  # what a move's name says is done by the move alone: hands are not looked at
    with_two_hands,  # one hand here and one there, before what both hold
    with_handling,  # what hands hold and use, beside what legs do
    with_kept,  # and what they still hold in the steps behind it
    with_pacing,  # each way with what hands do on it
    plainly_named,  # last: passes know named postures by the marks that this takes out of the words
)


def over_steps(steps: Sequence[Step], who: str) -> tuple[Step, ...]:
    """The steps with all passes gone over them. who: the subject with which their texts begin."""
    for one in PASSES:
        steps = one(steps, who)
    return tuple(steps)
