"""What a script may use of the engine, as `import motif` offers it: docs/api.md is made of these docstrings.

What `PUBLIC` lists keeps its meaning within a minor version (0.2.x); what will go is told by a DeprecationWarning for
one minor version before. Everything else may change without notice. Nothing heavy loads before something is made.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from engine import files, take_files
from engine.batch.asking import asked
from engine.batch.options import command_of, given
from engine.inbetween.options import cut_away
from engine.protocol.dance import Dance
from engine.protocol.errors import EngineError, bad_request
from engine.protocol.messages import Take
from engine.protocol.path import Path as GroundPath
from engine.protocol.prompt import Prompt
from engine.protocol.request import (
    AroundRequest,
    AudioRequest,
    InbetweenRequest,
    PoseRequest,
    Request,
    TextRequest,
    notes,
)
from engine.protocol.sampling import Sampling
from engine.protocol.sound import AudioClip, Mix
from engine.protocol.targets import Target
from retarget.mask import Mask
from retarget.motion import Motion

if TYPE_CHECKING:
    from engine.api import Engine
    from engine.runtime.progress import OnProgress

# Name -> kind; the page of documentation has them in this order.
FUNCTIONS = ("ask", "generate", "read", "write", "train")
TYPES = (
    "Engine", "TextRequest", "AudioRequest", "InbetweenRequest", "AroundRequest", "PoseRequest", "Prompt", "Sampling",
    "AudioClip", "Mix", "Dance", "GroundPath", "Target", "Motion", "Mask", "Take", "EngineError",
)  # fmt: skip
PUBLIC = (*FUNCTIONS, *TYPES)
# Public name of an earlier version, still in PUBLIC -> the name to use.
DEPRECATED: dict[str, str] = {}
__all__ = [
    "AroundRequest", "AudioClip", "AudioRequest", "Dance", "EngineError", "GroundPath", "InbetweenRequest", "Mask",
    "Mix", "Motion", "PoseRequest", "Prompt", "Sampling", "Take", "Target", "TextRequest", "ask", "generate", "read",
    "train", "write",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Engine, which is loaded when it is asked for, and names of earlier versions."""
    if name == "Engine":
        from engine.api import Engine

        return Engine
    if name in DEPRECATED:
        warnings.warn(f"motif.{name} is called motif.{DEPRECATED[name]} now", DeprecationWarning, stacklevel=2)
        return globals()[DEPRECATED[name]]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def ask(**options: Any) -> Request:
    """Make a request from options, which are those of the command line and of manifests.

    The options given decide what it asks for, as in a manifest's row: `text` or `spans` for takes from words, `audio`
    for a dance, `motion` with `frames` "A-B" for an in-between, `motion` with `at` for motion around a pose, and with
    `given` for the rest of a pose. Every option is in docs/batch.md. Raises EngineError, with one sentence, for options
    that are unknown or don't go together and for files that can't be read.
    """
    told = {name: str(value) if isinstance(value, Path) else value for name, value in options.items()}
    typed = given(told)
    for name in ("scene", "rig", "out"):
        if name in typed:
            raise bad_request(f"A request has no “{name}”: leave it out, and use motif.write or motif.onto_rig.")
    command = command_of(typed)
    (request, *second), motion = asked(command, typed)
    if second:
        raise bad_request("A request is of one dancer: ask for the second with a request of its own.")
    if command == "inbetween" and motion is not None:
        for said in cut_away(typed["frames"], ",".join(typed.get("pins", ())), len(motion)):
            warnings.warn(said, stacklevel=2)
    for said in notes(request):
        warnings.warn(said, stacklevel=2)
    return request


def generate(
    request: Request | str, *, engine: Engine | None = None, on_progress: OnProgress | None = None, **options: Any
) -> list[Take]:
    """Make the takes of a request, one for each of its seeds.

    request: from `ask`, or a text, with options such as seconds, takes and seed. engine: the one to use; without it a
    new one loads its weights from disk (about a second), so keep one `Engine` for many requests.
    on_progress: called with a fraction 0-1 and a few words. Raises EngineError with one sentence.
    """
    if isinstance(request, str):
        request = ask(text=request, **options)
    elif options:
        raise bad_request(f"A request says “{next(iter(options))}” itself: give it to motif.ask.")
    if engine is None:
        from engine.api import Engine

        engine = Engine()
    return engine.generate(request, on_progress=on_progress)


def read(path: Path | str, *, fps: float | None = None, up: str = "") -> Motion:
    """Read a motion: a take's .npz, .bvh, AMASS's .npz or what other generators write (docs/results/published.md).

    fps: frames a second in place of the file's. up: the axis that points up, "y" or "z", found from the motion when
    empty. Raises EngineError.
    """
    return take_files.load_motion(Path(path), fps, up)[0]


def write(takes: Take | Motion | Sequence[Take], path: Path | str, *, source: Path | str | None = None) -> list[Path]:
    """Write one take as `path`, several as NAME-1, NAME-2, ..; returns the files.

    path: ends in .npz, _amass.npz or .bvh. A file of that name is replaced when the new one is complete. source: for
    an in-between, the file that its motion was read from; what is kept of it is copied without any change. A `Motion`
    that is no take may be given too. Raises EngineError.
    """
    if isinstance(takes, Motion):
        (out,) = take_files.take_paths(Path(path), 1)
        take_files.check_writable(files.target_of(out).parent)
        take_files.save_motion(takes, out, {})
        return [out]
    listed = [takes] if isinstance(takes, Take) else list(takes)
    if not listed:
        raise bad_request("There is no take to write: give at least one.")
    outs = take_files.take_paths(Path(path), len(listed))
    if source is not None and (wrong := files.clash({"the take's file": outs}, {"its source": Path(source)})):
        raise bad_request(wrong)
    take_files.check_writable(files.target_of(outs[0]).parent)
    for take, out in zip(listed, outs, strict=True):
        take_files.save_take(take, out, Path(source) if source is not None else None)
    return outs


def train(what: str, data: Path | str, *, minutes: float = 60.0, out: Path | str | None = None, **more: Any) -> Path:
    """Train one of the models on a folder of motion; returns its weights file.

    what: as `motif train --help` lists them: tokenizer first, then text, critic and library, or audio. data: a folder
    of BVH files with captions.csv (`file,caption`), for audio with sounds of the same names. minutes: of wall-clock
    time. out: the folder of the weights, by default runs/NAME/weights; give it to `Engine(folder)`. more: resume (bool)
    and device. Raises EngineError.
    """
    try:
        from engine.train import recipes
    except ModuleNotFoundError as error:
        raise bad_request("The add-on doesn't bring what trains: use a checkout or the wheel.") from error
    data = Path(data)
    if not data.is_dir():
        raise bad_request(f"There is no folder {data}: give one with BVH files and a captions.csv.")
    if not minutes > 0:
        raise bad_request(f"The training time is {minutes:g} minutes: give more than 0.")
    unknown = sorted(set(more) - {"resume", "device"})
    if unknown:
        raise bad_request(f"Training has no option “{unknown[0]}”: there are resume and device.")
    try:
        return recipes.run(
            what, minutes, bool(more.get("resume", False)), data, Path(out) if out else None,
            cast("str | None", more.get("device")),
        )  # fmt: skip
    except (FileNotFoundError, ValueError) as error:
        raise bad_request(str(error)) from error
