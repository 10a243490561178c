"""The engine as Blender sees it: one client, the open jobs, and the timer that carries news from one to the other.

Jobs hold names, never pointers into Blender's data. The timer stops when nothing is open. In background, where timers
never fire, `generate_now` waits instead. What the panel draws is kept here, so that drawing asks nobody anything.
"""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import bpy

from ..animation import actions as keys
from ..bpy_types import Action, Icon
from ..engine.protocol.client import Client, Event, worker_command
from ..engine.protocol.errors import EngineError
from ..engine.protocol.messages import Take
from ..engine.protocol.request import Request
from ..engine.protocol.sound import Mix, SoundAnalysis
from ..i18n.translations import tr
from ..log import LOG
from ..paths import ADDON, PACKAGE
from ..retarget.motion import Motion
from ..rig.binding import RigError
from ..takes import takes
from ..takes.placement import Placement
from . import installation
from .redraw import RedrawTimer, redraw

VARIABLE = "MOTIF_ENGINE_PYTHON"
_NOTE = ADDON / "engine_python.txt"  # left by `build.py link`
_INTERVAL_S = 0.1
NOT_INSTALLED = "The engine is not installed: press Install Engine, here or in the add-on's preferences."


@dataclass(frozen=True)
class Job:
    """A request, and where its takes go. show_seed: put the first take's seed in the panel when it is done."""

    placement: Placement
    request: Request
    show_seed: bool = False
    began: float = field(default_factory=time.monotonic)
    fraction: float = 0.0
    message: str = ""
    seconds_left: float | None = None


@dataclass(frozen=True)
class Hearing:
    """A look for the beats in a sound. use: does something with them, holding names only, and returns what to tell."""

    mix: Mix
    use: Callable[[SoundAnalysis], str]
    undo: str


@dataclass(frozen=True)
class Status:
    """The panel's first row. kind: ready, starting, missing, stopped or idle."""

    kind: str
    text: str
    icon: Icon


@dataclass(frozen=True)
class Notice:
    """The last thing to tell. kind: INFO or ERROR."""

    text: str
    kind: Icon = "INFO"


class _State:
    client: Client | None = None
    settings: tuple[str, str] = ("", "")  # interpreter and device of the client
    jobs: dict[int, Job] = {}
    hearings: dict[int, Hearing] = {}
    heard: tuple[Mix, SoundAnalysis] | None = None  # the last sound that was listened to
    device: str | None = None  # in place of the preference
    notice: Notice | None = None
    stopped: str = ""  # why the engine is not running, where it should be
    python: str | None = None  # the interpreter, None where there is none
    redraws = RedrawTimer()


def preferences() -> Any | None:
    """The add-on's preferences; None where it is used without being enabled (batch)."""
    addon = bpy.context.preferences.addons.get(PACKAGE)
    return addon.preferences if addon else None


def find_python() -> str | None:
    """The engine's interpreter: the preference, the environment variable, the installed one, `build.py link`'s note."""
    prefs = preferences()
    note = _NOTE.read_text(encoding="utf-8").strip() if _NOTE.is_file() else ""
    for path in (getattr(prefs, "engine_python", ""), os.environ.get(VARIABLE, ""), installation.interpreter(), note):
        if path:
            path = bpy.path.abspath(os.path.expanduser(path))
            return path if os.path.isfile(path) else None
    return None


def device() -> str:
    """The device that a command line asked for, else the one chosen in the preferences."""
    return _State.device or getattr(preferences(), "device", "auto")


def set_device(name: str | None) -> None:
    """Use `name` in place of the preference; None goes back to it."""
    _State.device = name


def settings_changed() -> None:
    """Look for the interpreter again; a running engine with other settings is ended when idle."""
    _State.python = find_python()
    _State.stopped = ""
    if _State.client is not None and not _State.jobs and _State.settings != (_State.python or "", device()):
        end_engine()
    redraw()


def status() -> Status:
    """What is known of the engine; probes nothing."""
    client = _State.client
    if _State.python is None:
        return Status("missing", tr("Not installed"), "ERROR")
    if _State.stopped:
        return Status("stopped", tr("Stopped: {0}").format(_State.stopped), "ERROR")
    if client is not None and client.state == "ready":
        kind, name = str(client.info.get("device", "cpu")), str(client.info.get("device_name", ""))
        where = f"CUDA ({name})" if kind.startswith("cuda") else "CPU"
        return Status("ready", tr("Ready, {0}").format(where), "CHECKMARK")
    if client is not None and client.state == "starting":
        return Status("starting", tr("Starting"), "SORTTIME")
    return Status("idle", tr("Not started yet"), "RADIOBUT_OFF")


def notice() -> Notice | None:
    """The last message for the artist."""
    return _State.notice


def notify(text: str, kind: Icon = "INFO") -> None:
    """Show a message in the panel."""
    _State.notice = Notice(text, kind) if text else None
    redraw()


def jobs() -> tuple[Job, ...]:
    """Open jobs, oldest first."""
    return tuple(_State.jobs.values())


def hearings() -> tuple[Hearing, ...]:
    """Sounds that are being listened to."""
    return tuple(_State.hearings.values())


def last_heard() -> tuple[Mix, SoundAnalysis] | None:
    """The sound that was listened to last and what is in it."""
    return _State.heard


def problem() -> str:
    """Why nothing can be generated, as a sentence; "" where it can."""
    if installation.progress() is not None and _State.python is None:
        return "The engine is being installed: wait for it, or cancel it."
    return NOT_INSTALLED if _State.python is None else ""


def start() -> None:
    """Start the engine without a job; its news arrive in the panel."""
    _State.stopped = ""
    _client().start()
    _wake()


def submit(job: Job) -> int:
    """Hand a job to the engine and return at once. Raises EngineError where the engine can't be started."""
    number = _client().submit(job.request)
    _State.jobs[number] = job
    _State.stopped, _State.notice = "", None
    _wake()
    return number


def submit_hearing(hearing: Hearing) -> None:
    """Have the engine listen, and return at once. Raises EngineError where it can't be started."""
    _State.hearings[_client().submit_sound(hearing.mix)] = hearing
    _State.stopped, _State.notice = "", None
    _wake()


def hear_now(hearing: Hearing) -> str:
    """Have the engine listen, wait, and use what it hears. Raises EngineError or RigError."""
    return _use(hearing, _client().listen(hearing.mix))


def generate_now(job: Job, on_progress: Callable[[float, str], None] | None = None) -> list[Action]:
    """Do a job and wait for it; returns the Actions. Raises EngineError or RigError."""
    _State.notice = None
    made = _client().generate(job.request, on_progress)
    _State.stopped = ""
    return _deliver(job, made)


def cancel() -> None:
    """Cancel every open job."""
    if _State.client is not None:
        for number in (*_State.jobs, *_State.hearings):
            _State.client.cancel(number)
    _pump()


def _client() -> Client:
    """The client for the present settings. Raises EngineError where there is no interpreter."""
    _State.python = find_python()
    if _State.python is None:
        raise EngineError("internal", NOT_INSTALLED)
    settings = (_State.python, device())
    if _State.client is not None and _State.settings != settings and not _State.jobs:
        end_engine()
    if _State.client is None:
        options = [] if settings[1] == "auto" else ["--device", settings[1]]
        if not bpy.app.background:
            options.append("--beside-window")
        _State.client = Client(worker_command(_State.python, *options), Motion.from_arrays, folder=ADDON)
        _State.settings = settings
    return _State.client


def end_engine() -> None:
    """End the worker; open jobs are dropped."""
    if _State.client is not None:
        _State.client.shutdown(wait_seconds=0.5)
        _State.client = None
    _State.jobs.clear()
    _State.hearings.clear()


# -- the timer


def _wake() -> None:
    if not bpy.app.background and not bpy.app.timers.is_registered(_pump):
        bpy.app.timers.register(_pump, first_interval=_INTERVAL_S, persistent=True)
    redraw()


def _pump() -> float | None:
    """Take in what the engine says; None, which ends the timer, when nothing more can come."""
    client = _State.client
    if client is None:
        return None
    events = client.poll()
    for event in events:
        _handle_safely(event)
    if _State.redraws.due(time.monotonic(), [event.kind for event in events]):
        redraw()
    return _INTERVAL_S if client.busy or _State.jobs or _State.hearings else None


def _handle_safely(event: Event) -> None:
    """A timer that raises is never called again, so nothing may get past here."""
    try:
        _handle(event)
    except (RigError, EngineError) as error:
        notify(str(error), "ERROR")
    except Exception as error:
        notify(unexpected(error), "ERROR")
        traceback.print_exc()


def unexpected(error: Exception) -> str:
    """A sentence for what nobody foresaw; the trace goes to the console."""
    LOG.error("Unexpected error", exc_info=error)
    return f"The takes could not be put on the armature ({error!s:.120}): see the console, and try again."


def _handle(event: Event) -> None:
    job = _State.jobs.get(event.job) if event.job is not None else None
    if event.kind == "progress" and job is not None and event.job is not None:
        _State.jobs[event.job] = replace(
            job, fraction=event.fraction, message=event.message, seconds_left=event.seconds_left
        )
        manager: Any = bpy.context.window_manager
        manager.motif_progress = 100 * event.fraction
    elif event.kind == "result" and job is not None and event.job is not None:
        del _State.jobs[event.job]
        _finish(job, event)
    elif event.kind == "heard" and event.job in _State.hearings and event.analysis is not None:
        hearing = _State.hearings.pop(event.job)
        notify(_use(hearing, event.analysis))
        push_undo(hearing.undo)
    elif event.kind == "failed":
        if event.job is not None:
            _State.jobs.pop(event.job, None)
            _State.hearings.pop(event.job, None)
        _failed(event.error or EngineError("internal", "The engine failed without saying why: generate again."))
    elif event.kind == "log":
        print("Motif:", event.message)
        LOG.info("Engine: %s", event.message)


def _deliver(job: Job, made: Sequence[Take]) -> list[Action]:
    actions = takes.deliver(job.placement, made)
    if job.show_seed:
        job.placement.target.find_scene().motif.seed = job.request.sampling.seeds[0]
    return actions


def _use(hearing: Hearing, heard: SoundAnalysis) -> str:
    """What a hearing was for; the sentence to tell, with what the engine noted of the sound."""
    _State.heard = hearing.mix, heard
    return " ".join([hearing.use(heard), *heard.notes])


def _finish(job: Job, event: Event) -> None:
    actions = _deliver(job, event.takes)
    count, seconds = len(actions), time.monotonic() - job.began
    text = tr("{0} takes in {1:.1f} s") if count > 1 else tr("One take in {1:.1f} s")
    notes = (keys.read_meta(actions[0]) or {}).get("notes", [])
    notify(" · ".join([text.format(count, seconds), *notes]))
    push_undo(f"Motif: {actions[0].name}")


def _failed(error: EngineError) -> None:
    if error.code == "cancelled":
        notify(tr("Cancelled"))
        return
    LOG.error("%s\n%s", error.message, error.trace)
    if error.trace:
        print("Motif:", error.trace)
    notify(error.message, "ERROR")
    if _State.client is not None and _State.client.state == "stopped":
        _State.stopped = error.message


def push_undo(message: str) -> None:
    """One step in the undo history for what was just changed; a timer has no window of its own to do it from."""
    manager = bpy.context.window_manager
    if bpy.app.background or not manager or not manager.windows:
        return
    with bpy.context.temp_override(window=manager.windows[0]):
        bpy.ops.ed.undo_push(message=message)


def _install_changed() -> None:
    """News of the engine's installation: show them, and look for its Python when it is over."""
    progress, manager = installation.progress(), bpy.context.window_manager
    if progress is None:
        settings_changed()
    elif manager is not None:
        manager.motif_progress = 100 * progress.fraction  # type: ignore[attr-defined]
    redraw()


# -- coming and going


@bpy.app.handlers.persistent
def _file_changes(*_: Any) -> None:
    """Another file is about to be opened: names in open jobs would mean something else there."""
    if _State.client is not None:
        for number in (*_State.jobs, *_State.hearings):
            _State.client.cancel(number)
        _State.client.poll()
    _State.jobs.clear()
    _State.hearings.clear()
    _State.notice = _State.heard = None


def register() -> None:
    """Watch for files being opened; look for the engine's interpreter."""
    bpy.app.handlers.load_pre.append(_file_changes)
    installation.listen(_install_changed)
    _State.python = find_python()
    _State.notice, _State.stopped = None, ""


def unregister() -> None:
    """End the engine and leave nothing registered."""
    if _file_changes in bpy.app.handlers.load_pre:
        bpy.app.handlers.load_pre.remove(_file_changes)
    if bpy.app.timers.is_registered(_pump):
        bpy.app.timers.unregister(_pump)
    installation.unregister()
    end_engine()
