"""A file's parameters, taken one by one by their released names, and told where one doesn't fit."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor, nn

from engine.protocol.errors import EngineError, bad_request


class Taken:
    """Parameters by their released names, each to be taken once. network: what sentences call it."""

    def __init__(self, given: Mapping[str, Tensor], network: str, prefix: str = "") -> None:
        self._given = {k.removeprefix(prefix): v for k, v in given.items() if k.startswith(prefix)}
        self._left, self._network, self._prefix = set(self._given), network, prefix
        self._released: dict[str, str] = {}  # our name -> the released one

    def __contains__(self, name: str) -> bool:
        return name in self._given

    def shaped(self, name: str, axes: int) -> Tensor:
        """A parameter of so many axes; raises EngineError where there is none."""
        if name not in self._given:
            raise self.wrong(f"“{self._prefix}{name}” is missing")
        value = self._given[name]
        if value.ndim != axes or not value.is_floating_point():
            raise self.wrong(f"“{self._prefix}{name}” has the shape {tuple(value.shape)}, where {axes} axes were due")
        self._left.discard(name)
        return value.float()

    def shape(self, name: str, axes: int) -> tuple[int, ...]:
        """The shape of a parameter of so many axes."""
        return tuple(self.shaped(name, axes).shape)

    def norm(self, ours: str, theirs: str) -> dict[str, Tensor]:
        """Weight and bias of a layer norm, by our name."""
        return self._both(ours, theirs, self.shaped(f"{theirs}.weight", 1), True)

    def square(self, theirs: str, size: int) -> tuple[Tensor, Tensor]:
        """Weight and bias of a linear layer of one width."""
        weight, bias = self.shaped(f"{theirs}.weight", 2), self.shaped(f"{theirs}.bias", 1)
        if weight.shape != (size, size) or len(bias) != size:
            raise self.wrong(f"“{self._prefix}{theirs}.weight” is {tuple(weight.shape)}, where {(size, size)} was due")
        return weight, bias

    def linear(self, ours: str, theirs: str, *, bias: bool = True) -> dict[str, Tensor]:
        """Weight and bias of a linear layer, or of a convolution over time as one matrix product, by our name: the
        frames before, at and after lie side by side."""
        weight = self._given.get(f"{theirs}.weight")
        weight = self.shaped(f"{theirs}.weight", 3 if weight is not None and weight.ndim == 3 else 2)
        if weight.ndim == 3:
            weight = weight.permute(0, 2, 1).flatten(1)
        return self._both(ours, theirs, weight, bias)

    def as_is(self, ours: str, theirs: str) -> dict[str, Tensor]:
        """Weight and bias of a convolution, by our name."""
        return self._both(ours, theirs, self.shaped(f"{theirs}.weight", 3), True)

    def _both(self, ours: str, theirs: str, weight: Tensor, bias: bool) -> dict[str, Tensor]:
        self._released[f"{ours}.weight"] = f"{self._prefix}{theirs}.weight"
        if not bias:
            return {f"{ours}.weight": weight}
        self._released[f"{ours}.bias"] = f"{self._prefix}{theirs}.bias"
        return {f"{ours}.weight": weight, f"{ours}.bias": self.shaped(f"{theirs}.bias", 1)}

    def count(self, pattern: str) -> int:
        """How many of a numbered part there are: names begin with `pattern`, {} in it being 0, 1, ..."""
        number = 0
        while any(name.startswith(pattern.format(number)) for name in self._given):
            number += 1
        if not number:
            raise self.wrong(f"nothing is called “{self._prefix}{pattern.format(0)}…”")
        return number

    def leave(self, *endings: str) -> None:
        """Pass over parameters whose names end so: what the released network does not read."""
        self._left = {name for name in self._left if not name.endswith(endings)}

    def finish(self, state: Mapping[str, Tensor], network: nn.Module, *others: Taken) -> None:
        """Raise EngineError where parameters were not taken, or some of `state` don't fit the network of ours. others:
        what more of `state` was taken from."""
        due, released = network.state_dict(), dict[str, str]()
        for taken in (self, *others):
            released |= taken._released
            taken._nothing_left()
        for ours, value in state.items():
            if due[ours].shape != value.shape:
                name, shapes = released.get(ours, ours), (tuple(value.shape), tuple(due[ours].shape))
                raise self.wrong(f"“{name}” is {shapes[0]}, where {shapes[1]} was due")

    def _nothing_left(self) -> None:
        if self._left:
            more = f" and {len(self._left) - 1} more" if len(self._left) > 1 else ""
            raise self.wrong(f"“{self._prefix}{min(self._left)}”{more} is nothing that it has")

    def wrong(self, what: str) -> EngineError:
        """The sentence for a file that doesn't fit."""
        return bad_request(f"This is not the released {self._network} network: {what}.")
