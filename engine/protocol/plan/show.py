"""A plan in words: a line a step for the command line, one line for the panel."""

from __future__ import annotations

from typing import Any

from .lengths import lengths
from .steps import Facts, Plan, Step


def explained(plan: Plan, seconds: float | None = None) -> list[str]:
    """A line for each step: its words, how long it lasts, what is measured of it. seconds: of the whole take."""
    lasts = lengths(plan, seconds)
    found = [_explained(number, step, length) for number, (step, length) in enumerate(zip(plan, lasts), 1)]
    if not plan.apart:
        found[0] += " | in one piece" if plan.understood else " | not understood: in one piece"
    return found


def _explained(number: int, step: Step, length: float) -> str:
    """A step's line: number, words, length and facts."""
    line = f"{number}  {step.text}"
    if step.gesture is not None:
        line += f" + {step.gesture}"
    goes_on = ", goes on" if step.open_ended and step.seconds is None else ", implied" if step.implied else ""
    line += f" | {length:.1f} s{goes_on}"
    facts = [_listed(step.facts), *([_listed(step.gesture_facts)] if step.gesture else [])]
    return line + "".join(f" | {said}" for said in facts if said)


def _listed(facts: Facts) -> str:
    return ", ".join(name if value is True else f"{name} {_short(value)}" for name, value in facts.said().items())


def _short(value: Any) -> str:
    if isinstance(value, list):
        return " and ".join(str(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value).replace("_", " ")


def one_line(plan: Plan, seconds: float | None = None) -> str:
    """All steps in one line: "1 walks forward +waves, right hand  2 sits down (2.4 s)". seconds: of the whole take,
    None to show only the lengths that are asked for or natural."""
    lasts = lengths(plan, seconds)
    return "  ".join(_short_step(plan, n, s, t, seconds is not None) for n, (s, t) in enumerate(zip(plan, lasts), 1))


def _short_step(plan: Plan, number: int, step: Step, length: float, all_lengths: bool) -> str:
    said = f"{number} {_without_subject(plan, step.text)}"
    if step.gesture is not None:
        said += f" +{_short_gesture(plan, step)}"
    if all_lengths or step.seconds is not None or not step.open_ended:
        said += f" ({length:.1f} s)"
    return said


def _short_gesture(plan: Plan, step: Step) -> str:
    """ "waves with the right hand" -> "waves, right hand"; where arms are held is said in full."""
    said, facts = _without_subject(plan, step.gesture or ""), step.gesture_facts
    if said.startswith(("holds ", "stands with ")):
        return said.removeprefix("stands with ")
    if facts.action is None or facts.side is None or facts.limb is None:
        return said
    return f"{said.split()[0]}, {facts.side} {facts.limb}{'s' if facts.side == 'both' else ''}"


def _without_subject(plan: Plan, text: str) -> str:
    return text.removeprefix(f"{plan.subject} ")


def plan_to_json(plan: Plan, seconds: float | None = None) -> dict[str, Any]:
    """The plan as plain JSON with the seconds of each step, and its one line."""
    found = plan.to_json()
    for step, length in zip(found["steps"], lengths(plan, seconds)):
        step["lasts"] = round(length, 3)
    return {**found, "line": one_line(plan, seconds)}
