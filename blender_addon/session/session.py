"""The session with the engine: one client, the open jobs, and the timer that handles the client's events.

Jobs hold names, never pointers into Blender's data. The timer stops when no job is open. In background, where timers
never fire, `generate_now` waits instead. What the panels draw is cached here, so that drawing never waits.
"""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import bpy

from ..animation.actions import read_meta
from ..bpy_types import Action, Icon
from ..drawing import ghosts
from ..engine.protocol import weight_sets
from ..engine.protocol.client import Client, Event, worker_command
from ..engine.protocol.errors import EngineError
from ..engine.protocol.messages import Take
from ..engine.protocol.request import Request
from ..engine.protocol.sound import Mix, SoundAnalysis
from ..i18n.translations import tr
from ..log import LOG
from ..paths import ADDON, PACKAGE
from ..retarget.formats import body_files
from ..retarget.motion import Motion
from ..rig.binding import RigError
from ..sources import decoded
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
    """A request, and where its takes go. show_seed: put the first take's seed in the panel when it is done. group: jobs
    of one number other than 0 become keys together, in one undo step."""

    placement: Placement
    request: Request
    show_seed: bool = False
    group: int = 0
    began: float = field(default_factory=time.monotonic)
    fraction: float = 0.0
    message: str = ""
    seconds_left: float | None = None


@dataclass(frozen=True)
class SoundJob:
    """An analysis of a sound, such as for its beats. use: applies the result and returns a sentence for the artist; it
    holds names only. undo: name of the undo step."""

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
    """The last message for the artist. kind: INFO or ERROR. about: what it speaks of, as `_subject` has it."""

    text: str
    kind: Icon = "INFO"
    about: tuple[Any, ...] = ()


class _State:
    client: Client | None = None
    settings: tuple[str, str, str, str] = ("", "", "", "")  # interpreter, device, priority and weights of the client
    jobs: dict[int, Job] = {}
    sound_jobs: dict[int, SoundJob] = {}
    analysis: tuple[Mix, SoundAnalysis] | None = None  # of the last sound
    device: str | None = None  # in place of the preference
    results: list[tuple[Job, Event]] = []  # that wait to become keys, until the panel has said so
    notice: Notice | None = None
    stopped: str = ""  # why the engine is not running, where it should be
    python: str | None = None  # the interpreter, None where there is none
    once_installed: Callable[[], None] | None = None  # what waits for the engine to be installed
    redraws = RedrawTimer()


def preferences() -> Any | None:
    """Return the add-on's preferences; None where it is used without being enabled (batch)."""
    addon = bpy.context.preferences.addons.get(PACKAGE)
    return addon.preferences if addon else None


def find_python() -> str | None:
    """Find the engine's interpreter: by preference, environment variable, installation, or `build.py link`'s note."""
    prefs = preferences()
    note = _NOTE.read_text(encoding="utf-8").strip() if _NOTE.is_file() else ""
    for path in (getattr(prefs, "engine_python", ""), os.environ.get(VARIABLE, ""), installation.interpreter(), note):
        if path:
            path = bpy.path.abspath(os.path.expanduser(path))
            return path if os.path.isfile(path) else None
    return None


def device() -> str:
    """Return the command line's device, else the preference."""
    return _State.device or getattr(preferences(), "device", "auto")


def priority() -> str:
    """Return what comes first where the processor is wanted; without a window nothing but the takes is waited for."""
    return "takes" if bpy.app.background else getattr(preferences(), "priority", "balanced")


def weights() -> str:
    """Return the name or folder of the weights in place of those that ship; "" for these."""
    return getattr(preferences(), "weights", "").strip()


def _settings() -> tuple[str, str, str, str]:
    return (_State.python or "", device(), priority(), weights())


def set_device(name: str | None) -> None:
    """Use `name` in place of the preference; None goes back to it."""
    _State.device = name


def settings_changed() -> None:
    """Find the interpreter again, and end an idle engine that runs with other settings."""
    _State.python = find_python()
    _State.stopped = ""
    if _State.client is not None and not _State.jobs and _State.settings != _settings():
        end_engine()
    redraw()


def status() -> Status:
    """Return the engine's state as far as it is known, without asking it."""
    client = _State.client
    if _State.python is None:
        return Status("missing", tr("Engine not installed"), "ERROR")
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
    """Return the last message for the artist, as long as what it speaks of is there: an error goes with the words or
    the frames that it was about, and no message shows beside another armature."""
    found = _State.notice
    if found is not None and found.text == _State.stopped:  # which stands in the panel's first row
        return None
    return found if found is not None and found.about == _subject(found.kind) else None


def notify(text: str, kind: Icon = "INFO") -> None:
    """Show a message in the panel."""
    _State.notice = Notice(tr(text), kind, _subject(kind)) if text else None
    redraw()


def _subject(kind: Icon) -> tuple[Any, ...]:
    """Return what a message speaks of now: the active armature; of an error also what is asked for, of another message
    whether there are takes."""
    layer, scene = bpy.context.view_layer, bpy.context.scene
    chosen: Any = layer.objects.active if layer is not None else None
    store = getattr(chosen, "motif", None)
    name = chosen.name if chosen is not None and chosen.type == "ARMATURE" else ""
    if kind != "ERROR" or scene is None:
        return (name, bool(store.takes) if name and store else False)
    s: Any = getattr(scene, "motif", None)
    asked = (s.source, s.prompt, s.span.first, s.span.last, s.span.pins) if s else ()
    lines = tuple((row.text, row.first, row.last) for row in s.prompts) if s else ()
    return (name, *asked, lines)


def jobs() -> tuple[Job, ...]:
    """List open jobs, oldest first."""
    return tuple(_State.jobs.values())


def sound_jobs() -> tuple[SoundJob, ...]:
    """List sounds that are being analysed."""
    return tuple(_State.sound_jobs.values())


def last_analysis() -> tuple[Mix, SoundAnalysis] | None:
    """Return the sound that was analysed last, and the analysis."""
    return _State.analysis


def once_installed(do: Callable[[], None]) -> None:
    """Do something when the engine's installation is done; forgotten where that fails."""
    _State.once_installed = do


def problem() -> str:
    """Return why nothing can be generated, as a sentence; "" where it can."""
    if installation.progress() is not None and _State.python is None:
        return "The engine is being installed: wait for it, or cancel it."
    return NOT_INSTALLED if _State.python is None else ""


def start() -> None:
    """Start the engine without a job; the panel shows when it is ready. Raises EngineError."""
    _State.stopped = ""
    _client().start()
    _wake()


def submit(job: Job) -> int:
    """Send a job to the engine without waiting. Raises EngineError where the engine can't be started."""
    number = _client().submit(job.request)
    _State.jobs[number] = job
    _State.stopped, _State.notice = "", None
    _wake()
    return number


def submit_analysis(job: SoundJob) -> None:
    """Send a sound to be analysed, without waiting. Raises EngineError where the engine can't be started."""
    _State.sound_jobs[_client().submit_sound(job.mix)] = job
    _State.stopped, _State.notice = "", None
    _wake()


def analyse_now(job: SoundJob) -> str:
    """Have a sound analysed, wait, and use the result. Raises EngineError or RigError."""
    return _use(job, _client().listen(job.mix))


def generate_now(job: Job, on_progress: Callable[[float, str], None] | None = None) -> list[Action]:
    """Run a job and wait for it; returns the Actions. Raises EngineError or RigError."""
    return generate_together([job], on_progress)[0]


def generate_together(
    jobs: Sequence[Job], on_progress: Callable[[float, str], None] | None = None
) -> list[list[Action]]:  # fmt: skip
    """Run jobs one after the other and wait; their takes become keys once all are made. Raises as `generate_now`."""
    _State.notice = None
    made = []
    for number, job in enumerate(jobs):
        made.append(_client().generate(job.request, _share(on_progress, number, len(jobs))))
    _State.stopped = ""
    return [_deliver(job, takes_of) for job, takes_of in zip(jobs, made, strict=True)]


def _share(report: Callable[[float, str], None] | None, number: int, of: int) -> Callable[[float, str], None] | None:
    """Progress of one job as that of all."""
    return None if report is None else lambda fraction, message: report((number + fraction) / of, message)


def cancel() -> None:
    """Cancel all open jobs."""
    if _State.client is not None:
        for number in (*_State.jobs, *_State.sound_jobs):
            _State.client.cancel(number)
    _pump()


def _client() -> Client:
    """Return a client for the present settings. Raises EngineError where there is no interpreter."""
    _State.python = find_python()
    if _State.python is None:
        raise EngineError("internal", NOT_INSTALLED)
    settings = _settings()
    if _State.client is not None and _State.settings != settings and not _State.jobs:
        end_engine()
    if _State.client is None:
        options = [] if settings[1] == "auto" else ["--device", settings[1]]
        if settings[3]:
            options += ["--weights", str(weight_sets.folder_of(settings[3]))]
        command = worker_command(_State.python, *options, "--priority", settings[2])
        _State.client = Client(command, Motion.from_arrays, folder=ADDON, readable=decoded.readable)
        _State.settings = settings
    return _State.client


def end_engine() -> None:
    """End the worker; open jobs are dropped."""
    if _State.client is not None:
        _State.client.shutdown(wait_seconds=0.5)
        _State.client = None
    _State.jobs.clear()
    _State.results.clear()
    _State.sound_jobs.clear()


# -- the timer


def _wake() -> None:
    if not bpy.app.background and not bpy.app.timers.is_registered(_pump):
        bpy.app.timers.register(_pump, first_interval=_INTERVAL_S, persistent=True)
    redraw()


def _pump() -> float | None:
    """Handle the engine's events; returns None, which ends the timer, when no more can come."""
    client = _State.client
    if client is None:
        return None
    finished = [some for some in _in_groups(_State.results) if not _waits([job for job, _ in some])]
    for some in finished:
        done = {id(job) for job, _ in some}
        _State.results = [(job, event) for job, event in _State.results if id(job) not in done]
        _State.jobs = {number: job for number, job in _State.jobs.items() if id(job) not in done}
        _safely(lambda some=some: _finish(some))
    events = client.poll()
    for event in events:
        _safely(lambda event=event: _handle(event))
    if finished or _State.redraws.due(time.monotonic(), [event.kind for event in events], bool(_State.jobs)):
        redraw()
    return _INTERVAL_S if client.busy or _State.jobs or _State.sound_jobs else None


def _in_groups(results: Sequence[tuple[Job, Event]]) -> list[list[tuple[Job, Event]]]:
    """Return results that become keys together, in order."""
    found: dict[int, list[tuple[Job, Event]]] = {}
    for number, (job, event) in enumerate(results, 1):
        found.setdefault(job.group or -number, []).append((job, event))
    return list(found.values())


def _waits(done: Sequence[Job]) -> bool:
    """Return whether another job of the group is still being made."""
    group, made = done[0].group, {id(job) for job in done}
    return group > 0 and any(job.group == group and id(job) not in made for job in _State.jobs.values())


def _safely(do: Callable[[], None]) -> None:
    """Do something and show any error: Blender never calls a timer that raised again."""
    try:
        do()
    except (RigError, EngineError) as error:
        notify(tr(str(error)), "ERROR")
    except Exception as error:
        notify(unexpected(error), "ERROR")
        traceback.print_exc()


def unexpected(error: Exception) -> str:
    """Write a sentence for an unexpected error, whose trace goes to the console."""
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
        _State.jobs[event.job] = job = replace(job, fraction=1.0, message="Keys", seconds_left=None)
        _State.results.append((job, event))
    elif event.kind == "heard" and event.job in _State.sound_jobs and event.analysis is not None:
        sound_job = _State.sound_jobs.pop(event.job)
        notify(_use(sound_job, event.analysis))
        push_undo(sound_job.undo)
    elif event.kind == "failed":
        if event.job is not None:
            _State.jobs.pop(event.job, None)
            _State.sound_jobs.pop(event.job, None)
        _failed(event.error or EngineError("internal", "The engine failed without saying why: generate again."))
    elif event.kind == "log":
        print("Motif:", event.message)
        LOG.info("Engine: %s", event.message)


def _deliver(job: Job, made: Sequence[Take]) -> list[Action]:
    actions = takes.deliver(job.placement, made)
    if job.show_seed:
        job.placement.target.find_scene().motif.seed = job.request.sampling.seeds[0]
    return actions


def _use(job: SoundJob, analysis: SoundAnalysis) -> str:
    """Apply an analysis; returns the sentence for the artist, with the engine's notes on the sound."""
    _State.analysis = job.mix, analysis
    return " ".join(map(tr, [job.use(analysis), *analysis.notes]))


def _finish(done: Sequence[tuple[Job, Event]]) -> None:
    job = done[0][0]
    actions = [action for one, event in done for action in _deliver(one, event.takes)]
    count, seconds = len(actions), time.monotonic() - min(one.began for one, _ in done)
    text = tr("{0} takes in {1:.1f} s") if count > 1 else tr("One take in {1:.1f} s")
    notes = (read_meta(actions[0]) or {}).get("notes", [])
    row = takes.chosen(job.placement.target.find())
    early = [tr("begins at frame {0}").format(row.first)] if row is not None and row.first < 0 else []
    notify(" · ".join([text.format(count, seconds), *early, *map(tr, notes)]))
    push_undo(f"Motif: {actions[0].name}")


def _failed(error: EngineError) -> None:
    if error.code == "cancelled":
        notify(tr("Cancelled"))
        return
    LOG.error("%s\n%s", error.message, error.trace)
    if error.trace:
        print("Motif:", error.trace)
    sentence = tr(error.message)
    notify(sentence, "ERROR")
    if _State.client is not None and _State.client.state == "stopped":
        _State.stopped = sentence


def push_undo(message: str) -> None:
    """Push an undo step for what was just changed; a timer has no window of its own, so the first one is used."""
    manager = bpy.context.window_manager
    if bpy.app.background or not manager or not manager.windows:
        return
    with bpy.context.temp_override(window=manager.windows[0]):
        bpy.ops.ed.undo_push(message=message)


def _install_changed() -> None:
    """Show the installer's progress, and find the engine's Python when it is done."""
    progress, manager = installation.progress(), bpy.context.window_manager
    if progress is None:
        settings_changed()
        wanted, _State.once_installed = _State.once_installed, None
        if wanted is not None and _State.python is not None:
            _safely(wanted)
    elif manager is not None:
        manager.motif_progress = 100 * progress.fraction  # type: ignore[attr-defined]
    redraw()


# -- registration


@bpy.app.handlers.persistent
def _file_changes(*_: Any) -> None:
    """Cancel all jobs before another file is opened, where their names would mean something else."""
    if _State.client is not None:
        for number in (*_State.jobs, *_State.sound_jobs):
            _State.client.cancel(number)
        _State.client.poll()
    _State.jobs.clear()
    _State.results.clear()
    _State.sound_jobs.clear()
    _State.notice = _State.analysis = None
    ghosts.hide()


def register() -> None:
    """Add the handlers, and find the engine's interpreter."""
    bpy.app.handlers.load_pre.append(_file_changes)
    installation.listen(_install_changed)
    _State.python = find_python()
    _State.notice, _State.stopped = None, ""
    if models := getattr(preferences(), "smpl_models", ""):
        body_files.set_folder(bpy.path.abspath(models))


def unregister() -> None:
    """Remove the handlers and timers, and end the engine."""
    if _file_changes in bpy.app.handlers.load_pre:
        bpy.app.handlers.load_pre.remove(_file_changes)
    if bpy.app.timers.is_registered(_pump):
        bpy.app.timers.unregister(_pump)
    installation.unregister()
    end_engine()
