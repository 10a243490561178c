"""A job carried out: motions read, put into a library, the network tuned, and a set of weights of its own written.

Nothing of the weights that it begins with is changed: their files are read and copied.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from engine import files
from engine.learn import job as jobs
from engine.learn import library, rehearsal, tune
from engine.learn.job import Job, Progress
from engine.learn.material import Piece, examples_of, mirrored, pieces_of
from engine.protocol import weight_sets
from engine.protocol.errors import EngineError, bad_request
from engine.protocol.version import engine_version
from engine.released import sets
from engine.runtime import weights
from engine.runtime.device import choose_device
from engine.runtime.weights import load_weights, register, save_weights
from engine.text.model import TextModel

_READ, _TUNED = 0.08, 0.97  # how much of all is done once the motions are read, and once the network is tuned
_TOLD_S = 0.5  # from one report to the next
_CHECKPOINT = "checkpoint.pt"

Told = Callable[[float, str], None]
Stop = Callable[[], bool]


class Reports:
    """A job's progress, to its file and to a callback, and whether it is to stop. asked: asked beside the file
    `pause`."""

    def __init__(self, job: Job, told: Told, asked: Stop) -> None:
        self.job, self._told, self._asked, self._last = job, told, asked, 0.0

    def __call__(self, state: str, fraction: float, message: str, left: float | None = None) -> None:
        self._told(fraction, message)
        if time.monotonic() - self._last >= _TOLD_S or state in ("paused", "done", "failed"):
            self._last = time.monotonic()
            jobs.report(self.job.name, Progress(state, fraction, left, message))

    @property
    def stopped(self) -> bool:
        return self._asked() or jobs.is_to_pause(self.job.name)


def learn(job: Job, device: str | None = None, told: Told = lambda share, text: None,
          asked: Stop = lambda: False) -> dict[str, Any]:  # fmt: skip
    """Carry a job out, or go on with it; returns what its set is, or how far it was when it was paused.

    told: called with the share that is done and words. asked: whether to pause. Raises EngineError, after which the job
    can be gone on with; also where another process is at it.
    """
    with jobs.held(job.name):
        return _learn_held(job, device, Reports(job, told, asked))


def _learn_held(job: Job, device: str | None, reports: Reports) -> dict[str, Any]:
    """Carry out a job that no other process is at."""
    before = jobs.progress_of(job.name)
    try:
        jobs.ask_to_pause(job.name, pause=False)
        return _learn(job, choose_device(device), reports)
    except KeyboardInterrupt:
        fraction = max(before.fraction, jobs.progress_of(job.name).fraction)
        reports("paused", fraction, "Paused")
        raise
    except EngineError as error:
        reports("failed", before.fraction, error.message)
        raise


def _learn(job: Job, device: str, reports: Reports) -> dict[str, Any]:
    base = _base_of(job)
    reports("reading", 0.0, "Reading motions")
    rows = jobs.told_of(job.rows)
    pieces = pieces_of(rows, lambda share: reports("reading", 0.3 * _READ * share, "Reading motions"))
    pieces = [one for piece in pieces for one in (piece, mirrored(piece))]
    model = TextModel.load(base, device)
    first = library.next_group(model.library)
    look: Told = lambda share, text: reports("reading", _READ * (0.3 + 0.3 * share), text)  # noqa: E731
    own = library.of_pieces(pieces, model.tokenizer, model.encoder, first, lambda share: look(share, "Looking at them"))
    joined = library.joined(model.library, own)
    known = {name: value for name, value in load_weights(base / "text.safetensors", torch.float32).state.items()
             if not name.startswith("library.")}  # fmt: skip
    learner = tune.Learner(
        model.transformer.config, known, _examples(pieces, model, joined, first, reports), job.folder / _CHECKPOINT,
        device,
    )  # fmt: skip

    def goes_on(spent: float, seconds: float) -> bool:
        share = min(1.0, spent / seconds)
        reports("learning", _READ + (_TUNED - _READ) * share, "Learning", max(0.0, seconds - spent))
        return not reports.stopped

    if not learner.run(60 * job.minutes, goes_on):
        fraction = _READ + (_TUNED - _READ) * min(1.0, learner.seconds / (60 * job.minutes))
        reports("paused", fraction, "Paused", max(0.0, 60 * job.minutes - learner.seconds))
        return {"paused": True, "name": job.name, "fraction": fraction}
    reports("writing", _TUNED, "Comparing with before")
    tuned = learner.result()
    card = _card(job, pieces, tuned, learner.seconds)
    _write(job.name, base, tuned, joined, model.transformer.config, card)
    reports("done", 1.0, "Done")
    jobs.forget(job.name)
    return {"paused": False, "set": job.name, "folder": str(folder_of(job.name)), **card}


def _base_of(job: Job) -> Path:
    """The folder of the weights that a job begins with."""
    base = weight_sets.folder_of(job.base) if job.base else weights.FOLDER
    if sets.is_set(base):
        raise bad_request(f"“{job.base}” was imported, and can't be taught: begin with the weights that ship.")
    return base


def _examples(
    pieces: list[Piece], model: TextModel, joined: library.Library, first: int, reports: Reports
) -> tune.Examples:  # fmt: skip
    def done(share: float) -> None:
        reports("reading", _READ * (0.6 + 0.4 * share), "Reading captions")

    own = examples_of(pieces, model.tokenizer, model.encoder, first, done)
    kept, held = rehearsal.examples(model.library, model.encoder) if model.library is not None else ([], [])
    return tune.Examples(own, kept, held, joined)


def folder_of(name: str) -> Path:
    """The folder of the learnt set of this name."""
    return weight_sets.home() / "sets" / name


def _card(job: Job, pieces: list[Piece], tuned: tune.Tuned, seconds: float) -> dict[str, Any]:
    rows = jobs.told_of(job.rows)
    return {
        "name": job.name, "base": job.base or "the weights that ship", "motions": [asdict(row) for row in rows],
        "seconds_of_motion": round(sum(len(p.motion) for p in pieces) / 60, 1),  # 30 fps, mirrored ones once
        "minutes": round(seconds / 60, 1), "steps": tuned.steps, "share": tuned.share,
        "losses": {name: round(value, 4) for name, value in tuned.losses.items()}, "engine": engine_version(),
    }  # fmt: skip


def _write(
    name: str, base: Path, tuned: tune.Tuned, joined: library.Library, config: Any, card: Mapping[str, Any]
) -> None:
    """The set's folder, under its name once all of it is there."""
    target = folder_of(name)
    beside = target.with_name(f".{name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    for known in ("tokenizer", "critic"):
        path = base / f"{known}.safetensors"
        if path.is_file():
            shutil.copyfile(path, beside / path.name)
            register(beside, known)
    save_weights(beside / "text.safetensors", tuned.state, vars(config))
    codes = weights.load_weights(beside / "tokenizer.safetensors").codes
    save_weights(beside / "library.safetensors", joined.tensors(), {}, extra={"tokenizer": codes})
    files.write_json(beside / weight_sets.CARD, dict(card), indent=2)
    files.write_text(beside / "text.md", _in_words(card))
    if target.exists():
        raise bad_request(f"There is a folder {target} already: move it away, and go on.")
    beside.rename(target)
    weight_sets.remember(target)


def _in_words(card: Mapping[str, Any]) -> str:
    """A card to be read."""
    losses = card["losses"]
    lines = [
        f"# {card['name']}", "",
        f"Learnt from {len(card['motions'])} motions, {card['seconds_of_motion']:g} s of them, in {card['minutes']:g} "
        f"minutes and {card['steps']} steps, from {card['base']}, which stay as they are.", "",
        f"Loss on these motions {losses['own']:.3f} before, {losses['own after']:.3f} after; on what was known before "
        f"{losses['kept']:.3f} and {losses['kept after']:.3f}. Of what was learnt {card['share']:.0%} is in the "
        "weights: as much as leaves what was known before as well known.", "", "| motion | caption |", "|---|---|",
        *(f"| {row['name']} | {row['caption']} |" for row in card["motions"]), "",
        "What it gives belongs to whoever holds the rights to these motions, and to the terms of the weights it began "
        "with.", "",
    ]  # fmt: skip
    return "\n".join(lines)


def described(name: str) -> str:
    """A set's card as JSON."""
    return json.dumps(dict(weight_sets.card_of(weight_sets.folder_of(name))), indent=2)
