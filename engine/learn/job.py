"""What is to be learnt, and how far that is: a folder on disk, which Blender and the process that learns share.

The process tells its state in `progress.json`; a file `pause` asks it to stop, and it goes on from its checkpoint
whenever it is started again. Standard library only.
"""

from __future__ import annotations

import contextlib
import csv
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from .. import files
from ..protocol import weight_sets
from ..protocol.errors import bad_request

TABLE = "captions.csv"
KINDS = (".bvh", ".npz")
MINUTES = 20.0
_JOB, _PROGRESS, _PAUSE = "job.json", "progress.json", "pause"
_NAME = re.compile(r"[\w][\w .()-]{0,59}")
# Of words in files' names: what they are short for, and what says nothing of the motion.
_SHORT = {
    "fw": "forward", "fwd": "forward", "bw": "backward", "bwd": "backward", "bck": "backward", "lt": "left",
    "rt": "right", "jmp": "jump", "wlk": "walk", "idl": "idle",
}  # fmt: skip
_EMPTY = {
    "take", "clip", "anim", "animation", "action", "armature", "mocap", "motion", "final", "export", "retarget",
    "skeleton", "rig", "mixamo", "com", "bvh", "npz", "fbx", "poses", "amass", "character", "loop",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One motion to learn. file: its path. name: what it is called. caption: what the character does; several are
    parted by semicolons. use: whether it is learnt."""

    file: str
    name: str
    caption: str
    use: bool = True


@dataclass(frozen=True)
class Progress:
    """state: waiting, reading, learning, writing, paused, done or failed. fraction: 0 to 1 of all of it. message: in
    words; the sentence where it failed."""

    state: str = "waiting"
    fraction: float = 0.0
    seconds_left: float | None = None
    message: str = ""


@dataclass(frozen=True)
class Job:
    """A set to be made. minutes: of learning in all. base: the set that it begins with, "" for the weights that
    ship."""

    name: str
    rows: tuple[Row, ...]
    minutes: float = MINUTES
    base: str = ""

    @property
    def folder(self) -> Path:
        """Where its clips, its checkpoint and its progress lie until it is done."""
        return folder_of(self.name)


def caption_of(name: str) -> str:
    """The words of a file's or an Action's name: “WalkAngry_FW-02” -> “walk angry forward”."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    words = [word for word in re.split(r"[\W_\d]+", parted.lower()) if word]
    told = [_SHORT.get(word, word) for word in words if word not in _EMPTY and (len(word) > 1 or word == "a")]
    return " ".join(told)


def rows_of(folder: Path) -> list[Row]:
    """The motions of a folder and of those inside it, with the captions of its table, the others' filled from their
    names. Raises EngineError naming what is wrong."""
    if not folder.is_dir():
        raise bad_request(f"There is no folder {folder}: give one with .bvh or .npz files.")
    told = _table(folder / TABLE)
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in KINDS and path.is_file())
    rows = []
    for path in found:
        name = path.relative_to(folder).as_posix()
        caption, use = told.pop(name, (caption_of(path.stem), True))
        rows.append(Row(str(path.resolve()), path.stem, caption, use))
    if told:
        raise bad_request(f"{TABLE} names {next(iter(told))!r}, and {folder} has no such .bvh or .npz file.")
    if not rows:
        raise bad_request(f"{folder} holds no motion: give a folder with .bvh or .npz files.")
    return rows


def _table(path: Path) -> dict[str, tuple[str, bool]]:
    """File -> (captions, use) of a table; nothing where there is none. Several lines of a file are joined."""
    if not path.is_file():
        return {}
    with path.open(newline="", encoding="utf-8-sig") as stream:
        lines = list(csv.DictReader(stream))
    told: dict[str, tuple[str, bool]] = {}
    for number, line in enumerate(lines, start=2):
        name, caption = (line.get("file") or "").strip(), (line.get("caption") or "").strip()
        if not name:
            raise bad_request(f"{path.name}, line {number}: the column file is empty or missing.")
        before = told.get(name, ("", True))[0]
        use = (line.get("use") or "yes").strip().lower() not in ("no", "0", "false")
        told[name] = ("; ".join(filter(None, (before, caption))), use)
    return told


def folder_of(name: str) -> Path:
    """The folder of the job that makes the set of this name."""
    return weight_sets.home() / "learning" / name


def begin(job: Job) -> Path:
    """Write a job's folder anew and return it. Raises EngineError where it can't be learnt."""
    check(job)
    job.folder.mkdir(parents=True, exist_ok=True)
    files.write_json(job.folder / _JOB, asdict(job))
    report(job.name, Progress())
    return job.folder


def check(job: Job) -> None:
    """Raise EngineError where a job's name is taken or none, or it has nothing to learn."""
    if not _NAME.fullmatch(job.name):
        raise bad_request("The set has no name that a folder can have: write a few letters, such as “my walks”.")
    if job.name in weight_sets.known():
        raise bad_request(f"There is a set “{job.name}” already: choose another name, or delete that set.")
    if not job.minutes > 0:
        raise bad_request(f"The learning time is {job.minutes:g} minutes: give more than 0.")
    used = [row for row in job.rows if row.use]
    if not used:
        raise bad_request("No motion is chosen: tick at least one.")
    silent = next((row for row in used if not row.caption.strip()), None)
    if silent:
        raise bad_request(f"“{silent.name}” has no caption: write what the character does there, or leave it out.")


def load(name: str) -> Job:
    """The job of this name. Raises EngineError where there is none."""
    try:
        told = json.loads((folder_of(name) / _JOB).read_text(encoding="utf-8"))
        rows = tuple(Row(**row) for row in told["rows"])
        return Job(str(told["name"]), rows, float(told["minutes"]), str(told["base"]))
    except (OSError, ValueError, TypeError, LookupError) as error:
        raise bad_request(f"Nothing that is called “{name:.80}” was being learnt: begin it anew.") from error


def unfinished() -> list[str]:
    """Names of the jobs that were begun and not done."""
    home = weight_sets.home() / "learning"
    return sorted(path.parent.name for path in home.glob(f"*/{_JOB}")) if home.is_dir() else []


def forget(name: str) -> None:
    """Delete a job with its clips and its checkpoint."""
    shutil.rmtree(folder_of(name), ignore_errors=True)


@contextlib.contextmanager
def held(name: str) -> Iterator[None]:
    """Keep a job to this process until the block or the process ends, in whatever way that is. Raises EngineError
    where another process has it."""
    path = folder_of(name).parent / f"{name}.lock"  # not inside, where it could not be deleted with the rest
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        if not files.lock(file):
            raise bad_request(f"“{name}” is being learnt by another Blender or command: wait, or pause it there.")
        yield


def check_free(name: str) -> None:
    """Raise EngineError where a process is at a job."""
    with held(name):
        pass


def progress_of(name: str) -> Progress:
    """How far a job is, as its process told last."""
    try:
        return Progress(**json.loads((folder_of(name) / _PROGRESS).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Progress()


def report(name: str, progress: Progress) -> None:
    """Tell how far a job is."""
    files.write_json(folder_of(name) / _PROGRESS, asdict(progress), indent=None)


def ask_to_pause(name: str, *, pause: bool = True) -> None:
    """Ask a job's process to stop at its next step; pause=False: take that back."""
    path = folder_of(name) / _PAUSE
    if pause:
        files.write_text(path, "")
    else:
        path.unlink(missing_ok=True)


def is_to_pause(name: str) -> bool:
    """Whether a job's process was asked to stop."""
    return (folder_of(name) / _PAUSE).exists()


def told_of(rows: Iterable[Row]) -> Sequence[Row]:
    """The rows that are learnt."""
    return [row for row in rows if row.use]
