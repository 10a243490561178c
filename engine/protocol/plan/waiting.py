"""Who stays in a posture: the action, the words that captions have for it, and the step."""

from __future__ import annotations

from dataclasses import dataclass

from .steps import Facts, Step


@dataclass(frozen=True)
class Stay:
    """How a posture is kept. action: that keeps it, of `steps.ACTIONS`. does: in the third person, for what is done in
    it: "sits and waves". still: of who does nothing else."""

    action: str
    does: str
    still: str


STAYS = {
    "standing": Stay("stand", "stands", "stands still"), "sitting": Stay("sit", "sits", "sits still"),
    "crouching": Stay("crouch", "crouches", "stays crouched"), "kneeling": Stay("kneel", "kneels", "kneels"),
    "lying": Stay("lie", "lies", "lies still"),
}  # fmt: skip


def waits(posture: str, who: str = "a person") -> Step:
    """The step of somebody who stays in a posture and does nothing."""
    stay = STAYS[posture]
    return Step(f"{who} {stay.still}", facts=Facts(stay.action, begin=posture, end=posture, still=True))
