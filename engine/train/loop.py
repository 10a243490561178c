"""Training loop of all models: time limit, bf16 where it is faster, averaged (EMA) weights, checkpoints, logs."""

from __future__ import annotations

import csv
import math
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from torch import Tensor, nn
from tqdm import tqdm

from engine import files
from engine.runtime.device import fast_dtype

Parts = dict[str, Tensor]
Model = TypeVar("Model", bound=nn.Module)
Batch = TypeVar("Batch")
LossOf = Callable[[Model, Batch], tuple[Tensor, Parts]]
Validate = Callable[[Model], dict[str, float]]


@dataclass(frozen=True)
class Schedule:
    """Optimiser settings and limits of a run.

    minutes: wall-clock limit of this run. most_steps: limit of its steps. total_steps: where the cosine ends. floor:
    final learning rate as a share of the peak. clip: norm to which gradients are clipped. ema: decay of the averaged
    weights.
    """

    minutes: float
    learning_rate: float = 2e-4
    betas: tuple[float, float] = (0.9, 0.99)
    weight_decay: float = 0.0
    warm_up: int = 200
    total_steps: int = 10_000
    floor: float = 0.05
    clip: float = 1.0
    ema: float = 0.999
    checkpoint_minutes: float = 4.0
    most_steps: float = math.inf

    def rate(self, step: int) -> float:
        """Learning rate at a step: linear warm-up, then a half cosine down to `floor` of the peak."""
        warm = min(1.0, (step + 1) / self.warm_up)
        done = min(1.0, step / self.total_steps)
        return self.learning_rate * warm * (self.floor + (1 - self.floor) * 0.5 * (1 + math.cos(math.pi * done)))


class Averaged:
    """Exponential moving average of a model's parameters; buffers are copied as they stand."""

    def __init__(self, model: nn.Module) -> None:
        self.state = {k: v.detach().clone() for k, v in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model: nn.Module, decay: float, step: int) -> None:
        decay = min(decay, (1 + step) / (10 + step))
        trained = {name for name, _ in model.named_parameters()}
        for name, value in model.state_dict().items():
            if name in trained:
                self.state[name].lerp_(value, 1 - decay)
            else:
                self.state[name].copy_(value)


def low_precision(device: str) -> AbstractContextManager[Any]:
    """bf16 autocast where the device is faster in it, else full precision."""
    kind = fast_dtype(device)
    return torch.autocast(device.split(":")[0], dtype=kind) if kind != torch.float32 else nullcontext()


def fit(
    model: Model, batches: Callable[[int], Iterator[Batch]], loss_of: LossOf[Model, Batch], schedule: Schedule,
    folder: Path, *, resume: bool, validate: Validate[Model], validate_every: int = 500, device: str = "cpu",
) -> dict[str, float]:  # fmt: skip
    """Train a model in place, leave its averaged weights in it, and return what `validate` measures of them.

    batches: a seed -> endless batches; a resumed run gets another seed, so that it sees other batches.
    """
    done = int(read_table(folder / "log.csv").get("step", [0])[-1]) if resume else 0
    state = train(
        model, loss_of, batches(done + 1), schedule, folder, resume=resume, validate=validate,
        validate_every=validate_every, device=device,
    )  # fmt: skip
    model.load_state_dict(state)
    return validate(model.eval())


class Best(Generic[Model]):
    """A validation that remembers the weights with the highest merit.

    validate: what is measured of a model. merit: the number that a row of measures is judged by.
    """

    def __init__(self, validate: Validate[Model], merit: Callable[[dict[str, float]], float]) -> None:
        self.validate, self.merit = validate, merit
        self.state: dict[str, Tensor] = {}
        self.row: dict[str, float] = {}

    def __call__(self, model: Model) -> dict[str, float]:
        row = self.validate(model)
        if not self.row or self.merit(row) > self.merit(self.row):
            self.state, self.row = {k: v.clone() for k, v in model.state_dict().items()}, row
        return row


def train(
    model: Model, loss_of: LossOf[Model, Batch], batches: Iterator[Batch], schedule: Schedule, folder: Path, *,
    resume: bool, validate: Validate[Model] | None = None, validate_every: int = 500, device: str = "cpu",
) -> dict[str, Tensor]:  # fmt: skip
    """Train as long as `schedule` allows and return the averaged weights.

    Writes checkpoint.pt, log.csv, validation.csv and curves.png to `folder`. `validate` sees the model with its
    averaged weights. A resumed run continues with the optimiser's state, the averages and the step.
    """
    folder.mkdir(parents=True, exist_ok=True)
    model.to(device)
    optimizer = torch.optim.AdamW(
        _groups(model), lr=schedule.learning_rate, betas=schedule.betas, weight_decay=schedule.weight_decay
    )
    average, step, checkpoint = Averaged(model), 0, folder / "checkpoint.pt"
    if resume and checkpoint.exists():
        step = _restore(checkpoint, model, optimizer, average, device)
    log = _Log(folder, fresh=step == 0)
    began = last = time.monotonic()
    end, next_save = began + schedule.minutes * 60, began + schedule.checkpoint_minutes * 60
    bar = tqdm(total=round(schedule.minutes * 60), unit="s", desc=f"training {folder.name}", mininterval=5)
    last_step = step + schedule.most_steps
    while step < last_step and time.monotonic() < end:
        log.add(*_step(model, loss_of, batches, optimizer, schedule, step, device))
        step += 1
        average.update(model, schedule.ema, step)
        if step % 50 == 0:
            log.write(step, (time.monotonic() - began))
            bar.set_postfix(step=step, loss=f"{log.last:.4f}")
        if validate and step % validate_every == 0:
            log.validation(step, _with_weights(model, average.state, validate))
        if time.monotonic() > next_save:
            _save(checkpoint, model, optimizer, average, step)
            next_save = time.monotonic() + schedule.checkpoint_minutes * 60
        bar.update(round(time.monotonic() - last))
        last = last + round(time.monotonic() - last)
    bar.close()
    _save(checkpoint, model, optimizer, average, step)
    if validate:
        log.validation(step, _with_weights(model, average.state, validate))
    log.draw()
    return average.state


def _step(
    model: Model, loss_of: LossOf[Model, Batch], batches: Iterator[Batch], optimizer: torch.optim.Optimizer,
    schedule: Schedule, step: int, device: str,
) -> tuple[Tensor, Parts]:  # fmt: skip
    """One step of the optimiser; returns the loss and its parts. Batches are made in the same precision as the loss."""
    model.train()
    for group in optimizer.param_groups:
        group["lr"] = schedule.rate(step) * group.get("scale", 1.0)
    with low_precision(device):
        loss, parts = loss_of(model, next(batches))
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), schedule.clip)
    if torch.isfinite(norm):  # one bad batch must not spoil the run
        optimizer.step()
    return loss, parts


def _groups(model: nn.Module) -> list[dict[str, Any]]:
    """Parameter groups of a model: its own, whose learning rate is `scale` of the schedule's, or all as one."""
    groups = getattr(model, "parameter_groups", None)
    return groups() if groups else [{"params": list(model.parameters())}]


def _with_weights(model: Model, state: dict[str, Tensor], use: Callable[[Model], Any]) -> Any:
    """Call `use` on the model with other weights, then restore those that it had."""
    before = {k: v.clone() for k, v in model.state_dict().items()}
    model.load_state_dict(state)
    model.eval()
    try:
        with torch.no_grad():
            return use(model)
    finally:
        model.load_state_dict(before)


def _restore(path: Path, model: nn.Module, optimizer: Any, average: Averaged, device: str) -> int:
    """Load a checkpoint into model, optimiser and averages; returns its step."""
    saved = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(saved["model"])
    optimizer.load_state_dict(saved["optimizer"])
    average.state = saved["ema"]
    return saved["step"]


def _save(path: Path, model: nn.Module, optimizer: Any, average: Averaged, step: int) -> None:
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "ema": average.state, "step": step}
    with files.replaced(path, files.check_zip) as beside:
        torch.save(state, beside)


class _Log:
    """Means of the loss parts every 50 steps and the validation rows, as CSV; curves as PNG."""

    def __init__(self, folder: Path, *, fresh: bool) -> None:
        self.folder, self.sums, self.count, self.last = folder, {}, 0, 0.0
        if fresh:
            for name in ("log.csv", "validation.csv"):
                (folder / name).unlink(missing_ok=True)

    def add(self, loss: Tensor, parts: Parts) -> None:
        scalars = {"loss": loss, **{k: v for k, v in parts.items() if v.ndim == 0}}
        for name, value in scalars.items():
            self.sums[name] = self.sums.get(name, 0.0) + float(value.detach())
        self.count += 1

    def write(self, step: int, seconds: float) -> None:
        means = {k: v / self.count for k, v in self.sums.items()}
        self.last, self.sums, self.count = means["loss"], {}, 0
        self._append("log.csv", {"step": step, "seconds": seconds, **means})

    def validation(self, step: int, row: dict[str, float]) -> None:
        self._append("validation.csv", {"step": step, **row})
        tqdm.write(f"step {step}: " + ", ".join(f"{k} {v:.4g}" for k, v in row.items()))
        self.draw()

    def _append(self, name: str, row: dict[str, float]) -> None:
        path = self.folder / name
        new = not path.exists()
        with path.open("a", newline="") as stream:
            writer = csv.DictWriter(stream, list(row))
            if new:
                writer.writeheader()
            writer.writerow({k: f"{v:.6g}" for k, v in row.items()})

    def draw(self) -> None:
        """Plot every column of both tables into curves.png."""
        import matplotlib

        matplotlib.use("Agg")
        from matplotlib import pyplot as plt

        tables = [read_table(self.folder / n) for n in ("log.csv", "validation.csv")]
        columns = [(t, k) for t in tables for k in t if k not in ("step", "seconds")]
        if not columns:
            return
        rows = -(-len(columns) // 4)
        figure, axes = plt.subplots(rows, 4, figsize=(12.8, 2.2 * rows), squeeze=False)
        for axis, (table, key) in zip(axes.flat, columns, strict=False):
            axis.plot(table["step"], table[key])
            axis.set_title(key, fontsize=9)
            axis.tick_params(labelsize=7)
        for axis in axes.flat[len(columns) :]:
            axis.axis("off")
        figure.tight_layout()
        with files.replaced(self.folder / "curves.png") as beside:
            figure.savefig(beside, dpi=70, format="png")
        plt.close(figure)


def read_table(path: Path) -> dict[str, list[float]]:
    """Columns of a log file; empty when there is none."""
    if not path.exists():
        return {}
    with path.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {k: [float(r[k]) for r in rows] for k in rows[0]} if rows else {}
