"""How a take to a sound is danced: from phrases or by the network, and on the beat, as its request asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from engine.audio import on_beat
from engine.audio.conditioning import Conditioning
from engine.audio.phrases.choreography import Asked, choreographed
from engine.audio.spectra import FPS
from engine.protocol.request import AudioRequest
from retarget.motion import Motion

_WALK = "walk"
_STEPS, _STEPS_OF_WALKS = 0.6, 1.0  # what a landing foot counts beside a full stop


def composed(
    model: Any, request: AudioRequest, condition: Conditioning, seeds: Sequence[int],
    sample: Callable[..., list[Motion]],
) -> list[Motion]:  # fmt: skip
    """A motion for each seed: captured phrases as far as the request's variation leaves them, else the network's.

    sample: (seeds, pinned=...) -> the network's motions.
    """
    phrases, dance = getattr(model, "phrases", None), request.dance
    if phrases is None or condition.bars is None or dance.variation >= 1:
        return sample(seeds)
    mean = condition.styles.mean(axis=0)
    weights = {name: float(weight) for name, weight in zip(model.styles, mean, strict=True)}
    frames = len(condition.features)
    asked = Asked(condition.bars, frames, weights, dance.stage, request.energy, dance.variation)
    found = choreographed(phrases, asked, seeds, sample)
    return sample(seeds) if found is None else found


def finished(motion: Motion, request: AudioRequest, condition: Conditioning) -> Motion:
    """The motion (at FPS) on the beat; what prompts say keeps its time."""
    rate = FPS / request.sampling.fps
    held = [(round(p.start * rate), round(p.end * rate) if p.end else len(motion)) for p in request.prompts]
    walks = set(request.style_weights) == {_WALK}
    steps = _STEPS_OF_WALKS if walks else _STEPS
    return on_beat.brought(motion, condition.pulse, request.dance.on_beat, held, steps)
