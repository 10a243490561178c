"""CUDA graphs: a pass of the masked transformer replayed by one call in place of hundreds of kernel launches.

Off unless MOTIF_CUDA_GRAPHS=1 is set: `motif bench --device cuda` says beside each other what passes take with and
without. A graph holds one shape, so inputs are padded to all of the model's tokens and words, and to a power of two in
rows; what pads is masked and changes nothing. Where a graph can't be recorded, the network computes as it does without.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor

from engine.models import mmm
from engine.models.text_states import Memory, TextStates
from engine.text.encoder import MAX_WORDS

_log = logging.getLogger(__name__)
VARIABLE = "MOTIF_CUDA_GRAPHS"
Call = Callable[[], Tensor]
Recorder = Callable[[Call], Call]


def wanted(device: str) -> bool:
    """Whether the device is a card and MOTIF_CUDA_GRAPHS is set."""
    return device.startswith("cuda") and os.environ.get(VARIABLE) == "1"


def install(network: mmm.MMM, recorder: Recorder | None = None) -> Replay:
    """Replay the network's passes from now on; recorder: `record`, or a stand-in."""
    vars(network)["forward"] = replay = Replay(network, recorder or record)
    return replay


@contextmanager
def replayed(network: mmm.MMM, recorder: Recorder | None = None) -> Iterator[Replay]:
    """`install` within a `with` block."""
    try:
        yield install(network, recorder)
    finally:
        del vars(network)["forward"]


def record(call: Call) -> Call:
    """A call that does the same work from a graph, and returns one tensor, which each call fills again."""
    warm_up = torch.cuda.Stream()
    warm_up.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(warm_up):  # what is set up at the first call must not be recorded
        for _ in range(3):
            call()
    torch.cuda.current_stream().wait_stream(warm_up)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        output = call()

    def replay() -> Tensor:
        graph.replay()
        return output

    return replay


class Replay:
    """Stands in for `MMM.forward`: the same arguments, the same logits. broken: why it gave up, "" while it works."""

    def __init__(self, network: mmm.MMM, recorder: Recorder) -> None:
        self.broken = ""
        self._network, self._recorder = network, recorder
        self._kept: dict[tuple[int, bool], tuple[list[Tensor], Call]] = {}

    @torch.no_grad()
    def __call__(
        self, codes: Tensor, level: Tensor, text: TextStates, conditional: Tensor, context: mmm.Context | None = None,
        memory: Memory | None = None,
    ) -> Tensor:  # fmt: skip
        """As MMM.forward; a graph makes the memory itself."""
        if not self.broken and self._fits(codes, text, context):
            try:
                return self._replayed(codes, level, text, conditional, context)
            except Exception as error:  # a driver, a kernel that can't be recorded, no memory for a graph
                self.broken = f"{type(error).__name__}: {error!s:.200}"
                self._kept.clear()
                _log.warning("no CUDA graphs (%s)", self.broken)
        return mmm.MMM.forward(self._network, codes, level, text, conditional, context, memory)

    def _fits(self, codes: Tensor, text: TextStates, context: mmm.Context | None) -> bool:
        """Whether the inputs are no longer than those that graphs are recorded with."""
        config = self._network.config
        found = 0 if context is None else context.codes.shape[1]
        return (
            not config.all_words  # padding would be seen
            and codes.shape[1] <= config.max_tokens + 1
            and text.words.shape[1] <= MAX_WORDS
            and found <= config.retrieved * config.max_tokens
        )

    def _replayed(
        self, codes: Tensor, level: Tensor, text: TextStates, conditional: Tensor, context: mmm.Context | None
    ) -> Tensor:
        """The network's outputs by a graph, recorded at the first call of its size."""
        rows, length = codes.shape[:2]
        size = 1 << (rows - 1).bit_length()
        inputs = [codes, level, text.sentence, text.words, text.mask, conditional]
        if context is not None:
            inputs += [context.codes, context.mask, context.places, context.rank]
        key = size, context is not None
        if key not in self._kept:
            buffers = self._buffers(inputs, size)
            self._kept[key] = buffers, self._recorder(lambda: self._pass(buffers))
        buffers, replay = self._kept[key]
        # A graph reads from fixed places: inputs are copied there, with padding around them.
        for number, (into, given) in enumerate(zip(buffers, inputs, strict=True)):
            into.fill_(self._network.config.pad if number == 0 else 0)
            into[tuple(slice(n) for n in given.shape)] = given
        return replay()[:rows, :length].clone()  # the next replay writes over it

    def _buffers(self, inputs: list[Tensor], size: int) -> list[Tensor]:
        """Where a graph reads its inputs: like these, with `size` rows and at their longest."""
        config = self._network.config
        found = config.retrieved * config.max_tokens
        longest = [config.max_tokens + 1, None, None, MAX_WORDS, MAX_WORDS, None, found, found, found, found]
        shapes = [
            (size, *given.shape[1:]) if most is None else (size, most, *given.shape[2:])
            for given, most in zip(inputs, longest)
        ]
        return [given.new_zeros(shape) for given, shape in zip(inputs, shapes)]

    def _pass(self, buffers: list[Tensor]) -> Tensor:
        """The network's pass over what stands in the buffers."""
        codes, level, sentence, words, mask, conditional, *found = buffers
        context = mmm.Context(*found) if found else None
        return mmm.MMM.forward(self._network, codes, level, TextStates(sentence, words, mask), conditional, context)
