"""What operators share: poll() messages, reported errors, submitting a job, drawing a seed."""

from __future__ import annotations

import random
import traceback
from typing import Any

import bpy
from bpy.types import Context, Operator

from ..engine.protocol.errors import EngineError
from ..i18n.translations import tr
from ..rig import active
from ..rig.binding import RigError
from ..session import session
from ..session.session import Job

FAILURES = (EngineError, RigError)


def refuse(cls: type[Operator], sentence: str) -> bool:
    """Return poll()'s result: False with the sentence as the tooltip's reason, True for ""."""
    if sentence:
        cls.poll_message_set(tr(sentence))
    return not sentence


def fail(operator: Operator, error: Exception) -> set[Any]:
    """Report an error in the panel and the status bar."""
    sentence = tr(str(error))
    session.notify(sentence, "ERROR")
    operator.report({"ERROR"}, sentence)
    return {"CANCELLED"}


def tell(operator: Operator, sentence: str, *, warning: bool = False) -> None:
    """Report in the status bar, in the language of the interface."""
    operator.report({"WARNING" if warning else "INFO"}, tr(sentence))


def run(operator: Operator, job: Job) -> set[Any]:
    """Submit a job to the engine; in background, run it to the end."""
    try:
        if bpy.app.background:
            count = len(session.generate_now(job))
            tell(operator, f"{count} take{'' if count == 1 else 's'} on “{job.placement.target.name}”")
        else:
            session.submit(job)
    except FAILURES as error:
        return fail(operator, error)
    except Exception as error:
        traceback.print_exc()
        return fail(operator, RigError(session.unexpected(error)))
    return {"FINISHED"}


def ready(cls: type[Operator], context: Context) -> bool:
    """Return poll()'s result for what generates: needs an armature with a body, an engine, and no open job."""
    busy = "A take is being made: wait for it, or cancel it." if session.jobs() else ""
    return refuse(cls, busy or session.problem() or active.problem(context))


def draw() -> int:
    """Draw a seed of at most five digits, which fits its column."""
    return random.SystemRandom().randrange(100_000)
