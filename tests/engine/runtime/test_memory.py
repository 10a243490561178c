"""Room for models, and batches that are halved until they fit."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from engine.api import Engine, LoadedModel
from engine.protocol.errors import EngineError
from engine.runtime import memory
from tests.engine.fake import FakeModel
from tests.engine.requests import text_request


class Tensor:
    """As much of a tensor as is counted."""

    def __init__(self, count: int, width: int) -> None:
        self.numel, self.element_size = (lambda: count), (lambda: width)


class Module:
    def __init__(self, *tensors: Tensor) -> None:
        self.parameters, self.buffers = (lambda: tensors[:1]), (lambda: tensors[1:])


def test_held_counts_parameters_and_buffers_however_deep():
    inner = SimpleNamespace(model=Module(Tensor(10, 4), Tensor(3, 2)), name="words")
    outer = SimpleNamespace(encoder=inner, own=Module(Tensor(5, 2)))
    assert memory.held(outer) == 40 + 6 + 10 and memory.held("nothing") == 0


def test_the_least_recently_used_goes_first():
    shelf: memory.Shelf[str] = memory.Shelf(10)
    made = []

    def take(name: str, size: int = 4) -> str:
        return shelf.get(name, lambda: made.append(name) or name.upper(), lambda _: size)

    assert take("a") == "A" and take("b") == "B" and take("a") == "A"
    take("c")
    assert shelf.names() == ["a", "c"] and made == ["a", "b", "c"]
    take("huge", 99)
    assert shelf.names() == ["huge"], "the one in use stays, whatever its size"
    take("a")
    shelf.keep(lambda name: name == "a")
    assert shelf.names() == ["a"] and "a" in shelf


def test_what_does_not_fit_is_halved_and_keeps_its_order():
    tried, relieved = [], []

    def make(items):
        tried.append(len(items))
        if len(items) > 3:
            raise RuntimeError("CUDA out of memory. Tried to allocate 20 GiB")
        return [item * 10 for item in items]

    made = memory.by_halves(range(8), make, lambda: relieved.append(1))
    assert made == [0, 10, 20, 30, 40, 50, 60, 70] and tried == [8, 4, 2, 2, 4, 2, 2] and len(relieved) == 3


def test_one_that_does_not_fit_alone_goes_elsewhere():
    def make(items):
        if 2 in items:
            raise MemoryError
        return list(items)

    assert memory.by_halves([1, 2, 3], make, lambda: None, lambda items: [-item for item in items]) == [1, -2, 3]
    with pytest.raises(MemoryError):
        memory.by_halves([1, 2, 3], make, lambda: None)
    with pytest.raises(ZeroDivisionError):
        memory.by_halves([1], lambda items: [1 / 0], lambda: None)


class Cramped(FakeModel):
    """Has room for so many takes at once; none at all on the card where that is 0."""

    def __init__(self, room: int, device: str) -> None:
        super().__init__()
        self.room, self.device = room, device

    def sample(self, prompts, frames, seeds, **options):
        if len(seeds) > self.room and self.device != "cpu":
            self.calls.append({"refused": len(seeds)})
            raise RuntimeError("CUDA out of memory.")
        return super().sample(prompts, frames, seeds, **options)


def _engine(room: int) -> tuple[Engine, dict[str, Cramped]]:
    models: dict[str, Cramped] = {}

    def load(_folder, device):
        models[device] = Cramped(room, device)
        return LoadedModel(models[device], "0" * 64)

    engine = Engine(device="cpu", loaders={"text": load})
    engine.device = "cuda"  # as far as the engine itself is concerned
    return engine, models


def test_takes_are_the_same_when_memory_is_short():
    request = text_request("a person walks", frames=30, seeds=(1, 2, 3, 4, 5))
    plenty, _ = _engine(99)
    short, models = _engine(2)
    said = []
    got = short.generate(request, on_progress=lambda f, text: said.append(text))
    for a, b in zip(plenty.generate(request), got, strict=True):
        assert a.seed == b.seed and np.array_equal(a.motion.rot, b.motion.rot)
    assert [c["refused"] for c in models["cuda"].calls if "refused" in c] == [5, 3] and "cpu" not in models


def test_the_processor_stands_in_for_a_full_card_and_says_so():
    engine, models = _engine(0)
    said = []
    takes = engine.generate(
        text_request("a person walks", frames=30, seeds=(1, 2)), on_progress=lambda f, text: said.append(text)
    )
    assert len(takes) == 2 and "Too little memory on the card: using the processor" in said
    assert [c["seeds"] for c in models["cpu"].calls] == [[1], [2]]


def test_on_the_processor_it_ends_in_a_sentence():
    engine = Engine(device="cpu", loaders={"text": lambda folder, device: LoadedModel(FakeModel(), "0" * 64)})
    with pytest.raises(EngineError, match="fewer or shorter") as caught:
        engine.generate(text_request("a person has no memory", frames=30, seeds=(1, 2)))
    assert caught.value.code == "oom"
