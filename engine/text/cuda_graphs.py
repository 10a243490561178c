"""A pass of the masked transformer as one CUDA graph: hundreds of small kernels started by a single call.

Off unless MOTIF_CUDA_GRAPHS=1 is set: `motif bench --device cuda` says beside each other what passes take with and
without. A graph holds one shape, so inputs are padded to all of the model's tokens and words, and to a power of two in
rows; what pads is masked and changes nothing. Whatever goes wrong, the network computes as it does without.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor

from engine.models import mmm
from engine.models.text_states import TextStates
from engine.text.encoder import MAX_WORDS

VARIABLE = "MOTIF_CUDA_GRAPHS"
Call = Callable[[], Tensor]
Recorder = Callable[[Call], Call]


def wanted(device: str) -> bool:
    """Only on a card, and only where somebody asked for it."""
    return device.startswith("cuda") and os.environ.get(VARIABLE) == "1"


def install(network: mmm.MMM, recorder: Recorder | None = None) -> Replay:
    """Have the network's passes replayed from now on."""
    vars(network)["forward"] = replay = Replay(network, recorder or record)
    return replay


@contextmanager
def replayed(network: mmm.MMM, recorder: Recorder | None = None) -> Iterator[Replay]:
    """Have them replayed for a while."""
    try:
        yield install(network, recorder)
    finally:
        del vars(network)["forward"]


def record(call: Call) -> Call:
    """A call that does the same work from a graph, and returns the same tensor filled anew."""
    aside = torch.cuda.Stream()
    aside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(aside):  # what is set up at the first call must not be recorded
        for _ in range(3):
            call()
    torch.cuda.current_stream().wait_stream(aside)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        output = call()

    def replay() -> Tensor:
        graph.replay()
        return output

    return replay


class Replay:
    """In place of `MMM.forward`: the same arguments, the same logits. broken: why it gave up, "" while it didn't."""

    def __init__(self, network: mmm.MMM, recorder: Recorder) -> None:
        self.broken = ""
        self._network, self._recorder = network, recorder
        self._kept: dict[tuple[int, bool], tuple[list[Tensor], Call]] = {}

    @torch.no_grad()
    def __call__(
        self, codes: Tensor, level: Tensor, text: TextStates, conditional: Tensor, context: mmm.Context | None = None
    ) -> Tensor:
        """As MMM.forward."""
        if not self.broken and self._fits(codes, text, context):
            try:
                return self._replayed(codes, level, text, conditional, context)
            except Exception as error:  # a driver, a kernel that can't be recorded, no memory for a graph
                self.broken = f"{type(error).__name__}: {error!s:.200}"
                self._kept.clear()
                print(f"motif engine: no CUDA graphs ({self.broken})", file=sys.stderr)
        return mmm.MMM.forward(self._network, codes, level, text, conditional, context)

    def _fits(self, codes: Tensor, text: TextStates, context: mmm.Context | None) -> bool:
        config = self._network.config
        found = 0 if context is None else context.codes.shape[1]
        return (
            codes.shape[1] <= config.max_tokens + 1
            and text.words.shape[1] <= MAX_WORDS
            and found <= config.retrieved * config.max_tokens
        )

    def _replayed(
        self, codes: Tensor, level: Tensor, text: TextStates, conditional: Tensor, context: mmm.Context | None
    ) -> Tensor:
        rows, length = codes.shape[:2]
        size = 1 << (rows - 1).bit_length()
        inputs = [codes, level, text.sentence, text.words, text.mask, conditional]
        if context is not None:
            inputs += [context.codes, context.mask, context.places, context.rank]
        key = size, context is not None
        if key not in self._kept:
            held = self._holders(inputs, size)
            self._kept[key] = held, self._recorder(lambda: self._pass(held))
        held, replay = self._kept[key]
        for number, (into, given) in enumerate(zip(held, inputs, strict=True)):
            into.fill_(self._network.config.pad if number == 0 else 0)
            into[tuple(slice(n) for n in given.shape)] = given
        return replay()[:rows, :length].clone()  # the next replay writes over it

    def _holders(self, inputs: list[Tensor], size: int) -> list[Tensor]:
        """Where a graph finds its inputs: like these, at their longest."""
        config = self._network.config
        found = config.retrieved * config.max_tokens
        longest = [config.max_tokens + 1, None, None, MAX_WORDS, MAX_WORDS, None, found, found, found, found]
        shapes = [
            (size, *given.shape[1:]) if most is None else (size, most, *given.shape[2:])
            for given, most in zip(inputs, longest)
        ]
        return [given.new_zeros(shape) for given, shape in zip(inputs, shapes)]

    def _pass(self, held: list[Tensor]) -> Tensor:
        codes, level, sentence, words, mask, conditional, *found = held
        context = mmm.Context(*found) if found else None
        return mmm.MMM.forward(self._network, codes, level, TextStates(sentence, words, mask), conditional, context)
