"""Reads sentences.txt: sentences, and the plan that each has to have."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.protocol.plan.steps import Plan, Step

FILE = Path(__file__).with_name("sentences.txt")


@dataclass(frozen=True)
class Expected:
    """A sentence of the table, the heading that it stands under, and its steps as lines."""

    text: str
    heading: str
    steps: tuple[str, ...]


def read() -> list[Expected]:
    """The table in its order."""
    found: list[Expected] = []
    heading = ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line[3:]
        elif line.startswith("    "):
            last = found.pop()
            found.append(Expected(last.text, heading, (*last.steps, line.strip())))
        elif line and not line.startswith("#"):
            found.append(Expected(line, heading, ()))
    return found


def lines(text: str, plan: Plan) -> tuple[str, ...]:
    """A plan as the table writes it."""
    return ("?",) if not plan.understood else tuple(_line(text, step) for step in plan)


def _line(text: str, step: Step) -> str:
    said = "=" if step.text == text else step.text
    said += f" + {step.gesture}" if step.gesture else ""
    facts = [_facts(step.facts.said()), _facts(step.gesture_facts.said())] if step.gesture else [
        _facts(step.facts.said())]  # fmt: skip
    length = [f"{step.seconds:g} s"] if step.seconds is not None else []
    length += ["open"] if step.open_ended else []
    length += ["implied"] if step.implied else []
    return " | ".join([said, *facts, ", ".join(length)]).strip(" |")


def _facts(said: dict[str, object]) -> str:
    return " ".join(name if value is True else f"{name}={_short(value)}" for name, value in said.items())


def _short(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
