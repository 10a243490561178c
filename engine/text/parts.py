"""Parts of a take: each prompt taken apart by the planner, with the length of each of its steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.motion.canonical import FPS
from engine.motion.posing.keyed.keys import FLOWING
from engine.motion.posing.keyed.tables import MOVES
from engine.protocol.plan.lengths import OPEN_SECONDS, lengths
from engine.protocol.plan.parse import plan_of
from engine.protocol.plan.steps import Plan, Step, whole
from engine.text.segments import Segment

OPEN_AMONG = (3.0, 2.5)  # seconds of what goes on, of two steps and of more
WAIT_SECONDS = 2.0
LEAST_FRAMES = 4  # of a part that is a step among others


@dataclass(frozen=True)
class Part:
    """A stretch of a take. step: what is done in it; None for a transition. frames: at 30 fps; None: as long as it
    takes of itself. understood: False where the planner doesn't know what the step's words mean."""

    step: Step | None
    frames: int | None
    understood: bool = True


def parts_of(segments: Sequence[Segment], *, apart: bool = True) -> list[Part]:
    """Parts in order. apart: False where each prompt goes to the model whole, without facts."""
    out: list[Part] = []
    for segment in segments:
        if not segment.text:
            out.append(Part(None, segment.frames))
            continue
        plan = _in_a_row(plan_of(segment.text)) if apart else whole(segment.text)
        frames = _frames(plan, segment.frames)
        out += [Part(step, n, plan.understood or not apart) for step, n in zip(plan, frames, strict=True) if n != 0]
    return out


def _in_a_row(plan: Plan) -> Plan:
    """The plan with blows that follow one another as one step, so that each leads into the next: nobody drops his guard
    between a hook and an uppercut."""
    out = list[Step]()
    for step in plan:
        stance = _stance(step)
        if out and stance is not None and stance == _stance(out[-1]):
            before = out[-1]
            facts = replace(before.facts, move=f"{_moves(before)}+{_moves(step)}", side=None, count=None)
            natural = (before.natural or 0.0) + (step.natural or 0.0) - 1.0
            out[-1] = replace(before, text=f"{before.text}, {step.text}", facts=facts, natural=natural)
        else:
            out.append(step)
    return plan if len(out) == len(plan) else replace(plan, steps=tuple(out))


def _stance(step: Step) -> str | None:
    """The stance of a step that is blows alone, None of others."""
    if step.facts.move is None or step.gesture is not None or step.seconds is not None or step.facts.manners:
        return None
    stances = {MOVES[name.split(":")[0]].stance for name in step.facts.move.split("+")}
    return stances.pop() if len(stances) == 1 and stances <= FLOWING else None


def _moves(step: Step) -> str:
    """The moves of a step with their sides, as often as they are asked for."""
    names = [
        f"{name}:{step.facts.side}" if step.facts.side and ":" not in name else name
        for name in (step.facts.move or "").split("+")
    ]
    return "+".join(names * (step.facts.count or 1))


def _frames(plan: Plan, frames: int | None) -> list[int | None]:
    """Frames of each step, which add up to `frames`."""
    if frames is None:
        return [_own(step, plan) for step in plan]
    # Borders between steps fall on whole frames; where there are fewer frames than steps, some get none.
    ends, at = [], 0.0
    for seconds in lengths(plan, frames / FPS):
        at += seconds * FPS
        ends.append(min(frames, round(at)))
    ends[-1] = frames
    return [end - start for start, end in zip([0, *ends[:-1]], ends, strict=True)]


def _own(step: Step, plan: Plan) -> int | None:
    """Frames of a step for itself; None for as many as what is found for it has."""
    if step.seconds is not None:
        return max(LEAST_FRAMES, round(step.seconds * FPS))
    said = step.facts.said().keys()
    itself = said & {"count", "turn", "distance", "figure"}
    ends = not step.open_ended or itself or step.facts.action in ("turn", "spin")
    if ends or (len(plan) == 1 and not plan.understood):
        return None
    return round((OPEN_SECONDS if len(plan) == 1 else _among(step, len(plan))) * FPS)


def _among(step: Step, count: int) -> float:
    """Seconds of what goes on, among as many steps: who waits before he does something else waits for a moment."""
    return WAIT_SECONDS if step.facts.still else OPEN_AMONG[0 if count == 2 else 1]
