"""The masked transformer learns from an artist's examples and goes on with those that it must not forget.

Half of each batch is the artist's. The averaged weights that come of it are mixed with those from before, as much of
them as leaves what must not be forgotten as well known as it was (Wortsman et al. 2022, "Robust fine-tuning of
zero-shot models").
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from engine import files
from engine.learn.material import Example
from engine.models import mmm
from engine.models.text_states import TextStates
from engine.text.retrieval import Library

BATCH = 16  # sequences a step, half of them the artist's
RATE, WARM_UP = 1e-4, 40
AVERAGE = 0.99  # decay of the averaged weights
SAVE_S = 60.0  # from one checkpoint to the next
FORGETTING = 1.01  # how much higher the loss of what must not be forgotten may be
SHARES = (1.0, 0.75, 0.5, 0.25)  # of the new weights, the first that holds to it

State = dict[str, Tensor]


@dataclass(frozen=True)
class Examples:
    """own: the artist's. kept, held: what must not be forgotten, to learn from and to measure with. library: shows the
    network motions that are near, never an example itself."""

    own: Sequence[Example]
    kept: Sequence[Example]
    held: Sequence[Example]
    library: Library


@dataclass(frozen=True)
class Tuned:
    """state: the weights. share: how much of what was learnt is in them. losses: of the artist's examples and of what
    must not be forgotten, before and after. steps: that were taken."""

    state: State
    share: float
    losses: Mapping[str, float]
    steps: int


class Learner:
    """The network while it learns; goes on from `checkpoint` where there is one."""

    def __init__(self, config: mmm.Config, base: State, examples: Examples, checkpoint: Path, device: str) -> None:
        self.base, self.examples, self.checkpoint, self.device = base, examples, checkpoint, device
        self.model = mmm.MMM(config).to(device)
        self.model.load_state_dict(base)
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=RATE, betas=(0.9, 0.98), weight_decay=0.01)
        self.average = {name: value.detach().clone() for name, value in self.model.state_dict().items()}
        self.step, self.seconds = 0, 0.0
        if checkpoint.exists():
            self._restore()

    def run(self, seconds: float, goes_on: Callable[[float, float], bool]) -> bool:
        """Learn until that many seconds are spent in all; goes_on(spent, seconds) is told after every step and says
        whether to. Returns whether it is done; a checkpoint is left in any case, Ctrl-C included."""
        last = saved = time.monotonic()
        try:
            while self.seconds < seconds:
                self._one_step(seconds)
                now = time.monotonic()
                self.seconds, last = self.seconds + now - last, now
                if not goes_on(self.seconds, seconds):
                    return False
                if now - saved > SAVE_S:
                    self._save()
                    saved = now
        finally:
            self._save()
        return True

    def result(self) -> Tuned:
        """What was learnt, as much of it as leaves what must not be forgotten."""
        own = self.examples.own[:: max(1, len(self.examples.own) // 64)]
        before = {"own": self._loss(self.base, own), "kept": self._loss(self.base, self.examples.held)}
        share, state, kept = 0.0, dict(self.base), before["kept"]
        for tried in SHARES:
            mixed = {k: torch.lerp(v, self.average[k], tried) if v.is_floating_point() else v
                     for k, v in self.base.items()}  # fmt: skip
            found = self._loss(mixed, self.examples.held)
            if found <= before["kept"] * FORGETTING:
                share, state, kept = tried, mixed, found
                break
        after = {"own after": self._loss(state, own), "kept after": kept}
        return Tuned(state, share, {**before, **after}, self.step)

    def _one_step(self, seconds: float) -> None:
        generator = torch.Generator().manual_seed(7919 * self.step + 1)
        half = BATCH // 2 if self.examples.kept else BATCH
        chosen = [*_drawn(self.examples.own, half, generator), *_drawn(self.examples.kept, BATCH - half, generator)]
        self.model.train()
        rate = RATE * min(1.0, (self.step + 1) / WARM_UP) * max(0.05, 1 - self.seconds / seconds)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        loss, _ = self.model.loss(*self._batch(chosen, generator))
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        norm = nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        if torch.isfinite(norm):
            self.optimizer.step()
        self.step += 1
        decay = min(AVERAGE, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, value in self.model.state_dict().items():
                if value.is_floating_point():
                    self.average[name].lerp_(value, 1 - decay)

    def _batch(self, chosen: Sequence[Example], generator: torch.Generator) -> tuple[Any, ...]:
        """What `MMM.loss` takes, on the device."""
        texts = [one.texts[int(torch.randint(len(one.texts), (1,), generator=generator))] for one in chosen]
        config, library = self.model.config, self.examples.library
        found = [
            library.find(text.sentence[0], config.retrieved, generator, avoid=one.group)
            for one, text in zip(chosen, texts, strict=True)
        ]
        lengths = torch.tensor([len(one.codes) for one in chosen])
        codes = nn.utils.rnn.pad_sequence([one.codes for one in chosen], batch_first=True)
        context = library.context(found, config.max_tokens).to(self.device) if config.retrieved else None
        return codes.to(self.device), lengths.to(self.device), _together(texts).to(self.device), context

    @torch.no_grad()
    def _loss(self, state: State, examples: Sequence[Example]) -> float:
        """The loss of examples with other weights, the same numbers drawn every time; 0 for none."""
        if not examples:
            return 0.0
        model = mmm.MMM(self.model.config).to(self.device).eval()
        model.load_state_dict(state)
        generator, total = torch.Generator().manual_seed(0), 0.0
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            for first in range(0, len(examples), BATCH):
                some = examples[first : first + BATCH]
                total += float(model.loss(*self._batch(some, generator))[0]) * len(some)
        return total / len(examples)

    def _save(self) -> None:
        state = {
            "model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(), "average": self.average,
            "step": self.step, "seconds": self.seconds,
        }  # fmt: skip
        with files.replaced(self.checkpoint, files.check_zip) as beside:
            torch.save(state, beside)

    def _restore(self) -> None:
        saved = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
        self.model.load_state_dict(saved["model"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.average, self.step, self.seconds = saved["average"], saved["step"], saved["seconds"]


def _drawn(examples: Sequence[Example], count: int, generator: torch.Generator) -> list[Example]:
    if not examples:
        return []
    return [examples[i] for i in torch.randint(len(examples), (count,), generator=generator).tolist()]


def _together(texts: Sequence[TextStates]) -> TextStates:
    """States of one text each as a batch, the words of shorter ones padded."""
    words, mask = (nn.utils.rnn.pad_sequence([getattr(t, f)[0] for t in texts], batch_first=True)
                   for f in ("words", "mask"))  # fmt: skip
    return TextStates(torch.cat([t.sentence for t in texts]), words, mask)
